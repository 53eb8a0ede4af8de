"""Where there is room for words on a plot: what is taken, what is shunned -> places of labels."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF

from gdsim.engine.arrays import Array
from gdsim.views.plotting.label_layout import freest, is_over, moved_into
from gdsim.views.plotting.marks import Label
from gdsim.views.plotting.plots import Plot

AIR = 10.0
"""Pixels to the left and right of a label in which no other one begins."""
NEAREST = 8
"""So many places stand nearest to what a label names."""
APART = 6.0
"""Points of a line that are farther apart are joined by more, so that no label slips through."""


class LabelRoom:
    """The room of one plot, begun anew at each drawing; who comes first has the choice.

    Parameters
    ----------
    plot : Plot
    """

    def __init__(self, plot: Plot) -> None:
        self._plot = plot
        self._taken: list[QRectF] = []
        self._points: Array = np.empty((0, 2))
        self._sides: dict[Label, int] = {}
        self._kept: dict[Label, tuple[QRectF, QRectF]] = {}  # the first choice, and the place

    def clear(self) -> None:
        """Begin anew; where labels stood is remembered, so that they do not hop about."""
        self._taken = []
        self._points = np.empty((0, 2))

    def keep(self, rect: QRectF) -> None:
        """Let no label cover this."""
        self._taken.append(rect)

    def keep_around(self, point: QPointF, reach: float) -> None:
        """Let no label cover what is within ``reach`` pixels of a point."""
        self.keep(QRectF(point.x() - reach, point.y() - reach, 2.0 * reach, 2.0 * reach))

    def shun(self, pixels: Array) -> None:
        """Let labels keep away from places (n, 2), as far as they can."""
        self._points = np.vstack([self._points, pixels[np.isfinite(pixels).all(axis=1)]])

    def shun_line(self, pixels: Array) -> None:
        """Let labels keep away from a line through places (n, 2)."""
        self.shun(_denser(pixels[np.isfinite(pixels).all(axis=1)]))

    def take(self, label: Label, places: list[QRectF]) -> QRectF:
        """Return the freest of these places; it is taken from now on, with air beside it."""
        found = self._free(label, places)
        self.keep(found.adjusted(-AIR, -1.0, AIR, 1.0))
        return found

    def place(self, label: Label, places: list[QRectF], *, stays: bool = False) -> bool:
        """Put a label where it covers nothing, or leave it out: the others matter more.

        One that ``stays`` keeps its place as long as that is free and what it names stands still:
        to look for the best place is most of what a label costs.
        """
        first, kept = places[0], self._kept.get(label) if stays else None
        if kept is not None and kept[0] == first and not is_over(kept[1], self._taken):
            found = kept[1]
        else:
            found = self._free(label, places)
            if is_over(found, self._taken):
                label.setVisible(False)
                return False
        self._kept[label] = first, found
        label.move_to(found.topLeft())
        self.keep(found.adjusted(-AIR, -1.0, AIR, 1.0))
        return True

    def free_corner(self, size: QSizeF) -> QPointF:
        """Return where passing words of this size cover least, in a corner of the plot."""
        return self.freest_corner(self.corners(size))

    def corners(self, size: QSizeF) -> list[QRectF]:
        """Return places for words of this size in the four corners of the plot."""
        area = self._plot.frame.area
        right, below = area.right() - size.width(), area.bottom() - size.height() - 2.0
        corners = [QPointF(x, y) for y in (area.top(), below) for x in (area.left() + 2.0, right)]
        return [QRectF(corner, size) for corner in corners]

    def freest_corner(self, places: list[QRectF]) -> QPointF:
        """Return the corner of the place where passing words cover least."""
        area = self._plot.frame.area
        chosen = places[freest(places, area, self._taken, self._points)]
        return moved_into(chosen, area).topLeft()

    def _free(self, label: Label, places: list[QRectF]) -> QRectF:
        """Return the freest of these places for a label."""
        area = self._plot.frame.area
        kept = self._sides.get(label, -1)
        kept = kept if kept < NEAREST else -1  # one that had to go farther comes back
        chosen = freest(places, area, self._taken, self._points, kept)
        self._sides[label] = chosen
        return moved_into(places[chosen], area)


def _denser(points: Array) -> Array:
    """Return points (n, 2) of a line with three more between each two, if they are far apart."""
    n = len(points)
    if n < 2 or abs(points[-1, 0] - points[0, 0]) / n < APART / 2.0:
        return points
    places = np.linspace(0.0, n - 1.0, 4 * n - 3)
    return np.column_stack([np.interp(places, np.arange(n), column) for column in points.T])
