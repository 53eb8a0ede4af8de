"""One moment of a run with all that may be shown of it: Experiment, State, Look -> Snapshot.

Every view shows the same snapshot, so that no two of them can disagree, and none evaluates
anything itself.
"""

from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array, Memory, read_only
from gdsim.engine.chains import Chain, take_chain
from gdsim.engine.datasets import Samples
from gdsim.engine.descent import Experiment, Settings, State, Update, arrive, updates
from gdsim.engine.directions import PlaneChoice
from gdsim.engine.flatness import Flatness, take_flatness
from gdsim.engine.network_values import Fit, LayerValues, NetworkValues, take_network_values
from gdsim.engine.objective import NetworkObjective, Objective
from gdsim.engine.slices import SLICE_POINTS, Slice, take_slice
from gdsim.engine.steps import quiet

__all__ = [
    "SLICE_POINTS",
    "Fit",
    "LayerValues",
    "Look",
    "NetworkValues",
    "Slice",
    "Snapshot",
    "take_slice",
    "take_snapshot",
]

MAX_UPDATES = 1000
"""So many updates of an epoch a snapshot keeps at most, the first ones."""


class Look(NamedTuple):
    """What is looked at: it decides what a snapshot holds, and nothing of the run.

    Attributes
    ----------
    parameter : int
        The position of the selected parameter.
    row : int
        The selected row of the data set.
    inputs : tuple of float or None
        Typed inputs in their own units, instead of the row's.
    slice_range : (lowest, highest) or None
        Where to evaluate the loss along the parameter; None for not at all.
    with_fit : bool
        Whether to evaluate the prediction over the inputs' whole range.
    needs : frozenset of str
        Which of the optional parts of a snapshot, the last of its fields, are wanted.
    pair : (int, int) or None
        The positions of the two parameters of a plane; None for the two that come first.
    plane : PlaneChoice
        Which kind of plane is looked at.
    """

    parameter: int = 0
    row: int = 0
    inputs: tuple[float, ...] | None = None
    slice_range: tuple[float, float] | None = None
    with_fit: bool = False
    needs: frozenset[str] = frozenset()
    pair: tuple[int, int] | None = None
    plane: PlaneChoice = PlaneChoice()


class Snapshot(NamedTuple):
    """All that may be shown of one epoch: the state there and the update that leaves it.

    Attributes
    ----------
    run : int
        Which run, by its number in the session.
    epoch : int
    state : State
    gradient : ndarray, shape (n_parameters,)
        Of the loss of all training rows.
    loss, data_loss, penalty : float
    test_loss : float
        NaN without held-out rows.
    settings : Settings
        What the next update obeys.
    delta : ndarray, shape (n_parameters,)
        The step of the whole epoch to come.
    new : ndarray, shape (n_parameters,)
        Theta after it.
    n_updates : int
        How many updates that epoch takes.
    next_memory : tuple
        The optimizer's memory after it.
    look : Look
    slice : Slice or None
    network : NetworkValues or None
    flatness : Flatness or None
        What this point is, where the gradient is 0.
    updates : tuple of Update
        Those of the epoch to come, the first MAX_UPDATES of them; empty unless asked for.
    chain : Chain or None
        How the gradient's part by the selected parameter comes about, if asked for.
    """

    run: int
    epoch: int
    state: State
    gradient: Array
    loss: float
    data_loss: float
    penalty: float
    test_loss: float
    settings: Settings
    delta: Array
    new: Array
    n_updates: int
    next_memory: Memory
    look: Look
    slice: Slice | None
    network: NetworkValues | None
    flatness: Flatness | None = None
    updates: tuple[Update, ...] = ()
    chain: Chain | None = None

    @property
    def theta(self) -> Array:
        """The parameters (n_parameters,)."""
        return self.state.theta


@quiet
def take_snapshot(
    experiment: Experiment, samples: Samples | None, run: int, state: State, look: Look
) -> Generator[None, None, Snapshot]:
    """Yield None often, so that the clock can be looked at; return the Snapshot at ``state``.

    Parameters
    ----------
    experiment : Experiment
    samples : Samples or None
        The data, for a network.
    run : int
        The number to put on it.
    state : State
    look : Look
    """
    objective = experiment.objective
    state = arrive(experiment, state)
    evaluation = objective.evaluate(state.theta)
    new, memory, n_updates = state.theta, state.memory, 0
    n_kept = MAX_UPDATES if "updates" in look.needs else 0
    kept: list[Update] = []
    for update in updates(experiment, state, evaluation):
        new, memory, n_updates = update.theta, update.memory, n_updates + 1
        if n_updates <= n_kept:
            kept.append(update)
        yield
    part = None
    if look.slice_range is not None:
        part = yield from take_slice(objective, state.theta, look.parameter, look.slice_range)
    network = None
    if isinstance(objective, NetworkObjective) and samples is not None:
        network = take_network_values(
            objective, samples, state.theta, look.row, look.inputs, with_fit=look.with_fit
        )
    chain = yield from _chain(objective, samples, state.theta, look, evaluation.gradient)
    settings = experiment.settings_at(state.epoch)
    flatness = yield from take_flatness(
        objective, state.theta, evaluation.loss, evaluation.gradient, settings.free
    )
    return Snapshot(
        run,
        state.epoch,
        state,
        read_only(evaluation.gradient),
        evaluation.loss,
        evaluation.data_loss,
        evaluation.penalty,
        experiment.held_out.loss(state.theta) if experiment.held_out else np.nan,
        settings,
        read_only(new - state.theta),
        read_only(new),
        n_updates,
        memory,
        look,
        part,
        network,
        flatness=flatness,
        updates=tuple(kept),
        chain=chain,
    )


def _chain(
    objective: Objective, samples: Samples | None, theta: Array, look: Look, gradient: Array
) -> Generator[None, None, Chain | None]:
    """Yield None often; return the chain rule of the selected parameter, if asked for."""
    if "chain" not in look.needs or samples is None or not isinstance(objective, NetworkObjective):
        return None
    row = look.row if look.inputs is None else None
    return (yield from take_chain(objective, samples, theta, look.parameter, row, gradient))
