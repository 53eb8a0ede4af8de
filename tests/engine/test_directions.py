"""Directions through the loss, against loops over units, eigenvectors and least squares."""

from collections.abc import Callable

import numpy as np
import pytest

from gdsim.engine.directions import (
    PATH,
    RANDOM,
    Directions,
    PlaneChoice,
    parameter_directions,
    path_directions,
    random_directions,
    units_of,
)
from gdsim.engine.network import Network

ALL = np.ones(13, dtype=bool)


@pytest.fixture
def network(make_network: Callable[..., Network]) -> Network:
    return make_network(2, 3, 1)


@pytest.fixture
def theta() -> np.ndarray:
    return np.random.default_rng(3).normal(size=13) * np.linspace(0.1, 9.0, 13)


def at_random(network: Network, theta: np.ndarray, seed: int = 1) -> Directions:
    directions = random_directions(theta, units_of(network, 13), ALL, seed)
    assert directions is not None
    return directions


# ---- two random directions ----


def test_each_unit_s_part_is_as_long_as_its_own_weights(
    network: Network, theta: np.ndarray
) -> None:
    for axis in at_random(network, theta).axes:
        for layer in network.weight_index:
            for unit in layer:
                length = sum(axis[i] ** 2 for i in unit) ** 0.5
                assert length == pytest.approx(sum(theta[i] ** 2 for i in unit) ** 0.5, rel=1e-12)


def test_biases_have_no_part_in_them(network: Network, theta: np.ndarray) -> None:
    for axis in at_random(network, theta).axes:
        for biases in network.bias_index:
            assert not axis[biases].any()


def test_within_a_unit_of_several_weights_they_are_orthogonal(
    network: Network, theta: np.ndarray
) -> None:
    first, second = at_random(network, theta).axes
    for layer in network.weight_index:
        for unit in layer:
            size = float(np.linalg.norm(theta[unit])) ** 2
            assert abs(float(first[unit] @ second[unit])) < 1e-12 * size


def test_they_pass_through_theta_and_depend_on_the_seed_alone(
    network: Network, theta: np.ndarray
) -> None:
    one, again, other = (at_random(network, theta, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one.origin, theta)
    np.testing.assert_array_equal(one.axes, again.axes)
    assert not np.allclose(one.axes, other.axes)
    assert one.choice == PlaneChoice(RANDOM, 1)


def test_scaling_a_unit_s_weights_scales_its_part_only(network: Network, theta: np.ndarray) -> None:
    """What the normalisation is for: it takes the scale of each unit out of the picture."""
    larger = theta.copy()
    larger[network.weight_index[0][1]] *= 50.0
    before, after = at_random(network, theta).axes, at_random(network, larger).axes
    factor = np.ones(13)
    factor[network.weight_index[0][1]] = 50.0
    np.testing.assert_allclose(after, np.array(before) * factor, rtol=1e-12)


def test_what_cannot_move_has_no_part(network: Network, theta: np.ndarray) -> None:
    movable = ALL.copy()
    movable[[0, 4]] = False
    directions = random_directions(theta, units_of(network, 13), movable, 1)
    assert directions is not None
    assert not np.array(directions.axes)[:, [0, 4]].any()


def test_weights_of_0_still_have_directions(network: Network) -> None:
    directions = at_random(network, np.zeros(13))
    for axis in directions.axes:
        for unit in units_of(network, 13):
            assert np.linalg.norm(axis[unit]) == pytest.approx(1.0)


def test_units_of_one_weight_get_two_directions_that_are_not_one(
    make_network: Callable[..., Network],
) -> None:
    narrow = make_network(1, 1, 1)  # two weights, each the only one of its unit
    units = units_of(narrow, narrow.n_parameters)
    movable = np.ones(narrow.n_parameters, dtype=bool)
    for seed in range(20):
        found = random_directions(np.arange(1.0, narrow.n_parameters + 1.0), units, movable, seed)
        assert found is not None
        assert np.linalg.matrix_rank(np.array(found.axes)) == 2


def test_one_movable_weight_has_no_two_directions(network: Network, theta: np.ndarray) -> None:
    movable = np.zeros(13, dtype=bool)
    movable[2] = True
    assert random_directions(theta, units_of(network, 13), movable, 1) is None


def test_without_a_network_all_parameters_are_one_unit() -> None:
    (unit,) = units_of(None, 4)
    np.testing.assert_array_equal(unit, range(4))


# ---- a run's own directions ----


def walk(n: int = 60, p: int = 6) -> np.ndarray:
    rng = np.random.default_rng(8)
    turned, _upper = np.linalg.qr(rng.normal(size=(p, p)))
    steps = rng.normal(size=(n, p)) * np.array([5.0, 3.0, 1.0, 0.5, 0.2, 0.1])
    points: np.ndarray = np.cumsum(steps, axis=0) @ turned
    return points


def along(thetas: np.ndarray) -> Directions:
    directions = path_directions(thetas, np.ones(thetas.shape[1], dtype=bool))
    assert directions is not None
    return directions


def test_the_main_directions_are_the_eigenvectors_of_the_covariance() -> None:
    thetas = walk()
    values, vectors = np.linalg.eigh(np.cov(thetas.T))
    directions = along(thetas)
    for axis, vector in zip(directions.axes, vectors.T[::-1], strict=False):
        assert abs(float(axis @ vector)) == pytest.approx(1.0, abs=1e-9)
    assert directions.explained == pytest.approx(tuple(values[[-1, -2]] / values.sum()))
    assert directions.choice == PlaneChoice(PATH)


def test_the_plane_holds_the_newest_point_and_the_path_runs_to_the_right() -> None:
    thetas = walk()
    directions = along(thetas)
    x, y = directions.place_of(thetas)
    assert (x[-1], y[-1]) == (0.0, 0.0)
    assert x[0] < 0.0
    assert y[0] <= 0.0


def test_no_other_plane_comes_nearer_to_the_path() -> None:
    thetas = walk()
    centered = thetas - thetas.mean(axis=0)
    axes = np.array(along(thetas).axes)

    def missed(rows: np.ndarray) -> float:
        return float(((centered - centered @ rows.T @ rows) ** 2).sum())

    rng = np.random.default_rng(0)
    others = (np.linalg.qr(rng.normal(size=(6, 2)))[0].T for _ in range(300))
    assert missed(axes) <= min(missed(rows) for rows in others)
    assert missed(axes) == pytest.approx(
        (1.0 - sum(along(thetas).explained or ())) * float((centered**2).sum()), rel=1e-9
    )


def test_a_straight_path_has_a_second_direction_among_what_can_move() -> None:
    thetas = np.outer(np.arange(5.0), [1.0, 2.0, 0.0, 0.0]) + 1.0
    movable = np.array([True, True, False, True])
    directions = path_directions(thetas, movable)
    assert directions is not None
    first, second = directions.axes
    assert directions.explained == pytest.approx((1.0, 0.0))
    assert first @ second == pytest.approx(0.0, abs=1e-12)
    assert np.linalg.norm(second) == pytest.approx(1.0)
    assert second[2] == 0.0


@pytest.mark.parametrize(
    "thetas",
    [np.ones((9, 4)), walk(2), np.full((9, 4), np.nan), np.empty((0, 4))],
    ids=["at rest", "two points", "not finite", "none"],
)
def test_a_path_that_spans_nothing_has_none(thetas: np.ndarray) -> None:
    assert path_directions(thetas, np.ones(thetas.shape[1], dtype=bool)) is None


def test_a_path_that_explodes_still_has_directions_without_a_warning() -> None:
    thetas = np.outer(10.0 ** np.arange(0.0, 250.0, 10.0), [1.0, -2.0, 0.5]) + walk(25, 6)[:, :3]
    directions = along(thetas)
    assert np.isfinite(directions.axes).all()
    assert directions.explained == pytest.approx((1.0, 0.0), abs=1e-6)


# ---- points on a plane ----


def test_the_place_of_a_point_is_the_nearest_one_on_the_plane(
    network: Network, theta: np.ndarray
) -> None:
    """Random directions are oblique where a unit has one weight: plain products would not do."""
    skewed = at_random(network, theta)
    skewed = skewed._replace(axes=(skewed.axes[0], skewed.axes[1] + 0.7 * skewed.axes[0]))
    for directions in (skewed, along(walk(30, 13 - 7) @ np.eye(6, 13))):
        thetas = np.random.default_rng(1).normal(size=(4, 5, 13))
        x, y = directions.place_of(thetas)
        assert x.shape == (4, 5)
        wanted, *_ = np.linalg.lstsq(
            np.array(directions.axes).T, (thetas - directions.origin).reshape(-1, 13).T, rcond=None
        )
        np.testing.assert_allclose([x.ravel(), y.ravel()], wanted, rtol=1e-9, atol=1e-12)


def test_there_and_back(network: Network, theta: np.ndarray) -> None:
    xs, ys = np.array([0.0, -2.0, 1.5]), np.array([1.0, 0.25, -3.0])
    for directions in (
        at_random(network, theta),
        parameter_directions(theta, (4, 1), network.names),
    ):
        x, y = directions.place_of(directions.thetas_at(xs, ys))
        np.testing.assert_allclose((x, y), (xs, ys), rtol=1e-12, atol=1e-12)


def test_a_pair_s_places_are_its_values_to_the_last_bit(
    network: Network, theta: np.ndarray
) -> None:
    directions = parameter_directions(theta, (4, 1), network.names)
    assert directions.labels == (network.names[4], network.names[1])
    assert directions.place_of(theta) == (theta[4], theta[1])
    (moved,) = directions.thetas_at(np.array([0.1]), np.array([0.7]))
    assert (moved[4], moved[1]) == (0.1, 0.7)
    assert np.count_nonzero(moved != theta) == 2
