"""How a ball's row is painted: BallRow and the spans of the columns -> mark, name, numbers."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gdsim.views.balls.ball_columns import (
    CHIP_PAD,
    CROSS_ROOM,
    GAP,
    LEFT_ALIGNED,
    MARK_ROOM,
    SMALL,
    Column,
    Span,
)
from gdsim.views.balls.ball_rows import NOTHING, ROW, BallRow
from gdsim.views.plotting.run_marks import paint_mark
from gdsim.views.theme import Theme, icon

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 26


class BallDelegate(QStyledItemDelegate):
    """Paints rows in the columns that it was given last.

    Attributes
    ----------
    theme : Theme
    spans : dict of Column to Span
    can_remove : bool
        Whether the row under the mouse shows a cross.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.spans: dict[Column, Span] = {}
        self.can_remove = False
        self.restyle(theme)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme, with its fonts, which are made once."""
        self.theme = theme
        self._fonts = {bold: theme.font(1.0, bold=bold) for bold in (False, True)}
        self._small = theme.font(SMALL)
        fonts = (self._small, *self._fonts.values())
        self._metrics = {id(font): QFontMetricsF(font) for font in fonts}

    def box_of(self, column: Column, row: QRect) -> QRect:
        """Return where a column's cell of a row is; empty where the column is left out."""
        span = self.spans.get(column)
        if span is None:
            return QRect()
        return QRect(row.left() + round(span.left), row.top(), round(span.width), row.height())

    def chip_box(self, row: QRect) -> QRect:
        """Return where the learning rate stands, on a ground that says it can be changed."""
        return self.box_of(Column.RATE, row).adjusted(0, 3, 0, -3)

    def cross_box(self, row: QRect) -> QRect:
        """Return where a row's cross is, which removes the ball."""
        width = self.theme.px(CROSS_ROOM)
        return QRect(row.right() - width + 1, row.top(), width, row.height())

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the room of one row."""
        return QSize(self.theme.px(200), self.theme.px(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row: BallRow | None = index.data(ROW)
        if row is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option, row)
        painter.setOpacity(0.6 if row.is_hidden else 1.0)
        self._paint_name(painter, row, option.rect)
        self._paint_rate(painter, row, option.rect)
        self._paint_numbers(painter, row, option.rect)
        is_near = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if self.can_remove and is_near:
            side = self.theme.px(14)
            cross = QRect(0, 0, side, side)
            cross.moveCenter(self.cross_box(option.rect).center())
            icon("close", self.theme.muted, side).paint(painter, cross)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, row: BallRow) -> None:
        state, theme = option.state, self.theme
        is_near = bool(state & QStyle.StateFlag.State_MouseOver)
        has_focus = bool(state & QStyle.StateFlag.State_HasFocus)
        if not (row.is_current or is_near or has_focus):
            return
        painter.setPen(theme.pen("selection", 1.6) if has_focus else Qt.PenStyle.NoPen)
        brush = "halo" if row.is_current else "control"
        painter.setBrush(
            theme.color(brush) if row.is_current or is_near else Qt.GlobalColor.transparent
        )
        radius = float(theme.px(6))
        painter.drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), radius, radius)

    def _paint_name(self, painter: QPainter, row: BallRow, box: QRect) -> None:
        theme = self.theme
        cell = self.box_of(Column.BALL, box)
        middle = QPointF(cell.left() + theme.px(8), box.center().y() + 0.5)
        paint_mark(painter, theme, row.mark, row.color, middle)
        painter.setPen(theme.color("text"))
        cell.setLeft(cell.left() + theme.px(MARK_ROOM))
        self._write(painter, cell, row.name, is_left=True, font=self._fonts[row.is_current])

    def _paint_rate(self, painter: QPainter, row: BallRow, box: QRect) -> None:
        theme, chip = self.theme, self.chip_box(box)
        if chip.isEmpty():
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("card" if row.is_current else "control"))
        painter.drawRoundedRect(QRectF(chip), theme.px(5), theme.px(5))
        painter.setPen(theme.color("text"))
        pad = theme.px(CHIP_PAD)
        self._write(painter, chip.adjusted(pad, 0, -pad, 0), row.rate_text)

    def _paint_numbers(self, painter: QPainter, row: BallRow, box: QRect) -> None:
        theme = self.theme
        texts = {
            Column.START: (row.start, "muted"),
            Column.NOW: (row.now, "text"),
            Column.LOSS: (row.loss, "loss"),
            Column.ARRIVED: (row.arrived, "text"),
            Column.MINIMUM: (row.minimum, "text"),
        }
        if row.verdict:
            del texts[Column.ARRIVED], texts[Column.MINIMUM]
            painter.setPen(theme.color("text"))
            self._write(painter, self._verdict_box(box), row.verdict, is_left=True)
        for column, (text, color) in texts.items():
            cell = self.box_of(column, box)
            if text and not cell.isEmpty():
                painter.setPen(theme.color("faint" if text == NOTHING else color))
                self._write(painter, cell, text, is_left=column in LEFT_ALIGNED)

    def _verdict_box(self, box: QRect) -> QRect:
        """Return the room of the last columns together, up to the cross."""
        cell = self.box_of(Column.ARRIVED, box)
        cell.setRight(self.cross_box(box).left() - self.theme.px(GAP) // 2)
        return cell

    def _write(
        self,
        painter: QPainter,
        box: QRect,
        text: str,
        *,
        is_left: bool = False,
        font: QFont | None = None,
    ) -> None:
        """Write a text, shortened to the room it has."""
        side = Qt.AlignmentFlag.AlignLeft if is_left else Qt.AlignmentFlag.AlignRight
        font = font or self._small
        painter.setFont(font)
        metrics = self._metrics[id(font)]
        if metrics.horizontalAdvance(text) > box.width() + 1.0:
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, text)
