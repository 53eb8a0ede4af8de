"""The handles of a line and the words beside them: line, picture -> rings and labels in pixels."""

from math import hypot, isfinite
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from gdsim.engine.arrays import Array
from gdsim.scenario.ranges import Range
from gdsim.text import _
from gdsim.views.line.line_hand import Handle
from gdsim.views.line.line_picture import FEW, LinePicture
from gdsim.views.line.line_shape import Line, LineModel, visible_part
from gdsim.views.plotting.label_layout import around, freest, is_over, moved_into
from gdsim.views.plotting.marks import Label, Ring
from gdsim.views.plotting.plots import Plot

RADIUS = 7.5
EDGE = 12.0
"""Pixels that a handle keeps from the edges of the plot."""


class Shown(NamedTuple):
    """What the handles stand on.

    Attributes
    ----------
    model : LineModel
    line : Line
    best : Line or None
        The best line, if it is seen.
    near, held : Handle or None
        Under the mouse; in the hand.
    readout : str
        What the held handle changes, with its number.
    """

    model: LineModel
    line: Line
    best: Line | None
    near: Handle | None
    held: Handle | None
    readout: str


class LineHandles:
    """A ring that turns the line, one that shifts it, and what is written on the plot.

    Parameters
    ----------
    plot : Plot
    picture : LinePicture

    Attributes
    ----------
    rings : dict
        Handle -> Ring.
    """

    def __init__(self, plot: Plot, picture: LinePicture) -> None:
        self._plot, self._picture, theme = plot, picture, plot.theme
        self._pin = plot.add_mark(Ring(theme, "muted", 3.0, 2.0))
        self.rings = {h: plot.add_mark(Ring(theme, "selection", RADIUS, 3.0)) for h in Handle}
        self._names = {
            h: plot.add_mark(Label(theme, "selection_text", 0.92, bold=True)) for h in Handle
        }
        self._pin_name = plot.add_mark(Label(theme))
        self._best_name = plot.add_mark(Label(theme))
        self._sides: dict[Label, int] = {}
        self._taken: list[QRectF] = []
        self._shunned: Array = np.empty((0, 2))

    def hide(self) -> None:
        """Show none of them."""
        for mark in (*self.rings.values(), self._pin):
            mark.setVisible(False)
        for label in self.labels():
            label.setVisible(False)

    def show(self, shown: Shown) -> None:
        """Put them where they belong."""
        model, line = shown.model, shown.line
        for handle, ring in self.rings.items():
            x = self._place(handle, model, line)
            ring.setVisible(x is not None)
            if x is not None:
                ring.setPos(self._on_plot(x, line.at(x)))
                is_soft = handle is shown.near
                ring.set_halo("held" if handle is shown.held else "soft" if is_soft else "")
        pin = self._plot.frame.to_pixels(model.pivot, line.at(model.pivot))
        area = self._plot.frame.area.adjusted(-1.0, -1.0, 1.0, 1.0)
        self._pin.setVisible(model.bias is None and area.contains(pin))
        self._pin.setPos(pin)
        self._name_all(shown)

    def at(self, position: QPointF, reach: float) -> Handle | None:
        """Return the handle within ``reach`` pixels of a place, the nearest if there are two."""
        distances = {
            hypot(ring.pos().x() - position.x(), ring.pos().y() - position.y()): handle
            for handle, ring in self.rings.items()
            if ring.isVisible()
        }
        nearest = min(distances, default=float("inf"))
        return distances[nearest] if nearest <= reach else None

    def nearer(self, position: QPointF) -> Handle:
        """Return which handle a place on the line belongs to: the one nearer to it."""
        return self.at(position, float("inf")) or Handle.TURN

    def labels(self) -> tuple[Label, ...]:
        """Return the labels, seen or not."""
        return (*self._names.values(), self._pin_name, self._best_name)

    def texts(self) -> list[str]:
        """Return what the labels say that are seen."""
        return [label.text for label in self.labels() if label.isVisible()]

    def _place(self, handle: Handle, model: LineModel, line: Line) -> float | None:
        """Return over which input a handle stands: at the pivot, or at the line's far end."""
        points, frame = self._picture.points, self._plot.frame
        edge = EDGE * self._plot.theme.scale
        left, right = frame.x_at(frame.area.left()), frame.x_at(frame.area.right() - edge)
        if points is None or (handle is Handle.SHIFT and model.bias is None):
            return None
        if handle is Handle.SHIFT:
            return min(max(model.pivot, left), right)
        ends = max(float(points.x.min()), left), min(float(points.x.max()), right)
        low, high = visible_part(line, ends, self._heights(edge)) or ends
        return high if abs(high - model.pivot) >= abs(low - model.pivot) else low

    def _heights(self, edge: float) -> Range:
        area, frame = self._plot.frame.area, self._plot.frame
        return frame.y_at(area.bottom() - edge), frame.y_at(area.top() + edge)

    def _on_plot(self, x: float, y: float) -> QPointF:
        """Return the pixel of a place on the line; one beyond the plot is brought to its edge."""
        area, edge = self._plot.frame.area, EDGE * self._plot.theme.scale
        px, py = self._picture.to_pixels(np.array([x]), np.array([y if isfinite(y) else 0.0]))
        return QPointF(
            float(np.clip(px[0], area.left(), area.right())),
            float(np.clip(py[0], area.top() + edge, area.bottom() - edge)),
        )

    # Words.

    def _name_all(self, shown: Shown) -> None:
        reach = (RADIUS + 4.0) * self._plot.theme.scale
        rings = [ring for ring in (*self.rings.values(), self._pin) if ring.isVisible()]
        self._taken = [_around(ring.pos(), reach) for ring in rings]
        self._shunned = self._crowded(shown.best)
        names = {Handle.TURN: _("turn"), Handle.SHIFT: _("shift")}
        for handle in sorted(Handle, key=lambda h: h is not shown.held):
            ring, label = self.rings[handle], self._names[handle]
            text = shown.readout if handle is shown.held else names[handle]
            air = 24.0 if handle is shown.held else 14.0  # beside the halo
            self._put(label, text if ring.isVisible() else "", ring.pos(), air)
        pinned = _("always through 0") if shown.model.is_raw else _("always through the averages")
        self._put(self._pin_name, pinned if self._pin.isVisible() else "", self._pin.pos())
        self._put(self._best_name, *self._best_words(shown.best))

    def _best_words(self, best: Line | None) -> tuple[str, QPointF]:
        """Return the name of the best line and where it belongs, if it is seen there."""
        frame = self._plot.frame
        for share in (0.3, 0.55, 0.8):
            x = frame.x_range[0] + share * (frame.x_range[1] - frame.x_range[0])
            if best is not None and frame.area.contains(at := frame.to_pixels(x, best.at(x))):
                return _("best line"), at
        return "", QPointF()

    def _put(self, label: Label, text: str, at: QPointF, air: float = 14.0) -> None:
        """Put a label beside a place where it covers nothing, or leave it out."""
        if not text:
            label.setVisible(False)
            return
        size, scale = label.set_text(text), self._plot.theme.scale
        places = around(at, size, air * scale, 2.0 * air * scale)
        area = self._plot.frame.area
        kept = self._sides.get(label, -1)
        chosen = freest(places, area, self._taken, self._shunned, kept)
        self._sides[label] = chosen
        box = moved_into(places[chosen], area)
        if is_over(box, self._taken):
            label.setVisible(False)
        else:
            label.move_to(box.topLeft())
            self._taken.append(box)

    def _crowded(self, best: Line | None) -> Array:
        """Return the pixels (n, 2) that labels should not cover: lines, and dots if few."""
        parts = [_filled(self._picture.pixels_of_line())]
        if best is not None:
            x = np.array(self._plot.frame.x_range)
            ends = self._picture.to_pixels(x, best.intercept + best.slope * x)
            parts.append(_filled(np.column_stack(ends)))
        points = self._picture.points
        if points is not None and len(points.drawn) <= FEW:
            rows = points.drawn
            dots = self._picture.to_pixels(points.x[rows], points.truth[rows])
            parts.append(np.repeat(np.column_stack(dots), 4, axis=0))  # a dot is wider than a line
        return np.vstack(parts)


def _filled(ends: Array) -> Array:
    """Return points (n, 2) along a line from one end to the other."""
    if len(ends) < 2:
        return np.empty((0, 2))
    return np.linspace(ends[0], ends[1], 80)


def _around(at: QPointF, reach: float) -> QRectF:
    return QRectF(at.x() - reach, at.y() - reach, 2.0 * reach, 2.0 * reach)
