"""The ways of the balls on a surface: Ball, LossPlane, Mesh -> points in 3-D.

Every epoch stands on the surface at its two coordinates; between epochs the way is straight, since
a step is a jump and not a slide. Where other parameters have moved too the surface is the one
around the epoch that is shown, as on the contour.
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array, BoolArray, IntArray
from gdsim.engine.history import PARAMETERS
from gdsim.engine.planes import LossPlane
from gdsim.views.surface.camera import Camera
from gdsim.views.surface.mesh import Mesh, hidden
from gdsim.views.view import Ball

PATH_POINTS = 200
PART = 0.08
"""A way is looked at in parts of this length, whether the surface hides them."""
MOST_PARTS = 600
LIFT = 0.006
"""Points stand this much above the surface, so that it does not hide what lies on it."""


class Stretch(NamedTuple):
    """A part of a way (n, 3) that the surface hides, or does not."""

    points: Array
    is_hidden: bool


class Track(NamedTuple):
    """One ball and its way.

    Attributes
    ----------
    ball : Ball
    epochs : ndarray, shape (n, 3)
        In the world; NaN for those that are not on the plane. The last one is where it is.
    theta : ndarray, shape (n_parameters,)
        Where it is.
    place : (float, float)
        Its two coordinates there, in the plane's own units.
    loss : float
    """

    ball: Ball
    epochs: Array
    theta: Array
    place: tuple[float, float]
    loss: float

    @property
    def present(self) -> Array:
        """Where it is (3,), NaN if it has left the plane."""
        now: Array = self.epochs[-1]
        return now

    @property
    def is_here(self) -> bool:
        """Whether it is on the plane."""
        return bool(np.isfinite(self.present).all())


def track_of(ball: Ball, theta: Array, loss: float, plane: LossPlane, mesh: Mesh) -> Track:
    """Return the way of a ball that is at ``theta`` (n_parameters,) now."""
    n, history = len(theta), ball.history
    thetas = theta[np.newaxis]
    if history.n_epochs and history.n_parameters == n and ball.epoch > 0:
        columns = range(PARAMETERS, PARAMETERS + n)
        _epochs, values = history.points(columns, ball.epoch - 1, PATH_POINTS)
        thetas = np.vstack([values.T, theta])
    with np.errstate(all="ignore"):
        x, y = plane.place_of(thetas)
        places = np.column_stack([x, y])
    return Track(ball, on_surface(places, plane, mesh), theta, (float(x[-1]), float(y[-1])), loss)


def on_box(places: Array, plane: LossPlane) -> Array:
    """Return where coordinates (n, 2) of the plane are in the world (n, 2), NaN if outside."""
    ranges = np.array(plane.ranges)
    with np.errstate(all="ignore"):
        box = 2.0 * (places - ranges[:, 0]) / (ranges[:, 1] - ranges[:, 0]) - 1.0
        is_on = (np.abs(box) <= 1.0 + 1e-9).all(axis=1)
    return np.where(is_on[:, np.newaxis], box, np.nan)


def on_surface(places: Array, plane: LossPlane, mesh: Mesh) -> Array:
    """Return the points (n, 3) of the surface over coordinates (n, 2) of the plane."""
    box = on_box(places, plane)
    x, y = np.nan_to_num(box.T)
    z = np.where(np.isnan(box[:, 0]), np.nan, mesh.height_at(x, y) + LIFT)
    points: Array = np.column_stack([box, z])
    points[np.isnan(z)] = np.nan
    return points


def seen_way(points: Array, mesh: Mesh, camera: Camera) -> tuple[list[Stretch], BoolArray]:
    """Return a way (n, 3) cut where the surface begins or ends to hide it.

    Returns
    -------
    stretches : list of Stretch
    is_hidden : ndarray of bool, shape (n,)
        For each of its points.
    """
    parts, numbers = _parts(points)
    covered = hidden(parts, mesh, camera)
    is_gap = np.isnan(parts[:, 0])
    stretches = []
    for first, last in _alike(np.where(is_gap, -1, covered.astype(int))):
        joins = last + 1 < len(parts) and not is_gap[last + 1]
        end = last + 2 if joins else last + 1
        stretches.append(Stretch(parts[first:end], bool(covered[first])))
    return stretches, covered[numbers]


def _parts(points: Array) -> tuple[Array, IntArray]:
    """Return a way (n, 3) in short straight parts (m, 3), and which of them are its points (n,).

    Gaps stay gaps.
    """
    if len(points) < 2:
        return points, np.arange(len(points))
    lengths = np.nan_to_num(np.linalg.norm(np.diff(points, axis=0), axis=1))
    part = max(PART, float(lengths.sum()) / MOST_PARTS)
    counts = np.ceil(lengths / part).astype(int).clip(1)
    numbers = np.concatenate([[0], np.cumsum(counts)])
    before = np.repeat(np.arange(len(counts)), counts)
    share = (np.arange(numbers[-1]) - numbers[before]) / counts[before]
    parts = points[before] + share[:, np.newaxis] * (points[before + 1] - points[before])
    parts = np.vstack([parts, points[-1:]])
    parts[numbers] = points  # a point beside a gap is there all the same
    return parts, numbers


def _alike(kinds: IntArray) -> list[tuple[int, int]]:
    """Return the first and the last number of each row of equal kinds that are not negative."""
    edges = [0, *(np.flatnonzero(np.diff(kinds)) + 1).tolist(), len(kinds)]
    return [(a, b - 1) for a, b in pairwise(edges) if kinds[a] >= 0]
