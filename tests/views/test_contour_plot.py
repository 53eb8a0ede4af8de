"""The loss over two parameters: what is seen, and what dragging, clicking and keys say."""

import re
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gdsim.views.landscape.bands import band_colors
from gdsim.views.landscape.contour_plot import ContourPlot
from gdsim.views.plotting.hand import REST_MS
from gdsim.views.theme import DARK, LIGHT
from gdsim.views.view import ShownRun
from tests.views.conftest import make_shown
from tests.views.landscape_case import B1, RANGE, W1, plane_at

LEFT = Qt.MouseButton.LeftButton
PAIR = (W1, B1)


def make_view(qtbot: QtBot, shown: Any, pair: tuple[int, int], epoch: int = 5) -> ContourPlot:
    plot = ContourPlot(LIGHT)
    qtbot.addWidget(plot)
    qtbot.addWidget(plot.corner())
    plot.resize(560, 310)
    plot.set_subject(shown.subject)
    plot.show_runs([ShownRun("now", shown.history)])
    plot.show_snapshot(shown.snapshot(epoch))
    plot.show_plane(plane_at(shown, epoch, pair))
    with qtbot.waitActive(plot):
        plot.show()
        plot.activateWindow()
    return plot


@pytest.fixture
def plot(qtbot: QtBot, shown: Any) -> ContourPlot:
    return make_view(qtbot, shown, PAIR)


@pytest.fixture
def said(plot: ContourPlot) -> list[tuple[object, ...]]:
    said: list[tuple[object, ...]] = []
    plot.parameters_dragged.connect(lambda values: said.append(("dragged", values)))
    plot.parameters_dropped.connect(lambda values: said.append(("dropped", values)))
    plot.drag_cancelled.connect(lambda: said.append(("cancelled",)))
    plot.pair_requested.connect(lambda pair: said.append(("pair", pair)))
    return said


def dot(plot: ContourPlot) -> QPoint:
    return plot.ring.pos().toPoint()


def drag(plot: ContourPlot, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(plot.viewport(), LEFT, pos=start)
    QTest.mouseMove(plot.viewport(), end)
    QTest.qWait(1)
    QTest.mouseRelease(plot.viewport(), LEFT, pos=end)


def values_at(plot: ContourPlot, place: QPoint) -> dict[int, Any]:
    x, y = plot.frame.x_at(place.x()), plot.frame.y_at(place.y())
    return {W1: pytest.approx(x, abs=0.02), B1: pytest.approx(y, abs=0.02)}


def test_the_dot_stands_at_its_two_values(plot: ContourPlot, shown: Any) -> None:
    theta = shown.snapshot(5).theta
    assert dot(plot) == plot.frame.to_pixels(theta[W1], theta[B1]).toPoint()
    assert (plot.title, plot.caption) == (
        "Loss over w1 and w4",
        "drag the dot",
    )
    assert plot.notes.note.text == "all other parameters held"
    assert (plot.axes.x_label, plot.axes.y_label) == ("w1", "w4")


def test_the_colors_under_a_place_are_those_of_its_loss(plot: ContourPlot, shown: Any) -> None:
    """Read the picture's pixels back: each place has the band that its loss lies in."""
    plane = plane_at(shown, 5, PAIR)
    image = plot.grab().toImage()
    edges = np.array([float(e) for e in plot.ground.bar.edges])
    card, area = LIGHT.color("card"), plot.frame.area
    checked = 0
    for row, column in ((3, 3), (10, 35), (37, 5), (30, 36), (5, 20)):
        loss = plane.losses[row, column]
        band = int(np.searchsorted(edges, loss)) - 1
        margin = 0.15 * (edges[band + 1] - edges[band])
        if not edges[band] + margin < loss < edges[band + 1] - margin:
            continue  # near a line
        at = plot.frame.to_pixels(plane.x_values[column], plane.y_values[row]).toPoint()
        assert area.contains(QPointF(at))
        seen, wanted = image.pixelColor(at), band_colors(len(edges) - 1)[band]
        for got, color, ground in (
            (seen.red(), wanted.red(), card.red()),
            (seen.green(), wanted.green(), card.green()),
            (seen.blue(), wanted.blue(), card.blue()),
        ):
            assert got == pytest.approx(0.82 * color + 0.18 * ground, abs=3)
        checked += 1
    assert checked >= 3


def test_the_path_is_the_run_s_own_up_to_the_selected_epoch(plot: ContourPlot, shown: Any) -> None:
    _epochs, points = shown.history.points([2 + W1, 2 + B1], 5, 6)
    lines = [r.split(",")[1:] for r in plot.csv_text().splitlines() if r.startswith("path,")]
    np.testing.assert_allclose(np.array(lines, dtype=float).T, points, rtol=1e-12)


def test_the_lowest_point_has_a_ring_and_is_told(plot: ContourPlot, shown: Any) -> None:
    x, y, _loss = plane_at(shown, 5, PAIR).lowest
    is_inner = RANGE[0] < x < RANGE[1] and RANGE[0] < y < RANGE[1]
    assert bool(plot.minima.rings()) is is_inner
    assert "The lowest point here is w1" in plot.accessibleDescription()


def test_for_a_line_it_is_the_best_answer(qtbot: QtBot) -> None:
    shown = make_shown(1, ((1, "identity", True),))
    plane = plane_at(shown, 5, (0, 1))
    best = shown.subject._replace(best_loss=plane.lowest[2])
    plot = make_view(qtbot, shown._replace(subject=best), (0, 1))
    (ring,) = plot.minima.rings()
    assert "The best answer of all is w1" in plot.accessibleDescription()
    assert ring.pos().toPoint() == plot.frame.to_pixels(*plane.lowest[:2]).toPoint()
    assert plot.caption == "drag the dot"


def test_dragging_moves_both_parameters_at_once(plot: ContourPlot, said: list[Any]) -> None:
    start = dot(plot)
    end = start + QPoint(60, -40)
    drag(plot, start, end)
    assert said == [("dragged", values_at(plot, end)), ("dropped", values_at(plot, end))]
    assert (dot(plot) - end).manhattanLength() <= 1


def test_the_dot_stays_in_the_hand_while_previews_come(
    plot: ContourPlot, shown: Any, said: list[Any]
) -> None:
    start = dot(plot)
    QTest.mousePress(plot.viewport(), LEFT, pos=start)
    QTest.mouseMove(plot.viewport(), start + QPoint(50, 30))
    QTest.qWait(1)
    held = dot(plot)
    plot.show_snapshot(shown.snapshot(2))
    assert dot(plot) == held
    QTest.mouseRelease(plot.viewport(), LEFT, pos=start + QPoint(50, 30))
    plot.show_snapshot(shown.snapshot(5))
    assert dot(plot) == start


def test_escape_puts_it_back(plot: ContourPlot, said: list[Any]) -> None:
    plot.setFocus()
    start = dot(plot)
    QTest.mousePress(plot.viewport(), LEFT, pos=start)
    QTest.mouseMove(plot.viewport(), start + QPoint(50, 30))
    QTest.qWait(1)
    QTest.keyClick(plot, Qt.Key.Key_Escape)
    QTest.mouseRelease(plot.viewport(), LEFT, pos=start + QPoint(50, 30))
    assert said[-1] == ("cancelled",)
    assert dot(plot) == start


def test_a_click_elsewhere_jumps_there(plot: ContourPlot, said: list[Any]) -> None:
    place = plot.frame.area.center().toPoint() + QPoint(90, 60)
    QTest.mouseClick(plot.viewport(), LEFT, pos=place)
    assert said[-1] == ("dropped", values_at(plot, place))


@pytest.mark.parametrize(
    ("key", "x", "y"),
    [
        (Qt.Key.Key_Right, 0.05, 0.0),
        (Qt.Key.Key_Left, -0.05, 0.0),
        (Qt.Key.Key_Up, 0.0, 0.05),
        (Qt.Key.Key_Down, 0.0, -0.05),
    ],
)
def test_a_held_dot_moves_by_arrow_keys(
    plot: ContourPlot, shown: Any, said: list[Any], key: Qt.Key, x: float, y: float
) -> None:
    theta = shown.snapshot(5).theta
    plot.setFocus()
    QTest.keyClick(plot, key)
    assert not said
    QTest.keyClick(plot, Qt.Key.Key_Return)
    assert plot.caption == "arrow keys move the dot · Esc lets go"
    QTest.keyClick(plot, key)
    values = {W1: pytest.approx(theta[W1] + x), B1: pytest.approx(theta[B1] + y)}
    assert said == [("dragged", values)]
    QTest.keyClick(plot, Qt.Key.Key_Return)
    assert said[1:] == [("dropped", values)]


def test_a_dot_moved_by_keys_is_dropped_after_a_rest(plot: ContourPlot, qtbot: QtBot) -> None:
    QTest.mouseClick(plot.viewport(), LEFT, pos=dot(plot))
    with qtbot.waitSignal(plot.parameters_dropped, timeout=3 * REST_MS):
        QTest.keyClick(plot, Qt.Key.Key_Left)


def test_the_mouse_reads_coordinates_and_loss(plot: ContourPlot, shown: Any) -> None:
    plane = plane_at(shown, 5, PAIR)
    at = plot.frame.to_pixels(plane.x_values[33], plane.y_values[30]).toPoint()
    QTest.mouseMove(plot.viewport(), at)
    QTest.qWait(1)
    text = plot.notes.readout.text.replace("\N{MINUS SIGN}", "-")
    assert plot.notes.readout.isVisible()
    numbers = [
        float(n)
        for n in re.findall(r"-?\d+\.?\d*(?:e-?\d+)?", text.replace("w1", "").replace("w4", ""))
    ]
    x, y, loss, by_x, by_y = numbers
    assert loss == pytest.approx(plane.losses[30, 33], rel=0.03)
    theta = plane.theta.copy()
    theta[[W1, B1]] = x, y
    gradient = shown.subject.experiment.objective.twin().evaluate(theta).gradient
    assert (by_x, by_y) == pytest.approx((gradient[W1], gradient[B1]), rel=0.1, abs=0.01)
    QTest.mouseMove(plot.viewport(), QPoint(2, 2))
    QTest.qWait(1)
    assert not plot.notes.readout.isVisible()


def test_the_boxes_choose_the_pair_and_change_places(plot: ContourPlot, said: list[Any]) -> None:
    first, second = plot.corner().boxes  # type: ignore[attr-defined]
    assert (first.currentText(), second.currentText()) == ("w1", "w4")
    QTest.keyClick(second, Qt.Key.Key_Down)
    assert said == [("pair", (W1, B1 + 1))]
    assert plot.plane is not None
    plot.show_plane(plot.plane)
    first.setCurrentIndex(B1)
    first.activated.emit(B1)
    assert said[-1] == ("pair", (B1, W1))


def test_one_parameter_says_what_to_do_instead(qtbot: QtBot) -> None:
    shown = make_shown(1, ((1, "identity", False),))
    plot = ContourPlot(LIGHT)
    qtbot.addWidget(plot)
    qtbot.addWidget(plot.corner())
    plot.resize(560, 310)
    plot.show()
    plot.set_subject(shown.subject)
    plot.show_snapshot(shown.snapshot(3))
    assert plot.no_map.message.isVisible()
    assert "only w1" in plot.no_map.message.text
    assert "bias" in plot.no_map.advice.text
    assert not plot.axes.isVisible()
    assert not plot.can_move()
    said: list[tuple[int, bool]] = []
    plot.bias_edited.connect(lambda layer, has_bias: said.append((layer, has_bias)))
    plot.no_map.bias_button.click()
    assert said == [(0, True)]


def test_losses_that_are_not_finite_leave_a_gap(plot: ContourPlot, shown: Any) -> None:
    plane = plane_at(shown, 5, PAIR)
    losses = plane.losses.copy()
    losses[:, 30:], losses[0, 0], losses[1, 0] = np.inf, np.nan, 1e300
    plot.show_plane(plane._replace(losses=losses))
    assert not plot.grab().isNull()
    plot.show_plane(plane._replace(losses=np.full_like(losses, np.nan)))
    assert not plot.grab().isNull()


def test_showing_emits_nothing(plot: ContourPlot, shown: Any, said: list[Any]) -> None:
    plot.show_snapshot(shown.snapshot(9))
    plot.show_plane(plane_at(shown, 9, (2, 8)))
    plot.show_runs([ShownRun("now", shown.history)])
    plot.restyle(DARK._replace(scale=1.5))
    plot.set_subject(shown.subject)
    assert said == []


def test_a_picture_has_the_bands_and_the_table_the_path(plot: ContourPlot) -> None:
    assert b"<path" in plot.svg_bytes()
    assert plot.png_bytes()[:4] == b"\x89PNG"
