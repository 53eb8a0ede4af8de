"""All parameters of one epoch: Snapshot -> lines of Figures, filtered, sorted, unfolded."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from gdsim.engine.arrays import Array, BoolArray, IntArray
from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.arithmetic import Arithmetic, of_epoch, of_update
from gdsim.scenario.formats import Formats, choose_formats, sizes
from gdsim.scenario.quantities import MINUS
from gdsim.scenario.subject import Subject
from gdsim.scenario.worksheet import batch_text
from gdsim.text import _
from gdsim.views.table.figures import Column, Figures, Kind, Role, of_parameter
from gdsim.views.table.lines import NOTE, WHOLE, Line, lines_of, matching

if TYPE_CHECKING:
    from gdsim.engine.network import Network
    from gdsim.scenario.exercise import Sheet


class Order(NamedTuple):
    """By which column lines are sorted, and whether from the largest down."""

    column: Column
    is_down: bool = False


def next_order(before: Order | None, column: Column) -> Order | None:
    """Return the order after one more click: up, down, then the natural one."""
    if before is None or before.column != column:
        return Order(column)
    return None if before.is_down else Order(column, True)


class ByEpoch:
    """What the table of one snapshot says.

    Attributes
    ----------
    names : tuple of str
        Of the parameters.
    part : Arithmetic or None
        The step that is shown: the epoch's, or the first update's where that is asked for.
    formats : Formats
    lines : list of Line
    selected : int
        The selected parameter.
    order : Order or None
    newest : int
        The newest epoch of the run; its new values are worked out but not taken yet.
    sheet : Sheet or None
        The blanks, while working is checked.
    is_one_update : bool
        Whether the first update stands in place of an epoch that has several.
    """

    def __init__(self) -> None:
        self.names: tuple[str, ...] = ()
        self.part: Arithmetic | None = None
        self.formats = Formats()
        self.lines: list[Line] = []
        self.selected = self.newest = -1
        self.order: Order | None = None
        self.sheet: Sheet | None = None
        self._snapshot: Snapshot | None = None
        self._updates: dict[int, Arithmetic] = {}
        self._unfolded: frozenset[int] = frozenset()
        self._filter = ""
        self._cut: BoolArray = np.zeros(0, dtype=bool)
        self._network: Network | None = None
        self._whole_lines: dict[int, int] = {}
        self._largest_step = 0.0
        self.is_one_update = False
        self._fits = False  # whether formats are those of the parameters shown now

    def set_subject(self, subject: Subject) -> None:
        """Take other parameters; there is nothing to show of them yet."""
        self.names = tuple(subject.names)
        self._cut, self._network = subject.experiment.objective.cut, subject.network
        self.part = self._snapshot = self.sheet = None
        self.formats, self._fits = Formats(), False
        self._unfolded, self._updates = frozenset(), {}
        self.selected = self.newest = -1
        self._largest_step = 0.0
        self._arrange()

    def take(self, snapshot: Snapshot) -> None:
        """Hold another moment, and choose how its columns are written."""
        self._snapshot = snapshot
        self.selected = snapshot.look.parameter
        self._reckon()

    def set_one_update(self, wanted: bool) -> None:
        """Show the first update of the epoch in place of the whole one, where it has several."""
        if wanted != self.is_one_update:
            self.is_one_update = wanted
            if self._snapshot is not None:
                self._reckon()

    def set_filter(self, text: str) -> None:
        """Show only the parameters that a filter leaves."""
        self._filter = text
        self._arrange()

    def sort(self, order: Order | None) -> None:
        """Sort the lines; None for the order of theta."""
        self.order = order
        self._arrange()

    def unfold(self, parameter: int, wanted: bool) -> bool:
        """Show a parameter's updates, or fold them up; say whether anything has changed."""
        after = self._unfolded | {parameter} if wanted else self._unfolded - {parameter}
        if after == self._unfolded or not self.can_unfold:
            return False
        self._unfolded = after
        self._reckon()
        return True

    @property
    def can_unfold(self) -> bool:
        """Whether the epoch has several updates that are known."""
        s = self._snapshot
        return s is not None and len(s.updates) > 1 and not self.is_one_update

    @property
    def is_plain(self) -> bool:
        """Whether each new value is current - rate x gradient and nothing else."""
        return self.part is None or self.part.is_plain

    @property
    def n_lines(self) -> int:
        """How many lines there are."""
        return len(self.lines)

    @property
    def selected_line(self) -> int:
        """The line of the selected parameter, -1 where it is filtered out."""
        return self.line_of(self.selected)

    def line_of(self, parameter: int) -> int:
        """Return the line of a parameter, -1 where it is filtered out."""
        return self._whole_lines.get(parameter, -1)

    @property
    def gradient(self) -> Array | None:
        """The gradient of all rows."""
        return None if self._snapshot is None else self._snapshot.gradient

    def sorts_by(self, column: Column) -> bool:
        """Whether the lines can be sorted by a column; the rate is the same for all."""
        return column.kind not in (Kind.EPOCH, Kind.RATE)

    def columns(self, *, is_wide: bool) -> tuple[Column, ...]:
        """Return the columns from left to right; with much room also what the title says."""
        kinds = [Kind.EPOCH] * is_wide + [Kind.PARAMETER, Kind.CURRENT, Kind.GRADIENT, Kind.RATE]
        found = [Column(kind) for kind in kinds]
        if self.part is not None:
            found += [Column(Kind.MEMORY, name) for name in self.part.memory]
        if not self.is_plain:
            found.append(Column(Kind.STEP))
        return (*found, Column(Kind.NEW), Column(Kind.BAR))

    def role(self, parameter: int) -> Role:
        """Return what learning may do to a parameter."""
        if self._cut[parameter]:
            return Role.CUT
        is_free = self._snapshot is None or bool(self._snapshot.settings.free[parameter])
        return Role.FREE if is_free else Role.FROZEN

    def figures(self, line: int) -> Figures:
        """Return what stands in a line."""
        parameter, update = self.lines[line]
        name, role = self.names[parameter], self.role(parameter)
        s = self._snapshot
        if s is None or self.part is None:
            return Figures(0, parameter, name, role=role)
        if update == NOTE:
            text = _("Only the first {n} of {all} updates are kept.")
            note = text.format(n=f"{len(s.updates):,}", all=f"{s.n_updates:,}")
            return Figures(s.epoch, parameter, name, note=note)
        if update != WHOLE:
            return of_parameter(self._update(update), parameter, name, role)
        row = of_parameter(self.part, parameter, name, role, sheet=self.sheet)
        is_unfolded = parameter in self._unfolded if self.can_unfold else None
        return row._replace(is_open=s.epoch == self.newest, is_unfolded=is_unfolded, batch="")

    def bar(self, figures: Figures) -> float:
        """Return a step as a share of the largest one, from -1 to 1; 0 for none."""
        return figures.share(self._largest_step)

    def widest(self, column: Column) -> str:
        """Return the widest text of a column that holds no aligned numbers."""
        if column.kind is Kind.RATE:
            return self.formats.rate(self.part.rate) if self.part is not None else ""
        if column.kind is not Kind.PARAMETER:
            return f"{max(1000, self.part.epoch if self.part is not None else 0):,}"
        arrow = "   " * self.can_unfold
        texts = [arrow + max(self.names, key=len, default="")]
        if any(self.role(i) is not Role.FREE for i in range(len(self.names))):
            texts = [texts[0] + " + " + _("frozen")]
        if self._unfolded and self.can_unfold and self._snapshot is not None:
            updates = self._snapshot.updates  # the last batch may be a short one
            texts += [2 * arrow + batch_text(update.rows) for update in updates[-2:]]
        return max(texts, key=len)

    @property
    def title(self) -> str:
        """Which step it is."""
        s, part = self._snapshot, self.part
        if s is None:
            return _("Number by number")
        if part is not None and part.update is not None:
            return _("Epoch {epoch}, update {number} of {n}").format(
                epoch=f"{s.epoch:,}", number=f"{part.update + 1:,}", n=f"{s.n_updates:,}"
            )
        epochs = f"{s.epoch:,}", f"{s.epoch + 1:,}"
        return _("From epoch {epoch} to {next}").format(epoch=epochs[0], next=epochs[1])

    @property
    def caption(self) -> str:
        """The rule by which a new value comes about, or what the gradient here is."""
        part = self.part
        if part is None:
            return ""
        if part.n_updates > 1:
            n = f"{part.n_updates:,}"
            return _("{n} updates; the gradient is that of all rows").format(n=n)
        rule = _("new = current {minus} rate × gradient").format(minus=MINUS)
        if not part.is_plain:
            method = part.method.replace("_", " ")
            rule = _("new = current + the step of {method}").format(method=method)
        return rule

    def _reckon(self) -> None:
        """Make everything anew that depends on the snapshot."""
        s = self._snapshot
        assert s is not None
        self._updates = {}
        is_one = self.is_one_update and len(s.updates) > 1
        self.part = of_update(s, 0) if is_one else of_epoch(s)
        parts = [self.part]
        if self.can_unfold and self._unfolded:
            parts += [self._update(number) for number in range(len(s.updates))]
            chosen = sorted(self._unfolded)
            parts[1:] = [_only(part, chosen) for part in parts[1:]]
        self.formats = choose_formats(parts, self.formats if self._fits else None)
        self._fits = True
        self._largest_step = float(sizes(self.part.step).max(initial=0.0))
        self._arrange()

    def _update(self, number: int) -> Arithmetic:
        """Return an update's step, made once for each snapshot."""
        if number not in self._updates:
            assert self._snapshot is not None
            self._updates[number] = of_update(self._snapshot, number)
        return self._updates[number]

    def _arrange(self) -> None:
        """Put the lines together."""
        order: IntArray = np.arange(len(self.names))
        if self.order is not None and self.part is not None:
            order = _sorted(self.order, self.part)
        if self._filter:
            roles = [self.role(i) for i in range(len(self.names))]
            left = matching(self._filter, self.names, roles, self._network, self.gradient)
            order = order[left[order]]
        s = self._snapshot
        n_updates, n_kept = (s.n_updates, len(s.updates)) if s and self.can_unfold else (1, 1)
        self.lines = lines_of(order.tolist(), self._unfolded, n_updates, n_kept)
        self._whole_lines = {
            line.parameter: i for i, line in enumerate(self.lines) if line.update == WHOLE
        }


def _only(part: Arithmetic, chosen: list[int]) -> Arithmetic:
    return part._replace(
        current=part.current[chosen],
        gradient=part.gradient[chosen],
        step=part.step[chosen],
        new=part.new[chosen],
        memory={name: numbers[chosen] for name, numbers in part.memory.items()},
    )


def _sorted(order: Order, part: Arithmetic) -> IntArray:
    kind = order.column.kind
    numbers = {
        Kind.CURRENT: part.current,
        Kind.GRADIENT: part.gradient,
        Kind.NEW: part.new,
        Kind.STEP: part.step,
        Kind.BAR: np.abs(part.step),
        Kind.MEMORY: part.memory.get(order.column.name),
    }.get(kind)
    found: IntArray = np.arange(len(part.current))
    if numbers is not None:
        found = np.argsort(numbers, kind="stable")
    return found[::-1] if order.is_down else found
