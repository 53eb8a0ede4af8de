"""What marks single rows among the data: the selected one with its error, the one pointed at."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gdsim.views.plotting.marks import Ring, Stick
from gdsim.views.plotting.plots import Plot

RIM = "#1D2126"


class OpenRing(Ring):
    """A ring that lets be seen what is in it.

    Attributes
    ----------
    has_rim : bool
        Whether a dark rim sets it off from a coloured ground.
    """

    has_rim = False

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint halo and ring."""
        theme, scale = self._theme, self._theme.scale
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = self._radius * scale
        if self._halo == "held":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(self._color, 0.3))
            painter.drawEllipse(QPointF(), radius + 10.0 * scale, radius + 10.0 * scale)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        strokes = [(RIM, self._width + 2.5)] if self.has_rim else []
        for color, width in [*strokes, (self._color, self._width)]:
            pen = theme.pen(color, width)
            pen.setCosmetic(False)  # it grows with the picture
            painter.setPen(pen)
            painter.drawEllipse(QPointF(), radius, radius)


class RowMarks:
    """The marks of the selected and of the hovered row, in the pixels of a plot.

    Parameters
    ----------
    plot : Plot
    """

    def __init__(self, plot: Plot) -> None:
        theme = plot.theme
        self._error = plot.add_mark(Stick(theme, "loss", 2.0))
        self._ring = OpenRing(theme, "selection", 7.0, 2.5)
        plot.add_mark(self._ring)
        self._dot = plot.add_mark(Ring(theme, "text", 1.5, 3.0))
        self._hover = OpenRing(theme, "muted", 6.0, 1.5)
        plot.add_mark(self._hover)

    @property
    def ring_at(self) -> QPointF | None:
        """Where the selected row's ring is, None where there is none."""
        return self._ring.pos() if self._ring.isVisible() else None

    def show_selected(self, place: QPointF | None, other: QPointF | None) -> None:
        """Put the ring there, and draw the error from there to another dot if there is one."""
        _place(self._ring, place)
        _place(self._dot, other)
        if place is not None and other is not None:
            self._error.set_line(place, other)
        else:
            self._error.setVisible(False)

    def show_hovered(self, place: QPointF | None) -> None:
        """Put the thin ring there."""
        _place(self._hover, place)

    def set_rim(self, has_rim: bool) -> None:
        """Set the rings off from a coloured ground, or not."""
        self._ring.has_rim = self._hover.has_rim = has_rim

    def set_held(self, is_held: bool) -> None:
        """Show whether the arrow keys walk through the rows."""
        self._ring.set_halo("held" if is_held else "")


def _place(ring: Ring, place: QPointF | None) -> None:
    ring.setVisible(place is not None)
    if place is not None:
        ring.setPos(place)
