"""What is said of a function: its minima and what it is of, in words."""

from collections.abc import Sequence

from gdsim.engine.functions import Minimum
from gdsim.scenario.quantities import short
from gdsim.text import _

NO_BREAK = "\N{NO-BREAK SPACE}"
MOST_PLACES = 3
"""So many are named; of more only how many there are."""


def caption(names: Sequence[str]) -> str:
    """Return what stands beside the title."""
    if len(names) == 1:
        return _("of {x}").format(x=names[0])
    return _("of {x} and {y}").format(x=names[0], y=names[-1])


def place_words(place: Sequence[float], names: Sequence[str]) -> str:
    """Return "x = −1.301" or "(3, 2)"."""
    texts = [number(value) for value in place]
    if len(names) == 1:
        return f"{names[0]} = {texts[0]}".replace(" ", NO_BREAK)
    return f"({', '.join(texts)})".replace(" ", NO_BREAK)


def number(value: float) -> str:
    """Return a number of four digits, without idle zeros behind the point."""
    text = short(value)
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text


def minima_sentence(minima: Sequence[Minimum], names: Sequence[str]) -> str:
    """Return where a function is lowest, and what other minima it has."""
    lowest = [place_words(m.place, names) for m in minima if m.is_global]
    others = [place_words(m.place, names) for m in minima if not m.is_global]
    if not lowest:
        return _("No lowest place within these bounds.")
    parts = [_lowest(lowest)]
    if len(others) == 1:
        parts.append(_("a second minimum at {place}").format(place=others[0]))
    elif len(others) <= MOST_PLACES and others:
        parts.append(_("other minima at {places}").format(places=_listed(others)))
    elif others:
        parts.append(_("{n} other minima").format(n=len(others)))
    return ", ".join(parts) + "."


def _lowest(places: Sequence[str]) -> str:
    if len(places) <= MOST_PLACES:
        return _("Lowest at {places}").format(places=_listed(places))
    return _("Lowest at {n} places, such as {place}").format(n=len(places), place=places[0])


def _listed(texts: Sequence[str]) -> str:
    if len(texts) == 1:
        return texts[0]
    return _("{some} and {last}").format(some=", ".join(texts[:-1]), last=texts[-1])
