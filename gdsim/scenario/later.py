"""What the file format foresees and this version does not have yet: refused in one sentence."""

from typing import Any

from gdsim.engine.optimizers import OPTIMIZERS
from gdsim.scenario.errors import ScenarioError
from gdsim.text import _

LATER_OPTIMIZERS = frozenset(
    {"momentum", "nesterov", "adagrad", "rmsprop", "adadelta", "adam", "adamw", "nadam"}
) - set(OPTIMIZERS)

_LATER_KINDS = {"function": _("functions"), "guesses": _("guesses")}


def refuse_what_comes_later(tree: dict[str, Any], where: str) -> None:
    """Check a scenario's tree for what a later version brings.

    Raises
    ------
    ScenarioError
        Naming it, and that it comes later.
    """
    objective, optimizer = _group(tree, "objective"), _group(tree, "optimizer")
    kind, name = objective.get("kind", "network"), optimizer.get("name")
    if isinstance(kind, str) and kind in _LATER_KINDS:
        _refuse(where, "objective.kind", kind)
    if isinstance(name, str) and name in LATER_OPTIMIZERS:
        _refuse(where, "optimizer.name", name)
    for key, group in (("companions", tree), ("stop", tree), ("schedule", optimizer), ("clip", optimizer)):
        if group.get(key):
            _refuse(where, key, "")
    if kind != "network":
        raise ScenarioError(
            _('{file}: objective.kind should be "network".').format(file=where)
        )


def _group(tree: dict[str, Any], key: str) -> dict[str, Any]:
    value = tree.get(key)
    return value if isinstance(value, dict) else {}


def _refuse(where: str, key: str, value: str) -> None:
    what = f'{key} "{value}"' if value else f'"{key}"'
    raise ScenarioError(
        _("{file}: {what} comes with a later version of gdsim; leave it out for now.").format(
            file=where, what=what
        )
    )
