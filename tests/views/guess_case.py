"""Guesses for the views to show: prices by bedrooms whose squared errors sum to 115,000,000,000."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from gdsim.engine.batches import Batches
from gdsim.engine.datasets import Dataset, prepare
from gdsim.engine.descent import Experiment, Settings, State, replay
from gdsim.engine.guesses import GuessObjective
from gdsim.engine.losses import LOSSES
from gdsim.engine.optimizers import gradient_descent
from gdsim.engine.snapshot import Look, Snapshot, take_snapshot
from gdsim.scenario.quantities import quantity
from gdsim.scenario.spec import DatasetSpec, GuessesSpec, Scenario
from gdsim.scenario.subject import Subject

TRUTHS = (150_000.0, 200_000.0, 260_000.0, 330_000.0, 390_000.0, 420_000.0)
GUESSES = (200_000.0, 100_000.0, 460_000.0, 180_000.0, 190_000.0, 420_000.0)
"""Off by 50, -100, 200, -150, -200 and 0 thousand."""


class GuessCase(NamedTuple):
    """A scenario of guesses."""

    subject: Subject
    at: Callable[..., Snapshot]  # (epoch=0, parameter=0, guesses=None) -> Snapshot


def make_guesses(
    guesses: Sequence[float] = GUESSES,
    truths: Sequence[float] = TRUTHS,
    *,
    loss: str = "sse",
    counts: Sequence[float] | None = None,
    cut: Sequence[bool] | None = None,
    target: str = "price_usd",
) -> GuessCase:
    """Return guesses for 1, 2, ... bedrooms."""
    n, theta = len(truths), np.array(guesses, dtype=float)
    inputs = np.arange(1.0, n + 1.0)[:, np.newaxis]
    data = Dataset("averages", inputs, np.array(truths)[:, np.newaxis], ("bedrooms",), (target,))
    samples = prepare(data, standardize_inputs=False, standardize_targets=False)
    objective = GuessObjective(
        np.array(truths), LOSSES[loss], None if cut is None else np.array(cut, dtype=bool)
    )
    optimizer = gradient_descent()
    settings = Settings(optimizer, 0.1, Batches(n), np.ones(n, dtype=bool))
    experiment = Experiment(objective, settings, State(0, theta, optimizer.init(theta)), 10)
    spec = GuessesSpec(
        dataset=DatasetSpec(inputs=("bedrooms",), targets=(target,), standardize=False),
        loss=loss,
        counts="houses" if counts is not None else None,
    )
    subject = Subject(
        Scenario(title="Guess the price", objective=spec),
        experiment,
        samples,
        (quantity("bedrooms"),),
        (quantity(target),),
        np.nan,
        0.0,
        counts=None if counts is None else np.array(counts, dtype=float),
    )

    def at(epoch: int = 0, parameter: int = 0, guesses: Sequence[float] | None = None) -> Snapshot:
        state = experiment.start
        if guesses is not None:
            state = state._replace(theta=np.array(guesses, dtype=float))
        else:
            *_, found = replay(experiment, experiment.start, epoch)
            assert found is not None
            state = found
        job = take_snapshot(experiment, samples, 0, state, Look(parameter=parameter))
        while True:
            try:
                next(job)
            except StopIteration as done:
                return done.value  # type: ignore[no-any-return]

    return GuessCase(subject, at)
