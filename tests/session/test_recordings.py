"""Recorded runs: a reopened file shows every epoch at once, if its numbers repeat here."""

from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gdsim.engine.history import FIRST, LOSS, PARAMETERS, History
from gdsim.engine.snapshot import Snapshot
from gdsim.scenario import edits
from gdsim.scenario.codec import Document
from gdsim.scenario.library import read
from gdsim.scenario.recording import record
from gdsim.session.recordings import Recordings
from gdsim.session.session import Session
from tests.session.conftest import Open, settle


def played(session: Session, qtbot: QtBot) -> dict[int, Snapshot]:
    """Run with a change on the way; return what was shown at some epochs."""
    session.runner.step(8)
    settle(qtbot, session)
    session.apply(edits.set_learning_rate(session.scenario, 0.02, 8), "rate")
    settle(qtbot, session)
    session.runner.step(22)
    settle(qtbot, session)
    shown = {}
    for epoch in (0, 7, 8, 9, 17, 30):
        session.select(epoch=epoch)
        settle(qtbot, session)
        assert session.snapshot is not None
        shown[epoch] = session.snapshot
    return shown


@pytest.mark.parametrize("name", ["houses", "two_moons"])
def test_a_reopened_file_shows_every_epoch_at_once_with_the_same_bits(
    open_session: Open, qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    session, path = open_session(name), tmp_path / "a.json"
    recordings = Recordings(session)
    shown = played(session, qtbot)
    session.save(path, recordings.of_run())
    document = read(path)
    session.open(document, path)
    assert session.run.newest <= 0
    recordings.take_up(document)
    qtbot.waitUntil(lambda: session.run.newest == 30, timeout=5000)
    settle(qtbot, session)
    for epoch, before in shown.items():
        session.select(epoch=epoch)
        settle(qtbot, session)
        assert session.snapshot is not None
        assert session.snapshot.loss == before.loss
        assert session.snapshot.gradient.tobytes() == before.gradient.tobytes()
        assert session.snapshot.new.tobytes() == before.new.tobytes()
    session.runner.step(3)
    settle(qtbot, session)
    assert session.run.newest == 33
    assert session.run.history.seconds_at(np.zeros(1)) is None
    assert session.is_saved


def test_an_edit_before_the_check_is_over_keeps_the_edit(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    recordings = Recordings(session)
    played(session, qtbot)
    document = Document(session.scenario, recording=recordings.of_run())
    session.open(document)
    recordings.take_up(document)
    session.apply(edits.new_start(session.scenario), "new start")
    settle(qtbot, session)
    qtbot.wait(400)
    assert session.run.newest == 0


def tampered(history: History, row: int) -> History:
    """Return a history that says something else from epoch 1 on."""
    buckets = history.buckets.copy()
    buckets[:, row, 1:] += 1e-9
    return History.restored(
        history.n_epochs, history.width, buckets, history.keyframes.states, history.stop
    )


@pytest.mark.parametrize("row", [LOSS, PARAMETERS + 3])
def test_numbers_that_do_not_repeat_are_computed_anew(
    open_session: Open, qtbot: QtBot, row: int
) -> None:
    session = open_session()
    recordings = Recordings(session)
    said: list[str] = []
    session.notice.connect(said.append)
    played(session, qtbot)
    truth = session.run.history.buckets[FIRST, LOSS].copy()
    tree = record(session.subject, tampered(session.run.history, row))
    document = Document(session.scenario, recording=tree)
    session.open(document)
    recordings.take_up(document)
    qtbot.waitUntil(lambda: bool(said), timeout=5000)
    assert said == ["The recorded run in the file does not repeat here; it is computed anew."]
    session.runner.step(30)
    settle(qtbot, session)
    assert session.run.history.buckets[FIRST, LOSS].tobytes() == truth.tobytes()


def test_what_is_no_recording_is_said_in_a_sentence(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    recordings = Recordings(session)
    said: list[str] = []
    session.notice.connect(said.append)
    recordings.take_up(Document(session.scenario, recording={"version": 1}))
    assert said == [
        "The recorded run in the file is not used because it is damaged; it is computed anew."
    ]
    recordings.take_up(Document(session.scenario))
    assert len(said) == 1
