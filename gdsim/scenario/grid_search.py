"""What it takes to try all values: values per parameter, parameters, seconds each -> amounts.

All of it is counted in whole numbers, so that nothing becomes infinite.
"""

from typing import NamedTuple

from gdsim.scenario.quantities import TIMES, short
from gdsim.text import _

NANO = 1_000_000_000
MINUTE, HOUR, DAY = 60, 3600, 86_400
YEAR = 31_557_600
"""Seconds of a Julian year, 365.25 days."""
UNIVERSE_YEARS = 13_800_000_000
"""Age of the universe: 13.8 billion years (Planck Collaboration 2018, A&A 641, A6)."""
PLAIN = 10**15
"""From here on a number is written with a power of ten."""
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Power(NamedTuple):
    """A whole number as mantissa x 10^exponent, the mantissa from 1 to below 10."""

    mantissa: float
    exponent: int


def n_combinations(n_values: int, n_parameters: int) -> int:
    """Return how many thetas a grid has: ``n_values`` of each of ``n_parameters``."""
    return int(n_values**n_parameters)


def power_of(number: int) -> Power:
    """Return a whole number of at least 1 in powers of ten, three places after the point."""
    exponent = _n_digits(number) - 1
    thousandths = _rounded_ratio(number * 1000, 10**exponent)
    if thousandths >= 10_000:
        return Power(1.0, exponent + 1)
    return Power(thousandths / 1000.0, exponent)


def superscript(number: int) -> str:
    """Return a whole number in raised figures."""
    return str(number).translate(_SUPERSCRIPTS)


def count_text(number: int, digits: int = 2) -> str:
    """Return a count: "1,024", "1.3 x 10^30" with raised figures."""
    if number < PLAIN:
        return f"{number:,}"
    mantissa, exponent = power_of(number)
    text = f"{mantissa:.{digits - 1}f}"
    if text.startswith("10"):
        text, exponent = f"{1.0:.{digits - 1}f}", exponent + 1
    tail = f"10{superscript(exponent)}"
    return tail if float(text) == 1.0 else f"{text} {TIMES} {tail}"


def count_words(number: int) -> str:
    """Return a count in words: "10 billion", "a 1 with 30 zeros"."""
    names = (
        (10**12, _("trillion")),
        (10**9, _("billion")),
        (10**6, _("million")),
    )
    if number < 10**6:
        return f"{number:,}"
    for size, name in names:
        if number % size == 0 and number < 1000 * size:
            return f"{number // size} {name}"
        rounded = _leading(number, 3)
        if size <= rounded < 1000 * size:
            return f"{short(rounded / size, 3)} {name}"
    return _("a number with {n} digits").format(n=f"{_n_digits(number):,}")


def duration_text(nanoseconds: int) -> str:
    """Return how long that is, as a person would say it.

    From seconds to years; then in ages of the universe.
    """
    if nanoseconds < NANO and _leading(nanoseconds, 3) < NANO:
        return _brief(nanoseconds)
    seconds = _rounded_ratio(nanoseconds, NANO)
    units = (
        (MINUTE, 1, _("second"), _("seconds")),
        (HOUR, MINUTE, _("minute"), _("minutes")),
        (DAY, HOUR, _("hour"), _("hours")),
        (2 * YEAR, DAY, _("day"), _("days")),
    )
    for limit, size, one, many in units:
        n = _rounded_ratio(nanoseconds, size * NANO)
        if n * size < limit:
            return f"{n:,} {one if n == 1 else many}"
    years = _rounded_ratio(seconds, YEAR)
    if years < UNIVERSE_YEARS:
        return _("{n} years").format(n=count_words(_leading(years, 2)))
    ages = _rounded_ratio(years, UNIVERSE_YEARS)
    if ages == 1:
        return _("the age of the universe")
    return _("{n} times the age of the universe").format(n=_large(ages))


def _brief(nanoseconds: int) -> str:
    if nanoseconds < 1000:
        return _("less than a microsecond")
    if nanoseconds < 999_500:
        n = f"{_rounded_ratio(nanoseconds, 1000)}"
        return _("1 microsecond") if n == "1" else _("{n} microseconds").format(n=n)
    n = f"{nanoseconds / 1e6:.3g}"
    return _("1 millisecond") if n == "1" else _("{n} milliseconds").format(n=n)


def _large(number: int) -> str:
    return count_words(_leading(number, 2)) if number < PLAIN else count_text(number)


def _leading(number: int, digits: int) -> int:
    """Return a whole number rounded to its first ``digits`` digits: no time is known better."""
    unit: int = 10 ** max(0, _n_digits(number) - digits)
    return _rounded_ratio(number, unit) * unit


def _rounded_ratio(number: int, size: int) -> int:
    return (2 * number + size) // (2 * size)


def _n_digits(number: int) -> int:
    """Return how many decimal digits a whole number has; ``str`` refuses very large ones."""
    n = max(1, int((number.bit_length() - 1) * 0.30102999566398120) + 1)
    if number >= 10**n:
        n += 1
    return n
