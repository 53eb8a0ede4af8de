"""Dragging two parameters at once, from the view to the run."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from gdsim import resources
from gdsim.app.gestures import Gestures
from gdsim.scenario import codec
from gdsim.session.session import Session
from tests.session.conftest import settle


@pytest.fixture
def session(qtbot: QtBot) -> Iterator[Session]:
    text = resources.path("scenarios", "slope_and_intercept.json").read_text(encoding="utf-8")
    session = Session(codec.decode(text, "slope_and_intercept"))
    settle(qtbot, session)
    yield session
    session.close()


def test_dragging_two_parameters_shows_what_they_would_do_and_changes_nothing(
    qtbot: QtBot, session: Session
) -> None:
    told: list[list[float]] = []
    session.snapshot_changed.connect(lambda snapshot: told.append(snapshot.theta.tolist()))
    before = session.scenario
    gestures = Gestures(session)
    gestures.on_parameters_dragged({0: 1000.0, 1: -50.0})
    qtbot.waitUntil(lambda: bool(told))
    assert told[-1] == [1000.0, -50.0]
    assert session.scenario is before
    gestures.on_drag_cancelled()
    qtbot.waitUntil(lambda: told[-1] == [0.0, 0.0])


def test_dropping_them_is_one_step_back(qtbot: QtBot, session: Session) -> None:
    Gestures(session).on_parameters_dropped({0: 1000.0, 1: -50.0})
    settle(qtbot, session)
    assert session.scenario.start.parameters == {"w1": 1000.0, "b1": -50.0}
    assert session.undo_stack.count() == 1
    assert session.undo_stack.undoText() == "set w1 1000, b1 −50.00"
    session.undo_stack.undo()
    assert session.scenario.start.parameters == {"w1": 0.0, "b1": 0.0}


def test_at_a_later_epoch_they_become_a_change_there(qtbot: QtBot, session: Session) -> None:
    session.runner.step(3)
    settle(qtbot, session)
    Gestures(session).on_parameters_dropped({0: 10.0, 1: 20.0})
    settle(qtbot, session)
    (change,) = session.scenario.changes
    assert (change.epoch, change.parameters) == (3, {"w1": 10.0, "b1": 20.0})


def test_what_was_grabbed_of_another_model_is_let_go(session: Session) -> None:
    gestures = Gestures(session)
    gestures.on_parameters_dragged({0: 1.0, 7: 2.0})
    gestures.on_parameters_dropped({0: 1.0, 7: 2.0})
    assert session.undo_stack.count() == 0


def test_the_pair_of_the_map_is_a_selection_and_no_edit(session: Session) -> None:
    Gestures(session).on_pair_requested((1, 0))
    assert session.selection.pair == (1, 0)
    assert session.undo_stack.count() == 0
