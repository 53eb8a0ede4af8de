"""The loss along one parameter: what is seen, and what dragging, clicking and keys say."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.ranges import slice_range
from gdsim.views.plotting.hand import REST_MS
from gdsim.views.slice.slice_plot import LATE_MS, SlicePlot
from gdsim.views.theme import DARK, LIGHT
from gdsim.views.view import ShownRun

W3 = 2
RANGE = (-2.0, 3.0)
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def at(shown: Any) -> Callable[..., Snapshot]:
    def at(epoch: int, parameter: int = W3) -> Snapshot:
        snapshot: Snapshot = shown.snapshot(epoch, parameter=parameter, slice_range=RANGE)
        return snapshot

    return at


@pytest.fixture
def plot(qtbot: QtBot, shown: Any, at: Any) -> SlicePlot:
    plot = SlicePlot(LIGHT)
    qtbot.addWidget(plot)
    qtbot.addWidget(plot.corner())
    plot.resize(560, 310)
    plot.set_subject(shown.subject)
    plot.show_runs([ShownRun("now", shown.history)])
    plot.show_snapshot(at(5))
    with qtbot.waitActive(plot):
        plot.show()
        plot.activateWindow()
    return plot


@pytest.fixture
def said(plot: SlicePlot) -> list[tuple[object, ...]]:
    said: list[tuple[object, ...]] = []
    plot.parameter_dragged.connect(lambda p, v: said.append(("dragged", p, v)))
    plot.parameter_dropped.connect(lambda p, v: said.append(("dropped", p, v)))
    plot.drag_cancelled.connect(lambda: said.append(("cancelled",)))
    plot.parameter_requested.connect(lambda p: said.append(("requested", p)))
    return said


def dot(plot: SlicePlot) -> QPoint:
    return plot.slice_marks.ring.pos().toPoint()


def press(plot: SlicePlot, place: QPoint) -> None:
    QTest.mousePress(plot.viewport(), LEFT, pos=place)


def move(plot: SlicePlot, place: QPoint) -> None:
    QTest.mouseMove(plot.viewport(), place)
    QTest.qWait(2 * LATE_MS)  # no session answers here, so the plot draws by itself


def release(plot: SlicePlot, place: QPoint) -> None:
    QTest.mouseRelease(plot.viewport(), LEFT, pos=place)


def preview(snapshot: Snapshot, value: float) -> Snapshot:
    theta = snapshot.theta.copy()
    theta[W3] = value
    return snapshot._replace(state=snapshot.state._replace(theta=theta), loss=0.6, slice=None)


def place_of(plot: SlicePlot, value: float, loss: float) -> QPoint:
    return plot.frame.to_pixels(value, loss).toPoint()


def test_the_dot_stands_at_the_value_and_its_loss(plot: SlicePlot, at: Any) -> None:
    snapshot = at(5)
    assert dot(plot) == place_of(plot, snapshot.theta[W3], snapshot.loss)
    assert (plot.title, plot.caption) == ("Loss as w3 changes", "all others held · drag the dot")


def test_slope_next_step_lowest_point_and_average_are_named(plot: SlicePlot) -> None:
    assert plot.slice_marks.texts() == [
        "slope −0.2129",
        "next step +0.01065",
        "lowest along w3",
        "always guessing the average: 1.00",
        "earlier epochs",
    ]
    assert plot.accessibleDescription() == (
        "w3 is 0.5687, the loss 0.6950, the slope −0.2129. The next step is +0.01065."
    )


@pytest.mark.parametrize("parameter", range(10))
@pytest.mark.parametrize("epoch", [0, 5, 25])
def test_no_label_covers_another_or_the_dot(
    plot: SlicePlot, shown: Any, parameter: int, epoch: int
) -> None:
    values = shown.history.points([2 + parameter], epoch, 60)[1]
    extent = slice_range(None, values[0, -1], values.min(), values.max())
    plot.show_snapshot(shown.snapshot(epoch, parameter=parameter, slice_range=extent))
    boxes = [label.box for label in plot.slice_marks.labels() if label.isVisible()]
    inside = plot.frame.area.adjusted(-1, -1, 1, 1)
    for i, box in enumerate(boxes):
        assert inside.contains(box)
        assert not box.adjusted(2, 2, -2, -2).contains(QPointF(dot(plot)))
        assert not any(box.adjusted(1, 1, -1, -1).intersects(b) for b in boxes[i + 1 :])


def test_earlier_epochs_stand_at_their_own_value_and_loss(plot: SlicePlot, shown: Any) -> None:
    _epochs, points = shown.history.points([2 + W3, 0], 4, 60)
    lines = plot.csv_text().splitlines()
    rows = [line.split(",")[1:] for line in lines if line.startswith("earlier epochs,")]
    np.testing.assert_array_equal(np.array(rows, dtype=float).T, points)
    tip = plot.tip_at(plot.frame.to_pixels(*points[:, 0]))
    assert "off the curve because the other parameters had other values then" in tip


def test_dragging_moves_the_dot_along_the_curve_although_no_answer_comes(
    plot: SlicePlot, said: list[Any], at: Any
) -> None:
    start, curve = dot(plot), at(5).slice
    press(plot, start)
    target = QPoint(start.x() - 80, 30)
    move(plot, target)
    kind, parameter, value = said[-1]
    assert (kind, parameter) == ("dragged", W3)
    assert value == pytest.approx(plot.frame.x_at(target.x()), abs=0.01)
    loss = float(np.interp(value, curve.values, curve.losses))
    QTest.qWait(2 * LATE_MS)
    assert (dot(plot) - place_of(plot, value, loss)).manhattanLength() <= 2
    release(plot, target)
    assert said[-1] == ("dropped", W3, value)


def test_a_preview_that_comes_during_a_drag_does_not_fight_with_the_mouse(
    plot: SlicePlot, at: Any, said: list[object]
) -> None:
    before, start = (plot.frame.x_range, plot.frame.y_range), dot(plot)
    press(plot, start)
    move(plot, start + QPoint(60, 0))
    held = dot(plot)
    plot.show_snapshot(preview(at(5), 0.9))
    assert dot(plot) == held
    assert (plot.frame.x_range, plot.frame.y_range) == before
    release(plot, start + QPoint(60, 0))
    plot.show_snapshot(at(5))
    assert dot(plot) == start


def test_escape_returns_the_dot_and_the_release_says_nothing_more(
    plot: SlicePlot, at: Any, said: list[object]
) -> None:
    plot.setFocus()
    start = dot(plot)
    press(plot, start)
    move(plot, start + QPoint(60, 0))
    plot.show_snapshot(preview(at(5), 0.9))
    QTest.keyClick(plot, Qt.Key.Key_Escape)
    release(plot, start + QPoint(60, 0))
    assert said[-1] == ("cancelled",)
    assert dot(plot) == start


def test_a_press_within_22_pixels_takes_the_dot_without_a_jump(
    plot: SlicePlot, said: list[object]
) -> None:
    start = dot(plot)
    near = start + QPoint(15, -15)
    press(plot, near)
    release(plot, near)
    assert not said
    press(plot, near)
    move(plot, near + QPoint(10, 0))
    release(plot, near + QPoint(10, 0))
    assert abs(dot(plot).x() - (start.x() + 10)) <= 1


def test_a_click_elsewhere_jumps_there(plot: SlicePlot, said: list[object]) -> None:
    place = QPoint(int(plot.frame.area.left()) + 40, 100)
    QTest.mouseClick(plot.viewport(), LEFT, pos=place)
    assert said[-1] == ("dropped", W3, pytest.approx(plot.frame.x_at(place.x())))
    assert abs(dot(plot).x() - place.x()) <= 1


def test_the_dot_stays_inside_the_slice(plot: SlicePlot, said: list[object]) -> None:
    press(plot, dot(plot))
    move(plot, QPoint(-50, 100))
    release(plot, QPoint(-50, 100))
    assert said[-1] == ("dropped", W3, RANGE[0])


def test_arrow_keys_are_left_to_the_window_while_nothing_is_held(
    plot: SlicePlot, said: list[object]
) -> None:
    plot.setFocus()
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert not said


@pytest.mark.parametrize(
    ("modifier", "part"),
    [
        (Qt.KeyboardModifier.NoModifier, 0.05),
        (Qt.KeyboardModifier.ShiftModifier, 0.5),
        (Qt.KeyboardModifier.ControlModifier, 0.005),
    ],
)
def test_a_held_dot_moves_by_arrow_keys(
    plot: SlicePlot, at: Any, said: list[object], modifier: Qt.KeyboardModifier, part: float
) -> None:
    plot.setFocus()
    QTest.keyClick(plot, Qt.Key.Key_Return)
    assert plot.caption == "← → move the dot · Esc lets go"
    QTest.keyClick(plot, Qt.Key.Key_Right, modifier)
    expected = pytest.approx(at(5).theta[W3] + part)
    assert said == [("dragged", W3, expected)]
    QTest.keyClick(plot, Qt.Key.Key_Return)
    assert said[1:] == [("dropped", W3, expected)]


def test_a_dot_moved_by_keys_is_dropped_after_a_rest(plot: SlicePlot, qtbot: QtBot) -> None:
    QTest.mouseClick(plot.viewport(), LEFT, pos=dot(plot))
    assert plot.caption == "← → move the dot · Esc lets go"
    with qtbot.waitSignal(plot.parameter_dropped, timeout=3 * REST_MS):
        QTest.keyClick(plot, Qt.Key.Key_Left)


def test_the_corner_chooses_the_parameter(plot: SlicePlot, said: list[object]) -> None:
    chooser = plot.corner().findChild(QComboBox)
    assert chooser is not None
    assert chooser.currentText() == "w3"
    QTest.keyClick(chooser, Qt.Key.Key_Down)
    assert said == [("requested", W3 + 1)]


def test_another_parameter_hides_the_curve_until_its_slice_comes(plot: SlicePlot, at: Any) -> None:
    plot.show_snapshot(at(5, 3)._replace(slice=None))
    assert not plot.axes.isVisible()
    plot.show_snapshot(at(5, 3))
    assert plot.axes.isVisible()
    assert plot.title == "Loss as w4 changes"


def test_a_snapshot_without_a_slice_keeps_the_curve(plot: SlicePlot, at: Any) -> None:
    plot.show_snapshot(at(6)._replace(slice=None))
    assert plot.axes.isVisible()
    assert dot(plot) == place_of(plot, at(6).theta[W3], at(6).loss)


def test_a_cut_parameter_says_so_instead_of_a_curve(plot: SlicePlot, shown: Any, at: Any) -> None:
    objective = shown.subject.experiment.objective.twin()
    objective.cut = np.arange(10) == W3
    experiment = shown.subject.experiment._replace(objective=objective)
    plot.set_subject(shown.subject._replace(experiment=experiment))
    plot.show_snapshot(at(5))
    assert plot.message.text.startswith("w3 is cut: it stays 0")
    assert plot.message.isVisible()
    assert not plot.axes.isVisible()


def test_a_frozen_parameter_has_a_slope_and_no_step(plot: SlicePlot, at: Any) -> None:
    snapshot = at(5)
    settings = snapshot.settings._replace(free=np.arange(10) != W3)
    plot.show_snapshot(snapshot._replace(settings=settings))
    texts = plot.slice_marks.texts()
    assert "slope −0.2129" in texts
    assert "frozen: no step" in texts
    assert not plot.slice_marks.step.isVisible()


@pytest.mark.parametrize("bad", [np.nan, np.inf, 1e308])
def test_losses_that_are_not_finite_leave_a_gap(plot: SlicePlot, at: Any, bad: float) -> None:
    snapshot = at(5)
    losses = snapshot.slice.losses.copy()
    losses[:30] = bad
    plot.show_snapshot(snapshot._replace(slice=snapshot.slice._replace(losses=losses)))
    assert not plot.grab().isNull()
    plot.show_snapshot(
        snapshot._replace(
            slice=snapshot.slice._replace(losses=np.full(101, bad), lowest=(0.0, bad)),
            loss=bad,
        )
    )
    assert not plot.grab().isNull()


def test_hovering_shows_the_numbers_of_the_place(plot: SlicePlot) -> None:
    place = QPoint(int(plot.frame.area.left()) + 60, 150)
    move(plot, place)
    assert plot.readout.isVisible()
    assert plot.readout.text.startswith("w3 −1.")
    move(plot, dot(plot))
    assert plot.viewport().cursor().shape() == Qt.CursorShape.OpenHandCursor


def test_showing_and_restyling_say_nothing(
    plot: SlicePlot, shown: Any, at: Any, said: list[object]
) -> None:
    plot.show_snapshot(at(7))
    plot.show_snapshot(at(7, 4))
    plot.show_runs([ShownRun("now", shown.history)])
    plot.restyle(DARK)
    plot.set_subject(shown.subject)
    assert not said


def test_after_a_click_elsewhere_the_arrow_keys_move_the_dot_that_jumped(
    plot: SlicePlot, said: Any
) -> None:
    place = place_of(plot, 2.0, 0.8)
    press(plot, place)
    release(plot, place)
    assert plot.caption == "← → move the dot · Esc lets go"
    QTest.keyClick(plot, Qt.Key.Key_Right)
    (*_, (word, parameter, value)) = said
    assert (word, parameter) == ("dragged", W3)
    assert value > 2.0
