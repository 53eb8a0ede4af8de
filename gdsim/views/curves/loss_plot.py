"""The loss by epoch: runs and the selected epoch -> curves, a ring, the numbers under the mouse."""

from math import isfinite

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gdsim.engine.descent import StopReason
from gdsim.engine.history import LOSS, TEST_LOSS, History, Series
from gdsim.scenario.quantities import brief_loss, full, short
from gdsim.scenario.ranges import Range, spanned
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.curves.epoch_plot import EpochPlot
from gdsim.views.flat_button import FlatButton
from gdsim.views.plotting.label_layout import moved_into
from gdsim.views.plotting.line_ends import LineEnd, LineEnds, end_of
from gdsim.views.plotting.log_switch import allow_powers, log_switch
from gdsim.views.plotting.marks import Label, Ring, Stick
from gdsim.views.plotting.plot_frame import NONE
from gdsim.views.plotting.plots import Stroke
from gdsim.views.plotting.run_marks import stroke_of
from gdsim.views.theme import Theme
from gdsim.views.view import ShownRun

DASHED = Qt.PenStyle.DashLine
PALE = 0.45
"""How much of its colour a curve keeps after the selected epoch."""
ROUNDING = 1e-15
"""A gap this small, as a part of the losses, is only their rounding."""
WIDE = 380.0
"""From this many pixels on the average line has room for a label."""


class LossPlot(EpochPlot):
    """The loss of every shown run, the current one strong up to the selected epoch.

    Attributes
    ----------
    log_button : FlatButton
        Switches the vertical axis; for the panel's corner. The key L does the same.
    gap_button : FlatButton
        Measures from the best known answer instead of from 0, where there is one. The key G does
        the same.
    stop_label : Label
        Why the run has ended.
    ends : LineEnds
        The names of the runs.
    """

    heading_changed = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Loss by epoch"), parent)
        self.title, self.caption = _("Loss by epoch"), ""
        self._average = self.add_curve(
            _("always guessing the average"),
            Stroke("muted", alpha=0.8, style=DASHED),
            is_level=True,
        )
        self._whole = [self.add_curve(_("loss"), Stroke("loss", 1.4))]  # one for each run
        self._past = self.add_curve(_("loss up to the selected epoch"), Stroke("loss", 2.0), z=3.0)
        self._test = self.add_curve(_("test loss"), Stroke("loss", 1.4, style=DASHED), z=2.0)
        self._series = Series(np.empty(0), np.empty(0))
        self._end = self.add_mark(Stick(theme, "muted", 1.0, Qt.PenStyle.DotLine))
        self._ring = self.add_mark(Ring(theme, "selection", 6.0, 2.6))
        self._average_label = self.add_mark(Label(theme))
        self.stop_label = self.add_mark(Label(theme, "text"))
        self.ends = LineEnds(self)
        self.log_button, self.gap_button = log_switch(), self._make_gap_switch()
        self.log_button.toggled.connect(self._on_log)
        self.gap_button.toggled.connect(self._on_gap)
        self._fill_menu()
        self._corner = QWidget()
        row = QHBoxLayout(self._corner)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.gap_button)
        row.addWidget(self.log_button)

    def corner(self) -> QWidget:
        """Return the switches to the gap and to a logarithmic axis."""
        return self._corner

    def set_subject(self, subject: Subject) -> None:
        """Prepare for another scenario."""
        self._series = Series(np.empty(0), np.empty(0))
        has_best = isfinite(subject.best_loss)
        self.gap_button.setVisible(has_best)
        self._gap_action.setVisible(has_best)
        if not has_best:
            self.gap_button.setChecked(False)
        allow_powers(self.log_button, is_allowed=self.is_gap or subject.is_never_negative)
        super().set_subject(subject)

    @property
    def is_gap(self) -> bool:
        """Whether losses are measured from the best known answer."""
        return self.gap_button.isChecked()

    @property
    def _base(self) -> float:
        """What is taken off every loss before it is drawn."""
        return self._subject.best_loss if self.is_gap and self._subject is not None else 0.0

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self.ends.restyle(theme)
        super().restyle(theme)

    def draw(self) -> None:
        """Bring the curves and the ring onto the plot."""
        self.fit_epochs()
        self.make_room(sum(run.history.n_epochs > 0 for run in self._runs) > 1)
        losses = self._losses_to_see()
        has_any = losses is not None
        for item in (self.box, self.axes):
            item.setVisible(has_any)
        if losses is not None:
            self.fit_y(*losses)
        n_points = max(64, round(self.frame.area.width()))
        ends = self._draw_runs(n_points)
        ends += self._draw_test(n_points)
        self._draw_average()
        self._draw_selected()
        self._draw_stop()
        self.ends.show(ends)
        self.hide_hair()
        self.setAccessibleDescription(self._description())

    def readout_at(self, epoch: int, position: QPointF) -> str:
        """Return the exact loss, and that of held-out rows if there are any."""
        history = self.history
        if history is None:
            return ""
        loss = self._loss_at(history, LOSS, epoch)
        text = _("epoch {epoch} · loss {loss}").format(epoch=f"{epoch:,}", loss=short(loss))
        if self.is_gap:
            gap = loss - self._base
            is_real = gap > ROUNDING * max(abs(self._base), abs(history.first_loss))
            text += _(" · gap {gap}").format(gap=short(gap if is_real else 0.0))
        if self._has_test():
            test = short(self._loss_at(history, TEST_LOSS, epoch))
            text += _(" · test {loss}").format(loss=test)
        return text

    def tip_at(self, position: QPointF) -> str:
        """Give the selected loss whole; explain the average line."""
        if self._ring.isVisible() and self._snapshot is not None:
            offset = position - self._ring.pos()
            if offset.manhattanLength() < 14.0:
                return _("Epoch {epoch}\nloss = {loss}").format(
                    epoch=self.epoch, loss=full(self._snapshot.loss)
                )
        average = self._subject.average_loss if self._subject else np.nan
        if isfinite(average) and self._average.isVisible():
            y = self.frame.to_pixels(0.0, average).y()
            if abs(position.y() - y) < 5.0:
                return _("Always guessing the average costs {loss}.").format(loss=short(average))
        return ""

    def _loss_at(self, history: History, column: int, epoch: int) -> float:
        """Return a loss at an epoch; where several share a bucket, the one of the plot."""
        if self._snapshot is not None and epoch == self._snapshot.epoch:
            return self._snapshot.loss if column == LOSS else self._snapshot.test_loss
        value = history.value(column, epoch)
        if value is None:
            value = float(history.series(column, epoch, epoch, 4).values[0])
        return value

    def _has_test(self) -> bool:
        return self._subject is not None and self._subject.experiment.held_out is not None

    def _losses_to_see(self) -> Range | None:
        shown = [run.history for run in self._runs if run.history.n_epochs]
        # Another one that diverged leaves the plot: beside its heights all else would be flat.
        shown = [h for h in shown if h is self.history or not _has_diverged(h)]
        if self.is_gap:
            return self._gaps_to_see(shown)
        columns = [LOSS, TEST_LOSS] if self._has_test() else [LOSS]
        found = spanned(x for h in shown for c in columns for x in h.extent(c))
        if found is None or self._subject is None:
            return found
        average = self._subject.average_loss
        if isfinite(average) and found[1] < average <= found[0] + 3.0 * (found[1] - found[0]):
            return found[0], average
        return found

    def _draw_runs(self, n_points: int) -> list[LineEnd]:
        """Draw every run; return the ends of those that need a label."""
        ends = []
        is_alone = sum(not run.is_ghost for run in self._runs) == 1
        while len(self._whole) < len(self._runs):
            self._whole.append(self.add_curve("", Stroke("loss")))
        current = self.history
        for run, curve in zip(self._runs, self._whole, strict=False):
            series = run.history.series(LOSS, 0, run.history.n_epochs - 1, n_points)
            if run.history is current:
                self._series = series
            self.set_stroke(curve, _stroke_of(run))
            self.rename(curve, run.name or _("loss"))
            series = series._replace(values=series.values - self._base)
            self.set_curve(curve, series.epochs, series.values)
            if len(series.epochs) and (run.is_ghost or not is_alone):
                end = self.frame.to_pixels(series.epochs[-1], series.values[-1])
                ends.append(end_of(run, QPointF(end.x(), max(end.y(), self.frame.area.top()))))
        for curve in self._whole[len(self._runs) :]:
            curve.setVisible(False)
        return ends

    def _draw_test(self, n_points: int) -> list[LineEnd]:
        history = self.history
        if history is None or not self._has_test() or self.is_gap:
            self._test.setVisible(False)
            return []
        series = history.series(TEST_LOSS, 0, self.newest, n_points)
        self.set_curve(self._test, series.epochs, series.values)
        end = self.frame.to_pixels(series.epochs[-1], series.values[-1])
        return [LineEnd(_("test"), "loss", end)]

    def _draw_average(self) -> None:
        average = self._subject.average_loss if self._subject and not self.is_gap else np.nan
        x = np.array(self.frame.x_range)
        self.set_curve(self._average, x, np.full(2, average))
        area = self.frame.area
        y = self.frame.to_pixels(x[0], average).y()
        is_seen = isfinite(average) and area.top() < y < area.bottom() and area.width() >= WIDE
        self._average_label.setVisible(is_seen)
        if is_seen:
            text = _("always guessing the average: {loss}").format(loss=brief_loss(average))
            size = self._average_label.set_text(text)
            corner = QPointF(area.right() - size.width(), y - size.height() - 1.0)
            self._average_label.move_to(corner)

    def _draw_selected(self) -> None:
        """Draw the curve strong up to the selected epoch, and the ring there."""
        snapshot, (epochs, values) = self._snapshot, self._series
        self._ring.setVisible(snapshot is not None and self.history is not None)
        if snapshot is None or self.history is None:
            self._past.setVisible(False)
            return
        n = int(np.searchsorted(epochs, snapshot.epoch))
        height = snapshot.loss - self._base
        past = np.append(epochs[:n], snapshot.epoch), np.append(values[:n] - self._base, height)
        self.set_curve(self._past, *past)
        at = self.frame.to_pixels(snapshot.epoch, height)
        self._ring.setPos(at)
        self._ring.setVisible(self.frame.area.adjusted(-1, -1, 1, 1).contains(at))

    def _draw_stop(self) -> None:
        stop = self.history.stop if self.history else None
        is_seen = self.history is not None and _has_diverged(self.history)
        self._end.setVisible(is_seen)
        self.stop_label.setVisible(is_seen)
        if stop is not None and is_seen:
            area = self.frame.area
            x = area.left() + stop.epoch / self.frame.x_range[1] * area.width()
            self._end.set_line(QPointF(x, area.top()), QPointF(x, area.bottom()))
            text = _("diverged at epoch {epoch}").format(epoch=f"{stop.epoch:,}")
            size = self.stop_label.set_text(text)
            box = QRectF(QPointF(x + 4.0, area.center().y()), size)
            self.stop_label.move_to(moved_into(box, area).topLeft())

    def _description(self) -> str:
        """Return the state in a sentence, for those who cannot see the plot."""
        if self._snapshot is None:
            return ""
        text = _("epoch {epoch}, loss {loss}").format(
            epoch=self.epoch, loss=short(self._snapshot.loss)
        )
        before = self.history.value(LOSS, self.epoch - 1) if self.history else None
        if before is not None and before != self._snapshot.loss:
            text += _(", falling") if before > self._snapshot.loss else _(", rising")
        return text

    def _make_gap_switch(self) -> FlatButton:
        tip = _(
            "Shows by how much the loss is above the least one that there is, in powers of ten (G)."
        )
        return FlatButton(_("gap"), tip, name=_("Gap to the best answer"), is_switch=True)

    def _fill_menu(self) -> None:
        """Give the context menu the same switches."""
        self._gap_action = self.gap_button.twin()
        self.menu.addSeparator()
        self.menu.addActions([self.log_button.twin(), self._gap_action])

    def _toggle_gap(self) -> None:
        """Look at the gap, or not, where it is known."""
        if self._subject is not None and isfinite(self._subject.best_loss):
            self.gap_button.toggle()

    def _on_gap(self, is_gap: bool) -> None:
        title = _("Gap to the best answer") if is_gap else _("Loss by epoch")
        if title != self.title:
            self.title = title
            self.heading_changed.emit(title, self.caption)
        self.frame.y_range = NONE
        is_allowed = is_gap or self._subject is None or self._subject.is_never_negative
        allow_powers(self.log_button, is_allowed=is_allowed)
        self.log_button.setChecked(is_gap)
        self.refresh()

    def _gaps_to_see(self, histories: list[History]) -> Range | None:
        """Return the least and the largest gap; one that has closed is below what is seen."""
        highs = [h.extent(LOSS)[1] - self._base for h in histories]
        found = spanned(gap for gap in highs if gap > 0.0)
        if found is None:
            return None
        lows = [self._least_gap(h) for h in histories]
        return min([low for low in lows if low > 0.0], default=found[0]), found[1]

    def _least_gap(self, history: History) -> float:
        """Return the least gap above 0 that is more than the rounding of the losses."""
        values = history.series(LOSS, 0, history.n_epochs - 1, 1000).values - self._base
        real = values[values > ROUNDING * max(abs(self._base), abs(history.first_loss))]
        return float(real.min(initial=np.inf)) if len(real) else 0.0

    def _on_log(self, is_log: bool) -> None:
        self.set_log(is_log)
        self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Switch the scale by L, the gap by G; the rest is about epochs."""
        if event.key() == Qt.Key.Key_L and not event.modifiers():
            self.log_button.click()
        elif event.key() == Qt.Key.Key_G and not event.modifiers():
            self._toggle_gap()
        else:
            super().keyPressEvent(event)


def _has_diverged(history: History) -> bool:
    return history.stop is not None and history.stop.reason is StopReason.DIVERGED


def _stroke_of(run: ShownRun) -> Stroke:
    return Stroke(run.color, 1.4, PALE) if run.color == "loss" else stroke_of(run)
