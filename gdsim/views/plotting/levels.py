"""Which losses get a level line: a plane of losses -> round levels, evenly or by powers."""

from math import ceil, floor, log10
from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array
from gdsim.scenario.ranges import HUGE, nice_step

N_LEVELS = 10
WIDE = 12.0
"""Levels are set by powers only where the largest loss is this many times the least,"""
MOST_BELOW = 0.2
"""and half of the plane lies below this part of the way from the least to the largest."""
DEEPEST = 0.005
"""Powers begin where this part of the plane is lower: a single point may be as good as 0."""
NEARLY = 1e-6
"""A loss below 0 by no more than this part of the largest one counts as 0."""
FACTORS = ((2.5, (1.0, 1.5, 2.0, 3.0, 5.0, 7.0)), (6.0, (1.0, 2.0, 5.0)))
"""Up to so many decades, at which digits levels stand; beyond, at whole decades."""


class Levels(NamedTuple):
    """The losses at which colours change.

    Attributes
    ----------
    edges : ndarray, shape (n_bands + 1,)
        Rising; the first and the last enclose all losses, those between are level lines.
    is_log : bool
    """

    edges: Array
    is_log: bool

    @property
    def lines(self) -> Array:
        """The losses (n_bands - 1,) that have a line."""
        return self.edges[1:-1]


def levels_of(losses: Array, is_log: bool | None = None) -> Levels | None:
    """Return the levels for losses of any shape; None where none of them can be plotted.

    Levels by powers count from 0; where there are losses below 0, from the least of them.

    Parameters
    ----------
    losses : ndarray
    is_log : bool or None
        Whether they are set by powers; None for wherever that shows more.
    """
    seen = losses[np.isfinite(losses) & (np.abs(losses) < HUGE)]
    if not seen.size:
        return None
    low, high = float(seen.min()), float(seen.max())
    is_log = _asks_for_powers(seen) if is_log is None else is_log and high > low
    if is_log:
        base = min(0.0, low)
        least = max(low - base, float(np.quantile(seen - base, DEEPEST)))
        powers = _powers(least, high - base) if least > 0.0 else _powers(1e-6, 1.0)
        lines = [base + power for power in powers if power >= least]
    else:
        lines = _even(low, high)
    inside = [line for line in lines if low < line < high]
    top = high if high > low else low + max(abs(low), 1.0)
    return Levels(np.array([low, *inside, top]), is_log)


def _asks_for_powers(seen: Array) -> bool:
    """Whether evenly set levels would leave most of the plane in the first colours."""
    low, high, middle = float(seen.min()), float(seen.max()), float(np.median(seen))
    if not low >= -NEARLY * high or not high > WIDE * low:
        return False  # nothing to count powers from, or too little of it
    return middle - low < MOST_BELOW * (high - low)


def _even(low: float, high: float) -> list[float]:
    if high - low <= 1e-12 * max(abs(low), abs(high)):
        return []
    step = nice_step((high - low) / N_LEVELS)
    return [i * step for i in range(ceil(low / step), floor(high / step) + 1)]


def _powers(low: float, high: float) -> list[float]:
    decades = log10(high) - log10(low)  # their quotient may be too large for a float
    digits = next((digits for most, digits in FACTORS if decades <= most), (1.0,))
    every = max(1, ceil(decades / 14.0))
    powers = range(floor(log10(low)), ceil(log10(high)) + 1)
    return [digit * 10.0**power for power in powers if power % every == 0 for digit in digits]
