"""Which balls lie on the curve that is shown: balls, theta -> places, paths and starts on it."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np

from gdsim.engine.arrays import Array
from gdsim.engine.history import History
from gdsim.views.view import Ball

PathOf: TypeAlias = Callable[[History, int, int], Array]
"""``path_of(history, parameter, last)`` returns values and losses (n, 2) up to an epoch."""


class OnCurve(NamedTuple):
    """A ball on the curve.

    Attributes
    ----------
    ball : Ball
    value, loss : float
        Where it is, on the axes.
    path : ndarray, shape (n, 2)
        Value and loss of its earlier epochs and, last, where it is; maybe with a gap of NaN.
    start : (value, loss)
        Where it began.
    """

    ball: Ball
    value: float
    loss: float
    path: Array
    start: tuple[float, float]

    def points(self) -> list[Array]:
        """Return all its places, as values and losses (n, 2)."""
        return [self.path, np.array([self.start, (self.value, self.loss)])]


def lone_ball(theta: Array, loss: float) -> Ball:
    """Return a ball without a name, for a run that goes alone."""
    empty = History(len(theta))
    return Ball(-1, -1, "", "faint", empty, 0, theta, loss, theta, np.nan)


def are_on_one_curve(one: Array, other: Array, parameter: int) -> bool:
    """Whether two thetas (n_parameters,) differ in no other parameter."""
    is_alike = one.shape == other.shape
    return is_alike and bool(np.array_equal(np.delete(one, parameter), np.delete(other, parameter)))


def balls_on_curve(
    balls: Sequence[Ball], theta: Array, parameter: int, path_of: PathOf
) -> list[OnCurve]:
    """Return those that lie on the curve through ``theta`` (n_parameters,) along a parameter."""
    return [
        placed(ball, parameter, path_of)
        for ball in balls
        if not ball.is_hidden and are_on_one_curve(ball.theta, theta, parameter)
    ]


def placed(ball: Ball, parameter: int, path_of: PathOf) -> OnCurve:
    """Return a ball with its path along a parameter."""
    value, loss = float(ball.theta[parameter]), ball.loss
    earlier = path_of(ball.history, parameter, ball.epoch - 1)
    path = np.vstack([earlier, [[value, loss]]])
    first = ball.history.first_loss if ball.epoch else loss
    return OnCurve(ball, value, loss, path, (float(ball.start[parameter]), first))
