"""A card of the start page: a picture, a title and a line, all of it one button."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from gdsim.views.theme import Theme

Draw = Callable[[QPainter, QRectF, Theme], None]
_PAD = 14


class Card(QAbstractButton):
    """A button that is a picture with words below it, or beside it where it is small.

    Parameters
    ----------
    theme : Theme
    title, line : str
    draw : callable
        ``draw(painter, box, theme)`` paints the picture.
    is_small : bool
        Whether the picture is a thumbnail at the left.
    parent : QWidget or None
    """

    def __init__(
        self,
        theme: Theme,
        title: str,
        line: str,
        draw: Draw,
        *,
        is_small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._line, self._draw, self._is_small = theme, line, draw, is_small
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(line)
        self.setToolTip(line)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.restyle(theme)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the card's size; it grows in width."""
        width, height = (200, 56) if self._is_small else (240, 184)
        return QSize(self._theme.px(width), self._theme.px(height))

    def minimumSizeHint(self) -> QSize:
        """Let the card become narrow."""
        return QSize(self._theme.px(140), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card; a stronger border under the mouse, the selection's with the focus."""
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_hot = self.underMouse() or self.isDown()
        width = 2.0 if self.hasFocus() else 1.0
        name = "selection" if self.hasFocus() else "faint" if is_hot else "line"
        painter.setPen(theme.pen(name, width / theme.scale))
        painter.setBrush(theme.color("card"))
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, theme.px(8), theme.px(8))
        if self._is_small:
            self._draw_small(painter, box)
        else:
            self._draw_large(painter, box)

    def _draw_large(self, painter: QPainter, box: QRectF) -> None:
        theme, pad = self._theme, self._theme.px(_PAD)
        picture = box.adjusted(pad, pad, -pad, -theme.px(76))
        self._draw(painter, picture, theme)
        words = QRectF(box.left() + pad, picture.bottom() + theme.px(8), box.width() - 2 * pad, 0)
        words.setBottom(box.bottom() - theme.px(6))
        self._write(painter, words)

    def _draw_small(self, painter: QPainter, box: QRectF) -> None:
        theme = self._theme
        pad = theme.px(8)
        picture = QRectF(box.left() + pad, box.top() + pad, theme.px(64), box.height() - 2 * pad)
        self._draw(painter, picture, theme)
        words = box.adjusted(pad + theme.px(64) + theme.px(12), 0, -pad, 0)
        painter.setPen(theme.color("text"))
        painter.setFont(theme.font(0.95))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(words, flags | Qt.TextFlag.TextWordWrap, self.text())

    def _write(self, painter: QPainter, box: QRectF) -> None:
        """Write the title, and the line broken where it must be below it."""
        theme, align = self._theme, Qt.AlignmentFlag
        painter.setPen(theme.color("text"))
        painter.setFont(theme.font(1.1, bold=True))
        metrics = painter.fontMetrics()
        title = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, align.AlignLeft | align.AlignTop, title)
        painter.setPen(theme.color("muted"))
        painter.setFont(theme.font(0.9))
        below = box.adjusted(0, metrics.height() + theme.px(2), 0, 0)
        painter.drawText(
            below, align.AlignLeft | align.AlignTop | Qt.TextFlag.TextWordWrap, self._line
        )
