"""The loss along one parameter at earlier epochs: their thetas, one range -> a curve for each.

The curve of an epoch is the loss with all other parameters held at what they were then. As they
move too, the curve itself moves.
"""

from collections.abc import Generator, Sequence
from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array, read_only
from gdsim.engine.objective import Objective
from gdsim.engine.steps import quiet

GHOST_POINTS = 61
MOST_GHOSTS = 6
AT_ONCE = 8
"""Thetas between two looks at the clock."""


class GhostSlice(NamedTuple):
    """The curve of one earlier epoch.

    Attributes
    ----------
    epoch : int
    losses : ndarray, shape (61,)
    """

    epoch: int
    losses: Array


class GhostSlices(NamedTuple):
    """Curves of earlier epochs along one parameter, oldest first.

    Attributes
    ----------
    parameter : int
    values : ndarray, shape (61,)
        Of the parameter; the same for all curves.
    slices : tuple of GhostSlice
    """

    parameter: int
    values: Array
    slices: tuple[GhostSlice, ...]


def earlier_epochs(epoch: int, width: int = 1) -> tuple[int, ...]:
    """Return at most six epochs before ``epoch``, close at first, since most happens there.

    They are 0, 1, 2, 5, 10, 20, 50, ..., so that they seldom change while a run goes on.

    Parameters
    ----------
    epoch : int
    width : int
        Only every so many-th epoch is known by itself.

    >>> earlier_epochs(25), earlier_epochs(1000)
    ((0, 1, 2, 5, 10, 20), (0, 2, 10, 20, 100, 500))
    """
    found, power = [0] if epoch > 0 else [], 1
    while power < epoch:
        found += [factor * power for factor in (1, 2, 5) if factor * power < epoch]
        power *= 10
    known = sorted({e // width * width for e in found})
    if len(known) > MOST_GHOSTS:
        chosen = np.linspace(0, len(known) - 1, MOST_GHOSTS).round().astype(int).tolist()
        known = [known[i] for i in chosen]
    return tuple(known)


@quiet
def take_ghost_slices(
    objective: Objective,
    moments: Sequence[tuple[int, Array]],
    parameter: int,
    extent: tuple[float, float],
) -> Generator[None, None, GhostSlices]:
    """Yield None often; return the loss along one parameter at each of some epochs.

    Parameters
    ----------
    objective : Objective
    moments : sequence of (epoch, theta)
        Theta is (n_parameters,).
    parameter : int
        The position of the one that is moved.
    extent : (low, high)
        Its lowest and highest value.
    """
    values = np.linspace(*extent, GHOST_POINTS)
    slices = []
    for epoch, theta in moments:
        losses = np.empty(GHOST_POINTS)
        for i in range(0, GHOST_POINTS, AT_ONCE):
            part = values[i : i + AT_ONCE]
            thetas = np.tile(theta, (len(part), 1))
            thetas[:, parameter] = part
            losses[i : i + AT_ONCE] = objective.losses(thetas)
            yield
        slices.append(GhostSlice(epoch, read_only(losses)))
    return GhostSlices(parameter, read_only(values), tuple(slices))
