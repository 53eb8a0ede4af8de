"""Descent on real data finds the known answers, and the known limits of the rate."""

from collections.abc import Callable

import numpy as np
import pytest

from gdsim.engine.datasets import Dataset, Samples, prepare, raw_plane
from gdsim.engine.descent import Experiment
from gdsim.engine.history import History
from tests.engine.runs import linear, losses_of, theta_of


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
