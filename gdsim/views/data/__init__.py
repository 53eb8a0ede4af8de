"""The rows of the data set and what the network answers them."""
