"""A table on the houses network, shown, and everything that it emits."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from PySide6.QtCore import QPoint, Qt

from gdsim.engine.batches import Batches
from gdsim.engine.snapshot import Snapshot
from gdsim.views.table.epoch_table import EpochTable
from gdsim.views.table.figures import Kind
from gdsim.views.theme import LIGHT
from gdsim.views.view import ShownRun
from tests.views.conftest import Shown, make_shown

UPDATES = frozenset({"updates"})
GESTURES = ("parameter_requested", "parameter_hovered", "epoch_requested", "csv_requested")


def with_settings(shown: Shown, **changed: Any) -> Shown:
    """Return the same scenario with other settings; its history is that of the old ones."""
    experiment = shown.subject.experiment
    settings = experiment.settings._replace(**changed)
    start = experiment.start
    memory = settings.optimizer.init(start.theta)
    experiment = experiment._replace(settings=settings, start=start._replace(memory=memory))
    subject = shown.subject._replace(experiment=experiment)

    def snapshot(epoch: int, **look: Any) -> Snapshot:
        from gdsim.engine.descent import replay
        from gdsim.engine.snapshot import Look, take_snapshot
        from gdsim.engine.steps import finish

        *_, state = replay(experiment, experiment.start, epoch)
        assert state is not None
        return finish(take_snapshot(experiment, subject.samples, 0, state, Look(**look)))

    return Shown(subject, shown.history, snapshot)


def in_batches(size: int = 25) -> Shown:
    """Return the houses in batches, in order."""
    shown = make_shown()
    n_rows = shown.subject.experiment.objective.n_rows
    return with_settings(shown, batches=Batches(n_rows, size))


def make_table(qtbot: Any, shown: Shown, size: tuple[int, int] = (594, 330)) -> EpochTable:
    """Return the table at epoch 5 with w3 selected."""
    table = EpochTable(LIGHT)
    qtbot.addWidget(table)
    table.resize(*size)
    table.set_subject(shown.subject)
    table.show_runs([ShownRun("", shown.history)])
    table.show_snapshot(shown.snapshot(5, parameter=2, needs=UPDATES))
    table.set_newest(25)
    table.show()
    qtbot.waitExposed(table)
    return table


def column_of(table: EpochTable, kind: Kind) -> int:
    return next(i for i, column in enumerate(table.grid.columns) if column.kind is kind)


def cell(table: EpochTable, row: int, kind: Kind) -> str:
    """Return what a cell in sight prints."""
    return str(table.grid.model().index(row, column_of(table, kind)).data())


def tip(table: EpochTable, row: int, kind: Kind) -> str:
    index = table.grid.model().index(row, column_of(table, kind))
    return str(index.data(Qt.ItemDataRole.ToolTipRole))


def column(table: EpochTable, kind: Kind) -> list[str]:
    """Return what a column prints in all rows in sight."""
    return [cell(table, row, kind) for row in range(table.grid.model().rowCount())]


def at(table: EpochTable, row: int, kind: Kind = Kind.CURRENT) -> QPoint:
    index = table.grid.model().index(row, column_of(table, kind))
    return table.grid.visualRect(index).center()


def emitted(table: EpochTable) -> list[tuple[str, Any]]:
    """Return a list that every gesture of the table will be written into."""
    log: list[tuple[str, Any]] = []
    for name in ("parameter_requested", "parameter_hovered", "epoch_requested"):
        _write_down(table, name, log)
    table.csv_requested.connect(lambda: log.append(("csv_requested", None)))
    return log


def _write_down(table: EpochTable, name: str, log: list[tuple[str, Any]]) -> None:
    getattr(table, name).connect(lambda value: log.append((name, value)))


def asked(log: list[tuple[str, Any]], name: str) -> Iterator[Any]:
    return (value for key, value in log if key == name)


def held(snapshot: Snapshot, *rows: int) -> Snapshot:
    """Return the same moment with some parameters frozen."""
    free = snapshot.settings.free.copy()
    free[list(rows)] = False
    return snapshot._replace(
        settings=snapshot.settings._replace(free=free),
        delta=np.where(free, snapshot.delta, 0.0),
        new=np.where(free, snapshot.new, snapshot.theta),
    )
