"""Runs beside each other: their losses along what they cost -> one line for each, with its name.

Along epochs a run with small batches looks quick; along rows, updates or seconds it may not be.
"""

from collections.abc import Sequence
from math import isfinite

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from gdsim.engine.arrays import Array
from gdsim.engine.history import LOSS
from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.effort import Effort, effort_by, epoch_by
from gdsim.scenario.quantities import short
from gdsim.scenario.ranges import spanned
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.effort_words import words_of
from gdsim.views.flat_button import FlatButton
from gdsim.views.plotting.line_ends import LineEnd, LineEnds
from gdsim.views.plotting.log_switch import allow_powers, log_switch
from gdsim.views.plotting.marks import Label, Ring, Stick
from gdsim.views.plotting.plots import Plot
from gdsim.views.plotting.run_lines import RunLines
from gdsim.views.runs.readout import Readout
from gdsim.views.theme import Theme
from gdsim.views.view import ShownRun

NAME_ROOM = 112
"""Room behind the lines for their names, where there are several."""
SHORT = 20
"""Below this end of the axis a tick could stand between two whole epochs."""


class ComparePlot(Plot):
    """The loss of all shown runs on a choice of axes.

    The crosshair reads every run at the same cost; a click shows the epoch that the current run
    had reached by then. Keys: X takes the next axis, L switches to powers of ten.

    Attributes
    ----------
    axis_button : FlatButton
        Offers the axes.
    log_button : FlatButton
    ends : LineEnds
        The names of the runs.
    readout : Label
        What each run had reached at the crosshair.
    """

    epoch_requested = Signal(int)
    heading_changed = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Runs compared"), parent)
        self.title, self.caption = _("Runs compared"), ""
        self.effort = Effort.EPOCHS
        self._runs: tuple[ShownRun, ...] = ()
        self._snapshot: Snapshot | None = None
        self._lines = RunLines(self)
        self.ends = LineEnds(self)
        self._hair = self.add_mark(Stick(theme, "faint"))
        self._ring = self.add_mark(Ring(theme, "selection", 6.0, 2.6))
        self._empty = self.add_mark(Label(theme))
        self.readout = Readout(self)
        self.axes.y_label = _("loss")
        self._axes = QActionGroup(self)
        self.axis_button, self.log_button = self._make_axis_button(), log_switch()
        self.log_button.toggled.connect(self._on_log)
        self.menu.addSeparator()
        self.menu.addAction(self.log_button.twin())
        self._corner = QWidget()
        row = QHBoxLayout(self._corner)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(4))
        row.addWidget(self.log_button)
        row.addWidget(self.axis_button)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def corner(self) -> QWidget:
        """Return the choice of the axis and the switch to powers of ten."""
        return self._corner

    def set_subject(self, subject: Subject) -> None:
        """Prepare for another scenario."""
        self._runs, self._snapshot = (), None
        allow_powers(self.log_button, is_allowed=subject.is_never_negative)
        self.forget_ranges()
        self.refresh()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show this moment."""
        self._snapshot = snapshot
        self.refresh()

    def show_runs(self, runs: Sequence[ShownRun]) -> None:
        """Show the losses of these runs."""
        self._runs = tuple(run for run in runs if run.history.n_epochs and run.subject)
        self.refresh()

    def set_effort(self, effort: Effort) -> None:
        """Compare along another measure of what runs cost."""
        self._axes.actions()[list(Effort).index(effort)].trigger()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self.ends.restyle(theme)
        super().restyle(theme)

    def draw(self) -> None:
        """Bring the lines and their names onto the plot."""
        known = [run for run in self._runs if self._cost(run, np.zeros(1)) is not None]
        losses = spanned(x for run in known for x in run.history.extent(LOSS))
        for item in (self.box, self.axes):
            item.setVisible(losses is not None)
        self._say_empty(len(known))
        self._hair.setVisible(False)
        self.readout.hide()
        if losses is not None:
            self._fit_across(known)
            self.fit_y(*losses)
        ends = self._lines.draw(known, LOSS, self._cost)
        self.ends.show(ends if len(ends) > 1 else [])
        self._draw_ring(known)
        self._tell(ends, known)

    def values_at(self, x: float) -> list[tuple[ShownRun, float | None]]:
        """Return the loss of each run at a place of the axis; None before its start or its end."""
        found: list[tuple[ShownRun, float | None]] = []
        for run in self._runs:
            epoch = self._epoch_at(run, x)
            value = None
            if epoch is not None:
                value = run.history.value(LOSS, epoch)
                if value is None:
                    value = float(run.history.series(LOSS, epoch, epoch, 4).values[0])
            found.append((run, value))
        return found

    def _fit_across(self, known: Sequence[ShownRun]) -> None:
        """Let the axis reach to the end of the longest run, with room for names behind it."""
        room = NAME_ROOM if len(known) > 1 else Plot.room_right
        if room != self.room_right:
            self.room_right = room
            self._lay_out()
        last = max(self._last(run) for run in known)
        is_counted = self.effort is not Effort.SECONDS
        self.axes.x_label = words_of(self.effort).label
        self.axes.x_text = _whole if is_counted and last < SHORT else None
        self.fit_x(0.0, last if last > 0.0 else 1.0, margin=0.0)

    def _cost(self, run: ShownRun, epochs: Array) -> Array | None:
        assert run.subject is not None
        return effort_by(self.effort, run.subject.experiment, run.history, epochs)

    def _last(self, run: ShownRun) -> float:
        cost = self._cost(run, np.array([float(run.history.n_epochs - 1)]))
        return float(cost[0]) if cost is not None else 0.0

    def _epoch_at(self, run: ShownRun, x: float) -> int | None:
        assert run.subject is not None
        return epoch_by(self.effort, run.subject.experiment, run.history, x)

    def _draw_ring(self, known: Sequence[ShownRun]) -> None:
        """Show where the current run is at the selected epoch."""
        snapshot = self._snapshot
        run = self._runs[0] if self._runs else None
        self._ring.setVisible(False)
        if snapshot is None or run is None or run not in known or not isfinite(snapshot.loss):
            return
        cost = self._cost(run, np.array([float(snapshot.epoch)]))
        if cost is not None:
            self._ring.setPos(self.frame.to_pixels(float(cost[0]), snapshot.loss))
            self._ring.setVisible(True)

    def _say_empty(self, n_known: int) -> None:
        text = ""
        if self._runs and not n_known:
            text = _("Nobody timed these epochs: they were read from a file.")
        elif len(self._runs) == 1:
            text = _("Ctrl+K keeps the run before an edit; then it is drawn here too.")
        self._empty.set_text(text)
        area = self.viewport().rect()
        size = self._empty.boundingRect().size()
        x = (area.width() - size.width()) / 2.0
        y = self.theme.px(2) if n_known else area.center().y()
        self._empty.move_to(QPointF(max(4.0, x), y))

    def _tell(self, ends: Sequence[LineEnd], known: Sequence[ShownRun]) -> None:
        """Say in words what is shown, and which runs are missing."""
        missing = len(self._runs) - len(known)
        caption = ""
        if missing and known:
            caption = _("not timed: {names}").format(
                names=", ".join(run.name for run in self._runs if run not in known)
            )
        if caption != self.caption:
            self.caption = caption
            self.heading_changed.emit(self.title, caption)
        parts = [
            _("{name}: {loss}").format(
                name=run.name or _("this run"),
                loss=short(float(run.history.series(LOSS, n, n, 4).values[-1])),
            )
            for run in known
            for n in (run.history.n_epochs - 1,)
        ]
        axis = words_of(self.effort).label
        self.setAccessibleDescription(
            _("Loss by {axis}; {parts}").format(axis=axis, parts="; ".join(parts)) if ends else ""
        )

    def _show_hair(self, x: float) -> None:
        area = self.frame.area
        pixel = round(self.frame.to_pixels(x, self.frame.y_at(area.bottom())).x()) + 0.5
        self._hair.set_line(QPointF(pixel, area.top()), QPointF(pixel, area.bottom()))
        head = words_of(self.effort).amount(x)
        lines = [
            _("{name} {loss}").format(
                name=run.name or _("loss"), loss="—" if value is None else short(value)
            )
            for run, value in self.values_at(x)
        ]
        self.readout.show(pixel, [head, *lines])

    def _make_axis_button(self) -> FlatButton:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for effort in Effort:
            words = words_of(effort)
            action = menu.addAction(words.label)
            action.setCheckable(True)
            action.setData(effort)
            action.setToolTip(words.tip)
            self._axes.addAction(action)
        self._axes.actions()[0].setChecked(True)
        self._axes.triggered.connect(self._on_axis)
        tip = _("Along what the runs are compared; changes only this plot (X).")
        button = FlatButton("", tip)
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        _name(button, self.effort)
        return button

    def _on_axis(self, action: QAction) -> None:
        self.effort = action.data()
        _name(self.axis_button, self.effort)
        self.forget_ranges()
        self.refresh()

    def _on_log(self, is_log: bool) -> None:
        self.set_log(is_log)
        self.refresh()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Show the epoch that the current run had reached there."""
        inside = self.frame.area.adjusted(-8, 0, 8, 40).contains(event.position())
        if event.button() != Qt.MouseButton.LeftButton or not self._runs or not inside:
            event.ignore()
            return
        x = self.frame.x_at(event.position().x())
        run = self._runs[0]
        epoch = self._epoch_at(run, min(max(0.0, x), self._last(run)))
        if epoch is not None:
            self.epoch_requested.emit(epoch)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read every run under the mouse."""
        if self._runs and self.frame.area.contains(event.position()):
            self._show_hair(self.frame.x_at(event.position().x()))
        else:
            self.leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the click."""
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Hide the crosshair."""
        self._hair.setVisible(False)
        self.readout.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the next axis by X, switch the scale by L."""
        if event.modifiers():
            event.ignore()
        elif event.key() == Qt.Key.Key_X:
            efforts = list(Effort)
            self.set_effort(efforts[(efforts.index(self.effort) + 1) % len(efforts)])
        elif event.key() == Qt.Key.Key_L:
            self.log_button.click()
        else:
            event.ignore()


def _whole(amount: float) -> str:
    """Write a tick of what comes in whole numbers; there is no half epoch."""
    return f"{round(amount):,}" if abs(amount - round(amount)) < 1e-6 else ""


def _name(button: QToolButton, effort: Effort) -> None:
    words = words_of(effort).label
    button.setText(_("by {axis} \N{BLACK DOWN-POINTING SMALL TRIANGLE}").format(axis=words))
    button.setAccessibleName(_("Compared by {axis}").format(axis=words))
