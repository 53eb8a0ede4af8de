"""Who gets lower, by hand or by descent: the start, the tries, the run -> values to be shown."""

from math import nan
from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array
from gdsim.engine.descent import StopReason
from gdsim.engine.history import LOSS, History


class Try(NamedTuple):
    """One change by hand.

    Attributes
    ----------
    number : int
        The first one is 1; 0 is the start.
    theta : ndarray, shape (n_parameters,)
        The parameters it led to.
    loss : float
    """

    number: int
    theta: Array
    loss: float


class Contest(NamedTuple):
    """What a person and descent have reached from one start.

    Attributes
    ----------
    start : ndarray, shape (n_parameters,), or None
        None as long as it has not begun.
    start_loss : float
        NaN until it is known.
    tries : tuple of Try
        In the order in which they were made.
    descent : History or None
        The run from the same start, once it was let try; it may still grow.
    """

    start: Array | None = None
    start_loss: float = nan
    tries: tuple[Try, ...] = ()
    descent: History | None = None

    @property
    def has_begun(self) -> bool:
        """Whether tries are counted."""
        return self.start is not None

    @property
    def best(self) -> Try | None:
        """The try with the lowest loss, of equals the first."""
        return min(self.tries, key=_loss_of, default=None)

    @property
    def n_epochs(self) -> int:
        """How many epochs descent has gone."""
        return max(0, self.descent.n_epochs - 1) if self.descent is not None else 0

    @property
    def has_diverged(self) -> bool:
        """Whether descent has run away."""
        stop = self.descent.stop if self.descent is not None else None
        return stop is not None and stop.reason is StopReason.DIVERGED

    def descent_loss(self, epoch: int) -> float:
        """Return descent's loss at an epoch, or the first one after it that stands by itself."""
        if self.descent is None or not 0 <= epoch < self.descent.n_epochs:
            return nan
        return float(self.descent.series(LOSS, epoch, epoch, 2).values[-1])

    def knows(self, theta: Array) -> bool:
        """Whether these parameters are the start or one of the tries."""
        if self.start is not None and np.array_equal(theta, self.start):
            return True
        return any(np.array_equal(theta, one.theta) for one in self.tries)

    def with_loss(self, theta: Array, loss: float, most: int) -> "Contest":
        """Return it with the loss at the start, or with another try; beyond ``most`` none counts.

        What is known already is no try.
        """
        if self.start is None:
            return self
        if np.array_equal(theta, self.start):
            return self._replace(start_loss=loss)
        if self.knows(theta) or len(self.tries) >= most:
            return self
        return self._replace(tries=(*self.tries, Try(len(self.tries) + 1, theta, loss)))


def _loss_of(one: Try) -> float:
    return one.loss
