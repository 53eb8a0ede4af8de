"""A new optimizer is one function and one name; everything else comes by itself."""

import json
from typing import NamedTuple

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gdsim.app import landscape_gestures, scenario_menus
from gdsim.app.shown_balls import shown_balls
from gdsim.engine.arrays import Array, Memory
from gdsim.engine.optimizers import OPTIMIZERS, Optimizer
from gdsim.scenario import build, codec
from gdsim.scenario.errors import ScenarioError
from gdsim.views.balls import race_row
from gdsim.views.view import Ball
from tests.app.conftest import OpenWindow, view_of
from tests.session.conftest import settle


class Velocity(NamedTuple):
    v: Array


def drifting(*, drag: float = 0.5) -> Optimizer:
    """Keep a part of the last step."""

    def init(theta: Array) -> Velocity:
        return Velocity(0.0 * theta)

    def update(g: Array, memory: Memory, _theta: Array, rate: float) -> tuple[Array, Memory]:
        v = (1.0 - drag) * memory[0] - rate * g
        return v, Velocity(v)

    return Optimizer("drifting", init, update)


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (build, codec, scenario_menus, landscape_gestures, race_row):
        monkeypatch.setattr(module, "OPTIMIZERS", {**OPTIMIZERS, "drifting": drifting})


@pytest.mark.usefixtures("registered")
def test_it_stands_in_the_menu_runs_and_its_memory_is_shown(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    menu = window.menu.submenus["optimizer"]
    next(action for action in menu.actions() if action.text() == "drifting").trigger()
    settle(qtbot, window.session)
    window.session.runner.step(3)
    settle(qtbot, window.session)
    snapshot = window.session.snapshot
    assert snapshot is not None
    assert snapshot.state.memory._fields == ("v",)  # type: ignore[attr-defined]
    assert snapshot.loss < 1.335


@pytest.mark.usefixtures("registered")
def test_its_numbers_are_keys_of_the_file_with_its_defaults(open_window: OpenWindow) -> None:
    session = open_window().session
    tree = json.loads(codec.encode(codec.Document(session.scenario)))
    tree["optimizer"] |= {"name": "drifting", "drag": 0.25}
    document = codec.decode(json.dumps(tree), "new")
    assert document.scenario.optimizer.numbers == {"drag": 0.25}
    assert document.notes == ()
    assert json.loads(codec.encode(document))["optimizer"]["drag"] == 0.25
    build.build(document.scenario)


def test_without_its_name_it_is_refused_in_a_sentence(open_window: OpenWindow) -> None:
    text = codec.encode(codec.Document(open_window().session.scenario))
    document = codec.decode(text.replace("gradient_descent", "drifting"), "new")
    with pytest.raises(ScenarioError, match="drifting"):
        build.build(document.scenario)


@pytest.mark.usefixtures("registered")
def test_it_races_against_the_others_from_one_start(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window("two_wells")
    panel = view_of(window, "balls")
    qtbot.mouseClick(panel.race_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(panel.race_row.methods_button, Qt.MouseButton.LeftButton)
    settle(qtbot, window.session)
    window.session.runner.step(30)
    settle(qtbot, window.session)

    def balls() -> list[Ball]:
        return shown_balls(window.session, window.gestures.companions)

    qtbot.waitUntil(lambda: {ball.epoch for ball in balls()} == {30}, timeout=5000)
    assert {ball.name for ball in balls()} == {"gradient descent", "drifting"}
    assert panel.caption == "2 methods, one start"
    assert "drifting" in panel.line.text or "gradient descent" in panel.line.text
