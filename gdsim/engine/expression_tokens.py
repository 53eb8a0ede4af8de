"""A typed formula as pieces: text -> numbers, names and signs, each with its place in the text.

What people write for one sign is one here: "−" is "-", "·" and "×" are "*", "**" is "^".
"""

import re
import unicodedata
from collections.abc import Sequence
from math import isinf
from typing import NamedTuple

from gdsim.text import _

MAX_LENGTH = 1000
"""Characters of a formula: what a person types has fewer, and what has more is an attack."""
MAX_TOKENS = 400

NUMBER, NAME, SIGN, RAISED, END = "number", "name", "sign", "raised", "end"
"""Kinds of tokens; "raised" is a run of superscripts."""

_SAME = {
    **dict.fromkeys("-\u2212\u2010\u2011\u2012\u2013\u2014", "-"),
    **dict.fromkeys("*\u00b7\u00d7\u22c5\u2219\u2217", "*"),
    **dict.fromkeys("/\u00f7\u2215\u2044", "/"),
    **dict.fromkeys("|\u2223", "|"),
    **{sign: sign for sign in "+^(),√∛"},
}
RAISED_DIGITS = {"⁺": "+", "⁻": "-"} | dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", strict=True))
_BLANK = re.compile("[ \t\r\n\u00a0\u2007\u2009\u202f]+")
_NUMBER = re.compile("(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+\u2212-]?[0-9]+)?")
_NAME = re.compile("[A-Za-zα-ωΑ-Ωϵϕ][A-Za-z0-9_α-ωΑ-Ωϵϕ]*")
_RAISED = re.compile("[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")


class ExpressionError(ValueError):
    """A formula that cannot be read; its text is the sentence that the user reads.

    Attributes
    ----------
    sentence : str
        What is wrong and what cures it.
    start, length : int
        Where in the text as it was typed; the length is 0 where something is missing.
    """

    def __init__(self, sentence: str, start: int = 0, length: int = 0) -> None:
        super().__init__(sentence)
        self.sentence, self.start, self.length = sentence, start, length


class Token(NamedTuple):
    """A piece of a formula.

    Attributes
    ----------
    kind : str
        One of the five above.
    text : str
        The name, or the sign in its one form.
    start, length : int
        Where it stands in the typed text.
    value : float
        Of a number or a superscript.
    """

    kind: str
    text: str
    start: int
    length: int
    value: float = 0.0


def tokenize(text: str) -> list[Token]:
    """Return the pieces of a formula, an END last.

    Raises
    ------
    ExpressionError
        If it is empty or too long, or holds what has no meaning in a formula.
    """
    if len(text) > MAX_LENGTH:
        sentence = _("This formula has {n:,} characters; write one of at most {most:,}.")
        raise ExpressionError(sentence.format(n=len(text), most=MAX_LENGTH), MAX_LENGTH)
    tokens: list[Token] = []
    place = _skip_blanks(text, 0)
    while place < len(text):
        token = _token(text, place)
        tokens.append(token)
        place = _skip_blanks(text, token.start + token.length)
    if not tokens:
        raise ExpressionError(_("Write a formula, for example x^2."))
    last = tokens[-1]
    tokens.append(Token(END, "", last.start + last.length, 0))
    check_count(tokens)
    return tokens


def check_count(tokens: Sequence[Token]) -> None:
    """Refuse more tokens than a formula may have.

    Raises
    ------
    ExpressionError
        At the first one that is too many.
    """
    if len(tokens) > MAX_TOKENS + 1:  # with the END
        token = tokens[MAX_TOKENS]
        sentence = _("This formula has more than {most} numbers, names and signs; shorten it.")
        raise ExpressionError(sentence.format(most=MAX_TOKENS), token.start, token.length)


def _skip_blanks(text: str, place: int) -> int:
    blank = _BLANK.match(text, place)
    return blank.end() if blank else place


def _token(text: str, place: int) -> Token:
    """Return the piece that begins at ``place``, where no blank stands."""
    if number := _NUMBER.match(text, place):
        return _number(text, number)
    if name := _NAME.match(text, place):
        return Token(NAME, name.group(), place, len(name.group()))
    if raised := _RAISED.match(text, place):
        digits = "".join(RAISED_DIGITS[c] for c in raised.group())
        return Token(RAISED, digits, place, len(raised.group()), float(digits))
    sign = _SAME.get(text[place])
    if sign is None:
        raise _strange(text, place)
    if sign == "*" and text[place : place + 2] == "**":
        return Token(SIGN, "^", place, 2)
    return Token(SIGN, sign, place, 1)


def _number(text: str, number: re.Match[str]) -> Token:
    written, start = number.group(), number.start()
    value = float(written.replace("\N{MINUS SIGN}", "-"))
    if isinf(value):
        sentence = _("{number} is too large: numbers end at about 1.8e308.")
        raise ExpressionError(sentence.format(number=written[:20]), start, len(written))
    after = text[number.end() : number.end() + 1]
    if after == "_":
        sentence = _("Write the number without an underscore, for example 1000.")
        raise ExpressionError(sentence, number.end(), 1)
    if after == ".":
        sentence = _("A number has one decimal point; there is a second one here.")
        raise ExpressionError(sentence, number.end(), 1)
    return Token(NUMBER, written, start, len(written), value)


def _strange(text: str, place: int) -> ExpressionError:
    """Return why the character at ``place`` cannot stand in a formula, and what to write."""
    character = text[place]
    sentence = _MEANT.get(character)
    if sentence is not None:
        return ExpressionError(_(sentence), place, 1)
    plain = unicodedata.normalize("NFKC", character)
    if (digit := unicodedata.digit(character, None)) is not None:
        plain = str(digit)
    if plain != character and plain.isascii() and plain.isalnum():
        sentence = _('"{character}" looks like {plain} but is another character; type {plain}.')
        return ExpressionError(sentence.format(character=character, plain=plain), place, 1)
    name = unicodedata.name(character, "").lower() or f"U+{ord(character):04X}"
    if character.isprintable():
        name = f'"{character}" ({name})' if not character.isascii() else f'"{character}"'
    sentence = _("{name} has no meaning in a formula; take it out.")
    return ExpressionError(sentence.format(name=name), place, 1)


_ROUND = 'Use round brackets, "(" and ")".'
_POINT = "A point stands only inside a number, as in 0.5; take it out."
_MEANT = {
    "=": 'Write only what stands right of "=", for example x^2.',
    "[": _ROUND,
    "]": _ROUND,
    "{": _ROUND,
    "}": _ROUND,
    ".": _POINT,
    "_": "A name begins with a letter; take the underscore out.",
    "!": "There is no factorial here; write the product out.",
    "%": "There is no percent here; write 0.5 for 50 %.",
    "<": "A formula compares nothing; use max(a, b), min(a, b), step(x) or |x|.",
    ">": "A formula compares nothing; use max(a, b), min(a, b), step(x) or |x|.",
    ":": 'Write "/" to divide.',
    "∞": "Infinity is no number; write a large one, for example 1e6.",
    ";": 'Separate the two values with a comma, as in max(x, 0); in a number write a point, "0.5".',
}
