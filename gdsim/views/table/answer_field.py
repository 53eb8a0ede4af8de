"""The field that stands over an empty cell while an answer is typed."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from gdsim.scenario.exercise import Cell
from gdsim.scenario.typed_numbers import LONGEST
from gdsim.text import _
from gdsim.views.keys import ENTER
from gdsim.views.theme import Theme

_COMES_BACK = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class AnswerField(QLineEdit):
    """Takes one answer at a time.

    Signals
    -------
    answered(Cell, text, onward)
        Enter, Tab, an arrow key or leaving: ``onward`` is where to go on, 1 down, -1 up, 0 nowhere.
    hint_wanted(Cell), reveal_wanted(Cell)
    left
        It had the focus and has gone.

    Attributes
    ----------
    cell : Cell or None
        Which blank it stands over.
    """

    answered = Signal(object, str, int)
    hint_wanted = Signal(object)
    reveal_wanted = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.cell: Cell | None = None
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setMaxLength(LONGEST)
        self.setToolTip(
            _("Your answer. Enter checks it, ? gives a hint, Ctrl+Enter reveals, Esc leaves.")
        )
        self.installEventFilter(self)
        self.hide()
        self.restyle(theme)

    def open_at(self, cell: Cell, place: QRect, text: str, name: str) -> None:
        """Stand over a cell and take what is typed."""
        self.cell = cell
        self.setGeometry(place)
        self.setText(text)
        self.setAccessibleName(name)
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_up(self) -> None:
        """Go away without an answer."""
        self.cell = None
        if self.isVisible():
            had_focus = self.hasFocus()
            self.hide()
            if had_focus:
                self.left.emit()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self.setFont(theme.font())

    def _answer(self, onward: int) -> None:
        cell, text = self.cell, self.text()
        if cell is None:
            return
        self.cell = None
        self.answered.emit(cell, text, onward)

    def _key(self, event: QKeyEvent) -> bool:
        """Do what a key means; say whether it means anything but typing."""
        key, cell = event.key(), self.cell
        if cell is None:
            return False
        if event.text() == "?":
            self.hint_wanted.emit(cell)
        elif key in ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.reveal_wanted.emit(cell)
        elif key in (*ENTER, Qt.Key.Key_Down, Qt.Key.Key_Tab):
            self._answer(1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Backtab):
            self._answer(-1)
        elif key == Qt.Key.Key_Escape:
            self.close_up()
        else:
            return False
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that move on, among them Tab, which Qt would take first."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_typing = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if is_typing or event.key() in ENTER:
                event.accept()
                return True
        return bool(super().eventFilter(watched, event))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Check what was typed when the field is left."""
        super().focusOutEvent(event)
        if event.reason() not in _COMES_BACK:
            self._answer(0)
