"""The gradient along a run: some of its thetas -> the sum of partial derivatives, and the length.

thetas --objective.gradients--> losses, gradients -> GradientPath
"""

from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array, BoolArray, read_only
from gdsim.engine.objective import Objective
from gdsim.engine.steps import quiet

WORK = 1 << 15
"""Rows times thetas between two looks at the clock."""


class GradientPath(NamedTuple):
    """The loss and the gradient, as two single numbers, at some epochs of a run.

    Both numbers count the free parameters only. The sum can be 0 where the gradient is not, since
    partial derivatives of both signs cancel in it; the length is 0 only where all of them are.

    Attributes
    ----------
    epochs, losses, sums, lengths : ndarray, shape (n,)
        The sums of the partial derivatives, and the lengths of the gradients.
    """

    epochs: Array
    losses: Array
    sums: Array
    lengths: Array


@quiet
def take_path(
    objective: Objective, epochs: Array, thetas: Array, free: BoolArray
) -> Generator[None, None, GradientPath]:
    """Yield None often; return the loss and the gradient's two numbers at ``thetas``.

    Parameters
    ----------
    objective : Objective
    epochs : ndarray, shape (n,)
        Which epochs these are; they are handed on.
    thetas : ndarray, shape (n, n_parameters)
    free : ndarray of bool, shape (n, n_parameters)
        Which parameters were free at each of them.
    """
    n = len(thetas)
    losses, sums, lengths = np.empty(n), np.empty(n), np.empty(n)
    step = max(1, WORK // objective.n_rows)
    for i in range(0, n, step):
        part = slice(i, i + step)
        losses[part], gradients = objective.gradients(thetas[part])
        gradients = np.where(free[part], gradients, 0.0)
        sums[part] = gradients.sum(axis=1)
        lengths[part] = np.linalg.norm(gradients, axis=1)
        yield
    return GradientPath(epochs, read_only(losses), read_only(sums), read_only(lengths))
