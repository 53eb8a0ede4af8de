"""A quiet button that turns into a number field where it stands: click, type, Enter."""

from PySide6.QtCore import QEvent, QObject, QRegularExpression, Qt, Signal
from PySide6.QtGui import QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from gdsim.views.theme import Theme

_ENDING_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
_LEAST_WIDTH = 56
"""Of the field, in pixels at scale 1."""


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
        self._number, self._lowest, self._highest = lowest, lowest, highest
        self._is_open = self._had_focus = False
        self.button = QToolButton()
        self.button.setObjectName("flat")
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)
        # A spin box without arrows would do, were its text not hidden by the style sheet.
        self.field = QLineEdit()
        self.field.setValidator(QRegularExpressionValidator(QRegularExpression(r"\d{0,9}"), self))
        self.field.setAccessibleName(name)
        self.field.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.field.installEventFilter(self)
        self.setFocusProxy(self.button)
        self.field.hide()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.button)
        self._row.addWidget(self.field)
        self.restyle(theme)

    def set_number(self, number: int) -> None:
        """Say which number the field begins with."""
        self._number = number

    def set_highest(self, highest: int) -> None:
        """Say what the largest number is; a larger one that is typed becomes this."""
        self._highest = highest

    def set_text(self, text: str, tip: str) -> None:
        """Say what the button shows, and its tooltip."""
        self.button.setText(text)
        self.button.setToolTip(tip)
        self.button.setAccessibleName(text)
        self.field.setToolTip(tip)

    def begin(self) -> None:
        """Show the field."""
        self._is_open, self._had_focus = True, self.button.hasFocus()
        self.field.setText(str(self._number))
        self.field.setFixedWidth(max(self.button.sizeHint().width(), self._theme.px(_LEAST_WIDTH)))
        self.button.hide()
        self._row.setContentsMargins(self._theme.px(6), 0, 0, 0)  # off the number before it
        self.field.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.button.setFont(theme.font(0.92))
        self.field.setFont(theme.font(0.92))
        self.updateGeometry()

    def _end(self, *, keep: bool) -> None:
        """Show the button again, and hand on the number if it is new and to be kept."""
        if not self._is_open:
            return
        self._is_open = False
        self.field.clearFocus()  # else the next field would take the keys when this one hides
        self.field.hide()
        self._row.setContentsMargins(0, 0, 0, 0)
        self.button.show()
        if self._had_focus:
            self.button.setFocus(Qt.FocusReason.OtherFocusReason)
        text = self.field.text()
        number = min(max(int(text), self._lowest), self._highest) if text else self._number
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
