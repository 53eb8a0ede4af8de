"""A number that is typed: Enter hands it on, Esc brings back the one before, arrows nudge."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from gdsim.scenario.quantities import MINUS, short
from gdsim.scenario.typed_numbers import LONGEST, read_number
from gdsim.views.keys import ENTER

_DIGITS = 5
_UP_DOWN = {Qt.Key.Key_Up: 1.0, Qt.Key.Key_Down: -1.0}


class NumberField(QLineEdit):
    """A field for one number, in the units that a person reads.

    Parameters
    ----------
    name : str
        What it is, for screen readers.
    tip : str
        What it does and what it changes.
    read : callable
        Text -> number, or None.
    write : callable
        Number -> text.
    parent : QWidget or None
    """

    number_entered = Signal(float)
    number_nudged = Signal(float, object)
    """1 up or -1 down, and the keyboard's modifiers."""
    message_changed = Signal(bool)
    """Whether what stands there is no number."""

    def __init__(
        self,
        name: str,
        tip: str,
        read: Callable[[str], float | None] = read_number,
        write: Callable[[float], str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._number, self._read, self._write = 0.0, read, write or field_text
        self.setMaxLength(LONGEST)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setAccessibleName(name)
        self.setToolTip(tip)
        self.textEdited.connect(self._forgive)
        self.installEventFilter(self)

    def set_number(self, number: float) -> None:
        """Show a number, unless another one is being typed."""
        self._number = number
        if not (self.hasFocus() and self.isModified()):
            self._show()

    def _show(self) -> None:
        text = self._write(self._number)
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(0)

    def _forgive(self) -> None:
        self.message_changed.emit(False)

    def _enter(self) -> None:
        if not self.isModified():
            return
        number = self._read(self.text())
        if number is None:
            self.message_changed.emit(True)
            return
        self.setModified(False)
        self._forgive()
        self._number = number
        self._show()
        self.number_entered.emit(number)

    def _restore(self) -> None:
        self.setModified(False)
        self._forgive()
        self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys of a number field before the window does."""
        if event.type() == QEvent.Type.FocusOut:
            if self._read(self.text()) is None:
                self._restore()
            self._enter()
        if not isinstance(event, QKeyEvent):
            return False
        key = event.key()
        is_mine = key in ENTER or key in _UP_DOWN
        if not is_mine and not (key == Qt.Key.Key_Escape and self.isModified()):
            return False
        if event.type() == QEvent.Type.KeyPress:
            self._press(event)
        event.accept()
        return True

    def _press(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in ENTER:
            self._enter()
            self.selectAll()
        elif key == Qt.Key.Key_Escape:
            self._restore()
            self.selectAll()
        else:
            self._enter()
            self.number_nudged.emit(_UP_DOWN[Qt.Key(key)], event.modifiers())


def field_text(number: float) -> str:
    """Return a number for a field: five digits, large ones in groups of three."""
    if 1e5 <= abs(number) < 1e12:
        return f"{number:,.0f}".replace("-", MINUS)
    if 1e3 <= abs(number) < 1e5:
        return f"{number:,.1f}".removesuffix(".0").replace("-", MINUS)
    return short(number, _DIGITS)
