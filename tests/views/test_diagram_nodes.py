"""What hands and keys do on the network diagram: hold, walk, open, add and remove."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QMenu, QToolButton

from gdsim.views.diagram import targets
from gdsim.views.diagram.targets import Kind, Target
from tests.views.diagram_case import (
    LEFT,
    NONE,
    W3,
    Case,
    make_case,
    make_snapshot,
    make_subject,
    tooltip,
    wants,
)

# The screenless platform says so for every tooltip and menu.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_tab_holds_the_selected_parameter_and_arrows_walk(case: Case) -> None:
    case.diagram.clearFocus()
    case.diagram.setFocus(Qt.FocusReason.TabFocusReason)
    assert wants(case.diagram, Qt.Key.Key_Right)
    case.key(Qt.Key.Key_Down)
    case.key(Qt.Key.Key_Right)
    case.key(Qt.Key.Key_Up)
    heard = [heard[1] for heard in case.ears.of("parameter_requested")]
    assert [case.subject.names[position] for position in heard] == ["w4", "b2"]


def test_with_nothing_held_keys_are_the_windows(case: Case) -> None:
    case.click(targets.parameter(W3))
    assert wants(case.diagram, Qt.Key.Key_Left)
    assert wants(case.diagram, Qt.Key.Key_5, "5")
    assert not wants(case.diagram, Qt.Key.Key_Space, " ")
    assert not wants(case.diagram, Qt.Key.Key_R, "r")
    case.key(Qt.Key.Key_Escape)
    assert not wants(case.diagram, Qt.Key.Key_Left)
    assert not wants(case.diagram, Qt.Key.Key_5, "5")


def test_a_click_on_empty_ground_lets_go(case: Case) -> None:
    case.click(targets.unit(1, 0))
    assert case.says("sigmoid(z)")
    QTest.mouseClick(case.diagram, LEFT, NONE, QPoint(3, 3))
    assert not case.says("sigmoid(z)")
    assert not wants(case.diagram, Qt.Key.Key_Left)


def test_a_node_shows_its_sum_with_the_rows_numbers(case: Case) -> None:
    case.click(targets.unit(1, 0))
    assert case.says("z = 0.05061 × −0.2019 + 5.537 × −0.3848 + 0.4485 × 0.5687 + 1.156 = −0.7299")
    assert case.says("sigmoid(z) = 0.3252")
    case.diagram.show_snapshot(case.snapshot(6))
    assert not case.says("= −0.7299")
    case.key(Qt.Key.Key_Escape)
    assert not case.says("z = ")


def test_a_long_sum_is_shortened(qtbot: Any) -> None:
    case = make_case(qtbot, make_subject(16))
    case.click(targets.unit(2, 0))
    label = next(w for w in case.diagram.findChildren(QLabel) if w.text().startswith("z = "))
    assert "more" in label.text()
    assert label.text().count("×") < 16
    assert label.width() <= case.diagram.width()
    assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width()


def test_the_card_edits_the_layer(case: Case, qtbot: Any) -> None:
    case.click(targets.unit(1, 1))
    combo, box = case.diagram.findChild(QComboBox), case.diagram.findChild(QCheckBox)
    assert combo is not None
    assert box is not None
    names = [combo.itemText(i) for i in range(combo.count())]
    assert "relu" in names
    assert "softmax" not in names
    combo.setFocus()
    combo.showPopup()
    combo.view().setCurrentIndex(combo.model().index(names.index("tanh"), 0))
    QTest.keyClick(combo.view(), Qt.Key.Key_Return)
    assert case.ears.last() == ("activation_edited", 0, "tanh")
    qtbot.mouseClick(box, LEFT, pos=QPoint(8, box.height() // 2))
    assert case.ears.last() == ("bias_edited", 0, False)
    qtbot.mouseClick(case.button("Remove unit"), LEFT)
    assert case.ears.last() == ("unit_removed", 0, 1)
    qtbot.mouseClick(case.button("Remove layer"), LEFT)
    assert case.ears.last() == ("layer_removed", 0)


def test_delete_removes_the_held_hidden_unit_but_no_other(case: Case) -> None:
    case.click(targets.unit(1, 0))
    case.diagram.setFocus()
    case.key(Qt.Key.Key_Delete)
    assert case.ears.last() == ("unit_removed", 0, 0)
    case.ears.heard.clear()
    case.click(targets.unit(2, 0))
    case.key(Qt.Key.Key_Delete)
    assert case.ears.of("unit_removed") == []


def test_the_only_unit_of_a_layer_stays(qtbot: Any) -> None:
    case = make_case(qtbot, make_subject(1))
    case.click(targets.unit(1, 0))
    assert not case.button("Remove unit").isEnabled()
    case.key(Qt.Key.Key_Delete)
    assert case.ears.of("unit_removed") == []


def test_the_card_follows_an_edit_of_its_layer(case: Case) -> None:
    case.click(targets.unit(1, 1))
    case.diagram.set_subject(make_subject(3))
    case.diagram.show_snapshot(make_snapshot(make_subject(3)))
    assert case.says("Hidden unit 2")
    case.diagram.set_subject(make_subject(1))
    case.diagram.show_snapshot(make_snapshot(make_subject(1)))
    assert not case.says("Hidden unit 2")


def test_a_loss_that_needs_sigmoid_offers_nothing_else(qtbot: Any) -> None:
    subject = make_subject(2, loss="binary_cross_entropy", source="xor")
    case = make_case(qtbot, subject)
    case.click(targets.unit(2, 0))
    combo = case.diagram.findChild(QComboBox)
    assert combo is not None
    assert [combo.itemText(i) for i in range(combo.count())] == ["sigmoid"]
    assert not combo.isEnabled()


def test_units_and_layers_are_added_below_the_network(case: Case) -> None:
    case.click(Target(Kind.ADD_UNIT, 0))
    assert case.ears.last() == ("unit_added", 0)
    case.key(Qt.Key.Key_Right)
    case.key(Qt.Key.Key_Return)
    assert case.ears.last() == ("layer_added", 1)


def test_at_the_limits_nothing_is_added_and_the_tooltip_says_why(qtbot: Any) -> None:
    case = make_case(qtbot, make_subject(16, *[2] * 7))
    case.click(Target(Kind.ADD_UNIT, 0))
    case.click(Target(Kind.ADD_LAYER, 8))
    assert case.ears.heard == []
    assert "at most 16 units" in tooltip(case, Target(Kind.ADD_UNIT, 0))
    assert "at most 8 hidden layers" in tooltip(case, Target(Kind.ADD_LAYER, 8))
    case.click(Target(Kind.ADD_UNIT, 1))
    assert case.ears.heard == [("unit_added", 1)]


def test_the_stepper_asks_for_the_next_row(case: Case, qtbot: Any) -> None:
    corner = case.diagram.corner()
    assert corner is not None
    corner.show()
    back, forth = corner.findChildren(QToolButton)
    (label,) = corner.findChildren(QLabel)
    assert label.text() == "row 1 of 101"
    assert not back.isEnabled()
    qtbot.mouseClick(forth, LEFT)
    assert case.ears.heard == [("row_requested", 1)]
    case.diagram.show_snapshot(case.snapshot(5, row=100))
    assert label.text() == "row 101 of 101"
    assert not forth.isEnabled()
    qtbot.mouseClick(back, LEFT)
    assert case.ears.last() == ("row_requested", 99)
    corner.close()


def test_the_context_menu_offers_what_fits(case: Case) -> None:
    case.click(targets.unit(1, 0))
    menu = case.diagram.findChild(QMenu)
    assert menu is not None
    open_menu(case, targets.unit(1, 0))
    texts = [action.text().split("\t")[0] for action in menu.actions()]
    assert texts == [
        "Show its sum",
        "Freeze its weights and bias",
        "Add a layer before this one",
        "Add a layer after this one",
        "Add a unit to this layer",
        "Remove this unit",
        "Remove this layer",
    ]
    for text, heard in (
        ("Add a layer before this one", ("layer_added", 0)),
        ("Add a layer after this one", ("layer_added", 1)),
        ("Add a unit to this layer", ("unit_added", 0)),
        ("Remove this unit", ("unit_removed", 0, 0)),
        ("Remove this layer", ("layer_removed", 0)),
    ):
        open_menu(case, targets.unit(1, 0))
        choose(menu, text)
        assert case.ears.last() == heard
    open_menu(case, targets.parameter(W3))
    choose(menu, "Freeze")
    assert case.ears.last() == ("frozen_edited", W3, True)
    open_menu(case, targets.unit(0, 0))
    choose(menu, "Type your own value")
    assert case.field.isVisible()


def open_menu(case: Case, target: Target) -> None:
    at = case.at(target)
    reason = QContextMenuEvent.Reason.Mouse
    event = QContextMenuEvent(reason, at, case.diagram.mapToGlobal(at), NONE)
    QApplication.sendEvent(case.diagram, event)


def choose(menu: QMenu, text: str) -> None:
    action: QAction = next(a for a in menu.actions() if a.text().startswith(text))
    menu.setActiveAction(action)
    QTest.keyClick(menu, Qt.Key.Key_Return)
