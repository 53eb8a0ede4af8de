import numpy as np
import pytest

from gdsim.engine.optimizers import OPTIMIZERS, gradient_descent


def test_gradient_descent_steps_down_the_slope() -> None:
    optimizer = gradient_descent()
    theta = np.array([1.0, 2.0])
    delta, _ = optimizer.update(np.array([4.0, -0.5]), optimizer.init(theta), theta, 0.1)
    np.testing.assert_allclose(delta, [-0.4, 0.05])


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_an_update_changes_nothing_that_it_is_given(name: str) -> None:
    optimizer = OPTIMIZERS[name]()
    rng = np.random.default_rng(1)
    theta, gradient = rng.normal(size=(2, 5))
    memory = optimizer.init(theta)
    for _ in range(3):  # so that the memory is not only its beginning
        before = [np.copy(part) for part in (gradient, theta, *memory)]
        delta, following = optimizer.update(gradient, memory, theta, 0.1)
        for part, copied in zip((gradient, theta, *memory), before, strict=True):
            np.testing.assert_array_equal(part, copied)
        assert not any(np.shares_memory(delta, part) for part in (gradient, theta))
        assert delta.any()
        memory = following


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_many_thetas_at_once_go_as_each_goes_alone(name: str) -> None:
    optimizer = OPTIMIZERS[name]()
    rng = np.random.default_rng(1)
    thetas, gradients = rng.normal(size=(2, 4, 5))
    together, memory = np.zeros_like(thetas), optimizer.init(thetas)
    for _ in range(3):
        together, memory = optimizer.update(gradients, memory, thetas, 0.1)
    for i in range(4):
        alone, memory = np.zeros(5), optimizer.init(thetas[i])
        for _ in range(3):
            alone, memory = optimizer.update(gradients[i], memory, thetas[i], 0.1)
        np.testing.assert_allclose(together[i], alone, rtol=1e-15)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_each_stands_under_its_own_name(name: str) -> None:
    assert OPTIMIZERS[name]().name == name


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_each_finds_the_bottom_of_a_bowl(name: str) -> None:
    optimizer = OPTIMIZERS[name]()
    bend, lowest = np.array([1.0, 3.0]), np.array([2.0, -1.0])
    theta = np.zeros(2)
    memory = optimizer.init(theta)
    for _ in range(3000):
        delta, memory = optimizer.update(bend * (theta - lowest), memory, theta, 0.05)
        theta = theta + delta
    np.testing.assert_allclose(theta, lowest, atol=0.05)
