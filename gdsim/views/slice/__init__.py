"""The loss along one parameter, with the dot to drag."""
