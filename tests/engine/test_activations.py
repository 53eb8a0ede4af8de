import math
from collections.abc import Callable

import numpy as np
import pytest

from gdsim.engine.activations import ACTIVATIONS, Activation
from gdsim.engine.arrays import Array

FORMULAS: dict[str, Callable[[float], float]] = {
    "identity": lambda z: z,
    "sigmoid": lambda z: 1.0 / (1.0 + math.exp(-z)),
    "tanh": math.tanh,
    "relu": lambda z: max(0.0, z),
    "leaky_relu": lambda z: z if z > 0 else 0.01 * z,
    "softplus": lambda z: math.log1p(math.exp(z)),
    "step": lambda z: 1.0 if z > 0 else 0.0,
}
ELEMENTWISE = [ACTIVATIONS[name] for name in FORMULAS]
Z = np.array([[-30.0, -2.5, -0.3, 0.4], [0.7, 1.9, 6.0, 30.0]])


def value(activation: Activation, z: Array) -> Array:
    out = np.empty_like(z)
    with np.errstate(over="ignore"):
        activation.value(z, out)
    return out


def derivative(activation: Activation, z: Array) -> Array:
    out = np.empty_like(z)
    with np.errstate(over="ignore"):
        activation.derivative(z, value(activation, z), out)
    return out


@pytest.mark.parametrize("activation", ELEMENTWISE, ids=lambda a: a.name)
def test_the_value_is_that_of_the_formula(activation: Activation) -> None:
    expected = [[FORMULAS[activation.name](z) for z in row] for row in Z.tolist()]
    np.testing.assert_allclose(value(activation, Z), expected, rtol=1e-14)


@pytest.mark.parametrize("activation", ELEMENTWISE, ids=lambda a: a.name)
def test_the_derivative_is_the_slope_of_the_value(activation: Activation) -> None:
    step = 1e-5
    slope = (value(activation, Z + step) - value(activation, Z - step)) / (2.0 * step)
    np.testing.assert_allclose(derivative(activation, Z), slope, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("activation", ELEMENTWISE, ids=lambda a: a.name)
def test_neither_value_nor_derivative_touches_the_sums(activation: Activation) -> None:
    z = Z.copy()
    derivative(activation, z)
    np.testing.assert_array_equal(z, Z)


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "softplus"])
def test_far_out_nothing_becomes_nan(name: str) -> None:
    far = np.array([-1e308, -1000.0, 1000.0, 1e308])
    low, high = (0.0, 1.0) if name != "tanh" else (-1.0, 1.0)
    expected = [low, low, high, high] if name != "softplus" else [0.0, 0.0, 1000.0, 1e308]
    np.testing.assert_array_equal(value(ACTIVATIONS[name], far), expected)
    flat = [0.0, 0.0, 0.0, 0.0] if name != "softplus" else [0.0, 0.0, 1.0, 1.0]
    np.testing.assert_array_equal(derivative(ACTIVATIONS[name], far), flat)


def test_the_kinks_belong_to_the_lower_side() -> None:
    zero = np.zeros(1)
    found = {name: derivative(ACTIVATIONS[name], zero)[0] for name in ("relu", "leaky_relu")}
    assert found == {"relu": 0.0, "leaky_relu": pytest.approx(0.01)}
    assert value(ACTIVATIONS["step"], zero)[0] == 0.0


def test_softmax_shares_out_one_among_the_units_of_each_row() -> None:
    z = np.array([[0.0, 1000.0], [math.log(3.0), 1000.0]])
    np.testing.assert_allclose(value(ACTIVATIONS["softmax"], z), [[0.25, 0.5], [0.75, 0.5]])


def test_softmax_of_many_thetas_is_the_softmax_of_each() -> None:
    many = np.stack([Z, -Z, 0.1 * Z])
    alone = np.stack([value(ACTIVATIONS["softmax"], z) for z in many])
    np.testing.assert_array_equal(value(ACTIVATIONS["softmax"], many), alone)


def test_softmax_gives_no_derivative_of_its_own() -> None:
    with pytest.raises(ValueError, match="cross-entropy"):
        derivative(ACTIVATIONS["softmax"], Z)


def test_each_stands_under_its_own_name() -> None:
    assert all(activation.name == name for name, activation in ACTIVATIONS.items())
