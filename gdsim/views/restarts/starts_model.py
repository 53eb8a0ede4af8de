"""The runs as rows: Crop, a column to sort by -> seed, start, loss, epochs needed, outcome."""

from enum import Enum
from math import isnan
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gdsim.engine.arrays import Array, IntArray
from gdsim.engine.outcomes import DIVERGED
from gdsim.engine.restarts import Results
from gdsim.scenario.crop import Crop
from gdsim.scenario.files import csv_text
from gdsim.scenario.quantities import full, short
from gdsim.scenario.starts import GRID
from gdsim.text import _
from gdsim.views.restarts import restarts_words as words

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
RUN = Qt.ItemDataRole.UserRole
"""Which run a row is."""


class Kind(Enum):
    """What a column says."""

    NUMBER = "start"
    SEED = "seed"
    VALUE = "value"
    LOSS = "loss"
    NEEDED = "epochs needed"
    OUTCOME = "outcome"


class StartsModel(QAbstractTableModel):
    """One row for each run, or for each that is picked out.

    Attributes
    ----------
    columns : tuple of (Kind, int)
        With the parameter of a start's value.
    rows : ndarray of int, shape (n_rows,)
        The runs in their order.
    sorted_by : (column, is_falling)
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.crop: Crop | None = None
        self.columns: tuple[tuple[Kind, int], ...] = ()
        self.rows: IntArray = np.empty(0, dtype=np.intp)
        self.sorted_by: tuple[tuple[Kind, int], bool] = ((Kind.LOSS, 0), False)
        self._made_of: tuple[object, ...] = ()

    @property
    def results(self) -> Results | None:
        """What the runs have come to."""
        return None if self.crop is None else self.crop.results

    def show_harvest(self, crop: Crop | None) -> None:
        """Show what many starts have brought so far; rows only move where they must."""
        self.crop = crop
        marked = None if crop is None or crop.marked is None else crop.marked.tobytes()
        made_of = id(self.results), marked
        if made_of == self._made_of:
            self._announce()  # another run is the current one
            return
        self._made_of = made_of
        rows, columns = self._order(), columns_of(crop)
        if len(rows) == len(self.rows) and columns == self.columns:
            self.rows = rows
            self._announce()
            return
        self.beginResetModel()
        self.rows, self.columns = rows, columns
        self.endResetModel()

    def sort_by(self, column: int) -> None:
        """Sort by a column; by the same one again, the other way round."""
        chosen = self.columns[column]
        is_falling = self.sorted_by[0] == chosen and not self.sorted_by[1]
        self.sorted_by = chosen, is_falling
        self.rows = self._order()
        self._announce()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def row_of(self, run: int) -> int:
        """Return the row of a run, -1 if it is not there."""
        found = np.flatnonzero(self.rows == run)
        return int(found[0]) if len(found) else -1

    def csv_text(self) -> str:
        """Return all runs with all digits, the best first; every parameter of every start."""
        crop, results = self.crop, self.results
        if crop is None or results is None:
            return ""
        names = crop.subject.names
        header = ["seed", *(f"start_{name}" for name in names), "loss", "epochs_needed", "outcome"]
        rows = [
            [
                int(crop.seeds[run]),
                *results.starts[run].tolist(),
                float(results.losses[run]),
                int(results.epochs_needed[run]) if results.epochs_needed[run] >= 0 else None,
                words.outcome_text(crop, int(run)),
            ]
            for run in results.order
        ]
        return csv_text(header, rows)

    def _order(self) -> IntArray:
        """Return the runs that are shown, sorted; those that diverged last."""
        crop, results = self.crop, self.results
        if crop is None or results is None:
            return np.empty(0, dtype=np.intp)
        keys = _keys(crop, results, *self.sorted_by[0])
        if self.sorted_by[1]:
            keys = -keys
        is_by_loss = self.sorted_by[0][0] is Kind.LOSS
        is_last = np.isnan(keys) | (is_by_loss & (results.diverged_at >= 0))
        order = np.lexsort((results.losses, keys, is_last))
        return order if crop.marked is None else order[crop.marked[order]]

    def _announce(self) -> None:
        if len(self.rows):
            last = self.index(len(self.rows) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    # What Qt asks.

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many runs are shown."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell says."""
        if not index.isValid() or not 0 <= index.row() < len(self.rows):
            return None
        run, (kind, parameter) = int(self.rows[index.row()]), self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(run, kind, parameter)
        if role == RUN:
            return run
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(kind)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(run, kind, parameter)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._heading(kind, parameter)}: {self._text(run, kind, parameter)}"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the title of a column, with an arrow where rows are sorted by it."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        kind, parameter = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            text = self._heading(kind, parameter)
            if self.sorted_by[0] == (kind, parameter):
                text += " ↓" if self.sorted_by[1] else " ↑"
            return text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(kind)
        if role == Qt.ItemDataRole.ToolTipRole:
            return _heading_tips()[kind]
        return None

    def _heading(self, kind: Kind, parameter: int) -> str:
        if kind is Kind.VALUE:
            assert self.crop is not None
            return _("start {name}").format(name=self.crop.subject.names[parameter])
        return {
            Kind.NUMBER: _("start"),
            Kind.SEED: _("seed"),
            Kind.LOSS: _("loss"),
            Kind.NEEDED: _("epochs needed"),
            Kind.OUTCOME: _("came to"),
        }[kind]

    def _text(self, run: int, kind: Kind, parameter: int) -> str:
        crop, results = self.crop, self.results
        assert crop is not None
        assert results is not None
        if kind is Kind.NUMBER:
            return f"{run + 1:,}"
        if kind is Kind.SEED:
            return f"{crop.seeds[run]:,}"
        if kind is Kind.VALUE:
            return short(float(results.starts[run, parameter]))
        if kind is Kind.LOSS:
            return words.row_loss(float(results.losses[run]))
        if kind is Kind.OUTCOME:
            return words.outcome_text(crop, run)
        needed = int(results.epochs_needed[run])
        return f"{needed:,}" if needed >= 0 else _("never")

    def _tip(self, run: int, kind: Kind, parameter: int) -> str:
        crop, results = self.crop, self.results
        assert crop is not None
        assert results is not None
        if kind is Kind.LOSS:
            return full(float(results.losses[run]))
        if kind is Kind.VALUE:
            return full(float(results.starts[run, parameter]))
        if kind is Kind.OUTCOME and crop.outcomes is not None:
            if crop.outcomes.of_run[run] == DIVERGED:
                return _("It diverged at epoch {epoch}; the loss is its last one before.").format(
                    epoch=f"{results.diverged_at[run]:,}"
                )
            if not isnan(crop.outcomes.tolerance):
                return _(
                    "Losses of runs among which no gap is wider than {size}; equal losses may "
                    "still be different minima."
                ).format(size=short(crop.outcomes.tolerance, 2))
        return _("{name}: click to open it as the current run.").format(
            name=words.run_name(crop, run)
        )


def _side(kind: Kind) -> Qt.AlignmentFlag:
    flags = Qt.AlignmentFlag
    return (flags.AlignLeft if kind is Kind.OUTCOME else flags.AlignRight) | flags.AlignVCenter


def columns_of(crop: Crop | None) -> tuple[tuple[Kind, int], ...]:
    """Return the columns that suit a crop."""
    if crop is None or crop.results is None:
        return ()
    first = Kind.NUMBER if crop.settings.distribution == GRID else Kind.SEED
    n = len(crop.subject.names)
    values = [(Kind.VALUE, i) for i in range(n)] if n <= 2 else []
    return ((first, 0), *values, (Kind.LOSS, 0), (Kind.NEEDED, 0), (Kind.OUTCOME, 0))


def _keys(crop: Crop, results: Results, kind: Kind, parameter: int) -> Array:
    """Return what runs are sorted by, (n,); NaN for those that have none."""
    if kind is Kind.SEED:
        return crop.seeds.astype(float)
    if kind is Kind.VALUE and parameter < results.starts.shape[1]:
        return results.starts[:, parameter]
    if kind is Kind.NEEDED:
        return np.where(results.epochs_needed >= 0, results.epochs_needed, np.nan)
    if kind is Kind.OUTCOME and crop.outcomes is not None:
        groups = crop.outcomes.of_run
        return np.where(groups >= 0, groups, 1e9 - groups)
    if kind is Kind.LOSS:
        return results.losses
    return np.arange(results.n, dtype=float)


def _heading_tips() -> dict[Kind, str]:
    sort = " " + _("Click to sort by it.")
    return {
        Kind.NUMBER: _("The start's number on the grid.") + sort,
        Kind.SEED: _("New start with this seed begins at the same place.") + sort,
        Kind.VALUE: _("Where the run began.") + sort,
        Kind.LOSS: _("The loss at the last epoch that was trained.") + sort,
        Kind.NEEDED: _("The first epoch at which 99 % of the way down was done.") + sort,
        Kind.OUTCOME: _("The minimum that it is at, or the losses it agrees with.") + sort,
    }
