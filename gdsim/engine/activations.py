"""What a unit does with its sum: pre-activation z -> activation a, and the derivative da/dz.

Every function writes into ``out`` and takes arrays of any shape; softmax works down the units,
the last axis but one.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array

LEAK = 0.01
"""Slope of the leaky ReLU below zero (Maas, Hannun and Ng, 2013)."""


class Activation(NamedTuple):
    """A function and its derivative, side by side.

    Attributes
    ----------
    name : str
    formula : str
        In plain text.
    value : callable
        ``value(z, out)`` writes a = f(z).
    derivative : callable
        ``derivative(z, a, out)`` writes da/dz, from whichever of z and a is cheaper.
    is_last_only : bool
        Whether it may stand in the last layer only, its derivative being part of its loss.
    """

    name: str
    formula: str
    value: Callable[[Array, Array], object]
    derivative: Callable[[Array, Array, Array], object]
    is_last_only: bool = False


def _identity(z: Array, out: Array) -> None:
    np.copyto(out, z)


def _identity_derivative(_z: Array, _a: Array, out: Array) -> None:
    out.fill(1.0)


def _sigmoid(z: Array, out: Array) -> None:
    # Exact to 2e-16 without cases for the sign; exp may overflow to inf, which gives the right 0.
    np.negative(z, out=out)
    np.exp(out, out=out)
    np.add(out, 1.0, out=out)
    np.reciprocal(out, out=out)


def _sigmoid_derivative(_z: Array, a: Array, out: Array) -> None:
    np.subtract(1.0, a, out=out)
    np.multiply(out, a, out=out)


def _tanh(z: Array, out: Array) -> None:
    np.tanh(z, out=out)


def _tanh_derivative(_z: Array, a: Array, out: Array) -> None:
    np.multiply(a, a, out=out)
    np.subtract(1.0, out, out=out)


def _relu(z: Array, out: Array) -> None:
    np.maximum(z, 0.0, out=out)


def _relu_derivative(z: Array, _a: Array, out: Array) -> None:
    np.greater(z, 0.0, out=out)


def _leaky_relu(z: Array, out: Array) -> None:
    np.multiply(z, LEAK, out=out)
    np.maximum(z, out, out=out)


def _leaky_relu_derivative(z: Array, _a: Array, out: Array) -> None:
    np.greater(z, 0.0, out=out)
    np.multiply(out, 1.0 - LEAK, out=out)
    np.add(out, LEAK, out=out)


def _softplus(z: Array, out: Array) -> None:
    np.logaddexp(z, 0.0, out=out)


def _softplus_derivative(z: Array, _a: Array, out: Array) -> None:
    _sigmoid(z, out)


def _step(z: Array, out: Array) -> None:
    np.greater(z, 0.0, out=out)


def _step_derivative(_z: Array, _a: Array, out: Array) -> None:
    out.fill(0.0)


def _softmax(z: Array, out: Array) -> None:
    np.subtract(z, z.max(axis=-2, keepdims=True), out=out)
    np.exp(out, out=out)
    np.divide(out, out.sum(axis=-2, keepdims=True), out=out)


def _softmax_derivative(_z: Array, _a: Array, _out: Array) -> None:
    raise ValueError("The derivative of softmax is part of the cross-entropy loss.")


_ALL = (
    Activation("identity", "a = z", _identity, _identity_derivative),
    Activation("sigmoid", "a = 1 / (1 + exp(-z))", _sigmoid, _sigmoid_derivative),
    Activation("tanh", "a = tanh(z)", _tanh, _tanh_derivative),
    Activation("relu", "a = max(0, z)", _relu, _relu_derivative),
    Activation("leaky_relu", "a = max(0.01 z, z)", _leaky_relu, _leaky_relu_derivative),
    Activation("softplus", "a = ln(1 + exp(z))", _softplus, _softplus_derivative),
    Activation("step", "a = 1 if z > 0 else 0", _step, _step_derivative),
    Activation("softmax", "a_i = exp(z_i) / sum of exp(z_j)", _softmax, _softmax_derivative, True),
)

ACTIVATIONS: Mapping[str, Activation] = MappingProxyType({a.name: a for a in _ALL})
"""name -> activation; combo boxes, files and tests read it."""
