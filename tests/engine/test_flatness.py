from collections.abc import Callable

import numpy as np
import pytest

from gdsim.engine.arrays import Array, Rows
from gdsim.engine.descent import Experiment
from gdsim.engine.flatness import Flatness, Kind, take_flatness
from gdsim.engine.network import Network
from gdsim.engine.objective import Evaluation, NetworkObjective, Objective
from gdsim.engine.snapshot import Look, take_snapshot
from gdsim.engine.steps import finish
from tests.engine.runs import linear


class Surface:
    """A loss that is a plain function, with its gradient."""

    def __init__(self, n: int, loss: Callable[[Array], float], slope: Callable[[Array], Array]):
        self.names = tuple(f"x{i + 1}" for i in range(n))
        self.cut = np.zeros(n, dtype=bool)
        self.n_rows = 1
        self._loss, self._slope = loss, slope

    def evaluate(self, theta: Array, rows: Rows = None) -> Evaluation:
        loss = self.loss(theta)
        return Evaluation(loss, loss, 0.0, self._slope(theta))

    def loss(self, theta: Array) -> float:
        return float(self._loss(theta))

    def losses(self, thetas: Array) -> Array:
        return np.array([self.loss(theta) for theta in thetas])

    def gradients(self, thetas: Array, rows: Rows = None) -> tuple[Array, Array]:
        return self.losses(thetas), np.array([self._slope(theta) for theta in thetas])

    def twin(self) -> "Surface":
        return self


def bowl(*bends: float) -> Surface:
    a = np.array(bends)
    return Surface(len(a), lambda x: 0.5 * float(a @ x**2), lambda x: a * x)


def look_at(objective: Objective, theta: Array, free: np.ndarray | None = None) -> Flatness | None:
    found = objective.evaluate(theta)
    all_free = np.ones(len(theta), dtype=bool) if free is None else free
    return finish(take_flatness(objective, theta, found.loss, found.gradient, all_free))


@pytest.mark.parametrize(
    ("bends", "kind"),
    [
        ((1.0,), Kind.MINIMUM),
        ((3.0, 0.5, 200.0), Kind.MINIMUM),
        ((-2.0, -1.0), Kind.MAXIMUM),
        ((1.0, -1.0), Kind.SADDLE),
        ((5.0, 0.0, -1e-3), Kind.SADDLE),
        ((1.0, 0.0), Kind.LEVEL),
        ((-1.0, 0.0), Kind.LEVEL),
        ((0.0, 0.0), Kind.LEVEL),
    ],
)
def test_the_curvatures_tell_what_a_flat_point_is(bends: tuple[float, ...], kind: Kind) -> None:
    found = look_at(bowl(*bends), np.zeros(len(bends)))
    assert found is not None
    assert found.kind is kind
    np.testing.assert_allclose(found.curvatures, sorted(bends), atol=1e-9)


def test_a_turned_saddle_has_the_curvatures_of_its_axes() -> None:
    turn = np.array([[0.8, -0.6], [0.6, 0.8]])
    bend = turn @ np.diag([4.0, -9.0]) @ turn.T
    surface = Surface(2, lambda x: 0.5 * float(x @ bend @ x), lambda x: bend @ x)
    found = look_at(surface, np.zeros(2))
    assert found is not None
    np.testing.assert_allclose(found.curvatures, [-9.0, 4.0], rtol=1e-8)


def test_an_inflection_is_level() -> None:
    cubic = Surface(1, lambda x: float(x[0] ** 3), lambda x: 3.0 * x**2)
    found = look_at(cubic, np.zeros(1))
    assert found is not None
    assert found.kind is Kind.LEVEL


def test_the_exclusive_or_network_at_all_zero_stands_on_a_saddle(
    make_network: Callable[..., Network],
) -> None:
    from gdsim.engine.losses import LOSSES

    inputs = np.array([[-1.0, -1.0, 1.0, 1.1], [-1.0, 1.0, -1.0, 1.2]])
    targets = np.array([[0.0, 1.0, 1.0, 0.0]])
    network = make_network(2, 3, 1, last="sigmoid")
    objective = NetworkObjective(network, inputs, targets, LOSSES["binary_cross_entropy"])
    found = look_at(objective, np.zeros(network.n_parameters))
    assert found is not None
    assert found.length == 0.0
    assert found.kind is Kind.SADDLE
    assert found.curvatures[0] < 0.0 < found.curvatures[-1]


def test_least_squares_has_a_minimum_with_the_curvatures_of_the_data() -> None:
    x = np.array([[1.0, 2.0, 3.0, 5.0]])
    y = np.array([[2.0, 1.0, 4.0, 3.0]])
    columns = np.column_stack([x[0], np.ones(4)])
    answer = np.linalg.lstsq(columns, y[0], rcond=None)[0]
    found = look_at(linear(x, y), answer)
    assert found is not None
    assert found.kind is Kind.MINIMUM
    right = np.linalg.eigvalsh(2.0 / 4.0 * columns.T @ columns)
    np.testing.assert_allclose(found.curvatures, right, rtol=1e-7)


def test_where_the_gradient_is_not_zero_there_is_nothing_to_say() -> None:
    assert look_at(bowl(1.0, 2.0), np.array([1e-9, 0.0])) is None
    assert look_at(bowl(1.0), np.array([np.nan])) is None


def test_frozen_parameters_do_not_count() -> None:
    free = np.array([True, False, True])
    found = look_at(bowl(1.0, -1.0, 2.0), np.array([0.0, 5.0, 0.0]), free)
    assert found is not None
    assert found.kind is Kind.MINIMUM
    np.testing.assert_allclose(found.curvatures, [1.0, 2.0])
    assert look_at(bowl(1.0), np.zeros(1), np.array([False])) is None


def test_with_many_parameters_it_says_that_it_does_not_know() -> None:
    found = look_at(bowl(*np.ones(65)), np.zeros(65))
    assert found is not None
    assert found.kind is None
    assert not len(found.curvatures)


def test_a_snapshot_says_it_only_where_the_gradient_is_zero(
    make_experiment: Callable[..., Experiment],
) -> None:
    experiment = make_experiment(bowl(1.0, -3.0), np.zeros(2))
    flat = finish(take_snapshot(experiment, None, 0, experiment.start, Look()))
    assert flat.flatness is not None
    assert flat.flatness.kind is Kind.SADDLE
    sloping = experiment.start._replace(theta=np.array([0.5, 0.0]))
    assert finish(take_snapshot(experiment, None, 0, sloping, Look())).flatness is None
