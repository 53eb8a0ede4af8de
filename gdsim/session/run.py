"""A run: a scenario, what was built from it, and what has been computed of it so far."""

from time import perf_counter
from typing import NamedTuple

from gdsim.engine.arrays import Array
from gdsim.engine.collector import Collector
from gdsim.engine.descent import descend
from gdsim.engine.history import PARAMETERS, History
from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.divergence import unsound_change, unsound_start
from gdsim.scenario.errors import refuse
from gdsim.scenario.spec import Scenario
from gdsim.scenario.subject import Subject

PATH_POINTS = 300
MOST_NUMBERS = 300_000
"""Points of a path times parameters: what the UI thread copies for it."""


class Run(NamedTuple):
    """One run.

    Attributes
    ----------
    number : int
        No other run of the session has it.
    name : str
    subject : Subject
    history : History
        It grows; nothing else here changes.
    """

    number: int
    name: str
    subject: Subject
    history: History

    @property
    def scenario(self) -> Scenario:
        """The scenario that decides every number of it."""
        return self.subject.scenario

    @property
    def newest(self) -> int:
        """The newest epoch computed, -1 for none."""
        return self.history.n_epochs - 1

    @property
    def has_ended(self) -> bool:
        """Whether there is no epoch after the newest one."""
        return self.history.stop is not None

    def path(self) -> tuple[Array, Array]:
        """Return at most 300 of its epochs (n,) and the thetas there (n, n_parameters), copies.

        There must be an epoch; of many parameters there are fewer points.
        """
        n_parameters = len(self.subject.names)
        n_points = min(PATH_POINTS, max(20, MOST_NUMBERS // n_parameters))
        columns = range(PARAMETERS, PARAMETERS + n_parameters)
        epochs, values = self.history.points(columns, self.newest, n_points)
        return epochs, values.T.copy()

    def without_history(self) -> "Run":
        """Return it with everything still to be computed."""
        return self._replace(history=History(len(self.subject.names)))


def first_run(number: int, subject: Subject) -> Run:
    """Return a run of ``subject`` of which nothing is computed yet.

    Raises
    ------
    ScenarioError
        If it would have no epoch, which could not be shown.
    """
    refuse(unsound_start(subject))
    return Run(number, "", subject, History(len(subject.names)))


def branched_run(
    number: int, subject: Subject, before: Run, epoch: int, held: Snapshot | None
) -> Run:
    """Return a run of ``subject`` that shares the epochs before ``epoch`` with ``before``.

    Raises
    ------
    ScenarioError
        If it would end at once, where ``held`` is a Snapshot of that epoch and tells.
    """
    if held is not None and held.run == before.number and held.epoch == epoch:
        refuse(unsound_change(subject, held.state))
    return Run(number, "", subject, before.history.until(epoch))


def descent_of(run: Run) -> Collector:
    """Return the descent that goes on where the history of ``run`` ends."""
    experiment = run.subject.experiment
    state = experiment.start
    if run.history.n_epochs:
        state = run.history.keyframe(run.newest)
    return Collector(descend(experiment, state), state.epoch, len(state.theta), perf_counter)
