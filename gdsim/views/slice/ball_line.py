"""Balls to drag along a curve: BallPlot, whose places are values on the axis below."""

from collections.abc import Mapping

from PySide6.QtCore import QPointF, Qt

from gdsim.views.plotting.ball_plot import STILL, BallPlot

LEFT, RIGHT = Qt.Key.Key_Left.value, Qt.Key.Key_Right.value


class BallLine(BallPlot[float]):
    """What the hands do with balls on a curve; only the way along the axis counts."""

    arrows: Mapping[int, tuple[float, float]] = {LEFT: (-1.0, 0.0), RIGHT: (1.0, 0.0)}

    def value(self) -> float:
        """Return where the current ball is."""
        return 0.0

    def place_at(self, position: QPointF) -> float:
        """Return the value under a pixel, at most an end of the range."""
        return self._inside(self.frame.x_at(position.x()))

    def stepped(self, way: tuple[float, float], part: float) -> float:
        """Return the value that is ``part`` of the range that way from the current ball."""
        low, high = self.frame.x_range
        return self._inside(self.value() + way[0] * part * (high - low))

    def has_moved(self, way: QPointF) -> bool:
        """Whether the mouse, ``way`` pixels from where it was pressed, means to drag."""
        return abs(way.x()) > STILL

    def _inside(self, value: float) -> float:
        low, high = self.frame.x_range
        return float(min(max(value, low), high))
