"""Where a curve breaks: ticks on kinks, dashed lines at poles, open circles where it begins."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gdsim.engine.breaks import Break
from gdsim.engine.slices import Slice
from gdsim.scenario.quantities import short
from gdsim.text import _
from gdsim.views.plotting.plots import Plot
from gdsim.views.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Sequence

TICK = 7.0
"""Half of a kink's tick, in pixels."""
CIRCLE = 3.6
NEAR = 8.0
"""Pixels from a break within which it is said what it is."""
BESIDE = 0.02
"""The height at a break is looked for within this part of the range beside it."""


class Mark(NamedTuple):
    """One break on the plot.

    Attributes
    ----------
    what : Break
    x : float
        The pixel.
    ends : tuple of QPointF
        Where the curve ends at its left and at its right, as far as it has an end there.
    """

    what: Break
    x: float
    ends: tuple[QPointF, ...]


class BreakMarks(QGraphicsItem):
    """All of them on one plot.

    Parameters
    ----------
    plot : Plot
    """

    def __init__(self, plot: Plot) -> None:
        super().__init__()
        self._plot, self._theme = plot, plot.theme
        self._marks: list[Mark] = []
        self._area = QRectF()
        self.setZValue(7.0)
        plot.scene().addItem(self)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Those that are seen."""
        return tuple(self._marks)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.update()

    def show_breaks(self, part: Slice | None) -> None:
        """Mark the breaks of a curve."""
        frame = self._plot.frame
        breaks: Sequence[Break] = part.breaks if part is not None else ()
        low, high = frame.x_range
        marks = []
        for one in breaks:
            if part is not None and low <= one.value <= high:
                x = frame.to_pixels(one.value, frame.y_range[0]).x()
                marks.append(Mark(one, x, self._ends(part, one)))
        if marks != self._marks or frame.area != self._area:
            self.prepareGeometryChange()
            self._marks, self._area = marks, QRectF(frame.area)
            self.update()

    def words_at(self, position: QPointF, name: str) -> str:
        """Return what breaks the curve under the mouse, if anything."""
        reach = NEAR * self._theme.scale
        for mark in self._marks:
            is_near = abs(mark.x - position.x()) <= reach and self._area.contains(position)
            if is_near and (mark.what.kind == "pole" or _is_at(mark, position, 2.0 * reach)):
                return _words(mark.what, name)
        return ""

    def _ends(self, part: Slice, one: Break) -> tuple[QPointF, ...]:
        """Return where the curve ends beside a break; a kink has one such place."""
        if one.kind == "pole":
            return ()
        frame, ends = self._plot.frame, list[QPointF]()
        reach = BESIDE * (frame.x_range[1] - frame.x_range[0])
        place = int(np.searchsorted(part.values, one.value))
        sound = np.isfinite(part.losses)
        left = [i for i in range(max(0, place - 4), place) if sound[i]][-1:]
        right = [i for i in range(place, min(len(sound), place + 4)) if sound[i]][:1]
        for i in (*left, *right):
            if abs(part.values[i] - one.value) <= reach:
                at = frame.to_pixels(one.value, float(part.losses[i]))
                ends += [at] if frame.area.contains(at) else []
        return tuple(ends[:1] if one.kind == "kink" else ends)

    def boundingRect(self) -> QRectF:
        """Return the room of all of them."""
        room = QRectF()
        for mark in self._marks:
            if mark.what.kind == "pole":
                one = QRectF(mark.x - 1.0, self._area.top(), 2.0, self._area.height())
                room = room.united(one)
            for end in mark.ends:
                reach = (TICK + 2.0) * self._theme.scale
                room = room.united(QRectF(end.x() - reach, end.y() - reach, 2 * reach, 2 * reach))
        return room

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint them."""
        theme, scale = self._theme, self._theme.scale
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dashed = theme.pen("muted", 1.0, style=Qt.PenStyle.DashLine)
        firm = theme.pen("text", 1.6)
        firm.setCosmetic(False)
        for mark in self._marks:
            if mark.what.kind == "pole":
                painter.setPen(dashed)
                x = round(mark.x) + 0.5
                painter.drawLine(QLineF(x, self._area.top(), x, self._area.bottom()))
            for end in mark.ends:
                painter.setPen(firm)
                if mark.what.kind == "kink":
                    rise = QPointF(0.0, TICK * scale)
                    painter.drawLine(QLineF(end - rise, end + rise))
                else:
                    painter.setBrush(theme.color("card"))
                    painter.drawEllipse(end, CIRCLE * scale, CIRCLE * scale)


def _is_at(mark: Mark, position: QPointF, reach: float) -> bool:
    return any(abs(end.y() - position.y()) <= reach for end in mark.ends)


def _words(one: Break, name: str) -> str:
    texts = {
        "kink": _("kink at {name} = {value}: the slope jumps, so there is no derivative here"),
        "pole": _("pole at {name} = {value}: the loss grows beyond all bounds"),
        "jump": _("jump at {name} = {value}: the slope knows nothing of the step"),
        "edge": _("the curve ends at {name} = {value}: beyond it has no value"),
    }
    return texts[one.kind].format(name=name, value=short(one.value))
