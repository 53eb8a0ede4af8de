"""Check my working: blank cells of the table, the learner's answers, verdicts, hints, a score.

Arithmetic, Formats, Plan -> Sheet --answered, revealed--> Sheet -> Score. A sheet is a frozen
value; looking at it or answering it changes nothing of the run.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import Enum
from math import isfinite
from types import MappingProxyType
from typing import NamedTuple

from gdsim.scenario.arithmetic import Arithmetic
from gdsim.scenario.formats import Formats, number
from gdsim.scenario.quantities import MINUS, TIMES, bare, bracketed, short
from gdsim.scenario.typed_numbers import LONGEST, read_number
from gdsim.text import _

PERCENT = 0.01
MAX_ROWS = 200
"""So many rows are asked at most, the first ones of the table."""


class Field(Enum):
    """A column that can be blanked."""

    GRADIENT = "gradient"
    NEW = "new"


class Which(Enum):
    """Which rows are blanked."""

    ALL = "all"
    SELECTED = "selected"
    EVERY_SECOND = "every second"


class Tolerance(Enum):
    """How near an answer must come."""

    PLACE = "one unit of the last place"
    PERCENT = "1 %"


class Verdict(Enum):
    """What became of a blank cell."""

    RIGHT = "right"
    OFF = "off"
    UNREADABLE = "unreadable"
    REVEALED = "revealed"


class Plan(NamedTuple):
    """What a learner wants to be asked."""

    fields: frozenset[Field] = frozenset({Field.NEW})
    which: Which = Which.ALL
    tolerance: Tolerance = Tolerance.PLACE


class Cell(NamedTuple):
    """A blank: the parameter's position and the column."""

    row: int
    field: Field


class Answer(NamedTuple):
    """What was typed, and what came of it.

    Attributes
    ----------
    text : str
    verdict : Verdict
    off : float
        The answer less the true value.
    """

    text: str
    verdict: Verdict
    off: float = 0.0


class Score(NamedTuple):
    """How many blanks are right, were revealed, were tried at all, and how many there are."""

    right: int = 0
    revealed: int = 0
    tried: int = 0
    blanks: int = 0

    def plus(self, other: "Score") -> "Score":
        """Return both together."""
        return Score(*(a + b for a, b in zip(self, other, strict=True)))

    def text(self) -> str:
        """Return "7 of 10, 2 revealed"."""
        text = _("{right} of {n}").format(right=self.right, n=self.blanks)
        return text + _(", {n} revealed").format(n=self.revealed) if self.revealed else text


class Sheet(NamedTuple):
    """The blanks of one step of all parameters, and what was answered.

    Attributes
    ----------
    arithmetic : Arithmetic
    formats : Formats
        How its table is printed: answers are compared with what stands there.
    plan : Plan
    names : sequence of str
        Of the parameters.
    rows : tuple of int
        The positions of those that are asked.
    answers : mapping of Cell to Answer
    """

    arithmetic: Arithmetic
    formats: Formats
    plan: Plan
    names: Sequence[str]
    rows: tuple[int, ...]
    answers: Mapping[Cell, Answer] = MappingProxyType({})

    @property
    def cells(self) -> list[Cell]:
        """All blanks, row by row."""
        fields = [field for field in Field if field in self.plan.fields]
        return [Cell(row, field) for row in self.rows for field in fields]

    def is_asked(self, cell: Cell) -> bool:
        """Whether the cell belongs to the exercise."""
        return cell.field in self.plan.fields and cell.row in self.rows

    def is_hidden(self, cell: Cell) -> bool:
        """Whether the true value must not be seen."""
        answer = self.answers.get(cell)
        return self.is_asked(cell) and (
            answer is None or answer.verdict in (Verdict.OFF, Verdict.UNREADABLE)
        )

    def truth(self, cell: Cell) -> float:
        """Return the true value, with all its digits."""
        part = self.arithmetic
        return float((part.gradient if cell.field is Field.GRADIENT else part.new)[cell.row])

    def printed(self, cell: Cell) -> str:
        """Return the true value as the table prints it."""
        form = self.formats.gradient if cell.field is Field.GRADIENT else self.formats.value
        return form.text(self.truth(cell))

    def allowed(self, cell: Cell) -> float:
        """Return how far an answer may be from the true value.

        One unit of the last printed place; a gradient is found as (current - new) / rate, whose
        digits in sight settle it less finely.
        """
        if self.plan.tolerance is Tolerance.PERCENT and self.truth(cell) != 0.0:
            return PERCENT * abs(self.truth(cell))
        value, gradient = self.formats.value.unit, self.formats.gradient.unit
        if cell.field is Field.NEW:
            return value
        rate = abs(self.arithmetic.rate)
        return gradient + value / rate if self._is_inverted(cell) and rate > 0.0 else gradient

    def reach(self, cell: Cell) -> str:
        """Return how far an answer may be from the true value, in words: "1 %", "0.0001"."""
        if self.plan.tolerance is Tolerance.PERCENT and self.truth(cell) != 0.0:
            return _("1 % of the true value")
        return f"{self.allowed(cell):.2g}".replace("e-0", "e-").replace("-", MINUS)

    def answered(self, cell: Cell, text: str) -> "Sheet":
        """Return the sheet after an answer; an empty one takes the earlier one away."""
        if not self.is_hidden(cell):
            return self
        answers = dict(self.answers)
        answers.pop(cell, None)
        if text.strip():
            answers[cell] = self._judged(cell, text.strip()[:LONGEST])
        return self._replace(answers=MappingProxyType(answers))

    def revealed(self, cells: Sequence[Cell]) -> "Sheet":
        """Return the sheet with these blanks shown; those that are right stay so."""
        answers = dict(self.answers)
        for cell in cells:
            if self.is_hidden(cell):
                answers[cell] = Answer("", Verdict.REVEALED)
        return self._replace(answers=MappingProxyType(answers))

    @property
    def score(self) -> Score:
        """What has been reached on this sheet."""
        verdicts = [answer.verdict for answer in self.answers.values()]
        return Score(
            verdicts.count(Verdict.RIGHT),
            verdicts.count(Verdict.REVEALED),
            len(verdicts),
            len(self.rows) * len(self.plan.fields),
        )

    def verdict_text(self, cell: Cell) -> str:
        """Return what to say of an answer, in place: "right", "0.0002 too large"."""
        answer = self.answers.get(cell)
        if answer is None:
            return ""
        if answer.verdict is Verdict.OFF:
            text = _("{off} too large") if answer.off > 0.0 else _("{off} too small")
            return text.format(off=short(abs(answer.off), 2))
        return {
            Verdict.RIGHT: _("right"),
            Verdict.REVEALED: _("revealed"),
            Verdict.UNREADABLE: _("not a number"),
        }[answer.verdict]

    def hint(self, cell: Cell) -> str:
        """Return the formula with the numbers in sight."""
        name = self.names[cell.row]
        if cell.field is Field.NEW:
            return self._hint_of_new(cell, name)
        if not self._is_inverted(cell):
            return _(
                "The gradient of {name} is how fast the loss rises along it: the chain rule gives "
                "it, and so does the slope of the curve over {name}."
            ).format(name=name)
        current, new = self._value_texts(cell.row)
        return _(
            "gradient = (current {minus} new) / rate = ({current} {minus} {new}) / {rate}; the "
            "digits in sight settle it to ±{reach}."
        ).format(
            minus=MINUS,
            current=bare(current),
            new=bracketed(new),
            rate=self.formats.rate(self.arithmetic.rate),
            reach=short(self.allowed(cell), 2),
        )

    def _hint_of_new(self, cell: Cell, name: str) -> str:
        current, _new = self._value_texts(cell.row)
        part = self.arithmetic
        if not part.is_plain:
            step = self.formats.step.text(float(part.step[cell.row]))
            return _("new = current + step = {current} + {step}").format(
                current=bare(current), step=bracketed(step)
            )
        gradient = self.formats.gradient.text(float(part.gradient[cell.row]))
        if self.is_hidden(Cell(cell.row, Field.GRADIENT)):
            gradient = _("the gradient of {name}").format(name=name)
        else:
            gradient = bracketed(gradient)
        return _("new = current {minus} rate {times} gradient = {numbers}").format(
            minus=MINUS,
            times=TIMES,
            numbers=f"{bare(current)} {MINUS} {self.formats.rate(part.rate)} {TIMES} {gradient}",
        )

    def _value_texts(self, row: int) -> tuple[str, str]:
        part, form = self.arithmetic, self.formats.value
        return form.text(float(part.current[row])), form.text(float(part.new[row]))

    def _is_inverted(self, cell: Cell) -> bool:
        """Whether a gradient can be found from the rest of its row."""
        is_seen = not self.is_hidden(Cell(cell.row, Field.NEW))
        return self.arithmetic.is_plain and is_seen and self.arithmetic.rate != 0.0

    def _judged(self, cell: Cell, text: str) -> Answer:
        value = read_number(text)
        if value is None:
            return Answer(text, Verdict.UNREADABLE)
        truth, allowed = self.truth(cell), self.allowed(cell)
        if self.plan.tolerance is Tolerance.PERCENT or not isfinite(truth):
            off = value - truth
            compared = off
        else:
            # An answer is compared as it would be printed, with what is printed.
            unit = Decimal(1).scaleb(
                -(
                    self.formats.gradient if cell.field is Field.GRADIENT else self.formats.value
                ).decimals
            )
            off = value - truth
            near = round(Decimal(value) / unit) - round(number(self.printed(cell)) / unit)
            compared = float(near * unit)
        is_right = abs(compared) <= allowed * (1.0 + 1e-9)
        return Answer(text, Verdict.RIGHT if is_right else Verdict.OFF, off)


def new_sheet(
    arithmetic: Arithmetic,
    formats: Formats,
    plan: Plan,
    names: Sequence[str],
    order: Sequence[int],
    selected: int,
) -> Sheet:
    """Return a sheet of which nothing is answered.

    Parameters
    ----------
    arithmetic : Arithmetic
    formats : Formats
    plan : Plan
    names : sequence of str
    order : sequence of int
        The positions of the parameters in the order of the table, which "every second" follows.
    selected : int
        The position of the selected one.
    """
    moved = [row for row in order if arithmetic.free[row]]
    if plan.which is Which.SELECTED:
        moved = [row for row in moved if row == selected]
    elif plan.which is Which.EVERY_SECOND:
        moved = moved[1::2]
    sound = [row for row in moved if isfinite(arithmetic.new[row] + arithmetic.gradient[row])]
    return Sheet(arithmetic, formats, plan, names, tuple(sound[:MAX_ROWS]))
