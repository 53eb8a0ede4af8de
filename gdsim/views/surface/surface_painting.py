"""Paints a mesh: quads from the farthest to the nearest, each covering what is behind it.

Mesh, Lens, Theme -> QPainter or a picture of it, by Qt's raster painter: no graphics card needed.
"""

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen

# pyqtgraph takes the Qt that is there, so it comes after it.
import pyqtgraph as pg  # isort: skip

from gdsim.engine.arrays import Array, BoolArray, IntArray
from gdsim.views.surface.camera import Lens
from gdsim.views.surface.mesh import SHADES, TONES, Mesh, cells_in_order, corners_in_order
from gdsim.views.theme import Theme

N_LINES = 10
"""Parts that the lines on the surface cut each side into."""
DARKEST, BRIGHTEST = 0.72, 1.06
"""What the light leaves of a colour where there is least and most of it."""
PALER = 0.14
"""How much white is in the colours, so that lines and balls stand out from the darkest."""
UNDER = 0.6
"""What is left of it on the side that is seen from below."""
LINE = 0.2
"""How much of the lines is seen."""
SMOOTH = 2.0
"""A picture for a plain screen is painted at twice its size, so that its edges are smooth."""


def picture_of(mesh: Mesh, lens: Lens, theme: Theme, size: tuple[int, int], ratio: float) -> QImage:
    """Return the mesh on a clear ground of ``size`` pixels, for a screen of this pixel ratio."""
    detail = max(ratio, SMOOTH)
    image = QImage(
        round(size[0] * detail), round(size[1] * detail), QImage.Format.Format_ARGB32_Premultiplied
    )
    image.setDevicePixelRatio(detail)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    paint_mesh(painter, mesh, lens, theme)
    painter.end()
    return image


def paint_mesh(
    painter: QPainter, mesh: Mesh, lens: Lens, theme: Theme, *, is_print: bool = False
) -> None:
    """Paint the quads and the lines on them; for print without gaps where edges are smoothed."""
    n, camera = len(mesh.places), lens.camera
    corners, cells = corners_in_order(n, camera), cells_in_order(n, camera)
    pixels = lens.to_pixels(mesh.vertices)
    seen = pixels[corners]  # (n_quads, 4, 2)
    is_there = np.isfinite(seen).all(axis=(1, 2))
    seen, corners, cells = seen[is_there], corners[is_there], cells[is_there]
    numbers = mesh.tones.ravel()[cells] * SHADES + mesh.shades.ravel()[cells]
    numbers += _is_below(seen, corners) * (TONES * SHADES)
    brushes, line_pen, no_pen = _brushes(), _line_pen(theme), QPen(Qt.PenStyle.NoPen)
    points, edges = _points(pixels), _lines(corners, n)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_print)
    painter.setPen(no_pen)
    for (a, b, c, d), number, lines in zip(corners.tolist(), numbers.tolist(), edges, strict=True):
        quad = [points[a], points[b], points[c], points[d]]
        brush = brushes[number]
        if is_print:
            painter.setPen(QPen(brush, 0.6))
        painter.setBrush(brush)
        painter.drawConvexPolygon(quad)
        if lines:
            painter.setPen(line_pen)
            for begin, end in lines:
                painter.drawLine(quad[begin], quad[end])
            painter.setPen(no_pen)


_EDGES = ((0, 1), (0, 3), (3, 2), (1, 2))
"""The edges of a quad: two to quads behind it, which are painted already, two to those before."""
_SETS = tuple(
    tuple(edge for bit, edge in enumerate(_EDGES) if number >> bit & 1) for number in range(16)
)


def _lines(corners: IntArray, n: int) -> list[tuple[tuple[int, int], ...]]:
    """Return which edges of each quad (m, 4) are lines, to be painted right after it.

    An edge is painted with the nearer of its quads, so that neither covers half of it.
    """
    every = max(1, (n - 1) // N_LINES)
    rows, columns = corners[:, 0] // n, corners[:, 0] % n
    ahead, beside = corners[:, 3] // n, corners[:, 1] % n
    flags = (
        rows % every == 0,
        columns % every == 0,
        (ahead == 0) | (ahead == n - 1),
        (beside == 0) | (beside == n - 1),
    )
    numbers = sum(flag.astype(int) << bit for bit, flag in enumerate(flags))
    return [_SETS[number] for number in np.asarray(numbers).tolist()]


def _is_below(seen: Array, corners: IntArray) -> BoolArray:
    """Return for each quad (m, 4, 2) whether its lower side is seen, by the way it turns."""
    if not len(seen):
        return np.zeros(0, dtype=bool)
    steps = corners[0] - corners[0, 0]
    way = -np.sign(steps[1] * steps[3])  # as seen from above; pixels count downward
    first, second = seen[:, 2] - seen[:, 0], seen[:, 3] - seen[:, 1]
    turn = first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]
    below: BoolArray = turn * way < 0.0
    return below


def _points(pixels: Array) -> list[QPointF]:
    """Return pixels (n, 2) as points, without making each by itself."""
    polygon = pg.functions.create_qpolygonf(len(pixels))
    pg.functions.ndarray_from_qpolygonf(polygon)[:] = pixels
    points: list[QPointF] = polygon.toList()
    return points


def _line_pen(theme: Theme) -> QPen:
    pen = QPen(QColor(255, 255, 255, round(255 * LINE)))
    pen.setWidthF(theme.scale)
    return pen


@lru_cache(maxsize=1)
def _brushes() -> list[QBrush]:
    """Return the brushes for every tone and shade, seen from above, then from below.

    The map is cividis (Nuñez, Anderton and Renslow 2018), which colour-blind people read too.
    """
    tones = pg.colormap.get("cividis").map((np.arange(TONES) + 0.5) / TONES)[:, :3]
    tones = (1.0 - PALER) * tones + PALER * 255.0
    lights = np.linspace(DARKEST, BRIGHTEST, SHADES)
    lit = np.minimum(tones[:, np.newaxis] * lights[:, np.newaxis], 255.0)  # (TONES, SHADES, 3)
    colors = np.concatenate([lit.reshape(-1, 3), UNDER * lit.reshape(-1, 3)])
    return [QBrush(QColor(*rgb)) for rgb in colors.astype(int).tolist()]
