"""The parameters of one epoch, number by number."""
