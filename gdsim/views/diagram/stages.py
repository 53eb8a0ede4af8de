"""What the diagram says in one part of an epoch: a Snapshot and a Phase -> a Stage.

Forward, a layer takes up input x weight and what lies above it is not known yet; the loss compares
the output with the truth; backward, a layer holds the loss's slopes by its sums, and its edges
their part of the gradient; the update writes the new value below the old one.
"""

from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array, IntArray
from gdsim.engine.network import Network
from gdsim.engine.objective import NetworkObjective
from gdsim.engine.phases import Part, Phase
from gdsim.engine.snapshot import NetworkValues, Snapshot
from gdsim.scenario.quantities import MINUS, TIMES, fixed, full, short, signed
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.diagram.targets import Walk
from gdsim.views.diagram.words import Writing, number

UP, DOWN = "\N{UPWARDS ARROW}", "\N{DOWNWARDS ARROW}"
MOST_DECIMALS = 7
"""Until which an old and a new value are told apart."""

DIFFERENCES = {
    "sse": "({})²",
    "mse": "({})²",
    "half_sse": "½ ({})²",
    "half_mse": "½ ({})²",
    "sum_abs": "|{}|",
    "mae": "|{}|",
}
"""What losses do with the difference of output and truth in one row."""


class Column(NamedTuple):
    """What the nodes of one column hold.

    Attributes
    ----------
    texts : tuple of str
        Empty texts for what is not known yet.
    above : tuple of str
        Small above them; empty for none.
    below : str
        Small below all of them.
    color : str
    is_lit : bool
        Whether it stands out.
    """

    texts: tuple[str, ...]
    above: tuple[str, ...] = ()
    below: str = ""
    color: str = "text"
    is_lit: bool = False


class Chip(NamedTuple):
    """What stands on an edge: lines where there is room for them, else a brief text."""

    lines: tuple[str, ...]
    brief: str
    color: str


class Stage(NamedTuple):
    """All that one part of an epoch shows of the network.

    Attributes
    ----------
    phase : Phase
    columns : tuple of Column
    lit : frozenset of int
        The parameters that stand out.
    answers : tuple of (prediction, truth)
        As far as they are known.
    notes : tuple of str
        The loss in words, at the outputs.
    caption : str
    walk, snapshot
        Where chips find their numbers.
    """

    phase: Phase
    columns: tuple[Column, ...]
    lit: frozenset[int]
    answers: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    caption: str
    walk: Walk
    snapshot: Snapshot

    def chip(self, position: int) -> Chip | None:
        """Return what stands on a parameter's edge; None for its name and value as always."""
        values = self.snapshot.network
        if values is None or position not in self.lit:
            return None
        place = self.walk.places[position]
        below = values.layers[place.layer - 1].activations if place.layer else values.inputs
        carried = None if place.source is None else float(below[place.source])
        name = self.walk.network.names[position]
        value = float(self.snapshot.theta[position])
        if self.phase.part is Part.FORWARD:
            return _carried(carried, value)
        if self.phase.part is Part.BACKWARD:
            slope = float(values.layers[place.layer].slopes[place.unit])
            return _share(name, slope * (1.0 if carried is None else carried))
        return _step(name, value, float(self.snapshot.new[position]))

    def detail(self, position: int) -> str:
        """Return the arithmetic behind a parameter's chip, for a tooltip; empty for none."""
        values = self.snapshot.network
        if values is None or position not in self.lit:
            return ""
        place = self.walk.places[position]
        below = values.layers[place.layer - 1].activations if place.layer else values.inputs
        carried = 1.0 if place.source is None else float(below[place.source])
        value = float(self.snapshot.theta[position])
        if self.phase.part is Part.FORWARD:
            return _product(carried, value)
        if self.phase.part is Part.BACKWARD:
            slope = float(values.layers[place.layer].slopes[place.unit])
            return _("in row {row}: {product}\nover all rows: {gradient}").format(
                row=f"{values.row + 1:,}",
                product=_product(slope, carried),
                gradient=short(float(self.snapshot.gradient[position])),
            )
        return _("old {old}\nnew {new}").format(
            old=full(value), new=full(float(self.snapshot.new[position]))
        )


def stage(
    subject: Subject, snapshot: Snapshot, walk: Walk, writing: Writing, phase: Phase
) -> Stage | None:
    """Return what a part of an epoch shows; None where the network has no such part."""
    values, network = snapshot.network, walk.network
    if values is None or phase.layer > walk.last:
        return None
    edges = _edges(network, phase)
    cut = subject.experiment.objective.cut
    lit = frozenset(position for position in edges.tolist() if not cut[position])
    is_answered = phase.part is not Part.FORWARD or phase.layer == walk.last
    is_compared = phase.part is not Part.FORWARD
    return Stage(
        phase,
        _columns(network, values, writing, phase),
        lit,
        tuple(
            (said if is_answered else "", truth if is_compared else "")
            for said, truth in writing.answers
        ),
        _notes(subject, snapshot, values) if phase.part is Part.LOSS else (),
        caption(phase, walk.last, values.row),
        walk,
        snapshot,
    )


def caption(phase: Phase, n_layers: int, row: int) -> str:
    """Return the name of a part, for the title bar."""
    texts = {
        Part.FORWARD: _("forward, layer {layer} of {n}: input × weight"),
        Part.LOSS: _("loss: the output of row {row} and the truth"),
        Part.BACKWARD: _("backward, layer {layer} of {n}: slopes for row {row}"),
        Part.UPDATE: _("update: old values and new ones"),
    }
    return texts[phase.part].format(layer=phase.layer, n=n_layers, row=f"{row + 1:,}")


def _edges(network: Network, phase: Phase) -> IntArray:
    """Return the parameters that a part works with."""
    if phase.part is Part.LOSS:
        return np.empty(0, dtype=int)
    if phase.part is Part.UPDATE:
        return np.arange(network.n_parameters)
    layer = phase.layer - 1
    return np.concatenate([network.weight_index[layer].ravel(), network.bias_index[layer]])


def _columns(
    network: Network, values: NetworkValues, writing: Writing, phase: Phase
) -> tuple[Column, ...]:
    """Return what every column holds: what flows, what is known already, what is not yet."""
    last = len(network.layers)
    found = [Column(writing.insides[0], is_lit=_is_source(phase, 0))]
    for layer in range(1, last + 1):
        texts, name = writing.insides[layer], writing.activations[layer]
        here = values.layers[layer - 1]
        if phase.part is Part.FORWARD and layer > phase.layer:
            column = Column(("",) * len(texts), below=name)
        elif phase.part is Part.FORWARD and layer == phase.layer:
            sums = tuple(f"Σ {number(z)}" for z in here.pre_activations.tolist()) if name else ()
            column = Column(texts, sums, name, is_lit=True)
        elif phase.part is Part.BACKWARD and layer >= phase.layer:
            column = _slopes(here.slopes, texts, is_lit=layer == phase.layer)
        else:
            is_lit = _is_source(phase, layer) or (phase.part is Part.LOSS and layer == last)
            column = Column(texts, below=name, is_lit=is_lit)
        found.append(column)
    return tuple(found)


def _is_source(phase: Phase, column: int) -> bool:
    """Whether a column feeds the layer that is worked on."""
    return phase.part in (Part.FORWARD, Part.BACKWARD) and column == phase.layer - 1


def _slopes(slopes: Array, activations: tuple[str, ...], *, is_lit: bool) -> Column:
    texts = tuple(signed(number(slope)) for slope in slopes.tolist())
    return Column(texts, activations, _("slope"), "gradient", is_lit)


def _notes(subject: Subject, snapshot: Snapshot, values: NetworkValues) -> tuple[str, ...]:
    objective = subject.experiment.objective
    is_mean = isinstance(objective, NetworkObjective) and objective.loss_function.is_mean
    rows = _("mean of {n} rows: {loss}") if is_mean else _("sum of {n} rows: {loss}")
    return (
        _("row {row}: {loss}").format(row=f"{values.row + 1:,}", loss=_row_loss(objective, values)),
        rows.format(n=f"{objective.n_rows:,}", loss=short(snapshot.data_loss)),
    )


def _row_loss(objective: object, values: NetworkValues) -> str:
    """Return the loss of the row, with its arithmetic where that is one difference."""
    loss = short(values.loss, 3)
    is_single = values.targets is not None and len(values.targets) == 1
    if not is_single or not isinstance(objective, NetworkObjective):
        return loss
    assert values.targets is not None
    pattern = DIFFERENCES.get(objective.loss_function.name)
    if pattern is None:
        return loss
    output, truth = float(values.layers[-1].activations[0]), float(values.targets[0])
    minus = "+" if truth < 0.0 else MINUS
    difference = f"{fixed(output, 5)} {minus} {fixed(abs(truth), 5)}"
    return f"{pattern.format(difference)} = {loss}"


def _carried(carried: float | None, value: float) -> Chip:
    """Return input x weight in the colour of what arrives; a bias is added as it is."""
    if carried is None:
        text = f"{MINUS if value < 0.0 else '+'} {number(abs(value))}"
        return Chip((text,), text, _sign(value))
    product = carried * value
    line = f"{number(carried)} {TIMES} {number(value)}"
    return Chip((line,), number(product), _sign(product))


def _product(a: float, b: float) -> str:
    return f"{short(a)} {TIMES} {short(b)} = {short(a * b)}"


def _sign(value: float) -> str:
    """Return the name of the colour that a number's sign has."""
    if value > 0.0:
        return "positive"
    return "negative" if value < 0.0 else "zero"


def _share(name: str, share: float) -> Chip:
    text = f"{name} {signed(number(share))}"
    return Chip((text,), text, "gradient")


def _step(name: str, old: float, new: float) -> Chip:
    """Return the old value and the new one, with the digits that tell them apart."""
    color = _sign(new)
    if old == new or not np.isfinite(new):
        return Chip((f"{name} {number(old)}",), f"{name} {number(old)}", color)
    before, after = apart(old, new)
    arrow = UP if new > old else DOWN
    return Chip((f"{name} {before}", f"{arrow} {after}"), f"{name} {arrow} {after}", color)


def apart(old: float, new: float) -> tuple[str, str]:
    """Return two numbers with as many decimals as tell them apart, three at least.

    Those that differ by less are written alike.
    """
    if max(abs(old), abs(new)) >= 1000.0:
        return short(old, 6), short(new, 6)
    for decimals in range(3, MOST_DECIMALS + 1):
        texts = fixed(old, decimals), fixed(new, decimals)
        if texts[0] != texts[1]:
            return texts
    return number(old), number(new)
