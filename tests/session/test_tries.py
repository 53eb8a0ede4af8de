"""Tries by hand are counted once each, and descent tries from the same start."""

from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gdsim.engine.history import LOSS
from gdsim.scenario import edits
from gdsim.scenario.contest import Contest
from gdsim.session.session import Session
from gdsim.session.tries import Tries
from tests.session.conftest import Open, settle


@pytest.fixture
def session(open_session: Open) -> Session:
    return open_session("houses")


@pytest.fixture
def tries(session: Session) -> Tries:
    return Tries(session)


def move(qtbot: QtBot, session: Session, epoch: int = 0, **values: float) -> None:
    """Change parameters as a hand does."""
    session.apply(edits.set_parameters(session.scenario, values, epoch), "by hand")
    settle(qtbot, session)


def losses(tries: Tries) -> list[float]:
    return [one.loss for one in tries.contest.tries]


def test_nothing_is_counted_before_it_begins(session: Session, tries: Tries, qtbot: QtBot) -> None:
    move(qtbot, session, w3=0.7)
    assert tries.contest == Contest()
    assert not tries.contest.has_begun


def test_it_begins_at_the_start_with_its_loss(session: Session, tries: Tries, qtbot: QtBot) -> None:
    session.runner.step(3)
    settle(qtbot, session)
    tries.begin()
    settle(qtbot, session)
    assert session.selection.epoch == 0
    assert tries.contest.start is session.subject.experiment.start.theta
    assert tries.contest.start_loss == session.run.history.value(LOSS, 0)
    assert tries.contest.tries == ()


def test_every_committed_change_at_the_start_is_a_try_with_the_loss_it_led_to(
    session: Session, tries: Tries, qtbot: QtBot
) -> None:
    tries.begin()
    expected = []
    for value in (0.9, 1.4, -0.3):
        move(qtbot, session, w3=value)
        theta = session.subject.experiment.start.theta
        expected.append(session.subject.experiment.objective.twin().loss(theta))
    assert losses(tries) == expected
    assert [one.number for one in tries.contest.tries] == [1, 2, 3]
    assert tries.contest.best is not None
    assert tries.contest.best.loss == min(expected)


def test_what_is_only_held_is_no_try(session: Session, tries: Tries, qtbot: QtBot) -> None:
    tries.begin()
    shown: list[Any] = []
    session.snapshot_changed.connect(shown.append)
    session.preview(edits.set_parameters(session.scenario, {"w3": 2.0}, 0))
    qtbot.waitUntil(lambda: bool(shown) and not session.runner.is_busy)
    assert shown[-1].theta[2] == 2.0
    session.preview(None)
    settle(qtbot, session)
    assert losses(tries) == []


def test_undo_and_redo_neither_take_a_try_back_nor_make_one(
    session: Session, tries: Tries, qtbot: QtBot
) -> None:
    tries.begin()
    move(qtbot, session, w3=0.9)
    move(qtbot, session, w4=0.1)
    before = losses(tries)
    for deed in ("undo", "undo", "redo"):
        getattr(session.undo_stack, deed)()
        settle(qtbot, session)
    assert losses(tries) == before
    assert len(before) == 2


def test_what_does_not_move_the_start_is_no_try(
    session: Session, tries: Tries, qtbot: QtBot
) -> None:
    tries.begin()
    session.apply(edits.set_learning_rate(session.scenario, 0.1, 0), "rate")
    settle(qtbot, session)
    session.runner.step(4)
    settle(qtbot, session)
    move(qtbot, session, epoch=4, w3=0.9)
    session.select(epoch=0)
    settle(qtbot, session)
    assert losses(tries) == []


def test_descent_tries_from_the_same_start_to_the_goal_in_one_undo_step(
    session: Session, tries: Tries, qtbot: QtBot
) -> None:
    start = session.subject.experiment.start.theta
    tries.begin()
    move(qtbot, session, w3=0.9, w4=1.0)
    move(qtbot, session, w8=-1.0)
    n_edits = session.undo_stack.count()
    session.runner.set_speed(None)
    tries.let_descent_try()
    assert session.undo_stack.count() == n_edits + 1
    assert np.array_equal(session.subject.experiment.start.theta, start)
    qtbot.waitUntil(lambda: session.selection.epoch == 25 and not session.runner.is_moving)
    settle(qtbot, session)
    assert tries.contest.descent is session.run.history
    assert tries.contest.n_epochs == 25
    assert tries.contest.descent_loss(25) == pytest.approx(0.447, abs=5e-4)
    assert tries.contest.descent_loss(0) == tries.contest.start_loss
    assert np.isnan(tries.contest.descent_loss(26))
    assert len(losses(tries)) == 2


def test_descent_that_stands_at_the_start_already_needs_no_edit(
    session: Session, tries: Tries, qtbot: QtBot
) -> None:
    tries.begin()
    tries.let_descent_try()
    session.runner.pause()
    settle(qtbot, session)
    assert session.undo_stack.count() == 0
    assert session.is_saved
    assert tries.contest.descent is session.run.history


def test_descent_keeps_its_curve_while_more_is_tried_by_hand(
    session: Session, tries: Tries, qtbot: QtBot
) -> None:
    session.runner.set_speed(None)
    tries.begin()
    tries.let_descent_try()
    qtbot.waitUntil(lambda: session.selection.epoch == 25)
    settle(qtbot, session)
    history = session.run.history
    session.select(epoch=0)
    move(qtbot, session, w3=0.9)
    assert len(losses(tries)) == 1
    assert tries.contest.descent is history
    assert tries.contest.n_epochs == 25


def test_descent_at_another_rate_from_the_same_start_takes_the_place_of_the_one_before(
    session: Session, tries: Tries, qtbot: QtBot
) -> None:
    tries.begin()
    tries.let_descent_try()
    session.runner.pause()
    settle(qtbot, session)
    session.select(epoch=0)
    session.apply(edits.set_learning_rate(session.scenario, 0.2, 0), "rate")
    session.runner.step(5)
    settle(qtbot, session)
    assert tries.contest.descent is session.run.history
    assert tries.contest.n_epochs == 5


def test_the_best_try_becomes_the_start(session: Session, tries: Tries, qtbot: QtBot) -> None:
    tries.begin()
    move(qtbot, session, w3=0.9)
    best = session.subject.experiment.start.theta
    move(qtbot, session, w3=-5.0)
    tries.use_best()
    settle(qtbot, session)
    assert np.array_equal(session.subject.experiment.start.theta, best)
    assert session.selection.epoch == 0
    assert len(losses(tries)) == 2
    session.undo_stack.undo()
    settle(qtbot, session)
    assert session.subject.experiment.start.theta[2] == -5.0


def test_start_over_puts_the_start_back_and_forgets_the_tries(
    session: Session, tries: Tries, qtbot: QtBot
) -> None:
    start = session.subject.experiment.start.theta
    tries.begin()
    move(qtbot, session, w3=0.9)
    tries.start_over()
    settle(qtbot, session)
    assert np.array_equal(session.subject.experiment.start.theta, start)
    assert losses(tries) == []
    assert tries.contest.has_begun
    assert np.isfinite(tries.contest.start_loss)


def test_another_start_or_another_network_has_tries_of_its_own(
    session: Session, tries: Tries, qtbot: QtBot
) -> None:
    tries.begin()
    move(qtbot, session, w3=0.9)
    before = tries.contest
    session.apply(edits.new_start(session.scenario), "new start")
    settle(qtbot, session)
    assert not tries.contest.has_begun
    session.apply(edits.add_unit(session.scenario, 0, 3), "add unit")
    settle(qtbot, session)
    assert not tries.contest.has_begun
    session.undo_stack.undo()
    session.undo_stack.undo()
    settle(qtbot, session)
    assert tries.contest is before


def test_freezing_a_parameter_keeps_the_tries(session: Session, tries: Tries, qtbot: QtBot) -> None:
    tries.begin()
    move(qtbot, session, w3=0.9)
    session.apply(edits.set_frozen(session.scenario, "w3", True, 0), "freeze")
    settle(qtbot, session)
    assert len(losses(tries)) == 1


def test_each_change_is_told_once(session: Session, tries: Tries, qtbot: QtBot) -> None:
    told: list[Contest] = []
    tries.tries_changed.connect(told.append)
    tries.begin()
    move(qtbot, session, w3=0.9)
    session.select(row=4)
    settle(qtbot, session)
    assert [len(contest.tries) for contest in told] == [0, 1]


def test_guesses_are_tried_by_hand_too(open_session: Open, qtbot: QtBot) -> None:
    session = open_session("guess_and_error")
    tries = Tries(session)
    tries.begin()
    move(qtbot, session, g4=330_000.0)
    assert tries.contest.start_loss == 115e9
    assert losses(tries) == [75e9]


def test_a_descent_that_diverges_says_so(open_session: Open, qtbot: QtBot) -> None:
    session = open_session("diverges")
    session.runner.set_speed(None)
    tries = Tries(session)
    tries.begin()
    tries.let_descent_try()
    qtbot.waitUntil(lambda: session.run.has_ended)
    settle(qtbot, session)
    assert tries.contest.has_diverged
