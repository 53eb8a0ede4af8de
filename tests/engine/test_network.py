from collections.abc import Callable

import numpy as np
import pytest

from gdsim.engine.activations import ACTIVATIONS
from gdsim.engine.arrays import Array
from gdsim.engine.network import Layer, Network

MakeNetwork = Callable[..., Network]


def forward(network: Network, theta: Array, inputs: Array) -> Array:
    n_rows = inputs.shape[1]
    data = np.vstack([inputs, np.ones(n_rows), np.zeros((network.n_outputs, n_rows))])
    space = network.workspace(data, theta.shape[:-1])
    network.forward(theta, space)
    return space.layers[-1].a.copy()


def test_names_go_layer_by_layer_and_weights_before_biases(make_network: MakeNetwork) -> None:
    names = make_network(3, 2, 1).names
    assert " ".join(names) == "w1 w2 w3 w4 w5 w6 b1 b2 w7 w8 b3"


def test_a_layer_without_biases_has_no_names_for_them() -> None:
    layers = [Layer(2, ACTIVATIONS["tanh"], bias=False), Layer(2, ACTIVATIONS["identity"])]
    assert " ".join(Network(1, layers).names) == "w1 w2 w3 w4 w5 w6 b1 b2"


def test_indices_say_where_each_weight_and_bias_stands(make_network: MakeNetwork) -> None:
    network = make_network(3, 2, 1)
    assert [index.tolist() for index in network.weight_index] == [[[0, 1, 2], [3, 4, 5]], [[8, 9]]]
    assert [index.tolist() for index in network.bias_index] == [[6, 7], [10]]
    found = np.concatenate([i.ravel() for i in (*network.weight_index, *network.bias_index)])
    assert sorted(found.tolist()) == list(range(network.n_parameters))


def test_forward_is_weights_times_inputs_plus_biases(make_network: MakeNetwork) -> None:
    network = make_network(2, 3, 2, hidden="tanh")
    rng = np.random.default_rng(1)
    theta, inputs = rng.normal(size=network.n_parameters), rng.normal(size=(2, 5))
    values = inputs
    for layer, weights, biases in zip(
        network.layers, network.weight_index, network.bias_index, strict=True
    ):
        values = theta[weights] @ values + theta[biases][:, np.newaxis]
        values = np.tanh(values) if layer.activation.name == "tanh" else values
    np.testing.assert_allclose(forward(network, theta, inputs), values, rtol=1e-13)


@pytest.mark.parametrize("bias", [False, True])
def test_many_thetas_at_once_give_what_each_gives_alone(
    make_network: MakeNetwork, bias: bool
) -> None:
    network = make_network(2, 3, 4, 1, hidden="softplus", bias=bias)
    rng = np.random.default_rng(1)
    thetas, inputs = rng.normal(size=(6, network.n_parameters)), rng.normal(size=(2, 5))
    alone = [forward(network, theta, inputs) for theta in thetas]
    np.testing.assert_allclose(forward(network, thetas, inputs), alone, rtol=1e-13)


def test_both_orders_of_the_parameters_lead_to_each_other(make_network: MakeNetwork) -> None:
    network = make_network(3, 4, 2)
    theta = np.arange(float(network.n_parameters))
    augmented = theta[network.to_augmented]
    np.testing.assert_array_equal(augmented[network.from_augmented], theta)
    # First unit: its three weights, then its bias.
    assert augmented[:4].tolist() == [0.0, 1.0, 2.0, 12.0]


def test_theta_and_data_stay_as_they_are(make_network: MakeNetwork) -> None:
    network = make_network(2, 3, 1)
    theta, data = np.linspace(-1.0, 1.0, network.n_parameters), np.ones((4, 5))
    theta.flags.writeable = data.flags.writeable = False
    space = network.workspace(data)
    network.forward(theta, space)
    space.layers[-1].slope.fill(1.0)
    assert network.backward(space).any()


def test_each_gradient_is_an_array_of_its_own(make_network: MakeNetwork) -> None:
    network = make_network(2, 3, 1)
    space = network.workspace(np.ones((4, 5)))
    network.forward(np.ones(network.n_parameters), space)
    space.layers[-1].slope.fill(1.0)
    first = network.backward(space)
    kept = first.copy()
    space.layers[-1].slope.fill(-3.0)
    network.backward(space)
    np.testing.assert_array_equal(first, kept)
