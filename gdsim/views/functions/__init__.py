"""Functions to descend on: chosen, typed, and written out with their derivatives."""
