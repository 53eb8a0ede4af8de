"""Whether a run has come to where it was to go: theta -> a minimum; history -> an epoch."""

from collections.abc import Sequence
from math import isfinite

import numpy as np

from gdsim.engine.arrays import Array
from gdsim.engine.descent import StopReason
from gdsim.engine.history import LOSS, PARAMETERS, History
from gdsim.engine.outcomes import NOWHERE, minimum_beside
from gdsim.scenario.subject import FunctionFacts, Subject

NEAR = 0.01
"""Within this part of the way down from the first loss to the goal a run has arrived."""


def minimum_at(subject: Subject, theta: Array) -> int | None:
    """Return at which of a function's minima ``theta`` (n_parameters,) is, None for at none."""
    facts = subject.function
    if facts is None or not facts.minima:
        return None
    found = int(minimum_beside(theta[np.newaxis], *places_of(facts))[0])
    return None if found == NOWHERE else found


def places_of(facts: FunctionFacts) -> tuple[Array, Array]:
    """Return where a function's minima are (n_minima, p), and how wide its bounds (p,) are."""
    low, high = np.array(facts.bounds, dtype=float).T
    return np.array([minimum.place for minimum in facts.minima], dtype=float), high - low


def common_level(histories: Sequence[History]) -> float:
    """Return the lowest loss that all these runs have come down to; NaN before they have moved.

    Diverged ones do not count, and one alone has nothing in common with others.
    """
    going = [h for h in histories if h.stop is None or h.stop.reason is not StopReason.DIVERGED]
    if len(going) < 2 or min(history.n_epochs for history in going) < 2:
        return float("nan")
    return max(history.extent(LOSS)[0] for history in going)


def goal_of(subject: Subject, history: History, level: float) -> float:
    """Return the loss that a run was to reach, NaN where it came to no minimum of its function.

    Parameters
    ----------
    subject : Subject
    history : History
    level : float
        The goal where there is no function, as of networks no minima are known: the
        ``common_level`` of the runs that are compared. The lowest loss of all would be no goal,
        for who leads has always just arrived there.
    """
    facts = subject.function
    if facts is None:
        return level
    if not history.n_epochs:
        return float("nan")
    minimum = minimum_at(subject, history.buckets[-1, PARAMETERS:, -1])
    return float("nan") if minimum is None else facts.minima[minimum].value


def arrival(history: History, goal: float) -> int | None:
    """Return the first epoch at which a run had come as near to ``goal`` as makes no difference.

    That is 99 % of the way from its first loss; where several epochs share a place in the history
    it is the first of them.
    """
    if not history.n_epochs or not isfinite(goal):
        return None
    level = goal + NEAR * max(0.0, history.first_loss - goal)
    return history.first_at_or_below(LOSS, level)
