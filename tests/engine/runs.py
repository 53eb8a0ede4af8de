"""What tests of descent read from a run, an objective of one unit, an optimizer with a memory."""

from typing import NamedTuple

import numpy as np

from gdsim.engine.activations import ACTIVATIONS
from gdsim.engine.arrays import Array, Memory
from gdsim.engine.history import LOSS, PARAMETERS, History
from gdsim.engine.losses import LOSSES
from gdsim.engine.network import Layer, Network
from gdsim.engine.objective import NetworkObjective
from gdsim.engine.optimizers import Optimizer

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


class Speed(NamedTuple):
    steps: int
    v: Array


def heavy_ball() -> Optimizer:
    """A toy optimizer: part of its memory is a number for each parameter, part is not."""

    def init(theta: Array) -> Speed:
        return Speed(0, 0.0 * theta)

    def update(g: Array, memory: Memory, _theta: Array, rate: float) -> tuple[Array, Memory]:
        v = 0.9 * memory[1] + g
        return -rate * v, Speed(memory[0] + 1, v)

    return Optimizer("heavy_ball", init, update)
