"""Pictures that are dearer than a snapshot and follow it at their own pace, as jobs of the worker.

snapshot_changed --is it wanted, and is what there is out of date?--> Runner.request --> changed
"""

from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gdsim.engine.paths import take_path
from gdsim.engine.snapshot import Snapshot
from gdsim.session.run import Run
from gdsim.session.session import Session
from gdsim.session.worker import Job

PAUSE_MS = 250
"""Between two pictures while a run plays: four a second."""


class Follower(QObject):
    """One picture of the selected moment, taken anew when it is wanted and out of date.

    It is wanted while the snapshots' ``look.needs`` has its ``key``. At rest it is asked for at
    once, while the run plays at most four times a second and never before the last one has come.

    Signals
    -------
    changed(picture)

    Attributes
    ----------
    key : str
        Among the needs of views, and of the request.
    latest : object
        The newest picture; None until there is one of the current run.
    """

    changed = Signal(object)
    key = ""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.session = session
        self.latest: Any = None
        self._is_out = False
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self._shown: Snapshot | None = None  # the newest one, maybe of a drag
        self.connections = [
            session.snapshot_changed.connect(self._on_snapshot),
            session.runs_changed.connect(self._on_runs),
            session.runner.answered.connect(self._on_answered),
            session.runner.failed.connect(self._on_failed),
        ]

    def close(self) -> None:
        """Follow no longer."""
        for connection in self.connections:
            QObject.disconnect(connection)
        self.connections.clear()
        self._pause.stop()
        self.deleteLater()

    def job(self, snapshot: Snapshot) -> Job | None:
        """Return what takes the picture of a moment; None if the latest one will do."""
        raise NotImplementedError

    @Slot(object)
    def _on_snapshot(self, snapshot: Snapshot) -> None:
        self._shown = snapshot
        if not self._pause.isActive():
            self._ask()

    @Slot()
    def _ask(self) -> None:
        snapshot, runner = self._shown, self.session.runner
        if snapshot is None or self.key not in snapshot.look.needs:
            return
        if self._is_out and runner.is_moving:
            return  # one that is always replaced would never come
        job = self.job(snapshot)
        if job is not None:
            self._is_out = True
            self._pause.start() if runner.is_moving else self._pause.stop()
            runner.request(self.key, job)

    @Slot()
    def _on_runs(self) -> None:
        """Begin anew: another run, whose opening has dropped what was asked for."""
        self.latest, self._shown, self._is_out = None, None, False

    @Slot(str, object)
    def _on_answered(self, key: str, picture: Any) -> None:
        if key == self.key:
            self._is_out, self.latest = False, picture
            self.changed.emit(picture)

    @Slot(str)
    def _on_failed(self, message: str) -> None:
        self._is_out = False


class PathFollower(Follower):
    """The gradient along the epochs of the current run; ``latest`` is a GradientPath."""

    key = "path"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._asked: tuple[int, int] = (0, -1)  # run and newest epoch

    def job(self, snapshot: Snapshot) -> Job | None:
        """Return what takes the path up to the newest epoch."""
        run = self.session.run
        asked = run.number, run.newest
        is_known = asked == self._asked and (self.latest is not None or self._is_out)
        if is_known or not run.history.n_epochs:
            return None
        self._asked = asked
        return path_of(run)


def path_of(run: Run) -> Job:
    """Return what takes the gradient's path along ``run``."""
    experiment = run.subject.experiment
    epochs, thetas = run.path()
    free = np.array([experiment.settings_at(int(epoch)).free for epoch in epochs])
    return take_path(experiment.objective, epochs, thetas, free)
