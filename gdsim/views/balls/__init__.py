"""The balls that roll side by side: the list of them, and their race."""
