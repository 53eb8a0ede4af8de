"""A number typed in place: text -> float, with arrow keys that nudge and a message beside it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from gdsim.scenario.typed_numbers import LONGEST, as_typed, read_number
from gdsim.text import _
from gdsim.views.keys import step_factor


def nudge(modifiers: Qt.KeyboardModifier) -> float:
    """Return how far an arrow key moves a number: 1 with Shift, 0.01 with Ctrl, else 0.1."""
    return round(0.1 * step_factor(modifiers), 2)


class NumberEditor(QFrame):
    """A field over the number that it changes. It is hidden until it is opened.

    Parameters
    ----------
    parent : QWidget
    """

    nudged = Signal(float)
    """The value moved by an arrow key, while the field stays open."""
    committed = Signal(float)
    cancelled = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._diagram = parent
        self.field = _Field(self)
        self.message = QLabel(self)
        self._box = box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(self.field, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(self.message)
        self._value, self._opened, self._step = 0.0, "", 1.0
        self._parse: Callable[[str], float | None] = read_number
        self._was_nudged, self._is_open, self._area = False, False, QRect()
        self.field.returnPressed.connect(self._commit)
        self.field.textEdited.connect(self._forget_message)
        self.field.moved.connect(self._nudge)
        self.field.escaped.connect(self.cancel)
        self.field.left.connect(self._leave)
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether it is being typed into."""
        return self._is_open

    def open(
        self,
        area: QRect,
        value: float,
        name: str,
        *,
        read: Callable[[str], float | None] = read_number,
        step: float = 1.0,
        typed: str = "",
    ) -> None:
        """Ask for a number.

        Parameters
        ----------
        area : QRect
            What it lies over.
        value : float
            The number now.
        name : str
            Of what is changed, said to screen readers.
        read : callable
            Text -> number or None.
        step : float
            What a nudge is multiplied by.
        typed : str
            The first key, where typing opened it; it replaces the number.
        """
        self._value, self._parse, self._step = value, read, step
        self._was_nudged = False
        self._opened = as_typed(value)
        self.field.setText(typed or self._opened)
        self.field.setAccessibleName(name)
        self.field.setToolTip(
            _("Type a number. Up and Down nudge it, Enter keeps it, Esc puts the old one back.")
        )
        if not typed:
            self.field.selectAll()
        self._area, self._is_open = area, True
        self.show()  # first, since it knows its size only then
        self._forget_message()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_quietly(self) -> None:
        """Close without saying anything; the diagram has the keys again if the field had them."""
        self._is_open = False
        if self.field.hasFocus():
            self._diagram.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()

    def cancel(self) -> None:
        """Put the old number back."""
        if self.is_open:
            self.close_quietly()
            self.cancelled.emit()

    def lie_over(self, area: QRect) -> None:
        """Stand over ``area``, within the diagram."""
        self._area = area
        size = self.field.sizeHint()
        width = max(area.width(), size.height() * 3)
        self.field.setFixedWidth(width)
        self._box.activate()
        self.adjustSize()
        corner = area.center() - self.field.geometry().center()
        room = self._diagram.rect()
        corner.setX(min(max(corner.x(), 2), max(2, room.width() - self.width() - 2)))
        corner.setY(min(max(corner.y(), 2), max(2, room.height() - self.height() - 2)))
        self.move(corner)

    def _typed(self) -> float | None:
        """Return the number that stands there; the exact old one if nothing was typed."""
        text = self.field.text()
        return self._value if text == self._opened else self._parse(text)

    def _nudge(self, by: float) -> None:
        value = self._typed()
        if value is None:
            self._complain()
            return
        step = by * self._step
        # Rounded, so that 0.1 + 0.2 does not show its last bits.
        self._value = float(f"{value + step:.12g}") if abs(value) < 1e6 else value + step
        self._was_nudged = True
        self._opened = as_typed(self._value)
        self.field.setText(self._opened)
        self._forget_message()
        self.nudged.emit(self._value)

    def _commit(self) -> None:
        value = self._typed()
        if value is None:
            self._complain()
            return
        is_changed = self._was_nudged or self.field.text() != self._opened
        self.close_quietly()
        if is_changed:
            self.committed.emit(value)
        else:
            self.cancelled.emit()

    def _leave(self) -> None:
        """Keep a number that stands there when the hand goes elsewhere."""
        if not self.is_open:
            return
        if self._typed() is None:
            self.cancel()
        else:
            self._commit()

    def _complain(self) -> None:
        self._say(_("Please type a number, such as 0.5."))

    def _forget_message(self) -> None:
        self._say("")

    def _say(self, message: str) -> None:
        """Show a message below the field, on a card of its own; an empty one hides it."""
        self.message.setText(message)
        self.message.setVisible(bool(message))
        edge = 8 if message else 0
        self.setContentsMargins(edge, edge, edge, edge)
        self.setObjectName("card" if message else "")
        self.style().unpolish(self)  # the name decides the ground
        self.style().polish(self)
        self.lie_over(self._area)


class _Field(QLineEdit):
    """A line that tells of the keys that it has no use for itself."""

    moved = Signal(float)
    escaped = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMaxLength(LONGEST)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def event(self, event: QEvent) -> bool:
        own = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Escape, Qt.Key.Key_Return)
        is_key = event.type() == QEvent.Type.ShortcutOverride
        if is_key and isinstance(event, QKeyEvent) and event.key() in own:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            way = 1.0 if event.key() == Qt.Key.Key_Up else -1.0
            self.moved.emit(way * nudge(event.modifiers()))
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)
            # Enter must not reach the diagram, which would open the field again.
            event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        keeps = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if event.reason() not in keeps:
            self.left.emit()
