"""What a network makes of the data: theta, samples -> values of a row, predictions, fit.

Whatever is to be read by people is in the data's own units.
"""

from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array, read_only
from gdsim.engine.datasets import Samples
from gdsim.engine.objective import NetworkObjective

FIT_POINTS = 201
MAP_POINTS = 41


class LayerValues(NamedTuple):
    """What a layer holds for one row: sums, activations, and the loss's slope by the sums."""

    pre_activations: Array
    activations: Array
    slopes: Array


class Fit(NamedTuple):
    """Predictions over the inputs' range, in the data's own units.

    Attributes
    ----------
    axes : tuple of ndarray
        One for each input (one or two).
    values : ndarray, shape (n_outputs, *lengths of the axes)
    """

    axes: tuple[Array, ...]
    values: Array


class NetworkValues(NamedTuple):
    """The part of a snapshot that only networks have.

    Attributes
    ----------
    row : int
    inputs, raw_inputs : ndarray, shape (n_features,)
        Of the selected row, as computed with and in their own units.
    is_typed : bool
        Whether the inputs were typed, so that no truth is known.
    layers : tuple of LayerValues
        Of that row.
    predictions : ndarray, shape (n_outputs, n_samples)
        Of every row, in the data's own units.
    answer : ndarray, shape (n_outputs,)
        Of the selected row, in the data's own units.
    typical_error : float
        Root of the mean squared error of the first target over the training rows, its own units.
    accuracy : float
        Share of training rows whose class is right (with several sigmoid outputs: all of them);
        NaN for a regression.
    fit : Fit or None
    targets : ndarray, shape (n_outputs,), or None
        Of the selected row, as computed with.
    loss : float
        Of that row alone, without penalty.
    """

    row: int
    inputs: Array
    raw_inputs: Array
    is_typed: bool
    layers: tuple[LayerValues, ...]
    predictions: Array
    answer: Array
    typical_error: float
    accuracy: float
    fit: Fit | None
    targets: Array | None = None
    loss: float = np.nan


def take_network_values(
    objective: NetworkObjective,
    samples: Samples,
    theta: Array,
    row: int,
    typed: tuple[float, ...] | None = None,
    *,
    with_fit: bool = False,
) -> NetworkValues:
    """Return what the network makes of one row, and of all of them.

    Parameters
    ----------
    objective : NetworkObjective
    samples : Samples
    theta : ndarray, shape (n_parameters,)
    row : int
        Of the data set.
    typed : tuple of float or None
        Inputs in their own units, instead of the row's.
    with_fit : bool
        Whether to evaluate the prediction over the inputs' whole range.
    """
    dataset, to_raw = samples.dataset, samples.target_scaler.inverse
    raw_inputs = dataset.inputs[row]
    inputs = samples.inputs[:, row]
    if typed is not None:
        raw_inputs = read_only(np.array(typed, dtype=float))
        inputs = samples.input_scaler.transform(raw_inputs)
    column = inputs[:, np.newaxis]
    values = objective.values(theta, column)
    slopes = objective.slopes(theta, column, samples.targets[:, [row]])
    outputs = objective.outputs(theta, samples.inputs)
    predictions = to_raw(outputs.T).T
    train = samples.train
    errors = predictions[0, train] - dataset.targets[train, 0]
    accuracy = np.nan
    if not objective.loss_function.is_regression:
        is_one_of_many = objective.loss_function.goes_with == "softmax"
        accuracy = _accuracy(
            outputs[:, train], samples.targets[:, train], is_one_of_many=is_one_of_many
        )
    return NetworkValues(
        row,
        inputs,
        raw_inputs,
        typed is not None,
        tuple(
            LayerValues(read_only(z[:, 0]), read_only(a[:, 0]), read_only(s[:, 0]))
            for (z, a), s in zip(values, slopes, strict=True)
        ),
        read_only(predictions),
        to_raw(values[-1][1][:, 0]),
        float(np.sqrt(np.mean(errors * errors))),
        accuracy,
        _fit(objective, samples, theta) if with_fit else None,
        samples.targets[:, row],
        _row_loss(objective, values[-1], samples.targets[:, [row]]),
    )


def _row_loss(objective: NetworkObjective, last: tuple[Array, Array], targets: Array) -> float:
    """Return the loss of one column, from the last layer's sums and activations (n_outputs, 1)."""
    loss = objective.loss_function
    outputs = last[0] if loss.goes_with is not None else last[1]
    return float(loss.measure(outputs, targets, np.empty_like(targets), loss.scale(1)))


def _accuracy(outputs: Array, targets: Array, *, is_one_of_many: bool) -> float:
    """Return the share of columns whose class is right, in all outputs where each is a class."""
    if is_one_of_many:
        return float(np.mean(outputs.argmax(axis=0) == targets.argmax(axis=0)))
    return float(np.mean(((outputs >= 0.5) == (targets >= 0.5)).all(axis=0)))


def _fit(objective: NetworkObjective, samples: Samples, theta: Array) -> Fit | None:
    """Return the prediction over a margin around the data; None for more than two inputs."""
    raw = samples.dataset.inputs
    n_features = raw.shape[1]
    if n_features > 2:
        return None
    low, high = raw.min(axis=0), raw.max(axis=0)
    margin = np.where(high > low, 0.08 * (high - low), 0.5)
    n = FIT_POINTS if n_features == 1 else MAP_POINTS
    axes = tuple(
        read_only(np.linspace(a - m, b + m, n)) for a, b, m in zip(low, high, margin, strict=True)
    )
    points = np.stack([grid.ravel() for grid in np.meshgrid(*axes, indexing="ij")])
    scaled = samples.input_scaler.transform(points.T).T
    outputs = samples.target_scaler.inverse(objective.outputs(theta, scaled).T).T
    return Fit(axes, read_only(outputs.reshape(-1, *(n,) * n_features)))
