"""What is selected: one frozen value that all views agree on."""

from typing import NamedTuple

from gdsim.engine.directions import PlaneChoice
from gdsim.engine.phases import Phase


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
    phase : Phase or None
        The part of the epoch that is looked at; None for all of it at once.
    pair : (int, int) or None
        The two parameters that a plane of losses is taken over; None for the first two.
    plane : PlaneChoice
        Over two parameters, or along which two directions.
    """

    run: int = 0
    epoch: int = 0
    parameter: int = 0
    row: int = 0
    inputs: tuple[float, ...] | None = None
    phase: Phase | None = None
    pair: tuple[int, int] | None = None
    plane: PlaneChoice = PlaneChoice()

    def within(self, n_parameters: int, n_rows: int, n_inputs: int) -> "Selection":
        """Return it for another objective, where positions may mean nothing any more."""
        is_answered = self.inputs is not None and len(self.inputs) == n_inputs
        return self._replace(
            parameter=min(self.parameter, n_parameters - 1),
            row=min(self.row, n_rows - 1),
            inputs=self.inputs if is_answered else None,
            pair=None,
            plane=PlaneChoice(),
        )
