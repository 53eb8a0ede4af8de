"""Rings where a map is lowest: the minima of a function, or the lowest point of a plane."""

from math import isclose, isfinite
from typing import NamedTuple

from PySide6.QtCore import QPointF

from gdsim.engine.planes import LossPlane
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.landscape import contour_words as words
from gdsim.views.plotting.label_layout import around
from gdsim.views.plotting.label_room import LabelRoom
from gdsim.views.plotting.marks import Label, Ring
from gdsim.views.plotting.plots import Plot

SAME = 1e-6
"""The lowest point of a plane is the best answer if its loss is the least to this part."""
NEAR = 14.0
"""Pixels from the middle of a ring within which the mouse means it."""
MOST = 40
"""So many rings at most; a function may have hundreds of minima."""
NAMED = 2
"""So many rings at most have names."""


class Low(NamedTuple):
    """A low point of the map.

    Attributes
    ----------
    place : (x, y)
    loss : float
    is_strong : bool
        Whether nothing is lower.
    name, sentence : str
        What stands beside it, and what is said about it.
    """

    place: tuple[float, float]
    loss: float
    is_strong: bool
    name: str
    sentence: str


def lows_of(subject: Subject, plane: LossPlane, names: tuple[str, str]) -> list[Low]:
    """Return the low points of a map, the strong ones first."""
    function, pair = subject.function, plane.pair
    if function is None or pair is None:
        return _lowest(subject, plane, names)
    lows = []
    for minimum in function.minima[:MOST]:
        place = minimum.place[pair[0]], minimum.place[pair[1]]
        text = words.minimum(names, (*place, minimum.value), is_global=minimum.is_global)
        name = _("lowest") if minimum.is_global else _("local minimum")
        lows.append(Low(place, minimum.value, minimum.is_global, name, text))
    return sorted(lows, key=lambda low: not low.is_strong)


def _lowest(subject: Subject, plane: LossPlane, names: tuple[str, str]) -> list[Low]:
    x, y, loss = plane.lowest
    is_inner = plane.x_values[0] < x < plane.x_values[-1]
    if not (is_inner and plane.y_values[0] < y < plane.y_values[-1]):
        return []
    best = subject.best_loss
    is_best = isfinite(best) and isclose(best, loss, rel_tol=SAME, abs_tol=1e-12)
    name = _("best answer") if is_best else _("lowest here")
    return [Low((x, y), loss, True, name, words.lowest(names, plane.lowest, is_best=is_best))]


class MinimaRings:
    """The rings, their names, and what is said about each.

    Attributes
    ----------
    lows : list of Low
        Those that are seen.
    """

    def __init__(self, plot: Plot, room: LabelRoom) -> None:
        self._plot, self._room = plot, room
        self.lows: list[Low] = []
        self._strong: list[Ring] = []
        self._weak: list[Ring] = []
        self._labels = [plot.add_mark(Label(plot.theme, "text")) for _turn in range(NAMED)]

    def hide(self) -> None:
        """Show none."""
        self.lows = []
        for item in (*self._strong, *self._weak, *self._labels):
            item.setVisible(False)

    def rings(self) -> list[Ring]:
        """Return the rings that are seen, the strong ones first."""
        return [ring for ring in (*self._strong, *self._weak) if ring.isVisible()]

    def show(self, lows: list[Low]) -> None:
        """Draw rings at those that lie inside."""
        self.hide()
        frame, scale = self._plot.frame, self._plot.theme.scale
        inside = [(low, frame.to_pixels(*low.place)) for low in lows]
        inside = [(low, at) for low, at in inside if frame.area.contains(at)]
        self.lows = [low for low, _at in inside]
        used = {True: 0, False: 0}
        for low, at in inside:
            ring = self._ring(used[low.is_strong], is_strong=low.is_strong)
            used[low.is_strong] += 1
            ring.setPos(at)
            ring.setVisible(True)
            self._room.keep_around(at, (8.0 if low.is_strong else 6.0) * scale)

    def show_names(self) -> None:
        """Name them, where they are few."""
        if len(self.lows) > NAMED:
            return
        scale = self._plot.theme.scale
        for label, low in zip(self._labels, self.lows, strict=False):
            at = self._plot.frame.to_pixels(*low.place)
            places = around(at, label.set_text(low.name), 9.0 * scale, 24.0)
            self._room.place(label, places)

    def at(self, position: QPointF) -> Low | None:
        """Return the low point that the mouse means."""
        for low in self.lows:
            offset = position - self._plot.frame.to_pixels(*low.place)
            if offset.manhattanLength() < NEAR * self._plot.theme.scale:
                return low
        return None

    def _ring(self, i: int, *, is_strong: bool) -> Ring:
        rings = self._strong if is_strong else self._weak
        while len(rings) <= i:
            size = (6.0, 2.0) if is_strong else (4.0, 1.4)
            color = "text" if is_strong else "muted"
            ring = self._plot.add_mark(Ring(self._plot.theme, color, *size))
            ring.setZValue(17.0)  # below the balls
            rings.append(ring)
        return rings[i]
