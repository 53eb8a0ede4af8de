"""In one part of an epoch the diagram shows what is worked out there, and nothing later."""

import time
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics, QImage

from gdsim.engine.phases import Part, Phase, phases
from gdsim.views.diagram import stages, targets, words
from gdsim.views.diagram.card import NodeCard
from gdsim.views.diagram.diagram import NetworkDiagram
from gdsim.views.diagram.stages import Stage, apart
from gdsim.views.diagram.targets import Walk
from gdsim.views.theme import LIGHT
from tests.views.conftest import make_shown
from tests.views.diagram_case import (
    B1,
    W3,
    W7,
    Case,
    distance,
    make_case,
    make_snapshot,
    make_subject,
    tooltip,
    wants,
)

Key = Qt.Key
FORWARD_1, FORWARD_2, LOSS = Phase(Part.FORWARD, 1), Phase(Part.FORWARD, 2), Phase(Part.LOSS)
BACKWARD_2, BACKWARD_1, UPDATE = (
    Phase(Part.BACKWARD, 2),
    Phase(Part.BACKWARD, 1),
    Phase(Part.UPDATE),
)


def staged(phase: Phase, subject: Any = None, epoch: int = 5) -> Stage:
    subject = subject or make_subject(2)
    snapshot = make_snapshot(subject, epoch)
    assert subject.network is not None
    assert snapshot.network is not None
    writing = words.write(subject, snapshot.network)
    found = stages.stage(subject, snapshot, Walk(subject.network), writing, phase)
    assert found is not None
    return found


def lines(phase: Phase, position: int) -> tuple[str, ...]:
    chip = staged(phase).chip(position)
    assert chip is not None
    return chip.lines


def test_forward_shows_a_layers_sums_and_values_and_nothing_above_it() -> None:
    columns = staged(FORWARD_1).columns
    assert columns[0].texts == ("0.051", "5.537", "0.449")
    assert columns[1].above == ("Σ −0.730", "Σ −2.955")
    assert columns[1].texts == ("0.325", "0.050")
    assert columns[2].texts == ("",)
    assert staged(FORWARD_1).answers == (("", ""),)
    assert staged(FORWARD_2).columns[2].texts == ("0.611",)
    assert staged(FORWARD_2).answers == (("predicts $208,628", ""),)


def test_forward_the_edges_carry_input_times_weight() -> None:
    assert lines(FORWARD_1, W3) == ("0.449 × 0.569",)
    assert lines(FORWARD_1, B1) == ("+ 1.156",)
    assert staged(FORWARD_1).chip(W7) is None
    assert lines(FORWARD_2, W7) == ("0.325 × 2.147",)


def test_the_loss_compares_and_prints_digits_that_reconcile() -> None:
    stage = staged(LOSS)
    assert stage.answers == (("predicts $208,628", "true value $215,000"),)
    assert stage.notes == ("row 1: (0.61136 − 0.70723)² = 0.00919", "mean of 101 rows: 0.6950")
    assert abs((0.61136 - 0.70723) ** 2 - 0.00919) < 5e-6
    assert not stage.lit


def test_backward_shows_slopes_from_the_output_down() -> None:
    upper, lower = staged(BACKWARD_2).columns, staged(BACKWARD_1).columns
    assert upper[2].texts == ("−0.192",)
    assert upper[1].texts == ("0.325", "0.050")
    assert lower[1].texts == ("−0.090", "+0.016")
    assert lower[2].texts == ("−0.192",)
    assert (lower[1].color, lower[1].is_lit, lower[2].is_lit) == ("gradient", True, False)


def test_backward_an_edge_has_slope_times_what_it_carries() -> None:
    subject = make_subject(2)
    values = make_snapshot(subject).network
    assert values is not None
    share = float(values.layers[0].slopes[0] * values.inputs[2])
    assert lines(BACKWARD_1, W3) == (f"w3 −{abs(share):.3f}",)
    assert lines(BACKWARD_1, B1) == ("b1 −0.090",)
    assert "over all rows: −0.2129" in staged(BACKWARD_1).detail(W3)


def test_the_update_writes_the_new_value_below_the_old_with_an_arrow() -> None:
    assert lines(UPDATE, W3) == ("w3 0.569", "↑ 0.579")
    assert lines(UPDATE, 0) == ("w1 −0.2019", "↓ −0.2024")


@pytest.mark.parametrize(
    ("old", "new", "texts"),
    [
        (0.5, 0.6, ("0.500", "0.600")),
        (-0.20186, -0.20238, ("−0.2019", "−0.2024")),
        (1.0, 1.0 + 1e-12, ("1.000", "1.000")),
        (1234.5, 1234.8, ("1234.50", "1234.80")),
    ],
)
def test_old_and_new_get_the_decimals_that_tell_them_apart(
    old: float, new: float, texts: tuple[str, str]
) -> None:
    assert apart(old, new) == texts


def test_what_is_held_or_cut_does_not_move_in_the_update() -> None:
    stage = staged(UPDATE, make_subject(2, frozen=("w3",), cut=("w7",)))
    chip = stage.chip(W3)
    assert chip is not None
    assert chip.lines == ("w3 0.500",)
    assert stage.chip(W7) is None


def test_the_picture_quiets_what_is_not_worked_on(case: Case) -> None:
    w1, w7 = targets.parameter(0), targets.parameter(W7)
    assert distance(case, w7, LIGHT.positive) < 60
    case.diagram.set_phase(FORWARD_1)
    assert distance(case, w1, LIGHT.negative) < 60
    assert distance(case, w7, LIGHT.positive) > 60
    case.diagram.set_phase(BACKWARD_2)
    assert distance(case, w7, LIGHT.gradient) < 60
    case.diagram.set_phase(None)
    assert distance(case, w7, LIGHT.positive) < 60


def test_the_title_bar_names_the_part(case: Case) -> None:
    heard: list[tuple[str, str]] = []
    case.diagram.heading_changed.connect(lambda *texts: heard.append(texts))
    case.diagram.set_phase(FORWARD_1)
    assert heard[-1] == ("The network", "forward, layer 1 of 2: input × weight")
    case.diagram.set_phase(LOSS)
    case.diagram.show_snapshot(case.snapshot(5, row=6, parameter=W3))
    assert heard[-1][1] == "loss: the output of row 7 and the truth"
    case.diagram.set_phase(None)
    assert heard[-1][1] == "click any number to change it"


def test_showing_a_part_emits_no_gesture_and_moves_no_node(case: Case) -> None:
    places = [case.at(targets.unit(c, 0)) for c in range(3)]
    for phase in (*phases(2), None):
        case.diagram.set_phase(phase)
        case.diagram.grab()
    assert case.ears.heard == []
    assert [case.at(targets.unit(c, 0)) for c in range(3)] == places


def test_the_numbers_of_the_update_lie_on_no_node_and_on_no_other(case: Case) -> None:
    case.diagram.set_phase(UPDATE)
    areas = [case.diagram.area_of(targets.parameter(p)) for p in case.diagram.numbers]
    nodes = [case.diagram.area_of(targets.unit(c, n)) for c, n in ((0, 1), (1, 0), (1, 1), (2, 0))]
    for i, area in enumerate(areas):
        assert not any(area.intersects(other) for other in areas[i + 1 :])
        assert not any(area.adjusted(4, 4, -4, -4).intersects(node) for node in nodes)


@pytest.mark.qt_log_ignore("does not support raise")
def test_a_tooltip_does_the_arithmetic_of_the_part(case: Case) -> None:
    case.diagram.set_phase(FORWARD_1)
    assert "0.4485 × 0.5687 = 0.2551" in tooltip(case, targets.parameter(W3))
    case.diagram.set_phase(UPDATE)
    theta, new = (float(v[W3]) for v in (case.snapshot().theta, case.snapshot().new))
    assert f"old {theta:.17g}\nnew {new:.17g}" in tooltip(case, targets.parameter(W3))


def test_in_a_low_picture_the_loss_stands_at_its_foot_and_not_over_the_answer(qtbot: Any) -> None:
    case = make_case(qtbot, make_subject(2))
    theme = LIGHT._replace(scale=1.5)
    case.diagram.restyle(theme)
    case.diagram.resize(540, 220)
    case.diagram.set_phase(LOSS)
    image = case.diagram.grab().toImage()
    rows = [
        y
        for y in range(image.height())
        if any(image.pixelColor(x, y) == theme.color("loss") for x in range(image.width()))
    ]
    line = QFontMetrics(theme.font(0.88)).height()
    assert min(rows) >= image.height() - 2 * line - 2
    assert max(rows) < image.height()


@pytest.mark.parametrize(
    "subject",
    [
        make_subject(),
        make_subject(3, 2, loss="binary_cross_entropy", source="two_moons"),
        make_subject(16, 16, 16),
        make_subject(2, cut=("w1", "w7"), frozen=("b1",)),
    ],
    ids=["linear", "classes", "wide", "held"],
)
def test_every_part_of_every_network_is_painted(qtbot: Any, subject: Any) -> None:
    case = make_case(qtbot, subject)
    for phase in phases(len(subject.network.layers)):
        case.diagram.set_phase(phase)
        for scale in (1.0, 1.5):
            case.diagram.restyle(LIGHT._replace(scale=scale))
            assert not case.diagram.grab().isNull()


def test_a_part_that_the_network_lacks_shows_the_whole_epoch(case: Case) -> None:
    case.diagram.set_phase(Phase(Part.FORWARD, 9))
    assert case.diagram.caption == "click any number to change it"
    assert not case.diagram.grab().isNull()


def test_numbers_out_of_bounds_are_drawn_without_harm(case: Case) -> None:
    snapshot = case.snapshot()
    odd = np.array([1e308, -1e308, np.nan, np.inf, -np.inf, 0.0, 1e-300, 1e9, -1e-9, 3.0])
    state = snapshot.state._replace(theta=odd)
    case.diagram.show_snapshot(snapshot._replace(state=state, new=odd[::-1]))
    for phase in phases(2):
        case.diagram.set_phase(phase)
        assert not case.diagram.grab().isNull()


def test_what_is_worked_on_appears_gently_unless_motion_is_reduced(case: Case, qtbot: Any) -> None:
    w1 = targets.parameter(0)
    case.diagram.set_phase(BACKWARD_1)
    assert distance(case, w1, LIGHT.gradient) < 60
    case.diagram.set_reduced_motion(False)
    case.diagram.set_phase(FORWARD_1)
    assert distance(case, w1, LIGHT.negative) > 60
    qtbot.waitUntil(lambda: distance(case, w1, LIGHT.negative) < 60)


def test_period_and_comma_are_left_to_the_window_while_a_number_is_held(case: Case) -> None:
    case.click(targets.parameter(W3))
    assert not wants(case.diagram, Key.Key_Period, ".")
    assert not wants(case.diagram, Key.Key_Comma, ",")
    assert wants(case.diagram, Key.Key_5, "5")


def test_f_on_a_unit_holds_all_that_it_adds_up_with_and_f_again_lets_it_learn(
    case: Case,
) -> None:
    case.click(targets.unit(1, 1))
    case.key(Key.Key_F)
    assert case.ears.last() == ("unit_frozen_edited", 0, 1, True)
    subject = make_subject(2, frozen=("w4", "w5", "w6", "b2"))
    case.diagram.set_subject(subject)
    case.diagram.show_snapshot(make_snapshot(subject))
    case.key(Key.Key_F)
    assert case.ears.last() == ("unit_frozen_edited", 0, 1, False)


def test_f_on_an_input_asks_for_nothing(case: Case) -> None:
    case.click(targets.unit(0, 0))
    case.key(Key.Key_Escape)
    case.key(Key.Key_F)
    assert case.ears.of("unit_frozen_edited", "frozen_edited") == []


@pytest.mark.parametrize("node", [targets.unit(1, 0), targets.unit(1, 1), targets.unit(2, 0)])
def test_the_card_of_a_node_covers_neither_the_node_nor_what_it_adds_up(
    case: Case, node: targets.Target
) -> None:
    case.click(node)
    card = case.diagram.findChild(NodeCard)
    assert card is not None
    assert card.isVisible()
    assert not card.geometry().intersects(case.diagram.area_of(node))
    walk = Walk(make_subject(2).network)  # type: ignore[arg-type]
    own = [case.diagram.area_of(targets.parameter(p)) for p in walk.own_parameters(node)]
    hidden = [area for area in own if card.geometry().contains(area)]
    assert len(hidden) <= 1


@pytest.mark.slow
@pytest.mark.parametrize("phase", [Phase(Part.FORWARD, 4), Phase(Part.BACKWARD, 4), UPDATE])
def test_parts_of_eight_layers_of_sixteen_units_are_painted_within_a_frame(
    qtbot: Any, phase: Phase
) -> None:
    shown = make_shown(3, (*[(16, "tanh", True)] * 8, (1, "identity", True)))
    diagram = NetworkDiagram(LIGHT)
    qtbot.addWidget(diagram)
    qtbot.addWidget(diagram.corner())
    diagram.resize(610, 312)
    diagram.set_reduced_motion(True)
    diagram.set_subject(shown.subject)
    diagram.set_phase(phase)
    snapshots = [shown.snapshot(epoch) for epoch in range(5)]
    picture = QImage(610, 312, QImage.Format.Format_ARGB32_Premultiplied)
    costs = []
    for snapshot in snapshots * 6:
        begin = time.process_time()
        diagram.show_snapshot(snapshot)
        diagram.render(picture, QPoint())
        costs.append(1000.0 * (time.process_time() - begin))
    assert min(costs) <= 16.0
