"""Where everything in the diagram stands: a Network and a size -> a Layout. Geometry without Qt.

The network runs from left to right, one column of nodes for the inputs and one for each layer.
Where there is room every edge wears its number; where there is none the numbers wait until an
edge or a node is chosen.
"""

from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array, IntArray
from gdsim.engine.network import Network
from gdsim.views.diagram import chips
from gdsim.views.diagram.chips import Box, Disc
from gdsim.views.diagram.columns import FOOT, GAP, MARGIN, Metrics, place_nodes
from gdsim.views.diagram.targets import OWN_VALUES, Kind, Target

MOST_NUMBERS = 48
"""Edges between two layers above which their numbers are not even tried."""


class Layout(NamedTuple):
    """Where everything stands, in pixels from the top left corner.

    Attributes
    ----------
    width, height : float
    scale : float
    nodes : tuple of tuple of Disc
        By column.
    lines : ndarray, shape (n_parameters, 4)
        The visible part of every edge, x1, y1, x2, y2; NaN for biases.
    chips : mapping from position to Box
        Where numbers stand that always show.
    dots : mapping from position to Disc
        Biases without room for their number.
    no_bias : tuple of Box
        Where it is said that a layer has no bias.
    labels, answers : tuple of Box
        Beside the inputs and at the outputs.
    actions : mapping from Target to Box
        What can be clicked besides the network itself.
    """

    width: float
    height: float
    scale: float
    nodes: tuple[tuple[Disc, ...], ...]
    lines: Array
    chips: Mapping[int, Box]
    dots: Mapping[int, Disc]
    no_bias: tuple[Box, ...]
    labels: tuple[Box, ...]
    answers: tuple[Box, ...]
    actions: Mapping[Target, Box]

    def disc(self, node: Target) -> Disc:
        """Return the circle of a node."""
        return self.nodes[node.first][node.second]

    def middle(self, position: int) -> tuple[float, float]:
        """Return where a parameter's number belongs if nothing else is there."""
        if position in self.dots:
            dot = self.dots[position]
            return dot.x, dot.y
        x1, y1, x2, y2 = self.lines[position].tolist()
        return (x1 + x2) / 2.0, (y1 + y2) / 2.0


def arrange(network: Network, width: float, height: float, metrics: Metrics) -> Layout:
    """Return the layout of ``network`` in a picture of ``width`` by ``height`` pixels."""
    nodes = place_nodes(network, width, height, metrics)
    biases, dots, no_bias = _biases(network, nodes, metrics)
    lines = _lines(network, nodes)
    layout = Layout(
        width,
        height,
        metrics.scale,
        nodes,
        lines,
        {},
        dots,
        no_bias,
        _labels(nodes[0], metrics),
        _answers(nodes[-1], width, metrics),
        _actions(nodes, width, height, metrics),
    )
    shown = dict(biases)
    for layer, positions in enumerate(network.weight_index):
        shown |= numbers_between(
            layout, layer, positions.ravel(), metrics.chip, tuple(biases.values())
        )
    return layout._replace(chips=shown)


def place_numbers(
    layout: Layout, positions: list[int], size: tuple[float, float]
) -> dict[int, Box]:
    """Return boxes for the numbers of some edges, and biases, as many as find room."""
    discs = [disc for column in layout.nodes for disc in column]
    edges = [p for p in positions if p not in layout.dots]
    found = {p: Box(*layout.middle(p), *size) for p in positions if p in layout.dots}
    if edges:
        near = tuple(found.values())
        boxes, clear = chips.place(layout.lines[edges], size, discs, near, may_cover=True)
        found |= {p: box for p, box, is_clear in zip(edges, boxes, clear, strict=True) if is_clear}
    return found


def numbers_between(
    layout: Layout,
    layer: int,
    positions: IntArray,
    size: tuple[float, float],
    others: tuple[Box, ...],
) -> dict[int, Box]:
    """Return boxes for all numbers between two layers, or none where they do not all fit.

    Parameters
    ----------
    layout : Layout
    layer : int
        The column that the edges come from.
    positions : ndarray of int
        The edges.
    size : (width, height)
        Of a number.
    others : tuple of Box
        What must not be covered, besides nodes and answers.
    """
    below, above = layout.nodes[layer], layout.nodes[layer + 1]
    gap = above[0].x - above[0].radius - below[0].x - below[0].radius
    n = len(positions)
    if n > MOST_NUMBERS or gap < size[0] or n * size[0] * size[1] > 0.6 * gap * layout.height:
        return {}
    near = (*others, *layout.no_bias, *layout.answers)
    boxes, clear = chips.place(layout.lines[positions], size, (*below, *above), near)
    return dict(zip(positions.tolist(), boxes, strict=True)) if all(clear) else {}


def _lines(network: Network, nodes: tuple[tuple[Disc, ...], ...]) -> Array:
    """Return every edge, from the border of its one node to that of the other."""
    lines = np.full((network.n_parameters, 4), np.nan)
    for layer, positions in enumerate(network.weight_index):
        below, above = np.array(nodes[layer]), np.array(nodes[layer + 1])
        start, end = below[np.newaxis, :, :2], above[:, np.newaxis, :2]
        along = end - start  # (units, inputs, 2)
        along = along / np.maximum(np.hypot(along[..., 0], along[..., 1]), 1e-9)[..., np.newaxis]
        edges = np.concatenate([start + along * below[0, 2], end - along * above[0, 2]], axis=-1)
        lines[positions.ravel()] = edges.reshape(-1, 4)
    return lines


def _biases(
    network: Network, nodes: tuple[tuple[Disc, ...], ...], metrics: Metrics
) -> tuple[dict[int, Box], dict[int, Disc], tuple[Box, ...]]:
    """Return the biases' numbers, dots where there is no room for them, and where none are."""
    boxes: dict[int, Box] = {}
    dots: dict[int, Disc] = {}
    missing = []
    width, height = metrics.chip
    for layer, positions in enumerate(network.bias_index):
        column = nodes[layer + 1]
        above = [d.y - d.radius - height / 2.0 - 4.0 * metrics.scale for d in column]
        if not len(positions):
            missing.append(Box(column[0].x, above[0] + 2.0 * metrics.scale, width, height))
            continue
        is_crowded = layer > 0 and bool(boxes.keys() & set(network.bias_index[layer - 1].tolist()))
        has_room = _has_room(nodes, layer + 1, metrics.chip, is_crowded=is_crowded)
        for disc, y, position in zip(column, above, positions.tolist(), strict=True):
            if has_room:
                boxes[position] = Box(disc.x, y, width, height)
            else:
                side = 0.75 * disc.radius
                small = min(5.0 * metrics.scale, max(3.0, 0.3 * disc.radius))
                dots[position] = Disc(disc.x - side, disc.y - side, small)
    return boxes, dots, tuple(missing)


def _has_room(
    nodes: tuple[tuple[Disc, ...], ...],
    number: int,
    size: tuple[float, float],
    *,
    is_crowded: bool,
) -> bool:
    """Return whether numbers fit above the nodes of a column and between its neighbours."""
    column, before = nodes[number], nodes[number - 1]
    apart = column[1].y - column[0].y if len(column) > 1 else np.inf
    wide = size[0] / 2.0 + 4.0
    left = wide + (wide if is_crowded else before[0].radius)
    fits = column[0].x - before[0].x >= left
    if number + 1 < len(nodes):
        fits = fits and nodes[number + 1][0].x - column[0].x >= wide + nodes[number + 1][0].radius
    is_tall = column[0].y - column[0].radius >= size[1] and apart >= 2 * column[0].radius + size[1]
    return bool(fits and is_tall)


def _labels(column: tuple[Disc, ...], metrics: Metrics) -> tuple[Box, ...]:
    apart = column[1].y - column[0].y if len(column) > 1 else np.inf
    height = min(float(apart), 33.0 * metrics.scale)
    found = []
    for disc in column:
        right = disc.x - disc.radius - GAP * metrics.scale
        width = min(metrics.label, max(1.0, right - 4.0))
        found.append(Box(right - width / 2.0, disc.y, width, height))
    return tuple(found)


def _answers(column: tuple[Disc, ...], width: float, metrics: Metrics) -> tuple[Box, ...]:
    scale, height = metrics.scale, 35.0 * metrics.scale
    if len(column) == 1:
        disc = column[0]
        half = max(1.0, min(metrics.answer / 2.0, width - disc.x - 4.0))
        y = disc.y + disc.radius + 6.0 * scale + height / 2.0
        return (Box(disc.x, y, 2.0 * half, height),)
    apart = column[1].y - column[0].y
    return tuple(
        Box(
            disc.x + disc.radius + GAP * scale + metrics.answer / 2.0,
            disc.y,
            metrics.answer,
            min(apart, height),
        )
        for disc in column
    )


def _actions(
    nodes: tuple[tuple[Disc, ...], ...], width: float, height: float, metrics: Metrics
) -> dict[Target, Box]:
    scale = metrics.scale
    y, tall = height - FOOT * scale / 2.0 - 4.0 * scale, 24.0 * scale
    found: dict[Target, Box] = {}
    xs = [column[0].x for column in nodes]
    apart = min((b - a for a, b in pairwise(xs[1:])), default=0.0)
    wide = min(metrics.add_unit, max(12.0, apart - 4.0))
    for layer, x in enumerate(xs[1:-1]):
        found[Target(Kind.ADD_UNIT, layer)] = Box(x, y, wide, tall)
    middle, half = (xs[-2] + xs[-1]) / 2.0, metrics.add_layer / 2.0
    if len(xs) > 2 and middle - half < xs[-2] + metrics.add_unit / 2.0 + 4.0:
        middle = min(xs[-1], width - half - 4.0)
    found[Target(Kind.ADD_LAYER, len(nodes) - 2)] = Box(middle, y, metrics.add_layer, tall)
    left = MARGIN * scale / 2.0
    found[OWN_VALUES] = Box(left + metrics.own_values / 2.0, y, metrics.own_values, tall)
    return found
