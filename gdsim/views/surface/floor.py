"""The floor below a surface and its three axes: ranges, Lens -> lines, numbers and names.

The axes stand where they are in nobody's way: two along the floor's front edges, the losses at the
upright edge on the left; so they change sides while the surface turns.
"""

from math import hypot
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF

from gdsim.engine.arrays import Array
from gdsim.scenario.ranges import Range
from gdsim.text import _
from gdsim.views.plotting.axes import TEXT_SIZE, linear_ticks
from gdsim.views.plotting.label_layout import is_over, moved_into
from gdsim.views.surface.camera import BOTTOM, TOP, Camera, Lens
from gdsim.views.surface.heights import HeightScale
from gdsim.views.theme import Theme

N_TICKS = 4.0
EVEN = 1e-9
FROM_ABOVE = 70.0
"""Degrees from which on the upright axis is too short to be read."""
SHORTEST = 64.0
"""Pixels from which on an axis has room for numbers."""
GAP = 5.0
"""Pixels between an axis and its numbers."""
FURTHER = 6
"""How often a name moves half a line further off to cover nothing."""
LEADING = 2.0
"""Pixels above and below a number that are empty anyway."""


class Written(NamedTuple):
    """A text beside an axis: the name of what it counts, or a number."""

    box: QRectF
    text: str
    is_name: bool = False


class Axis(NamedTuple):
    """A line and what is written beside it."""

    begin: QPointF
    end: QPointF
    texts: list[Written]


class Sides(NamedTuple):
    """Where the axes stand: which y the x axis has, which x the y axis, and the left corner."""

    y_of_x: float
    x_of_y: float
    corner: tuple[float, float]


def sides(camera: Camera) -> Sides:
    """Return where the axes stand for a camera."""
    right, _up, toward = camera.basis()
    corners = [(x, y) for x in (-1.0, 1.0) for y in (-1.0, 1.0)]
    left = min(corners, key=lambda corner: corner[0] * right[0] + corner[1] * right[1])
    if camera.pitch > 89.0:  # a map: as on a contour
        toward = Camera(camera.yaw, 45.0).basis()[2]
    # Seen straight along y that axis is at the right, where the losses are not.
    even = EVEN if camera.pitch >= FROM_ABOVE else -EVEN
    return Sides(1.0 if toward[1] > EVEN else -1.0, 1.0 if toward[0] > even else -1.0, left)


class Scenery(NamedTuple):
    """What the floor and the axes say.

    Attributes
    ----------
    ranges : (Range, Range)
        Of x and y.
    labels : (str, str)
    scale : HeightScale
    """

    ranges: tuple[Range, Range]
    labels: tuple[str, str]
    scale: HeightScale


def paint_floor(
    painter: QPainter,
    scenery: Scenery,
    lens: Lens,
    theme: Theme,
    whole: QRectF,
    *,
    is_held: bool,
) -> None:
    """Paint floor, axes, numbers and names; the floor of what keys turn has a bright edge."""
    # Smoothing so large an area takes long, and its edge is hardly seen.
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_held)
    painter.setPen(solid(theme.pen("selection", 2.0)) if is_held else QPen(Qt.PenStyle.NoPen))
    painter.setBrush(theme.color("control", 0.6))
    corners = np.array([(-1, -1, 0), (1, -1, 0), (1, 1, 0), (-1, 1, 0)])
    painter.drawPolygon(QPolygonF(pixels_of(lens, corners)))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(solid(theme.pen("line")))
    painter.drawLines(_grid(scenery, lens))
    painter.setFont(theme.font(TEXT_SIZE))
    for axis in axes_of(scenery, lens, QFontMetricsF(painter.font()), theme.scale, whole):
        painter.setPen(solid(theme.pen("faint")))
        painter.drawLine(axis.begin, axis.end)
        for written in axis.texts:
            painter.setPen(theme.color("text" if written.is_name else "muted"))
            painter.drawText(written.box, Qt.AlignmentFlag.AlignCenter, written.text)


def axes_of(
    scenery: Scenery, lens: Lens, metrics: QFontMetricsF, scale: float, whole: QRectF
) -> list[Axis]:
    """Return the axes, none of whose texts covers another.

    Parameters
    ----------
    scenery : Scenery
    lens : Lens
    metrics : QFontMetricsF
    scale : float
        That of the theme.
    whole : QRectF
        The plot; the names stay in it.
    """
    taken: list[QRectF] = []
    axes = [_level(scenery, axis, lens, metrics, scale, taken) for axis in (0, 1)]
    if lens.camera.pitch < FROM_ABOVE:
        axes.append(_upright(scenery, lens, metrics, scale, taken))
    return [axis._replace(texts=[_kept_in(whole, text) for text in axis.texts]) for axis in axes]


def _kept_in(whole: QRectF, written: Written) -> Written:
    """Move a name into the plot; numbers stay at their places."""
    return written._replace(box=moved_into(written.box, whole)) if written.is_name else written


def pixels_of(lens: Lens, points: Array) -> list[QPointF]:
    """Return where points (n, 3) are seen."""
    return [QPointF(x, y) for x, y in lens.to_pixels(points).tolist()]


def solid(pen: QPen) -> QPen:
    """Let a pen grow with the picture."""
    pen.setCosmetic(False)
    return pen


def _ticks(scenery: Scenery, axis: int) -> list[tuple[float, str]]:
    """Return the round numbers of an axis of the floor, and where they stand from -1 to 1."""
    (low, high) = scenery.ranges[axis]
    return [
        (2.0 * (tick.position - low) / (high - low) - 1.0, tick.text)
        for tick in linear_ticks((low, high), N_TICKS)
    ]


def _grid(scenery: Scenery, lens: Lens) -> list[QLineF]:
    """Return the lines across the floor at the round numbers."""
    ends: list[tuple[float, float, float]] = []
    for at, _text in _ticks(scenery, 0):
        ends += [(at, -1.0, 0.0), (at, 1.0, 0.0)]
    for at, _text in _ticks(scenery, 1):
        ends += [(-1.0, at, 0.0), (1.0, at, 0.0)]
    points = pixels_of(lens, np.array(ends).reshape(-1, 3))
    return [QLineF(*points[i : i + 2]) for i in range(0, len(points), 2)]


def _level(
    scenery: Scenery,
    axis: int,
    lens: Lens,
    metrics: QFontMetricsF,
    scale: float,
    taken: list[QRectF],
) -> Axis:
    """Return an axis of the floor, along its front edge."""
    standing = sides(lens.camera)
    aside = standing.y_of_x if axis == 0 else standing.x_of_y
    ticks = _ticks(scenery, axis)
    ends = [(-1.0, aside), (1.0, aside), (0.0, 0.0), *((at, aside) for at, _text in ticks)]
    flat = np.array([(a, b, 0.0) if axis == 0 else (b, a, 0.0) for a, b in ends])
    begin, end, center, *anchors = pixels_of(lens, flat)
    if QLineF(begin, end).length() < SHORTEST * scale:
        return Axis(begin, end, [])  # it points at the eye
    middle = (begin + end) / 2.0
    out = _outward(end - begin, middle - center)
    texts, deepest = [], 0.0
    for anchor, (_at, text) in zip(anchors, ticks, strict=True):
        box = _beside(anchor, out, metrics, text, GAP * scale)
        deepest = max(deepest, abs(out.x()) * box.width() + abs(out.y()) * box.height())
        if not is_over(_ink(box), taken):
            texts.append(Written(box, text))
            taken.append(box)
    texts.append(
        _name(scenery.labels[axis], middle, out, metrics, deepest + 1.5 * GAP * scale, taken)
    )
    return Axis(begin, end, texts)


def _upright(
    scenery: Scenery, lens: Lens, metrics: QFontMetricsF, scale: float, taken: list[QRectF]
) -> Axis:
    """Return the axis of losses, at the left corner."""
    x, y = sides(lens.camera).corner
    span, line = (TOP - BOTTOM), metrics.height()
    per_unit = lens.scale * float(lens.camera.basis()[1, 2])
    ticks = scenery.scale.ticks(span * per_unit / (1.1 * line))
    heights = [0.0, TOP, *(BOTTOM + tick.position * span for tick in ticks)]
    foot, head, *anchors = pixels_of(lens, np.array([(x, y, z) for z in heights]))
    texts = [_name(_("loss"), head, QPointF(0.0, -1.0), metrics, GAP * scale, taken)]
    for anchor, tick in zip(anchors, ticks, strict=True):
        box = _beside(anchor, QPointF(-1.0, 0.0), metrics, tick.text, GAP * scale)
        if not is_over(_ink(box), taken):
            texts.append(Written(box, tick.text))
            taken.append(box)
    return Axis(foot, head, texts)


def _name(
    text: str,
    anchor: QPointF,
    out: QPointF,
    metrics: QFontMetricsF,
    gap: float,
    taken: list[QRectF],
) -> Written:
    """Return the name of an axis, as far off as it needs to cover nothing."""
    box = _beside(anchor, out, metrics, text, gap)
    for _try in range(FURTHER):
        if not is_over(_ink(box), taken):
            break
        box = box.translated(out * (metrics.height() / 2.0))
    taken.append(box)
    return Written(box, text, is_name=True)


def _ink(box: QRectF) -> QRectF:
    """Return where a text is not empty."""
    return box.adjusted(0.0, LEADING, 0.0, -LEADING)


def _outward(along: QPointF, outer: QPointF) -> QPointF:
    """Return the way (of length 1) straight off an axis, to the side where ``outer`` points."""
    across = QPointF(-along.y(), along.x())
    size = max(1e-9, hypot(across.x(), across.y()))
    return across / size if QPointF.dotProduct(across, outer) >= 0.0 else -across / size


def _beside(anchor: QPointF, out: QPointF, metrics: QFontMetricsF, text: str, gap: float) -> QRectF:
    """Return the room of a text that stands off ``anchor`` in the direction ``out``."""
    width, height = metrics.horizontalAdvance(text) + 2.0, metrics.height()
    away = gap + abs(out.x()) * width / 2.0 + abs(out.y()) * height / 2.0
    center = anchor + out * away
    return QRectF(center.x() - width / 2.0, center.y() - height / 2.0, width, height)
