"""How one partial derivative comes about: theta, parameter, row -> the chain rule and its check.

Three ways lead to the same number: the factors of every row worked out by hand and added up, the
engine's gradient, and two losses close by.
"""

from collections.abc import Generator
from math import fsum, isfinite
from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array, read_only
from gdsim.engine.by_hand import ChainLayer, multiplied_by, run_by_hand
from gdsim.engine.datasets import Samples
from gdsim.engine.gradcheck import STEP
from gdsim.engine.network import Network, Place, place_of
from gdsim.engine.objective import NetworkObjective
from gdsim.engine.steps import quiet

BLOCK = 1024
"""So many rows are worked out between two looks at the clock."""
ROUNDING = 1e-11
"""Two exact ways to a sum may differ by this part of the sum of its terms' sizes."""
_CANCELLED = 1e-2
"""The part of the outputs' size that counts as size: an error is a difference of such numbers."""


class RowChain(NamedTuple):
    """The factors for one row.

    Attributes
    ----------
    row : int
        Of the data set.
    is_training : bool
        Whether the row counts in the loss; one that is held out has no share.
    targets, outputs, slopes : ndarray, shape (n_outputs,)
        The truth, the answer, and the derivative of this row's loss by the answer, or by the last
        sums where the loss is worked out from them.
    layers : tuple of ChainLayer
    multiplied : float
        The value that the parameter multiplies; 1 for a bias.
    slope : float
        The derivative of this row's own loss by the parameter: delta x multiplied.
    share : float
        What it adds to the derivative of the loss.
    """

    row: int
    is_training: bool
    targets: Array
    outputs: Array
    slopes: Array
    layers: tuple[ChainLayer, ...]
    multiplied: float
    slope: float
    share: float


class Chain(NamedTuple):
    """How one partial derivative of the loss comes about, by three ways.

    Attributes
    ----------
    parameter : int
    value : float
    place : Place
    is_cut : bool
        A cut parameter has no derivative: everything is 0.
    weights_above : ndarray, shape (n_units above,)
        The weights that lead on from the parameter's unit; empty in the last layer.
    row : RowChain or None
        None where the inputs were typed: without a truth there is no loss.
    n_rows : int
        Of the loss.
    divisor : int
        ``n_rows`` where the loss is a mean, else 1.
    total : float
        The sum of the rows' own derivatives.
    penalty : float
        The penalty's derivative by the parameter.
    by_chain : float
        total / divisor + penalty.
    by_engine : float
        What descent uses.
    by_difference : float
        The central difference (loss(value + step) - loss(value - step)) / (2 step).
    step : float
    losses : (float, float)
        At value - step and value + step.
    size : float
        The sum of the sizes of the terms of ``by_chain``, and of those that cancel in the errors:
        what its rounding is a part of.
    """

    parameter: int
    value: float
    place: Place
    is_cut: bool
    weights_above: Array
    row: RowChain | None
    n_rows: int
    divisor: int
    total: float
    penalty: float
    by_chain: float
    by_engine: float
    by_difference: float
    step: float
    losses: tuple[float, float]
    size: float

    @property
    def is_finite(self) -> bool:
        """Whether all three are numbers."""
        return all(map(isfinite, (self.by_chain, self.by_engine, self.by_difference)))

    @property
    def agrees_with_engine(self) -> bool:
        """Whether the engine's gradient is the same but for rounding."""
        return abs(self.by_chain - self.by_engine) <= ROUNDING * self.size + 1e-300

    @property
    def agrees_with_difference(self) -> bool:
        """Whether the central difference is the same but for its own error.

        Its rounding grows with the loss, its truncation with the third derivative; a kink of the
        loss within the step makes it wrong.
        """
        rounding = 1e-15 * max(map(abs, self.losses)) / self.step
        return abs(self.by_chain - self.by_difference) <= rounding + 1e-7 * max(self.size, 1e-3)


@quiet
def take_chain(
    objective: NetworkObjective,
    samples: Samples,
    theta: Array,
    parameter: int,
    row: int | None,
    gradient: Array,
) -> Generator[None, None, Chain]:
    """Yield None often; return how the derivative by one parameter comes about.

    Parameters
    ----------
    objective : NetworkObjective
    samples : Samples
        The data, of which the objective has the training rows.
    theta : ndarray, shape (n_parameters,)
    parameter : int
        Its position in theta.
    row : int or None
        Of the data set; None for none.
    gradient : ndarray, shape (n_parameters,)
        As the engine worked it out.
    """
    place = place_of(objective.network, parameter)
    is_cut = bool(objective.cut[parameter])
    divisor = objective.n_rows if objective.loss_function.is_mean else 1
    slopes, cancelled = yield from _row_slopes(objective, theta, place)
    if is_cut:
        slopes, cancelled = [0.0], 0.0
    total = _sum(slopes)
    penalty = penalty_slope(objective, theta, parameter)
    step, low, high = yield from _losses_beside(objective, theta, parameter)
    difference = 0.0 if is_cut else (high[1] - low[1]) / (high[0] - low[0])
    return Chain(
        parameter,
        float(theta[parameter]),
        place,
        is_cut,
        _weights_above(objective.network, theta, place),
        None if row is None else _row(objective, samples, theta, parameter, row, divisor),
        objective.n_rows,
        divisor,
        total,
        penalty,
        total / divisor + penalty,
        float(gradient[parameter]),
        difference,
        step,
        (low[1], high[1]),
        (_sum([abs(slope) for slope in slopes]) + _CANCELLED * cancelled) / divisor + abs(penalty),
    )


def _row_slopes(
    objective: NetworkObjective, theta: Array, place: Place
) -> Generator[None, None, tuple[list[float], float]]:
    """Yield None often; return each row's own derivative, and what may cancel in its error."""
    slopes: list[float] = []
    cancelled = 0.0
    for first in range(0, objective.n_rows, BLOCK):
        part = slice(first, first + BLOCK)
        inputs, targets = objective.inputs[:, part], objective.targets[:, part]
        _slopes, layers = run_by_hand(
            objective.network, objective.loss_function, theta, inputs, targets
        )
        multiplied = multiplied_by(place, inputs, layers)
        slopes += (layers[place.layer].deltas[place.unit] * multiplied).tolist()
        largest = np.abs(layers[-1].activations).max(initial=1.0)
        cancelled += float(np.abs(multiplied).sum() * largest)
        yield
    return slopes, cancelled


def _sum(terms: list[float]) -> float:
    """Return the sum, rounded once; NaN or infinity where terms are."""
    try:
        return fsum(terms)
    except (OverflowError, ValueError):  # of inf and -inf, or beyond the largest number
        return float(np.sum(terms))


def _weights_above(network: Network, theta: Array, place: Place) -> Array:
    if place.layer == len(network.layers) - 1:
        return read_only(np.empty(0))
    return read_only(theta[network.weight_index[place.layer + 1][:, place.unit]])


def penalty_slope(objective: NetworkObjective, theta: Array, parameter: int) -> float:
    """Return the penalty's derivative; biases and what is cut are free of it."""
    is_free = place_of(objective.network, parameter).source is None or objective.cut[parameter]
    if objective.penalty is None or is_free:
        return 0.0
    function, rate = objective.penalty
    return float(function.derivative(theta[[parameter]], rate)[0])


def _losses_beside(
    objective: NetworkObjective, theta: Array, parameter: int
) -> Generator[None, None, tuple[float, tuple[float, float], tuple[float, float]]]:
    """Yield None; return the central difference's step, and (value, loss) below and above."""
    value = float(theta[parameter])
    step = STEP * max(1.0, abs(value))
    found = []
    for moved in (value - step, value + step):
        beside = theta.copy()
        beside[parameter] = moved
        found.append((moved, objective.loss(beside)))
        yield
    return step, found[0], found[1]


def _row(
    objective: NetworkObjective,
    samples: Samples,
    theta: Array,
    parameter: int,
    row: int,
    divisor: int,
) -> RowChain:
    """Return the factors for one row of the data set."""
    place, inputs = place_of(objective.network, parameter), samples.inputs[:, [row]]
    slopes, layers = run_by_hand(
        objective.network, objective.loss_function, theta, inputs, samples.targets[:, [row]]
    )
    multiplied = float(multiplied_by(place, inputs, layers)[0])
    slope = float(layers[place.layer].deltas[place.unit, 0] * multiplied)
    is_training = bool(np.isin(row, samples.train))
    if objective.cut[parameter]:
        slope = 0.0
    return RowChain(
        row,
        is_training,
        samples.targets[:, row],
        read_only(layers[-1].activations[:, 0]),
        read_only(slopes[:, 0]),
        tuple(ChainLayer(*(read_only(part[:, 0].copy()) for part in layer)) for layer in layers),
        multiplied,
        slope,
        slope / divisor if is_training else 0.0,
    )
