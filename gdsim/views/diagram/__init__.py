"""The network as a diagram that can be edited: nodes, edges with their numbers, values of a row."""
