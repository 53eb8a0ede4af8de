"""Short arrows all over a map: where descent would go from each place."""

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gdsim.views.landscape.plane_values import Arrows
from gdsim.views.theme import Theme

HEAD = 4.5
"""Pixels that an arrow's head is long, at most half of the arrow."""


class ArrowField(QGraphicsItem):
    """All arrows as one item, painted once and kept as a picture.

    Attributes
    ----------
    arrows : Arrows or None
        In pixels of the plot.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._area = QRectF()
        self.arrows: Arrows | None = None
        self.setZValue(-4.0)  # on the bands, below the paths
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self.setVisible(False)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.update()

    def set_arrows(self, arrows: Arrows, area: QRectF) -> None:
        """Show these inside ``area``."""
        self.prepareGeometryChange()
        self.arrows, self._area = arrows, QRectF(area)
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the inside of the plot."""
        return self._area

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint the arrows, each on a pale edge that keeps it apart from the colours."""
        if self.arrows is None:
            return
        tails = [QPointF(x, y) for x, y in self.arrows.tails.tolist()]
        heads = [QPointF(x, y) for x, y in self.arrows.heads.tolist()]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lines = [QLineF(tail, head) for tail, head in zip(tails, heads, strict=True)]
        scale = self._theme.scale
        shapes = [_head(line, HEAD * scale) for line in lines]
        for color, alpha, width in (("card", 0.65, 3.2), ("gradient", 1.0, 1.3)):
            pen = QPen(self._theme.pen(color, width, alpha=alpha))
            pen.setCosmetic(False)
            painter.setPen(pen)
            painter.setBrush(self._theme.color(color, alpha))
            painter.drawLines(lines)
            for shape in shapes:
                painter.drawPolygon(shape)


def _head(line: QLineF, size: float) -> QPolygonF:
    length = line.length()
    size = min(size, length / 2.0)
    along = (line.p2() - line.p1()) / length
    across = QPointF(-along.y(), along.x()) * (0.42 * size)
    back = line.p2() - along * size
    return QPolygonF([line.p2(), back + across, back - across])
