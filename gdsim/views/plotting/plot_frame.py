"""Where a value stands on a plot: ranges of both axes and an area in pixels <-> pixels."""

from math import isfinite, log10, nan

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from gdsim.engine.arrays import Array
from gdsim.scenario.ranges import HUGE, Range, is_plottable, steady_range

NONE: Range = (0.0, 0.0)
"""No range yet: the next one is made afresh."""


class Frame:
    """The two ranges that a plot shows, and the pixels they are shown on.

    Attributes
    ----------
    x_range, y_range : (low, high)
        What is shown; the vertical one in decimal logarithms where ``is_log``.
    is_log : bool
    area : QRectF
        The inside of the plot, in pixels.
    """

    def __init__(self) -> None:
        self.x_range: Range = NONE
        self.y_range: Range = NONE
        self.is_log = False
        self.area = QRectF(0.0, 0.0, 1.0, 1.0)

    def fitted_x(self, low: float, high: float, margin: float) -> Range:
        """Return the horizontal range that shows ``low`` to ``high``: the same while it does."""
        return _fitted(self.x_range, low, high, margin)

    def fitted_y(self, low: float, high: float, margin: float) -> Range:
        """Return the vertical range that shows the values ``low`` to ``high``, likewise."""
        if self.is_log:
            if not (low > 0.0 and is_plottable(high)):
                return self.y_range
            low, high = log10(low), log10(high)
        return _fitted(self.y_range, low, high, margin)

    def heights(self, values: Array) -> Array:
        """Return ``values`` as the vertical range counts, NaN where they cannot be plotted.

        What lies far outside is brought nearer: painters cannot count that far.
        """
        low, high = self.y_range
        reach = 20.0 * (high - low)
        with np.errstate(all="ignore"):
            if self.is_log:
                values = np.log10(np.where(values > 0.0, values, np.nan))
            else:
                values = np.where(np.abs(values) < HUGE, values, np.nan)
            return np.clip(values, low - reach, high + reach) if high > low else values

    def values(self, heights: Array) -> Array:
        """Return the values behind ``heights``."""
        return 10.0**heights if self.is_log else heights

    def to_pixels(self, x: float, y: float) -> QPointF:
        """Return where the value ``y`` at ``x`` stands, (-1, -1) if it has no place."""
        height = self._height(float(y))
        (left, right), (low, high), area = self.x_range, self.y_range, self.area
        if right <= left or high <= low or not isfinite(height + x):
            return QPointF(-1.0, -1.0)
        along = (x - left) / (right - left) * area.width()
        up = (height - low) / (high - low) * area.height()
        return QPointF(area.left() + along, area.bottom() - up)

    def all_to_pixels(self, x: Array, y: Array) -> Array:
        """Return where the values ``y`` (n,) at ``x`` (n,) stand, (n, 2); NaN for nowhere."""
        (left, right), (low, high), area = self.x_range, self.y_range, self.area
        if right <= left or high <= low:
            return np.full((len(x), 2), np.nan)
        with np.errstate(all="ignore"):
            across = area.left() + (x - left) / (right - left) * area.width()
        up = (self.heights(y) - low) / (high - low) * area.height()
        return np.column_stack([across, area.bottom() - up])

    def far_to_pixels(self, x: Array, y: Array) -> tuple[Array, Array]:
        """Return where values (n,) stand on plain axes, however far outside: (n,), (n,)."""
        (left, right), (low, high), area = self.x_range, self.y_range, self.area
        return (
            area.left() + (x - left) / (right - left) * area.width(),
            area.bottom() - (y - low) / (high - low) * area.height(),
        )

    def x_at(self, pixel: float) -> float:
        """Return the value of the horizontal axis at a pixel."""
        left, right = self.x_range
        return left + (pixel - self.area.left()) / max(1.0, self.area.width()) * (right - left)

    def y_at(self, pixel: float) -> float:
        """Return the value of the vertical axis at a pixel."""
        low, high = self.y_range
        y = low + (self.area.bottom() - pixel) / max(1.0, self.area.height()) * (high - low)
        return float(10.0**y) if self.is_log else y

    def _height(self, value: float) -> float:
        """Return one value as ``heights`` does, which for one alone takes ten times as long."""
        low, high = self.y_range
        reach = 20.0 * (high - low)
        if self.is_log:
            value = log10(value) if value > 0.0 else nan
        elif not abs(value) < HUGE:
            value = nan
        return min(max(value, low - reach), high + reach) if high > low else value


def _fitted(current: Range, low: float, high: float, margin: float) -> Range:
    is_new = current[0] >= current[1]
    return steady_range(None if is_new else current, low, high, margin=margin) or current
