"""How numbers are written: a value and its column -> "−0.2129", "$312,400", "1,656 ft²".

What is computed with has four significant digits; what comes from the world has its own units,
which the ending of the column's name tells.
"""

from math import isfinite, isnan
from typing import NamedTuple

from gdsim.text import _

MINUS = "\N{MINUS SIGN}"
TIMES = "\N{MULTIPLICATION SIGN}"
HUGE = 1e15
"""From here on a double no longer holds every whole number: powers of ten tell all there is."""

_LARGE = ((1e9, "B"), (1e6, "M"), (1e3, "k"))


class Quantity(NamedTuple):
    """What a column measures.

    Attributes
    ----------
    column : str
        Its name in the file.
    label : str
        For people.
    prefix, unit : str
        Before and after a number.
    """

    column: str
    label: str
    prefix: str = ""
    unit: str = ""

    @property
    def axis(self) -> str:
        """The label of an axis: the label with its unit."""
        unit = self.unit or self.prefix
        return f"{self.label} ({unit})" if unit else self.label


_ENDINGS = {
    "_sqft": ("", "ft²"),
    "_ft": ("", "ft"),
    "_mph": ("", "mph"),
    "_mm": ("", "mm"),
    "_g": ("", "g"),
    "_usd": ("$", ""),
    "_cad": ("CA$", ""),
}


def quantity(column: str) -> Quantity:
    """Return what the column ``column`` measures, from the ending of its name."""
    for ending, (prefix, unit) in _ENDINGS.items():
        if column.endswith(ending) and len(column) > len(ending):
            return Quantity(column, column.removesuffix(ending).replace("_", " "), prefix, unit)
    return Quantity(column, column.replace("_", " "))


def short(value: float, digits: int = 4) -> str:
    """Return ``value`` with ``digits`` significant digits and a true minus.

    Very large and very small numbers are written as 1.234e−5; what is not a number as "undefined"
    and "infinite".
    """
    if isnan(value):
        return _("undefined")
    if not isfinite(value):
        return _("infinite") if value > 0 else MINUS + _("infinite")
    if value == 0.0:
        return "0"
    size = abs(value)
    if 1e-4 <= size < 10.0 ** max(digits, 6):
        text = f"{value:#.{digits}g}"
        text = f"{value:,.0f}" if "e" in text else text.rstrip(".")
    else:
        mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
        text = f"{mantissa}e{int(exponent)}"
    return text.replace("-", MINUS)


def loss_text(loss: float, digits: int = 4) -> str:
    """Return a loss as it is read: a large one, of prices say, with all its digits.

    >>> loss_text(115e9), loss_text(0.69504)
    ('115,000,000,000', '0.6950')
    """
    if not 1e6 <= abs(loss) < 1e12:
        return short(loss, digits)
    return f"{loss:,.0f}".replace("-", MINUS)


def brief_loss(loss: float) -> str:
    """Return a loss for a label beside a line: "1.00", "2.53e8"."""
    return fixed(loss, 2) if 0.01 <= abs(loss) < 1000.0 else short(loss, 3)


def fixed(value: float, decimals: int) -> str:
    """Return ``value`` with ``decimals`` places after the point and a true minus."""
    if not isfinite(value) or abs(value) >= HUGE:
        return short(value)
    text = f"{value:.{decimals}f}"
    return text.lstrip("-") if float(text) == 0.0 else text.replace("-", MINUS)


def signed(text: str) -> str:
    """Return a number's text with a plus before it where there is no minus."""
    return text if text.startswith(MINUS) or text in ("0", _("undefined")) else "+" + text


def full(value: float) -> str:
    """Return ``value`` with the 17 digits that tell every double from its neighbours."""
    return f"{value:.17g}".replace("-", MINUS)


def world(value: float, of: Quantity) -> str:
    """Return ``value`` in the units of its quantity: "$312,400", "1,656 ft²", "3"."""
    if not isfinite(value):
        return short(value)
    size = abs(value)
    if size >= HUGE:
        number = short(size)
    elif size >= 100 or (size == int(size) and size >= 1):
        number = f"{size:.0f}" if "year" in of.column.split("_") else f"{size:,.0f}"
    elif of.prefix and size >= 0.01:
        number = f"{size:.2f}"  # as money is written
    else:
        number = short(size)
    sign = MINUS if value < 0 and number.strip("0.,") else ""
    return f"{sign}{of.prefix}{number}" + (f" {of.unit}" if of.unit else "")


def brief(value: float, of: Quantity) -> str:
    """Return ``value`` for a tick of an axis: "$200k", "1,500"."""
    size = abs(value)
    if not of.prefix or not 1000 <= size < 999.95e9:
        return world(value, of._replace(unit=""))
    unit, letter = next(pair for pair in _LARGE if size >= 0.99995 * pair[0])
    sign = MINUS if value < 0 else ""
    return f"{sign}{of.prefix}{size / unit:.4g}{letter}"


def bare(text: str) -> str:
    """Return a printed number as a formula begins with it: without its plus."""
    return text.removeprefix("+")


def bracketed(text: str) -> str:
    """Return a printed number as it stands after a sign: a negative one in brackets."""
    return f"({text})" if text.startswith(MINUS) else bare(text)
