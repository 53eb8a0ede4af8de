"""Where the balls are at the selected epoch: Session, Companions -> a Ball for each."""

import numpy as np
from msgspec.structs import replace

from gdsim.engine.history import FIRST, LOSS, PARAMETERS
from gdsim.engine.snapshot import Snapshot
from gdsim.scenario import balls
from gdsim.scenario.arrivals import arrival, common_level, goal_of, minimum_at
from gdsim.scenario.spec import FunctionSpec, Scenario
from gdsim.session.companions import Companions
from gdsim.session.run import Run
from gdsim.session.session import Session
from gdsim.views.view import Ball


def shown_balls(
    session: Session, companions: Companions, snapshot: Snapshot | None = None
) -> list[Ball]:
    """Return the balls, the current one first: where ``snapshot`` has it, if it is of its run.

    A run over another function or other parameters is none: it is of before the last edit, or a
    file puts it beside.
    """
    scenario = session.scenario
    runs = [(balls.CURRENT, balls.mark_of(scenario), session.run, False)]
    runs += [
        (place, kept.spec.mark, kept.run, kept.spec.hidden)
        for place, kept in enumerate(companions.kept)
        if kept.spec.alongside and kept.run is not None and _is_beside(kept.run, session.run)
    ]
    level = common_level([run.history for _place, _mark, run, _hidden in runs])
    is_race = balls.is_race(scenario)
    found = [
        _ball(run, session.selection.epoch, level)._replace(
            place=place,
            mark=mark,
            name=balls.entry_name(scenario, run.scenario.optimizer)
            if is_race
            else balls.name_of(mark),
            color=f"run {mark}",
            is_hidden=is_hidden,
        )
        for place, mark, run, is_hidden in runs
    ]
    return [_as_in(snapshot, found[0], session), *found[1:]]


def is_other_function(one: Scenario, other: Scenario) -> bool:
    """Whether both descend on functions, and not on the same one; bounds are only a view of it."""
    specs = one.objective, other.objective
    found = [replace(spec, bounds=None) for spec in specs if isinstance(spec, FunctionSpec)]
    return len(found) == 2 and found[0] != found[1]


def _is_beside(run: Run, current: Run) -> bool:
    """Whether two runs descend on one landscape."""
    if is_other_function(run.scenario, current.scenario):
        return False
    return run.subject.names == current.subject.names


def _as_in(snapshot: Snapshot | None, ball: Ball, session: Session) -> Ball:
    """Return the current ball where a snapshot has it, which is elsewhere while it is dragged."""
    if snapshot is None or (snapshot.run, snapshot.epoch) != (session.run.number, ball.epoch):
        return ball
    theta, loss = snapshot.theta, snapshot.loss
    return ball._replace(theta=theta, loss=loss, minimum=minimum_at(session.subject, theta))


def _ball(run: Run, selected: int, level: float) -> Ball:
    """Return where a run is at the selected epoch; who it is comes later."""
    subject, history, experiment = run.subject, run.history, run.subject.experiment
    epoch = max(0, min(selected, history.n_epochs - 1))
    theta, loss = experiment.start.theta, np.nan
    if history.n_epochs:
        column = history.buckets[FIRST, :, epoch // history.width]
        theta, loss = column[PARAMETERS:].copy(), float(column[LOSS])
    settings = experiment.settings_at(epoch)
    goal = goal_of(subject, history, level)
    return Ball(
        balls.CURRENT,
        0,
        "",
        "",
        history,
        epoch,
        theta,
        loss,
        experiment.start.theta,
        settings.rate,
        settings.optimizer.name,
        minimum_at(subject, theta),
        arrival(history, goal),
        history.stop,
        goal=goal,
    )
