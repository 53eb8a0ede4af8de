"""How our tables of rows look: no grid, no frame, nothing that resizes itself."""

from PySide6.QtWidgets import QHeaderView, QTableView


def make_quiet(table: QTableView) -> None:
    """Take grid, frame and row headings from a table, which is left with Tab.

    Its columns and rows are as large as who made it says, so that new texts lay out nothing anew.
    """
    table.setShowGrid(False)
    table.setFrameShape(QTableView.Shape.NoFrame)
    table.setCornerButtonEnabled(False)
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)
    table.horizontalHeader().setHighlightSections(False)
    table.verticalHeader().hide()
    for header in (table.horizontalHeader(), table.verticalHeader()):
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
