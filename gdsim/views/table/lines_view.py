"""The lines in sight of a Source, painted as a table.

It shows and scrolls; how it is touched is told in ``grid``.
"""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QScrollBar, QTableView, QWidget

from gdsim.text import _
from gdsim.views.quiet_table import make_quiet
from gdsim.views.table.figures import Column
from gdsim.views.table.grid_model import GridModel
from gdsim.views.table.grid_widths import ColumnWidths
from gdsim.views.table.line_cursor import LineCursor
from gdsim.views.table.row_painter import ROW_HEIGHT, PaintedRow, RowPainter, Span
from gdsim.views.table.source import Source
from gdsim.views.table.words import is_off
from gdsim.views.theme import Theme

WIDE = 760
"""From this width on the epoch and the parameter both have a column."""


class LinesView(QTableView):
    """Lines of numbers, of which only those in sight are rows of the table.

    Signals
    -------
    window_changed
        Other lines are in sight.

    Attributes
    ----------
    place : LineCursor
    bar : QScrollBar
        To be put beside the grid; the table's own one never shows.
    """

    window_changed = Signal()

    def __init__(self, theme: Theme, source: Source, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source, self._theme = source, theme
        self._painter = RowPainter(theme)
        self._widths = ColumnWidths(self._painter)
        self._model = GridModel(source, self)
        self._hovered = -1
        self._is_focus_shown = False
        self.place = LineCursor()
        self.setModel(self._model)
        self.bar = QScrollBar(Qt.Orientation.Vertical)
        self.bar.setAccessibleName(_("Rows"))
        self.bar.valueChanged.connect(self._on_scrolled)
        self._set_up()
        self.restyle(theme)

    def _set_up(self) -> None:
        make_quiet(self)
        self.setAutoScroll(False)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setMinimumSectionSize(0)
        header.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def source(self) -> Source:
        """Where the lines come from."""
        return self._source

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns from left to right."""
        return self._model.columns

    @property
    def sight(self) -> tuple[int, int]:
        """Which lines are in sight, the second not included."""
        return self._model.first, self._model.first + self._model.rowCount()

    def show_source(self, source: Source) -> None:
        """Show another source from its first line on."""
        self._source = source
        self.place.go(-1)
        self._model.first = 0
        self.refresh()

    def refresh(self) -> None:
        """Show what the source says now; where less fits, a selected line in sight stays there."""
        selected, (first, last) = self._source.selected_line, self.sight
        n_lines, room = self._source.n_lines, self._capacity()
        columns = self._source.columns(is_wide=self.viewport().width() >= self._theme.px(WIDE))
        self._model.first = max(0, min(self._model.first, n_lines - room))
        self._model.show_source(self._source, columns, min(n_lines, room))
        self.place.clamp(n_lines)
        self.bar.setPageStep(room)
        self.bar.setRange(0, max(0, n_lines - room))
        self.bar.setValue(self._model.first)
        self.bar.setVisible(n_lines > room)
        self._fit_columns()
        self._model.announce()
        self.viewport().update()
        if first <= selected < last:
            self.reveal(selected)

    def follow(self, line: int) -> None:
        """Put the focus on a line, and scroll only as far as it takes to see it."""
        self.place.go(line)
        self.reveal(line)

    def reveal(self, line: int) -> None:
        """Scroll until a line is in sight."""
        first, last = self.sight
        if line < 0 or first <= line < last:
            return
        room = self._capacity()
        self.bar.setValue(line if line < first else line - room + 1)

    def set_hovered(self, line: int) -> None:
        """Preview a line."""
        before, self._hovered = self._hovered, line
        for changed in {before, line} - {-1}:
            self._repaint_line(changed)

    def announce_headings(self) -> None:
        """Say that headings may be others."""
        self._model.announce_headings()

    def cell_rect(self, line: int, column: int) -> tuple[int, int, int, int] | None:
        """Return where a cell stands in the viewport: left, top, width, height."""
        first, last = self.sight
        if not first <= line < last or self.isColumnHidden(column):
            return None
        return (
            self.columnViewportPosition(column),
            self.rowViewportPosition(line - first),
            self.columnWidth(column),
            self.rowHeight(line - first),
        )

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self._painter.restyle(theme)
        self.setFont(theme.font())
        self._model.heading_font = theme.font(0.85)
        self.verticalHeader().setMinimumSectionSize(8)
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW_HEIGHT))
        self._widths.forget()
        self.refresh()

    def _capacity(self) -> int:
        return max(1, self.viewport().height() // self._theme.px(ROW_HEIGHT))

    def _repaint_line(self, line: int) -> None:
        row = line - self._model.first
        if 0 <= row < self._model.rowCount():
            top, height = self.rowViewportPosition(row), self.rowHeight(row)
            self.viewport().update(0, top, self.viewport().width(), height)

    def _fit_columns(self) -> None:
        """Divide the width anew where the columns, or what they need, are others."""
        widths = self._widths.fit(self._source, self._model.columns, self.viewport().width())
        for i, pixels in enumerate(widths or ()):
            self.setColumnHidden(i, pixels == 0)
            if pixels:
                self.setColumnWidth(i, pixels)

    def _painted(self, row: int) -> PaintedRow:
        line = self._model.first + row
        figures = self._source.figures(line)
        return PaintedRow(
            figures,
            self._source.bar(figures),
            self.rowViewportPosition(row),
            self.rowHeight(row),
            line == self._source.selected_line,
            line == self._hovered,
            self.place.marks(line),
            line == self.place.head and self._is_focus_shown,
            is_off(figures, self._source.formats),
        )

    @Slot(int)
    def _on_scrolled(self, first: int) -> None:
        if first != self._model.first:
            self._model.first = first
            self._model.announce()
            self.viewport().update()
            self.window_changed.emit()

    def _line_at(self, y: float) -> int:
        row = self.rowAt(int(y))
        return -1 if row < 0 else self._model.first + row

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows in sight."""
        rows = [self._painted(row) for row in range(self._model.rowCount())]
        columns = [
            (column, Span(self.columnViewportPosition(i), self.columnWidth(i)))
            for i, column in enumerate(self._model.columns)
        ]
        painter = QPainter(self.viewport())
        if rows:
            self._painter.paint(painter, rows, columns, self._source.formats)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many lines as fit now."""
        super().resizeEvent(event)
        self.refresh()
        self.window_changed.emit()
