"""Answers as yes or no: outputs, truth, a threshold -> the four counts of right and wrong.

outputs >= threshold --said yes--> compared with the truth --> Verdicts
"""

from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array, BoolArray, IntArray, read_only


class Verdicts(NamedTuple):
    """How many rows were answered how.

    Attributes
    ----------
    true_yes, false_yes : int
        Answered yes, rightly and wrongly; the field's true and false positives.
    true_no, false_no : int
        Answered no, rightly and wrongly; the field's true and false negatives.
    """

    true_yes: int
    false_yes: int
    true_no: int
    false_no: int

    @property
    def n_rows(self) -> int:
        """How many rows there are."""
        return sum(self)

    @property
    def n_right(self) -> int:
        """How many were answered rightly."""
        return self.true_yes + self.true_no

    @property
    def accuracy(self) -> float:
        """The share of right answers, NaN without rows."""
        return self.n_right / self.n_rows if self.n_rows else np.nan


class Sweep(NamedTuple):
    """The counts over every threshold at which one of them changes.

    Row i holds for thresholds above ``thresholds[i - 1]`` up to ``thresholds[i]``; the last row for
    those above all.

    Attributes
    ----------
    thresholds : ndarray, shape (n,)
        The outputs that occur, rising.
    true_yes, false_yes, true_no, false_no : ndarray of int, shape (n + 1,)
    """

    thresholds: Array
    true_yes: IntArray
    false_yes: IntArray
    true_no: IntArray
    false_no: IntArray

    def at(self, threshold: float) -> Verdicts:
        """Return the counts at a threshold."""
        i = int(np.searchsorted(self.thresholds, threshold, side="left"))
        return Verdicts(*(int(column[i]) for column in self[1:]))

    @property
    def n_wrong(self) -> IntArray:
        """How many were answered wrongly, (n + 1,)."""
        return self.false_yes + self.false_no

    def best_range(self) -> tuple[float, float]:
        """Return between which thresholds the fewest are wrong: above the first, up to the second.

        Of several such ranges it is the widest. Thresholds are taken to lie between 0 and 1.
        """
        edges = np.clip(np.concatenate([[0.0], self.thresholds, [1.0]]), 0.0, 1.0)
        widths = np.where(self.n_wrong == self.n_wrong.min(), np.diff(edges), -1.0)
        i = int(widths.argmax())
        return float(edges[i]), float(edges[i + 1])


def judge(outputs: Array, is_yes: BoolArray, threshold: float) -> Verdicts:
    """Return the counts where outputs (n,) of at least ``threshold`` say yes.

    Parameters
    ----------
    outputs : ndarray, shape (n,)
        How much speaks for yes, as a rule from 0 to 1.
    is_yes : ndarray of bool, shape (n,)
        The truth.
    threshold : float
    """
    said = outputs >= threshold
    return Verdicts(
        int(np.count_nonzero(said & is_yes)),
        int(np.count_nonzero(said & ~is_yes)),
        int(np.count_nonzero(~said & ~is_yes)),
        int(np.count_nonzero(~said & is_yes)),
    )


def sweep(outputs: Array, is_yes: BoolArray) -> Sweep:
    """Return the counts of `judge` for all thresholds at once, by one sorting.

    Parameters
    ----------
    outputs : ndarray, shape (n,)
        One that is not a number says no at every threshold.
    is_yes : ndarray of bool, shape (n,)
    """
    outputs = np.where(np.isnan(outputs), -np.inf, outputs)
    order = np.argsort(outputs, kind="stable")
    rising, truth = outputs[order], is_yes[order]
    thresholds, first = np.unique(rising, return_index=True)
    below = np.append(first, len(rising))  # how many outputs lie below each threshold
    yes_below = np.concatenate([[0], np.cumsum(truth)])[below]
    no_below = below - yes_below
    n_yes = int(np.count_nonzero(is_yes))
    n_no = len(is_yes) - n_yes
    columns = n_yes - yes_below, n_no - no_below, no_below, yes_below
    return Sweep(read_only(thresholds), *(read_only(column.astype(np.intp)) for column in columns))
