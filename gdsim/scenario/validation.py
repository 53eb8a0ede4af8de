"""Tree -> values of the right types, or one sentence: where, what should stand there, what does."""

import json
import re
from typing import Any, NamedTuple, TypeAlias, TypeVar

import msgspec

from gdsim.scenario.errors import ScenarioError, shown
from gdsim.text import _

Value = TypeVar("Value")
Path: TypeAlias = tuple[str | int, ...]

_MISSING = re.compile(r"Object missing required field `(?P<key>.*)`")
_EXPECTED = re.compile(
    r"Expected `(?P<kinds>[^`]*)`(?P<length> of length)?"
    r"(?: (?P<bound>[<>]=?) (?P<limit>\S+)| (?P<exact>\d+))?(?:, got (?:`(?P<got>[^`]*)`|\d+))?"
)
_STEP = re.compile(r"\.([^.\[`]+)|\[(\d+|\.\.\.)\]")
_ANY_KEY = "..."
"""How msgspec writes a key that is not a field's name."""

_TYPES: dict[str, type] = {
    "int": int, "float": float, "str": str, "bool": bool, "null": type(None), "array": list,
    "object": dict,
}  # fmt: skip


class _Found(NamedTuple):
    """A place in the tree and what stands there."""

    path: Path
    value: Any


def convert(tree: Any, to: type[Value]) -> Value:
    """Return ``tree`` as a value of the type ``to``.

    Raises
    ------
    ScenarioError
        If something is missing, or not what its place wants.
    """
    try:
        return msgspec.convert(tree, to)
    except msgspec.ValidationError as error:
        raise ScenarioError(_sentence(str(error), tree)) from error


def place(path: Path) -> str:
    """Return a path as people write it: ``objective.layers[0].units``."""
    text = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path)
    return shown(text.removeprefix("."), limit=100)


def _sentence(message: str, tree: Any) -> str:
    text, _at, where = message.partition(" - at ")
    steps = [name or number for name, number in _STEP.findall(where)]
    missing = _MISSING.fullmatch(text)
    if missing:
        path = _locate(tree, steps, None).path
        return _('"{key}" is missing in {place}; add it.').format(
            key=missing["key"], place=place(path) or _("the file")
        )
    expected = _EXPECTED.fullmatch(text)
    found = _locate(tree, steps, expected and expected["got"])
    if expected is None:
        return _("{place}: {what}.").format(place=place(found.path), what=text)
    return _("{place} should be {what}, not {value}.").format(
        place=place(found.path) or _("the file"),
        what=_kinds(expected["kinds"]) + _bound(expected),
        value=_shown_value(found.value),
    )


def _locate(tree: Any, steps: list[str], got: str | None) -> _Found:
    """Follow msgspec's path; of keys that it does not tell, the first one with a wrong value."""
    if not steps:
        return _Found((), tree)
    if steps[0] != _ANY_KEY:
        key: str | int = int(steps[0]) if isinstance(tree, list) else steps[0]
        found = _locate(tree[key], steps[1:], got)
        return _Found((key, *found.path), found.value)
    for key, inner in tree.items():
        if len(steps) > 1 and not (isinstance(inner, list) and int(steps[1]) < len(inner)):
            continue
        found = _locate(inner, steps[1:], got)
        if got is None or type(found.value) is _TYPES.get(got):
            return _Found((key, *found.path), found.value)
    return _Found((), tree)


def _kinds(text: str) -> str:
    names = {
        "int": _("a whole number"),
        "float": _("a number"),
        "str": _("text"),
        "bool": _("true or false"),
        "null": _("null"),
        "array": _("a list"),
        "object": _("a group in braces"),
    }
    return _(" or ").join(names.get(kind, kind) for kind in text.split(" | "))


def _bound(expected: re.Match[str]) -> str:
    if expected["exact"] is not None:
        return _(" of length {n}").format(n=expected["exact"])
    if expected["bound"] is None:
        return ""
    phrases = {
        ">=": _(" of at least {limit}"),
        "<=": _(" of at most {limit}"),
        ">": _(" above {limit}"),
        "<": _(" below {limit}"),
    }
    if expected["length"]:
        phrases = {">=": _(" of length {limit} or more"), "<=": _(" of length {limit} or less")}
    return phrases[expected["bound"]].format(limit=expected["limit"].removesuffix(".0"))


def _shown_value(value: Any) -> str:
    if isinstance(value, dict):
        return _("a group in braces")
    if isinstance(value, list):
        return _("a list of {n}").format(n=len(value)) if value else _("an empty list")
    return shown(json.dumps(value, ensure_ascii=False), limit=40)
