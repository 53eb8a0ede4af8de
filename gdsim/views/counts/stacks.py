"""Where rows stand as stacked dots: outputs, truth -> column, height. No Qt items, only sums."""

from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array, BoolArray, IntArray


class Stacks(NamedTuple):
    """Dots in columns, those of yes stacked upward and those of no downward.

    Attributes
    ----------
    rows : ndarray of int, shape (n_dots,)
        Which row each dot is, or the first of those that it stands for.
    x : ndarray, shape (n_dots,)
        From 0 to 1.
    levels : ndarray, shape (n_dots,)
        1, 2, ... upward, -1, -2, ... downward.
    rows_per_dot : int
    """

    rows: IntArray
    x: Array
    levels: Array
    rows_per_dot: int


def stacked(
    outputs: Array, is_yes: BoolArray, is_test: BoolArray, n_columns: int, most: int
) -> Stacks:
    """Return dots for all rows, no column higher than ``most``.

    Parameters
    ----------
    outputs : ndarray, shape (n,)
        What lies outside 0 to 1 stands at the end.
    is_yes, is_test : ndarray of bool, shape (n,)
        Held-out rows stand on the others.
    n_columns, most : int
        At least 1.
    """
    seen = np.nan_to_num(np.clip(outputs, 0.0, 1.0), nan=0.0)
    column = np.minimum((seen * n_columns).astype(np.intp), n_columns - 1)
    group = 2 * column + is_yes
    counts = np.bincount(group, minlength=2 * n_columns)
    per_dot = max(1, -(-int(counts.max(initial=0)) // most))
    order = np.lexsort((is_test, group))
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    rank = np.arange(len(order)) - starts[group[order]]
    is_drawn = rank % per_dot == 0
    rows, level = order[is_drawn], rank[is_drawn] // per_dot + 1
    side = np.where(is_yes[rows], 1.0, -1.0)
    return Stacks(rows, (column[rows] + 0.5) / n_columns, side * level, per_dot)
