"""What every plot stands on: axes, frame, marks, labels, pictures, and the hand that drags."""
