"""The numbers of one update as rows and columns: Snapshot -> texts, bars, rows to copy.

Every number is written as it was computed and rounded once; none is adjusted so that the printed
digits add up.
"""

from collections.abc import Iterable
from enum import Enum, IntEnum
from math import floor, isfinite, log10
from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array
from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.quantities import MINUS, fixed, short, signed
from gdsim.scenario.subject import Subject

Copied = tuple[int | str | float | None, ...]

COPY_HEADER = ("epoch", "parameter", "current", "gradient", "learning_rate", "new")
MAX_DECIMALS = 7
MAX_DIGITS = 10
RELEVANT = 0.01
"""Values below this share of a column's largest do not decide how many decimals it has."""


class Column(IntEnum):
    """The columns, from left to right."""

    PARAMETER = 0
    CURRENT = 1
    GRADIENT = 2
    RATE = 3
    NEW = 4
    STEP = 5


class Role(Enum):
    """What learning may do to a parameter."""

    FREE = "free"
    FROZEN = "frozen"
    CUT = "cut"


class Format(NamedTuple):
    """How the numbers of a column are written.

    Attributes
    ----------
    decimals : int or None
        The same for all, so that they align; None for the exponent form.
    widest : str
        A text as wide as the widest usual one, to reserve room for.
    tiny : str
        A text such as those that are too small for the decimals, if there are any.
    """

    decimals: int | None = 4
    widest: str = MINUS + "0.0000"
    tiny: str = ""

    def text(self, value: float) -> str:
        """Return ``value`` with its sign; only what is exactly zero is written as 0."""
        if value == 0.0:
            return "0"
        if not isfinite(value):
            return short(value)
        if self.decimals is None:
            return signed(_exponent(value, 3))
        if abs(value) < _least(self.decimals):
            return signed(_exponent(value, 2))
        return signed(fixed(value, self.decimals))

    @property
    def tails(self) -> tuple[str, str]:
        """What the texts have from the decimal point on; the wider one sets where that stands."""
        return "".join(self.widest.partition(".")[1:]), "".join(self.tiny.partition(".")[1:])


class EpochNumbers:
    """What the table of one snapshot says.

    Attributes
    ----------
    names : tuple of str
        Of the parameters.
    snapshot : Snapshot or None
    newest : int
        The newest epoch of the run; its new values are worked out but not taken yet.
    """

    def __init__(self) -> None:
        self.names: tuple[str, ...] = ()
        self.snapshot: Snapshot | None = None
        self.newest = -1
        self._cut = np.zeros(0, dtype=bool)
        self._formats: dict[Column, Format] = {}
        self._largest_step = 0.0

    def set_subject(self, subject: Subject) -> None:
        """Take other parameters; there is nothing to show of them yet."""
        self.names = tuple(subject.names)
        self.snapshot = None
        self.newest = -1
        self._cut = subject.experiment.objective.cut
        self._formats = {}
        self._largest_step = 0.0

    def take(self, snapshot: Snapshot) -> None:
        """Hold another moment, and choose how its columns are written."""
        self.snapshot = snapshot
        self._largest_step = float(_sizes(snapshot.delta).max(initial=0.0))
        values = np.concatenate([snapshot.theta, snapshot.new])
        # Current and new are written alike, finely enough for the steps between them to show.
        decimals = decimals_for(values)
        if decimals is not None and self._largest_step > 0.0:
            least = decimals_for(snapshot.delta, digits=2)
            most = _most_decimals(values)
            decimals = max(decimals, min(most, MAX_DECIMALS if least is None else least))
        self._set_format(Column.CURRENT, decimals, values)
        self._formats[Column.NEW] = self._formats[Column.CURRENT]
        self._set_format(Column.GRADIENT, decimals_for(snapshot.gradient), snapshot.gradient)
        self._formats[Column.RATE] = Format(None, _brief(snapshot.settings.rate))

    def format(self, column: Column) -> Format:
        """Return how the numbers of a column are written."""
        return self._formats.get(column, Format())

    def role(self, row: int) -> Role:
        """Return what learning may do to a parameter."""
        if self._cut[row]:
            return Role.CUT
        is_free = self.snapshot is None or bool(self.snapshot.settings.free[row])
        return Role.FREE if is_free else Role.FROZEN

    @property
    def some_held(self) -> bool:
        """Whether learning leaves some parameters alone."""
        return bool(self._cut.any()) or not (
            self.snapshot is None or self.snapshot.settings.free.all()
        )

    def value(self, row: int, column: Column) -> float:
        """Return the number behind a cell; NaN before a snapshot is shown."""
        s = self.snapshot
        if s is None:
            return np.nan
        if column is Column.RATE:
            return s.settings.rate
        arrays = {
            Column.CURRENT: s.theta,
            Column.GRADIENT: s.gradient,
            Column.NEW: s.new,
            Column.STEP: s.delta,
        }
        return float(arrays[column][row])

    def text(self, row: int, column: Column) -> str:
        """Return what a cell says."""
        if column is Column.PARAMETER:
            return self.names[row]
        if self.snapshot is None or column is Column.STEP:
            return ""
        if column is Column.RATE:
            return _brief(self.snapshot.settings.rate) if self.role(row) is Role.FREE else "—"
        return self.format(column).text(self.value(row, column))

    def bar(self, row: int) -> float:
        """Return a step as a share of the largest one, from -1 to 1; 0 for none."""
        if self._largest_step == 0.0:
            return 0.0
        delta = self.value(row, Column.STEP)
        return delta / self._largest_step if isfinite(delta) else 0.0

    @property
    def is_newest(self) -> bool:
        """Whether the new values are worked out but not taken yet."""
        return self.snapshot is not None and self.snapshot.epoch == self.newest

    @property
    def is_plain(self) -> bool:
        """Whether each new value is current - rate x gradient and nothing else."""
        s = self.snapshot
        return s is None or (s.n_updates == 1 and s.settings.optimizer.name == "gradient_descent")

    def copied(self, rows: Iterable[int]) -> list[Copied]:
        """Return rows under COPY_HEADER, as numbers; a gap where the rate does not apply."""
        s = self.snapshot
        if s is None:
            return []
        return [
            (
                s.epoch,
                self.names[row],
                float(s.theta[row]),
                float(s.gradient[row]),
                s.settings.rate if self.role(row) is Role.FREE else None,
                float(s.new[row]),
            )
            for row in rows
        ]

    def _set_format(self, column: Column, wanted: int | None, values: Array) -> None:
        before = self._formats.get(column)
        decimals = _steady(before.decimals, wanted) if before else wanted
        sizes = _sizes(values)
        largest = float(sizes.max(initial=0.0))
        if decimals is None:
            least = float(sizes[sizes > 0.0].min(initial=1.0))
            widest = max((_exponent(size, 3) for size in (least, largest)), key=len)
            self._formats[column] = Format(None, MINUS + widest)
            return
        tiny = sizes[(sizes > 0.0) & (sizes < _least(decimals))]
        self._formats[column] = Format(
            decimals,
            MINUS + fixed(largest, decimals),
            _exponent(float(tiny.min()), 2) if len(tiny) else "",
        )


def decimals_for(values: Array, digits: int = 4) -> int | None:
    """Return with how many decimals the relevant ones of ``values`` show ``digits`` digits.

    None asks for the exponent form: the largest is too large or too small to be written out.
    """
    sizes = _sizes(values)
    largest = float(sizes.max(initial=0.0))
    if largest == 0.0:
        return 0
    if not 1e-4 <= largest < 1e6:
        return None
    smallest = float(sizes[sizes >= RELEVANT * largest].min())
    return max(0, min(_most_decimals(values), digits - 1 - floor(log10(smallest))))


def _most_decimals(values: Array) -> int:
    """Return how many decimals leave the largest value readable."""
    largest = max(1.0, float(_sizes(values).max(initial=0.0)))
    return min(MAX_DECIMALS, MAX_DIGITS - 1 - floor(log10(largest)))


def _steady(before: int | None, wanted: int | None) -> int | None:
    """Keep the decimals of the moment before unless they are too few, or two too many."""
    if before is not None and wanted is not None and before - 1 <= wanted <= before:
        return before
    return wanted


def _least(decimals: int) -> float:
    """Return what is not rounded to nothing but zeros."""
    return 0.5 * 10.0**-decimals


def _sizes(values: Array) -> Array:
    return np.abs(values[np.isfinite(values)])


def _brief(rate: float) -> str:
    """Return a learning rate as it is typed: 0.05, not 0.05000."""
    text = short(rate)
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text


def _exponent(value: float, decimals: int) -> str:
    mantissa, exponent = f"{value:.{decimals}e}".split("e")
    return f"{mantissa}e{int(exponent)}".replace("-", MINUS)
