"""The rows of the table of differences: keys, clicks, widths of the columns."""

from PySide6.QtCore import QLineF, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from gdsim.text import _
from gdsim.views.guesses.difference_cells import Column
from gdsim.views.guesses.difference_model import NEWEST, SIZES, DifferenceModel
from gdsim.views.quiet_table import make_quiet
from gdsim.views.theme import Theme

_ROW_HEIGHT = 24
_PAD = 6
"""Pixels to the right of a text, as the style sheet gives to headings."""
_SMALLEST = 0.84
"""Text is not made smaller than this, of the height it has at scale 1."""
_WALK = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class CellPainter(QStyledItemDelegate):
    """Paints one cell: its number under the heading's end, a line above the sum."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one cell."""
        rect = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self.theme.color("halo"))
        if index.data(NEWEST):
            painter.setPen(self.theme.pen("selection_text", 1.5))
            painter.drawRect(rect.adjusted(1.0, 1.0, -2.0, -2.0))
        painter.setFont(index.data(Qt.ItemDataRole.FontRole))
        painter.setPen(index.data(Qt.ItemDataRole.ForegroundRole))
        pad = self.theme.px(_PAD)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect.adjusted(0.0, 0.0, -pad, 0.0), flags, index.data())
        if index.row() == index.model().rowCount() - 1:
            painter.setPen(self.theme.pen("faint"))
            painter.drawLine(QLineF(rect.left(), rect.top(), rect.right(), rect.top()))


class DifferenceRows(QTableView):
    """Shows a `DifferenceModel`; a click or Up and Down ask for another row."""

    row_wanted = Signal(int)

    def __init__(self, theme: Theme, model: DifferenceModel, menu: QMenu, parent: QWidget) -> None:
        super().__init__(parent)
        self._model, self._menu, self._theme = model, menu, theme
        self._widest: list[str] = []
        self.setModel(model)
        self._painter = CellPainter(theme, self)
        self.setItemDelegate(self._painter)
        make_quiet(self)
        self.setCornerWidget(QWidget(self))  # in place of a framed corner between scroll bars
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(8)
        self.setAccessibleName(_("Differences, step by step"))

    def show_row(self, row: int) -> None:
        """Mark a row; nothing is asked for."""
        if row != self.currentIndex().row() and row < self._model.cells.n_points:
            self.setCurrentIndex(self._model.index(row, 0))

    def reveal(self, row: int, column: Column) -> None:
        """Scroll so that a cell is in sight."""
        self.scrollTo(self._model.index(row, column))

    def follow_texts(self) -> None:
        """Give the columns other widths if the longest of their texts have become others."""
        widest = [self._model.cells.widest(column) for column in Column]
        if [*map(len, widest)] != [*map(len, self._widest)]:
            self._widest = widest
            self.fit_columns()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = self._painter.theme = theme
        self.setFont(theme.font())
        self.verticalHeader().setMinimumSectionSize(8)
        self.verticalHeader().setDefaultSectionSize(theme.px(_ROW_HEIGHT))
        self.fit_columns()
        self.viewport().update()

    def fit_columns(self) -> None:
        """Take the largest text at which all columns fit, and share out the width that is left."""
        width = self.viewport().width()
        for size in SIZES:
            least = [self._least(column, size) for column in Column]
            if sum(least) <= width or size * self._theme.scale <= _SMALLEST:
                break
        self._model.dress(self._theme, size)
        rest = max(0.0, width - sum(least)) / len(least)
        right = 0.0
        for column, needed in zip(Column, least, strict=True):
            left, right = right, right + needed + rest
            self.setColumnWidth(column, int(right) - int(left))

    def _least(self, column: Column, size: float) -> float:
        """Return how wide a column must be with text of this size."""
        cells = QFontMetricsF(self._theme.font(size, bold=column is Column.SUM))
        titles = QFontMetricsF(self._theme.font(0.85 * size))
        text = self._model.cells.widest(column)
        widest = max(
            cells.horizontalAdvance(text),
            titles.horizontalAdvance(self._model.cells.heading(column)),
        )
        return widest + 2 * self._theme.px(_PAD)

    # What Qt calls.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the rows; all other keys are the window's."""
        if event.key() not in _WALK:
            event.ignore()
            return
        before = self.currentIndex().row()
        super().keyPressEvent(event)
        if self.currentIndex().row() != before:
            self.row_wanted.emit(self.currentIndex().row())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Ask for the row under the mouse."""
        row = self.rowAt(event.position().toPoint().y())
        if row >= self._model.cells.n_points:
            return  # the sum
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and row >= 0:
            self.row_wanted.emit(row)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy and to save."""
        self._menu.popup(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the new width."""
        super().resizeEvent(event)
        self.fit_columns()
