"""Why a run has no further epoch, or not even a first one, and what cures it, in one sentence."""

from math import isfinite

import numpy as np

from gdsim.engine.arrays import Array
from gdsim.engine.descent import Change, State, Stop, arrive, is_sound, largest_loss
from gdsim.engine.guesses import GuessObjective
from gdsim.scenario.flat_points import place_text
from gdsim.scenario.quantities import MINUS, short
from gdsim.scenario.subject import Subject
from gdsim.text import _

LARGE = 1e6
"""A parameter of this size is named as the cause of a loss that is not finite; a guess only where
it is so many times the largest truth."""


def divergence(subject: Subject, stop: Stop) -> str:
    """Return why a run ended at ``stop``, and what cures it."""
    if stop.epoch == 0:
        return _at_once(subject, subject.experiment.start.theta)
    change = _change_at(subject, stop.epoch)
    if change is not None:
        position, value = max(change.parameters, key=lambda given: abs(given[1]))
        return _(
            "The run diverged at epoch {epoch}, where {name} is set to {value}; choose a smaller "
            "value."
        ).format(epoch=stop.epoch, name=subject.names[position], value=_plain(value))
    name = subject.names[stop.parameter]
    if subject.function is not None:
        return _off_the_function(name, stop)
    if isfinite(stop.growth):
        grew = _("{name} changed by {growth} times its size").format(
            name=name, growth=short(stop.growth, 2)
        )
    else:
        grew = _("{name} jumped out of all bounds").format(name=name)
    return _("The run diverged at epoch {epoch}: {grew}; choose a smaller learning rate.").format(
        epoch=stop.epoch, grew=grew
    )


def _off_the_function(name: str, stop: Stop) -> str:
    """Return how a run left the places where its function has a value."""
    if isfinite(stop.growth):
        step = _("a step of {name}, {growth} times its size,").format(
            name=name, growth=short(stop.growth, 2)
        )
    else:
        step = _("a step of {name}").format(name=name)
    return _(
        "The run ended at epoch {epoch}: {step} led where the function has no value or a huge one; "
        "choose a smaller learning rate or another start."
    ).format(epoch=stop.epoch, step=step)


def unsound_start(subject: Subject) -> str | None:
    """Return why not even epoch 0 has a loss, and what cures it; None where it has one."""
    theta = subject.experiment.start.theta
    return None if _is_sound(subject, theta, np.inf) else _at_once(subject, theta)


def unsound_change(subject: Subject, state: State) -> str | None:
    """Return why a run would end at ``state`` by what is set there; None where it goes on."""
    change = _change_at(subject, state.epoch)
    if change is None:
        return None
    theta = arrive(subject.experiment, state).theta
    with np.errstate(all="ignore"):
        first = subject.experiment.objective.twin().loss(subject.experiment.start.theta)
    if _is_sound(subject, theta, largest_loss(first)):
        return None
    return _at_once(subject, theta)


def _is_sound(subject: Subject, theta: Array, limit: float) -> bool:
    """Whether descent would accept a state; the worker may be using the objective meanwhile."""
    with np.errstate(all="ignore"):
        return is_sound(theta, subject.experiment.objective.twin().loss(theta), limit)


def _at_once(subject: Subject, theta: Array) -> str:
    if subject.function is not None:
        return _("The function has no value at {place}; choose another place.").format(
            place=place_text(subject, theta.tolist())
        )
    largest = int(np.argmax(np.abs(theta)))
    if abs(theta[largest]) < LARGE * _usual_size(subject):
        return _(
            "The loss at the start is infinite; choose a smaller penalty, other initial weights, "
            "or larger units for the data."
        )
    sentence = _(
        "{name} = {value} throws the loss out of all bounds at once; choose a smaller value."
    )
    return sentence.format(name=subject.names[largest], value=_plain(theta[largest]))


def _usual_size(subject: Subject) -> float:
    objective = subject.experiment.objective
    if not isinstance(objective, GuessObjective):
        return 1.0
    return max(1.0, float(np.abs(objective.targets).max()))


def _plain(value: float) -> str:
    return f"{value:g}".replace("e+", "e").replace("-", MINUS)


def _change_at(subject: Subject, epoch: int) -> Change | None:
    """Return the change that sets parameters at ``epoch``, if there is one."""
    change = subject.experiment.latest_change(epoch)
    is_here = change is not None and change.epoch == epoch and bool(change.parameters)
    return change if is_here else None
