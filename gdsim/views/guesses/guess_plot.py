"""Guesses beside the truth: Snapshot -> a pair of dots for each category, a square for each error.

Every guess can be dragged, by mouse or keys.
"""

from math import hypot

from PySide6.QtCore import QEvent, QPointF, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.subject import Subject
from gdsim.views.guesses import guess_layout as layout
from gdsim.views.guesses import guess_words as words
from gdsim.views.guesses.guess_picture import GuessPicture
from gdsim.views.guesses.guess_points import Points, take_points
from gdsim.views.keys import ENTER
from gdsim.views.plotting.hand import Hand
from gdsim.views.plotting.plots import GRAB
from gdsim.views.theme import Theme

STILL = 2.0
"""Pixels that a pressed mouse may tremble without moving a guess."""
MOVES = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
CHOICES = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}


class GuessPlot(GuessPicture):
    """Guesses and truths by category, with squares for the errors.

    The mouse drags a guess, and a click elsewhere in its column moves it there. By keyboard Enter,
    or a click on a guess, takes hold of the selected one; Up and Down then move it by a nice step
    (Shift: ten times that), Left and Right choose another, Esc lets go. While a guess is in the
    hand the axis stays as it is and its place wins over that of snapshots.

    Attributes
    ----------
    title, caption : str
    """

    parameter_dragged = Signal(int, float)
    parameter_dropped = Signal(int, float)
    drag_cancelled = Signal()
    parameter_requested = Signal(int)
    heading_changed = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.title, self.caption = words.title(), words.caption(is_held=False)
        self._subject: Subject | None = None
        self._snapshot: Snapshot | None = None
        self._settled: Snapshot | None = None  # the last one that the hand did not ask for
        self._number, self._awaited = 0, -1  # the guess in the hand; one asked for
        self._pointed = -1
        self._pressed_at, self._grip = QPointF(), 0.0
        self._hand = Hand(self)
        self._hand.moved.connect(self._tell_moved)
        self._hand.dropped.connect(self._tell_dropped)
        self._hand.cancelled.connect(self._tell_cancelled)
        self._hand.changed.connect(self._on_hand_changed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    # What the window calls.

    def set_subject(self, subject: Subject) -> None:
        """Prepare for another scenario; nothing is shown of the one before."""
        self._subject, self._snapshot, self._settled = subject, None, None
        self._number, self._awaited, self._pointed = 0, -1, -1
        self._hand.forget()
        self.forget_ranges()
        self._say_heading()
        self.refresh()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show this moment; a guess in the hand stays there."""
        self._snapshot = snapshot
        self._follow(snapshot.look.parameter)
        self._hand.settle()
        if not self._hand.is_busy:
            self._settled = snapshot
        self._say_heading()
        self.refresh()

    def set_hovered(self, parameter: int | None) -> None:
        """Preview a guess that is pointed at here or elsewhere."""
        pointed = -1 if parameter is None else parameter
        if pointed != self._pointed:
            self._pointed = pointed
            self.refresh()

    # What the plot asks.

    @property
    def pointed(self) -> int:
        """The guess under the mouse, or -1."""
        return self._pointed

    @property
    def is_in_hand(self) -> bool:
        """Whether the selected guess is in the hand, by mouse or keyboard."""
        return self._hand.is_dragging or self._hand.is_held

    @property
    def is_axis_kept(self) -> bool:
        """Whether the axis stays as it is, because a guess is being moved."""
        return self._hand.is_busy

    def pairs(self) -> Points | None:
        """Return what is shown now, with the guess in the hand where the hand has put it."""
        if self._snapshot is None:
            return None
        points = take_points(self._subject, self._snapshot.theta, self._number)
        if points is None or self._hand.value is None:
            return points
        return points.moved(self._number, self._hand.value)

    def tip_at(self, position: QPointF) -> str:
        """Say all about the pair under the mouse."""
        points, number = self.pairs(), self._guess_at(position)
        if points is None or number < 0:
            return ""
        return words.tip(points, number)

    def takes_key(self, event: QKeyEvent) -> bool:
        """Whether a key is for the guess in the hand, or takes hold of one."""
        if self._hand.is_held:
            return event.key() in {*MOVES, *CHOICES, *ENTER, Qt.Key.Key_Escape}
        if self._hand.is_dragging:
            return event.key() == Qt.Key.Key_Escape
        return self.hasFocus() and event.key() in ENTER and self._can_move(self._number)

    # How it is touched.

    def _follow(self, parameter: int) -> None:
        """Take over the selection, unless the hand or a later wish says otherwise."""
        if parameter == self._awaited:
            self._awaited = -1
        if self._awaited < 0 and parameter != self._number and not self._hand.is_dragging:
            self._hand.forget()
            self._number = parameter

    def _choose(self, number: int) -> None:
        """Select a guess; the one before is let go where it is."""
        if number != self._number:
            self._hand.drop()
            self._hand.value = None
            self._number = self._awaited = number
            self.parameter_requested.emit(number)

    def _can_move(self, number: int) -> bool:
        points = self.pairs()
        return points is not None and number < points.n_points and not points.cut[number]

    def _guess_at(self, position: QPointF) -> int:
        """Return the guess that the mouse would take here, -1 for none."""
        reach, picture = GRAB * self.theme.scale, self.marks.picture
        if picture is None:
            return -1
        offsets = [column.guess - position for column in picture.columns]
        distances = [hypot(offset.x(), offset.y()) for offset in offsets]
        nearest = min(range(len(distances)), key=distances.__getitem__)
        return nearest if distances[nearest] <= reach else -1

    def _column_at(self, position: QPointF) -> int:
        """Return the point in whose column this is, -1 for none."""
        picture = self.marks.picture
        if picture is None or not self.frame.area.contains(position):
            return -1
        place = round(self.frame.x_at(position.x()))
        return min(max(place, 0), picture.points.n_points - 1)

    def _value_at(self, pixel: float) -> float:
        extent, height = self.frame.y_range, self.frame.area.height()
        return layout.snapped(self.frame.y_at(pixel), extent, height)

    def _nudge(self, n_steps: int) -> None:
        points = self.pairs()
        if points is None:
            return
        now = float(points.guesses[self._number])
        self._hand.move(layout.nudged(now, n_steps, self.frame.y_range))

    @Slot(float)
    def _tell_moved(self, value: float) -> None:
        self.refresh()
        self.parameter_dragged.emit(self._number, value)

    @Slot(float)
    def _tell_dropped(self, value: float) -> None:
        self.parameter_dropped.emit(self._number, value)

    @Slot()
    def _tell_cancelled(self) -> None:
        self._snapshot = self._settled
        self.refresh()
        self.drag_cancelled.emit()

    @Slot()
    def _on_hand_changed(self) -> None:
        self._say_heading()
        self.refresh()

    def _say_heading(self) -> None:
        caption = words.caption(is_held=self._hand.is_held)
        if caption != self.caption:
            self.caption = caption
            self.heading_changed.emit(self.title, caption)

    # What Qt calls.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a guess, or bring the one of this column here."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        position = event.position()
        taken = self._guess_at(position)
        number = taken if taken >= 0 else self._column_at(position)
        if number < 0:
            self._hand.let_go()
            return
        self._choose(number)
        if not self._can_move(number):
            return
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self._pressed_at = position
        assert self.marks.picture is not None
        guess = self.marks.picture.columns[number].guess
        self._grip = guess.y() - position.y() if taken >= 0 else 0.0
        self._hand.press()
        if taken < 0:
            self._hand.move(self._value_at(position.y()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the guess, or show which one a press would take."""
        position = event.position()
        if not self._hand.is_dragging:
            number = self._guess_at(position)
            is_over = number >= 0 and self._can_move(number)
            shape = Qt.CursorShape.OpenHandCursor if is_over else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            self.set_hovered(number if is_over else None)
        elif self._hand.value is not None or abs(position.y() - self._pressed_at.y()) > STILL:
            self._hand.move(self._value_at(position.y() + self._grip))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop the guess; after a click it stays in the hand of the keyboard."""
        if event.button() == Qt.MouseButton.LeftButton and self._hand.is_dragging:
            self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
            far = abs(event.position().y() - self._pressed_at.y())
            self._hand.release(is_click=far <= STILL)

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        self.set_hovered(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take hold of a guess, move it, choose another, let go."""
        key = Qt.Key(event.key())
        if not self.takes_key(event):
            event.ignore()
        elif key == Qt.Key.Key_Escape:
            self._hand.cancel()
        elif key in ENTER:
            self._hand.toggle()
        elif key in MOVES:
            is_far = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self._nudge(MOVES[key] * (10 if is_far else 1))
        else:
            self._walk(CHOICES[key])

    def _walk(self, direction: int) -> None:
        """Choose the next guess to one side that can be moved; it is held too."""
        number = self._number + direction
        while self._snapshot is not None and 0 <= number < len(self._snapshot.theta):
            if self._can_move(number):
                self._choose(number)
                self.refresh()
                return
            number += direction

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let go of the guess."""
        super().focusOutEvent(event)
        if not self._hand.is_dragging:
            self._hand.let_go()
