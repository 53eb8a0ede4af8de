"""The map of the loss wired to a session: what is done on it changes the run, and comes back."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gdsim import resources
from gdsim.app.gestures import Gestures
from gdsim.app.wiring import Wiring, wire
from gdsim.engine.directions import PATH, RANDOM, PlaneChoice
from gdsim.scenario import codec
from gdsim.scenario.codec import Document
from gdsim.scenario.spec import FunctionSpec, OptimizerSpec, Scenario, StartSpec
from gdsim.session.session import Session
from gdsim.views.landscape.contour_plot import ContourPlot
from gdsim.views.theme import LIGHT
from tests.session.conftest import settle

LEFT = Qt.MouseButton.LeftButton


class Wired(NamedTuple):
    """A session and a map of it."""

    session: Session
    plot: ContourPlot
    wiring: Wiring


@pytest.fixture
def wire_up(qtbot: QtBot) -> Iterator[Callable[[Document], Wired]]:
    opened: list[Wired] = []

    def open_it(document: Document) -> Wired:
        session = Session(document)
        settle(qtbot, session)
        plot = ContourPlot(LIGHT)
        qtbot.addWidget(plot)
        qtbot.addWidget(plot.corner())
        plot.resize(590, 310)
        plot.show()
        plot.corner().show()
        wiring = wire(session, Gestures(session), [(plot, 0)])
        opened.append(Wired(session, plot, wiring))
        qtbot.waitUntil(lambda: plot.plane is not None, timeout=5000)
        settle(qtbot, session)
        return opened[-1]

    yield open_it
    for wired in opened:
        wired.wiring.close()
        wired.session.close()


@pytest.fixture
def himmelblau(wire_up: Callable[[Document], Wired]) -> Wired:
    scenario = Scenario(
        objective=FunctionSpec(name="himmelblau"),
        start=StartSpec(parameters={"x": 0.5, "y": -1.0}),
        optimizer=OptimizerSpec(learning_rate=0.005),
        epochs=30,
    )
    return wire_up(Document(scenario))


@pytest.fixture
def houses(wire_up: Callable[[Document], Wired]) -> Wired:
    text = resources.path("scenarios", "houses.json").read_text(encoding="utf-8")
    return wire_up(codec.decode(text, "houses"))


def pixels(plot: ContourPlot, x: float, y: float) -> QPoint:
    return plot.frame.to_pixels(x, y).toPoint()


def is_of(plot: ContourPlot, kind: str) -> bool:
    return plot.plane is not None and plot.plane.choice.kind == kind


def test_the_map_of_a_function_is_its_bounds(himmelblau: Wired) -> None:
    function = himmelblau.session.subject.function
    assert function is not None
    assert himmelblau.plot.plane is not None
    assert himmelblau.plot.plane.ranges == function.bounds
    assert himmelblau.plot.dot() == (0.5, -1.0)


def test_dragging_the_ball_gives_the_run_another_start(qtbot: QtBot, himmelblau: Wired) -> None:
    session, plot, _wiring = himmelblau
    start, end = pixels(plot, 0.5, -1.0), pixels(plot, -3.0, 2.0)
    QTest.mousePress(plot.viewport(), LEFT, pos=start)
    QTest.mouseMove(plot.viewport(), end)
    qtbot.waitUntil(lambda: not session.runner.is_busy)
    QTest.mouseRelease(plot.viewport(), LEFT, pos=end)
    settle(qtbot, session)
    found = session.scenario.start.parameters or {}
    assert (found["x"], found["y"]) == pytest.approx((-3.0, 2.0), abs=0.05)
    assert session.undo_stack.count() == 1


def test_a_function_is_mapped_once_however_its_ball_moves(qtbot: QtBot, himmelblau: Wired) -> None:
    session, plot, _wiring = himmelblau
    plane = plot.plane
    session.runner.step(12)
    settle(qtbot, session)
    session.select(epoch=3)
    settle(qtbot, session)
    assert plot.plane is plane
    assert len(plot.balls.balls[0].path[0]) == 4


def test_a_ball_that_rolls_out_of_the_bounds_makes_the_map_larger(
    qtbot: QtBot, wire_up: Callable[[Document], Wired]
) -> None:
    scenario = Scenario(
        objective=FunctionSpec(name="saddle"),
        start=StartSpec(parameters={"x": 0.5, "y": 0.5}),
        optimizer=OptimizerSpec(learning_rate=0.3),
        epochs=40,
    )
    session, plot, _wiring = wire_up(Document(scenario))
    assert plot.plane is not None
    bounds = plot.plane.ranges
    session.runner.step(5)
    qtbot.waitUntil(lambda: plot.plane is not None and plot.plane.ranges[1] != bounds[1])
    low, high = plot.plane.ranges[1]
    assert low <= plot.dot()[1] <= high
    session.runner.step(30)
    settle(qtbot, session)
    low, high = plot.plane.ranges[1]
    assert high - low <= 4.0 * (bounds[1][1] - bounds[1][0])
    assert any("at " in text for text in plot.balls.texts())


def test_two_clicks_put_a_second_ball_there(qtbot: QtBot, himmelblau: Wired) -> None:
    session, plot, _wiring = himmelblau
    place = pixels(plot, -2.0, -2.0)
    QTest.mouseClick(plot.viewport(), LEFT, pos=place)
    QTest.mouseDClick(plot.viewport(), LEFT, pos=place)
    qtbot.waitUntil(lambda: len(plot.spots()) == 2, timeout=5000)
    settle(qtbot, session)
    starts = {tuple(one.ball.start.round(1)) for one in plot.balls.balls if one.ball is not None}
    assert starts == {(-2.0, -2.0), (0.5, -1.0)}


def test_the_kind_of_plane_is_looked_at_and_no_edit(qtbot: QtBot, houses: Wired) -> None:
    session, plot, _wiring = houses
    session.runner.step(8)
    settle(qtbot, session)
    plot.chooser.kind_box.setFocus()
    for kind in (RANDOM, PATH):
        QTest.keyClick(plot.chooser.kind_box, Qt.Key.Key_Down)
        assert session.selection.plane == PlaneChoice(kind)
        qtbot.waitUntil(partial(is_of, plot, kind))
        settle(qtbot, session)
    assert plot.plane is not None
    assert plot.plane.explained is not None
    assert sum(plot.plane.explained) > 0.9
    assert plot.notes.warning.isVisible()
    assert session.undo_stack.count() == 0
    assert np.isfinite(plot.dot()).all()


def test_other_random_directions_are_another_plane(qtbot: QtBot, houses: Wired) -> None:
    session, plot, _wiring = houses
    session.select(plane=PlaneChoice(RANDOM))
    qtbot.waitUntil(partial(is_of, plot, RANDOM))
    QTest.mouseClick(plot.chooser.another_button, LEFT)
    qtbot.waitUntil(lambda: plot.plane is not None and plot.plane.choice.seed == 2)
