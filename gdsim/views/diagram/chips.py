"""Where the numbers on edges stand: each on its own edge, none over another, none over a node."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array, IntArray

POSITIONS = np.linspace(0.1, 0.9, 25)
"""Where along an edge a number may stand."""

ROUNDS = 8
STARTS = 10
"""From how many arrangements the search begins."""

GOLDEN = 0.6180339887498949
"""Multiples of it, without their whole part, spread evenly for any number of edges."""

AIR = 3.0
"""Pixels that stay free around a number."""


class Box(NamedTuple):
    """A rectangle by its middle."""

    x: float
    y: float
    width: float
    height: float

    def contains(self, x: float, y: float) -> bool:
        """Return whether a point lies in it."""
        return abs(x - self.x) <= self.width / 2 and abs(y - self.y) <= self.height / 2

    def overlaps(self, other: "Box") -> bool:
        """Return whether it covers a part of ``other``."""
        return (
            abs(self.x - other.x) < (self.width + other.width) / 2
            and abs(self.y - other.y) < (self.height + other.height) / 2
        )


class Disc(NamedTuple):
    """A circle."""

    x: float
    y: float
    radius: float

    def contains(self, x: float, y: float) -> bool:
        """Return whether a point lies in it."""
        return bool((x - self.x) ** 2 + (y - self.y) ** 2 <= self.radius**2)

    def touches(self, box: Box) -> bool:
        """Return whether a box covers a part of it."""
        dx = max(abs(box.x - self.x) - box.width / 2, 0.0)
        dy = max(abs(box.y - self.y) - box.height / 2, 0.0)
        return dx * dx + dy * dy < self.radius**2


def place(
    lines: Array,
    size: tuple[float, float],
    discs: Sequence[Disc],
    boxes: Sequence[Box],
    *,
    may_cover: bool = False,
) -> tuple[list[Box], list[bool]]:
    """Put a box on each line.

    Every box is moved in turn to the place along its line that costs least, the others held, until
    none moves any more.

    Parameters
    ----------
    lines : ndarray, shape (n, 4)
        Their ends, x1, y1, x2, y2.
    size : (width, height)
        Of a box.
    discs, boxes : sequences
        What should not be covered.
    may_cover : bool
        Whether a box that covers one of these is clear all the same.

    Returns
    -------
    boxes : list of Box
    is_clear : list of bool
        Whether each box covers no other and nothing of what should not be covered.
    """
    ends = lines.reshape(-1, 2, 2)
    steps = POSITIONS[:, np.newaxis]
    points = ends[:, :1] + steps * (ends[:, 1:] - ends[:, :1])  # (n, n_positions, 2)
    blocked = _blocked(points, size, discs, boxes)
    costs = 60.0 * blocked + 2.0 * _covered(points, ends, size) + 0.8 * abs(POSITIONS - 0.5)
    chosen = _settle(points, costs, size)
    rows = np.arange(len(lines))
    at = points[rows, chosen]
    bare = (size[0] - AIR, size[1] - AIR)  # touching is no clash
    clear = _clashes(at, at, bare).sum(axis=1) <= 1.0 + 1e-9
    if not may_cover:
        clear &= blocked[rows, chosen] < 0.02
    return [Box(float(x), float(y), *size) for x, y in at], clear.tolist()


def _settle(points: Array, costs: Array, size: tuple[float, float]) -> IntArray:
    """Return the chosen positions (n,): the best of several searches, made side by side."""
    n = len(points)
    rows, searches = np.arange(n), np.arange(STARTS)[:, np.newaxis]
    wanted = (0.5 + GOLDEN * searches * rows) % 1.0
    chosen = abs(POSITIONS - wanted[..., np.newaxis]).argmin(axis=-1)  # (STARTS, n)
    wide = (1.2 * size[0], 1.6 * size[1])
    at = points[rows, chosen]  # (STARTS, n, 2)
    for _ in range(ROUNDS):
        before = chosen.copy()
        for i in range(n):
            others = np.delete(at, i, axis=1)[:, np.newaxis]
            crowd = 40.0 * _overlap(points[i][:, np.newaxis], others, size)
            crowd += 2.0 * _overlap(points[i][:, np.newaxis], others, wide)
            chosen[:, i] = (costs[i] + crowd.sum(axis=-1)).argmin(axis=-1)
            at[:, i] = points[i, chosen[:, i]]
        if (chosen == before).all():
            break
    shared = _overlap(at[:, :, np.newaxis], at[:, np.newaxis], size).sum(axis=(1, 2))
    best: IntArray = chosen[(costs[rows, chosen].sum(axis=1) + 20.0 * shared).argmin()]
    return best


def _clashes(points: Array, others: Array, size: tuple[float, float]) -> Array:
    """Return how much each box at ``points`` (n, 2) overlaps each at ``others`` (m, 2)."""
    return _overlap(points[:, np.newaxis], others, size)


def _overlap(points: Array, others: Array, size: tuple[float, float]) -> Array:
    """Return how much boxes at points (..., 2) overlap, from 0 to 1 for the same place."""
    share = 1.0 - abs(points - others) / (np.array(size) + AIR)
    np.clip(share, 0.0, 1.0, out=share)
    result: Array = share[..., 0] * share[..., 1]
    return result


def _blocked(
    points: Array, size: tuple[float, float], discs: Sequence[Disc], boxes: Sequence[Box]
) -> Array:
    """Return how much a box at each point covers of what should not be covered."""
    result = np.zeros(points.shape[:2])
    half = np.array(size) / 2.0 + AIR
    for disc in discs:
        away = np.clip(abs(points - (disc.x, disc.y)) - half, 0.0, None)
        result += np.clip(1.0 - np.hypot(away[..., 0], away[..., 1]) / disc.radius, 0.0, 1.0)
    for box in boxes:
        share = 1.0 - abs(points - (box.x, box.y)) / (
            half + np.array([box.width, box.height]) / 2.0
        )
        result += np.clip(share, 0.0, 1.0).prod(axis=-1)
    return result


def _covered(points: Array, ends: Array, size: tuple[float, float]) -> Array:
    """Return how much a box at each point hides of other edges, whose number it might seem."""
    start, along = ends[:, 0], ends[:, 1] - ends[:, 0]
    length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-9)
    along = along / length[:, np.newaxis]
    normal = np.column_stack([-along[:, 1], along[:, 0]])
    offset = points[:, :, np.newaxis] - start  # (n, n_positions, n_lines, 2)
    distance = abs((offset * normal).sum(axis=-1))
    reach = abs(normal) @ (np.array(size) / 2.0)
    share = np.clip(1.0 - distance / reach, 0.0, 1.0)
    position = (offset * along).sum(axis=-1)
    share[(position < -reach) | (position > length + reach)] = 0.0
    own = np.arange(len(points))
    share[own, :, own] = 0.0
    result: Array = share.sum(axis=-1)
    return result
