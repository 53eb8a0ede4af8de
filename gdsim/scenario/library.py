"""Scenarios by name or by file: what a person types -> the path of a file -> its document."""

import os
from pathlib import Path

from gdsim import resources
from gdsim.scenario.codec import Document, decode
from gdsim.scenario.errors import ScenarioError, did_you_mean, shown
from gdsim.scenario.files import read_text
from gdsim.scenario.spec import FunctionSpec, ObjectiveSpec, Scenario
from gdsim.text import _

DEFAULT = "houses"
SUFFIX = ".json"


def scenario_names() -> tuple[str, ...]:
    """Return the names of the builtin scenarios, the one that opens by itself first."""
    found = sorted(path.stem for path in resources.path("scenarios").glob("*" + SUFFIX))
    return (DEFAULT, *(name for name in found if name != DEFAULT))


def builtin_path(name: str) -> Path:
    """Return the file of the builtin scenario ``name``."""
    return resources.path("scenarios", name + SUFFIX)


def is_file_name(target: str) -> bool:
    """Whether ``target`` names a file rather than a builtin scenario.

    That is what holds a path separator, ends in .json, or is there and is no folder that a builtin
    scenario's name happens to share.
    """
    separators = [os.sep, os.altsep] if os.altsep else [os.sep]
    if any(separator in target for separator in separators) or target.lower().endswith(SUFFIX):
        return True
    is_there = os.path.isfile if target in scenario_names() else os.path.exists
    return bool(target) and is_there(target)


def find(target: str) -> Path:
    """Return the path of the scenario file that ``target``, a name or a file, means.

    Raises
    ------
    ScenarioError
        If it is neither.
    """
    if is_file_name(target):
        return Path(target)
    if target in scenario_names():
        return builtin_path(target)
    guess = did_you_mean(target, scenario_names())
    known = _(" There are {names}.").format(names=", ".join(scenario_names()))
    raise ScenarioError(
        _('There is no scenario and no file "{name}".{known}').format(
            name=shown(target), known=guess or known
        )
    )


def data_path(objective: ObjectiveSpec) -> str | None:
    """Return the path of the data file that an objective reads, if it reads one."""
    return None if isinstance(objective, FunctionSpec) else objective.dataset.path


def data_left_behind(scenario: Scenario, path: Path) -> str | None:
    """Return why ``scenario``, saved in ``path``, would not find its data; None if it would."""
    objectives = (scenario.objective, *(kept.objective for kept in scenario.companions))
    paths = {data_path(of) for of in objectives if of is not None}
    missing = sorted(p for p in paths if p is not None and not (path.parent / p).is_file())
    if not missing:
        return None
    return _(
        "{path} is not written: its data file {data} does not lie there; copy that file "
        "first, or choose the folder that it lies in."
    ).format(path=shown(str(path), limit=300), data=shown(missing[0]))


def read(path: Path) -> Document:
    """Return the document in the scenario file ``path``.

    Raises
    ------
    ScenarioError
        If it cannot be read or holds no scenario.
    """
    return decode(read_text(path), shown(str(path), limit=300))
