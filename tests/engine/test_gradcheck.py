"""Every gradient against two other ways to it: central differences, and plain complex loops."""

import cmath
from collections.abc import Callable
from itertools import product

import numpy as np
import pytest

from gdsim.engine.activations import ACTIVATIONS, Activation
from gdsim.engine.arrays import Array, BoolArray, Rows
from gdsim.engine.gradcheck import STEP, central_difference, relative_error
from gdsim.engine.losses import LOSSES
from gdsim.engine.network import Layer, Network
from gdsim.engine.objective import NetworkObjective
from gdsim.engine.penalties import PENALTIES

KINKED = ("relu", "leaky_relu", "step")
N_ROWS = 7
SHORT: dict[str, Rows] = {"short slice": slice(5, 7), "short index": np.array([6, 1, 3])}


def accepted_pairs() -> list[tuple[str, str]]:
    """Every (last activation, loss) that a scenario may name."""
    return [
        (activation.name, loss.name)
        for activation, loss in product(ACTIVATIONS.values(), LOSSES.values())
        if loss.goes_with == activation.name
        or (loss.goes_with is None and not activation.is_last_only)
    ]


PAIRS = accepted_pairs()
VARIANTS = ("1 layer", "3 layers", "cut", "short slice", "short index", "l1", "l2")


def make_case(pair: tuple[str, str], variant: str) -> tuple[NetworkObjective, Array, Rows]:
    activation, loss = pair
    hidden = "tanh" if ACTIVATIONS[activation].is_last_only else activation
    sizes = (
        [(2, activation)] if variant == "1 layer" else [(4, hidden), (3, hidden), (2, activation)]
    )
    bias = [True] if variant == "1 layer" else [True, False, True]
    network = Network(
        3, [Layer(n, ACTIVATIONS[name], b) for (n, name), b in zip(sizes, bias, strict=True)]
    )
    rng = np.random.default_rng(11)
    theta = 0.8 * rng.normal(size=network.n_parameters)
    cut = np.zeros(network.n_parameters, dtype=bool)
    if variant == "cut":
        cut[[1, 5, 12, -1]] = True
        theta[cut] = 0.0
    inputs, targets = rng.normal(size=(3, N_ROWS)), rng.normal(size=(2, N_ROWS))
    if not LOSSES[loss].is_regression:
        targets = np.vstack([targets[:1] > 0, targets[:1] <= 0]).astype(float)
    penalty = (PENALTIES[variant], 0.3) if variant in PENALTIES else None
    objective = NetworkObjective(network, inputs, targets, LOSSES[loss], penalty, cut)
    return objective, theta, SHORT.get(variant)


def signs(objective: NetworkObjective, theta: Array, rows: Rows) -> BoolArray:
    """On which side of every kink a theta is: of activations, of |error| and of |weight|."""
    chosen: Rows = slice(0, N_ROWS) if rows is None else rows
    inputs, targets = objective.inputs[:, chosen], objective.targets[:, chosen]
    values = objective.values(theta, inputs)
    sides = [theta > 0]
    for layer, (z, _a) in zip(objective.network.layers, values, strict=True):
        if layer.activation.name in KINKED:
            sides.append(z.ravel() > 0)
    sides.append((values[-1][1] - targets).ravel() > 0)
    return np.concatenate(sides)


def is_smooth(objective: NetworkObjective, theta: Array, rows: Rows, parameter: int) -> bool:
    up, down = theta.copy(), theta.copy()
    up[parameter] += 2 * STEP
    down[parameter] -= 2 * STEP
    return np.array_equal(signs(objective, up, rows), signs(objective, down, rows))


def disagreement(objective: NetworkObjective, theta: Array, rows: Rows) -> float:
    """How far the gradient is from central differences, in units of what is allowed.

    Allowed is a relative error of 1e-7, and beside it what rounding the two losses costs.
    """
    evaluation = objective.evaluate(theta, rows)
    numeric = central_difference(objective, theta, rows)
    smooth = np.array(
        [objective.cut[i] or is_smooth(objective, theta, rows, i) for i in range(len(theta))]
    )
    assert smooth.mean() > 0.7
    size = np.abs(evaluation.gradient) + np.abs(numeric)
    rounding = 8 * np.finfo(float).eps * max(1.0, abs(evaluation.loss)) / STEP
    error = np.abs(evaluation.gradient - numeric) / (1e-7 * size + rounding)
    return float(error[smooth].max())


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_the_gradient_agrees_with_central_differences(pair: tuple[str, str]) -> None:
    found = {variant: disagreement(*make_case(pair, variant)) for variant in VARIANTS}
    assert {variant: error for variant, error in found.items() if error > 1.0} == {}


def test_every_activation_and_every_loss_is_in_some_pair() -> None:
    assert {activation for activation, _ in PAIRS} == set(ACTIVATIONS)
    assert {loss for _, loss in PAIRS} == set(LOSSES)
    assert len(PAIRS) == 7 * 6 + 2


# ---- faults that the check must find ----


def flipped(name: str) -> Activation:
    right = ACTIVATIONS[name]

    def derivative(z: Array, a: Array, out: Array) -> None:
        right.derivative(z, a, out)
        np.negative(out, out=out)

    return right._replace(derivative=derivative)


# The identity's derivative is never asked for, the step's is 0, the softmax's part of its loss.
@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu", "leaky_relu", "softplus"])
def test_a_flipped_sign_in_an_activation_is_found(name: str) -> None:
    objective, theta, rows = make_case(("sigmoid", "mse"), "3 layers")
    network = Network(3, [Layer(4, flipped(name)), Layer(2, ACTIVATIONS["identity"])])
    wrong = NetworkObjective(network, objective.inputs, objective.targets, LOSSES["mse"])
    assert disagreement(wrong, theta[: network.n_parameters], rows) > 1e3


@pytest.mark.parametrize("name", LOSSES)
def test_a_flipped_sign_in_a_loss_is_found(name: str) -> None:
    loss = LOSSES[name]
    objective, theta, rows = make_case((loss.goes_with or "tanh", name), "3 layers")

    def measure(outputs: Array, targets: Array, slope: Array, scale: float) -> object:
        value = loss.measure(outputs, targets, slope, scale)
        np.negative(slope, out=slope)
        return value

    objective.loss_function = loss._replace(measure=measure)  # type: ignore[arg-type]
    assert disagreement(objective, theta, rows) > 1e3


@pytest.mark.parametrize("name", PENALTIES)
def test_a_lost_factor_in_a_penalty_is_found(name: str) -> None:
    objective, theta, rows = make_case(("tanh", "mse"), name)
    right = PENALTIES[name]
    wrong = right._replace(derivative=lambda weights, rate: 0.5 * right.derivative(weights, rate))
    objective.penalty = (wrong, 0.3)
    assert disagreement(objective, theta, rows) > 1e3


def test_the_relative_error_is_that_of_the_textbook() -> None:
    found = relative_error(np.array([1.0, 3.0, 0.0, 1e-12]), np.array([1.0, 1.0, 0.0, -1e-12]))
    np.testing.assert_array_equal(found, [0.0, 0.5, 0.0, 0.0])


# ---- the second way: loops over units and rows, and a step along the imaginary axis ----

PLAIN_ACTIVATIONS: dict[str, Callable[[complex], complex]] = {
    "identity": lambda z: z,
    "sigmoid": lambda z: 1 / (1 + cmath.exp(-z)),
    "tanh": cmath.tanh,
    "relu": lambda z: z if z.real > 0 else 0,
    "leaky_relu": lambda z: z if z.real > 0 else 0.01 * z,
    "softplus": lambda z: cmath.log(1 + cmath.exp(z)),
    "step": lambda z: 1 if z.real > 0 else 0,
}


def plain_forward(theta: list[complex], network: Network, row: list[float]) -> list[complex]:
    """The outputs for one row; parameters are taken from theta one after another."""
    position, below = 0, [complex(x) for x in row]
    for layer in network.layers:
        sums = []
        for _unit in range(layer.units):
            sums.append(sum(theta[position + i] * x for i, x in enumerate(below)))
            position += len(below)
        if layer.bias:
            sums = [s + theta[position + i] for i, s in enumerate(sums)]
            position += layer.units
        if layer.activation.name == "softmax":
            exps = [cmath.exp(s) for s in sums]
            below = [e / sum(exps) for e in exps]
        else:
            below = [PLAIN_ACTIVATIONS[layer.activation.name](s) for s in sums]
    return below


def plain_row_loss(name: str, output: complex, target: float) -> complex:
    error = output - target
    if name in ("sse", "mse"):
        return error * error
    if name in ("half_sse", "half_mse"):
        return 0.5 * error * error
    if name in ("sum_abs", "mae"):
        return error if error.real > 0 else -error
    if name == "cross_entropy":
        return -target * cmath.log(output)
    return -target * cmath.log(output) - (1 - target) * cmath.log(1 - output)


def plain_loss(theta: list[complex], objective: NetworkObjective, rows: Rows) -> complex:
    network, name = objective.network, objective.loss_function.name
    numbers = range(objective.n_rows)[rows] if isinstance(rows, slice) else rows
    chosen = list(range(objective.n_rows)) if numbers is None else [int(i) for i in numbers]
    total: complex = 0.0
    for row in chosen:
        outputs = plain_forward(theta, network, objective.inputs[:, row].tolist())
        targets = objective.targets[:, row].tolist()
        total += sum(plain_row_loss(name, o, t) for o, t in zip(outputs, targets, strict=True))
    if name in ("mse", "half_mse", "mae", "binary_cross_entropy", "cross_entropy"):
        total /= len(chosen)
    if objective.penalty is not None:
        penalty, rate = objective.penalty
        for parameter, value in zip(network.names, theta, strict=True):
            if parameter.startswith("w"):
                size = value if value.real > 0 else -value
                total += rate / 2 * value * value if penalty.name == "l2" else rate * size
    return total


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_loss_and_gradient_agree_with_plain_loops(pair: tuple[str, str]) -> None:
    for variant in VARIANTS:
        objective, theta, rows = make_case(pair, variant)
        values = [complex(value) for value in theta]
        gradient = np.zeros(len(theta))
        for i in np.flatnonzero(~objective.cut):
            moved = values.copy()
            moved[i] += 1e-30j
            gradient[i] = plain_loss(moved, objective, rows).imag / 1e-30
        found = objective.evaluate(theta, rows)
        expected = plain_loss(values, objective, rows).real
        assert found.loss == pytest.approx(expected, rel=1e-12), variant
        np.testing.assert_allclose(found.gradient, gradient, 1e-9, 1e-13, err_msg=variant)


def test_below_a_step_the_gradient_is_exactly_zero() -> None:
    objective, theta, _ = make_case(("tanh", "mse"), "3 layers")
    layers = [
        Layer(4, ACTIVATIONS["tanh"]),
        Layer(3, ACTIVATIONS["step"]),
        Layer(2, ACTIVATIONS["tanh"]),
    ]
    network = Network(3, layers)
    theta = np.resize(theta, network.n_parameters)
    stepped = NetworkObjective(network, objective.inputs, objective.targets, LOSSES["mse"])
    gradient = stepped.evaluate(theta).gradient
    above = np.concatenate([network.weight_index[2].ravel(), network.bias_index[2]])
    assert np.count_nonzero(gradient[above]) > 4
    gradient[above] = 0.0
    assert not gradient.any()
