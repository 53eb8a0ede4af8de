"""Numbers that people type: "-0,21" -> -0.21, "$312,400" -> 312400.0, and back."""

import re
from math import isfinite

from gdsim.scenario.quantities import MINUS, Quantity

LONGEST = 40
"""Characters of a number."""
_SIGNS = str.maketrans(dict.fromkeys("\u2010\u2011\u2013\u2014\u2212\ufe63\uff0d", "-"))
"""What people and other programs write for a minus."""
_POWER = re.compile(r"[*x×·]\s*10\s*\^?\s*([+-]?\d+)$")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?", re.ASCII)
_EXPONENT = re.compile(r"e\+?(-?)0*")
"""As Python writes it: "e-05", "e+20"."""
_GROUPS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?", re.ASCII)


def read_number(text: str) -> float | None:
    """Return the number that a person has typed, or None: "-0,21", "−0.21", "1e-3", "1 234.5".

    One comma alone is a decimal comma.
    """
    if len(text.strip()) > LONGEST:
        return None
    plain = _plain(text).lower()
    plain = _POWER.sub(r"e\1", plain)
    if _GROUPS.fullmatch(plain) and ("." in plain or plain.count(",") > 1):
        plain = plain.replace(",", "")
    elif plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    if not _NUMBER.fullmatch(plain):
        return None
    value = float(plain)
    return value if isfinite(value) else None


def read_quantity(text: str, of: Quantity) -> float | None:
    """Return the number that a text says in a quantity's units, or None.

    The units may stand there, and commas as the diagram writes them: "$312,400", "1,656 ft²".
    """
    text = text.strip().removeprefix(of.prefix).removesuffix(of.unit).strip()
    if _THOUSANDS.fullmatch(_plain(text)):
        text = text.replace(",", "")
    return read_number(text)


def as_typed(value: float) -> str:
    """Return a number as a person would type it: six digits, none of them an idle zero."""
    text = f"{value:.0f}" if value == round(value) and abs(value) < 1e15 else f"{value:.6g}"
    return _EXPONENT.sub(r"e\1", text).replace("-", MINUS)


def _plain(text: str) -> str:
    """Return a text without spaces and with a plain minus."""
    return "".join(text.split()).translate(_SIGNS)
