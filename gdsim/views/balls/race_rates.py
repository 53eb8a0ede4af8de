"""The learning rates of a race: a rate -> three sensible ones, and what was typed -> rates."""

import re
from collections.abc import Sequence

from gdsim.scenario.typed_numbers import as_typed, read_number
from gdsim.text import _

_BETWEEN = re.compile(r"[\s;]+")
_USUAL = (0.01, 0.03, 0.1)


def suggested(rate: float) -> tuple[float, ...]:
    """Return a third of a rate, the rate, and three times it, of two digits each."""
    if not rate > 0.0:
        return _USUAL
    return float(f"{rate / 3.0:.2g}"), rate, float(f"{rate * 3.0:.2g}")


def rates_text(rates: Sequence[float]) -> str:
    """Return rates as they would be typed."""
    return "; ".join(as_typed(rate) for rate in rates)


def read_rates(text: str, most: int) -> tuple[float, ...]:
    """Return the rates that were typed, with spaces or semicolons between them.

    Raises
    ------
    ValueError
        With a sentence that can be shown.
    """
    rates = []
    for word in filter(None, _BETWEEN.split(text)):
        rate = read_number(word)
        if rate is None:
            raise ValueError(
                _("“{word}” is no number. Type rates like 0.03; 0.1; 0.3").format(word=word[:12])
            )
        if rate <= 0.0:
            raise ValueError(_("A rate must be above 0, unlike {word}.").format(word=word[:12]))
        rates.append(rate)
    rates = sorted(set(rates))
    if len(rates) < 2:
        raise ValueError(_("A race needs two different rates, like 0.03; 0.1"))
    if len(rates) > most:
        raise ValueError(_("At most {most} can race, not {n}.").format(most=most, n=len(rates)))
    return tuple(rates)
