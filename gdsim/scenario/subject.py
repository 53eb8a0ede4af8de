"""A scenario as it is shown: what was built from it, with the quantities behind its numbers."""

from typing import NamedTuple

from gdsim.engine.arrays import Array
from gdsim.engine.datasets import Samples
from gdsim.engine.descent import Experiment
from gdsim.engine.functions import Bounds, Constant, Minimum
from gdsim.engine.network import Network
from gdsim.engine.objective import NetworkObjective
from gdsim.scenario.quantities import Quantity
from gdsim.scenario.ranges import REACH
from gdsim.scenario.spec import Scenario

TINY = 1e-12
"""What a loss of 0 may be off by rounding."""


class FunctionFacts(NamedTuple):
    """What is known of a function, built-in or typed.

    Attributes
    ----------
    title : str
        Its name, or the formula.
    bounds : tuple of (lowest, highest)
        Of each variable: where one looks at it.
    minima : tuple of Minimum
        Those in the bounds that were found, the lowest first.
    teaches : str
        One line; empty for a typed one.
    constants : tuple of (Constant, value)
    """

    title: str
    bounds: Bounds
    minima: tuple[Minimum, ...]
    teaches: str = ""
    constants: tuple[tuple[Constant, float], ...] = ()


class Subject(NamedTuple):
    """All that is fixed while one scenario is open.

    Attributes
    ----------
    scenario : Scenario
    experiment : Experiment
    samples : Samples or None
        The data; None for a plain function.
    inputs, targets : tuple of Quantity
        What the columns measure.
    average_loss : float
        The training loss of always guessing the average target; NaN where there is none.
    best_loss : float
        The least loss there is, where it is known in closed form, or the lowest minimum that was
        found of a function; NaN elsewhere.
    best_theta : ndarray, shape (n_parameters,), or None
        The parameters that have it.
    counts : ndarray, shape (n_samples,), or None
        How many rows of a larger table stand behind each point, where that is known.
    reaches : tuple of float
        How far to both sides of its value the slice of each parameter should go at least; empty
        where 2 is right for all.
    function : FunctionFacts or None
        If the loss is a plain function.
    """

    scenario: Scenario
    experiment: Experiment
    samples: Samples | None
    inputs: tuple[Quantity, ...]
    targets: tuple[Quantity, ...]
    average_loss: float
    best_loss: float
    best_theta: Array | None = None
    counts: Array | None = None
    reaches: tuple[float, ...] = ()
    function: FunctionFacts | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters' names, in the order of theta."""
        return self.experiment.objective.names

    @property
    def is_never_negative(self) -> bool:
        """Whether no loss is known to be below 0, so that shares and powers of it have a sense."""
        return self.function is None or self.best_loss >= -TINY

    def reach(self, parameter: int) -> float:
        """Return how far to both sides of its value a parameter's slice should go at least."""
        return self.reaches[parameter] if self.reaches else REACH

    @property
    def network(self) -> Network | None:
        """The network, if the loss is that of one."""
        objective = self.experiment.objective
        return objective.network if isinstance(objective, NetworkObjective) else None
