"""Names in a scenario -> what they stand for, or one sentence that says which is meant."""

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import TypeVar

import numpy as np

from gdsim.engine.arrays import BoolArray
from gdsim.scenario.errors import ScenarioError, did_you_mean, shown
from gdsim.text import _

Known = TypeVar("Known")
MOST_NAMES = 2
"""So many parameters are all named where another one is meant."""


def named(registry: Mapping[str, Known], name: str, what: str) -> Known:
    """Return what ``name`` stands for in a registry of a ``what``.

    Raises
    ------
    ScenarioError
        If nothing has that name.
    """
    if name not in registry:
        raise ScenarioError(
            _('There is no {what} "{name}".{guess}').format(
                what=what, name=shown(name), guess=did_you_mean(name, registry)
            )
        )
    return registry[name]


def positions(
    names: Sequence[str], given: Mapping[str, float], where: str
) -> list[tuple[int, float]]:
    """Return the values ``given`` to parameters by name as (position, value).

    Raises
    ------
    ScenarioError
        If a name is not among ``names``, or a value is not finite.
    """
    position = {name: i for i, name in enumerate(names)}
    found = []
    for name, value in given.items():
        if name not in position:
            raise _no_parameter(name, names, where)
        if not isfinite(value):
            raise ScenarioError(
                _("{where}: {name} is not finite; write a finite number.").format(
                    where=where, name=name
                )
            )
        found.append((position[name], float(value)))
    return found


def mask(names: Sequence[str], chosen: Sequence[str], where: str) -> BoolArray:
    """Return which of ``names`` are ``chosen``, shape (n_names,).

    Raises
    ------
    ScenarioError
        If a chosen one is not among them.
    """
    for name in chosen:
        if name not in names:
            raise _no_parameter(name, names, where)
    return np.array([name in chosen for name in names], dtype=bool)


def _no_parameter(name: str, names: Sequence[str], where: str) -> ScenarioError:
    few = len(names) <= MOST_NAMES
    text = _("{where}: there is no parameter {name}; the last ones are {names}.")
    if few:
        text = _("{where}: there is no parameter {name}, only {names}.")
    return ScenarioError(
        text.format(where=where, name=shown(name), names=", ".join(names if few else names[-2:]))
    )
