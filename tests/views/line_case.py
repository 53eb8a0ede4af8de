"""Lines to look at: the average prices by bedrooms, raw or standardized, with or without bias."""

from collections.abc import Sequence

import numpy as np
from msgspec.structs import replace

from gdsim.engine.descent import State
from gdsim.engine.snapshot import Look, Snapshot, take_snapshot
from gdsim.scenario.build import build
from gdsim.scenario.spec import (
    DatasetSpec,
    LayerSpec,
    NetworkSpec,
    OptimizerSpec,
    Scenario,
    StartSpec,
)
from gdsim.scenario.subject import Subject

BEDROOMS = (1.0, 2.0, 3.0, 4.0, 5.0, 6.0)
PRICES = (38750.0, 51886.0, 70817.0, 81854.0, 83140.0, 68450.0)


def line_subject(
    *, standardize: bool = False, bias: bool = True, loss: str = "mse", rate: float = 0.05
) -> Subject:
    """Return the six averages with a line through them."""
    dataset = DatasetSpec(
        source="inline",
        columns={"bedrooms": BEDROOMS, "price_cad": PRICES},
        inputs=("bedrooms",),
        targets=("price_cad",),
        standardize=standardize,
    )
    layers = (LayerSpec(units=1, activation="identity", bias=bias),)
    return build(
        Scenario(
            objective=NetworkSpec(dataset=dataset, layers=layers, loss=loss),
            start=StartSpec(initializer="zeros"),
            optimizer=OptimizerSpec(learning_rate=rate),
        )
    )


def with_hidden_layer(subject: Subject) -> Subject:
    """Return the same data behind a network that has no line."""
    scenario = subject.scenario
    spec = scenario.objective
    assert isinstance(spec, NetworkSpec)
    layers = (LayerSpec(units=2, activation="tanh"), *spec.layers)
    return build(replace(scenario, objective=replace(spec, layers=layers)))


def line_snapshot(subject: Subject, theta: Sequence[float], row: int = 2) -> Snapshot:
    """Return the start of a run at ``theta``."""
    experiment = subject.experiment
    values = np.array(theta, dtype=float)
    state = State(0, values, experiment.settings.optimizer.init(values))
    job = take_snapshot(experiment, subject.samples, 0, state, Look(row=row))
    while True:
        try:
            next(job)
        except StopIteration as done:
            snapshot: Snapshot = done.value
            return snapshot
