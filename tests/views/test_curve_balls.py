"""Several balls on one curve: marks, paths, starts, where they have gone, what they have found."""

import csv
from io import StringIO
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gdsim.engine.history import History
from gdsim.views.slice.ball_paths import ENDS, whole_path
from gdsim.views.slice.slice_plot import SlicePlot
from gdsim.views.theme import DARK, LIGHT
from gdsim.views.view import ShownRun
from tests.views.function_case import FunctionCase, make_case


@pytest.fixture
def plot(qtbot: QtBot) -> SlicePlot:
    plot = SlicePlot(LIGHT)
    qtbot.addWidget(plot)
    qtbot.addWidget(plot.corner())
    plot.resize(1180, 320)
    return plot


def show(plot: SlicePlot, case: FunctionCase, epoch: int, n: int = 8) -> None:
    plot.set_subject(case.subject)
    plot.show_runs([ShownRun("now", case.histories[0])])
    plot.show_balls(case.balls(epoch)[:n])
    plot.show_snapshot(case.snapshot(epoch))
    plot.show()
    QTest.qWait(1)


def rows_of(plot: SlicePlot, name: str) -> np.ndarray:
    """Return the points of a curve in the table of the copied picture, (n, 2)."""
    rows = csv.reader(StringIO(plot.csv_text()))
    return np.array([row[1:] for row in rows if row[0] == name], dtype=float)


def test_the_heading_names_the_variable_and_the_formula(plot: SlicePlot) -> None:
    show(plot, make_case(), 0)
    assert (plot.title, plot.caption) == ("The loss over x", "x⁴ − 3·x² + x")


@pytest.mark.parametrize("rate", [0.01, 0.13])
def test_the_path_of_each_ball_is_every_epoch_it_has_been_at(plot: SlicePlot, rate: float) -> None:
    case = make_case((1.6, -2.0), rate=rate)
    show(plot, case, 20)
    for name, history in (
        ("earlier epochs", case.histories[0]),
        ("ball 2: earlier epochs", case.histories[1]),
    ):
        _epochs, points = history.points([2, 0], 19, 100)
        np.testing.assert_array_equal(rows_of(plot, name), points.T)


def test_a_long_zig_zag_is_not_thinned_into_a_slide() -> None:
    case = make_case((0.2, 1.0), rate=0.1639, epochs=2000)
    path = whole_path(case.histories[0], 0, 1999)
    assert len(path) == 2 * ENDS + 1
    assert np.isnan(path[:, 1]).nonzero()[0].tolist() == [ENDS]
    values = case.histories[0].points([2], 1999, 2000)[1][0]
    np.testing.assert_array_equal(path[:ENDS, 0], values[:ENDS])
    np.testing.assert_array_equal(path[ENDS + 1 :, 0], values[-ENDS:])


@pytest.mark.parametrize("last", [-1, 0, 1, 2 * ENDS - 1, 2 * ENDS])
def test_a_path_has_no_more_epochs_than_there_were(last: int) -> None:
    history = make_case((0.2,), epochs=300).histories[0]
    path = whole_path(history, 0, last)
    assert len(path) == (last + 1 if last < 2 * ENDS else 2 * ENDS + 1)
    assert whole_path(History(1), 0, 5).shape == (0, 2)


def test_where_a_ball_began_is_marked_once_it_has_left(plot: SlicePlot) -> None:
    case = make_case((2.2, -2.0))
    show(plot, case, 0)
    assert not [item for item in plot.curve_balls.starts if item.isVisible()]
    show(plot, case, 5)
    starts = [item.pos() for item in plot.curve_balls.starts if item.isVisible()]
    expected = [plot.frame.to_pixels(x, x**4 - 3 * x**2 + x) for x in (2.2, -2.0)]
    assert starts == expected


def test_balls_that_have_met_stay_apart_and_can_be_told(plot: SlicePlot) -> None:
    case = make_case((2.2, 2.0, 0.9, 1.6))
    show(plot, case, 60)
    spots = list(plot.spots().values())
    apart = [(a - b).manhattanLength() for i, a in enumerate(spots) for b in spots[i + 1 :]]
    assert min(apart) >= 15.0
    feet = {round(spot.foot.x()) for spot in plot.curve_balls.spots.values()}
    assert len(feet) == 1


def test_the_minima_are_named_and_the_lowest_stands_out(plot: SlicePlot) -> None:
    show(plot, make_case((0.1, -2.0)), 0)
    assert plot.function_marks.minima.texts() == ["1 · global minimum", "2 · local minimum"]
    low = plot.frame.to_pixels(-1.30084, -3.51391)
    assert plot.tip_at(low).startswith("The global minimum: no place is lower.\nx = −1.3008")


@pytest.mark.parametrize(
    ("start", "text"),
    [
        (2.2, "this ball found a local minimum, the lowest is at x = −1.301"),
        (-2.0, "this ball found the lowest minimum"),
    ],
)
def test_what_the_current_ball_has_found_is_said(plot: SlicePlot, start: float, text: str) -> None:
    case = make_case((start, 0.4))
    show(plot, case, 1)
    assert not plot.function_marks.note.isVisible()
    show(plot, case, 60)
    note = plot.function_marks.note
    assert (note.isVisible(), note.text) == (True, text)
    assert text in plot.accessibleDescription()


def test_a_ball_that_has_left_stands_at_the_edge_and_says_where_it_is(plot: SlicePlot) -> None:
    case = make_case((-1.0, 2.39), rate=0.17)
    show(plot, case, 1)
    gone = plot.curve_balls.spots[0]
    assert gone.way == "left"
    assert plot.frame.area.contains(gone.at)
    assert plot.curve_balls.texts() == ["ball 2 · x = −4.6"]
    show(plot, case, 20)
    assert plot.curve_balls.texts() == ["ball 2 · x = 58 · diverged at epoch 3"]
    assert plot.frame.y_range[1] < 100.0  # it does not press the curve flat


def test_the_current_ball_that_has_left_is_drawn_without_tangent(plot: SlicePlot) -> None:
    show(plot, make_case((2.39, -1.0), rate=0.17), 2)
    assert plot.curve_balls.texts()[0] == "x = 58 · diverged at epoch 3"
    assert plot.frame.area.contains(plot.slice_marks.ring.pos())
    assert plot.frame.x_range == (-2.4, 2.4)
    assert not plot.slice_marks.step.isVisible()


def test_no_label_covers_another_or_a_ball(plot: SlicePlot) -> None:
    case = make_case((2.2, -2.0, 0.9, 1.6, -0.4, 0.2, -1.2, 1.9), rate=0.06)
    for epoch in (0, 1, 2, 3, 5, 8, 20, 60):
        show(plot, case, epoch)
        marks = plot.function_marks
        labels = [
            *plot.slice_marks.labels(),
            *plot.curve_balls.labels,
            *marks.minima.labels(),
            marks.note,
        ]
        boxes = [(label.text, label.box) for label in labels if label.isVisible()]
        balls = plot.spots().values()
        for i, (text, box) in enumerate(boxes):
            inner = box.adjusted(1, 1, -1, -1)
            assert not any(inner.intersects(other) for _t, other in boxes[i + 1 :]), text
            if "slope" not in text and "step" not in text:  # which must stand somewhere
                assert not any(inner.contains(QPointF(ball)) for ball in balls), text


def test_other_balls_of_a_network_are_not_drawn_on_its_curve_and_this_is_said(
    plot: SlicePlot, shown: Any
) -> None:
    ball = make_case().balls(0)[0]
    snapshot = shown.snapshot(5, parameter=2, slice_range=(-2.0, 3.0))
    here = ball._replace(history=shown.history, epoch=5, theta=snapshot.theta, loss=snapshot.loss)
    moved = snapshot.theta.copy()
    moved[2] = 1.5
    beside = here._replace(place=0, mark=1, theta=moved, start=moved, epoch=0)
    other = here._replace(place=1, mark=2, theta=snapshot.theta + 1.0, start=snapshot.theta)
    plot.set_subject(shown.subject)
    plot.show_runs([ShownRun("now", shown.history)])
    plot.show_balls([here, beside, other])
    plot.show_snapshot(snapshot)
    plot.show()
    assert set(plot.spots()) == {-1, 0}
    assert plot.caption == "other balls lie on other curves"


def test_both_themes_can_be_painted_and_exported(plot: SlicePlot) -> None:
    case = make_case((2.2, -2.0, 0.9))
    show(plot, case, 3)
    plot.show_basins(case.basins())
    plot.restyle(DARK)
    assert not plot.grab().isNull()
    assert plot.svg_bytes().startswith(b"<?xml")
    assert len(plot.png_bytes()) > 1000
