"""The paths of all balls but the current one: one item that paints them in pixels.

A curve of pyqtgraph's for each would cost eight times as much at every frame.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gdsim.engine.arrays import Array
from gdsim.views.theme import Theme

MANY = 60
"""A path of more points is a thin line without an edge and without dots: the rest is dear."""
DOT = 4.0
FAR_OUT = 20.0
"""Painters cannot count farther than so many times the area's size."""


class ColoredPath(NamedTuple):
    """A path in pixels (n, 2), and its colour by name."""

    pixels: Array
    color: str


class OtherPaths(QGraphicsItem):
    """Lines on pale edges, with a dot for each epoch but the last one, where the ball is."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._area = QRectF()
        self._paths: list[tuple[QPolygonF, str]] = []
        self._shown: Sequence[ColoredPath] = ()
        self.setZValue(1.5)
        self.setVisible(False)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.update()

    def set_paths(self, paths: Sequence[ColoredPath], area: QRectF) -> None:
        """Show these inside ``area``."""
        if area == self._area and _is_same(paths, self._shown):
            return
        self.prepareGeometryChange()
        self._area, self._shown = QRectF(area), paths
        self._paths = [(_polygon(path.pixels, area), path.color) for path in paths]
        self.setVisible(bool(paths))
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the inside of the plot."""
        return self._area

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint edges, lines and dots."""
        painter.setClipRect(self._area)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for path, color in self._paths:
            is_few = path.size() <= MANY
            if is_few:
                painter.setPen(self._pen("card", 3.4, 0.7))
                painter.drawPolyline(path)
            painter.setPen(self._pen(color, 1.4) if is_few else self._thin(color))
            painter.drawPolyline(path)
            if is_few:
                dots = QPolygonF(path)
                dots.removeLast()
                painter.setPen(self._pen("card", DOT + 2.0, 0.7))
                painter.drawPoints(dots)
                painter.setPen(self._pen(color, DOT))
                painter.drawPoints(dots)

    def _pen(self, color: str, width: float, alpha: float = 1.0) -> QPen:
        pen = self._theme.pen(color, width, alpha=alpha)
        pen.setCosmetic(False)
        return pen

    def _thin(self, color: str) -> QPen:
        """Return a pen of one pixel, whatever the scale: wider ones take many times as long."""
        return self._pen(color, 1.0 / self._theme.scale)


def _polygon(pixels: Array, area: QRectF) -> QPolygonF:
    reach = FAR_OUT * max(area.width(), area.height())
    seen = np.clip(pixels[np.isfinite(pixels).all(axis=1)], -reach, reach)
    return QPolygonF([QPointF(x, y) for x, y in seen.tolist()])


def _is_same(paths: Sequence[ColoredPath], shown: Sequence[ColoredPath]) -> bool:
    return len(paths) == len(shown) and all(
        one.color == other.color and np.array_equal(one.pixels, other.pixels, equal_nan=True)
        for one, other in zip(paths, shown, strict=True)
    )
