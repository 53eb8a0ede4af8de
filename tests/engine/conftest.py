"""Small networks, data and runs for the engine's tests."""

from collections.abc import Callable
from typing import Protocol

import numpy as np
import pytest

from gdsim import resources
from gdsim.engine.activations import ACTIVATIONS
from gdsim.engine.arrays import Array, BoolArray
from gdsim.engine.batches import Batches
from gdsim.engine.collector import Collector
from gdsim.engine.datasets import Dataset, Samples, prepare
from gdsim.engine.descent import Change, Experiment, Settings, State, descend
from gdsim.engine.history import History
from gdsim.engine.losses import LOSSES
from gdsim.engine.network import Layer, Network
from gdsim.engine.objective import NetworkObjective, Objective
from gdsim.engine.optimizers import gradient_descent
from gdsim.engine.penalties import PENALTIES

HOUSES_START = np.array([-0.2, -0.4, 0.5, 0.2, -0.6, -0.8, 1.3, 0.7, 2.4, -1.5])


class MakeObjective(Protocol):
    def __call__(
        self,
        network: Network,
        loss: str = "mse",
        *,
        n_rows: int = 7,
        penalty: tuple[str, float] | None = None,
        cut: BoolArray | None = None,
    ) -> NetworkObjective: ...


class MakeExperiment(Protocol):
    def __call__(
        self,
        objective: Objective,
        theta: Array,
        rate: float = 0.05,
        *,
        batch_size: int | None = None,
        shuffle: bool = False,
        free: BoolArray | None = None,
        changes: tuple[Change, ...] = (),
        held_out: Objective | None = None,
    ) -> Experiment: ...


class Record(Protocol):
    def __call__(
        self, experiment: Experiment, n_epochs: int, *, keyframe_every: int | None = None
    ) -> History: ...


@pytest.fixture
def make_network() -> Callable[..., Network]:
    """(inputs, units of each layer ...), the hidden layers' activation and the last one's."""

    def make(
        *sizes: int, hidden: str = "tanh", last: str = "identity", bias: bool = True
    ) -> Network:
        names = [hidden] * (len(sizes) - 2) + [last]
        layers = [
            Layer(units, ACTIVATIONS[name], bias)
            for units, name in zip(sizes[1:], names, strict=True)
        ]
        return Network(sizes[0], layers)

    return make


@pytest.fixture
def make_objective() -> MakeObjective:
    """The loss of a network on rows drawn for it, with targets that suit the loss."""

    def make(
        network: Network,
        loss: str = "mse",
        *,
        n_rows: int = 7,
        penalty: tuple[str, float] | None = None,
        cut: BoolArray | None = None,
    ) -> NetworkObjective:
        rng = np.random.default_rng(3)
        inputs = rng.normal(size=(network.n_inputs, n_rows))
        targets = rng.normal(size=(network.n_outputs, n_rows))
        if loss == "binary_cross_entropy":
            targets = (targets > 0).astype(float)
        if loss == "cross_entropy":
            targets = np.eye(network.n_outputs)[:, targets.argmax(axis=0)]
        named = None if penalty is None else (PENALTIES[penalty[0]], penalty[1])
        return NetworkObjective(network, inputs, targets, LOSSES[loss], named, cut)

    return make


@pytest.fixture
def make_experiment() -> MakeExperiment:
    """Gradient descent on an objective."""

    def make(
        objective: Objective,
        theta: Array,
        rate: float = 0.05,
        *,
        batch_size: int | None = None,
        shuffle: bool = False,
        free: BoolArray | None = None,
        changes: tuple[Change, ...] = (),
        held_out: Objective | None = None,
    ) -> Experiment:
        optimizer = gradient_descent()
        settings = Settings(
            optimizer,
            rate,
            Batches(objective.n_rows, batch_size, shuffle, 5),
            np.ones(len(theta), dtype=bool) if free is None else free,
        )
        state = State(0, theta, optimizer.init(theta))
        return Experiment(objective, settings, state, 10, changes, held_out)

    return make


@pytest.fixture
def record() -> Record:
    """Run so many epochs into a History; a keyframe every so many, or at the start alone."""

    def run(experiment: Experiment, n_epochs: int, *, keyframe_every: int | None = None) -> History:
        n_parameters = len(experiment.start.theta)
        epochs = descend(experiment, experiment.start)
        collector = Collector(epochs, 0, n_parameters, lambda: 0.0)
        history = History(n_parameters)
        while history.n_epochs < n_epochs and history.stop is None:
            block = collector.take(n_epochs - history.n_epochs, 1.0)
            if keyframe_every is not None:
                states = [
                    State(block.first_epoch + i, theta, block.keyframes[0].memory)
                    for i, theta in enumerate(block.thetas)
                    if (block.first_epoch + i) % keyframe_every == 0
                ]
                block = block._replace(keyframes=tuple(states))
            history.append(block)
        return history

    return run


@pytest.fixture
def houses() -> Samples:
    """The default data, standardised."""
    return prepare(read("houses", "price_usd"), standardize_inputs=True, standardize_targets=True)


@pytest.fixture
def houses_experiment(
    houses: Samples, make_network: Callable[..., Network], make_experiment: MakeExperiment
) -> Experiment:
    """3-2-1, sigmoid, no output bias, from the start that shows something at once."""
    layers = [Layer(2, ACTIVATIONS["sigmoid"]), Layer(1, ACTIVATIONS["identity"], bias=False)]
    objective = NetworkObjective(Network(3, layers), houses.inputs, houses.targets, LOSSES["mse"])
    return make_experiment(objective, HOUSES_START)


@pytest.fixture
def read_dataset() -> Callable[..., Dataset]:
    """A set that the program ships, by its name, its target and, if not all, its inputs."""
    return read


def read(name: str, target: str, *inputs: str) -> Dataset:
    path = resources.path("datasets", f"{name}.csv")
    columns = path.read_text(encoding="utf-8").splitlines()[0].strip().split(",")
    rows = np.loadtxt(path, delimiter=",", skiprows=1)
    chosen = list(inputs) or [column for column in columns if column != target]
    return Dataset(
        name,
        rows[:, [columns.index(column) for column in chosen]],
        rows[:, [columns.index(target)]],
        tuple(chosen),
        (target,),
    )
