"""A pass forward and backward by hand: theta, rows -> each layer's sums, activations and deltas.

    inputs -> sums -> activations -> ... -> each row's loss      one unit at a time
    slope of the loss -> deltas of a layer -> deltas of the layer below -> ...

Plain products and sums instead of the engine's matrices and buffers, so that it is a second
opinion on them.
"""

from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array, IntArray
from gdsim.engine.losses import Loss
from gdsim.engine.network import Network, Place


class ChainLayer(NamedTuple):
    """What the chain rule needs of one layer, each of shape (units, n_rows) or (units,).

    Attributes
    ----------
    pre_activations, activations : ndarray
        The sums z, and a = f(z).
    derivatives : ndarray
        da/dz; NaN in a last layer whose loss holds it already.
    deltas : ndarray
        The derivative of a row's own loss by z; NaN in layers below the parameter's.
    """

    pre_activations: Array
    activations: Array
    derivatives: Array
    deltas: Array


def run_by_hand(
    network: Network, loss: Loss, theta: Array, inputs: Array, targets: Array
) -> tuple[Array, tuple[ChainLayer, ...]]:
    """Return the slopes of each row's own loss (n_outputs, n_rows), and all layers.

    The loss is a row's own: without the division by the number of rows.

    Parameters
    ----------
    network : Network
    loss : Loss
    theta : ndarray, shape (n_parameters,)
    inputs, targets : ndarray, shape (n_inputs, n_rows), (n_outputs, n_rows)
    """
    values = _forward(network, theta, inputs)
    z, a = values[-1]
    slopes, derivatives = np.empty_like(a), np.empty_like(a)
    loss.measure(a if loss.goes_with is None else z, targets, slopes, loss.scale(1))
    if loss.goes_with is None:
        network.layers[-1].activation.derivative(z, a, derivatives)
        deltas = slopes * derivatives
    else:
        derivatives.fill(np.nan)
        deltas = slopes
    layers = [ChainLayer(z, a, derivatives, deltas)]
    for i in reversed(range(len(network.layers) - 1)):
        z, a = values[i]
        derivatives = np.empty_like(a)
        network.layers[i].activation.derivative(z, a, derivatives)
        deltas = _deltas_below(theta, network.weight_index[i + 1], layers[0].deltas) * derivatives
        layers.insert(0, ChainLayer(z, a, derivatives, deltas))
    return slopes, tuple(layers)


def _forward(network: Network, theta: Array, inputs: Array) -> list[tuple[Array, Array]]:
    """Return each layer's sums and activations (units, n_rows), one unit after the other."""
    below, values = inputs, []
    for i, layer in enumerate(network.layers):
        z = np.empty((layer.units, inputs.shape[1]))
        for unit, weights in enumerate(network.weight_index[i]):
            z[unit] = (theta[weights, np.newaxis] * below).sum(axis=0)
            if layer.bias:
                z[unit] += theta[network.bias_index[i][unit]]
        a = np.empty_like(z)
        layer.activation.value(z, a)
        values.append((z, a))
        below = a
    return values


def _deltas_below(theta: Array, weights: IntArray, deltas: Array) -> Array:
    """Return the derivative by each activation below: over all paths, weight x delta."""
    result = np.empty((weights.shape[1], deltas.shape[1]))
    for source, paths in enumerate(weights.T):
        result[source] = (theta[paths, np.newaxis] * deltas).sum(axis=0)
    return result


def multiplied_by(place: Place, inputs: Array, layers: tuple[ChainLayer, ...]) -> Array:
    """Return what a parameter multiplies in each row (n_rows,); 1 for a bias."""
    if place.source is None:
        return np.ones(inputs.shape[1])
    below = inputs if place.layer == 0 else layers[place.layer - 1].activations
    multiplied: Array = below[place.source]
    return multiplied
