"""The loss along one parameter: theta, a range -> values, their losses, the lowest one, breaks."""

from collections.abc import Generator
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array, read_only
from gdsim.engine.breaks import Break, find_breaks
from gdsim.engine.function_objective import FunctionObjective
from gdsim.engine.objective import Objective
from gdsim.engine.steps import quiet

SLICE_POINTS, CURVE_POINTS = 101, 401
"""Of a network, where each takes a pass over the rows; of a function of one variable."""
AT_ONCE = 8
BESIDE, BESIDE_POLE = 1e-9, 1e-4
"""So far beside a break, as a part of the range, a curve is looked at; near a pole it is high."""


class Slice(NamedTuple):
    """The loss along one parameter, all others held.

    Attributes
    ----------
    parameter : int
    values, losses : ndarray, shape (n,)
        101 values of a network's parameter. A function of one variable has 401, and those beside
        its breaks; where a curve does not go on, at poles, jumps and edges, the loss is NaN.
    lowest : (value, loss)
        Along this range, refined between the points.
    breaks : tuple of Break
        Where the curve of a function of one variable is not smooth.
    """

    parameter: int
    values: Array
    losses: Array
    lowest: tuple[float, float]
    breaks: tuple[Break, ...] = ()


@quiet
def take_slice(
    objective: Objective, theta: Array, parameter: int, extent: tuple[float, float]
) -> Generator[None, None, Slice]:
    """Yield None often; return the loss at 101 values of one parameter, all others held."""
    values, at_once = np.linspace(*extent, SLICE_POINTS), AT_ONCE
    breaks: tuple[Break, ...] = ()
    if isinstance(objective, FunctionObjective) and len(theta) == 1:
        breaks = _breaks(objective, *extent)
        values, at_once = _curve_values(extent, breaks), CURVE_POINTS
    losses = np.empty(len(values))
    for i in range(0, len(values), at_once):
        thetas = np.repeat(theta[np.newaxis], len(values[i : i + at_once]), axis=0)
        thetas[:, parameter] = values[i : i + at_once]
        losses[i : i + at_once] = objective.losses(thetas)
        yield
    losses[np.isin(values, [one.value for one in breaks if one.kind != "kink"])] = np.nan
    return Slice(
        parameter,
        read_only(values),
        read_only(losses),
        _lowest(objective, theta, parameter, values, losses),
        breaks,
    )


@lru_cache(maxsize=8)
def _breaks(objective: FunctionObjective, low: float, high: float) -> tuple[Break, ...]:
    """Return the breaks of a curve: every frame of a run asks for the same."""
    return find_breaks(objective, low, high)


def _curve_values(extent: tuple[float, float], breaks: tuple[Break, ...]) -> Array:
    """Return evenly spread values with the breaks and what is right beside them, (n,)."""
    low, high = extent
    near = [one.value for one in breaks]
    for one in breaks:
        off = (BESIDE_POLE if one.kind == "pole" else BESIDE) * (high - low)
        near += [one.value - off, one.value + off]
    inside = [value for value in near if low <= value <= high]
    return np.unique(np.concatenate([np.linspace(low, high, CURVE_POINTS), inside]))


def _lowest(
    objective: Objective, theta: Array, parameter: int, values: Array, losses: Array
) -> tuple[float, float]:
    """Return the lowest point, moved to the vertex of the parabola through its neighbours."""
    i = int(np.argmin(np.where(np.isfinite(losses), losses, np.inf)))
    best = float(values[i]), float(losses[i])
    if not 0 < i < len(values) - 1:
        return best
    before, after = np.diff(values[i - 1 : i + 2])
    falling, rising = np.diff(losses[i - 1 : i + 2]) / (before, after)
    bend = (rising - falling) / (before + after)
    if not bend > 0.0 or not np.isfinite(bend):
        return best
    slope = (falling * after + rising * before) / (before + after)
    moved = theta.copy()
    moved[parameter] = values[i] - 0.5 * slope / bend
    loss = objective.loss(moved)
    return (float(moved[parameter]), loss) if loss <= best[1] else best
