"""Pictures that are dearer than a snapshot and follow it at their own pace, as jobs of the worker.

snapshot_changed --is it wanted, and is what there is out of date?--> Runner.request --> changed
"""

from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gdsim.engine.history import PARAMETERS
from gdsim.engine.paths import take_path
from gdsim.engine.planes import PLANE_POINTS, LossPlane, take_plane
from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.subject import Subject
from gdsim.session.run import Run
from gdsim.session.session import Session
from gdsim.session.viewpoint import Viewpoint
from gdsim.session.worker import Job

PAUSE_MS = 250
"""Between two pictures while a run plays: four a second."""
PATH_POINTS = 300
MOST_NUMBERS = 300_000
"""Points of a path times parameters: what the UI thread copies for it."""
QUICK = 2_500_000
"""Losses times rows times parameters that take the worker less than 8 ms."""
MOST_WORK = 10 * QUICK
"""A plane that would cost more has fewer points."""
FEWEST = 11


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


class PlaneFollower(Follower):
    """The loss over two parameters around the selected moment; ``latest`` is a LossPlane.

    A plane serves as long as only its own two parameters move, in their ranges. So dragging both
    on it costs nothing, and with no others it is taken once a run.
    """

    key = "plane"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._viewpoint = Viewpoint()
        self.connections.append(session.subject_changed.connect(self._on_subject))

    def job(self, snapshot: Snapshot) -> Job | None:
        """Return what takes the plane through a moment, of the pair that is looked at."""
        run, session = self.session.run, self.session
        subject = run.subject
        pair = chosen_pair(subject, snapshot)
        if pair is None:
            return None
        objective = subject.experiment.objective
        n = plane_points(objective.n_rows * len(subject.names))
        is_drag = snapshot is not session.snapshot
        if is_drag:
            is_dear = n * n * objective.n_rows * len(subject.names) > QUICK
            if is_dear or self._is_kept(pair, snapshot):
                return None
        else:
            for parameter in pair:
                self._viewpoint.follow(run, parameter, snapshot)
        x_range, y_range = (self._viewpoint.range_of(parameter) for parameter in pair)
        if x_range is None or y_range is None:
            return None
        if self._is_kept(pair, snapshot) and _ranges(self.latest) == (x_range, y_range):
            return None
        return take_plane(objective, snapshot.theta, pair, x_range, y_range, n)

    def _is_kept(self, pair: tuple[int, int], snapshot: Snapshot) -> bool:
        plane: LossPlane | None = self.latest
        return plane is not None and plane.pair == pair and plane.holds(snapshot.theta)

    @Slot(object)
    def _on_subject(self, subject: Subject) -> None:
        self._viewpoint.forget_ranges()
        self.latest = None

    @Slot()
    def _on_runs(self) -> None:
        """Keep the plane: it is the same for every run over one objective."""
        self._shown, self._is_out = None, False


def path_of(run: Run) -> Job:
    """Return what takes the gradient's path along ``run``, at no more than 300 epochs."""
    experiment, n = run.subject.experiment, len(run.subject.names)
    n_points = min(PATH_POINTS, max(20, MOST_NUMBERS // n))
    columns = range(PARAMETERS, PARAMETERS + n)
    epochs, values = run.history.points(columns, run.newest, n_points)
    free = np.array([experiment.settings_at(int(epoch)).free for epoch in epochs])
    return take_path(experiment.objective, epochs, values.T.copy(), free)


def chosen_pair(subject: Subject, snapshot: Snapshot) -> tuple[int, int] | None:
    """Return the two parameters of the plane: those looked at, or the first weight and bias.

    Without a bias they are the first two free parameters; with fewer there is no plane.
    """
    objective, pair = subject.experiment.objective, snapshot.look.pair
    if pair is not None and max(pair) < len(subject.names):
        return pair
    free = np.flatnonzero(~objective.cut).tolist()
    biases = [i for i in free if subject.names[i].startswith("b")]
    first = [free[0], biases[0]] if biases and biases[0] != free[0] else free[:2]
    return (first[0], first[1]) if len(first) == 2 else None


def plane_points(cost: int) -> int:
    """Return how many values of each parameter a plane has, for rows times parameters."""
    return int(max(FEWEST, min(PLANE_POINTS, (MOST_WORK / max(1, cost)) ** 0.5)))


def _ranges(plane: LossPlane) -> tuple[tuple[float, float], tuple[float, float]]:
    x, y = plane.x_values, plane.y_values
    return (float(x[0]), float(x[-1])), (float(y[0]), float(y[-1]))
