"""Replay, changes on the way and other processes give the same bits."""

import math
import subprocess
import sys
from collections.abc import Callable

import numpy as np
import pytest

from gdsim.engine.arrays import Array, Memory
from gdsim.engine.batches import Batches
from gdsim.engine.collector import Collector
from gdsim.engine.descent import Change, Experiment, State, arrive, descend, replay, updates
from gdsim.engine.history import TEST_LOSS, History
from gdsim.engine.network import Network
from gdsim.engine.objective import NetworkObjective
from gdsim.engine.optimizers import Optimizer
from tests.engine.runs import losses_of, theta_of


def final_state(experiment: Experiment, keyframe: State, epoch: int) -> State:
    *_, state = replay(experiment, keyframe, epoch)
    assert state is not None
    return state


# ---- replay, changes ----


def counting(name: str = "counting") -> Optimizer:
    """Return a descent that slows down with each update: its memory decides its future."""

    def init(theta: Array) -> Memory:
        return (np.zeros(len(theta)),)

    def update(gradient: Array, memory: Memory, _theta: Array, rate: float) -> tuple[Array, Memory]:
        total = memory[0] + gradient * gradient
        return -rate * gradient / np.sqrt(1.0 + total), (total,)

    return Optimizer(name, init, update)


@pytest.fixture
def make_changing(
    make_network: Callable[..., Network],
    make_objective: Callable[..., NetworkObjective],
    make_experiment: Callable[..., Experiment],
) -> Callable[..., Experiment]:
    """A run whose rate, batches, frozen parameters and parameters change on the way."""

    def make(batch_size: int | None, *, shuffle: bool) -> Experiment:
        objective = make_objective(make_network(2, 3, 2, 1), n_rows=17)
        theta = 0.7 * np.random.default_rng(1).normal(size=objective.network.n_parameters)
        plain = make_experiment(objective, theta, 0.1, batch_size=batch_size, shuffle=shuffle)
        optimizer = counting()
        first = plain.settings._replace(optimizer=optimizer)
        faster = first._replace(rate=0.3)
        frozen = faster._replace(free=np.arange(len(theta)) % 3 > 0)
        smaller = frozen._replace(batches=Batches(17, 6, not shuffle, 8))
        changes = (
            Change(4, faster),
            Change(9, faster, ((2, 0.25), (5, -1.5))),
            Change(13, frozen),
            Change(20, smaller),
            Change(27, smaller, ((0, 0.0),)),
        )
        start = State(0, theta, optimizer.init(theta))
        return plain._replace(settings=first, start=start, changes=changes)

    return make


BATCHES = [(None, False), (None, True), (5, False), (5, True), (1, False), (1, True), (17, True)]


@pytest.mark.parametrize(("batch_size", "shuffle"), BATCHES)
def test_any_epoch_is_replayed_with_the_same_bits_from_every_keyframe(
    make_changing: Callable[..., Experiment], batch_size: int | None, shuffle: bool
) -> None:
    experiment = make_changing(batch_size, shuffle=shuffle)
    collector = Collector(descend(experiment, experiment.start), 0, 20, lambda: 0.0)
    states: list[State] = []
    while len(states) < 35:
        block = collector.take(1, 1.0)
        states += [block.last] if block.last is not None else []
    for keyframe in states:
        for epoch in {keyframe.epoch, *range(34, keyframe.epoch, -5)}:
            again = final_state(experiment, keyframe, epoch)
            assert again.epoch == epoch
            assert again.theta.tobytes() == states[epoch].theta.tobytes()
            assert again.memory[0].tobytes() == states[epoch].memory[0].tobytes()


def test_going_on_from_a_state_gives_the_same_bits(
    make_changing: Callable[..., Experiment],
) -> None:
    experiment = make_changing(5, shuffle=True)
    whole = [
        e for e, _ in zip(descend(experiment, experiment.start), range(300), strict=False) if e
    ]
    later = descend(experiment, whole[11].state)
    for before in whole[11:30]:
        after = next(e for e in later if e is not None)
        assert (after.loss, after.state.epoch) == (before.loss, before.state.epoch)
        assert after.state.theta.tobytes() == before.state.theta.tobytes()


def test_to_arrive_twice_is_to_arrive_once(make_changing: Callable[..., Experiment]) -> None:
    experiment = make_changing(None, shuffle=False)
    for epoch in (0, 4, 9, 10, 27):
        state = State(epoch, experiment.start.theta + 1.0, (np.ones(20),))
        once = arrive(experiment, state)
        twice = arrive(experiment, once)
        assert twice.theta.tobytes() == once.theta.tobytes()
        assert twice.memory[0].tobytes() == once.memory[0].tobytes()


def test_a_changed_parameter_stands_at_its_epoch_and_starts_the_memory_anew(
    make_changing: Callable[..., Experiment],
) -> None:
    experiment = make_changing(None, shuffle=False)
    theta = experiment.start.theta
    state = arrive(experiment, State(9, theta, (np.ones(len(theta)),)))
    assert (state.theta[2], state.theta[5]) == (0.25, -1.5)
    assert not state.memory[0].any()
    others = np.delete(np.arange(len(theta)), [2, 5])
    np.testing.assert_array_equal(state.theta[others], theta[others])
    assert theta[2] != 0.25  # what was handed in stays as it was


def test_every_other_change_keeps_the_memory(make_changing: Callable[..., Experiment]) -> None:
    experiment = make_changing(None, shuffle=False)
    state = State(13, experiment.start.theta, (np.ones(20),))
    assert arrive(experiment, state) is state


def test_a_change_holds_from_its_epoch_on(make_changing: Callable[..., Experiment]) -> None:
    experiment = make_changing(None, shuffle=False)
    rates = [experiment.settings_at(epoch).rate for epoch in (0, 3, 4, 5, 30)]
    assert rates == [0.1, 0.1, 0.3, 0.3, 0.3]
    sizes = [experiment.settings_at(epoch).batches.size for epoch in (19, 20, 99)]
    assert sizes == [None, 6, 6]


def test_frozen_parameters_stay_though_their_derivatives_are_shown(
    make_changing: Callable[..., Experiment],
) -> None:
    experiment = make_changing(5, shuffle=True)
    before = final_state(experiment, experiment.start, 13)
    after = final_state(experiment, experiment.start, 20)
    free = experiment.settings_at(13).free
    np.testing.assert_array_equal(after.theta[~free], before.theta[~free])
    assert (after.theta[free] != before.theta[free]).all()
    for update in updates(experiment, before):
        assert (update.evaluation.gradient[~free] != 0.0).all()
        assert not update.delta[~free].any()


@pytest.mark.parametrize("value", [np.inf, np.nan])
def test_a_frozen_parameter_stays_even_where_its_derivative_is_not_finite(
    make_changing: Callable[..., Experiment], value: float
) -> None:
    experiment = make_changing(None, shuffle=False)
    state = final_state(experiment, experiment.start, 13)
    right = experiment.objective.evaluate(state.theta)
    gradient = right.gradient.copy()
    gradient[0] = value  # 0 is frozen from 13 on
    with np.errstate(all="ignore"):
        (update,) = updates(experiment, state, right._replace(gradient=gradient))
    assert update.delta[0] == 0.0


def test_the_updates_of_an_epoch_lead_from_one_state_to_the_next(
    make_changing: Callable[..., Experiment],
) -> None:
    experiment = make_changing(5, shuffle=True)
    theta = experiment.start.theta
    found = list(updates(experiment, experiment.start))
    assert len(found) == 4
    for update in found:
        right = experiment.objective.evaluate(theta, update.rows)
        assert update.evaluation.loss == right.loss
        np.testing.assert_array_equal(update.evaluation.gradient, right.gradient)
        np.testing.assert_array_equal(update.theta, theta + update.delta)
        theta = update.theta
    np.testing.assert_array_equal(theta, final_state(experiment, experiment.start, 1).theta)


def test_recorded_losses_are_of_all_rows_whatever_the_batches(
    make_changing: Callable[..., Experiment],
) -> None:
    experiment = make_changing(1, shuffle=True)
    steps = descend(experiment, experiment.start)
    for epoch in [e for e, _ in zip(steps, range(90), strict=False) if e is not None]:
        assert epoch.loss == experiment.objective.loss(epoch.state.theta)


def test_held_out_rows_are_measured_and_not_learnt_from(
    make_network: Callable[..., Network],
    make_objective: Callable[..., NetworkObjective],
    make_experiment: Callable[..., Experiment],
    record: Callable[..., History],
) -> None:
    network = make_network(2, 2, 1)
    learnt, held_out = make_objective(network), make_objective(network, n_rows=3)
    theta = np.linspace(-1.0, 1.0, network.n_parameters)
    with_test = record(make_experiment(learnt, theta, held_out=held_out), 5)
    without = record(make_experiment(learnt, theta), 5)
    np.testing.assert_array_equal(losses_of(with_test), losses_of(without))
    for epoch in range(5):
        assert with_test.value(TEST_LOSS, epoch) == held_out.loss(theta_of(without, epoch))
        assert math.isnan(without.value(TEST_LOSS, epoch) or 0.0)


# ---- the same bits ----

SCRIPT = """
import hashlib, itertools
import numpy as np
from threadpoolctl import threadpool_limits
threadpool_limits(1)
from gdsim.engine.activations import ACTIVATIONS
from gdsim.engine.batches import Batches
from gdsim.engine.datasets import prepare, two_moons
from gdsim.engine.descent import Experiment, Settings, State, descend
from gdsim.engine.initializers import start, normal
from gdsim.engine.losses import LOSSES
from gdsim.engine.network import Layer, Network
from gdsim.engine.objective import NetworkObjective
from gdsim.engine.optimizers import gradient_descent
samples = prepare(
    two_moons(60, 0.2, SEED),
    standardize_inputs=True, standardize_targets=False, held_out=(0.2, SEED),
)
network = Network(2, [Layer(5, ACTIVATIONS["tanh"]), Layer(1, ACTIVATIONS["sigmoid"])])
train = samples.train
objective = NetworkObjective(
    network, samples.inputs[:, train], samples.targets[:, train], LOSSES["binary_cross_entropy"]
)
theta = start(network, normal, SEED)
optimizer = gradient_descent()
settings = Settings(optimizer, 0.3, Batches(len(train), 7, True, SEED), theta == theta)
experiment = Experiment(objective, settings, State(0, theta, optimizer.init(theta)), 9)
bits = hashlib.sha256()
for epoch in itertools.islice(descend(experiment, experiment.start), 400):
    if epoch is not None:
        bits.update(epoch.state.theta.tobytes() + np.float64(epoch.loss).tobytes())
print(bits.hexdigest())
"""


def test_the_same_seed_gives_the_same_bits_in_two_processes() -> None:
    def bits(seed: int) -> str:
        command = [sys.executable, "-c", SCRIPT.replace("SEED", str(seed))]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    first = bits(1)
    assert len(first.strip()) == 64
    assert bits(1) == first
    assert bits(2) != first
