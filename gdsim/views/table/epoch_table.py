"""The table of one update: every parameter's value, gradient, rate, new value and step."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.files import csv_text
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.table import epoch_table_tips as words
from gdsim.views.table.epoch_table_cells import ROW_HEIGHT, Line, RowPainter, Span
from gdsim.views.table.epoch_table_model import EpochTableModel
from gdsim.views.table.epoch_table_numbers import COPY_HEADER, Column, Copied
from gdsim.views.theme import Theme

_SHARES = {
    Column.PARAMETER: 0.12,
    Column.CURRENT: 0.18,
    Column.GRADIENT: 0.18,
    Column.RATE: 0.16,
    Column.NEW: 0.18,
    Column.STEP: 0.18,
}
"""How the columns divide the width that none of them needs."""

_LEFT_ALONE = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Space)
"""Keys without use in a table of whole rows: they step and play, here as elsewhere."""

_BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)

_OWN = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
)


class EpochTable(QTableView):
    """From one epoch to the next, number by number.

    ``show_snapshot`` costs the same for ten and for thousands of parameters: only the rows in
    sight are told to repaint.
    """

    heading_changed = Signal(str, str)
    parameter_requested = Signal(int)
    parameter_hovered = Signal(int)
    csv_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = EpochTableModel(self)
        self._numbers = self._model.numbers
        self._rows = RowPainter(theme, self._numbers)
        self._heading = ("", "")
        self._is_focus_shown = False
        self._awaited = -1  # asked for, but not in a snapshot yet
        self.setModel(self._model)
        self._set_up()
        self._menu = self._make_menu()
        self.setAccessibleName(_("Parameters, number by number"))
        self.restyle(theme)
        self._say()

    def _set_up(self) -> None:
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setCornerButtonEnabled(False)
        self.setCornerWidget(QWidget(self))  # in place of a framed corner between scroll bars
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(8)

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        copy = menu.addAction(_("Copy"))
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        copy.triggered.connect(self.copy)
        menu.addAction(_("Copy table")).triggered.connect(self.copy_table)
        menu.addAction(_("Save as CSV…")).triggered.connect(self.csv_requested)
        menu.setToolTipsVisible(True)
        return menu

    # What the window calls.

    @property
    def title(self) -> str:
        """The panel's title."""
        return self._heading[0]

    @property
    def caption(self) -> str:
        """The panel's caption."""
        return self._heading[1]

    def corner(self) -> QWidget | None:
        """Return nothing: the caption says it all."""
        return None

    def set_subject(self, subject: Subject) -> None:
        """Prepare for another scenario; nothing is shown of the one before."""
        self._rows.selected = self._rows.hovered = self._awaited = -1
        self._model.set_subject(subject)
        self._fit_columns()
        self._say()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the update that leaves this moment."""
        widths = self._widest()
        self._numbers.take(snapshot)
        self._show_selected(snapshot.look.parameter)
        if self._widest() != widths:
            self._fit_columns()
        self._announce()
        self._say()

    def set_newest(self, epoch: int) -> None:
        """Say which epoch is the newest: its new values are worked out, not taken yet."""
        if epoch != self._numbers.newest:
            was_newest = self._numbers.is_newest
            self._numbers.newest = epoch
            if was_newest != self._numbers.is_newest:
                self._announce()

    def set_hovered(self, parameter: int | None) -> None:
        """Preview a parameter that is pointed at here or elsewhere."""
        after = -1 if parameter is None else parameter
        before, self._rows.hovered = self._rows.hovered, after
        for row in {before, after} - {-1}:
            self._repaint_row(row)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._rows.restyle(theme)
        self.setFont(theme.font())
        self._model.heading_font = theme.font(0.85)
        self.verticalHeader().setMinimumSectionSize(8)
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW_HEIGHT))
        self._fit_columns()
        self.viewport().update()

    def csv_text(self) -> str:
        """Return the whole table as CSV, with 17 digits."""
        return csv_text(COPY_HEADER, self._numbers.copied(range(len(self._numbers.names))))

    def copy(self) -> None:
        """Put the marked rows on the clipboard as tab-separated text, or all if none is."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        if not rows:
            self.copy_table()
            return
        lines = map(_tab_separated, self._numbers.copied(rows))
        QGuiApplication.clipboard().setText("\n".join(lines))

    def copy_table(self) -> None:
        """Put all rows on the clipboard as tab-separated text, under their headings."""
        rows = self._numbers.copied(range(len(self._numbers.names)))
        lines = map(_tab_separated, [COPY_HEADER, *rows])
        QGuiApplication.clipboard().setText("\n".join(lines))

    # How it shows.

    def _show_selected(self, parameter: int) -> None:
        """Move to the selected parameter, but not back to it while a later one is asked for."""
        is_other = parameter != self._rows.selected
        self._rows.selected = parameter
        if self._awaited == parameter or not self.hasFocus():
            self._awaited = -1
        if self._awaited < 0 and (is_other or self.currentIndex().row() < 0):
            self.setCurrentIndex(self._model.index(parameter, 0))
        if is_other:
            self.viewport().update()

    def _announce(self) -> None:
        """Have the rows in sight painted anew."""
        last = self.rowAt(self.viewport().height() - 1)
        self._model.announce(self.rowAt(0), last if last >= 0 else self._model.rowCount() - 1)

    def _repaint_row(self, row: int) -> None:
        self.viewport().update(
            0, self.rowViewportPosition(row), self.viewport().width(), self.rowHeight(row)
        )

    def _widest(self) -> list[int]:
        formats = [self._numbers.format(column) for column in Column]
        return [len(text) for form in formats for text in (form.widest, form.tiny)]

    def _fit_columns(self) -> None:
        """Give every column what it needs and its share of what is left; bars may have to go."""
        least = {column: self._rows.least_width(column) for column in Column}
        width = self.viewport().width()
        is_narrow = sum(least.values()) > width
        self.setColumnHidden(Column.STEP, is_narrow)
        if is_narrow:
            del least[Column.STEP]
        roomy = {column: self._rows.roomy_width(column) for column in least}
        if sum(roomy.values()) <= width:
            least = roomy
        room = max(0.0, width - sum(least.values())) / sum(_SHARES[column] for column in least)
        right = 0.0
        for column in least:
            left, right = right, right + least[column] + room * _SHARES[column]
            self.setColumnWidth(column, int(right) - int(left))

    def _line(self, row: int) -> Line:
        is_current = row == self.currentIndex().row()
        return Line(
            row,
            self.rowViewportPosition(row),
            self.rowHeight(row),
            self.selectionModel().isRowSelected(row, self.rootIndex()),
            is_current and self._is_focus_shown,
        )

    def _say(self) -> None:
        heading = (words.title(self._numbers), words.caption(self._numbers))
        if heading == self._heading:
            return
        if heading[1] != self._heading[1]:
            self._model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)
        self._heading = heading
        self.setAccessibleDescription(". ".join(filter(None, heading)))
        self.heading_changed.emit(*heading)

    # How it is touched.

    def _request(self, row: int) -> None:
        if row >= 0 and row != self._rows.selected:
            self._awaited = row
            self.parameter_requested.emit(row)

    def _hover(self, row: int) -> None:
        if row != self._rows.hovered:
            self.set_hovered(row)
            self.parameter_hovered.emit(row)

    # What Qt calls.

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows in sight."""
        first, last = self.rowAt(event.rect().top()), self.rowAt(event.rect().bottom())
        if first < 0:
            return
        last = last if last >= 0 else self._model.rowCount() - 1
        lines = [self._line(row) for row in range(first, last + 1)]
        spans = [Span(self.columnViewportPosition(c), self.columnWidth(c)) for c in Column]
        painter = QPainter(self.viewport())
        self._rows.paint(painter, lines, spans)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Keep the keys that move through the rows from being shortcuts while they are held."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and (event.key() in _OWN or event.matches(QKeySequence.StandardKey.Copy))
        ):
            event.accept()
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the parameters, or copy rows."""
        if event.key() in _LEFT_ALONE:
            event.ignore()
            return
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return
        before = self.currentIndex().row()
        super().keyPressEvent(event)
        if self.currentIndex().row() != before:
            self._request(self.currentIndex().row())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select the parameter of the row under the mouse."""
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._request(self.rowAt(event.position().toPoint().y()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Preview the parameter under the mouse."""
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll, and preview the parameter that comes under the mouse."""
        super().wheelEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent) -> None:
        """End the preview."""
        super().leaveEvent(event)
        self._hover(-1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus if it came by the keyboard."""
        super().focusInEvent(event)
        self._is_focus_shown = event.reason() in _BY_KEYBOARD
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the focus."""
        super().focusOutEvent(event)
        self._is_focus_shown = False
        self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy and to save."""
        self._menu.popup(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Divide the new width among the columns."""
        super().resizeEvent(event)
        self._fit_columns()


def _tab_separated(row: Copied) -> str:
    return "\t".join(
        f"{cell:.17g}" if isinstance(cell, float) else "" if cell is None else str(cell)
        for cell in row
    )
