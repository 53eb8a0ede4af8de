"""Which rows each update sees: seed, epoch -> the epoch's batches in order."""

from collections.abc import Iterator
from typing import NamedTuple

from gdsim.engine import streams
from gdsim.engine.arrays import Rows


class Batches(NamedTuple):
    """How an epoch's pass over the rows is cut into updates.

    Attributes
    ----------
    n_rows : int
        How many training rows there are.
    size : int or None
        Rows in a batch; None for all rows in one. The last batch of an epoch may be shorter.
    shuffle : bool
        Whether each epoch takes the rows in a random order of its own.
    seed : int
        Of those orders.
    """

    n_rows: int
    size: int | None = None
    shuffle: bool = False
    seed: int = 0

    @property
    def is_full(self) -> bool:
        """Whether every update sees all rows."""
        return self.size is None or self.size >= self.n_rows

    @property
    def n_updates(self) -> int:
        """How many updates an epoch takes."""
        return 1 if self.size is None else -(-self.n_rows // self.size)

    def of_epoch(self, epoch: int) -> Iterator[Rows]:
        """Return the batches of the updates that lead from ``epoch`` to the next, in order."""
        if self.size is None or self.size >= self.n_rows:
            return iter((None,))
        size, n_rows = self.size, self.n_rows
        starts = range(0, n_rows, size)
        if not self.shuffle:
            return (slice(i, min(i + size, n_rows)) for i in starts)
        order = streams.order(self.seed, (streams.SHUFFLE, epoch), n_rows)
        return (order[i : i + size] for i in starts)
