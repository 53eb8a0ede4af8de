"""Where each start leads: starts, optimizer, rate -> all runs at once -> the minimum of each.

Who has come to rest at a minimum or has diverged is taken out, so that most of the work is over
long before the last epoch.
"""

from collections.abc import Generator, Sequence
from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array, BoolArray, IntArray, Memory, read_only
from gdsim.engine.descent import DIVERGED_FACTOR
from gdsim.engine.functions import Minimum
from gdsim.engine.objective import Objective
from gdsim.engine.optimizers import Optimizer
from gdsim.engine.steps import quiet

GONE, UNSETTLED, VOID = -1, -2, -3
"""In place of a minimum: it has diverged, or left the starts' extent and goes on no slower; it is
on its way, jumps to and fro, or rests where no minimum is known; it cannot even start, for the
loss has no value there."""
NEAR = 0.01
"""Of the starts' extent: as near to a minimum, and with a step no longer, is there."""
LOOK = 10
"""Epochs between two looks at who has settled: near all the while, and no less near at the end."""


class Basins(NamedTuple):
    """Which minimum each start leads to.

    Attributes
    ----------
    starts, ends : ndarray, shape (n, n_parameters)
        ``ends`` is where a run was last, while all numbers were finite.
    minimum : ndarray of int, shape (n,)
        Its position among the minima; GONE, UNSETTLED or VOID for none.
    epochs : int
        After how many epochs the last ones were given up.
    """

    starts: Array
    ends: Array
    minimum: IntArray
    epochs: int


@quiet
def take_basins(
    objective: Objective,
    optimizer: Optimizer,
    rate: float,
    minima: Sequence[Minimum],
    starts: Array,
    epochs: int,
    free: BoolArray | None = None,
) -> Generator[None, None, Basins]:
    """Yield None at every epoch; return where descent leads from each of ``starts``.

    Parameters
    ----------
    objective : Objective
        Without rows: a batch would make each start lead elsewhere.
    optimizer : Optimizer
    rate : float
        The learning rate.
    minima : sequence of Minimum
    starts : ndarray, shape (n, n_parameters)
        Their extent is what distances are compared with.
    epochs : int
    free : ndarray of bool, shape (n_parameters,), or None
        Which parameters move.
    """
    crowd = _Crowd(optimizer, rate, minima, starts, free)
    for epoch in range(epochs + 1):
        crowd.leave_out_diverged(*objective.gradients(crowd.theta))
        crowd.forget_passers_by()
        if epoch % LOOK == 0 or epoch == epochs:
            crowd.leave_out_settled()
        if not len(crowd.theta) or epoch == epochs:
            break
        crowd.move()
        yield
    crowd.give_up()
    return Basins(read_only(starts.copy()), read_only(crowd.ends), read_only(crowd.minimum), epochs)


class _Crowd:
    """The runs that are still under way, and what has become of the others."""

    PER_RUN = (
        *("theta", "_who", "_before", "_delta", "_gradients"),
        *("_nearest", "_distance", "_outside", "_pace", "_is_leaving"),
    )

    def __init__(
        self,
        optimizer: Optimizer,
        rate: float,
        minima: Sequence[Minimum],
        starts: Array,
        free: BoolArray | None,
    ) -> None:
        self._optimizer, self._rate, self._free = optimizer, rate, free
        n, n_parameters = starts.shape
        self._low, self._high = starts.min(axis=0), starts.max(axis=0)
        self._widths = np.where(self._high > self._low, self._high - self._low, 1.0)
        self._places = np.array([m.place for m in minima]).reshape(-1, n_parameters)
        self.ends, self.minimum = starts.copy(), np.full(n, UNSETTLED, dtype=np.intp)
        self._limits: Array | None = None  # the losses beyond which a run has diverged
        # Of each run that is under way:
        self.theta, self._before = starts.copy(), starts.copy()
        self._memory: Memory = optimizer.init(self.theta)
        self._who: IntArray = np.arange(n)
        self._delta, self._gradients = np.zeros_like(starts), np.zeros_like(starts)
        self._nearest = np.full(n, UNSETTLED, dtype=np.intp)  # here and below: at the last look
        self._distance = np.full(n, np.inf)
        self._outside, self._pace = np.zeros(n), np.zeros(n)
        self._is_leaving = np.zeros(n, dtype=bool)

    def leave_out_diverged(self, losses: Array, gradients: Array) -> None:
        """Take the gradients of this epoch, and out who has diverged, as ``descend`` says it."""
        self._gradients = gradients
        kind = np.full(len(losses), GONE)
        if self._limits is None:
            self._limits = DIVERGED_FACTOR * np.maximum(1.0, np.abs(losses))
            kind[~np.isfinite(losses)] = VOID
        sound = np.abs(losses) <= self._limits[self._who]  # not so for NaN
        sound &= np.isfinite(self.theta).all(axis=1) & np.isfinite(losses)
        if not sound.all():
            self._leave(~sound, kind, self._before)

    def forget_passers_by(self) -> None:
        """Forget that those were at a minimum who are so no longer."""
        near = np.flatnonzero(self._nearest >= 0)
        if len(near):
            ways = np.abs(self.theta[near] - self._places[self._nearest[near]]) / self._widths
            self._nearest[near[ways.max(axis=1) > NEAR]] = UNSETTLED

    def leave_out_settled(self) -> None:
        """Take out who is at a minimum since the last look, and no farther from it than then."""
        nearest, distance = self._nearest_minimum()
        settled = (nearest >= 0) & (nearest == self._nearest) & (distance <= self._distance)
        self._nearest, self._distance = nearest, distance
        outside = np.maximum(self._low - self.theta, self.theta - self._high) / self._widths
        outside, pace = outside.max(axis=1), np.abs(self._delta / self._widths).max(axis=1)
        is_farther = (outside > NEAR) & (outside > self._outside)
        self._is_leaving = is_farther & (pace >= self._pace)
        self._outside, self._pace = outside, pace
        if settled.any():
            self._leave(settled, nearest, self.theta)

    def move(self) -> None:
        """Take one update."""
        self._before = self.theta
        delta, self._memory = self._optimizer.update(
            self._gradients, self._memory, self.theta, self._rate
        )
        self._delta = delta if self._free is None else np.where(self._free, delta, 0.0)
        self.theta = self.theta + self._delta

    def give_up(self) -> None:
        """Take out all others: they have left, or are not settled."""
        rest = np.ones(len(self._who), dtype=bool)
        self._leave(rest, np.where(self._is_leaving, GONE, UNSETTLED), self.theta)

    def _nearest_minimum(self) -> tuple[IntArray, Array]:
        """Return each run's nearest minimum and how far it is; UNSETTLED where none is near."""
        nearest = np.full(len(self.theta), UNSETTLED, dtype=np.intp)
        distance = np.full(len(self.theta), np.inf)
        slow = np.flatnonzero((np.abs(self._delta) <= NEAR * self._widths).all(axis=1))
        if len(slow) and len(self._places):
            ways = np.abs(self.theta[slow, np.newaxis] - self._places) / self._widths
            far = ways.max(axis=2)  # (n_slow, n_minima)
            found = far.argmin(axis=1)
            distance[slow] = far[np.arange(len(slow)), found]
            nearest[slow] = np.where(distance[slow] <= NEAR, found, UNSETTLED)
        return nearest, distance

    def _leave(self, leaving: BoolArray, minimum: IntArray, ends: Array) -> None:
        """Note what has become of those who are ``leaving``, and go on without them."""
        gone, staying = self._who[leaving], ~leaving
        self.minimum[gone], self.ends[gone] = minimum[leaving], ends[leaving]
        n = len(leaving)
        for name in self.PER_RUN:
            setattr(self, name, getattr(self, name)[staying])
        parts = (p[staying] if np.ndim(p) and len(p) == n else p for p in self._memory)
        self._memory = type(self._memory)(*parts)
