"""The list of runs as rows: ShownRun -> what is written of it, and the model that lists them."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, Signal

from gdsim.engine.history import LOSS
from gdsim.scenario.differences import differences
from gdsim.scenario.quantities import short
from gdsim.text import _
from gdsim.views.row_list import Index, RowList
from gdsim.views.view import ShownRun

ROW = Qt.ItemDataRole.UserRole


class RunRow(NamedTuple):
    """What the list says of one run.

    Attributes
    ----------
    name : str
    about : str
        In what it differs from the current run.
    epochs, loss : str
    color : str
    mark : int
    place : int
        Among the kept runs, -1 for the others.
    is_ghost, is_hidden : bool
    """

    name: str
    about: str
    epochs: str
    loss: str
    color: str
    mark: int
    place: int
    is_ghost: bool
    is_hidden: bool

    @property
    def sentence(self) -> str:
        """All of it, for screen readers."""
        parts = [self.name, self.about, self.epochs, _("loss {loss}").format(loss=self.loss)]
        if self.is_hidden:
            parts.append(_("hidden"))
        return ", ".join(part for part in parts if part)


class RunsModel(RowList[RunRow]):
    """The rows, the current run first.

    Signals
    -------
    renamed(place, name)
        A person has typed another name; the row changes when the runs are shown anew.
    """

    renamed = Signal(int, str)

    def __init__(self) -> None:
        super().__init__()
        self._told: dict[int, tuple[Any, Any, str]] = {}

    def show_runs(self, runs: Sequence[ShownRun]) -> None:
        """List these; rows that stay the same are not touched."""
        rows, place = [], 0
        for i, run in enumerate(runs):
            is_kept = i > 0 and not run.is_ghost
            rows.append(self._row(i, run, runs[0], place if is_kept else -1))
            place += is_kept
        self.show_rows(rows)

    def _row(self, i: int, run: ShownRun, current: ShownRun, place: int) -> RunRow:
        history, newest = run.history, run.history.n_epochs - 1
        loss = float(history.series(LOSS, newest, newest, 4).values[-1]) if newest >= 0 else None
        epochs = _("epoch {n}").format(n=f"{newest:,}") if newest >= 0 else _("nothing yet")
        if history.stop is not None:
            epochs = _("diverged at {n}").format(n=f"{history.stop.epoch:,}")
        about = run.note or (self._about(i, run, current) if i else "")
        return RunRow(
            run.name,
            about,
            epochs,
            "" if loss is None else short(loss),
            run.color,
            run.mark,
            place,
            run.is_ghost,
            run.is_hidden,
        )

    def _about(self, i: int, run: ShownRun, current: ShownRun) -> str:
        """Return what is different, worked out once while both runs stay what they are."""
        if run.subject is None or current.subject is None:
            return ""
        here, there = current.subject.scenario, run.subject.scenario
        told = self._told.get(i)
        if told is None or told[0] is not here or told[1] is not there:
            found = differences(here, there)
            text = ", ".join(found) or _("the same as this run")
            self._told[i] = told = (here, there, text)
        return told[2]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what Qt and the painter ask for."""
        if not 0 <= index.row() < len(self.rows):
            return None
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return row.name
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.sentence
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join([row.name, row.epochs, *filter(None, row.about.split(", "))])
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let kept runs be renamed."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.isValid() and self.rows[index.row()].place >= 0:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a name that was typed."""
        row = self.rows[index.row()]
        name = str(value).strip()
        if role == Qt.ItemDataRole.EditRole and name and name != row.name:
            self.renamed.emit(row.place, name)
        return False
