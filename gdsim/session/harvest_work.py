"""The work of a harvest in bounded parts: Subject, StartsSettings -> what there is so far."""

from collections.abc import Generator
from time import perf_counter
from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import IntArray
from gdsim.engine.outcomes import Outcomes
from gdsim.engine.planes import LossPlane
from gdsim.engine.restarts import Restarts, Results
from gdsim.engine.slices import Slice
from gdsim.scenario.crop import outcomes_of, take_ground
from gdsim.scenario.starts import StartsSettings, take_starts
from gdsim.scenario.subject import Subject

REQUEST_SECONDS = 0.1
"""Work for one request: then what is new is shown."""


class Brought(NamedTuple):
    """What one request has brought: all there is so far, and the seconds it took."""

    work: "Work"
    seeds: IntArray
    results: Results | None
    outcomes: Outcomes | None
    ground: Slice | LossPlane | None
    is_done: bool
    seconds: float


class Work:
    """A harvest on its way, which goes on from request to request.

    Parameters
    ----------
    subject : Subject
        What all runs share.
    settings : StartsSettings
    """

    def __init__(self, subject: Subject, settings: StartsSettings) -> None:
        self._subject, self._settings = subject, settings
        self._seeds: IntArray = np.empty(0, dtype=np.intp)
        self._restarts: Restarts | None = None
        self._ground: Slice | LossPlane | None = None
        self._steps = self._all_steps()

    def job(self) -> Generator[None, None, Brought]:
        """Go on for a tenth of a second; return what there is so far."""
        seconds, is_done = 0.0, False
        while seconds < REQUEST_SECONDS and not is_done:
            begin = perf_counter()
            try:
                next(self._steps)
            except StopIteration:
                is_done = True
            seconds += perf_counter() - begin
            yield
        restarts, results, outcomes = self._restarts, None, None
        if restarts is not None and restarts.epoch >= 0:
            results = restarts.results()
            outcomes = outcomes_of(self._subject, results)
        return Brought(self, self._seeds, results, outcomes, self._ground, is_done, seconds)

    def _all_steps(self) -> Generator[None, None, None]:
        subject, settings = self._subject, self._settings
        self._seeds, starts = yield from take_starts(subject, settings)
        self._ground = yield from take_ground(subject, starts)
        watched = tuple(range(starts.shape[1])) if starts.shape[1] <= 2 else ()
        self._restarts = Restarts(subject.experiment, starts, settings.epochs, watched)
        yield from self._restarts.steps()
