"""Which plane of losses is wanted: run, moment, choice -> an order, which knows how to take it.

PairOrder, DirectionsOrder --take(n)--> LossPlane, in the worker
"""

from collections.abc import Generator
from typing import NamedTuple, TypeAlias

import numpy as np

from gdsim.engine.arrays import Array, BoolArray
from gdsim.engine.directions import (
    FEWEST_POINTS,
    PAIR,
    PATH,
    Directions,
    PlaneChoice,
    path_directions,
    random_directions,
    units_of,
)
from gdsim.engine.history import LAST, PARAMETERS
from gdsim.engine.objective import NetworkObjective, Objective
from gdsim.engine.planes import LossPlane, take_plane, take_plane_along
from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.ranges import Range, grown_bounds, spanned, steady_range
from gdsim.scenario.subject import Subject
from gdsim.session.run import Run

MARGIN = 0.15
"""What a range of directions has beyond the path, as a part of its length."""
NARROW = 0.25
"""A path is shown at least this part of its larger extent in the other direction."""

Ranges: TypeAlias = tuple[Range, Range]


class PairOrder(NamedTuple):
    """The plane of two parameters through ``theta``."""

    objective: Objective
    theta: Array
    pair: tuple[int, int]
    ranges: Ranges

    @property
    def cost(self) -> int:
        """Rows times parameters: what one loss costs."""
        return self.objective.n_rows * len(self.theta)

    def is_same(self, other: "Order") -> bool:
        """Whether another order is for the same plane."""
        return (
            isinstance(other, PairOrder)
            and (other.objective is self.objective)
            and (other.pair, other.ranges) == (self.pair, self.ranges)
            and _is_same_but(self.theta, other.theta, self.pair)
        )

    def is_met(self, plane: LossPlane) -> bool:
        """Whether a plane of this objective is the one that is wanted, however coarse."""
        is_same = plane.pair == self.pair and plane.holds(self.theta)
        return is_same and plane.ranges == self.ranges

    def take(self, n: int) -> Generator[None, None, LossPlane | None]:
        """Yield None often; return it with n x n points."""
        return take_plane(self.objective, self.theta, self.pair, *self.ranges, n)


class DirectionsOrder(NamedTuple):
    """The plane along random directions, or a path's own, through the newest point of ``path``.

    Attributes
    ----------
    objective : Objective
    path : ndarray, shape (n, n_parameters)
    movable : ndarray of bool, shape (n_parameters,)
    choice : PlaneChoice
    current : ((low, high), (low, high)) or None
        The ranges so far, which are kept as long as they will do.
    """

    objective: Objective
    path: Array
    movable: BoolArray
    choice: PlaneChoice
    current: Ranges | None

    @property
    def cost(self) -> int:
        """Rows times parameters: what one loss costs."""
        return self.objective.n_rows * len(self.movable)

    def is_same(self, other: "Order") -> bool:
        """Whether another order is for the same plane."""
        return (
            isinstance(other, DirectionsOrder)
            and (other.objective is self.objective and other.choice == self.choice)
            and np.array_equal(other.path, self.path)
            and np.array_equal(other.movable, self.movable)
        )

    def is_met(self, plane: LossPlane) -> bool:
        """Whether a plane of this objective is the one that is wanted, however coarse."""
        newest = self.path[-1]
        return plane.choice == self.choice and bool(np.array_equal(plane.theta, newest))

    def take(self, n: int) -> Generator[None, None, LossPlane | None]:
        """Yield None often; return it with n x n points, None if there are no such directions."""
        directions = self._directions()
        if directions is None:
            return None
        ranges = path_ranges(directions, self.path, self.current)
        newest = self.path[-1]
        return (yield from take_plane_along(self.objective, newest, directions, *ranges, n))

    def _directions(self) -> Directions | None:
        if self.choice.kind == PATH:
            return path_directions(self.path, self.movable)
        network = self.objective.network if isinstance(self.objective, NetworkObjective) else None
        units = units_of(network, len(self.movable))
        return random_directions(self.path[-1], units, self.movable, self.choice.seed)


Order: TypeAlias = PairOrder | DirectionsOrder


def is_along_directions(subject: Subject, choice: PlaneChoice) -> bool:
    """Whether a choice means other directions than two parameters; of two there are no others."""
    return choice.kind != PAIR and bool(np.count_nonzero(~subject.experiment.objective.cut) > 2)


def directions_order(
    run: Run, choice: PlaneChoice, movable: BoolArray, current: Ranges | None
) -> DirectionsOrder | None:
    """Return the order of a plane along a run's path; None where it has no such path yet."""
    path = path_points(run)
    fewest = FEWEST_POINTS if choice.kind == PATH else 1
    if len(path) < fewest:
        return None
    return DirectionsOrder(run.subject.experiment.objective, path, movable, choice, current)


def path_points(run: Run) -> Array:
    """Return some of a run's thetas (n, n_parameters), in order, and at last the newest one."""
    if not run.history.n_epochs:
        return np.empty((0, len(run.subject.names)))
    _epochs, path = run.path()
    newest = run.history.buckets[LAST, PARAMETERS:, -1]
    if not np.array_equal(path[-1], newest):
        path = np.vstack([path, newest])
    finite: Array = path[np.isfinite(path).all(axis=1)]
    return finite


def path_ranges(directions: Directions, path: Array, current: Ranges | None) -> Ranges:
    """Return the ranges of both axes in which a path lies with some room around it.

    Random directions are as long as the weights, so theirs go from -1 to 1 at least.
    """
    least = 0.0 if directions.choice.kind == PATH else 1.0
    ends = []
    for values in directions.place_of(path):
        seen = spanned([*values.tolist(), -least, least])
        ends.append(seen or (-1.0, 1.0))
    widest = max(high - low for low, high in ends)
    ranges = []
    for axis, (low, high) in enumerate(ends):
        room = max(0.0, NARROW * widest - (high - low)) / 2.0
        before = current[axis] if current is not None else None
        fitted = steady_range(before, low - room, high + room, margin=MARGIN)
        ranges.append(fitted or (-1.0, 1.0))
    return ranges[0], ranges[1]


def bounds_of(run: Run, pair: tuple[int, int], snapshot: Snapshot) -> Ranges:
    """Return where a function is mapped: its bounds, grown where the run has left them."""
    function = run.subject.function
    assert function is not None
    ranges = []
    for parameter in pair:
        value = float(snapshot.theta[parameter])
        low, high = value, value
        if run.history.n_epochs:
            low, high = run.history.extent(PARAMETERS + parameter)
        ranges.append(grown_bounds(function.bounds[parameter], low, high))
    return ranges[0], ranges[1]


def pair_of(subject: Subject, snapshot: Snapshot) -> tuple[int, int] | None:
    """Return the two parameters of the plane: those looked at, or the first weight and bias.

    Without a bias they are the first two free parameters; with fewer there is no plane.
    """
    objective, pair = subject.experiment.objective, snapshot.look.pair
    if pair is not None and max(pair) < len(subject.names):
        return pair
    free = np.flatnonzero(~objective.cut).tolist()
    is_network = isinstance(objective, NetworkObjective)
    biases = [i for i in free if is_network and subject.names[i].startswith("b")]
    first = [free[0], biases[0]] if biases and biases[0] != free[0] else free[:2]
    return (first[0], first[1]) if len(first) == 2 else None


def _is_same_but(one: Array, other: Array, pair: tuple[int, int]) -> bool:
    """Whether two thetas differ in a pair of parameters at most."""
    differs = one != other
    differs[list(pair)] = False
    return not differs.any()
