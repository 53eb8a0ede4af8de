"""The lines in sight as Qt asks for them: a thin shell around a Source.

The model holds only as many rows as fit into the table, so that a million epochs cost no more than
ten: what scrolls is which line its first row is.
"""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gdsim.views.table.figures import Column, Figures, Kind
from gdsim.views.table.source import Source
from gdsim.views.table.words import cell_text, cell_tip, heading, heading_tip

Index = QModelIndex | QPersistentModelIndex

_NOWHERE = QModelIndex()
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_SIDES = {Kind.PARAMETER: Qt.AlignmentFlag.AlignLeft}


class GridModel(QAbstractTableModel):
    """Some lines of ``source``, from ``first`` on.

    Attributes
    ----------
    source : Source
    columns : tuple of Column
    first : int
        The line of the first row.
    """

    def __init__(self, source: Source, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.source = source
        self.columns: tuple[Column, ...] = source.columns(is_wide=False)
        self.first = 0
        self.heading_font: object = None  # a header's own is lost to style sheets
        self._n_rows = 0

    def show_source(self, source: Source, columns: tuple[Column, ...], n_rows: int) -> None:
        """Show ``n_rows`` lines of a source in these columns, if that is another shape."""
        if (source, columns, n_rows) == (self.source, self.columns, self._n_rows):
            return
        self.beginResetModel()
        self.source, self.columns, self._n_rows = source, columns, n_rows
        self.endResetModel()

    def announce(self) -> None:
        """Say that the numbers may be others."""
        if self._n_rows and self.columns:
            last = self.index(self._n_rows - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def announce_headings(self) -> None:
        """Say that headings may be others."""
        if self.columns:
            last = len(self.columns) - 1
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, last)

    def figures(self, row: int) -> Figures:
        """Return what stands in a row."""
        return self.source.figures(self.first + row)

    # What Qt asks.

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of rows in sight."""
        return 0 if parent.isValid() else self._n_rows

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell says, in short or when pointed at."""
        if not index.isValid() or self.first + index.row() >= self.source.n_lines:
            return None
        figures, column = self.figures(index.row()), self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_text(figures, column, self.source.formats)
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell_tip(figures, column, self.source.formats)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return cell_tip(figures, column, self.source.formats).replace("\n", " ")
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the title of a column, what it tells, and where it stands."""
        if orientation != Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        column = self.columns[section]
        is_plain = self.source.is_plain
        if role == Qt.ItemDataRole.DisplayRole:
            return heading(column, is_plain=is_plain) + self._mark(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return heading_tip(column, sortable=self.source.sorts_by(column))
        if role == Qt.ItemDataRole.FontRole:
            return self.heading_font
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _SIDES.get(column.kind, Qt.AlignmentFlag.AlignRight) | _MIDDLE
        return None

    def _mark(self, column: Column) -> str:
        """Return an arrow for the column by which the lines are sorted."""
        order = self.source.order
        if order is None or order.column != column:
            return ""
        return " ↓" if order.is_down else " ↑"
