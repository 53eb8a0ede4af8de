"""A plot with one dot to drag in both directions: mouse and keys -> places, live and dropped."""

from math import hypot

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from gdsim.views.keys import ENTER, step_factor
from gdsim.views.plotting.hand import Hand
from gdsim.views.plotting.marks import Ring
from gdsim.views.plotting.plots import GRAB, Plot
from gdsim.views.theme import Theme

STILL = 2.0
"""Pixels that a pressed mouse may tremble without moving the dot."""
ARROWS = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Down: (0.0, -1.0),
    Qt.Key.Key_Up: (0.0, 1.0),
}


class DotPlot(Plot):
    """The dot and the hand on it; a subclass says where the dot is and what stands around it.

    The mouse drags the dot and a click elsewhere moves it there. By keyboard Enter, or a click on
    the dot, takes hold of it; the arrow keys then move it by a hundredth of a range (Shift: ten
    times that, Ctrl: a tenth), Esc lets go.

    Attributes
    ----------
    ring : Ring
        The dot.
    hand : Hand
        Its value is a pair of values, one for each axis.
    """

    drag_cancelled = Signal()

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, parent)
        self._pressed_at, self._grip = QPointF(), QPointF()
        self.ring = self.add_mark(Ring(theme, "selection", 9.0, 3.5))
        self.hand = Hand(self)
        self.hand.moved.connect(self.tell_moved)
        self.hand.dropped.connect(self.tell_dropped)
        self.hand.cancelled.connect(self.tell_cancelled)
        self.hand.changed.connect(self.refresh)

    def can_move(self) -> bool:
        """Whether there is a dot to take."""
        return False

    def dot(self) -> tuple[float, float]:
        """Return where the dot is, on both axes."""
        return self.hand.value or (0.0, 0.0)

    def tell_moved(self, place: tuple[float, float]) -> None:
        """Say that the dot is moved, live."""

    def tell_dropped(self, place: tuple[float, float]) -> None:
        """Say where the dot was let go."""

    def tell_cancelled(self) -> None:
        """Put the dot back."""
        self.refresh()
        self.drag_cancelled.emit()

    def show_hover(self, position: QPointF | None) -> None:
        """Show the numbers at a place inside, or none."""

    def takes_key(self, event: QKeyEvent) -> bool:
        """Whether the dot, which is held, wants this key."""
        if event.key() in ENTER:
            return self.can_move()
        is_in_hand = self.hand.is_held or self.hand.is_dragging
        return is_in_hand and (event.key() in ARROWS or event.key() == Qt.Key.Key_Escape)

    def is_near_dot(self, position: QPointF) -> bool:
        """Whether a pixel is within the reach of a hand."""
        offset = position - self.ring.pos()
        is_near = hypot(offset.x(), offset.y()) <= GRAB * self.theme.scale
        return self.ring.isVisible() and is_near

    def _place_at(self, position: QPointF) -> tuple[float, float]:
        return self._inside(self.frame.x_at(position.x()), self.frame.y_at(position.y()))

    def _inside(self, x: float, y: float) -> tuple[float, float]:
        (left, right), (low, high) = self.frame.x_range, self.frame.y_range
        return float(min(max(x, left), right)), float(min(max(y, low), high))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the dot, or bring it here."""
        position = event.position()
        if event.button() != Qt.MouseButton.LeftButton or not self.can_move():
            event.ignore()
            return
        is_on_dot = self.is_near_dot(position)
        if not is_on_dot and not self.frame.area.contains(position):
            self.hand.let_go()
            return
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self._pressed_at = position
        self._grip = self.ring.pos() - position if is_on_dot else QPointF()
        self.hand.press()
        if not is_on_dot:
            self.hand.move(self._place_at(position))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the dot, or show what is under the mouse."""
        position = event.position()
        if not self.hand.is_dragging:
            is_near = self.can_move() and self.is_near_dot(position)
            shape = Qt.CursorShape.OpenHandCursor if is_near else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            self.show_hover(position if self.frame.area.contains(position) else None)
        elif self.hand.value is not None or self._has_moved(position):
            self.hand.move(self._place_at(position + self._grip))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop the dot."""
        if event.button() == Qt.MouseButton.LeftButton and self.hand.is_dragging:
            self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
            self.hand.release(is_click=not self._has_moved(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Show nothing of what is under the mouse."""
        self.show_hover(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take hold of the dot, move it, let it go."""
        if not self.takes_key(event):
            event.ignore()
        elif event.key() == Qt.Key.Key_Escape:
            self.hand.cancel()
        elif event.key() in ENTER:
            self.hand.toggle()
        else:
            self._nudge(ARROWS[Qt.Key(event.key())], event.modifiers())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let go of the dot."""
        super().focusOutEvent(event)
        if not self.hand.is_dragging:
            self.hand.let_go()

    def _has_moved(self, position: QPointF) -> bool:
        return (position - self._pressed_at).manhattanLength() > STILL

    def _nudge(self, way: tuple[float, float], modifiers: Qt.KeyboardModifier) -> None:
        if self.hand.is_dragging:
            return
        part = 0.01 * step_factor(modifiers)
        (left, right), (low, high) = self.frame.x_range, self.frame.y_range
        x, y = self.dot()
        self.hand.move(
            self._inside(x + way[0] * part * (right - left), y + way[1] * part * (high - low))
        )
