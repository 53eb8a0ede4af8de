"""Where balls stand on a plot, in pixels: places on the curve -> places that can be told apart."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF

GAP = 3.0
"""Pixels between two balls."""
RISE = 2.0
"""A ball that would cover another one is lifted in steps of so many pixels."""
INSET = 18.0
"""A ball that has left the range stands so far from the edge: room for an arrow."""

WAYS = {"": (0.0, 0.0), "left": (-1.0, 0.0), "right": (1.0, 0.0), "up": (0.0, -1.0)}
WAYS["down"] = (0.0, 1.0)


class Spot(NamedTuple):
    """Where a ball is drawn.

    Attributes
    ----------
    at : QPointF
        The middle of its mark.
    foot : QPointF
        Where it is on the curve, if that is seen; else ``at``.
    way : str
        Where it has gone: "left", "right", "up" or "down" out of the area; "" for not at all.
    """

    at: QPointF
    foot: QPointF
    way: str


def way_out(point: QPointF, area: QRectF) -> str:
    """Return on which side a point lies outside ``area``, "" if inside."""
    if point.x() < area.left() - 0.5:
        return "left"
    if point.x() > area.right() + 0.5:
        return "right"
    if point.y() < area.top() - 0.5:
        return "up"
    return "down" if point.y() > area.bottom() + 0.5 else ""


def spots_of(points: Sequence[QPointF], radii: Sequence[float], area: QRectF) -> list[Spot]:
    """Return a spot for each ball, so that none covers one before it; the first stays in place.

    Parameters
    ----------
    points : sequence of QPointF
        Where the balls are, maybe outside the area.
    radii : sequence of float
        Of their marks.
    area : QRectF
    """
    spots: list[Spot] = []
    placed: list[tuple[QPointF, float]] = []
    for point, radius in zip(points, radii, strict=True):
        way, foot = way_out(point, area), held_in(point, area)
        at = _lifted(foot, radius, placed, area)
        placed.append((at, radius))
        spots.append(Spot(at, at if way else foot, way))
    return spots


def held_in(point: QPointF, area: QRectF) -> QPointF:
    """Return a point, or the place near the edge where a ball stands that has left the area."""
    if not way_out(point, area):
        return point
    area = area.adjusted(INSET, INSET, -INSET, -INSET)
    x = min(max(point.x(), area.left()), area.right())
    return QPointF(x, min(max(point.y(), area.top()), area.bottom()))


def _lifted(
    foot: QPointF, radius: float, placed: Sequence[tuple[QPointF, float]], area: QRectF
) -> QPointF:
    """Return the nearest free place above ``foot``, else below it."""
    # Only balls that stand over or under it can be in the way.
    near = [
        (other.y(), (radius + other_radius + GAP) ** 2 - (other.x() - foot.x()) ** 2)
        for other, other_radius in placed
    ]
    near = [(y, reach) for y, reach in near if reach > 0.0]
    for step, end in ((-RISE, area.top()), (RISE, area.bottom())):
        y = foot.y()
        while (y - end) * step <= 0.0:
            if all((y - other) ** 2 >= reach for other, reach in near):
                return QPointF(foot.x(), y)
            y += step
    return foot
