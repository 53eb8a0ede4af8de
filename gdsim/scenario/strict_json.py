"""JSON that means one thing: no key twice, no NaN, no number out of range, no endless nesting."""

import json
import re
from collections import Counter
from math import isfinite
from typing import Any, NoReturn

from gdsim.scenario.errors import ScenarioError, shown
from gdsim.text import _

LONGEST_TEXT = 50_000_000
MOST_DIGITS = 300
DEEPEST = 64

_HALF_A_PAIR = re.compile(r"\\u[dD][89a-fA-F]")


def parse(text: str) -> Any:
    """Return what ``text`` says, as dictionaries, lists, texts, numbers, booleans and None.

    Raises
    ------
    ScenarioError
        If it is not JSON in this strict sense: where, why, and the cure.
    """
    if len(text) > LONGEST_TEXT:
        raise ScenarioError(_("it is far too long; choose another file."))
    if not text.strip():
        raise ScenarioError(_("it is empty; choose another file."))
    try:
        tree = json.loads(
            text,
            object_pairs_hook=_without_twins,
            parse_constant=_no_constant,
            parse_float=_finite,
            parse_int=_whole,
        )
    except json.JSONDecodeError as error:
        raise ScenarioError(_mistake(error)) from error
    except (RecursionError, MemoryError) as error:
        raise ScenarioError(_too_deep()) from error
    if _is_deep(tree):
        raise ScenarioError(_too_deep())
    if _HALF_A_PAIR.search(text):
        _refuse_half_pairs(tree)
    return tree


def _mistake(error: json.JSONDecodeError) -> str:
    why = error.msg.removesuffix(" starting at").removesuffix(" at")
    return _(
        "line {line}, column {column} is not valid JSON ({why}); mend it or choose another file."
    ).format(line=error.lineno, column=error.colno, why=why[:1].lower() + why[1:])


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    tree = dict(pairs)
    if len(tree) < len(pairs):
        twin = Counter(key for key, _value in pairs).most_common(1)[0][0]
        raise ScenarioError(
            _('the key "{key}" stands twice in one group; delete one.').format(key=shown(twin))
        )
    return tree


def _no_constant(text: str) -> NoReturn:
    raise ScenarioError(_("{text} is not a finite number; write one.").format(text=text))


def _finite(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        _refuse_number(text)
    return value


def _whole(text: str) -> int:
    if len(text) > MOST_DIGITS:
        _refuse_number(text)
    return int(text)


def _refuse_number(text: str) -> NoReturn:
    raise ScenarioError(
        _("the number {text} is too large; write a smaller one.").format(text=shown(text, limit=20))
    )


def _is_deep(tree: Any) -> bool:
    level = [tree] if _has_children(tree) else []
    for _depth in range(DEEPEST):
        inner = (node.values() if isinstance(node, dict) else node for node in level)
        level = [child for children in inner for child in children if _has_children(child)]
        if not level:
            return False
    return True


def _has_children(node: Any) -> bool:
    return isinstance(node, (dict, list))


def _too_deep() -> str:
    return _("its brackets are nested too deeply; choose another file.")


def _refuse_half_pairs(tree: Any) -> None:
    """Refuse texts that no file can hold: half of a surrogate pair, written as an escape."""
    try:
        json.dumps(tree, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise ScenarioError(
            _("it holds half of a pair of characters (such as \\ud800); delete it.")
        ) from error
