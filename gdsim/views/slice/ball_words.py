"""What is said about balls on a curve: where they have gone, what they have found."""

from gdsim.engine.functions import Minimum
from gdsim.scenario.quantities import full, short
from gdsim.text import _
from gdsim.views.slice.on_curve import OnCurve
from gdsim.views.view import Ball


def has_diverged(ball: Ball) -> bool:
    """Whether a ball is at the last epoch that it has, since the next one diverged."""
    return ball.stop is not None and ball.epoch >= ball.stop.epoch - 1


def beside(ball: Ball, name: str, value: float, loss: float, way: str) -> str:
    """Return what stands beside a ball: who it is, where it has gone, how it has ended."""
    parts = [ball.name] if ball.name else []
    if way in ("left", "right"):
        parts.append(_("{name} = {value}").format(name=name, value=short(value, 2)))
    elif way:
        parts.append(_("loss {loss}").format(loss=short(loss, 2)))
    if ball.stop is not None and has_diverged(ball):
        parts.append(_("diverged at epoch {n}").format(n=f"{ball.stop.epoch:,}"))
    return " · ".join(parts)


def path_name(name: str, *, is_line: bool) -> str:
    """Return what the path of a ball is called in a table of points."""
    text = _("{ball}: earlier epochs, joined") if is_line else _("{ball}: earlier epochs")
    return text.format(ball=name)


def found(minima: tuple[Minimum, ...], minimum: int, name: str) -> str:
    """Return what the current ball has found, seen against the lowest minimum."""
    if minimum >= len(minima):
        return ""
    if minima[minimum].is_global:
        return _("this ball found the lowest minimum")
    lowest = next((m for m in minima if m.is_global), None)
    if lowest is None:
        return _("this ball found a local minimum; the loss goes lower elsewhere")
    return _("this ball found a local minimum, the lowest is at {name} = {value}").format(
        name=name, value=short(lowest.place[0])
    )


def tip(one: OnCurve, name: str) -> str:
    """Return what to say about a ball that is not the current one."""
    return _(
        "{ball}: drag it, or click it to make it the current one (key {key}).\n"
        "{name} = {value}\nloss = {loss}\nlearning rate = {rate}"
    ).format(
        ball=one.ball.name,
        key=one.ball.mark + 1,
        name=name,
        value=full(one.value),
        loss=full(one.loss),
        rate=short(one.ball.rate),
    )
