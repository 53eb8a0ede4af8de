"""A plot with balls to drag: mouse and keys -> places, live and dropped.

A place is a value on a line, or one on each axis of a field. One ball is the current one; a press
on another takes that, which then moves by itself:

- press on the current ball, or on free ground --> it is dragged: moved, dropped
- press on another ball --move--> it is carried --release--> put there; without a move: chosen
- two clicks on free ground, or key A --> one more ball is wanted there
"""

from collections.abc import Mapping
from math import hypot
from typing import Generic, NamedTuple, TypeVar

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from gdsim.scenario.balls import CURRENT
from gdsim.views.keys import ENTER, step_factor
from gdsim.views.plotting.hand import Hand
from gdsim.views.plotting.plots import GRAB, Plot
from gdsim.views.theme import Theme

STILL = 2.0
"""Pixels that a pressed mouse may tremble without moving the ball."""
NUDGE = 0.01
"""An arrow key moves the ball by this part of a range."""
DELETE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)

Place = TypeVar("Place", float, tuple[float, float])


class Carried(NamedTuple, Generic[Place]):
    """A ball that is not the current one, in the hand.

    Attributes
    ----------
    ball : int
    grip : QPointF
        Pixels from the mouse to the ball.
    to : float, (x, y) or None
        Where it was moved to.
    """

    ball: int
    grip: QPointF
    to: Place | None = None


class BallPlot(Plot, Generic[Place]):
    """What the hands do; a subclass says where the balls are and draws them.

    The mouse drags a ball and a click elsewhere moves the current one there. By keyboard Enter, or
    a click on it, takes hold of the current ball; the arrow keys then move it by a hundredth of a
    range (Shift: ten times that, Ctrl: a tenth), Esc lets go. Where ``can_add`` is true two clicks
    or A add a ball, Delete removes the current one, and 1 to 8 choose the one with that number.

    Attributes
    ----------
    hand : Hand
        What holds the current ball; its value is a place.
    carried : Carried or None
        Another ball that the mouse has taken; until others are shown it stays where it was put.
    """

    arrows: Mapping[int, tuple[float, float]] = {}
    """Which way each arrow key moves the ball, on both axes."""

    drag_cancelled = Signal()
    ball_requested = Signal(int)
    ball_removed = Signal(int)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, parent)
        self._pressed_at, self._grip = QPointF(), QPointF()
        self._mouse: QPointF | None = None  # where it is, while it is over the plot
        self._jumped_to: Place | None = None  # by a click that may be the first of two
        self._is_carrying = False
        self.carried: Carried[Place] | None = None
        self.hand = Hand(self)
        self.hand.moved.connect(self.tell_moved)
        self.hand.dropped.connect(self.tell_dropped)
        self.hand.cancelled.connect(self.tell_cancelled)
        self.hand.changed.connect(self.hand_changed)

    # What a subclass knows.

    def can_move(self) -> bool:
        """Whether there is a ball to take."""
        return False

    def can_add(self) -> bool:
        """Whether there can be more balls than one."""
        return False

    def can_choose(self) -> bool:
        """Whether a number chooses another ball."""
        return len(self.numbers()) > 1

    def spots(self) -> dict[int, QPointF]:
        """Return where the balls that are seen stand, by their numbers."""
        return {}

    def numbers(self) -> dict[int, int]:
        """Return which ball each number key chooses, from 1 on."""
        return {}

    def is_ground(self, position: QPointF) -> bool:
        """Whether a click there brings the current ball."""
        return self.frame.area.contains(position)

    def place_at(self, position: QPointF) -> Place:
        """Return the place under a pixel, at most an end of the range."""
        raise NotImplementedError

    def stepped(self, way: tuple[float, float], part: float) -> Place:
        """Return the place that is ``part`` of the range that way from the current ball."""
        raise NotImplementedError

    def free_place(self) -> Place | None:
        """Return where one more ball has most room; None leaves that to who adds it."""
        return None

    def has_moved(self, way: QPointF) -> bool:
        """Whether the mouse, ``way`` pixels from where it was pressed, means to drag."""
        return way.manhattanLength() > STILL

    def tell_moved(self, place: Place) -> None:
        """Say that the current ball is moved, live."""

    def tell_dropped(self, place: Place) -> None:
        """Say where the current ball was let go."""

    def tell_cancelled(self) -> None:
        """Put the current ball back."""
        self.refresh()
        self.drag_cancelled.emit()

    def tell_put(self, ball: int, place: Place) -> None:
        """Say where another ball was let go."""

    def tell_wanted(self, place: Place | None) -> None:
        """Say that one more ball is wanted, there or wherever there is room."""

    def hand_changed(self) -> None:
        """Show what is held."""
        self.refresh()

    def show_hover(self, position: QPointF | None) -> None:
        """Show the numbers at a place, or none."""

    # What follows from it.

    @property
    def is_carrying(self) -> bool:
        """Whether the mouse holds a ball that is not the current one."""
        return self._is_carrying

    def forget_hands(self) -> None:
        """Hold nothing, as for another subject; nothing is said."""
        self.hand.forget()
        self.carried, self._is_carrying, self._jumped_to = None, False, None

    def settle_carried(self) -> None:
        """Leave the place to what is shown, unless the mouse is busy with it."""
        if not self._is_carrying:
            self.carried = None

    def ball_at(self, position: QPointF) -> int | None:
        """Return the nearest ball within the reach of a hand, None for none."""
        offsets = {ball: at - position for ball, at in self.spots().items()}
        # Of two that are equally near it is the one that lies on top.
        away = {b: hypot(o.x(), o.y()) - (b == CURRENT) for b, o in offsets.items()}
        nearest = min(away, key=away.__getitem__, default=None)
        if nearest is None or away[nearest] > GRAB * self.theme.scale:
            return None
        return nearest

    def takes_key(self, event: QKeyEvent) -> bool:
        """Whether a ball, held or not, wants this key."""
        if event.key() in ENTER:
            return self.can_move()
        if event.key() in self.arrows or event.key() == Qt.Key.Key_Escape:
            return self.hand.is_held or self.hand.is_dragging or self._is_carrying
        return self._takes_ball_key(event)

    def _takes_ball_key(self, event: QKeyEvent) -> bool:
        kept = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        if event.modifiers() & ~kept:
            return False
        if event.key() in DELETE or event.key() == Qt.Key.Key_A:
            is_enough = event.key() == Qt.Key.Key_A or len(self.numbers()) > 1
            return self.can_add() and self.can_move() and is_enough
        return self.can_choose() and event.key() - Qt.Key.Key_0.value in self.numbers()

    def _grab(self, position: QPointF, *, is_on_ball: bool) -> None:
        """Take the current ball, or bring it here."""
        self._grip = self.spots()[CURRENT] - position if is_on_ball else QPointF()
        self.hand.press()
        if not is_on_ball:
            self._jumped_to = self.place_at(position)
            self.hand.move(self._jumped_to)

    def _take(self, ball: int, position: QPointF) -> None:
        """Take a ball that is not the current one."""
        self.hand.finish()
        self._is_carrying = True
        self.carried = Carried(ball, self.spots()[ball] - position)

    def _put(self) -> None:
        """Let go of the ball that is carried."""
        self._is_carrying = False
        if self.carried is None:
            return
        if self.carried.to is None:
            self.ball_requested.emit(self.carried.ball)
        else:
            self.tell_put(self.carried.ball, self.carried.to)

    def _cancel(self) -> None:
        if self._is_carrying:
            self._is_carrying, self.carried = False, None
            self.refresh()
        else:
            self.hand.cancel()

    def _do_ball_key(self, key: int) -> None:
        if key in DELETE:
            self.hand.cancel()
            self.ball_removed.emit(CURRENT)
        elif key == Qt.Key.Key_A:
            self.hand.finish()
            is_here = self._mouse is not None and self.is_ground(self._mouse)
            here = self.place_at(self._mouse) if is_here and self._mouse else self.free_place()
            self.tell_wanted(here)
        else:
            ball = self.numbers()[key - Qt.Key.Key_0.value]
            if ball != CURRENT:
                self.hand.finish()
                self.ball_requested.emit(ball)

    def _nudge(self, way: tuple[float, float], modifiers: Qt.KeyboardModifier) -> None:
        if self.can_move() and not (self.hand.is_dragging or self._is_carrying):
            self.hand.move(self.stepped(way, NUDGE * step_factor(modifiers)))

    def _drag(self, position: QPointF) -> bool:
        """Move what the mouse holds; return whether it holds anything."""
        is_moved = self.has_moved(position - self._pressed_at)
        if self._is_carrying and self.carried is not None:
            if self.carried.to is not None or is_moved:
                to = self.place_at(position + self.carried.grip)
                self.carried = self.carried._replace(to=to)
                self.refresh()
        elif self.hand.is_dragging:
            if self.hand.value is not None or is_moved:
                self.hand.move(self.place_at(position + self._grip))
        else:
            return False
        return True

    # Qt's events.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a ball, or bring the current one here."""
        position = event.position()
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._jumped_to, self._pressed_at = None, position
        ball = self.ball_at(position)
        is_other = ball is not None and ball != CURRENT
        if not self.can_move():
            if ball is not None and is_other:
                self.ball_requested.emit(ball)
            return
        if ball is None and not self.is_ground(position):
            self.hand.let_go()
            return
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        if ball is not None and is_other:
            self._take(ball, position)
        else:
            self._grab(position, is_on_ball=ball == CURRENT)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag a ball, or show what is under the mouse."""
        self._mouse = position = event.position()
        if self._drag(position):
            return
        is_near = self.can_move() and self.ball_at(position) is not None
        shape = Qt.CursorShape.OpenHandCursor if is_near else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        self.show_hover(position)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of a ball."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self._is_carrying:
            self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
            self._put()
        elif self.hand.is_dragging:
            self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
            is_click = not self.has_moved(event.position() - self._pressed_at)
            is_first = is_click and self._jumped_to is not None and self.can_add()
            self._jumped_to = self._jumped_to if is_first else None
            self.hand.release(is_click=is_click, waits=is_first)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Put one more ball where the current one has just been called, which goes back."""
        place, self._jumped_to = self._jumped_to, None
        is_moved = self.has_moved(event.position() - self._pressed_at)
        if place is None or is_moved or not self.hand.is_busy:
            self.mousePressEvent(event)
            return
        self.hand.cancel()
        self.tell_wanted(place)

    def leaveEvent(self, event: QEvent) -> None:
        """Show nothing of what is under the mouse."""
        self._mouse = None
        self.show_hover(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take hold of the current ball, move it, let it go; choose, add and remove balls."""
        if not self.takes_key(event):
            event.ignore()
        elif event.key() == Qt.Key.Key_Escape:
            self._cancel()
        elif event.key() in ENTER:
            self.hand.toggle()
        elif event.key() in self.arrows:
            self._nudge(self.arrows[event.key()], event.modifiers())
        else:
            self._do_ball_key(event.key())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let go of the current ball."""
        super().focusOutEvent(event)
        if not self.hand.is_dragging:
            self.hand.let_go()
