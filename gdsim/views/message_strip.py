"""A sentence that a person must be told, in the window and not before it: it goes by itself."""

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from gdsim.text import _
from gdsim.views.theme import Theme, icon

SECONDS_PER_WORD = 0.6
SHORTEST_SECONDS = 8.0


class MessageStrip(QWidget):
    """Shows one message at a time, with a button that dismisses it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._label = QLabel(wordWrap=True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._button = QToolButton()
        self._button.setObjectName("flat")
        self._button.setToolTip(_("Dismiss this message."))
        self._button.setAccessibleName(_("Dismiss"))
        self._button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._button.clicked.connect(self.hide)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._label, 1)
        self._row.addWidget(self._button, 0, Qt.AlignmentFlag.AlignTop)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.hide)
        self.restyle(theme)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._label.text()

    @Slot(str)
    def say(self, sentence: str) -> None:
        """Show ``sentence`` for as long as it takes to read it."""
        earlier = self.text
        both = f"{earlier}\n{sentence}" if self.isVisible() and earlier != sentence else sentence
        self._label.setText("\n".join(both.splitlines()[-4:]))
        self._label.setAccessibleName(sentence)
        self.show()
        seconds = max(SHORTEST_SECONDS, SECONDS_PER_WORD * len(sentence.split()))
        self._timer.start(round(1000 * seconds))

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._row.setContentsMargins(theme.px(16), theme.px(6), theme.px(8), theme.px(6))
        self._label.setFont(theme.font())
        self._button.setIcon(icon("close", theme.muted))
