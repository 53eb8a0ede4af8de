"""Where descent has come to: Flatness -> what kind of place it is; theta -> which minimum."""

from collections.abc import Sequence

import numpy as np

from gdsim.engine.arrays import Array
from gdsim.engine.flatness import LEVEL, Flatness, Kind
from gdsim.scenario.arrivals import minimum_at
from gdsim.scenario.quantities import short
from gdsim.scenario.subject import Subject
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


def minimum_reached(subject: Subject, theta: Array) -> str | None:
    """Return at which of its function's minima a ball is, in a sentence; None if it is at none."""
    found = minimum_at(subject, theta)
    if found is None or subject.function is None:
        return None
    minima = subject.function.minima
    here, lowest = minima[found], minima[0]
    n_lowest = sum(minimum.is_global for minimum in minima)
    if not n_lowest:
        text = _("The ball is at a local minimum, {place}; the function goes lower elsewhere.")
    elif not here.is_global:
        text = _("The ball is at a local minimum, {place}; the lowest one is at {lowest}.")
    elif n_lowest > 1:
        text = _("The ball is at the minimum at {place}, one of {n} that are lowest.")
    else:
        text = _("The ball is at the lowest minimum, {place}.")
    return text.format(
        place=place_text(subject, here.place),
        lowest=place_text(subject, lowest.place),
        n=n_lowest,
    )


def place_text(subject: Subject, place: Sequence[float]) -> str:
    """Return a place as "x = 1.131, y = 0"."""
    values = zip(subject.names, place, strict=True)
    return ", ".join(f"{name} = {short(value)}" for name, value in values)
