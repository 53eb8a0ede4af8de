"""Pictures that follow the snapshot: when they are taken, and when what there is will do."""

from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gdsim.engine.paths import GradientPath
from gdsim.engine.planes import LossPlane
from gdsim.scenario import edits
from gdsim.session.followers import PathFollower, PlaneFollower, plane_points
from gdsim.session.session import Session
from tests.session.conftest import Open, settle

BOTH = frozenset({"path", "plane"})


def listen(follower: Any) -> list[Any]:
    seen: list[Any] = []
    follower.changed.connect(seen.append)
    return seen


def names_of(session: Session, plane: LossPlane) -> list[str]:
    return [session.subject.names[i] for i in plane.pair]


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


def test_the_plane_is_of_the_first_weight_and_bias_and_around_the_dot(
    qtbot: QtBot, open_session: Open
) -> None:
    session = open_session()
    seen = listen(PlaneFollower(session))
    session.need(BOTH)
    qtbot.waitUntil(lambda: bool(seen))
    plane: LossPlane = seen[-1]
    snapshot = session.snapshot
    assert snapshot is not None
    assert names_of(session, plane) == ["w1", "b1"]
    assert plane.holds(snapshot.theta)
    for values, i in ((plane.x_values, plane.pair[0]), (plane.y_values, plane.pair[1])):
        assert values[0] < snapshot.theta[i] < values[-1]


def test_another_pair_can_be_chosen_and_ends_with_another_network(
    qtbot: QtBot, open_session: Open
) -> None:
    session = open_session()
    seen = listen(PlaneFollower(session))
    session.need(BOTH)
    session.select(pair=(2, 5))
    qtbot.waitUntil(lambda: bool(seen) and seen[-1].pair == (2, 5))
    session.apply(edits.add_unit(session.scenario, 0, 3), "add unit")
    qtbot.waitUntil(lambda: len(seen[-1].theta) > 10)
    assert names_of(session, seen[-1]) == ["w1", "b1"]


def test_a_run_over_two_parameters_needs_one_plane_only(qtbot: QtBot, open_session: Open) -> None:
    session = open_session("slope_and_intercept")
    seen = listen(PlaneFollower(session))
    session.need(BOTH)
    qtbot.waitUntil(lambda: bool(seen))
    for _step in range(3):
        session.runner.step(1)
        settle(qtbot, session)
    assert all(plane.holds(seen[0].theta) for plane in seen)
    ranges = {(p.x_values[0], p.x_values[-1], p.y_values[0], p.y_values[-1]) for p in seen}
    assert len(ranges) == len(seen)  # another one only where the ranges had to grow


def test_dragging_its_own_two_parameters_keeps_the_plane(qtbot: QtBot, open_session: Open) -> None:
    session = open_session()
    follower = PlaneFollower(session)
    seen = listen(follower)
    session.need(BOTH)
    qtbot.waitUntil(lambda: bool(seen))
    settle(qtbot, session)
    count = len(seen)
    told: list[Any] = []
    session.snapshot_changed.connect(told.append)
    session.preview(edits.set_parameters(session.scenario, {"w1": 0.9, "b1": -0.4}, 0))
    qtbot.waitUntil(lambda: bool(told))
    qtbot.wait(20)
    assert len(seen) == count
    assert follower.latest.holds(told[-1].theta)


def test_dragging_another_parameter_of_a_small_model_moves_the_plane(
    qtbot: QtBot, open_session: Open
) -> None:
    session = open_session()
    seen = listen(PlaneFollower(session))
    session.need(BOTH)
    qtbot.waitUntil(lambda: bool(seen))
    settle(qtbot, session)
    session.preview(edits.set_parameters(session.scenario, {"w3": 2.5}, 0))
    qtbot.waitUntil(lambda: seen[-1].theta[2] == 2.5)


def test_one_parameter_has_no_plane(qtbot: QtBot, open_session: Open) -> None:
    session = open_session("one_slope")
    seen = listen(PlaneFollower(session))
    session.need(BOTH)
    session.runner.step(1)
    settle(qtbot, session)
    assert not seen


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


def test_dear_models_have_coarser_planes() -> None:
    assert plane_points(101 * 10) == 41
    assert 11 < plane_points(5_000 * 10) < 41
    assert plane_points(100_000 * 200) == 11
