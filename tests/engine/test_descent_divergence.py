"""A run that goes out of bounds ends as a result, and says which parameter grew."""

import math
import warnings
from collections.abc import Callable

import numpy as np
import pytest

from gdsim.engine.activations import ACTIVATIONS
from gdsim.engine.descent import DIVERGED_FACTOR, Experiment, StopReason, is_sound
from gdsim.engine.history import History
from gdsim.engine.losses import LOSSES
from gdsim.engine.network import Layer, Network
from gdsim.engine.objective import NetworkObjective
from tests.engine.runs import linear, losses_of, theta_of


@pytest.mark.parametrize("batch_size", [None, 3, 1])
@pytest.mark.parametrize("rate", [5.0, 1e3, 1e300])
def test_a_rate_too_high_is_a_result_and_no_warning(
    make_experiment: Callable[..., Experiment],
    record: Callable[..., History],
    batch_size: int | None,
    rate: float,
) -> None:
    rng = np.random.default_rng(1)
    objective = linear(rng.normal(size=(1, 9)), rng.normal(size=(1, 9)))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        history = record(
            make_experiment(objective, np.array([1.0, 2.0]), rate, batch_size=batch_size), 5000
        )
    assert history.stop is not None
    assert history.stop.reason is StopReason.DIVERGED
    assert history.stop.epoch == history.n_epochs >= 1
    losses = losses_of(history)
    assert np.isfinite(losses).all()
    assert losses.max() <= DIVERGED_FACTOR * max(1.0, losses[0])
    assert np.isfinite(theta_of(history, history.n_epochs - 1)).all()


def test_weights_that_are_inf_end_the_run_though_a_saturated_loss_is_finite(
    make_experiment: Callable[..., Experiment], record: Callable[..., History]
) -> None:
    network = Network(1, [Layer(1, ACTIVATIONS["sigmoid"], bias=False)])
    objective = NetworkObjective(network, np.array([[1.0]]), np.array([[1.0]]), LOSSES["mse"])
    assert objective.loss(np.array([np.inf])) == 0.0
    history = record(make_experiment(objective, np.array([-0.5]), 1e308 * 10), 50)
    assert history.stop is not None
    assert (history.stop.epoch, history.n_epochs) == (1, 1)
    assert history.stop.parameter == 0


def test_a_start_that_is_not_finite_has_no_epoch_at_all(
    make_experiment: Callable[..., Experiment], record: Callable[..., History]
) -> None:
    objective = linear(np.ones((1, 2)), np.ones((1, 2)))
    history = record(make_experiment(objective, np.array([np.nan, 1.0])), 3)
    assert history.n_epochs == 0
    assert history.stop is not None
    assert history.stop.epoch == 0


def test_the_parameter_that_grew_most_is_named(
    make_experiment: Callable[..., Experiment], record: Callable[..., History]
) -> None:
    # The second input is a hundred times the first, so its weight runs away.
    inputs = np.array([[1.0, -1.0, 0.5], [100.0, -50.0, 70.0]])
    objective = linear(inputs, np.array([[1.0, 2.0, 3.0]]))
    stop = record(make_experiment(objective, np.ones(3), 0.05), 500).stop
    assert stop is not None
    assert stop.parameter == 1
    # Far from the start each step multiplies its error by 1 - rate x curvature, about -863.
    curvature = 2.0 / 3.0 * float(inputs[1] @ inputs[1])
    assert stop.growth == pytest.approx(0.05 * curvature, rel=0.05)


def test_what_counts_as_sound() -> None:
    theta = np.array([1.0, -2.0])
    assert is_sound(theta, 1.0, 10.0)
    assert is_sound(theta, -10.0, 10.0)
    assert not is_sound(theta, 10.5, 10.0)
    assert not is_sound(theta, -10.5, 10.0)
    assert not is_sound(theta, math.nan, 10.0)
    assert not is_sound(theta, math.inf, math.inf)
    assert not is_sound(np.array([1.0, np.nan]), 1.0, 10.0)
    assert not is_sound(np.array([np.inf, 1.0]), 1.0, 10.0)
    with np.errstate(over="ignore"):
        assert is_sound(np.array([1e200, 1.0]), 1.0, 10.0)  # its square overflows, it does not
