"""Many runs of one experiment from many starts at once: starts (n, p) -> losses, ends, curves.

thetas --objective.gradients, in parts that stay in the cache--> (n, p) --optimizer.update--> thetas

All runs go from epoch to epoch together, so what there is so far can be shown at any time. Each
of them is the run that ``descend`` would make of its start, but for rounding: matrices are
multiplied in another order. A run that diverges stays at its last sound epoch; its numbers cannot
reach the others, since no operation mixes two rows.
"""

from collections.abc import Generator, Iterator
from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array, BoolArray, IntArray, Memory, Rows, count_rows, read_only
from gdsim.engine.descent import DIVERGED_FACTOR, Experiment
from gdsim.engine.steps import quiet

WORK = 1 << 18
"""Rows times parameters times runs between two looks at the clock: some milliseconds."""
MOST_NUMBERS = 1_000_000
"""Runs times parameters: how many numbers each array of a state may hold."""
RECORDED = 1000
"""Epochs after the start at which all losses are kept; fewer epochs are all kept."""
SHOWN = 120
"""Epochs after the start that curves and paths consist of."""


class Results(NamedTuple):
    """What many starts have come to so far; row i of everything belongs to start i.

    Attributes
    ----------
    starts, ends : ndarray, shape (n, n_parameters)
        Where each run began and where it is; a diverged one where it was last sound.
    first_losses, losses : ndarray, shape (n,)
        There.
    epoch, epochs : int
        How far all are, and how far they are to go.
    shown_epochs : ndarray, shape (k,)
        Epochs from 0 to ``epoch``, at most 121.
    curves : ndarray, shape (n, k)
        The losses then; NaN from where a run diverged.
    paths : ndarray, shape (n, k, q), or None
        The values of ``watched`` parameters then, where some are watched.
    watched : tuple of int
        Which ones: none, one or two.
    epochs_needed : ndarray of int, shape (n,)
        See `epochs_needed`.
    diverged_at : ndarray of int, shape (n,)
        The epoch that a run did not reach; -1 for those that go on.
    """

    starts: Array
    ends: Array
    first_losses: Array
    losses: Array
    epoch: int
    epochs: int
    shown_epochs: IntArray
    curves: Array
    paths: Array | None
    watched: tuple[int, ...]
    epochs_needed: IntArray
    diverged_at: IntArray

    @property
    def n(self) -> int:
        """How many runs there are."""
        return len(self.losses)

    @property
    def is_complete(self) -> bool:
        """Whether all have gone as far as they were to go."""
        return self.epoch >= self.epochs

    @property
    def order(self) -> IntArray:
        """The runs by their loss, the best first; those that diverged last."""
        return np.lexsort((self.losses, self.diverged_at >= 0))

    @property
    def best(self) -> int:
        """The run with the least loss, -1 where all have diverged."""
        best = int(self.order[0])
        return best if self.diverged_at[best] < 0 else -1


class Restarts:
    """Many runs on their way. ``steps`` takes them further; ``results`` says how far they are.

    Parameters
    ----------
    experiment : Experiment
        Its start does not count, all else does: settings, batches in their order, changes.
    starts : ndarray, shape (n, n_parameters)
    epochs : int
        How far to go.
    watched : tuple of int
        Parameters whose paths are to be kept.
    """

    def __init__(
        self, experiment: Experiment, starts: Array, epochs: int, watched: tuple[int, ...] = ()
    ) -> None:
        self.starts, self.epochs, self.watched = read_only(starts), epochs, watched
        self.epoch = -1
        self._experiment = experiment
        self._thetas = starts
        n, n_recorded = len(starts), min(epochs, RECORDED)
        self._first_losses = self._losses = np.full(n, np.nan)
        self._diverged_at = np.full(n, -1)
        self._recorded = _spaced(epochs, n_recorded)
        self._shown = _spaced(n_recorded, min(n_recorded, SHOWN))  # positions in the record
        self._record = np.full((n, n_recorded + 1), np.nan)
        self._paths = np.full((n, len(self._shown), len(watched)), np.nan)

    @quiet
    def steps(self) -> Generator[None, None, None]:
        """Yield None often, until all runs have come to their last epoch."""
        experiment, thetas = self._experiment, self.starts
        memory = experiment.settings.optimizer.init(thetas)
        for epoch in range(self.epochs + 1):
            thetas, memory = self._arrive(epoch, thetas, memory)
            losses, gradients = yield from self._evaluate(epoch, thetas)
            thetas = self._note(epoch, thetas, losses)
            if epoch < self.epochs:
                thetas, memory = yield from self._leave(epoch, thetas, memory, gradients)

    def results(self) -> Results:
        """Return what there is up to the last epoch that all runs have reached."""
        n_recorded = int(np.searchsorted(self._recorded, self.epoch, side="right"))
        n_shown = int(np.searchsorted(self._shown, n_recorded))
        shown = self._shown[:n_shown]
        record = self._record[:, :n_recorded]
        return Results(
            self.starts,
            read_only(self._thetas.copy()),
            self._first_losses,
            read_only(self._losses.copy()),
            max(0, self.epoch),
            self.epochs,
            read_only(self._recorded[shown]),
            read_only(record[:, shown]),
            read_only(self._paths[:, :n_shown].copy()) if self.watched else None,
            self.watched,
            read_only(epochs_needed(self._recorded[:n_recorded], record, self._diverged_at)),
            read_only(self._diverged_at.copy()),
        )

    def _arrive(self, epoch: int, thetas: Array, memory: Memory) -> tuple[Array, Memory]:
        """Make the changes of an epoch in all runs that go on."""
        experiment = self._experiment
        change = experiment.latest_change(epoch) if experiment.changes else None
        if change is None or change.epoch != epoch or not change.parameters:
            return thetas, memory
        thetas = thetas.copy()
        for position, value in change.parameters:
            thetas[self._diverged_at < 0, position] = value
        return thetas, change.settings.optimizer.init(thetas)

    def _evaluate(
        self, epoch: int, thetas: Array
    ) -> Generator[None, None, tuple[Array, Array | None]]:
        """Return the losses of all rows, and their gradients where the update needs them."""
        objective = self._experiment.objective
        if self._experiment.settings_at(epoch).batches.is_full:
            return (yield from self._gradients(thetas, None))
        losses = np.empty(len(thetas))
        for part in self._parts(objective.n_rows):
            losses[part] = objective.losses(thetas[part])
            yield
        return losses, None

    def _leave(
        self, epoch: int, thetas: Array, memory: Memory, gradients: Array | None
    ) -> Generator[None, None, tuple[Array, Memory]]:
        """Make the updates of an epoch; the first one's gradients may be known already."""
        optimizer, rate, batches, free = self._experiment.settings_at(epoch)
        moves = free & (self._diverged_at < 0)[:, np.newaxis]  # (n, n_parameters)
        all_move = bool(moves.all())
        for rows in batches.of_epoch(epoch):
            if gradients is None or rows is not None:
                _losses, gradients = yield from self._gradients(thetas, rows)
            delta, memory = optimizer.update(gradients, memory, thetas, rate)
            thetas = thetas + (delta if all_move else np.where(moves, delta, 0.0))
        return thetas, memory

    def _gradients(self, thetas: Array, rows: Rows) -> Generator[None, None, tuple[Array, Array]]:
        objective = self._experiment.objective
        losses, gradients = np.empty(len(thetas)), np.empty(thetas.shape)
        for part in self._parts(count_rows(rows, objective.n_rows)):
            losses[part], gradients[part] = objective.gradients(thetas[part], rows)
            yield
        return losses, gradients

    def _note(self, epoch: int, thetas: Array, losses: Array) -> Array:
        """Note an epoch; return where the runs are, the diverged ones at their last sound epoch."""
        if epoch == 0:
            self._first_losses = read_only(losses.copy())
        limits = DIVERGED_FACTOR * np.maximum(1.0, np.abs(self._first_losses))
        is_sound = np.isfinite(losses) & (np.abs(losses) <= limits)
        is_sound &= np.isfinite(thetas).all(axis=1)
        is_sound |= self._diverged_at >= 0
        if not is_sound.all():
            self._diverged_at[~is_sound] = epoch
        goes_on = self._diverged_at < 0
        if not goes_on.all():
            thetas = np.where(goes_on[:, np.newaxis], thetas, self._thetas)
            losses = np.where(goes_on, losses, self._losses)
        self.epoch, self._thetas, self._losses = epoch, thetas, losses
        place = int(np.searchsorted(self._recorded, epoch))
        if self._recorded[place] == epoch:
            self._record[goes_on, place] = losses[goes_on]
            self._keep_paths(place, thetas, goes_on)
        return thetas

    def _keep_paths(self, place: int, thetas: Array, goes_on: BoolArray) -> None:
        shown = int(np.searchsorted(self._shown, place))
        if self._shown[shown] == place:
            self._paths[:, shown] = np.where(
                goes_on[:, np.newaxis], thetas[:, list(self.watched)], np.nan
            )

    def _parts(self, n_rows: int) -> Iterator[slice]:
        """Cut the runs into parts that take a few milliseconds each."""
        n, n_parameters = self.starts.shape
        size = max(1, WORK // (n_rows * n_parameters))
        return (slice(i, i + size) for i in range(0, n, size))


def most_starts(n_parameters: int) -> int:
    """Return from how many starts at once so many parameters can be trained: 1,000 or fewer."""
    return max(1, min(1000, MOST_NUMBERS // max(1, n_parameters)))


def epochs_needed(epochs: IntArray, losses: Array, diverged_at: IntArray) -> IntArray:
    """Return the first epoch at which each run had made 99 % of its way down.

    The way down is from the first of its losses to the last one, so of a run that still falls it
    may grow. It is -1 for a run that diverged or has not come down at all.

    Parameters
    ----------
    epochs : ndarray of int, shape (k,)
        Where losses are known; the answer is one of them.
    losses : ndarray, shape (n, k)
    diverged_at : ndarray of int, shape (n,)
        -1 for runs that have not.
    """
    if not len(epochs):
        return np.full(len(losses), -1)
    way = losses[:, 0] - losses[:, -1]
    is_there = losses <= (losses[:, 0] - 0.99 * way)[:, np.newaxis]
    needed = epochs[is_there.argmax(axis=1)]
    return np.where((diverged_at < 0) & (way > 0.0), needed, -1)


def _spaced(last: int, n_steps: int) -> IntArray:
    """Return whole numbers from 0 to ``last``, in steps as even as they can be."""
    return np.rint(np.linspace(0, last, n_steps + 1)).astype(np.intp)
