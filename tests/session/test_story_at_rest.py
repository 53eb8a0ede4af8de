"""What the story says where the gradient is 0."""

from pytestqt.qtbot import QtBot

from gdsim.scenario import edits
from gdsim.session.session import Session
from gdsim.session.story import tell
from tests.session.conftest import Open, settle


def sentence_of(session: Session) -> str:
    snapshot = session.snapshot
    assert snapshot is not None
    return tell(session.subject, snapshot, session.run.history, is_new=False).sentence


def test_the_exclusive_or_network_at_all_zero_has_stopped_at_a_saddle(
    qtbot: QtBot, open_session: Open
) -> None:
    session = open_session("xor")
    zeros = dict.fromkeys(session.subject.names, 0.0)
    session.apply(edits.set_parameters(session.scenario, zeros, 0), "zeros")
    settle(qtbot, session)
    text = sentence_of(session)
    assert text.startswith("From epoch 0: the gradient is 0, so descent has stopped, at a saddle")


def test_one_slope_comes_to_rest_at_a_minimum(qtbot: QtBot, open_session: Open) -> None:
    session = open_session("one_slope")
    assert "rise" in sentence_of(session)
    session.runner.step(80)
    settle(qtbot, session)
    qtbot.waitUntil(lambda: session.run.newest >= 80)
    settle(qtbot, session)
    expected = "the gradient is 0, so descent has stopped, at a minimum: both sides lead up."
    assert sentence_of(session) == f"From epoch 80: {expected}"
