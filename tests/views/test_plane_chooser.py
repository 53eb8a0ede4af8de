"""Choosing the plane of a map, and what is said around one that is no pair of parameters."""

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gdsim.engine.directions import PATH, RANDOM, PlaneChoice
from gdsim.views.landscape.contour_plot import ContourPlot
from gdsim.views.landscape.plane_chooser import PlaneChooser
from gdsim.views.plotting.axes import TEXT_SIZE
from gdsim.views.theme import LIGHT
from tests.views.conftest import make_shown
from tests.views.map_case import Descended, descend_on

LEFT = Qt.MouseButton.LeftButton
NEWEST = 25


@pytest.fixture(scope="module")
def houses() -> Descended:
    shown = make_shown()
    return Descended(shown.subject, shown.history)


def make_map(qtbot: QtBot, run: Descended, epoch: int, choice: PlaneChoice) -> ContourPlot:
    plot = ContourPlot(LIGHT)
    qtbot.addWidget(plot)
    qtbot.addWidget(plot.corner())
    plot.resize(590, 310)
    plot.set_subject(run.subject)
    plot.show_runs([run.shown()])
    plot.show_balls([run.ball(-1, 0, epoch)])
    plot.show_snapshot(run.snapshot(epoch, choice))
    plot.show_plane(run.plane_along(choice))
    plot.show()
    plot.corner().show()
    return plot


def listen(plot: ContourPlot) -> list[Any]:
    said: list[Any] = []
    for signal in (plot.plane_requested, plot.pair_requested, plot.parameters_dragged):
        signal.connect(said.append)
    plot.ball_added.connect(said.append)
    return said


@pytest.fixture
def chooser(qtbot: QtBot) -> Iterator[PlaneChooser]:
    """Return it in a window, as in a title bar."""
    window = QWidget()
    qtbot.addWidget(window)
    chooser = PlaneChooser(LIGHT, window)
    chooser.set_names([f"w{i}" for i in range(1, 11)], 10)
    window.show()
    yield chooser
    window.close()


def test_the_kinds_are_chosen_by_keys_and_keep_the_seed(chooser: PlaneChooser) -> None:
    said: list[PlaneChoice] = []
    chooser.plane_requested.connect(said.append)
    chooser.set_choice(PlaneChoice(seed=4))
    QTest.keyClick(chooser.kind_box, Qt.Key.Key_Down)
    QTest.keyClick(chooser.kind_box, Qt.Key.Key_Down)
    assert said == [PlaneChoice(RANDOM, 4), PlaneChoice(PATH, 4)]


def test_another_pair_of_random_directions_is_the_next_seed(chooser: PlaneChooser) -> None:
    said: list[PlaneChoice] = []
    chooser.plane_requested.connect(said.append)
    chooser.set_choice(PlaneChoice(RANDOM, 4))
    QTest.mouseClick(chooser.another_button, LEFT)
    assert said == [PlaneChoice(RANDOM, 5)]


def test_each_kind_shows_what_belongs_to_it(chooser: PlaneChooser) -> None:
    seen = []
    for choice in (PlaneChoice(), PlaneChoice(RANDOM), PlaneChoice(PATH)):
        chooser.set_choice(choice)
        seen.append((chooser.boxes[0].isVisible(), chooser.another_button.isVisible()))
        assert chooser.kind_box.isVisible()
    assert seen == [(True, False), (False, True), (False, False)]


@pytest.mark.parametrize(("n_axes", "has_switches"), [(1, False), (2, True)])
def test_of_two_parameters_or_one_there_is_nothing_to_choose(
    chooser: PlaneChooser, n_axes: int, has_switches: bool
) -> None:
    chooser.set_choice(PlaneChoice(RANDOM))
    chooser.set_names(["x", "y"][:n_axes], n_axes)
    for widget in (chooser.kind_box, *chooser.boxes, chooser.another_button):
        assert not widget.isVisible()
    assert chooser.log_button.isVisible() is has_switches


def test_every_control_says_what_it_does(chooser: PlaneChooser) -> None:
    parts = (chooser.another_button, chooser.arrows_button, chooser.log_button)
    for widget in (chooser.kind_box, *chooser.boxes, *parts):
        assert widget.toolTip()
        assert widget.accessibleName()


@pytest.mark.parametrize("choice", [PlaneChoice(RANDOM, 2), PlaneChoice(PATH)])
def test_the_dot_is_the_shadow_of_the_run(
    qtbot: QtBot, houses: Descended, choice: PlaneChoice
) -> None:
    plot = make_map(qtbot, houses, 10, choice)
    plane = houses.plane_along(choice)
    axes, theta = np.array(plane.axes), houses.snapshot(10).theta
    wanted, *_ = np.linalg.lstsq(axes.T, theta - plane.origin, rcond=None)
    assert plot.dot() == pytest.approx(tuple(wanted), rel=1e-9, abs=1e-12)
    assert len(plot.balls.balls[0].path[0]) == 11


@pytest.mark.parametrize("choice", [PlaneChoice(RANDOM, 2), PlaneChoice(PATH)])
def test_nothing_is_dragged_or_added_on_a_plane_of_directions(
    qtbot: QtBot, houses: Descended, choice: PlaneChoice
) -> None:
    plot = make_map(qtbot, houses, 10, choice)
    said = listen(plot)
    dot = plot.ring.pos().toPoint()
    QTest.mousePress(plot.viewport(), LEFT, pos=dot)
    QTest.mouseMove(plot.viewport(), dot + QPoint(40, 20))
    QTest.mouseRelease(plot.viewport(), LEFT, pos=dot + QPoint(40, 20))
    QTest.mouseDClick(plot.viewport(), LEFT, pos=dot + QPoint(60, -40))
    QTest.keyClick(plot, Qt.Key.Key_Return)
    QTest.keyClick(plot, Qt.Key.Key_A)
    assert said == []
    assert "nothing to drag" in plot.caption
    assert "choose two parameters" in plot.tip_at(plot.ring.pos())


def test_it_says_that_a_plane_is_not_the_landscape_and_how_far_off_it_is(
    qtbot: QtBot, houses: Descended
) -> None:
    choice = PlaneChoice(RANDOM, 2)
    plot = make_map(qtbot, houses, 10, choice)
    assert plot.notes.warning.isVisible()
    assert "not the landscape" in plot.notes.warning.text
    run, plane = (float(n) for n in re.findall(r"\d\.\d+", plot.notes.note.text))
    assert run == pytest.approx(houses.snapshot(10).loss, rel=1e-3)
    x, y = plot.dot()
    shadow = houses.plane_along(choice).directions.thetas_at(np.array([x]), np.array([y]))[0]
    true = houses.subject.experiment.objective.twin().loss(shadow)
    assert plane == pytest.approx(true, rel=1e-3)
    plot.show_snapshot(houses.snapshot(NEWEST, choice))
    assert "lies on it" in plot.notes.note.text


def test_the_variance_that_each_direction_explains_is_printed(
    qtbot: QtBot, houses: Descended
) -> None:
    plot = make_map(qtbot, houses, 10, PlaneChoice(PATH))
    explained = houses.plane_along(PlaneChoice(PATH)).explained
    assert explained is not None
    for label, part in zip((plot.axes.x_label, plot.axes.y_label), explained, strict=True):
        printed = float(re.findall(r"[\d.]+(?= %)", label)[0])
        assert printed == pytest.approx(100.0 * part, rel=5e-3)


def test_a_run_too_short_for_its_own_directions_says_so(qtbot: QtBot) -> None:
    shown = make_shown()
    run = Descended(shown.subject, shown.history.until(2))
    plot = ContourPlot(LIGHT)
    qtbot.addWidget(plot)
    qtbot.addWidget(plot.corner())
    plot.resize(590, 310)
    plot.show()
    plot.set_subject(run.subject)
    plot.show_runs([run.shown()])
    plot.show_snapshot(run.snapshot(1, PlaneChoice(PATH)))
    assert "after its first two epochs" in plot.no_map.message.text
    assert plot.no_map.message.isVisible()
    assert not plot.axes.isVisible()
    assert not plot.can_move()


def test_two_parameters_have_neither_warning_nor_note(qtbot: QtBot) -> None:
    run = descend_on("booth", (3.0, -3.0), 0.02)
    plot = ContourPlot(LIGHT)
    qtbot.addWidget(plot)
    qtbot.addWidget(plot.corner())
    plot.resize(590, 310)
    plot.set_subject(run.subject)
    plot.show_runs([run.shown()])
    plot.show_snapshot(run.snapshot(4))
    plot.show_plane(run.plane(4))
    plot.show()
    assert not plot.notes.warning.isVisible()
    assert not plot.notes.note.isVisible()


def test_losses_without_a_color_are_said(qtbot: QtBot) -> None:
    run = descend_on("booth", (3.0, -3.0), 0.02)
    plane = run.plane(4)
    losses = plane.losses.copy()
    losses[:, 40:] = np.inf
    plot = ContourPlot(LIGHT)
    qtbot.addWidget(plot)
    qtbot.addWidget(plot.corner())
    plot.resize(590, 310)
    plot.set_subject(run.subject)
    plot.show_snapshot(run.snapshot(4))
    plot.show_plane(plane._replace(losses=losses))
    plot.show()
    assert plot.notes.note.text.startswith("No color:")
    plot.show_plane(plane._replace(losses=np.full_like(losses, np.nan)))
    assert plot.notes.note.text.startswith("No loss here")
    assert not plot.ground.bar.isVisible()


def test_a_slow_plane_shows_how_far_it_is(qtbot: QtBot) -> None:
    run = descend_on("booth", (3.0, -3.0), 0.02)
    plot = ContourPlot(LIGHT)
    qtbot.addWidget(plot)
    qtbot.addWidget(plot.corner())
    plot.resize(590, 310)
    plot.set_subject(run.subject)
    plot.show_snapshot(run.snapshot(4))
    plot.show_plane(run.plane(4, 21))
    plot.show()
    plot.show_plane_progress(0.1)
    assert not plot.notes.progress.isVisible()
    qtbot.wait(550)
    plot.show_plane_progress(0.5)
    assert plot.notes.progress.line.length() == pytest.approx(plot.frame.area.width() / 2.0)
    plot.show_plane_progress(1.0)
    assert not plot.notes.progress.isVisible()


@pytest.mark.parametrize("width", [400, 900])
def test_notes_never_cover_the_names_of_the_axes(
    qtbot: QtBot, houses: Descended, width: int
) -> None:
    plot = make_map(qtbot, houses, 10, PlaneChoice(PATH))
    plot.resize(width, 330)
    plot.refresh()
    area, metrics = plot.frame.area, QFontMetricsF(LIGHT.font(TEXT_SIZE))
    note, warning = plot.notes.note.box, plot.notes.warning.box
    if note.top() >= area.bottom():
        assert note.right() < area.right() - metrics.horizontalAdvance(plot.axes.x_label)
    if warning.bottom() <= area.top() + 4.0:
        assert warning.left() > metrics.horizontalAdvance(plot.axes.y_label)
    assert (note.bottom() < area.bottom()) is (width == 400)
    assert (warning.top() > area.top()) is (width == 400)
