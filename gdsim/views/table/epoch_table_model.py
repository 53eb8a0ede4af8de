"""The epoch table as Qt asks for it: a thin shell around EpochNumbers and its tooltips."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gdsim.scenario.subject import Subject
from gdsim.views.table.epoch_table_numbers import Column, EpochNumbers
from gdsim.views.table.epoch_table_tips import cell_tip, heading, heading_tip

Index = QModelIndex | QPersistentModelIndex

_NOWHERE = QModelIndex()
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_SIDES = {
    Column.PARAMETER: Qt.AlignmentFlag.AlignLeft,
    Column.STEP: Qt.AlignmentFlag.AlignHCenter,
}


class EpochTableModel(QAbstractTableModel):
    """Rows of ``numbers``. Whoever changes those announces which rows are in sight.

    With thousands of parameters only the few in sight are worth a signal for each epoch.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.numbers = EpochNumbers()
        self.heading_font: object = None  # a header's own is lost to style sheets

    def set_subject(self, subject: Subject) -> None:
        """Take other parameters; there is nothing to show of them yet."""
        self.beginResetModel()
        self.numbers.set_subject(subject)
        self.endResetModel()

    def announce(self, first: int, last: int) -> None:
        """Say that the numbers in the rows ``first`` to ``last`` may be others."""
        if 0 <= first <= last < self.rowCount():
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(Column) - 1))

    # What Qt asks.

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of parameters."""
        return 0 if parent.isValid() else len(self.numbers.names)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell says, in short or when pointed at."""
        if not index.isValid():
            return None
        row, column = index.row(), Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self.numbers.text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell_tip(self.numbers, row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return cell_tip(self.numbers, row, column).replace("\n", " ")
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the title of a column, what it tells, and where it stands."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = Column(section)
        if role == Qt.ItemDataRole.DisplayRole:
            return heading(self.numbers, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return heading_tip(self.numbers, column)
        if role == Qt.ItemDataRole.FontRole:
            return self.heading_font
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _SIDES.get(column, Qt.AlignmentFlag.AlignRight) | _MIDDLE
        return None
