"""Where the nodes stand: one column for the inputs and one for each layer, centred in the room."""

from math import sqrt
from typing import NamedTuple

from gdsim.engine.network import Network
from gdsim.views.diagram.chips import Disc

DRAWN_FOR = (610.0, 312.0)
"""The size at which nodes and text have their usual proportions."""

RADIUS, INPUT_RADIUS, LEAST_RADIUS = 28.0, 24.0, 2.0
ROW, MARGIN, GAP, FOOT = 104.0, 16.0, 10.0, 30.0


class Metrics(NamedTuple):
    """How much room texts need, in pixels.

    Attributes
    ----------
    scale : float
        Of all fixed lengths.
    label, answer : float
        The widest text beside an input and at an output.
    chip : (width, height)
        Of a parameter's number.
    add_unit, add_layer, own_values : float
        The widths of what can be clicked below the network.
    """

    scale: float
    label: float
    answer: float
    chip: tuple[float, float]
    add_unit: float
    add_layer: float
    own_values: float


def text_growth(width: float, height: float, scale: float) -> float:
    """Return by how much text grows in a large picture: less than the picture does."""
    room = min(width / DRAWN_FOR[0], height / DRAWN_FOR[1]) / scale
    return float(min(2.0, max(1.0, room) ** 0.35))


def _growth(width: float, height: float, scale: float) -> float:
    """Return by how much nodes grow in a large picture, beyond their text."""
    room = min(width / DRAWN_FOR[0], height / DRAWN_FOR[1]) / scale
    return min(1.5, sqrt(max(1.0, room)))


def place_nodes(
    network: Network, width: float, height: float, metrics: Metrics
) -> tuple[tuple[Disc, ...], ...]:
    """Return the nodes by column, in a picture of ``width`` by ``height`` pixels."""
    scale, grow = metrics.scale, _growth(width, height, metrics.scale)
    sizes = (network.n_inputs, *(layer.units for layer in network.layers))
    top, body = MARGIN * scale / 2.0, max(1.0, height - (FOOT + MARGIN) * scale)
    row = ROW * scale * grow * grow
    radii, rows = [], []
    for c, n in enumerate(sizes):
        largest = (INPUT_RADIUS if c == 0 else RADIUS) * scale * grow
        has_bias = c > 0 and network.layers[c - 1].bias
        cell, radius, head = _cell(
            n, largest, body, row, _head(metrics) if has_bias else 0.0, scale
        )
        if c and not has_bias and radius >= 15.0 * scale:
            head = 18.0 * scale  # to say so above the first unit
            cell = min(cell, (body - 2.0 * radius - head) / max(1, n - 1))
        first = max(top + body / 2.0 - (n - 1) * cell / 2.0, top + head + radius)
        radii.append(radius)
        rows.append([first + i * cell for i in range(n)])
    xs = _columns_x(radii, sizes[-1], width, metrics, grow)
    return tuple(
        tuple(Disc(x, y, radius) for y in ys) for x, radius, ys in zip(xs, radii, rows, strict=True)
    )


def _head(metrics: Metrics) -> float:
    """Return the room that a bias takes above its node."""
    return metrics.chip[1] + 6.0 * metrics.scale


def _cell(
    n: int, largest: float, body: float, row: float, head: float, scale: float
) -> tuple[float, float, float]:
    """Return how far apart ``n`` nodes stand, their radius, and the room above each."""
    gaps = max(1, n - 1)
    radius = min(largest, 0.4 * body / n)
    cell = min(row, (body - 2.0 * radius - head) / gaps)
    with_head = min(largest, (cell - head - 6.0 * scale) / 2.0)
    if head and with_head >= 15.0 * scale:
        return cell, with_head, head
    cell = min(row, (body - 2.0 * radius) / gaps)
    return cell, max(LEAST_RADIUS, min(radius, 0.4 * cell)), 0.0


def _columns_x(
    radii: list[float], n_outputs: int, width: float, metrics: Metrics, grow: float
) -> list[float]:
    scale = metrics.scale
    first = MARGIN * scale + min(metrics.label, 0.3 * width) + GAP * scale + radii[0]
    is_one = n_outputs == 1
    beside = max(radii[-1], metrics.answer / 2.0)
    after = beside if is_one else radii[-1] + GAP * scale + metrics.answer
    last = max(first + 1.0, width - MARGIN * scale - after)
    n_gaps = len(radii) - 1
    gap = min((last - first) / n_gaps, 260.0 * scale * grow * grow)
    last_gap = gap
    if is_one and n_gaps > 1:  # the answer below the output keeps clear of the layer before
        last_gap = max(gap, min(beside + radii[-2] + 6.0 * scale, (last - first) / 2.0))
        gap = min(gap, (last - first - last_gap) / (n_gaps - 1))
    spare = (last - first - gap * (n_gaps - 1) - last_gap) / 2.0
    xs = [first + spare + i * gap for i in range(n_gaps)]
    return [*xs, xs[-1] + last_gap]
