"""The loss along one parameter, all others held: Snapshot -> curve, and a dot to drag along it."""

from collections.abc import Sequence
from math import hypot

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QComboBox, QWidget

from gdsim.engine.arrays import Array
from gdsim.engine.history import LOSS, PARAMETERS
from gdsim.engine.snapshot import Slice, Snapshot
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.keys import ENTER, step_factor
from gdsim.views.plotting.hand import Hand
from gdsim.views.plotting.marks import Label, Ring
from gdsim.views.plotting.plots import GRAB, Plot, Stroke
from gdsim.views.slice import slice_words as words
from gdsim.views.slice.slice_marks import SliceMarks, SliceState
from gdsim.views.slice.slice_shape import Dot, dot_of, losses_to_see, moved_dot
from gdsim.views.theme import Theme
from gdsim.views.view import ShownRun

PATH_POINTS = 60
STILL = 2.0
"""Pixels that a pressed mouse may tremble without moving the dot."""
LATE_MS = 12
"""After a move of the hand: by then the answer to it has come, unless the network is large."""
ARROWS = {Qt.Key.Key_Left: -1.0, Qt.Key.Key_Right: 1.0}


class SlicePlot(Plot):
    """The training loss along the selected parameter, with the dot where the run is.

    The mouse drags the dot and a click elsewhere moves it there. By keyboard Enter, or a click on
    the dot, takes hold of it; Left and Right then move it by a hundredth of the range (Shift: ten
    times that, Ctrl: a tenth), Esc lets go. While the dot is in the hand the axes stay as they
    are and its place wins over that of snapshots.

    Attributes
    ----------
    slice_marks : SliceMarks
        The dot and what stands around it.
    message : Label
        What stands in the place of a curve that does not exist.
    readout : Label
        The numbers at the place under the mouse.
    """

    is_revealed = True
    """Whether the curve and its lowest point are seen, or only the dot on it."""

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
        self._settled: Snapshot | None = None  # the last one that the hand did not ask for
        self._run: ShownRun | None = None
        self._slice: Slice | None = None
        self._pressed_at, self._grip = QPointF(), 0.0
        self._average = self.add_curve(
            _("always guessing the average"),
            Stroke("muted", alpha=0.8, style=Qt.PenStyle.DashLine),
            is_level=True,
        )
        self._path_line = self.add_curve(_("earlier epochs, joined"), Stroke("faint", 1.2), z=1.0)
        self._curve = self.add_curve(_("loss"), Stroke("loss", 2.4), z=2.0)
        self._path_dots = self.add_dots(_("earlier epochs"), Stroke("faint", 6.5), z=3.0)
        self.slice_marks = SliceMarks(self)
        self._ghost = self.add_mark(Ring(theme, "loss", 3.0, 2.0))
        self.readout = self.add_mark(Label(theme, "muted"))
        self.message = self.add_mark(Label(theme, "muted", 1.0))
        self._chooser = QComboBox()
        self._chooser.setAccessibleName(_("Parameter"))
        self._chooser.setToolTip(_("Which parameter the curve runs along; selects it everywhere."))
        self._chooser.activated.connect(self.parameter_requested)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(LATE_MS)
        self._late.timeout.connect(self.refresh)
        self._hand = Hand(self)
        self._hand.moved.connect(self._tell_moved)
        self._hand.dropped.connect(self._tell_dropped)
        self._hand.cancelled.connect(self._tell_cancelled)
        self._hand.changed.connect(self._on_hand_changed)

    def corner(self) -> QWidget:
        """Return the box that chooses the parameter."""
        return self._chooser

    def set_subject(self, subject: Subject) -> None:
        """Prepare for another scenario."""
        self._subject, self._slice, self._run = subject, None, None
        self._snapshot = self._settled = None
        self._hand.forget()
        self.forget_ranges()
        self._chooser.clear()
        self._chooser.addItems(list(subject.names))
        self.refresh()

    def show_runs(self, runs: Sequence[ShownRun]) -> None:
        """Take the earlier epochs from the current run."""
        run = next((run for run in runs if not run.is_ghost), None)
        is_same = run is not None and self._run is not None and run.history is self._run.history
        self._run = run
        if not is_same:  # else a snapshot will come that says which of its epochs are earlier
            self.refresh()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show this moment; a dot in the hand stays there."""
        parameter = snapshot.look.parameter
        if self._snapshot is not None and self._snapshot.look.parameter != parameter:
            self._slice = None
            self._hand.forget()
            self.forget_ranges()
        self._snapshot = snapshot
        if snapshot.slice is not None and not self._hand.is_busy:
            self._slice = snapshot.slice  # else it is the same curve: only its parameter moves
        self._hand.settle()
        if not self._hand.is_busy:
            self._settled = snapshot
        self._chooser.setCurrentIndex(parameter)
        self._say_heading()
        self.refresh()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        super().restyle(theme)
        self._chooser.setFont(theme.font())

    def draw(self) -> None:
        """Bring curve, path and marks onto the plot."""
        self._late.stop()
        snapshot, part, subject = self._snapshot, self._slice, self._subject
        is_cut = self._is_cut()
        is_shown = snapshot is not None and part is not None and not is_cut
        for item in (self.box, self.axes):
            item.setVisible(is_shown)
        self._hide_hover()
        self._say_message(words.message(self._name, is_cut=is_cut))
        if snapshot is None or part is None or subject is None or is_cut:
            self.slice_marks.hide()
            return
        dot = self._dot(snapshot, part)
        path = self._path(snapshot, dot)
        self._fit(part, dot, path[:, 1], subject.average_loss)
        self._curve.setVisible(False)
        if self.is_revealed:
            self.set_curve(self._curve, part.values, part.losses)
        self.set_curve(self._path_line, path[:, 0], path[:, 1])
        self.set_curve(self._path_dots, path[:-1, 0], path[:-1, 1])
        level = np.full(2, subject.average_loss)
        self.set_curve(self._average, np.array(self.frame.x_range), level)
        is_free = bool(snapshot.settings.free[snapshot.look.parameter])
        curve = np.column_stack([part.values, part.losses])
        lowest = part.lowest if self.is_revealed else (np.nan, np.nan)
        text, average = self.lowest_text(part), subject.average_loss
        self.slice_marks.show(
            SliceState(self._name, dot, is_free, lowest, text, average, curve, path)
        )
        self.slice_marks.ring.set_halo("held" if self._hand.is_held else "soft")
        self.setAccessibleDescription(words.description(self._name, dot, is_free=is_free))

    def heading(self) -> tuple[str, str]:
        """Return title and caption."""
        return words.heading(self._name, is_cut=self._is_cut(), is_held=self._hand.is_held)

    def lowest_text(self, part: Slice) -> str:
        """Return what the lowest point is called."""
        return words.lowest(self._name)

    def tip_at(self, position: QPointF) -> str:
        """Explain the label or the grey points under the mouse."""
        if self._snapshot is None or self._slice is None:
            return ""
        dot = self._dot(self._snapshot, self._slice)
        for x, y in self._path(self._snapshot, dot)[:-1].tolist():
            if (self.frame.to_pixels(x, y) - position).manhattanLength() < 10.0:
                return words.path_tip(self._name)
        if self._is_near_dot(position):
            return words.dot_tip(self._name, dot)
        return self.slice_marks.tip_at(position)

    def takes_key(self, event: QKeyEvent) -> bool:
        """Whether the dot, which is held, wants this key."""
        if event.key() in ENTER:
            return self._can_move()
        is_in_hand = self._hand.is_held or self._hand.is_dragging
        return is_in_hand and (event.key() in ARROWS or event.key() == Qt.Key.Key_Escape)

    @property
    def _name(self) -> str:
        if self._subject is None or self._snapshot is None:
            return ""
        return self._subject.names[self._snapshot.look.parameter]

    def _is_cut(self) -> bool:
        if self._subject is None or self._snapshot is None:
            return False
        return bool(self._subject.experiment.objective.cut[self._snapshot.look.parameter])

    def _can_move(self) -> bool:
        return self._snapshot is not None and self._slice is not None and not self._is_cut()

    def _dot(self, snapshot: Snapshot, part: Slice) -> Dot:
        if self._hand.value is None:
            return dot_of(snapshot)
        return moved_dot(self._hand.value, part, snapshot)

    def _path(self, snapshot: Snapshot, dot: Dot) -> Array:
        """Return value and loss (n, 2) of earlier epochs and, last, of where the run is."""
        if self._hand.value is not None and self._settled is not None:
            dot = dot_of(self._settled)
        present = np.array([[dot.value, dot.loss]])
        if self._run is None or not snapshot.epoch or not self._run.history.n_epochs:
            return present
        columns = [PARAMETERS + snapshot.look.parameter, LOSS]
        _epochs, points = self._run.history.points(columns, snapshot.epoch - 1, PATH_POINTS)
        return np.vstack([points.T, present])

    def _fit(self, part: Slice, dot: Dot, path: Array, average: float) -> None:
        """Choose the ranges, which stay while the dot is in the hand."""
        is_new = self.frame.x_range[0] == self.frame.x_range[1]
        if self._hand.is_busy and not is_new:
            return
        self.axes.x_label = self._name
        self.set_x(float(part.values[0]), float(part.values[-1]))
        losses = losses_to_see(part, dot.loss, path, average)
        if losses is not None:
            self.fit_y(*losses)

    def _say_heading(self) -> None:
        title, caption = self.heading()
        if (title, caption) != (self.title, self.caption):
            self.title, self.caption = title, caption
            self.heading_changed.emit(title, caption)

    def _say_message(self, text: str) -> None:
        size = self.message.set_text(text)
        center = QPointF(self.viewport().rect().center())
        self.message.move_to(center - QPointF(size.width() / 2.0, size.height() / 2.0))

    # Mouse and keys.

    def _tell_moved(self, value: float) -> None:
        assert self._snapshot is not None
        if self._slice is not None:
            self.slice_marks.move_dot(self._dot(self._snapshot, self._slice))
        self._late.start()  # the answer draws the rest, or this does if it takes long
        self.parameter_dragged.emit(self._snapshot.look.parameter, value)

    def _tell_dropped(self, value: float) -> None:
        assert self._snapshot is not None
        self.parameter_dropped.emit(self._snapshot.look.parameter, value)

    def _tell_cancelled(self) -> None:
        self._snapshot = self._settled
        self.refresh()
        self.drag_cancelled.emit()

    def _on_hand_changed(self) -> None:
        if self._snapshot is not None:
            self._say_heading()
        self.refresh()

    def _is_near_dot(self, position: QPointF) -> bool:
        ring, offset = self.slice_marks.ring, position - self.slice_marks.ring.pos()
        return ring.isVisible() and hypot(offset.x(), offset.y()) <= GRAB * self.theme.scale

    def _value_at(self, pixel: float) -> float:
        low, high = self.frame.x_range
        return float(min(max(self.frame.x_at(pixel), low), high))

    def _show_hover(self, position: QPointF) -> None:
        """Show where on the curve a click would put the dot, and the numbers there."""
        part = self._slice
        is_open = self.is_revealed and self._can_move()
        if part is None or not is_open or not self.frame.area.contains(position):
            self._hide_hover()
            return
        value = self._value_at(position.x())
        with np.errstate(all="ignore"):
            loss = float(np.interp(value, part.values, part.losses))
        at = self.frame.to_pixels(value, loss)
        self._ghost.setPos(at)
        self._ghost.setVisible(self.frame.area.contains(at))
        size = self.readout.set_text(words.readout(self._name, value, loss))
        self.readout.move_to(self.slice_marks.free_corner(size))

    def _hide_hover(self) -> None:
        self._ghost.setVisible(False)
        self.readout.setVisible(False)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the dot, or bring it here."""
        position = event.position()
        if event.button() != Qt.MouseButton.LeftButton or not self._can_move():
            event.ignore()
            return
        if not self._is_near_dot(position) and not self.frame.area.contains(position):
            self._hand.let_go()
            return
        self._hide_hover()
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        is_on_dot = self._is_near_dot(position)
        self._pressed_at = position
        self._grip = self.slice_marks.ring.pos().x() - position.x() if is_on_dot else 0.0
        self._hand.press()
        if not is_on_dot:
            self._hand.move(self._value_at(position.x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the dot, or show what a press would do."""
        position = event.position()
        if not self._hand.is_dragging:
            is_near = self._can_move() and self._is_near_dot(position)
            shape = Qt.CursorShape.OpenHandCursor if is_near else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            self._show_hover(position)
        elif self._hand.value is not None or (abs(position.x() - self._pressed_at.x()) > STILL):
            self._hand.move(self._value_at(position.x() + self._grip))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop the dot."""
        if event.button() == Qt.MouseButton.LeftButton and self._hand.is_dragging:
            self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
            far = abs(event.position().x() - self._pressed_at.x())
            self._hand.release(is_click=far <= STILL)

    def leaveEvent(self, event: QEvent) -> None:
        """Show no longer what a press would do."""
        self._hide_hover()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take hold of the dot, move it, let it go."""
        if not self.takes_key(event):
            event.ignore()
        elif event.key() == Qt.Key.Key_Escape:
            self._hand.cancel()
        elif event.key() in ENTER:
            self._hand.toggle()
        else:
            self._nudge(ARROWS[Qt.Key(event.key())], event.modifiers())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let go of the dot."""
        super().focusOutEvent(event)
        if not self._hand.is_dragging:
            self._hand.let_go()

    def _nudge(self, direction: float, modifiers: Qt.KeyboardModifier) -> None:
        if self._snapshot is None or self._hand.is_dragging:
            return
        low, high = self.frame.x_range
        now = self._hand.value
        if now is None:
            now = float(self._snapshot.theta[self._snapshot.look.parameter])
        value = now + direction * step_factor(modifiers) * (high - low) / 100.0
        self._hand.move(min(max(value, low), high))
