"""What a training loss is compared with: the average guess, and the least loss there is."""

from math import nan

import numpy as np

from gdsim.engine.objective import NetworkObjective


def average_loss(objective: NetworkObjective) -> float:
    """Return the loss of answering every row with the mean of the training targets."""
    loss = objective.loss_function
    mean = objective.targets.mean(axis=1, keepdims=True)
    if loss.goes_with == "sigmoid":
        if mean.min() <= 0.0 or mean.max() >= 1.0:
            return nan
        mean = np.log(mean / (1.0 - mean))
    elif loss.goes_with == "softmax":
        mean = np.log(np.maximum(mean, 1e-300))
    outputs = np.repeat(mean, objective.n_rows, axis=1)
    slope = np.empty_like(outputs)
    return float(loss.measure(outputs, objective.targets, slope, loss.scale(objective.n_rows)))


def best_loss(objective: NetworkObjective) -> float:
    """Return the least squares loss, for a plain linear model; NaN for any other."""
    network, loss = objective.network, objective.loss_function
    is_linear = len(network.layers) == 1 and network.layers[0].activation.name == "identity"
    is_squared = loss.name in ("sse", "mse", "half_sse", "half_mse")
    if not (is_linear and is_squared) or objective.penalty or objective.cut.any():
        return nan
    columns = objective.inputs.T
    if network.layers[0].bias:
        columns = np.column_stack([columns, np.ones(len(columns))])
    try:
        answer = np.linalg.lstsq(columns, objective.targets.T, rcond=None)[0]
    except np.linalg.LinAlgError:
        return nan
    outputs = (columns @ answer).T
    slope = np.empty_like(outputs)
    return float(loss.measure(outputs, objective.targets, slope, loss.scale(objective.n_rows)))
