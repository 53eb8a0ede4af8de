"""The loss along one parameter, all others held: Snapshot -> curve, and a dot to drag along it."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QComboBox, QWidget

from gdsim.engine.arrays import Array
from gdsim.engine.history import LOSS, PARAMETERS
from gdsim.engine.snapshot import Slice, Snapshot
from gdsim.scenario.quantities import full, short
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.marks import Label
from gdsim.views.plot_frame import NONE
from gdsim.views.plots import GRAB, Plot, Stroke
from gdsim.views.slice_marks import SliceMarks, SliceState
from gdsim.views.slice_shape import Dot, dot_of, losses_to_see, moved_dot
from gdsim.views.theme import Theme
from gdsim.views.view import ShownRun

PATH_POINTS = 60
REST_MS = 600
"""After this long without a key a dot moved by keys is taken as dropped."""
NO_PATH: Array = np.empty((0, 2))

_STEPS = {
    Qt.KeyboardModifier.NoModifier: 1.0,
    Qt.KeyboardModifier.ShiftModifier: 10.0,
    Qt.KeyboardModifier.ControlModifier: 0.1,
}
"""Hundredths of the range that an arrow key moves the dot."""


class SlicePlot(Plot):
    """The training loss along the selected parameter, with the dot where the run is.

    The mouse drags the dot and a click elsewhere moves it there. By keyboard Enter, or a click on
    the dot, takes hold of it; Left and Right then move it, Esc lets go. While the dot is moved by
    hand the axes stay and the hand's place wins over that of snapshots.
    """

    parameter_dragged = Signal(int, float)
    parameter_dropped = Signal(int, float)
    drag_cancelled = Signal()
    parameter_requested = Signal(int)
    heading_changed = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Loss over one parameter"), parent)
        self.title, self.caption = _("Loss over one parameter"), ""
        self._subject: Subject | None = None
        self._snapshot: Snapshot | None = None
        self._before: Snapshot | None = None  # what was shown when the dot was grabbed
        self._run: ShownRun | None = None
        self._slice: Slice | None = None
        self._value: float | None = None  # where the hand has put the dot
        self._grip = 0.0  # from the mouse to the dot, in pixels
        self._is_dragging = self._has_moved = self._is_held = False
        self._average = self.add_curve(
            _("always guessing the average"), Stroke("muted", style=Qt.PenStyle.DashLine)
        )
        self._path_line = self.add_curve(_("earlier epochs, joined"), Stroke("faint", 1.2))
        self._curve = self.add_curve(_("loss"), Stroke("loss", 2.4), z=1.0)
        self._path_dots = self.add_dots(_("earlier epochs"), Stroke("faint", 6.5), z=2.0)
        self._marks = SliceMarks(self)
        self._message = self.add_mark(Label(theme, "muted", 1.0))
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._drop)
        self._chooser = self._make_chooser()

    def corner(self) -> QWidget:
        """Return the box that chooses the parameter."""
        return self._chooser

    def set_subject(self, subject: Subject) -> None:
        """Prepare for another scenario."""
        self._subject, self._snapshot, self._slice, self._run = subject, None, None, None
        self._let_go()
        self.forget_ranges()
        self._chooser.clear()
        self._chooser.addItems(list(subject.names))
        self.refresh()

    def show_runs(self, runs: Sequence[ShownRun]) -> None:
        """Take the earlier epochs from the current run."""
        self._run = next((run for run in runs if not run.is_ghost), None)
        self.refresh()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show this moment; a dot in the hand stays there."""
        parameter = snapshot.look.parameter
        if self._snapshot is not None and self._snapshot.look.parameter != parameter:
            self._slice = None
            self._let_go()
            self.forget_ranges()
        self._snapshot = snapshot
        if snapshot.slice is not None:
            self._slice = snapshot.slice
        if not self._is_in_hand:
            self._value = None
        self._chooser.setCurrentIndex(parameter)
        self._say_heading()
        self.refresh()
