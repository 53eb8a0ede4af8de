"""What the contour says: its heading, its tips, its state in a sentence."""

from gdsim.scenario.quantities import full, short
from gdsim.text import _

Names = tuple[str, str]
Place = tuple[float, float]


def heading(names: Names | None, n_parameters: int, *, is_held: bool) -> tuple[str, str]:
    """Return title and caption of the panel."""
    if names is None:
        return _("Loss over two parameters"), ""
    title = _("Loss over {x} and {y}").format(x=names[0], y=names[1])
    if is_held:
        return title, _("arrow keys move the dot · Esc lets go")
    if n_parameters > 2:
        return title, _("all others held · drag the dot")
    return title, _("drag the dot")


def too_few(name: str) -> str:
    """Return what stands there where a model has no two parameters."""
    return _("A map needs two parameters; here is only {name}.").format(name=name)


def what_to_do(*, has_cure: bool) -> str:
    """Return how there would be a second parameter: by a button below, if that is the cure."""
    if has_cure:
        return _("The intercept, a bias, would be the second.")
    return _("Give the unit a bias, or open Slope and Intercept.")


def bias_tip() -> str:
    """Return what the button that adds an intercept does."""
    return _("Gives the unit a bias, so that the line can shift too; starts a new run.")


def readout(names: Names, place: Place, loss: float) -> str:
    """Return the numbers at a place; the loss is read off between the points of the grid."""
    return _("{x} {first} · {y} {second} · loss about {loss}").format(
        x=names[0], first=short(place[0]), y=names[1], second=short(place[1]), loss=short(loss, 3)
    )


def description(names: Names, place: Place, loss: float, lowest: str) -> str:
    """Return the state in a sentence, for those who cannot see the plot."""
    text = _("{x} is {first}, {y} is {second}, the loss {loss}.").format(
        x=names[0], first=short(place[0]), y=names[1], second=short(place[1]), loss=short(loss)
    )
    return f"{text} {lowest}".strip()


def lowest(names: Names, point: tuple[float, float, float], *, is_best: bool) -> str:
    """Return where the lowest point is."""
    text = _("The lowest point here is {x} {first}, {y} {second}: loss {loss}.")
    if is_best:
        text = _("The best answer of all is {x} {first}, {y} {second}: loss {loss}.")
    return text.format(
        x=names[0],
        first=short(point[0]),
        y=names[1],
        second=short(point[1]),
        loss=short(point[2]),
    )


def dot_tip(names: Names, place: Place, loss: float) -> str:
    """Return what to say about the dot: what it does, and its numbers whole."""
    return _("Drag to change {x} and {y}.\n{x} = {first}\n{y} = {second}\nloss = {loss}").format(
        x=names[0], first=full(place[0]), y=names[1], second=full(place[1]), loss=full(loss)
    )


def path_tip() -> str:
    """Return why a path over the map may cross its levels oddly."""
    return _(
        "The epochs up to here. All parameters have moved; on the map you see only these two,\n"
        "and its colors are those around the selected epoch."
    )
