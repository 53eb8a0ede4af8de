"""How long one look at the loss takes on this machine: a job, once for each loss, at rest."""

from time import perf_counter

from PySide6.QtCore import Slot

from gdsim.engine.snapshot import Snapshot
from gdsim.session.followers import Follower
from gdsim.session.jobs import loss_seconds
from gdsim.session.session import Session
from gdsim.session.worker import Job


class LossTimer(Follower):
    """The seconds of one evaluation of the loss; ``latest`` is a float."""

    key = "loss_seconds"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._timed: object = None  # the objective

    def job(self, snapshot: Snapshot) -> Job | None:
        """Return what times the loss; while a run plays the clock would tell something else."""
        objective = self.session.subject.experiment.objective
        is_known = self.latest is not None or self._is_out
        if self.session.runner.is_moving or (objective is self._timed and is_known):
            return None
        self._timed = objective
        return loss_seconds(objective, self.session.subject.experiment.start.theta, perf_counter)

    @Slot()
    def _on_runs(self) -> None:
        """Keep the time: it is the same for every run over one objective."""
        self._is_out = False
        if self.session.subject.experiment.objective is not self._timed:
            self.latest = None
