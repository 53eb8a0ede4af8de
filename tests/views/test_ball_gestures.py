"""Balls on a curve by mouse and keyboard: taken, carried, chosen, added, removed."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdsim.views.plotting.hand import REST_MS
from gdsim.views.slice.slice_plot import SlicePlot
from gdsim.views.theme import DARK, LIGHT
from gdsim.views.view import ShownRun
from tests.views.function_case import FunctionCase, make_case

LEFT = Qt.MouseButton.LeftButton
CURRENT, SECOND, THIRD = -1, 0, 1


@pytest.fixture
def case() -> FunctionCase:
    return make_case((2.2, -2.0, 0.9))


@pytest.fixture
def plot(qtbot: QtBot, case: FunctionCase) -> SlicePlot:
    plot = SlicePlot(LIGHT)
    qtbot.addWidget(plot)
    qtbot.addWidget(plot.corner())
    plot.resize(1180, 320)
    plot.set_subject(case.subject)
    show(plot, case, 0)
    with qtbot.waitActive(plot):
        plot.show()
        plot.activateWindow()
    plot.setFocus()
    return plot


@pytest.fixture
def said(plot: SlicePlot) -> list[tuple[object, ...]]:
    said: list[tuple[object, ...]] = []
    plot.parameter_dragged.connect(lambda p, v: said.append(("dragged", p, v)))
    plot.parameter_dropped.connect(lambda p, v: said.append(("dropped", p, v)))
    plot.drag_cancelled.connect(lambda: said.append(("cancelled",)))
    plot.ball_requested.connect(lambda place: said.append(("requested", place)))
    plot.ball_dropped.connect(lambda place, values: said.append(("put", place, values)))
    plot.ball_added.connect(lambda values: said.append(("added", values)))
    plot.ball_removed.connect(lambda place: said.append(("removed", place)))
    plot.parameter_requested.connect(lambda p: said.append(("parameter", p)))
    plot.needs_changed.connect(lambda: said.append(("needs",)))
    return said


def show(plot: SlicePlot, case: FunctionCase, epoch: int) -> None:
    plot.show_runs([ShownRun("now", case.histories[0])])
    plot.show_basins(case.basins())
    plot.show_balls(case.balls(epoch))
    plot.show_snapshot(case.snapshot(epoch))


def middle(plot: SlicePlot, place: int) -> QPoint:
    return plot.spots()[place].toPoint()


def on_curve(plot: SlicePlot, x: float) -> QPoint:
    return plot.frame.to_pixels(x, x**4 - 3 * x**2 + x).toPoint()


def press(plot: SlicePlot, at: QPoint) -> None:
    QTest.mousePress(plot.viewport(), LEFT, pos=at)


def move(plot: SlicePlot, at: QPoint) -> None:
    QTest.mouseMove(plot.viewport(), at)
    QTest.qWait(1)


def release(plot: SlicePlot, at: QPoint) -> None:
    QTest.mouseRelease(plot.viewport(), LEFT, pos=at)


def test_every_ball_stands_on_the_curve(plot: SlicePlot) -> None:
    for place, x in ((CURRENT, 2.2), (SECOND, -2.0), (THIRD, 0.9)):
        assert (middle(plot, place) - on_curve(plot, x)).manhattanLength() <= 1


def test_another_ball_is_carried_along_the_curve_and_put_down(
    plot: SlicePlot, said: list[Any]
) -> None:
    start = middle(plot, SECOND)
    press(plot, start)
    move(plot, start + QPoint(236, -90))
    x = plot.frame.x_at(start.x() + 236)
    assert (middle(plot, SECOND) - on_curve(plot, x)).manhattanLength() <= 2
    assert not said  # nothing else depends on it while it is carried
    release(plot, start + QPoint(236, -90))
    (((word, place, values)),) = said
    assert (word, place) == ("put", SECOND)
    assert values == {0: pytest.approx(x, abs=0.01)}
    assert (middle(plot, SECOND) - on_curve(plot, x)).manhattanLength() <= 2


def test_a_ball_that_was_put_down_stands_where_it_is_shown_afterwards(
    plot: SlicePlot, case: FunctionCase
) -> None:
    start = middle(plot, SECOND)
    press(plot, start)
    move(plot, start + QPoint(200, 0))
    release(plot, start + QPoint(200, 0))
    show(plot, case, 0)
    assert middle(plot, SECOND) == start


def test_balls_that_are_shown_while_one_is_carried_do_not_take_it_away(
    plot: SlicePlot, case: FunctionCase
) -> None:
    start = middle(plot, SECOND)
    press(plot, start)
    move(plot, start + QPoint(200, 0))
    carried = middle(plot, SECOND)
    show(plot, case, 3)
    assert (middle(plot, SECOND) - carried).manhattanLength() <= 1
    release(plot, start + QPoint(200, 0))


def test_a_click_on_another_ball_asks_for_it(plot: SlicePlot, said: list[Any]) -> None:
    QTest.mouseClick(plot.viewport(), LEFT, pos=middle(plot, THIRD) + QPoint(8, -6))
    assert said == [("requested", THIRD)]


def test_escape_puts_a_carried_ball_back_and_says_nothing(plot: SlicePlot, said: list[Any]) -> None:
    start = middle(plot, SECOND)
    press(plot, start)
    move(plot, start + QPoint(120, 0))
    QTest.keyClick(plot, Qt.Key.Key_Escape)
    assert middle(plot, SECOND) == start
    release(plot, start + QPoint(120, 0))
    assert not said


def test_the_current_ball_is_dragged_as_before(plot: SlicePlot, said: list[Any]) -> None:
    start = middle(plot, CURRENT)
    press(plot, start)
    move(plot, start + QPoint(-100, 0))
    release(plot, start + QPoint(-100, 0))
    x = plot.frame.x_at(start.x() - 100)
    assert said == [
        ("dragged", 0, pytest.approx(x, abs=0.01)),
        ("dropped", 0, pytest.approx(x, abs=0.01)),
    ]


def test_a_click_on_free_ground_calls_the_current_ball_and_commits_after_a_rest(
    plot: SlicePlot, said: list[Any], qtbot: QtBot
) -> None:
    place = on_curve(plot, -0.5)
    QTest.mouseClick(plot.viewport(), LEFT, pos=place)
    assert said == [("dragged", 0, pytest.approx(-0.5, abs=0.01))]
    assert abs(middle(plot, CURRENT).x() - place.x()) <= 1
    qtbot.waitUntil(lambda: len(said) == 2, timeout=3 * REST_MS)
    assert said[-1] == ("dropped", 0, pytest.approx(-0.5, abs=0.01))


def test_two_clicks_on_free_ground_add_a_ball_and_the_current_one_goes_back(
    plot: SlicePlot, said: list[Any]
) -> None:
    place, before = on_curve(plot, -0.5), middle(plot, CURRENT)
    QTest.mouseClick(plot.viewport(), LEFT, pos=place)
    QTest.mouseDClick(plot.viewport(), LEFT, pos=place)
    assert [word for word, *_rest in said] == ["dragged", "cancelled", "added"]
    assert said[-1] == ("added", {0: pytest.approx(-0.5, abs=0.01)})
    assert middle(plot, CURRENT) == before
    QTest.qWait(REST_MS + 50)
    assert len(said) == 3


def test_two_clicks_on_a_ball_add_none(plot: SlicePlot, said: list[Any]) -> None:
    QTest.mouseClick(plot.viewport(), LEFT, pos=middle(plot, CURRENT))
    QTest.mouseDClick(plot.viewport(), LEFT, pos=middle(plot, CURRENT))
    assert not said


def test_the_key_a_adds_a_ball_where_there_is_most_room(plot: SlicePlot, said: list[Any]) -> None:
    QTest.keyClick(plot, Qt.Key.Key_A)
    assert said == [("added", {0: pytest.approx((-2.0 + 0.9) / 2.0)})]


def test_the_menu_adds_a_ball_too(plot: SlicePlot, said: list[Any]) -> None:
    assert plot.add_action in plot.menu.actions()
    plot.add_action.trigger()
    assert [word for word, *_rest in said] == ["added"]


def test_delete_removes_the_current_ball(plot: SlicePlot, said: list[Any]) -> None:
    QTest.keyClick(plot, Qt.Key.Key_Delete)
    assert said == [("removed", CURRENT)]


def test_the_last_ball_is_not_removed(plot: SlicePlot, case: FunctionCase, said: list[Any]) -> None:
    plot.show_balls(case.balls(0)[:1])
    QTest.keyClick(plot, Qt.Key.Key_Delete)
    assert not said


@pytest.mark.parametrize(
    ("key", "asked"),
    [
        (Qt.Key.Key_2, [SECOND]),
        (Qt.Key.Key_3, [THIRD]),
        (Qt.Key.Key_1, []),
        (Qt.Key.Key_7, []),
    ],
)
def test_a_number_chooses_the_ball_that_has_it(
    plot: SlicePlot, said: list[Any], key: Qt.Key, asked: list[int]
) -> None:
    QTest.keyClick(plot, key)
    assert said == [("requested", place) for place in asked]


def test_a_held_ball_moves_by_arrow_keys_and_escape_lets_go(
    plot: SlicePlot, said: list[Any]
) -> None:
    QTest.keyClick(plot, Qt.Key.Key_Return)
    assert plot.caption == "← → move the ball · Esc lets go"
    QTest.keyClick(plot, Qt.Key.Key_Left)
    assert said == [("dragged", 0, pytest.approx(2.2 - 0.048))]
    QTest.keyClick(plot, Qt.Key.Key_Escape)
    assert said[1:] == [("cancelled",)]


def test_a_hidden_ball_can_neither_be_seen_nor_taken(
    plot: SlicePlot, case: FunctionCase, said: list[Any]
) -> None:
    at = middle(plot, THIRD)
    balls = case.balls(0)
    plot.show_balls([*balls[:2], balls[2]._replace(is_hidden=True)])
    plot.refresh()
    assert set(plot.spots()) == {CURRENT, SECOND}
    press(plot, at)
    assert ("requested", THIRD) not in said
    release(plot, at)
    QTest.keyClick(plot, Qt.Key.Key_3)
    assert ("requested", THIRD) not in said


def test_a_hand_and_a_tip_show_what_can_be_taken(plot: SlicePlot) -> None:
    at = middle(plot, SECOND)
    move(plot, at + QPoint(15, 10))
    assert plot.viewport().cursor().shape() == Qt.CursorShape.OpenHandCursor
    assert plot.tip_at(QPointF(at)).startswith("ball 2: drag it, or click it")
    move(plot, on_curve(plot, -0.4))
    assert plot.viewport().cursor().shape() == Qt.CursorShape.ArrowCursor


def test_a_click_on_the_strip_of_basins_calls_the_ball(plot: SlicePlot, said: list[Any]) -> None:
    strip = plot.function_marks.strip
    at = QPoint(on_curve(plot, -0.5).x(), round(strip.pos().y()) + 6)
    QTest.mouseClick(plot.viewport(), LEFT, pos=at)
    assert said[0] == ("dragged", 0, pytest.approx(-0.5, abs=0.01))


def test_the_hint_stays_until_something_is_done(plot: SlicePlot) -> None:
    hint = plot.function_marks.hint
    assert (hint.isVisible(), hint.text) == (True, "Drag a ball, then press Space")
    start = middle(plot, CURRENT)
    press(plot, start)
    move(plot, start + QPoint(-40, 0))
    release(plot, start + QPoint(-40, 0))
    plot.refresh()
    assert not hint.isVisible()


def test_showing_says_nothing(plot: SlicePlot, case: FunctionCase, said: list[Any]) -> None:
    show(plot, case, 7)
    plot.restyle(DARK)
    show(plot, case, 60)
    QApplication.processEvents()
    assert not said


def test_keys_of_balls_are_left_to_the_window_on_a_network(qtbot: QtBot, shown: Any) -> None:
    plot = SlicePlot(LIGHT)
    qtbot.addWidget(plot)
    qtbot.addWidget(plot.corner())
    plot.resize(560, 310)
    plot.set_subject(shown.subject)
    plot.show_snapshot(shown.snapshot(5, parameter=2, slice_range=(-2.0, 3.0)))
    plot.show()
    said: list[object] = []
    plot.ball_added.connect(said.append)
    plot.ball_removed.connect(said.append)
    for key in (Qt.Key.Key_A, Qt.Key.Key_Delete, Qt.Key.Key_2):
        QTest.keyClick(plot, key)
    QTest.mouseDClick(plot.viewport(), LEFT, pos=QPoint(300, 100))
    assert not said
