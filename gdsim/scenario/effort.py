"""What a run has cost by each epoch, in five measures: Experiment, epochs -> updates, rows, ...

Runs that update more often, or see fewer rows at a time, are compared fairly only along what they
cost.
"""

from enum import Enum

import numpy as np

from gdsim.engine.arrays import Array
from gdsim.engine.descent import Experiment
from gdsim.engine.history import History


class Effort(Enum):
    """Along what runs are compared."""

    EPOCHS = "epochs"
    UPDATES = "updates"
    ROWS = "rows"
    SECONDS = "seconds"
    GRADIENTS = "gradients"


def effort_by(
    effort: Effort, experiment: Experiment, history: History, epochs: Array
) -> Array | None:
    """Return what it took to reach each of ``epochs`` (n,); None where that was not measured.

    Parameters
    ----------
    effort : Effort
        Every update takes one evaluation of the gradient, whatever its batch; every epoch sees
        each training row once.
    experiment : Experiment
    history : History
        Knows how long its epochs took.
    epochs : ndarray, shape (n,)
        They may lie between two whole epochs.
    """
    if effort is Effort.EPOCHS:
        return epochs
    if effort is Effort.ROWS:
        return epochs * float(experiment.settings.batches.n_rows)
    if effort is Effort.SECONDS:
        return history.seconds_at(epochs)
    return updates_by(experiment, epochs)


def updates_by(experiment: Experiment, epochs: Array) -> Array:
    """Return how many updates lead to each of ``epochs`` (n,); batch sizes change on the way."""
    changes = experiment.changes
    begins = np.array([0.0, *(change.epoch for change in changes)])
    settings = [experiment.settings, *(change.settings for change in changes)]
    per_epoch = np.array([float(s.batches.n_updates) for s in settings])
    ends = np.append(begins[1:], np.inf)
    inside = np.clip(epochs[:, np.newaxis], begins, ends) - begins  # (n, n_settings)
    return np.asarray(inside @ per_epoch, dtype=float)


def epoch_by(effort: Effort, experiment: Experiment, history: History, amount: float) -> int | None:
    """Return the newest epoch that a run had reached for ``amount``; None where it had ended."""
    low, high = 0, history.n_epochs - 1
    ends = effort_by(effort, experiment, history, np.array([0.0, float(high)]))
    slack = 1.0 + 1e-9  # an amount that was read off a plot
    if ends is None or amount < 0.0 or amount > ends[1] * slack:
        return None
    while low < high:  # what was spent grows from epoch to epoch
        middle = (low + high + 1) // 2
        spent = effort_by(effort, experiment, history, np.array([float(middle)]))
        if spent is not None and spent[0] <= amount * slack:
            low = middle
        else:
            high = middle - 1
    return low
