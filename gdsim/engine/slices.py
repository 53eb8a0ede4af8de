"""The loss along one parameter: theta, a range -> 101 values, their losses, the lowest point."""

from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array, read_only
from gdsim.engine.objective import Objective
from gdsim.engine.steps import quiet

SLICE_POINTS = 101


class Slice(NamedTuple):
    """The loss along one parameter, all others held.

    Attributes
    ----------
    parameter : int
    values, losses : ndarray, shape (101,)
    lowest : (value, loss)
        Along this range, refined between the points.
    """

    parameter: int
    values: Array
    losses: Array
    lowest: tuple[float, float]


@quiet
def take_slice(
    objective: Objective, theta: Array, parameter: int, extent: tuple[float, float]
) -> Generator[None, None, Slice]:
    """Yield None often; return the loss at 101 values of one parameter, all others held."""
    values = np.linspace(*extent, SLICE_POINTS)
    losses = np.empty(SLICE_POINTS)
    for i in range(0, SLICE_POINTS, 8):
        thetas = np.repeat(theta[np.newaxis], len(values[i : i + 8]), axis=0)
        thetas[:, parameter] = values[i : i + 8]
        losses[i : i + 8] = objective.losses(thetas)
        yield
    return Slice(
        parameter,
        read_only(values),
        read_only(losses),
        _lowest(objective, theta, parameter, values, losses),
    )


def _lowest(
    objective: Objective, theta: Array, parameter: int, values: Array, losses: Array
) -> tuple[float, float]:
    """Return the lowest point, moved to the vertex of the parabola through its neighbours."""
    i = int(np.argmin(np.where(np.isfinite(losses), losses, np.inf)))
    best = float(values[i]), float(losses[i])
    if not 0 < i < len(values) - 1:
        return best
    left, middle, right = losses[i - 1 : i + 2]
    bend = left - 2.0 * middle + right
    if not bend > 0.0 or not np.isfinite(bend):
        return best
    moved = theta.copy()
    moved[parameter] = values[i] + 0.5 * (left - right) / bend * (values[1] - values[0])
    loss = objective.loss(moved)
    return (float(moved[parameter]), loss) if loss <= best[1] else best
