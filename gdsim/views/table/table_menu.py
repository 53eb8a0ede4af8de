"""The menu of the table: copying, saving, and sorting by keyboard."""

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from gdsim.text import _
from gdsim.views.table.grid import NumberGrid
from gdsim.views.table.words import heading


class TableMenu(QMenu):
    """What can be done with the rows.

    Signals
    -------
    copy_requested, copy_table_requested, csv_requested
    sort_requested(column)
    """

    copy_requested = Signal()
    copy_table_requested = Signal()
    csv_requested = Signal()
    sort_requested = Signal(int)

    def __init__(self, parent: QWidget, grid: NumberGrid) -> None:
        super().__init__(parent)
        self._grid = grid
        copy = self.addAction(_("Copy"))
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        copy.triggered.connect(self.copy_requested)
        self.addAction(_("Copy table")).triggered.connect(self.copy_table_requested)
        self.addAction(_("Save as CSV…")).triggered.connect(self.csv_requested)
        self.addSeparator()
        self._sorting = self.addMenu(_("Sort by"))
        self._sorting.triggered.connect(self._on_sort)
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self._fill)

    @Slot(QPoint)
    def open_at(self, place: QPoint) -> None:
        """Open at a place on the screen."""
        self.popup(place)

    @Slot()
    def _fill(self) -> None:
        """Offer the columns of now."""
        self._sorting.clear()
        source = self._grid.source
        for number, column in enumerate(self._grid.columns):
            if not source.sorts_by(column):
                continue
            text = heading(column, is_plain=False) or _("size of the step")
            action = self._sorting.addAction(text)
            action.setData(number)
            action.setCheckable(True)
            action.setChecked(source.order is not None and source.order.column == column)

    @Slot(QAction)
    def _on_sort(self, action: QAction) -> None:
        self.sort_requested.emit(action.data())
