"""Documents that are put aside: nothing of them is lost."""

import numpy as np
from pytestqt.qtbot import QtBot

from gdsim.scenario import edits, library
from gdsim.session.session import Session
from tests.session.conftest import Open, settle


def open_beside(session: Session, name: str) -> None:
    session.open_beside(library.read(library.builtin_path(name)))


def test_a_parked_document_comes_back_with_run_undo_and_place(
    open_session: Open, qtbot: QtBot
) -> None:
    session = open_session()
    session.runner.step(4)
    settle(qtbot, session)
    session.select(epoch=2, parameter=3)
    settle(qtbot, session)
    session.apply(edits.set_learning_rate(session.scenario, 0.1, 2), "rate")
    settle(qtbot, session)
    before, run = session.snapshot, session.run
    open_beside(session, "xor")
    settle(qtbot, session)
    assert session.is_saved
    assert not session.undo_stack.canUndo()
    assert session.run is not run
    (parked,) = session.parked
    assert not parked.is_saved
    session.resume(parked)
    settle(qtbot, session)
    after = session.snapshot
    assert session.run is run
    assert before is not None
    assert after is not None
    assert after.epoch == 2
    assert session.selection.parameter == 3
    np.testing.assert_array_equal(after.theta, before.theta)
    assert session.scenario.changes
    session.undo_stack.undo()
    settle(qtbot, session)
    assert not session.scenario.changes
    assert session.run.newest == 4


def test_the_one_that_was_open_is_parked_in_its_place(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    open_beside(session, "xor")
    settle(qtbot, session)
    xor = session.run
    session.resume(session.parked[0])
    settle(qtbot, session)
    assert [parked.run for parked in session.parked] == [xor]


def test_undo_acts_on_the_document_that_is_open(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    session.apply(edits.set_goal(session.scenario, 7), "goal 7")
    open_beside(session, "xor")
    settle(qtbot, session)
    goal = session.scenario.epochs
    session.undo_group.activeStack().undo()
    assert session.scenario.epochs == goal
    assert session.parked[0].scenario.epochs == 7


def test_opening_in_its_place_forgets_its_edits_only(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    open_beside(session, "xor")
    settle(qtbot, session)
    session.apply(edits.set_goal(session.scenario, 7), "goal 7")
    session.open(library.read(library.builtin_path("sine")))
    settle(qtbot, session)
    assert not session.undo_stack.canUndo()
    assert len(session.parked) == 1
    assert len(session.undo_group.stacks()) == 2


def test_playing_stops_when_another_document_comes(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    session.runner.set_speed(None)
    session.runner.play()
    qtbot.waitUntil(lambda: session.run.newest > 3)
    first = session.run
    open_beside(session, "xor")
    settle(qtbot, session)
    newest = first.newest
    qtbot.wait(50)
    assert first.newest == newest
    assert session.run.newest == 0
