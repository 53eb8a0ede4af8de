"""Curves of earlier epochs: taken when they are wanted, and not again while they will do."""

from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gdsim.engine.ghost_slices import GhostSlices
from gdsim.scenario import edits
from gdsim.session.ghost_slices import GhostSliceFollower
from gdsim.session.session import Session
from tests.session.conftest import Open, settle

NEED = frozenset({"ghost_slices"})


def epochs_of(ghosts: GhostSlices) -> list[int]:
    return [ghost.epoch for ghost in ghosts.slices]


def run_to(qtbot: QtBot, session: Session, n_epochs: int) -> list[Any]:
    seen: list[Any] = []
    follower = GhostSliceFollower(session)
    follower.changed.connect(seen.append)
    session.runner.step(n_epochs)
    settle(qtbot, session)
    return seen


def test_nothing_is_taken_until_it_is_wanted(qtbot: QtBot, open_session: Open) -> None:
    session = open_session()
    seen = run_to(qtbot, session, 6)
    assert not seen
    session.need(NEED)
    qtbot.waitUntil(lambda: bool(seen))
    assert epochs_of(seen[-1]) == [0, 1, 2, 5]


def test_each_curve_meets_the_loss_that_its_epoch_had(qtbot: QtBot, open_session: Open) -> None:
    session = open_session()
    session.need(NEED)
    seen = run_to(qtbot, session, 6)
    qtbot.waitUntil(lambda: bool(seen) and len(seen[-1].slices) == 4)
    ghosts: GhostSlices = seen[-1]
    history = session.run.history
    for ghost in ghosts.slices:
        value = history.value(2 + ghosts.parameter, ghost.epoch)
        assert value is not None
        loss = float(np.interp(value, ghosts.values, ghost.losses))
        assert loss == pytest.approx(history.value(0, ghost.epoch), rel=2e-3)


def test_another_parameter_takes_other_curves_and_a_drag_none(
    qtbot: QtBot, open_session: Open
) -> None:
    session = open_session()
    session.need(NEED)
    seen = run_to(qtbot, session, 3)
    qtbot.waitUntil(lambda: bool(seen) and len(seen[-1].slices) == 3)
    session.select(parameter=4)
    qtbot.waitUntil(lambda: seen[-1].parameter == 4)
    settle(qtbot, session)
    count = len(seen)
    told: list[Any] = []
    session.snapshot_changed.connect(told.append)
    session.preview(edits.set_parameters(session.scenario, {"w5": 0.1}, 3))
    qtbot.waitUntil(lambda: bool(told))
    qtbot.wait(20)
    assert len(seen) == count
