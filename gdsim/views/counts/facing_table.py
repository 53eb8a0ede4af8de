"""Two columns that face each other: trying all, and descent so far.

It paints itself: labels that change at every frame would lay out the window each time.
"""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdsim.text import _
from gdsim.views.theme import Theme

ROWS = 3
NAME_PART, DESCENT_PART = 56, 168
"""Widths of the first and the last column at scale 1."""


class FacingTable(QWidget):
    """A heading and two rows, looks and time, of two columns.

    Attributes
    ----------
    rows : tuple of (str, str, str)
        What is shown: a name, trying all, descent.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.rows: tuple[tuple[str, str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Trying all and descent side by side"))
        self.setToolTip(_("Trying all looks at the loss, descent at its gradient."))
        self.restyle(theme)

    def set_rows(self, rows: tuple[tuple[str, str, str], ...]) -> None:
        """Show other texts."""
        if rows != self.rows:
            self.rows = rows
            self.setAccessibleDescription("; ".join(", ".join(filter(None, row)) for row in rows))
            self.update()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of the rows."""
        line = QFontMetricsF(self._theme.font(bold=True)).height() + self._theme.px(4)
        return QSize(self._theme.px(300), round(ROWS * line))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Write all cells, the numbers bold."""
        painter, theme = QPainter(self), self._theme
        name, descent = float(theme.px(NAME_PART)), float(theme.px(DESCENT_PART))
        edges = (0.0, name, max(name, self.width() - descent), float(self.width()))
        line = self.height() / ROWS
        for i, row in enumerate(self.rows):
            for j, text in enumerate(row):
                is_number = i > 0 and j > 0
                font = theme.font(1.0 if is_number else 0.9, bold=is_number)
                painter.setFont(font)
                painter.setPen(theme.color("text" if is_number else "muted"))
                box = QRectF(edges[j], i * line, edges[j + 1] - edges[j] - theme.px(8), line)
                fitting = QFontMetricsF(font).elidedText(
                    text, Qt.TextElideMode.ElideRight, box.width()
                )
                middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(box, middle, fitting)
