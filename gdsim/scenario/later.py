"""What the file format foresees and this version does not have yet: refused in one sentence."""

from typing import Any, NoReturn

from gdsim.engine.optimizers import OPTIMIZERS
from gdsim.scenario.errors import ScenarioError
from gdsim.text import _

LATER_OPTIMIZERS = frozenset(
    {"momentum", "nesterov", "adagrad", "rmsprop", "adadelta", "adam", "adamw", "nadam"}
) - set(OPTIMIZERS)
LATER_KEYS = (("stop",), ("optimizer", "schedule"), ("optimizer", "clip"))


def refuse_what_comes_later(tree: dict[str, Any]) -> None:
    """Check a scenario's tree for what a later version brings.

    Raises
    ------
    ScenarioError
        Naming it, and that it comes later.
    """
    companions = tree.get("companions")
    for run in (tree, *(companions if isinstance(companions, list) else ())):
        _refuse_names(run, ("optimizer", "name"), LATER_OPTIMIZERS)
        for path in LATER_KEYS:
            if _at(run, path):
                _refuse(f'"{".".join(path)}"')


def _refuse_names(tree: dict[str, Any], path: tuple[str, ...], later: frozenset[str]) -> None:
    name = _at(tree, path)
    if isinstance(name, str) and name in later:
        _refuse(f'{".".join(path)} "{name}"')


def _at(tree: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        tree = tree.get(key) if isinstance(tree, dict) else None
    return tree


def _refuse(what: str) -> NoReturn:
    raise ScenarioError(
        _("{what} comes with a later version of gdsim; leave it out for now.").format(what=what)
    )
