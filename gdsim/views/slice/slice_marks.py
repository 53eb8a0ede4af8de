"""What stands around the dot of a slice: dot, tangent, next step, lowest point, their labels."""

from math import ceil, isfinite
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QSizeF, Qt

from gdsim.engine.arrays import Array
from gdsim.scenario.quantities import brief_loss, short
from gdsim.text import _
from gdsim.views.plotting.ball_layout import held_in
from gdsim.views.plotting.label_layout import along, around
from gdsim.views.plotting.label_room import LabelRoom
from gdsim.views.plotting.marks import Label, Ring, Stick
from gdsim.views.plotting.plots import Plot
from gdsim.views.slice import slice_words as words
from gdsim.views.slice.slice_shape import Dot, place_of, tangent

TANGENT = 84.0
"""Pixels of the tangent to each side of the dot."""
AVERAGE_EVERY = 12.0
"""Pixels between the points of the average line that labels shun: less dear than a curve."""


class SliceState(NamedTuple):
    """What the marks stand for and must not cover.

    Attributes
    ----------
    name : str
        The parameter's.
    dot : Dot
    is_free : bool
        Whether descent moves the parameter.
    lowest : (value, loss)
        NaN where it is not to be seen.
    lowest_text : str
        What it is called.
    average : float
        The loss of always guessing the average; NaN where there is none.
    curve, path : ndarray, shape (n, 2)
        Values and losses.
    path_text : str
        What the path is called; nothing where that is plain.
    ball : str
        What the dot is called, where there are several.
    """

    name: str
    dot: Dot
    is_free: bool
    lowest: tuple[float, float]
    lowest_text: str
    average: float
    curve: Array
    path: Array
    path_text: str
    ball: str


class SliceMarks:
    """The marks on one plot, made once and moved after.

    Attributes
    ----------
    ring : Ring
        The dot.
    step : Stick
        The arrow of the next step, on the axis.
    """

    def __init__(self, plot: Plot, room: LabelRoom) -> None:
        theme, self._plot, self._room = plot.theme, plot, room
        dashed = Qt.PenStyle.DashLine
        self._drop = plot.add_mark(Stick(theme, "faint", 1.0, Qt.PenStyle.DotLine))
        self._tangent = plot.add_mark(Stick(theme, "gradient", 2.0, dashed))
        self.step = plot.add_mark(Stick(theme, "text", 2.5, has_head=True))
        self._lowest = plot.add_mark(Ring(theme, "muted", 6.0, 1.8))
        self.ring = plot.add_mark(Ring(theme, "selection", 9.0, 3.5))
        self._slope_label = plot.add_mark(Label(theme, "gradient", 0.92, bold=True))
        self._step_label = plot.add_mark(Label(theme, "text", 0.92))
        self._lowest_label = plot.add_mark(Label(theme))
        self._average_label = plot.add_mark(Label(theme))
        self._path_label = plot.add_mark(Label(theme))

    def hide(self) -> None:
        """Show none of them."""
        for mark in (self._drop, self._tangent, self.step, self._lowest, self.ring):
            mark.setVisible(False)
        for label in self.labels():
            label.setVisible(False)

    def show(self, state: SliceState) -> None:
        """Put them where they belong."""
        frame = self._plot.frame
        at = held_in(place_of(frame, state.dot.value, state.dot.loss), frame.area)
        line = self._show_dot(state, at)
        lowest = frame.to_pixels(*state.lowest)
        room = self._room
        room.keep_around(at, 22.0 * self._plot.theme.scale)
        room.shun_line(frame.all_to_pixels(state.curve[:, 0], state.curve[:, 1]))
        room.shun(frame.all_to_pixels(state.path[:, 0], state.path[:, 1]))
        room.shun(np.linspace((line.x1(), line.y1()), (line.x2(), line.y2()), 24))
        room.shun(self._average_line(state.average))
        # At an end of the range the curve may well go on falling beyond it.
        is_inner = state.curve[0, 0] < state.lowest[0] < state.curve[-1, 0]
        is_lowest_seen = bool(is_inner) and frame.area.adjusted(-1, -1, 1, 1).contains(lowest)
        self._lowest.setVisible(is_lowest_seen)
        if is_lowest_seen:
            self._lowest.setPos(lowest)
            room.keep_around(lowest, 8.0)
        self._show_slope(state, at)
        self._show_lowest(state, lowest if is_lowest_seen else None)
        self._show_average(state)
        self._show_path(state)

    def texts(self) -> list[str]:
        """Return what the labels say that are seen."""
        return [label.text for label in self.labels() if label.isVisible()]

    def tip_at(self, position: QPointF) -> str:
        """Return an explanation of the label under the mouse, if any."""
        tips = {
            self._slope_label: _("How fast the loss changes here: the partial derivative."),
            self._step_label: _("The learning rate times the slope, downhill. Arrow: to scale."),
            self._lowest_label: _("The least loss that this parameter alone can reach here."),
            self._average_label: _("What a model costs that always answers with the average."),
        }
        for label, tip in tips.items():
            if label.isVisible() and label.box.contains(position):
                return tip
        return ""

    def labels(self) -> tuple[Label, ...]:
        """Return the labels, seen or not."""
        return (
            self._slope_label,
            self._step_label,
            self._lowest_label,
            self._average_label,
            self._path_label,
        )

    def _show_dot(self, state: SliceState, at: QPointF) -> QLineF:
        """Place dot, tangent and next step; return the tangent's line."""
        plot, dot = self._plot, state.dot
        area, theme = plot.frame.area, plot.theme
        self.ring.setPos(at)
        self.ring.setVisible(True)
        # Two points a pixel apart tell how steep the slope looks.
        width = plot.frame.x_at(1.0) - plot.frame.x_at(0.0)
        height = plot.frame.y_at(0.0) - plot.frame.y_at(1.0)
        place = place_of(plot.frame, dot.value, dot.loss)
        is_out = (place - at).manhattanLength() > 1.0
        rise = (
            dot.slope * width / height if height > 0.0 else np.nan
        )  # no height: too large to plot
        line = tangent(at, rise, TANGENT * theme.scale, area)
        if is_out or not isfinite(line.length()):
            line = QLineF(at, at)
        self._tangent.setVisible(line.length() > 1.0)
        if line.length() > 1.0:
            self._tangent.set_line(line.p1(), line.p2())
        has_step = state.is_free and isfinite(dot.step) and dot.step != 0.0
        has_step = has_step and abs(place.x() - at.x()) <= 1.0
        self.step.setVisible(has_step)
        self._drop.setVisible(has_step)
        if has_step:
            foot = QPointF(at.x(), area.bottom())
            end = plot.frame.to_pixels(dot.value + dot.step, plot.frame.y_range[0]).x()
            self.step.set_line(foot, self._inside(QPointF(end, area.bottom())))
            self._drop.set_line(at, foot)
        return line

    def _show_slope(self, state: SliceState, at: QPointF) -> None:
        dot, theme = state.dot, self._plot.theme
        slope = _("slope {slope}").format(slope=short(dot.slope))
        name = f"{state.ball} · " if state.ball else ""
        top = self._slope_label.set_text(name + slope)
        below = self._step_label.set_text(words.step(state.dot, is_free=state.is_free))
        height = ceil(top.height()) + ceil(below.height())
        size = QSizeF(max(top.width(), below.width()), height)
        reach = theme.scale * np.array([22.0, 40.0, 64.0])
        places = around(at, size, *reach.tolist())
        box = self._room.take(self._slope_label, places)
        is_left = box.center().x() < at.x()  # both lines end, or begin, at the dot's side
        first = round(box.top())
        for label, room, y in (
            (self._slope_label, top, first),
            (self._step_label, below, first + ceil(top.height())),
        ):
            x = box.right() - room.width() if is_left else box.left()
            label.move_to(QPointF(x, y))

    def _show_lowest(self, state: SliceState, at: QPointF | None) -> None:
        label = self._lowest_label
        label.setVisible(at is not None)
        if at is not None:
            size = label.set_text(state.lowest_text)
            scale = self._plot.theme.scale
            self._room.place(label, around(at, size, 10.0 * scale, 18.0 * scale))

    def _show_average(self, state: SliceState) -> None:
        area, label = self._plot.frame.area, self._average_label
        y = self._plot.frame.to_pixels(self._plot.frame.x_range[0], state.average).y()
        is_seen = isfinite(state.average) and area.top() <= y <= area.bottom()
        label.setVisible(is_seen)
        if is_seen:
            text = _("always guessing the average: {loss}")
            size = label.set_text(text.format(loss=brief_loss(state.average)))
            self._room.place(label, along(y, size, area))

    def _show_path(self, state: SliceState) -> None:
        """Say what the grey points are, at the first of them that is seen."""
        label, area = self._path_label, self._plot.frame.area
        pixels = self._plot.frame.all_to_pixels(state.path[:, 0], state.path[:, 1])
        seen = [p for p in pixels.tolist() if area.contains(QPointF(*p))]
        is_seen = len(seen) > 1 and bool(state.path_text)
        label.setVisible(is_seen)
        if is_seen:
            size = label.set_text(state.path_text)
            self._room.place(label, around(QPointF(*seen[0]), size, 7.0, 16.0))

    def _average_line(self, average: float) -> Array:
        """Return points (n, 2) on the line of the average guess; none where it is not seen."""
        area, frame = self._plot.frame.area, self._plot.frame
        if not isfinite(average):
            return np.empty((0, 2))
        xs = np.arange(area.left(), area.right(), AVERAGE_EVERY)
        return np.column_stack([xs, np.full(len(xs), frame.to_pixels(0.0, average).y())])

    def _inside(self, point: QPointF) -> QPointF:
        area = self._plot.frame.area
        x = min(max(point.x(), area.left()), area.right())
        return QPointF(x, min(max(point.y(), area.top()), area.bottom()))
