"""Balls on the map of a function: dragged, chosen, added, removed; by mouse and by keys."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gdsim.engine.descent import Stop, StopReason
from gdsim.views.landscape.contour_plot import ContourPlot
from gdsim.views.plotting.hand import REST_MS
from gdsim.views.theme import DARK, LIGHT
from gdsim.views.view import ShownRun
from tests.views.map_case import EPOCHS, Descended, balls_of, descend_on

LEFT = Qt.MouseButton.LeftButton
DIVERGED = Stop(StopReason.DIVERGED, 7, 0, 8.0)
STARTS = ((0.0, 0.0), (-4.0, 4.5), (4.0, -4.5))


@pytest.fixture(scope="module")
def runs() -> list[Descended]:
    return [descend_on("himmelblau", start, 0.005) for start in STARTS]


def make_map(qtbot: QtBot, runs: list[Descended], epoch: int = 6) -> ContourPlot:
    plot = ContourPlot(LIGHT)
    qtbot.addWidget(plot)
    qtbot.addWidget(plot.corner())
    plot.resize(590, 310)
    plot.set_subject(runs[0].subject)
    plot.show_runs([runs[0].shown()])
    plot.show_balls(balls_of(runs, epoch))
    plot.show_snapshot(runs[0].snapshot(epoch))
    plot.show_plane(runs[0].plane(epoch))
    with qtbot.waitActive(plot):
        plot.show()
        plot.activateWindow()
    plot.setFocus()
    return plot


@pytest.fixture
def plot(qtbot: QtBot, runs: list[Descended]) -> ContourPlot:
    return make_map(qtbot, runs)


@pytest.fixture
def said(plot: ContourPlot) -> list[Any]:
    said: list[Any] = []
    plot.parameters_dragged.connect(lambda values: said.append(("dragged", values)))
    plot.parameters_dropped.connect(lambda values: said.append(("dropped", values)))
    plot.drag_cancelled.connect(lambda: said.append(("cancelled",)))
    plot.ball_requested.connect(lambda ball: said.append(("chosen", ball)))
    plot.ball_dropped.connect(lambda ball, values: said.append(("put", ball, values)))
    plot.ball_added.connect(lambda values: said.append(("added", values)))
    plot.ball_removed.connect(lambda ball: said.append(("removed", ball)))
    return said


def at(plot: ContourPlot, ball: int) -> QPoint:
    return plot.spots()[ball].toPoint()


def values_at(plot: ContourPlot, place: QPoint) -> dict[int, Any]:
    x, y = plot.frame.x_at(place.x()), plot.frame.y_at(place.y())
    return {0: pytest.approx(x, abs=0.03), 1: pytest.approx(y, abs=0.05)}


def drag(plot: ContourPlot, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(plot.viewport(), LEFT, pos=start)
    QTest.mouseMove(plot.viewport(), end)
    QTest.qWait(1)
    QTest.mouseRelease(plot.viewport(), LEFT, pos=end)


def curve(plot: ContourPlot, name: str) -> np.ndarray:
    rows = [line.split(",") for line in plot.csv_text().splitlines()]
    return np.array([row[1:] for row in rows if row[0] == name], dtype=float)


# ---- what is seen ----


def test_every_ball_stands_at_its_place_with_its_name(
    plot: ContourPlot, runs: list[Descended]
) -> None:
    for place, run in enumerate(runs, -1):
        theta = run.snapshot(6).theta
        wanted = plot.frame.to_pixels(*theta.tolist()).toPoint()
        assert (at(plot, place) - wanted).manhattanLength() <= 1
    assert plot.balls.texts() == ["ball 1", "ball 2", "ball 3"]


def test_every_ball_has_its_path_up_to_the_epoch(plot: ContourPlot, runs: list[Descended]) -> None:
    for number, run in enumerate(runs, 1):
        _epochs, points = run.history.points([2, 3], 6, 7)
        np.testing.assert_allclose(curve(plot, f"path of ball {number}").T, points, rtol=1e-12)


def test_one_ball_alone_has_no_name_and_the_plain_path(qtbot: QtBot, runs: list[Descended]) -> None:
    plot = make_map(qtbot, runs[:1])
    assert plot.balls.texts() == []
    assert len(curve(plot, "path")) == 7


def test_hidden_balls_are_left_out(plot: ContourPlot, runs: list[Descended]) -> None:
    current, first, second = balls_of(runs, 6)
    plot.show_balls([current, first._replace(is_hidden=True), second])
    assert set(plot.spots()) == {-1, 1}


def test_all_four_minima_of_himmelblau_have_rings(plot: ContourPlot, runs: list[Descended]) -> None:
    function = runs[0].subject.function
    assert function is not None
    wanted = sorted(plot.frame.to_pixels(*m.place).toPoint().toTuple() for m in function.minima)
    found = sorted(ring.pos().toPoint().toTuple() for ring in plot.minima.rings())
    assert len(found) == 4
    assert found == wanted
    alone = plot.frame.to_pixels(*min(m.place for m in function.minima))
    assert "nothing is lower: x −3.779, y −3.283" in plot.tip_at(alone + QPointF(5.0, -3.0))


def test_a_ball_that_has_left_the_map_says_where_it_is(qtbot: QtBot, runs: list[Descended]) -> None:
    plot = make_map(qtbot, runs)
    current, first, second = balls_of(runs, 6)
    plot.show_balls([current, first._replace(theta=np.array([40.0, 2.0])), second])
    assert "ball 2 · at 40, 2.0" in plot.balls.texts()
    assert plot.frame.area.contains(plot.spots()[0])


def test_a_ball_that_diverged_says_so(plot: ContourPlot, runs: list[Descended]) -> None:
    current, first, second = balls_of(runs, 6)
    plot.show_balls([current, first._replace(stop=DIVERGED), second])
    assert "ball 2 · diverged at epoch 7" in plot.balls.texts()


def test_the_run_before_an_edit_is_a_ghost(plot: ContourPlot, runs: list[Descended]) -> None:
    assert not len(curve(plot, "path of the run before"))
    ghost = ShownRun("before", runs[1].history, "faint", is_ghost=True)
    plot.show_runs([runs[0].shown(), ghost])
    plot.show_snapshot(runs[0].snapshot(6))
    path = curve(plot, "path of the run before")
    assert len(path) == EPOCHS + 1
    assert path[-1].tolist() == pytest.approx(runs[1].snapshot(EPOCHS).theta.tolist())


def test_the_title_leaves_room_for_the_caption_which_says_what_to_do(plot: ContourPlot) -> None:
    assert plot.title == "Loss over x and y"
    assert plot.caption == "drag a ball · double click adds one"
    assert "Beside it: ball 2, loss" in plot.accessibleDescription()


# ---- mouse ----


def test_the_current_ball_is_dragged_live(plot: ContourPlot, said: list[Any]) -> None:
    start = at(plot, -1)
    drag(plot, start, start + QPoint(50, 30))
    wanted = values_at(plot, start + QPoint(50, 30))
    assert said == [("dragged", wanted), ("dropped", wanted)]


def test_another_ball_is_carried_by_itself_and_put(plot: ContourPlot, said: list[Any]) -> None:
    start, end = at(plot, 1), at(plot, 1) + QPoint(-70, -25)
    current = at(plot, -1)
    QTest.mousePress(plot.viewport(), LEFT, pos=start)
    QTest.mouseMove(plot.viewport(), end)
    QTest.qWait(1)
    assert (at(plot, 1) - end).manhattanLength() <= 1
    assert at(plot, -1) == current
    assert said == []
    QTest.mouseRelease(plot.viewport(), LEFT, pos=end)
    assert said == [("put", 1, values_at(plot, end))]


def test_a_carried_ball_stays_in_the_hand_while_others_move(
    plot: ContourPlot, runs: list[Descended]
) -> None:
    start, end = at(plot, 1), at(plot, 1) + QPoint(-70, -25)
    QTest.mousePress(plot.viewport(), LEFT, pos=start)
    QTest.mouseMove(plot.viewport(), end)
    QTest.qWait(1)
    plot.show_balls(balls_of(runs, 9))
    plot.show_snapshot(runs[0].snapshot(9))
    assert (at(plot, 1) - end).manhattanLength() <= 1
    QTest.keyClick(plot, Qt.Key.Key_Escape)
    QTest.mouseRelease(plot.viewport(), LEFT, pos=end)
    wanted = plot.frame.to_pixels(*runs[2].snapshot(9).theta.tolist()).toPoint()
    assert (at(plot, 1) - wanted).manhattanLength() <= 1


def test_a_click_on_another_ball_chooses_it(plot: ContourPlot, said: list[Any]) -> None:
    QTest.mouseClick(plot.viewport(), LEFT, pos=at(plot, 0) + QPoint(10, 8))
    assert said == [("chosen", 0)]


def test_a_click_on_free_ground_brings_the_current_ball_after_a_rest(
    plot: ContourPlot, qtbot: QtBot, said: list[Any]
) -> None:
    place = plot.frame.area.center().toPoint() + QPoint(-60, 60)
    with qtbot.waitSignal(plot.parameters_dropped, timeout=3 * REST_MS):
        QTest.mouseClick(plot.viewport(), LEFT, pos=place)
    assert said[-1] == ("dropped", values_at(plot, place))


def test_two_clicks_add_a_ball_and_leave_the_current_one(
    plot: ContourPlot, said: list[Any]
) -> None:
    place, before = plot.frame.area.center().toPoint() + QPoint(-60, 60), at(plot, -1)
    QTest.mouseClick(plot.viewport(), LEFT, pos=place)
    QTest.mouseDClick(plot.viewport(), LEFT, pos=place)
    assert said[-1] == ("added", values_at(plot, place))
    assert "dropped" not in [what for what, *_rest in said]
    assert at(plot, -1) == before


def test_hovering_reads_coordinates_loss_and_gradient(plot: ContourPlot) -> None:
    place = plot.frame.to_pixels(-1.0, 1.0).toPoint()
    QTest.mouseMove(plot.viewport(), place)
    QTest.qWait(1)
    x, y = plot.frame.x_at(place.x()), plot.frame.y_at(place.y())
    loss = (x * x + y - 11.0) ** 2 + (x + y * y - 7.0) ** 2
    by_x = 4.0 * x * (x * x + y - 11.0) + 2.0 * (x + y * y - 7.0)
    words = plot.notes.readout.text.replace("\N{MINUS SIGN}", "-").split()
    assert float(words[words.index("about") + 1]) == pytest.approx(loss, rel=0.01)
    assert float(words[words.index("gradient") + 1]) == pytest.approx(by_x, rel=0.06)


def test_tips_explain_the_balls(plot: ContourPlot, runs: list[Descended]) -> None:
    snapshot = runs[0].snapshot(6)
    tip = plot.tip_at(plot.spots()[-1])
    assert tip.startswith("Drag to change x and y.")
    assert f"gradient = {snapshot.gradient[0]:.17g}"[:18].replace("-", "\N{MINUS SIGN}") in tip
    assert plot.tip_at(plot.spots()[0]).startswith("ball 2: drag it, or click it")


# ---- keys ----


def test_numbers_choose_balls(plot: ContourPlot, said: list[Any]) -> None:
    for key in (Qt.Key.Key_2, Qt.Key.Key_1, Qt.Key.Key_3, Qt.Key.Key_7):
        QTest.keyClick(plot, key)
    assert said == [("chosen", 0), ("chosen", 1)]


def test_delete_removes_the_current_ball_unless_it_is_the_last(
    plot: ContourPlot, runs: list[Descended], said: list[Any]
) -> None:
    QTest.keyClick(plot, Qt.Key.Key_Delete)
    assert said == [("removed", -1)]
    plot.show_balls(balls_of(runs[:1], 6))
    QTest.keyClick(plot, Qt.Key.Key_Delete)
    assert len(said) == 1


def test_a_adds_a_ball_under_the_mouse_or_where_there_is_room(
    plot: ContourPlot, said: list[Any]
) -> None:
    QTest.keyClick(plot, Qt.Key.Key_A)
    assert said == [("added", None)]
    place = plot.frame.area.center().toPoint() + QPoint(-60, 60)
    QTest.mouseMove(plot.viewport(), place)
    QTest.qWait(1)
    QTest.keyClick(plot, Qt.Key.Key_A)
    assert said[1:] == [("added", values_at(plot, place))]


def test_a_held_ball_moves_by_arrow_keys(
    plot: ContourPlot, runs: list[Descended], said: list[Any]
) -> None:
    theta = runs[0].snapshot(6).theta
    QTest.keyClick(plot, Qt.Key.Key_Return)
    QTest.keyClick(plot, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    (low, high) = plot.frame.y_range
    moved = {0: pytest.approx(theta[0]), 1: pytest.approx(theta[1] + 0.1 * (high - low))}
    assert said == [("dragged", moved)]


def test_l_sets_the_levels_by_powers_and_evenly(plot: ContourPlot) -> None:
    assert plot.chooser.log_button.isChecked()
    assert plot.ground.levels is not None
    assert plot.ground.levels.is_log
    QTest.keyClick(plot, Qt.Key.Key_L)
    assert not plot.ground.levels.is_log
    assert not plot.chooser.log_button.isChecked()
    QTest.mouseClick(plot.chooser.log_button, LEFT)
    assert plot.ground.levels.is_log


def test_g_shows_arrows_downhill(plot: ContourPlot) -> None:
    assert not plot.ground.arrows.isVisible()
    QTest.keyClick(plot, Qt.Key.Key_G)
    arrows = plot.ground.arrows.arrows
    assert plot.ground.arrows.isVisible()
    assert arrows is not None
    assert len(arrows.tails) > 60
    QTest.keyClick(plot, Qt.Key.Key_G)
    assert not plot.ground.arrows.isVisible()


# ---- lifetime ----


def test_showing_emits_nothing(plot: ContourPlot, runs: list[Descended], said: list[Any]) -> None:
    plot.show_balls(balls_of(runs, 9))
    plot.show_snapshot(runs[0].snapshot(9))
    plot.show_plane(runs[0].plane(9, 21))
    plot.show_plane_progress(0.3)
    plot.show_plane_progress(1.0)
    plot.restyle(DARK._replace(scale=1.5))
    plot.set_subject(runs[0].subject)
    assert said == []


def test_a_turned_knob_keeps_the_map_until_the_new_one_comes(
    plot: ContourPlot, runs: list[Descended]
) -> None:
    function = runs[0].subject.function
    assert function is not None
    again = descend_on("himmelblau", STARTS[0], 0.005).subject
    plot.set_subject(again)
    assert plot.plane is not None
    plot.set_subject(descend_on("booth", STARTS[0], 0.01).subject)
    assert plot.plane is None


def test_a_frame_with_eight_balls_is_drawn_quickly(qtbot: QtBot, runs: list[Descended]) -> None:
    """Of many frames the quickest: a busy machine delays some."""
    from time import perf_counter

    eight = [runs[i % 3] for i in range(8)]
    plot = make_map(qtbot, eight)
    times = []
    for epoch in range(1, EPOCHS + 1):
        balls, snapshot = balls_of(eight, epoch), runs[0].snapshot(epoch)
        begin = perf_counter()
        plot.show_balls(balls)
        plot.show_snapshot(snapshot)
        times.append(perf_counter() - begin)
    assert min(times) < 0.03
