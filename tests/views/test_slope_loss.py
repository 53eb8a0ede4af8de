"""The loss as a function of the slope: tries stay as points until the curve is revealed."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gdsim.engine.descent import State
from gdsim.engine.snapshot import Look, Snapshot, take_snapshot
from gdsim.engine.steps import finish
from gdsim.views.landscape.slope_loss import SlopeLoss
from gdsim.views.theme import DARK, LIGHT
from gdsim.views.view import ShownRun
from tests.views.conftest import make_shown

LEFT = Qt.MouseButton.LeftButton
RANGE = (-2.0, 3.0)


@pytest.fixture
def line() -> Any:
    return make_shown(1, ((1, "identity", False),))


@pytest.fixture
def plot(qtbot: QtBot, line: Any) -> SlopeLoss:
    plot = SlopeLoss(LIGHT)
    qtbot.addWidget(plot)
    qtbot.addWidget(plot.corner())
    plot.resize(560, 310)
    plot.set_subject(line.subject)
    plot.show_runs([ShownRun("now", line.history)])
    plot.show_snapshot(line.snapshot(0, slice_range=RANGE))
    with qtbot.waitActive(plot):
        plot.show()
        plot.activateWindow()
    return plot


def tried(line: Any, slope: float) -> Snapshot:
    """Return the preview that comes back while the hand has the slope there."""
    start: State = line.subject.experiment.start
    state = start._replace(theta=np.array([slope]))
    look = Look(0, slice_range=RANGE)
    return finish(take_snapshot(line.subject.experiment, line.subject.samples, 0, state, look))


def curves(plot: SlopeLoss) -> set[str]:
    return {row.split(",")[0] for row in plot.csv_text().splitlines()[1:]}


def test_at_first_the_curve_and_its_lowest_point_are_hidden(plot: SlopeLoss) -> None:
    assert "loss" not in curves(plot)
    assert not any("lowest" in text for text in plot.slice_marks.texts())
    assert plot.caption == "every try leaves a point"
    assert any(text.startswith("slope") for text in plot.slice_marks.texts())


def test_every_try_and_every_epoch_leaves_a_point_on_the_true_curve(
    plot: SlopeLoss, line: Any
) -> None:
    slopes = [-1.5, -0.4, 0.6, 1.9]
    for slope in slopes:
        plot.show_snapshot(tried(line, slope))
    plot.show_snapshot(line.snapshot(3, slice_range=RANGE))
    assert [value for value, _loss in plot.visited][1:5] == slopes
    assert len(plot.visited) == 6
    objective = line.subject.experiment.objective
    for value, loss in plot.visited:
        assert loss == objective.loss(np.array([value]))
    assert sum(row.startswith("visited,") for row in plot.csv_text().splitlines()) == 6


def test_the_same_try_counts_once(plot: SlopeLoss, line: Any) -> None:
    for _time in range(3):
        plot.show_snapshot(tried(line, 0.7))
    assert len(plot.visited) == 2


def test_before_it_is_revealed_the_mouse_reads_nothing_off_the_curve(plot: SlopeLoss) -> None:
    place = plot.frame.area.center().toPoint()
    QTest.mouseMove(plot.viewport(), place)
    QTest.qWait(1)
    assert not plot.readout.isVisible()
    QTest.mouseClick(plot.reveal_button, LEFT)
    QTest.mouseMove(plot.viewport(), place + QPoint(10, 0))
    QTest.qWait(1)
    assert plot.readout.isVisible()


def test_the_button_reveals_the_curve_and_the_best_answer(plot: SlopeLoss, line: Any) -> None:
    lowest = line.snapshot(0, slice_range=RANGE).slice.lowest
    plot.set_subject(line.subject._replace(best_loss=lowest[1]))
    plot.show_snapshot(line.snapshot(0, slice_range=RANGE))
    QTest.mouseClick(plot.reveal_button, LEFT)
    assert "loss" in curves(plot)
    assert "best answer" in plot.slice_marks.texts()
    assert plot.reveal_button.text() == "Hide"
    QTest.mouseClick(plot.reveal_button, LEFT)
    assert "loss" not in curves(plot)


def test_points_can_be_forgotten_but_not_the_present_one(plot: SlopeLoss, line: Any) -> None:
    plot.show_snapshot(tried(line, 0.7))
    QTest.mouseClick(plot.forget_button, LEFT)
    assert [value for value, _loss in plot.visited] == [0.7]


def test_points_stay_while_the_loss_is_the_same_and_go_with_another(
    plot: SlopeLoss, line: Any
) -> None:
    plot.show_snapshot(tried(line, 0.7))
    plot.set_subject(line.subject)  # as when the panel was hidden meanwhile
    plot.show_snapshot(line.snapshot(0, slice_range=RANGE))
    assert len(plot.visited) == 2
    other = make_shown(1, ((1, "identity", False),))
    plot.set_subject(other.subject)
    plot.show_snapshot(other.snapshot(0, slice_range=RANGE))
    assert len(plot.visited) == 1


def test_dragging_says_what_a_slice_says(plot: SlopeLoss) -> None:
    said: list[tuple[str, int, float]] = []
    plot.parameter_dragged.connect(lambda p, v: said.append(("dragged", p, v)))
    plot.parameter_dropped.connect(lambda p, v: said.append(("dropped", p, v)))
    start = plot.slice_marks.ring.pos().toPoint()
    QTest.mousePress(plot.viewport(), LEFT, pos=start)
    QTest.mouseMove(plot.viewport(), start + QPoint(-70, 0))
    QTest.qWait(1)
    QTest.mouseRelease(plot.viewport(), LEFT, pos=start + QPoint(-70, 0))
    assert [(kind, p) for kind, p, _v in said] == [("dragged", 0), ("dropped", 0)]
    assert said[0][2] == pytest.approx(plot.frame.x_at(start.x() - 70.0), abs=0.01)


def test_only_so_many_points_are_kept(plot: SlopeLoss, line: Any) -> None:
    plot.hide()
    snapshot = tried(line, 0.0)
    for i in range(900):
        theta = np.array([-2.0 + i * 0.02])
        plot.show_snapshot(snapshot._replace(state=snapshot.state._replace(theta=theta)))
    assert len(plot.visited) == 400


def test_showing_emits_nothing(plot: SlopeLoss, line: Any) -> None:
    said: list[object] = []
    for signal in (plot.parameter_dragged, plot.parameter_dropped, plot.parameter_requested):
        signal.connect(lambda *values: said.append(values))
    plot.show_snapshot(line.snapshot(4, slice_range=RANGE))
    plot.restyle(DARK._replace(scale=1.5))
    plot.set_subject(line.subject)
    assert said == []


def test_a_plot_without_tries_invites_to_drag(plot: SlopeLoss, line: Any) -> None:
    assert plot.invitation.isVisible()
    assert "Drag the dot" in plot.invitation.text
    plot.show_snapshot(tried(line, 0.7))
    assert not plot.invitation.isVisible()


def test_tries_with_another_intercept_are_pale_as_they_lie_on_another_curve(
    qtbot: QtBot,
) -> None:
    shown = make_shown(1, ((1, "identity", True),))
    plot = SlopeLoss(LIGHT)
    qtbot.addWidget(plot)
    qtbot.addWidget(plot.corner())
    plot.resize(560, 310)
    plot.show()
    plot.set_subject(shown.subject)
    for theta in ([0.1, 0.0], [0.4, 0.0], [0.4, 0.9], [0.8, 0.9]):
        state = shown.subject.experiment.start._replace(theta=np.array(theta))
        look = Look(0, slice_range=RANGE)
        job = take_snapshot(shown.subject.experiment, shown.subject.samples, 0, state, look)
        plot.show_snapshot(finish(job))
    names = [row.split(",")[0] for row in plot.csv_text().splitlines()]
    assert names.count("visited") == 2
    assert names.count("visited elsewhere") == 2
