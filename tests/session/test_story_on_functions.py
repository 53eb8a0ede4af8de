"""What is said while a ball descends on a function: of the ball, not of a network."""

import pytest
from pytestqt.qtbot import QtBot

from gdsim.engine.history import History
from gdsim.engine.phases import Part, Phase
from gdsim.scenario import edits
from gdsim.session.session import Session
from gdsim.session.story import Story, tell
from gdsim.session.telling import tell_phase
from tests.session.conftest import Open, settle


def story(session: Session, *, is_new: bool = False) -> Story:
    snapshot = session.snapshot
    assert snapshot is not None
    return tell(session.subject, snapshot, session.run.history, is_new=is_new)


def go(qtbot: QtBot, session: Session, epoch: int) -> None:
    session.runner.step(epoch - session.run.newest)
    qtbot.waitUntil(lambda: session.run.newest >= epoch)
    session.select(epoch=epoch)
    settle(qtbot, session)


def test_the_first_words_are_of_the_ball(qtbot: QtBot, open_session: Open) -> None:
    session = open_session("two_wells")
    assert story(session, is_new=True).sentence == (
        "Press Space: the ball takes its first step down the slope."
    )
    assert story(session).sentence.startswith("From epoch 0: the gradient of x is about ")


def test_where_the_ball_has_come_to_is_named(qtbot: QtBot, open_session: Open) -> None:
    session = open_session("two_wells")
    go(qtbot, session, 30)
    assert story(session).aside.endswith("The ball is at the lowest minimum, x = −1.301.")


def test_on_the_ridge_it_stops_at_a_saddle(qtbot: QtBot, open_session: Open) -> None:
    session = open_session("saddle")
    go(qtbot, session, 140)
    assert story(session).sentence == (
        "From epoch 140: the gradient is 0, so descent has stopped, at a saddle: up in 1 of 2 "
        "directions, down in 1."
    )


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        (Part.FORWARD, "Forward: at x = −0.05000 the function is −0.05749."),
        (
            Part.LOSS,
            "Loss: the function's value is the loss itself, −0.05749; no data come in.",
        ),
        (Part.BACKWARD, "Backward: the partial derivative of the loss by x is 1.300."),
    ],
)
def test_the_parts_of_an_epoch_are_told_without_a_network(
    qtbot: QtBot, open_session: Open, part: Part, sentence: str
) -> None:
    session = open_session("two_wells")
    snapshot = session.snapshot
    assert snapshot is not None
    told = tell_phase(session.subject, snapshot, Phase(part), History(1))
    assert told.sentence == sentence


def test_an_update_is_told_with_its_digits(qtbot: QtBot, open_session: Open) -> None:
    session = open_session("two_wells")
    snapshot = session.snapshot
    assert snapshot is not None
    told = tell_phase(session.subject, snapshot, Phase(Part.UPDATE), session.run.history)
    assert told.sentence.startswith("Update: x falls from −0.0500")


def test_a_loss_below_0_is_told_by_a_difference_since_percents_of_it_make_no_sense(
    qtbot: QtBot, open_session: Open
) -> None:
    session = open_session("two_wells")
    go(qtbot, session, 3)
    assert "The loss is −0.423, down 0.17 from epoch 2." in story(session).aside


def test_a_loss_that_is_never_below_0_is_told_in_percent(qtbot: QtBot, open_session: Open) -> None:
    session = open_session("himmelblau")
    go(qtbot, session, 2)
    assert " %" in story(session).aside


def test_with_a_learning_rate_of_0_nothing_moves(qtbot: QtBot, open_session: Open) -> None:
    session = open_session("two_wells")
    session.apply(edits.set_learning_rate(session.scenario, 0.0, 0), "rate")
    settle(qtbot, session)
    assert story(session).sentence == "From epoch 0: the learning rate is 0, so nothing moves."


def test_a_rate_of_100_is_told_with_its_zeros(qtbot: QtBot, open_session: Open) -> None:
    session = open_session("two_wells")
    session.apply(edits.set_learning_rate(session.scenario, 100.0, 0), "rate")
    settle(qtbot, session)
    assert "by about 100 × 1.30 = 130" in story(session).sentence
