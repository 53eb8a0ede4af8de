"""Paints the balls' ways on a surface, paler where it hides them, and their shadows on the floor.

TrackLines, Lens -> QPainter
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from gdsim.engine.arrays import Array, BoolArray
from gdsim.engine.functions import Minimum
from gdsim.views.plotting.run_marks import RADIUS, paint_mark
from gdsim.views.surface.camera import Lens
from gdsim.views.surface.floor import pixels_of, solid
from gdsim.views.surface.tracks import Stretch, Track
from gdsim.views.theme import Theme

MANY = 40
"""From so many epochs on their points are not drawn."""
BEHIND = 0.34
"""How much is left of what the surface hides."""
SHADOW = 0.55
APART = 2.5
"""Pixels that the points of a line are apart at least."""


class TrackLines(NamedTuple):
    """A ball's way as it is seen from where the camera is.

    Attributes
    ----------
    track : Track
    stretches : list of Stretch
    is_hidden : ndarray of bool, shape (n_epochs,)
        Which epochs it hides.
    is_pointed_at : bool
        Whether the mouse is on it.
    """

    track: Track
    stretches: list[Stretch]
    is_hidden: BoolArray
    is_pointed_at: bool = False


class MarkedMinimum(NamedTuple):
    """A minimum of a function, and where it is on the floor (3,)."""

    point: Array
    minimum: Minimum


def paint_shadows(
    painter: QPainter,
    tracks: Sequence[TrackLines],
    minima: Sequence[MarkedMinimum],
    lens: Lens,
    theme: Theme,
) -> None:
    """Paint what lies on the floor: the minima, the shadows of ways and balls; and drop lines."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for minimum in minima:
        painter.setPen(solid(theme.pen("muted" if minimum.minimum.is_global else "faint", 1.6)))
        _paint_flat_ring(painter, minimum.point, 0.05, lens)
    for lines in tracks:
        track = lines.track
        floored = track.epochs * [1.0, 1.0, 0.0]
        painter.setPen(solid(theme.pen("faint", 1.2, alpha=SHADOW)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for stretch in _unbroken(floored):
            painter.drawPolyline(_line(lens, stretch))
        if track.is_here:
            foot, head = pixels_of(lens, np.array([floored[-1], track.present]))
            painter.setPen(solid(theme.pen("faint", 1.0)))
            painter.drawLine(QLineF(foot, head))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("faint", SHADOW))
            _paint_flat_ring(painter, floored[-1], 0.035, lens)


def paint_tracks(painter: QPainter, tracks: Sequence[TrackLines], lens: Lens, theme: Theme) -> None:
    """Paint the ways and the balls, the current one on top."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for lines in tracks:
        _paint_way(painter, lines, lens, theme)
    for lines in tracks:
        if lines.track.is_here:
            _paint_ball(painter, lines, lens, theme)


def _paint_way(painter: QPainter, lines: TrackLines, lens: Lens, theme: Theme) -> None:
    color = lines.track.ball.color
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for points, is_behind in sorted(lines.stretches, key=_is_in_front):
        line = _line(lens, points)
        if not is_behind:
            painter.setPen(solid(theme.pen("card", 4.0, alpha=0.75)))
            painter.drawPolyline(line)
        painter.setPen(solid(theme.pen(color, 1.8, alpha=BEHIND if is_behind else 1.0)))
        painter.drawPolyline(line)
    _paint_dots(painter, lines, lens, theme)


def _paint_dots(painter: QPainter, lines: TrackLines, lens: Lens, theme: Theme) -> None:
    """Paint the epochs before: all edges first, so that no dot loses its colour to the next."""
    epochs, color = lines.track.epochs[:-1], lines.track.ball.color
    is_here = np.isfinite(epochs[:, 0])
    if len(epochs) >= MANY or not is_here.any():
        return
    points, is_hidden = pixels_of(lens, epochs[is_here]), lines.is_hidden[:-1][is_here].tolist()
    dots = list(zip(points, is_hidden, strict=True))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("card", 0.85))
    for point, is_behind in dots:
        if not is_behind:
            painter.drawEllipse(point, 3.6 * theme.scale, 3.6 * theme.scale)
    for point, is_behind in dots:
        painter.setBrush(theme.color(color, BEHIND if is_behind else 1.0))
        painter.drawEllipse(point, 2.3 * theme.scale, 2.3 * theme.scale)


def _paint_ball(painter: QPainter, lines: TrackLines, lens: Lens, theme: Theme) -> None:
    """Paint where a ball is: its mark on a disc, the current one's in the ring of the selection."""
    ball, scale = lines.track.ball, theme.scale
    (center,) = pixels_of(lens, lines.track.present[np.newaxis])
    is_current = ball.place < 0
    painter.save()
    painter.setOpacity(0.6 if lines.is_hidden[-1] else 1.0)
    if lines.is_pointed_at:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("selection", 0.3))
        painter.drawEllipse(center, 18.0 * scale, 18.0 * scale)
    radius = (RADIUS + 4.0 if is_current else RADIUS + 3.0) * scale
    painter.setBrush(theme.color("card"))
    painter.setPen(
        solid(theme.pen("selection", 3.0)) if is_current else solid(theme.pen("faint", 1.0))
    )
    painter.drawEllipse(center, radius, radius)
    if ball.mark >= 0:
        paint_mark(painter, theme, ball.mark, ball.color, center)
    painter.restore()


def _paint_flat_ring(painter: QPainter, point: Array, radius: float, lens: Lens) -> None:
    """Paint a circle that lies on the floor."""
    turns = np.linspace(0.0, 2.0 * np.pi, 25)
    circle = np.column_stack([np.cos(turns), np.sin(turns), np.zeros(25)])
    painter.drawPolygon(QPolygonF(pixels_of(lens, point + radius * circle)))


def _is_in_front(stretch: Stretch) -> bool:
    return not stretch.is_hidden


def _unbroken(points: Array) -> list[Array]:
    """Return the stretches of points (n, 3) between gaps, of two and more."""
    cuts = np.flatnonzero(np.isnan(points[:, 0]))
    parts = np.split(points, cuts)
    whole = [part[~np.isnan(part[:, 0])] for part in parts]
    return [part for part in whole if len(part) > 1]


def _line(lens: Lens, points: Array) -> QPolygonF:
    """Return a line through points (n, 3), without those that are hardly apart on the screen."""
    pixels = lens.to_pixels(points)
    lengths = np.hypot(*np.diff(pixels, axis=0).T)
    steps = (np.concatenate([[0.0], lengths.cumsum()]) / APART).astype(int)
    is_kept = np.concatenate([[True], np.diff(steps) > 0])
    is_kept[-1] = True
    return QPolygonF([QPointF(x, y) for x, y in pixels[is_kept].tolist()])
