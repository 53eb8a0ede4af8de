"""The four counts as a table of two by two: what it was, against what was said.

It paints itself: labels that change at every frame would lay out the window each time.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gdsim.engine.verdicts import Verdicts
from gdsim.scenario.yes_no import YesNo
from gdsim.text import _
from gdsim.views.counts import threshold_words as words
from gdsim.views.theme import Theme

SMALL = 0.84
NAME_WIDTH, HEAD_HEIGHT, CELL_HEIGHT, GAP = 68, 20, 52, 4
"""At scale 1."""


class VerdictTable(QWidget):
    """Rows: what is true. Columns: said no, said yes. So it lies as the plot beside it does.

    Attributes
    ----------
    texts : tuple of str
        What the cells say: above left and right, below left and right.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._asked: YesNo | None = None
        self._train = self._test = Verdicts(0, 0, 0, 0)
        self.texts: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Right and wrong answers"))
        self.installEventFilter(self)
        self.restyle(theme)

    def show_counts(self, asked: YesNo | None, train: Verdicts, test: Verdicts) -> None:
        """Show the counts of the rows learnt from, and small those of the rows held out."""
        if asked is self._asked and (train, test) == (self._train, self._test):
            return
        self._asked, self._train, self._test = asked, train, test
        counts = words.corners(train, is_brief=True)
        held = words.corners(test, is_brief=True)
        names = words.cell_names()
        self.texts = tuple(
            f"{n} {name}" + (_(", held out {m}").format(m=m) if test.n_rows else "")
            for n, m, name in zip(counts, held, names, strict=True)
        )
        self.setAccessibleDescription("; ".join(self.texts))
        self.update()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room of a heading and two rows."""
        px = self._theme.px
        return QSize(px(300), px(HEAD_HEIGHT) + 2 * px(CELL_HEIGHT) + px(GAP))

    def cell(self, i: int) -> QRectF:
        """Return where a cell is: 0 and 1 above, 2 and 3 below."""
        px = self._theme.px
        left, top, gap = px(NAME_WIDTH), px(HEAD_HEIGHT), px(GAP)
        width = (self.width() - left - gap) / 2.0
        x = left + (i % 2) * (width + gap)
        y = top + (i // 2) * (px(CELL_HEIGHT) + gap)
        return QRectF(x, y, max(1.0, width), px(CELL_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint headings and cells."""
        if self._asked is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_names(painter, self._asked)
        counts = words.corners(self._train, is_brief=True)
        held = words.corners(self._test, is_brief=True)
        names = list(words.cell_names())
        if self._test.n_rows:
            names = self._with_held(names, held)
        for i, name in enumerate(names):
            self._paint_cell(painter, i, counts[i], name)

    def _with_held(self, names: Sequence[str], held: Sequence[str]) -> list[str]:
        """Return the names with the counts of the rows held out, at length if there is room."""
        metrics = QFontMetricsF(self._theme.font(SMALL))
        room = self.cell(0).width() - 4.0
        for form in (_("{name} · held out {n}"), _("{name} · {n}")):
            texts = [form.format(name=name, n=n) for name, n in zip(names, held, strict=True)]
            if max(metrics.horizontalAdvance(text) for text in texts) <= room:
                break
        return texts

    def _paint_names(self, painter: QPainter, asked: YesNo) -> None:
        theme, middle = self._theme, Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font(0.9))
        painter.setPen(theme.color("muted"))
        metrics = QFontMetricsF(painter.font())
        for i, name in enumerate((asked.no, asked.yes)):
            cell = self.cell(i)
            box = QRectF(cell.left(), 0.0, cell.width(), theme.px(HEAD_HEIGHT))
            text = _("called {name}").format(name=name)
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, middle | Qt.AlignmentFlag.AlignHCenter, text)
        if self._test.n_rows:
            box = QRectF(0.0, 0.0, self.cell(0).left() - theme.px(8), theme.px(HEAD_HEIGHT))
            painter.drawText(box, middle | Qt.AlignmentFlag.AlignRight, _("· held out"))
        for i, name in ((0, asked.yes), (2, asked.no)):
            cell = self.cell(i)
            box = QRectF(0.0, cell.top(), cell.left() - theme.px(8), cell.height())
            text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, middle | Qt.AlignmentFlag.AlignRight, text)

    def _paint_cell(self, painter: QPainter, i: int, n: str, name: str) -> None:
        theme, cell, is_wrong = self._theme, self.cell(i), i in (0, 3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("loss", 0.12) if is_wrong else theme.color("control"))
        painter.drawRoundedRect(cell, theme.px(6), theme.px(6))
        upper = QRectF(cell.topLeft(), QPointF(cell.right(), cell.top() + 0.6 * cell.height()))
        lower = QRectF(QPointF(cell.left(), upper.bottom() - 3.0), cell.bottomRight())
        painter.setFont(theme.font(1.4, bold=True))
        painter.setPen(theme.color("loss" if is_wrong else "text"))
        painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, n)
        painter.setFont(theme.font(SMALL))
        painter.setPen(theme.color("text" if is_wrong else "muted"))
        metrics = QFontMetricsF(painter.font())
        text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, lower.width() - 4.0)
        painter.drawText(lower, Qt.AlignmentFlag.AlignHCenter, text)

    def tip_at(self, position: QPointF) -> str:
        """Return the field's term for the cell under the mouse."""
        for i, tip in enumerate(words.cell_tips()):
            if self._asked is not None and self.cell(i).contains(position):
                return f"{self.texts[i]}\n{tip}"
        return ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Explain the cell under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip_at(QPointF(event.pos())), self)
            return True
        return False
