"""Two lines under a table: the sentence of a step, and in grey what stands behind it.

It paints itself: a label that changes at every frame would lay out the window each time.
"""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdsim.views.theme import Theme

_PAD = 8
_SMALL = 0.9


class Sentence(QWidget):
    """Two lines of text, each shortened with an ellipsis where it does not fit."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.first = self.second = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.restyle(theme)

    def set_texts(self, first: str, second: str) -> None:
        """Say something else."""
        if (first, second) != (self.first, self.second):
            self.first, self.second = first, second
            self.setAccessibleName(first)
            self.setAccessibleDescription(second)
            self.setToolTip(f"{first}\n{second}".strip())
            self.update()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of two lines."""
        lines = [QFontMetricsF(self._theme.font(size)).height() for size in (1.0, _SMALL)]
        return QSize(self._theme.px(200), round(sum(lines)) + self._theme.px(_PAD + 4))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Write both lines."""
        painter, top = QPainter(self), float(self._theme.px(_PAD))
        left = self._theme.px(_PAD)
        for text, size, color in ((self.first, 1.0, "text"), (self.second, _SMALL, "muted")):
            font = self._theme.font(size)
            metrics = QFontMetricsF(font)
            box = QRectF(left, top, max(0, self.width() - 2 * left), metrics.height())
            painter.setFont(font)
            painter.setPen(self._theme.color(color))
            fitting = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft, fitting)
            top += metrics.height() + 2.0
