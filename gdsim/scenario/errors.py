"""Bad input is told in one plain sentence: what is wrong, where, and what cures it."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from gdsim.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST_NAME = 80  # difflib takes quadratic time; no name of ours is longer


class ScenarioError(ValueError):
    """Bad input; its text is the sentence that the user reads."""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return the question that offers the nearest known name.

    Parameters
    ----------
    name : str
        The name that is not known, in any case.
    known : iterable of str
        The names that are.

    Returns
    -------
    str
        `` Did you mean "sigmoid"?`` with its leading space, or an empty text when none is near.
    """
    spelled = {candidate.casefold(): candidate for candidate in known}
    nearest = difflib.get_close_matches(name[:_LONGEST_NAME].casefold(), spelled, n=1)
    return _(' Did you mean "{name}"?').format(name=shown(spelled[nearest[0]])) if nearest else ""


def shown(text: str, limit: int = 60) -> str:
    """Return a text from outside fit for a sentence: on one line, printable, not too long."""
    plain = "".join(c if c.isprintable() else repr(c)[1:-1] for c in text[: limit + 1])
    return plain if len(plain) <= limit else plain[: limit - 1] + "…"


def refuse(problem: str | None) -> None:
    """Raise a ScenarioError with the sentence ``problem``, if there is one."""
    if problem is not None:
        raise ScenarioError(problem)
