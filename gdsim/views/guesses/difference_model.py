"""The table of differences as Qt asks for it: a thin shell around DifferenceCells."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gdsim.scenario.quantities import full
from gdsim.text import _
from gdsim.views.guesses.difference_cells import STEPPED, Column, DifferenceCells
from gdsim.views.guesses.guess_points import Points
from gdsim.views.theme import Theme

Index = QModelIndex | QPersistentModelIndex

_NOWHERE = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
NEWEST = Qt.ItemDataRole.UserRole
"""Whether a cell is the one that the last step has filled in."""
SIZES = (1.0, 0.92, 0.84, 0.76, 0.68)
"""Heights of the text: the first at which all columns fit, if it can still be read."""


class DifferenceModel(QAbstractTableModel):
    """Rows of ``cells`` and, last, their sum."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cells = DifferenceCells()
        self._take_fonts(theme, SIZES[0])

    def show(self, points: Points | None) -> None:
        """Show these points; other rows only where there are more or fewer of them."""
        n = 0 if points is None else points.n_points
        if n != self.cells.n_points:
            self.beginResetModel()
            self.cells.take(points)
            self.endResetModel()
        else:
            self.cells.take(points)
            self.announce()

    def fill(self, n_steps: int | None = None) -> None:
        """Fill in the first ``n_steps`` cells, or all."""
        self.cells.fill(n_steps)
        self.announce()

    def announce(self) -> None:
        """Say that all numbers may be others."""
        if self.rowCount():
            last = self.index(self.rowCount() - 1, len(Column) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def dress(self, theme: Theme, size: float) -> None:
        """Take on another theme and height of the text."""
        self._take_fonts(theme, size)
        self.announce()

    def _take_fonts(self, theme: Theme, size: float) -> None:
        """Make fonts and colours once: cells are painted often."""
        self._font, self._bold = theme.font(size), theme.font(size, bold=True)
        self._heading_font = theme.font(0.85 * size)
        names = "text", "muted", "loss", "positive", "negative", "zero"
        self._colors = {name: theme.color(name) for name in names}
        self._theme = theme

    # What Qt asks.

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of points and one for the sum."""
        return 0 if parent.isValid() or not self.cells.n_points else self.cells.n_points + 1

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(Column)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let all rows be selected but the sum's."""
        if index.row() >= self.cells.n_points:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell says and how it looks."""
        if not index.isValid():
            return None
        row, column = index.row(), Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cells.text(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT
        if role == Qt.ItemDataRole.FontRole:
            return self._bold if row == self.cells.n_points else self._font
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colors[self._color(row, column)]
        if role == NEWEST:
            return self._is_newest(row, column)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._tip(row, column)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the title of a column."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cells.heading(Column(section))
        if role == Qt.ItemDataRole.FontRole:
            return self._heading_font
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT
        return None

    def _is_newest(self, row: int, column: Column) -> bool:
        """Whether a cell is the one that the last step has filled in."""
        cells = self.cells
        is_stepping = 0 < cells.n_filled < cells.n_steps
        return is_stepping and cells.place_of(cells.n_filled - 1) == (row, column)

    def _color(self, row: int, column: Column) -> str:
        if row == self.cells.n_points:
            return "loss" if column is Column.SUM else "text"
        if column is Column.DIFFERENCE:
            return self._theme.sign(self.cells.value(row, column))
        return "muted" if column is Column.CATEGORY else "text"

    def _tip(self, row: int, column: Column) -> str:
        """Return how a number comes about, and all its digits."""
        cells = self.cells
        if row == cells.n_points:
            return cells.closing() if cells.is_full else ""
        if column in STEPPED:
            if not cells.text(row, column):
                return _("Not worked out yet: Next fills the cells one by one.")
            return f"{cells.sentence(cells.step_of(row, column))}\n" + full(
                cells.value(row, column)
            )
        return f"{cells.heading(column)}: {full(cells.value(row, column))}"
