from math import fsum, sqrt

import numpy as np
import pytest

from gdsim.engine.descent import Experiment
from gdsim.engine.history import PARAMETERS, History
from gdsim.engine.paths import take_path
from gdsim.engine.steps import finish
from tests.engine.conftest import Record
from tests.engine.runs import linear


@pytest.fixture
def history(houses_experiment: Experiment, record: Record) -> History:
    return record(houses_experiment, 30)


def thetas_of(history: History) -> tuple[np.ndarray, np.ndarray]:
    epochs, values = history.points(range(PARAMETERS, PARAMETERS + 10), 29, 30)
    return epochs, values.T.copy()


def test_losses_sums_and_lengths_are_those_of_each_epoch(
    houses_experiment: Experiment, history: History
) -> None:
    epochs, thetas = thetas_of(history)
    objective = houses_experiment.objective
    path = finish(take_path(objective, epochs, thetas, np.ones(thetas.shape, dtype=bool)))
    np.testing.assert_array_equal(path.epochs, np.arange(30.0))
    for i, theta in enumerate(thetas):
        loss, _data, _penalty, gradient = objective.evaluate(theta)
        assert path.losses[i] == pytest.approx(loss, rel=1e-12)
        assert path.sums[i] == pytest.approx(fsum(gradient), rel=1e-9)
        assert path.lengths[i] == pytest.approx(sqrt(fsum(gradient**2)), rel=1e-12)


def test_only_free_parameters_count_as_they_were_at_each_epoch(
    houses_experiment: Experiment, history: History
) -> None:
    epochs, thetas = thetas_of(history)
    free = np.ones(thetas.shape, dtype=bool)
    free[10:, 2] = free[20:, 7:] = False
    path = finish(take_path(houses_experiment.objective, epochs, thetas, free))
    for i, theta in enumerate(thetas):
        gradient = houses_experiment.objective.evaluate(theta).gradient[free[i]]
        assert path.sums[i] == pytest.approx(gradient.sum(), rel=1e-9)
        assert path.lengths[i] == pytest.approx(np.linalg.norm(gradient), rel=1e-12)


def test_a_sum_can_cancel_where_the_gradient_does_not() -> None:
    objective = linear(np.array([[1.0, -1.0], [-1.0, 1.0]]), np.array([[1.0, -1.0]]), bias=False)
    free = np.ones((1, 2), dtype=bool)
    path = finish(take_path(objective, np.zeros(1), np.zeros((1, 2)), free))
    assert path.sums[0] == 0.0
    assert path.lengths[0] == pytest.approx(sqrt(8.0))


def test_it_stops_often_with_many_rows_and_nothing_in_it_can_change() -> None:
    x = np.linspace(0.0, 1.0, 20_000)[np.newaxis]
    steps = take_path(linear(x, x), np.arange(5.0), np.ones((5, 2)), np.ones((5, 2), dtype=bool))
    assert len(list(steps)) == 5
    path = finish(
        take_path(linear(x, x), np.arange(2.0), np.ones((2, 2)), np.ones((2, 2), dtype=bool))
    )
    assert not any(array.flags.writeable for array in (path.losses, path.sums, path.lengths))
