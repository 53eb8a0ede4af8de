"""The loss over a plane: theta, directions, ranges -> a grid of losses and its lowest point."""

from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array, read_only
from gdsim.engine.directions import Directions, PlaneChoice, parameter_directions
from gdsim.engine.objective import Objective
from gdsim.engine.steps import quiet

PLANE_POINTS = 41
"""Values of each of the two parameters."""
WORK = 1 << 15
"""Rows times thetas between two looks at the clock."""
BESIDE = 1e-9
"""A theta lies on a plane of directions if it is off by no more than this part of its size."""

Range = tuple[float, float]


class LossPlane(NamedTuple):
    """The loss over a plane through the space of all parameters.

    Attributes
    ----------
    directions : Directions
        Where it lies: ``origin + x axes[0] + y axes[1]``.
    theta : ndarray, shape (n_parameters,)
        Where it was taken: with a pair it says what the other parameters are held at.
    x_values, y_values : ndarray, shape (n,)
    losses : ndarray, shape (n, n)
        ``losses[row, column]`` belongs to ``y_values[row]`` and ``x_values[column]``.
    lowest : (x, y, loss)
        In these ranges, refined between the points.
    """

    directions: Directions
    theta: Array
    x_values: Array
    y_values: Array
    losses: Array
    lowest: tuple[float, float, float]

    @property
    def pair(self) -> tuple[int, int] | None:
        """The parameters along the two axes; None where these are other directions."""
        return self.directions.pair

    @property
    def origin(self) -> Array:
        """Where x and y are 0, (n_parameters,)."""
        return self.directions.origin

    @property
    def axes(self) -> tuple[Array, Array]:
        """What x and y count, each (n_parameters,): not parallel, not always orthogonal."""
        return self.directions.axes

    @property
    def labels(self) -> tuple[str, str]:
        """What x and y are called: the names of the parameters, or of the directions."""
        return self.directions.labels

    @property
    def choice(self) -> PlaneChoice:
        """Which kind of plane it is."""
        return self.directions.choice

    @property
    def explained(self) -> tuple[float, float] | None:
        """For a run's own directions: which part of its path's variance each of them has."""
        return self.directions.explained

    @property
    def ranges(self) -> tuple[Range, Range]:
        """The lowest and the highest value of each axis."""
        x, y = self.x_values, self.y_values
        return (float(x[0]), float(x[-1])), (float(y[0]), float(y[-1]))

    def place_of(self, thetas: Array) -> tuple[Array, Array]:
        """Return x and y (...) of the points of the plane that are nearest to ``thetas`` (..., p).

        With a pair these are the values of its two parameters.
        """
        return self.directions.place_of(thetas)

    def holds(self, theta: Array) -> bool:
        """Whether it is the plane through ``theta`` (n_parameters,) too."""
        if theta.shape != self.theta.shape:
            return False
        if self.pair is not None:
            moved = theta != self.theta
            moved[list(self.pair)] = False
            return not moved.any()
        x, y = self.place_of(theta[np.newaxis])
        off = np.linalg.norm(theta - self.directions.thetas_at(x, y)[0])
        return bool(off <= BESIDE * max(1.0, float(np.linalg.norm(theta))))


def take_plane(
    objective: Objective,
    theta: Array,
    pair: tuple[int, int],
    x_range: Range,
    y_range: Range,
    n: int = PLANE_POINTS,
) -> Generator[None, None, LossPlane]:
    """Yield None often; return the loss at n x n values of two parameters, all others held."""
    directions = parameter_directions(theta, pair, objective.names)
    return take_plane_along(objective, theta, directions, x_range, y_range, n)


@quiet
def take_plane_along(
    objective: Objective,
    theta: Array,
    directions: Directions,
    x_range: Range,
    y_range: Range,
    n: int = PLANE_POINTS,
) -> Generator[None, None, LossPlane]:
    """Yield None often; return the loss at n x n points of the plane along two directions.

    ``theta`` is the moment that it is taken for; it need not lie on the plane.
    """
    x_values, y_values = np.linspace(*x_range, n), np.linspace(*y_range, n)
    columns, rows = (grid.ravel() for grid in np.meshgrid(x_values, y_values))
    losses = np.empty(n * n)
    step = max(1, WORK // objective.n_rows)
    for i in range(0, n * n, step):
        part = slice(i, i + step)
        losses[part] = objective.losses(directions.thetas_at(columns[part], rows[part]))
        yield
    grid = losses.reshape(n, n)
    return LossPlane(
        directions,
        read_only(theta.copy()),
        read_only(x_values),
        read_only(y_values),
        read_only(grid),
        _lowest(objective, directions, (x_values, y_values), grid),
    )


def _lowest(
    objective: Objective, directions: Directions, axes: tuple[Array, Array], grid: Array
) -> tuple[float, float, float]:
    """Return the lowest point of the grid, moved to the bottom of the bowl through its neighbours.

    The bowl is the quadratic function that has the nine losses' central differences; on a
    quadratic loss its bottom is exact.
    """
    flat = int(np.argmin(np.where(np.isfinite(grid), grid, np.inf)))
    row, column = divmod(flat, len(grid))
    best = float(axes[0][column]), float(axes[1][row]), float(grid[row, column])
    # A narrow valley that runs askew may have the grid's lowest point at an edge.
    row, column = (min(max(1, i), len(grid) - 2) for i in (row, column))
    near = grid[row - 1 : row + 2, column - 1 : column + 2]
    slope = np.array([near[1, 2] - near[1, 0], near[2, 1] - near[0, 1]]) / 2.0
    across = (near[2, 2] - near[2, 0] - near[0, 2] + near[0, 0]) / 4.0
    bend = np.array(
        [
            [near[1, 2] - 2.0 * near[1, 1] + near[1, 0], across],
            [across, near[2, 1] - 2.0 * near[1, 1] + near[0, 1]],
        ]
    )
    if not np.isfinite(bend).all() or not (bend[0, 0] > 0.0 and np.linalg.det(bend) > 0.0):
        return best
    cells = np.linalg.solve(bend, slope)
    x = axes[0][column] - cells[0] * (axes[0][1] - axes[0][0])
    y = axes[1][row] - cells[1] * (axes[1][1] - axes[1][0])
    if not (axes[0][0] <= x <= axes[0][-1] and axes[1][0] <= y <= axes[1][-1]):
        return best
    loss = float(objective.losses(directions.thetas_at(np.array([x]), np.array([y])))[0])
    return (float(x), float(y), loss) if loss <= best[2] else best
