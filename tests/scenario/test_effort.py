"""What runs have cost: counted here update by update, with batch sizes that change on the way."""

import time

import numpy as np
import pytest

from gdsim.engine.collector import Collector
from gdsim.engine.descent import descend, updates
from gdsim.engine.history import History
from gdsim.scenario import edits
from gdsim.scenario.build import build
from gdsim.scenario.effort import Effort, effort_by, epoch_by
from gdsim.scenario.library import builtin_path, read
from gdsim.scenario.spec import Scenario
from gdsim.scenario.subject import Subject

HOUSES = read(builtin_path("houses")).scenario
EPOCHS = np.arange(13.0)


def run(scenario: Scenario) -> tuple[Subject, History]:
    subject = build(scenario)
    history = History(len(subject.names))
    epochs = descend(subject.experiment, subject.experiment.start)
    history.append(Collector(epochs, 0, len(subject.names), time.perf_counter).take(13, 60.0))
    return subject, history


def batches_that_change() -> Scenario:
    scenario = edits.set_batch_size(HOUSES, 100, 0)
    scenario = edits.set_learning_rate(scenario, 0.01, 2)
    scenario = edits.set_batch_size(scenario, 7, 3)
    return edits.set_batch_size(scenario, None, 9)


def counted(subject: Subject) -> tuple[list[float], list[float]]:
    """Return how many updates were made, and how many rows were seen, before each epoch."""
    n_updates, n_rows = [0.0], [0.0]
    state = subject.experiment.start
    for epoch in range(12):
        found = list(updates(subject.experiment, state._replace(epoch=epoch)))
        whole = subject.experiment.objective.n_rows
        in_batches = [whole if u.rows is None else len(np.arange(whole)[u.rows]) for u in found]
        n_updates.append(n_updates[-1] + len(found))
        n_rows.append(n_rows[-1] + sum(in_batches))
    return n_updates, n_rows


def test_updates_rows_and_gradients_are_those_that_descent_makes() -> None:
    subject, history = run(batches_that_change())
    n_updates, n_rows = counted(subject)
    by = {e: effort_by(e, subject.experiment, history, EPOCHS) for e in Effort}
    assert np.asarray(by[Effort.EPOCHS]).tolist() == EPOCHS.tolist()
    assert np.asarray(by[Effort.UPDATES]).tolist() == n_updates
    assert np.asarray(by[Effort.GRADIENTS]).tolist() == n_updates
    assert np.asarray(by[Effort.ROWS]).tolist() == n_rows


def test_seconds_are_those_that_the_collector_measured() -> None:
    subject, history = run(HOUSES)
    seconds = effort_by(Effort.SECONDS, subject.experiment, history, EPOCHS)
    assert seconds is not None
    assert seconds[0] == 0.0
    assert (np.diff(seconds) > 0.0).all()


@pytest.mark.parametrize("effort", [e for e in Effort if e is not Effort.SECONDS])
def test_the_epoch_by_an_amount_is_the_newest_reached(effort: Effort) -> None:
    subject, history = run(batches_that_change())
    spent = effort_by(effort, subject.experiment, history, EPOCHS)
    assert spent is not None
    for epoch in range(12):
        assert epoch_by(effort, subject.experiment, history, spent[epoch]) == epoch
        between = 0.5 * (spent[epoch] + spent[epoch + 1])
        assert epoch_by(effort, subject.experiment, history, between) == epoch
    assert epoch_by(effort, subject.experiment, history, spent[-1] * 1.01) is None
    assert epoch_by(effort, subject.experiment, history, -1.0) is None
