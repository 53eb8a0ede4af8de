"""Where a curve of one variable breaks: objective, range -> kinks, poles, jumps, edges.

The curve is looked at on a grid; where height or slope change more than beside, the place is
narrowed down by halves, always the one in which more changes. What is smooth loses its change on
the way, what breaks keeps it.
"""

from collections.abc import Callable
from math import ceil, log10
from typing import Literal, NamedTuple, TypeAlias

import numpy as np

from gdsim.engine.arrays import Array, BoolArray, IntArray
from gdsim.engine.objective import Objective

Kind: TypeAlias = Literal["kink", "pole", "jump", "edge"]
Look: TypeAlias = Callable[[Array], Array]

POINTS = 1601
OFFSET = 0.3819660112501051
"""The grid begins this part of a step beside the range, so that it meets no round number."""
HALVINGS = 46
LEAP, BEND = 1e-9, 1e-6
"""A jump of the height, or of the slope, is at least this part of its size beside."""
MOST_BREAKS = 64
"""Of more nothing could be told apart."""


class Break(NamedTuple):
    """A place where a curve is not smooth.

    Attributes
    ----------
    kind : str
        "kink" where the slope jumps, "pole" where the height grows beyond all bounds, "jump" where
        it jumps, "edge" where the curve begins or ends.
    value : float
        Of the variable.
    """

    kind: Kind
    value: float


def find_breaks(objective: Objective, low: float, high: float) -> tuple[Break, ...]:
    """Return the breaks between ``low`` and ``high`` of a function of one variable, rising.

    Parameters
    ----------
    objective : Objective
        Of one parameter.
    low, high : float

    Returns
    -------
    tuple of Break
        The first MOST_BREAKS of them; each is exact to 1e-12 of the range.
    """

    def height(x: Array) -> Array:
        return objective.losses(x[:, np.newaxis])

    def slope(x: Array) -> Array:
        return objective.gradients(x[:, np.newaxis])[1][:, 0]

    with np.errstate(all="ignore"):
        step = (high - low) / (POINTS - 1)
        x = low + step * np.arange(-OFFSET, POINTS - OFFSET, dtype=np.float64)
        heights, gradients = objective.gradients(x[:, np.newaxis])
        slopes = gradients[:, 0]
        sound = np.isfinite(heights)
        edges = np.flatnonzero(sound[1:] != sound[:-1])
        found = _edges(height, x, sound, edges[:MOST_BREAKS])
        whole = sound[1:] & sound[:-1]
        bends = np.abs(np.diff(slopes))
        misses = np.abs(np.diff(heights) - step * 0.5 * (slopes[1:] + slopes[:-1]))
        bends[bends < 0.1 * BEND * _larger(slopes)] = 0.0  # what is less is rounding
        misses[misses < 0.1 * LEAP * _larger(heights)] = 0.0
        rough = whole & (_stands_out(bends) | _stands_out(misses))
        found += _inside(height, slope, x, np.flatnonzero(rough))
    return tuple(_distinct(sorted(found, key=_value_of), low, high))


def _larger(values: Array) -> Array:
    """Return the larger size of each two neighbours of ``values`` (n,), (n - 1,)."""
    larger: Array = np.maximum(np.abs(values[1:]), np.abs(values[:-1]))
    return larger


def _stands_out(changes: Array) -> BoolArray:
    """Return which of ``changes`` (n,) are larger than those of the two cells to both sides."""
    known = np.where(np.isfinite(changes), changes, 0.0)
    padded = np.concatenate([np.zeros(2), known, np.zeros(2)])
    n = len(changes)
    beside = np.max([padded[i : i + n] for i in (0, 1, 3, 4)], axis=0)
    stands_out: BoolArray = ~np.isfinite(changes) | (known > 1.1 * beside)
    return stands_out


class _Narrowed(NamedTuple):
    """Cells half way down and at the end: their two sides, and what is seen there."""

    half_way: tuple[Array, Array]
    end: tuple[Array, Array]
    at_half_way: tuple[Array, Array]
    at_end: tuple[Array, Array]

    @property
    def place(self) -> Array:
        """Where a cell has come to."""
        return 0.5 * (self.end[0] + self.end[1])

    def seen_by(self, look: Look) -> "_Narrowed":
        """Return the same cells with what another look sees there."""
        seen = [(look(left), look(right)) for left, right in (self.half_way, self.end)]
        return self._replace(at_half_way=seen[0], at_end=seen[1])


def _narrowed(look: Look, left: Array, right: Array) -> _Narrowed:
    """Halve cells (n,) again and again, keeping the half in which more changes."""
    at_left, at_right = look(left), look(right)
    half_way, at_half_way = (left, right), (at_left, at_right)
    for halving in range(HALVINGS):
        if halving == HALVINGS // 2:
            half_way, at_half_way = (left, right), (at_left, at_right)
        middle = 0.5 * (left + right)
        here = look(middle)
        goes_left = ~(np.abs(here - at_left) < np.abs(at_right - here))
        goes_left = np.where(np.isfinite(at_right), goes_left, ~np.isfinite(here))
        left, at_left = np.where(goes_left, left, middle), np.where(goes_left, at_left, here)
        right, at_right = np.where(goes_left, middle, right), np.where(goes_left, here, at_right)
    return _Narrowed(half_way, (left, right), at_half_way, (at_left, at_right))


def _inside(height: Look, slope: Look, x: Array, cells: IntArray) -> list[Break]:
    """Return the breaks in cells whose ends have a height."""
    if not len(cells):
        return []
    left, right = x[cells], x[cells + 1]
    largest = np.maximum(np.abs(height(left)), np.abs(height(right)))
    heights, slopes = _narrowed(height, left, right), _narrowed(slope, left, right)
    is_pole = _grows(largest, heights)
    # At an even pole both sides are equally high, and only the slopes tell where it is.
    is_even_pole = ~is_pole & _grows(largest, slopes.seen_by(height))
    is_jump = ~(is_pole | is_even_pole) & _stays(heights, LEAP * largest)
    steepest = np.maximum(*map(np.abs, slopes.at_half_way))
    usual = 1e-3 * largest / (x[-1] - x[0])
    is_kink = _stays(slopes, BEND * np.maximum(steepest, usual))
    # Where the slope is infinite it must change its sign: the curve of a cube root has no kink.
    is_steep = np.maximum(*map(np.abs, slopes.at_end)) > 1e3 * steepest
    is_kink &= ~is_steep | (slopes.at_end[0] * slopes.at_end[1] < 0.0)
    is_kink &= ~(is_pole | is_even_pole | is_jump)
    return [
        *(Break("pole", v) for v in heights.place[is_pole].tolist()),
        *(Break("pole", v) for v in slopes.place[is_even_pole].tolist()),
        *(Break("jump", v) for v in heights.place[is_jump].tolist()),
        *(Break("kink", v) for v in slopes.place[is_kink].tolist()),
    ]


def _grows(largest: Array, heights: _Narrowed) -> BoolArray:
    """Return where the height keeps growing on the way down, or is not a number in the end."""
    half_way = np.maximum(*map(np.abs, heights.at_half_way))
    end = np.maximum(*map(np.abs, heights.at_end))
    growth, more = half_way - largest, end - half_way
    is_growing = (more > 0.2 * np.abs(growth)) & (more > 1e-6 * (largest + half_way))
    return is_growing | ~np.isfinite(end)


def _stays(seen: _Narrowed, least: Array) -> BoolArray:
    """Return where what changes over the cell still changes in the end, by ``least`` or more."""
    half_way, end = (np.abs(right - left) for left, right in (seen.at_half_way, seen.at_end))
    # On the break itself stands the mean of both sides: half of the change may be left.
    return ~(end < 0.3 * half_way) & (end > least)


def _edges(height: Look, x: Array, sound: BoolArray, cells: IntArray) -> list[Break]:
    """Return where the curve begins or ends: the last places that have a height."""
    if not len(cells):
        return []
    inner = np.where(sound[cells], x[cells], x[cells + 1])
    outer = np.where(sound[cells], x[cells + 1], x[cells])
    for _halving in range(HALVINGS):
        middle = 0.5 * (inner + outer)
        is_sound = np.isfinite(height(middle))
        inner, outer = np.where(is_sound, middle, inner), np.where(is_sound, outer, middle)
    return [Break("edge", value) for value in inner.tolist()]


def _distinct(breaks: list[Break], low: float, high: float) -> list[Break]:
    """Return ``breaks``, which rise, each place once, in round numbers."""
    span = high - low
    decimals = 11 - ceil(log10(span))
    found: list[Break] = []
    for kind, value in breaks:
        near = round(value, decimals) + 0.0
        is_new = not found or near - found[-1].value > 1e-9 * span
        if low <= near <= high and is_new and len(found) < MOST_BREAKS:
            found.append(Break(kind, near))
    return found


def _value_of(one: Break) -> float:
    return one.value
