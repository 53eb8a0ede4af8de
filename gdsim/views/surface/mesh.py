"""A plane of losses as quads in 3-D: LossPlane -> vertices, colours, and an order to paint them.

Painted from the farthest to the nearest, each quad covers what is behind it. On a grid that is
seen from far away no sorting is needed: rows and columns, each begun at the far side, will do.
"""

from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array, BoolArray, IntArray
from gdsim.views.surface.camera import BOTTOM, TOP, Camera

COARSE, FINE = 31, 61
"""Vertices along a side while it turns, and at rest."""
TONES, SHADES = 96, 24
"""How many colours there are along the scale of losses, and how many lights of each."""
SUN: Array = np.array([-0.56, -0.21, 0.80])
"""The way to the light, in the world: it turns with the surface, so its look is steady."""
STEPS = 40
"""Looks along the way from a point to the eye."""
CLEAR = 0.012
"""What stands over the way by less than this does not hide a point."""


class Mesh(NamedTuple):
    """A grid of n x n vertices.

    Attributes
    ----------
    places : ndarray, shape (n,)
        x of the columns and y of the rows, from -1 to 1.
    heights : ndarray, shape (n, n)
        z of the vertices in the world; NaN where there is a hole.
    tones, shades : ndarray of int, shape (n - 1, n - 1)
        Of the quads: where each loss stands among the colours, and how much light it gets.
    """

    places: Array
    heights: Array
    tones: IntArray
    shades: IntArray

    @property
    def vertices(self) -> Array:
        """The vertices (n * n, 3), row by row."""
        x, y = np.meshgrid(self.places, self.places)
        return np.column_stack([x.ravel(), y.ravel(), self.heights.ravel()])

    def height_at(self, x: Array, y: Array) -> Array:
        """Return z (m,) of the surface at places (m,); NaN in holes and outside."""
        n = len(self.places)
        column, row = ((np.asarray(a) + 1.0) * ((n - 1) / 2.0) for a in (x, y))
        is_on = (
            (column >= -1e-9) & (column <= n - 1 + 1e-9) & (row >= -1e-9) & (row <= n - 1 + 1e-9)
        )
        heights = _between(self.heights, np.where(is_on, row, 0.0), np.where(is_on, column, 0.0))
        return np.where(is_on, heights, np.nan)


def make_mesh(heights: Array, tones: Array, n: int) -> Mesh:
    """Return a mesh of n x n vertices.

    Parameters
    ----------
    heights : ndarray, shape (m, m)
        From 0 to 1, NaN where there is a hole; of any m.
    tones : ndarray, shape (m, m)
        From 0 to 1: where each loss stands among the colours.
    n : int
    """
    places = np.linspace(-1.0, 1.0, n)
    z = BOTTOM + (TOP - BOTTOM) * resampled(heights, n)
    tone = _of_quads(resampled(tones, n))
    steps = (np.nan_to_num(tone) * TONES).astype(int).clip(0, TONES - 1)
    return Mesh(places, z, steps, _shades(z, places[1] - places[0]))


def resampled(values: Array, n: int) -> Array:
    """Return a grid (m, m) on n x n places over the same square, straight between its points."""
    places = np.linspace(0.0, len(values) - 1.0, n)
    rows, columns = np.meshgrid(places, places, indexing="ij")
    return _between(values, rows, columns)


def corners_in_order(n: int, camera: Camera) -> IntArray:
    """Return the quads of an n x n mesh from the farthest to the nearest, ((n - 1)**2, 4).

    Each row holds the numbers of a quad's vertices: the farthest first, then around.
    """
    _right, _up, (toward_x, toward_y, _z) = camera.basis()
    along = np.arange(n - 1)
    rows, row_step = (along, 1) if toward_y > 0.0 else (along[::-1] + 1, -1)
    columns, column_step = (along, 1) if toward_x > 0.0 else (along[::-1] + 1, -1)
    far = (rows[:, np.newaxis] * n + columns).ravel()
    beside, ahead = column_step, row_step * n
    corners: IntArray = far[:, np.newaxis] + np.array([0, beside, ahead + beside, ahead])
    return corners


def cells_in_order(n: int, camera: Camera) -> IntArray:
    """Return in the same order where each quad stands in ``Mesh.tones`` (row by row)."""
    corners = corners_in_order(n, camera).min(axis=1)
    cells: IntArray = corners // n * (n - 1) + corners % n
    return cells


def hidden(points: Array, mesh: Mesh, camera: Camera) -> BoolArray:
    """Return which of ``points`` (m, 3), not below the surface, it hides from the camera.

    It looks along the way from each point to the eye whether the surface rises above it.
    """
    toward = camera.basis()[2]
    if toward[2] > 0.9999 or not len(points):
        return np.zeros(len(points), dtype=bool)
    n = len(mesh.places)
    top = float(np.fmax.reduce(mesh.heights, axis=None, initial=BOTTOM))
    # How far until every way is above the surface or has left the box.
    lowest = float(np.fmin.reduce(points[:, 2], initial=top))
    reach = min((top - lowest) / toward[2], 2.9 / float(np.hypot(*toward[:2])))
    ways = np.linspace(0.0, reach, STEPS + 1)[1:, np.newaxis]
    column, row = (
        ((points[:, i] + ways * toward[i] + 1.0) * ((n - 1) / 2.0) + 0.5) for i in (0, 1)
    )
    with np.errstate(invalid="ignore"):
        is_on = (column >= 0.0) & (column < n) & (row >= 0.0) & (row < n)
        cells = np.where(is_on, row, 0.0).astype(int) * n + np.where(is_on, column, 0.0).astype(int)
        over = mesh.heights.ravel()[cells] > points[:, 2] + ways * toward[2] + CLEAR
    result: BoolArray = (over & is_on).any(axis=0)
    return result


def _between(values: Array, rows: Array, columns: Array) -> Array:
    """Return a grid's values at broken indices of any shape, straight between its points."""
    m = len(values)
    i, j = (np.clip(a.astype(int), 0, m - 2) for a in (rows, columns))
    down, right = rows - i, columns - j
    # A neighbour that has no part in it may be NaN.
    total = np.zeros(rows.shape)
    for di, dj, part in (
        (0, 0, (1.0 - down) * (1.0 - right)),
        (0, 1, (1.0 - down) * right),
        (1, 0, down * (1.0 - right)),
        (1, 1, down * right),
    ):
        total += np.where(part > 1e-12, values[i + di, j + dj] * part, 0.0)
    return total


def _of_quads(values: Array) -> Array:
    corners: Array = values[:-1, :-1] + values[:-1, 1:] + values[1:, :-1] + values[1:, 1:]
    return corners / 4.0


def _shades(z: Array, step: float) -> IntArray:
    """Return how much light each quad gets, from 0 to SHADES - 1."""
    down, right = np.diff(z, axis=0) / step, np.diff(z, axis=1) / step
    slope_y, slope_x = (down[:, :-1] + down[:, 1:]) / 2.0, (right[:-1] + right[1:]) / 2.0
    light = SUN / np.linalg.norm(SUN)
    facing = (light[2] - slope_x * light[0] - slope_y * light[1]) / np.sqrt(
        1.0 + slope_x**2 + slope_y**2
    )
    steps = (np.nan_to_num(facing) + 1.0) / 2.0 * SHADES
    shades: IntArray = steps.astype(int).clip(0, SHADES - 1)
    return shades
