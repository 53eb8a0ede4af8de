"""What is grabbed while a run plays holds still from that moment on."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from gdsim.app.gestures import Gestures
from gdsim.scenario import edits
from gdsim.scenario.library import builtin_path, read
from gdsim.session.runner import RunState
from gdsim.session.session import Session
from tests.session.conftest import settle


@pytest.fixture
def session(qtbot: QtBot) -> Iterator[Session]:
    """The houses, which play to a goal that is far off."""
    session = Session(read(builtin_path("houses")))
    session.apply(edits.set_goal(session.scenario, 10**6), "goal")
    settle(qtbot, session)
    yield session
    session.close()


@pytest.mark.parametrize("speed", [None, 60.0])
def test_no_epoch_lands_after_a_thing_was_grabbed(
    session: Session, qtbot: QtBot, speed: float | None
) -> None:
    gestures = Gestures(session)
    session.runner.set_speed(speed)
    session.runner.play()
    qtbot.waitUntil(lambda: session.selection.epoch > 5)
    gestures.on_parameter_dragged(0, 0.25)
    held_at = session.selection.epoch
    qtbot.wait(100)
    assert session.selection.epoch == held_at
    gestures.on_parameter_dropped(0, 0.25)
    assert session.scenario.changes[-1].epoch == held_at
    assert session.runner.state is RunState.PLAYING
