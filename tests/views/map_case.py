"""Balls on a function of two variables, and planes along directions, for the map of the loss."""

import time
from collections.abc import Sequence
from typing import NamedTuple

from gdsim.engine.collector import Collector
from gdsim.engine.descent import descend, replay
from gdsim.engine.directions import PlaneChoice
from gdsim.engine.history import History
from gdsim.engine.planes import LossPlane, take_plane
from gdsim.engine.snapshot import Look, Snapshot, take_snapshot
from gdsim.engine.steps import finish
from gdsim.scenario.build import build
from gdsim.scenario.spec import FunctionSpec, OptimizerSpec, Scenario, StartSpec
from gdsim.scenario.subject import Subject
from gdsim.session.plane_orders import directions_order
from gdsim.session.run import Run
from gdsim.views.view import Ball, ShownRun

EPOCHS = 20
PARAMETERS = PlaneChoice()


class Descended(NamedTuple):
    """A run with all its epochs."""

    subject: Subject
    history: History

    def snapshot(self, epoch: int, choice: PlaneChoice = PARAMETERS) -> Snapshot:
        """Return what is shown of an epoch."""
        experiment, samples = self.subject.experiment, self.subject.samples
        *_, state = replay(experiment, self.history.keyframe(epoch), epoch)
        assert state is not None
        return finish(take_snapshot(experiment, samples, 0, state, Look(plane=choice)))

    def ball(self, place: int, mark: int, epoch: int) -> Ball:
        """Return the run as a ball."""
        snapshot, start = self.snapshot(epoch), self.subject.experiment.start.theta
        name, color = f"ball {mark + 1}", f"run {mark}"
        rate = snapshot.settings.rate
        return Ball(
            place,
            mark,
            name,
            color,
            self.history,
            epoch,
            snapshot.theta,
            snapshot.loss,
            start,
            rate,
        )

    def plane(self, epoch: int, n: int = 101) -> LossPlane:
        """Return the plane of a function's two variables in its bounds."""
        function = self.subject.function
        assert function is not None
        objective = self.subject.experiment.objective.twin()
        theta = self.snapshot(epoch).theta
        x_bounds, y_bounds = function.bounds
        return finish(take_plane(objective, theta, (0, 1), x_bounds, y_bounds, n))

    def plane_along(self, choice: PlaneChoice, n: int = 101) -> LossPlane:
        """Return the plane of directions through the newest epoch."""
        experiment = self.subject.experiment
        run = Run(0, "", self.subject, self.history)
        order = directions_order(run, choice, experiment.settings_at(0).free, None)
        assert order is not None
        plane = finish(order.take(n))
        assert plane is not None
        return plane

    def shown(self) -> ShownRun:
        """Return it as a run that is plotted."""
        return ShownRun("now", self.history)


def run_of(subject: Subject, n_epochs: int) -> Descended:
    """Descend so many epochs."""
    experiment, n = subject.experiment, len(subject.names)
    history = History(n)
    collector = Collector(descend(experiment, experiment.start), 0, n, time.perf_counter)
    history.append(collector.take(n_epochs + 1, 100.0))
    return Descended(subject, history)


def descend_on(name: str, start: tuple[float, float], rate: float) -> Descended:
    """Descend on a built-in function of x and y."""
    scenario = Scenario(
        objective=FunctionSpec(name=name),
        start=StartSpec(parameters=dict(zip("xy", start, strict=True))),
        optimizer=OptimizerSpec(learning_rate=rate),
        epochs=EPOCHS,
    )
    return run_of(build(scenario), EPOCHS)


def balls_of(runs: Sequence[Descended], epoch: int) -> list[Ball]:
    """Return runs as balls, the current one first, then the companions 0, 1, ..."""
    return [run.ball(i - 1, i, epoch) for i, run in enumerate(runs)]
