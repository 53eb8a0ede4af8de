"""Where the gradient is 0: how the loss bends there -> a minimum, a maximum, a saddle, or level.

theta --objective.gradients at both sides--> Hessian -> its eigenvalues -> Flatness
"""

from collections.abc import Generator
from enum import Enum
from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array, BoolArray, IntArray, read_only
from gdsim.engine.objective import Objective
from gdsim.engine.steps import quiet

TOLERANCE = 1e-12
"""A gradient this short, compared with max(1, |loss|), counts as 0: nothing moves by it."""
MOST_PARAMETERS = 64
"""With more free ones it is not found out how the loss bends."""
MOST_WORK = 2_000_000
"""Nor where free parameters times rows are more."""
LEVEL = 1e-6
"""A curvature this small, compared with the largest, counts as 0: differences tell no more."""


class Kind(Enum):
    """What a point with the gradient 0 is, told by the curvatures there."""

    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    SADDLE = "saddle"
    LEVEL = "level"


class Flatness(NamedTuple):
    """A point where the gradient of the free parameters is 0.

    Attributes
    ----------
    length : float
        Of that gradient, at most `TOLERANCE` times max(1, |loss|).
    kind : Kind or None
        LEVEL where some curvature is 0 and the others do not make it a saddle; None if there are
        too many parameters or rows to find out.
    curvatures : ndarray, shape (n_free,)
        The eigenvalues of the Hessian over the free parameters, rising; empty where kind is None.
    """

    length: float
    kind: Kind | None
    curvatures: Array


@quiet
def take_flatness(
    objective: Objective, theta: Array, loss: float, gradient: Array, free: BoolArray
) -> Generator[None, None, Flatness | None]:
    """Yield None often; return what the point ``theta`` is, None where the gradient is not 0.

    Parameters
    ----------
    objective : Objective
    theta, gradient : ndarray, shape (n_parameters,)
    loss : float
        At theta.
    free : ndarray of bool, shape (n_parameters,)
        Which parameters move.
    """
    chosen = np.flatnonzero(free)
    length = float(np.linalg.norm(gradient[chosen]))
    if not len(chosen) or not length <= TOLERANCE * max(1.0, abs(loss)):
        return None
    if len(chosen) > MOST_PARAMETERS or len(chosen) * objective.n_rows > MOST_WORK:
        return Flatness(length, None, read_only(np.empty(0)))
    hessian = np.empty((len(chosen), len(chosen)))
    for column, parameter in enumerate(chosen):
        hessian[:, column] = _bend(objective, theta, int(parameter), chosen)
        yield
    if not np.isfinite(hessian).all():
        return Flatness(length, None, read_only(np.empty(0)))
    curvatures = np.asarray(np.linalg.eigvalsh((hessian + hessian.T) / 2.0), dtype=np.float64)
    return Flatness(length, kind_of(curvatures), read_only(curvatures))


def kind_of(curvatures: Array) -> Kind:
    """Return what a point with the gradient 0 and these curvatures (n,) is."""
    level = LEVEL * float(np.abs(curvatures).max(initial=0.0))
    is_up, is_down = bool((curvatures > level).any()), bool((curvatures < -level).any())
    if is_up and is_down:
        return Kind.SADDLE
    if (np.abs(curvatures) <= level).any():
        return Kind.LEVEL
    return Kind.MINIMUM if is_up else Kind.MAXIMUM


def _bend(objective: Objective, theta: Array, parameter: int, chosen: IntArray) -> Array:
    """Return how the gradient changes along a parameter (n_free,), by a central difference."""
    step = float(np.finfo(float).eps ** (1 / 3)) * max(1.0, abs(float(theta[parameter])))
    both = np.repeat(theta[np.newaxis], 2, axis=0)
    both[0, parameter] -= step
    both[1, parameter] += step
    _losses, (before, after) = objective.gradients(both)
    difference: Array = (after - before)[chosen] / (both[1, parameter] - both[0, parameter])
    return difference
