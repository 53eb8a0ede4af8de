"""Many starts: how they are drawn, and below it the curves or the paths of all runs, live."""

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.crop import Crop
from gdsim.scenario.starts import bounds_of
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.flat_button import FlatButton
from gdsim.views.plotting.log_switch import allow_powers, log_switch
from gdsim.views.restarts import restarts_words as words
from gdsim.views.restarts.curves_plot import CurvesPlot
from gdsim.views.restarts.paths_plot import PathsPlot
from gdsim.views.restarts.starts_controls import StartsControls
from gdsim.views.theme import Theme

CURVES, PATHS = 0, 1


class StartsPanel(QWidget):
    """The main panel of many starts.

    Attributes
    ----------
    controls : StartsControls
    curves : CurvesPlot
    paths : PathsPlot
        Where there are one or two parameters.
    mode_buttons : dict of int to FlatButton
        In the corner: curves or paths.
    log_button : FlatButton
        In the corner; the key L does the same.
    """

    heading_changed = Signal(str, str)
    starts_requested = Signal(object)
    starts_cancelled = Signal()
    start_opened = Signal(int)
    start_pointed = Signal(int)
    starts_marked = Signal(object)
    picture_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.caption = _("Many starts"), ""
        self._theme = theme
        self._crop: Crop | None = None
        self.controls = StartsControls(theme)
        self.curves, self.paths = CurvesPlot(theme), PathsPlot(theme)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.curves)
        self._stack.addWidget(self.paths)
        self._make_corner()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.controls)
        column.addWidget(self._stack, 1)
        self.controls.starts_requested.connect(self.starts_requested)
        self.controls.starts_cancelled.connect(self.starts_cancelled)
        for plot in (self.curves, self.paths):
            plot.start_opened.connect(self.start_opened)
            plot.start_pointed.connect(self.start_pointed)
            plot.picture_requested.connect(self.picture_requested)
        self.restyle(theme)

    def corner(self) -> QWidget:
        """Return the switches between curves and paths, and to powers of ten."""
        return self._corner

    def set_subject(self, subject: Subject) -> None:
        """Prepare for another scenario."""
        self.controls.set_subject(subject)
        allow_powers(self.log_button, is_allowed=subject.is_never_negative)
        has_paths = len(subject.names) <= 2
        for button in self.mode_buttons.values():
            button.setVisible(has_paths)
        self._set_mode(PATHS if bounds_of(subject) and has_paths else CURVES)
        self._show_messages(subject)
        self.show_harvest(None)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show nothing of a moment: many runs are not at one epoch of this run."""

    def show_harvest(self, crop: Crop | None) -> None:
        """Show what many starts have brought so far."""
        self._crop = crop
        self.controls.show_harvest(crop)
        self.curves.show_harvest(crop)
        self.paths.show_harvest(crop)
        caption = words.caption(crop)
        if crop is not None and crop.marked is not None and not crop.is_running:
            caption = _("{n} of {all} picked out · Esc shows all").format(
                n=f"{np.count_nonzero(crop.marked):,}", all=f"{len(crop.marked):,}"
            )
        if caption != self.caption:
            self.caption = caption
            self.heading_changed.emit(self.title, caption)
        self.setAccessibleDescription(
            words.summary(crop) if crop is not None else self.curves.messages[0].text
        )

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.controls.restyle(theme)
        self.curves.restyle(theme)
        self.paths.restyle(theme)
        for button in (*self.mode_buttons.values(), self.log_button):
            button.setFont(theme.font(0.9))

    @property
    def mode(self) -> int:
        """Whether curves or paths are shown."""
        return self._stack.currentIndex()

    def _make_corner(self) -> None:
        self._corner = QWidget()
        row = QHBoxLayout(self._corner)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        group = QButtonGroup(self)
        self.mode_buttons = {
            CURVES: FlatButton(
                _("Loss curves"), _("Shows the loss of every run by epoch."), is_switch=True
            ),
            PATHS: FlatButton(
                _("Paths"), _("Shows the way of every run over the loss."), is_switch=True
            ),
        }
        for mode, button in self.mode_buttons.items():
            group.addButton(button, mode)
            row.addWidget(button)
        group.idClicked.connect(self._set_mode)
        self.log_button = log_switch()
        self.log_button.toggled.connect(self._on_log)
        row.addWidget(self.log_button)

    def _set_mode(self, mode: int) -> None:
        self._stack.setCurrentIndex(mode)
        self.mode_buttons[mode].setChecked(True)
        self.log_button.setVisible(mode == CURVES)

    def _show_messages(self, subject: Subject) -> None:
        """Say what to press."""
        what = _("the same function") if bounds_of(subject) else _("the same network")
        if subject.network is None and not bounds_of(subject):
            what = _("the same guesses")
        n = f"{self.controls.settings.n:,}"
        first = _("Where a run begins decides where it ends.")
        second = _("Press “Train {n} times”: {what}, from {n} different starts.").format(
            n=n, what=what
        )
        for plot in (self.curves, self.paths):
            plot.set_messages(first, second)

    def _on_log(self, is_log: bool) -> None:
        self.curves.set_logarithmic(is_log=is_log)

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(self._theme.px(720), self._theme.px(330))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Switch the scale by L; Esc shows all runs again, or stops the training."""
        if event.key() == Qt.Key.Key_L and not event.modifiers() and self.mode == CURVES:
            self.log_button.click()
        elif event.key() == Qt.Key.Key_Escape and self.controls.is_running:
            self.starts_cancelled.emit()
        elif event.key() == Qt.Key.Key_Escape and self._crop and self._crop.marked is not None:
            self.starts_marked.emit(())
        else:
            super().keyPressEvent(event)
