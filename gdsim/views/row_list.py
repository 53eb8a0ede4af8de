"""A list of rows as Qt's model: rows that stay what they are are left alone."""

from collections.abc import Sequence
from typing import Generic, TypeAlias, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex

Index: TypeAlias = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row")


class RowList(QAbstractListModel, Generic[Row]):
    """Rows that a painter draws; a subclass says in ``data`` what else is known of them.

    Attributes
    ----------
    rows : list of Row
        Values that can be compared.
    """

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []

    def show_rows(self, rows: Sequence[Row]) -> None:
        """List these: what is selected or edited stays, unless its row goes."""
        n = len(self.rows)
        if len(rows) > n:
            self.beginInsertRows(QModelIndex(), n, len(rows) - 1)
            self.rows += rows[n:]
            self.endInsertRows()
        elif len(rows) < n:
            self.beginRemoveRows(QModelIndex(), len(rows), n - 1)
            del self.rows[len(rows) :]
            self.endRemoveRows()
        both = enumerate(zip(self.rows, rows, strict=True))
        changed = [i for i, (old, new) in both if old != new]
        if changed:
            self.rows = list(rows)
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.rows)
