"""Why not try them all: a grid over the parameters on screen, counted and timed, beside descent."""

from collections.abc import Sequence
from math import nan

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.effort import updates_by
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.counts import try_all_words as words
from gdsim.views.counts.facing_table import FacingTable
from gdsim.views.counts.growth_plot import GrowthPlot
from gdsim.views.number_field import NumberField
from gdsim.views.slider import Slider
from gdsim.views.text_label import TextLabel
from gdsim.views.theme import Theme
from gdsim.views.view import ShownRun

FEWEST, MOST, FIRST = 2, 100, 10
"""Values of each parameter."""


class TryAllPanel(QWidget):
    """How many combinations a grid has, what they would take, and what descent took instead.

    Attributes
    ----------
    slider : Slider
    field : NumberField
        How many values of each parameter; to look only, nothing is computed.
    plot : GrowthPlot
    lead, power : TextLabel
        What is multiplied, and what comes of it.
    table : FacingTable
    """

    needs = frozenset({"loss_seconds"})

    picture_requested = Signal()
    heading_changed = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.caption = _("Why not try them all?"), ""
        self._theme = theme
        self._subject: Subject | None = None
        self._run: ShownRun | None = None
        self._used: words.Used | None = None
        self._n_values, self._n_free, self._seconds = FIRST, 0, nan
        self.plot = GrowthPlot(theme)
        self.plot.picture_requested.connect(self.picture_requested)
        self.slider = self._make_slider()
        self.field = self._make_field()
        self.lead = TextLabel(theme, color="muted", elides=True)
        self.power = TextLabel(theme, size=1.5, bold=True, elides=True)
        self.in_words = TextLabel(theme, color="muted", elides=True)
        self.speed = TextLabel(theme, color="muted", size=0.9, elides=True)
        self._name = TextLabel(theme, _("values of each"), color="muted", size=0.9)
        self.table = FacingTable(theme)
        self._lay_out()
        self.restyle(theme)
        self._set_values(FIRST)

    def corner(self) -> QWidget | None:
        """Return nothing."""
        return None

    def set_subject(self, subject: Subject) -> None:
        """Count the parameters of another scenario."""
        is_same = self._subject is not None and (
            subject.experiment.objective is self._subject.experiment.objective
        )
        self._subject, self._run, self._used = subject, None, None
        self._n_free = int(np.count_nonzero(subject.experiment.settings.free))
        if not is_same:
            self._seconds = nan
            self.plot.show_speed(nan)
        self._show()

    def show_runs(self, runs: Sequence[ShownRun]) -> None:
        """Take the time that descent took from the current run."""
        self._run = next((run for run in runs if not run.is_ghost), None)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show what descent had used by this moment, and count what is free to move now."""
        if self._subject is None:
            return
        epochs = np.array([float(snapshot.epoch)])
        seconds = self._run.history.seconds_at(epochs) if self._run is not None else None
        gradients = round(float(updates_by(self._subject.experiment, epochs)[0]))
        self._used = words.Used(
            snapshot.epoch, gradients, None if seconds is None else float(seconds[0])
        )
        self._n_free = int(np.count_nonzero(snapshot.settings.free))
        self._show()

    def show_loss_seconds(self, seconds: float) -> None:
        """Show how long looks at the loss take here."""
        self._seconds = seconds
        self.plot.show_speed(seconds)
        self._show()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.plot.restyle(theme)
        for label in (self._name, self.lead, self.power, self.in_words, self.speed):
            label.restyle(theme)
        self.table.restyle(theme)
        self.field.setFont(theme.font())
        self.field.setFixedWidth(theme.px(56))
        self.slider.setMinimumWidth(theme.px(120))
        px = theme.px
        self._column.setContentsMargins(px(12), px(4), px(12), px(8))
        self._column.setSpacing(px(4))
        self._row.setSpacing(px(12))

    def _set_values(self, n_values: int) -> None:
        """Look at a grid of so many values of each parameter."""
        self._n_values = min(max(FEWEST, n_values), MOST)
        self.slider.set_position(self._n_values)
        self.field.set_number(self._n_values)
        self._show()

    def _show(self) -> None:
        k, p = self._n_values, self._n_free
        self.plot.show_grid(k, p)
        self.plot.show_used(self._used.gradients if self._used else 0)
        self.lead.set_text(words.lead(k, p))
        self.power.set_text(words.power_text(k, p) if p else "")
        self.in_words.set_text(words.in_words(k, p) if p else "")
        self.speed.set_text(words.speed(self._seconds))
        columns = words.facing(k, p, self._seconds, self._used)
        self.table.set_rows(words.rows(columns, self._used))
        for told in (self, self.plot):
            told.setAccessibleDescription(words.description(k, p, columns))

    def _on_entered(self, number: float) -> None:
        self._set_values(round(number))

    def _on_nudged(self, direction: float, modifiers: Qt.KeyboardModifier) -> None:
        step = 10 if modifiers & Qt.KeyboardModifier.ShiftModifier else 1
        self._set_values(self._n_values + round(direction) * step)

    def _make_slider(self) -> Slider:
        slider = Slider(range(FEWEST, MOST + 1))
        slider.setAccessibleName(_("Values of each parameter"))
        slider.setToolTip(_("How fine the grid would be, from 2 to 100 values; changes nothing."))
        slider.dragged.connect(self._set_values)
        slider.dropped.connect(self._set_values)
        return slider

    def _make_field(self) -> NumberField:
        tip = _("Values of each parameter, from 2 to 100: Enter takes them, Up and Down count.")
        field = NumberField(_("Values of each parameter"), tip, write=_whole)
        field.number_entered.connect(self._on_entered)
        field.number_nudged.connect(self._on_nudged)
        return field

    def _lay_out(self) -> None:
        self._row = QHBoxLayout()
        for part in (self._name, self.slider, self.field):
            self._row.addWidget(part)
        self._row.setStretch(1, 1)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._row)
        for label in (self.lead, self.power, self.in_words):
            self._column.addWidget(label)
        self._column.addWidget(self.plot, 1)
        self._column.addWidget(self.table)
        self._column.addWidget(self.speed)

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(self._theme.px(480), self._theme.px(420))

    def minimumSizeHint(self) -> QSize:
        """Return what is needed without the labels that give way."""
        return QSize(self._theme.px(240), self._theme.px(152))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave to the plot the room of what is said elsewhere too, where there is little."""
        super().resizeEvent(event)
        height = event.size().height()
        self.in_words.setVisible(height >= self._theme.px(360))
        self.speed.setVisible(height >= self._theme.px(320))
        self.lead.setVisible(height >= self._theme.px(280))
        self.plot.setVisible(height >= self._theme.px(200))


def _whole(number: float) -> str:
    return f"{number:.0f}"
