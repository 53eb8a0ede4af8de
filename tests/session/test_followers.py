"""Pictures that follow the snapshot: when they are taken, and when what there is will do."""

from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gdsim.engine.paths import GradientPath
from gdsim.scenario import edits
from gdsim.session.followers import PathFollower
from gdsim.session.plane_follower import PlaneFollower
from tests.session.conftest import Open, settle

BOTH = frozenset({"path", "plane"})


def listen(follower: Any) -> list[Any]:
    seen: list[Any] = []
    follower.changed.connect(seen.append)
    return seen


def test_nothing_is_taken_that_no_view_needs(qtbot: QtBot, open_session: Open) -> None:
    session = open_session()
    seen = [listen(kind(session)) for kind in (PathFollower, PlaneFollower)]
    session.runner.step(3)
    settle(qtbot, session)
    assert seen == [[], []]


def test_the_path_has_every_epoch_with_the_run_s_own_losses(
    qtbot: QtBot, open_session: Open
) -> None:
    session = open_session()
    follower = PathFollower(session)
    seen = listen(follower)
    session.need(BOTH)
    session.runner.step(7)
    qtbot.waitUntil(lambda: bool(seen) and len(seen[-1].epochs) == 8)
    path: GradientPath = seen[-1]
    assert follower.latest is path
    np.testing.assert_array_equal(path.epochs, np.arange(8.0))
    snapshot = session.snapshot
    assert snapshot is not None
    assert path.losses[7] == pytest.approx(snapshot.loss, rel=1e-12)
    assert path.sums[7] == pytest.approx(snapshot.gradient.sum(), rel=1e-9)
    assert path.lengths[7] == pytest.approx(np.linalg.norm(snapshot.gradient), rel=1e-12)


def test_frozen_parameters_leave_the_path_from_their_epoch_on(
    qtbot: QtBot, open_session: Open
) -> None:
    session = open_session()
    seen = listen(PathFollower(session))
    session.need(BOTH)
    session.runner.step(2)
    settle(qtbot, session)
    session.apply(edits.set_frozen(session.scenario, "w1", True, 2), "freeze")
    session.runner.step(1)
    qtbot.waitUntil(lambda: bool(seen) and len(seen[-1].epochs) == 4)
    gradients = [session.subject.experiment.objective.twin().evaluate(theta).gradient for theta in
                 session.run.history.points(range(2, 12), 3, 4)[1].T.copy()]  # fmt: skip
    assert seen[-1].sums[1] == pytest.approx(gradients[1].sum(), rel=1e-9)
    assert seen[-1].sums[3] == pytest.approx(gradients[3][1:].sum(), rel=1e-9)


def test_looking_back_takes_no_other_path(qtbot: QtBot, open_session: Open) -> None:
    session = open_session()
    seen = listen(PathFollower(session))
    session.need(BOTH)
    session.runner.step(4)
    qtbot.waitUntil(lambda: bool(seen) and len(seen[-1].epochs) == 5)
    count = len(seen)
    session.select(epoch=1)
    settle(qtbot, session)
    session.select(epoch=4)
    settle(qtbot, session)
    assert len(seen) == count


def test_while_a_run_plays_pictures_come_at_most_four_times_a_second(
    qtbot: QtBot, open_session: Open
) -> None:
    session = open_session()
    seen = [listen(kind(session)) for kind in (PathFollower, PlaneFollower)]
    session.need(BOTH)
    settle(qtbot, session)
    session.runner.set_speed(None)
    session.apply(edits.set_goal(session.scenario, 10_000_000), "goal")
    before = [len(pictures) for pictures in seen]
    session.runner.play()
    qtbot.wait(1100)
    session.runner.pause()
    taken = [len(pictures) - n for pictures, n in zip(seen, before, strict=True)]
    assert all(1 <= n <= 6 for n in taken)
    qtbot.waitUntil(
        lambda: seen[0][-1].epochs[-1] >= session.run.newest - session.run.history.width
    )


def test_another_run_makes_the_path_anew(qtbot: QtBot, open_session: Open) -> None:
    session = open_session()
    follower = PathFollower(session)
    seen = listen(follower)
    session.need(BOTH)
    session.runner.step(2)
    qtbot.waitUntil(lambda: bool(seen) and len(seen[-1].epochs) == 3)
    session.apply(edits.new_start(session.scenario), "new start")
    assert follower.latest is None
    count = len(seen)
    qtbot.waitUntil(lambda: len(seen) > count)
    assert seen[-1].losses[0] == pytest.approx(session.run.history.first_loss, rel=1e-12)
