"""A new optimizer is one function and one name; everything else comes by itself."""

import json
from typing import NamedTuple

import pytest
from pytestqt.qtbot import QtBot

from gdsim.app import scenario_menus
from gdsim.engine.arrays import Array, Memory
from gdsim.engine.optimizers import OPTIMIZERS, Optimizer
from gdsim.scenario import build, codec
from gdsim.scenario.errors import ScenarioError
from tests.app.conftest import OpenWindow
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
    for module in (build, codec, scenario_menus):
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
