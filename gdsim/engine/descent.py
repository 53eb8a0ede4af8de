"""The loop of gradient descent: Experiment -> State 0, 1, 2, ...

It knows no thread, no clock and no window: whoever wants an epoch pulls one more value out of
``descend``, and whoever wants to stop stops pulling.
"""

from bisect import bisect_right
from collections.abc import Generator, Iterator
from enum import Enum
from math import inf, isfinite, nan
from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array, BoolArray, Memory, Rows
from gdsim.engine.batches import Batches
from gdsim.engine.objective import Evaluation, Objective
from gdsim.engine.optimizers import Optimizer
from gdsim.engine.steps import quiet

DIVERGED_FACTOR = 1e12
"""A loss this many times the first one (or 1, if that is more) counts as diverged."""


class State(NamedTuple):
    """What decides the whole future of a run: after ``epoch`` passes over the rows."""

    epoch: int
    theta: Array
    memory: Memory


class Settings(NamedTuple):
    """What an update obeys; a change at some epoch replaces it from there on.

    Attributes
    ----------
    optimizer : Optimizer
    rate : float
        The learning rate.
    batches : Batches
    free : ndarray of bool, shape (n_parameters,)
        Which parameters move; the others are frozen or cut.
    """

    optimizer: Optimizer
    rate: float
    batches: Batches
    free: BoolArray


class Change(NamedTuple):
    """What is new at the state of one epoch, before the update that leaves it.

    Attributes
    ----------
    epoch : int
    settings : Settings
        In force from this epoch on.
    parameters : tuple of (position in theta, value)
        Set at this epoch; the optimizer's memory then starts anew.
    """

    epoch: int
    settings: Settings
    parameters: tuple[tuple[int, float], ...] = ()


class Experiment(NamedTuple):
    """All that a run is a function of.

    Attributes
    ----------
    objective : Objective
    settings : Settings
        In force at the start.
    start : State
        Epoch 0.
    epochs : int
        The goal; descent itself goes on past it.
    changes : tuple of Change
        By epoch, each epoch once.
    held_out : Objective or None
        The loss on rows that are not learnt from.
    """

    objective: Objective
    settings: Settings
    start: State
    epochs: int
    changes: tuple[Change, ...] = ()
    held_out: Objective | None = None

    def settings_at(self, epoch: int) -> Settings:
        """Return what the update that leaves ``epoch`` obeys."""
        change = self.latest_change(epoch) if self.changes else None
        return self.settings if change is None else change.settings

    def latest_change(self, epoch: int) -> Change | None:
        """Return the newest change at or before ``epoch``."""
        n = bisect_right(self.changes, epoch, key=_epoch_of)
        return self.changes[n - 1] if n else None


class Update(NamedTuple):
    """One update inside an epoch: the batch, its loss and gradient, the step, what it leads to."""

    rows: Rows
    evaluation: Evaluation
    delta: Array
    theta: Array
    memory: Memory


class Epoch(NamedTuple):
    """A state that descent has reached, and the loss of all training rows there.

    Attributes
    ----------
    state : State
    loss : float
        With the penalty.
    test_loss : float
        Of the rows held out, without penalty; NaN where there are none.
    """

    state: State
    loss: float
    test_loss: float


class StopReason(Enum):
    """Why a run has no further epoch."""

    DIVERGED = "diverged"


class Stop(NamedTuple):
    """The end of a run as a result.

    Attributes
    ----------
    reason : StopReason
    epoch : int
        The epoch that was not reached.
    parameter : int
        The position of the parameter that has grown most.
    growth : float
        Its last step, compared with the size that it had before; inf where that was 0.
    """

    reason: StopReason
    epoch: int
    parameter: int
    growth: float


def descend(experiment: Experiment, state: State) -> Generator[Epoch | None, None, Stop]:
    """Yield ``state`` as an Epoch and every later one, without end unless the run diverges.

    After an update inside an epoch None is yielded, so that the caller can look at the clock. The
    generator's return value is a Stop. Numbers may overflow on the way to it: whoever pulls
    switches NumPy's warnings off meanwhile, once for many epochs, as ``Collector.take`` does.
    """
    objective, held_out = experiment.objective, experiment.held_out
    limit = largest_loss(objective.loss(experiment.start.theta))
    before = state
    while True:
        state = arrive(experiment, state)
        is_full = experiment.settings_at(state.epoch).batches.is_full
        evaluation = objective.evaluate(state.theta) if is_full else None
        loss = evaluation.loss if evaluation else objective.loss(state.theta)
        if not is_sound(state.theta, loss, limit):
            return _divergence(before, state)
        yield Epoch(state, loss, held_out.loss(state.theta) if held_out else nan)
        theta, memory = state.theta, state.memory
        for update in updates(experiment, state, evaluation):
            theta, memory = update.theta, update.memory
            if not is_full:
                yield None
        before, state = state, State(state.epoch + 1, theta, memory)


def updates(
    experiment: Experiment, state: State, evaluation: Evaluation | None = None
) -> Iterator[Update]:
    """Yield the updates of the epoch that begins at ``state``, one for each batch.

    ``evaluation`` spares the first one's work where it is of all rows and known already.
    """
    optimizer, rate, batches, free = experiment.settings_at(state.epoch)
    all_free = np.count_nonzero(free) == len(free)
    theta, memory = state.theta, state.memory
    for rows in batches.of_epoch(state.epoch):
        if evaluation is None or rows is not None:
            evaluation = experiment.objective.evaluate(theta, rows)
        delta, memory = optimizer.update(evaluation.gradient, memory, theta, rate)
        if not all_free:
            delta = np.where(free, delta, 0.0)
        theta = theta + delta
        yield Update(rows, evaluation, delta, theta, memory)


def arrive(experiment: Experiment, state: State) -> State:
    """Return ``state`` with the changes at its epoch made; a second call changes nothing more."""
    change = experiment.latest_change(state.epoch) if experiment.changes else None
    if change is None or change.epoch != state.epoch or not change.parameters:
        return state
    theta = state.theta.copy()
    for position, value in change.parameters:
        theta[position] = value
    return State(state.epoch, theta, change.settings.optimizer.init(theta))


@quiet
def replay(
    experiment: Experiment, keyframe: State, epoch: int
) -> Generator[State | None, None, None]:
    """Yield None after each update on the way from ``keyframe`` to ``epoch``, then that State."""
    state = arrive(experiment, keyframe)
    while state.epoch < epoch:
        theta, memory = state.theta, state.memory
        for update in updates(experiment, state):
            theta, memory = update.theta, update.memory
            yield None
        state = arrive(experiment, State(state.epoch + 1, theta, memory))
    yield state


def largest_loss(first: float) -> float:
    """Return the loss beyond which a run that began with the loss ``first`` has diverged."""
    return DIVERGED_FACTOR * max(1.0, abs(first))


def is_sound(theta: Array, loss: float, limit: float) -> bool:
    """Whether a loss is finite and below ``limit`` and every parameter is finite."""
    if not isfinite(loss) or abs(loss) > limit:
        return False
    # One dot product is a third of the cost of asking each; it overflows only far beyond sense.
    return isfinite(theta.dot(theta)) or bool(np.isfinite(theta).all())


def _divergence(before: State, after: State) -> Stop:
    """Return who has grown most, comparing a state that is not sound with the last sound one."""
    with np.errstate(all="ignore"):
        step = np.abs(np.nan_to_num(after.theta - before.theta, nan=inf))
        parameter = int(np.argmax(step))
        size, earlier = float(step[parameter]), abs(float(before.theta[parameter]))
    growth = size / earlier if earlier > 0.0 and isfinite(size) else inf
    return Stop(StopReason.DIVERGED, after.epoch, parameter, growth)


def _epoch_of(change: Change) -> int:
    return change.epoch
