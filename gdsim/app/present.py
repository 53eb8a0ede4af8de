"""What the views show of the present besides its snapshot: Session, Companions -> runs, balls.

One is made for each event and handed to all views, so that each part is made once, and not at all
where no view asks for it.
"""

from functools import cached_property

from gdsim.app.shown_balls import shown_balls
from gdsim.app.shown_runs import all_runs, plotted_runs
from gdsim.engine.snapshot import Snapshot
from gdsim.session.companions import Companions
from gdsim.session.session import Session
from gdsim.views.view import Ball, ShownRun


class Present:
    """Runs and balls as they are now.

    Parameters
    ----------
    session : Session
    companions : Companions
    snapshot : Snapshot or None
        What is shown together with them; it may be of a drag.
    """

    def __init__(
        self, session: Session, companions: Companions, snapshot: Snapshot | None = None
    ) -> None:
        self._session, self._companions, self._snapshot = session, companions, snapshot

    @cached_property
    def runs(self) -> tuple[ShownRun, ...]:
        """Every run there is, the current one first."""
        return tuple(all_runs(self._session, self._companions))

    @cached_property
    def plotted(self) -> tuple[ShownRun, ...]:
        """Those of them that plots show."""
        return tuple(plotted_runs(self.runs))

    @cached_property
    def balls(self) -> tuple[Ball, ...]:
        """Every ball, the current one first."""
        return tuple(shown_balls(self._session, self._companions, self._snapshot))
