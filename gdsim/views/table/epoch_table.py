"""The table of every step: Snapshot, History, EpochRows -> rows that one can check by hand.

It shows all parameters of one epoch, or one parameter through all epochs. Below it stands the
gradient as a whole, or, while working is checked, the score.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QWidget

from gdsim.engine.epoch_rows import EpochRows
from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.exercise import Plan, Sheet
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.table.by_epoch import ByEpoch, next_order
from gdsim.views.table.by_parameter import ByParameter
from gdsim.views.table.check_panel import CheckPanel
from gdsim.views.table.checking import sheet_of
from gdsim.views.table.copying import Copier
from gdsim.views.table.gradient_footer import GradientFooter
from gdsim.views.table.grid import NumberGrid
from gdsim.views.table.row_asker import RowAsker
from gdsim.views.table.table_corner import BY_EPOCH, BY_PARAMETER, TableCorner
from gdsim.views.table.table_menu import TableMenu
from gdsim.views.theme import Theme
from gdsim.views.view import ShownRun

_ROOM_FOR_FOOTER = 130


class EpochTable(QWidget):
    """From one epoch to the next, number by number.

    Signals
    -------
    rows_wanted(parameter, first, last)
        Rows of these epochs are in sight and not known; ``show_rows`` takes the answer. It is no
        gesture: nothing is changed by it.

    Attributes
    ----------
    needs : frozenset of str
        What it wants of a snapshot beyond the usual.
    grid : NumberGrid
    footer : GradientFooter
    check : CheckPanel
    copier : Copier
    """

    heading_changed = Signal(str, str)
    parameter_requested = Signal(int)
    parameter_hovered = Signal(int)
    epoch_requested = Signal(int)
    csv_requested = Signal()
    rows_wanted = Signal(int, int, int)

    needs: frozenset[str] = frozenset({"updates"})

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._by_epoch, self._by_parameter = ByEpoch(), ByParameter()
        self._mode = BY_EPOCH
        self._snapshot: Snapshot | None = None
        self._heading = ("", "")
        self._awaited = -1  # asked for, but not in a snapshot yet
        self.grid = NumberGrid(theme, self._by_epoch)
        self.footer = GradientFooter(theme)
        self.check = CheckPanel(theme, self.grid)
        self.copier = Copier(self.grid)
        self._corner = TableCorner(theme)
        self._menu = TableMenu(self, self.grid)
        self._lower = QStackedWidget()
        self._lower.addWidget(self.footer)
        self._lower.addWidget(self.check.bar)
        self._asker = RowAsker(self, self._by_parameter, self.grid)
        self._lay_out()
        self._connect()
        self.restyle(theme)
        self._say()

    def _lay_out(self) -> None:
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.grid, 0, 0)
        layout.addWidget(self.grid.bar, 0, 1)
        layout.addWidget(self._lower, 1, 0, 1, 2)
        self.grid.setAccessibleName(_("Parameters, number by number"))

    def _connect(self) -> None:
        grid, corner = self.grid, self._corner
        grid.line_requested.connect(self._on_line)
        grid.line_hovered.connect(self._on_hover)
        grid.fold_requested.connect(self._on_fold)
        grid.sort_requested.connect(self.sort_by)
        grid.menu_requested.connect(self._menu.open_at)
        grid.window_changed.connect(self._on_window)
        corner.mode_requested.connect(self.set_mode)
        corner.filter_requested.connect(self._on_filter)
        corner.filter_entered.connect(self._on_filter_entered)
        corner.checking_requested.connect(self.set_checking)
        self.check.changed.connect(self._on_check_changed)
        self._menu.copy_requested.connect(self.copier.copy)
        self._menu.copy_table_requested.connect(self.copier.copy_table)
        self._menu.csv_requested.connect(self.csv_requested)
        self._menu.sort_requested.connect(self.sort_by)
        self._asker.rows_wanted.connect(self.rows_wanted)

    # What the window calls.

    @property
    def title(self) -> str:
        """The panel's title."""
        return self._heading[0]

    @property
    def caption(self) -> str:
        """The panel's caption."""
        return self._heading[1]

    @property
    def mode(self) -> int:
        """BY_EPOCH or BY_PARAMETER."""
        return self._mode

    @property
    def is_checking(self) -> bool:
        """Whether cells are blank for a learner to fill."""
        return self.check.is_on

    def corner(self) -> QWidget | None:
        """Return the controls for the title bar."""
        return self._corner

    def set_subject(self, subject: Subject) -> None:
        """Prepare for another scenario; nothing is shown of the one before."""
        self._awaited, self._snapshot = -1, None
        self._by_epoch.set_subject(subject)
        self._by_parameter.set_subject(subject)
        self.check.forget()
        self.footer.clear()
        self.grid.show_source(self._source)
        self._show_corner()
        self._say()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the update that leaves this moment."""
        before, self._snapshot = self._snapshot, snapshot
        key = self._key(snapshot)
        is_other = before is None or key != self._key(before) or before.run != snapshot.run
        self._by_epoch.take(snapshot)
        self._by_parameter.take(snapshot)
        self._take_sheet()
        self.footer.show_gradient(self._by_epoch.names, snapshot.gradient, snapshot.settings.free)
        self.grid.refresh()
        self._follow(key, is_other)
        self._show_corner()
        self._say()
        self._asker.look()

    def show_runs(self, runs: Sequence[ShownRun]) -> None:
        """Take the history of the current run, which is the first."""
        if not runs:
            return
        self._by_parameter.set_history(runs[0].history)
        if self._mode == BY_PARAMETER:
            self.grid.refresh()
            self._asker.look()

    def show_rows(self, rows: EpochRows) -> None:
        """Show rows that were asked for."""
        self._by_parameter.take_rows(rows)
        if self._mode == BY_PARAMETER:
            self.grid.refresh()
            self._asker.look()

    def set_newest(self, epoch: int) -> None:
        """Say which epoch is the newest: its new values are worked out, not taken yet."""
        if epoch != self._by_epoch.newest:
            self._by_epoch.newest = self._by_parameter.newest = epoch
            self.grid.refresh()

    def set_hovered(self, parameter: int | None) -> None:
        """Preview a parameter that is pointed at here or elsewhere."""
        if self._mode == BY_EPOCH:
            line = -1 if parameter is None else self._by_epoch.line_of(parameter)
            self.grid.set_hovered(line)

    def set_mode(self, mode: int) -> None:
        """Show all parameters of one epoch, or one parameter through all epochs."""
        if mode == self._mode:
            self._show_corner()
            return
        if mode == BY_PARAMETER and self.is_checking:
            self.set_checking(False)
        self._mode = mode
        self._corner.close_filter()
        self.grid.show_source(self._source)
        self._on_window()
        self.grid.follow(self._source.selected_line)
        self._show_corner()
        self._say()

    def set_checking(self, wanted: bool) -> None:
        """Blank cells for a learner to fill, or show all again."""
        if wanted and self._mode == BY_PARAMETER:
            self.set_mode(BY_EPOCH)
        self.check.set_on(wanted)
        self._by_epoch.set_one_update(wanted)
        self._take_sheet()
        self._corner.set_checking(wanted)
        self._lower.setCurrentWidget(self.check.bar if wanted else self.footer)
        self._size_lower()
        self.grid.refresh()
        if not wanted:
            self.grid.follow(self._source.selected_line)
        self._say()

    def open_filter(self) -> None:
        """Let one type a filter, or an epoch to go to."""
        self._corner.open_filter()

    def worksheet_sheet(self) -> Sheet | None:
        """Return what a worksheet of the shown epoch asks; None before anything is shown."""
        return self.check.sheet or sheet_of(self._by_epoch, self.check.plan)

    def set_plan(self, plan: Plan) -> None:
        """Choose what is asked."""
        self.check.set_plan(plan)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.grid.restyle(theme)
        self.footer.restyle(theme)
        self.check.restyle(theme)
        self._corner.restyle(theme)
        self._size_lower()

    def csv_text(self) -> str:
        """Return the whole table as CSV, with 17 digits; what is blank stays blank."""
        return self.copier.csv_text()

    @Slot(int)
    def sort_by(self, column: int) -> None:
        """Sort by a column; again: the other way; a third time: in the natural order."""
        columns = self.grid.columns
        if not 0 <= column < len(columns) or not self._source.sorts_by(columns[column]):
            return
        source, chosen = self._source, columns[column]
        source.sort(next_order(source.order, chosen))
        self.grid.refresh()
        self.grid.announce_headings()
        self.grid.follow(source.selected_line)
        self._on_window()

    # How it shows.

    @property
    def _source(self) -> ByEpoch | ByParameter:
        return self._by_epoch if self._mode == BY_EPOCH else self._by_parameter

    def _key(self, snapshot: Snapshot) -> int:
        """Return what is selected in this mode: a parameter, or an epoch."""
        return snapshot.look.parameter if self._mode == BY_EPOCH else snapshot.epoch

    def _follow(self, key: int, is_other: bool) -> None:
        """Move to what is selected, but not back to it while a later one is asked for."""
        if self._awaited == key or not self.grid.hasFocus():
            self._awaited = -1
        if self._awaited < 0 and (is_other or self.grid.place.head < 0):
            self.grid.follow(self._source.selected_line)

    def _take_sheet(self) -> None:
        """Let the blanks follow what is shown."""
        source, snapshot = self._by_epoch, self._snapshot
        if snapshot is not None and source.part is not None:
            selected = source.selected
            self.check.take(snapshot.run, source.part, source.formats, source.names, selected)
        source.sheet = self.check.sheet
        self.check.place_field(self._line_of)

    def _line_of(self, parameter: int) -> int:
        return self._by_epoch.line_of(parameter)

    def _size_lower(self) -> None:
        """Give the line below the table its height, or leave it out where there is no room."""
        lower = self.check.bar if self.is_checking else self.footer
        self._lower.setFixedHeight(lower.maximumHeight())
        room = self.height() >= self._theme.px(_ROOM_FOR_FOOTER)
        self._lower.setVisible(room or self.is_checking)

    def _show_corner(self) -> None:
        names, parameter = self._by_epoch.names, self._by_parameter.parameter
        name = names[parameter] if parameter < len(names) else ""
        epoch = self._snapshot.epoch if self._snapshot is not None else 0
        self._corner.set_mode(self._mode, epoch, name)

    def _say(self) -> None:
        heading = (self._source.title, self._source.caption)
        if heading == self._heading:
            return
        if heading[1] != self._heading[1]:
            self.grid.announce_headings()
        self._heading = heading
        self.grid.setAccessibleDescription(". ".join(filter(None, heading)))
        self.heading_changed.emit(*heading)

    # How it is touched.

    @Slot(int)
    def _on_line(self, line: int) -> None:
        if self._snapshot is None:
            return
        if self._mode == BY_PARAMETER:
            self._awaited = self._by_parameter.epoch(line)
            if self._awaited != self._snapshot.epoch:
                self.epoch_requested.emit(self._awaited)
            return
        self._awaited = self._by_epoch.lines[line].parameter
        if self._awaited != self._by_epoch.selected:
            self.parameter_requested.emit(self._awaited)

    @Slot(int)
    def _on_hover(self, line: int) -> None:
        if self._mode == BY_EPOCH:
            is_line = 0 <= line < self._by_epoch.n_lines
            parameter = self._by_epoch.lines[line].parameter if is_line else -1
            self.parameter_hovered.emit(parameter)

    @Slot(int, bool)
    def _on_fold(self, line: int, unfold: bool) -> None:
        source = self._by_epoch
        if self._mode == BY_EPOCH and source.unfold(source.lines[line].parameter, unfold):
            self.grid.refresh()

    @Slot(str)
    def _on_filter(self, text: str) -> None:
        if self._mode == BY_EPOCH:
            self._by_epoch.set_filter(text)
            self._take_sheet()
            self.grid.refresh()
            self.grid.follow(self._by_epoch.selected_line)

    @Slot(str)
    def _on_filter_entered(self, text: str) -> None:
        if self._mode == BY_EPOCH:
            self.grid.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        digits = "".join(text.replace(",", "").split())
        if digits.isascii() and digits.isdigit():
            epoch = min(int(digits), max(0, self._by_parameter.n_lines - 1))
            self.grid.reveal(self._by_parameter.line(epoch))
            self.epoch_requested.emit(epoch)

    @Slot()
    def _on_check_changed(self) -> None:
        self._take_sheet()
        self.grid.refresh()

    @Slot()
    def _on_window(self) -> None:
        """Other lines are in sight."""
        self._size_lower()
        if self._mode == BY_PARAMETER:
            self._asker.look()
            self.grid.refresh()
        self.check.place_field(self._line_of)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on to the grid; with a focus proxy Tab would never leave the table."""
        self.grid.setFocus(event.reason())
