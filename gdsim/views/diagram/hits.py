"""What lies at a point of the diagram, by arithmetic: a Layout and a point -> a Target."""

from collections.abc import Mapping

import numpy as np

from gdsim.views.diagram import targets
from gdsim.views.diagram.chips import Box
from gdsim.views.diagram.layout import Layout
from gdsim.views.diagram.targets import Target

REACH = 9.0
"""How far from an edge, in pixels, a hand still means it."""

NODE_REACH = 14.0
"""The least radius within which a hand means a node, however small it is drawn."""


def hit(layout: Layout, numbers: Mapping[int, Box], x: float, y: float) -> Target | None:
    """Return what lies at a point: a number, a node, an action, a bias or the nearest edge.

    Parameters
    ----------
    layout : Layout
    numbers : mapping from position to Box
        The numbers that show now, those on top last.
    x, y : float
    """
    for position in reversed(list(numbers)):
        if numbers[position].contains(x, y):
            return targets.parameter(position)
    node = _node_at(layout, x, y)
    if node is not None:
        return node
    for target, box in layout.actions.items():
        if box.contains(x, y):
            return target
    for number, box in enumerate(layout.labels):
        if box.contains(x, y):
            return targets.unit(0, number)
    return _edge_at(layout, x, y)


def _node_at(layout: Layout, x: float, y: float) -> Target | None:
    for position, dot in layout.dots.items():
        if dot.contains(x, y):
            return targets.parameter(position)
    for c, column in enumerate(layout.nodes):
        if abs(column[0].x - x) > max(column[0].radius, NODE_REACH):
            continue
        nearest = min(range(len(column)), key=lambda number: abs(column[number].y - y))
        disc = column[nearest]
        if disc._replace(radius=max(disc.radius, NODE_REACH)).contains(x, y):
            return targets.unit(c, nearest)
    return None


def _edge_at(layout: Layout, x: float, y: float) -> Target | None:
    start, end = layout.lines[:, :2], layout.lines[:, 2:]
    along = end - start
    square = np.maximum((along * along).sum(axis=1), 1e-9)
    offset = np.array([x, y]) - start
    share = np.clip((offset * along).sum(axis=1) / square, 0.0, 1.0)
    distance = np.hypot(*(offset - share[:, np.newaxis] * along).T)
    distance = np.where(np.isfinite(distance), distance, np.inf)
    nearest = int(distance.argmin())
    return targets.parameter(nearest) if distance[nearest] <= REACH * layout.scale else None
