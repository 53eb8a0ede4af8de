"""A function as what descent makes small."""

import numpy as np
import pytest

from gdsim.engine import streams
from gdsim.engine.expressions import parse
from gdsim.engine.function_objective import FUNCTION_INITIALIZERS, FunctionObjective

BOUNDS = ((-2.0, 6.0), (1.0, 3.0))


def function(text: str, *variables: str) -> FunctionObjective:
    names = variables or ("x",)
    return FunctionObjective(parse(text, names), ((-5.0, 5.0),) * len(names))


def test_its_parameters_are_its_variables() -> None:
    objective = function("x y", "x", "y")
    assert objective.names == ("x", "y")
    assert objective.cut.tolist() == [False, False]
    assert objective.n_rows == 1
    assert objective.twin() is objective


def test_one_theta_and_many_give_the_same() -> None:
    objective = function("x^2 y + sin y", "x", "y")
    thetas = np.random.default_rng(1).normal(size=(50, 2))
    losses, gradients = objective.gradients(thetas)
    assert (losses == objective.losses(thetas)).all()
    for theta, loss, gradient in zip(thetas, losses, gradients, strict=True):
        found = objective.evaluate(theta)
        assert found.loss == found.data_loss == pytest.approx(loss, rel=1e-15)
        assert found.loss == objective.loss(theta)
        assert found.gradient == pytest.approx(gradient, rel=1e-15)
        assert found.penalty == 0.0


def test_a_variable_that_does_not_occur_has_no_slope() -> None:
    assert function("x^2", "x", "y").evaluate(np.array([3.0, 1.0])).gradient.tolist() == [6.0, 0.0]


@pytest.mark.parametrize("text", ["sqrt(x^2 + y^2)", "|x| + |y|", "(x^2 + y^2)^0.5"])
def test_on_the_tip_of_a_kink_the_slope_counts_as_0(text: str) -> None:
    objective = function(text, "x", "y")
    tip = np.zeros(2)
    assert objective.evaluate(tip).gradient.tolist() == [0.0, 0.0]
    assert objective.gradients(tip[np.newaxis])[1].tolist() == [[0.0, 0.0]]


def test_where_it_has_no_value_neither_warns_nor_raises() -> None:
    objective = function("ln x")
    found = objective.evaluate(np.array([-1.0]))
    assert np.isnan(found.loss)
    assert np.isnan(objective.losses(np.array([[-1.0], [-2.0]]))).all()


def test_starts_are_drawn_as_for_networks_one_stream_for_each_variable() -> None:
    for name, scale in (("normal", 1.0), ("small_normal", 0.1)):
        drawn = FUNCTION_INITIALIZERS[name](BOUNDS, 7)
        keys = [(streams.START, 0, i) for i in range(2)]
        assert drawn.tolist() == [scale * streams.normals(7, key, 1)[0] for key in keys]
    assert FUNCTION_INITIALIZERS["zeros"](BOUNDS, 7).tolist() == [0.0, 0.0]


def test_uniform_fills_the_bounds_evenly() -> None:
    drawn = np.array([FUNCTION_INITIALIZERS["uniform"](BOUNDS, seed) for seed in range(2000)])
    low, high = np.array(BOUNDS).T
    assert ((drawn >= low) & (drawn < high)).all()
    assert drawn.mean(axis=0) == pytest.approx((low + high) / 2.0, abs=0.2)
    assert drawn.std(axis=0) == pytest.approx((high - low) / np.sqrt(12.0), rel=0.05)
