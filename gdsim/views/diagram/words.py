"""What the diagram says: a Subject and a Snapshot -> texts in nodes, beside them, and aloud."""

from collections.abc import Callable
from math import isfinite
from typing import NamedTuple

from gdsim.engine.arrays import Array
from gdsim.engine.network import Place
from gdsim.engine.objective import NetworkObjective
from gdsim.engine.snapshot import NetworkValues, Snapshot
from gdsim.scenario.quantities import TIMES, fixed, full, short, world
from gdsim.scenario.subject import Subject
from gdsim.scenario.unit_names import unit_name
from gdsim.text import _
from gdsim.views.diagram import targets
from gdsim.views.diagram.targets import Target


class Writing(NamedTuple):
    """All texts of one snapshot but the parameters'.

    Attributes
    ----------
    inputs : tuple of (label, value)
        Beside the inputs; the value is empty where the node itself holds it.
    insides, briefs : tuple of tuple of str
        What the nodes hold, by column, and the same with fewer digits.
    activations : tuple of str
        What each column does with its sums; empty for the inputs and where it does nothing.
    answers : tuple of (prediction, truth)
        At the outputs; the truth is empty where none is known.
    own_values : str
        The way back from typed inputs; empty where the row's are shown.
    """

    inputs: tuple[tuple[str, str], ...]
    insides: tuple[tuple[str, ...], ...]
    briefs: tuple[tuple[str, ...], ...]
    activations: tuple[str, ...]
    answers: tuple[tuple[str, str], ...]
    own_values: str


def number(value: float) -> str:
    """Return a number in the room that nodes and edges have: three decimals or fewer."""
    size = abs(value)
    if value == 0.0 or not isfinite(value) or size >= 1000.0:
        return short(value)
    if size < 1e-3:
        return short(value, 2)
    return fixed(value, 3 if size < 10.0 else 2 if size < 100.0 else 1)


def _brief(value: float) -> str:
    if abs(value) >= 10.0:
        return short(value, 2)
    return fixed(value, 1 if value < 0.0 else 2)  # a minus takes the room of a digit


def parameter_text(name: str, value: float, *, is_cut: bool) -> str:
    """Return what the chip of a parameter says."""
    if is_cut:
        return _("{name} 0 cut").format(name=name)
    return f"{name} {number(value)}"


def write(subject: Subject, values: NetworkValues) -> Writing:
    """Return the texts of a snapshot's network."""
    network = subject.network
    assert network is not None
    columns = (values.inputs, *(layer.activations for layer in values.layers))
    own = ""
    if values.is_typed:
        own = _("your own values · back to row {row}").format(row=values.row + 1)
    return Writing(
        tuple(_input(subject, values, i) for i in range(network.n_inputs)),
        _insides(subject, values, columns),
        tuple(tuple(map(_brief, column.tolist())) for column in columns),
        ("", *(_activation(layer.activation.name) for layer in network.layers)),
        tuple(_answer(subject, values, i) for i in range(network.n_outputs)),
        own,
    )


def _insides(
    subject: Subject, values: NetworkValues, columns: tuple[Array, ...]
) -> tuple[tuple[str, ...], ...]:
    """Return what the nodes hold; an input that is not scaled as the world writes it."""
    inputs = tuple(
        number(float(value))
        if is_input_scaled(subject, i)
        else world(float(values.raw_inputs[i]), subject.inputs[i]._replace(prefix="", unit=""))
        for i, value in enumerate(values.inputs)
    )
    return inputs, *(tuple(map(number, column.tolist())) for column in columns[1:])


def node_name(subject: Subject, node: Target) -> str:
    """Return what a node is called: "house", "hidden unit 1", "output price"."""
    if not node.first:
        return subject.inputs[node.second].label
    return unit_name(subject, node.first, node.second)


def parameter_name(subject: Subject, name: str, place: Place) -> str:
    """Return which parameter it is: "weight w3 from house to hidden unit 1"."""
    end = node_name(subject, targets.unit(place.layer + 1, place.unit))
    if place.source is None:
        return _("bias {name} of {unit}").format(name=name, unit=end)
    start = node_name(subject, targets.unit(place.layer, place.source))
    return _("weight {name} from {start} to {end}").format(name=name, start=start, end=end)


def parameter_state(value: float, *, is_free: bool, is_cut: bool) -> str:
    """Return a parameter's value and what holds it, if anything."""
    if is_cut:
        return _("cut")
    if not is_free:
        return _("{value}, frozen").format(value=short(value))
    return short(value)


def node_state(subject: Subject, values: NetworkValues, node: Target) -> str:
    """Return what a node holds, with all its digits, and what it means in the world."""
    if not node.first:
        scaled = full(float(values.inputs[node.second]))
        raw = world(float(values.raw_inputs[node.second]), subject.inputs[node.second])
        return _("{raw}, computed with as {scaled}").format(raw=raw, scaled=scaled)
    return full(float(values.layers[node.first - 1].activations[node.second]))


def working(
    subject: Subject, snapshot: Snapshot, node: Target, fits: Callable[[str], bool]
) -> tuple[str, str]:
    """Return a unit's sum with its numbers, shortened until it fits, and its activation.

    Parameters
    ----------
    subject : Subject
    snapshot : Snapshot
    node : Target
        A hidden or an output unit.
    fits : callable
        Whether a text has room.
    """
    network, values = subject.network, snapshot.network
    assert network is not None
    assert values is not None
    layer, row = node.first - 1, node.second
    below = values.layers[layer - 1].activations if layer else values.inputs
    weights = snapshot.theta[network.weight_index[layer][row]]
    terms = [
        f"{short(float(a))} {TIMES} {short(float(w))}" for a, w in zip(below, weights, strict=True)
    ]
    biases = snapshot.theta[network.bias_index[layer][row : row + 1]]
    ends = [short(float(bias)) for bias in biases]
    z, a = values.layers[layer].pre_activations[row], values.layers[layer].activations[row]
    total = _sum(terms, ends, short(float(z)))
    for shown in range(len(terms) - 1, 0, -1):
        if fits(total):
            break
        more = _("… {n} more").format(n=len(terms) - shown)
        total = _sum([*terms[:shown], more], ends, short(float(z)))
    name = network.layers[layer].activation.name
    return total, f"{name}(z) = {short(float(a))}"


def _sum(terms: list[str], ends: list[str], total: str) -> str:
    return f"z = {' + '.join([*terms, *ends])} = {total}"


def _activation(name: str) -> str:
    return "" if name == "identity" else name.replace("_", " ")


def _target(subject: Subject, output: int) -> str:
    return subject.targets[output].label if output < len(subject.targets) else str(output + 1)


def is_input_scaled(subject: Subject, number_of_input: int) -> bool:
    """Return whether the network computes with another number than the world's."""
    if subject.samples is None:
        return False
    scaler = subject.samples.input_scaler
    return bool(scaler.offset[number_of_input] != 0.0 or scaler.scale[number_of_input] != 1.0)


def extremes(subject: Subject) -> list[str]:
    """Return the lowest and the highest value of each input as it is written beside the node."""
    if subject.samples is None:
        return []
    columns = subject.samples.dataset.inputs.T
    return [
        world(float(value), quantity)
        for i, (column, quantity) in enumerate(zip(columns, subject.inputs, strict=True))
        if is_input_scaled(subject, i)
        for value in (column.min(), column.max())
    ]


def _input(subject: Subject, values: NetworkValues, i: int) -> tuple[str, str]:
    quantity = subject.inputs[i]
    if not is_input_scaled(subject, i):
        return quantity.axis, ""
    return quantity.label, world(float(values.raw_inputs[i]), quantity)


def _answer(subject: Subject, values: NetworkValues, i: int) -> tuple[str, str]:
    objective, samples = subject.experiment.objective, subject.samples
    if samples is None or not isinstance(objective, NetworkObjective):
        return "", ""
    truth = float(samples.dataset.targets[values.row, i])
    if not objective.loss_function.is_regression:
        return _class(subject, values, i, truth)
    quantity = subject.targets[i]
    said = _("predicts {value}").format(value=world(float(values.answer[i]), quantity))
    known = _("true value {value}").format(value=world(truth, quantity))
    return said, "" if values.is_typed else known


def _class(subject: Subject, values: NetworkValues, i: int, truth: float) -> tuple[str, str]:
    chance = float(values.answer[i])
    percent = _("{percent} %").format(percent=fixed(100.0 * chance, 0))
    if len(values.answer) > 1:
        said = _("{label}: {percent}").format(label=_target(subject, i), percent=percent)
        return said, _("the true class") if truth >= 0.5 and not values.is_typed else ""
    said = _("predicts class {number}").format(number=int(chance >= 0.5))
    sure = _("{percent} for class 1").format(percent=percent)
    if values.is_typed:
        return said, sure
    known = _("{percent} for 1, truly {truth}").format(percent=percent, truth=number(truth))
    return said, known
