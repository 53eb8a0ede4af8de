"""Where things stand in the diagram, what lies at a point, and how one walks: no widget needed."""

from itertools import combinations

import numpy as np
import pytest

from gdsim.engine.activations import ACTIVATIONS
from gdsim.engine.network import Layer, Network
from gdsim.views.diagram import targets
from gdsim.views.diagram.chips import Box
from gdsim.views.diagram.columns import Metrics, text_growth
from gdsim.views.diagram.hits import hit
from gdsim.views.diagram.layout import Layout, arrange, place_numbers
from gdsim.views.diagram.targets import Direction, Kind, Target, Walk

METRICS = Metrics(
    scale=1.0,
    label=72.0,
    answer=144.0,
    chip=(75.0, 18.0),
    add_unit=50.0,
    add_layer=54.0,
    own_values=190.0,
)


def make_network(n_inputs: int, *units: int, bias: bool = True) -> Network:
    hidden = [Layer(n, ACTIVATIONS["sigmoid"], bias) for n in units[:-1]]
    return Network(n_inputs, [*hidden, Layer(units[-1], ACTIVATIONS["identity"], False)])


def make_layout(network: Network, width: float = 610, height: float = 312) -> Layout:
    return arrange(network, width, height, METRICS)


HOUSES = make_network(3, 2, 1)
DEEP = make_network(16, *[16] * 8, 1)


@pytest.mark.parametrize("height", [300, 312, 350, 420])
@pytest.mark.parametrize("width", [560, 610, 720, 1000])
def test_in_the_houses_network_every_number_shows_and_hides_nothing(
    width: int, height: int
) -> None:
    layout = make_layout(HOUSES, width, height)
    assert set(layout.chips) == set(range(10))
    boxes = [*layout.chips.values(), *layout.no_bias, *layout.answers, *layout.labels]
    boxes += [box for target, box in layout.actions.items() if target.kind is not Kind.OWN_VALUES]
    for a, b in combinations(boxes, 2):
        assert not a.overlaps(b)
    for disc in (disc for column in layout.nodes for disc in column):
        assert not any(disc.touches(box) for box in layout.chips.values())
    for box in boxes:
        assert box.width / 2 <= box.x <= width - box.width / 2
        assert box.height / 2 <= box.y <= height - box.height / 2


def test_every_number_stands_on_its_own_edge() -> None:
    layout = make_layout(HOUSES)
    for position in HOUSES.weight_index[0].ravel().tolist():
        box = layout.chips[position]
        x1, y1, x2, y2 = layout.lines[position].tolist()
        share = (box.x - x1) / (x2 - x1)
        assert 0.0 < share < 1.0
        assert box.y == pytest.approx(y1 + share * (y2 - y1))


def test_biases_stand_above_their_nodes() -> None:
    layout = make_layout(HOUSES)
    for unit, position in enumerate(HOUSES.bias_index[0].tolist()):
        disc, box = layout.nodes[1][unit], layout.chips[position]
        assert box.x == disc.x
        assert box.y + box.height / 2 < disc.y - disc.radius


def test_a_layer_without_bias_says_so_above_its_first_node() -> None:
    layout = make_layout(make_network(1, 4, 1, bias=False))
    assert [box.x for box in layout.no_bias] == [column[0].x for column in layout.nodes[1:]]
    assert all(box.y - box.height / 2 >= 0 for box in layout.no_bias)


@pytest.mark.parametrize("size", [(1, 1), (30, 400), (400, 30), (610, 312), (2400, 1400)])
@pytest.mark.parametrize(
    "network", [HOUSES, DEEP, make_network(1, 1), make_network(256, 256, 3), make_network(3, 4)]
)
def test_any_network_in_any_size_stands_at_finite_places(
    network: Network, size: tuple[int, int]
) -> None:
    layout = make_layout(network, *size)
    discs = np.array([disc for column in layout.nodes for disc in column])
    assert np.isfinite(discs).all()
    assert np.isfinite(np.array([tuple(box) for box in layout.actions.values()])).all()


def test_nodes_of_the_largest_network_keep_apart_and_inside() -> None:
    layout = make_layout(DEEP)
    for column in layout.nodes:
        for a, b in combinations(column, 2):
            assert abs(a.y - b.y) > a.radius + b.radius
        assert all(d.radius <= d.y <= 312 - d.radius for d in column)


def test_where_edges_are_many_numbers_wait_until_a_node_is_chosen() -> None:
    layout = make_layout(DEEP, 1200, 760)
    assert not set(layout.chips) & set(DEEP.weight_index[3].ravel().tolist())
    chosen = Walk(DEEP).parameters_of(targets.unit(4, 7))
    found = place_numbers(layout, chosen, METRICS.chip)
    weights = [box for p, box in found.items() if p not in layout.dots]
    assert len(weights) >= 16
    assert not any(a.overlaps(b) for a, b in combinations(weights, 2))


def test_numbers_find_room_in_a_larger_picture() -> None:
    network = make_network(3, 4, 2, 1)
    edges = set(network.weight_index[0].ravel().tolist())
    assert not edges & set(make_layout(network).chips)
    assert edges <= set(make_layout(network, 1400, 720).chips)


def test_text_grows_less_than_the_picture() -> None:
    assert text_growth(610, 312, 1.0) == 1.0
    assert 1.0 < text_growth(1220, 624, 1.0) < 2.0


def test_what_lies_at_a_point_is_the_topmost_thing() -> None:
    layout = make_layout(HOUSES)
    for position, box in layout.chips.items():
        assert hit(layout, layout.chips, box.x, box.y) == targets.parameter(position)
    for column, discs in enumerate(layout.nodes):
        for number, disc in enumerate(discs):
            found = hit(layout, layout.chips, disc.x, disc.y)
            assert found == targets.unit(column, number)
    for target, box in layout.actions.items():
        assert hit(layout, layout.chips, box.x, box.y) == target
    label = layout.labels[1]
    assert hit(layout, layout.chips, label.x, label.y) == targets.unit(0, 1)
    assert hit(layout, layout.chips, 4.0, 4.0) is None


def test_the_nearest_edge_is_meant_within_some_pixels() -> None:
    layout = make_layout(HOUSES)
    x1, y1, x2, y2 = layout.lines[6 + 2].tolist()  # w7, from the upper unit to the output
    x, y = x1 + 0.1 * (x2 - x1), y1 + 0.1 * (y2 - y1)
    assert HOUSES.names[8] == "w7"
    assert hit(layout, {}, x, y + 6.0) == targets.parameter(8)
    assert hit(layout, {}, x, y - 40.0) is None


def test_a_small_node_is_as_easy_to_hit_as_a_larger_one() -> None:
    layout = make_layout(DEEP)
    disc = layout.nodes[3][5]
    assert disc.radius < 10.0
    assert hit(layout, {}, disc.x + 12.0, disc.y) == targets.unit(3, 5)


def test_arrows_walk_from_node_to_edge_to_node() -> None:
    walk, names = Walk(HOUSES), HOUSES.names
    path = [targets.unit(0, 0)]
    for _ in range(4):
        path.append(walk.step(path[-1], Direction.RIGHT))
    assert [names[t.first] if t.kind is Kind.PARAMETER else t[1:] for t in path] == [
        (0, 0),
        "w1",
        (1, 0),
        "w7",
        (2, 0),
    ]
    assert walk.step(path[-1], Direction.RIGHT) == path[-1]
    assert walk.step(path[-1], Direction.LEFT) == targets.parameter(names.index("w7"))


def test_arrows_walk_down_a_column_to_the_action_below_it() -> None:
    walk, names = Walk(HOUSES), HOUSES.names
    target, seen = targets.parameter(names.index("b1")), []
    for _ in range(5):
        seen.append(target)
        target = walk.step(target, Direction.DOWN)
    assert seen == [
        targets.parameter(names.index("b1")),
        targets.unit(1, 0),
        targets.parameter(names.index("b2")),
        targets.unit(1, 1),
        Target(Kind.ADD_UNIT, 0),
    ]
    assert target == seen[-1]
    assert walk.step(target, Direction.RIGHT) == Target(Kind.ADD_LAYER, 1)


@pytest.mark.parametrize("network", [HOUSES, make_network(2, 1), make_network(2, 3, 4, 2)])
def test_every_thing_is_reached_by_arrows(network: Network) -> None:
    walk, start = Walk(network), targets.unit(0, 0)
    seen, waiting = {start}, [start]
    while waiting:
        target = waiting.pop()
        for direction in Direction:
            found = walk.step(target, direction, is_typed=True)
            assert walk.exists(found)
            if found not in seen:
                seen.add(found)
                waiting.append(found)
    assert {t.first for t in seen if t.kind is Kind.PARAMETER} == set(range(network.n_parameters))
    n_nodes = network.n_inputs + sum(layer.units for layer in network.layers)
    assert sum(t.kind is Kind.UNIT for t in seen) == n_nodes
    assert targets.OWN_VALUES in seen
    assert sum(t.kind in (Kind.ADD_UNIT, Kind.ADD_LAYER) for t in seen) == len(network.layers)


def test_boxes_that_only_touch_do_not_overlap() -> None:
    assert not Box(0.0, 0.0, 10.0, 4.0).overlaps(Box(10.0, 0.0, 10.0, 4.0))
    assert Box(0.0, 0.0, 10.0, 4.0).overlaps(Box(9.0, 3.0, 10.0, 4.0))
