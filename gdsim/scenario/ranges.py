"""Ranges of axes that change in steps: numbers that must be seen -> (low, high), seldom new.

Making ticks anew is most of what a plot costs, and an axis that creeps cannot be read. So a range
is kept as long as it covers what must be seen and is not far too wide.
"""

from collections.abc import Iterable
from math import ceil, floor, isfinite, log10
from typing import TypeAlias

Range: TypeAlias = tuple[float, float]

HUGE = 1e150
"""What is larger is not plotted: differences and squares of it would overflow."""
REACH = 2.0
"""A slice goes at least this far to both sides of the dot, a new one somewhat farther."""
TOO_WIDE = 4.0
"""A range this many times wider than needed is made anew."""
GROWTH = 0.5
"""Bounds grow by this part of their width at a time."""
MOST_GROWTHS = 3
"""So many times to each side: at most to four times the width."""


def nice_step(size: float) -> float:
    """Return the least of 1, 2, 5 times a power of ten that is not below ``size``."""
    power = 10.0 ** floor(log10(size))
    factor = next((f for f in (1.0, 2.0, 5.0) if f * power >= size * (1.0 - 1e-9)), 10.0)
    return factor * power


def is_plottable(value: float) -> bool:
    """Whether a number may be handed to a plot: neither NaN nor infinite nor huge."""
    return isfinite(value) and abs(value) < HUGE


def spanned(values: Iterable[float]) -> Range | None:
    """Return the lowest and the highest of the plottable ``values``; None if there are none."""
    fit = [value for value in values if is_plottable(value)]
    return (min(fit), max(fit)) if fit else None


def outward(low: float, high: float, n_steps: int = 12) -> Range:
    """Return the range rounded outward to whole nice steps, of which it has about ``n_steps``."""
    span = high - low
    if span <= max(abs(low), abs(high)) * 1e-12:
        span = max(abs(low), 1.0) * 0.5
        low, high = low - span / 2.0, high + span / 2.0
    step = nice_step(span / n_steps)
    return floor(low / step + 1e-9) * step, ceil(high / step - 1e-9) * step


def steady_range(
    current: Range | None, low: float, high: float, *, margin: float = 0.04, slack: float = TOO_WIDE
) -> Range | None:
    """Return a range that shows ``low`` to ``high``: ``current`` as long as that will do.

    Parameters
    ----------
    current : (low, high) or None
    low, high : float
        What must be seen. Where they are not plottable the range stays as it is.
    margin : float
        What a new range has beyond them, as a part of their distance.
    slack : float
        How many times wider than needed the range may become.
    """
    if not (is_plottable(low) and is_plottable(high) and low <= high):
        return current
    fresh = outward(low - margin * (high - low), high + margin * (high - low))
    if current is None or low < current[0] or high > current[1]:
        return fresh
    is_tight = current[1] - current[0] <= slack * (fresh[1] - fresh[0])
    return current if is_tight else fresh


def growing_end(goal: float, newest: float) -> float:
    """Return where an axis of epochs ends: at the goal, past it at 1, 2, 5, 10, 20, 50, ...

    >>> growing_end(25, 12), growing_end(25, 26), growing_end(25, 700)
    (25.0, 50.0, 1000.0)
    """
    return float(goal) if newest <= goal else nice_step(max(newest, 1.0))


def grown_bounds(bounds: Range, low: float, high: float) -> Range:
    """Return the bounds of a variable, grown in steps until they hold ``low`` to ``high``.

    They grow to four times their width at most: what leaves these is said, not shown.
    """
    width = GROWTH * (bounds[1] - bounds[0])
    down, up = _growths(bounds[0] - low, width), _growths(high - bounds[1], width)
    return bounds[0] - down * width, bounds[1] + up * width


def _growths(beyond: float, width: float) -> int:
    if not isfinite(beyond):
        return MOST_GROWTHS if beyond > 0.0 else 0
    return min(MOST_GROWTHS, max(0, ceil(beyond / width)))


def slice_range(
    current: Range | None, value: float, path_low: float, path_high: float, reach: float = REACH
) -> Range:
    """Return over which values of a parameter its slice of the loss is taken.

    It covers the values that the parameter has had and at least ``reach`` to both sides of the dot.

    Parameters
    ----------
    current : (low, high) or None
        The range so far, which is kept as long as it suffices and is not four times too wide.
    value : float
        Where the dot is.
    path_low, path_high : float
        The least and the largest value the parameter has had; ignored if not plottable.
    reach : float
        In the parameter's own units.
    """
    if not is_plottable(value):
        return current or (-reach, reach)
    seen = spanned((value - reach, value + reach, path_low, path_high))
    assert seen is not None  # value is plottable
    return steady_range(current, *seen, margin=0.1) or seen
