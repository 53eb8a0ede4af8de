"""The points of "Guess and error" as the views show them: Subject, theta -> guesses and truths."""

from typing import NamedTuple

from gdsim.engine.arrays import Array, BoolArray
from gdsim.engine.guesses import Differences, GuessObjective, take_differences
from gdsim.engine.losses import Loss
from gdsim.scenario.quantities import Quantity, brief, quantity, world
from gdsim.scenario.spec import GuessesSpec
from gdsim.scenario.subject import Subject
from gdsim.text import _


class Points(NamedTuple):
    """One guess and one truth for each category.

    Attributes
    ----------
    names : tuple of str
        The parameters': g1, g2, ...
    categories : ndarray, shape (n_points,)
        Such as numbers of bedrooms.
    guesses, truths : ndarray, shape (n_points,)
        In the units of ``target``.
    counts : ndarray, shape (n_points,), or None
        How many rows of a larger table stand behind each truth, where that is known.
    counted : str
        What these rows are, such as houses.
    category, target : Quantity
        What the columns measure.
    loss : Loss
        What descent lowers.
    cut : ndarray of bool, shape (n_points,)
        Guesses held at 0.
    selected : int
        Which one is looked at.
    """

    names: tuple[str, ...]
    categories: Array
    guesses: Array
    truths: Array
    counts: Array | None
    counted: str
    category: Quantity
    target: Quantity
    loss: Loss
    cut: BoolArray
    selected: int = 0

    @property
    def n_points(self) -> int:
        """How many there are."""
        return len(self.names)

    @property
    def differences(self) -> Differences:
        """How far the guesses are from the truths."""
        return take_differences(self.guesses, self.truths)

    @property
    def unit(self) -> str:
        """What one of the target is: "$", "mm" or nothing."""
        return self.target.prefix or self.target.unit

    @property
    def squared(self) -> Quantity:
        """What a squared error is, in dollars squared and the like."""
        unit = f"{self.unit}²" if self.unit else ""
        return self.target._replace(prefix="", unit=unit)

    def moved(self, number: int, value: float) -> "Points":
        """Return the same with one guess elsewhere."""
        guesses = self.guesses.copy()
        guesses[number] = value
        return self._replace(guesses=guesses)

    def tick(self, number: int) -> str:
        """Return a point's category for an axis: "3"."""
        return brief(float(self.categories[number]), self.category)

    def place(self, number: int) -> str:
        """Return a point's category in words: "bedrooms 3"."""
        return f"{self.category.label} {world(float(self.categories[number]), self.category)}"


def take_points(subject: Subject | None, theta: Array, selected: int) -> Points | None:
    """Return the points at the guesses ``theta`` (n_points,); None where nothing is guessed."""
    if subject is None or subject.samples is None:
        return None
    objective, data = subject.experiment.objective, subject.samples.dataset
    if not isinstance(objective, GuessObjective):
        return None
    spec = subject.scenario.objective
    column = spec.counts if isinstance(spec, GuessesSpec) else None
    return Points(
        objective.names,
        data.inputs[:, 0],
        theta,
        data.targets[:, 0],
        subject.counts,
        quantity(column).label if column else _("rows"),
        subject.inputs[0],
        subject.targets[0],
        objective.loss_function,
        objective.cut,
        min(selected, objective.n_rows - 1),
    )
