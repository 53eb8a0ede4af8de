import warnings
from collections.abc import Callable

import numpy as np
import pytest

from gdsim.engine.batches import Batches
from gdsim.engine.collector import Collector
from gdsim.engine.datasets import Samples
from gdsim.engine.descent import Change, Experiment, State, descend, replay
from gdsim.engine.network import Network
from gdsim.engine.objective import NetworkObjective
from gdsim.engine.snapshot import Look, Snapshot, take_snapshot
from gdsim.engine.steps import finish

LOOK = Look(parameter=3, row=4, slice_range=(-2.0, 2.0), with_fit=True)


def take(
    experiment: Experiment, samples: Samples | None, epoch: int, look: Look = LOOK
) -> Snapshot:
    *_, state = replay(experiment, experiment.start, epoch)
    assert state is not None
    return finish(take_snapshot(experiment, samples, 7, state, look))


def in_batches(experiment: Experiment, size: int) -> Experiment:
    batches = Batches(experiment.objective.n_rows, size, True, 3)
    return experiment._replace(settings=experiment.settings._replace(batches=batches))


@pytest.mark.parametrize("size", [101, 25, 1])
def test_a_snapshot_is_the_state_and_the_update_that_leaves_it(
    houses_experiment: Experiment, houses: Samples, size: int
) -> None:
    experiment = in_batches(houses_experiment, size)
    now, following = take(experiment, houses, 6), take(experiment, houses, 7)
    assert (now.run, now.epoch, now.n_updates) == (7, 6, -(-101 // size))
    np.testing.assert_array_equal(now.new, following.theta)
    np.testing.assert_array_equal(now.delta, now.new - now.theta)
    evaluation = experiment.objective.evaluate(now.theta)
    assert (now.loss, now.data_loss, now.penalty) == evaluation[:3]
    np.testing.assert_array_equal(now.gradient, evaluation.gradient)


def test_with_one_update_the_step_is_minus_rate_times_gradient(
    houses_experiment: Experiment, houses: Samples
) -> None:
    now = take(houses_experiment, houses, 3)
    np.testing.assert_allclose(now.delta, -0.05 * now.gradient, rtol=1e-9, atol=1e-16)
    np.testing.assert_array_equal(now.new, now.theta + -0.05 * now.gradient)


def test_a_snapshot_shows_what_was_recorded(houses_experiment: Experiment, houses: Samples) -> None:
    steps = descend(houses_experiment, houses_experiment.start)
    block = Collector(steps, 0, 10, lambda: 0.0).take(9, 1.0)
    for epoch in range(9):
        now = take(houses_experiment, houses, epoch)
        assert now.loss == block.losses[epoch]
        assert now.theta.tobytes() == block.thetas[epoch].tobytes()


def test_its_slice_and_values_are_those_of_its_state(
    houses_experiment: Experiment, houses: Samples
) -> None:
    now = take(houses_experiment, houses, 2)
    assert now.slice is not None
    assert now.network is not None
    moved = now.theta.copy()
    moved[3] = now.slice.values[70]
    right = houses_experiment.objective.loss(moved)
    assert now.slice.losses[70] == pytest.approx(right, rel=1e-12)
    assert now.slice.parameter == 3
    assert now.slice.lowest[1] <= now.slice.losses.min()
    assert now.network.row == 4
    errors = houses.target_scaler.transform(now.network.predictions.T).T - houses.targets
    assert now.loss == pytest.approx(np.mean(errors**2), rel=1e-12)


def test_what_is_not_looked_at_is_not_computed(
    houses_experiment: Experiment, houses: Samples
) -> None:
    now = take(houses_experiment, houses, 0, Look())
    assert now.slice is None
    assert now.network is not None
    assert now.network.fit is None
    assert take(houses_experiment, None, 0, Look()).network is None


def test_changes_at_its_epoch_are_made_first(
    houses_experiment: Experiment, houses: Samples
) -> None:
    settings = houses_experiment.settings._replace(rate=0.5)
    changed = houses_experiment._replace(changes=(Change(2, settings, ((0, 1.25),)),))
    *_, before = replay(houses_experiment, houses_experiment.start, 2)
    assert before is not None
    now = finish(take_snapshot(changed, houses, 0, before, LOOK))
    assert now.theta[0] == now.state.theta[0] == 1.25
    assert now.settings.rate == 0.5
    np.testing.assert_array_equal(now.new, now.theta + -0.5 * now.gradient)


def test_held_out_rows_are_measured(
    make_network: Callable[..., Network],
    make_objective: Callable[..., NetworkObjective],
    make_experiment: Callable[..., Experiment],
) -> None:
    network = make_network(2, 1)
    held_out = make_objective(network, n_rows=3)
    theta = np.array([0.5, -1.0, 2.0])
    with_test = make_experiment(make_objective(network), theta, held_out=held_out)
    assert take(with_test, None, 0, Look()).test_loss == held_out.loss(theta)
    assert np.isnan(take(with_test._replace(held_out=None), None, 0, Look()).test_loss)


def test_the_step_beyond_a_run_that_diverges_is_shown_without_a_warning(
    houses_experiment: Experiment, houses: Samples
) -> None:
    settings = houses_experiment.settings._replace(rate=np.inf)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        now = take(houses_experiment._replace(settings=settings), houses, 0)
    assert np.isfinite(now.loss)
    assert not np.isfinite(now.new).all()
    assert now.slice is not None


def test_a_snapshot_cannot_be_written_to(houses_experiment: Experiment, houses: Samples) -> None:
    now = take(houses_experiment, houses, 1)
    assert now.slice is not None
    assert now.network is not None
    arrays = [now.gradient, now.delta, now.new, now.slice.losses]
    arrays += [now.network.predictions, now.network.layers[0].activations, now.network.inputs]
    assert not any(array.flags.writeable for array in arrays)


def test_taking_one_changes_nothing_in_the_run(
    houses_experiment: Experiment, houses: Samples
) -> None:
    experiment = in_batches(houses_experiment, 10)
    alone = [e for e, _ in zip(descend(experiment, experiment.start), range(50), strict=False) if e]
    steps = descend(experiment, experiment.start)
    for before in alone:
        epoch = next(e for e in steps if e is not None)
        assert epoch.state.theta.tobytes() == before.state.theta.tobytes()
        finish(take_snapshot(experiment, houses, 0, epoch.state, LOOK))
        assert epoch.state.theta.tobytes() == before.state.theta.tobytes()


def test_it_stops_often_enough_to_look_at_the_clock(
    houses_experiment: Experiment, houses: Samples
) -> None:
    start: State = houses_experiment.start
    steps = take_snapshot(in_batches(houses_experiment, 1), houses, 0, start, LOOK)
    assert len(list(steps)) > 101
