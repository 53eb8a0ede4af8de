"""A second opinion on every gradient: central differences of the loss."""

import numpy as np

from gdsim.engine.arrays import Array, Rows
from gdsim.engine.objective import Objective

STEP = float(np.finfo(float).eps) ** (1.0 / 3.0)
"""Best step for central differences near 1: rounding and curvature then err alike."""


def central_difference(objective: Objective, theta: Array, rows: Rows = None) -> Array:
    """Return the gradient (n_parameters,) at ``theta`` worked out from losses alone.

    Each parameter is moved up and down by ``eps**(1/3) * max(1, |value|)``.
    """
    gradient = np.empty(len(theta))
    for i, value in enumerate(theta):
        step = STEP * max(1.0, abs(value))
        up, down = theta.copy(), theta.copy()
        up[i], down[i] = value + step, value - step
        rise = objective.evaluate(up, rows).loss - objective.evaluate(down, rows).loss
        gradient[i] = rise / (up[i] - down[i])
    gradient[objective.cut] = 0.0
    return gradient


def relative_error(first: Array, second: Array) -> Array:
    """Return |a - b| / (|a| + |b|), 0 where both are as good as 0; shape (n_parameters,)."""
    difference, size = np.abs(first - second), np.abs(first) + np.abs(second)
    return np.where(size < 1e-9, 0.0, difference / np.maximum(size, 1e-300))
