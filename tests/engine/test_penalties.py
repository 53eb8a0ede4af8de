import numpy as np
import pytest

from gdsim.engine.penalties import PENALTIES

WEIGHTS = np.array([3.0, -4.0, 0.0])


def test_l2_is_half_the_rate_times_the_sum_of_squares() -> None:
    assert PENALTIES["l2"].value(WEIGHTS, 0.1) == pytest.approx(1.25)
    np.testing.assert_allclose(PENALTIES["l2"].derivative(WEIGHTS, 0.1), [0.3, -0.4, 0.0])


def test_l1_is_the_rate_times_the_sum_of_sizes() -> None:
    assert PENALTIES["l1"].value(WEIGHTS, 0.1) == pytest.approx(0.7)
    np.testing.assert_allclose(PENALTIES["l1"].derivative(WEIGHTS, 0.1), [0.1, -0.1, 0.0])


@pytest.mark.parametrize("name", PENALTIES)
def test_many_thetas_at_once_give_what_each_gives_alone(name: str) -> None:
    many = np.stack([WEIGHTS, 2.0 * WEIGHTS])
    alone = [PENALTIES[name].value(weights, 0.3) for weights in many]
    np.testing.assert_array_equal(PENALTIES[name].value(many, 0.3), alone)
    assert PENALTIES[name].derivative(many, 0.3).shape == many.shape
