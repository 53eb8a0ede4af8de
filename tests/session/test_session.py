"""The session: edits, undo that brings back the run, the one selection, files."""

from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gdsim.engine.history import LOSS
from gdsim.engine.snapshot import Snapshot
from gdsim.scenario import codec, edits
from gdsim.scenario.codec import Document
from gdsim.scenario.errors import ScenarioError
from gdsim.scenario.library import builtin_path, read
from gdsim.scenario.spec import NetworkSpec
from gdsim.session.session import Session
from tests.session.conftest import Open, settle

HOUSES = (1.335, 1.130, 0.974, 0.855, 0.764, 0.695)


def go(qtbot: QtBot, session: Session, epochs: int) -> None:
    session.runner.step(epochs)
    settle(qtbot, session)


def losses(session: Session) -> list[float]:
    values = session.run.history.points([LOSS], session.run.newest, 10_000)[1]
    return [float(v) for v in values[0]]


def test_the_houses_open_at_their_start_with_everything_to_show(open_session: Open) -> None:
    session = open_session()
    snapshot = session.snapshot
    assert snapshot is not None
    assert snapshot.epoch == 0
    assert snapshot.loss == pytest.approx(1.335, abs=5e-4)
    assert snapshot.slice is not None
    assert snapshot.network is not None


def test_the_steepest_parameter_is_selected_first(open_session: Open) -> None:
    session = open_session()
    assert session.snapshot is not None
    assert session.selection.parameter == int(np.abs(session.snapshot.gradient).argmax())


def test_five_steps_lose_what_the_scenario_promises(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    for _step in range(5):
        go(qtbot, session, 1)
    assert losses(session) == pytest.approx(HOUSES, abs=5e-4)
    assert session.selection.epoch == 5


def test_looking_back_shows_exactly_what_was_there(open_session: Open, qtbot: QtBot) -> None:
    session = open_session("two_moons")
    seen: dict[int, Snapshot] = {}
    for _step in range(6):
        assert session.snapshot is not None
        seen[session.snapshot.epoch] = session.snapshot
        go(qtbot, session, 1)
    for epoch in (4, 1, 5, 0, 3):
        session.select(epoch=epoch)
        settle(qtbot, session)
        now = session.snapshot
        assert now is not None
        assert now.theta.tobytes() == seen[epoch].theta.tobytes()
        assert now.gradient.tobytes() == seen[epoch].gradient.tobytes()
        assert now.loss == seen[epoch].loss
        assert now.new.tobytes() == seen[epoch].new.tobytes()


def test_an_edit_in_the_past_shares_what_came_before(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    go(qtbot, session, 25)
    before = losses(session)
    session.select(epoch=10)
    settle(qtbot, session)
    session.apply(edits.set_parameters(session.scenario, {"w3": 1.5}, 10), "w3")
    settle(qtbot, session)
    assert session.selection.epoch == 10
    go(qtbot, session, 15)
    after = losses(session)
    assert after[:10] == before[:10]
    assert after[10] != before[10]
    assert session.ghost is not None
    assert session.ghost.newest == 25


def test_a_run_with_changes_is_the_same_when_its_file_is_opened_again(
    open_session: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    session = open_session("two_moons")
    go(qtbot, session, 5)
    session.apply(edits.set_learning_rate(session.scenario, 0.2, 5), "rate")
    settle(qtbot, session)
    go(qtbot, session, 4)
    session.apply(edits.set_parameters(session.scenario, {"w2": -0.7}, 9), "w2")
    settle(qtbot, session)
    go(qtbot, session, 6)
    assert session.snapshot is not None
    theta = session.snapshot.theta.tobytes()
    path = tmp_path / "kept.json"
    session.save(path)
    session.open(read(path), path)
    settle(qtbot, session)
    go(qtbot, session, 15)
    assert session.snapshot.theta.tobytes() == theta


def test_undo_brings_back_the_run_and_redo_the_edited_one(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    go(qtbot, session, 25)
    before = losses(session)
    session.select(epoch=7)
    settle(qtbot, session)
    session.apply(edits.add_unit(session.scenario, 0, 3), "add unit")
    settle(qtbot, session)
    assert session.selection.epoch == 0
    assert len(session.subject.names) == 15
    session.undo_stack.undo()
    settle(qtbot, session)
    assert losses(session) == before
    assert session.selection.epoch == 7
    session.undo_stack.redo()
    settle(qtbot, session)
    assert len(session.subject.names) == 15


def test_a_preview_changes_nothing(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    go(qtbot, session, 5)
    shown: list[Snapshot] = []
    session.snapshot_changed.connect(shown.append)
    session.preview(edits.set_parameters(session.scenario, {"w3": 2.0}, 5))
    qtbot.waitUntil(lambda: bool(shown))
    assert shown[-1].theta[2] == 2.0
    assert session.scenario.changes == ()
    assert session.is_saved
    session.preview(None)
    settle(qtbot, session)
    assert shown[-1].theta[2] != 2.0


def test_a_preview_is_what_the_edit_then_does(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    go(qtbot, session, 5)
    shown: list[Snapshot] = []
    session.snapshot_changed.connect(shown.append)
    new = edits.set_parameters(session.scenario, {"w3": 2.0}, 5)
    session.preview(new)
    qtbot.waitUntil(lambda: bool(shown))
    preview = shown[-1]
    session.apply(new, "w3")
    settle(qtbot, session)
    assert session.snapshot is not None
    assert session.snapshot.loss == preview.loss
    assert session.snapshot.new.tobytes() == preview.new.tobytes()


def test_nudges_in_a_row_are_one_undo_step(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    for value in (0.1, 0.2, 0.3):
        session.apply(edits.set_parameters(session.scenario, {"w1": value}, 0), "w1", "w1")
    assert session.undo_stack.count() == 1
    session.undo_stack.undo()
    settle(qtbot, session)
    assert session.is_saved
    assert session.snapshot is not None
    assert session.snapshot.theta[0] == -0.2


def test_an_edit_that_does_not_fit_is_refused_and_loses_nothing(
    open_session: Open, qtbot: QtBot
) -> None:
    session = open_session()
    go(qtbot, session, 3)
    before = session.run
    told: list[str] = []
    session.notice.connect(told.append)
    assert not session.apply(edits.set_activation(session.scenario, 1, "softmax"), "softmax")
    settle(qtbot, session)
    assert len(told) == 1
    assert "cross_entropy" in told[0]
    assert session.run is before


def test_a_document_that_cannot_be_built_leaves_the_open_one(open_session: Open) -> None:
    session = open_session()
    before = session.run
    document = read(builtin_path("sine"))
    spec = document.scenario.objective
    assert isinstance(spec, NetworkSpec)
    last = len(spec.layers) - 1
    with pytest.raises(ScenarioError):
        session.open(Document(edits.set_activation(document.scenario, last, "softmax")))
    assert session.run is before


def test_a_goal_is_an_edit_that_keeps_the_run(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    go(qtbot, session, 5)
    history = session.run.history
    session.apply(edits.set_goal(session.scenario, 50), "goal")
    settle(qtbot, session)
    assert session.run.history is history
    assert session.run.subject.experiment.epochs == 50
    assert session.ghost is None


def test_saving_makes_it_clean_and_unknown_keys_survive(open_session: Open, tmp_path: Path) -> None:
    session = open_session()
    text = codec.encode(read(builtin_path("houses")))
    session.open(codec.decode(text.replace('"title"', '"mood": "calm",\n  "title"'), "x"))
    session.apply(edits.set_goal(session.scenario, 9), "goal")
    assert not session.is_saved
    path = tmp_path / "x.json"
    session.save(path)
    assert session.is_saved
    assert '"mood": "calm"' in path.read_text(encoding="utf-8")


def test_many_edits_keep_a_bounded_number_of_histories(open_session: Open, qtbot: QtBot) -> None:
    session = open_session()
    for i in range(30):
        go(qtbot, session, 2)
        name = f"w{i % 6 + 1}"
        epoch = session.selection.epoch
        session.apply(edits.set_parameters(session.scenario, {name: 0.1 * i}, epoch), f"{i}")
        settle(qtbot, session)
    oldest = session.undo_stack.command(0)
    assert oldest.before.run.history.n_epochs == 0  # type: ignore[attr-defined]
    for _i in range(30):
        session.undo_stack.undo()
    settle(qtbot, session)
    assert session.snapshot is not None
    assert session.snapshot.epoch == 2
    assert losses(session)[:3] == pytest.approx(HOUSES[:3], abs=5e-4)


def test_the_slice_covers_the_step_to_come_however_long(open_session: Open) -> None:
    session = open_session("one_slope")
    snapshot = session.snapshot
    assert snapshot is not None
    assert snapshot.slice is not None
    assert snapshot.new[0] > 20_000.0
    assert snapshot.slice.values[0] <= 0.0
    assert snapshot.slice.values[-1] >= snapshot.new[0]


def test_edits_of_one_thing_with_epochs_between_them_are_two_steps(
    open_session: Open, qtbot: QtBot
) -> None:
    session = open_session()
    for value in (0.1, 0.2):
        session.apply(edits.set_parameters(session.scenario, {"w1": value}, 0), "w1", "w1")
    assert session.undo_stack.count() == 1
    settle(qtbot, session)
    session.runner.step(2)
    settle(qtbot, session)
    session.apply(edits.set_parameters(session.scenario, {"w1": 0.3}, 2), "w1", "w1")
    assert session.undo_stack.count() == 2


def test_an_edit_does_not_keep_its_session_alive_which_would_end_with_it(
    open_session: Open,
) -> None:
    session = open_session()
    session.apply(edits.set_learning_rate(session.scenario, 0.2, 0), "rate")
    held = vars(session.undo_stack.command(0)).values()
    assert not [value for value in held if getattr(value, "__self__", None) is session]
