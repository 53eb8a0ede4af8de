"""The network: theta, inputs -> forward -> outputs; slope of the loss -> backward -> gradient.

All parameters live in one flat vector theta: layer by layer; in a layer all weights, unit by
unit, each unit's inputs in order; then its biases. Inside, a bias is one more weight on an input
that is always 1 (the augmented form), which halves the number of NumPy calls. Every function also
serves many thetas at once: the leading axes, written ``...``, are then one network each.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from gdsim.engine.activations import Activation
from gdsim.engine.arrays import Array, IntArray


class Layer(NamedTuple):
    """A layer of units that share one activation.

    Attributes
    ----------
    units : int
    activation : Activation
    bias : bool
        Whether its units have a bias.
    """

    units: int
    activation: Activation
    bias: bool = True


class Place(NamedTuple):
    """Where a parameter stands: the weight from unit ``source`` below to ``unit``, or its bias.

    Attributes
    ----------
    layer, unit : int
        The layer that it leads to, from 0, and the unit there.
    source : int or None
        The unit or input below; None for a bias.
    """

    layer: int
    unit: int
    source: int | None


class Network:
    """The shape of a network, and the arithmetic that follows from it. It holds no parameters.

    Attributes
    ----------
    n_inputs, n_outputs, n_parameters : int
    layers : tuple of Layer
        Hidden layers and the output layer; the inputs are no layer.
    names : tuple of str
        ``w1`` to ``wN`` and ``b1`` to ``bM`` in the order of theta.
    weight_index : tuple of ndarray of int, each (units, inputs of the layer)
        Where each layer's weights stand in theta.
    bias_index : tuple of ndarray of int, each (units,) or (0,)
        Where each layer's biases stand in theta.
    """

    def __init__(self, n_inputs: int, layers: Sequence[Layer]) -> None:
        self.n_inputs = n_inputs
        self.layers = tuple(layers)
        self.n_outputs = self.layers[-1].units
        weights, biases, augmented, names = [], [], [], []
        position, n_weights, n_biases, n_in = 0, 0, 0, n_inputs
        for layer in self.layers:
            n = layer.units * n_in
            weights.append(np.arange(position, position + n).reshape(layer.units, n_in))
            names += [f"w{n_weights + i + 1}" for i in range(n)]
            position, n_weights = position + n, n_weights + n
            n = layer.units if layer.bias else 0
            biases.append(np.arange(position, position + n))
            names += [f"b{n_biases + i + 1}" for i in range(n)]
            position, n_biases = position + n, n_biases + n
            columns = [weights[-1], biases[-1][:, np.newaxis]] if layer.bias else [weights[-1]]
            augmented.append(np.hstack(columns))
            n_in = layer.units
        self.n_parameters = position
        self.names = tuple(names)
        self.weight_index: tuple[IntArray, ...] = tuple(weights)
        self.bias_index: tuple[IntArray, ...] = tuple(biases)
        self.augmented_shapes = tuple(a.shape for a in augmented)
        # The same parameters in two orders, and the way from each to the other.
        self.to_augmented: IntArray = np.concatenate([a.ravel() for a in augmented])
        self.from_augmented: IntArray = np.argsort(self.to_augmented)

    def workspace(self, data: Array, lead: tuple[int, ...] = ()) -> "Workspace":
        """Return buffers for the samples in ``data`` and ``lead`` many thetas.

        Parameters
        ----------
        data : ndarray, shape (n_inputs + 1 + n_outputs, n_rows)
            The inputs, a row of ones for the biases, the targets; one sample a column. It is
            kept, not copied: what is written into it later is what the network then sees.
        lead : tuple of int
            The leading axes of theta.
        """
        return Workspace(self, data, lead)

    def forward(self, theta: Array, space: "Workspace") -> None:
        """Run the network forward over the samples of ``space``; the values stay there.

        Parameters
        ----------
        theta : ndarray, shape (..., n_parameters)
        space : Workspace
        """
        theta.take(self.to_augmented, axis=-1, out=space.parameters, mode="clip")
        for layer in space.layers:
            space.product(layer.weights, layer.below, out=layer.z)  # (..., units, n_rows)
            if layer.z is not layer.a:
                layer.activation.value(layer.z, layer.a)

    def backward(self, space: "Workspace") -> Array:
        """Run the chain rule backward from the slope at the last layer; return the gradient.

        Before the call ``space.layers[-1].slope`` holds the derivative of the loss by the last
        pre-activations; after it each layer's slope holds the derivative by its own.

        Returns
        -------
        ndarray, shape (..., n_parameters)
            A new array.
        """
        above = None
        for layer in reversed(space.layers):
            if above is not None:
                space.product(above.weights_transposed, above.slope, out=layer.slope)
                if layer.z is not layer.a:
                    layer.activation.derivative(layer.z, layer.a, layer.scratch)
                    np.multiply(layer.slope, layer.scratch, out=layer.slope)
            space.product(layer.slope, layer.below_transposed, out=layer.gradient)
            above = layer
        return space.gradient.take(self.from_augmented, axis=-1)


class LayerSpace(NamedTuple):
    """The buffers of one layer; the weights, the gradient and ``below`` are views into larger ones.

    What is below a layer ends in a row of ones where the layer has biases.
    """

    activation: Activation
    weights: Array  # (..., units, n_in + 1)
    weights_transposed: Array  # (..., n_in, units), without the biases
    below: Array  # (..., n_in + 1, n_rows)
    below_transposed: Array  # (..., n_rows, n_in + 1)
    z: Array  # (..., units, n_rows)
    a: Array  # (..., units, n_rows), with the identity the same array as z
    slope: Array  # (..., units, n_rows)
    scratch: Array  # (..., units, n_rows)
    gradient: Array  # (..., units, n_in + 1)


class Workspace:
    """Buffers and views, made once, since making them is the cost of small networks.

    Attributes
    ----------
    data : ndarray, shape (n_inputs + 1 + n_outputs, n_rows)
    inputs, targets : ndarray, shape (n_inputs, n_rows), (n_outputs, n_rows)
        Views of it.
    parameters, gradient : ndarray, shape (..., n_parameters)
        In augmented order.
    layers : tuple of LayerSpace
    product : callable
        The matrix product: ``np.dot`` for one theta, a third faster on small matrices than
        ``np.matmul``, which serves many.
    """

    def __init__(self, network: Network, data: Array, lead: tuple[int, ...]) -> None:
        n_in, n_rows = network.n_inputs, data.shape[1]
        self.data, self.inputs, self.targets = data, data[:n_in], data[n_in + 1 :]
        self.parameters: Array = np.empty((*lead, network.n_parameters))
        self.gradient: Array = np.empty((*lead, network.n_parameters))
        self.product: Callable[..., object] = np.matmul if lead else np.dot
        layers, position, below_and_ones = [], 0, data[: n_in + 1]
        for layer, shape in zip(network.layers, network.augmented_shapes, strict=True):
            end = position + shape[0] * shape[1]
            weights = self.parameters[..., position:end].reshape(*lead, *shape)
            gradient = self.gradient[..., position:end].reshape(*lead, *shape)
            a_and_ones = np.ones((*lead, layer.units + 1, n_rows))
            a = a_and_ones[..., :-1, :]
            z, slope, scratch = (np.empty((*lead, layer.units, n_rows)) for _ in range(3))
            below = below_and_ones if layer.bias else below_and_ones[..., :-1, :]
            layers.append(
                LayerSpace(
                    layer.activation,
                    weights,
                    weights[..., :n_in].swapaxes(-1, -2),
                    below,
                    below.swapaxes(-1, -2),
                    a if layer.activation.name == "identity" else z,
                    a,
                    slope,
                    scratch,
                    gradient,
                )
            )
            position, n_in, below_and_ones = end, layer.units, a_and_ones
        self.layers = tuple(layers)


def place_of(network: Network, parameter: int) -> Place:
    """Return where the parameter at position ``parameter`` of theta stands."""
    indices = zip(network.weight_index, network.bias_index, strict=True)
    for layer, (weights, biases) in enumerate(indices):
        if parameter <= weights[-1, -1]:
            unit, source = divmod(parameter - int(weights[0, 0]), weights.shape[1])
            return Place(layer, unit, source)
        if len(biases) and parameter <= biases[-1]:
            return Place(layer, parameter - int(biases[0]), None)
    raise IndexError(f"The network has no parameter {parameter}.")
