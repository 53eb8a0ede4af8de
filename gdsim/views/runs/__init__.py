"""The runs that are kept: their list, their marks, and the plot that compares them."""
