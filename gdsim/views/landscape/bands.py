"""Filled levels and level lines of a plane of losses, and the bar that says their numbers."""

from itertools import pairwise
from typing import cast

import contourpy
import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPolygonF, QTransform
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

# pyqtgraph takes the Qt that is there, so it comes after it.
import pyqtgraph as pg  # isort: skip

from gdsim.engine.arrays import Array
from gdsim.engine.planes import LossPlane
from gdsim.scenario.quantities import short
from gdsim.scenario.ranges import HUGE
from gdsim.views.plotting.axes import TEXT_SIZE
from gdsim.views.plotting.levels import Levels
from gdsim.views.plotting.plot_frame import Frame
from gdsim.views.theme import Theme

OPACITY = 0.82
"""Of the colours, so that what stands on them is seen in both themes."""
BAR = 10.0
"""Pixels that the bar of colours is wide."""
GAP = 14.0
"""Pixels between the plot and the bar."""


class Bands(QGraphicsItem):
    """The ground of a contour plot: painted once for each plane and size, then a kept picture."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._area = QRectF()
        self._fills: list[QPainterPath] = []  # in parts of the plane, from 0 to 1
        self._lines: list[QPainterPath] = []
        self._placed: tuple[list[QPainterPath], list[QPainterPath]] = [], []
        self._colors: list[QColor] = []
        self.setZValue(-5.0)
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.update()

    def set_plane(self, plane: LossPlane, levels: Levels) -> None:
        """Take the shapes of a plane; `place` brings them onto the plot."""
        places = np.linspace(0.0, 1.0, len(plane.losses))
        is_seen = np.isfinite(plane.losses) & (np.abs(plane.losses) < HUGE)
        contours = contourpy.contour_generator(
            places,
            places,
            np.ma.array(plane.losses, mask=~is_seen),
            fill_type=contourpy.FillType.OuterOffset,
            line_type=contourpy.LineType.Separate,
        )
        edges = levels.edges
        self._colors = band_colors(len(edges) - 1)
        bounds = [*edges[:-1], np.nextafter(edges[-1], np.inf)]
        self._fills = [_filled(*contours.filled(a, b)) for a, b in pairwise(bounds)]
        lines = (cast("list[Array]", contours.lines(level)) for level in levels.lines)
        self._lines = [_lined(line) for line in lines]

    def place(self, plane: LossPlane, frame: Frame) -> None:
        """Lay the shapes where the frame shows their values."""
        x, y = plane.x_values, plane.y_values
        corner = frame.to_pixels(float(x[0]), float(y[0]))
        other = frame.to_pixels(float(x[-1]), float(y[-1]))
        way = QTransform.fromTranslate(corner.x(), corner.y())
        way.scale(other.x() - corner.x(), other.y() - corner.y())
        self.prepareGeometryChange()
        self._area = QRectF(frame.area)
        self._placed = [way.map(p) for p in self._fills], [way.map(p) for p in self._lines]
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the inside of the plot."""
        return self._area

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint the bands, then their lines, which smooth the edges."""
        painter.setClipRect(self._area)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setOpacity(OPACITY)
        painter.setPen(Qt.PenStyle.NoPen)
        fills, lines = self._placed
        for path, color in zip(fills, self._colors, strict=False):
            painter.setBrush(color)
            painter.drawPath(path)
        painter.setOpacity(1.0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(self._theme.pen("card", 1.0, alpha=0.55))
        for path in lines:
            painter.drawPath(path)


class ColorBar(QGraphicsItem):
    """What the colours mean, beside the plot: bands of equal height with the losses between.

    Attributes
    ----------
    edges : ndarray, shape (n_bands + 1,)
        The losses at which colours change, rising.
    """

    def __init__(self, theme: Theme, title: str) -> None:
        super().__init__()
        self._title = title
        self._area = QRectF()
        self.edges: Array = np.empty(0)
        self.restyle(theme)
        self.setZValue(-5.0)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self._font = theme.font(TEXT_SIZE)
        self._metrics = QFontMetricsF(self._font)
        self.update()

    def set_levels(self, levels: Levels) -> None:
        """Show these levels."""
        self.edges = levels.edges
        self.update()

    def place(self, area: QRectF, room: float) -> None:
        """Stand at the right of ``area``, in ``room`` pixels."""
        self.prepareGeometryChange()
        line = self._metrics.height()
        self._area = QRectF(area.right(), area.top() - line, room, area.height() + 2.0 * line)
        self._height, self._top = area.height(), area.top()
        self.update()

    def texts(self) -> list[tuple[float, str]]:
        """Return where numbers stand, as parts of the height, and what they say; few enough."""
        n = len(self.edges) - 1
        if n < 1:
            return []
        every = max(1, int(np.ceil(n * self._metrics.height() * 1.3 / max(1.0, self._height))))
        return [(i / n, _brief(float(self.edges[i]))) for i in range(1, n, every)]

    def boundingRect(self) -> QRectF:
        """Return the room of bar and numbers."""
        return self._area

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint the bar, its numbers and its title."""
        n = len(self.edges) - 1
        if n < 1:
            return
        left, scale = self._area.left() + GAP * self._theme.scale, self._theme.scale
        bottom = self._top + self._height
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setOpacity(OPACITY)
        edges = [round(bottom - i / n * self._height) for i in range(n + 1)]
        for color, (low, high) in zip(band_colors(n), pairwise(edges), strict=True):
            painter.fillRect(QRectF(left, high, BAR * scale, low - high), color)
        painter.setOpacity(1.0)
        painter.setFont(self._font)
        painter.setPen(self._theme.color("muted"))
        line = self._metrics.height()
        x = left + (BAR + 5.0) * scale
        for part, text in self.texts():
            y = bottom - part * self._height
            painter.drawText(QPointF(x, y - line / 2.0 + self._metrics.ascent()), text)
        painter.drawText(
            QPointF(left, self._area.top() + self._metrics.ascent() - 4.0), self._title
        )


def band_colors(n: int) -> list[QColor]:
    """Return the colours of ``n`` bands, dark for the least loss (cividis: Nuñez et al. 2018)."""
    places = (np.arange(n) + 0.5) / max(1, n)
    return [QColor(*rgb) for rgb in pg.colormap.get("cividis").map(places)[:, :3].tolist()]


def _brief(loss: float) -> str:
    """Return a level as shortly as it can be told from its neighbours."""
    if 1000.0 <= loss < 1e6:
        return f"{loss:,.0f}"
    text = short(loss, 3)
    mantissa, mark, exponent = text.partition("e")
    return (mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa) + mark + exponent


def _filled(points: list[Array], offsets: list[Array]) -> QPainterPath:
    """Return areas with holes as one shape."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for corners, cuts in zip(points, offsets, strict=True):
        for begin, end in pairwise(cuts.tolist()):
            path.addPolygon(_polygon(corners[begin:end]))
    return path


def _lined(lines: list[Array]) -> QPainterPath:
    path = QPainterPath()
    for line in lines:
        path.addPolygon(_polygon(line))
    return path


def _polygon(points: Array) -> QPolygonF:
    """Return points (n, 2) as a polygon, without making each by itself."""
    polygon: QPolygonF = pg.functions.create_qpolygonf(len(points))
    pg.functions.ndarray_from_qpolygonf(polygon)[:] = points
    return polygon
