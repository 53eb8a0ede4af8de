"""One parameter through all epochs: History, EpochRows -> lines of Figures, those in sight only.

A history knows the values, so that a new value is the next epoch's current one. Gradients come
later, for what is in sight; until then their cells are empty.
"""

from typing import TYPE_CHECKING

import numpy as np

from gdsim.engine.epoch_rows import EpochRows
from gdsim.engine.history import PARAMETERS, History
from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.arithmetic import Arithmetic
from gdsim.scenario.formats import Formats, choose_formats
from gdsim.scenario.quantities import MINUS
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.table.by_epoch import Order
from gdsim.views.table.figures import Column, Figures, Kind, Role

if TYPE_CHECKING:
    from gdsim.engine.arrays import BoolArray
    from gdsim.engine.descent import Experiment

AROUND = 40
"""Epochs above and below those in sight that are asked for with them."""


class ByParameter:
    """What the table of one parameter says.

    Attributes
    ----------
    formats : Formats
    selected : int
        The selected epoch.
    order : Order or None
    newest : int
    """

    def __init__(self) -> None:
        self.formats = Formats()
        self.selected = self.newest = -1
        self.order: Order | None = None
        self._names: tuple[str, ...] = ()
        self._cut: BoolArray = np.zeros(0, dtype=bool)
        self._experiment: Experiment | None = None
        self._history: History | None = None
        self._snapshot: Snapshot | None = None
        self._rows: EpochRows | None = None
        self._parameter = 0
        self._set_at: frozenset[int] = frozenset()  # epochs at which it was set by hand
        self._window = (0, 0)  # lines, the second not included
        self._seen: dict[int, Figures] = {}
        self._largest_step = 0.0
        self._fits = False

    def set_subject(self, subject: Subject) -> None:
        """Take another scenario; there is nothing to show of it yet."""
        self._names = tuple(subject.names)
        self._experiment = subject.experiment
        self._cut = subject.experiment.objective.cut
        self._history = self._snapshot = self._rows = None
        self._fits = False
        self._seen = {}
        self.selected = self.newest = -1

    def take(self, snapshot: Snapshot) -> None:
        """Hold another moment."""
        parameter = snapshot.look.parameter
        before = self._snapshot
        if before is None or before.run != snapshot.run or parameter != self._parameter:
            self._fits = False
        self._snapshot, self._parameter, self.selected = snapshot, parameter, snapshot.epoch
        changes = self._experiment.changes if self._experiment else ()
        self._set_at = frozenset(
            change.epoch for change in changes if parameter in dict(change.parameters)
        )
        self._look()

    def set_history(self, history: History) -> None:
        """Hold the run's history, which grows."""
        self._history = history
        self._look()

    def take_rows(self, rows: EpochRows) -> None:
        """Hold rows that were asked for."""
        self._rows = rows
        self._look()

    def set_window(self, first: int, last: int) -> None:
        """Say which lines are in sight, ``last`` not included."""
        if (first, last) != self._window:
            self._window = (first, last)
            self._look()

    def wanted(self) -> tuple[int, int, int] | None:
        """Return which rows are missing: parameter, first and last epoch; None for none."""
        if self._snapshot is None or not self.n_lines:
            return None
        low, high = sorted((self.epoch(self._window[0]), self.epoch(self._window[1] - 1)))
        rows = self._rows
        if self._is_current(rows) and rows is not None and rows.first <= low <= high <= rows.last:
            return None
        return self._parameter, max(0, low - AROUND), min(self.n_lines - 1, high + AROUND)

    def sort(self, order: Order | None) -> None:
        """Show the newest epoch first, or, with None, last; no other order is known."""
        self.order = order if order is not None and order.column.kind is Kind.EPOCH else None
        if self.order is not None:
            self.order = Order(self.order.column, True)
        self._look()

    @property
    def is_plain(self) -> bool:
        """Whether each new value is current - rate x gradient and nothing else."""
        s = self._snapshot
        return s is None or (s.n_updates == 1 and s.settings.optimizer.name == "gradient_descent")

    @property
    def n_lines(self) -> int:
        """How many lines there are: one for each epoch."""
        return 0 if self._history is None else self._history.n_epochs

    @property
    def selected_line(self) -> int:
        """The line of the selected epoch."""
        return self.line(self.selected) if 0 <= self.selected < self.n_lines else -1

    @property
    def parameter(self) -> int:
        """The position of the parameter."""
        return self._parameter

    def epoch(self, line: int) -> int:
        """Return the epoch of a line."""
        return self.n_lines - 1 - line if self.order is not None else line

    def line(self, epoch: int) -> int:
        """Return the line of an epoch."""
        return self.n_lines - 1 - epoch if self.order is not None else epoch

    def sorts_by(self, column: Column) -> bool:
        """Whether the lines can be sorted by a column: what is not in sight is not known."""
        return column.kind is Kind.EPOCH

    def columns(self, *, is_wide: bool) -> tuple[Column, ...]:
        """Return the columns from left to right; with much room also what the title says."""
        kinds = [Kind.EPOCH] + [Kind.PARAMETER] * is_wide
        kinds += [Kind.CURRENT, Kind.GRADIENT, Kind.RATE]
        found = [Column(kind) for kind in kinds]
        memory = self._rows.memory if self._rows is not None else {}
        found += [Column(Kind.MEMORY, name) for name in memory]
        if not self.is_plain:
            found.append(Column(Kind.STEP))
        return (*found, Column(Kind.NEW), Column(Kind.BAR))

    def figures(self, line: int) -> Figures:
        """Return what stands in a line."""
        epoch = self.epoch(line)
        return self._seen[epoch] if epoch in self._seen else self._figures(epoch)

    def bar(self, figures: Figures) -> float:
        """Return a step as a share of the largest one in sight; 0 for none."""
        return figures.share(self._largest_step)

    def widest(self, column: Column) -> str:
        """Return the widest text of a column that holds no aligned numbers."""
        if column.kind is Kind.EPOCH:
            return f"{max(1000, self.n_lines):,}"
        if column.kind is Kind.PARAMETER:
            return max(self._names, key=len, default="")
        rates = {row.rate for row in self._seen.values() if row.rate is not None}
        return max((self.formats.rate(rate) for rate in rates), key=len, default="")

    @property
    def title(self) -> str:
        """Which parameter it is."""
        if self._snapshot is None:
            return _("Number by number")
        return _("{name} through all epochs").format(name=self._names[self._parameter])

    @property
    def caption(self) -> str:
        """The rule by which a new value comes about."""
        s = self._snapshot
        if s is None:
            return ""
        if s.n_updates > 1:
            return _("{n} updates an epoch; the gradient is that of all rows").format(n=s.n_updates)
        if self.is_plain:
            return _("new = current {minus} rate × gradient").format(minus=MINUS)
        method = s.settings.optimizer.name.replace("_", " ")
        return _("new = current + the step of {method}").format(method=method)

    def _is_current(self, rows: EpochRows | None) -> bool:
        s = self._snapshot
        return (
            rows is not None
            and s is not None
            and (rows.run, rows.parameter) == (s.run, self._parameter)
        )

    def _look(self) -> None:
        """Make the rows in sight anew, and choose how they are written."""
        first, last = self._window
        n = self.n_lines
        epochs = [self.epoch(line) for line in range(min(first, n), min(last, n))]
        self._seen = {epoch: self._figures(epoch) for epoch in epochs}
        rows = list(self._seen.values())
        if self._snapshot is None or not rows:
            return
        part = _columns(rows)
        self.formats = choose_formats([part], self.formats if self._fits else None)
        self._fits = bool(np.isfinite(part.gradient).any())
        steps = np.abs(part.step[np.isfinite(part.step)])
        self._largest_step = float(steps.max(initial=0.0))

    def _figures(self, epoch: int) -> Figures:
        i = self._parameter
        row = Figures(epoch, i, self._names[i])
        if self._experiment is None or self._history is None:
            return row
        settings = self._experiment.settings_at(epoch)
        role = Role.CUT if self._cut[i] else Role.FREE if settings.free[i] else Role.FROZEN
        row = row._replace(
            role=role,
            rate=settings.rate if role is Role.FREE else None,
            method=settings.optimizer.name,
            n_updates=settings.batches.n_updates,
            is_open=epoch == self.newest,
        )
        rows, s = self._rows, self._snapshot
        if rows is not None and self._is_current(rows) and rows.first <= epoch <= rows.last:
            row = _with_rows(row, rows, epoch - rows.first)
        elif s is not None and s.epoch == epoch:
            row = row._replace(
                current=float(s.theta[i]), gradient=float(s.gradient[i]), new=float(s.new[i])
            )
        else:
            row = self._with_history(row, self._history)
        step = None if row.current is None or row.new is None else row.new - row.current
        return row._replace(step=step)

    def _with_history(self, row: Figures, history: History) -> Figures:
        column = PARAMETERS + self._parameter
        new = history.value(column, row.epoch + 1)
        return row._replace(
            current=history.value(column, row.epoch),
            new=None if row.epoch + 1 in self._set_at else new,
        )


def _with_rows(row: Figures, rows: EpochRows, i: int) -> Figures:
    return row._replace(
        current=float(rows.current[i]),
        gradient=float(rows.gradient[i]),
        new=float(rows.new[i]),
        memory={name: float(numbers[i]) for name, numbers in rows.memory.items()},
        before={name: float(numbers[i]) for name, numbers in rows.before.items()},
    )


def _columns(rows: list[Figures]) -> Arithmetic:
    """Return rows as columns, which have a gap as NaN."""

    def column(values: list[float | None]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        return np.array([np.nan if value is None else value for value in values], dtype=float)

    step = column([row.step for row in rows])
    return Arithmetic(
        rows[0].epoch,
        column([row.current for row in rows]),
        column([row.gradient for row in rows]),
        step,
        column([row.new for row in rows]),
        max((row.rate for row in rows if row.rate is not None), default=0.0),
        np.ones(len(rows), dtype=bool),
        {name: column([row.memory.get(name) for row in rows]) for name in rows[0].memory},
        {},
        rows[0].method,
        rows[0].n_updates,
    )
