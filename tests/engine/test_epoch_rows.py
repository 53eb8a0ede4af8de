"""The rows of one parameter: they are the snapshots', epoch for epoch, bit for bit."""

import numpy as np
import pytest

from gdsim.engine.batches import Batches
from gdsim.engine.datasets import Samples
from gdsim.engine.descent import Change, Experiment, replay
from gdsim.engine.epoch_rows import EpochRows, take_epoch_rows
from gdsim.engine.snapshot import MAX_UPDATES, Look, Snapshot, take_snapshot
from gdsim.engine.steps import finish
from tests.engine.runs import heavy_ball

UPDATES = Look(needs=frozenset({"updates"}))


def snapshot(experiment: Experiment, samples: Samples, epoch: int) -> Snapshot:
    *_, state = replay(experiment, experiment.start, epoch)
    assert state is not None
    return finish(take_snapshot(experiment, samples, 7, state, UPDATES))


def in_batches(experiment: Experiment, size: int) -> Experiment:
    batches = Batches(experiment.objective.n_rows, size, True, 3)
    return experiment._replace(settings=experiment.settings._replace(batches=batches))


def rows(experiment: Experiment, first: int, last: int) -> EpochRows:
    return finish(take_epoch_rows(experiment, experiment.start, 7, 2, (first, last)))


@pytest.mark.parametrize("size", [101, 25])
def test_the_rows_are_those_of_the_snapshots(
    houses_experiment: Experiment, houses: Samples, size: int
) -> None:
    experiment = in_batches(houses_experiment, size)
    found = rows(experiment, 3, 8)
    assert (found.run, found.parameter, found.first, found.last) == (7, 2, 3, 8)
    for i, epoch in enumerate(range(3, 9)):
        now = snapshot(experiment, houses, epoch)
        assert found.current[i] == now.theta[2]
        assert found.gradient[i] == now.gradient[2]
        assert found.new[i] == now.new[2]
        assert found.n_updates[i] == now.n_updates


def test_a_parameter_that_is_set_on_the_way_leaves_the_new_value_of_the_epoch_before(
    houses_experiment: Experiment, houses: Samples
) -> None:
    change = Change(5, houses_experiment.settings._replace(rate=0.2), ((2, 9.0),))
    experiment = houses_experiment._replace(changes=(change,))
    found = rows(experiment, 4, 5)
    assert found.current[1] == 9.0
    assert found.new[0] == snapshot(houses_experiment, houses, 4).new[2] != 9.0
    assert found.rate.tolist() == [0.05, 0.2]


def test_the_memory_of_an_optimizer_comes_along_by_name(
    houses_experiment: Experiment, houses: Samples
) -> None:
    optimizer = heavy_ball()
    start = houses_experiment.start
    experiment = houses_experiment._replace(
        settings=houses_experiment.settings._replace(optimizer=optimizer),
        start=start._replace(memory=optimizer.init(start.theta)),
    )
    found = rows(experiment, 2, 4)
    assert list(found.memory) == ["v"]  # a count is no number for each parameter
    np.testing.assert_allclose(found.new - found.current, -0.05 * found.memory["v"], rtol=1e-9)
    np.testing.assert_array_equal(found.before["v"][1:], found.memory["v"][:-1])


def test_it_yields_after_every_update_so_that_it_can_be_left(houses_experiment: Experiment) -> None:
    experiment = in_batches(houses_experiment, 25)
    job = take_epoch_rows(experiment, experiment.start, 7, 2, (3, 4))
    assert sum(1 for _ in job) == 5 * 5


def test_the_updates_of_an_epoch_reconcile_one_after_the_other(
    houses_experiment: Experiment, houses: Samples
) -> None:
    now = snapshot(in_batches(houses_experiment, 25), houses, 6)
    assert len(now.updates) == now.n_updates == 5
    theta = now.theta
    for update in now.updates:
        np.testing.assert_array_equal(update.theta, theta + update.delta)
        np.testing.assert_array_equal(update.delta, -0.05 * update.evaluation.gradient)
        theta = update.theta
    np.testing.assert_array_equal(theta, now.new)


def test_updates_are_kept_only_where_asked_for_and_only_the_first_ones(
    houses_experiment: Experiment, houses: Samples, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment = in_batches(houses_experiment, 1)
    plain = finish(take_snapshot(experiment, houses, 7, experiment.start, Look()))
    assert plain.updates == ()
    assert MAX_UPDATES == 1000
    monkeypatch.setattr("gdsim.engine.snapshot.MAX_UPDATES", 7)
    assert len(snapshot(experiment, houses, 0).updates) == 7
