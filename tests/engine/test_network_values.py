from collections.abc import Callable

import numpy as np
import pytest

from gdsim.engine.activations import ACTIVATIONS
from gdsim.engine.arrays import Array
from gdsim.engine.datasets import Dataset, Samples, prepare
from gdsim.engine.descent import Experiment
from gdsim.engine.losses import LOSSES
from gdsim.engine.network import Layer, Network
from gdsim.engine.network_values import NetworkValues, take_network_values
from gdsim.engine.objective import NetworkObjective


def houses_answer(samples: Samples, theta: Array, raw_inputs: Array) -> Array:
    """Dollars for rows of raw inputs (n, 3), by the formula of 3-2-1 written out."""
    scaled = (raw_inputs - samples.input_scaler.offset) / samples.input_scaler.scale
    hidden = 1.0 / (1.0 + np.exp(-(scaled @ theta[:6].reshape(2, 3).T + theta[6:8])))
    dollars: Array = hidden @ theta[8:] * samples.target_scaler.scale + samples.target_scaler.offset
    return dollars


@pytest.fixture
def take(houses: Samples, houses_experiment: Experiment) -> Callable[..., NetworkValues]:
    objective = houses_experiment.objective
    assert isinstance(objective, NetworkObjective)
    theta = houses_experiment.start.theta
    return lambda *args, **kwargs: take_network_values(objective, houses, theta, *args, **kwargs)


def test_predictions_are_in_dollars(
    take: Callable[..., NetworkValues], houses: Samples, houses_experiment: Experiment
) -> None:
    found = take(17)
    dollars = houses_answer(houses, houses_experiment.start.theta, houses.dataset.inputs)
    np.testing.assert_allclose(found.predictions[0], dollars, rtol=1e-12)
    assert found.answer[0] == pytest.approx(dollars[17], rel=1e-12)
    errors = dollars - houses.dataset.targets[:, 0]
    assert found.typical_error == pytest.approx(np.sqrt(np.mean(errors**2)), rel=1e-12)


def test_the_values_of_a_row_are_those_of_every_unit(
    take: Callable[..., NetworkValues], houses: Samples, houses_experiment: Experiment
) -> None:
    theta, found = houses_experiment.start.theta, take(17)
    np.testing.assert_array_equal(found.raw_inputs, houses.dataset.inputs[17])
    np.testing.assert_array_equal(found.inputs, houses.inputs[:, 17])
    hidden, output = found.layers
    sums = theta[:6].reshape(2, 3) @ found.inputs + theta[6:8]
    np.testing.assert_allclose(hidden.pre_activations, sums)
    np.testing.assert_allclose(hidden.activations, 1.0 / (1.0 + np.exp(-sums)))
    np.testing.assert_allclose(output.activations, theta[8:] @ hidden.activations)
    # The slope of this row's squared error by each sum, by the chain rule.
    slope = 2.0 * (output.activations - houses.targets[:, 17])
    np.testing.assert_allclose(output.slopes, slope)
    derivative = hidden.activations * (1.0 - hidden.activations)
    np.testing.assert_allclose(hidden.slopes, theta[8:] * slope * derivative)


def test_a_typed_house_is_answered_in_dollars(
    take: Callable[..., NetworkValues], houses: Samples, houses_experiment: Experiment
) -> None:
    typed = (3.0, 9500.0, 1650.0)
    found = take(0, typed)
    assert found.is_typed
    assert not take(0).is_typed
    np.testing.assert_array_equal(found.raw_inputs, typed)
    dollars = houses_answer(houses, houses_experiment.start.theta, np.array([typed]))
    assert found.answer[0] == pytest.approx(dollars[0], rel=1e-12)
    np.testing.assert_array_equal(found.predictions, take(0).predictions)


def test_a_row_that_is_typed_again_gets_the_same_answer(
    take: Callable[..., NetworkValues], houses: Samples
) -> None:
    typed = tuple(houses.dataset.inputs[5].tolist())
    assert take(0, typed).answer[0] == pytest.approx(take(5).answer[0], rel=1e-13)


def test_for_more_than_two_inputs_there_is_no_fit(take: Callable[..., NetworkValues]) -> None:
    assert take(0, with_fit=True).fit is None


@pytest.mark.parametrize("inputs", [("bedrooms",), ("bedrooms", "house_sqft")])
def test_the_fit_is_the_prediction_over_the_range_of_the_data(
    read_dataset: Callable[..., Dataset],
    make_network: Callable[..., Network],
    inputs: tuple[str, ...],
) -> None:
    samples = prepare(
        read_dataset("houses", "price_usd", *inputs),
        standardize_inputs=True,
        standardize_targets=True,
    )
    network = make_network(len(inputs), 3, 1)
    objective = NetworkObjective(network, samples.inputs, samples.targets, LOSSES["mse"])
    theta = np.linspace(-1.0, 1.0, network.n_parameters)
    fit = take_network_values(objective, samples, theta, 0, with_fit=True).fit
    assert fit is not None
    assert take_network_values(objective, samples, theta, 0).fit is None
    for axis, column in zip(fit.axes, samples.dataset.inputs.T, strict=True):
        assert axis[0] < column.min() <= column.max() < axis[-1]
    assert fit.values.shape == (1, *(len(axis) for axis in fit.axes))
    # Any point of it is the answer for these inputs.
    position = tuple((7 * (i + 1)) % len(axis) for i, axis in enumerate(fit.axes))
    typed = tuple(float(axis[i]) for axis, i in zip(fit.axes, position, strict=True))
    answer = take_network_values(objective, samples, theta, 0, typed).answer
    assert fit.values[(0, *position)] == pytest.approx(answer[0], rel=1e-12)


def classes(targets: list[list[float]]) -> Dataset:
    """Inputs that a network of ones hands through as they are."""
    n = len(targets)
    names = tuple(f"y{i}" for i in range(len(targets[0])))
    return Dataset("classes", np.eye(n), np.array(targets), tuple(f"x{i}" for i in range(n)), names)


def accuracy(dataset: Dataset, loss: str, outputs: list[list[float]]) -> float:
    """The accuracy of a network whose sums for row i are outputs[i]."""
    samples = prepare(dataset, standardize_inputs=False, standardize_targets=False)
    activation = ACTIVATIONS[LOSSES[loss].goes_with or "identity"]
    network = Network(len(outputs), [Layer(len(outputs[0]), activation, bias=False)])
    objective = NetworkObjective(network, samples.inputs, samples.targets, LOSSES[loss])
    theta = np.array(outputs).T.ravel()
    return take_network_values(objective, samples, theta, 0).accuracy


def test_accuracy_with_one_probability_counts_the_right_side_of_a_half() -> None:
    found = accuracy(
        classes([[1.0], [1.0], [0.0], [0.0]]),
        "binary_cross_entropy",
        [[2.0], [-0.1], [-3.0], [-1.0]],
    )
    assert found == 0.75


def test_accuracy_with_several_probabilities_counts_rows_that_are_right_in_all() -> None:
    targets = [[1.0, 1.0], [0.0, 0.0], [0.0, 1.0], [1.0, 0.0]]
    sums = [[2.0, 1.0], [-1.0, -2.0], [1.0, 2.0], [1.0, -1.0]]
    assert accuracy(classes(targets), "binary_cross_entropy", sums) == 0.75


def test_accuracy_with_softmax_counts_the_likeliest_class() -> None:
    targets = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, 1.0]]
    sums = [[0.2, 0.1, 0.0], [9.0, 8.0, 0.0], [-3.0, -2.0, -1.0], [0.0, 0.0, 0.1]]
    assert accuracy(classes(targets), "cross_entropy", sums) == 0.75


def test_a_regression_has_no_accuracy(take: Callable[..., NetworkValues]) -> None:
    assert np.isnan(take(0).accuracy)


def test_only_training_rows_count_for_the_typical_error(
    read_dataset: Callable[..., Dataset], make_network: Callable[..., Network]
) -> None:
    samples = prepare(
        read_dataset("houses", "price_usd", "bedrooms"),
        standardize_inputs=True,
        standardize_targets=True,
        held_out=(0.3, 1),
    )
    network = make_network(1, 1)
    train = samples.train
    objective = NetworkObjective(
        network, samples.inputs[:, train], samples.targets[:, train], LOSSES["mse"]
    )
    # Guessing the average of the training rows: the error is their deviation.
    found = take_network_values(objective, samples, np.zeros(2), int(samples.test[0]))
    assert found.typical_error == pytest.approx(float(samples.dataset.targets[train].std()))
    assert found.predictions.shape == (1, 101)
