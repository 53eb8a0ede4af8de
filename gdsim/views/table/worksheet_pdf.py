"""A worksheet on paper: Worksheet -> the painted pages of a PDF, in points on A4."""

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)

import gdsim
from gdsim.scenario.worksheet import BLANK, Row, Worksheet
from gdsim.text import _

_MARGIN_MM = 18.0
_FOOT = 24.0
_BETWEEN = 14.0
"""Points between two columns."""
_ROW_OF_SHEET, _ROW_OF_KEY, _HEAD = 32.0, 22.0, 20.0
_INK, _QUIET, _LINE, _BOX = "#1D2126", "#5F6670", "#C9CDD3", "#8E949C"

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def pdf_bytes(sheet: Worksheet, *, is_key: bool) -> bytes:
    """Return the sheet, or its key, as a PDF."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    writer.setTitle(sheet.title)
    writer.setCreator(f"gdsim {gdsim.__version__}")
    _Pages(writer, sheet, is_key=is_key).paint()
    buffer.close()
    return bytes(buffer.data().data())


class _Pages:
    """Paints one document from top to bottom; ``y`` is how far down the page it has come."""

    def __init__(self, writer: QPdfWriter, sheet: Worksheet, *, is_key: bool) -> None:
        self._writer, self._sheet, self._is_key = writer, sheet, is_key
        page = writer.pageLayout().paintRect(QPageLayout.Unit.Point)
        self._width, self._bottom = page.width(), page.height() - _FOOT
        self._y = 0.0
        self._page = 0
        self._row = _ROW_OF_KEY if is_key else _ROW_OF_SHEET
        self._lefts, self._widths = self._columns()

    def paint(self) -> None:
        """Paint all pages."""
        self._painter = QPainter(self._writer)
        self._begin_page()
        self._paint_title()
        self._paint_facts()
        self._paint_tasks()
        self._paint_header()
        for i in range(len(self._sheet.rows)):
            if self._y + self._row > self._bottom:
                self._writer.newPage()
                self._begin_page()
                self._paint_header()
            self._paint_row(i)
        if self._sheet.note:
            self._text(0.0, self._width, 22.0, self._sheet.note, _font(9), color=_QUIET)
        self._painter.end()

    def _begin_page(self) -> None:
        """Make one unit one point, and print the number of the page."""
        painter, scale = self._painter, self._writer.logicalDpiX() / 72.0
        painter.resetTransform()
        painter.scale(scale, scale)
        self._page += 1
        what = _("Answer key") if self._is_key else _("Worksheet")
        foot = f"{self._sheet.title} · {self._sheet.subtitle} · {what}"
        self._y = self._bottom
        self._text(0.0, self._width, _FOOT, foot, _font(8), color=_QUIET)
        number = _("page {n}").format(n=self._page)
        self._text(0.0, self._width, _FOOT, number, _font(8), color=_QUIET, side=_RIGHT)
        self._y = 0.0

    def _paint_title(self) -> None:
        what = _("Answer key") if self._is_key else _("Worksheet")
        self._text(0.0, self._width, 14.0, what, _font(9), color=_QUIET)
        if not self._is_key:
            start = self._width - 220.0
            self._text(start, 220.0, 14.0, _("Name"), _font(9), color=_QUIET)
            self._line(start + 34.0, self._width, self._y + 13.0, _BOX)
        self._y += 16.0
        title = self._fitting(self._sheet.title, _font(20, bold=True), self._width)
        self._text(0.0, self._width, 28.0, title, _font(20, bold=True))
        self._y += 28.0
        self._text(0.0, self._width, 16.0, self._sheet.subtitle, _font(11))
        self._y += 26.0

    def _paint_facts(self) -> None:
        """Paint what decides the numbers, in two columns side by side."""
        half = (self._width - 2 * _BETWEEN) / 2.0
        facts = self._sheet.facts
        cut = -(-len(facts) // 2)
        top, deepest = self._y, self._y
        for side, part in enumerate((facts[:cut], facts[cut:])):
            self._y = top
            for name, value in part:
                self._paint_fact(side * (half + 2 * _BETWEEN), half, name, value)
            deepest = max(deepest, self._y)
        self._y = deepest + 12.0

    def _paint_fact(self, left: float, width: float, name: str, value: str) -> None:
        font, label = _font(8.5), 84.0
        value = value.replace(" = ", "\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}")
        room = QRectF(left + label, self._y, width - label, 400.0)
        wrap = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        painter = self._painter
        self._use(font, _QUIET)
        painter.drawText(QRectF(left, self._y, label, 14.0), wrap, name)
        self._use(font, _INK)
        painter.drawText(room, wrap, value)
        needed = QFontMetricsF(font).boundingRect(room, int(wrap), value).height()
        self._y += max(13.0, needed + 4.0)

    def _paint_tasks(self) -> None:
        self._line(0.0, self._width, self._y, _LINE)
        self._y += 10.0
        self._text(0.0, self._width, 20.0, self._sheet.rule, _font(13, bold=True))
        self._y += 24.0
        if not self._is_key:
            for number, task in enumerate(self._sheet.tasks, start=1):
                self._text(0.0, self._width, 15.0, f"{number}.  {task}", _font(10))
                self._y += 15.0
        self._y += 10.0

    def _columns(self) -> tuple[list[float], list[float]]:
        """Return where the columns begin and how wide they are; working takes what is left."""
        metrics, small = QFontMetricsF(_font(10, bold=True)), QFontMetricsF(_font(8.5))
        lefts, widths, left = [], [], 0.0
        for i, name in enumerate(self._sheet.header):
            texts = [row[i] or "" for row in self._sheet.key]
            width = max((metrics.horizontalAdvance(text) for text in texts), default=0.0)
            width = max(width, small.horizontalAdvance(name))
            lefts.append(left)
            widths.append(width)
            left += width + _BETWEEN + (6.0 if None in [row[i] for row in self._sheet.rows] else 0)
        return [*lefts, left + 4.0], [*widths, self._width - left - 4.0]

    def _paint_header(self) -> None:
        for i, name in enumerate((*self._sheet.header, _("working"))):
            side = _LEFT if i in (0, len(self._sheet.header)) else _RIGHT
            left, width = self._lefts[i], self._widths[i]
            self._text(left, width, _HEAD, name, _font(8.5), color=_QUIET, side=side)
        self._y += _HEAD
        self._line(0.0, self._width, self._y, _BOX)

    def _paint_row(self, number: int) -> None:
        row, filled = self._sheet.rows[number], self._sheet.key[number]
        for i, text in enumerate(row):
            self._paint_cell(i, text, filled)
        if self._is_key:
            left, room = self._lefts[-1], self._widths[-1]
            text = self._fitting(self._sheet.working[number], _font(9), room)
            self._text(left, room, self._row, text, _font(9), color=_QUIET)
        self._y += self._row
        self._line(0.0, self._width, self._y, _LINE)

    def _paint_cell(self, column: int, text: str | None, filled: Row) -> None:
        left, width = self._lefts[column], self._widths[column]
        if text is not BLANK:
            side = _LEFT if column == 0 else _RIGHT
            self._text(left, width, self._row, text, _font(10, bold=column == 0), side=side)
        elif self._is_key:
            answer = filled[column] or ""
            self._text(left, width, self._row, answer, _font(10, bold=True), side=_RIGHT)
        else:
            self._painter.setPen(QPen(QColor(_BOX), 0.7))
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            box = QRectF(left - 4.0, self._y + 4.0, width + 8.0, self._row - 8.0)
            self._painter.drawRoundedRect(box, 3.0, 3.0)

    def _text(
        self,
        left: float,
        width: float,
        height: float,
        text: str,
        font: QFont,
        *,
        color: str = _INK,
        side: Qt.AlignmentFlag = _LEFT,
    ) -> None:
        self._use(font, color)
        self._painter.drawText(QRectF(left, self._y, width, height), side, text)

    def _use(self, font: QFont, color: str) -> None:
        self._painter.setFont(font)
        self._painter.setPen(QColor(color))

    def _line(self, left: float, right: float, y: float, color: str) -> None:
        self._painter.setPen(QPen(QColor(color), 0.6))
        self._painter.drawLine(QPointF(left, y), QPointF(right, y))

    def _fitting(self, text: str, font: QFont, room: float) -> str:
        return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room)


def _font(points: float, *, bold: bool = False) -> QFont:
    """Return the program's font; on the page, which is scaled, a pixel is a point."""
    font = QFont(QGuiApplication.font())
    font.setPixelSize(max(1, round(points)))
    font.setBold(bold)
    font.setFeature(QFont.Tag("tnum"), 1)
    # A screen's whole pixels would be too coarse for letters that are placed on paper.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font
