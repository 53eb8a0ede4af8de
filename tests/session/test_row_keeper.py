"""Rows of epochs are worked out in the worker, for the run that is current when they come."""

from typing import Any

from pytestqt.qtbot import QtBot

from gdsim.engine.epoch_rows import EpochRows
from gdsim.scenario import edits
from gdsim.session.row_keeper import RowKeeper
from tests.session.conftest import Open, settle


def heard(keeper: RowKeeper) -> list[EpochRows]:
    log: list[EpochRows] = []
    keeper.rows_changed.connect(log.append)
    return log


def test_rows_are_answered_for_the_epochs_that_there_are(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    session.runner.step(12)
    settle(qtbot, session)
    keeper = RowKeeper(session)
    log = heard(keeper)
    keeper.ask(2, 8, 500)
    qtbot.waitUntil(lambda: bool(log), timeout=3000)
    assert (log[0].first, log[0].last, log[0].parameter) == (8, 12, 2)
    assert session.snapshot is not None
    assert log[0].current[-1] == session.snapshot.theta[2]
    assert log[0].gradient[-1] == session.snapshot.gradient[2]


def test_what_lies_beyond_the_run_is_not_asked(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    keeper = RowKeeper(session)
    log = heard(keeper)
    for wanted in ((2, 5, 9), (99, 0, 0), (-1, 0, 0)):
        keeper.ask(*wanted)
    assert not session.runner.is_busy
    assert log == []


def test_an_answer_for_a_run_that_was_left_is_dropped(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    session.runner.step(5)
    settle(qtbot, session)
    keeper = RowKeeper(session)
    log: list[Any] = heard(keeper)
    keeper.ask(2, 0, 5)
    session.apply(edits.new_start(session.scenario), "new start")
    settle(qtbot, session)
    assert all(rows.run == session.run.number for rows in log)


def test_asking_changes_nothing_of_the_run(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    session.runner.step(5)
    settle(qtbot, session)
    before = session.scenario, session.selection, session.run.newest
    keeper = RowKeeper(session)
    log = heard(keeper)
    keeper.ask(0, 0, 5)
    qtbot.waitUntil(lambda: bool(log), timeout=3000)
    assert (session.scenario, session.selection, session.run.newest) == before
    assert session.is_saved
