"""What the contour says: its heading, its notes, its tips, its state in a sentence."""

from gdsim.engine.arrays import Array
from gdsim.engine.directions import PAIR, PATH
from gdsim.engine.planes import LossPlane
from gdsim.scenario.quantities import full, short
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.view import Ball

Names = tuple[str, str]
Place = tuple[float, float]


def heading(
    subject: Subject | None, plane: LossPlane | None, *, is_held: bool, can_add: bool
) -> tuple[str, str]:
    """Return title and caption of the panel."""
    if plane is None or subject is None:
        return _("Loss over two parameters"), ""
    return _title(plane), _caption(plane, is_held=is_held, can_add=can_add)


def _title(plane: LossPlane) -> str:
    if plane.choice.kind == PATH:
        return _("Loss on the run's plane")
    if plane.pair is None:
        return _("Loss on a random plane")
    x, y = plane.labels
    return _("Loss over {x} and {y}").format(x=x, y=y)


def _caption(plane: LossPlane, *, is_held: bool, can_add: bool) -> str:
    if is_held:
        return _("arrow keys move the dot · Esc lets go")
    if plane.pair is None:
        return _("the path as it falls on this plane · nothing to drag")
    if can_add:
        return _("drag a ball · double click adds one")
    return _("drag the dot")


def axis_labels(plane: LossPlane) -> Names:
    """Return what stands at the axes: for a run's own directions also their variance."""
    if plane.explained is None:
        return plane.labels
    text = _("{direction} · {part} % of variance")
    x, y = (
        text.format(direction=label, part=short(100.0 * part, 3))
        for label, part in zip(plane.labels, plane.explained, strict=True)
    )
    return x, y


def warning(plane: LossPlane) -> str:
    """Return what to keep in mind where the axes are no parameters."""
    return _("a plane is not the landscape") if plane.choice.kind != PAIR else ""


def plane_note(plane: LossPlane, theta: Array, run_loss: float, plane_loss: float) -> str:
    """Return what a plane leaves out: other parameters, or by how much the run is off it."""
    if plane.choice.kind == PAIR:
        return _("all other parameters held") if len(theta) > 2 else ""
    if plane.holds(theta):
        return _("this epoch lies on it: loss {loss}").format(loss=short(run_loss))
    return _("loss of the run {run} · of the plane {plane}").format(
        run=short(run_loss), plane=short(plane_loss)
    )


def gap_note(*, is_empty: bool) -> str:
    """Return what places without a colour are."""
    if is_empty:
        return _("No loss here is a number that can be drawn.")
    return _("No color: there the loss is too large or not a number.")


def too_few(name: str) -> str:
    """Return what stands there where a model has no two parameters."""
    return _("A map needs two parameters; here is only {name}.").format(name=name)


def what_to_do(*, has_cure: bool, is_network: bool) -> str:
    """Return how there would be a second parameter: by a button below, if that is the cure."""
    if has_cure:
        return _("The intercept, a bias, would be the second.")
    if is_network:
        return _("Give the unit a bias, or open Slope and Intercept.")
    return _("Choose a function of two variables.")


def no_path() -> tuple[str, str]:
    """Return what stands there where a run is too short for directions of its own."""
    return (
        _("The run's own directions show after its first two epochs."),
        _("Take some steps, or choose two parameters."),
    )


def bias_tip() -> str:
    """Return what the button that adds an intercept does."""
    return _("Gives the unit a bias, so that the line can shift too; starts a new run.")


def readout(names: Names, place: Place, loss: float, slope: Place) -> str:
    """Return the numbers at a place; loss and slope are read off between the grid's points."""
    return _("{x} {first} · {y} {second} · loss about {loss} · gradient {by_x} and {by_y}").format(
        x=names[0],
        first=short(place[0]),
        y=names[1],
        second=short(place[1]),
        loss=short(loss, 3),
        by_x=short(slope[0], 2),
        by_y=short(slope[1], 2),
    )


def description(names: Names, place: Place, loss: float, more: list[str]) -> str:
    """Return the state in sentences, for those who cannot see the plot."""
    text = _("{x} is {first}, {y} is {second}, the loss {loss}.").format(
        x=names[0], first=short(place[0]), y=names[1], second=short(place[1]), loss=short(loss)
    )
    return " ".join([text, *(sentence for sentence in more if sentence)])


def of_others(balls: list[Ball]) -> str:
    """Return who else is on the map, for those who cannot see it."""
    if not balls:
        return ""
    names = ", ".join(
        _("{name}, loss {loss}").format(name=ball.name, loss=short(ball.loss)) for ball in balls
    )
    return _("Beside it: {balls}.").format(balls=names)


def lowest(names: Names, point: tuple[float, float, float], *, is_best: bool) -> str:
    """Return where the lowest point is."""
    text = _("The lowest point here is {x} {first}, {y} {second}: loss {loss}.")
    if is_best:
        text = _("The best answer of all is {x} {first}, {y} {second}: loss {loss}.")
    return _at(text, names, point)


def minimum(names: Names, point: tuple[float, float, float], *, is_global: bool) -> str:
    """Return where a minimum of a function is."""
    text = _("A local minimum: {x} {first}, {y} {second}, loss {loss}; it is lower elsewhere.")
    if is_global:
        text = _("A minimum, and nothing is lower: {x} {first}, {y} {second}, loss {loss}.")
    return _at(text, names, point)


def _at(text: str, names: Names, point: tuple[float, float, float]) -> str:
    return text.format(
        x=names[0],
        first=short(point[0]),
        y=names[1],
        second=short(point[1]),
        loss=short(point[2]),
    )


def dot_tip(names: Names, place: Place, loss: float, slope: Place | None) -> str:
    """Return what to say about the current ball: what it does, and its numbers whole."""
    text = _("Drag to change {x} and {y}.\n{x} = {first}\n{y} = {second}\nloss = {loss}")
    text = text.format(
        x=names[0], first=full(place[0]), y=names[1], second=full(place[1]), loss=full(loss)
    )
    if slope is None:
        return text
    return (
        text
        + "\n"
        + _("gradient = {by_x} and {by_y}").format(by_x=full(slope[0]), by_y=full(slope[1]))
    )


def projected_tip(names: Names, place: Place, loss: float) -> str:
    """Return what to say about the dot where it is only the shadow of the run on a plane."""
    return _(
        "Where the run falls on this plane: {x} {first}, {y} {second}.\n"
        "Its loss is {loss}. To drag it, choose two parameters."
    ).format(x=names[0], first=short(place[0]), y=names[1], second=short(place[1]), loss=full(loss))


def ball_tip(names: Names, ball: Ball, place: Place, *, can_move: bool) -> str:
    """Return what to say about a ball that is not the current one."""
    does = (
        _("drag it, or click it to make it the current one")
        if can_move
        else _("click it to make it the current one")
    )
    return _(
        "{ball}: {does} (key {key}).\n"
        "{x} = {first}\n{y} = {second}\nloss = {loss}\nlearning rate = {rate}"
    ).format(
        ball=ball.name,
        does=does,
        key=ball.mark + 1,
        x=names[0],
        first=full(place[0]),
        y=names[1],
        second=full(place[1]),
        loss=full(ball.loss),
        rate=short(ball.rate),
    )


def beside(name: str, ball: Ball | None, gone_to: Place | None) -> str:
    """Return what stands beside a ball: who it is, where it has gone, how it has ended."""
    parts = [name] if name else []
    if gone_to is not None:
        parts.append(_("at {x}, {y}").format(x=short(gone_to[0], 2), y=short(gone_to[1], 2)))
    if ball is not None and ball.stop is not None and ball.epoch >= ball.stop.epoch - 1:
        parts.append(_("diverged at epoch {n}").format(n=f"{ball.stop.epoch:,}"))
    return " · ".join(parts)


def path_name(what: str, ball: str) -> str:
    """Return what a path is called in a table of points."""
    return _("{what} of {ball}").format(what=what, ball=ball) if ball else what


def path_tip() -> str:
    """Return why a path over the map may cross its levels oddly."""
    return _(
        "The epochs up to here. All parameters have moved; on the map you see only these two,\n"
        "and its colors are those around the selected epoch."
    )


def shadow_tip() -> str:
    """Return what a path on a plane of directions is."""
    return _(
        "The epochs up to here, as they fall on this plane. Most of them lie beside it,\n"
        "so their losses are not those of the colors under them."
    )
