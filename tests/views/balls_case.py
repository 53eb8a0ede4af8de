"""Built-in functions to show, and balls that roll on them, for the panels beside the curve."""

from collections.abc import Sequence

import numpy as np

from gdsim.engine.batches import Batches
from gdsim.engine.collector import Collector
from gdsim.engine.descent import Experiment, Settings, State, descend
from gdsim.engine.expressions import parse, variables_of
from gdsim.engine.function_objective import FunctionObjective
from gdsim.engine.functions import FUNCTIONS
from gdsim.engine.history import LOSS, PARAMETERS, History
from gdsim.engine.minima import find_minima
from gdsim.engine.optimizers import gradient_descent
from gdsim.scenario.arrivals import arrival, goal_of, minimum_at
from gdsim.scenario.spec import FunctionSpec, Scenario
from gdsim.scenario.subject import FunctionFacts, Subject
from gdsim.views.view import Ball

LAST = 60


def make_subject(
    name: str | None = "two_wells",
    expression: str | None = None,
    start: Sequence[float] = (-1.8, 1.0),
    rate: float = 0.05,
    constants: dict[str, float] | None = None,
    bounds: tuple[tuple[float, float], ...] | None = None,
) -> Subject:
    """Return a built-in function, or a typed one, with a start on it."""
    function = FUNCTIONS[name] if name else None
    text = expression or (function.expression if function else "")
    variables = function.variables if function else variables_of(text)
    known = function.constants if function else ()
    values = {c.name: (constants or {}).get(c.name, c.default) for c in known}
    bounds = bounds or (function.bounds if function else ((-3.0, 3.0),) * len(variables))
    objective = FunctionObjective(parse(text, variables, values), bounds)
    theta = np.array(start[: len(variables)])
    optimizer = gradient_descent()
    free = np.ones(len(variables), dtype=bool)
    settings = Settings(optimizer, rate, Batches(1), free)
    experiment = Experiment(objective, settings, State(0, theta, optimizer.init(theta)), 25)
    facts = FunctionFacts(
        function.title if function else text,
        bounds,
        find_minima(objective, bounds),
        function.teaches if function else "",
        tuple((constant, values[constant.name]) for constant in known),
    )
    spec = FunctionSpec(name=name, expression=expression, constants=values)
    scenario = Scenario(objective=spec)
    return Subject(scenario, experiment, None, (), (), np.nan, np.nan, function=facts)


def make_ball(subject: Subject, place: int, mark: int, epoch: int) -> Ball:
    """Return a ball on a subject's run at an epoch."""
    experiment = subject.experiment
    start = experiment.start.theta
    history = History(len(start))
    job = descend(experiment, experiment.start)
    history.append(Collector(job, 0, len(start), lambda: 0.0).take(LAST + 1, 100.0))
    epoch = min(epoch, history.n_epochs - 1)

    def at(column: int) -> float:
        return float(history.series(column, epoch, epoch, 4).values[0])

    theta = np.array([at(PARAMETERS + i) for i in range(len(start))])
    arrived = arrival(history, goal_of(subject, history, np.nan))
    return Ball(
        place,
        mark,
        f"ball {mark + 1}",
        f"run {mark}",
        history,
        epoch,
        theta,
        at(LOSS),
        start,
        experiment.settings.rate,
        minimum=minimum_at(subject, theta),
        arrived=arrived if arrived is not None and arrived <= epoch else None,
        stop=history.stop,
    )


def make_balls(starts: Sequence[Sequence[float]], epoch: int) -> list[Ball]:
    """Return a ball in the two wells for each start; the first is the current one, of mark 1."""
    marks = [*range(1, len(starts)), 0]
    return [
        make_ball(make_subject(start=start), place - 1, mark, epoch)
        for place, (start, mark) in enumerate(zip(starts, marks, strict=True))
    ]


def make_race(rates: Sequence[float], epoch: int, current: int = 0) -> list[Ball]:
    """Return a ball for each rate, all from one start; the current one first."""
    order = [current, *(i for i in range(len(rates)) if i != current)]
    balls = [
        make_ball(make_subject(rate=rates[i], start=(-2.2,)), place - 1, i, epoch)
        for place, i in enumerate(order)
    ]
    return [ball._replace(name=f"{ball.rate:g}") for ball in balls]
