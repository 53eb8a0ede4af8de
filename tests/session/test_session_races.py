"""What once went wrong when gestures came faster than replies; each test bears the fault's name."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gdsim.engine.collector import Collector
from gdsim.engine.snapshot import Snapshot
from gdsim.scenario import edits
from gdsim.scenario.errors import ScenarioError
from gdsim.scenario.library import builtin_path, read
from gdsim.session import commands
from gdsim.session.commands import ScenarioCommand
from gdsim.session.runner import RunState
from gdsim.session.session import Session
from gdsim.session.worker import Job
from tests.session.conftest import Open, settle
from tests.session.soundness import check


def go(qtbot: QtBot, session: Session, epochs: int) -> None:
    session.runner.step(epochs)
    settle(qtbot, session)


# ---- the runner ----


def test_stepping_over_recorded_epochs_does_not_raise(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    go(qtbot, session, 30)
    for _i in range(10):
        session.select(epoch=0)
        session.runner.step(2)
        settle(qtbot, session)
        assert session.selection.epoch == 2


def test_play_from_the_past_starts_although_a_request_is_out(
    open_session: Open, qtbot: QtBot
) -> None:
    session = open_session()
    go(qtbot, session, 20)
    session.runner.set_speed(None)
    for _i in range(10):
        session.select(epoch=5)
        session.runner.play()  # the snapshot of epoch 5 is under way
        qtbot.waitUntil(lambda: session.runner.state is RunState.PAUSED, timeout=3000)
        settle(qtbot, session)
        assert session.selection.epoch == 25


def test_a_step_while_playing_is_one_epoch(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    go(qtbot, session, 25)
    session.runner.set_speed(None)
    session.runner.play()
    qtbot.waitUntil(lambda: session.run.newest > 300)
    epoch = session.selection.epoch
    session.runner.step()
    settle(qtbot, session)
    assert session.selection.epoch == epoch + 1


def test_a_goal_set_while_playing_is_where_it_stops(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    session.runner.set_speed(20.0)
    session.runner.play()
    qtbot.waitUntil(lambda: session.selection.epoch >= 2)
    session.apply(edits.set_goal(session.scenario, 40), "goal")
    session.runner.set_speed(None)
    qtbot.waitUntil(lambda: session.runner.state is RunState.PAUSED, timeout=3000)
    settle(qtbot, session)
    assert session.selection.epoch == 40


def test_a_new_start_beyond_the_goal_stops_at_the_goal(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    go(qtbot, session, 30)
    session.runner.set_speed(None)
    session.runner.play()
    qtbot.waitUntil(lambda: session.run.newest > 100)
    session.apply(edits.new_start(session.scenario), "new start")
    qtbot.waitUntil(lambda: session.runner.state is RunState.PAUSED, timeout=3000)
    settle(qtbot, session)
    assert session.selection.epoch == 25


def test_it_is_ended_whenever_it_rests_at_the_end(open_session: Open, qtbot: QtBot) -> None:
    session = open_session("diverges")
    session.runner.step(100_000)
    settle(qtbot, session)
    states = [session.runner.state]
    for epoch in (0, session.run.newest):
        session.select(epoch=epoch)
        states.append(session.runner.state)
    session.apply(edits.new_start(session.scenario), "new start")
    settle(qtbot, session)
    session.undo_stack.undo()
    settle(qtbot, session)
    states.append(session.runner.state)
    assert states == [RunState.ENDED, RunState.PAUSED, RunState.ENDED, RunState.ENDED]


def test_after_a_failure_other_requests_are_still_answered(
    open_session: Open, qtbot: QtBot
) -> None:
    session = open_session()
    answers: list[str] = []
    session.runner.answered.connect(lambda key, _answer: answers.append(key))

    def broken() -> Job:
        yield
        raise ZeroDivisionError("by design")

    def sound() -> Job:
        yield
        return 1

    session.runner.request("broken", broken())
    session.runner.request("sound", sound())
    qtbot.waitUntil(lambda: "sound" in answers, timeout=3000)
    assert not session.runner.is_busy


def test_a_descent_that_always_fails_is_told_and_ends(
    open_session: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = open_session()
    go(qtbot, session, 3)
    told: list[str] = []
    session.notice.connect(told.append)

    def broken(*_args: object) -> None:
        raise ZeroDivisionError("by design")

    with monkeypatch.context() as patch:
        patch.setattr(Collector, "take", broken)
        session.runner.step(5)
        settle(qtbot, session)
        assert session.selection.epoch == 3
        session.apply(edits.new_start(session.scenario), "new start")
        qtbot.waitUntil(lambda: len(told) == 2 and not session.runner.is_busy, timeout=3000)
        assert session.runner.state is RunState.EMPTY
    session.undo_stack.undo()
    settle(qtbot, session)
    assert session.selection.epoch == 3
    go(qtbot, session, 1)


# ---- the session ----


def test_a_snapshot_of_another_run_is_never_shown(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    wrong: list[Snapshot] = []

    def look(snapshot: Snapshot) -> None:
        if snapshot.run != session.run.number:
            wrong.append(snapshot)

    session.snapshot_changed.connect(look)
    for _i in range(5):
        session.runner.play()
        session.apply(edits.add_unit(session.scenario, 0, 3), "add unit")
        session.runner.pause()
        session.undo_stack.undo()
        session.runner.pause()
    settle(qtbot, session)
    assert not wrong


def test_another_document_opened_while_playing_is_whole(open_session: Open, qtbot: QtBot) -> None:
    session = open_session("two_moons")
    session.select(parameter=len(session.subject.names) - 1)
    session.runner.set_speed(None)
    session.runner.play()
    qtbot.wait(20)
    session.open(read(builtin_path("one_slope")))
    settle(qtbot, session)
    assert session.scenario.title == read(builtin_path("one_slope")).scenario.title
    assert session.selection.epoch == 0


def test_undo_during_a_drag_shows_what_is_undone(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    session.apply(edits.set_parameters(session.scenario, {"w1": 1.0}, 0), "w1")
    settle(qtbot, session)
    session.preview(edits.set_parameters(session.scenario, {"w1": 2.0}, 0))
    session.undo_stack.undo()
    settle(qtbot, session)
    assert session.snapshot is not None
    assert session.snapshot.theta[0] == -0.2


def test_a_row_chosen_while_epochs_are_missing_is_shown(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    for row in (5, 9, 2):
        session.apply(edits.new_start(session.scenario), "new start")
        session.select(row=row)  # the slice that is out looks at the row before
        settle(qtbot, session)
        assert session.snapshot is not None
        assert session.snapshot.look.row == row


def test_nudges_in_a_row_leave_one_ghost(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    go(qtbot, session, 20)
    before = session.run
    for value in (0.1, 0.2, 0.3):
        session.apply(edits.set_parameters(session.scenario, {"w1": value}, 20), "w1", "w1")
    settle(qtbot, session)
    assert session.ghost is before


def test_undo_keeps_a_bounded_number_of_bytes(
    open_session: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = open_session()
    go(qtbot, session, 5)
    monkeypatch.setattr(commands, "KEPT_BYTES", 2 * session.run.history.n_bytes)
    for _i in range(6):
        session.apply(edits.new_start(session.scenario), "new start")
        go(qtbot, session, 5)
    stack = [session.undo_stack.command(i) for i in range(6)]
    kept = [c.before.run.newest for c in stack if isinstance(c, ScenarioCommand)]
    assert kept[-1] == 5
    assert kept[:3] == [-1, -1, -1]
    session.undo_stack.setIndex(0)
    settle(qtbot, session)
    check(session)


def test_saving_away_from_the_data_file_is_refused(
    open_session: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    rows = "\n".join(f"{x},{2 * x}" for x in range(9))
    (here / "rows.csv").write_text(f"x,y\n{rows}\n", encoding="utf-8")
    path = here / "a.json"
    path.write_text(
        '{"format": "gdsim-scenario", "version": 1, "objective": {"kind": "network", "dataset": '
        '{"source": "file", "path": "rows.csv", "inputs": ["x"], "targets": ["y"]}, '
        '"layers": [{"units": 1, "activation": "identity"}], "loss": "mse"}}',
        encoding="utf-8",
    )
    session = open_session()
    session.open(read(path), path)
    settle(qtbot, session)
    session.apply(edits.set_goal(session.scenario, 7), "goal")
    with pytest.raises(ScenarioError, match=r"rows\.csv does not lie there"):
        session.save(there / "a.json")
    assert not session.is_saved
    assert session.path == path
    session.save(here / "b.json")
    assert session.is_saved


# ---- a loss that is infinite at once ----


def test_a_value_that_makes_the_loss_infinite_is_refused(open_session: Open, qtbot: QtBot) -> None:
    session = open_session("slope_and_intercept")
    go(qtbot, session, 4)
    told: list[str] = []
    session.notice.connect(told.append)
    before = session.run
    for epoch in (4, 0):
        session.select(epoch=epoch)
        settle(qtbot, session)
        new = edits.set_parameters(session.scenario, {"w1": 1e200}, epoch)
        assert not session.apply(new, "w1")
        settle(qtbot, session)
    assert (
        told
        == ["w1 = 1e200 throws the loss out of all bounds at once; choose a smaller value."] * 2
    )
    assert session.run is before


def test_a_scenario_whose_loss_is_infinite_is_not_opened(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    before = session.run
    document = read(builtin_path("slope_and_intercept"))
    wrong = edits.set_parameters(document.scenario, {"w1": 1e200}, 0)
    with pytest.raises(ScenarioError, match="w1 = 1e200 throws the loss out of all bounds at once"):
        session.open(document._replace(scenario=wrong))
    assert session.run is before
    go(qtbot, session, 1)
