"""The strip under the axis: which start leads to which minimum, by shade, pattern and number."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QPainter, QPixmap
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gdsim.engine.basins import GONE, UNSETTLED, VOID
from gdsim.views.plotting.plots import Plot
from gdsim.views.slice.basin_bands import Band, shares_of, texts_of
from gdsim.views.theme import Theme

ABOVE = 5.0
"""Pixels between the axis, on which the step's arrow lies, and the strip."""
HEIGHT = 15.0
TEXT_SIZE = 0.78
PAD = 5.0
SHADES = (0.42, 0.24, 0.15, 0.1)
"""How strong the colour of the loss is: the lower the minimum, the stronger."""
PATTERNS = (
    Qt.BrushStyle.NoBrush,
    Qt.BrushStyle.FDiagPattern,
    Qt.BrushStyle.Dense6Pattern,
    Qt.BrushStyle.VerPattern,
    Qt.BrushStyle.CrossPattern,
    Qt.BrushStyle.Dense5Pattern,
    Qt.BrushStyle.HorPattern,
)


class _Drawn(NamedTuple):
    """What a cached picture shows."""

    bands: tuple[Band, ...]
    n_minima: int
    extent: tuple[float, float]
    size: tuple[float, float]
    ratio: float
    theme: Theme


class BasinStrip(QGraphicsItem):
    """The strip of one plot. It is painted once and copied after, as long as it stays the same.

    Parameters
    ----------
    plot : Plot
    """

    def __init__(self, plot: Plot) -> None:
        super().__init__()
        self._plot, self._theme = plot, plot.theme
        self._bands: tuple[Band, ...] = ()
        self._n_minima = 0
        self._drawn: _Drawn | None = None
        self._picture = QPixmap()
        self._texts: list[str] = []
        self.setZValue(6.0)
        self.setVisible(False)
        plot.scene().addItem(self)

    @staticmethod
    def room(theme: Theme) -> float:
        """Return how much lower the numbers of the axis must stand."""
        return theme.scale * (ABOVE + HEIGHT - 2.0)

    @property
    def bands(self) -> tuple[Band, ...]:
        """What it shows."""
        return self._bands

    @property
    def texts(self) -> list[str]:
        """What is written in it, from left to right, since it was last painted."""
        return list(self._texts)

    def show_bands(self, bands: Sequence[Band], n_minima: int) -> None:
        """Show these; none hide it."""
        self._bands, self._n_minima = tuple(bands), n_minima
        self.setVisible(bool(bands))
        self.update()

    def place(self) -> None:
        """Lie under the area of the plot."""
        area, scale = self._plot.frame.area, self._theme.scale
        box = QRectF(area.left(), area.bottom() + ABOVE * scale, area.width(), HEIGHT * scale)
        if (box.topLeft(), box.size()) != (self.pos(), self._box.size()):
            self.prepareGeometryChange()
            self._box = QRectF(QPointF(), box.size())
            self.setPos(box.topLeft())

    _box = QRectF()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.update()

    def holds(self, position: QPointF) -> bool:
        """Whether a place of the plot lies on the strip."""
        return self.isVisible() and self._box.translated(self.pos()).contains(position)

    def minimum_at(self, value: float) -> int | None:
        """Return where a start at ``value`` leads, None where nobody has tried."""
        found = (band.minimum for band in self._bands if band.low <= value <= band.high)
        return next(found, None)

    def boundingRect(self) -> QRectF:
        """Return its room."""
        return self._box

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Copy the picture, which is drawn anew where anything has changed."""
        ratio = painter.device().devicePixelRatio()
        size = (self._box.width(), self._box.height())
        wanted = _Drawn(
            self._bands, self._n_minima, self._plot.frame.x_range, size, ratio, self._theme
        )
        if wanted != self._drawn:
            self._drawn = wanted
            self._picture = self._pictured(ratio)
        painter.drawPixmap(self._box.topLeft(), self._picture)

    def _pictured(self, ratio: float) -> QPixmap:
        size = QSize(max(1, round(self._box.width() * ratio)), round(self._box.height() * ratio))
        picture = QPixmap(size)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        boxes = [(band, self._box_of(band)) for band in self._bands]
        seen = [(band, box) for band, box in boxes if box.width() > 0.0]
        for band, box in seen:
            self._paint_band(painter, band.minimum, box)
        self._paint_texts(painter, seen)
        painter.end()
        return picture

    def _box_of(self, band: Band) -> QRectF:
        low, high = self._plot.frame.x_range
        wide, height = self._box.width(), self._box.height()
        left = min(max((band.low - low) / (high - low), 0.0), 1.0) * wide
        right = min(max((band.high - low) / (high - low), 0.0), 1.0) * wide
        return QRectF(left, 0.0, right - left, height)

    def _paint_band(self, painter: QPainter, minimum: int, box: QRectF) -> None:
        theme = self._theme
        inner = box.adjusted(0.0, 0.0, -1.0, 0.0) if box.width() > 3.0 else box
        if minimum == VOID:
            return  # nothing is there to begin at
        if minimum == UNSETTLED:
            painter.fillRect(inner, theme.color("line"))
        elif minimum == GONE:
            painter.fillRect(inner, theme.color("control"))
            painter.fillRect(inner, QBrush(theme.color("muted", 0.8), _HATCH))
        else:
            painter.fillRect(inner, theme.color("loss", SHADES[min(minimum, len(SHADES) - 1)]))
            pattern = PATTERNS[minimum % len(PATTERNS)]
            painter.fillRect(inner, QBrush(theme.color("loss", 0.4), pattern))

    def _paint_texts(self, painter: QPainter, seen: Sequence[tuple[Band, QRectF]]) -> None:
        """Write a share into the widest band of each kind, a number into the others."""
        theme, font = self._theme, self._theme.font(TEXT_SIZE)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        widest: dict[int, float] = {}
        for band, box in seen:
            widest[band.minimum] = max(widest.get(band.minimum, 0.0), box.width())
        shares = shares_of(self._bands)
        self._texts = []
        for band, box in seen:
            texts = texts_of(band.minimum, shares[band.minimum], self._n_minima)
            if box.width() < widest[band.minimum]:
                texts = texts[2:]  # the bare number, where there is one
            for text in texts:
                width = metrics.horizontalAdvance(text) + 2.0 * PAD
                if width + 2.0 * PAD <= box.width():
                    chip = QRectF(0.0, 0.0, width, box.height() - 2.0)
                    chip.moveCenter(box.center())
                    painter.setPen(Qt.PenStyle.NoPen)
                    painter.setBrush(theme.color("card", 0.85))
                    painter.drawRoundedRect(chip, 3.0, 3.0)
                    painter.setPen(theme.color("text"))
                    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
                    self._texts.append(text)
                    break


_HATCH = Qt.BrushStyle.DiagCrossPattern
