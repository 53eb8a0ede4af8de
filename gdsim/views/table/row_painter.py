"""How the rows of the table are painted: numbers aligned at their decimal points, and bars.

It paints column by column, so that font and pen are set once each; a delegate asked cell by cell
took three times as long.
"""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPolygonF

from gdsim.scenario.formats import Format, Formats
from gdsim.scenario.quantities import MINUS
from gdsim.text import _
from gdsim.views.table.figures import FIELDS, Blank, Column, Figures, Kind, Role
from gdsim.views.table.words import cell_text, format_of, heading, mark_of, verdict_text
from gdsim.views.theme import Theme

PAD = 6
"""Pixels beside a text; the style sheet gives the headings as many."""
ROW_HEIGHT = 24
BAR_LENGTH = 36
"""Pixels of the largest step's bar."""
ARROW = 14
"""Pixels for the arrow of a row that opens."""
MOST_WIDTHS = 2048
USUAL = MINUS + "0.000000"
"""As wide as numbers usually become: so columns stay where they are while a run plays."""

NUMBERS = (Kind.CURRENT, Kind.GRADIENT, Kind.MEMORY, Kind.STEP, Kind.NEW)

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class PaintedRow(NamedTuple):
    """A row in sight: what it holds, where it is, and how it stands out."""

    figures: Figures
    bar: float
    top: float
    height: float
    is_selected: bool = False
    is_hovered: bool = False
    is_marked: bool = False
    is_focused: bool = False
    is_off: bool = False


class Span(NamedTuple):
    """Where a column stands; a hidden one has no width."""

    left: float
    width: float


class RowPainter:
    """Paints rows in the columns and formats that it was given last."""

    def __init__(self, theme: Theme) -> None:
        self._formats = Formats()
        self.restyle(theme)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self._pad = theme.px(PAD)
        self._font, self._bold = theme.font(), theme.font(bold=True)
        self._small = theme.font(0.85)
        self._metrics = {id(f): QFontMetricsF(f) for f in (self._font, self._bold, self._small)}
        self._known_widths: dict[tuple[int, str], float] = {}

    def least_width(
        self, column: Column, formats: Formats, widest: str, *, is_plain: bool
    ) -> float:
        """Return how wide a column must be; ``widest`` is its widest text where it is no number."""
        if column.kind is Kind.BAR:
            return 2 * self._theme.px(BAR_LENGTH) + 2 * self._pad
        title = heading(column, is_plain=is_plain) + " ↓"
        form = format_of(column, formats)
        if form is None:
            width = self._width(self._bold, widest)
        else:
            head = self._width(self._bold, form.widest.partition(".")[0])
            width = head + max(self._width(self._bold, tail) for tail in form.tails)
        return max(width, self._width(self._small, title)) + 2 * self._pad

    def roomy_width(self, column: Column, least: float) -> float:
        """Return the width at which a column need not grow when more digits come."""
        if column.kind not in NUMBERS:
            return least
        return max(least, self._width(self._bold, USUAL) + 2 * self._pad)

    def paint(
        self,
        painter: QPainter,
        rows: Sequence[PaintedRow],
        columns: Sequence[tuple[Column, Span]],
        formats: Formats,
    ) -> None:
        """Paint ``rows`` with the columns where they stand."""
        self._formats = formats
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_grounds(painter, rows, columns)
        notes = [row for row in rows if row.figures.note]
        plain = [row for row in rows if not row.figures.note]
        for column, span in columns:
            if span.width <= 0:
                continue
            if column.kind in (Kind.PARAMETER, Kind.EPOCH):
                self._paint_names(painter, plain, column, span)
            elif column.kind is Kind.RATE:
                self._paint_rates(painter, plain, span)
            elif column.kind is Kind.BAR:
                self._paint_bars(painter, plain, span)
            else:
                self._paint_numbers(painter, plain, column, span)
        painter.setFont(self._small)
        painter.setPen(self._theme.color("muted"))
        for row in notes:
            left = columns[0][1].left + self._pad + 2 * self._theme.px(ARROW)
            painter.drawText(_box(row, left, left + 1000.0), _LEFT, row.figures.note)

    def _width(self, font: QFont, text: str) -> float:
        """Return how wide a text is; what stands before decimal points comes again and again."""
        key = id(font), text
        width = self._known_widths.get(key)
        if width is None:
            if len(self._known_widths) >= MOST_WIDTHS:
                self._known_widths.clear()
            width = self._known_widths[key] = self._metrics[id(font)].horizontalAdvance(text)
        return width

    def _baseline(self, font: QFont, row: PaintedRow) -> float:
        """Return how far down a row's text stands."""
        metrics = self._metrics[id(font)]
        return row.top + (row.height + metrics.ascent() - metrics.descent()) / 2.0

    def _paint_grounds(
        self,
        painter: QPainter,
        rows: Sequence[PaintedRow],
        columns: Sequence[tuple[Column, Span]],
    ) -> None:
        """Paint what lies under the rows that stand out."""
        theme, radius = self._theme, self._theme.px(6)
        left = columns[0][1].left
        width = sum(span.width for _column, span in columns)
        for row in rows:
            if not (row.is_selected or row.is_hovered or row.is_marked):
                continue
            painter.setBrush(theme.color("halo" if row.is_selected else "control"))
            painter.setPen(theme.pen("selection") if row.is_focused else Qt.PenStyle.NoPen)
            box = QRectF(left + 0.5, row.top + 0.5, width - 1.0, row.height - 1.0)
            painter.drawRoundedRect(box, radius, radius)

    def _paint_names(
        self, painter: QPainter, rows: Sequence[PaintedRow], column: Column, span: Span
    ) -> None:
        """Paint what a row is about, with an arrow before what opens."""
        theme = self._theme
        is_epoch = column.kind is Kind.EPOCH
        can_open = not is_epoch and any(row.figures.is_unfolded is not None for row in rows)
        for row in rows:
            figures, left = row.figures, span.left + self._pad
            text = cell_text(figures, column, self._formats)
            font = self._bold if row.is_selected and not figures.batch else self._font
            is_quiet = figures.role is not Role.FREE or bool(figures.batch)
            painter.setFont(font)
            painter.setPen(theme.color("muted" if is_quiet else "text"))
            if is_epoch:
                x = span.left + span.width - self._pad - self._width(font, text)
                painter.drawText(QPointF(x, self._baseline(font, row)), text)
                continue
            if figures.batch:
                left += 2 * theme.px(ARROW)
            elif can_open:
                self._paint_arrow(painter, row, left)
                left += theme.px(ARROW)
            painter.drawText(_box(row, left), _LEFT, text)
            if figures.role is not Role.FREE and not figures.batch:
                self._paint_held(painter, row, left + self._width(font, text) + theme.px(8))

    def _paint_arrow(self, painter: QPainter, row: PaintedRow, left: float) -> None:
        """Paint a small triangle: to the right where a row opens, down where it is open."""
        if row.figures.is_unfolded is None:
            return
        unit, x, y = self._theme.scale, left + 4 * self._theme.scale, row.top + row.height / 2.0
        points = [(-2.0, -4.0), (3.0, 0.0), (-2.0, 4.0)]
        if row.figures.is_unfolded:
            points = [(-4.0, -2.0), (4.0, -2.0), (0.0, 3.0)]
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("muted"))
        painter.drawPolygon(QPolygonF([QPointF(x + a * unit, y + b * unit) for a, b in points]))
        painter.restore()

    def _paint_held(self, painter: QPainter, row: PaintedRow, left: float) -> None:
        """Paint why learning leaves a parameter alone."""
        is_frozen = row.figures.role is Role.FROZEN
        if is_frozen:
            self._paint_lock(painter, QPointF(left, row.top + row.height / 2.0))
            left += self._theme.px(12)
        painter.setFont(self._small)
        painter.drawText(_box(row, left), _LEFT, _("frozen") if is_frozen else _("cut"))

    def _paint_lock(self, painter: QPainter, middle_left: QPointF) -> None:
        unit, x, y = self._theme.scale, middle_left.x(), middle_left.y()
        body = QPainterPath()
        body.addRoundedRect(QRectF(x, y - unit, 8 * unit, 6 * unit), unit, unit)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawArc(QRectF(x + 1.6 * unit, y - 5 * unit, 4.8 * unit, 7 * unit), 0, 180 * 16)
        painter.fillPath(body, self._theme.color("muted"))

    def _paint_numbers(
        self, painter: QPainter, rows: Sequence[PaintedRow], column: Column, span: Span
    ) -> None:
        """Paint numbers so that their decimal points stand under each other."""
        right = span.left + span.width - self._pad
        tails = (format_of(column, self._formats) or Format()).tails
        for row in rows:
            blank = _blank(row.figures, column)
            font = self._number_font(row.figures, column)
            if blank is not None:
                self._paint_blank(painter, row, span, blank)
            painter.setFont(font)
            text = cell_text(row.figures, column, self._formats)
            painter.setPen(self._theme.color(_color(row.figures, column)))
            if text[-1:].isdigit() and not (blank is not None and blank.is_hidden):
                tail = max(self._width(font, part) for part in tails)
                x = right - tail - self._width(font, text.partition(".")[0])
            else:
                x = right - self._width(font, text)
            painter.drawText(QPointF(x, self._baseline(font, row)), text)
            if row.is_off and column.kind is Kind.NEW:
                self._paint_off(painter, row, right)

    def _number_font(self, figures: Figures, column: Column) -> QFont:
        is_sure = column.kind is Kind.NEW and not figures.is_open and not figures.batch
        return self._bold if is_sure else self._font

    def _paint_blank(self, painter: QPainter, row: PaintedRow, span: Span, blank: Blank) -> None:
        """Paint the field that waits for an answer, and the mark of one that was given."""
        theme = self._theme
        mark = mark_of(blank)
        if mark:
            painter.setPen(theme.color("text"))
            painter.setFont(self._font)
            place = QPointF(span.left + self._pad, self._baseline(self._font, row))
            painter.drawText(place, mark)
        if not blank.is_hidden:
            return
        painter.setPen(theme.pen("muted", 1.0, style=Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        box = QRectF(span.left + 2.5, row.top + 2.5, span.width - 4.0, row.height - 5.0)
        painter.drawRoundedRect(box, theme.px(4), theme.px(4))

    def _paint_off(self, painter: QPainter, row: PaintedRow, right: float) -> None:
        """Paint the small mark of a row whose printed digits do not reconcile."""
        unit = self._theme.scale
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("muted"))
        painter.drawEllipse(QPointF(right + 3 * unit, row.top + 7 * unit), 1.5 * unit, 1.5 * unit)
        painter.restore()

    def _paint_rates(self, painter: QPainter, rows: Sequence[PaintedRow], span: Span) -> None:
        painter.setFont(self._font)
        painter.setPen(self._theme.color("muted"))
        right = span.left + span.width - self._pad
        for row in rows:
            text = cell_text(row.figures, Column(Kind.RATE), self._formats)
            x = right - self._width(self._font, text)
            painter.drawText(QPointF(x, self._baseline(self._font, row)), text)

    def _paint_bars(self, painter: QPainter, rows: Sequence[PaintedRow], span: Span) -> None:
        """Paint the steps from a middle line, or in place of them what became of answers."""
        asked = [row for row in rows if row.figures.blanks]
        if asked:
            self._paint_verdicts(painter, asked, span)
            return
        theme = self._theme
        middle = round(span.left + span.width / 2.0) + 0.5
        painter.setPen(theme.pen("line"))
        for row in rows:
            painter.drawLine(QPointF(middle, row.top), QPointF(middle, row.top + row.height))
        painter.setPen(Qt.PenStyle.NoPen)
        height = theme.px(9)
        for row in rows:
            if row.bar == 0.0:
                continue
            length = max(2.0, theme.px(BAR_LENGTH) * abs(row.bar))
            left = middle if row.bar > 0.0 else middle - length
            painter.setBrush(theme.color(theme.sign(row.bar)))
            top = row.top + (row.height - height) / 2.0
            painter.drawRoundedRect(QRectF(left, top, length, height), 1.5, 1.5)

    def _paint_verdicts(self, painter: QPainter, rows: Sequence[PaintedRow], span: Span) -> None:
        painter.setFont(self._small)
        metrics = self._metrics[id(self._small)]
        painter.setPen(self._theme.color("text"))
        left, room = span.left + self._pad, span.width - self._pad
        for row in rows:
            text = metrics.elidedText(verdict_text(row.figures), Qt.TextElideMode.ElideRight, room)
            painter.drawText(_box(row, left, left + room), _LEFT, text)


def _blank(figures: Figures, column: Column) -> Blank | None:
    return figures.blanks.get(FIELDS[column.kind]) if column.kind in FIELDS else None


def _color(figures: Figures, column: Column) -> str:
    if column.kind is Kind.GRADIENT:
        return "muted" if figures.role is Role.CUT else "gradient"
    is_open = column.kind is Kind.NEW and figures.is_open
    return "muted" if is_open or figures.role is not Role.FREE else "text"


def _box(row: PaintedRow, left: float, right: float | None = None) -> QRectF:
    """Return a row's height from ``left`` to ``right``, or far enough for any text."""
    return QRectF(left, row.top, (left + 400.0 if right is None else right) - left, row.height)
