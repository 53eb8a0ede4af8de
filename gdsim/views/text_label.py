"""A line of text in a colour and size of the theme, which may shorten itself with an ellipsis."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from gdsim.views.theme import Theme


class TextLabel(QLabel):
    """One line of text.

    Parameters
    ----------
    theme : Theme
    text : str
    color : str
        A colour's name in the theme.
    size : float
        Times the usual height.
    bold : bool
    elides : bool
        Whether it may become narrower than its text, which is then its tooltip.
    steady : bool
        Whether its size is fixed and only grows. Qt lays out the window anew when a text changes,
        unless the label's size is fixed.
    parent : QWidget or None
    """

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        *,
        color: str = "text",
        size: float = 1.0,
        bold: bool = False,
        elides: bool = False,
        steady: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self._color, self._size, self._bold, self._elides = color, size, bold, elides
        self._is_steady = steady
        self.setTextFormat(Qt.TextFormat.PlainText)
        if elides:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.restyle(theme)

    def set_text(self, text: str) -> None:
        """Show ``text``."""
        if text != self.text():
            if self._is_steady:
                self.reserve(text)
            self.setText(text)
            self._hint()

    def reserve(self, text: str) -> None:
        """Make a steady label wide enough for ``text``."""
        width = max(self.width_of(text), self.maximumWidth() if self.minimumWidth() else 0)
        if width != self.minimumWidth():
            self.setFixedSize(width, self.fontMetrics().height())

    def shrink(self) -> None:
        """Let a steady label be no wider than its text, as for another subject."""
        self.setMinimumSize(0, 0)
        self.reserve(self.text())

    def set_color(self, color: str) -> None:
        """Take on another colour of the theme."""
        if color != self._color:
            self._color = color
            self.restyle(self._theme)

    def width_of(self, text: str) -> int:
        """Return how wide ``text`` would be."""
        return self.fontMetrics().horizontalAdvance(text) + 2

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.setFont(theme.font(self._size, bold=self._bold))
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, theme.color(self._color))
        self.setPalette(palette)
        if self._is_steady:
            self.shrink()
        self._hint()

    def _hint(self) -> None:
        """Say by the tooltip what does not fit."""
        if self._elides:
            self.setToolTip(self.text() if self._is_short() else "")

    def _is_short(self) -> bool:
        return self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()

    def minimumSizeHint(self) -> QSize:
        """Return room for a few letters if the text may shorten itself."""
        hint = super().minimumSizeHint()
        if self._elides:
            hint.setWidth(min(hint.width(), self.width_of("mmm…")))
        return hint

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say by the tooltip what does no longer fit."""
        super().resizeEvent(event)
        self._hint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text, shortened at its end if it does not fit."""
        if not self._elides or not self._is_short():
            super().paintEvent(event)
            return
        box = self.contentsRect()
        painter = QPainter(self)
        painter.setPen(self._theme.color(self._color))
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, self.alignment(), text)
