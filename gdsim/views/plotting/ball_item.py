"""One ball on a plot: its mark, a halo while it can be taken, an arrow where it has gone."""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gdsim.views.plotting.ball_layout import WAYS, Spot
from gdsim.views.plotting.run_marks import RADIUS, paint_mark
from gdsim.views.theme import Theme

LARGE = 1.45
"""How much larger a ball is than the mark of a run."""
HALO = 19.0
PALE = 0.4
ARROW = 6.0


class BallItem(QGraphicsItem):
    """A ball that is not the current one, or the pale mark of where one began.

    Parameters
    ----------
    theme : Theme
    is_start : bool
    """

    def __init__(self, theme: Theme, *, is_start: bool = False) -> None:
        super().__init__()
        self._theme, self._is_start = theme, is_start
        self._mark, self._color, self._halo = 0, "text", ""
        self._foot, self._way = QPointF(), ""
        self.setZValue(8.0 if is_start else 18.0)
        self.setVisible(False)

    @staticmethod
    def radius(theme: Theme) -> float:
        """Return how far a ball reaches from its middle."""
        return LARGE * RADIUS * theme.scale

    def show_at(self, spot: Spot, mark: int, color: str, halo: str = "") -> None:
        """Show the ball of a run there; ``halo`` is "", "soft" or "held"."""
        self.setPos(spot.at)
        self.setVisible(True)
        foot = spot.foot - spot.at
        shown = (mark, color, halo, foot, spot.way)
        if shown != (self._mark, self._color, self._halo, self._foot, self._way):
            self.prepareGeometryChange()
            self._mark, self._color, self._halo, self._foot, self._way = shown
            if not self._is_start:  # the line of one that was lifted goes behind the others
                self.setZValue(18.0 if foot.isNull() else 17.0)
            self.update()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self.prepareGeometryChange()
        self._theme = theme
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the room of mark, halo, arrow and the line to the curve."""
        reach = (HALO + 3.0) * self._theme.scale
        room = QRectF(-reach, -reach, 2.0 * reach, 2.0 * reach)
        return room.united(QRectF(QPointF(), self._foot).normalized().adjusted(-3, -3, 3, 3))

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint the ball."""
        theme, scale = self._theme, self._theme.scale
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._is_start:
            painter.setOpacity(PALE)
            paint_mark(painter, theme, self._mark, self._color, QPointF())
            return
        if self._halo:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("selection", 0.34 if self._halo == "held" else 0.2))
            painter.drawEllipse(QPointF(), HALO * scale, HALO * scale)
        if not self._foot.isNull():
            painter.setPen(_solid(theme, self._color))
            painter.drawLine(QLineF(QPointF(), self._foot))
            painter.setBrush(theme.color(self._color))
            painter.drawEllipse(self._foot, 2.0 * scale, 2.0 * scale)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("card"))
        rim = self.radius(theme) + 1.5 * scale
        painter.drawEllipse(QPointF(), rim, rim)
        painter.save()
        painter.scale(LARGE, LARGE)
        paint_mark(painter, theme, self._mark, self._color, QPointF())
        painter.restore()
        paint_arrow(painter, theme, self._way, rim, self._color)


def paint_arrow(painter: QPainter, theme: Theme, way: str, distance: float, color: str) -> None:
    """Paint a small head that points where a ball has gone, ``distance`` from its middle."""
    along = QPointF(*WAYS[way])
    if along.isNull():
        return
    size = ARROW * theme.scale
    across = QPointF(-along.y(), along.x()) * (0.6 * size)
    back = along * (distance + 1.0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(color))
    painter.drawPolygon(QPolygonF([back + along * size, back + across, back - across]))


def _solid(theme: Theme, color: str) -> QPen:
    pen = theme.pen(color, 1.0)
    pen.setCosmetic(False)
    return pen


class CurrentMark(QGraphicsItem):
    """The mark of the current ball, within its ring, and where that ball has gone."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._mark, self._color, self._way = theme, -1, "text", ""
        self.setZValue(21.0)
        self.setVisible(False)

    def show_at(self, place: QPointF, mark: int, color: str, way: str) -> None:
        """Show it there; without a mark only the arrow."""
        self.setPos(place)
        self.setVisible(mark >= 0 or bool(way))
        if (mark, color, way) != (self._mark, self._color, self._way):
            self._mark, self._color, self._way = mark, color, way
            self.update()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self.prepareGeometryChange()
        self._theme = theme
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the room of mark and arrow."""
        reach = 24.0 * self._theme.scale
        return QRectF(-reach, -reach, 2.0 * reach, 2.0 * reach)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint mark and arrow."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._mark >= 0:
            paint_mark(painter, self._theme, self._mark, self._color, QPointF())
        paint_arrow(painter, self._theme, self._way, 11.0 * self._theme.scale, "selection")
