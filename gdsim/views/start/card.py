"""A card of the start page: a picture, a title and a line, all of it one button."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from gdsim.views.theme import Theme

Draw = Callable[[QPainter, QRectF, Theme], None]
_HIGH, _LOW = 184, 56
"""The least height of a large card and of a small one, in pixels at scale 1."""
_PAD, _PICTURE = 14, 92
_SMALL_PAD, _THUMB, _BESIDE = 8, 64, 12
_TITLE, _TEXT, _SMALL_TEXT = 1.1, 0.9, 0.95
"""The heights of letters, times the usual one."""


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
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)  # a long text takes more lines in a narrow card
        self.setSizePolicy(policy)
        self.restyle(theme)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the card's size; it grows in width."""
        width = self._theme.px(200 if self._is_small else 240)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Let the card become narrow."""
        width = self._theme.px(140)
        return QSize(width, self._theme.px(_LOW if self._is_small else _HIGH))

    def heightForWidth(self, width: int) -> int:
        """Return the height at which all of the text is seen."""
        px = self._theme.px
        if self._is_small:
            room = width - 2 - px(_SMALL_PAD + _THUMB + _BESIDE + _SMALL_PAD)
            text = self._wrapped(self.text(), _SMALL_TEXT, room)
            return max(px(_LOW), text + 2 * px(_SMALL_PAD))
        text = self._wrapped(self._line, _TEXT, width - 2 - 2 * px(_PAD))
        title = QFontMetrics(self._theme.font(_TITLE, bold=True)).height()
        below = title + px(2) + text + px(_PAD)
        return max(px(_HIGH), 2 + px(_PAD + _PICTURE + 8) + below)

    def _wrapped(self, text: str, size: float, width: int) -> int:
        """Return how high a text is that is broken at a width."""
        metrics = QFontMetrics(self._theme.font(size))
        return metrics.boundingRect(0, 0, width, 0, Qt.TextFlag.TextWordWrap, text).height()

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
        picture = box.adjusted(pad, pad, -pad, 0)
        picture.setHeight(theme.px(_PICTURE))
        self._draw(painter, picture, theme)
        words = QRectF(box.left() + pad, picture.bottom() + theme.px(8), box.width() - 2 * pad, 0)
        words.setBottom(box.bottom())
        self._write(painter, words)

    def _draw_small(self, painter: QPainter, box: QRectF) -> None:
        theme = self._theme
        pad = theme.px(_SMALL_PAD)
        high = theme.px(_LOW) - 2 * pad
        top = box.center().y() - high / 2.0
        picture = QRectF(box.left() + pad, top, theme.px(_THUMB), high)
        self._draw(painter, picture, theme)
        words = box.adjusted(pad + theme.px(_THUMB) + theme.px(_BESIDE), 0, -pad, 0)
        painter.setPen(theme.color("text"))
        painter.setFont(theme.font(_SMALL_TEXT))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(words, flags | Qt.TextFlag.TextWordWrap, self.text())

    def _write(self, painter: QPainter, box: QRectF) -> None:
        """Write the title, and the line broken where it must be below it."""
        theme, align = self._theme, Qt.AlignmentFlag
        painter.setPen(theme.color("text"))
        painter.setFont(theme.font(_TITLE, bold=True))
        metrics = painter.fontMetrics()
        title = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, align.AlignLeft | align.AlignTop, title)
        painter.setPen(theme.color("muted"))
        painter.setFont(theme.font(_TEXT))
        below = box.adjusted(0, metrics.height() + theme.px(2), 0, 0)
        painter.drawText(
            below, align.AlignLeft | align.AlignTop | Qt.TextFlag.TextWordWrap, self._line
        )
