"""The scenario file: JSON text -> tree -> Scenario, and back with every unknown key kept."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import msgspec

from gdsim.engine.optimizers import OPTIMIZERS
from gdsim.scenario import strict_json
from gdsim.scenario.companions import (
    with_objectives,
    with_own_marks,
    without_shared_objectives,
)
from gdsim.scenario.errors import ScenarioError, did_you_mean, shown
from gdsim.scenario.later import refuse_what_comes_later
from gdsim.scenario.spec import FORMAT, VERSION, ChangeSpec, OptimizerSpec, Scenario
from gdsim.scenario.validation import Path, convert, place
from gdsim.text import _

Reshape: TypeAlias = Callable[[dict[str, Any]], dict[str, Any]]

MOST_NOTES = 10
NETWORK, GUESSES, FUNCTION = KINDS = ("network", "guesses", "function")

# What each source of data needs in the file; the other fields of its value mean nothing there.
_SOURCE_KEYS = {
    "builtin": ("name",),
    "file": ("path",),
    "inline": ("columns",),
    "generated": ("name", "n", "noise", "seed"),
}
# What a function's file has only where it says something.
_OPTIONAL_KEYS = ("name", "expression", "variables", "bounds", "constants", "penalty", "cut")
_NOTHING: tuple[Any, ...] = (None, {}, [], ())
# What the format foresees and this version writes, but knows no other value of.
_LATER = {"schedule": None, "clip": None}


class Document(NamedTuple):
    """A scenario and what its file said beyond it.

    Attributes
    ----------
    scenario : Scenario
    unknown : tuple of (path, value)
        Keys that this version does not know; they survive a round trip.
    notes : tuple of str
        A sentence about each of the first of them.
    recording : tree or None
        What was computed of it, as the file has it: not looked at yet, see ``recording``.
    """

    scenario: Scenario
    unknown: tuple[tuple[Path, Any], ...] = ()
    notes: tuple[str, ...] = ()
    recording: Any = None


def decode(text: str, where: str) -> Document:
    """Return the document that ``text`` holds.

    Parameters
    ----------
    text : str
        The content of a scenario file.
    where : str
        The file's name, for messages.

    Raises
    ------
    ScenarioError
        If it is no scenario: one sentence with the place and the cure.
    """
    try:
        tree = strict_json.parse(text)
        _check_format(tree)
        refuse_what_comes_later(tree)
        recording = tree.pop("recording", None)
        scenario = convert(_for_each_run(tree, _readable), Scenario)
        scenario = with_own_marks(with_objectives(scenario))
    except ScenarioError as error:
        raise ScenarioError(_("{file}: {why}").format(file=where, why=error)) from error
    known = to_tree(scenario)
    unknown = tuple(_unknown(_for_each_run(tree, _without_nothing), known, ()))
    return Document(scenario, unknown, tuple(_notes(unknown, known)), recording)


def encode(document: Document) -> str:
    """Return the text of a scenario file, with a line feed at its end.

    Raises
    ------
    ScenarioError
        If a number is not finite.
    """
    try:
        return (
            json.dumps(whole_tree(document), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
        )
    except ValueError as error:
        raise ScenarioError(
            _("The scenario was not saved because a number in it is not finite; undo to before it.")
        ) from error


def whole_tree(document: Document) -> dict[str, Any]:
    """Return a document as ``to_tree`` does, with its unknown keys and what was recorded."""
    tree = to_tree(document.scenario)
    for path, value in document.unknown:
        _restore(tree, path, value)
    if document.recording is not None:
        tree["recording"] = document.recording
    return tree


def to_tree(scenario: Scenario) -> dict[str, Any]:
    """Return ``scenario`` as dictionaries, lists and tuples, with every key of the file."""
    tree: dict[str, Any] = msgspec.to_builtins(without_shared_objectives(scenario))
    tree = _for_each_run(tree, _writable)
    return {"format": FORMAT, "version": VERSION, **tree, "stop": None}


def numbers_of(optimizer: str) -> dict[str, float]:
    """Return the own numbers of an optimizer with their defaults, from its signature."""
    factory = OPTIMIZERS.get(optimizer)
    return dict(factory.__kwdefaults__ or {}) if factory else {}


def _check_format(tree: Any) -> None:
    if not isinstance(tree, dict):
        raise ScenarioError(_("it is no scenario, which begins with a brace; choose another file."))
    if tree.get("format") != FORMAT:
        raise ScenarioError(
            _('it is no scenario, which says "format": "gdsim-scenario"; choose another file.')
        )
    version = tree.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise ScenarioError(_('"version" should be a whole number; write 1.'))
    if version > VERSION:
        raise ScenarioError(
            _(
                "a newer gdsim wrote it (format {theirs}, this one reads {ours}); update gdsim."
            ).format(theirs=shown(str(version), limit=20), ours=VERSION)
        )
    objective = tree.get("objective")
    if isinstance(objective, dict) and not _is_kind(objective.get("kind", "network")):
        raise ScenarioError(
            _('objective.kind should be "network", "guesses" or "function"; correct it.')
        )


def _is_kind(kind: Any) -> bool:
    return isinstance(kind, str) and kind in KINDS


def _for_each_run(tree: dict[str, Any], change: Reshape) -> dict[str, Any]:
    """Return a tree in which the current run and the companions went through ``change``."""
    tree = change(tree)
    companions = tree.get("companions")
    if isinstance(companions, list | tuple):
        tree["companions"] = [change(c) if isinstance(c, dict) else c for c in companions]
    return tree


def _writable(run: dict[str, Any]) -> dict[str, Any]:
    """Return a run as files have it: no key that means nothing, an optimizer's numbers inline."""
    objective = run["objective"]
    if objective is not None and objective["kind"] == FUNCTION:
        run["objective"] = _without_empty(objective)
    elif objective is not None:
        dataset = objective["dataset"]
        for key in {key for keys in _SOURCE_KEYS.values() for key in keys}:
            if key not in _SOURCE_KEYS.get(dataset["source"], ()):
                dataset.pop(key, None)
    if run["mark"] is None:
        del run["mark"]  # it tells balls apart, and most documents have one run
    run["optimizer"] |= run["optimizer"].pop("numbers") | _LATER
    run["changes"] = [
        {k: v for k, v in change.items() if k != "numbers" and (v is not None or k == "batch_size")}
        | change["numbers"]
        for change in run["changes"]
    ]
    return run


def _readable(run: dict[str, Any]) -> dict[str, Any]:
    """Return a run that says its kind, the optimizer's own numbers in a group of their own."""
    return _with_kind(_with_numbers_apart(run))


def _with_kind(tree: dict[str, Any]) -> dict[str, Any]:
    """Return a run that says what its objective is, and that guesses are not standardized."""
    objective = tree.get("objective")
    if not isinstance(objective, dict):
        return tree
    objective = {"kind": NETWORK, **objective}
    dataset = objective.get("dataset")
    if objective["kind"] == GUESSES and isinstance(dataset, dict):
        objective["dataset"] = {"standardize": False, **dataset}
    return {**tree, "objective": objective}


def _with_numbers_apart(tree: dict[str, Any]) -> dict[str, Any]:
    """Return a run in which the optimizer's own numbers stand in a group of their own."""
    optimizer = tree.get("optimizer", {})
    name = optimizer.get("name", OptimizerSpec().name) if isinstance(optimizer, dict) else None
    own = numbers_of(name) if isinstance(name, str) else {}
    result = {**tree, "optimizer": _apart(optimizer, own)}
    if isinstance(tree.get("changes"), list):
        result["changes"] = [_apart(change, own) for change in tree["changes"]]
    return result


def _apart(group: Any, own: Mapping[str, float]) -> Any:
    if not isinstance(group, dict):
        return group
    rest = {key: value for key, value in group.items() if key not in own and key != "numbers"}
    return rest | {"numbers": {key: group[key] for key in own if key in group}}


def _without_nothing(tree: dict[str, Any]) -> dict[str, Any]:
    """Return a run without what says nothing: nulls of a function, of a change."""
    objective = tree.get("objective")
    if isinstance(objective, dict) and objective.get("kind") == FUNCTION:
        tree = {**tree, "objective": _without_empty(objective)}
    if tree.get("mark", 0) is None:
        tree = {key: value for key, value in tree.items() if key != "mark"}
    empty = {name for name in ChangeSpec.__struct_fields__ if name != "batch_size"}
    changes = [
        {key: value for key, value in change.items() if value is not None or key not in empty}
        for change in tree.get("changes", ())
    ]
    return {**tree, "changes": changes}


def _without_empty(function: dict[str, Any]) -> dict[str, Any]:
    """Return a function without the keys that are null or empty."""
    return {k: v for k, v in function.items() if k not in _OPTIONAL_KEYS or v not in _NOTHING}


def _unknown(raw: Any, known: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    """Yield what ``raw`` holds and ``known`` does not, by key and by place in a list."""
    if isinstance(raw, dict) and isinstance(known, dict):
        for key, value in raw.items():
            if key not in known:
                yield (*path, key), value
            else:
                yield from _unknown(value, known[key], (*path, key))
    elif isinstance(raw, list) and isinstance(known, list | tuple):
        for i, (value, twin) in enumerate(zip(raw, known, strict=True)):
            yield from _unknown(value, twin, (*path, i))


def _notes(unknown: Sequence[tuple[Path, Any]], known: dict[str, Any]) -> Iterator[str]:
    for path, _value in unknown[:MOST_NOTES]:
        group: Any = known
        for key in path[:-1]:
            group = group[key]
        yield _('"{key}" is not known here; it is kept, but has no effect.{guess}').format(
            key=place(path), guess=did_you_mean(str(path[-1]), group)
        )
    if len(unknown) > MOST_NOTES:
        yield _("{n} more keys are not known here; they are kept, but have no effect.").format(
            n=len(unknown) - MOST_NOTES
        )


def _restore(tree: Any, path: Path, value: Any) -> None:
    """Put an unknown key back where its group still stands."""
    for key in path[:-1]:
        try:
            tree = tree[key]
        except (KeyError, IndexError, TypeError):
            return
    if isinstance(tree, dict):
        tree.setdefault(str(path[-1]), value)
