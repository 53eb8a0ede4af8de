"""The loss by epoch of all runs: Crop -> thin grey curves, the best in colour, names at hand."""

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QWidget

# pyqtgraph takes the Qt that is there, so it comes after it.
import pyqtgraph as pg  # isort: skip

from gdsim.engine.arrays import Array
from gdsim.engine.restarts import Results
from gdsim.scenario.crop import Crop
from gdsim.text import _
from gdsim.views.plotting.line_ends import LineEnd, LineEnds
from gdsim.views.plotting.plots import Stroke
from gdsim.views.restarts import restarts_words as words
from gdsim.views.restarts.many_runs_plot import NEAR, ManyRunsPlot
from gdsim.views.theme import Theme


class CurvesPlot(ManyRunsPlot):
    """The loss of each run by epoch."""

    room_right = 124

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Loss by epoch of all runs"), parent)
        self.axes.x_label, self.axes.y_label = _("epoch"), _("loss")
        self._best = self.add_curve(_("the best run"), Stroke("loss", 2.2), z=3.0)
        self._opened = self.add_curve(_("the current run"), Stroke("selection", 1.8), z=2.0)
        self._named = self.add_curve(_("the run looked at"), Stroke("text", 1.8), z=4.0)
        self.ends = LineEnds(self)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self.ends.restyle(theme)
        super().restyle(theme)

    def set_logarithmic(self, *, is_log: bool) -> None:
        """Count the loss in powers of ten, or plainly."""
        self.set_log(is_log)
        self.refresh()

    def draw_runs(self, crop: Crop, results: Results) -> None:
        """Bring the curves onto the plot."""
        self.set_x(0.0, float(max(1, results.epochs)))
        self._fit_losses(results.curves)
        if self.bundle_is_new():
            self.set_bundle(results.shown_epochs.astype(float), results.curves)
        best, opened = results.best, crop.opened
        for curve, run in (
            (self._best, best),
            (self._opened, opened if opened != best else -1),
            (self._named, self.pointed),
        ):
            self._draw_run(curve, results, run)
        self.ends.show(self._line_ends(crop, results))
        if self.pointed >= 0:
            self.name_run(self._middle(results, self.pointed))

    def run_at(self, position: QPointF) -> int:
        """Return the run whose curve passes nearest to a place, -1 if none is near."""
        results, frame = self.results, self.frame
        if results is None or not frame.area.adjusted(-4, -4, 4, 4).contains(position):
            return -1
        epochs = results.shown_epochs.astype(float)
        epoch = min(max(frame.x_at(position.x()), 0.0), float(epochs[-1]))
        right = min(max(int(np.searchsorted(epochs, epoch)), 1), len(epochs) - 1)
        if right < 1:
            return -1
        part = (epoch - epochs[right - 1]) / (epochs[right] - epochs[right - 1])
        heights = frame.heights(results.curves[:, right - 1 : right + 1])
        at = heights[:, 0] + part * (heights[:, 1] - heights[:, 0])
        (low, high), area = frame.y_range, frame.area
        away = np.abs(area.bottom() - (at - low) / (high - low) * area.height() - position.y())
        away = np.nan_to_num(away, nan=np.inf)
        run = int(away.argmin())
        reach_x = abs(frame.to_pixels(epoch, frame.y_at(area.center().y())).x() - position.x())
        return run if max(float(away[run]), reach_x) <= NEAR else -1

    def _clear(self) -> None:
        for curve in (self._best, self._opened, self._named):
            curve.setVisible(False)
        self.ends.show([])

    def _fit_losses(self, curves: Array) -> None:
        """Show all losses but the few that are far above all others."""
        seen = curves[np.isfinite(curves)]
        if self.frame.is_log:
            seen = seen[seen > 0.0]
        if len(seen):
            high = float(np.quantile(seen, 0.995)) if len(seen) > 200 else float(seen.max())
            low = float(seen.min())
            self.fit_y(low, max(high, low))
            bottom, top = self.frame.y_range
            if not self.frame.is_log and bottom < 0.0 <= low:
                self.set_y(0.0, top)  # a loss that is never below 0

    def _draw_run(self, curve: pg.PlotCurveItem, results: Results, run: int) -> None:
        if run < 0:
            curve.setVisible(False)
            return
        self.set_curve(curve, results.shown_epochs.astype(float), results.curves[run])

    def _line_ends(self, crop: Crop, results: Results) -> list[LineEnd]:
        ends = []
        if results.best >= 0 and not crop.is_outdated:
            text = _("best: {name}").format(name=words.run_name(crop, results.best))
            ends.append(LineEnd(text, "loss", self._end(results, results.best)))
        if crop.opened >= 0 and crop.opened != results.best:
            ends.append(LineEnd(_("this run"), "selection_text", self._end(results, crop.opened)))
        return ends

    def _end(self, results: Results, run: int) -> QPointF:
        """Return where a curve ends."""
        known = np.flatnonzero(np.isfinite(results.curves[run]))
        if not len(known):
            return QPointF(-1.0, -1.0)
        last = int(known[-1])
        return self.frame.to_pixels(
            float(results.shown_epochs[last]), float(results.curves[run, last])
        )

    def _middle(self, results: Results, run: int) -> QPointF:
        """Return a place in the middle of a curve, for its name."""
        k = len(results.shown_epochs)
        epoch, loss = results.shown_epochs[k // 3], results.curves[run, k // 3]
        return self.frame.to_pixels(float(epoch), float(loss))
