"""How a row of the list of runs is painted, and how its name is typed: RunRow -> two lines."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gdsim.scenario.spec import MAX_NAME
from gdsim.text import _
from gdsim.views.plotting.run_marks import paint_mark
from gdsim.views.runs.run_rows import ROW, RunRow
from gdsim.views.theme import Theme, icon

Index = QModelIndex | QPersistentModelIndex
HEIGHT, LEFT, LINE = 48, 36, 20
LOSS_WIDTH, EPOCHS_WIDTH, EYE_WIDTH = 72, 96, 40
NAME_WIDTH = 80
"""Where less is left for the name, the epochs give way; the tip says them."""


class RunDelegate(QStyledItemDelegate):
    """Paints mark, name, epochs, loss and eye; below them what is different."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    def eye_box(self, row: QRect) -> QRect:
        """Return where a row's eye is, which hides and shows its lines."""
        width = self.theme.px(EYE_WIDTH)
        return QRect(row.right() - width + 1, row.top(), width, row.height())

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the room of one row."""
        return QSize(self.theme.px(200), self.theme.px(HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row: RunRow | None = index.data(ROW)
        if row is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option)
        box = QRectF(option.rect)
        painter.setOpacity(0.6 if row.is_hidden else 1.0)
        middle = QPointF(box.left() + self.theme.px(18), self._line(box, 0).center().y())
        paint_mark(painter, self.theme, row.mark, row.color, middle)
        self._paint_texts(painter, row, box)
        if row.place >= 0:
            self._paint_eye(painter, row, option.rect)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        state, theme = option.state, self.theme
        box = QRectF(option.rect).adjusted(1.0, 1.0, -1.0, -1.0)
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        is_near = bool(state & QStyle.StateFlag.State_MouseOver)
        if not (is_chosen or is_near):
            return
        has_focus = bool(state & QStyle.StateFlag.State_HasFocus)
        painter.setPen(theme.pen("selection", 1.6) if has_focus else Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("halo" if is_chosen else "control"))
        painter.drawRoundedRect(box, 6.0, 6.0)

    def _line(self, box: QRectF, number: int) -> QRectF:
        """Return the room of the first (0) or second line of a row."""
        px = self.theme.px
        top = box.top() + px(4) + number * px(LINE)
        return QRectF(box.left() + px(LEFT), top, box.width() - px(LEFT + EYE_WIDTH), px(LINE))

    def _paint_texts(self, painter: QPainter, row: RunRow, box: QRectF) -> None:
        theme, px = self.theme, self.theme.px
        first, second = self._line(box, 0), self._line(box, 1)
        middle, right = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignRight
        has_epochs = first.width() >= px(LOSS_WIDTH + EPOCHS_WIDTH + NAME_WIDTH)
        numbers = px(LOSS_WIDTH + EPOCHS_WIDTH * has_epochs)
        self._write(painter, first.adjusted(0, 0, -numbers - px(8), 0), row.name, "text", row)
        painter.setFont(theme.font(0.92))
        painter.setPen(theme.color("text"))
        painter.drawText(first, middle | right, row.loss)
        painter.setPen(theme.color("muted"))
        if has_epochs:
            painter.drawText(first.adjusted(0, 0, -px(LOSS_WIDTH), 0), middle | right, row.epochs)
        self._write(painter, second, row.about or _("what all views show"), "muted", None)

    def _write(
        self, painter: QPainter, box: QRectF, text: str, color: str, row: RunRow | None
    ) -> None:
        """Write a text, shortened to the room it has."""
        is_bold = row is not None and row.place < 0 and not row.is_ghost
        font = self.theme.font(1.0 if row is not None else 0.88, bold=is_bold)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(self.theme.color(color))
        short = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, short)

    def _paint_eye(self, painter: QPainter, row: RunRow, box: QRect) -> None:
        side = self.theme.px(18)
        eye = QRect(0, 0, side, side)
        eye.moveCenter(self.eye_box(box).center())
        icon("eye-off" if row.is_hidden else "eye", self.theme.muted, side).paint(painter, eye)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return a field for the name."""
        field = QLineEdit(parent)
        field.setMaxLength(MAX_NAME)
        field.setAccessibleName(_("Name of the run"))
        return field

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Put the field over the name."""
        px = self.theme.px
        line = self._line(QRectF(option.rect), 0).toRect()
        width = max(px(120), line.width() - px(LOSS_WIDTH + EPOCHS_WIDTH))
        editor.setGeometry(line.left() - px(8), line.top() - px(3), width, px(28))
