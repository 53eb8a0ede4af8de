import math
import subprocess
import sys
import warnings
from collections.abc import Callable

import numpy as np
import pytest

from gdsim.engine.activations import ACTIVATIONS
from gdsim.engine.arrays import Array, Memory
from gdsim.engine.batches import Batches
from gdsim.engine.collector import Collector
from gdsim.engine.datasets import Dataset, Samples, prepare, raw_plane
from gdsim.engine.descent import (
    DIVERGED_FACTOR,
    Change,
    Experiment,
    State,
    StopReason,
    arrive,
    descend,
    is_sound,
    replay,
    updates,
)
from gdsim.engine.history import LOSS, PARAMETERS, TEST_LOSS, History
from gdsim.engine.losses import LOSSES
from gdsim.engine.network import Layer, Network
from gdsim.engine.objective import NetworkObjective
from gdsim.engine.optimizers import Optimizer

ALL = 1 << 20


def theta_of(history: History, epoch: int) -> Array:
    columns = range(PARAMETERS, PARAMETERS + history.n_parameters)
    return np.array([history.value(column, epoch) for column in columns], dtype=float)


def losses_of(history: History) -> Array:
    return history.series(LOSS, 0, history.n_epochs - 1, ALL).values


def linear(
    inputs: Array, targets: Array, *, bias: bool = True, loss: str = "mse"
) -> NetworkObjective:
    """One unit, no activation: the loss is a quadratic function of theta. Arrays are (1, n)."""
    network = Network(len(inputs), [Layer(1, ACTIVATIONS["identity"], bias)])
    return NetworkObjective(network, inputs, targets, LOSSES[loss])


def final_state(experiment: Experiment, keyframe: State, epoch: int) -> State:
    *_, state = replay(experiment, keyframe, epoch)
    assert state is not None
    return state


# ---- examples worked out by hand ----


def test_one_unit_two_rows_by_hand(
    make_experiment: Callable[..., Experiment], record: Callable[..., History]
) -> None:
    # x = 1, 3; targets 2, 4; w = 0.5, b = 1: outputs 1.5, 2.5; errors -0.5, -1.5
    # loss = (0.25 + 2.25) / 2 = 1.25
    # dw = 2/2 (-0.5 x 1 - 1.5 x 3) = -5; db = 2/2 (-0.5 - 1.5) = -2
    # rate 0.1: w = 0.5 + 0.5 = 1, b = 1 + 0.2 = 1.2; outputs 2.2, 4.2; loss = 0.04
    objective = linear(np.array([[1.0, 3.0]]), np.array([[2.0, 4.0]]))
    experiment = make_experiment(objective, np.array([0.5, 1.0]), 0.1)
    np.testing.assert_allclose(objective.evaluate(experiment.start.theta).gradient, [-5.0, -2.0])
    history = record(experiment, 2)
    np.testing.assert_allclose(losses_of(history), [1.25, 0.04])
    np.testing.assert_allclose(theta_of(history, 1), [1.0, 1.2])


def test_a_relu_network_by_hand(
    make_experiment: Callable[..., Experiment], record: Callable[..., History]
) -> None:
    # x = 2, target 4; hidden sums 0.5 x 2 + 0.5 = 1.5 and -1 x 2 + 1 = -1, so activations 1.5, 0
    # output 2 x 1.5 + 3 x 0 - 1 = 2; loss = 1/2 (2 - 4)^2 = 2; slope at the output -2
    # dw3 = -2 x 1.5 = -3, dw4 = 0, db3 = -2; slope at the hidden sums -2 x 2 = -4 and 0
    # dw1 = -4 x 2 = -8, db1 = -4, dw2 = db2 = 0
    # rate 0.1: w1 = 1.3, b1 = 0.9, w3 = 2.3, b3 = -0.8: sum 3.5, output 7.25, an overshoot
    # loss = 1/2 x 3.25^2 = 5.28125
    layers = [Layer(2, ACTIVATIONS["relu"]), Layer(1, ACTIVATIONS["identity"])]
    objective = NetworkObjective(
        Network(1, layers), np.array([[2.0]]), np.array([[4.0]]), LOSSES["half_sse"]
    )
    theta = np.array([0.5, -1.0, 0.5, 1.0, 2.0, 3.0, -1.0])  # w1 w2 b1 b2 w3 w4 b3
    np.testing.assert_allclose(
        objective.evaluate(theta).gradient, [-8.0, 0.0, -4.0, 0.0, -3.0, 0.0, -2.0]
    )
    history = record(make_experiment(objective, theta, 0.1), 2)
    np.testing.assert_allclose(losses_of(history), [2.0, 5.28125])
    np.testing.assert_allclose(theta_of(history, 1), [1.3, -1.0, 0.9, 1.0, 2.3, 3.0, -0.8])


def test_a_probability_by_hand(
    make_experiment: Callable[..., Experiment], record: Callable[..., History]
) -> None:
    # x = 1, class 1, w = ln 3: p = 1 / (1 + 1/3) = 3/4; loss = -ln 3/4; dw = p - 1 = -1/4
    network = Network(1, [Layer(1, ACTIVATIONS["sigmoid"], bias=False)])
    objective = NetworkObjective(
        network, np.ones((1, 1)), np.ones((1, 1)), LOSSES["binary_cross_entropy"]
    )
    history = record(make_experiment(objective, np.array([math.log(3.0)]), 1.0), 2)
    assert history.value(LOSS, 0) == pytest.approx(-math.log(0.75))
    assert theta_of(history, 1)[0] == pytest.approx(math.log(3.0) + 0.25)


# ---- closed forms ----


@pytest.fixture
def quadratic() -> tuple[NetworkObjective, Array, Array, Array]:
    """A quadratic loss, its lowest point, its curvatures and their directions (columns)."""
    rng = np.random.default_rng(4)
    inputs = rng.normal(size=(3, 40)) * np.array([[1.0], [2.0], [0.5]])
    targets = rng.normal(size=(1, 40))
    design = np.vstack([inputs, np.ones(40)])
    lowest = np.linalg.lstsq(design.T, targets[0], rcond=None)[0]
    curvatures, directions = np.linalg.eigh(2.0 / 40 * design @ design.T)
    return linear(inputs, targets), lowest, curvatures, directions


def test_each_component_of_the_error_shrinks_by_one_minus_rate_times_curvature(
    quadratic: tuple[NetworkObjective, Array, Array, Array],
    make_experiment: Callable[..., Experiment],
    record: Callable[..., History],
) -> None:
    objective, lowest, curvatures, directions = quadratic
    rate = 1.5 / curvatures[-1]
    start = np.array([1.0, -2.0, 3.0, 0.5])
    history = record(make_experiment(objective, start, rate), 25)
    first = directions.T @ (start - lowest)
    for epoch in range(25):
        error = directions.T @ (theta_of(history, epoch) - lowest)
        expected = first * (1.0 - rate * curvatures) ** epoch
        np.testing.assert_allclose(error, expected, rtol=1e-9, atol=1e-13)


def test_descent_is_stable_just_below_two_over_the_largest_curvature(
    quadratic: tuple[NetworkObjective, Array, Array, Array],
    make_experiment: Callable[..., Experiment],
    record: Callable[..., History],
) -> None:
    objective, lowest, curvatures, _ = quadratic
    history = record(make_experiment(objective, lowest + 1.0, 0.99 * 2.0 / curvatures[-1]), 3000)
    assert history.stop is None
    np.testing.assert_allclose(theta_of(history, 2999), lowest, atol=1e-9)


def test_descent_diverges_just_above_two_over_the_largest_curvature(
    quadratic: tuple[NetworkObjective, Array, Array, Array],
    make_experiment: Callable[..., Experiment],
    record: Callable[..., History],
) -> None:
    objective, lowest, curvatures, _ = quadratic
    history = record(make_experiment(objective, lowest + 1.0, 1.01 * 2.0 / curvatures[-1]), 3000)
    assert history.stop is not None
    assert history.stop.reason is StopReason.DIVERGED


# ---- real data ----


def test_the_six_windsor_averages_zigzag(
    read_dataset: Callable[..., Dataset],
    make_experiment: Callable[..., Experiment],
    record: Callable[..., History],
) -> None:
    windsor = read_dataset("houses_windsor", "price_cad", "bedrooms")
    bedrooms = np.arange(1.0, 7.0)
    prices = np.array([windsor.targets[windsor.inputs == n].mean() for n in bedrooms])
    objective = linear(bedrooms[np.newaxis], prices[np.newaxis], bias=False)
    lowest = float(bedrooms @ prices / 91.0)
    assert bedrooms @ bedrooms == 91.0
    history = record(make_experiment(objective, np.zeros(1), 0.05), 12)
    errors = np.array([theta_of(history, epoch)[0] for epoch in range(12)]) - lowest
    factor = 1.0 - 0.05 * 2.0 * 91.0 / 6.0
    assert factor == pytest.approx(-0.517, abs=5e-4)
    np.testing.assert_allclose(errors[1:] / errors[:-1], factor, rtol=1e-9)
    limit = 2.0 / (2.0 * 91.0 / 6.0)
    assert limit == pytest.approx(0.0659, abs=5e-5)
    assert record(make_experiment(objective, np.zeros(1), 1.001 * limit), 50_000).stop is not None
    assert record(make_experiment(objective, np.zeros(1), 0.999 * limit), 20_000).stop is None


def test_a_network_without_hidden_layers_finds_the_least_squares_plane(
    read_dataset: Callable[..., Dataset],
    make_experiment: Callable[..., Experiment],
    record: Callable[..., History],
) -> None:
    samples = prepare(
        read_dataset("houses_windsor", "price_cad", "lot_sqft", "bedrooms"),
        standardize_inputs=True,
        standardize_targets=True,
    )
    history = record(
        make_experiment(linear(samples.inputs, samples.targets), np.zeros(3), 0.4), 200
    )
    theta = theta_of(history, 199)
    plane = raw_plane(theta[:2], theta[2], samples.input_scaler, samples.target_scaler)
    assert plane.intercept == pytest.approx(5612.6, abs=0.05)
    assert plane.coefficients[0] == pytest.approx(6.053, abs=0.0005)
    assert plane.coefficients[1] == pytest.approx(10567.352, abs=0.0005)
    assert 1.0 - float(losses_of(history)[-1]) == pytest.approx(0.370, abs=0.0005)


@pytest.mark.parametrize(("loss", "limit"), [("mse", 0.868), ("half_mse", 1.736)])
def test_the_largest_stable_rate_of_the_windsor_plane(
    read_dataset: Callable[..., Dataset],
    make_experiment: Callable[..., Experiment],
    record: Callable[..., History],
    loss: str,
    limit: float,
) -> None:
    samples = prepare(
        read_dataset("houses_windsor", "price_cad", "lot_sqft", "bedrooms"),
        standardize_inputs=True,
        standardize_targets=True,
    )
    objective = linear(samples.inputs, samples.targets, loss=loss)
    start = np.array([1.0, -1.0, 1.0])
    assert record(make_experiment(objective, start, 0.997 * limit), 9000).stop is None
    assert record(make_experiment(objective, start, 1.003 * limit), 9000).stop is not None


def test_raw_columns_of_five_features_need_a_rate_of_a_hundred_millionth(
    read_dataset: Callable[..., Dataset],
    make_experiment: Callable[..., Experiment],
    record: Callable[..., History],
) -> None:
    samples = prepare(
        read_dataset("houses_windsor", "price_cad"),
        standardize_inputs=False,
        standardize_targets=False,
    )
    objective = linear(samples.inputs, samples.targets)
    assert record(make_experiment(objective, np.zeros(6), 3.1e-8), 3000).stop is None
    assert record(make_experiment(objective, np.zeros(6), 3.3e-8), 3000).stop is not None


def test_the_houses_show_something_in_five_epochs(
    houses: Samples, houses_experiment: Experiment, record: Callable[..., History]
) -> None:
    losses = losses_of(record(houses_experiment, 26))
    np.testing.assert_allclose(
        losses[:6], [1.335, 1.130, 0.974, 0.855, 0.764, 0.695], rtol=0, atol=0.0005
    )
    assert losses[25] == pytest.approx(0.447, abs=0.0005)
    assert np.mean(houses.targets**2) == pytest.approx(1.0)  # always guessing the average


def test_the_best_plane_through_the_houses(
    houses: Samples, make_experiment: Callable[..., Experiment], record: Callable[..., History]
) -> None:
    objective = linear(houses.inputs, houses.targets)
    losses = losses_of(record(make_experiment(objective, np.zeros(4), 0.3), 500))
    assert losses[-1] == pytest.approx(0.408, abs=0.0005)


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


# ---- divergence ----


@pytest.mark.parametrize("batch_size", [None, 3, 1])
@pytest.mark.parametrize("rate", [5.0, 1e3, 1e300])
def test_a_rate_too_high_is_a_result_and_no_warning(
    make_experiment: Callable[..., Experiment],
    record: Callable[..., History],
    batch_size: int | None,
    rate: float,
) -> None:
    rng = np.random.default_rng(1)
    objective = linear(rng.normal(size=(1, 9)), rng.normal(size=(1, 9)))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        history = record(
            make_experiment(objective, np.array([1.0, 2.0]), rate, batch_size=batch_size), 5000
        )
    assert history.stop is not None
    assert history.stop.reason is StopReason.DIVERGED
    assert history.stop.epoch == history.n_epochs >= 1
    losses = losses_of(history)
    assert np.isfinite(losses).all()
    assert losses.max() <= DIVERGED_FACTOR * max(1.0, losses[0])
    assert np.isfinite(theta_of(history, history.n_epochs - 1)).all()


def test_weights_that_are_inf_end_the_run_though_a_saturated_loss_is_finite(
    make_experiment: Callable[..., Experiment], record: Callable[..., History]
) -> None:
    network = Network(1, [Layer(1, ACTIVATIONS["sigmoid"], bias=False)])
    objective = NetworkObjective(network, np.array([[1.0]]), np.array([[1.0]]), LOSSES["mse"])
    assert objective.loss(np.array([np.inf])) == 0.0
    history = record(make_experiment(objective, np.array([-0.5]), 1e308 * 10), 50)
    assert history.stop is not None
    assert (history.stop.epoch, history.n_epochs) == (1, 1)
    assert history.stop.parameter == 0


def test_a_start_that_is_not_finite_has_no_epoch_at_all(
    make_experiment: Callable[..., Experiment], record: Callable[..., History]
) -> None:
    objective = linear(np.ones((1, 2)), np.ones((1, 2)))
    history = record(make_experiment(objective, np.array([np.nan, 1.0])), 3)
    assert history.n_epochs == 0
    assert history.stop is not None
    assert history.stop.epoch == 0


def test_the_parameter_that_grew_most_is_named(
    make_experiment: Callable[..., Experiment], record: Callable[..., History]
) -> None:
    # The second input is a hundred times the first, so its weight runs away.
    inputs = np.array([[1.0, -1.0, 0.5], [100.0, -50.0, 70.0]])
    objective = linear(inputs, np.array([[1.0, 2.0, 3.0]]))
    stop = record(make_experiment(objective, np.ones(3), 0.05), 500).stop
    assert stop is not None
    assert stop.parameter == 1
    # Far from the start each step multiplies its error by 1 - rate x curvature, about -863.
    curvature = 2.0 / 3.0 * float(inputs[1] @ inputs[1])
    assert stop.growth == pytest.approx(0.05 * curvature, rel=0.05)


def test_what_counts_as_sound() -> None:
    theta = np.array([1.0, -2.0])
    assert is_sound(theta, 1.0, 10.0)
    assert is_sound(theta, -10.0, 10.0)
    assert not is_sound(theta, 10.5, 10.0)
    assert not is_sound(theta, -10.5, 10.0)
    assert not is_sound(theta, math.nan, 10.0)
    assert not is_sound(theta, math.inf, math.inf)
    assert not is_sound(np.array([1.0, np.nan]), 1.0, 10.0)
    assert not is_sound(np.array([np.inf, 1.0]), 1.0, 10.0)
    with np.errstate(over="ignore"):
        assert is_sound(np.array([1e200, 1.0]), 1.0, 10.0)  # its square overflows, it does not
