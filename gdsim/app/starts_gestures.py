"""What gestures about many starts do: train from them, look at one, open it, keep the best."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from gdsim.scenario.starts import StartsSettings
from gdsim.session.harvest import Harvest
from gdsim.session.session import Session

if TYPE_CHECKING:
    from gdsim.app.gestures import Gestures


class StartsGestures(QObject):
    """Hands the gestures about many starts to who trains from them.

    Attributes
    ----------
    harvest : Harvest
    """

    def __init__(self, session: Session, gestures: "Gestures") -> None:
        super().__init__(gestures)
        self._gestures = gestures
        self.harvest = Harvest(session)

    @Slot(object)
    def on_starts_requested(self, settings: StartsSettings) -> None:
        """Train from many starts."""
        self.harvest.start(settings)
        self._gestures.done.emit("starts")

    @Slot()
    def on_starts_cancelled(self) -> None:
        """Stop; what there is stays."""
        self.harvest.cancel()

    @Slot(int)
    def on_start_opened(self, run: int) -> None:
        """Make one of the runs the current one."""
        self.harvest.open_start(run)

    @Slot(int)
    def on_start_pointed(self, run: int) -> None:
        """Look at one of the runs in all views, -1 at none."""
        self.harvest.point(run)

    @Slot(object)
    def on_starts_marked(self, runs: Sequence[int]) -> None:
        """Pick out some of the runs in all views."""
        self.harvest.mark(runs)

    @Slot()
    def on_starts_best_kept(self) -> None:
        """Keep the run with the least loss."""
        self.harvest.keep_best()
