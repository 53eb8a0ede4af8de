"""Balls where their function has no value are put where it has one: Scenario -> Scenario.

Places of a grid within the bounds are looked at. A ball goes to that one of the places with a value
whose number among them corresponds to its own among all, so that two balls seldom come to the same.
"""

import numpy as np
from msgspec.structs import replace

from gdsim.engine.arrays import Array
from gdsim.engine.function_objective import FunctionObjective
from gdsim.scenario.build import build
from gdsim.scenario.companions import as_scenario
from gdsim.scenario.divergence import unsound_start
from gdsim.scenario.errors import ScenarioError
from gdsim.scenario.quantities import MINUS
from gdsim.scenario.spec import CompanionSpec, Scenario
from gdsim.scenario.subject import Subject
from gdsim.text import _

SIDES = {1: 401, 2: 41}
"""Places looked at along each variable."""


def with_values(scenario: Scenario) -> Scenario:
    """Return a scenario of a function all of whose balls start where it has a value.

    Raises
    ------
    ScenarioError
        If it has one nowhere within the bounds.
    """
    subject = build(scenario)
    kept = tuple(
        _moved(c, build(as_scenario(scenario, c), like=subject)) if c.alongside else c
        for c in scenario.companions
    )
    current = _moved(scenario, subject)
    assert isinstance(current, Scenario)
    return replace(current, companions=kept)


def _moved(run: Scenario | CompanionSpec, subject: Subject) -> Scenario | CompanionSpec:
    objective = subject.experiment.objective
    if not isinstance(objective, FunctionObjective) or unsound_start(subject) is None:
        return run
    places = _grid(objective)
    with np.errstate(all="ignore"):
        losses, gradients = objective.gradients(places)
    is_sound = np.isfinite(losses) & np.isfinite(gradients).all(axis=1)
    if not is_sound.any():
        raise ScenarioError(_nowhere(subject))
    widths = np.array([high - low for low, high in objective.bounds])
    theta = subject.experiment.start.theta
    own = int(np.argmin((np.abs(places - theta) / widths).max(axis=1)))
    sound = places[is_sound]
    place = sound[own * len(sound) // len(places)]
    values = dict(zip(subject.names, _rounded(objective, place), strict=True))
    return replace(run, start=replace(run.start, parameters=values))


def _grid(objective: FunctionObjective) -> Array:
    """Return places (n, n_parameters) within the bounds, none on a bound."""
    n = SIDES[len(objective.bounds)]
    parts = (np.arange(n) + 0.5) / n
    axes = [low + parts * (high - low) for low, high in objective.bounds]
    return np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, len(axes))


def _rounded(objective: FunctionObjective, place: Array) -> list[float]:
    """Return a place with few digits, unless the function has no value there."""
    brief = [float(f"{value:.3g}") for value in place]
    return brief if np.isfinite(objective.losses(np.array([brief]))).all() else place.tolist()


def _nowhere(subject: Subject) -> str:
    function = subject.function
    assert function is not None
    ranges = zip(subject.names, function.bounds, strict=True)
    return _("The function has no value for {places}; write another one.").format(
        places=_(" and ").join(
            _("{name} from {low} to {high}").format(name=name, low=_plain(low), high=_plain(high))
            for name, (low, high) in ranges
        )
    )


def _plain(value: float) -> str:
    return f"{value:g}".replace("-", MINUS)
