"""A quiet button that turns into a number field where it stands: click, type, Enter."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSpinBox, QStackedLayout, QToolButton, QWidget

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
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.button)
        self._stack.addWidget(self.field)
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
        self.field.setValue(self._number)
        self._stack.setCurrentWidget(self.field)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self.button.setFont(theme.font(0.95))
        self.field.setFont(theme.font(0.95))
        self.updateGeometry()

    def _end(self, *, keep: bool) -> None:
        """Show the button again, and hand on the number if it is new and to be kept."""
        if self._stack.currentWidget() is not self.field:
            return
        self.field.interpretText()
        self._stack.setCurrentWidget(self.button)
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

    def sizeHint(self) -> QSize:
        """Return the size of the button, which the field takes on."""
        return self.button.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the size of the button: the field shows as much as fits."""
        return self.button.sizeHint()
