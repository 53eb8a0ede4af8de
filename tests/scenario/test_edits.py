"""Edits: each changes what it says, keeps what was before it, and renames what has moved."""

from collections.abc import Callable
from itertools import count, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import UNSET
from msgspec.structs import replace

from gdsim.engine.activations import ACTIVATIONS
from gdsim.engine.network import Layer, Network
from gdsim.scenario import edits
from gdsim.scenario.build import build
from gdsim.scenario.library import builtin_path, read
from gdsim.scenario.spec import (
    MAX_SEED,
    ChangeSpec,
    DatasetSpec,
    LayerSpec,
    NetworkSpec,
    Scenario,
    Split,
    StartSpec,
)

HOUSES = read(builtin_path("houses")).scenario


def layers_of(scenario: Scenario) -> tuple[LayerSpec, ...]:
    assert isinstance(scenario.objective, NetworkSpec)
    return scenario.objective.layers


WITH_CHANGES = replace(
    HOUSES,
    changes=(
        ChangeSpec(epoch=5, learning_rate=0.1),
        ChangeSpec(epoch=10, parameters={"w1": 1.0}, frozen=("b1",)),
        ChangeSpec(epoch=15, batch_size=20),
    ),
)

# Edits that act at an epoch


@pytest.mark.parametrize(
    ("edit", "field"),
    [
        (lambda s, k: edits.set_learning_rate(s, 0.7, k), {"learning_rate": 0.7}),
        (lambda s, k: edits.set_batch_size(s, 8, k), {"batch_size": 8}),
        (lambda s, k: edits.set_batch_size(s, None, k), {"batch_size": None}),
        (lambda s, k: edits.set_parameters(s, {"w2": 3.0}, k), {"parameters": {"w2": 3.0}}),
        (lambda s, k: edits.set_frozen(s, "w4", True, k), {"frozen": ("w4",)}),
    ],
)
def test_an_edit_at_a_later_epoch_keeps_what_was_before_and_drops_what_was_after(
    edit: Callable[[Scenario, int], Scenario], field: dict[str, Any]
) -> None:
    after = edit(WITH_CHANGES, 7)
    assert after.changes == (WITH_CHANGES.changes[0], ChangeSpec(epoch=7, **field))
    assert replace(after, changes=()) == replace(WITH_CHANGES, changes=())
    assert edits.first_affected_epoch(WITH_CHANGES, after) == 7


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (
            lambda s: edits.set_learning_rate(s, 0.7, 10),
            ChangeSpec(epoch=10, parameters={"w1": 1.0}, frozen=("b1",), learning_rate=0.7),
        ),
        (
            lambda s: edits.set_parameters(s, {"w2": 3.0}, 10),
            ChangeSpec(epoch=10, parameters={"w1": 1.0, "w2": 3.0}, frozen=("b1",)),
        ),
        (
            lambda s: edits.set_parameters(s, {"w1": 3.0}, 10),
            ChangeSpec(epoch=10, parameters={"w1": 3.0}, frozen=("b1",)),
        ),
        (
            lambda s: edits.set_frozen(s, "w2", True, 10),
            ChangeSpec(epoch=10, parameters={"w1": 1.0}, frozen=("b1", "w2")),
        ),
        (
            lambda s: edits.set_frozen(s, "b1", False, 10),
            ChangeSpec(epoch=10, parameters={"w1": 1.0}, frozen=()),
        ),
    ],
)
def test_an_edit_where_a_change_stands_joins_it(
    edit: Callable[[Scenario], Scenario], expected: ChangeSpec
) -> None:
    assert edit(WITH_CHANGES).changes == (WITH_CHANGES.changes[0], expected)


def test_at_the_start_an_edit_changes_the_field_and_drops_all_changes() -> None:
    rate = edits.set_learning_rate(WITH_CHANGES, 0.7, 0)
    size = edits.set_batch_size(WITH_CHANGES, 8, 0)
    value = edits.set_parameters(WITH_CHANGES, {"w1": 3.0}, 0)
    frozen = edits.set_frozen(WITH_CHANGES, "w4", True, 0)
    assert rate.optimizer.learning_rate == 0.7
    assert size.batch_size == 8
    assert HOUSES.start.parameters is not None
    assert value.start.parameters == HOUSES.start.parameters | {"w1": 3.0}
    assert frozen.objective.frozen == ("w4",)
    for after in (rate, size, value, frozen):
        assert after.changes == ()
        assert edits.first_affected_epoch(WITH_CHANGES, after) == 0


def test_an_edit_leaves_the_scenario_before_as_it_was() -> None:
    before = build(WITH_CHANGES).scenario
    copy = replace(before)
    edits.set_parameters(before, {"w1": 7.0}, 10)
    edits.set_parameters(before, {"w1": 7.0}, 0)
    assert before == copy
    assert before.changes[1].parameters == {"w1": 1.0}


@pytest.mark.parametrize(("epoch", "frozen"), [(0, ()), (9, ()), (10, ("b1",)), (99, ("b1",))])
def test_what_is_frozen_hangs_on_the_epoch(epoch: int, frozen: tuple[str, ...]) -> None:
    assert edits.frozen_at(WITH_CHANGES, epoch) == frozen


def test_freezing_twice_is_freezing_once() -> None:
    once = edits.set_frozen(HOUSES, "w1", True, 0)
    assert edits.set_frozen(once, "w1", True, 0) == once
    assert edits.set_frozen(once, "w1", False, 0) == HOUSES


# Which epoch is the first that differs


@pytest.mark.parametrize(
    "edit",
    [
        lambda s: edits.set_title(s, "Other"),
        lambda s: edits.set_goal(s, 99),
        lambda s: replace(s, activity="race"),
        lambda s: s,
    ],
)
def test_title_goal_and_activity_leave_every_epoch_as_it_is(
    edit: Callable[[Scenario], Scenario],
) -> None:
    after = edit(WITH_CHANGES)
    assert after.changes == WITH_CHANGES.changes
    assert edits.first_affected_epoch(WITH_CHANGES, after) is None


@pytest.mark.parametrize(
    "edit",
    [
        lambda s: edits.set_cut(s, "w3", True),
        lambda s: edits.set_shuffle(s, False),
        lambda s: edits.set_loss(s, "mae"),
        lambda s: edits.set_standardize(s, False),
        lambda s: edits.set_split(s, Split()),
        lambda s: edits.set_initializer(s, "zeros"),
        edits.new_start,
        lambda s: edits.set_activation(s, 0, "tanh"),
        lambda s: edits.set_bias(s, 0, False, 3),
        lambda s: edits.add_unit(s, 0, 3),
        lambda s: edits.remove_unit(s, 0, 1, 3),
        lambda s: edits.add_layer(s, 0, 3),
        lambda s: edits.remove_layer(s, 0, 3),
        lambda s: edits.set_inputs(s, ("a", "b", "c"), ("c", "a")),
    ],
)
def test_every_other_edit_begins_a_new_run(edit: Callable[[Scenario], Scenario]) -> None:
    after = edit(WITH_CHANGES)
    assert after.changes == ()
    assert edits.first_affected_epoch(replace(WITH_CHANGES, changes=()), after) == 0


def test_a_change_that_is_new_gone_or_other_is_the_first_difference() -> None:
    first, second, third = WITH_CHANGES.changes
    for changes, expected in [
        ((first, second), 15),
        ((second, third), 5),
        ((first, replace(second, learning_rate=1.0), third), 10),
        ((*WITH_CHANGES.changes, ChangeSpec(epoch=12)), 12),
        ((third, second, first), None),
        ((), 5),
    ]:
        after = replace(WITH_CHANGES, changes=changes)
        assert edits.first_affected_epoch(WITH_CHANGES, after) == expected
        assert edits.first_affected_epoch(after, WITH_CHANGES) == expected


# The other fields


def spec_of(scenario: Scenario) -> NetworkSpec:
    assert isinstance(scenario.objective, NetworkSpec)
    return scenario.objective


def test_each_edit_of_the_run_sets_its_field() -> None:
    assert edits.set_title(HOUSES, "A").title == "A"
    assert edits.set_goal(HOUSES, 7).epochs == 7
    assert not edits.set_shuffle(HOUSES, False).shuffle
    assert spec_of(edits.set_loss(HOUSES, "mae")).loss == "mae"
    assert not spec_of(edits.set_standardize(HOUSES, False)).dataset.standardize
    assert spec_of(edits.set_split(HOUSES, Split(0.3))).dataset.split == Split(0.3)
    assert edits.set_cut(HOUSES, "w3", True).objective.cut == ("w3",)
    assert edits.set_cut(edits.set_cut(HOUSES, "w3", True), "w3", False) == HOUSES
    layers = layers_of(edits.set_activation(HOUSES, 0, "relu"))
    assert [layer.activation for layer in layers] == ["relu", "identity"]


def test_a_new_start_is_the_next_seed_with_nothing_set_by_hand() -> None:
    assert edits.new_start(HOUSES).start == StartSpec(initializer="normal", seed=2)
    last = replace(HOUSES, start=StartSpec(seed=MAX_SEED))
    assert edits.new_start(last).start.seed == 0


def test_the_same_start_again_only_forgets_the_changes() -> None:
    assert edits.same_start(WITH_CHANGES) == HOUSES


def test_another_initializer_keeps_the_seed_and_forgets_what_was_set_by_hand() -> None:
    assert edits.set_initializer(HOUSES, "he").start == StartSpec(initializer="he", seed=1)


# Names follow their parameters


def test_a_unit_more_renames_what_stands_behind_it() -> None:
    after = edits.add_unit(
        replace(HOUSES, start=StartSpec(parameters={"w8": 5.0, "b2": 6.0})), 0, 3
    )
    assert layers_of(after)[0].units == 3
    assert after.start.parameters == {"w11": 5.0, "b2": 6.0}


def test_a_unit_less_takes_its_own_parameters_along() -> None:
    scenario = edits.set_cut(edits.set_frozen(HOUSES, "w8", True, 0), "w2", True)
    after = edits.remove_unit(scenario, 0, 0, 3)
    assert after.start.parameters == {"w1": 0.2, "w2": -0.6, "w3": -0.8, "b1": 0.7, "w4": -1.5}
    assert (after.objective.frozen, after.objective.cut) == (("w4",), ())


def test_the_last_unit_takes_its_layer_along() -> None:
    one = edits.remove_unit(HOUSES, 0, 0, 3)
    none = edits.remove_unit(one, 0, 0, 3)
    assert layers_of(none) == (layers_of(HOUSES)[1],)
    assert none.start.parameters is None


def test_a_new_layer_has_two_units_like_those_below_it() -> None:
    relu = edits.set_activation(HOUSES, 0, "relu")
    for position in (0, 1):
        layers = layers_of(edits.add_layer(relu, position, 3))
        assert layers[position] == LayerSpec(2, "relu")
        assert [layer.units for layer in layers] == [2, 2, 1]
    plain = edits.remove_layer(HOUSES, 0, 3)
    assert layers_of(edits.add_layer(plain, 0, 3))[0] == LayerSpec(2, "sigmoid")


def test_an_input_less_takes_its_weights_along() -> None:
    columns = ("bedrooms", "lot_sqft", "house_sqft")
    after = edits.set_inputs(HOUSES, columns, ("house_sqft", "bedrooms"))
    assert after.start.parameters == {
        "w1": 0.5, "w2": -0.2, "w3": -0.8, "w4": 0.2, "b1": 1.3, "b2": 0.7, "w5": 2.4, "w6": -1.5,
    }  # fmt: skip
    assert build(after).names == (*(f"w{i}" for i in range(1, 5)), "b1", "b2", "w5", "w6")


def test_what_an_edit_makes_can_be_built() -> None:
    wider = edits.add_unit(HOUSES, 0, 3)
    deeper = edits.add_layer(wider, 1, 3)
    without_bias = edits.set_bias(deeper, 1, False, 3)
    narrower = edits.remove_unit(without_bias, 1, 0, 3)
    flatter = edits.remove_layer(narrower, 0, 3)
    made = (wider, deeper, without_bias, narrower, flatter)
    assert [len(build(scenario).names) for scenario in made] == [15, 22, 20, 16, 4]


class Twin:
    """The same network in other words: nodes by number, and the value of every connection."""

    def __init__(self, n_inputs: int, units: list[int], biases: list[bool]) -> None:
        self.fresh = count()
        self.nodes = [[next(self.fresh) for _ in range(n)] for n in (n_inputs, *units)]
        self.biases = biases

    def identities(self) -> dict[str, tuple[int, int | None]]:
        """Return name -> (unit, source), None for a bias, by the engine's own index."""
        layers = [
            Layer(len(units), ACTIVATIONS["tanh"], bias)
            for units, bias in zip(self.nodes[1:], self.biases, strict=True)
        ]
        network = Network(len(self.nodes[0]), layers)
        found: dict[str, tuple[int, int | None]] = {}
        for n, units in enumerate(self.nodes[1:]):
            for i, unit in enumerate(units):
                for j, source in enumerate(self.nodes[n]):
                    found[network.names[network.weight_index[n][i, j]]] = (unit, source)
                if self.biases[n]:
                    found[network.names[network.bias_index[n][i]]] = (unit, None)
        return found


def edited(draw: st.DrawFn, scenario: Scenario, twin: Twin) -> Scenario:
    """Make one random structural edit to both."""
    nodes, n_inputs, n_hidden = twin.nodes, len(twin.nodes[0]), len(twin.nodes) - 2
    kind = draw(st.sampled_from(["bias", "inputs", "add layer"] + ["unit", "less", "layer"] * 2))
    layer = draw(st.integers(0, max(0, n_hidden - 1)))
    if kind == "inputs":
        chosen = draw(st.permutations(range(n_inputs + 1)))[: draw(st.integers(1, n_inputs + 1))]
        columns = [f"c{i}" for i in range(n_inputs)]
        wanted = [columns[i] if i < n_inputs else "other" for i in chosen]
        nodes[0] = [nodes[0][i] if i < n_inputs else next(twin.fresh) for i in chosen]
        return edits.set_inputs(scenario, columns, wanted)
    if kind == "bias":
        layer = draw(st.integers(0, n_hidden))
        twin.biases[layer] = not twin.biases[layer]
        return edits.set_bias(scenario, layer, twin.biases[layer], n_inputs)
    if kind == "add layer" or not n_hidden:
        position = draw(st.integers(0, n_hidden))
        nodes.insert(position + 1, [next(twin.fresh), next(twin.fresh)])
        twin.biases.insert(position, True)
        return edits.add_layer(scenario, position, n_inputs)
    if kind == "unit":
        nodes[layer + 1].append(next(twin.fresh))
        return edits.add_unit(scenario, layer, n_inputs)
    unit = draw(st.integers(0, len(nodes[layer + 1]) - 1))
    if kind == "less" and len(nodes[layer + 1]) > 1:
        del nodes[layer + 1][unit]
        return edits.remove_unit(scenario, layer, unit, n_inputs)
    del nodes[layer + 1], twin.biases[layer]
    if kind == "less":
        return edits.remove_unit(scenario, layer, unit, n_inputs)
    return edits.remove_layer(scenario, layer, n_inputs)


@st.composite
def edits_of_a_network(draw: st.DrawFn) -> list[tuple[Scenario, dict[str, tuple[int, int | None]]]]:
    units = draw(st.lists(st.integers(1, 3), min_size=1, max_size=4))
    biases = draw(st.lists(st.booleans(), min_size=len(units), max_size=len(units)))
    twin = Twin(draw(st.integers(1, 3)), units, biases)
    names = list(twin.identities())
    some = st.lists(st.sampled_from(names), unique=True)
    stored = draw(some)
    scenario = Scenario(
        objective=NetworkSpec(
            DatasetSpec(),
            tuple(LayerSpec(n, bias=bias) for n, bias in zip(units, biases, strict=True)),
            frozen=tuple(draw(some)),
            cut=tuple(draw(some)),
        ),
        start=StartSpec(parameters={name: float(i) for i, name in enumerate(stored)} or None),
    )
    steps = [(scenario, twin.identities())]
    for _ in range(draw(st.integers(1, 5))):
        scenario = edited(draw, scenario, twin)
        steps.append((scenario, twin.identities()))
    return steps


@settings(max_examples=200, deadline=None)
@given(edits_of_a_network())
def test_every_parameter_that_stays_keeps_its_value_under_its_new_name(
    steps: list[tuple[Scenario, dict[str, tuple[int, int | None]]]],
) -> None:
    for (before, old), (after, new) in pairwise(steps):
        there = set(new.values())
        for was, now in (
            (before.objective.frozen, after.objective.frozen),
            (before.objective.cut, after.objective.cut),
        ):
            expected = {old[name] for name in was} & there
            assert {new[name] for name in now} == expected
            assert len(now) == len(expected)
        values = (before.start.parameters or {}).items()
        expected_values = {old[name]: value for name, value in values if old[name] in there}
        kept = (after.start.parameters or {}).items()
        assert {new[name]: value for name, value in kept} == expected_values
        assert len(kept) == len(expected_values)


def test_a_change_of_no_field_is_no_change_of_the_batch_size() -> None:
    assert edits.set_learning_rate(HOUSES, 0.1, 3).changes[0].batch_size is UNSET
