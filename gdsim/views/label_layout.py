"""Where labels stand: what is taken on a plot, in pixels -> free places. No Qt items, only sums."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF

from gdsim.engine.arrays import Array

NO_POINTS: Array = np.empty((0, 2))


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
) -> QRectF:
    """Return the candidate that covers least; of equals the first one.

    Parameters
    ----------
    candidates : sequence of QRectF
    area : QRectF
        What they must stay in: each is moved into it.
    taken : sequence of QRectF
        Other labels and handles, which must not be covered.
    points : ndarray, shape (n, 2)
        Curves, in steps of some pixels, which should not be covered.
    """
    inside = [moved_into(rect, area) for rect in candidates]
    costs = [_cost(rect, taken, points) + 1e-3 * i for i, rect in enumerate(inside)]
    return inside[int(np.argmin(costs))]


def moved_into(rect: QRectF, area: QRectF) -> QRectF:
    """Return ``rect`` shifted as little as needed to lie in ``area``."""
    x = max(area.left(), min(rect.x(), area.right() - rect.width()))
    y = max(area.top(), min(rect.y(), area.bottom() - rect.height()))
    return QRectF(x, y, rect.width(), rect.height())


def _cost(rect: QRectF, taken: Sequence[QRectF], points: Array) -> float:
    cost = 0.0
    for other in taken:
        common = rect.intersected(other)
        cost += 10.0 * common.width() * common.height() if not common.isEmpty() else 0.0
    x, y = points[:, 0], points[:, 1]
    covered = (x > rect.left()) & (x < rect.right()) & (y > rect.top()) & (y < rect.bottom())
    return cost + 20.0 * float(np.count_nonzero(covered))
