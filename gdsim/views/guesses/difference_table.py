"""Difference, square and running sum of each guess, filled in one step at a time."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.files import csv_text
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.guesses.difference_cells import DifferenceCells
from gdsim.views.guesses.difference_model import DifferenceModel
from gdsim.views.guesses.difference_rows import DifferenceRows
from gdsim.views.guesses.guess_points import take_points
from gdsim.views.icon_button import IconButton
from gdsim.views.sentence import Sentence
from gdsim.views.theme import Theme


class DifferenceTable(QWidget):
    """Every error in numbers.

    Next (N) works out one more cell and says how, All fills in the rest, Clear begins anew. What
    is filled in follows the guesses, also while one is dragged.

    Attributes
    ----------
    title, caption : str
    rows : DifferenceRows
    sentence : Sentence
        What the last step has computed, or the whole of the selected row.
    next_button, all_button, clear_button : IconButton
    """

    heading_changed = Signal(str, str)
    parameter_requested = Signal(int)
    csv_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.caption = _("Step by step"), _("difference = guess − truth")
        self._subject: Subject | None = None
        self._selected, self._awaited = 0, -1  # shown; asked for, but not in a snapshot yet
        self._model = DifferenceModel(theme, self)
        self.rows = DifferenceRows(theme, self._model, self._make_menu(), self)
        self.rows.row_wanted.connect(self._request)
        self.sentence = Sentence(theme, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.rows, 1)
        column.addWidget(self.sentence)
        self._make_buttons(theme)
        for keys, slot in ((Qt.Key.Key_N, self.step), (QKeySequence.StandardKey.Copy, self.copy)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(slot)
            if slot == self.copy:
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.restyle(theme)

    @property
    def cells(self) -> DifferenceCells:
        """The numbers, and how many of them are filled in."""
        return self._model.cells

    # What the window calls.

    def corner(self) -> QWidget:
        """Return the buttons."""
        return self._corner

    def set_subject(self, subject: Subject) -> None:
        """Prepare for another scenario; nothing is shown of the one before."""
        is_other = self._subject is None or (
            self._subject.scenario.objective != subject.scenario.objective
        )
        self._subject, self._selected, self._awaited = subject, 0, -1
        self._model.show(None)
        if is_other:
            self._model.fill()
        self._say()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show this moment; the first one of a subject has every cell filled in."""
        parameter = snapshot.look.parameter
        if self._awaited == parameter:
            self._awaited = -1
        if self._awaited < 0:
            self._selected = parameter
        self._model.show(take_points(self._subject, snapshot.theta, self._selected))
        self.rows.follow_texts()
        self.rows.show_row(self._selected)
        self._say()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self.rows.restyle(theme)
        self.sentence.restyle(theme)
        for button in (self.next_button, self.all_button, self.clear_button):
            button.restyle(theme)

    def csv_text(self) -> str:
        """Return the whole table as CSV, filled in or not, with 17 digits."""
        return csv_text(self._header(), self.cells.rows())

    @Slot()
    def step(self) -> None:
        """Work out the next cell; after the last one begin anew with the first."""
        cells = self.cells
        if not cells.n_steps:
            return
        done = 0 if cells.is_full else cells.n_filled
        self._model.fill(done + 1)
        row, column = cells.place_of(done)
        if row < cells.n_points:
            self._request(row)
        self.rows.reveal(row, column)
        self._say()

    @Slot()
    def fill(self) -> None:
        """Work out all cells."""
        self._model.fill()
        self._say()

    @Slot()
    def clear(self) -> None:
        """Begin anew."""
        self._model.fill(0)
        self._say()

    @Slot()
    def copy(self) -> None:
        """Put the whole table on the clipboard as tab-separated text."""
        lines = ["\t".join(self._header())]
        lines += ["\t".join(f"{value:.17g}" for value in row) for row in self.cells.rows()]
        QGuiApplication.clipboard().setText("\n".join(lines))

    # How it is made and what it says.

    def _header(self) -> list[str]:
        points, weight = self.cells.points, "square" if self.cells.is_squared else "size"
        if points is None:
            return []
        category, target = points.category.column, points.target.column
        return [category, "guess", target, "difference", weight, "sum"]

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(_("Copy table")).triggered.connect(self.copy)
        menu.addAction(_("Save as CSV…")).triggered.connect(self.csv_requested)
        return menu

    def _make_buttons(self, theme: Theme) -> None:
        self._corner = QWidget(self)
        row = QHBoxLayout(self._corner)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.next_button = _button(theme, _("Next"), _("Works out the next cell (N)."), row)
        self.all_button = _button(theme, _("All"), _("Works out all cells."), row)
        self.clear_button = _button(theme, _("Clear"), _("Empties the cells to begin anew."), row)
        self.next_button.setObjectName("")
        self.next_button.clicked.connect(self.step)
        self.all_button.clicked.connect(self.fill)
        self.clear_button.clicked.connect(self.clear)

    def _say(self) -> None:
        """Bring the sentence under the table up to date, and the buttons."""
        cells = self.cells
        self.next_button.setEnabled(cells.n_steps > 0)
        self.all_button.setEnabled(cells.n_filled < cells.n_steps)
        self.clear_button.setEnabled(cells.n_filled > 0)
        first = second = ""
        if cells.is_full:
            first, second = cells.summary(self._selected), cells.closing()
        elif cells.n_steps:
            first = _("Next works out the first difference.")
            if cells.n_filled:
                first = cells.sentence(cells.n_filled - 1)
            second = _("{n} of {all} cells · N works out the next one").format(
                n=cells.n_filled, all=cells.n_steps
            )
        self.sentence.set_texts(first, second)
        for told in (self, self.rows):  # the rows have the focus, so theirs is what is read out
            told.setAccessibleDescription(f"{first} {second}".strip())

    @Slot(int)
    def _request(self, row: int) -> None:
        if row != self._selected:
            self._selected = self._awaited = row
            self.rows.show_row(row)
            self._say()
            self.parameter_requested.emit(row)


def _button(theme: Theme, text: str, tip: str, row: QHBoxLayout) -> IconButton:
    button = IconButton(theme, "", (14, 28), text=text)
    button.setObjectName("flat")
    button.setToolTip(tip)
    button.setAccessibleName(text)
    row.addWidget(button)
    return button
