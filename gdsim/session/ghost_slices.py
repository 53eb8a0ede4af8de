"""The loss curves of earlier epochs, which follow the selected one: Snapshot -> GhostSlices."""

from gdsim.engine.ghost_slices import earlier_epochs, take_ghost_slices
from gdsim.engine.history import FIRST, PARAMETERS
from gdsim.engine.snapshot import Snapshot
from gdsim.session.followers import Follower
from gdsim.session.session import Session
from gdsim.session.worker import Job


class GhostSliceFollower(Follower):
    """The loss along the selected parameter at epochs before the selected one, of the same run.

    ``latest`` is a GhostSlices. Epochs that are past do not change, so dragging costs nothing.
    """

    key = "ghost_slices"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._asked: tuple[object, ...] = ()

    def job(self, snapshot: Snapshot) -> Job | None:
        """Return what takes the curves, unless they are those of the latest picture."""
        run, look = self.session.run, snapshot.look
        history, extent = run.history, look.slice_range
        epochs = earlier_epochs(min(snapshot.epoch, history.n_epochs), history.width)
        if not epochs or extent is None:
            return None
        asked = run.number, look.parameter, extent, epochs
        if asked == self._asked and (self.latest is not None or self._is_out):
            return None
        self._asked = asked
        columns = history.buckets[FIRST, PARAMETERS:]
        moments = [(epoch, columns[:, epoch // history.width].copy()) for epoch in epochs]
        objective = run.subject.experiment.objective
        return take_ghost_slices(objective, moments, look.parameter, extent)
