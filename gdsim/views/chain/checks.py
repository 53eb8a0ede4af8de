"""Three ways to one number: Chain -> digits below each other, what they are apart, a verdict."""

from decimal import Decimal
from math import floor, isfinite, log10
from typing import NamedTuple

from gdsim.engine.chains import Chain
from gdsim.scenario.quantities import MINUS, full, short
from gdsim.text import _

_DIGITS = 15
"""Those that two doubles of this size can well share."""
_LEAST_EXPONENT, _MOST_EXPONENT = -4, 9


class Check(NamedTuple):
    """One way to the gradient.

    Attributes
    ----------
    name : str
    digits, rest : str
        The number in two parts: the digits it shares with the first way, and those it does not.
    apart : str
        Its difference from the first way.
    tip : str
        How it is worked out, with all digits.
    """

    name: str
    digits: str
    rest: str
    apart: str
    tip: str

    @property
    def number(self) -> str:
        """The whole number."""
        return self.digits + self.rest


class Verdict(NamedTuple):
    """What the three together say, and whether it is good."""

    text: str
    is_good: bool


def checks(chain: Chain) -> tuple[Check, Check, Check]:
    """Return the three ways, written with the same decimals."""
    values = chain.by_chain, chain.by_engine, chain.by_difference
    texts = aligned(values)
    names = (
        _("chain rule, row by row"),
        _("engine, all at once"),
        _("central difference"),
    )
    tips = (
        _("The products of all rows, each worked out unit by unit, then added up."),
        _("What descent uses: one pass backward with matrices."),
        _(
            "(loss at {name} + h {minus} loss at {name} {minus} h) ÷ 2h, with h = {step}:\n"
            "no derivative is needed for it, only two losses."
        ).format(name=_("the value"), minus=MINUS, step=short(chain.step)),
    )
    found: list[Check] = []
    for value, text, name, tip in zip(values, texts, names, tips, strict=True):
        n = _shared(texts[0], text)
        apart = "" if not found else _apart(value - values[0])
        found.append(Check(name, text[:n], text[n:], apart, f"{tip}\n{full(value)}"))
    return found[0], found[1], found[2]


def verdict(chain: Chain, name: str) -> Verdict:
    """Return what the comparison of the three says."""
    if chain.is_cut:
        return Verdict(_("all three agree"), True)
    if not chain.is_finite:
        return Verdict(_("Not all three are finite: descent has left what can be computed."), False)
    if not chain.agrees_with_engine:
        return Verdict(_("Chain rule and engine differ: please report this fault."), False)
    if not chain.agrees_with_difference:
        text = _(
            "The central difference is off: within {step} of {name} the loss has a kink or bends "
            "too much."
        )
        return Verdict(text.format(step=short(chain.step, 2), name=name), False)
    return Verdict(_("all three agree"), True)


def aligned(values: tuple[float, ...]) -> tuple[str, ...]:
    """Return numbers with the same number of decimals, or times the same power of ten."""
    if not all(map(isfinite, values)):
        return tuple(map(short, values))
    largest = max(map(abs, values))
    exponent = floor(log10(largest)) if largest > 0.0 else 0
    if _LEAST_EXPONENT <= exponent <= _MOST_EXPONENT:
        decimals, scale, ending = max(_DIGITS - 1 - max(exponent, 0), 0), 0, ""
    else:
        decimals, scale, ending = _DIGITS - 1, exponent, f"e{exponent}"
    # A Decimal holds the double exactly, so that no digit is rounded twice.
    exact = (Decimal(value).scaleb(-scale) for value in values)
    return tuple(f"{value:.{decimals}f}{ending}".replace("-", MINUS) for value in exact)


def _shared(first: str, second: str) -> int:
    """Return how many characters two numbers share before they part."""
    pairs = zip(first, second, strict=False)
    return next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(first), len(second)))


def _apart(difference: float) -> str:
    if difference == 0.0:
        return _("the same")
    return _("{difference} apart").format(difference=short(abs(difference), 2))
