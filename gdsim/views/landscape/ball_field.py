"""Balls to drag in both directions: BallPlot, whose places are pairs of values."""

from collections.abc import Mapping
from typing import TypeAlias

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QWidget

from gdsim.views.plotting.ball_plot import BallPlot
from gdsim.views.plotting.marks import Ring
from gdsim.views.theme import Theme

Place: TypeAlias = tuple[float, float]
"""A value on each axis."""


class BallField(BallPlot[Place]):
    """What the hands do with balls on a plane.

    Attributes
    ----------
    ring : Ring
        The current ball.
    """

    arrows: Mapping[int, Place] = {
        Qt.Key.Key_Left.value: (-1.0, 0.0),
        Qt.Key.Key_Right.value: (1.0, 0.0),
        Qt.Key.Key_Down.value: (0.0, -1.0),
        Qt.Key.Key_Up.value: (0.0, 1.0),
    }

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, parent)
        self.ring = self.add_mark(Ring(theme, "selection", 9.0, 3.5))

    def dot(self) -> Place:
        """Return where the current ball is, on both axes."""
        return self.hand.value or (0.0, 0.0)

    def place_at(self, position: QPointF) -> Place:
        """Return the values under a pixel, at most the ends of the ranges."""
        return self._inside(self.frame.x_at(position.x()), self.frame.y_at(position.y()))

    def stepped(self, way: Place, part: float) -> Place:
        """Return the place that is ``part`` of the ranges that way from the current ball."""
        (left, right), (low, high) = self.frame.x_range, self.frame.y_range
        x, y = self.dot()
        return self._inside(x + way[0] * part * (right - left), y + way[1] * part * (high - low))

    def _inside(self, x: float, y: float) -> Place:
        (left, right), (low, high) = self.frame.x_range, self.frame.y_range
        return float(min(max(x, left), right)), float(min(max(y, low), high))
