"""What large weights cost: theta -> a penalty added to the loss, and its derivative.

Biases are free of it, and so are weights that are cut.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array


class Penalty(NamedTuple):
    """A penalty and its derivative, side by side.

    Attributes
    ----------
    name, formula : str
    value : callable
        ``value(weights, rate)``, (..., n) -> (...).
    derivative : callable
        ``derivative(weights, rate)``, (..., n) -> (..., n).
    """

    name: str
    formula: str
    value: Callable[[Array, float], Array]
    derivative: Callable[[Array, float], Array]


def _l2(weights: Array, rate: float) -> Array:
    squares: Array = (weights * weights).sum(axis=-1)
    return 0.5 * rate * squares


def _l2_derivative(weights: Array, rate: float) -> Array:
    return rate * weights


def _l1(weights: Array, rate: float) -> Array:
    sizes: Array = np.abs(weights).sum(axis=-1)
    return rate * sizes


def _l1_derivative(weights: Array, rate: float) -> Array:
    return rate * np.sign(weights)


_ALL = (
    Penalty("l2", "rate/2 x sum of w^2", _l2, _l2_derivative),
    Penalty("l1", "rate x sum of |w|", _l1, _l1_derivative),
)

PENALTIES: Mapping[str, Penalty] = MappingProxyType({penalty.name: penalty for penalty in _ALL})
"""name -> penalty; combo boxes, files and tests read it."""
