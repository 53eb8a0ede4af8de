"""Where labels stand: what is taken on a plot, in pixels -> free places. No Qt items, only sums."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF

from gdsim.engine.arrays import Array

NO_POINTS: Array = np.empty((0, 2))
STAY = 70.0
"""How much freer another place must be: 20 for each point of a curve, 10 for a square pixel."""
OVER = 5000.0
"""What it costs to lie over another label at all: more than any length of curve."""


def spread(centers: Sequence[float], height: float, low: float, high: float) -> list[float]:
    """Return where labels beside each other's line ends stand, so that none covers another.

    Parameters
    ----------
    centers : sequence of float
        Where each would stand if it were alone.
    height : float
        What one needs.
    low, high : float
        They stay between these if there is room for all.

    Returns
    -------
    list of float
        In the order of ``centers``; near them, and sorted as they are.
    """
    height += 1.0  # labels are put at whole pixels
    order = sorted(range(len(centers)), key=lambda i: centers[i])
    placed = [0.0] * len(centers)
    edge = low
    for i in order:
        placed[i] = max(centers[i], edge + height / 2.0)
        edge = placed[i] + height / 2.0
    edge = high
    for i in reversed(order):
        placed[i] = min(placed[i], edge - height / 2.0)
        edge = placed[i] - height / 2.0
    return placed


def beside(anchor: QPointF, size: QSizeF, distance: float) -> list[QRectF]:
    """Return the eight places for a label around ``anchor``, the ones at the sides first."""
    x, y, width, height = anchor.x(), anchor.y(), size.width(), size.height()
    left, right = x - distance - width, x + distance
    above, below, middle = y - distance - height, y + distance, y - height / 2.0
    corners = [(right, above), (left, below), (left, above), (right, below)]
    sides = [(right, middle), (left, middle)]
    centered = [(x - width / 2.0, above), (x - width / 2.0, below)]
    return [QRectF(QPointF(*place), size) for place in centered + corners + sides]


def around(anchor: QPointF, size: QSizeF, *distances: float) -> list[QRectF]:
    """Return the places beside ``anchor`` at each of these distances, the nearest first."""
    return [place for distance in distances for place in beside(anchor, size, distance)]


def along(y: float, size: QSizeF, area: QRectF, step: float = 40.0) -> list[QRectF]:
    """Return places above and below a level line: at the right end, the left, then between."""
    left, right = area.left(), area.right() - size.width()
    between = np.arange(right - step, left, -step).tolist()
    above, below = y - size.height() - 1.0, y + 1.0
    corners = [(x, top) for x in (right, left, *between) for top in (above, below)]
    return [QRectF(QPointF(*corner), size) for corner in corners]


def is_over(rect: QRectF, taken: Sequence[QRectF]) -> bool:
    """Whether a label would cover a part of what is taken."""
    return any(rect.intersects(other) for other in taken)


def freest(
    candidates: Sequence[QRectF],
    area: QRectF,
    taken: Sequence[QRectF],
    points: Array = NO_POINTS,
    kept: int = -1,
) -> int:
    """Return the position of the candidate that covers least; of equals the first one.

    Parameters
    ----------
    candidates : sequence of QRectF
    area : QRectF
        What they must stay in: each counts as moved into it.
    taken : sequence of QRectF
        Other labels and handles, which must not be covered.
    points : ndarray, shape (n, 2)
        Curves, in steps of some pixels, which should not be covered.
    kept : int
        Where the label stood before: it stays unless another place is clearly freer, so that
        labels do not hop from side to side while a run plays.
    """
    rects = _moved_into(np.array([_edges(rect) for rect in candidates]), area)
    left, top, right, bottom = rects.T[:, :, np.newaxis]
    costs = 1e-3 * np.arange(len(rects))
    if len(points):
        x, y = points.T
        is_covered = (x > left) & (x < right) & (y > top) & (y < bottom)
        costs += 20.0 * np.count_nonzero(is_covered, axis=1)
    if taken:
        others = np.array([_edges(rect) for rect in taken]).T  # (4, n_taken)
        width = np.minimum(right, others[2]) - np.maximum(left, others[0])
        height = np.minimum(bottom, others[3]) - np.maximum(top, others[1])
        covered = (width.clip(0.0) * height.clip(0.0)).sum(axis=1)
        costs += 10.0 * covered + OVER * (covered > 0.0)
    if 0 <= kept < len(costs):
        costs[kept] -= STAY
    return int(costs.argmin())


def moved_into(rect: QRectF, area: QRectF) -> QRectF:
    """Return ``rect`` shifted as little as needed to lie in ``area``."""
    x = max(area.left(), min(rect.x(), area.right() - rect.width()))
    y = max(area.top(), min(rect.y(), area.bottom() - rect.height()))
    return QRectF(x, y, rect.width(), rect.height())


def _moved_into(rects: Array, area: QRectF) -> Array:
    """Do what `moved_into` does to many, shape (n, 4), at once."""
    sizes = rects[:, 2:] - rects[:, :2]
    low = np.array([area.left(), area.top()])
    high = np.array([area.right(), area.bottom()]) - sizes
    corners = np.maximum(low, np.minimum(rects[:, :2], high))
    return np.hstack([corners, corners + sizes])


def _edges(rect: QRectF) -> tuple[float, float, float, float]:
    return rect.left(), rect.top(), rect.right(), rect.bottom()
