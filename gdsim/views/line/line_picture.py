"""What stands on the plot of the line: the data, the errors, the line and the best one."""

from math import hypot
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, Qt

from gdsim.engine.arrays import Array
from gdsim.engine.snapshot import NetworkValues
from gdsim.scenario.ranges import Range
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.line.line_shape import Line, LineModel, visible_part
from gdsim.views.plotting import data_points as data
from gdsim.views.plotting.nearest import nearest
from gdsim.views.plotting.plots import Plot, Stroke
from gdsim.views.plotting.quantity_axis import axis_label, tick_text
from gdsim.views.plotting.row_marks import RowMarks

NOTHING: Array = np.empty(0)
FEW = 40
"""Up to so many rows the dots are large."""
FAR = 1.0
"""The plot reaches to the pivot and to the line if they are within so many times the data."""


class LinePicture:
    """The curves and dots of the plot.

    Parameters
    ----------
    plot : Plot

    Attributes
    ----------
    points : Points or None
        The rows.
    rows : RowMarks
        The selected row.
    """

    def __init__(self, plot: Plot) -> None:
        self._plot = plot
        dashed = Qt.PenStyle.DashLine
        self.errors = plot.add_curve(_("errors"), Stroke("loss", alpha=0.45), z=0.5, is_level=True)
        self.truth = plot.add_dots(_("truth"), Stroke("muted", 5.0, 0.6), z=1.0)
        self.held_out = plot.add_dots(_("truth, held out"), Stroke("card", 5.0), z=1.0)
        self.best = plot.add_curve(_("best line"), Stroke("muted", 1.6, style=dashed), z=1.5)
        self.line = plot.add_curve(_("line"), Stroke("text", 2.6), z=2.0)
        self.rows = RowMarks(plot)
        self._base: Range = (0.0, 1.0)
        self.points: data.Points | None = None

    def set_data(self, subject: Subject, model: LineModel | None) -> None:
        """Show the rows of another subject; the lines follow by ``draw``."""
        self.points = None
        self.clear()
        self._plot.forget_ranges()
        if model is None or subject.samples is None:
            return
        self.points = points = data.points_of(subject.samples, data.Mode("input"))
        axes, target, column = self._plot.axes, subject.targets[0], subject.inputs[0]
        axes.x_label, axes.y_label = column.axis, axis_label(target)
        axes.x_text, axes.y_text = tick_text(column), tick_text(target)
        self._base = data.margined(points.truth)
        self._plot.set_x(*reaching(data.margined(points.x), model.pivot))
        self._plot.set_y(*self._base)
        self.restyle()

    def restyle(self) -> None:
        """Paint the data anew."""
        self.held_out.setPen(self._plot.theme.pen("muted", 1.2))
        points = self.points
        if points is None:
            return
        is_few = len(points.drawn) <= FEW
        size, alpha = (9.0, 0.9) if is_few else (5.0, 0.6)
        self._plot.set_stroke(self.errors, Stroke("loss", alpha=0.45 if is_few else 0.2))
        self._plot.set_stroke(self.truth, Stroke("muted", size, alpha))
        self._plot.set_stroke(self.held_out, Stroke("card", size))
        is_test = points.is_test[points.drawn]
        for item, rows in (
            (self.truth, points.drawn[~is_test]),
            (self.held_out, points.drawn[is_test]),
        ):
            self._plot.set_curve(item, points.x[rows], points.truth[rows])

    def clear(self) -> None:
        """Show nothing."""
        for item in (self.errors, self.truth, self.held_out, self.best, self.line):
            self._plot.set_curve(item, NOTHING, NOTHING)
        self.rows.show_selected(None, None)

    def fit(self, line: Line) -> None:
        """Choose the heights to see: the data, and the line if it is not too far off."""
        ends = np.array([line.at(x) for x in self._plot.frame.x_range])
        low, high = self._base
        reach = FAR * (high - low)
        ends = ends[np.isfinite(ends)].clip(low - reach, high + reach)
        self._plot.fit_y(*data.to_see(self._base, ends), margin=0.0)

    def draw(self, line: Line, best: Line | None) -> None:
        """Show these lines."""
        self._draw_line(self.line, line)
        self._draw_line(self.best, best)

    def draw_rows(self, network: NetworkValues, *, with_errors: bool) -> None:
        """Show how far off each row is, if wanted, and which one is selected."""
        points = self.points
        if points is None:
            return
        rows, said = points.drawn, network.predictions[0]
        sticks = data.sticks(points.x[rows], points.truth[rows], said[rows])
        self._plot.set_curve(self.errors, *(sticks if with_errors else (NOTHING, NOTHING)))
        if network.is_typed:
            self.rows.show_selected(None, None)
            return
        x, row = float(points.x[network.row]), network.row
        end = self._plot.frame.to_pixels(x, float(said[row]))
        is_seen = self._plot.frame.area.contains(end)
        there = self._plot.frame.to_pixels(x, float(points.truth[row]))
        self.rows.show_selected(there, end if is_seen else None)

    def pixels_of_line(self) -> Array:
        """Return the two ends (2, 2) of the line on the screen; none (0, 2) if it is not seen."""
        x, y = self.line.getData()
        if x is None or not len(x) or not self.line.isVisible():
            return np.empty((0, 2))
        return np.column_stack(self.to_pixels(x, y))

    def distance(self, position: QPointF) -> float:
        """Return how many pixels the line is from a place."""
        ends = self.pixels_of_line()
        if len(ends) < 2:
            return float("inf")
        (x, y), (dx, dy) = ends[0].tolist(), (ends[1] - ends[0]).tolist()
        right, down = position.x() - x, position.y() - y
        length = max(dx * dx + dy * dy, 1e-9)
        along = min(max((right * dx + down * dy) / length, 0.0), 1.0)
        return hypot(right - along * dx, down - along * dy)

    def row_at(self, position: QPointF, reach: float) -> int:
        """Return the row whose dot is nearest to a pixel, -1 if none is within ``reach``."""
        points = self.points
        if points is None or not len(points.drawn):
            return -1
        pixels = np.column_stack(self.to_pixels(points.x[points.drawn], points.truth[points.drawn]))
        i = nearest(pixels, position, reach)
        return int(points.drawn[i]) if i >= 0 else -1

    def to_pixels(self, x: Array, y: Array) -> tuple[Array, Array]:
        """Return where values stand, however far outside."""
        return self._plot.frame.far_to_pixels(x, y)

    def _draw_line(self, item: Any, line: Line | None) -> None:
        """Draw what is seen of a line and a little more, so that no clipping bends it."""
        low, high = self._plot.frame.y_range
        room, part = high - low, None
        if line is not None:
            part = visible_part(line, self._plot.frame.x_range, (low - room, high + room))
        if line is None or part is None:
            self._plot.set_curve(item, NOTHING, NOTHING)
        else:
            x = np.array(part)
            self._plot.set_curve(item, x, line.intercept + line.slope * x)


def reaching(extent: Range, pivot: float) -> Range:
    """Return ``extent``, widened to the pivot with some room if that is not too far."""
    low, high = extent
    span = high - low
    if low - FAR * span <= pivot <= high + FAR * span:
        return min(low, pivot - 0.02 * span), max(high, pivot + 0.02 * span)
    return extent
