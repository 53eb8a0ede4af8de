"""What a run has been: blocks of epochs -> curves to plot, and keyframes to replay any epoch from.

A history is a cache: the Scenario decides every number in it. It is bounded: while it is small
each epoch stands in it by itself; when the budget is reached, neighbours merge into buckets
(first, lowest, highest, last) and every second keyframe goes.
"""

from collections.abc import Sequence
from copy import copy
from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array, IntArray
from gdsim.engine.descent import State, Stop
from gdsim.engine.keyframes import Keyframes
from gdsim.engine.stopwatch import Stopwatch

MAX_BUCKETS = 1 << 15
BUDGET_BYTES = 100_000_000
"""For the buckets; the keyframes have a budget of their own."""

FIRST, LOWEST, HIGHEST, LAST = range(4)
LOSS, TEST_LOSS, PARAMETERS = 0, 1, 2
"""Columns of a history: the loss, the loss of held-out rows, then every parameter."""


class Block(NamedTuple):
    """Epochs in a row, as columns.

    Attributes
    ----------
    first_epoch : int
    losses, test_losses : ndarray, shape (n,)
        n may be 0, where time was over within an epoch or the run ended at once.
    thetas : ndarray, shape (n, n_parameters)
    keyframes : tuple of State
        Some of these epochs, enough to replay the others quickly.
    last : State or None
        The state of the last epoch.
    stop : Stop or None
        Where the run ended.
    seconds : float
        How long the work took.
    """

    first_epoch: int
    losses: Array
    test_losses: Array
    thetas: Array
    keyframes: tuple[State, ...]
    last: State | None
    stop: Stop | None = None
    seconds: float = 0.0


class Series(NamedTuple):
    """A curve to plot: epochs and values, shape (n,), at most two values for each bucket."""

    epochs: Array
    values: Array


class History:
    """The epochs 0 to ``n_epochs - 1`` of one run.

    Parameters
    ----------
    n_parameters : int
    max_buckets : int
        How many buckets to keep at most; also bounded by a budget in bytes.

    Attributes
    ----------
    n_parameters, n_epochs : int
    width : int
        How many epochs share a bucket.
    first_loss : float
    stop : Stop or None
        Where the run ended.
    keyframes : Keyframes
    stopwatch : Stopwatch
        How long the epochs took.
    """

    def __init__(self, n_parameters: int, max_buckets: int = MAX_BUCKETS) -> None:
        self.n_parameters = n_parameters
        self.n_epochs = 0
        self.stop: Stop | None = None
        self.first_loss = np.nan
        self.width = 1
        n_columns = n_parameters + PARAMETERS
        fits = BUDGET_BYTES // (4 * 8 * n_columns)
        self._max_buckets = max(64, min(max_buckets, fits)) & ~1
        self._buckets: Array = np.empty((4, n_columns, 64))
        self.keyframes = Keyframes()
        self.stopwatch = Stopwatch()

    def append(self, block: Block) -> None:
        """Add the epochs of ``block`` that are new; it must reach back to the newest one.

        Raises
        ------
        ValueError
            If epochs between the newest one and the block are missing.
        """
        skip = self.n_epochs - block.first_epoch
        if skip < 0:
            raise ValueError(f"Epochs {self.n_epochs} to {block.first_epoch - 1} are missing.")
        columns = np.vstack([block.losses, block.test_losses, block.thetas.T])
        share = 1.0 - min(skip, columns.shape[1]) / max(1, columns.shape[1])
        columns = columns[:, skip:]
        if not self.n_epochs and columns.shape[1]:
            self.first_loss = float(columns[LOSS, 0])
        while columns.shape[1]:
            room = self._max_buckets * self.width - self.n_epochs
            if room:
                self._fill(columns[:, :room])
                columns = columns[:, room:]
            else:
                self._merge()
        self.keyframes.add(block.keyframes)
        self.stopwatch.add(self.n_epochs - 1, share * block.seconds)
        self.stop = block.stop or self.stop

    def keyframe(self, epoch: int) -> State:
        """Return the newest keyframe at or before ``epoch``.

        Raises
        ------
        LookupError
            If the history is empty.
        """
        return self.keyframes.at(epoch)

    def series(self, column: int, first: int, last: int, n_points: int) -> Series:
        """Return a column over the epochs ``first`` to ``last``, of about ``n_points`` points.

        Where several epochs share a point both their lowest and highest value are given, so that
        no peak is lost. The first and the last epoch always stand by themselves.
        """
        n = self.n_buckets
        low, high = max(0, first // self.width), min(n, last // self.width + 1)
        if high <= low:
            return Series(np.empty(0), np.empty(0))
        group = -(-2 * (high - low) // max(4, n_points))
        if self.width == 1 and group <= 2:
            return Series(np.arange(low, high, dtype=float), self._buckets[FIRST, column, low:high])
        starts = np.arange(low, high, group)
        return self._grouped(column, starts, high)

    def extent(self, column: int) -> tuple[float, float]:
        """Return the lowest and the highest value of a column so far, NaN where it has none."""
        n = self.n_buckets
        low, high = self._buckets[LOWEST, column, :n], self._buckets[HIGHEST, column, :n]
        lowest, highest = (
            f.reduce(side, initial=np.nan) for f, side in ((np.fmin, low), (np.fmax, high))
        )
        return float(lowest), float(highest)

    def first_at_or_below(self, column: int, level: float) -> int | None:
        """Return the first epoch, or the first of its bucket, whose value is at most ``level``."""
        reached = np.flatnonzero(self.buckets[LOWEST, column] <= level)
        return int(reached[0]) * self.width if len(reached) else None

    def value(self, column: int, epoch: int) -> float | None:
        """Return a column's value at ``epoch`` if it stands by itself, else None."""
        if not 0 <= epoch < self.n_epochs or (self.width > 1 and epoch % self.width):
            return None
        return float(self._buckets[FIRST, column, epoch // self.width])

    def points(self, columns: Sequence[int], last: int, n_points: int) -> tuple[Array, Array]:
        """Return about ``n_points`` epochs (n,) from 0 to ``last``, and the columns there (k, n).

        Every value is the one of its epoch; none is a summary of several.
        """
        n = min(self.n_buckets, last // self.width + 1)
        count = min(n, max(1, n_points))
        chosen = np.arange(count) * (n - 1) // max(1, count - 1)
        rows = np.array(columns, dtype=int)
        epochs: Array = chosen.astype(float) * self.width
        return epochs, self._buckets[FIRST][np.ix_(rows, chosen)]

    def until(self, epoch: int) -> "History":
        """Return a copy that ends before ``epoch``, or where the bucket of that epoch begins."""
        part = copy(self)
        part._forget_from(min(epoch, self.n_epochs))  # noqa: SLF001 - our own
        return part

    def seconds_at(self, epochs: Array) -> Array | None:
        """Return the seconds of work by each of ``epochs`` (n,), None where nobody timed them."""
        return self.stopwatch.at(epochs)

    def thinned(self, n_buckets: int, n_keyframes: int) -> "History":
        """Return a copy of at most about so many buckets and keyframes; it holds all epochs."""
        part = self.until(self.n_epochs)
        part._max_buckets = max(64, n_buckets) & ~1  # noqa: SLF001 - our own
        while part.n_buckets > part._max_buckets:  # noqa: SLF001 - our own
            part._merge()  # noqa: SLF001 - our own
        part._buckets = part.buckets.copy()  # noqa: SLF001 - our own
        part.keyframes = self.keyframes.thinned(n_keyframes)
        return part

    def take_over(self, other: "History") -> None:
        """Hold what ``other``, a history of the same run, holds."""
        vars(self).update(vars(other.until(other.n_epochs)))

    @property
    def buckets(self) -> Array:
        """The buckets (4, n_parameters + 2, n_buckets): first, lowest, highest, last value."""
        return self._buckets[:, :, : self.n_buckets]

    @classmethod
    def restored(
        cls, n_epochs: int, width: int, buckets: Array, states: Sequence[State], stop: Stop | None
    ) -> "History":
        """Return the history that had these ``buckets``; nobody knows how long it took."""
        history = cls(buckets.shape[1] - PARAMETERS)
        history.n_epochs, history.width, history.stop = n_epochs, width, stop
        history._buckets = buckets.copy()
        history._max_buckets = max(history._max_buckets, buckets.shape[2] + 1 & ~1)
        history.first_loss = float(buckets[FIRST, LOSS, 0])
        history.keyframes.add(tuple(states))
        history.stopwatch = Stopwatch(is_known=False)
        return history

    @property
    def n_buckets(self) -> int:
        """How many buckets are in use."""
        return -(-self.n_epochs // self.width)

    @property
    def n_bytes(self) -> int:
        """Roughly how much memory it holds."""
        return self._buckets.nbytes + self.keyframes.n_bytes

    def _fill(self, columns: Array) -> None:
        """Add epochs (n_columns, n) for which there is room."""
        n, width = columns.shape[1], self.width
        begin, end = self.n_epochs // width, -(-(self.n_epochs + n) // width)
        self._reserve(end)
        open_epochs = self.n_epochs % width  # in the bucket that is not full yet
        bounds = np.arange(begin, end) * width - self.n_epochs
        bounds[0] = 0
        parts = self._buckets[:, :, begin:end]
        before = parts[:, :, 0].copy()
        last = np.append(bounds[1:], n) - 1
        parts[FIRST], parts[LAST] = columns[:, bounds], columns[:, last]
        if width == 1:
            parts[LOWEST] = parts[HIGHEST] = columns
        else:
            np.minimum.reduceat(columns, bounds, axis=1, out=parts[LOWEST])
            np.maximum.reduceat(columns, bounds, axis=1, out=parts[HIGHEST])
        if open_epochs:
            parts[FIRST, :, 0] = before[FIRST]
            parts[LOWEST, :, 0] = np.minimum(parts[LOWEST, :, 0], before[LOWEST])
            parts[HIGHEST, :, 0] = np.maximum(parts[HIGHEST, :, 0], before[HIGHEST])
        self.n_epochs += n

    def _reserve(self, n: int) -> None:
        have = self._buckets.shape[2]
        if n > have:
            grown = np.empty((*self._buckets.shape[:2], min(max(n, 2 * have), self._max_buckets)))
            grown[:, :, :have] = self._buckets
            self._buckets = grown

    def _merge(self) -> None:
        """Make one bucket of every two; all of them are full, but maybe the last one."""
        used = self.buckets
        if used.shape[2] % 2:
            used = np.concatenate([used, used[:, :, -1:]], axis=2)
        even, odd = used[:, :, 0::2], used[:, :, 1::2]
        n = even.shape[2]
        merged = np.stack(
            [
                even[FIRST],
                np.minimum(even[LOWEST], odd[LOWEST]),
                np.maximum(even[HIGHEST], odd[HIGHEST]),
                odd[LAST],
            ]
        )
        self._buckets[:, :, :n] = merged
        self.width *= 2

    def _forget_from(self, epoch: int) -> None:
        """Keep what is before ``epoch``, in arrays and lists that no other history holds."""
        if epoch < self.n_epochs:
            self.n_epochs = epoch // self.width * self.width
            self.stop = None
        self._buckets = self._buckets[:, :, : max(self.n_buckets, 64)].copy()
        self.keyframes = self.keyframes.before(self.n_epochs)
        self.stopwatch = self.stopwatch.until(max(0, self.n_epochs - 1))

    def _grouped(self, column: int, starts: IntArray, end: int) -> Series:
        """Return two points a group, its lowest and its highest, between its first and last."""
        area = self._buckets[:, column]
        cuts = starts - starts[0]
        low = np.minimum.reduceat(area[LOWEST, starts[0] : end], cuts)
        high = np.maximum.reduceat(area[HIGHEST, starts[0] : end], cuts)
        middle = (starts + np.append(starts[1:], end)) * (self.width / 2.0)
        first_epoch = float(starts[0] * self.width)
        last_epoch = float(min(end * self.width, self.n_epochs) - 1)
        epochs = np.repeat(np.clip(middle, first_epoch, last_epoch), 2)
        values = np.column_stack([low, high]).ravel()
        return Series(
            np.concatenate([[first_epoch], epochs, [last_epoch]]),
            np.concatenate([[area[FIRST, starts[0]]], values, [area[LAST, end - 1]]]),
        )
