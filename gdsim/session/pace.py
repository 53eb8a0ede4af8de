"""Time: when the next epochs are due, and how a frame is shared between computing and drawing."""

from collections.abc import Callable
from time import perf_counter

from gdsim.engine.snapshot import Look

FRAME_SECONDS = 0.032
"""At full speed: one slice of epochs and the drawing that follows it."""
SHORTEST_SLICE = 0.012
JOB_SECONDS = 0.012
"""How long a request may keep the worker before another order gets its turn."""
JOB_SHARE = 0.2
"""Of the worker's time, for requests while the tape plays."""
TURNS = 3
"""At full speed the views take turns, a third of them a frame, so that no frame is long."""
FASTEST_PACE = 30.0
"""Frames a second; faster play takes several epochs a frame."""
CHEAP = 0.005
"""Seconds that derived pictures may cost in every snapshot; dearer ones come more seldom."""
DERIVED_SECONDS = 0.2
DERIVED_SHARE = 0.05


class Pace:
    """How many epochs a second are wanted.

    Attributes
    ----------
    speed : float or None
        Epochs a second; None for as fast as it goes.
    """

    def __init__(self, clock: Callable[[], float] = perf_counter) -> None:
        self.speed: float | None = 1.0
        self._clock = clock
        self._since = clock()

    def restart(self) -> None:
        """Count from now on."""
        self._since = self._clock()

    def due(self, most: int) -> int:
        """Return how many epochs are due, at most ``most``."""
        if self.speed is None:
            return most
        return min(most, int((self._clock() - self._since) * self.speed + 1e-6))

    def took(self, n_epochs: int) -> None:
        """Note that ``n_epochs`` have been made."""
        if self.speed is not None:
            self._since += n_epochs / self.speed

    def milliseconds_to_wait(self) -> int | None:
        """Return how long it is to the next frame with an epoch; None at full speed."""
        if self.speed is None:
            return None
        due = max(1.0 / self.speed, 1.0 / FASTEST_PACE) - (self._clock() - self._since)
        return max(1, round(1000.0 * due))


class Frames:
    """How the time of each frame is spent."""

    def __init__(self, clock: Callable[[], float] = perf_counter) -> None:
        self._clock = clock
        self._drawing = 0.008
        self._in_slices = self._in_jobs = 0.0
        self._turn = -1
        self._derived_cost, self._derived_at = 0.0, 0.0

    @property
    def slice_seconds(self) -> float:
        """How long the next slice may take, so that with the drawing it makes a frame."""
        return max(SHORTEST_SLICE, FRAME_SECONDS - self._drawing)

    def begin(self, look: Look, *, is_fast: bool) -> Look | None:
        """Begin a frame; return how to look at its last epoch, None for not at all.

        At full speed one snapshot serves all the views' turns, and pictures that are dear to
        derive, such as the loss along a parameter of a large network, come seldom.
        """
        if not is_fast:
            self._turn = -1
            return look
        self._turn = (self._turn + 1) % TURNS
        if self._turn:
            return None
        now = self._clock()
        pause = max(DERIVED_SECONDS, self._derived_cost / DERIVED_SHARE)
        if self._derived_cost < CHEAP or now - self._derived_at > pause:
            self._derived_at = now
            return look
        return look._replace(slice_range=None, with_fit=False, needs=frozenset())

    def computed(self, seconds: float) -> None:
        """Note how long a slice took."""
        self._in_slices += seconds

    def derived(self, seconds: float) -> None:
        """Note what a snapshot with derived pictures cost."""
        self._derived_cost = seconds

    def answered(self, seconds: float) -> None:
        """Note how long a part of a request took."""
        self._in_jobs += seconds

    def drew(self, seconds: float) -> None:
        """Note how long the drawing took."""
        self._drawing += 0.3 * (seconds - self._drawing)

    def may_answer(self) -> bool:
        """Whether requests have had less than their share while the tape plays."""
        if self._in_jobs + self._in_slices > 1.0:  # what was long ago no longer counts
            self._in_jobs *= 0.5
            self._in_slices *= 0.5
        return self._in_jobs <= JOB_SHARE * (self._in_jobs + self._in_slices)
