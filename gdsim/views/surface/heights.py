"""How high a loss stands: a plane of losses -> a scale, evenly or by powers of ten, in steps."""

from math import isfinite, log10
from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array
from gdsim.scenario.ranges import HUGE, steady_range
from gdsim.views.plotting.axes import Tick, linear_ticks, log_ticks

TALL = 20.0
"""A peak this many times as high as half of the plane is cut off, so that the rest is seen."""
NEARLY = 1e-6
"""A loss below 0 by no more than this part of the largest one counts as 0."""
DECADES, DEEPEST = 8.0, 0.002
"""A logarithmic scale goes down to a loss that this part of the plane is below: at a loss of 0 it
would have no end; and at most so many powers of ten."""


class HeightScale(NamedTuple):
    """What heights from 0 to 1 mean.

    Attributes
    ----------
    low, high : float
        The losses at 0 and 1, or their decimal logarithms.
    is_log : bool
    """

    low: float
    high: float
    is_log: bool = False

    @property
    def highest(self) -> float:
        """The loss above which the surface is cut off flat."""
        return float(10.0**self.high) if self.is_log else self.high

    @property
    def lowest(self) -> float:
        """The loss below which it is flat, on a logarithmic scale."""
        return float(10.0**self.low) if self.is_log else self.low

    def heights(self, losses: Array) -> Array:
        """Return heights from 0 to 1, flat beyond, NaN where a loss is not finite."""
        kept = np.where(np.isfinite(losses), losses, np.nan)
        with np.errstate(all="ignore"):
            if self.is_log:
                kept = np.log10(np.maximum(kept, 10.0**self.low))
            kept = np.clip(kept, self.low, self.high)
        heights: Array = (kept - self.low) / (self.high - self.low)
        return heights

    def ticks(self, n_most: float) -> list[Tick]:
        """Return round losses, few but two, and their heights as ``Tick.position``."""
        extent = self.low, self.high
        ticks_of = log_ticks if self.is_log else linear_ticks
        ticks = ticks_of(extent, n_most)
        if len(ticks) < 2:
            ticks = ticks_of(extent, 2.0 * n_most)
        span = self.high - self.low
        at = [Tick((tick.position - self.low) / span, tick.text) for tick in ticks]
        return [tick for tick in at if -1e-6 <= tick.position <= 1.0 + 1e-6]


def can_be_log(losses: Array) -> bool:
    """Whether a logarithmic scale means something: no loss is negative, some are not 0."""
    seen = _seen(losses)
    return bool(seen.size) and float(seen.min()) >= -NEARLY * float(seen.max()) < 0.0


def fitted_scale(
    losses: Array, before: HeightScale | None = None, *, is_log: bool = False
) -> HeightScale | None:
    """Return a scale for losses of any shape; None where none of them can be shown.

    ``before`` is kept as long as it will do, so that heights do not shift with every plane.
    """
    seen = _seen(losses)
    if not seen.size:
        return None
    current = (before.low, before.high) if before and before.is_log == is_log else None
    low, high = _log_extent(seen) if is_log else _extent(seen)
    extent = steady_range(current, low, high, margin=0.0, slack=1.5)
    if extent is None or not isfinite(extent[1] - extent[0]):
        return None
    return HeightScale(*extent, is_log)


def _seen(losses: Array) -> Array:
    seen: Array = losses[np.isfinite(losses) & (np.abs(losses) < HUGE)]
    return seen


def _extent(seen: Array) -> tuple[float, float]:
    low, high, middle = float(seen.min()), float(seen.max()), float(np.median(seen))
    cut = low + TALL * (middle - low)
    return low, cut if 0.0 < cut - low < high - low else high


def _log_extent(seen: Array) -> tuple[float, float]:
    positive = seen[seen > 0.0]
    high = log10(float(positive.max()))
    return max(log10(float(np.quantile(positive, DEEPEST))), high - DECADES), high
