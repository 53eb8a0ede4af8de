"""Numbers changed on the network diagram: typed, nudged, turned, frozen and cut."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from gdsim.views.diagram import targets
from gdsim.views.diagram.targets import OWN_VALUES
from tests.views.diagram_case import (
    LEFT,
    NONE,
    W3,
    W7,
    Case,
    make_snapshot,
    make_subject,
    tooltip,
    wants,
)

# The screenless platform says so for every tooltip and menu.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_a_click_selects_and_another_one_types(case: Case) -> None:
    case.click(targets.parameter(W7))
    assert case.ears.of("parameter_requested") == [("parameter_requested", W7)]
    assert not case.field.isVisible()
    case.click(targets.parameter(W7))
    assert case.field.isVisible()
    assert case.field.text() == "2.14726"
    assert case.field.hasFocus()


def test_a_click_on_the_edge_away_from_its_number_selects_it(case: Case) -> None:
    a, b = case.at(targets.unit(1, 0)), case.at(targets.unit(2, 0))
    QTest.mouseClick(case.diagram, LEFT, NONE, a + (b - a) * 0.75)
    assert case.ears.of("parameter_requested") == [("parameter_requested", W7)]


def test_a_double_click_types_at_once(case: Case) -> None:
    QTest.mouseDClick(case.diagram, LEFT, NONE, case.at(targets.parameter(W7)))
    case.click(targets.parameter(W7))
    assert case.field.isVisible()


@pytest.mark.parametrize(
    ("typed", "value"),
    [("0.25", 0.25), ("-1,5", -1.5), ("−2", -2.0), ("1e-3", 1e-3), (".5", 0.5), ("+3", 3.0)],
)
def test_enter_keeps_a_typed_number(case: Case, typed: str, value: float) -> None:
    case.click(targets.parameter(W3))
    case.key(Qt.Key.Key_Return)
    case.field.setText("")
    case.type(typed)
    case.key(Qt.Key.Key_Return)
    assert case.ears.of("parameter_dropped") == [("parameter_dropped", W3, value)]
    assert not case.field.isVisible()
    assert case.diagram.hasFocus()


@pytest.mark.parametrize(
    "typed", ["abc", "", "1.2.3", "nan", "inf", "1e999", "1_000", "٣", "0x10", "9" * 39 + "e99"]
)
def test_a_wrong_number_is_refused_beside_the_field(case: Case, typed: str) -> None:
    case.click(targets.parameter(W3))
    case.key(Qt.Key.Key_F2)
    case.field.setText(typed)
    QTest.keyClick(case.field, Qt.Key.Key_Return)
    if typed.startswith("999"):
        return  # large but a number
    assert case.says("Please type a number")
    assert case.field.isVisible()
    assert case.ears.of("parameter_dropped") == []
    case.type("1")
    assert not case.says("Please type a number")


def test_arrows_nudge_the_number_being_typed_and_esc_puts_it_back(case: Case) -> None:
    case.click(targets.parameter(W3))
    case.key(Qt.Key.Key_Return)
    case.field.setText("1")
    case.key(Qt.Key.Key_Up)
    case.key(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    case.key(Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    moved = [value for _name, _position, value in case.ears.of("parameter_dragged")]
    assert moved == [1.1, 0.1, 0.11]
    assert case.field.text() == "0.11"
    case.key(Qt.Key.Key_Escape)
    assert case.ears.last() == ("drag_cancelled",)
    assert case.ears.of("parameter_dropped") == []
    assert not case.field.isVisible()


def test_a_number_that_nobody_touched_is_not_rounded(case: Case) -> None:
    case.click(targets.parameter(W3))
    case.key(Qt.Key.Key_Return)
    case.key(Qt.Key.Key_Return)
    assert case.ears.of("parameter_dropped") == []
    case.key(Qt.Key.Key_Return)
    case.key(Qt.Key.Key_Up)
    exact = float(case.snapshot().theta[W3])
    assert case.ears.of("parameter_dragged")[0][2] == pytest.approx(exact + 0.1, abs=1e-11)


def test_a_digit_opens_the_field_with_itself(case: Case) -> None:
    case.click(targets.parameter(W3))
    case.type("-4.5")
    assert case.field.text() == "-4.5"
    case.key(Qt.Key.Key_Enter)
    assert case.ears.of("parameter_dropped") == [("parameter_dropped", W3, -4.5)]


def test_going_elsewhere_keeps_what_was_typed(case: Case) -> None:
    case.click(targets.parameter(W3))
    case.type("7")
    case.click(targets.parameter(W7))
    assert case.ears.of("parameter_dropped") == [("parameter_dropped", W3, 7.0)]
    assert not case.field.isVisible()


def test_a_number_is_turned_by_dragging_it(case: Case) -> None:
    start = case.at(targets.parameter(W3))
    exact = float(case.snapshot().theta[W3])
    QTest.mousePress(case.diagram, LEFT, NONE, start)
    for up in (5, 20, 50):
        QTest.mouseMove(case.diagram, start - QPoint(0, up))
    QTest.mouseRelease(case.diagram, LEFT, NONE, start - QPoint(0, 50))
    dragged = [heard[2] for heard in case.ears.of("parameter_dragged")]
    assert dragged == [pytest.approx(exact + 0.2), pytest.approx(exact + 0.5)]
    assert case.ears.last() == ("parameter_dropped", W3, pytest.approx(exact + 0.5))
    assert not case.field.isVisible()


def test_esc_ends_a_drag_without_a_change(case: Case) -> None:
    start = case.at(targets.parameter(W3))
    QTest.mousePress(case.diagram, LEFT, NONE, start)
    QTest.mouseMove(case.diagram, start - QPoint(0, 40))
    assert wants(case.diagram, Qt.Key.Key_Escape)
    case.key(Qt.Key.Key_Escape)
    QTest.mouseRelease(case.diagram, LEFT, NONE, start - QPoint(0, 60))
    assert case.ears.last() == ("drag_cancelled",)
    assert case.ears.of("parameter_dropped") == []


def test_page_keys_turn_the_held_number(case: Case) -> None:
    case.click(targets.parameter(W3))
    exact = float(case.snapshot().theta[W3])
    QTest.keyPress(case.diagram, Qt.Key.Key_PageUp)
    QTest.keyPress(case.diagram, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyRelease(case.diagram, Qt.Key.Key_PageUp)
    heard = case.ears.of("parameter_dragged", "parameter_dropped")
    assert [name for name, *_ in heard] == ["parameter_dragged"] * 2 + ["parameter_dropped"]
    assert heard[-1][2] == pytest.approx(exact + 1.1)


@pytest.mark.parametrize(("key", "button"), [(Qt.Key.Key_F, "Freeze"), (Qt.Key.Key_X, "Cut")])
def test_freeze_and_cut_are_a_key_or_a_button_away(
    case: Case, key: Qt.Key, button: str, qtbot: Any
) -> None:
    case.click(targets.parameter(W3))
    assert case.button(button).isVisible()
    case.key(key)
    qtbot.mouseClick(case.button(button), LEFT)
    name = "frozen_edited" if button == "Freeze" else "cut_edited"
    assert case.ears.of(name) == [(name, W3, True)] * 2


def test_frozen_and_cut_parameters_say_so(case: Case) -> None:
    subject = make_subject(2, frozen=("w1",), cut=("w3",))
    case.diagram.set_subject(subject)
    case.diagram.show_snapshot(make_snapshot(subject))
    case.click(targets.parameter(0))
    assert case.diagram.accessibleDescription().endswith("frozen")
    assert case.button("Unfreeze").isVisible()
    case.key(Qt.Key.Key_F)
    assert case.ears.last() == ("frozen_edited", 0, False)
    case.click(targets.parameter(W3))
    assert case.diagram.accessibleDescription() == ("weight w3 from house to hidden unit 1, cut")
    assert not case.button("Edit").isEnabled()
    case.key(Qt.Key.Key_Return)
    assert not case.field.isVisible()
    case.key(Qt.Key.Key_C)
    assert case.ears.last() == ("cut_edited", W3, False)
    assert "counts as 0" in tooltip(case, targets.parameter(W3))


def test_tools_show_only_while_a_parameter_is_held(case: Case) -> None:
    assert not case.button("Freeze").isVisible()
    case.click(targets.parameter(W3))
    assert case.button("Freeze").isVisible()
    case.key(Qt.Key.Key_Escape)
    assert not case.button("Freeze").isVisible()


def test_your_house_is_typed_at_an_input(case: Case) -> None:
    raw = tuple(case.subject.samples.dataset.inputs[0]) if case.subject.samples else ()
    case.click(targets.unit(0, 2))
    assert case.field.text() == "1656"
    case.field.setText("")
    case.type("2,400 ft²")
    case.key(Qt.Key.Key_Return)
    assert case.ears.heard == [("inputs_edited", (raw[0], raw[1], 2400.0))]


def test_an_input_is_nudged_by_a_round_part_of_its_range_and_esc_goes_back(case: Case) -> None:
    case.click(targets.unit(0, 2))
    case.key(Qt.Key.Key_Up)
    ((_name, inputs),) = case.ears.heard
    assert inputs[2] == 1756.0
    case.key(Qt.Key.Key_Escape)
    assert case.ears.last() == ("inputs_cleared",)


def test_an_input_is_typed_below_its_name(case: Case) -> None:
    node = targets.unit(0, 1)
    middle = case.at(node).y()  # the name stands above it, the value below
    case.click(node)
    assert case.field.mapTo(case.diagram, QPoint(0, 0)).y() >= middle - 3


def test_typed_inputs_have_a_way_back_and_no_truth(case: Case) -> None:
    assert case.diagram.target_at(QPointF(case.at(OWN_VALUES))) is None
    case.diagram.show_snapshot(case.snapshot(5, inputs=(4.0, 12000.0, 2000.0)))
    case.click(OWN_VALUES)
    assert case.ears.heard == [("inputs_cleared",)]
    assert "row of the data" in tooltip(case, OWN_VALUES)
