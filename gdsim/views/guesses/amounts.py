"""How amounts are written where every digit counts: "115,000,000,000", "−6,182.67".

A column has one number of decimals: none where all its numbers are whole, which are then written
to the last digit.
"""

from collections.abc import Iterable
from decimal import Decimal
from math import floor, isfinite, log10

from gdsim.scenario.quantities import HUGE, MINUS, short

_DUST = 1e-12
"""Relative: what the rounding of doubles may leave beside a whole number."""
_LETTERS = ((1e9, "B"), (1e6, "M"), (1e3, "k"))
_LARGE = 1e7
"""From here on decimals tell nothing."""


def decimals_of(values: Iterable[float]) -> int:
    """Return how many decimals a column of these numbers needs."""
    finite = [value for value in values if isfinite(value)]
    largest = max((abs(value) for value in finite), default=0.0)
    if largest >= _LARGE or all(_is_whole(value) for value in finite):
        return 0
    if largest >= 1.0:
        return 2
    return min(9, 3 - floor(log10(largest)))


def amount(value: float, decimals: int, *, is_signed: bool = False) -> str:
    """Return ``value`` with commas and a true minus; where wanted with a plus too."""
    if not isfinite(value) or abs(value) >= HUGE:
        return short(value, 6)
    text = f"{abs(value):,.{decimals}f}"
    if not text.strip("0.,"):
        return text
    sign = "+" if is_signed else ""
    return (MINUS if value < 0.0 else sign) + text


def thousands(value: float) -> str:
    """Return a number with three digits, thousands as "k": "9.6k", "40B"."""
    for size, letter in _LETTERS:
        if size <= abs(value) < 1e12:
            return f"{value / size:.3g}{letter}".replace("-", MINUS)
    return amount(value, 0) if _is_whole(value) and abs(value) < _LARGE else short(value, 3)


def in_brackets(text: str) -> str:
    """Return a negative number in brackets, so that a sign before it can be read."""
    return f"({text})" if text.startswith(MINUS) else text


def printed(text: str) -> Decimal | None:
    """Return the number that ``amount`` wrote; None where it wrote a power of ten or a word."""
    bare = text.replace(MINUS, "-").replace("+", "").replace(",", "")
    return Decimal(bare) if bare.replace(".", "").lstrip("-").isdigit() else None


def _is_whole(value: float) -> bool:
    return abs(value - round(value)) <= _DUST * max(1.0, abs(value))
