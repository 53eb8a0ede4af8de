"""Guesses as parameters, one for each point: guesses, truths -> differences, loss, gradient.

It is descent without a model: nothing ties one guess to another, so every number can be followed
by hand.
"""

from collections.abc import Callable, Mapping
from math import floor, log10, sqrt
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from gdsim.engine import initializers, streams
from gdsim.engine.arrays import Array, BoolArray, Numbers, Rows
from gdsim.engine.losses import Loss
from gdsim.engine.objective import CHUNK, Evaluation


class Differences(NamedTuple):
    """How far guesses are from the truth; everywhere difference = guess - truth.

    Attributes
    ----------
    differences, absolutes, squares : ndarray, shape (n_points,)
        Of each point.
    running_differences, running_absolutes, running_squares : ndarray, shape (n_points,)
        The sums of the points up to and with each one.
    """

    differences: Array
    absolutes: Array
    squares: Array
    running_differences: Array
    running_absolutes: Array
    running_squares: Array

    @property
    def sum_of_differences(self) -> float:
        """The plain sum, in which errors of opposite signs cancel."""
        return float(self.running_differences[-1])

    @property
    def sum_of_absolutes(self) -> float:
        """The sum of the sizes of the errors."""
        return float(self.running_absolutes[-1])

    @property
    def sum_of_squares(self) -> float:
        """The sum of squared errors."""
        return float(self.running_squares[-1])

    @property
    def typical_error(self) -> float:
        """The root of the mean square: how far off a guess is, in its own units."""
        return sqrt(self.sum_of_squares / len(self.squares))


def take_differences(guesses: Array, truths: Array) -> Differences:
    """Return how far ``guesses`` (n_points,) are from ``truths`` (n_points,)."""
    with np.errstate(all="ignore"):  # what is too large is infinite, and that is the answer
        differences = guesses - truths
        columns = differences, np.abs(differences), differences * differences
        return Differences(*columns, *(np.cumsum(column) for column in columns))


class GuessObjective:
    """The loss of one guess for each point.

    It keeps no buffers, so that one serves every thread.

    Parameters
    ----------
    truths : ndarray, shape (n_points,)
        What should have been guessed; a guess has the same units.
    loss_function : Loss
        For quantities, not for classes.
    cut : ndarray of bool, shape (n_points,), or None
        Guesses held at 0.
    """

    def __init__(self, truths: Array, loss_function: Loss, cut: BoolArray | None = None) -> None:
        n_points = len(truths)
        self.names = tuple(f"g{i + 1}" for i in range(n_points))
        self.loss_function = loss_function
        self.cut = np.zeros(n_points, dtype=bool) if cut is None else cut
        self.n_rows = n_points
        self.targets = truths[np.newaxis]  # (1, n_points), as a network's

    def evaluate(self, theta: Array, rows: Rows = None) -> Evaluation:
        """Return loss and gradient at ``theta``; of all points, or of a batch."""
        chosen = slice(None) if rows is None else rows
        loss, slopes = self._measure(theta[chosen][np.newaxis], self.targets[:, chosen])
        gradient = np.zeros(self.n_rows)
        gradient[chosen] = slopes[0]
        gradient[self.cut] = 0.0
        return Evaluation(float(loss), float(loss), 0.0, gradient)

    def loss(self, theta: Array) -> float:
        """Return the loss of all points at ``theta``, with the same bits as ``evaluate``."""
        return float(self._measure(theta[np.newaxis], self.targets)[0])

    def losses(self, thetas: Array) -> Array:
        """Return the losses (n,) of all points at ``thetas`` (n, n_points)."""
        return self.gradients(thetas)[0]

    def gradients(self, thetas: Array, rows: Rows = None) -> tuple[Array, Array]:
        """Return losses (n,) and gradients (n, n_points) at ``thetas``; of all points or some."""
        chosen = slice(None) if rows is None else rows
        losses, gradients = np.empty(len(thetas)), np.zeros(thetas.shape)
        size = max(1, CHUNK // self.n_rows)
        for i in range(0, len(thetas), size):
            part = slice(i, i + size)
            guesses = thetas[part, np.newaxis][..., chosen]
            losses[part], slopes = self._measure(guesses, self.targets[:, chosen])
            gradients[part, chosen] = slopes[:, 0]
        gradients[:, self.cut] = 0.0
        return losses, gradients

    def twin(self) -> "GuessObjective":
        """Return one that another thread may use: this one."""
        return self

    def _measure(self, outputs: Array, targets: Array) -> tuple[Numbers, Array]:
        """Return losses (...) and slopes (..., 1, n) of guesses (..., 1, n)."""
        slopes = np.empty(outputs.shape)
        scale = self.loss_function.scale(outputs.shape[-1])
        return self.loss_function.measure(outputs, targets, slopes, scale), slopes


def zeros(truths: Array, _seed: int) -> Array:
    """Return 0 for every point."""
    return np.zeros(len(truths))


def mean(truths: Array, _seed: int) -> Array:
    """Return the mean of the truths for every point, the best guess that is one for all."""
    return np.full(len(truths), truths.mean())


def normal(truths: Array, seed: int) -> Array:
    """Return draws of N(mean, deviation^2) of the truths, rounded."""
    drawn = _drawn(initializers.normal, seed, len(truths))
    return _rounded(truths.mean() + truths.std() * drawn, truths.std())


def uniform(truths: Array, seed: int) -> Array:
    """Return draws between the least and the largest truth, rounded."""
    drawn = 0.5 * (_drawn(initializers.uniform, seed, len(truths)) + 1.0)
    low, high = truths.min(), truths.max()
    return _rounded(low + (high - low) * drawn, truths.std())


GUESS_INITIALIZERS: Mapping[str, Callable[[Array, int], Array]] = MappingProxyType(
    {guess.__name__: guess for guess in (zeros, mean, normal, uniform)}
)
"""name -> function of (truths, seed). Their draws are rounded: people guess in round numbers."""


def _drawn(draw: initializers.Draw, seed: int, n_points: int) -> Array:
    """Return a number for each point, from a stream of its own."""
    return np.array([draw(seed, (streams.START, 0, i), 0, 0)[0] for i in range(n_points)])


def _rounded(guesses: Array, deviation: float) -> Array:
    """Return ``guesses`` rounded to a power of ten that is small beside the ``deviation``."""
    if not 0.0 < deviation < np.inf:
        return guesses
    step = 10.0 ** floor(log10(deviation / 5.0))
    return np.round(guesses / step) * step
