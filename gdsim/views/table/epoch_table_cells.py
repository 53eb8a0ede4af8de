"""How the rows of the epoch table are painted: numbers aligned at their decimal points, and bars.

It paints column by column, so that font and pen are set once each; a delegate asked cell by cell
took three times as long.
"""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath

from gdsim.scenario.quantities import MINUS
from gdsim.text import _
from gdsim.views.table.epoch_table_numbers import Column, EpochNumbers, Role
from gdsim.views.table.epoch_table_tips import heading
from gdsim.views.theme import Theme

PAD = 6
"""Pixels beside a text; the style sheet gives the headings as many."""
ROW_HEIGHT = 23
BAR_LENGTH = 36
"""Pixels of the largest step's bar."""
USUAL = MINUS + "0.000000"
"""As wide as numbers usually become: so columns stay where they are while a run plays."""

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Line(NamedTuple):
    """A row in sight: which, where, and how it stands out."""

    row: int
    top: float
    height: float
    is_marked: bool = False
    is_focused: bool = False


class Span(NamedTuple):
    """Where a column stands; a hidden one has no width."""

    left: float
    width: float


class RowPainter:
    """Paints rows of ``numbers``.

    Attributes
    ----------
    selected, hovered : int
        Rows, or -1.
    """

    def __init__(self, theme: Theme, numbers: EpochNumbers) -> None:
        self.selected = self.hovered = -1
        self._numbers = numbers
        self.restyle(theme)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self._pad = theme.px(PAD)
        self._font, self._bold = theme.font(), theme.font(bold=True)
        self._small = theme.font(0.85)
        self._metrics = {id(f): QFontMetricsF(f) for f in (self._font, self._bold, self._small)}

    def least_width(self, column: Column) -> float:
        """Return how wide a column must be for its widest text."""
        if column is Column.STEP:
            return 2 * self._theme.px(BAR_LENGTH) + 2 * self._pad
        if column is not Column.PARAMETER:
            return self._number_width(column) + 2 * self._pad
        text = max(self._numbers.names, key=len, default="")
        text += " + " + _("frozen") if self._numbers.some_held else ""
        title = heading(self._numbers, column)
        widest = max(self._width(self._bold, text), self._width(self._small, title))
        return widest + 2 * self._pad

    def roomy_width(self, column: Column) -> float:
        """Return the width at which a column need not grow when more digits come."""
        least = self.least_width(column)
        if column not in (Column.CURRENT, Column.GRADIENT, Column.NEW):
            return least
        return max(least, self._width(self._bold, USUAL) + 2 * self._pad)

    def _number_width(self, column: Column) -> float:
        """Return the width of a column of numbers: before and after the point the widest ones."""
        form = self._numbers.format(column)
        head = self._width(self._bold, form.widest.partition(".")[0])
        tail = max(self._width(self._bold, tail) for tail in form.tails)
        return max(head + tail, self._width(self._small, heading(self._numbers, column)))

    def paint(self, painter: QPainter, lines: Sequence[Line], spans: Sequence[Span]) -> None:
        """Paint the rows ``lines`` with the columns at ``spans``."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_grounds(painter, lines, spans)
        self._paint_names(painter, lines, spans[Column.PARAMETER])
        if self._numbers.snapshot is None:
            return
        for column in (Column.CURRENT, Column.GRADIENT, Column.NEW):
            self._paint_numbers(painter, lines, column, spans[column])
        self._paint_rates(painter, lines, spans[Column.RATE])
        if spans[Column.STEP].width:
            self._paint_bars(painter, lines, spans[Column.STEP])

    def _width(self, font: QFont, text: str) -> float:
        return self._metrics[id(font)].horizontalAdvance(text)

    def _baseline(self, font: QFont, line: Line) -> float:
        """Return how far below the top of a row its text stands."""
        metrics = self._metrics[id(font)]
        return (line.height + metrics.ascent() - metrics.descent()) / 2.0

    def _paint_grounds(
        self, painter: QPainter, lines: Sequence[Line], spans: Sequence[Span]
    ) -> None:
        """Paint what lies under the rows that stand out."""
        theme, radius = self._theme, self._theme.px(6)
        width = sum(span.width for span in spans)
        for line in lines:
            is_selected = line.row == self.selected
            if not (is_selected or line.row == self.hovered or line.is_marked):
                continue
            painter.setBrush(theme.color("halo" if is_selected else "control"))
            painter.setPen(theme.pen("selection") if line.is_focused else Qt.PenStyle.NoPen)
            box = QRectF(spans[0].left + 0.5, line.top + 0.5, width - 1.0, line.height - 1.0)
            painter.drawRoundedRect(box, radius, radius)

    def _paint_names(self, painter: QPainter, lines: Sequence[Line], span: Span) -> None:
        painter.setPen(self._theme.color("text"))
        painter.setFont(self._font)
        left = span.left + self._pad
        for line in lines:
            if self._numbers.role(line.row) is not Role.FREE:
                self._paint_held(painter, line, left)
            elif line.row == self.selected:
                painter.setFont(self._bold)
                painter.drawText(_box(line, left), _LEFT, self._numbers.names[line.row])
                painter.setFont(self._font)
            else:
                painter.drawText(_box(line, left), _LEFT, self._numbers.names[line.row])

    def _paint_held(self, painter: QPainter, line: Line, left: float) -> None:
        """Paint the name of a parameter that learning leaves alone, and why it does."""
        is_frozen = self._numbers.role(line.row) is Role.FROZEN
        name, font = self._numbers.names[line.row], self._font
        painter.save()
        painter.setPen(self._theme.color("muted"))
        if line.row == self.selected:
            font = self._bold
        painter.setFont(font)
        painter.drawText(_box(line, left), _LEFT, name)
        left += self._width(font, name) + self._theme.px(8)
        if is_frozen:
            self._paint_lock(painter, QPointF(left, line.top + line.height / 2.0))
            left += self._theme.px(12)
        painter.setFont(self._small)
        painter.drawText(_box(line, left), _LEFT, _("frozen") if is_frozen else _("cut"))
        painter.restore()

    def _paint_lock(self, painter: QPainter, middle_left: QPointF) -> None:
        unit, x, y = self._theme.scale, middle_left.x(), middle_left.y()
        body = QPainterPath()
        body.addRoundedRect(QRectF(x, y - unit, 8 * unit, 6 * unit), unit, unit)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawArc(QRectF(x + 1.6 * unit, y - 5 * unit, 4.8 * unit, 7 * unit), 0, 180 * 16)
        painter.fillPath(body, self._theme.color("muted"))

    def _paint_numbers(
        self, painter: QPainter, lines: Sequence[Line], column: Column, span: Span
    ) -> None:
        """Paint numbers so that their decimal points stand under each other."""
        is_sure = column is Column.NEW and not self._numbers.is_newest
        font = self._bold if is_sure else self._font
        painter.setFont(font)
        right = span.left + span.width - self._pad
        tails = self._numbers.format(column).tails
        point_at = right - max(self._width(font, tail) for tail in tails)
        for line in lines:
            text = self._numbers.text(line.row, column)
            painter.setPen(self._theme.color(self._color(line.row, column)))
            if text[-1:].isdigit():
                x = point_at - self._width(font, text.partition(".")[0])
            else:  # a word
                x = right - self._width(font, text)
            painter.drawText(QPointF(x, line.top + self._baseline(font, line)), text)

    def _color(self, row: int, column: Column) -> str:
        role = self._numbers.role(row)
        if column is Column.GRADIENT:
            return "muted" if role is Role.CUT else "gradient"
        is_open = column is Column.NEW and self._numbers.is_newest
        return "muted" if is_open or role is not Role.FREE else "text"

    def _paint_rates(self, painter: QPainter, lines: Sequence[Line], span: Span) -> None:
        painter.setFont(self._font)
        painter.setPen(self._theme.color("muted"))
        right = span.left + span.width - self._pad
        for line in lines:
            text = self._numbers.text(line.row, Column.RATE)
            x = right - self._width(self._font, text)
            painter.drawText(QPointF(x, line.top + self._baseline(self._font, line)), text)

    def _paint_bars(self, painter: QPainter, lines: Sequence[Line], span: Span) -> None:
        """Paint the steps from a middle line: to the right they rise, to the left they fall."""
        theme = self._theme
        middle = round(span.left + span.width / 2.0) + 0.5
        painter.setPen(theme.pen("line"))
        for line in lines:
            painter.drawLine(QPointF(middle, line.top), QPointF(middle, line.top + line.height))
        painter.setPen(Qt.PenStyle.NoPen)
        height = theme.px(9)
        for line in lines:
            share = self._numbers.bar(line.row)
            if share == 0.0:
                continue
            length = max(2.0, theme.px(BAR_LENGTH) * abs(share))
            left = middle if share > 0.0 else middle - length
            painter.setBrush(theme.color(theme.sign(share)))
            top = line.top + (line.height - height) / 2.0
            painter.drawRoundedRect(QRectF(left, top, length, height), 1.5, 1.5)


def _box(line: Line, left: float, right: float | None = None) -> QRectF:
    """Return a row's height from ``left`` to ``right``, or far enough for any text."""
    return QRectF(left, line.top, (left + 400.0 if right is None else right) - left, line.height)
