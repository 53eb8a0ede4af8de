"""An equation and a sentence about it: beside it where there is room, else below."""

from PySide6.QtCore import QRect, QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdsim.views.chain.equation import Equation
from gdsim.views.chain.equation_row import EquationRow
from gdsim.views.text_label import TextLabel
from gdsim.views.theme import Theme

_NOTE_LEFT, _GAP, _LEAST_NOTE = 392, 16, 152
"""Where notes beside equations begin, below each other; the air before them; their least width."""
_BELOW = 4


class NotedEquation(QWidget):
    """One equation with its note; its height is what both need.

    Parameters
    ----------
    theme : Theme
    parent : QWidget or None

    Attributes
    ----------
    equation : EquationRow
    note : TextLabel
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.equation = EquationRow(theme, self)
        self.note = TextLabel(theme, color="muted", size=0.95, parent=self)
        self.note.setWordWrap(True)
        self.note.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.equation.arranged.connect(self._arrange)

    @property
    def is_note_beside(self) -> bool:
        """Whether the note stands beside the equation, not below it."""
        return not self.equation.isHidden() and self.note.x() > 0

    def set_terms(self, terms: Equation, note: str) -> None:
        """Show these; an empty equation or note takes no room."""
        self.equation.setVisible(bool(terms))
        self.equation.set_terms(terms)
        self.note.setVisible(bool(note))
        self.note.set_text(note)
        self.setVisible(bool(terms or note))
        self._arrange()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.equation.restyle(theme)
        self.note.restyle(theme)
        self._arrange()

    @Slot()
    def _arrange(self) -> None:
        """Give both their places. Resizing the equation may call this anew, to the same end."""
        left = self._beside()
        room = left - self._theme.px(_GAP) if left else self.width()
        self.equation.resize(room, self.equation.minimumHeight())
        height = 0 if self.equation.isHidden() else self.equation.minimumHeight()
        if self.note.isHidden():
            self._take_height(height)
            return
        needed = self.note.heightForWidth(self.width() - left)
        if left:
            # Its middle beside the symbols and the numbers, so that it reads on from there.
            top = max(0, (height - needed) // 2)
            self.note.setGeometry(QRect(left, top, self.width() - left, needed))
            self._take_height(height)
            return
        top = height + (self._theme.px(_BELOW) if height else 0)
        self.note.setGeometry(QRect(0, top, self.width(), needed))
        self._take_height(top + needed)

    def _beside(self) -> int:
        """Return where the note begins beside the equation, 0 for below it."""
        px = self._theme.px
        if self.equation.isHidden() or self.note.isHidden():
            return 0
        left = max(px(_NOTE_LEFT), self.equation.natural_width + px(_GAP))
        if self.width() - left < px(_LEAST_NOTE):
            return 0
        is_too_tall = self.note.heightForWidth(self.width() - left) > self.equation.line_height
        return 0 if is_too_tall else left

    def _take_height(self, height: int) -> None:
        if height != self.minimumHeight() or height != self.maximumHeight():
            self.setFixedHeight(height)

    def sizeHint(self) -> QSize:
        """Return a usual width and the height that it has."""
        return QSize(self._theme.px(480), self.minimumHeight())

    def minimumSizeHint(self) -> QSize:
        """Let it become narrow: it then takes more lines."""
        return QSize(self._theme.px(200), self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give both their places."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange()
