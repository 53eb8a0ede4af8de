"""Where the columns of the list of balls stand: what may come into them, room -> spans.

Widths come from texts as long as may come, so that nothing moves while the balls roll.
"""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import NamedTuple

import numpy as np
from PySide6.QtGui import QFontMetricsF

from gdsim.scenario.quantities import MINUS
from gdsim.text import _
from gdsim.views.balls.ball_rows import MOST_VARIABLES, place_text
from gdsim.views.theme import Theme

SMALL = 0.92
"""Of numbers."""
HEADING = 0.85
EDGE, GAP, MOST_GAP = 8, 6, 24
"""Left of all columns, and between two of them, at scale 1."""
MOST_OF_A_RATE = 8
"""Letters that its column has room for."""
MARK_ROOM, CROSS_ROOM, CHIP_PAD = 22, 20, 5


class Column(Enum):
    """What a column tells."""

    BALL = "ball"
    START = "start"
    RATE = "rate"
    NOW = "now"
    LOSS = "loss"
    ARRIVED = "arrived"
    MINIMUM = "minimum"


LEFT_ALIGNED = (Column.BALL, Column.MINIMUM)
GIVES_WAY = (Column.START, Column.MINIMUM, Column.LOSS)
"""Which columns go first where there is no room for all; the tips say what they say."""


class Span(NamedTuple):
    """Where a column stands, from its left."""

    left: float
    width: float

    @property
    def right(self) -> float:
        """Its right end."""
        return self.left + self.width


def headings(names: Sequence[str]) -> dict[Column, str]:
    """Return what stands above the columns; ``names`` are those of the parameters."""
    return {
        Column.BALL: _("ball"),
        Column.START: _("start"),
        Column.RATE: _("rate"),
        Column.NOW: _("{names} now").format(names=", ".join(names)),
        Column.LOSS: _("loss"),
        Column.ARRIVED: _("arrived"),
        Column.MINIMUM: _("minimum"),
    }


def tips(unit: str, *, has_minima: bool) -> dict[Column, str]:
    """Return what each heading says at length; ``unit`` is in what arrivals are counted."""
    arrived = _("When it came to the minimum it went to, in {unit}.\nClick sorts by it (S).")
    if not has_minima:
        arrived = _(
            "When its loss was first as low as all of them have come, in {unit}.\n"
            "Click sorts by it (S)."
        )
    return {
        Column.BALL: _("Its colour and mark in all views."),
        Column.START: _("Where it begins."),
        Column.RATE: _("Its own learning rate; click one to change it."),
        Column.NOW: _("Where it is at the epoch that is shown."),
        Column.LOSS: _("How high it is there."),
        Column.ARRIVED: arrived.format(unit=unit),
        Column.MINIMUM: _("Whether that minimum is the lowest of all (global) or only of a valley"),
    }


def samples(
    names: Sequence[str],
    bounds: Sequence[tuple[float, float]],
    labels: Sequence[str],
    rates: Sequence[str] = (),
) -> dict[Column, list[str]]:
    """Return texts as wide as any that may come into each column; none for one to leave out.

    Without ``bounds`` it is no function, and so no minima are known.
    """
    found = {
        Column.BALL: list(labels),
        Column.RATE: ["0.000", *(rate[:MOST_OF_A_RATE] for rate in rates)],
        Column.LOSS: [MINUS + "0.000"],
        Column.ARRIVED: ["00,000"],
    }
    if bounds:
        found[Column.MINIMUM] = [_("global"), _("local")]
    if len(names) <= MOST_VARIABLES:
        ends = bounds or [(-9.0, 9.0)] * len(names)
        corners = [np.array([end[side] for end in ends]) for side in (0, 1)]
        found[Column.START] = [place_text(-np.abs(c)) for c in corners]
        found[Column.NOW] = list(found[Column.START])
        if len(names) == 1:  # where there is room for it: far beyond the bounds, as balls go
            found[Column.NOW] += [MINUS + "00.000", MINUS + "0,000"]
    return found


def spread(
    theme: Theme, texts: Mapping[Column, Sequence[str]], names: Sequence[str], room: float
) -> dict[Column, Span]:
    """Return where each column stands in ``room`` pixels; those that do not fit are left out."""
    small, bold = QFontMetricsF(theme.font(SMALL)), QFontMetricsF(theme.font(1.0, bold=True))
    heads, titles = headings(names), QFontMetricsF(theme.font(HEADING))
    px = theme.px
    widths = {}
    for column in Column:
        if column not in texts:
            continue
        metrics = bold if column is Column.BALL else small
        width = max(metrics.horizontalAdvance(text) for text in texts[column])
        width += {Column.BALL: px(MARK_ROOM), Column.RATE: 2 * px(CHIP_PAD)}.get(column, 0)
        arrow = " ↑" if column is Column.ARRIVED else ""
        widths[column] = max(width, titles.horizontalAdvance(heads[column] + arrow)) + 1.0
    room -= px(CROSS_ROOM) + px(EDGE)
    for column in GIVES_WAY:
        if sum(widths.values()) + px(GAP) * (len(widths) - 1) > room:
            widths.pop(column, None)
    spare = room - sum(widths.values())
    gap = min(max(spare / max(1, len(widths) - 1), float(px(GAP)) / 2.0), float(px(MOST_GAP)))
    spans, left = {}, float(px(EDGE))
    for column, width in widths.items():
        spans[column] = Span(left, width)
        left += width + gap
    return spans
