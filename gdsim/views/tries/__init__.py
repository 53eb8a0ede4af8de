"""You first: the loss of every try by hand, beside descent from the same start."""
