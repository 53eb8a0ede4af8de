"""What is said of the balls as a whole: balls and their arrivals -> a sentence, a caption."""

from collections.abc import Sequence
from typing import NamedTuple

from gdsim.scenario.effort import Effort
from gdsim.scenario.quantities import short
from gdsim.scenario.subject import FunctionFacts
from gdsim.scenario.typed_numbers import as_typed
from gdsim.text import _
from gdsim.views.balls.ball_rows import Arrival, amount_phrase
from gdsim.views.view import Ball

MOST_NAMES = 3
"""Of more balls it is said how many they are."""


class Standing(NamedTuple):
    """The balls, when each arrived, and in what that is counted."""

    balls: Sequence[Ball]
    arrivals: Sequence[Arrival]
    effort: Effort
    facts: FunctionFacts | None = None


def is_race(balls: Sequence[Ball]) -> bool:
    """Whether the balls begin at one place and differ in learning rate or method."""
    if len(balls) < 2:
        return False
    first = balls[0].start
    ways = {(ball.optimizer, ball.rate) for ball in balls}
    return len(ways) == len(balls) and all((ball.start == first).all() for ball in balls)


def _is_of_methods(balls: Sequence[Ball]) -> bool:
    return len({ball.optimizer for ball in balls}) > 1


def _entry(ball: Ball, *, is_of_methods: bool) -> str:
    """Return what tells an entry of a race from the others."""
    return ball.optimizer.replace("_", " ") if is_of_methods else as_typed(ball.rate)


def caption(balls: Sequence[Ball]) -> str:
    """Return what stands beside the title."""
    if len(balls) < 2:
        return ""
    form = _("{n} balls")
    if is_race(balls):
        of_methods = _is_of_methods(balls)
        form = _("{n} methods, one start") if of_methods else _("{n} learning rates, one start")
    return form.format(n=len(balls))


def sentence(standing: Standing) -> str:
    """Return how the race stands, or what the balls have found, or what to do."""
    if not standing.balls:
        return ""
    if len(standing.balls) < 2:
        return _("Add a ball at another start, or race several learning rates from this one.")
    if is_race(standing.balls):
        return _race(standing)
    return _found(standing) or _("Play: all balls roll together, one step an epoch.")


def _race(standing: Standing) -> str:
    balls, arrivals = standing.balls, standing.arrivals
    of_methods = _is_of_methods(balls)
    timed = {i: a.amount for i, a in enumerate(arrivals) if a.amount is not None}
    best = min(timed.values(), default=None)
    first = [i for i, amount in timed.items() if amount == best]
    parts = []
    if first:
        ordered = sorted((balls[i] for i in first), key=_rate_of)
        names = _listed([_entry(ball, is_of_methods=of_methods) for ball in ordered])
        text = _won(standing.facts is not None, is_alone=len(first) == 1).format(
            names=names,
            when=amount_phrase(arrivals[first[0]], standing.effort),
            loss=short(balls[first[0]].goal, 3),
        )
        parts.append(text + _which(standing, first))
    ended = sorted(
        (ball.stop.epoch, ball.rate, _entry(ball, is_of_methods=of_methods))
        for ball, arrival in zip(balls, arrivals, strict=True)
        if ball.stop is not None and ball.stop.epoch <= ball.epoch + 1 and arrival.epoch is None
    )
    parts += [
        _("{name} diverged at {n}").format(name=name, n=f"{epoch:,}")
        for epoch, _rate, name in ended
    ]
    return "; ".join(parts) + "." if parts else _("Nobody has arrived yet.")


def _rate_of(ball: Ball) -> float:
    return ball.rate


def _won(has_minima: bool, *, is_alone: bool) -> str:
    """Return the form of who was first: of a network no minima are known to arrive at."""
    if has_minima:
        return (
            _("{names} arrived first, {when}")
            if is_alone
            else _("{names} arrived together, {when}")
        )
    if is_alone:
        return _("{names} came down to {loss} first, {when}")
    return _("{names} came down to {loss} together, {when}")


def _which(standing: Standing, first: Sequence[int]) -> str:
    """Return where the first ones arrived, if that is not the lowest place."""
    facts = standing.facts
    found = [standing.balls[i].minimum for i in first]
    if facts is None or any(m is None or facts.minima[m].is_global for m in found):
        return ""
    return _(", in a local minimum")


def _found(standing: Standing) -> str:
    """Return which balls came to a global minimum and which to a local one."""
    facts = standing.facts
    if facts is None:
        return ""
    kinds: dict[bool, list[str]] = {True: [], False: []}
    for ball, arrival in zip(standing.balls, standing.arrivals, strict=True):
        if arrival.epoch is not None and ball.minimum is not None:
            kinds[facts.minima[ball.minimum].is_global].append(ball.name)
    forms = {True: _("{names} found the lowest minimum"), False: _("{names} a local minimum")}
    if not kinds[True]:
        forms[False] = _("{names} found a local minimum")
    n = len(standing.balls)
    parts = [
        forms[k].format(names=_counted(sorted(kinds[k]), n)) for k in (True, False) if kinds[k]
    ]
    text = "; ".join(parts)
    return text[:1].upper() + text[1:] + "." if text else ""


def _counted(names: Sequence[str], n: int) -> str:
    """Return these of ``n`` balls: their names if there are few balls, else how many they are."""
    if n <= MOST_NAMES:
        return _listed(names)
    return _("{some} of {n} balls").format(some=len(names), n=n)


def _listed(names: Sequence[str]) -> str:
    """Return "a", "a and b" or "a, b and c"."""
    if len(names) < 2:
        return "".join(names)
    return _("{some} and {last}").format(some=", ".join(names[:-1]), last=names[-1])
