from collections.abc import Callable
from math import sqrt

import numpy as np
import pytest

from gdsim.engine.initializers import INITIALIZERS, start
from gdsim.engine.network import Network

MakeNetwork = Callable[..., Network]
N_IN, N_OUT = 50, 200
ROWS = N_IN * N_OUT


def drawn(name: str, make_network: MakeNetwork) -> tuple[np.ndarray, np.ndarray]:
    network = make_network(N_IN, N_OUT)
    theta = start(network, INITIALIZERS[name], 3)
    return theta[network.weight_index[0].ravel()], theta[network.bias_index[0]]


@pytest.mark.parametrize(
    ("name", "deviation"),
    [("small_normal", 0.1), ("normal", 1.0), ("he", sqrt(2.0 / N_IN))],
)
def test_normal_starts_have_their_variance(
    name: str, deviation: float, make_network: MakeNetwork
) -> None:
    weights, _ = drawn(name, make_network)
    assert weights.std() == pytest.approx(deviation, rel=4 / sqrt(2 * ROWS))
    assert abs(weights.mean()) < 4 * deviation / sqrt(ROWS)
    inside = np.mean(np.abs(weights) < deviation)
    assert inside == pytest.approx(0.6827, abs=4 * sqrt(0.6827 * 0.3173 / ROWS))


@pytest.mark.parametrize(
    ("name", "limit"), [("uniform", 1.0), ("xavier", sqrt(6.0 / (N_IN + N_OUT)))]
)
def test_uniform_starts_fill_their_range(
    name: str, limit: float, make_network: MakeNetwork
) -> None:
    weights, _ = drawn(name, make_network)
    assert 0.999 * limit < np.abs(weights).max() <= limit
    assert weights.std() == pytest.approx(limit / sqrt(3.0), rel=0.02)
    assert abs(weights.mean()) < 4 * limit / sqrt(3.0 * ROWS)


@pytest.mark.parametrize("name", ["zeros", "xavier", "he"])
def test_biases_start_at_0_where_the_rule_says_so(name: str, make_network: MakeNetwork) -> None:
    weights, biases = drawn(name, make_network)
    assert not biases.any()
    assert weights.any() == (name != "zeros")


@pytest.mark.parametrize("name", ["small_normal", "normal", "uniform"])
def test_biases_are_drawn_like_weights_otherwise(name: str, make_network: MakeNetwork) -> None:
    weights, biases = drawn(name, make_network)
    assert biases.all()
    assert biases.std() == pytest.approx(weights.std(), rel=0.2)


@pytest.mark.parametrize("name", [name for name in INITIALIZERS if name != "xavier"])
def test_adding_a_unit_leaves_the_start_of_the_others(name: str, make_network: MakeNetwork) -> None:
    small, large = make_network(3, 4, 2), make_network(3, 5, 2)
    before, after = (start(n, INITIALIZERS[name], 9) for n in (small, large))
    for index_before, index_after in (
        (small.weight_index[0], large.weight_index[0]),
        (small.bias_index[0], large.bias_index[0]),
    ):
        np.testing.assert_array_equal(before[index_before], after[index_after[:4]])
    if name != "he":  # which scales the layer above by its inputs, of which there is one more
        np.testing.assert_array_equal(
            before[small.weight_index[1]], after[large.weight_index[1][:, :4]]
        )


def test_xavier_keeps_the_draws_and_scales_them_anew(make_network: MakeNetwork) -> None:
    small, large = make_network(3, 4, 2), make_network(3, 5, 2)
    before, after = (start(n, INITIALIZERS["xavier"], 9) for n in (small, large))
    ratio = after[large.weight_index[0][:4]] / before[small.weight_index[0]]
    np.testing.assert_allclose(ratio, sqrt((3 + 4) / (3 + 5)))


@pytest.mark.parametrize("name", [name for name in INITIALIZERS if name != "zeros"])
def test_a_start_depends_on_its_seed_alone(name: str, make_network: MakeNetwork) -> None:
    network = make_network(3, 4, 2)
    first, again, other = (start(network, INITIALIZERS[name], seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    weights = network.weight_index[0]
    assert (first[weights] != other[weights]).all()


def test_no_two_units_start_alike(make_network: MakeNetwork) -> None:
    network = make_network(3, 4, 3, 3)
    theta = start(network, INITIALIZERS["normal"], 1)
    assert len(set(theta.tolist())) == network.n_parameters


def test_switching_a_bias_off_leaves_the_weights(make_network: MakeNetwork) -> None:
    with_bias, without = make_network(3, 4, 2), make_network(3, 4, 2, bias=False)
    first, second = (start(n, INITIALIZERS["normal"], 1) for n in (with_bias, without))
    for a, b in zip(with_bias.weight_index, without.weight_index, strict=True):
        np.testing.assert_array_equal(first[a], second[b])
