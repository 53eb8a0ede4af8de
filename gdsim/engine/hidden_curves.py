"""Curves to be found out by looking at few places: seed, difficulty -> heights and slopes.

A curve is a bowl less some wells, so height and slope are closed forms. Every number comes from
the seed: who types the same seed gets the same curve, on every machine.
"""

from collections.abc import Callable, Mapping
from itertools import count
from math import nan
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array, IntArray, read_only
from gdsim.engine.streams import GAME, uniforms

LOW, HIGH = 0.0, 10.0
"""The places that a curve has."""
TOP = 100.0
"""Heights lie between 0 and this; how low and how high a curve goes, its seed decides."""
DIFFICULTIES = ("easy", "medium", "hard")
_CURVE = 0  # the second number of a stream's key after the difficulty; see ``probes`` for others
_DRAWS = 32
_GRID = 2001
_MARGIN = 0.3
"""The lowest place is never nearer to an end of the axis than this."""
_CLEAR = 0.1
"""The next well's bottom is higher by this part of all heights, so that one place is lowest."""


class Probe(NamedTuple):
    """One look: where, how high the curve is there, and how it rises per unit of place."""

    place: float
    height: float
    slope: float


class HiddenCurve(NamedTuple):
    """A bowl less wells: scale (k (x - c)^2 - sum of d exp(-(x - p)^2 / 2 w^2)) + shift.

    Attributes
    ----------
    curvature, center : float
        k and c of the bowl.
    depths, places, widths : ndarray, shape (n_wells,)
        d, p and w of the wells.
    scale, shift : float
        Bring the heights between 0 and ``TOP``.
    lowest : Probe
        The lowest place of all.
    average : float
        The mean height of all places: what a look at random gives on average.
    """

    curvature: float
    center: float
    depths: Array
    places: Array
    widths: Array
    scale: float = 1.0
    shift: float = 0.0
    lowest: Probe = Probe(nan, nan, nan)
    average: float = nan

    def heights(self, x: Array) -> Array:
        """Return the heights at places ``x`` (n,), shape (n,)."""
        away = x[:, np.newaxis] - self.places  # (n, n_wells)
        wells = np.exp(-0.5 * (away / self.widths) ** 2) @ self.depths
        bowl = self.curvature * (x - self.center) ** 2
        return self.scale * (bowl - wells) + self.shift

    def slopes(self, x: Array) -> Array:
        """Return the derivatives of the heights at places ``x`` (n,), shape (n,)."""
        away = x[:, np.newaxis] - self.places
        sides = away / self.widths**2 * np.exp(-0.5 * (away / self.widths) ** 2)
        return self.scale * (2.0 * self.curvature * (x - self.center) + sides @ self.depths)

    def probe(self, place: float) -> Probe:
        """Look at one place; one beyond an end of the axis counts as that end."""
        x = np.array([min(max(place, LOW), HIGH)])
        return Probe(float(x[0]), float(self.heights(x)[0]), float(self.slopes(x)[0]))


def hide_curve(difficulty: str, seed: int) -> HiddenCurve:
    """Return the curve of a seed.

    - ``easy``: one smooth well.
    - ``medium``: two or three wells, one of them clearly the deepest.
    - ``hard``: six wells, of which a narrow one is the deepest.

    What is drawn is drawn anew until the curve is as its difficulty says: about every second one
    is. ``KeyError`` for another difficulty.
    """
    shape, n_least, n_most = _SHAPES[difficulty]
    level = DIFFICULTIES.index(difficulty)
    grid = np.linspace(LOW, HIGH, _GRID)
    for attempt in count():
        u = uniforms(seed, (GAME, level, _CURVE, attempt), _DRAWS)
        curve = shape(u[2:])
        raw = curve.heights(grid)
        bottoms = np.flatnonzero((raw[1:-1] < raw[:-2]) & (raw[1:-1] <= raw[2:])) + 1
        if n_least <= len(bottoms) <= n_most and _is_clear(raw, bottoms):
            return _finished(curve, raw, grid, u)
    raise AssertionError  # count never ends


def _is_clear(heights: Array, bottoms: IntArray) -> bool:
    """Whether one bottom, away from the ends, is the lowest place by far."""
    ranked = np.sort(heights[bottoms])
    span = float(np.ptp(heights))
    place = LOW + (HIGH - LOW) * float(np.argmin(heights)) / (len(heights) - 1)
    is_inside = LOW + _MARGIN < place < HIGH - _MARGIN
    return is_inside and (len(ranked) == 1 or bool(ranked[1] - ranked[0] > _CLEAR * span))


def _finished(curve: HiddenCurve, raw: Array, grid: Array, u: Array) -> HiddenCurve:
    """Scale a curve to its heights and note its lowest place and its average."""
    low, high = 5.0 + 25.0 * float(u[0]), 70.0 + 25.0 * float(u[1])
    scale = (high - low) / float(np.ptp(raw))
    curve = curve._replace(scale=scale, shift=low - scale * float(raw.min()))
    left = float(grid[np.argmin(raw) - 1])
    right = float(grid[np.argmin(raw) + 1])
    for _halving in range(60):  # the slope is negative at the left, positive at the right
        middle = 0.5 * (left + right)
        left, right = (middle, right) if curve.probe(middle).slope < 0.0 else (left, middle)
    average = float(curve.heights(grid).mean())
    return curve._replace(lowest=curve.probe(0.5 * (left + right)), average=average)


def _easy(u: Array) -> HiddenCurve:
    center = float(1.5 + 7.0 * u[0])
    width = 0.9 + 0.8 * u[2:3]
    return _made(0.02 + 0.05 * u[1], center, np.ones(1), np.array([center]), width)


def _medium(u: Array) -> HiddenCurve:
    n = 2 if u[0] < 0.5 else 3
    places = _spread(n, 1.0, u[1 : 1 + n])
    depths = np.array([1.0, 0.55 + 0.25 * u[4], 0.4 + 0.3 * u[5]])[:n][np.argsort(u[6 : 6 + n])]
    widths = 0.6 + 0.35 * u[9 : 9 + n]
    return _made(0.002 + 0.004 * u[12], 4.0 + 2.0 * u[13], depths, places, widths)


def _hard(u: Array) -> HiddenCurve:
    n = 6
    places = _spread(n, 0.7, u[:n])
    depths, widths = 0.35 + 0.35 * u[6:12], 0.33 + 0.17 * u[12:18]
    deepest = int(n * u[18])
    depths[deepest], widths[deepest] = 1.15, 0.2 + 0.06 * u[19]
    return _made(0.004 + 0.006 * u[20], 3.0 + 4.0 * u[21], depths, places, widths)


def _spread(n: int, margin: float, u: Array) -> Array:
    """Return ``n`` places, each in the middle half of its own part of the axis."""
    width = (HIGH - LOW - 2.0 * margin) / n
    return LOW + margin + width * (np.arange(n) + 0.25 + 0.5 * u)


def _made(
    curvature: float, center: float, depths: Array, places: Array, widths: Array
) -> HiddenCurve:
    wells = [read_only(array) for array in (depths, places, widths)]
    return HiddenCurve(float(curvature), float(center), wells[0], wells[1], wells[2])


_SHAPES: Mapping[str, tuple[Callable[[Array], HiddenCurve], int, int]] = MappingProxyType(
    {"easy": (_easy, 1, 1), "medium": (_medium, 2, 3), "hard": (_hard, 5, 6)}
)
"""difficulty -> how it is drawn, and how many bottoms it must have at least and at most."""
