"""How edges are drawn: weights -> a few pens, each with all of its lines."""

from typing import TypeAlias

import numpy as np
from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QPen

from gdsim.engine.arrays import Array, BoolArray, IntArray
from gdsim.views.theme import Theme

Stroke: TypeAlias = tuple[QPen, list[QLineF]]

LEVELS = 12
"""Widths that are told apart; each needs a pen of its own."""

LARGEST = 2.4
"""The size of a weight from which on edges grow no wider."""

MOST_DRAWN = 4096
"""Edges of which more would only make a grey field; the largest are drawn."""

NEGATIVE, ZERO, POSITIVE, CUT = 0, 1, 2, 3
COLORS = ("negative", "zero", "positive", "faint")


def segments(lines: Array) -> list[QLineF]:
    """Return the edges (n_parameters, 4) as Qt's lines, those of biases empty."""
    return [QLineF(*ends) for ends in np.nan_to_num(lines).tolist()]


def strokes(
    theme: Theme,
    lines: list[QLineF],
    edges: IntArray,
    theta: Array,
    cut: BoolArray,
    thinness: float,
) -> list[Stroke]:
    """Group edges by how they are drawn, thin ones first.

    Parameters
    ----------
    theme : Theme
    lines : list of QLineF
        By position in theta.
    edges : ndarray of int
        The positions to draw.
    theta : ndarray, shape (n_parameters,)
    cut : ndarray of bool, shape (n_parameters,)
    thinness : float
        1 for a small network, less where edges are many.
    """
    sizes = np.minimum(np.nan_to_num(abs(theta[edges])), LARGEST) / LARGEST
    if len(edges) > MOST_DRAWN:
        largest = np.argpartition(sizes, -MOST_DRAWN)[-MOST_DRAWN:]
        edges, sizes = edges[largest], sizes[largest]
    levels = np.rint(sizes * LEVELS).astype(int)
    levels[cut[edges]] = 0
    kinds = (np.sign(theta[edges]) + 1.0).astype(int)
    kinds[cut[edges]] = CUT
    keys = levels * len(COLORS) + kinds
    order = np.argsort(keys, kind="stable")
    keys, edges = keys[order], edges[order]
    starts = np.flatnonzero(np.diff(keys, prepend=-1))
    result = []
    for key, group in zip(keys[starts].tolist(), np.split(edges, starts[1:]), strict=True):
        level, kind = divmod(key, len(COLORS))
        pen = _pen(theme, kind, level, thinness)
        result.append((pen, [lines[position] for position in group.tolist()]))
    return result


def _pen(theme: Theme, kind: int, level: int, thinness: float) -> QPen:
    if kind == CUT:
        return theme.pen("faint", 1.5, style=Qt.PenStyle.DotLine)
    return theme.pen(COLORS[kind], max(1.0, (1.0 + 6.0 * level / LEVELS) * thinness))
