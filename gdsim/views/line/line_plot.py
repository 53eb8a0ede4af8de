"""The data and the line through them, to be turned and shifted by hand: Snapshot -> plot."""

from math import nan

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from gdsim.engine.closed_form import ClosedForm, closed_form
from gdsim.engine.objective import NetworkObjective
from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.keys import ENTER
from gdsim.views.line import line_words as words
from gdsim.views.line.line_hand import Handle, LineHand
from gdsim.views.line.line_handles import LineHandles, Shown
from gdsim.views.line.line_picture import LinePicture
from gdsim.views.line.line_shape import Line, LineModel, model_of, slope_at, tilt_of
from gdsim.views.plotting.marks import Label
from gdsim.views.plotting.plots import GRAB, Plot
from gdsim.views.theme import Theme

STILL = 2.0
"""Pixels that a pressed mouse may tremble without moving the line."""
ON_DOT = 9.0
"""Pixels around a dot in which a click means it."""
LATE_MS = 12
"""After a move of the hand: by then the answer to it has come, unless there are many rows."""
UP_DOWN = {Qt.Key.Key_Up: 1.0, Qt.Key.Key_Down: -1.0}
SIDES = (Qt.Key.Key_Left, Qt.Key.Key_Right)


class LinePlot(Plot):
    """The rows as dots and the model as a line with handles.

    Dragging the ring at the line's end, or the line near it, turns the line about its pivot;
    dragging the ring at the pivot, or the line near that, shifts it. By keyboard Up and Down turn
    the line; Left and Right then choose between turn and shift, Enter keeps, Esc puts back.

    Attributes
    ----------
    handles : LineHandles
    hand : LineHand
        The line's place while it is held; the dial and the fields use it too.
    message : Label
        What stands in the place of a line that does not exist.
    """

    parameter_dragged = Signal(int, float)
    parameter_dropped = Signal(int, float)
    drag_cancelled = Signal()
    row_requested = Signal(int)
    line_shown = Signal()
    """The line, or the plot's scale, is another one now."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Line through the data"), parent)
        self._subject: Subject | None = None
        self._snapshot: Snapshot | None = None
        self._best: ClosedForm | None = None
        self._with_errors, self._with_best = True, False
        self.picture = LinePicture(self)
        self.handles = LineHandles(self, self.picture)
        self.message = self.add_mark(Label(theme, "muted", 1.0))
        self._near: Handle | None = None
        self._pressed_at, self._lever, self._grip = QPointF(), 0.0, 0.0
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(LATE_MS)
        self._late.timeout.connect(self.refresh)
        self.hand = LineHand(self)
        self.hand.moved.connect(self._on_moved)
        self.hand.dropped.connect(self.parameter_dropped)
        self.hand.cancelled.connect(self._on_cancelled)
        self.hand.changed.connect(self.refresh)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    # What is shown.

    @property
    def model(self) -> LineModel | None:
        """How theta becomes a line, None if it does not."""
        return self.hand.model

    @property
    def best(self) -> ClosedForm | None:
        """The line of least squares, None if it is not known."""
        return self._best

    @property
    def tilt(self) -> float:
        """The line's angle on the screen in degrees, NaN if there is no line."""
        line = self.hand.line
        return nan if line is None else tilt_of(line.slope, self._aspect)

    def set_subject(self, subject: Subject) -> None:
        """Prepare for another scenario."""
        self._subject, self._snapshot = subject, None
        model, objective = model_of(subject), subject.experiment.objective
        self.hand.set_model(model)
        is_line = model is not None and isinstance(objective, NetworkObjective)
        self._best = closed_form(objective) if is_line else None  # type: ignore[arg-type]
        self.picture.set_data(subject, model)
        self.refresh()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show this moment; a line in the hand stays there."""
        self._snapshot = snapshot
        self.hand.set_theta(snapshot.theta)
        self.refresh()

    def set_errors(self, is_shown: bool) -> None:
        """Draw how far off each row is, or not."""
        self._with_errors = is_shown
        self.refresh()

    def set_best(self, is_shown: bool) -> None:
        """Draw the line of least squares, or not."""
        self._with_best = is_shown
        self.refresh()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        super().restyle(theme)
        self.picture.restyle()

    def draw(self) -> None:
        """Bring data, line and handles onto the plot."""
        self._late.stop()
        line, snapshot, subject = self.hand.line, self._snapshot, self._subject
        for item in (self.box, self.axes):
            item.setVisible(self.model is not None)
        self._say_message("" if self.model is not None or subject is None else words.no_line())
        network = None if snapshot is None else snapshot.network
        if line is None or snapshot is None or network is None or subject is None:
            self.handles.hide()
            return
        if not self.hand.hand.is_busy:
            self.picture.fit(line)
        self._draw_line(line)
        self.picture.draw_rows(network, with_errors=self._with_errors)
        self.setAccessibleDescription(words.description(subject, snapshot, line))

    def tip_at(self, position: QPointF) -> str:
        """Explain what is under the mouse."""
        subject, snapshot = self._subject, self._snapshot
        if subject is None or snapshot is None or snapshot.network is None or self.model is None:
            return ""
        handle = self._handle_at(position)
        if handle is not None:
            return words.handle_tip(subject, self.model, handle)
        row = self.picture.row_at(position, ON_DOT * self.theme.scale)
        return words.row_tip(subject, row, snapshot.network) if row >= 0 else ""

    def takes_key(self, event: QKeyEvent) -> bool:
        """Whether the line wants this key."""
        key = event.key()
        if self.hand.line is None:
            return False
        is_in_hand = self.hand.held is not None
        return key in (*UP_DOWN, *ENTER) or (
            is_in_hand and (key in SIDES or key == Qt.Key.Key_Escape)
        )

    # What the dial and the fields do.

    def turn_to(self, tilt: float) -> None:
        """Turn the line to an angle on the screen, in degrees."""
        if self.model is not None:
            self.hand.choose(Handle.TURN)
            self.hand.hand.move(self.model.weight_of(slope_at(tilt, self._aspect)))

    def nudge(self, handle: Handle, direction: float, modifiers: Qt.KeyboardModifier) -> None:
        """Turn or shift the line by a step up or down."""
        if self.hand.parameter(handle) is not None:
            self.hand.choose(handle)
            self.hand.nudge(direction, modifiers, self.frame.x_range, self.frame.y_range)

    @property
    def _aspect(self) -> float:
        """Pixels of one unit of y over pixels of one unit of x."""
        (left, right), (low, high), area = self.frame.x_range, self.frame.y_range, self.frame.area
        if right <= left or high <= low:
            return 1.0
        return float(area.height() / (high - low) / (area.width() / (right - left)))

    def _draw_line(self, line: Line) -> None:
        model, subject = self.model, self._subject
        assert model is not None
        assert subject is not None
        is_best_shown = self._with_best and self._best is not None
        best = model.line(self._best.theta) if is_best_shown and self._best else None
        self.picture.draw(line, best)
        held = self.hand.held
        readout = words.readout(subject, model, self.hand.handle, line)
        near = None if held else self._near
        self.handles.show(Shown(model, line, best, near, held, readout))
        self.line_shown.emit()

    def _on_moved(self, parameter: int, value: float) -> None:
        self._late.start()  # the answer draws the rest, or this does if it takes long
        line = self.hand.line
        if line is not None and self.isVisible():
            self._draw_line(line)
        self.parameter_dragged.emit(parameter, value)

    def _on_cancelled(self) -> None:
        self.refresh()
        self.drag_cancelled.emit()

    def _say_message(self, text: str) -> None:
        size = self.message.set_text(text)
        center = QPointF(self.viewport().rect().center())
        self.message.move_to(center - QPointF(size.width() / 2.0, size.height() / 2.0))

    def _handle_at(self, position: QPointF) -> Handle | None:
        """Return what a press at this place would take: a ring, or the line near one."""
        if self.hand.line is None:
            return None
        handle = self.handles.at(position, GRAB * self.theme.scale)
        if handle is not None:
            return handle
        is_dot = self.picture.row_at(position, ON_DOT * self.theme.scale) >= 0
        reach = (0.3 if is_dot else 1.0) * GRAB * self.theme.scale
        is_near = self.picture.distance(position) <= reach
        return self.handles.nearer(position) if is_near else None

    def _grip_line(self, handle: Handle, line: Line, position: QPointF) -> None:
        """Remember where on the line the hand is, and by how much it is beside it."""
        assert self.model is not None
        (left, right), frame = self.frame.x_range, self.frame
        ring = self.handles.at(position, GRAB * self.theme.scale)
        pixel = position.x() if ring is None else self.handles.rings[ring].pos().x()
        x = float(np.clip(frame.x_at(pixel), left, right))
        self._lever = self.model.lever(x, right - left) if handle is Handle.TURN else x
        at = frame.to_pixels(self._lever, line.at(self._lever))
        is_seen = frame.area.adjusted(-2.0, -2.0, 2.0, 2.0).contains(at)
        self._grip = at.y() - position.y() if is_seen else 0.0  # a far line comes to the hand
        self._pressed_at = position

    # Mouse and keys.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the line, or select the row under the mouse."""
        position, line = event.position(), self.hand.line
        if event.button() != Qt.MouseButton.LeftButton or line is None:
            event.ignore()
            return
        handle = self._handle_at(position)
        if handle is not None:
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self._grip_line(handle, line, position)
            self.hand.press(handle)
            return
        self.hand.hand.let_go()
        row = self.picture.row_at(position, 1.5 * ON_DOT * self.theme.scale)
        if row >= 0:
            self.row_requested.emit(row)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the line, or show what a press would take."""
        position, hand = event.position(), self.hand.hand
        if not hand.is_dragging:
            self._hover(self._handle_at(position))
        elif hand.value is not None or abs(position.y() - self._pressed_at.y()) > STILL:
            left, right = self.frame.x_range
            y = self.frame.y_at(position.y() + self._grip)
            self.hand.move_through(self._lever, y, right - left)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop the line."""
        if event.button() == Qt.MouseButton.LeftButton and self.hand.hand.is_dragging:
            self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
            self.hand.hand.release()

    def leaveEvent(self, event: QEvent) -> None:
        """Show no longer what a press would take."""
        self._hover(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn or shift the line, take hold of it, let it go."""
        key, hand = event.key(), self.hand.hand
        if not self.takes_key(event):
            event.ignore()
        elif key == Qt.Key.Key_Escape:
            hand.cancel()
        elif hand.is_dragging:
            event.accept()
        elif key in ENTER:
            hand.let_go() if hand.is_held else hand.hold()
        elif key in SIDES:
            is_turn = self.hand.handle is Handle.TURN
            self.hand.choose(Handle.SHIFT if is_turn else Handle.TURN)
        else:
            if not hand.is_held:
                hand.hold()
            self.nudge(self.hand.handle, UP_DOWN[Qt.Key(key)], event.modifiers())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let go of the line."""
        super().focusOutEvent(event)
        if not self.hand.hand.is_dragging:
            self.hand.hand.let_go()

    def _hover(self, handle: Handle | None) -> None:
        """Show a hand and a halo where something can be taken."""
        is_near = handle is not None
        shape = Qt.CursorShape.OpenHandCursor if is_near else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        if handle is not self._near:
            self._near = handle
            self.refresh()
