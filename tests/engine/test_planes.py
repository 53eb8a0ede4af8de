from collections.abc import Callable

import numpy as np
import pytest

from gdsim.engine.directions import random_directions, units_of
from gdsim.engine.network import Network
from gdsim.engine.objective import NetworkObjective
from gdsim.engine.planes import PLANE_POINTS, LossPlane, take_plane, take_plane_along
from gdsim.engine.steps import finish
from tests.engine.runs import linear

Pair = tuple[int, int]


@pytest.fixture
def objective(
    make_network: Callable[..., Network], make_objective: Callable[..., NetworkObjective]
) -> NetworkObjective:
    return make_objective(make_network(2, 3, 1), penalty=("l2", 0.05))


@pytest.fixture
def theta(objective: NetworkObjective) -> np.ndarray:
    return np.random.default_rng(5).normal(size=len(objective.names))


@pytest.mark.parametrize("pair", [(0, 1), (7, 2), (12, 3)])
def test_a_plane_is_the_loss_with_two_parameters_moved(
    objective: NetworkObjective, theta: np.ndarray, pair: Pair
) -> None:
    plane = finish(take_plane(objective, theta, pair, (-3.0, 5.0), (-1.0, 1.0)))
    np.testing.assert_array_equal(plane.x_values, np.linspace(-3.0, 5.0, PLANE_POINTS))
    np.testing.assert_array_equal(plane.y_values, np.linspace(-1.0, 1.0, PLANE_POINTS))
    for row, column in ((0, 0), (3, 40), (40, 7), (20, 21)):
        moved = theta.copy()
        moved[pair[0]], moved[pair[1]] = plane.x_values[column], plane.y_values[row]
        assert plane.losses[row, column] == pytest.approx(objective.loss(moved), rel=1e-12)


@pytest.mark.parametrize("stretch", [1.0, 300.0])
def test_the_lowest_point_of_a_bowl_is_the_least_squares_answer(stretch: float) -> None:
    x = np.array([[1.0, 2.0, 3.0, 5.0]]) * stretch
    y = np.array([[2.0, 1.0, 4.0, 3.0]])
    plane = finish(take_plane(linear(x, y), np.zeros(2), (0, 1), (-1.0, 2.0), (-3.0, 6.0)))
    columns = np.column_stack([x[0], np.ones(4)])
    answer, (rest,), *_ = np.linalg.lstsq(columns, y[0], rcond=None)
    np.testing.assert_allclose(plane.lowest, (*answer, rest / 4.0), rtol=1e-7)


def test_a_lowest_point_beyond_the_ranges_is_the_lowest_of_the_grid() -> None:
    objective = linear(np.array([[1.0, 2.0, 3.0]]), np.array([[2.0, 4.0, 6.0]]))
    plane = finish(take_plane(objective, np.zeros(2), (0, 1), (-5.0, -1.0), (-2.0, 2.0)))
    x, y, loss = plane.lowest
    assert (x, y) == (-1.0, 2.0)
    assert loss == plane.losses.min()


def test_it_lies_on_the_plane_and_below_the_grid(
    objective: NetworkObjective, theta: np.ndarray
) -> None:
    for pair in ((0, 1), (4, 9), (11, 12)):
        plane = finish(take_plane(objective, theta, pair, (-4.0, 4.0), (-4.0, 4.0)))
        moved = theta.copy()
        moved[list(pair)] = plane.lowest[:2]
        assert plane.lowest[2] == pytest.approx(objective.loss(moved), rel=1e-12)
        assert plane.lowest[2] <= plane.losses.min()


def test_a_plane_holds_while_only_its_own_parameters_move(
    objective: NetworkObjective, theta: np.ndarray
) -> None:
    plane: LossPlane = finish(take_plane(objective, theta, (3, 5), (-1.0, 1.0), (-1.0, 1.0), 11))
    moved = theta.copy()
    moved[[3, 5]] = 9.0
    assert plane.holds(theta)
    assert plane.holds(moved)
    moved[4] += 1e-9
    assert not plane.holds(moved)
    assert not plane.holds(theta[:-1])


def test_where_the_loss_overflows_there_is_a_gap_and_no_warning() -> None:
    objective = linear(np.ones((1, 3)), np.ones((1, 3)))
    plane = finish(take_plane(objective, np.zeros(2), (0, 1), (0.0, 1e200), (0.0, 1.0), 11))
    assert np.isfinite(plane.losses[:, 0]).all()
    assert not np.isfinite(plane.losses[:, -1]).any()
    assert np.isfinite(plane.lowest).all()


def test_with_many_rows_it_stops_often_to_look_at_the_clock() -> None:
    x = np.linspace(0.0, 1.0, 20_000)[np.newaxis]
    steps = take_plane(linear(x, x), np.zeros(2), (0, 1), (-1.0, 1.0), (-1.0, 1.0), 11)
    assert len(list(steps)) == 121


def test_neither_theta_nor_the_plane_can_change_later(
    objective: NetworkObjective, theta: np.ndarray
) -> None:
    before = theta.copy()
    plane = finish(take_plane(objective, theta, (0, 1), (-1.0, 1.0), (-1.0, 1.0), 11))
    np.testing.assert_array_equal(theta, before)
    theta[0] = 7.0
    np.testing.assert_array_equal(plane.theta, before)
    for array in (plane.theta, plane.x_values, plane.y_values, plane.losses):
        assert not array.flags.writeable


def test_along_directions_it_is_the_loss_of_their_sums(
    objective: NetworkObjective, theta: np.ndarray
) -> None:
    units = units_of(objective.network, len(theta))
    directions = random_directions(theta, units, ~objective.cut, 4)
    assert directions is not None
    plane = finish(take_plane_along(objective, theta, directions, (-1.0, 2.0), (-3.0, 1.0), 11))
    for row, column in ((0, 0), (3, 10), (10, 7)):
        x, y = plane.x_values[column], plane.y_values[row]
        moved = theta + x * plane.axes[0] + y * plane.axes[1]
        assert plane.losses[row, column] == pytest.approx(objective.loss(moved), rel=1e-12)
    x, y, loss = plane.lowest
    assert loss == pytest.approx(objective.loss(theta + x * plane.axes[0] + y * plane.axes[1]))
    assert plane.pair is None
    assert plane.ranges == ((-1.0, 2.0), (-3.0, 1.0))


def test_a_plane_of_directions_holds_what_lies_on_it(
    objective: NetworkObjective, theta: np.ndarray
) -> None:
    directions = random_directions(
        theta, units_of(objective.network, len(theta)), ~objective.cut, 4
    )
    assert directions is not None
    plane = finish(take_plane_along(objective, theta, directions, (-1.0, 1.0), (-1.0, 1.0), 5))
    assert plane.holds(theta)
    assert plane.holds(theta + 0.3 * plane.axes[0] - 1.7 * plane.axes[1])
    assert not plane.holds(theta + 0.3 * plane.axes[0] + 1e-6)
