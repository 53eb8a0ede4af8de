"""Where a replay may start: some states of a run, thinned as it grows -> the newest by an epoch.

Any epoch is worked out again from its keyframe, with the same bits as the first time.
"""

from bisect import bisect_right
from copy import copy

import numpy as np

from gdsim.engine.descent import State

BUDGET_BYTES = 100_000_000
MIN_KEYFRAMES = 64


class Keyframes:
    """States in the order of their epochs; when the budget is reached every second one goes."""

    def __init__(self) -> None:
        self._states: list[State] = []
        self._stride = 1  # of those added, every so many-th is kept
        self._n_added = 0

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._states)

    @property
    def epochs(self) -> tuple[int, ...]:
        """The epochs that need no replay."""
        return tuple(state.epoch for state in self._states)

    @property
    def n_bytes(self) -> int:
        """Roughly how much memory they hold."""
        return len(self) * n_bytes_of(self._states[0]) if self._states else 0

    def add(self, states: tuple[State, ...]) -> None:
        """Add those of ``states`` that are newer than all others."""
        newest = self._states[-1].epoch if self._states else -1
        for state in states:
            if state.epoch <= newest:
                continue
            if self._n_added % self._stride == 0:
                self._states.append(state)
            self._n_added += 1
        while len(self) > MIN_KEYFRAMES and self.n_bytes > BUDGET_BYTES:
            self._states = self._states[::2]
            self._stride *= 2

    @property
    def states(self) -> tuple[State, ...]:
        """All of them."""
        return tuple(self._states)

    def thinned(self, n_most: int) -> "Keyframes":
        """Return a copy with at most about ``n_most`` of them, the first and the newest too."""
        part = copy(self)
        every = -(-len(self) // max(2, n_most)) if self._states else 1
        kept = self._states[::every]
        if self._states and kept[-1] is not self._states[-1]:
            kept.append(self._states[-1])
        part._states = kept  # noqa: SLF001 - our own
        part._stride = self._stride * every  # noqa: SLF001 - our own
        part._n_added = len(kept) * part._stride  # noqa: SLF001 - our own
        return part

    def at(self, epoch: int) -> State:
        """Return the newest one at or before ``epoch``.

        Raises
        ------
        LookupError
            If there is none.
        """
        n = bisect_right(self._states, epoch, key=_epoch_of)
        if not n:
            raise LookupError(f"There is no keyframe at or before epoch {epoch}.")
        return self._states[n - 1]

    def before(self, epoch: int) -> "Keyframes":
        """Return a copy without those at or after ``epoch``."""
        part = copy(self)
        part._states = [state for state in self._states if state.epoch < epoch]  # noqa: SLF001
        part._n_added = len(part) * self._stride  # noqa: SLF001 - our own
        return part


def n_bytes_of(state: State) -> int:
    """Return about how much memory a keyframe takes, Python's own share included."""
    arrays = [part for part in (state.theta, *state.memory) if isinstance(part, np.ndarray)]
    return 300 + sum(112 + array.nbytes for array in arrays)


def _epoch_of(state: State) -> int:
    return state.epoch
