"""Every edit as a pure function: Scenario -> Scenario.

Learning rate, batch size, frozen parameters, an optimizer's own numbers and parameters act at an
epoch k: at 0 on the field itself, later as an entry of ``changes``, which shares all epochs before
k with the run before. Every other edit begins a new run at epoch 0.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from gdsim.scenario.errors import ScenarioError
from gdsim.scenario.spec import (
    MAX_SEED,
    ChangeSpec,
    DatasetSpec,
    FunctionSpec,
    LayerSpec,
    NetworkSpec,
    OptimizerSpec,
    PenaltySpec,
    Scenario,
    Split,
    StartSpec,
)
from gdsim.scenario.wiring import Nodes, names_after, nodes_of
from gdsim.text import _

MAX_UNITS = 16
MAX_HIDDEN_LAYERS = 8
_BLANK: dict[str, Any] = {
    "title": "", "activity": None, "epochs": 1, "changes": (), "mark": None, "companions": (),
}  # fmt: skip
"""What decides no number of a run, or only from some epoch on."""


def first_affected_epoch(before: Scenario, after: Scenario) -> int | None:
    """Return the first epoch whose state or update differs, None if no epoch's does."""
    if replace(before, **_BLANK) != replace(after, **_BLANK):
        return 0
    old, new = ({change.epoch: change for change in s.changes} for s in (before, after))
    return min((e for e in old.keys() | new.keys() if old.get(e) != new.get(e)), default=None)


def set_learning_rate(scenario: Scenario, rate: float, epoch: int) -> Scenario:
    """Learn at ``rate`` from ``epoch`` on."""
    if epoch:
        return _change(scenario, epoch, learning_rate=rate)
    return _anew(scenario, optimizer=replace(scenario.optimizer, learning_rate=rate))


def set_batch_size(scenario: Scenario, size: int | None, epoch: int) -> Scenario:
    """Take ``size`` rows in a batch, None for all, from ``epoch`` on."""
    if epoch:
        return _change(scenario, epoch, batch_size=size)
    return _anew(scenario, batch_size=size)


def set_parameters(scenario: Scenario, values: Mapping[str, float], epoch: int) -> Scenario:
    """Put parameters to ``values`` at ``epoch``."""
    if epoch:
        earlier = next((c.parameters for c in scenario.changes if c.epoch == epoch), None) or {}
        return _change(scenario, epoch, parameters={**earlier, **values})
    start = scenario.start
    merged = {**(start.parameters or {}), **values}
    return _anew(scenario, start=replace(start, parameters=merged))


def set_frozen(scenario: Scenario, name: str | Sequence[str], frozen: bool, epoch: int) -> Scenario:
    """Hold a parameter or several, or let them move again, from ``epoch`` on."""
    names = frozen_at(scenario, epoch)
    for one in (name,) if isinstance(name, str) else name:
        names = _with(names, one, frozen)
    if epoch:
        return _change(scenario, epoch, frozen=names)
    return _anew(scenario, objective=replace(scenario.objective, frozen=names))


def frozen_at(scenario: Scenario, epoch: int) -> tuple[str, ...]:
    """Return the names of the parameters that are frozen at ``epoch``."""
    names = scenario.objective.frozen
    for change in sorted(scenario.changes, key=_epoch_of):
        if change.epoch <= epoch and change.frozen is not None:
            names = change.frozen
    return names


def set_cut(scenario: Scenario, name: str, cut: bool) -> Scenario:
    """Take a parameter out of the network, or bring it back."""
    names = _with(scenario.objective.cut, name, cut)
    return _anew(scenario, objective=replace(scenario.objective, cut=names))


def set_title(scenario: Scenario, title: str) -> Scenario:
    """Give the scenario another title."""
    return replace(scenario, title=title)


def set_goal(scenario: Scenario, epochs: int) -> Scenario:
    """Let Play stop at ``epochs``."""
    return replace(scenario, epochs=epochs)


def set_shuffle(scenario: Scenario, shuffle: bool) -> Scenario:
    """Take the rows of each epoch in a random order, or in file order."""
    return _anew(scenario, shuffle=shuffle)


def set_loss(scenario: Scenario, loss: str) -> Scenario:
    """Measure errors by another loss."""
    _dataset(scenario)
    return _anew(scenario, objective=replace(scenario.objective, loss=loss))


def set_optimizer(scenario: Scenario, name: str) -> Scenario:
    """Descend by another rule, with its own numbers at their defaults."""
    rate = scenario.optimizer.learning_rate
    return _anew(scenario, optimizer=OptimizerSpec(name=name, learning_rate=rate))


def set_penalty(scenario: Scenario, penalty: PenaltySpec | None) -> Scenario:
    """Let large weights cost something, or nothing."""
    return _anew(scenario, objective=replace(scenario.objective, penalty=penalty))


def set_standardize(scenario: Scenario, standardize: bool) -> Scenario:
    """Bring columns to mean 0 and deviation 1, or learn from the raw numbers."""
    dataset = replace(_dataset(scenario), standardize=standardize)
    return _anew(scenario, objective=replace(scenario.objective, dataset=dataset))


def set_split(scenario: Scenario, split: Split | None) -> Scenario:
    """Hold some rows out for testing, or none."""
    dataset = replace(_dataset(scenario), split=split)
    return _anew(scenario, objective=replace(scenario.objective, dataset=dataset))


def set_initializer(scenario: Scenario, initializer: str) -> Scenario:
    """Draw the start from another distribution."""
    start = StartSpec(initializer=initializer, seed=scenario.start.seed)
    return _anew(scenario, start=start)


def new_start(scenario: Scenario) -> Scenario:
    """Start from the next seed, nothing set by hand."""
    seed = (scenario.start.seed + 1) % (MAX_SEED + 1)
    return _anew(scenario, start=replace(scenario.start, seed=seed, parameters=None))


def same_start(scenario: Scenario) -> Scenario:
    """Run again from the same start, nothing changed on the way."""
    return _anew(scenario)


def set_activation(scenario: Scenario, layer: int, activation: str) -> Scenario:
    """Let the units of a layer do something else with their sum."""
    return _with_layer(scenario, layer, activation=activation)


def set_bias(scenario: Scenario, layer: int, bias: bool, n_inputs: int) -> Scenario:
    """Give the units of a layer biases, or take them away."""
    after = _with_layer(scenario, layer, bias=bias)
    return _renamed(scenario, after, n_inputs, _same)


def add_unit(scenario: Scenario, layer: int, n_inputs: int) -> Scenario:
    """Add a unit below the others of a hidden layer."""
    after = _with_layer(scenario, layer, units=_layers(scenario)[layer].units + 1)

    def grow(nodes: Nodes) -> Nodes:
        nodes[layer + 1].append("new")
        return nodes

    return _renamed(scenario, after, n_inputs, grow)


def remove_unit(scenario: Scenario, layer: int, unit: int, n_inputs: int) -> Scenario:
    """Remove a unit of a hidden layer; the last one takes its layer along."""
    units = _layers(scenario)[layer].units
    if units == 1:
        return remove_layer(scenario, layer, n_inputs)
    after = _with_layer(scenario, layer, units=units - 1)

    def shrink(nodes: Nodes) -> Nodes:
        del nodes[layer + 1][unit]
        return nodes

    return _renamed(scenario, after, n_inputs, shrink)


def add_layer(scenario: Scenario, position: int, n_inputs: int) -> Scenario:
    """Put a hidden layer of two units before the layer that stands at ``position``."""
    layers = list(_layers(scenario))
    like = layers[position - 1] if position else layers[0] if len(layers) > 1 else None
    activation = like.activation if like else "sigmoid"
    layers.insert(position, LayerSpec(units=2, activation=activation))
    after = _anew(scenario, objective=replace(scenario.objective, layers=tuple(layers)))

    def insert(nodes: Nodes) -> Nodes:
        nodes.insert(position + 1, ["new 1", "new 2"])
        return nodes

    return _renamed(scenario, after, n_inputs, insert)


def remove_layer(scenario: Scenario, layer: int, n_inputs: int) -> Scenario:
    """Remove a hidden layer."""
    layers = list(_layers(scenario))
    del layers[layer]
    after = _anew(scenario, objective=replace(scenario.objective, layers=tuple(layers)))

    def drop(nodes: Nodes) -> Nodes:
        del nodes[layer + 1]
        return nodes

    return _renamed(scenario, after, n_inputs, drop)


def set_inputs(scenario: Scenario, before: Sequence[str], inputs: Sequence[str]) -> Scenario:
    """Learn from other columns; ``before`` are the ones learnt from so far, in order."""
    dataset = replace(_dataset(scenario), inputs=tuple(inputs))
    after = _anew(scenario, objective=replace(scenario.objective, dataset=dataset))

    def choose(nodes: Nodes) -> Nodes:
        ids = dict(zip(before, nodes[0], strict=True))
        nodes[0] = [ids.get(name, f"new {name}") for name in inputs]
        return nodes

    return _renamed(scenario, after, len(before), choose)


def _layers(scenario: Scenario) -> tuple[LayerSpec, ...]:
    """Return the layers of the network; nothing offers to edit them where there are none."""
    if not isinstance(scenario.objective, NetworkSpec):
        raise ScenarioError(_("There are no layers to change here; open a network first."))
    return scenario.objective.layers


def _dataset(scenario: Scenario) -> DatasetSpec:
    """Return where the rows come from; nothing offers to edit that where there are none."""
    if isinstance(scenario.objective, FunctionSpec):
        raise ScenarioError(_("A function has no rows; open a network first."))
    return scenario.objective.dataset


def _same(nodes: Nodes) -> Nodes:
    return nodes


def _renamed(
    before: Scenario, after: Scenario, n_inputs: int, change: Callable[[Nodes], Nodes]
) -> Scenario:
    """Rewrite every stored parameter name of ``after``, since names are positions."""
    old, new = _layers(before), _layers(after)
    nodes = nodes_of(n_inputs, [layer.units for layer in old])
    renamed = names_after(
        nodes,
        [layer.bias for layer in old],
        change([list(layer) for layer in nodes]),
        [layer.bias for layer in new],
    )
    objective, start = after.objective, after.start
    values = start.parameters
    if values is not None:
        values = {renamed[name]: value for name, value in values.items() if name in renamed}
    return replace(
        after,
        objective=replace(
            objective,
            frozen=tuple(renamed[name] for name in objective.frozen if name in renamed),
            cut=tuple(renamed[name] for name in objective.cut if name in renamed),
        ),
        start=replace(start, parameters=values or None),
    )


def _with_layer(scenario: Scenario, layer: int, **fields: Any) -> Scenario:
    layers = list(_layers(scenario))
    layers[layer] = replace(layers[layer], **fields)
    return _anew(scenario, objective=replace(scenario.objective, layers=tuple(layers)))


def _anew(scenario: Scenario, **fields: Any) -> Scenario:
    """Return a scenario that runs from epoch 0 with nothing changed on the way."""
    return replace(scenario, changes=(), **fields)


def _change(scenario: Scenario, epoch: int, **fields: Any) -> Scenario:
    """Add ``fields`` to the change at ``epoch``; later changes go."""
    kept = [change for change in scenario.changes if change.epoch < epoch]
    here = next((c for c in scenario.changes if c.epoch == epoch), ChangeSpec(epoch=epoch))
    return replace(scenario, changes=(*kept, replace(here, **fields)))


def _with(names: tuple[str, ...], name: str, present: bool) -> tuple[str, ...]:
    rest = tuple(other for other in names if other != name)
    return (*rest, name) if present else rest


def _epoch_of(change: ChangeSpec) -> int:
    return change.epoch
