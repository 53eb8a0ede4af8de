"""What can be counted: the tries of a grid, and answers that are right or wrong."""
