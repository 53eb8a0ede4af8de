"""The items of the data plot: points, predictions, a fit -> dots, lines, a map."""

from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, Qt

from gdsim.engine.arrays import Array, IntArray
from gdsim.engine.snapshot import Fit, NetworkValues
from gdsim.scenario.ranges import Range
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.data.data_map import HALF, PredictionMap, Sites, level_line
from gdsim.views.plotting import data_points as data
from gdsim.views.plotting.data_points import Mode, Points
from gdsim.views.plotting.plots import Plot, Stroke
from gdsim.views.plotting.quantity_axis import axis_label, tick_text
from gdsim.views.plotting.row_marks import RowMarks

MAP_MARGIN = 0.08
"""What a map reaches beyond the data, as the fit does."""

_NONE = np.empty(0)


class DataPicture:
    """What stands on a data plot. The dots of the truth are made once for each subject and mode.

    Parameters
    ----------
    plot : Plot
        Where it stands.

    Attributes
    ----------
    points : Points or None
        None while there is nothing to show.
    base : (low, high)
        The vertical range that the data alone need.
    truth, truth_test, said, said_test : pyqtgraph.ScatterPlotItem
        Truths and predictions, those of held-out rows apart.
    errors, curve : pyqtgraph.PlotCurveItem
        Lines from truths to predictions, and the fit over one input.
    half : pyqtgraph.PlotCurveItem
        Where a map is one half.
    map : PredictionMap
    marks : RowMarks
    """

    def __init__(self, plot: Plot) -> None:
        self._plot = plot
        self._subject: Subject | None = None
        self._mode: Mode | None = None
        self.points: Points | None = None
        self.base: Range = (0.0, 1.0)
        dash = Qt.PenStyle.DashLine
        add_curve, add_dots = plot.add_curve, plot.add_dots
        self._diagonal = add_curve(_("perfect"), Stroke("faint", style=dash))
        self.errors = add_curve(_("errors"), Stroke("loss", alpha=0.4), z=0.5, is_level=True)
        self.truth = add_dots(_("truth"), Stroke("muted", 5.0, 0.6), z=1.0)
        self.truth_test = add_dots(_("truth, held out"), Stroke("card", 5.0), z=1.0)
        self.curve = add_curve(_("fit"), Stroke("text", 2.0), z=2.0)
        self.said = add_dots(_("prediction"), Stroke("text", 4.5), z=3.0)
        self.said_test = add_dots(_("prediction, held out"), Stroke("card", 4.5), z=3.0)
        self.half = add_curve(_("one half"), Stroke("#FFFFFF", 1.5), z=0.5)
        self.map = PredictionMap(plot)
        self._mapped: Fit | None = None
        self.marks = RowMarks(plot)
        self.restyle()

    def set_mode(self, subject: Subject, mode: Mode | None) -> None:
        """Look at other data, or otherwise; predictions follow by ``draw``."""
        self._subject, self._mode, self.points = subject, mode, None
        self.clear()
        self._plot.forget_ranges()
        if subject.samples is None or mode is None:
            return
        self.points = data.points_of(subject.samples, mode)
        self._lay_axes(subject, mode, self.points)
        self._show_data()

    def restyle(self) -> None:
        """Paint anew what a theme's strokes do not: outlines, and the dots of a map."""
        theme = self._plot.theme
        self.truth_test.setPen(theme.pen("muted", 1.2))
        self.said_test.setPen(theme.pen("text", 1.2))
        self._show_data()

    def clear(self) -> None:
        """Show nothing."""
        for item in (self.truth, self.truth_test, self.said, self.said_test):
            self._plot.set_curve(item, _NONE, _NONE)
        for item in (self.errors, self.curve, self.half, self._diagonal):
            self._plot.set_curve(item, _NONE, _NONE)
        self.map.set_visible(False)
        self._mapped = None
        self.marks.show_selected(None, None)
        self.marks.show_hovered(None)

    def draw(self, network: NetworkValues, fit: Fit | None) -> None:
        """Show what the network says now."""
        points, mode = self.points, self._mode
        if points is None or mode is None:
            return
        said = network.predictions[0]
        if mode.kind == "map":
            self._draw_map(fit)
        else:
            self._plot.fit_y(*data.to_see(self.base, said[points.drawn]), margin=0.0)
            is_curve = self._draw_fit(fit)
            self._draw_predictions(points, said, hidden=is_curve)
        self.marks.show_selected(*self._places(network))

    def row_at(self, position: QPointF, reach: float, network: NetworkValues) -> int:
        """Return the row that is drawn nearest to a pixel, -1 if none is within ``reach``."""
        points = self.points
        if points is None or not len(points.drawn):
            return -1
        best, row = reach * reach, -1
        for x, y in self._spots(points, network):
            px, py = self._plot.frame.far_to_pixels(x, y)
            distances = (px - position.x()) ** 2 + (py - position.y()) ** 2
            distances = np.where(np.isfinite(distances), distances, np.inf)
            nearest = int(distances.argmin())
            if distances[nearest] < best:
                best, row = float(distances[nearest]), int(points.drawn[nearest])
        return row

    def place_of(self, row: int, network: NetworkValues) -> QPointF:
        """Return the pixel where a row's ring belongs."""
        x, y = self._site(row, network)
        return self._pixel(x, y)

    def _lay_axes(self, subject: Subject, mode: Mode, points: Points) -> None:
        assert subject.samples is not None
        up, across, margin = subject.targets[0], subject.inputs[mode.column], data.MARGIN
        heights = points.truth
        if mode.kind == "truth":
            across, up = up._replace(label=_("truth")), up._replace(label=_("prediction"))
        elif mode.kind == "map":
            across, up = subject.inputs
            heights, margin = subject.samples.dataset.inputs[:, 1], MAP_MARGIN
        axes = self._plot.axes
        axes.x_label, axes.y_label = axis_label(across), axis_label(up)
        axes.x_text, axes.y_text = tick_text(across), tick_text(up)
        axes.has_grid = mode.kind != "map"
        self.marks.set_rim(mode.kind == "map")
        self.base = data.margined(heights, margin)
        self._plot.set_x(*data.margined(points.x, margin))
        self._plot.set_y(*self.base)

    def _show_data(self) -> None:
        """Show what does not change while the network learns."""
        points, mode, subject = self.points, self._mode, self._subject
        if points is None or mode is None or subject is None or subject.samples is None:
            return
        rows = points.drawn
        if mode.kind == "map":
            sites = Sites(
                points.x[rows],
                subject.samples.dataset.inputs[rows, 1],
                points.truth[rows],
                points.is_test[rows],
                points.is_class,
            )
            self.map.show_sites(sites, self._levels(points), self._plot.theme)
        elif mode.kind == "truth":
            ends = np.array(self._plot.frame.x_range)
            self._plot.set_curve(self._diagonal, ends, ends)
        else:
            self._put(self.truth, self.truth_test, points, points.truth)

    def _draw_predictions(self, points: Points, said: Array, *, hidden: bool) -> None:
        rows = points.drawn
        if len(rows) <= data.MAX_LINES:
            lines = data.sticks(points.x[rows], points.truth[rows], said[rows])
            self._plot.set_curve(self.errors, *lines)
        if hidden:
            self._plot.set_curve(self.said, _NONE, _NONE)
            self._plot.set_curve(self.said_test, _NONE, _NONE)
        else:
            self._put(self.said, self.said_test, points, said)

    def _put(self, train: Any, test: Any, points: Points, heights: Array) -> None:
        """Put dots at ``heights`` (n_samples,); those of held-out rows are hollow."""
        rows = points.drawn
        for item, part in (
            (train, rows[~points.is_test[rows]]),
            (test, rows[points.is_test[rows]]),
        ):
            self._plot.set_curve(item, points.x[part], heights[part])

    def _draw_fit(self, fit: Fit | None) -> bool:
        """Draw the curve of a network with one input; return whether there is one."""
        is_curve = fit is not None and len(fit.axes) == 1 and self._mode == Mode("input")
        if fit is not None and is_curve:
            self._plot.set_curve(self.curve, fit.axes[0], fit.values[0])
        return is_curve

    def _draw_map(self, fit: Fit | None) -> None:
        assert self.points is not None
        self.map.set_visible(True)
        if fit is None or len(fit.axes) != 2:
            self.map.image.setVisible(False)
            return
        if fit is self._mapped:
            return
        self._mapped = fit
        self.map.show_fit(fit, self._levels(self.points))
        if self.points.is_class:
            self._plot.set_curve(self.half, *level_line(fit, HALF))

    def _levels(self, points: Points) -> Range:
        """Return which truths have the first and the last colour of a map."""
        if points.is_class:
            return 0.0, 1.0
        return data.margined(points.truth, 0.0)

    def _spots(self, points: Points, network: NetworkValues) -> list[tuple[Array, Array]]:
        """Return the dots by which a drawn row can be pointed at."""
        rows: IntArray = points.drawn
        x, said = points.x[rows], network.predictions[0, rows]
        if self._mode is not None and self._mode.kind == "map":
            assert self._subject is not None
            assert self._subject.samples is not None
            return [(x, self._subject.samples.dataset.inputs[rows, 1])]
        if self._mode is not None and self._mode.kind == "truth":
            return [(x, said)]
        return [(x, points.truth[rows]), (x, said)]

    def _site(self, row: int, network: NetworkValues) -> tuple[float, float]:
        """Return where a row stands, as values of the axes."""
        assert self.points is not None
        assert self._mode is not None
        x = float(self.points.x[row])
        if self._mode.kind == "truth":
            return x, float(network.predictions[0, row])
        if self._mode.kind == "map":
            assert self._subject is not None
            assert self._subject.samples is not None
            return x, float(self._subject.samples.dataset.inputs[row, 1])
        return x, float(self.points.truth[row])

    def _places(self, network: NetworkValues) -> tuple[QPointF | None, QPointF | None]:
        """Return where the selected row's ring stands, and where its error begins."""
        assert self._mode is not None
        kind, row = self._mode.kind, network.row
        if network.is_typed:  # the inputs are nobody's row: there is an answer, but no truth
            if kind == "truth":
                return None, None
            x = float(network.raw_inputs[self._mode.column])
            y = float(network.raw_inputs[1] if kind == "map" else network.answer[0])
            return self._pixel(x, y), self._pixel(x, y)
        x, y = self._site(row, network)
        other = {"truth": x, "map": None}.get(kind, float(network.predictions[0, row]))
        return self._pixel(x, y), None if other is None else self._pixel(x, other)

    def _pixel(self, x: float, y: float) -> QPointF:
        """Return the pixel of a place; what lies beyond the plot is brought to its edge."""
        area = self._plot.frame.area
        px, py = self._plot.frame.far_to_pixels(np.array([x]), np.array([np.nan_to_num(y)]))
        return QPointF(
            float(np.clip(px[0], area.left(), area.right())),
            float(np.clip(py[0], area.top(), area.bottom())),
        )
