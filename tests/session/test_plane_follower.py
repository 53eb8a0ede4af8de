"""Planes of losses that follow the session: which is taken, when, how fine, and what is spared."""

from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gdsim import resources
from gdsim.engine.descent import replay
from gdsim.engine.directions import PATH, RANDOM, PlaneChoice
from gdsim.engine.planes import LossPlane
from gdsim.scenario import codec, edits
from gdsim.session.plane_follower import (
    COARSE_POINTS,
    FINE_POINTS,
    FINEST_POINTS,
    MOST_WORK,
    WHILE_MOVING,
    PlaneFollower,
    finest_points,
    plane_points,
)
from gdsim.session.plane_orders import path_points
from gdsim.session.session import Session
from tests.session.conftest import Open, settle

PLANE = frozenset({"plane"})


def listen(follower: Any) -> list[Any]:
    seen: list[Any] = []
    follower.changed.connect(seen.append)
    return seen


def names_of(session: Session, plane: LossPlane) -> list[str]:
    assert plane.pair is not None
    return [session.subject.names[i] for i in plane.pair]


def open_windsor(qtbot: QtBot) -> Session:
    """Open the 3-2-1 network on 546 rows."""
    text = resources.path("scenarios", "houses.json").read_text(encoding="utf-8")
    for old, new in (
        ('"name": "houses"', '"name": "houses_windsor"'),
        ('"house_sqft"', '"bathrooms"'),
        ('"price_usd"', '"price_cad"'),
    ):
        text = text.replace(old, new)
    session = Session(codec.decode(text, "windsor"))
    settle(qtbot, session)
    assert session.subject.experiment.objective.n_rows == 546
    return session


def newest_theta(session: Session) -> np.ndarray:
    """Return the parameters of the newest epoch, from its keyframe."""
    newest = session.run.newest
    *_, state = replay(session.subject.experiment, session.run.history.keyframe(newest), newest)
    assert state is not None
    return state.theta


def test_the_plane_is_of_the_first_weight_and_bias_and_around_the_dot(
    qtbot: QtBot, open_session: Open
) -> None:
    session = open_session()
    seen = listen(PlaneFollower(session))
    session.need(PLANE)
    qtbot.waitUntil(lambda: bool(seen))
    plane: LossPlane = seen[-1]
    snapshot = session.snapshot
    assert snapshot is not None
    assert names_of(session, plane) == ["w1", "b1"]
    assert plane.holds(snapshot.theta)
    assert plane.pair is not None
    for values, i in ((plane.x_values, plane.pair[0]), (plane.y_values, plane.pair[1])):
        assert values[0] < snapshot.theta[i] < values[-1]


def test_another_pair_can_be_chosen_and_ends_with_another_network(
    qtbot: QtBot, open_session: Open
) -> None:
    session = open_session()
    seen = listen(PlaneFollower(session))
    session.need(PLANE)
    session.select(pair=(2, 5))
    qtbot.waitUntil(lambda: bool(seen) and seen[-1].pair == (2, 5))
    session.apply(edits.add_unit(session.scenario, 0, 3), "add unit")
    qtbot.waitUntil(lambda: len(seen[-1].theta) > 10)
    assert names_of(session, seen[-1]) == ["w1", "b1"]


def test_a_run_over_two_parameters_needs_one_plane_only(qtbot: QtBot, open_session: Open) -> None:
    session = open_session("slope_and_intercept")
    seen = listen(PlaneFollower(session))
    session.need(PLANE)
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
    session.need(PLANE)
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
    session.need(PLANE)
    qtbot.waitUntil(lambda: bool(seen))
    settle(qtbot, session)
    session.preview(edits.set_parameters(session.scenario, {"w3": 2.5}, 0))
    qtbot.waitUntil(lambda: seen[-1].theta[2] == 2.5)


def test_one_parameter_has_no_plane(qtbot: QtBot, open_session: Open) -> None:
    session = open_session("one_slope")
    seen = listen(PlaneFollower(session))
    session.need(PLANE)
    session.runner.step(1)
    settle(qtbot, session)
    assert not seen


def test_a_dear_plane_comes_coarse_first_and_then_fine(qtbot: QtBot) -> None:
    session = open_windsor(qtbot)
    try:
        follower = PlaneFollower(session)
        seen, parts = listen(follower), list[float]()
        follower.progressed.connect(parts.append)
        session.need(PLANE)
        qtbot.waitUntil(lambda: bool(seen) and len(seen[-1].losses) == FINE_POINTS)
        assert [len(plane.losses) for plane in seen] == [COARSE_POINTS, FINE_POINTS]
        assert seen[0].ranges == seen[1].ranges
        np.testing.assert_allclose(seen[1].losses[::5, ::5], seen[0].losses, rtol=1e-12)
        fine = parts[parts.index(1.0) + 1 :]
        assert len(fine) >= 5
        assert fine == sorted(fine)
        assert fine[-1] == 1.0
    finally:
        session.close()


def test_a_fine_plane_that_is_out_of_date_is_not_finished(qtbot: QtBot) -> None:
    session = open_windsor(qtbot)
    try:
        follower = PlaneFollower(session)
        seen, parts = listen(follower), list[float]()
        follower.progressed.connect(parts.append)
        session.need(PLANE)
        qtbot.waitUntil(lambda: bool(seen) and parts.count(1.0) == 1 and parts[-1] < 1.0)
        session.select(pair=(1, 4))
        qtbot.waitUntil(lambda: seen[-1].pair == (1, 4) and len(seen[-1].losses) == FINE_POINTS)
        sizes = [(plane.pair, len(plane.losses)) for plane in seen]
        assert sizes[1:] == [((1, 4), COARSE_POINTS), ((1, 4), FINE_POINTS)]
    finally:
        session.close()


def test_what_is_fine_stays_while_nothing_moves(qtbot: QtBot, open_session: Open) -> None:
    session = open_session()
    seen = listen(PlaneFollower(session))
    session.need(PLANE)
    qtbot.waitUntil(lambda: bool(seen) and len(seen[-1].losses) == FINE_POINTS)
    count = len(seen)
    for parameter in (3, 4, 5):
        session.select(parameter=parameter)
        settle(qtbot, session)
    qtbot.wait(30)
    assert len(seen) == count


def test_another_goal_keeps_the_plane_and_shows_it_again(qtbot: QtBot, open_session: Open) -> None:
    session = open_session()
    follower = PlaneFollower(session)
    seen = listen(follower)
    session.need(PLANE)
    qtbot.waitUntil(lambda: bool(seen) and len(seen[-1].losses) == FINE_POINTS)
    before = seen[-1]
    session.apply(edits.set_goal(session.scenario, 99), "goal")
    assert seen[-1] is before
    session.apply(edits.set_activation(session.scenario, 0, "tanh"), "activation")
    assert follower.latest is None


def test_random_directions_go_through_the_newest_epoch(qtbot: QtBot, open_session: Open) -> None:
    session = open_session()
    seen = listen(PlaneFollower(session))
    session.need(PLANE)
    session.runner.step(6)
    settle(qtbot, session)
    session.select(plane=PlaneChoice(RANDOM, 3))
    qtbot.waitUntil(lambda: bool(seen) and seen[-1].choice == PlaneChoice(RANDOM, 3))
    plane: LossPlane = seen[-1]
    np.testing.assert_array_equal(plane.origin, newest_theta(session))
    x, y = plane.place_of(path_points(session.run))
    for values, (low, high) in zip((x, y), plane.ranges, strict=True):
        assert low <= min(-1.0, values.min())
        assert high >= max(1.0, values.max())
    session.select(plane=PlaneChoice(RANDOM, 4))
    qtbot.waitUntil(lambda: seen[-1].choice.seed == 4)
    assert not np.allclose(seen[-1].axes, plane.axes)


def test_a_run_s_own_directions_come_with_their_share_of_the_variance(
    qtbot: QtBot, open_session: Open
) -> None:
    session = open_session()
    seen = listen(PlaneFollower(session))
    session.need(PLANE)
    session.runner.step(12)
    settle(qtbot, session)
    session.select(plane=PlaneChoice(PATH))
    qtbot.waitUntil(lambda: bool(seen) and seen[-1].choice.kind == PATH)
    plane: LossPlane = seen[-1]
    thetas = path_points(session.run)
    assert len(thetas) == 13
    values = np.linalg.eigvalsh(np.cov(thetas.T))
    assert plane.explained == pytest.approx(tuple(values[[-1, -2]] / values.sum()))
    assert plane.holds(newest_theta(session))
    for places, (low, high) in zip(plane.place_of(thetas), plane.ranges, strict=True):
        assert low < places.min() <= places.max() < high


def test_looking_back_keeps_the_plane_of_directions(qtbot: QtBot, open_session: Open) -> None:
    session = open_session()
    seen = listen(PlaneFollower(session))
    session.need(PLANE)
    session.runner.step(9)
    settle(qtbot, session)
    session.select(plane=PlaneChoice(PATH))
    qtbot.waitUntil(lambda: bool(seen) and seen[-1].choice.kind == PATH)
    settle(qtbot, session)
    count = len(seen)
    for epoch in (4, 0, 9):
        session.select(epoch=epoch)
        settle(qtbot, session)
    qtbot.wait(30)
    assert len(seen) == count


def test_a_run_of_two_epochs_has_no_plane_of_its_own(qtbot: QtBot, open_session: Open) -> None:
    session = open_session()
    session.select(plane=PlaneChoice(PATH))
    seen = listen(PlaneFollower(session))
    session.need(PLANE)
    session.runner.step(1)
    settle(qtbot, session)
    qtbot.wait(30)
    assert not seen
    session.runner.step(1)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[-1].choice.kind == PATH


def test_a_run_that_stays_where_it_is_has_none_and_is_not_asked_again(
    qtbot: QtBot, open_session: Open
) -> None:
    session = open_session()
    names = session.subject.names
    session.apply(edits.set_frozen(session.scenario, names, True, 0), "freeze all")
    session.runner.step(5)
    settle(qtbot, session)
    follower = PlaneFollower(session)
    seen = listen(follower)
    session.select(plane=PlaneChoice(PATH))
    session.need(PLANE)
    settle(qtbot, session)
    qtbot.wait(50)
    assert not seen
    assert not session.runner.is_busy


def test_of_two_parameters_there_are_no_other_directions(qtbot: QtBot, open_session: Open) -> None:
    session = open_session("slope_and_intercept")
    seen = listen(PlaneFollower(session))
    session.need(PLANE)
    session.select(plane=PlaneChoice(RANDOM))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[-1].pair == (0, 1)


def test_while_a_run_plays_on_it_the_plane_of_directions_stays(
    qtbot: QtBot, open_session: Open
) -> None:
    session = open_session()
    seen = listen(PlaneFollower(session))
    session.need(PLANE)
    session.runner.step(20)
    settle(qtbot, session)
    session.select(plane=PlaneChoice(RANDOM))
    qtbot.waitUntil(lambda: bool(seen) and seen[-1].choice.kind == RANDOM)
    settle(qtbot, session)
    before, newest = seen[-1], session.run.newest
    session.apply(edits.set_goal(session.scenario, 10_000), "goal")
    session.runner.set_speed(30.0)
    session.runner.play()
    qtbot.waitUntil(lambda: session.run.newest > newest + 8)
    assert seen[-1] is before
    session.runner.pause()
    settle(qtbot, session)
    qtbot.waitUntil(lambda: seen[-1] is not before)
    np.testing.assert_array_equal(seen[-1].origin, newest_theta(session))


def test_the_plane_of_a_function_is_finest_so_that_narrow_valleys_stay_whole() -> None:
    assert finest_points(2) == FINEST_POINTS
    assert finest_points(546 * 10) == FINE_POINTS


def test_dear_models_have_coarser_planes() -> None:
    assert plane_points(546 * 10, MOST_WORK, FINE_POINTS) == 101
    assert 21 < plane_points(100_000 * 10, MOST_WORK, FINE_POINTS) < 41
    assert plane_points(100_000 * 200, MOST_WORK, FINE_POINTS) == 11
    assert plane_points(546 * 10, WHILE_MOVING, 41) == 41
