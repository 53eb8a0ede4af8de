"""One row of the table before it is printed: Arithmetic, or EpochRows and History -> Figures.

Whatever painted row, tooltip, copied line or spoken sentence there is, it is made from Figures.
"""

from enum import Enum
from math import isfinite
from operator import attrgetter
from typing import NamedTuple

from gdsim.scenario.arithmetic import Arithmetic
from gdsim.scenario.exercise import Answer, Cell, Field, Sheet
from gdsim.scenario.worksheet import batch_text


class Kind(Enum):
    """What a column holds."""

    EPOCH = "epoch"
    PARAMETER = "parameter"
    CURRENT = "current"
    GRADIENT = "gradient"
    RATE = "learning_rate"
    MEMORY = "memory"
    STEP = "step"
    NEW = "new"
    BAR = "bar"


FIELDS = {Kind.GRADIENT: Field.GRADIENT, Kind.NEW: Field.NEW}
"""The columns that can be asked."""


class Column(NamedTuple):
    """A column; one of the optimizer's memory has a name."""

    kind: Kind
    name: str = ""


class Role(Enum):
    """What learning may do to a parameter."""

    FREE = "free"
    FROZEN = "frozen"
    CUT = "cut"


class Blank(NamedTuple):
    """A cell that a learner is asked for, or has been.

    Attributes
    ----------
    cell : Cell
    answer : Answer or None
    is_hidden : bool
        Whether the true value must not be seen.
    verdict : str
        In words; empty without an answer.
    """

    cell: Cell
    answer: Answer | None
    is_hidden: bool
    verdict: str


class Figures(NamedTuple):
    """The numbers of one row; None for what is not known yet, or does not apply.

    Attributes
    ----------
    epoch : int
    parameter : int
    name : str
        Of the parameter.
    batch : str
        Of a row that stands for one update: which rows of the data it saw.
    current, gradient, rate, step, new : float or None
    memory, before : dict of float
        The optimizer's memory after and before the step, by name.
    role : Role
    method : str
        The optimizer's name.
    n_updates : int
        How many updates the step is made of.
    is_open : bool
        Whether the new value is worked out but not taken yet.
    is_unfolded : bool or None
        Whether its updates stand below it; None where there are none to show.
    blanks : dict of Blank
        By field, where the row is part of an exercise.
    note : str
        A row that holds nothing but a sentence.
    """

    epoch: int
    parameter: int
    name: str
    current: float | None = None
    gradient: float | None = None
    rate: float | None = None
    step: float | None = None
    new: float | None = None
    memory: dict[str, float] = {}  # noqa: RUF012 - never written to
    before: dict[str, float] = {}  # noqa: RUF012 - never written to
    role: Role = Role.FREE
    method: str = "gradient_descent"
    n_updates: int = 1
    batch: str = ""
    is_open: bool = False
    is_unfolded: bool | None = None
    blanks: dict[Field, Blank] = {}  # noqa: RUF012 - never written to
    note: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether the new value is current - rate x gradient and nothing else."""
        return self.n_updates == 1 and self.method == "gradient_descent"

    def value(self, column: Column) -> float | None:
        """Return the number of a column."""
        if column.kind is Kind.MEMORY:
            return self.memory.get(column.name)
        read = _READ.get(column.kind)
        value: float | None = read(self) if read is not None else None
        return value

    def share(self, largest: float) -> float:
        """Return the step as a share of the largest one, from -1 to 1; 0 for none."""
        if self.step is None or largest == 0.0 or not isfinite(self.step):
            return 0.0
        return min(1.0, max(-1.0, self.step / largest))

    def is_hidden(self, kind: Kind) -> bool:
        """Whether the number of a column must not be seen, or would tell one that must not."""
        if not self.blanks:
            return False
        hidden = {field for field, blank in self.blanks.items() if blank.is_hidden}
        if kind is Kind.BAR or (kind is Kind.STEP and self.is_plain):
            return bool(hidden)
        return FIELDS.get(kind) in hidden


_READ = {
    Kind.CURRENT: attrgetter("current"),
    Kind.GRADIENT: attrgetter("gradient"),
    Kind.RATE: attrgetter("rate"),
    Kind.STEP: attrgetter("step"),
    Kind.NEW: attrgetter("new"),
    Kind.BAR: attrgetter("step"),
}
"""kind of column -> the number of a row."""


def of_parameter(
    part: Arithmetic, parameter: int, name: str, role: Role, *, sheet: Sheet | None = None
) -> Figures:
    """Return the row of one parameter."""
    i = parameter
    return Figures(
        part.epoch,
        parameter,
        name,
        float(part.current[i]),
        float(part.gradient[i]),
        part.rate if role is Role.FREE else None,
        float(part.step[i]),
        float(part.new[i]),
        {key: float(numbers[i]) for key, numbers in part.memory.items()},
        {key: float(numbers[i]) for key, numbers in part.before.items()},
        role,
        part.method,
        part.n_updates,
        batch=batch_text(part.batch) if part.update is not None else "",
        blanks={} if sheet is None else _blanks(sheet, parameter),
    )


def _blanks(sheet: Sheet, parameter: int) -> dict[Field, Blank]:
    found = {}
    for field in sheet.plan.fields:
        cell = Cell(parameter, field)
        if sheet.is_asked(cell):
            answer = sheet.answers.get(cell)
            text = sheet.verdict_text(cell)
            found[field] = Blank(cell, answer, sheet.is_hidden(cell), text)
    return found
