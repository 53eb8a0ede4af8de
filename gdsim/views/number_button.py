"""A quiet button that turns into a number field where it stands: click, type, Enter."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QToolButton, QWidget

from gdsim.views.theme import Theme

_ENDING_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)


class NumberButton(QWidget):
    """A whole number that is shown as text and edited in place, once `begin` is called.

    Parameters
    ----------
    theme : Theme
    name : str
        What it is, for screen readers.
    lowest, highest : int
    parent : QWidget or None
    """

    number_edited = Signal(int)

    def __init__(
        self, theme: Theme, name: str, lowest: int, highest: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._number = lowest
        self._is_open = self._had_focus = False
        self.button = QToolButton()
        self.button.setObjectName("flat")
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.field = QSpinBox()
        self.field.setRange(lowest, highest)
        self.field.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.field.setAccessibleName(name)
        self.field.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.field.setKeyboardTracking(False)
        self.field.installEventFilter(self)
        self.setFocusProxy(self.button)
        self.field.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)
        row.addWidget(self.field)
        self.restyle(theme)

    def set_number(self, number: int) -> None:
        """Say which number the field begins with."""
        self._number = number

    def set_text(self, text: str, tip: str) -> None:
        """Say what the button shows, and its tooltip."""
        self.button.setText(text)
        self.button.setToolTip(tip)
        self.button.setAccessibleName(text)
        self.field.setToolTip(tip)

    def begin(self) -> None:
        """Show the field."""
        self._is_open, self._had_focus = True, self.button.hasFocus()
        self.field.setValue(self._number)
        self.field.setFixedWidth(max(self.button.width(), self.field.minimumSizeHint().width()))
        self.button.hide()
        self.field.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self.button.setFont(theme.font(0.92))
        self.field.setFont(theme.font(0.92))
        self.updateGeometry()

    def _end(self, *, keep: bool) -> None:
        """Show the button again, and hand on the number if it is new and to be kept."""
        if not self._is_open:
            return
        self._is_open = False
        self.field.interpretText()
        self.field.clearFocus()  # else the next field would take the keys when this one hides
        self.field.hide()
        self.button.show()
        if self._had_focus:
            self.button.setFocus(Qt.FocusReason.OtherFocusReason)
        number = self.field.value()
        if keep and number != self._number:
            self._number = number
            self.number_edited.emit(number)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter or leaving the field keeps the number, Esc does not."""
        if event.type() == QEvent.Type.FocusOut:
            self._end(keep=True)
        elif isinstance(event, QKeyEvent) and event.key() in _ENDING_KEYS:
            if event.type() == QEvent.Type.KeyPress:
                self._end(keep=event.key() != Qt.Key.Key_Escape)
            event.accept()  # also before a shortcut of the window takes the key
            return True
        return super().eventFilter(watched, event)
