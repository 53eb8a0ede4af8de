"""What a name in a formula stands for: a variable, a constant, a function, or a product of them."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from itertools import pairwise
from typing import TypeAlias

from gdsim.engine.expression_functions import SPELLINGS
from gdsim.engine.expression_tokens import NAME, ExpressionError, Token, tokenize
from gdsim.engine.expression_trees import EULER, PI, Constant, Node, Variable
from gdsim.text import _

_VARIABLE = re.compile("[A-Za-zα-ωΑ-Ωϵϕ](_?[0-9]{1,2})?")
_USUAL = ("x", "y", "z", "t", "u", "v", "w")
"""The letters that may stand together for a product when the variables are not known."""

Vocabulary: TypeAlias = Mapping[str, Node | str]
"""What a name stands for: a tree, or the name of a function."""

_KNOWN: Vocabulary = {"e": EULER, "pi": PI, "π": PI, **SPELLINGS}
_KNOWN_ELSEWHERE = {
    "pow": "x^2", "cot": "1/tan(x)", "sec": "1/cos(x)", "csc": "1/sin(x)",
    "lambda": "the formula alone, for example x^2", "mod": "x - 2·floor(x/2)",
}  # fmt: skip


def is_variable_name(name: str) -> bool:
    """Whether ``name`` may name a variable: one letter, maybe numbered, and not e, π or σ."""
    return bool(_VARIABLE.fullmatch(name)) and name not in _KNOWN


def vocabulary_of(variables: Sequence[str], constants: Mapping[str, float]) -> Vocabulary:
    """Return all names that a formula may use; one's own go before those that are built in."""
    return {
        **_KNOWN,
        **{name: Constant(name, float(value)) for name, value in constants.items()},
        **{name: Variable(name) for name in variables},
    }


def variables_of(text: str, constants: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the variables that occur in a formula, sorted, which makes x the horizontal one.

    A variable is one letter, maybe numbered; the formula itself may still have mistakes.
    ``constants`` are names that are none.

    Raises
    ------
    ExpressionError
        If a name is neither a variable nor known, or there are more than two variables.
    """
    known = vocabulary_of((), dict.fromkeys(constants, 0.0))
    usual = {**{name: Variable(name) for name in _USUAL}, **known}
    found: list[str] = []
    for token, behind in pairwise(tokenize(text)):
        if token.kind != NAME or token.text in known:
            continue
        if token.text in ("f", "g", "h") and behind.text == "(":
            sentence = _("There is no function {name} here; write its formula out, such as x^2.")
            raise ExpressionError(sentence.format(name=token.text), token.start, token.length)
        parts = [token] if is_variable_name(token.text) else resolved(token, usual)
        for part in parts:
            if part.text not in known:
                _note(found, part)
    return tuple(sorted(found))


def _note(found: list[str], token: Token) -> None:
    """Add a variable to those ``found``, at most two."""
    if token.text in found:
        return
    if len(found) == 2:
        sentence = _("{third} would be a third variable beside {first} and {second}; use two.")
        names = dict(zip(("first", "second", "third"), (*found, token.text), strict=True))
        raise ExpressionError(sentence.format(**names), token.start, token.length)
    found.append(token.text)


def resolved(token: Token, vocabulary: Vocabulary) -> list[Token]:
    """Return a name as the known names that it is made of: ``xy`` as x and y, ``sinx`` as sin, x.

    Raises
    ------
    ExpressionError
        If it is not made of known names.
    """
    if token.kind != NAME or token.text in vocabulary:
        return [token]
    folded = token.text.lower()
    if folded in vocabulary and len(folded) > 1:
        return [token._replace(text=folded)]
    pieces = _split(token.text, vocabulary)
    if pieces is None:
        raise _unknown(token, vocabulary)
    parts, start = [], token.start
    for piece in pieces:
        parts.append(Token(NAME, piece, start, len(piece)))
        start += len(piece)
    return parts


def _split(name: str, vocabulary: Vocabulary) -> list[str] | None:
    """Return ``name`` as known names, the longest first; None if it is not made of such."""
    rests: dict[int, list[str]] = {len(name): []}  # what stands from here on, where it is known
    lengths = sorted({len(known) for known in vocabulary}, reverse=True)
    for start in range(len(name) - 1, -1, -1):
        for end in (start + length for length in lengths):
            if end in rests and name[start:end] in vocabulary:
                rests[start] = [name[start:end], *rests[end]]
                break
    return rests.get(0)


def _unknown(token: Token, vocabulary: Vocabulary) -> ExpressionError:
    """Return that a name is not known, and which one may have been meant."""
    name = token.text[:40]
    if name.lower() in _KNOWN_ELSEWHERE:
        sentence = _('There is no "{name}" here; write {instead}.')
        instead = _KNOWN_ELSEWHERE[name.lower()]
        return ExpressionError(
            sentence.format(name=name, instead=instead), token.start, token.length
        )
    folded = {known.lower(): known for known in vocabulary if known.isascii()}
    near = folded.get(name.lower()) or next(
        (folded[match] for match in get_close_matches(name.lower(), folded, n=1)), None
    )
    if near is not None:
        sentence = _('There is no "{name}". Did you mean "{near}"?').format(name=name, near=near)
    else:
        trees = [known for known in vocabulary if isinstance(vocabulary[known], Variable)]
        sentence = _(
            'There is no "{name}"; use {variables}, pi, e and functions such as sin, exp, sqrt.'
        ).format(name=name, variables=", ".join(trees[:2]) or "x")
    return ExpressionError(sentence, token.start, token.length)
