"""Mouse and keys on the diagram: events -> something is held, opened, turned or let go.

One thing at a time is held: chosen by a click, or by Tab and the arrow keys; it wears the focus
ring. Arrow keys walk from the held thing to the next, Enter opens it, Page Up and Page Down turn a
held number, Esc lets go, and with nothing held every key is left to the window.
"""

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from gdsim.views.diagram import targets
from gdsim.views.diagram.canvas import DiagramCanvas
from gdsim.views.diagram.editors import nudge
from gdsim.views.diagram.gestures import NUDGES, Command, Press, command
from gdsim.views.diagram.targets import Direction, Kind, Target
from gdsim.views.theme import Theme


class HandledCanvas(DiagramCanvas):
    """The canvas with hands on it; it tells what they do, and changes nothing itself.

    Parameters
    ----------
    theme : Theme
    parent : QWidget, optional
    """

    hand_chose = Signal(object)
    """A Target to hold, or None."""
    hand_opened = Signal(object, str)
    """A Target: a number, a node or an action; and what was typed to open it."""
    hand_asked = Signal(object)
    """A Command for the held thing."""
    hand_turned = Signal(int, float)
    """A parameter to show at another value while it is being turned."""
    hand_dropped = Signal(int, float)
    """A parameter to set."""
    hand_put_back = Signal()
    """What was turned is to be as before."""
    hand_pointed = Signal(object)
    """The Target under the mouse, or None."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._press: Press | None = None
        self._turned: tuple[int, float] | None = None

    def _is_cut(self, position: int) -> bool:
        return self._subject is not None and bool(self._subject.experiment.objective.cut[position])

    def _value_of(self, position: int) -> float:
        return float(self._snapshot.theta[position]) if self._snapshot is not None else 0.0

    def _shape_cursor(self, target: Target | None) -> None:
        if target is not None and target not in self._marks.disabled:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        elif target is None and self._zoom > 1.0:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.unsetCursor()

    def _move_press(self, press: Press, event: QMouseEvent) -> None:
        """Turn the pressed number, or pan where the ground was pressed."""
        moved = event.position() - press.at
        if not press.is_drag:
            if moved.manhattanLength() < QApplication.startDragDistance():
                return
            press = self._press = press._replace(is_drag=True)
        if press.target is None:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._pan_to(press.offset - moved)
        elif press.target.kind is Kind.PARAMETER and not self._is_cut(press.target.first):
            self.setCursor(Qt.CursorShape.SizeVerCursor)
            value = press.value_at(event.position(), event.modifiers())
            self.hand_turned.emit(press.target.first, value)

    def _end_press(self, press: Press, event: QMouseEvent) -> None:
        target = press.target
        if press.is_drag:
            if (
                target is not None
                and target.kind is Kind.PARAMETER
                and not self._is_cut(target.first)
            ):
                self.hand_dropped.emit(
                    target.first, press.value_at(event.position(), event.modifiers())
                )
        elif target is None:
            self.hand_chose.emit(None)
        elif target.kind is not Kind.PARAMETER or press.was_held:
            self.hand_opened.emit(target, "")
        self._shape_cursor(self.target_at(event.position()))

    def _turn_held(self, way: float, modifiers: Qt.KeyboardModifier) -> None:
        held = self._marks.held
        if held is None or held.kind is not Kind.PARAMETER or self._is_cut(held.first):
            return
        before = self._turned[1] if self._turned else self._value_of(held.first)
        value = float(f"{before + way * nudge(modifiers):.12g}")
        self._turned = held.first, value
        self.hand_turned.emit(held.first, value)

    def _let_turned_go(self, *, keep: bool) -> None:
        """End the turning of a number by keys."""
        if self._turned is not None:
            (position, value), self._turned = self._turned, None
            if keep:
                self.hand_dropped.emit(position, value)
            else:
                self.hand_put_back.emit()

    def finish_hand(self) -> None:
        """Hold nothing any more, since something else comes forward; what keys turned is kept."""
        self._let_turned_go(keep=True)
        press, self._press = self._press, None
        if press is not None and press.is_drag and press.target is not None:
            self.hand_put_back.emit()

    def _asked(self, event: QKeyEvent) -> Direction | Command | None:
        """Return what a key means now; with nothing held nearly all belong to the window."""
        if self._marks.held is None or self._layout is None:
            return None
        return command(event.key(), event.modifiers(), event.text())

    def _is_ours(self, event: QKeyEvent) -> bool:
        is_escape = event.key() == Qt.Key.Key_Escape
        return self._asked(event) is not None or (is_escape and self._press is not None)

    def event(self, event: QEvent) -> bool:
        """Keep the keys that mean something here from the shortcuts of the window."""
        is_key = event.type() == QEvent.Type.ShortcutOverride
        if is_key and isinstance(event, QKeyEvent) and self._is_ours(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, open, turn or let go."""
        is_escape = event.key() == Qt.Key.Key_Escape
        if is_escape and self._press is not None:
            is_turning = self._press.is_drag and self._press.target is not None
            self._press = None
            if is_turning:
                self.hand_put_back.emit()
            return
        asked, held = self._asked(event), self._marks.held
        if asked is None or held is None or self._walk is None:
            super().keyPressEvent(event)
            return
        if isinstance(asked, Direction):
            typed = self._is_typed(self._snapshot)
            self.hand_chose.emit(self._walk.step(held, asked, is_typed=typed))
        elif asked in NUDGES:
            self._turn_held(1.0 if asked is Command.RAISE else -1.0, event.modifiers())
        elif asked is Command.TYPE:
            self.hand_opened.emit(held, event.text())
        elif is_escape and self._turned is not None:
            self._let_turned_go(keep=False)
        else:
            self.hand_asked.emit(asked)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Keep what keys have turned."""
        if not event.isAutoRepeat():
            self._let_turned_go(keep=True)
        super().keyReleaseEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Hold a number; the rest waits for the release."""
        self._let_turned_go(keep=True)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        target = self.target_at(event.position())
        was_held = target is not None and target == self._marks.held
        value = 0.0
        if target is not None and target.kind is Kind.PARAMETER:
            value = self._value_of(target.first)
            self.hand_chose.emit(target)
        self._press = Press(target, event.position(), was_held, QPointF(self._offset), value)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take the second press like the first."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Turn, pan or point."""
        if self._press is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._move_press(self._press, event)
            return
        target = self.target_at(event.position())
        self.hand_pointed.emit(target)
        self._shape_cursor(target)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open, drop or let go."""
        if self._press is not None and event.button() == Qt.MouseButton.LeftButton:
            press, self._press = self._press, None
            self._end_press(press, event)

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        self.hand_pointed.emit(None)
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hold the selected parameter when Tab leads here."""
        super().focusInEvent(event)
        by_key = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
        )
        if by_key and self._marks.held is None and self._walk is not None:
            selected = self._marks.selected
            start = targets.unit(0, 0) if selected is None else targets.parameter(selected)
            if self._walk.exists(start):
                self.hand_chose.emit(start)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep what keys have turned."""
        super().focusOutEvent(event)
        self._let_turned_go(keep=True)
        self.update()
