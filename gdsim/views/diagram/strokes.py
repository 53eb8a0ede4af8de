"""How edges are drawn: weights -> a few pens, each with all of its lines.

Lines with round ends cost Qt ten times as much as flat ones, and wide smooth ones several times as
much as those of width 1. So where edges are many, a large weight is not wide but strong in colour.
"""

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QPen

from gdsim.engine.arrays import Array, BoolArray, IntArray
from gdsim.views.diagram.quiet import mixed
from gdsim.views.theme import Theme

LEVELS = 12
"""Widths that are told apart; each needs a pen of its own."""

LARGEST = 2.4
"""The size of a weight from which on edges grow no wider."""

MOST_WIDE = 40_000.0
"""Pixels of edges up to which they are drawn in their width; about 10 ms."""

MOST_SMOOTH = 400_000.0
"""Pixels of edges up to which thin ones are smooth; about 10 ms."""

MOST_DRAWN = 4096
"""Edges of which more would only make a grey field; the largest are drawn."""

ZERO, CUT = 1, 3
COLORS = ("negative", "zero", "positive", "faint")


class Lines(NamedTuple):
    """Edges as Qt's lines, by position in theta, and how long they are together, in pixels."""

    segments: list[QLineF]
    length: float

    @property
    def is_smooth(self) -> bool:
        """Whether there is time to draw them smooth."""
        return self.length <= MOST_SMOOTH


class Stroke(NamedTuple):
    """Lines that share a pen."""

    pen: QPen
    lines: list[QLineF]


def as_lines(ends: Array) -> Lines:
    """Return the edges (n_parameters, 4) as Qt's lines, those of biases empty."""
    ends = np.nan_to_num(ends)
    length = float(np.hypot(ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1]).sum())
    return Lines([QLineF(*line) for line in ends.tolist()], length)


def strokes(
    theme: Theme, lines: Lines, edges: IntArray, theta: Array, cut: BoolArray
) -> list[Stroke]:
    """Group edges by how they are drawn, weak ones first.

    Parameters
    ----------
    theme : Theme
    lines : Lines
    edges : ndarray of int
        The positions to draw.
    theta : ndarray, shape (n_parameters,)
    cut : ndarray of bool, shape (n_parameters,)
    """
    if not len(edges):
        return []
    sizes = np.minimum(np.nan_to_num(abs(theta[edges]), posinf=LARGEST), LARGEST) / LARGEST
    if len(edges) > MOST_DRAWN:
        largest = np.argpartition(sizes, -MOST_DRAWN)[-MOST_DRAWN:]
        edges, sizes = edges[largest], sizes[largest]
    levels = np.rint(sizes * LEVELS).astype(int)
    levels[cut[edges]] = 0
    kinds = np.nan_to_num(np.sign(theta[edges])).astype(int) + ZERO
    kinds[cut[edges]] = CUT
    keys = levels * len(COLORS) + kinds
    order = np.argsort(keys, kind="stable")
    keys, edges = keys[order], edges[order]
    starts = np.flatnonzero(np.diff(keys, prepend=-1))
    result = []
    for key, group in zip(keys[starts].tolist(), np.split(edges, starts[1:]), strict=True):
        level, kind = divmod(key, len(COLORS))
        pen = _pen(theme, COLORS[kind], level, is_wide=lines.length <= MOST_WIDE)
        result.append(Stroke(pen, [lines.segments[position] for position in group.tolist()]))
    return result


def _pen(theme: Theme, color: str, level: int, *, is_wide: bool) -> QPen:
    share = level / LEVELS
    if color == COLORS[CUT]:
        pen = theme.pen("zero", 2.0, style=Qt.PenStyle.DotLine)
    elif is_wide:
        pen = theme.pen(color, 1.0 + 6.0 * share)
    else:
        pen = QPen(mixed(theme, color, min(1.0, 0.25 + 1.2 * share)), 1.0)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen
