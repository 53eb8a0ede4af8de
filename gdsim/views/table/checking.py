"""The state of "check my working": the plan, the sheet of the shown epoch, the session's score."""

import numpy as np

from gdsim.scenario.arithmetic import Arithmetic
from gdsim.scenario.exercise import Cell, Plan, Score, Sheet, Which, new_sheet
from gdsim.scenario.formats import Formats
from gdsim.views.table.by_epoch import ByEpoch


class Checking:
    """Keeps a sheet for the step that is shown, and begins another when that is another.

    Attributes
    ----------
    is_on : bool
    plan : Plan
    sheet : Sheet or None
    """

    def __init__(self) -> None:
        self.is_on = False
        self.plan = Plan()
        self.sheet: Sheet | None = None
        self._run = -1
        self._before = Score()  # of the sheets that were left

    def take(
        self, run: int, part: Arithmetic, formats: Formats, names: tuple[str, ...], selected: int
    ) -> None:
        """Show the sheet of a step: the one before if the step is the same, else a new one."""
        if not self.is_on:
            return
        sheet = self.sheet
        fresh = new_sheet(part, formats, self.plan, names, range(len(names)), selected)
        if sheet is not None and run == self._run and _is_same(sheet.arithmetic, part):
            rows = sheet.rows
            if self.plan.which is Which.SELECTED:  # what was asked before stays
                rows = (*rows, *(row for row in fresh.rows if row not in rows))
            self.sheet = sheet._replace(formats=formats, rows=rows)
            return
        self.leave()
        self._run, self.sheet = run, fresh

    def leave(self) -> None:
        """Put the sheet away; what was tried on it counts for the session."""
        if self.sheet is not None:
            score = self.sheet.score
            self._before = self._before.plus(score._replace(blanks=score.tried))
        self.sheet = None

    def set_plan(self, plan: Plan) -> None:
        """Ask for something else from now on, on a new sheet."""
        self.plan = plan
        self.leave()

    def answer(self, cell: Cell, text: str) -> None:
        """Take an answer."""
        if self.sheet is not None:
            self.sheet = self.sheet.answered(cell, text)

    def reveal(self, cells: list[Cell]) -> None:
        """Show the true values of some blanks."""
        if self.sheet is not None:
            self.sheet = self.sheet.revealed(cells)

    @property
    def session_score(self) -> Score:
        """What was reached on all sheets, of what was tried."""
        if self.sheet is None:
            return self._before
        score = self.sheet.score
        return self._before.plus(score._replace(blanks=score.tried))

    def next_hidden(self, cell: Cell, onward: int) -> Cell | None:
        """Return the next blank that is not solved, after or before ``cell``; None for none."""
        if self.sheet is None:
            return None
        cells = self.sheet.cells
        start = cells.index(cell) if cell in cells else 0
        for i in range(1, len(cells)):
            other = cells[(start + onward * i) % len(cells)]
            if self.sheet.is_hidden(other):
                return other
        return None


def _is_same(one: Arithmetic, other: Arithmetic) -> bool:
    """Whether two steps are the same numbers."""
    return (one.epoch, one.update) == (other.epoch, other.update) and all(
        np.array_equal(a, b)
        for a, b in (
            (one.current, other.current),
            (one.gradient, other.gradient),
            (one.new, other.new),
        )
    )


def sheet_of(source: ByEpoch, plan: Plan) -> Sheet | None:
    """Return a sheet of what ``source`` shows; None before it shows anything.

    Where an epoch takes several updates it is about the first of them, which one can reckon.
    """
    before = source.is_one_update
    source.set_one_update(True)
    part, names = source.part, source.names
    sheet = None
    if part is not None:
        order = range(len(names))
        sheet = new_sheet(part, source.formats, plan, names, order, source.selected)
    source.set_one_update(before)
    return sheet
