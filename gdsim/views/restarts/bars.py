"""Final losses in bars: the losses of many runs -> edges, how many are in each. No Qt."""

from math import ceil, log2
from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array, BoolArray, IntArray

FEWEST, MOST = 8, 40
WIDE_RATIO = 100.0
"""Losses that differ by more than this factor are better counted in powers of ten."""


class Bars(NamedTuple):
    """A histogram.

    Attributes
    ----------
    edges : ndarray, shape (n_bars + 1,)
        As the axis counts: decimal logarithms where ``is_log``.
    counts : ndarray of int, shape (n_bars,)
    of_run : ndarray of int, shape (n,)
        The bar of each run, -1 for one that is in none.
    is_log : bool
    """

    edges: Array
    counts: IntArray
    of_run: IntArray
    is_log: bool


def bars_of(
    losses: Array, is_counted: BoolArray, *, is_log: bool, scale: float = 0.0
) -> Bars | None:
    """Return the bars of ``losses`` (n,), of the runs (n,) that count; None without any.

    Bars are equally wide and there are about as many as Sturges (1926) advises, times two: final
    losses crowd at few places. Losses that differ by next to nothing of ``scale``, a usual
    way down, are all the same.
    """
    is_counted = is_counted & np.isfinite(losses)
    if is_log:
        is_counted = is_counted & (losses > 0.0)
    if not is_counted.any():
        return None
    values = np.full(len(losses), np.nan)
    values[is_counted] = np.log10(losses[is_counted]) if is_log else losses[is_counted]
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    span = high - low
    size = max(abs(low), abs(high), 0.0 if is_log else scale, 1e-300)
    if span <= 1e-9 * size:  # all the same: one bar in the middle
        span = 0.1 * max(abs(low), 0.0 if is_log else scale, 1e-3)
        low, high = low - span / 2.0, high + span / 2.0
        n_bars = 1
    else:
        n_bars = min(MOST, max(FEWEST, 2 * (1 + ceil(log2(int(is_counted.sum()))))))
    edges = np.linspace(low, high, n_bars + 1)
    of_run = np.full(len(losses), -1)
    width = (edges[-1] - edges[0]) / n_bars
    places = ((values[is_counted] - edges[0]) / width).astype(np.intp)
    of_run[is_counted] = np.clip(places, 0, n_bars - 1)
    counts = np.bincount(of_run[is_counted], minlength=n_bars)
    return Bars(edges, counts, of_run, is_log)


def wants_powers(losses: Array, is_counted: BoolArray) -> bool:
    """Whether losses are so far apart that powers of ten tell more."""
    counted = losses[is_counted & np.isfinite(losses)]
    if not len(counted) or counted.min() <= 0.0:
        return False
    return bool(counted.max() / counted.min() > WIDE_RATIO)
