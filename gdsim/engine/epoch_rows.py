"""One parameter through some epochs in a row: Experiment, keyframe -> EpochRows.

A history keeps losses and parameters, no gradients; here they are worked out again, for as many
epochs as a table has in sight.
"""

from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array, BoolArray, IntArray, Memory
from gdsim.engine.descent import Experiment, State, arrive, updates
from gdsim.engine.steps import quiet


class EpochRows(NamedTuple):
    """The step of one parameter at each of some epochs in a row.

    Attributes
    ----------
    run, parameter : int
    first : int
        The first epoch.
    current, gradient, new, rate : ndarray, shape (n,)
        The gradient is that of all training rows; ``new`` is what the epoch's updates lead to.
    free : ndarray of bool, shape (n,)
    n_updates : ndarray of int, shape (n,)
    memory, before : dict of ndarray, shape (n,)
        The optimizer's memory after and before the updates, as far as it has a number for each
        parameter, by name.
    """

    run: int
    parameter: int
    first: int
    current: Array
    gradient: Array
    new: Array
    rate: Array
    free: BoolArray
    n_updates: IntArray
    memory: dict[str, Array]
    before: dict[str, Array]

    @property
    def last(self) -> int:
        """The last epoch."""
        return self.first + len(self.current) - 1


@quiet
def take_epoch_rows(
    experiment: Experiment, keyframe: State, run: int, parameter: int, span: tuple[int, int]
) -> Generator[None, None, EpochRows]:
    """Yield None after each update; return the rows of the epochs ``span``, both included.

    Parameters
    ----------
    experiment : Experiment
    keyframe : State
        At or before the first epoch.
    run : int
        The number to put on it.
    parameter : int
    span : (first, last)
    """
    first, last = span
    numbers: list[tuple[float, float, float, float, bool, int]] = []
    memories, befores = [], []
    state = arrive(experiment, keyframe)
    while state.epoch <= last:
        is_wanted = state.epoch >= first
        evaluation = experiment.objective.evaluate(state.theta) if is_wanted else None
        theta, memory, n_updates = state.theta, state.memory, 0
        for update in updates(experiment, state, evaluation):
            theta, memory, n_updates = update.theta, update.memory, n_updates + 1
            yield
        if evaluation is not None:
            settings = experiment.settings_at(state.epoch)
            slope = float(evaluation.gradient[parameter])
            values = float(state.theta[parameter]), slope, float(theta[parameter])
            numbers.append((*values, settings.rate, bool(settings.free[parameter]), n_updates))
            memories.append(memory)
            befores.append(state.memory)
        state = arrive(experiment, State(state.epoch + 1, theta, memory))
    columns = list(zip(*numbers, strict=True)) or [()] * 6
    current, gradient, new, rate = (np.array(column, dtype=float) for column in columns[:4])
    n = len(state.theta)
    return EpochRows(
        run,
        parameter,
        first,
        current,
        gradient,
        new,
        rate,
        np.array(columns[4], dtype=bool),
        np.array(columns[5], dtype=int),
        _column(memories, parameter, n),
        _column(befores, parameter, n),
    )


def _column(memories: list[Memory], parameter: int, n_parameters: int) -> dict[str, Array]:
    """Return the parameter's part of each memory, by name."""
    names = getattr(memories[0], "_fields", ()) if memories else ()
    return {
        name: np.array([float(memory[i][parameter]) for memory in memories])
        for i, name in enumerate(names)
        if getattr(memories[0][i], "shape", None) == (n_parameters,)
    }
