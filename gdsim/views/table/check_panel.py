"""The learner's side of the table: the field over an empty cell, what is said, and the score."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QRect, Qt, Signal, Slot

from gdsim.scenario.arithmetic import Arithmetic
from gdsim.scenario.exercise import Cell, Plan, Sheet
from gdsim.scenario.formats import Formats
from gdsim.text import _
from gdsim.views.table.answer_field import AnswerField
from gdsim.views.table.check_bar import CheckBar
from gdsim.views.table.checking import Checking
from gdsim.views.table.figures import FIELDS
from gdsim.views.table.grid import NumberGrid
from gdsim.views.theme import Theme


class CheckPanel(QObject):
    """Takes answers in the cells of a grid.

    Signals
    -------
    changed
        Other cells are blank, or answered.

    Attributes
    ----------
    bar : CheckBar
        To be put below the grid.
    field : AnswerField
    """

    changed = Signal()

    def __init__(self, theme: Theme, grid: NumberGrid) -> None:
        super().__init__(grid)
        self._grid = grid
        self._checking = Checking()
        self._lines: Callable[[int], int] = int
        self.bar = CheckBar(theme)
        self.field = AnswerField(theme, grid.viewport())
        grid.blank_requested.connect(self._on_blank)
        self.field.answered.connect(self._on_answered)
        self.field.hint_wanted.connect(self._hint)
        self.field.reveal_wanted.connect(self._reveal)
        self.field.left.connect(self._on_left)
        self.bar.hint_requested.connect(self._on_hint_requested)
        self.bar.reveal_requested.connect(self._on_reveal_requested)
        self.bar.reveal_all_requested.connect(self._on_reveal_all)
        self.bar.plan_requested.connect(self.set_plan)
        self._last: Cell | None = None

    @property
    def is_on(self) -> bool:
        """Whether cells are blank for a learner to fill."""
        return self._checking.is_on

    @property
    def sheet(self) -> Sheet | None:
        """The blanks of the step that is shown."""
        return self._checking.sheet

    @property
    def plan(self) -> Plan:
        """What is asked."""
        return self._checking.plan

    def set_on(self, wanted: bool) -> None:
        """Begin or end; the score of the session stays."""
        self._checking.is_on = wanted
        if not wanted:
            self._checking.leave()
            self.field.close_up()
        self._last = None
        self.bar.say(_("Click an empty cell and type your answer; ? gives a hint."))
        self._show_score()

    @Slot(object)
    def set_plan(self, plan: Plan) -> None:
        """Ask for something else, on a new sheet."""
        self.field.close_up()
        self._checking.set_plan(plan)
        self._last = None
        self.bar.set_plan(plan)
        self.bar.say(_("Click an empty cell and type your answer; ? gives a hint."))
        self.changed.emit()

    def forget(self) -> None:
        """Put the sheet away: another scenario is open."""
        self.field.close_up()
        self._checking.leave()
        self._last = None

    def take(
        self, run: int, part: Arithmetic, formats: Formats, names: tuple[str, ...], selected: int
    ) -> None:
        """Let the blanks follow the step that is shown."""
        before = self._checking.sheet
        self._checking.take(run, part, formats, names, selected)
        sheet = self._checking.sheet
        if sheet is None or not self.is_on:
            return
        if before is None or before.arithmetic is not sheet.arithmetic:
            self._begin(sheet, before)
        self._show_score()

    def _begin(self, sheet: Sheet, before: Sheet | None) -> None:
        """Say that another sheet is there; what was typed for the one before goes."""
        is_same = before is not None and before.answers is sheet.answers
        if before is not None and not is_same:
            self.field.close_up()
            self._last = None
        if not sheet.rows:
            self.bar.say(_("Nothing to ask here: no free parameter is among the chosen rows."))
        elif not sheet.answers and self._last is None:
            self.bar.say(_("Click an empty cell and type your answer; ? gives a hint."))

    def place_field(self, lines: Callable[[int], int]) -> None:
        """Keep the field over its cell; ``lines`` tells where a parameter stands."""
        self._lines = lines
        cell = self.field.cell
        if cell is None:
            return
        place = self._place(cell)
        if place is None:
            self.field.close_up()
        else:
            self.field.setGeometry(place)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self.bar.restyle(theme)
        self.field.restyle(theme)

    def _place(self, cell: Cell) -> QRect | None:
        """Return where a blank stands in the grid's viewport, None if it is out of sight."""
        kinds = [FIELDS.get(column.kind) for column in self._grid.columns]
        line = self._lines(cell.row)
        if cell.field not in kinds or line < 0:
            return None
        rect = self._grid.cell_rect(line, kinds.index(cell.field))
        return None if rect is None else QRect(*rect)

    def _open(self, cell: Cell, text: str) -> None:
        """Let one type into a blank."""
        sheet = self._checking.sheet
        if sheet is None or not sheet.is_hidden(cell):
            return
        line = self._lines(cell.row)
        self._grid.reveal(line)
        place = self._place(cell)
        if place is None:
            return
        self._last = cell
        answer = sheet.answers.get(cell)
        name = _("{field} of {name}").format(field=cell.field.value, name=sheet.names[cell.row])
        self.field.open_at(cell, place, text or (answer.text if answer else ""), name)
        reach = sheet.reach(cell)
        self.bar.say(_("{name}: right within {reach}.").format(name=name, reach=reach))

    def _show_score(self) -> None:
        sheet, session = self._checking.sheet, self._checking.session_score
        parts = []
        if sheet is not None:
            parts.append(_("This sheet {score}").format(score=sheet.score.text()))
        if session.tried:
            parts.append(_("session {score}").format(score=session.text()))
        self.bar.set_score(" · ".join(parts))

    @Slot(int, int, str)
    def _on_blank(self, line: int, column: int, text: str) -> None:
        figures = self._grid.source.figures(line)
        field = FIELDS.get(self._grid.columns[column].kind)
        if field is not None:
            self._open(Cell(figures.parameter, field), text)

    @Slot(object, str, int)
    def _on_answered(self, cell: Cell, text: str, onward: int) -> None:
        sheet = self._checking.sheet
        self.field.hide()
        if sheet is None:
            return
        earlier = sheet.answers.get(cell)
        if text.strip() != (earlier.text if earlier else ""):
            self._checking.answer(cell, text)
            self.changed.emit()
        self._tell(cell)
        following = self._checking.next_hidden(cell, onward) if onward else None
        if following is not None:
            said = self.bar.message
            self._open(following, "")
            self.bar.say(said)
        elif onward:
            self._grid.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _tell(self, cell: Cell) -> None:
        """Say the verdict."""
        sheet = self._checking.sheet
        if sheet is None or cell not in sheet.answers:
            return
        name, verdict = sheet.names[cell.row], sheet.verdict_text(cell)
        self.bar.say(_("{name}: {verdict}.").format(name=name, verdict=verdict))
        self._show_score()

    @Slot(object)
    def _hint(self, cell: Cell) -> None:
        sheet = self._checking.sheet
        if sheet is not None:
            self.bar.say(sheet.hint(cell))

    @Slot(object)
    def _reveal(self, cell: Cell) -> None:
        self.field.close_up()
        self._checking.reveal([cell])
        self.changed.emit()
        sheet = self._checking.sheet
        if sheet is not None:
            name, value = sheet.names[cell.row], sheet.printed(cell)
            self.bar.say(_("{name}: {value}, revealed.").format(name=name, value=value))
        self._show_score()

    @Slot()
    def _on_left(self) -> None:
        self._grid.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _current(self) -> Cell | None:
        """Return the blank that buttons mean: the one typed in, the last one, or the first."""
        sheet = self._checking.sheet
        if sheet is None:
            return None
        for cell in (self.field.cell, self._last, *sheet.cells):
            if cell is not None and sheet.is_hidden(cell):
                return cell
        return None

    @Slot()
    def _on_hint_requested(self) -> None:
        cell = self._current()
        if cell is not None:
            self._hint(cell)

    @Slot()
    def _on_reveal_requested(self) -> None:
        cell = self._current()
        if cell is not None:
            self._reveal(cell)

    @Slot()
    def _on_reveal_all(self) -> None:
        sheet = self._checking.sheet
        if sheet is not None:
            self.field.close_up()
            self._checking.reveal(sheet.cells)
            self.changed.emit()
            self._show_score()
