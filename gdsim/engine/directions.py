"""Two directions that span a plane through the loss: two parameters, chance, or a run's own.

theta, seed or path -> Directions -> ``planes``

A network has more parameters than a map has axes, so a map shows the loss on one flat cut only.
Which one, is a `PlaneChoice`.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array, BoolArray, IntArray, read_only
from gdsim.engine.network import Network
from gdsim.engine.streams import DIRECTION, normals
from gdsim.text import _

PAIR, RANDOM, PATH = "pair", "random", "path"
FEWEST_POINTS = 3
"""A path of fewer points is at most a line, and spans no plane."""
FLAT = 1e-9
"""A direction shorter than this part of the other one is none."""
TRIES = 32
"""How often two directions are drawn that turn out to be one."""

Pair = tuple[int, int]


class PlaneChoice(NamedTuple):
    """Which plane is looked at.

    Attributes
    ----------
    kind : "pair" | "random" | "path"
        Two parameters, two random directions, or the two main directions of the run's own path.
    seed : int
        Of the random ones.
    """

    kind: str = PAIR
    seed: int = 1


class Directions(NamedTuple):
    """A plane in the space of all parameters: ``origin + x axes[0] + y axes[1]``.

    Attributes
    ----------
    origin : ndarray, shape (n_parameters,)
        Where x and y are 0.
    axes : (ndarray, ndarray), each (n_parameters,)
        Neither is 0, and they are not parallel.
    labels : (str, str)
        What x and y are called.
    pair : (int, int) or None
        Where x and y are the values of two parameters: which.
    choice : PlaneChoice
    explained : (float, float) or None
        For a path: which part of its variance each direction has.
    """

    origin: Array
    axes: tuple[Array, Array]
    labels: tuple[str, str]
    pair: Pair | None = None
    choice: PlaneChoice = PlaneChoice()
    explained: tuple[float, float] | None = None

    def place_of(self, thetas: Array) -> tuple[Array, Array]:
        """Return x and y (...) of the points of the plane that are nearest to ``thetas`` (..., p).

        With a pair these are the values of its two parameters.
        """
        if self.pair is not None:
            return thetas[..., self.pair[0]], thetas[..., self.pair[1]]
        axes = np.array(self.axes)
        along = np.moveaxis((thetas - self.origin) @ axes.T, -1, 0)  # (2, ...)
        x, y = np.tensordot(np.linalg.inv(axes @ axes.T), along, axes=1)
        return x, y

    def thetas_at(self, x: Array, y: Array) -> Array:
        """Return the parameters (n, n_parameters) at points (n,), (n,) of the plane."""
        thetas = np.repeat(self.origin[np.newaxis], len(x), axis=0)
        if self.pair is not None:
            thetas[:, self.pair[0]], thetas[:, self.pair[1]] = x, y
            return thetas
        return thetas + np.outer(x, self.axes[0]) + np.outer(y, self.axes[1])


def parameter_directions(theta: Array, pair: Pair, names: Sequence[str]) -> Directions:
    """Return the plane on which two parameters move and all others stay as in ``theta`` (p,)."""
    origin, axes = theta.copy(), np.zeros((2, len(theta)))
    origin[list(pair)] = 0.0
    axes[[0, 1], list(pair)] = 1.0
    return _directions(origin, axes, (names[pair[0]], names[pair[1]]), PlaneChoice(), pair=pair)


def random_directions(
    theta: Array, units: Sequence[IntArray], movable: BoolArray, seed: int
) -> Directions | None:
    """Return a plane through ``theta`` along two random directions; None if there are no two.

    Each unit's part of a direction is drawn from the standard normal distribution and then given
    the length of that unit's own weights, so that a step of 1 means the same for a unit of small
    weights as for one of large weights ("filter normalisation"; Li, Xu, Taylor, Studer and
    Goldstein: Visualizing the Loss Landscape of Neural Nets, 2018). Like theirs the directions
    leave biases alone. Other than theirs the second is made orthogonal to the first within each
    unit, since with few weights chance alone does not see to it; a unit of one weight has but one
    direction, so there the two agree up to their sign. A unit whose weights are all 0 counts as
    one of length 1.

    Parameters
    ----------
    theta : ndarray, shape (n_parameters,)
    units : sequence of ndarray of int
        The places of each unit's weights in theta, as from `units_of`.
    movable : ndarray of bool, shape (n_parameters,)
        All others have no part in it.
    seed : int
    """
    kept = [unit[movable[unit]] for unit in units]
    kept = [unit for unit in kept if len(unit)]
    for turn in range(TRIES):
        axes = np.zeros((2, len(theta)))
        for number, unit in enumerate(kept):
            drawn = normals(seed, (DIRECTION, turn, number), 2 * len(unit)).reshape(2, -1)
            axes[:, unit] = _scaled(drawn, float(np.linalg.norm(theta[unit])) or 1.0)
        if _is_plane(axes):
            labels = _("random direction 1"), _("random direction 2")
            return _directions(theta.copy(), axes, labels, PlaneChoice(RANDOM, seed))
    return None


def path_directions(thetas: Array, movable: BoolArray) -> Directions | None:
    """Return the plane through a path's end along its two main directions; None if it has none.

    They are the first two principal components: the directions, orthogonal and of length 1, along
    which the path's points spread most about their mean. The plane is laid through the newest
    point and not through the mean, so that it holds the point that the run has come to. The path
    runs to the right on the first one. The second of a straight path is any direction orthogonal
    to it.

    Parameters
    ----------
    thetas : ndarray, shape (n, n_parameters)
        In the order of their epochs; what is not finite is left out.
    movable : ndarray of bool, shape (n_parameters,)
        All others have no part in a direction that the path does not give.
    """
    thetas = thetas[np.isfinite(thetas).all(axis=1)]
    if len(thetas) < FEWEST_POINTS or np.count_nonzero(movable) < 2:
        return None
    centered = thetas - thetas.mean(axis=0)
    largest = float(np.abs(centered).max())
    if not largest > FLAT * float(np.abs(thetas).max()):
        return None  # it stays where it is, but for rounding
    _left, sizes, rows = np.linalg.svd(centered / largest, full_matrices=False)
    shares = sizes**2 / float((sizes**2).sum())
    axes = np.vstack([rows[0], _second(rows, sizes, movable)])
    way = axes @ (thetas[-1] - thetas[0])
    for axis, forward in zip(axes, way, strict=True):
        axis *= -1.0 if forward < 0.0 else 1.0
    labels = _("main direction 1"), _("main direction 2")
    explained = float(shares[0]), float(shares[1])
    return _directions(thetas[-1].copy(), axes, labels, PlaneChoice(PATH), explained=explained)


def units_of(network: Network | None, n_parameters: int) -> list[IntArray]:
    """Return where each unit's weights stand in theta; without a network all are one unit's."""
    if network is None:
        return [np.arange(n_parameters)]
    return [unit for layer in network.weight_index for unit in layer]


def _scaled(drawn: Array, length: float) -> Array:
    """Return two drawn rows (2, n), orthogonal where there is room, both of this length."""
    first, second = drawn
    first = first / np.linalg.norm(first)
    if len(first) > 1:
        second = second - (second @ first) * first
    return length * np.vstack([first, second / np.linalg.norm(second)])


def _second(rows: Array, sizes: Array, movable: BoolArray) -> Array:
    """Return the second main direction (p,); for a straight path any one orthogonal to it."""
    if len(rows) > 1 and sizes[1] > FLAT * sizes[0]:
        second: Array = rows[1]
        return second
    free, first = np.flatnonzero(movable), rows[0]
    other = np.zeros(len(first))
    other[free[np.argmin(np.abs(first[free]))]] = 1.0  # the axis that is least like the first
    other -= (other @ first) * first
    return other / np.linalg.norm(other)


def _is_plane(axes: Array) -> bool:
    """Whether two rows (2, p) span a plane, rather than a line or a point."""
    sizes = np.linalg.svd(axes, compute_uv=False)
    return bool(np.isfinite(sizes).all() and sizes[1] > FLAT * sizes[0])


def _directions(
    origin: Array,
    axes: Array,
    labels: tuple[str, str],
    choice: PlaneChoice,
    *,
    pair: Pair | None = None,
    explained: tuple[float, float] | None = None,
) -> Directions:
    both = read_only(axes[0].copy()), read_only(axes[1].copy())
    return Directions(read_only(origin), both, labels, pair, choice, explained)
