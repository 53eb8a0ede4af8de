"""Descent follows examples worked out by hand, and closed forms."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from gdsim.engine.activations import ACTIVATIONS
from gdsim.engine.arrays import Array
from gdsim.engine.descent import Experiment, StopReason
from gdsim.engine.history import LOSS, History
from gdsim.engine.losses import LOSSES
from gdsim.engine.network import Layer, Network
from gdsim.engine.objective import NetworkObjective
from tests.engine.runs import linear, losses_of, theta_of

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
