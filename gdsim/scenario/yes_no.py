"""Questions with two answers: Subject -> what yes means, and which rows it is true of."""

from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import BoolArray, read_only
from gdsim.scenario.spec import NetworkSpec, Scenario
from gdsim.scenario.subject import Subject
from gdsim.text import _


class YesNo(NamedTuple):
    """What a network with one output between 0 and 1 is asked.

    Attributes
    ----------
    yes, no : str
        What a row is called that the answer is yes for, and one that it is no for.
    is_yes : ndarray of bool, shape (n_samples,)
        The truth of every row, in file order.
    is_test : ndarray of bool, shape (n_samples,)
        Which rows are held out.
    """

    yes: str
    no: str
    is_yes: BoolArray
    is_test: BoolArray


def asks_yes_or_no(scenario: Scenario) -> bool:
    """Whether a scenario has one output that is a share between 0 and 1."""
    spec = scenario.objective
    if not isinstance(spec, NetworkSpec):
        return False
    last = spec.layers[-1]
    return last.units == 1 and last.activation == "sigmoid"


def yes_no(subject: Subject) -> YesNo | None:
    """Return what is asked; None where the targets are anything else than one column of 0 and 1."""
    samples = subject.samples
    if samples is None or subject.network is None or not asks_yes_or_no(subject.scenario):
        return None
    targets = samples.dataset.targets
    if targets.shape[1] != 1 or not np.isin(targets, (0.0, 1.0)).all():
        return None
    is_test = np.zeros(len(targets), dtype=bool)
    is_test[samples.test] = True
    yes, no = _names(samples.dataset.target_names[0])
    return YesNo(yes, no, read_only(targets[:, 0] == 1.0), read_only(is_test))


def _names(column: str) -> tuple[str, str]:
    """Return the names of the two answers: of "sex=male", or of a column of 0 and 1."""
    _column, found, name = column.partition("=")
    if found:
        return name, _("not {name}").format(name=name)
    name = column.replace("_", " ")
    return f"{name} 1", f"{name} 0"
