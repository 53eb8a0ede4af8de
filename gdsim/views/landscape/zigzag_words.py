"""What the zig-zag says: the gradient of one moment -> one line on its sum and its length."""

from math import isfinite

import numpy as np

from gdsim.engine.arrays import Array
from gdsim.engine.flatness import Flatness
from gdsim.scenario.flat_points import flat_place
from gdsim.scenario.quantities import short, signed
from gdsim.text import _

CANCELS = 0.5
"""A sum shorter than this part of the gradient's length has lost much by cancelling."""


def gradient_line(gradient: Array, flatness: Flatness | None) -> str:
    """Return why the length says more than the sum.

    Parameters
    ----------
    gradient : ndarray, shape (n_free,)
        Of the free parameters.
    flatness : Flatness or None
        Where the gradient is 0.
    """
    if flatness is not None:
        return stopped_line(flatness)
    with np.errstate(all="ignore"):
        length, total = float(np.linalg.norm(gradient)), float(gradient.sum())
    if not isfinite(length):
        return _("The gradient is too large to add up.")
    if len(gradient) == 1:
        return _(
            "With one free parameter the sum is the slope itself, {slope}, and the length is the "
            "same without its sign."
        ).format(slope=signed(short(total)))
    if abs(total) < CANCELS * length:
        up, down = float(gradient[gradient > 0.0].sum()), float(gradient[gradient < 0.0].sum())
        return _(
            "The sum cancels: {up} and {down} make {total}, though the gradient is {length} long. "
            "So the field uses the length."
        ).format(
            up=signed(short(up, 3)),
            down=short(down, 3),
            total=signed(short(total, 3)),
            length=short(length, 3),
        )
    return _(
        "A sum can cancel to 0 on a slope. The length, the root of the summed squares, is 0 only "
        "where every derivative is 0, so the field uses it: now {length}."
    ).format(length=short(length, 3))


def stopped_line(flatness: Flatness) -> str:
    """Return that descent has stopped, and where."""
    return _("The gradient is 0: descent has stopped, at {place}.").format(
        place=flat_place(flatness)
    )


def step_line(name: str, n_parameters: int, step: float, *, is_plain: bool) -> str:
    """Return what the next step along one parameter is, and why points may lie off one curve.

    ``is_plain`` says that the step is the learning rate times the slope, downhill.
    """
    if not isfinite(step):
        return _("The next step of {name} leads out of all bounds.").format(name=name)
    text = _("The next step moves {name} by {step}.").format(name=name, step=signed(short(step, 3)))
    if n_parameters > 1:
        text += " " + _(
            "The other parameters move too, so these points do not lie on one curve over {name}."
        ).format(name=name)
    elif is_plain:
        text += " " + _("Steps shrink as the slope does: each is the rate times the slope.")
    return text
