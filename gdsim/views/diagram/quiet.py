"""The colours of what does not stand out: a Theme -> the same, on its way to the ground."""

from functools import lru_cache
from typing import Any

from PySide6.QtGui import QColor

from gdsim.views.theme import Theme

QUIET = 0.38
"""How much of its colour is left to what is quiet."""

_COLORS = ("text", "muted", "faint", "positive", "negative", "zero", "loss", "gradient")


@lru_cache(maxsize=64)
def quieted(theme: Theme, share: float = QUIET) -> Theme:
    """Return a theme whose colours keep a ``share`` of themselves; lines and ground stay."""
    if share >= 1.0:
        return theme
    dimmed: dict[str, Any] = {name: mixed(theme, name, share).name() for name in _COLORS}
    return theme._replace(**dimmed)


def mixed(theme: Theme, color: str, share: float) -> QColor:
    """Return a colour on its way to that of the ground; a transparent one would cost far more."""
    front, back = theme.color(color), theme.color("card")
    pairs = (
        (front.redF(), back.redF()),
        (front.greenF(), back.greenF()),
        (front.blueF(), back.blueF()),
    )
    return QColor.fromRgbF(*(share * a + (1.0 - share) * b for a, b in pairs))
