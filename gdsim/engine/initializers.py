"""Where a run starts: seed, shape of the network -> theta.

Each unit draws from a stream of its own, its weights first and then its bias, so that adding a
unit leaves the start of all others as it was.
"""

from collections.abc import Callable, Mapping
from math import sqrt
from types import MappingProxyType

import numpy as np

from gdsim.engine import streams
from gdsim.engine.arrays import Array
from gdsim.engine.network import Network

Draw = Callable[[int, tuple[int, ...], int, int], Array]
"""(seed, key, inputs, outputs of the layer) -> a unit's weights, then its bias, (inputs + 1,)."""


def zeros(_seed: int, _key: tuple[int, ...], n_in: int, _n_out: int) -> Array:
    """Return 0 for every parameter: all units of a layer then learn the same for ever."""
    return np.zeros(n_in + 1)


def small_normal(seed: int, key: tuple[int, ...], n_in: int, _n_out: int) -> Array:
    """Return draws of N(0, 0.1^2)."""
    return 0.1 * streams.normals(seed, key, n_in + 1)


def normal(seed: int, key: tuple[int, ...], n_in: int, _n_out: int) -> Array:
    """Return draws of N(0, 1)."""
    return streams.normals(seed, key, n_in + 1)


def uniform(seed: int, key: tuple[int, ...], n_in: int, _n_out: int) -> Array:
    """Return draws of U(-1, 1)."""
    return 2.0 * streams.uniforms(seed, key, n_in + 1) - 1.0


def xavier(seed: int, key: tuple[int, ...], n_in: int, n_out: int) -> Array:
    """Return U(-r, r) with r = sqrt(6 / (inputs + outputs)), biases 0 (Glorot and Bengio, 2010)."""
    weights = sqrt(6.0 / (n_in + n_out)) * (2.0 * streams.uniforms(seed, key, n_in) - 1.0)
    return np.append(weights, 0.0)


def he(seed: int, key: tuple[int, ...], n_in: int, _n_out: int) -> Array:
    """Return N(0, 2 / inputs), biases 0 (He, Zhang, Ren and Sun, 2015)."""
    return np.append(sqrt(2.0 / n_in) * streams.normals(seed, key, n_in), 0.0)


INITIALIZERS: Mapping[str, Draw] = MappingProxyType(
    {draw.__name__: draw for draw in (zeros, small_normal, normal, uniform, xavier, he)}
)
"""name -> function. A new initializer is one function and one name here."""


def start(network: Network, draw: Draw, seed: int) -> Array:
    """Return the start ``theta`` (n_parameters,) of ``network``."""
    theta = np.zeros(network.n_parameters)
    for number, layer in enumerate(network.layers):
        weights, biases = network.weight_index[number], network.bias_index[number]
        n_in = weights.shape[1]
        for unit in range(layer.units):
            drawn = draw(seed, (streams.START, number, unit), n_in, layer.units)
            theta[weights[unit]] = drawn[:n_in]
            if layer.bias:
                theta[biases[unit]] = drawn[n_in]
    return theta
