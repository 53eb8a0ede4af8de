"""The network diagram: what it shows of a snapshot, and how it stands out, zooms and fades."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gdsim.scenario.build import build
from gdsim.scenario.library import builtin_path, read
from gdsim.scenario.subject import Subject
from gdsim.views.diagram import targets, words
from gdsim.views.diagram.diagram import NetworkDiagram
from gdsim.views.theme import DARK, LIGHT
from tests.views.diagram_case import (
    B1,
    LEFT,
    NONE,
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

# The screenless platform says so for every tooltip and menu.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


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
