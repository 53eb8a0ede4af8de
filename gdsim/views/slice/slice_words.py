"""What a slice says: its heading, its tips, its state in a sentence."""

from math import isfinite
from typing import NamedTuple

from gdsim.engine.function_objective import FunctionObjective
from gdsim.engine.objective import Objective
from gdsim.scenario.quantities import full, short, signed
from gdsim.text import _
from gdsim.views.slice.slice_shape import Dot

LONGEST = 60
"""Characters of a formula that stand beside a title."""


class Situation(NamedTuple):
    """What decides the heading.

    Attributes
    ----------
    name : str
        The parameter's.
    formula : str
        Of a function of one variable; empty for all else.
    is_cut, is_held : bool
    n_elsewhere : int
        How many balls lie on curves of their own.
    """

    name: str
    formula: str = ""
    is_cut: bool = False
    is_held: bool = False
    n_elsewhere: int = 0


def heading(now: Situation) -> tuple[str, str]:
    """Return title and caption of the panel."""
    if now.formula:
        title = _("The loss over {name}").format(name=now.name)
        return title, _("← → move the ball · Esc lets go") if now.is_held else now.formula
    title = _("Loss as {name} changes").format(name=now.name)
    if now.is_cut:
        return title, ""
    if now.is_held:
        return title, _("← → move the dot · Esc lets go")
    if now.n_elsewhere:
        return title, _("other balls lie on other curves")
    return title, _("all others held · drag the dot")


def formula_of(objective: Objective, title: str) -> str:
    """Return the formula of a function if it is short, else what the function is called."""
    if not isinstance(objective, FunctionObjective):
        return title
    text = objective.expression.plain()
    return text if len(text) <= LONGEST else title


def lowest(name: str) -> str:
    """Return what the lowest point of the curve is called."""
    return _("lowest along {name}").format(name=name)


def message(name: str, *, is_cut: bool) -> str:
    """Return what stands in the place of a curve that does not exist."""
    if not is_cut:
        return ""
    return _("{name} is cut: it stays 0. To restore it, click it in the network.").format(name=name)


def readout(name: str, value: float, loss: float) -> str:
    """Return the numbers at the place under the mouse."""
    return _("{name} {value} · loss {loss}").format(name=name, value=short(value), loss=short(loss))


def step(dot: Dot, *, is_free: bool) -> str:
    """Return what the next epoch will do to the parameter."""
    if not is_free:
        return _("frozen: no step")
    if not isfinite(dot.step):
        return ""
    return _("next step {step}").format(step=signed(short(dot.step)))


def description(name: str, dot: Dot, *, is_free: bool) -> str:
    """Return the state in a sentence, for those who cannot see the plot."""
    text = _("{name} is {value}, the loss {loss}, the slope {slope}.").format(
        name=name, value=short(dot.value), loss=short(dot.loss), slope=short(dot.slope)
    )
    if is_free and isfinite(dot.step):
        text += " " + _("The next step is {step}.").format(step=signed(short(dot.step)))
    return text


def dot_tip(name: str, dot: Dot) -> str:
    """Return what to say about the dot: what it does, and its numbers whole."""
    return _("Drag to change {name}.\n{name} = {value}\nloss = {loss}").format(
        name=name, value=full(dot.value), loss=full(dot.loss)
    )


def path_tip(name: str, *, is_one_curve: bool) -> str:
    """Return what earlier epochs are, and why they may lie off the curve."""
    if is_one_curve:
        return _("Earlier epochs: the value {name} had and the loss there.").format(name=name)
    return _(
        "Earlier epochs, at the value {name} had then and the loss there was.\n"
        "They lie off the curve because the other parameters had other values then,\n"
        "so the curve was another one."
    ).format(name=name)
