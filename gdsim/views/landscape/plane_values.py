"""What a plane says between its points: LossPlane, a place -> loss and slopes; arrows downhill.

Only sums over the plane's own losses: nothing is evaluated.
"""

from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array, IntArray
from gdsim.engine.planes import LossPlane
from gdsim.scenario.ranges import HUGE
from gdsim.views.plotting.plot_frame import Frame

COMPRESSED = 0.3
"""Arrows are as long as this power of the slope: a cliff and a plain on one map."""
SHORTEST = 5.0
"""Pixels below which an arrow is left out: there is hardly a slope."""


class Arrows(NamedTuple):
    """Short arrows on a plot, each (n, 2) in pixels."""

    tails: Array
    heads: Array


def loss_at(plane: LossPlane, place: tuple[float, float]) -> float:
    """Return the loss at a place: on the cubic through the four nearest values of each axis.

    Beside a gap it lies between the four points of the grid around the place.
    """
    first, weights = zip(
        *(_cubic(v, at) for v, at in zip((plane.x_values, plane.y_values), place, strict=True)),
        strict=True,
    )
    (column, row), (along, up) = first, weights
    with np.errstate(all="ignore"):
        loss = float(up @ plane.losses[row : row + len(up), column : column + len(along)] @ along)
    if np.isfinite(loss):
        return loss
    x, y = (np.array([value]) for value in place)
    return float(_between(plane, plane.losses, x, y)[0])


def slopes_of(plane: LossPlane) -> tuple[Array, Array]:
    """Return the loss's derivatives by x and by y at each point, both (n, n)."""
    with np.errstate(all="ignore"):
        losses = np.where(np.abs(plane.losses) < HUGE, plane.losses, np.nan)
        steps = (float(v[1] - v[0]) for v in (plane.y_values, plane.x_values))
        by_y, by_x = np.gradient(losses, *steps)
    return by_x, by_y


def slope_at(
    plane: LossPlane, slopes: tuple[Array, Array], place: tuple[float, float]
) -> tuple[float, float]:
    """Return both derivatives at a place, between the points of the grid."""
    x, y = (np.array([value]) for value in place)
    by_x, by_y = (float(_between(plane, slope, x, y)[0]) for slope in slopes)
    return by_x, by_y


def arrows_on(plane: LossPlane, slopes: tuple[Array, Array], frame: Frame, every: float) -> Arrows:
    """Return an arrow for every ``every`` pixels that shows where descent goes from there.

    It is the way of a small step against the gradient, as it is seen on the plane. On axes of
    different scales that is not at right angles to the level lines.
    """
    area = frame.area
    n_x, n_y = (max(2, round(size / every)) for size in (area.width(), area.height()))
    across = area.left() + (np.arange(n_x) + 0.5) * area.width() / n_x
    down = area.top() + (np.arange(n_y) + 0.5) * area.height() / n_y
    middles = np.column_stack([part.ravel() for part in np.meshgrid(across, down)])
    (left, right), (low, high) = frame.x_range, frame.y_range
    per_pixel = np.array([(right - left) / area.width(), -(high - low) / area.height()])
    x = left + (middles[:, 0] - area.left()) * per_pixel[0]
    y = high + (middles[:, 1] - area.top()) * per_pixel[1]
    axes = np.array(plane.axes)
    with np.errstate(all="ignore"):
        slope = np.column_stack([_between(plane, part, x, y) for part in slopes])
        step = -slope @ np.linalg.inv(axes @ axes.T)  # along x and y, for oblique axes too
        size, seen = np.linalg.norm(step, axis=1), step / per_pixel
        length = np.linalg.norm(seen, axis=1)
        longest = np.nanmax(np.where(length > 0.0, size, np.nan), initial=0.0)
        pixels = 0.9 * every * (size / longest) ** COMPRESSED
        half = seen / length[:, np.newaxis] * pixels[:, np.newaxis] / 2.0
    is_seen = np.isfinite(half).all(axis=1) & (pixels >= SHORTEST)
    return Arrows((middles - half)[is_seen], (middles + half)[is_seen])


def _between(plane: LossPlane, grid: Array, x: Array, y: Array) -> Array:
    """Return a grid's values (n,) at places, linear along both axes between its points."""
    columns, right = _cell(plane.x_values, x)
    rows, up = _cell(plane.y_values, y)
    with np.errstate(all="ignore"):
        low, high = (
            grid[r, columns] + right * (grid[r, columns + 1] - grid[r, columns])
            for r in (rows, rows + 1)
        )
        values: Array = low + up * (high - low)
    return values


def _cubic(values: Array, at: float) -> tuple[int, Array]:
    """Return the first of the four values of an axis around ``at``, and what each counts there."""
    n = len(values)
    along = float(np.interp(at, values, np.arange(n)))
    first = min(max(int(along) - 1, 0), max(0, n - 4))
    nodes = np.arange(first, min(first + 4, n))
    others = [np.delete(nodes, i) for i in range(len(nodes))]
    weights = [np.prod((along - o) / (node - o)) for node, o in zip(nodes, others, strict=True)]
    return first, np.array(weights)


def _cell(values: Array, at: Array) -> tuple[IntArray, Array]:
    """Return in which cells of an axis places (n,) lie, and which part of the way through it."""
    n = len(values)
    along = np.interp(at, values, np.arange(n))
    first = np.minimum(along.astype(int), n - 2)
    return first, along - first
