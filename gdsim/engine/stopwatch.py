"""How long the epochs of a run took: seconds of work, block by block -> seconds by any epoch."""

from copy import copy

import numpy as np

from gdsim.engine.arrays import Array

MOST_MARKS = 1024


class Stopwatch:
    """Times at which epochs were reached, thinned as they grow; straight lines between them.

    Attributes
    ----------
    is_known : bool
        Whether all epochs so far were timed.
    """

    def __init__(self, *, is_known: bool = True) -> None:
        self.is_known = is_known
        self._epochs: list[float] = [0.0]
        self._seconds: list[float] = [0.0]

    def add(self, epoch: int, seconds: float) -> None:
        """Note that ``epoch`` was reached after ``seconds`` more."""
        total = self._seconds[-1] + seconds
        if epoch <= self._epochs[-1]:
            self._seconds[-1] = total if epoch else 0.0
            return
        self._epochs.append(float(epoch))
        self._seconds.append(total)
        if len(self._epochs) > MOST_MARKS:  # the first and the newest stay
            self._epochs[1:-1] = self._epochs[2:-1:2]
            self._seconds[1:-1] = self._seconds[2:-1:2]

    def at(self, epochs: Array) -> Array | None:
        """Return the seconds by each of ``epochs`` (n,), None where they were not timed."""
        if not self.is_known:
            return None
        return np.asarray(np.interp(epochs, self._epochs, self._seconds), dtype=float)

    def until(self, epoch: int) -> "Stopwatch":
        """Return a copy that ends at ``epoch``."""
        part = copy(self)
        n = sum(e < epoch for e in self._epochs)
        part._epochs = [*self._epochs[:n], float(epoch)] if n else [0.0]  # noqa: SLF001 - our own
        seconds = float(np.interp(epoch, self._epochs, self._seconds))
        part._seconds = [*self._seconds[:n], seconds] if n else [0.0]  # noqa: SLF001 - our own
        return part
