"""What the selected epoch is about to do, in a sentence with its numbers: Snapshot -> Story."""

from typing import NamedTuple

import numpy as np

from gdsim.engine.flatness import Flatness
from gdsim.engine.history import LOSS, History
from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.divergence import divergence
from gdsim.scenario.flat_points import flat_place, minimum_reached
from gdsim.scenario.quantities import TIMES, loss_text, short
from gdsim.scenario.ranges import REACH
from gdsim.scenario.subject import Subject
from gdsim.scenario.typed_numbers import as_typed
from gdsim.text import _

FLAT = 1e-6
"""A gradient this short, compared with the start's loss, counts as flat; where parameters have
units of their own, in steps of their size."""

STILL = 1e-10
"""A step this short, compared with the parameters, moves nothing."""

STEADY = 5e-5
"""A loss that has changed by less than this part of it is the same."""


class Story(NamedTuple):
    """A sentence and what is said aside of it."""

    sentence: str
    aside: str


def tell(subject: Subject, snapshot: Snapshot, history: History, *, is_new: bool) -> Story:
    """Return the story of the moment ``snapshot``.

    Parameters
    ----------
    subject : Subject
    snapshot : Snapshot
    history : History
        Of its run.
    is_new : bool
        Whether nothing has been done yet.
    """
    newest = history.n_epochs - 1
    if history.stop is not None and snapshot.epoch >= newest:
        sentence = divergence(subject, history.stop)
    elif snapshot.flatness is not None:
        sentence = _stop(subject, snapshot, snapshot.flatness)
    elif is_new and snapshot.epoch == 0 and newest <= 0:
        sentence = _first_words(subject)
    else:
        sentence = _step(subject, snapshot)
    return Story(sentence, " ".join(_asides(subject, snapshot, history, newest)))


def _first_words(subject: Subject) -> str:
    if subject.function is not None:
        return _("Press Space: the ball takes its first step down the slope.")
    if subject.network is None:
        return _("Press Space: every guess takes its first step towards the truth.")
    return _("Press Space: the network takes its first steps.")


def _stop(subject: Subject, snapshot: Snapshot, flatness: Flatness) -> str:
    """Return that there is no slope here, and on what kind of place."""
    free = snapshot.settings.free
    moved = float(np.abs(snapshot.delta[free]).max())
    if moved > STILL * max(1.0, float(np.abs(snapshot.theta[free]).max())):
        text = _(
            "From epoch {epoch}: the gradient is 0, at {place}; what still moves the parameters is "
            "what the method remembers, or batches of rows."
        )
        if subject.function is not None:
            text = _(
                "From epoch {epoch}: the gradient is 0, at {place}; what still moves the ball is "
                "what the method remembers."
            )
    else:
        text = _("From epoch {epoch}: the gradient is 0, so descent has stopped, at {place}.")
    return text.format(epoch=snapshot.epoch, place=flat_place(flatness))


def _step(subject: Subject, snapshot: Snapshot) -> str:
    """Return what the next update does to the selected parameter, and why."""
    i = snapshot.look.parameter
    name, gradient = subject.names[i], float(snapshot.gradient[i])
    if subject.experiment.objective.cut[i]:
        return _("From epoch {epoch}: {name} is cut, so it stays 0.").format(
            epoch=snapshot.epoch, name=name
        )
    if not snapshot.settings.free[i]:
        return _("From epoch {epoch}: {name} is frozen, so it stays {value}.").format(
            epoch=snapshot.epoch, name=name, value=short(float(snapshot.theta[i]))
        )
    if gradient == 0.0:
        return _("From epoch {epoch}: the gradient of {name} is 0, so {name} stays.").format(
            epoch=snapshot.epoch, name=name
        )
    if snapshot.settings.rate == 0.0:
        return _("From epoch {epoch}: the learning rate is 0, so nothing moves.").format(
            epoch=snapshot.epoch
        )
    if snapshot.n_updates > 1:
        return _many_updates(name, snapshot)
    side = _("below zero") if gradient < 0 else _("above zero")
    way = _("rise") if gradient < 0 else _("fall")
    return _(
        "From epoch {epoch}: the gradient of {name} is about {gradient}, {side}, so the next step "
        "makes {name} {way} by about {rate} {times} {size} = {step}."
    ).format(
        epoch=snapshot.epoch,
        name=name,
        gradient=short(gradient, 3),
        side=side,
        way=way,
        rate=as_typed(snapshot.settings.rate),
        times=TIMES,
        size=short(abs(gradient), 3),
        step=short(abs(float(snapshot.delta[i])), 3),
    )


def _many_updates(name: str, snapshot: Snapshot) -> str:
    i = snapshot.look.parameter
    step = float(snapshot.delta[i])
    return _(
        "From epoch {epoch}: {n} updates, one for each batch of rows, together make {name} {way} "
        "by about {step}."
    ).format(
        epoch=snapshot.epoch,
        n=snapshot.n_updates,
        name=name,
        way=_("rise") if step > 0 else _("fall"),
        step=short(abs(step), 3),
    )


def _asides(subject: Subject, snapshot: Snapshot, history: History, newest: int) -> list[str]:
    epoch = snapshot.epoch
    parts = [
        _("The loss is {loss}").format(loss=loss_text(snapshot.loss, 3))
        + _fall(subject, snapshot, history)
    ]
    has_ended = history.stop is not None and epoch >= newest
    if not has_ended and _is_flat(subject, snapshot, abs(history.first_loss)):
        parts.append(_stagnation(subject))
    reached = minimum_reached(subject, snapshot.theta)
    parts += [] if reached is None else [reached]
    if epoch < newest:
        parts.append(
            _(
                "You are looking back: change anything and a new run goes on from here; the old "
                "one stays as a ghost."
            )
        )
    return parts


def _stagnation(subject: Subject) -> str:
    if subject.function is not None and len(subject.names) == 1:
        return _("The slope is almost flat here.")
    return _("It stagnates: the slope is almost flat here in every direction.")


def _is_flat(subject: Subject, snapshot: Snapshot, first_loss: float) -> bool:
    """Whether no free parameter changes the loss much, as far as its slice shows."""
    with np.errstate(over="ignore"):
        slopes = abs(snapshot.gradient) * (np.array(subject.reaches or REACH) / REACH)
    free = slopes[snapshot.settings.free]
    return bool(len(free)) and bool(free.max() <= FLAT * max(1.0, first_loss))


def _fall(subject: Subject, snapshot: Snapshot, history: History) -> str:
    """Return by how much the loss has changed, in percent where it cannot be below 0."""
    epoch = snapshot.epoch
    before = history.value(LOSS, epoch - 1) if epoch else None
    if before is None:
        return "."
    change = snapshot.loss - before
    if abs(change) < STEADY * max(abs(before), abs(snapshot.loss)) or change == 0.0:
        return _(", the same as at epoch {epoch}.").format(epoch=epoch - 1)
    is_share = subject.is_never_negative and before > 0.0
    return _(", {way} {size} from epoch {epoch}.").format(
        way=_("down") if change < 0 else _("up"),
        size=_percent(100.0 * abs(change) / before) if is_share else loss_text(abs(change), 2),
        epoch=epoch - 1,
    )


def _percent(size: float) -> str:
    number = f"{size:.0f}" if 1.0 <= size < 1000 else short(size, 2)
    return _("{number} %").format(number=number)
