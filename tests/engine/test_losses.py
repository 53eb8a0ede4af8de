import math

import numpy as np
import pytest

from gdsim.engine.activations import ACTIVATIONS
from gdsim.engine.arrays import Array
from gdsim.engine.losses import LOSSES, Loss

# Two outputs, three rows; errors 1, -2, 0 and 0.5, 1, -3: squares 15.25, sizes 7.5.
TARGETS = np.array([[1.0, 2.0, 3.0], [0.0, -1.0, 1.0]])
OUTPUTS = TARGETS + np.array([[1.0, -2.0, 0.0], [0.5, 1.0, -3.0]])


def measure(loss: Loss, outputs: Array, targets: Array) -> tuple[Array, Array]:
    slope = np.empty(outputs.shape)
    value = loss.measure(outputs, targets, slope, loss.scale(outputs.shape[-1]))
    return np.asarray(value), slope


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("sse", 15.25),
        ("mse", 15.25 / 3),
        ("half_sse", 15.25 / 2),
        ("half_mse", 15.25 / 6),
        ("sum_abs", 7.5),
        ("mae", 2.5),
    ],
)
def test_the_errors_of_all_outputs_are_summed_and_a_mean_is_over_the_rows(
    name: str, expected: float
) -> None:
    assert measure(LOSSES[name], OUTPUTS, TARGETS)[0] == pytest.approx(expected)


def test_where_an_absolute_error_is_0_its_slope_is_0() -> None:
    slope = measure(LOSSES["sum_abs"], OUTPUTS, TARGETS)[1]
    np.testing.assert_array_equal(slope, [[1.0, -1.0, 0.0], [1.0, 1.0, -1.0]])


def test_binary_cross_entropy_is_the_logarithm_of_the_right_class() -> None:
    z = np.array([[math.log(3.0), -math.log(4.0)]])  # p = 3/4, 1/5
    value, slope = measure(LOSSES["binary_cross_entropy"], z, np.array([[1.0, 0.0]]))
    assert value == pytest.approx(-(math.log(3 / 4) + math.log(4 / 5)) / 2)
    np.testing.assert_allclose(slope, [[-1 / 8, 1 / 10]])


def test_cross_entropy_is_the_logarithm_of_the_right_class() -> None:
    z = np.log(np.array([[1.0], [2.0], [5.0]]))  # p = 1/8, 2/8, 5/8
    value, slope = measure(LOSSES["cross_entropy"], z, np.array([[0.0], [0.0], [1.0]]))
    assert value == pytest.approx(-math.log(5 / 8))
    np.testing.assert_allclose(slope, [[1 / 8], [2 / 8], [-3 / 8]])


@pytest.mark.parametrize("name", ["binary_cross_entropy", "cross_entropy"])
def test_being_sure_and_wrong_costs_much_but_not_infinitely_much(name: str) -> None:
    z, targets = np.array([[800.0], [-800.0]]), np.array([[0.0], [1.0]])
    with np.errstate(over="ignore"):
        value, slope = measure(LOSSES[name], z, targets)
    assert value == 1600.0
    np.testing.assert_array_equal(slope, [[1.0], [-1.0]])


@pytest.mark.parametrize("loss", LOSSES.values(), ids=lambda loss: loss.name)
def test_many_thetas_at_once_give_what_each_gives_alone(loss: Loss) -> None:
    rng = np.random.default_rng(1)
    outputs = rng.normal(size=(4, 2, 6))
    targets = np.eye(2)[:, rng.integers(0, 2, 6)]
    values, slopes = measure(loss, outputs, targets)
    assert values.shape == (4,)
    for i in range(4):
        value, slope = measure(loss, outputs[i], targets)
        assert values[i] == pytest.approx(value, rel=1e-14)
        np.testing.assert_allclose(slopes[i], slope, rtol=1e-14)


@pytest.mark.parametrize("loss", LOSSES.values(), ids=lambda loss: loss.name)
def test_outputs_and_targets_stay_as_they_are(loss: Loss) -> None:
    outputs, targets = OUTPUTS.copy(), np.eye(2)[:, [0, 1, 1]]
    measure(loss, outputs, targets)
    np.testing.assert_array_equal(outputs, OUTPUTS)
    np.testing.assert_array_equal(targets, np.eye(2)[:, [0, 1, 1]])


def test_losses_of_classes_name_an_activation_that_exists() -> None:
    needed = {loss.name: loss.goes_with for loss in LOSSES.values() if not loss.is_regression}
    assert needed == {"binary_cross_entropy": "sigmoid", "cross_entropy": "softmax"}
    assert set(needed.values()) <= set(ACTIVATIONS)
    assert all(loss.goes_with is None for loss in LOSSES.values() if loss.is_regression)


@pytest.mark.parametrize("loss", LOSSES.values(), ids=lambda loss: loss.name)
def test_the_formula_shows_the_half_and_the_mean(loss: Loss) -> None:
    assert ("1/2" in loss.formula or "1/(2n)" in loss.formula) == loss.half
    assert ("1/n" in loss.formula or "1/(2n)" in loss.formula) == loss.is_mean
