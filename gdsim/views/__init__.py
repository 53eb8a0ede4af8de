"""What is seen: widgets that show values and emit gestures, and change no model."""
