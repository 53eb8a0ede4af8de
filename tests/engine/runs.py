"""What the tests of descent read from a recorded run, and an objective of one unit."""

import numpy as np

from gdsim.engine.activations import ACTIVATIONS
from gdsim.engine.arrays import Array
from gdsim.engine.history import LOSS, PARAMETERS, History
from gdsim.engine.losses import LOSSES
from gdsim.engine.network import Layer, Network
from gdsim.engine.objective import NetworkObjective

ALL = 1 << 20


def theta_of(history: History, epoch: int) -> Array:
    columns = range(PARAMETERS, PARAMETERS + history.n_parameters)
    return np.array([history.value(column, epoch) for column in columns], dtype=float)


def losses_of(history: History) -> Array:
    return history.series(LOSS, 0, history.n_epochs - 1, ALL).values


def linear(
    inputs: Array, targets: Array, *, bias: bool = True, loss: str = "mse"
) -> NetworkObjective:
    """One unit, no activation: the loss is a quadratic function of theta. Arrays are (1, n)."""
    network = Network(len(inputs), [Layer(1, ACTIVATIONS["identity"], bias)])
    return NetworkObjective(network, inputs, targets, LOSSES[loss])
