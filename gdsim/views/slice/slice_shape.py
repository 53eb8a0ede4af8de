"""Arithmetic on a slice: the loss and slope between its points, what of it is worth seeing."""

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF

from gdsim.engine.arrays import Array
from gdsim.engine.snapshot import Slice, Snapshot
from gdsim.scenario.ranges import HUGE, Range, spanned

ABOVE = 0.3
"""How much of the curve is seen above all that must be seen, as a part of its height."""


class Dot(NamedTuple):
    """The dot on the curve.

    Attributes
    ----------
    value, loss : float
    slope : float
        Of the curve there.
    step : float
        By how much the next epoch will move it; NaN if that is not known.
    """

    value: float
    loss: float
    slope: float
    step: float


def dot_of(snapshot: Snapshot) -> Dot:
    """Return the dot where the run is."""
    p = snapshot.look.parameter
    return Dot(
        float(snapshot.theta[p]),
        snapshot.loss,
        float(snapshot.gradient[p]),
        float(snapshot.delta[p]),
    )


def moved_dot(value: float, part: Slice, snapshot: Snapshot) -> Dot:
    """Return the dot moved by hand to ``value``, before a snapshot from there has come.

    The slice does not change while only its own parameter moves, so loss and slope are read off
    it; so is the step where it is the learning rate times the slope.
    """
    exact = dot_of(snapshot)
    if exact.value == value:
        return exact
    with np.errstate(all="ignore"):
        loss = float(np.interp(value, part.values, part.losses))
        slope = float(np.interp(value, part.values, np.gradient(part.losses, part.values)))
    rate = snapshot.settings.rate
    is_plain = np.isclose(exact.step, -rate * exact.slope, rtol=1e-9, atol=0.0)
    return Dot(value, loss, slope, -rate * slope if is_plain else np.nan)


def losses_to_see(part: Slice, dot_loss: float, path: Array, average: float) -> Range | None:
    """Return which losses the plot shows: dot, path and lowest point whole, steep walls cut.

    Parameters
    ----------
    part : Slice
    dot_loss : float
    path : ndarray, shape (n,)
        The losses of earlier epochs.
    average : float
        Of always guessing the average; seen if it is near.
    """
    must = spanned((dot_loss, part.lowest[1], *path.tolist()))
    losses = part.losses[np.abs(part.losses) < HUGE]  # also neither NaN nor infinite
    if must is None or not len(losses):
        return must
    low, high = min(must[0], float(losses.min())), must[1]
    if high < average <= low + 3.0 * (high - low):
        high = average
    three_quarters = float(np.sort(losses)[3 * len(losses) // 4])
    top = max(high + ABOVE * (high - low), three_quarters)
    return low, max(high, min(top, float(losses.max())))


def clipped(line: QLineF, area: QRectF) -> QLineF:
    """Return the part of a line that lies in ``area``."""
    low, high = 0.0, 1.0
    for start, change, left, right in (
        (line.x1(), line.dx(), area.left(), area.right()),
        (line.y1(), line.dy(), area.top(), area.bottom()),
    ):
        if abs(change) < 1e-9:
            continue
        ends = sorted(((left - start) / change, (right - start) / change))
        low, high = max(low, ends[0]), min(high, ends[1])
    if low >= high:
        return QLineF(line.p1(), line.p1())
    return QLineF(line.pointAt(low), line.pointAt(high))


def tangent(at: QPointF, rise: float, reach: float, area: QRectF) -> QLineF:
    """Return the line through ``at`` that rises ``rise`` pixels a pixel, ``reach`` to each side."""
    along = QPointF(1.0, -rise) * (reach / float(np.hypot(1.0, rise)))
    return clipped(QLineF(at - along, at + along), area)
