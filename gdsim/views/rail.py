"""The rail at the left edge: one button for each activity, the chosen one marked."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QVBoxLayout, QWidget

from gdsim.text import _
from gdsim.views.keys import ENTER
from gdsim.views.theme import Theme, icon

_WIDTH, _SIDE, _ICON, _GAP = 78, 6, 22, 4
_HEIGHT, _WORD_HEIGHT, _LEAST_HEIGHT = 58, 43, 27
"""Of a button: where there is room, while its word is seen, and before the rail asks for a higher
window."""
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class RailEntry(NamedTuple):
    """What stands on one button: a key, an icon, a word, and what the activity is for."""

    key: str
    icon: str
    word: str
    tip: str


class RailButton(QAbstractButton):
    """An icon with a word below it."""

    def __init__(self, theme: Theme, entry: RailEntry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry, self._theme = entry, theme
        self.setText(entry.word)
        self.setToolTip(entry.tip)
        self.setAccessibleName(entry.word)
        self.setAccessibleDescription(entry.tip)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.restyle(theme)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.setFixedWidth(theme.px(_WIDTH - 2 * _SIDE))
        self.setMinimumHeight(theme.px(_LEAST_HEIGHT))
        self.setMaximumHeight(theme.px(_HEIGHT))
        self.update()

    @property
    def has_word(self) -> bool:
        """Whether there is room for the word; without it the tip says what the icon means."""
        return self.height() >= self._theme.px(_WORD_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon and the word; bold and on a ground of its own where it is chosen."""
        theme, chosen = self._theme, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("control", 1.0 if chosen else 0.5))
            painter.drawRoundedRect(self.rect(), theme.px(8), theme.px(8))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(theme.pen("selection", 2.0))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), theme.px(8), theme.px(8))
        color = theme.color("text" if chosen else "muted")
        font = theme.font(0.85, bold=chosen)
        side, below = theme.px(_ICON), theme.px(2)
        word = QFontMetrics(font).height() if self.has_word else -below
        top = (self.height() - side - below - word) // 2
        box = QRect((self.width() - side) // 2, top, side, side)
        icon(self.entry.icon, color.name(), side).paint(painter, box)
        if not self.has_word:
            return
        painter.setPen(color)
        painter.setFont(font)
        words = self.rect().adjusted(0, top + side + below, 0, 0)
        middle = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.drawText(words, middle, self.text())

    def sizeHint(self) -> QSize:
        """Return the size where there is room."""
        return QSize(self.width(), self._theme.px(_HEIGHT))


class Rail(QWidget):
    """The activities, one below the other; Up and Down move the focus among them.

    Parameters
    ----------
    theme : Theme
    entries : sequence of RailEntry
    parent : QWidget or None
    """

    activity_requested = Signal(str)

    def __init__(
        self, theme: Theme, entries: Sequence[RailEntry], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(_("Activities"))
        self._group = QButtonGroup(self)
        self.buttons = {entry.key: RailButton(theme, entry, self) for entry in entries}
        self._column = QVBoxLayout(self)
        for button in self.buttons.values():
            self._group.addButton(button)
            self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
            button.installEventFilter(self)
        self._column.addStretch(1)
        self._group.buttonClicked.connect(self._on_clicked)
        self.restyle(theme)

    @property
    def current(self) -> str:
        """The key of the activity that is marked, empty for none."""
        button = self._group.checkedButton()
        return button.entry.key if isinstance(button, RailButton) else ""

    def set_current(self, key: str) -> None:
        """Mark an activity; Tab leads to its button, from where Up and Down lead to the others."""
        self.buttons[key].setChecked(True)
        for button in self.buttons.values():
            is_tab_stop = button.isChecked()
            policy = Qt.FocusPolicy.TabFocus if is_tab_stop else Qt.FocusPolicy.NoFocus
            button.setFocusPolicy(policy)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.setFixedWidth(theme.px(_WIDTH))
        self._column.setSpacing(theme.px(_GAP))
        self._column.setContentsMargins(0, theme.px(6), 0, theme.px(6))
        for button in self.buttons.values():
            button.restyle(theme)
        self.update()

    @Slot(QAbstractButton)
    def _on_clicked(self, button: QAbstractButton) -> None:
        if isinstance(button, RailButton):
            self.activity_requested.emit(button.entry.key)

    def _move_focus(self, button: RailButton, by: int) -> None:
        buttons = list(self.buttons.values())
        other = buttons[(buttons.index(button) + by) % len(buttons)]
        other.setFocus(Qt.FocusReason.TabFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Up, Down and Enter for the buttons."""
        if isinstance(watched, RailButton) and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if event.type() == QEvent.Type.KeyPress and key in _STEPS:
                self._move_focus(watched, _STEPS[key])
                return True
            if event.type() == QEvent.Type.KeyPress and key in ENTER:
                watched.click()
                return True
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, and a line that parts it from the panels."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("card"))
        painter.setPen(self._theme.pen("line", 1.0 / self._theme.scale))
        painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())

    def sizeHint(self) -> QSize:
        """Return the width and the height that all buttons need."""
        return QSize(self.width(), self._column.sizeHint().height())
