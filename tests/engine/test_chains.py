"""The chain rule by hand against the engine, against central differences, and against floats."""

from collections.abc import Callable
from math import exp, isnan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdsim.engine.activations import ACTIVATIONS
from gdsim.engine.arrays import Array
from gdsim.engine.chains import Chain, take_chain
from gdsim.engine.datasets import Dataset, Samples, prepare
from gdsim.engine.gradcheck import central_difference
from gdsim.engine.losses import LOSSES
from gdsim.engine.network import Layer, Network, Place, place_of
from gdsim.engine.objective import NetworkObjective
from gdsim.engine.penalties import PENALTIES
from gdsim.engine.steps import finish

SMOOTH = ("identity", "sigmoid", "tanh", "softplus")
LAST = {"binary_cross_entropy": "sigmoid", "cross_entropy": "softmax"}
ABSOLUTE = ("sum_abs", "mae")


def make_samples(network: Network, loss: str, n_rows: int, seed: int) -> Samples:
    rng = np.random.default_rng(seed)
    inputs = rng.normal(size=(n_rows, network.n_inputs))
    targets = rng.normal(size=(n_rows, network.n_outputs))
    if loss == "binary_cross_entropy":
        targets = (targets > 0).astype(float)
    if loss == "cross_entropy":
        targets = np.eye(network.n_outputs)[targets.argmax(axis=1)]
    names = tuple(f"x{i}" for i in range(network.n_inputs))
    data = Dataset("drawn", inputs, targets, names, tuple(f"y{i}" for i in range(targets.shape[1])))
    return prepare(data, standardize_inputs=False, standardize_targets=False)


def take(
    objective: NetworkObjective,
    samples: Samples,
    theta: Array,
    parameter: int,
    row: int | None = 0,
    gradient: Array | None = None,
) -> Chain:
    if gradient is None:
        gradient = objective.evaluate(theta).gradient
    return finish(take_chain(objective, samples, theta, parameter, row, gradient))


@st.composite
def networks(draw: st.DrawFn, kinds: tuple[str, ...] = SMOOTH) -> tuple[Network, str]:
    """A network of one to four layers, and a loss that goes with it."""
    loss = draw(st.sampled_from(sorted(LOSSES)))
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    layers = [
        Layer(n, ACTIVATIONS[draw(st.sampled_from(kinds))], draw(st.booleans())) for n in sizes
    ]
    if loss in LAST:
        layers[-1] = layers[-1]._replace(activation=ACTIVATIONS[LAST[loss]])
    return Network(draw(st.integers(1, 3)), layers), loss


@settings(max_examples=60, deadline=None)
@given(
    networks(),
    st.integers(0, 2**16),
    st.sampled_from([None, ("l1", 0.1), ("l2", 0.3)]),
    st.booleans(),
)
def test_three_ways_to_a_derivative_agree(
    built: tuple[Network, str], seed: int, penalty: tuple[str, float] | None, some_cut: bool
) -> None:
    network, loss = built
    rng = np.random.default_rng(seed)
    theta = rng.normal(size=network.n_parameters)
    cut = rng.random(network.n_parameters) < (0.3 if some_cut else 0.0)
    theta[cut] = 0.0
    samples = make_samples(network, loss, 6, seed)
    named = None if penalty is None else (PENALTIES[penalty[0]], penalty[1])
    objective = NetworkObjective(network, samples.inputs, samples.targets, LOSSES[loss], named, cut)
    gradient = objective.evaluate(theta).gradient
    differences = central_difference(objective, theta)
    for parameter in range(network.n_parameters):
        found = take(objective, samples, theta, parameter, 2)
        assert found.by_chain == pytest.approx(gradient[parameter], rel=1e-10, abs=1e-12)
        assert found.by_engine == gradient[parameter]
        assert found.agrees_with_engine
        assert found.by_difference == pytest.approx(differences[parameter], rel=1e-9, abs=1e-9)
        if loss not in ABSOLUTE:  # else a row may lie on the kink
            assert found.agrees_with_difference
        if cut[parameter]:
            assert found.by_chain == found.by_difference == found.total == 0.0


@settings(max_examples=25, deadline=None)
@given(networks(tuple(k for k in ACTIVATIONS if k != "softmax")), st.integers(0, 2**16))
def test_every_activation_agrees_with_the_engine(built: tuple[Network, str], seed: int) -> None:
    network, loss = built
    theta = np.random.default_rng(seed).normal(size=network.n_parameters)
    samples = make_samples(network, loss, 5, seed)
    objective = NetworkObjective(network, samples.inputs, samples.targets, LOSSES[loss])
    for parameter in range(network.n_parameters):
        assert take(objective, samples, theta, parameter).agrees_with_engine


def by_floats(weights: list[float], x: list[float], y: float) -> dict[str, float]:
    """The factors of dL/dw3 of 3-2-1 for one row, with Python's floats alone."""
    w1, w2, w3, w4, w5, w6, b1, b2, w7, w8 = weights
    a1 = 1.0 / (1.0 + exp(-(w1 * x[0] + w2 * x[1] + w3 * x[2] + b1)))
    a2 = 1.0 / (1.0 + exp(-(w4 * x[0] + w5 * x[1] + w6 * x[2] + b2)))
    error = 2.0 * (w7 * a1 + w8 * a2 - y)
    return {"error": error, "bend": a1 * (1.0 - a1), "share": error * w7 * a1 * (1.0 - a1) * x[2]}


@pytest.fixture
def houses_objective(houses: Samples) -> NetworkObjective:
    layers = [Layer(2, ACTIVATIONS["sigmoid"]), Layer(1, ACTIVATIONS["identity"], bias=False)]
    return NetworkObjective(Network(3, layers), houses.inputs, houses.targets, LOSSES["mse"])


THETA = np.array([-0.2, -0.4, 0.5, 0.2, -0.6, -0.8, 1.3, 0.7, 2.4, -1.5])


def test_the_factors_of_a_weight_of_the_houses_are_those_of_plain_floats(
    houses: Samples, houses_objective: NetworkObjective
) -> None:
    found = take(houses_objective, houses, THETA, 2, 17)
    rows = [
        by_floats(THETA.tolist(), x, y[0])
        for x, y in zip(houses.inputs.T.tolist(), houses.targets.T.tolist(), strict=True)
    ]
    row = found.row
    assert row is not None
    assert row.slopes[0] == pytest.approx(rows[17]["error"], rel=1e-12)
    assert found.weights_above.tolist() == [2.4]
    assert row.layers[0].derivatives[0] == pytest.approx(rows[17]["bend"], rel=1e-12)
    assert row.multiplied == houses.inputs[2, 17]
    assert row.slope == pytest.approx(rows[17]["share"], rel=1e-12)
    assert row.share == pytest.approx(rows[17]["share"] / len(rows), rel=1e-12)
    assert found.total == pytest.approx(sum(r["share"] for r in rows), rel=1e-12)
    assert found.by_chain == pytest.approx(found.total / len(rows), rel=1e-12)


def test_the_shares_of_all_rows_add_up_to_the_derivative(
    houses: Samples, houses_objective: NetworkObjective
) -> None:
    shares = []
    for row in range(houses_objective.n_rows):
        factors = take(houses_objective, houses, THETA, 7, row).row
        assert factors is not None
        shares.append(factors.share)
    assert sum(shares) == pytest.approx(take(houses_objective, houses, THETA, 7).by_chain)


@pytest.mark.parametrize("sign", [-1.0, 1.0 + 1e-8, 0.0])
def test_a_wrong_gradient_is_found_out(
    sign: float, houses: Samples, houses_objective: NetworkObjective
) -> None:
    wrong = sign * houses_objective.evaluate(THETA).gradient
    assert not take(houses_objective, houses, THETA, 2, gradient=wrong).agrees_with_engine


def test_a_kink_within_the_step_shows_as_a_wrong_central_difference() -> None:
    network = Network(1, [Layer(1, ACTIVATIONS["relu"], bias=False)])
    data = Dataset("kink", np.array([[1.0]]), np.array([[1.0]]), ("x",), ("y",))
    samples = prepare(data, standardize_inputs=False, standardize_targets=False)
    objective = NetworkObjective(network, samples.inputs, samples.targets, LOSSES["mse"])
    found = take(objective, samples, np.zeros(1), 0)
    assert found.agrees_with_engine
    assert not found.agrees_with_difference


def test_many_rows_are_worked_out_in_parts() -> None:
    network = Network(2, [Layer(3, ACTIVATIONS["tanh"]), Layer(1, ACTIVATIONS["identity"])])
    samples = make_samples(network, "mse", 5000, 4)
    objective = NetworkObjective(network, samples.inputs, samples.targets, LOSSES["mse"])
    theta = np.linspace(-1.0, 1.0, network.n_parameters)
    job = take_chain(objective, samples, theta, 1, 4999, objective.evaluate(theta).gradient)
    assert sum(1 for _ in job) >= 5
    assert take(objective, samples, theta, 1, 4999).agrees_with_engine


def test_a_held_out_row_has_factors_but_no_share() -> None:
    network = Network(1, [Layer(1, ACTIVATIONS["identity"])])
    rng = np.random.default_rng(2)
    data = Dataset("split", rng.normal(size=(10, 1)), rng.normal(size=(10, 1)), ("x",), ("y",))
    samples = prepare(data, standardize_inputs=False, standardize_targets=False)
    samples = samples._replace(train=np.arange(8), test=np.array([8, 9]))
    objective = NetworkObjective(
        network, samples.inputs[:, :8], samples.targets[:, :8], LOSSES["mse"]
    )
    theta = np.array([0.5, -0.2])
    held, learnt = (take(objective, samples, theta, 0, row).row for row in (9, 7))
    assert held is not None
    assert learnt is not None
    assert (held.is_training, held.share) == (False, 0.0)
    assert held.slope == pytest.approx(
        2.0 * (0.5 * samples.inputs[0, 9] - 0.2 - samples.targets[0, 9]) * samples.inputs[0, 9]
    )
    assert learnt.is_training
    assert learnt.share == pytest.approx(learnt.slope / 8)


def test_without_a_row_the_sum_is_there_all_the_same(
    houses: Samples, houses_objective: NetworkObjective
) -> None:
    found = take(houses_objective, houses, THETA, 2, None)
    assert found.row is None
    assert found.agrees_with_engine


def test_an_infinite_parameter_is_said_and_not_raised(
    houses: Samples, houses_objective: NetworkObjective
) -> None:
    theta = THETA.copy()
    theta[8] = np.inf
    assert not take(houses_objective, houses, theta, 2, gradient=np.full(10, np.nan)).is_finite


@pytest.mark.parametrize(
    ("parameter", "place"),
    [
        (0, Place(0, 0, 0)),
        (5, Place(0, 1, 2)),
        (7, Place(0, 1, None)),
        (8, Place(1, 0, 0)),
        (9, Place(1, 0, 1)),
    ],
)
def test_a_parameter_has_its_place(
    parameter: int, place: Place, houses_objective: NetworkObjective
) -> None:
    assert place_of(houses_objective.network, parameter) == place


def test_there_is_no_place_beyond_the_last_parameter(houses_objective: NetworkObjective) -> None:
    with pytest.raises(IndexError, match="no parameter 10"):
        place_of(houses_objective.network, 10)


def test_a_loss_that_holds_the_last_derivative_says_so(
    make_network: Callable[..., Network],
) -> None:
    network = make_network(2, 3, 2, last="softmax")
    samples = make_samples(network, "cross_entropy", 5, 1)
    objective = NetworkObjective(network, samples.inputs, samples.targets, LOSSES["cross_entropy"])
    row = take(objective, samples, np.linspace(-1, 1, network.n_parameters), 0, 3).row
    assert row is not None
    assert all(map(isnan, row.layers[-1].derivatives))
    np.testing.assert_allclose(row.slopes, row.outputs - row.targets, atol=1e-15)
