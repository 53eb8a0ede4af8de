"""Numbers that people type, and numbers in a formula: "-0,21" -> -0.21; "−0.21" -> "(−0.21)"."""

import re
from math import isfinite

from gdsim.scenario.quantities import MINUS

LONGEST = 40
_SIGNS = str.maketrans(dict.fromkeys("\u2010\u2011\u2013\u2014\u2212\ufe63\uff0d", "-"))
"""What people and other programs write for a minus."""
_POWER = re.compile(r"[*x×·]\s*10\s*\^?\s*([+-]?\d+)$")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?", re.ASCII)
_GROUPS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?", re.ASCII)


def read_number(text: str) -> float | None:
    """Return the number that a person has typed: "-0,21", "−0.21", "1e-3", "1 234.5"."""
    plain = "".join(text[:LONGEST].split()).translate(_SIGNS).lower()
    plain = _POWER.sub(r"e\1", plain)
    if _GROUPS.fullmatch(plain) and ("." in plain or plain.count(",") > 1):
        plain = plain.replace(",", "")
    elif plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    if not _NUMBER.fullmatch(plain):
        return None
    value = float(plain)
    return value if isfinite(value) else None


def bare(text: str) -> str:
    """Return a printed number as a formula begins with it: without its plus."""
    return text.removeprefix("+")


def bracketed(text: str) -> str:
    """Return a printed number as it stands after a sign: a negative one in brackets."""
    return f"({text})" if text.startswith(MINUS) else bare(text)
