"""The runner: a tape that plays, steps and stops, and a worker that never lands late."""

import os
import threading
from collections.abc import Generator
from time import monotonic

import pytest
from pytestqt.qtbot import QtBot

from gdsim.scenario import edits
from gdsim.session.runner import RunState
from gdsim.session.session import Session
from tests.session.conftest import Open, settle


def state_of(session: Session) -> RunState:
    return session.runner.state


def states_of(session: Session) -> list[RunState]:
    seen: list[RunState] = []
    session.runner.state_changed.connect(seen.append)
    return seen


def test_play_stops_at_the_goal(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    seen = states_of(session)
    session.runner.set_speed(None)
    session.runner.play()
    qtbot.waitUntil(lambda: session.runner.state is RunState.PAUSED)
    settle(qtbot, session)
    assert session.selection.epoch == 25
    assert session.run.newest == 25
    assert seen == [RunState.PLAYING, RunState.PAUSED]


def test_play_beyond_the_goal_goes_on_until_paused(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    session.runner.step(25)
    settle(qtbot, session)
    session.runner.set_speed(None)
    session.runner.play()
    qtbot.waitUntil(lambda: session.run.newest > 500)
    session.runner.pause()
    settle(qtbot, session)
    assert session.selection.epoch == session.run.newest


def test_step_passes_the_goal(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    session.runner.step(30)
    settle(qtbot, session)
    assert session.selection.epoch == 30


def test_steps_in_a_hurry_are_all_made(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    for _i in range(7):
        session.runner.step()
    settle(qtbot, session)
    assert session.selection.epoch == 7


def test_paced_play_takes_one_epoch_at_a_time(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    epochs: list[int] = []
    session.selection_changed.connect(lambda selection: epochs.append(selection.epoch))
    session.runner.set_speed(20.0)
    begin = monotonic()
    session.runner.play()
    qtbot.waitUntil(lambda: session.selection.epoch >= 10, timeout=5000)
    seconds = monotonic() - begin
    session.runner.pause()
    settle(qtbot, session)
    assert epochs[:10] == list(range(1, 11))
    assert 0.35 < seconds < 3.0


def test_play_from_the_past_goes_over_what_is_recorded(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    session.runner.step(20)
    settle(qtbot, session)
    session.select(epoch=5)
    settle(qtbot, session)
    session.runner.set_speed(60.0)
    session.runner.play()
    qtbot.waitUntil(lambda: session.runner.state is RunState.PAUSED, timeout=5000)
    settle(qtbot, session)
    assert session.selection.epoch == 25


def test_choosing_an_epoch_pauses(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    session.runner.step(10)
    settle(qtbot, session)
    session.runner.play()
    session.select(epoch=3)
    settle(qtbot, session)
    assert session.runner.state is RunState.PAUSED
    assert session.selection.epoch == 3


def test_a_run_that_diverges_ends_at_the_last_sound_epoch(open_session: Open, qtbot: QtBot) -> None:
    session = open_session("diverges")
    session.runner.set_speed(None)
    session.runner.play()
    qtbot.waitUntil(lambda: session.runner.state is RunState.ENDED, timeout=5000)
    settle(qtbot, session)
    stop = session.run.history.stop
    assert stop is not None
    assert session.selection.epoch == stop.epoch - 1
    session.runner.play()
    assert state_of(session) is RunState.ENDED
    session.select(epoch=1)
    settle(qtbot, session)
    assert state_of(session) is RunState.PAUSED


def test_the_rate_can_be_changed_while_running(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    session.runner.step(25)
    settle(qtbot, session)
    session.runner.set_speed(None)
    session.runner.play()
    qtbot.waitUntil(lambda: session.run.newest > 200)
    epoch = session.selection.epoch
    session.apply(edits.set_learning_rate(session.scenario, 0.02, epoch), "rate")
    assert session.runner.state is RunState.PLAYING
    qtbot.waitUntil(lambda: session.run.newest > epoch + 100)
    session.runner.pause()
    settle(qtbot, session)
    assert session.snapshot is not None
    assert session.snapshot.settings.rate == 0.02
    assert session.scenario.changes[0].epoch == epoch


def test_a_late_reply_never_lands_on_a_newer_document(open_session: Open, qtbot: QtBot) -> None:
    session = open_session("two_moons")
    session.runner.set_speed(None)
    for _i in range(40):
        session.runner.play()
        qtbot.wait(3)
        session.apply(edits.new_start(session.scenario), "new start")
        number = session.run.number
        session.runner.pause()
        assert session.snapshot is None or session.snapshot.run <= number
    settle(qtbot, session)
    assert session.snapshot is not None
    assert session.snapshot.run == session.run.number
    state = session.run.subject.experiment.start
    assert session.run.history.keyframe(0).theta.tobytes() == state.theta.tobytes()


def test_start_and_stop_in_quick_turns_leave_a_sound_run(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    session.runner.set_speed(None)
    for _i in range(100):
        session.runner.play()
        qtbot.wait(1)
        session.runner.pause()
    settle(qtbot, session)
    assert session.selection.epoch <= session.run.newest


def test_500_start_and_stop_cycles_leave_no_thread_timer_or_descriptor(
    open_session: Open, qtbot: QtBot
) -> None:
    session = open_session()
    session.runner.set_speed(None)
    threads, descriptors = threading.active_count(), len(os.listdir("/proc/self/fd"))
    children = len(session.runner.children())
    for _i in range(500):
        session.runner.play()
        session.runner.pause()
    settle(qtbot, session)
    assert threading.active_count() == threads
    assert len(os.listdir("/proc/self/fd")) <= descriptors
    assert len(session.runner.children()) == children


def test_50_sessions_leave_no_thread_and_no_descriptor(open_session: Open, qtbot: QtBot) -> None:
    open_session().close()
    before = len(os.listdir("/proc/self/fd")), len(os.listdir("/proc/self/task"))
    for _i in range(50):
        session = open_session()
        session.runner.play()
        session.close()
    after = len(os.listdir("/proc/self/fd")), len(os.listdir("/proc/self/task"))
    assert after[0] <= before[0] + 1
    assert after[1] <= before[1] + 1


@pytest.mark.parametrize("moment", ["at rest", "playing", "stepping", "previewing"])
def test_closing_at_any_moment_is_quick(open_session: Open, qtbot: QtBot, moment: str) -> None:
    session = open_session("two_moons")
    session.runner.set_speed(None)
    if moment == "playing":
        session.runner.play()
        qtbot.wait(20)
    elif moment == "stepping":
        session.runner.step(1_000_000)
        qtbot.wait(20)
    elif moment == "previewing":
        session.preview(edits.set_parameters(session.scenario, {"w1": 1.0}, 0))
    begin = monotonic()
    session.close()
    assert monotonic() - begin < 1.0
    assert session.runner.state is RunState.EMPTY


def test_a_fault_in_the_worker_is_told_and_leaves_the_window_usable(
    open_session: Open, qtbot: QtBot
) -> None:
    session = open_session()
    told: list[str] = []
    session.notice.connect(told.append)

    def broken() -> Generator[None, None, None]:
        yield
        raise ZeroDivisionError("by design")

    session.runner.request("broken", broken())
    qtbot.waitUntil(lambda: bool(told))
    assert "by design" in told[0]
    session.runner.step()
    settle(qtbot, session)
    assert session.selection.epoch == 1
