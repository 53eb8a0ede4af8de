"""What is selected: one frozen value that all views agree on."""

from typing import NamedTuple


class Selection(NamedTuple):
    """The one selection and the one playhead.

    Attributes
    ----------
    run : int
        The number of the run.
    epoch : int
    parameter : int
        Its position in theta.
    row : int
        Of the data set.
    inputs : tuple of float or None
        Inputs typed instead of the row's, in their own units.
    """

    run: int = 0
    epoch: int = 0
    parameter: int = 0
    row: int = 0
    inputs: tuple[float, ...] | None = None
