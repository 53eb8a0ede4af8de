"""A harvest trains in the worker, is shown as it grows, and any run can be opened or kept."""

from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from gdsim.scenario import edits
from gdsim.scenario.codec import Document
from gdsim.scenario.companions import as_scenario
from gdsim.scenario.crop import Crop
from gdsim.scenario.starts import NORMAL, StartsSettings, default_settings
from gdsim.session import harvest_work
from gdsim.session.harvest import Harvest
from gdsim.session.session import Session
from tests.scenario.start_cases import function_scenario
from tests.session.conftest import Open, settle


def settings_of(session: Session, **fields: Any) -> StartsSettings:
    fields = {"n": 12, "epochs": 40, **fields}
    return default_settings(session.subject)._replace(**fields)


def train(qtbot: QtBot, session: Session, harvest: Harvest, **fields: Any) -> Crop:
    harvest.start(settings_of(session, **fields))
    qtbot.waitUntil(lambda: harvest.crop is not None and not harvest.crop.is_running, timeout=8000)
    assert harvest.crop is not None
    return harvest.crop


def finished(session: Session, epoch: int) -> bool:
    shown = session.snapshot
    return shown is not None and shown.run == session.run.number and shown.epoch == epoch


def test_a_harvest_is_told_while_it_grows(
    qtbot: QtBot, open_session: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(harvest_work, "REQUEST_SECONDS", 0.001)
    session = open_session("xor")
    harvest = Harvest(session)
    told: list[Crop] = []
    harvest.harvest_changed.connect(told.append)
    crop = train(qtbot, session, harvest, n=40, epochs=100)
    assert told[0].results is None
    assert told[0].is_running
    epochs = [one.results.epoch for one in told if one.results is not None]
    assert epochs == sorted(epochs)
    assert len(set(epochs)) > 3
    assert not told[-1].is_running
    assert crop.results is not None
    assert crop.results.is_complete
    assert crop.seeds.tolist() == list(range(3, 43))


def test_an_opened_run_has_the_loss_that_the_harvest_told(qtbot: QtBot, open_session: Open) -> None:
    session = open_session("xor")
    harvest = Harvest(session)
    for distribution in (None, NORMAL):
        fields = {} if distribution is None else {"distribution": distribution}
        crop = train(qtbot, session, harvest, **fields)
        assert crop.results is not None
        run = int(crop.results.order[4])
        harvest.open_start(run)
        qtbot.waitUntil(lambda: finished(session, 40), timeout=5000)
        assert session.snapshot is not None
        assert session.snapshot.loss == pytest.approx(float(crop.results.losses[run]), rel=1e-10)
        assert session.scenario.start.seed == crop.seeds[run]
        assert harvest.crop is not None
        assert harvest.crop.opened == run
        assert not harvest.crop.is_outdated
        session.undo_stack.undo()
        settle(qtbot, session)
        assert harvest.crop.opened in (-1, 0)


def test_a_run_with_batches_opens_in_the_order_of_rows_that_it_had(
    qtbot: QtBot, open_session: Open
) -> None:
    session = open_session("xor")
    session.apply(edits.set_batch_size(session.scenario, 16, 0), "batches")
    harvest = Harvest(session)
    crop = train(qtbot, session, harvest)
    assert crop.results is not None
    harvest.open_start(7)
    qtbot.waitUntil(lambda: finished(session, 40), timeout=5000)
    assert session.snapshot is not None
    assert session.snapshot.loss == pytest.approx(float(crop.results.losses[7]), rel=1e-9)
    assert harvest.crop is not None
    assert not harvest.crop.is_outdated


def test_opening_is_one_step_that_can_be_undone(qtbot: QtBot, open_session: Open) -> None:
    session = open_session("xor")
    before = session.scenario
    harvest = Harvest(session)
    train(qtbot, session, harvest)
    harvest.open_start(3)
    assert session.undo_stack.count() == 1
    assert "seed 6" in session.undo_stack.undoText()
    session.undo_stack.undo()
    assert session.scenario == before


def test_the_best_is_kept_with_its_seed_in_its_name(qtbot: QtBot, open_session: Open) -> None:
    session = open_session("xor")
    harvest = Harvest(session)
    crop = train(qtbot, session, harvest)
    assert crop.results is not None
    harvest.keep_best()
    (kept,) = session.scenario.companions
    best = crop.results.best
    assert kept.start.seed == crop.seeds[best]
    assert kept.epochs_kept == 40
    assert kept.name == f"best of 12 (seed {crop.seeds[best]})"
    assert as_scenario(session.scenario, kept).optimizer == session.scenario.optimizer
    notices: list[str] = []
    session.notice.connect(notices.append)
    harvest.keep_best()
    assert len(session.scenario.companions) == 1
    assert "kept already" in notices[0]


def test_a_changed_rate_makes_it_outdated_and_undo_makes_it_current(
    qtbot: QtBot, open_session: Open
) -> None:
    session = open_session("xor")
    harvest = Harvest(session)
    train(qtbot, session, harvest)
    session.apply(edits.set_learning_rate(session.scenario, 0.9, 0), "rate")
    assert harvest.crop is not None
    assert harvest.crop.is_outdated
    harvest.open_start(2)  # as it was trained
    assert session.scenario.optimizer.learning_rate == 0.5
    session.undo_stack.undo()
    session.undo_stack.undo()
    assert not harvest.crop.is_outdated


def test_an_edit_meanwhile_ends_the_work_and_a_new_start_does_not(
    qtbot: QtBot, open_session: Open
) -> None:
    session = open_session("xor")
    harvest = Harvest(session)
    harvest.start(settings_of(session, n=200, epochs=2000))
    qtbot.waitUntil(
        lambda: harvest.crop is not None and harvest.crop.results is not None, timeout=5000
    )
    session.apply(edits.new_start(session.scenario), "new start")
    assert harvest.crop is not None
    before = harvest.crop.results
    assert before is not None
    qtbot.waitUntil(
        lambda: (
            harvest.crop is not None
            and harvest.crop.results is not None
            and harvest.crop.results.epoch > before.epoch
        ),
        timeout=5000,
    )
    session.apply(edits.set_learning_rate(session.scenario, 0.9, 0), "rate")
    assert not harvest.crop.is_running
    assert harvest.crop.is_outdated
    settle(qtbot, session)
    assert not session.runner.is_busy


def test_cancel_keeps_what_there_is(qtbot: QtBot, open_session: Open) -> None:
    session = open_session("xor")
    harvest = Harvest(session)
    harvest.start(settings_of(session, n=200, epochs=5000))
    qtbot.waitUntil(
        lambda: (
            harvest.crop is not None
            and harvest.crop.results is not None
            and harvest.crop.results.epoch > 0
        ),
        timeout=5000,
    )
    harvest.cancel()
    assert harvest.crop is not None
    assert harvest.crop.results is not None
    assert not harvest.crop.is_running
    assert not harvest.crop.results.is_complete
    epoch = harvest.crop.results.epoch
    settle(qtbot, session)
    assert harvest.crop.results.epoch == epoch
    harvest.start(settings_of(session, n=200, epochs=5000))
    harvest.cancel()  # before there is anything
    assert harvest.crop is None


def test_each_document_has_its_own_harvest(qtbot: QtBot, open_session: Open) -> None:
    session = open_session("xor")
    harvest = Harvest(session)
    crop = train(qtbot, session, harvest)
    session.open_beside(Document(function_scenario("many_wells"), ()))
    assert harvest.crop is None
    settle(qtbot, session)
    other = train(qtbot, session, harvest, epochs=20)
    assert other.outcomes is not None
    assert len(other.outcomes.groups) == len(session.subject.function.minima)  # type: ignore[union-attr]
    session.resume(session.parked[0])
    assert harvest.crop is not None
    assert harvest.crop.results is crop.results
    assert not harvest.crop.is_outdated


def test_impossible_settings_are_told_and_nothing_is_trained(open_session: Open) -> None:
    session = open_session("xor")
    harvest = Harvest(session)
    notices: list[str] = []
    session.notice.connect(notices.append)
    harvest.start(settings_of(session, n=5000))
    assert len(notices) == 1
    assert harvest.crop is None
    harvest.keep_best()
    assert "train" in notices[1]
    harvest.open_start(0)
    harvest.mark((1, 2))


def test_runs_are_picked_out_and_named_for_all_views(qtbot: QtBot, open_session: Open) -> None:
    session = open_session("xor")
    harvest = Harvest(session)
    train(qtbot, session, harvest)
    harvest.mark((2, 5))
    assert harvest.crop is not None
    assert harvest.crop.marked is not None
    assert np.flatnonzero(harvest.crop.marked).tolist() == [2, 5]
    harvest.mark(())
    assert harvest.crop.marked is None
    told: list[object] = []
    harvest.harvest_changed.connect(told.append)
    harvest.point(4)
    harvest.point(4)
    assert len(told) == 1
    assert harvest.crop.pointed == 4


def test_training_leaves_the_document_as_it_is(qtbot: QtBot, open_session: Open) -> None:
    session = open_session("xor")
    before = session.scenario
    train(qtbot, session, Harvest(session))
    assert session.scenario is before
    assert session.is_saved
    assert replace(before, title="") != before
