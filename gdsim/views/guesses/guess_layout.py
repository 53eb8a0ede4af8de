"""Where things stand on the plot of guesses: points, frame -> pixels. No items, only sums.

A square's side is the error in pixels of the vertical axis; the area of the one big square is the
sum of theirs.
"""

from math import ceil
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF

from gdsim.engine.arrays import Array
from gdsim.scenario.ranges import Range, nice_step, spanned
from gdsim.views.guesses.guess_points import Points
from gdsim.views.plotting.label_layout import freest, moved_into
from gdsim.views.plotting.plot_frame import Frame

_SHRUNK_BY_STEPS = 10


class Column(NamedTuple):
    """One point in pixels: its guess, its truth, the square between them."""

    guess: QPointF
    truth: QPointF
    square: QRectF


class Total(NamedTuple):
    """The big square, and how many times too short its sides are drawn."""

    square: QRectF
    shrunk: int


def columns(points: Points, frame: Frame) -> list[Column]:
    """Return where each point stands."""
    places = []
    for i, (guess, truth) in enumerate(zip(points.guesses, points.truths, strict=True)):
        one, other = frame.to_pixels(i, float(guess)), frame.to_pixels(i, float(truth))
        places.append(Column(one, other, _square(one, other, frame.area)))
    return places


def total(squares: Array, frame: Frame, room: QRectF) -> Total:
    """Return the square whose area is the sum of ``squares`` (n_points,), at the room's foot."""
    low, high = frame.y_range
    per_unit = frame.area.height() / (high - low) if high > low else 0.0
    side = float(np.sqrt(squares.sum())) * per_unit
    most = max(1.0, min(room.width(), room.height()))
    shrunk = max(1, ceil(side / most - 1e-9)) if np.isfinite(side) else 1
    if shrunk > _SHRUNK_BY_STEPS:
        shrunk = round(nice_step(shrunk))
    side = min(side / shrunk, most)
    return Total(QRectF(room.left(), room.bottom() - side, side, side), shrunk)


def label_places(
    places: list[Column], sizes: list[QSizeF], reach: float, area: QRectF
) -> list[QRectF]:
    """Return where the numbers of the differences stand: above each pair, or below it.

    Parameters
    ----------
    places : list of Column
    sizes : list of QSizeF
        Their room; one without width has no number.
    reach : float
        Pixels from a dot to its number.
    area : QRectF
        They stay in it.
    """
    dots = [_around(dot, reach) for place in places for dot in (place.guess, place.truth)]
    taken, found = list(dots), []
    for place, size in zip(places, sizes, strict=True):
        x = place.guess.x() - size.width() / 2.0
        top = min(place.guess.y(), place.truth.y()) - reach - size.height()
        below = max(place.guess.y(), place.truth.y()) + reach
        candidates = [QRectF(QPointF(x, y), size) for y in (top, below)]
        chosen = QRectF(QPointF(x, top), QSizeF())
        if size.width():
            number = freest(candidates, area, taken)
            chosen = moved_into(candidates[number], area)
            taken.append(chosen)
        found.append(chosen)
    return found


def heights_to_see(points: Points) -> Range | None:
    """Return which values the axis shows: all guesses and truths with air, and 0 if it is near."""
    seen = spanned([*points.guesses.tolist(), *points.truths.tolist()])
    if seen is None:
        return None
    low, high = seen
    air = 0.15 * (high - low)
    low, high = low - air, high + air
    if seen[0] > 0.0 and low < 0.5 * high:
        low = 0.0
    return low, high


def snapped(value: float, extent: Range, n_pixels: float) -> float:
    """Return ``value`` at a round number not more than about a pixel away."""
    per_pixel = (extent[1] - extent[0]) / max(1.0, n_pixels)
    if not per_pixel > 0.0:
        return value
    step = nice_step(per_pixel / 2.0)
    return min(max(_round_to(value, step), extent[0]), extent[1])


def nudged(value: float, n_steps: int, extent: Range) -> float:
    """Return ``value`` moved by some nice steps, of which the axis has one or two hundred.

    From between two of them the first step leads to the next one; none leads off the axis.
    """
    step = nice_step((extent[1] - extent[0]) / 200.0)
    place = value / step
    whole = np.floor(place + 1e-6) if n_steps > 0 else np.ceil(place - 1e-6)
    return min(max(float(whole + n_steps) * step, extent[0]), extent[1])


def _round_to(value: float, step: float) -> float:
    return round(value / step) * step


def _square(guess: QPointF, truth: QPointF, area: QRectF) -> QRectF:
    """Return the square beside the line between two dots: to the right if there is room."""
    side = abs(guess.y() - truth.y())
    x = guess.x()
    if x + side > area.right() and x - side >= area.left():
        x -= side
    return QRectF(x, min(guess.y(), truth.y()), side, side)


def _around(point: QPointF, reach: float) -> QRectF:
    return QRectF(point.x() - reach, point.y() - reach, 2.0 * reach, 2.0 * reach)
