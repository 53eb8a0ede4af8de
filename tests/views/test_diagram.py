"""The network diagram: what it shows of a snapshot, and what hands and keys ask for."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QToolButton,
    QToolTip,
)

from gdsim.engine.descent import replay
from gdsim.engine.snapshot import Look, Snapshot, take_snapshot
from gdsim.scenario.build import build
from gdsim.scenario.library import builtin_path, read
from gdsim.scenario.spec import DatasetSpec, LayerSpec, NetworkSpec, Scenario, StartSpec
from gdsim.scenario.subject import Subject
from gdsim.views.diagram import targets, words
from gdsim.views.diagram.diagram import NetworkDiagram
from gdsim.views.diagram.targets import OWN_VALUES, Kind, Target
from gdsim.views.theme import DARK, LIGHT

# The screenless platform says so for every tooltip and menu.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
W3, W7, B1 = 2, 8, 6
START = dict(
    zip(
        ("w1", "w2", "w3", "w4", "w5", "w6", "b1", "b2", "w7", "w8"),
        (-0.2, -0.4, 0.5, 0.2, -0.6, -0.8, 1.3, 0.7, 2.4, -1.5),
        strict=True,
    )
)
SIGNALS = (
    "parameter_requested",
    "parameter_hovered",
    "parameter_dragged",
    "parameter_dropped",
    "drag_cancelled",
    "frozen_edited",
    "cut_edited",
    "activation_edited",
    "bias_edited",
    "unit_added",
    "unit_removed",
    "layer_added",
    "layer_removed",
    "inputs_edited",
    "inputs_cleared",
    "row_requested",
)


class Ears(QObject):
    """Writes down everything that a diagram emits, in order."""

    def __init__(self, diagram: NetworkDiagram) -> None:
        super().__init__(diagram)
        self.heard: list[tuple[Any, ...]] = []
        for name in SIGNALS:
            getattr(diagram, name).connect(self._listener(name))

    def _listener(self, name: str) -> Callable[..., None]:
        def listen(*values: Any) -> None:
            self.heard.append((name, *values))

        return listen

    def last(self) -> tuple[Any, ...]:
        return self.heard[-1]

    def of(self, *names: str) -> list[tuple[Any, ...]]:
        return [heard for heard in self.heard if heard[0] in names]


class Case(NamedTuple):
    diagram: NetworkDiagram
    subject: Subject
    ears: Ears

    def snapshot(self, epoch: int = 5, **look: Any) -> Snapshot:
        return make_snapshot(self.subject, epoch, **look)

    def at(self, target: Target) -> QPoint:
        return self.diagram.area_of(target).center()

    def click(self, target: Target) -> None:
        QTest.mouseClick(self.diagram, LEFT, NONE, self.at(target))

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.diagram, key, modifiers)

    def type(self, text: str) -> None:
        for letter in text:  # QTest.keyClicks knows Latin-1 only
            event = QKeyEvent(QEvent.Type.KeyPress, 0, NONE, letter)
            QApplication.sendEvent(QApplication.focusWidget() or self.diagram, event)

    @property
    def field(self) -> QLineEdit:
        field = self.diagram.findChild(QLineEdit)
        assert field is not None
        return field

    def button(self, text: str) -> QToolButton:
        found = [b for b in self.diagram.findChildren(QToolButton) if b.text() == text]
        assert len(found) == 1, text
        return found[0]

    def says(self, part: str) -> bool:
        labels = self.diagram.findChildren(QLabel)
        return any(part in label.text() and label.isVisible() for label in labels)


def make_snapshot(subject: Subject, epoch: int = 5, **look: Any) -> Snapshot:
    *_, state = replay(subject.experiment, subject.experiment.start, epoch)
    assert state is not None
    job = take_snapshot(subject.experiment, subject.samples, 0, state, Look(**look))
    while True:
        try:
            next(job)
        except StopIteration as done:
            snapshot: Snapshot = done.value
            return snapshot


def make_subject(
    *hidden: int, loss: str = "mse", standardize: bool = True, source: str = "houses", **more: Any
) -> Subject:
    last = {"binary_cross_entropy": "sigmoid"}.get(loss, "identity")
    layers = [LayerSpec(units=n) for n in hidden]
    layers.append(LayerSpec(units=1, activation=last, bias=False))
    if source == "houses":
        dataset = DatasetSpec(
            name="houses",
            inputs=("bedrooms", "lot_sqft", "house_sqft"),
            targets=("price_usd",),
            standardize=standardize,
        )
    else:
        dataset = DatasetSpec(source="generated", name=source, n=40)
    parameters = START if hidden == (2,) and source == "houses" else None
    objective = NetworkSpec(dataset=dataset, layers=tuple(layers), loss=loss, **more)
    return build(Scenario(objective=objective, start=StartSpec(parameters=parameters)))


def make_case(qtbot: Any, subject: Subject, **look: Any) -> Case:
    diagram = NetworkDiagram(LIGHT)
    corner = diagram.corner()
    assert corner is not None
    qtbot.addWidget(diagram)
    qtbot.addWidget(corner)
    diagram.resize(610, 312)
    diagram.set_reduced_motion(True)
    diagram.set_subject(subject)
    diagram.show_snapshot(make_snapshot(subject, **look))
    diagram.show()
    diagram.activateWindow()
    qtbot.waitUntil(diagram.isActiveWindow)
    diagram.setFocus()
    return Case(diagram, subject, Ears(diagram))


@pytest.fixture
def case(qtbot: Any) -> Iterator[Case]:
    yield make_case(qtbot, make_subject(2), parameter=W3)
    QToolTip.hideText()


def tooltip(case: Case, target: Target) -> str:
    at = case.at(target)
    event = QHelpEvent(QEvent.Type.ToolTip, at, case.diagram.mapToGlobal(at))
    QApplication.sendEvent(case.diagram, event)
    return QToolTip.text()


def wants(diagram: NetworkDiagram, key: Qt.Key, text: str = "") -> bool:
    """Whether the diagram keeps a key from the window's shortcuts."""
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, NONE, text)
    event.ignore()
    QApplication.sendEvent(diagram, event)
    return event.isAccepted()


def distance(case: Case, target: Target, name: str) -> int:
    """How far the nearest colour around a number is from one of the theme's; text is smoothed."""
    wanted, picture = QColor(name), case.diagram.grab().toImage()
    area = case.diagram.area_of(target)
    pixels = [
        picture.pixelColor(x, y)
        for x in range(area.left(), area.right())
        for y in range(area.top(), area.bottom())
    ]
    return min(
        abs(p.red() - wanted.red())
        + abs(p.green() - wanted.green())
        + abs(p.blue() - wanted.blue())
        for p in pixels
    )


def test_show_and_set_emit_nothing(case: Case) -> None:
    diagram = case.diagram
    case.click(targets.unit(1, 0))
    case.ears.heard.clear()
    diagram.show_snapshot(case.snapshot(6, parameter=1, row=3))
    diagram.set_hovered(4)
    diagram.set_hovered(None)
    diagram.set_reduced_motion(False)
    diagram.set_subject(make_subject(2))
    diagram.restyle(DARK)
    diagram.zoom_in()
    diagram.fit()
    diagram.set_subject(make_subject(3))
    diagram.show_snapshot(make_snapshot(make_subject(3)))
    assert case.ears.heard == []


def test_the_heading_is_told(case: Case, qtbot: Any) -> None:
    with qtbot.waitSignal(case.diagram.heading_changed) as told:
        case.diagram.set_subject(case.subject)
    assert told.args == ["The network", "click any number to change it"]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_numbers_have_the_colour_of_their_sign_and_the_selected_an_amber_border(
    case: Case, theme: Any
) -> None:
    case.diagram.restyle(theme)
    w1, w3, w7 = targets.parameter(0), targets.parameter(W3), targets.parameter(W7)
    assert distance(case, w1, theme.negative) < 60 < distance(case, w1, theme.positive)
    assert distance(case, w7, theme.positive) < 60 < distance(case, w7, theme.negative)
    assert distance(case, w3, theme.selection) < 60 < distance(case, w7, theme.selection)


def test_a_stale_snapshot_of_another_network_is_left_out(case: Case) -> None:
    case.diagram.set_subject(make_subject(3))
    case.diagram.show_snapshot(case.snapshot(5))
    assert case.diagram.numbers == ()
    case.diagram.grab()


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


def test_typed_inputs_have_a_way_back_and_no_truth(case: Case) -> None:
    assert case.diagram.target_at(QPointF(case.at(OWN_VALUES))) is None
    case.diagram.show_snapshot(case.snapshot(5, inputs=(4.0, 12000.0, 2000.0)))
    case.click(OWN_VALUES)
    assert case.ears.heard == [("inputs_cleared",)]
    assert "row of the data" in tooltip(case, OWN_VALUES)


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


def test_hovering_previews_everywhere(case: Case) -> None:
    QTest.mouseMove(case.diagram, QPoint(3, 3))
    QTest.mouseMove(case.diagram, case.at(targets.parameter(W7)))
    assert case.diagram.cursor().shape() is Qt.CursorShape.PointingHandCursor
    QTest.mouseMove(case.diagram, case.at(targets.unit(2, 0)))
    QTest.mouseMove(case.diagram, QPoint(3, 3))
    heard = case.ears.of("parameter_hovered")
    assert heard == [("parameter_hovered", W7), ("parameter_hovered", -1)]
    assert case.diagram.cursor().shape() is Qt.CursorShape.ArrowCursor


def test_in_a_dense_network_numbers_show_for_what_is_chosen(qtbot: Any) -> None:
    case = make_case(qtbot, make_subject(16, 16), parameter=20)
    assert case.diagram.numbers[-1] == 20
    few = len(case.diagram.numbers)
    case.diagram.set_hovered(300)
    assert set(case.diagram.numbers) >= {20, 300}
    case.diagram.set_hovered(None)
    case.diagram.resize(1200, 800)
    case.click(targets.unit(2, 5))
    assert len(case.diagram.numbers) > few + 10
    case.key(Qt.Key.Key_Escape)
    case.key(Qt.Key.Key_Escape)
    case.diagram.resize(610, 312)
    assert len(case.diagram.numbers) == few


def test_zoom_makes_things_larger_and_fit_shows_all_again(case: Case) -> None:
    before = case.diagram.area_of(targets.unit(1, 0))
    at = QPointF(before.center())
    wheel = QWheelEvent(
        at,
        case.diagram.mapToGlobal(at),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(case.diagram, wheel)
    zoomed = case.diagram.area_of(targets.unit(1, 0))
    assert zoomed.width() > before.width()
    assert zoomed.contains(before.center())
    ground = QPoint(300, 300)
    assert case.diagram.target_at(QPointF(ground)) is None
    QTest.mousePress(case.diagram, LEFT, NONE, ground)
    QTest.mouseMove(case.diagram, ground - QPoint(0, 60))
    QTest.mouseRelease(case.diagram, LEFT, NONE, ground - QPoint(0, 60))
    assert case.diagram.area_of(targets.unit(1, 0)).center().y() < zoomed.center().y()
    case.diagram.fit()
    assert case.diagram.area_of(targets.unit(1, 0)) == before


def test_the_context_menu_offers_what_fits(case: Case) -> None:
    case.click(targets.unit(1, 0))
    menu = case.diagram.findChild(QMenu)
    assert menu is not None
    open_menu(case, targets.unit(1, 0))
    texts = [action.text().split("\t")[0] for action in menu.actions()]
    assert texts == [
        "Show its sum",
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


def test_tooltips_have_all_digits(case: Case) -> None:
    text = tooltip(case, targets.parameter(W3))
    assert "weight w3 from house to hidden unit 1" in text
    assert f"{case.snapshot().theta[W3]:.17g}" in text


def test_a_screen_reader_hears_what_is_selected(case: Case) -> None:
    assert case.diagram.accessibleName() == "Network diagram"
    assert case.diagram.accessibleDescription() == ("weight w3 from house to hidden unit 1, 0.5687")
    case.click(targets.unit(0, 2))
    assert "house, 1,656 ft²" in case.diagram.accessibleDescription()


def test_the_selection_stays_where_the_network_keeps_its_shape(case: Case) -> None:
    case.click(targets.parameter(B1))
    case.diagram.set_subject(make_subject(2))
    assert wants(case.diagram, Qt.Key.Key_Left)
    case.diagram.set_subject(make_subject())
    assert not wants(case.diagram, Qt.Key.Key_Left)


@pytest.mark.parametrize(
    "subject",
    [
        make_subject(standardize=False),
        make_subject(3, 2, loss="binary_cross_entropy", source="two_moons"),
        make_subject(4, source="sine"),
    ],
    ids=["raw", "classes", "sine"],
)
def test_every_kind_of_scenario_is_shown_and_walked(qtbot: Any, subject: Subject) -> None:
    case = make_case(qtbot, subject)
    assert case.diagram.numbers
    for column in range(len(subject.network.layers) + 1 if subject.network else 0):
        case.click(targets.unit(column, 0))
        assert not case.diagram.grab().isNull()
        case.key(Qt.Key.Key_Escape)


def test_numbers_out_of_bounds_are_drawn_without_harm(case: Case) -> None:
    snapshot = case.snapshot()
    theta = np.array([1e308, -1e308, np.nan, np.inf, -np.inf, 0.0, 1e-300, 1e9, -1e-9, 3.0])
    state = snapshot.state._replace(theta=theta)
    case.diagram.show_snapshot(snapshot._replace(state=state))
    case.click(targets.unit(1, 0))
    assert not case.diagram.grab().isNull()


def test_without_a_snapshot_it_says_what_is_coming(qtbot: Any) -> None:
    diagram = NetworkDiagram(LIGHT)
    qtbot.addWidget(diagram)
    qtbot.addWidget(diagram.corner())
    diagram.resize(300, 200)
    assert diagram.caption == ""
    assert not diagram.grab().isNull()
    diagram.set_subject(make_subject(2))
    QTest.mouseMove(diagram, QPoint(100, 100))
    QTest.mouseClick(diagram, LEFT, NONE, QPoint(100, 100))
    diagram.resize(1, 1)
    assert not diagram.grab().isNull()


def test_a_changed_number_fades_in_when_there_is_time(case: Case, qtbot: Any) -> None:
    case.diagram.set_reduced_motion(False)
    qtbot.wait(300)
    case.diagram.show_snapshot(case.snapshot(6, parameter=W3))
    case.diagram.show_snapshot(case.snapshot(7, parameter=W3))  # too soon after the other
    w1 = targets.parameter(0)
    assert distance(case, w1, LIGHT.negative) < 60
    qtbot.wait(300)
    case.diagram.show_snapshot(case.snapshot(8, parameter=W3))
    assert distance(case, w1, LIGHT.negative) > 60
    qtbot.waitUntil(lambda: distance(case, w1, LIGHT.negative) < 60)


def test_a_target_in_its_own_units_is_predicted_with_its_number() -> None:
    subject = build(read(builtin_path("one_slope")).scenario)
    values = make_snapshot(subject, 6).network
    assert values is not None
    ((said, truth),) = words.write(subject, values).answers
    assert (said, truth) == ("predicts CA$16,265", "true value CA$38,750")


def test_an_input_is_typed_below_its_name(case: Case) -> None:
    node = targets.unit(0, 1)
    middle = case.at(node).y()  # the name stands above it, the value below
    case.click(node)
    assert case.field.mapTo(case.diagram, QPoint(0, 0)).y() >= middle - 3
