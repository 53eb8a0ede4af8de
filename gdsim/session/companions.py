"""The runs kept beside the current one: the document's companions -> their histories.

A run that is kept brings its history along; after reopening a file each is computed again, by
requests to the Runner: bounded slices, at rest or in a small share of the time while a run plays.
"""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gdsim.engine.history import BUDGET_BYTES, PARAMETERS, History
from gdsim.scenario import companions as edits
from gdsim.scenario.build import build
from gdsim.scenario.companions import as_scenario, is_same_run
from gdsim.scenario.differences import suggested_name
from gdsim.scenario.errors import ScenarioError
from gdsim.scenario.spec import MAX_COMPANIONS, CompanionSpec, Scenario
from gdsim.session.jobs import GROWTH_SECONDS, Grown, grown, grown_together
from gdsim.session.run import Run
from gdsim.session.session import Session
from gdsim.text import _

REQUEST = "companion"
MOST_SECONDS = 20.0
"""Work spent at most on computing one kept run again."""
SHARE_BYTES = BUDGET_BYTES // MAX_COMPANIONS
KEYFRAMES_KEPT = 4096
REMEMBERED = 2 * MAX_COMPANIONS
"""Runs whose histories are held, those included that were deleted a short while ago."""


class Kept(NamedTuple):
    """A companion and what is computed of it.

    Attributes
    ----------
    spec : CompanionSpec
    run : Run or None
        None where it cannot be built.
    problem : str
        Why not.
    """

    spec: CompanionSpec
    run: Run | None
    problem: str = ""

    @property
    def missing(self) -> int:
        """How many of the epochs that it had are still to be computed."""
        return self.missing_to(self.spec.epochs_kept)

    def missing_to(self, epoch: int) -> int:
        """Return how many epochs are still to be computed up to ``epoch``."""
        if self.run is None or self.run.has_ended:
            return 0
        return max(0, epoch - self.run.newest)


class Companions(QObject):
    """Keeps, shows and restores runs beside that of the session.

    Signals
    -------
    companions_changed
        Another one is kept, or more of one is computed.

    Attributes
    ----------
    kept : tuple of Kept
        In the document's order.
    other : Run or None
        The run before the last edit, unless it is kept or has the numbers of the current one.
    """

    companions_changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.kept: tuple[Kept, ...] = ()
        self.other: Run | None = None
        self._session = session
        self._known: list[tuple[Path | None, Run]] = []
        self._spent: dict[int, float] = {}  # seconds of work by a run's number
        self._numbers = 0
        self._is_out = False
        # The session loads its new run only after it has told of it, which drops requests.
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._ask)
        session.runs_changed.connect(self._follow)
        session.runner.answered.connect(self._on_answered)
        session.runner.failed.connect(self._on_failed)
        session.runner.grown.connect(self._on_grown)
        self._follow()

    def keep_other(self) -> None:
        """Keep the run that the last edit left."""
        if self._session.ghost is None:
            self._session.notice.emit(
                _("There is no other run yet; change something first, at this epoch or before.")
            )
        else:
            self._keep(self._session.ghost)

    def keep_this(self) -> None:
        """Keep the current run as it is now."""
        self._keep(self._session.run)

    def rename(self, place: int, name: str) -> None:
        """Give a kept run another name."""
        text = _("rename run to “{name}”").format(name=name.strip())
        self._edit(place, lambda s: edits.rename_run(s, place, name), text)

    def hide(self, place: int, hidden: bool) -> None:
        """Leave a kept run out of the plots, or bring it back."""
        text = _("hide “{name}”") if hidden else _("show “{name}”")
        self._edit(place, lambda s: edits.hide_run(s, place, hidden), text)

    def delete(self, place: int) -> None:
        """Keep a run no longer."""
        self._edit(place, lambda s: edits.delete_run(s, place), _("delete “{name}”"))

    def restore(self, place: int) -> None:
        """Make a kept run the current one, at the same epoch if it has come so far."""
        session = self._session
        if place >= len(self.kept):
            return
        spec, run, _problem = self.kept[place]
        if run is not None and is_same_run(run.scenario, session.scenario):
            session.notice.emit(_("“{name}” is the current run already.").format(name=spec.name))
            return
        epoch = session.selection.epoch
        if not self._edit(place, lambda s: edits.restore_run(s, place), _("restore “{name}”")):
            return
        if run is not None and run.newest > session.run.newest:
            adopt(session, run.history)
            session.select(epoch=min(epoch, run.newest))

    def _keep(self, run: Run) -> None:
        session = self._session
        name = suggested_name(session.scenario, run.scenario, len(self.kept))
        try:
            new = edits.keep_run(session.scenario, run.scenario, name, run.newest)
        except ScenarioError as error:
            session.notice.emit(str(error))
            return
        session.apply(new, _("keep “{name}”").format(name=new.companions[-1].name))

    def _edit(self, place: int, change: Callable[[Scenario], Scenario], text: str) -> bool:
        scenario = self._session.scenario
        if not 0 <= place < len(scenario.companions):
            return False
        text = text.format(name=scenario.companions[place].name)
        return self._session.apply(change(scenario), text)

    @Slot()
    def _follow(self) -> None:
        """Hold a run for each companion of the document."""
        scenario = self._session.scenario
        ghost = self._session.ghost
        if ghost is not None and (
            is_same_run(ghost.scenario, scenario)
            or edits.place_of(scenario, ghost.scenario) is not None
        ):
            ghost = None
        self.other = ghost
        specs = tuple(kept.spec for kept in self.kept)
        if specs != scenario.companions:
            self.kept = tuple(self._kept(scenario, spec) for spec in scenario.companions)
            self.companions_changed.emit()
        self._is_out = False
        if any(self._lacks(kept) for kept in self.kept):
            self._soon.start(0)

    def _kept(self, scenario: Scenario, spec: CompanionSpec) -> Kept:
        try:
            return Kept(spec, self._run_of(as_scenario(scenario, spec)))
        except ScenarioError as error:
            return Kept(spec, None, str(error))

    def _run_of(self, scenario: Scenario) -> Run:
        """Return a run that is known, or the session's, or one of which nothing is computed."""
        session = self._session
        folder = session.path.parent if session.path else None
        for where, run in self._known:
            if where == folder and is_same_run(run.scenario, scenario):
                return run
        self._numbers -= 1  # the session counts upwards
        for shown in (session.run, session.ghost):
            # One of which nothing is computed is not shared: two would compute it.
            has_any = shown is not None and shown.history.n_epochs > 0
            if shown is not None and has_any and is_same_run(shown.scenario, scenario):
                found = shown._replace(number=self._numbers, history=_bounded(shown.history))
                break
        else:
            found = self._new_run(scenario, folder)
        self._known = [*self._known, (folder, found)][-REMEMBERED:]
        return found

    def _new_run(self, scenario: Scenario, folder: Path | None) -> Run:
        like = next(
            (
                run.subject
                for run in (self._session.run, *(run for _where, run in self._known))
                if run.scenario.objective == scenario.objective
            ),
            None,
        )
        subject = build(scenario, folder, like=like)
        n_parameters = len(subject.names)
        return Run(self._numbers, "", subject, History(n_parameters, _share(n_parameters)))

    @Slot()
    def _on_grown(self) -> None:
        """Let those that go alongside follow the current run."""
        if not self._is_out and any(kept.spec.alongside for kept in self.kept):
            self._ask()

    @Slot()
    def _ask(self) -> None:
        """Ask for more of those that go alongside; if none lacks any, of one that is kept."""
        lacking = [kept for kept in self.kept if self._lacks(kept)]
        lacking = [kept for kept in lacking if kept.spec.alongside] or lacking[:1]
        jobs = [
            grown(run.subject, run.number, run.history, self._wanted(spec), seconds)
            for spec, run, _problem in lacking
            for seconds in (GROWTH_SECONDS / len(lacking),)
            if run is not None
        ]
        self._is_out = bool(jobs)
        if jobs:  # one that is out is not replaced, or it would never come
            self._session.runner.request(REQUEST, grown_together(jobs))

    def _wanted(self, spec: CompanionSpec) -> int:
        """Return up to which epoch a companion is to be computed."""
        return (
            max(spec.epochs_kept, self._session.run.newest) if spec.alongside else spec.epochs_kept
        )

    def _lacks(self, kept: Kept) -> bool:
        """Whether some of a companion is to be computed, and it has not taken too long already."""
        if kept.run is None or not kept.missing_to(self._wanted(kept.spec)):
            return False
        return kept.spec.alongside or self._spent.get(kept.run.number, 0.0) < MOST_SECONDS

    @Slot(str, object)
    def _on_answered(self, key: str, answers: tuple[Grown, ...]) -> None:
        if key != REQUEST:
            return
        for answer in answers:
            for kept in self.kept:
                run = kept.run
                if run is not None and run.number == answer.run:
                    for block in answer.blocks:
                        run.history.append(block)
                        spent = self._spent.get(run.number, 0.0)
                        self._spent[run.number] = spent + block.seconds
        self.companions_changed.emit()
        self._ask()

    @Slot()
    def _on_failed(self) -> None:
        self._is_out = False


def adopt(session: Session, history: History) -> None:
    """Let the session's current run have what ``history``, one of the same run, holds."""
    session.run.history.take_over(history)
    session.runner.load(session.run, session.selection.epoch)  # which goes on from its end
    session.runs_changed.emit()
    session.preview(None)  # the load has dropped what was asked for


def _share(n_parameters: int) -> int:
    return SHARE_BYTES // (4 * 8 * (n_parameters + PARAMETERS))


def _bounded(history: History) -> History:
    """Return a history as it is, or thinned where it would take more than a kept run's share."""
    if history.n_bytes <= 2 * SHARE_BYTES:
        return history
    return history.thinned(_share(history.n_parameters), KEYFRAMES_KEPT)
