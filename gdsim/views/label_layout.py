"""Where labels stand: what is taken on a plot, in pixels -> free places. No Qt items, only sums."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF

from gdsim.engine.arrays import Array

NO_POINTS: Array = np.empty((0, 2))
STAY = 70.0
"""How much freer another place must be: 20 for each point of a curve, 10 for a square pixel."""


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
    rects = np.array([_edges(moved_into(rect, area)) for rect in candidates])  # (n_candidates, 4)
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
        costs += 10.0 * (width.clip(0.0) * height.clip(0.0)).sum(axis=1)
    if 0 <= kept < len(costs):
        costs[kept] -= STAY
    return int(costs.argmin())


def moved_into(rect: QRectF, area: QRectF) -> QRectF:
    """Return ``rect`` shifted as little as needed to lie in ``area``."""
    x = max(area.left(), min(rect.x(), area.right() - rect.width()))
    y = max(area.top(), min(rect.y(), area.bottom() - rect.height()))
    return QRectF(x, y, rect.width(), rect.height())


def _edges(rect: QRectF) -> tuple[float, float, float, float]:
    return rect.left(), rect.top(), rect.right(), rect.bottom()
