"""Where the gradient is 0: Flatness -> what kind of place it is, in words."""

import numpy as np

from gdsim.engine.flatness import LEVEL, Flatness, Kind
from gdsim.text import _


def flat_place(flatness: Flatness) -> str:
    """Return what a point with the gradient 0 is, as the end of a sentence without a period."""
    bends = flatness.curvatures
    if flatness.kind is None:
        return _("a place whose kind would take too many derivatives to tell")
    if flatness.kind is Kind.MINIMUM:
        if len(bends) == 1:
            return _("a minimum: both sides lead up")
        return _("a minimum: every direction leads up")
    if flatness.kind is Kind.MAXIMUM:
        if len(bends) == 1:
            return _("a maximum: both sides lead down")
        return _("a maximum: every direction leads down")
    level = LEVEL * float(np.abs(bends).max())
    n_up, n_down = int((bends > level).sum()), int((bends < -level).sum())
    if flatness.kind is Kind.SADDLE:
        text = _("a saddle: up in {up} of {n} directions, down in {down}")
        return text.format(n=len(bends), up=n_up, down=n_down)
    if n_up + n_down == 0:
        return _("a level place: the loss does not bend in any direction")
    text = _("a level place: in {level} of {n} directions the loss does not bend")
    return text.format(n=len(bends), level=len(bends) - n_up - n_down)
