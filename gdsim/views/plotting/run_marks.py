"""How a kept run is told from the others: a colour, a dash and a mark, so never by hue alone."""

from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gdsim.views.plotting.plots import Stroke
from gdsim.views.theme import Theme
from gdsim.views.view import ShownRun

DASHES = (
    Qt.PenStyle.DashLine,
    Qt.PenStyle.DashDotLine,
    Qt.PenStyle.DotLine,
    Qt.PenStyle.DashDotDotLine,
)
RADIUS = 4.5
# (corners, turned by, how deep between them): a star has its corners between deep places.
_SHAPES = (
    (0, 0.0, 1.0),  # disc
    (4, pi / 4.0, 1.0),  # square
    (3, -pi / 2.0, 1.0),  # triangle
    (4, 0.0, 1.0),  # diamond
    (5, -pi / 2.0, 0.45),  # star
    (3, pi / 2.0, 1.0),  # triangle on its corner
    (6, 0.0, 1.0),  # hexagon
    (4, pi / 4.0, 0.35),  # cross
)


def stroke_of(run: ShownRun, width: float = 1.4) -> Stroke:
    """Return how the line of a run is drawn beside that of the current one."""
    if run.is_ghost:
        return Stroke("faint", 1.2, style=Qt.PenStyle.DashLine)
    if run.mark < 0:
        return Stroke(run.color, width)
    return Stroke(run.color, width, style=DASHES[run.mark % len(DASHES)])


def text_color_of(run: ShownRun) -> str:
    """Return the colour of its name: pale colours are no text, so only its mark has them."""
    return "muted" if run.is_ghost else "text"


def paint_mark(painter: QPainter, theme: Theme, mark: int, color: str, center: QPointF) -> None:
    """Paint a run's mark; -1 is a ring, for the current run and the one before."""
    radius = RADIUS * theme.scale
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if mark < 0:
        pen = theme.pen(color, 1.8)
        pen.setCosmetic(False)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(center, radius - 0.5, radius - 0.5)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(color))
    corners, turn, depth = _SHAPES[mark % len(_SHAPES)]
    if not corners:
        painter.drawEllipse(center, radius - 0.5, radius - 0.5)
        return
    n = corners if depth == 1.0 else 2 * corners
    points = [
        QPointF(cos(angle), sin(angle)) * radius * 1.15 * (depth if n > corners and i % 2 else 1.0)
        for i, angle in enumerate(turn + 2.0 * pi * i / n for i in range(n))
    ]
    painter.drawPolygon(QPolygonF([center + point for point in points]))


class MarkItem(QGraphicsItem):
    """A run's mark on a plot, at the end of its line."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._mark, self._color = theme, -1, "text"
        self.setZValue(12.0)
        self.setVisible(False)

    def show_at(self, place: QPointF, mark: int, color: str) -> None:
        """Show the mark of a run there."""
        self.setPos(place)
        self.setVisible(True)
        if (mark, color) != (self._mark, self._color):
            self._mark, self._color = mark, color
            self.update()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self.prepareGeometryChange()
        self._theme = theme
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the room of a mark."""
        reach = (RADIUS + 3.0) * self._theme.scale
        return QRectF(-reach, -reach, 2.0 * reach, 2.0 * reach)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint the mark."""
        paint_mark(painter, self._theme, self._mark, self._color, QPointF())
