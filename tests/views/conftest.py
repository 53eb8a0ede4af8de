"""The houses network, built from the engine alone, for panels to show; and a diagram of it."""

import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
import pytest
from PySide6.QtWidgets import QToolTip

from gdsim import resources
from gdsim.engine.activations import ACTIVATIONS
from gdsim.engine.batches import Batches
from gdsim.engine.collector import Collector
from gdsim.engine.datasets import Dataset, prepare
from gdsim.engine.descent import Experiment, Settings, State, descend, replay
from gdsim.engine.history import History
from gdsim.engine.losses import LOSSES
from gdsim.engine.network import Layer, Network
from gdsim.engine.objective import NetworkObjective
from gdsim.engine.optimizers import gradient_descent
from gdsim.engine.snapshot import Look, Snapshot, take_snapshot
from gdsim.scenario.quantities import quantity
from gdsim.scenario.spec import DatasetSpec, LayerSpec, NetworkSpec, Scenario
from gdsim.scenario.subject import Subject
from tests.views.diagram_case import W3, Case, make_case, make_subject

START = np.array([-0.2, -0.4, 0.5, 0.2, -0.6, -0.8, 1.3, 0.7, 2.4, -1.5])


class Shown(NamedTuple):
    """A scenario with 25 epochs computed."""

    subject: Subject
    history: History
    snapshot: Callable[..., Snapshot]  # (epoch, **look) -> Snapshot


def make_shown(
    n_features: int = 3, layers: tuple[tuple[int, str, bool], ...] | None = None
) -> Shown:
    """Build the houses with the first ``n_features`` inputs and these layers; run 25 epochs."""
    rows = np.loadtxt(resources.path("datasets", "houses.csv"), delimiter=",", skiprows=1)
    names = ("bedrooms", "lot_sqft", "house_sqft")[:n_features]
    data = Dataset("houses", rows[:, :n_features], rows[:, 3:], names, ("price_usd",))
    samples = prepare(data, standardize_inputs=True, standardize_targets=True)
    shape = layers or ((2, "sigmoid", True), (1, "identity", False))
    network = Network(n_features, [Layer(n, ACTIVATIONS[a], b) for n, a, b in shape])
    objective = NetworkObjective(network, samples.inputs, samples.targets, LOSSES["mse"])
    n = network.n_parameters
    theta = START if n == 10 else np.linspace(-1.0, 1.0, n)
    optimizer = gradient_descent()
    settings = Settings(optimizer, 0.05, Batches(objective.n_rows), np.ones(n, dtype=bool))
    experiment = Experiment(objective, settings, State(0, theta, optimizer.init(theta)), 25)
    scenario = Scenario(
        title="House price from three numbers",
        epochs=25,
        objective=NetworkSpec(
            dataset=DatasetSpec(name="houses", inputs=names, targets=("price_usd",)),
            layers=tuple(LayerSpec(units=u, activation=a, bias=b) for u, a, b in shape),
        ),
    )
    subject = Subject(
        scenario,
        experiment,
        samples,
        tuple(quantity(name) for name in names),
        (quantity("price_usd"),),
        1.0,
        0.408,
    )
    history = History(n)
    collector = Collector(descend(experiment, experiment.start), 0, n, time.perf_counter)
    history.append(collector.take(26, 100.0))

    def snapshot(epoch: int, **look: object) -> Snapshot:
        *_, state = replay(experiment, experiment.start, epoch)
        assert state is not None
        job = take_snapshot(experiment, samples, 0, state, Look(**look))  # type: ignore[arg-type]
        while True:
            try:
                next(job)
            except StopIteration as done:
                return done.value  # type: ignore[no-any-return]

    return Shown(subject, history, snapshot)


@pytest.fixture
def shown() -> Shown:
    """Return the houses 3-2-1 network with 25 epochs."""
    return make_shown()


@pytest.fixture
def case(qtbot: Any) -> Iterator[Case]:
    """Return the diagram of the houses 3-2-1 network."""
    yield make_case(qtbot, make_subject(2), parameter=W3)
    QToolTip.hideText()
