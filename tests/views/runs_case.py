"""Runs to show: the houses as they are, the run before an edit, and two that are kept."""

from typing import NamedTuple

from gdsim.engine.history import History
from gdsim.scenario import edits
from gdsim.scenario.build import build
from gdsim.scenario.library import builtin_path, read
from gdsim.scenario.spec import Scenario
from gdsim.session.jobs import grown
from gdsim.views.view import ShownRun

HOUSES = read(builtin_path("houses")).scenario


class Runs(NamedTuple):
    """The same runs, one by one."""

    current: ShownRun
    before: ShownRun
    batches: ShownRun
    hidden: ShownRun

    @property
    def plotted(self) -> list[ShownRun]:
        """Those on plots."""
        return [self.current, self.before, self.batches]


def shown(scenario: Scenario, last: int, name: str, color: str, mark: int = -1) -> ShownRun:
    """Return a run with the epochs up to ``last``."""
    subject = build(scenario)
    history = History(len(subject.names))
    job = grown(subject, 0, history, last)
    try:
        while True:
            next(job)
    except StopIteration as done:
        for block in done.value.blocks:
            history.append(block)
    return ShownRun(name, history, color, name == "the run before", mark, subject=subject)


def make_runs() -> Runs:
    """Return four runs."""
    current = edits.set_learning_rate(HOUSES, 0.2, 8)
    hidden = shown(edits.set_learning_rate(HOUSES, 0.5, 0), 30, "wild", "run 1", 1)
    return Runs(
        shown(current, 25, "this run", "loss"),
        shown(HOUSES, 25, "the run before", "faint"),
        shown(edits.set_batch_size(HOUSES, 50, 0), 18, "batches of 50", "run 0", 0),
        hidden._replace(is_hidden=True),
    )
