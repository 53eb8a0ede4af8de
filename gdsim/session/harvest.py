"""Many runs from many starts, in the worker: StartsSettings -> Crop, which grows while they run.

start --> a request for a tenth of a second of work --> what there is so far --> the next request.
Between two requests others get their turn, so nothing else has to wait.
"""

from collections.abc import Sequence

import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QUndoStack  # noqa: TC002 - as all of Qt

from gdsim.engine.arrays import Array, IntArray
from gdsim.engine.restarts import Results
from gdsim.scenario import companions
from gdsim.scenario.build import build
from gdsim.scenario.crop import Crop
from gdsim.scenario.errors import ScenarioError
from gdsim.scenario.quantities import loss_text
from gdsim.scenario.spec import Scenario
from gdsim.scenario.starts import (
    GRID,
    StartsSettings,
    origin,
    problem,
    trained,
)
from gdsim.scenario.subject import Subject
from gdsim.session.harvest_work import Brought, Work
from gdsim.session.session import Session
from gdsim.text import _

REQUEST = "starts"
REMEMBERED = 4
"""Documents whose harvest is held while another one is open."""


class Harvest(QObject):
    """Trains from many starts, and opens or keeps what comes of it.

    Signals
    -------
    harvest_changed(Crop or None)
        None where nothing was trained in this document.

    Attributes
    ----------
    crop : Crop or None
    """

    harvest_changed = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.crop: Crop | None = None
        self._session = session
        self._work: Work | None = None
        self._seconds = 0.0
        self._stack = session.undo_stack  # tells which document is open
        self._others: list[tuple[QUndoStack, Crop]] = []
        self._soon = QTimer(self, singleShot=True)  # the session loads a run after it told of it
        self._soon.timeout.connect(self._ask)
        session.runs_changed.connect(self._on_runs)
        session.runner.answered.connect(self._on_answered)
        session.runner.failed.connect(self._on_failed)

    @Slot(object)
    def start(self, settings: StartsSettings) -> None:
        """Train from these starts; what was trained before is forgotten."""
        session = self._session
        why_not = problem(session.subject, settings)
        if why_not:
            session.notice.emit(why_not)
            return
        session.runner.pause()
        subject = _shared(session)
        self._work, self._seconds = Work(subject, settings), 0.0
        seeds: IntArray = np.empty(0, dtype=np.intp)
        self._show(Crop(settings, subject, seeds, is_running=True))
        self._ask()

    @Slot()
    def cancel(self) -> None:
        """Stop; what there is so far stays."""
        if self._work is not None:
            self._work = None
            self._show(_at_rest(self.crop))

    @Slot(int)
    def open_start(self, run: int) -> None:
        """Make a run the current one, as one step that can be undone, and compute it to its end."""
        crop, session = self.crop, self._session
        if crop is None or crop.results is None or not 0 <= run < crop.results.n:
            return
        new = self._with_document(crop.scenario(run))
        name = self._name(crop, run)
        if companions.is_same_run(new, session.scenario):
            self._finish_run(name, crop.settings.epochs)
        elif session.apply(new, _("open {name}").format(name=name)):
            session.runner.step(crop.settings.epochs)

    def _finish_run(self, name: str, epochs: int) -> None:
        """Take the current run, which is one of the crop, to where that one ended."""
        session = self._session
        here = session.runner.position
        if here < epochs and not session.run.has_ended:
            session.runner.step(epochs - here)
        else:
            session.notice.emit(_("{name} is the current run already.").format(name=name))

    @Slot()
    def keep_best(self) -> None:
        """Keep the run with the least loss among the document's runs."""
        crop, session = self.crop, self._session
        if crop is None or crop.results is None or crop.results.best < 0:
            session.notice.emit(_("There is no best run yet; train from some starts first."))
            return
        best = crop.results.best
        name = _("best of {n}").format(n=f"{crop.results.n:,}")
        if crop.settings.distribution != GRID:
            name += _(" (seed {seed})").format(seed=crop.seeds[best])
        run = self._with_document(crop.scenario(best))
        try:
            new = companions.keep_run(session.scenario, run, name, crop.results.epoch)
        except ScenarioError as error:
            session.notice.emit(str(error))
            return
        session.apply(new, _("keep the {name}").format(name=name))

    @Slot(object)
    def mark(self, runs: Sequence[int]) -> None:
        """Pick out these runs in all views; none clears it."""
        if self.crop is None or self.crop.results is None:
            return
        marked = None
        if len(runs):
            marked = np.zeros(self.crop.results.n, dtype=bool)
            marked[list(runs)] = True
        self._show(self.crop._replace(marked=marked))

    @Slot(int)
    def point(self, run: int) -> None:
        """Look at a run in all views, -1 at none."""
        if self.crop is not None and run != self.crop.pointed:
            self._show(self.crop._replace(pointed=run))

    def _name(self, crop: Crop, run: int) -> str:
        assert crop.results is not None
        if crop.settings.distribution == GRID:
            return _("start {number}").format(number=f"{run + 1:,}")
        loss = loss_text(float(crop.results.losses[run]))
        return _("seed {seed}, loss {loss}").format(seed=crop.seeds[run], loss=loss)

    def _with_document(self, scenario: Scenario) -> Scenario:
        """Return a run's scenario with what is the document's own."""
        here = self._session.scenario
        return replace(
            scenario,
            title=here.title,
            activity=here.activity,
            companions=here.companions,
            mark=here.mark,
        )

    def _show(self, crop: Crop | None) -> None:
        self.crop = crop
        self.harvest_changed.emit(crop)

    @Slot()
    def _ask(self) -> None:
        if self._work is not None:
            self._session.runner.request(REQUEST, self._work.job())

    @Slot(str, object)
    def _on_answered(self, key: str, brought: Brought) -> None:
        if key != REQUEST or brought.work is not self._work or self.crop is None:
            return
        self._seconds += brought.seconds
        if brought.is_done:
            self._work = None
        crop = self.crop._replace(
            seeds=brought.seeds,
            results=brought.results,
            outcomes=brought.outcomes,
            ground=brought.ground,
            is_running=not brought.is_done,
            seconds_left=self._seconds_left(brought.results),
        )
        self._show(self._placed(crop))
        self._ask()

    def _seconds_left(self, results: Results | None) -> float:
        if results is None or not results.epoch:
            return np.nan
        return self._seconds * (results.epochs / results.epoch - 1.0)

    @Slot(str)
    def _on_failed(self, _message: str) -> None:
        self.cancel()

    @Slot()
    def _on_runs(self) -> None:
        """See whether the crop is still that of the document; go on with the work."""
        if self._session.undo_stack is not self._stack:
            self._change_document()
        crop = self.crop
        if crop is not None:
            crop = self._placed(crop)
            if crop.is_outdated and crop.is_running:
                self._work, crop = None, _at_rest(crop)
        self._show(crop)
        if self._work is not None:
            self._soon.start(0)

    def _change_document(self) -> None:
        """Put this document's crop aside, and take up that of the one which is open now."""
        self._work = None
        now, here = self._session.undo_stack, _at_rest(self.crop)
        others = [(stack, crop) for stack, crop in self._others if stack is not self._stack]
        if here is not None:
            others.append((self._stack, here))
        self.crop = next((crop for stack, crop in others if stack is now), None)
        self._stack, self._others = now, others[-REMEMBERED:]

    def _placed(self, crop: Crop) -> Crop:
        """Say how a crop stands to the document: out of date, or one of its runs the current."""
        session = self._session
        is_outdated = origin(crop.subject.scenario) != origin(session.scenario)
        opened = -1
        if crop.results is not None and not is_outdated:
            opened = _place_of(crop.results.starts, session.subject.experiment.start.theta)
        return crop._replace(is_outdated=is_outdated, opened=opened)


def _at_rest(crop: Crop | None) -> Crop | None:
    """Return a crop that grows no more; None where there is nothing of it yet."""
    if crop is None or crop.results is None:
        return None
    return crop._replace(is_running=False)


def _shared(session: Session) -> Subject:
    """Return the subject that all runs share, over the objective of the session."""
    folder = session.path.parent if session.path else None
    return build(trained(session.scenario), folder, like=session.subject)


def _place_of(starts: Array, theta: Array) -> int:
    """Return which of ``starts`` (n, p) is ``theta`` (p,), -1 for none."""
    if starts.shape[1] != len(theta):
        return -1
    found = np.flatnonzero((starts == theta).all(axis=1))
    return int(found[0]) if len(found) else -1
