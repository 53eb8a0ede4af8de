"""Two lines under a table: the sentence of a step, and in grey what stands behind it.

It paints itself: a label that changes at every frame would lay out the window each time.
"""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdsim.views.theme import Theme

_PAD = 8
_SMALL = 0.9
_LEAST = 0.8
"""Letters may become so small, in steps of a twentieth, before a text is cut."""


class Sentence(QWidget):
    """Two lines of text, each in smaller letters and then with an ellipsis if it does not fit."""

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

    def font_for(self, text: str, size: float, width: float) -> QFont:
        """Return the largest font, of those up to ``size``, in which a text fits into a width."""
        font = self._theme.font(size)
        while size > _LEAST and QFontMetricsF(font).horizontalAdvance(text) > width:
            size -= 0.05
            font = self._theme.font(size)
        return font

    def sizeHint(self) -> QSize:
        """Return the height of two lines."""
        lines = [QFontMetricsF(self._theme.font(size)).height() for size in (1.0, _SMALL)]
        return QSize(self._theme.px(200), round(sum(lines)) + self._theme.px(_PAD + 4))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Write both lines."""
        painter, top = QPainter(self), float(self._theme.px(_PAD))
        left = self._theme.px(_PAD)
        for text, size, color in ((self.first, 1.0, "text"), (self.second, _SMALL, "muted")):
            width = max(0, self.width() - 2 * left)
            font = self.font_for(text, size, width)
            metrics = QFontMetricsF(font)
            box = QRectF(left, top, width, metrics.height())
            painter.setFont(font)
            painter.setPen(self._theme.color(color))
            fitting = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft, fitting)
            top += metrics.height() + 2.0
