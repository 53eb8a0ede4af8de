"""The scenario file: JSON text -> tree -> Scenario, and back with every unknown key kept."""

import json
import re
from collections.abc import Iterator
from math import isfinite
from typing import Any, NamedTuple, NoReturn

import msgspec

from gdsim.engine.optimizers import OPTIMIZERS
from gdsim.scenario.errors import ScenarioError, did_you_mean, shown
from gdsim.scenario.spec import FORMAT, VERSION, OptimizerSpec, Scenario
from gdsim.scenario.later import refuse_what_comes_later
from gdsim.text import _

LONGEST_TEXT = 50_000_000

Path = tuple[str | int, ...]

# What each source of data needs in the file; the other fields of its value mean nothing there.
_SOURCE_KEYS = {
    "builtin": ("name",),
    "file": ("path",),
    "inline": ("columns",),
    "generated": ("name", "n", "noise", "seed"),
}
_KIND_NAMES = {
    "int": "a whole number",
    "float": "a number",
    "str": "text",
    "array": "a list",
    "object": "a group in braces",
    "bool": "true or false",
    "null": "null",
}


class Document(NamedTuple):
    """A scenario and what its file said beyond it.

    Attributes
    ----------
    scenario : Scenario
    unknown : tuple of (path, value)
        Keys that this version does not know; they survive a round trip.
    notes : tuple of str
        A sentence about each of them.
    """

    scenario: Scenario
    unknown: tuple[tuple[Path, Any], ...] = ()
    notes: tuple[str, ...] = ()


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
    tree = _parse(text, where)
    _check_format(tree, where)
    refuse_what_comes_later(tree, where)
    scenario = _convert(_with_numbers_apart(tree), where)
    unknown = tuple(_unknown(tree, to_tree(scenario), ()))
    return Document(scenario, unknown, tuple(_note(path, scenario) for path, _value in unknown))


def encode(document: Document) -> str:
    """Return the text of a scenario file, with a line feed at its end.

    Raises
    ------
    ScenarioError
        If a number is not finite.
    """
    tree = to_tree(document.scenario)
    for path, value in document.unknown:
        _restore(tree, path, value)
    try:
        return json.dumps(tree, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    except ValueError as error:
        raise ScenarioError(
            _("The scenario was not saved because a number in it is not finite; undo to before it.")
        ) from error


def to_tree(scenario: Scenario) -> dict[str, Any]:
    """Return ``scenario`` as the dictionaries and lists of the file, every key written out."""
    tree: dict[str, Any] = msgspec.to_builtins(scenario)
    dataset = tree["objective"]["dataset"]
    for key in {key for keys in _SOURCE_KEYS.values() for key in keys}:
        if key not in _SOURCE_KEYS.get(dataset["source"], ()):
            dataset.pop(key, None)
    tree["objective"] = {"kind": "network", **tree["objective"]}
    tree["optimizer"] |= tree["optimizer"].pop("numbers")
    tree["optimizer"] |= {"schedule": None, "clip": None}
    tree["changes"] = [
        {k: v for k, v in change.items() if k != "numbers" and (v is not None or k == "batch_size")}
        | change["numbers"]
        for change in tree["changes"]
    ]
    return {"format": FORMAT, "version": VERSION, **tree, "companions": [], "stop": None}


def _parse(text: str, where: str) -> dict[str, Any]:
    if len(text) > LONGEST_TEXT:
        _refuse(where, _("it is far too long for a scenario; choose another file."))
    try:
        tree = json.loads(
            text,
            object_pairs_hook=_without_duplicates,
            parse_constant=_no_constant,
            parse_float=_finite,
        )
    except json.JSONDecodeError as error:
        _refuse(
            where,
            _("line {line}, column {column} is not valid JSON: {why}.").format(
                line=error.lineno, column=error.colno, why=error.msg[:1].lower() + error.msg[1:]
            ),
        )
    except (RecursionError, MemoryError):
        _refuse(where, _("its brackets are nested too deeply; choose another file."))
    except ValueError as error:
        _refuse(where, str(error))
    if not isinstance(tree, dict):
        _refuse(where, _("it is no scenario, which begins with a brace; choose another file."))
    return tree


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    tree = dict(pairs)
    if len(tree) < len(pairs):
        keys = [key for key, _value in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(_("the key {key} stands twice; delete one.").format(key=shown(twice)))
    return tree


def _no_constant(text: str) -> NoReturn:
    raise ValueError(_("{text} is no number; write a finite one.").format(text=text))


def _finite(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        raise ValueError(_("the number {text} is too large.").format(text=shown(text)))
    return value


def _check_format(tree: dict[str, Any], where: str) -> None:
    if tree.get("format") != FORMAT:
        _refuse(where, _('it is no gdsim scenario, which says "format": "gdsim-scenario".'))
    version = tree.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        _refuse(where, _('"version" should be a whole number such as 1.'))
    if version > VERSION:
        _refuse(
            where,
            _("it was written by a newer gdsim (format {theirs}, this one reads {ours}); update gdsim.")
            .format(theirs=version, ours=VERSION),
        )  # fmt: skip


def _with_numbers_apart(tree: dict[str, Any]) -> dict[str, Any]:
    """Return a tree in which the optimizer's own numbers stand in a group of their own."""
    optimizer = tree.get("optimizer", {})
    name = optimizer.get("name", OptimizerSpec().name) if isinstance(optimizer, dict) else ""
    own = numbers_of(name) if isinstance(name, str) else {}
    result = dict(tree)
    if isinstance(optimizer, dict):
        result["optimizer"] = _apart(optimizer, own)
    if isinstance(tree.get("changes"), list):
        result["changes"] = [
            _apart(change, own) if isinstance(change, dict) else change for change in tree["changes"]
        ]
    return result


def numbers_of(optimizer: str) -> dict[str, float]:
    """Return the own numbers of an optimizer with their defaults, from its signature."""
    factory = OPTIMIZERS.get(optimizer)
    return dict(factory.__kwdefaults__ or {}) if factory else {}


def _apart(group: dict[str, Any], own: dict[str, float]) -> dict[str, Any]:
    rest = {key: value for key, value in group.items() if key not in own and key != "numbers"}
    return rest | {"numbers": {key: group[key] for key in own if key in group}}


def _convert(tree: dict[str, Any], where: str) -> Scenario:
    try:
        return msgspec.convert(tree, Scenario)
    except msgspec.ValidationError as error:
        _refuse(where, _plain(str(error)))
    except (RecursionError, OverflowError):
        _refuse(where, _("a value in it is too large."))


def _plain(message: str) -> str:
    """Return msgspec's message as a sentence for people."""
    text, _at, place = message.partition(" - at ")
    place = place.strip("`").removeprefix("$").lstrip(".") or _("the file")
    missing = re.fullmatch(r"Object missing required field `(.*)`", text)
    if missing:
        return _('"{key}" is missing in {place}; add it.').format(key=missing[1], place=place)
    text = re.sub(r"`([^`]*)`", lambda found: _kinds(found[1]), text)
    text = text[:1].lower() + text[1:]
    return _("{place}: {what}.").format(place=place, what=text)


def _kinds(text: str) -> str:
    return _(" or ").join(_KIND_NAMES.get(kind, kind) for kind in text.split(" | "))


def _unknown(raw: Any, known: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    """Yield what ``raw`` holds and ``known`` does not, by key and by place in a list."""
    if isinstance(raw, dict) and isinstance(known, dict):
        for key, value in raw.items():
            if key not in known:
                yield (*path, key), value
            else:
                yield from _unknown(value, known[key], (*path, key))
    elif isinstance(raw, list) and isinstance(known, (list, tuple)):
        for i, (value, twin) in enumerate(zip(raw, known, strict=False)):
            yield from _unknown(value, twin, (*path, i))


def _note(path: Path, scenario: Scenario) -> str:
    group: Any = to_tree(scenario)
    for key in path[:-1]:
        group = group[key]
    place = ".".join(str(key) for key in path)
    return _("{key} is not known here; it is kept, but has no effect.{guess}").format(
        key=shown(place), guess=did_you_mean(str(path[-1]), group)
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


def _refuse(where: str, why: str) -> NoReturn:
    raise ScenarioError(_("{file}: {why}").format(file=where, why=why))
