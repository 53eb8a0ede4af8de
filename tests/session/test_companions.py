"""Kept runs in the session: histories that come along, are computed again, and are restored."""

import json
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gdsim.engine.history import LOSS, PARAMETERS, History
from gdsim.scenario import codec, edits
from gdsim.scenario.codec import Document
from gdsim.scenario.library import read
from gdsim.session.companions import Companions, Kept
from gdsim.session.run import Run
from gdsim.session.session import Session
from tests.session.conftest import Open, settle


def branched(session: Session, qtbot: QtBot) -> Companions:
    """Run 12 epochs, go back to 6, learn faster from there, run to 10 and keep the first run."""
    companions = Companions(session)
    session.runner.step(12)
    settle(qtbot, session)
    session.select(epoch=6)
    session.apply(edits.set_learning_rate(session.scenario, 0.2, 6), "rate")
    settle(qtbot, session)
    session.runner.step(4)
    settle(qtbot, session)
    companions.keep_other()
    settle(qtbot, session)
    return companions


def run_of(kept: Kept) -> Run:
    assert kept.run is not None
    return kept.run


def values(history: History) -> bytes:
    columns = [LOSS, *range(PARAMETERS, PARAMETERS + history.n_parameters)]
    return history.points(columns, history.n_epochs - 1, 10_000)[1].tobytes()


def wait_for(qtbot: QtBot, companions: Companions) -> None:
    qtbot.waitUntil(lambda: not any(kept.missing for kept in companions.kept), timeout=10_000)


def test_a_kept_ghost_brings_its_history_along(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    companions = branched(session, qtbot)
    (kept,) = companions.kept
    assert kept.spec.name == "Run A"
    assert kept.spec.epochs_kept == 12
    assert run_of(kept).newest == 12
    assert kept.missing == 0
    assert session.run.newest == 10
    assert companions.other is None  # it is kept now
    shared = values(session.run.history.until(6))
    assert values(run_of(kept).history.until(6)) == shared


def test_keeping_is_one_undo_step_and_no_new_run(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    companions = branched(session, qtbot)
    number, newest = session.run.number, session.run.newest
    session.undo_stack.undo()
    assert [kept.spec.name for kept in companions.kept] == []
    assert (session.run.number, session.run.newest) == (number, newest)
    session.undo_stack.redo()
    assert companions.kept[0].missing == 0


@pytest.mark.parametrize("name", ["houses", "two_moons"])
def test_reopened_runs_are_computed_again_bit_for_bit(
    open_session: Open, qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    session = open_session(name)
    companions = branched(session, qtbot)
    companions.rename(0, "slow")
    before = values(run_of(companions.kept[0]).history)
    session.save(tmp_path / "a.json")
    session.open(read(tmp_path / "a.json"), tmp_path / "a.json")
    kept = companions.kept[0]
    assert kept.spec.name == "slow"
    wait_for(qtbot, companions)
    again = run_of(kept).history
    assert again.n_epochs == 13
    assert values(again) == before


def test_requests_that_an_edit_drops_are_asked_again(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    scenario = branched(session, qtbot)._session.scenario  # noqa: SLF001 - only its scenario
    session.open(Document(scenario))
    companions = session.findChildren(Companions)[0]
    for i in range(5):
        session.apply(edits.set_learning_rate(session.scenario, 0.1 + 0.01 * i, 0), "rate")
    wait_for(qtbot, companions)
    assert run_of(companions.kept[0]).newest == 12


def test_kept_runs_are_computed_while_the_tape_plays(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    scenario = edits.set_goal(branched(session, qtbot)._session.scenario, 10**7)  # noqa: SLF001
    companions = session.findChildren(Companions)[0]
    session.open(Document(scenario))
    session.runner.set_speed(None)
    session.runner.play()
    wait_for(qtbot, companions)
    assert session.runner.is_moving
    session.runner.pause()


def test_a_restored_run_is_there_at_once_with_all_its_epochs(
    open_session: Open, qtbot: QtBot
) -> None:
    session = open_session()
    companions = branched(session, qtbot)
    faster = session.scenario
    session.select(epoch=9)
    kept = values(run_of(companions.kept[0]).history)
    companions.restore(0)
    assert session.scenario.optimizer == faster.optimizer
    assert session.scenario.changes == ()
    assert session.run.newest == 12
    assert values(session.run.history) == kept
    settle(qtbot, session)
    assert session.selection.epoch == 9
    session.runner.step(2)
    settle(qtbot, session)
    session.select(epoch=12)
    session.runner.step(2)
    settle(qtbot, session)
    assert session.run.newest == 14
    other = companions.other
    assert other is not None
    assert other.scenario.changes == faster.changes
    session.undo_stack.undo()
    assert session.scenario == faster


def test_the_current_run_can_be_kept_as_it_is(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    companions = Companions(session)
    session.runner.step(5)
    settle(qtbot, session)
    companions.keep_this()
    before = values(session.run.history)
    session.apply(edits.new_start(session.scenario), "new start")
    settle(qtbot, session)
    assert values(run_of(companions.kept[0]).history) == before
    assert companions.other is None


def test_what_cannot_be_kept_is_said(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    companions = Companions(session)
    said: list[str] = []
    session.notice.connect(said.append)
    companions.keep_other()
    companions.keep_this()
    companions.keep_this()
    companions.restore(0)
    assert "no other run yet" in said[0]
    assert "kept already" in said[1]
    assert "is the current run already" in said[2]
    for place in (-1, 5):
        companions.delete(place)
        companions.rename(place, "x")
        companions.restore(place)
    assert len(session.scenario.companions) == 1


def test_a_kept_run_that_cannot_be_built_says_why_and_stays_in_the_file(
    open_session: Open,
) -> None:
    session = open_session()
    companions = Companions(session)
    companions.keep_this()
    tree = codec.to_tree(session.scenario)
    tree["companions"][0]["objective"] = {**tree["objective"], "loss": "hope"}
    session.open(codec.decode(json.dumps(tree), "a"))
    (kept,) = companions.kept
    assert kept.run is None
    assert "hope" in kept.problem
    assert kept.missing == 0
    assert session.scenario.companions[0].objective.loss == "hope"  # type: ignore[union-attr]


def test_long_runs_are_thinned_to_their_share_of_memory(
    open_session: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gdsim.session.companions.SHARE_BYTES", 30_000)
    session = open_session()
    companions = Companions(session)
    session.runner.step(1000)
    settle(qtbot, session)
    whole = session.run.history
    companions.keep_this()
    kept = run_of(companions.kept[0]).history
    assert kept.n_bytes < whole.n_bytes
    assert kept.n_epochs == 1001
    assert np.isclose(kept.extent(LOSS), whole.extent(LOSS)).all()
