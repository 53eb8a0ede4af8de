"""Guesses and truths, one pair for each category: the plot, the table of steps, three errors."""
