"""What many starts have brought so far, as views show it: settings, seeds, Results, Outcomes."""

from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array, BoolArray, IntArray
from gdsim.engine.objective import Objective
from gdsim.engine.outcomes import Outcomes, by_loss, by_minimum
from gdsim.engine.planes import LossPlane, take_plane
from gdsim.engine.restarts import Results
from gdsim.engine.slices import Slice, take_slice
from gdsim.scenario.arrivals import places_of
from gdsim.scenario.ranges import Range, outward
from gdsim.scenario.spec import Scenario
from gdsim.scenario.starts import StartsSettings, bounds_of, scenario_of
from gdsim.scenario.subject import Subject

GROUND_POINTS = 61
"""Values of each variable that the ground under paths is taken at."""


class Crop(NamedTuple):
    """The runs of one harvest; row i of every array belongs to run i.

    Attributes
    ----------
    settings : StartsSettings
    subject : Subject
        What they were trained on.
    seeds : ndarray of int, shape (n,)
    results : Results or None
        None until all runs have come to epoch 0.
    outcomes : Outcomes or None
    ground : Slice or LossPlane or None
        The loss over the one or two parameters there are; None where there are more.
    is_running : bool
    is_outdated : bool
        Whether the document has come to another loss, optimizer or rate since.
    opened : int
        The run that is the current one now, -1 for none.
    marked : ndarray of bool, shape (n,), or None
        Runs that are picked out, None for none.
    pointed : int
        The run that is looked at, -1 for none.
    seconds_left : float
        About how much work is left; NaN where that is not known.
    """

    settings: StartsSettings
    subject: Subject
    seeds: IntArray
    results: Results | None = None
    outcomes: Outcomes | None = None
    ground: Slice | LossPlane | None = None
    is_running: bool = False
    is_outdated: bool = False
    opened: int = -1
    marked: BoolArray | None = None
    pointed: int = -1
    seconds_left: float = np.nan

    def scenario(self, run: int) -> Scenario:
        """Return the scenario of a run."""
        assert self.results is not None
        seed, start = int(self.seeds[run]), self.results.starts[run]
        return scenario_of(self.subject, self.settings, seed, start)


def outcomes_of(subject: Subject, results: Results) -> Outcomes:
    """Return the minimum that each run is at where minima are known, else whose losses agree."""
    facts = subject.function
    if facts is None or not facts.minima:
        return by_loss(results)
    return by_minimum(results, *places_of(facts))


def take_ground(subject: Subject, starts: Array) -> Generator[None, None, Slice | LossPlane | None]:
    """Yield None often; return the loss over the parameters, where there are one or two."""
    objective, theta = subject.experiment.objective, subject.experiment.start.theta
    if len(theta) > 2:
        return None
    ranges = bounds_of(subject) or _ranges(subject, starts)
    if len(theta) == 1:
        return (yield from take_slice(objective, theta, 0, ranges[0]))
    return (yield from _plane(objective, theta, ranges))


def _plane(
    objective: Objective, theta: Array, ranges: tuple[Range, ...]
) -> Generator[None, None, LossPlane]:
    return (yield from take_plane(objective, theta, (0, 1), ranges[0], ranges[1], GROUND_POINTS))


def _ranges(subject: Subject, starts: Array) -> tuple[Range, ...]:
    """Return for each parameter a range that holds all starts, and the best answer if known."""
    best = subject.best_theta
    seen = starts if best is None else np.vstack([starts, best])
    return tuple(outward(float(a), float(b)) for a, b in zip(seen.min(0), seen.max(0), strict=True))
