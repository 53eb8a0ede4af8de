"""The loss over two parameters: theta, two ranges -> a grid of losses, and its lowest point."""

from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array, read_only
from gdsim.engine.objective import Objective
from gdsim.engine.steps import quiet

PLANE_POINTS = 41
"""Values of each of the two parameters."""
WORK = 1 << 15
"""Rows times thetas between two looks at the clock."""


class LossPlane(NamedTuple):
    """The loss over two parameters, all others held.

    Attributes
    ----------
    pair : (int, int)
        The parameters along the horizontal and the vertical axis.
    theta : ndarray, shape (n_parameters,)
        Where it was taken: it says what the other parameters are held at.
    x_values, y_values : ndarray, shape (n,)
    losses : ndarray, shape (n, n)
        ``losses[row, column]`` belongs to ``y_values[row]`` and ``x_values[column]``.
    lowest : (x, y, loss)
        In these ranges, refined between the points.
    """

    pair: tuple[int, int]
    theta: Array
    x_values: Array
    y_values: Array
    losses: Array
    lowest: tuple[float, float, float]

    def holds(self, theta: Array) -> bool:
        """Whether it is the plane through ``theta`` too: only its own two parameters differ."""
        if theta.shape != self.theta.shape:
            return False
        moved = theta != self.theta
        moved[list(self.pair)] = False
        return not moved.any()


@quiet
def take_plane(
    objective: Objective,
    theta: Array,
    pair: tuple[int, int],
    x_range: tuple[float, float],
    y_range: tuple[float, float],
    n: int = PLANE_POINTS,
) -> Generator[None, None, LossPlane]:
    """Yield None often; return the loss at n x n values of two parameters, all others held."""
    x_values, y_values = np.linspace(*x_range, n), np.linspace(*y_range, n)
    columns, rows = (grid.ravel() for grid in np.meshgrid(x_values, y_values))
    losses = np.empty(n * n)
    step = max(1, WORK // objective.n_rows)
    for i in range(0, n * n, step):
        part = slice(i, i + step)
        losses[part] = objective.losses(_moved(theta, pair, columns[part], rows[part]))
        yield
    grid = losses.reshape(n, n)
    return LossPlane(
        pair,
        read_only(theta.copy()),
        read_only(x_values),
        read_only(y_values),
        read_only(grid),
        _lowest(objective, theta, pair, (x_values, y_values), grid),
    )


def _moved(theta: Array, pair: tuple[int, int], xs: Array, ys: Array) -> Array:
    """Return one theta (n, n_parameters) for each pair of values (n,)."""
    thetas = np.repeat(theta[np.newaxis], len(xs), axis=0)
    thetas[:, pair[0]] = xs
    thetas[:, pair[1]] = ys
    return thetas


def _lowest(
    objective: Objective,
    theta: Array,
    pair: tuple[int, int],
    axes: tuple[Array, Array],
    grid: Array,
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
    loss = float(objective.losses(_moved(theta, pair, np.array([x]), np.array([y])))[0])
    return (float(x), float(y), loss) if loss <= best[2] else best
