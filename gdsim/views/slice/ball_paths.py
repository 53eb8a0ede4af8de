"""The way that a ball has come: History, an epoch -> values and losses to draw."""

import numpy as np

from gdsim.engine.arrays import Array
from gdsim.engine.history import LOSS, PARAMETERS, History

PATH_POINTS = 60
ENDS = 120
"""Of a long path so many first epochs are drawn and so many last ones: a zig-zag of which only
every second turn were shown would look like a slide."""

NO_PATH: Array = np.empty((0, 2))


def sampled_path(history: History, parameter: int, last: int) -> Array:
    """Return value and loss (n, 2) at about 60 epochs up to ``last``, evenly spread."""
    if last < 0 or not history.n_epochs:
        return NO_PATH
    _epochs, points = history.points([PARAMETERS + parameter, LOSS], last, PATH_POINTS)
    return points.T


def whole_path(history: History, parameter: int, last: int) -> Array:
    """Return value and loss (n, 2) at every epoch up to ``last``.

    Of a long path the first and the last epochs, with a loss of NaN between them. Where several
    epochs share a place in the history, those that stand by themselves.
    """
    n = min(last + 1, history.n_epochs)
    if n < 1:
        return NO_PATH
    if n <= 2 * ENDS or history.width > 1:
        _epochs, points = history.points([PARAMETERS + parameter, LOSS], n - 1, 2 * ENDS)
        return points.T
    columns = history.buckets[0][[PARAMETERS + parameter, LOSS]]
    gap = np.array([[columns[0, ENDS - 1]], [np.nan]])
    return np.hstack([columns[:, :ENDS], gap, columns[:, n - ENDS : n]]).T
