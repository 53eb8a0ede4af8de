"""What stands on a plot in pixels: a ring that can be held, a label, a line through the area."""

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gdsim.views.theme import Theme


class Ring(QGraphicsItem):
    """A ring around a point: the selected epoch, the dot of a slice, the lowest point.

    Parameters
    ----------
    theme : Theme
    color : str
    radius, width : float
        In pixels at scale 1.
    """

    def __init__(self, theme: Theme, color: str, radius: float = 7.0, width: float = 3.0) -> None:
        super().__init__()
        self._theme, self._color, self._radius, self._width = theme, color, radius, width
        self._halo = ""
        self.setZValue(20.0)
        self.setVisible(False)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self.prepareGeometryChange()
        self._theme = theme
        self.update()

    def set_halo(self, halo: str) -> None:
        """Show a halo: "" none, "soft" for what can be grabbed, "held" with the focus ring."""
        if halo != self._halo:
            self._halo = halo
            self.update()

    def boundingRect(self) -> QRectF:
        """Return the room for ring and halo."""
        reach = (self._radius + self._width + 14.0) * self._theme.scale
        return QRectF(-reach, -reach, 2.0 * reach, 2.0 * reach)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint halo and ring."""
        theme, scale = self._theme, self._theme.scale
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._halo:
            reach = (self._radius + 12.0) * scale
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(self._color, 0.34 if self._halo == "held" else 0.2))
            painter.drawEllipse(QPointF(), reach, reach)
            if self._halo == "held":
                painter.setPen(_solid(theme.pen(self._color, 1.5)))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(QPointF(), reach, reach)
        painter.setPen(_solid(theme.pen(self._color, self._width)))
        painter.setBrush(theme.color("card"))
        painter.drawEllipse(QPointF(), self._radius * scale, self._radius * scale)


class Label(QGraphicsItem):
    """A few words on the ground of the plot, so that lines under them do not disturb.

    Parameters
    ----------
    theme : Theme
    color : str
    size : float
        Times the window's font.
    bold : bool
    """

    def __init__(
        self, theme: Theme, color: str = "muted", size: float = 0.84, *, bold: bool = False
    ) -> None:
        super().__init__()
        self._theme, self._color, self._size, self._bold = theme, color, size, bold
        self._text = ""
        self._room = 0.0
        self._font = theme.font(size, bold=bold)
        self._box = QRectF()
        self.setZValue(15.0)
        self.setVisible(False)

    @property
    def text(self) -> str:
        """What it says."""
        return self._text

    @property
    def box(self) -> QRectF:
        """Its place on the plot."""
        return self._box.translated(self.pos())

    def set_text(self, text: str, color: str = "") -> QSizeF:
        """Say something else, in another colour if given; return the room it needs."""
        if color and color != self._color:
            self._color = color
            self.update()
        if text != self._text:
            self._text = text
            self._measure()
            self.update()
        return self._box.size()

    def set_room(self, width: float) -> QSizeF:
        """Break the text into lines that are at most so wide; return the room it needs."""
        if width != self._room:
            self._room = width
            self._measure()
            self.update()
        return self._box.size()

    def move_to(self, corner: QPointF) -> None:
        """Put its upper left corner there and show it, unless it has nothing to say."""
        self.setPos(round(corner.x()), round(corner.y()))
        self.setVisible(bool(self._text))

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self._font = theme.font(self._size, bold=self._bold)
        self._measure()
        self.update()

    def _measure(self) -> None:
        self.prepareGeometryChange()
        metrics = QFontMetricsF(self._font)
        width, height = metrics.horizontalAdvance(self._text) + 6.0, metrics.height()
        if 0.0 < self._room < width:
            room = QRectF(0.0, 0.0, self._room - 6.0, 1e4)
            lines = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, self._text)
            width, height = lines.width() + 6.0, lines.height()
        self._box = QRectF(0.0, 0.0, width, height)

    def boundingRect(self) -> QRectF:
        """Return the room of the words."""
        return self._box

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint the words on their ground."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("card", 0.82))
        painter.drawRoundedRect(self._box, 3.0, 3.0)
        painter.setFont(self._font)
        painter.setPen(self._theme.color(self._color))
        flags = Qt.AlignmentFlag.AlignCenter | (Qt.TextFlag.TextWordWrap if self._room else 0)
        painter.drawText(self._box, flags, self._text)


class Stick(QGraphicsItem):
    """A straight line between two points of the scene, if wanted with an arrow's head at its end.

    Parameters
    ----------
    theme : Theme
    color : str
    width : float
    style : Qt.PenStyle
    has_head : bool
    """

    def __init__(
        self,
        theme: Theme,
        color: str,
        width: float = 1.0,
        style: Qt.PenStyle = Qt.PenStyle.SolidLine,
        *,
        has_head: bool = False,
    ) -> None:
        super().__init__()
        self._theme, self._color, self._width, self._style = theme, color, width, style
        self._has_head = has_head
        self._line = QLineF()
        self.setZValue(10.0)
        self.setVisible(False)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.update()

    def set_line(self, start: QPointF, end: QPointF, color: str = "") -> None:
        """Lie between these points and be shown."""
        self.prepareGeometryChange()
        self._line, self._color = QLineF(start, end), color or self._color
        self.setVisible(True)
        self.update()

    @property
    def line(self) -> QLineF:
        """Where it lies."""
        return self._line

    def boundingRect(self) -> QRectF:
        """Return the room of line and head."""
        room = QRectF(self._line.p1(), self._line.p2()).normalized()
        margin = 8.0 * self._theme.scale
        return room.adjusted(-margin, -margin, margin, margin)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint the line and its head."""
        length = self._line.length()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, self._has_head or self._width > 1.0)
        painter.setPen(_solid(self._theme.pen(self._color, self._width, style=self._style)))
        painter.drawLine(self._line)
        if self._has_head and length > 0.5:
            size = min(7.0 * self._theme.scale, max(4.0, length))
            along = (self._line.p2() - self._line.p1()) / length
            across = QPointF(-along.y(), along.x())
            tip = self._line.p2() + along
            back, across = tip - along * size, across * size / 2.0
            painter.setBrush(self._theme.color(self._color))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawPolygon(QPolygonF([tip, back + across, back - across]))


def _solid(pen: QPen) -> QPen:
    """Let a pen grow with the picture: in the scene one unit is one pixel of the screen."""
    pen.setCosmetic(False)
    return pen
