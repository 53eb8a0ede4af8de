"""Why not try them all: the counts and times that are seen, live with the network on screen."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gdsim.views.counts.try_all_panel import TryAllPanel
from gdsim.views.theme import DARK, LIGHT
from gdsim.views.view import ShownRun
from tests.views.conftest import make_shown


@pytest.fixture
def panel(qtbot: QtBot, shown: Any) -> TryAllPanel:
    panel = TryAllPanel(LIGHT)
    qtbot.addWidget(panel)
    panel.resize(500, 420)
    panel.set_subject(shown.subject)
    panel.show_runs([ShownRun("", shown.history)])
    panel.show_snapshot(shown.snapshot(25))
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    return panel


def cells(panel: TryAllPanel) -> list[tuple[str, str, str]]:
    return list(panel.table.rows)


def test_ten_values_of_ten_parameters_are_ten_billion_combinations(panel: TryAllPanel) -> None:
    assert panel.lead.text() == "10 values of each of 10 free parameters, in all combinations:"
    assert panel.power.text() == "10¹⁰ = 10,000,000,000"
    assert panel.in_words.text() == "10 billion combinations"
    assert panel.plot.total.text == "10,000,000,000"


def test_the_time_follows_from_the_measured_speed(panel: TryAllPanel) -> None:
    assert cells(panel)[2][1] == "being timed …"
    panel.show_loss_seconds(5.3e-6)
    assert cells(panel)[2][1] == "15 hours"  # 10^10 x 5.3 us = 53,000 s
    assert panel.speed.text() == "One look at the loss of all rows takes 5 microseconds here."
    panel.show_loss_seconds(0.01)
    assert cells(panel)[2][1] == "3 years"


def test_descent_faces_it_with_what_it_used(panel: TryAllPanel, shown: Any) -> None:
    assert cells(panel)[0] == ("", "trying all", "descent, 25 epochs so far")
    assert cells(panel)[1] == ("looks", "10,000,000,000", "25")
    assert cells(panel)[2][2].endswith("seconds")
    assert panel.plot.used_label.text == "descent so far: 25"
    panel.show_snapshot(shown.snapshot(0))
    assert cells(panel)[1][2] == "0"
    assert cells(panel)[2][2] == "no time yet"
    assert not panel.plot.used_label.isVisible()


def test_there_is_a_bar_for_each_number_of_parameters_and_each_is_taller(
    panel: TryAllPanel,
) -> None:
    rects = panel.plot.bars.rects
    assert len(rects) == 10
    heights = [rect.height() for rect in rects]
    assert np.allclose(np.diff(heights), heights[0])


def test_adding_a_unit_multiplies_the_count_at_once(panel: TryAllPanel) -> None:
    other = make_shown(3, ((3, "sigmoid", True), (1, "identity", False)))
    panel.set_subject(other.subject)
    assert panel.power.text() == "10¹⁵"
    assert len(panel.plot.bars.rects) == 15
    assert cells(panel)[2][1] == "being timed …"


def test_frozen_parameters_are_not_tried(panel: TryAllPanel, shown: Any) -> None:
    snapshot = shown.snapshot(3)
    free = np.arange(10) < 2
    panel.show_snapshot(snapshot._replace(settings=snapshot.settings._replace(free=free)))
    assert panel.power.text() == "10² = 100"
    none = snapshot.settings._replace(free=np.zeros(10, dtype=bool))
    panel.show_snapshot(snapshot._replace(settings=none))
    assert panel.lead.text() == "No parameter is free to move, so there is nothing to try."
    assert not panel.plot.box.isVisible()


def test_the_slider_changes_the_grid_by_mouse_and_by_key(panel: TryAllPanel) -> None:
    slider = panel.slider
    slider.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert panel.power.text().startswith("11¹⁰")
    assert panel.field.text() == "11"
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() - 3, 8))
    assert panel.power.text() == "100¹⁰ ≈ 10²⁰"
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() - 3, 8))


@pytest.mark.parametrize(
    ("typed", "taken"), [("20", "20"), ("1", "2"), ("1000", "100"), ("x", "10")]
)
def test_the_number_of_values_can_be_typed(panel: TryAllPanel, typed: str, taken: str) -> None:
    panel.field.setFocus()
    panel.field.selectAll()
    QTest.keyClicks(panel.field, typed)
    QTest.keyClick(panel.field, Qt.Key.Key_Return)
    QTest.keyClick(panel.field, Qt.Key.Key_Escape)
    panel.plot.setFocus()
    assert panel.field.text() == taken
    assert panel.slider.value() == int(taken)


def test_the_arrow_keys_count_in_the_field(panel: TryAllPanel) -> None:
    panel.field.setFocus()
    QTest.keyClick(panel.field, Qt.Key.Key_Up)
    QTest.keyClick(panel.field, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(panel.field, Qt.Key.Key_Down)
    assert panel.field.text() == "20"


def test_a_large_network_is_counted_without_end_and_without_infinity(panel: TryAllPanel) -> None:
    large = make_shown(3, ((16, "tanh", True), (16, "tanh", True), (1, "identity", True)))
    panel.set_subject(large.subject)
    panel.show_loss_seconds(1e-5)
    panel.show_snapshot(large.snapshot(3))
    panel.slider.dropped.emit(100)
    assert panel.power.text() == "100³⁵³ ≈ 10⁷⁰⁶"
    assert cells(panel)[2][1].endswith("times the age of the universe")
    assert len(panel.plot.bars.rects) < 60
    assert "10⁶⁰⁰" in [tick.text for tick in panel.plot.axes._y_ticks]  # noqa: SLF001


def test_times_are_marked_where_they_fall_on_the_scale(panel: TryAllPanel) -> None:
    panel.show_loss_seconds(1e-5)
    rows = [line.split(",") for line in panel.plot.csv_text().splitlines()[1:]]
    second = {float(y) for name, _x, y in rows if name == "in a second"}
    assert second == {5.0}
    assert not any(name == "in the age of the universe" for name, _x, _y in rows)


def test_the_state_is_said_in_a_sentence(panel: TryAllPanel) -> None:
    panel.show_loss_seconds(5.3e-6)
    assert panel.accessibleDescription().startswith(
        "Trying all takes 10 billion combinations, 15 hours. Descent has used 25 gradients so far"
    )


def test_it_needs_the_time_of_a_loss_and_asks_for_nothing_else(panel: TryAllPanel) -> None:
    assert panel.needs == {"loss_seconds"}


def test_another_theme_keeps_what_is_shown(panel: TryAllPanel) -> None:
    before = cells(panel)
    panel.restyle(DARK)
    assert cells(panel) == before
    assert panel.power.text() == "10¹⁰ = 10,000,000,000"
