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
        """Yield the batches of the updates that lead from ``epoch`` to the next."""
        if self.size is None or self.is_full:
            yield None
            return
        starts = range(0, self.n_rows, self.size)
        if not self.shuffle:
            yield from (slice(i, min(i + self.size, self.n_rows)) for i in starts)
            return
        order = streams.order(self.seed, (streams.SHUFFLE, epoch), self.n_rows)
        yield from (order[i : i + self.size] for i in starts)
