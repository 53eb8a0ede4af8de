"""One line of text that changes often: it paints itself, so that nothing is laid out anew."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdsim.views.theme import Theme

_SIZE, _LEAST = 0.95, 0.8
"""Letters may become so small before a text is cut."""
_PAD = 8


class SaidLine(QWidget):
    """A sentence, in smaller letters and then with an ellipsis if it does not fit.

    Attributes
    ----------
    text : str
    is_quiet : bool
        Whether it only says what can be done.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self.text, self.is_quiet = theme, "", False
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.restyle(theme)

    def say(self, text: str, *, is_quiet: bool = False) -> None:
        """Say something else."""
        if (text, is_quiet) != (self.text, self.is_quiet):
            self.text, self.is_quiet = text, is_quiet
            self.setAccessibleName(text)
            self.setToolTip(text)
            self.update()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of a line."""
        line = QFontMetricsF(self._theme.font(_SIZE)).height()
        return QSize(self._theme.px(200), round(line) + self._theme.px(6))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Write the sentence."""
        painter, pad = QPainter(self), self._theme.px(_PAD)
        box, size = QRectF(self.rect()).adjusted(pad, 0, -pad, 0), _SIZE
        metrics = QFontMetricsF(self._theme.font(size))
        while size > _LEAST and metrics.horizontalAdvance(self.text) > box.width():
            size -= 0.05
            metrics = QFontMetricsF(self._theme.font(size))
        painter.setFont(self._theme.font(size))
        painter.setPen(self._theme.color("muted" if self.is_quiet else "text"))
        text = metrics.elidedText(self.text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
