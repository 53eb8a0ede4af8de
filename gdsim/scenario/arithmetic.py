"""One step of all parameters as columns of numbers: Snapshot -> Arithmetic.

It is a whole epoch's step, or that of one update inside the epoch.
"""

from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array, BoolArray, Memory, Rows
from gdsim.engine.snapshot import Snapshot


class Arithmetic(NamedTuple):
    """One step of all parameters: a whole epoch's, or that of one update inside it.

    Attributes
    ----------
    epoch : int
        The one that it leaves.
    current, gradient, step, new : ndarray, shape (n_parameters,)
    rate : float
    free : ndarray of bool, shape (n_parameters,)
        Which parameters it moves.
    memory : dict
        The optimizer's memory after it, as far as it has a number for each parameter, by name.
    before : dict
        The same before it.
    method : str
        The optimizer's name.
    n_updates : int
        How many updates it is made of.
    update : int or None
        Which update of the epoch it is; None for all of them together.
    batch : Rows
        The rows whose gradient it is; None for all.
    """

    epoch: int
    current: Array
    gradient: Array
    step: Array
    new: Array
    rate: float
    free: BoolArray
    memory: dict[str, Array]
    before: dict[str, Array]
    method: str
    n_updates: int
    update: int | None = None
    batch: Rows = None

    @property
    def is_plain(self) -> bool:
        """Whether each new value is current - rate x gradient and nothing else."""
        return self.n_updates == 1 and self.method == "gradient_descent"


def of_epoch(snapshot: Snapshot) -> Arithmetic:
    """Return the step of the whole epoch that ``snapshot`` shows."""
    settings = snapshot.settings
    return Arithmetic(
        snapshot.epoch,
        snapshot.theta,
        snapshot.gradient,
        snapshot.delta,
        snapshot.new,
        settings.rate,
        settings.free,
        remembered(snapshot.next_memory, len(snapshot.theta)),
        remembered(snapshot.state.memory, len(snapshot.theta)),
        settings.optimizer.name,
        snapshot.n_updates,
    )


def of_update(snapshot: Snapshot, number: int) -> Arithmetic:
    """Return the step of one update of the epoch, the first being number 0.

    Raises
    ------
    IndexError
        If the snapshot does not hold that update.
    """
    update = snapshot.updates[number]
    before = snapshot.state if number == 0 else snapshot.updates[number - 1]
    n = len(snapshot.theta)
    return of_epoch(snapshot)._replace(
        current=before.theta,
        gradient=update.evaluation.gradient,
        step=update.delta,
        new=update.theta,
        memory=remembered(update.memory, n),
        before=remembered(before.memory, n),
        n_updates=1,
        update=number,
        batch=update.rows,
    )


def remembered(memory: Memory, n_parameters: int) -> dict[str, Array]:
    """Return the parts of an optimizer's memory that have a number for each parameter."""
    names = getattr(memory, "_fields", ())
    return {
        name: part
        for name, part in zip(names, memory, strict=False)
        if isinstance(part, np.ndarray) and part.shape == (n_parameters,)
    }
