"""How rows of arithmetic are printed: current, gradient, rate, new -> digits that reconcile.

Every number is rounded once, from its own 17 digits; none is adjusted. The columns' last places are
chosen together, so that ``current - rate x gradient`` reckoned from the printed digits is never
more than one unit of the last place off the printed ``new``.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from functools import lru_cache
from math import ceil, floor, inf, isfinite, log10
from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array
from gdsim.scenario.arithmetic import Arithmetic
from gdsim.scenario.quantities import MINUS, short, signed

MAX_DECIMALS = 7
MAX_DIGITS = 10
RELEVANT = 0.01
"""Values below this share of a column's largest do not decide how many decimals it has."""

_OF_GRADIENT, _OF_RATE = 0.44, 0.05
"""The shares of a unit that rounding these two may add to the halves of current and new."""


class Format(NamedTuple):
    """How the numbers of a column are written.

    Attributes
    ----------
    decimals : int
        The last place of all of them is 10^-decimals, so that they align.
    exponent : int or None
        The power of ten that is written behind them; None for none.
    widest : str
        A text as wide as the widest usual one, to reserve room for.
    tiny : str
        A text such as those that are too small for the last place, if there are any.
    """

    decimals: int = 4
    exponent: int | None = None
    widest: str = MINUS + "0.0000"
    tiny: str = ""

    @property
    def unit(self) -> float:
        """One unit of the last place."""
        return float(10.0**-self.decimals)

    def text(self, value: float) -> str:
        """Return ``value`` with its sign; only what is exactly zero is written as 0."""
        if value == 0.0:
            return "0"
        if not isfinite(value):
            return short(value)
        if abs(value) < 0.5 * self.unit:
            return signed(_exponent(value, 2))
        return signed(self._size(value).replace("-", MINUS))

    def _size(self, value: float) -> str:
        if self.exponent is None:
            return f"{value:.{self.decimals}f}"
        mantissa = Decimal(value).scaleb(-self.exponent)
        places = max(0, self.decimals + self.exponent)
        return f"{mantissa:.{places}f}e{self.exponent}"

    @property
    def tails(self) -> tuple[str, str]:
        """What the texts have from the decimal point on; the wider one sets where that stands."""
        return "".join(self.widest.partition(".")[1:]), "".join(self.tiny.partition(".")[1:])


class Formats(NamedTuple):
    """How each column of one table is written.

    Attributes
    ----------
    value : Format
        Of current and new.
    gradient, step : Format
    memory : dict of Format
        By name.
    rate_error : float
        How far a printed learning rate may be from the true one.
    """

    value: Format = Format()
    gradient: Format = Format()
    step: Format = Format()
    memory: dict[str, Format] = {}  # noqa: RUF012 - never written to
    rate_error: float = inf

    def rate(self, rate: float) -> str:
        """Return a learning rate as it is typed: 0.05, not 0.05000; with digits enough."""
        return _rate_text(rate, self.rate_error)


@lru_cache(maxsize=64)
def _rate_text(rate: float, most_error: float) -> str:
    """Return a rate with as few digits as do; the rows of a table share one."""
    for digits in range(4, 18):
        text = _brief(rate, digits)
        if not isfinite(rate):
            break
        error = abs(float(number(text)) - rate)
        if error == 0.0 or (digits >= 8 and error <= most_error):
            break
    return text


def choose_formats(parts: Sequence[Arithmetic], before: Formats | None = None) -> Formats:
    """Choose how the numbers of ``parts`` are written under each other.

    Parameters
    ----------
    parts : sequence of Arithmetic
        Whose arrays may be of any length.
    before : Formats or None
        Those of the moment before, which are kept while they fit.
    """
    old = before or Formats()
    is_new = before is None
    values = _joined([part.current for part in parts] + [part.new for part in parts])
    steps, gradients = _joined([p.step for p in parts]), _joined([p.gradient for p in parts])
    value = _steady(None if is_new else old.value, fine_enough(values, steps), values)
    rate = max((abs(part.rate) for part in parts if isfinite(part.rate)), default=0.0)
    wanted = _place(gradients)
    # Without this a rate above 1 would carry the gradient's rounding into the last place.
    needed = value.decimals + ceil(log10(0.5 * rate / _OF_GRADIENT)) if rate > 0.0 else 0
    gradient = _steady(
        None if is_new else old.gradient,
        wanted._replace(decimals=max(wanted.decimals, needed)),
        gradients,
    )
    largest = float(sizes(gradients).max(initial=0.0))
    return Formats(
        value,
        gradient,
        _written(value, steps),
        {
            name: _steady(old.memory.get(name), _place(numbers), numbers)
            for name in parts[0].memory
            for numbers in [_joined([part.memory[name] for part in parts])]
        },
        _OF_RATE * value.unit / largest if largest > 0.0 else inf,
    )


class Reckoning(NamedTuple):
    """What the printed digits of a row give.

    Attributes
    ----------
    result : Decimal
        Rounded to the last place of ``new``.
    off : int
        How many units of that place it is beside the printed new value; 0 where rounding the
        result can give that.
    """

    result: Decimal
    off: int


def reckon(current: str, step: Sequence[str], new: str, decimals: int) -> Reckoning:
    """Reckon a new value from printed digits alone.

    Parameters
    ----------
    current, new : str
        As printed.
    step : sequence of str
        The printed rate and gradient, or the one printed step that is added.
    decimals : int
        The last place of the new value is 10^-decimals.
    """
    with localcontext() as context:
        context.prec = 60
        change = number(step[0]) if len(step) == 1 else -number(step[0]) * number(step[1])
        exact = number(current) + change
        unit = Decimal(1).scaleb(-decimals)
        beside = abs(exact - number(new)) / unit
        return Reckoning(
            exact.quantize(unit, rounding=ROUND_HALF_EVEN),
            max(0, ceil(beside - Decimal("0.5"))),
        )


def number(text: str) -> Decimal:
    """Return a number that was printed here, with commas between the thousands or not."""
    return Decimal(text.replace(MINUS, "-").replace(",", ""))


def fine_enough(values: Array, steps: Array) -> Format:
    """Return a format in which ``values`` have four digits and the ``steps`` between them show."""
    place = _place(values)
    largest = float(sizes(steps).max(initial=0.0))
    if largest == 0.0:
        return place
    most = _most_decimals(values, place.exponent)
    least = min(most, _wanted_decimals(steps, 2))
    return place._replace(decimals=max(place.decimals, least))


def sizes(values: Array) -> Array:
    """Return how large the finite ones of ``values`` are."""
    return np.abs(values[np.isfinite(values)])


def _place(values: Array, digits: int = 4) -> Format:
    """Return a format in which the relevant ones of ``values`` show ``digits`` digits."""
    largest = float(sizes(values).max(initial=0.0))
    if largest == 0.0:
        return Format(0)
    exponent = None if 1e-4 <= largest < 1e6 else floor(log10(largest))
    decimals = min(_most_decimals(values, exponent), _wanted_decimals(values, digits))
    return Format(decimals if exponent is not None else max(0, decimals), exponent)


def _wanted_decimals(values: Array, digits: int) -> int:
    all_sizes = sizes(values)
    largest = float(all_sizes.max(initial=0.0))
    return digits - 1 - floor(log10(float(all_sizes[all_sizes >= RELEVANT * largest].min())))


def _most_decimals(values: Array, exponent: int | None) -> int:
    """Return how many decimals leave the largest value readable."""
    largest = float(sizes(values).max(initial=0.0))
    if exponent is not None:
        return MAX_DECIMALS - exponent
    return min(MAX_DECIMALS, MAX_DIGITS - 1 - floor(log10(max(1.0, largest))))


def _steady(before: Format | None, wanted: Format, values: Array) -> Format:
    """Keep the decimals of the moment before unless they are too few, or two too many."""
    is_kept = (
        before is not None
        and before.exponent == wanted.exponent
        and before.decimals - 1 <= wanted.decimals <= before.decimals
    )
    decimals = before.decimals if before is not None and is_kept else wanted.decimals
    return _written(wanted._replace(decimals=decimals), values)


def _written(form: Format, values: Array) -> Format:
    """Return ``form`` with the room that ``values`` need."""
    all_sizes = sizes(values)
    largest = float(all_sizes.max(initial=0.0))
    tiny = all_sizes[(all_sizes > 0.0) & (all_sizes < 0.5 * form.unit)]
    bare = form._replace(widest="", tiny="")
    widest = bare.text(-largest) if largest >= 0.5 * form.unit else MINUS + "0"
    return form._replace(widest=widest, tiny=_exponent(float(tiny.min()), 2) if len(tiny) else "")


def _joined(arrays: Sequence[Array]) -> Array:
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays) if arrays else np.zeros(0)


def _brief(rate: float, digits: int) -> str:
    mantissa, e, exponent = short(rate, digits).partition("e")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return f"{mantissa}{e}{exponent}"


def _exponent(value: float, decimals: int) -> str:
    mantissa, exponent = f"{value:.{decimals}e}".split("e")
    return f"{mantissa}e{int(exponent)}".replace("-", MINUS)
