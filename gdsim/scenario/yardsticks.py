"""What a training loss is compared with: the average guess, and the least loss there is."""

from math import nan
from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array
from gdsim.engine.closed_form import closed_form
from gdsim.engine.guesses import GuessObjective
from gdsim.engine.objective import NetworkObjective


def average_loss(objective: NetworkObjective | GuessObjective) -> float:
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


class Best(NamedTuple):
    """The least loss and where it is, theta (n_parameters,); NaN and None if not known."""

    theta: Array | None
    loss: float


def best_answer(objective: NetworkObjective | GuessObjective) -> Best:
    """Return right guesses, or the best linear model; of any other nothing is known."""
    if isinstance(objective, GuessObjective):
        truths = np.where(objective.cut, 0.0, objective.targets[0])
        return Best(truths, objective.loss(truths))
    form = closed_form(objective)
    return Best(None, nan) if form is None else Best(form.theta, form.loss)
