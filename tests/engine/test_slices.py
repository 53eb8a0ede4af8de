from collections.abc import Callable

import numpy as np
import pytest

from gdsim.engine.expressions import parse
from gdsim.engine.function_objective import FunctionObjective
from gdsim.engine.network import Network
from gdsim.engine.objective import NetworkObjective
from gdsim.engine.slices import SLICE_POINTS, Slice, take_slice
from gdsim.engine.steps import finish


@pytest.fixture
def objective(
    make_network: Callable[..., Network], make_objective: Callable[..., NetworkObjective]
) -> NetworkObjective:
    return make_objective(make_network(2, 3, 1), penalty=("l2", 0.05))


@pytest.fixture
def theta(objective: NetworkObjective) -> np.ndarray:
    return np.random.default_rng(5).normal(size=len(objective.names))


@pytest.mark.parametrize("parameter", [0, 5, 7, 12])
def test_a_slice_is_the_loss_with_one_parameter_moved(
    objective: NetworkObjective, theta: np.ndarray, parameter: int
) -> None:
    found = finish(take_slice(objective, theta, parameter, (-3.0, 5.0)))
    np.testing.assert_array_equal(found.values, np.linspace(-3.0, 5.0, SLICE_POINTS))
    for value, loss in zip(found.values, found.losses, strict=True):
        moved = theta.copy()
        moved[parameter] = value
        assert loss == pytest.approx(objective.loss(moved), rel=1e-12)


@pytest.mark.parametrize("parameter", [0, 5, 7, 12])
@pytest.mark.parametrize("extent", [(-3.0, 5.0), (-0.1, 0.1), (2.0, 40.0)])
def test_the_lowest_point_lies_on_the_curve_and_below_all_others(
    objective: NetworkObjective, theta: np.ndarray, parameter: int, extent: tuple[float, float]
) -> None:
    found = finish(take_slice(objective, theta, parameter, extent))
    value, loss = found.lowest
    moved = theta.copy()
    moved[parameter] = value
    assert loss == pytest.approx(objective.loss(moved), rel=1e-12)
    assert loss <= found.losses.min()
    assert extent[0] <= value <= extent[1]


def test_the_lowest_point_of_a_parabola_is_exact(
    make_network: Callable[..., Network], make_objective: Callable[..., NetworkObjective]
) -> None:
    objective = make_objective(make_network(1, 1, bias=False))
    x, y = objective.inputs[0], objective.targets[0]
    found = finish(take_slice(objective, np.zeros(1), 0, (-4.0, 3.0)))
    assert found.lowest[0] == pytest.approx(float(x @ y / (x @ x)), rel=1e-9)


def test_where_the_loss_overflows_there_is_a_gap_and_no_warning(
    make_network: Callable[..., Network], make_objective: Callable[..., NetworkObjective]
) -> None:
    objective = make_objective(make_network(1, 1))
    found = finish(take_slice(objective, np.zeros(2), 0, (0.0, 1e200)))
    assert np.isfinite(found.losses[0])
    assert not np.isfinite(found.losses[-1])
    assert found.lowest == (0.0, found.losses[0])


def test_it_stops_often_enough_to_look_at_the_clock(
    objective: NetworkObjective, theta: np.ndarray
) -> None:
    assert len(list(take_slice(objective, theta, 0, (-1.0, 1.0)))) >= 10


def test_neither_theta_nor_the_slice_can_change_later(
    objective: NetworkObjective, theta: np.ndarray
) -> None:
    before = theta.copy()
    found = finish(take_slice(objective, theta, 0, (-1.0, 1.0)))
    np.testing.assert_array_equal(theta, before)
    assert not found.values.flags.writeable
    assert not found.losses.flags.writeable


# Of a function of one variable


def curve(text: str) -> Slice:
    objective = FunctionObjective(parse(text, ("x",)), ((-5.0, 5.0),))
    return finish(take_slice(objective, np.array([1.0]), 0, (-5.0, 5.0)))


def test_a_curve_has_401_points_and_those_of_its_kinks() -> None:
    part = curve("|x - 0.123|")
    assert [one.kind for one in part.breaks] == ["kink"]
    assert len(part.values) == 401 + 3
    assert (np.diff(part.values) > 0.0).all()
    assert part.losses.min() == 0.0
    assert part.lowest == pytest.approx((0.123, 0.0), abs=1e-12)


@pytest.mark.parametrize(("text", "place"), [("1/x", 0.0), ("floor(x/9)", 0.0), ("ln x", 0.0)])
def test_a_curve_has_a_gap_where_it_does_not_go_on(text: str, place: float) -> None:
    part = curve(text)
    (at,) = np.flatnonzero(part.values == place)
    assert np.isnan(part.losses[at])
    beside = part.values[at - 1 : at + 2] - place
    assert np.abs(beside).max() <= 1.01e-3
    assert np.isfinite(part.losses[at + 1])


def test_the_lowest_point_of_a_curve_is_refined() -> None:
    part = curve("(x - 0.3)^2 + 1")
    assert part.breaks == ()
    assert part.lowest == pytest.approx((0.3, 1.0), abs=1e-9)


def test_along_one_of_two_variables_a_function_is_sliced_as_a_network_is() -> None:
    objective = FunctionObjective(parse("x^2 + |y|", ("x", "y")), ((-5.0, 5.0),) * 2)
    part = finish(take_slice(objective, np.array([1.0, 2.0]), 1, (-5.0, 5.0)))
    assert len(part.values) == 101
    assert part.losses == pytest.approx(1.0 + np.abs(part.values))
