"""Many thin lines as one picture: lines in pixels -> a pixmap that is painted once and then kept.

A thousand curves take tens of milliseconds to draw; moving the mouse over them must not.
"""

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

# pyqtgraph takes the Qt that is there, so it comes after it.
import pyqtgraph as pg  # isort: skip

from gdsim.engine.arrays import Array

MANY = 200
"""More lines have fewer points, and rough edges at first."""
FINE = 61
"""Points of a line where there are many."""


class Lines(NamedTuple):
    """Lines of one colour, the points in pixels of the scene: (n, k) and (n, k)."""

    x: Array
    y: Array
    color: QColor


class Bundle(QGraphicsItem):
    """Lines in layers, the first one at the bottom, within the area of a plot.

    Attributes
    ----------
    is_rough : bool
        Whether edges are not smoothed, which takes half the time.
    """

    def __init__(self) -> None:
        super().__init__()
        self._area = QRectF()
        self._layers: tuple[Lines, ...] = ()
        self._width, self.is_rough = 1.0, False
        self._pixmap: QPixmap | None = None
        self.setZValue(-1.0)  # over the axes, under what stands out

    def set_lines(self, area: QRectF, layers: tuple[Lines, ...], width: float = 1.0) -> None:
        """Show these lines, ``width`` pixels wide; many of them quickly, with rough edges."""
        self.prepareGeometryChange()
        self._area, self._layers, self._width = QRectF(area), layers, width
        self.is_rough = sum(len(lines.x) for lines in layers) > MANY
        self._pixmap = None
        self.update()

    def smooth(self) -> None:
        """Draw the lines again with smooth edges."""
        if self.is_rough:
            self.is_rough, self._pixmap = False, None
            self.update()

    def picture(self, ratio: float) -> QPixmap:
        """Return the lines as a picture with ``ratio`` pixels for one of the scene."""
        size = self._area.size() * ratio
        pixmap = QPixmap(max(1, round(size.width())), max(1, round(size.height())))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.translate(-self._area.topLeft())
        self._draw(painter)
        painter.end()
        return pixmap

    def _draw(self, painter: QPainter) -> None:
        for lines in self._layers:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, not self.is_rough)
            painter.setPen(QPen(lines.color, self._width if len(lines.x) <= MANY else 1.0))
            painter.drawPath(path_of(lines))

    def boundingRect(self) -> QRectF:
        """Return the area of the plot."""
        return self._area

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint the kept picture; on another device, such as a file, the lines themselves."""
        if not self._layers:
            return
        painter.setClipRect(self._area)
        if widget is None:
            self._draw(painter)
            return
        ratio = widget.devicePixelRatioF()
        if self._pixmap is None or self._pixmap.devicePixelRatio() != ratio:
            self._pixmap = self.picture(ratio)
        painter.drawPixmap(QPointF(self._area.topLeft()), self._pixmap)


def path_of(lines: Lines) -> QPainterPath:
    """Return all lines as one path, with gaps where a point is not finite."""
    x, y = lines.x, lines.y
    n, k = x.shape
    if n > MANY and k > FINE:
        chosen = np.unique(np.rint(np.linspace(0, k - 1, FINE)).astype(np.intp))
        x, y = x[:, chosen], y[:, chosen]
    gap = np.full((n, 1), np.nan)
    path: QPainterPath = pg.arrayToQPath(
        np.hstack([x, gap]).ravel(), np.hstack([y, gap]).ravel(), connect="finite"
    )
    return path
