"""How one partial derivative comes about: the chain rule in symbols and numbers, and its check."""
