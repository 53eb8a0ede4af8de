"""Where many runs have come to: Results -> which minimum each reached, or which losses agree.

Of a function the minima are known, so a run belongs to the one that it is beside. Of a network
they are not: there runs are put together whose last losses agree. Equal losses may still be
different minima, and a run that still falls may be on its way to another group.
"""

from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array, IntArray, read_only
from gdsim.engine.restarts import Results

BESIDE = 0.01
"""A run is at a minimum from which it is at most this part of the bounds away, in each variable."""
AGREE = 0.01
"""The widest gap in a group of losses: this part of the way down from a usual start to the best."""
DIVERGED, NOWHERE = -1, -2
"""What stands in place of a group's number: the run diverged, or is at none of the minima."""


class Group(NamedTuple):
    """Runs that have come to the same.

    Attributes
    ----------
    n : int
        How many they are.
    lowest, highest : float
        Their losses; NaN where there is none.
    place : tuple of float
        The minimum of a function; empty for a network.
    """

    n: int
    lowest: float
    highest: float
    place: tuple[float, ...] = ()


class Outcomes(NamedTuple):
    """All runs in groups.

    Attributes
    ----------
    of_run : ndarray of int, shape (n,)
        The group of each run, `DIVERGED` or `NOWHERE`.
    groups : tuple of Group
        For a function one for each minimum in their order, for a network by their losses.
    tolerance : float
        The widest gap between the losses of a group; NaN for minima.
    """

    of_run: IntArray
    groups: tuple[Group, ...]
    tolerance: float

    @property
    def n_diverged(self) -> int:
        """How many runs diverged."""
        return int(np.count_nonzero(self.of_run == DIVERGED))

    @property
    def n_nowhere(self) -> int:
        """How many runs are at none of the minima."""
        return int(np.count_nonzero(self.of_run == NOWHERE))


def minimum_beside(thetas: Array, places: Array, spans: Array) -> IntArray:
    """Return which of the minima each of ``thetas`` (n, n_parameters) is at, (n,); else NOWHERE.

    Parameters
    ----------
    thetas : ndarray, shape (n, n_parameters)
    places : ndarray, shape (n_minima, n_parameters)
    spans : ndarray, shape (n_parameters,)
        How wide the bounds are.
    """
    found = np.full(len(thetas), NOWHERE)
    if len(places):
        with np.errstate(all="ignore"):
            apart = np.abs(thetas[:, np.newaxis] - places) / spans  # (n, n_minima, p)
        apart = np.nan_to_num(apart.max(axis=2), nan=np.inf)
        nearest = apart.argmin(axis=1)
        is_there = apart[np.arange(len(thetas)), nearest] <= BESIDE
        found[is_there] = nearest[is_there]
    return found


def by_minimum(results: Results, places: Array, spans: Array) -> Outcomes:
    """Return which minimum each run is at.

    Parameters
    ----------
    results : Results
    places : ndarray, shape (n_minima, n_parameters)
    spans : ndarray, shape (n_parameters,)
        How wide the bounds are.
    """
    of_run = minimum_beside(results.ends, places, spans)
    of_run[results.diverged_at >= 0] = DIVERGED
    groups = [
        _group(results.losses[of_run == i], tuple(place.tolist())) for i, place in enumerate(places)
    ]
    return Outcomes(read_only(of_run), tuple(groups), np.nan)


def by_loss(results: Results) -> Outcomes:
    """Return which runs have come to losses that agree, from the lowest up.

    In a group there is no gap between neighbouring losses that is wider than the tolerance.
    """
    of_run = np.full(results.n, DIVERGED)
    goes_on = results.diverged_at < 0
    if not goes_on.any():
        return Outcomes(read_only(of_run), (), np.nan)
    losses, order = results.losses, results.order
    order = order[goes_on[order]]
    way = float(np.median(results.first_losses[goes_on])) - float(losses[order[0]])
    rounding = 1e-9 * max(1e-300, abs(float(losses[order[0]])))
    tolerance = max(AGREE * way, rounding)
    of_run[order] = np.concatenate([[0], np.cumsum(np.diff(losses[order]) > tolerance)])
    n_groups = int(of_run[order[-1]]) + 1
    groups = tuple(_group(losses[of_run == i]) for i in range(n_groups))
    return Outcomes(read_only(of_run), groups, tolerance)


def _group(losses: Array, place: tuple[float, ...] = ()) -> Group:
    if not len(losses):
        return Group(0, np.nan, np.nan, place)
    return Group(len(losses), float(losses.min()), float(losses.max()), place)
