"""You first: tries by hand from one start, then descent from the same: Session -> Contest.

begin --> a parameter is changed at epoch 0 --> its Snapshot comes --> one more try --> let descent
try: the start is put back, and played. To count tries is to look; only what moves parameters is an
edit, which can be undone. Undoing takes no try back: it was made.
"""

from typing import TypeAlias

import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal, Slot

from gdsim.engine.arrays import Array
from gdsim.engine.snapshot import Snapshot
from gdsim.scenario import edits
from gdsim.scenario.contest import Contest
from gdsim.scenario.spec import ObjectiveSpec, Scenario
from gdsim.session.session import Session
from gdsim.text import _

MOST_TRIES = 500
Origin: TypeAlias = tuple[ObjectiveSpec, str, int]
"""What is made small, and how the start is drawn."""
REMEMBERED = 8
"""Contests that are kept, so that other documents and starts may come between."""


class Tries(QObject):
    """Counts tries and lets descent try, for each loss and each start by itself.

    Signals
    -------
    tries_changed(Contest)

    Attributes
    ----------
    contest : Contest
    """

    tries_changed = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.contest = Contest()
        self._session = session
        self._origin = _origin_of(session.scenario)
        self._others: list[tuple[Origin, Contest]] = []
        session.snapshot_changed.connect(self._on_snapshot)
        session.subject_changed.connect(self._on_runs)
        session.runs_changed.connect(self._on_runs)
        session.history_grown.connect(self._on_growth)

    def begin(self) -> None:
        """Count tries from the start of the run; what was counted is forgotten."""
        session = self._session
        self.contest = Contest(session.subject.experiment.start.theta)
        if session.selection.epoch:
            session.select(epoch=0)
        self._take(session.snapshot)
        self.tries_changed.emit(self.contest)

    def start_over(self) -> None:
        """Put the start back and count from 0."""
        start = self.contest.start
        if start is not None:
            self.contest = Contest(start, self.contest.start_loss)
            self._go_to(start, _("back to the start"))
            self.tries_changed.emit(self.contest)

    def let_descent_try(self) -> None:
        """Put the start back and play, to the goal."""
        start, session = self.contest.start, self._session
        if start is None:
            return
        self._go_to(start, _("let descent try"))
        if not np.array_equal(session.subject.experiment.start.theta, start):
            return  # a notice has said why
        self.contest = self.contest._replace(descent=session.run.history)
        self.tries_changed.emit(self.contest)
        session.runner.play()

    def use_best(self) -> None:
        """Start from the best of the tries."""
        best = self.contest.best
        if best is not None:
            self._go_to(best.theta, _("use try {number}").format(number=best.number))

    def _go_to(self, theta: Array, text: str) -> None:
        """Pause, and make ``theta`` the start of the run, nothing changed on the way."""
        session = self._session
        session.runner.pause()
        now, names = session.subject.experiment.start.theta, session.subject.names
        moved = {names[i]: float(theta[i]) for i in np.flatnonzero(now != theta).tolist()}
        scenario = session.scenario
        if moved:
            session.apply(edits.set_parameters(scenario, moved, 0), text)
        elif scenario.changes:
            session.apply(edits.same_start(scenario), text)
        session.select(epoch=0)

    def _take(self, snapshot: Snapshot | None) -> None:
        """Count what a snapshot of epoch 0 shows."""
        if snapshot is None or snapshot.epoch or snapshot.run != self._session.run.number:
            return
        self.contest = self.contest.with_loss(snapshot.theta, snapshot.loss, MOST_TRIES)

    @Slot(object)
    def _on_snapshot(self, snapshot: Snapshot) -> None:
        if snapshot is not self._session.snapshot:
            return  # something is held and may still be let go elsewhere
        before = self.contest
        self._take(snapshot)
        if self.contest is not before:
            self.tries_changed.emit(self.contest)

    @Slot()
    def _on_runs(self) -> None:
        """Go on with what was counted for this loss and this start; follow descent's run."""
        before, origin = self.contest, _origin_of(self._session.scenario)
        if origin != self._origin:
            self._change_origin(origin)
        self._follow_descent()
        if self.contest is not before:
            self.tries_changed.emit(self.contest)

    def _change_origin(self, origin: Origin) -> None:
        """Put aside what was counted, and take up what was counted there."""
        here = (self._origin, self.contest)
        known = next((contest for at, contest in self._others if at == origin), Contest())
        others = [one for one in self._others if one[0] not in (origin, self._origin)]
        self._others = [*others, here][-REMEMBERED:]
        self.contest, self._origin = known, origin

    def _follow_descent(self) -> None:
        """Let a run that goes on from the same start, such as at another rate, be descent's."""
        start, descent = self.contest.start, self.contest.descent
        run = self._session.run
        if start is None or descent is None or run.history is descent:
            return
        if run.history.n_epochs > 1 and np.array_equal(run.subject.experiment.start.theta, start):
            self.contest = self.contest._replace(descent=run.history)

    @Slot()
    def _on_growth(self) -> None:
        before = self.contest
        self._follow_descent()
        is_descent = self.contest.descent is self._session.run.history
        if self.contest is not before or is_descent:
            self.tries_changed.emit(self.contest)


def _origin_of(scenario: Scenario) -> Origin:
    """Return what makes losses and starts comparable: parameters may be set or frozen on top."""
    start = scenario.start
    return replace(scenario.objective, frozen=()), start.initializer, start.seed
