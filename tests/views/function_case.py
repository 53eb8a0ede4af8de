"""A function of one variable with several balls, built from the engine alone, for views to show."""

import time
from typing import NamedTuple

import numpy as np

from gdsim.engine.basins import Basins, take_basins
from gdsim.engine.batches import Batches
from gdsim.engine.collector import Collector
from gdsim.engine.descent import Experiment, Settings, State, descend, replay
from gdsim.engine.expressions import parse
from gdsim.engine.function_objective import FunctionObjective
from gdsim.engine.history import LOSS, PARAMETERS, History
from gdsim.engine.minima import find_minima
from gdsim.engine.optimizers import gradient_descent
from gdsim.engine.snapshot import Look, Snapshot, take_snapshot
from gdsim.engine.steps import finish
from gdsim.scenario.arrivals import minimum_at
from gdsim.scenario.spec import FunctionSpec, Scenario
from gdsim.scenario.subject import FunctionFacts, Subject
from gdsim.views.view import Ball

WELLS = "x^4 - 3x^2 + x"


class FunctionCase(NamedTuple):
    """A function, and a run for each start with its epochs computed."""

    subject: Subject
    experiments: tuple[Experiment, ...]
    histories: tuple[History, ...]
    extent: tuple[float, float]

    def snapshot(self, epoch: int, extent: tuple[float, float] | None = None) -> Snapshot:
        """Return what the current run is at an epoch, or at its last one."""
        epoch = min(epoch, self.histories[0].n_epochs - 1)
        experiment = self.experiments[0]
        *_, state = replay(experiment, experiment.start, epoch)
        assert state is not None
        look = Look(slice_range=extent or self.extent)
        return finish(take_snapshot(experiment, None, 0, state, look))

    def balls(self, epoch: int) -> list[Ball]:
        """Return where the runs are at an epoch."""
        return [self._ball(i, epoch) for i in range(len(self.histories))]

    def basins(self, n: int = 256, n_epochs: int = 400) -> Basins:
        """Return where ``n`` starts over the range lead."""
        facts, experiment = self.subject.function, self.experiments[0]
        assert facts is not None
        starts = np.linspace(*self.extent, n)[:, np.newaxis]
        optimizer, rate = gradient_descent(), experiment.settings.rate
        job = take_basins(experiment.objective, optimizer, rate, facts.minima, starts, n_epochs)
        return finish(job)

    def _ball(self, i: int, epoch: int) -> Ball:
        history, experiment = self.histories[i], self.experiments[i]
        at = max(0, min(epoch, history.n_epochs - 1))
        theta = np.array([history.value(PARAMETERS, at)])
        loss = history.value(LOSS, at)
        assert loss is not None
        return Ball(
            i - 1,
            i,
            f"ball {i + 1}",
            f"run {i}",
            history,
            at,
            theta,
            loss,
            experiment.start.theta,
            experiment.settings.rate,
            minimum=minimum_at(self.subject, theta),
            stop=history.stop,
        )


def make_case(
    starts: tuple[float, ...] = (2.2, -2.0, 0.9),
    rate: float = 0.04,
    text: str = WELLS,
    extent: tuple[float, float] = (-2.4, 2.4),
    epochs: int = 60,
) -> FunctionCase:
    """Descend on a typed function from each start; the first one is the current ball."""
    objective = FunctionObjective(parse(text, ["x"]), (extent,))
    optimizer = gradient_descent()
    settings = Settings(optimizer, rate, Batches(1), np.ones(1, dtype=bool))
    experiments, histories = [], []
    for start in starts:
        theta = np.array([start])
        state = State(0, theta, optimizer.init(theta))
        experiment = Experiment(objective, settings, state, epochs)
        history = History(1)
        collector = Collector(descend(experiment, state), 0, 1, time.perf_counter)
        history.append(collector.take(epochs + 1, 100.0))
        experiments.append(experiment)
        histories.append(history)
    scenario = Scenario(objective=FunctionSpec(expression=text), epochs=epochs)
    minima = find_minima(objective, (extent,))
    facts = FunctionFacts(text, (extent,), minima)
    best = minima[0].value if minima else np.nan
    subject = Subject(scenario, experiments[0], None, (), (), np.nan, best, function=facts)
    return FunctionCase(subject, tuple(experiments), tuple(histories), extent)
