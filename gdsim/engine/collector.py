"""Between the loop and whoever watches it: descend -> one bounded Block of epochs at a time."""

from collections.abc import Callable, Iterator

import numpy as np

from gdsim.engine.arrays import read_only
from gdsim.engine.descent import Epoch, State, Stop
from gdsim.engine.history import Block

KEYFRAME_SECONDS = 0.008
"""Work between two keyframes: any epoch is then replayed in about that time."""


class Collector:
    """Pulls epochs from a generator for as long as it is allowed to.

    Parameters
    ----------
    epochs : iterator
        From ``descend``.
    first_epoch : int
        The epoch with which it begins.
    n_parameters : int
    clock : callable
        Returns seconds, such as ``time.perf_counter``.
    """

    def __init__(
        self,
        epochs: Iterator[Epoch | None],
        first_epoch: int,
        n_parameters: int,
        clock: Callable[[], float],
    ) -> None:
        self._epochs = epochs
        self.next_epoch = first_epoch
        self._n_parameters = n_parameters
        self._clock = clock
        self._since_keyframe = np.inf  # seconds of work; the first epoch is one
        self.n_updates = 0

    def take(self, max_epochs: int, seconds: float) -> Block:
        """Return the next epochs: at most ``max_epochs``, and no more once the time is over.

        However short the time, one step is made, so that every call comes nearer to the goal.
        """
        found: list[Epoch] = []
        keyframes: list[State] = []
        stop: Stop | None = None
        epochs, clock = self._epochs, self._clock
        begin = now = clock()
        end, keyframe_due = now + seconds, now + KEYFRAME_SECONDS - self._since_keyframe
        with np.errstate(all="ignore"):  # what overflows is told as a divergence
            is_open = True
            while is_open:
                try:
                    epoch = next(epochs)
                except StopIteration as ended:
                    stop = ended.value
                    break
                now = clock()
                self.n_updates += 1
                if epoch is not None:
                    found.append(epoch)
                    if now >= keyframe_due:
                        keyframes.append(epoch.state)
                        keyframe_due = now + KEYFRAME_SECONDS
                is_open = now < end and len(found) < max_epochs
        self._since_keyframe = now + KEYFRAME_SECONDS - keyframe_due
        return self._block(found, keyframes, stop)._replace(seconds=now - begin)

    def _block(self, found: list[Epoch], keyframes: list[State], stop: Stop | None) -> Block:
        first = self.next_epoch
        self.next_epoch += len(found)
        thetas = np.array([epoch.state.theta for epoch in found])
        return Block(
            first,
            read_only(np.array([epoch.loss for epoch in found], dtype=float)),
            read_only(np.array([epoch.test_loss for epoch in found], dtype=float)),
            read_only(thetas.reshape(len(found), self._n_parameters)),
            tuple(keyframes),
            found[-1].state if found else None,
            stop,
        )
