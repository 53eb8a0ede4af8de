"""How far a parameter may sensibly be moved: data and their units -> a distance for each one."""

import numpy as np

from gdsim.engine.arrays import Array
from gdsim.engine.function_objective import FunctionObjective
from gdsim.engine.guesses import GuessObjective
from gdsim.engine.objective import NetworkObjective
from gdsim.scenario.ranges import REACH


def network_reaches(objective: NetworkObjective, *, is_standardized: bool) -> tuple[float, ...]:
    """Return how far to both sides the slice of each parameter of a network should go.

    Standardized columns, and units in hidden layers, have the size 1. Where one layer turns raw
    inputs into raw outputs, a weight moves its output by two deviations of the target when its
    input moves by one of its own; a bias does so by itself.
    """
    network = objective.network
    is_linear = len(network.layers) == 1 and network.layers[0].activation.name == "identity"
    if is_standardized or not is_linear:
        return (REACH,) * network.n_parameters
    reaches = np.full(network.n_parameters, REACH)
    inputs = np.array([_spread(column) for column in objective.inputs])
    for unit, target in enumerate(objective.targets):
        wide = REACH * _spread(target)
        reaches[network.weight_index[0][unit]] = wide / inputs
        if network.layers[0].bias:
            reaches[network.bias_index[0][unit]] = wide
    return tuple(reaches.tolist())


def guess_reaches(objective: GuessObjective) -> tuple[float, ...]:
    """Return how far to both sides the slice of each guess should go: the range of the truths."""
    truths = objective.targets[0]
    width = float(truths.max() - truths.min()) or REACH * _spread(truths)
    return (width,) * objective.n_rows


def function_reaches(objective: FunctionObjective) -> tuple[float, ...]:
    """Return how far to both sides the slice of each variable should go: half its bounds' width."""
    return tuple(0.5 * (high - low) for low, high in objective.bounds)


def _spread(values: Array) -> float:
    """Return the deviation of ``values`` (n,), or their size where they are all the same."""
    return float(values.std()) or float(np.abs(values).max()) or 1.0
