"""Arithmetic on a slice: the loss and slope between its points, what of it is worth seeing."""

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF

from gdsim.engine.arrays import Array
from gdsim.engine.snapshot import Slice, Snapshot
from gdsim.scenario.ranges import HUGE, Range, is_plottable, spanned
from gdsim.views.plotting.plot_frame import Frame

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
    loss = height_at(part, value)
    with np.errstate(all="ignore"):
        slope = float(np.interp(value, part.values, np.gradient(part.losses, part.values)))
    rate = snapshot.settings.rate
    is_plain = np.isclose(exact.step, -rate * exact.slope, rtol=1e-9, atol=0.0)
    return Dot(value, loss, slope, -rate * slope if is_plain else np.nan)


def losses_to_see(part: Slice, visited: Array, average: float) -> Range | None:
    """Return which losses the plot shows: visited ones and the lowest whole, steep walls cut.

    Parameters
    ----------
    part : Slice
    visited : ndarray, shape (n,)
        The losses where balls are and have been.
    average : float
        Of always guessing the average; seen if it is near.
    """
    has_pole = any(one.kind == "pole" for one in part.breaks)
    lowest = np.nan if has_pole else part.lowest[1]  # beside a pole it may be without bounds
    must = spanned((lowest, *visited.tolist()))
    losses = part.losses[np.abs(part.losses) < HUGE]  # also neither NaN nor infinite
    if must is None or not len(losses):
        return must
    quarters = np.sort(losses)[[len(losses) // 4, 3 * len(losses) // 4]].tolist()
    floor = float(losses.min())
    if has_pole:
        floor = max(floor, quarters[0] - (quarters[1] - quarters[0]))
    low, high = min(must[0], floor), must[1]
    if high < average <= low + 3.0 * (high - low):
        high = average
    top = max(high + ABOVE * (high - low), quarters[1])
    return low, max(high, min(top, float(losses.max())))


def height_at(part: Slice, value: float) -> float:
    """Return the loss on the curve at a value, NaN in a gap."""
    with np.errstate(all="ignore"):
        return float(np.interp(value, part.values, part.losses))


def place_of(frame: Frame, value: float, loss: float) -> QPointF:
    """Return the pixels of a place on the curve, on the axis where the curve has a gap."""
    if is_plottable(loss):
        return frame.to_pixels(value, loss)
    at = frame.to_pixels(value, frame.y_range[0])
    if np.isnan(loss):
        return QPointF(at.x(), frame.area.bottom())
    beyond = 2.0 * frame.area.height()
    return QPointF(at.x(), frame.area.center().y() + (beyond if loss < 0.0 else -beyond))


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
