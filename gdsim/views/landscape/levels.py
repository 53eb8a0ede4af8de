"""Which losses get a level line: a plane of losses -> round levels, evenly or by powers."""

from math import ceil, floor, log10
from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array
from gdsim.scenario.ranges import HUGE, nice_step

N_LEVELS = 10
WIDE = 12.0
"""Where the largest loss is this many times the least, levels are set by powers."""
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


def levels_of(losses: Array) -> Levels | None:
    """Return the levels for losses of any shape; None where none of them can be plotted."""
    seen = losses[np.isfinite(losses) & (np.abs(losses) < HUGE)]
    if not seen.size:
        return None
    low, high = float(seen.min()), float(seen.max())
    is_log = low > 0.0 and high > WIDE * low
    lines = _powers(low, high) if is_log else _even(low, high)
    inside = [line for line in lines if low < line < high]
    top = high if high > low else low + max(abs(low), 1.0)
    return Levels(np.array([low, *inside, top]), is_log)


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
