"""The axes of a plot: a range and a length in pixels -> few round ticks with a true minus.

One item paints them all: a line under the plot, faint lines across it, the numbers, the labels.
"""

from collections.abc import Callable
from math import ceil, floor, log10
from typing import NamedTuple, TypeAlias

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gdsim.scenario.quantities import fixed, short
from gdsim.scenario.ranges import Range, nice_step
from gdsim.views.theme import Theme

TickText: TypeAlias = Callable[[float], str]

GAP = 8.0
"""Pixels between the plot and the numbers beside it."""
TEXT_SIZE = 0.82
"""The numbers' height, as a part of the window's font."""


class Tick(NamedTuple):
    """A place on an axis, in the units of its range, and what is written there."""

    position: float
    text: str


class Emphasis(NamedTuple):
    """A number on the horizontal axis that stands out, such as the selected epoch."""

    position: float
    text: str
    color: str = "selection_text"


def linear_ticks(extent: Range, n_most: float, text: TickText | None = None) -> list[Tick]:
    """Return at most about ``n_most`` ticks at round numbers."""
    low, high = extent
    step = nice_step((high - low) / max(1.0, n_most))
    write = text or _writer(step, max(abs(low), abs(high)))
    numbers = range(ceil(low / step - 1e-6), floor(high / step + 1e-6) + 1)
    return [Tick(i * step, write(i * step)) for i in numbers]


def log_ticks(extent: Range, n_most: float) -> list[Tick]:
    """Return ticks for a range of decimal logarithms: decades; on short ranges also 2 and 5."""
    low, high = extent
    powers = range(floor(low) - 1, ceil(high) + 1)
    inside = [p for p in powers if low - 1e-6 <= p <= high + 1e-6]
    if len(inside) >= 3:
        every = ceil(len(inside) / max(1.0, n_most))
        return [Tick(p, brief_power(10.0**p)) for p in inside if p % every == 0]
    if high - low > 0.5:
        values = [factor * 10.0**p for p in powers for factor in (1.0, 2.0, 5.0)]
        return [
            Tick(log10(v), brief_power(v)) for v in values if low - 1e-6 <= log10(v) <= high + 1e-6
        ]
    plain = linear_ticks((10.0**low, 10.0**high), n_most)
    return [Tick(log10(t.position), t.text) for t in plain if t.position > 0.0]


def brief_power(value: float) -> str:
    """Return a number of one digit, such as 0.05 or 2e7, without trailing zeros."""
    if 1e-4 <= value < 1e6:
        return f"{value:,.0f}" if value >= 1.0 else f"{value:.4f}".rstrip("0")
    return short(value, 1).replace(".e", "e")


def _writer(step: float, size: float) -> TickText:
    """Return how the ticks of one axis are written: with as many decimals as its step needs."""
    if size >= 1e6 or step < 1e-4:
        return _in_powers(step)
    decimals = max(0, -floor(log10(step) + 1e-9))

    def write(value: float) -> str:
        text = fixed(abs(value), decimals) if decimals else f"{abs(value):,.0f}"
        return fixed(-1.0, 0)[0] + text if value < 0.0 and float(text.replace(",", "")) else text

    return write


def _in_powers(step: float) -> TickText:
    """Return how large or small numbers are written: with the digits that tell steps apart."""
    last = floor(log10(step) + 1e-9)

    def write(value: float) -> str:
        if abs(value) < 0.5 * step:
            return "0"
        return short(value, max(2, floor(log10(abs(value)) + 1e-9) - last + 1))

    return write


class Axes(QGraphicsItem):
    """Both axes of one plot, in the pixels of its scene.

    Attributes
    ----------
    area : QRectF
        The plot's inside.
    x_label, y_label : str
        Below the right end, and above the left end.
    x_text, y_text : callable or None
        How a tick is written, instead of the plain number.
    is_log : bool
        Whether the vertical range is one of decimal logarithms.
    is_count : bool
        Whether the vertical axis counts, so that only whole numbers stand there.
    has_grid : bool
    emphasis : Emphasis or None
    room_below : float
        Pixels kept free between the horizontal axis and its numbers.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.restyle(theme)
        self.area = QRectF()
        self._whole = QRectF()
        self.x_label = self.y_label = ""
        self.x_text: TickText | None = None
        self.y_text: TickText | None = None
        self.is_log = self.is_count = False
        self.has_grid = True
        self.emphasis: Emphasis | None = None
        self.room_below = 0.0
        self._x_range: Range = (0.0, 1.0)
        self._y_range: Range = (0.0, 1.0)
        self._x_ticks: list[Tick] = []
        self._y_ticks: list[Tick] = []
        self.setZValue(-10.0)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self.theme = theme
        self._font = theme.font(TEXT_SIZE)
        self._bold = theme.font(TEXT_SIZE, bold=True)
        self._metrics = QFontMetricsF(self._font)

    def margins(self, x_range: Range, y_range: Range, height: float) -> tuple[float, float, float]:
        """Return the pixels that numbers and labels need at the left, top and bottom."""
        self._x_range, self._y_range = x_range, y_range
        line = self._metrics.height()
        top = line + 6.0 if self.y_label else self.theme.px(10)
        bottom = self.room_below + GAP + line * (2.1 if self.x_label else 1.0) + 2.0
        self._y_ticks = self._vertical(max(1.0, height - top - bottom))
        widest = max((self._metrics.horizontalAdvance(t.text) for t in self._y_ticks), default=0)
        # In steps of 8, so that the plot does not jump by a pixel when a digit changes.
        return 8.0 * ceil((widest + GAP + 4.0) / 8.0), top, bottom

    def place(self, area: QRectF, whole: QRectF) -> None:
        """Paint around ``area`` from now on, within ``whole``."""
        self.prepareGeometryChange()
        self.area, self._whole = area, whole
        self._y_ticks = self._vertical(area.height())
        self._x_ticks = self._horizontal(area.width())
        self.update()

    def _horizontal(self, length: float) -> list[Tick]:
        """Return as many ticks as stand apart."""
        n_most = min(8.0, length / self.theme.px(40))
        while True:
            ticks = linear_ticks(self._x_range, n_most, self.x_text)
            widest = max((self._metrics.horizontalAdvance(t.text) for t in ticks), default=0.0)
            if len(ticks) < 3 or (widest + 14.0) * (len(ticks) - 1) <= length:
                return ticks
            n_most *= 0.7

    def _vertical(self, length: float) -> list[Tick]:
        n_most = min(7.0, max(2.0, length / self.theme.px(24)))
        if self.is_log:
            return log_ticks(self._y_range, n_most)
        if self.is_count:
            n_most = min(n_most, max(1.0, self._y_range[1] - self._y_range[0]))
        return linear_ticks(self._y_range, n_most, self.y_text)

    def _paint_vertical(self, painter: QPainter) -> None:
        area, (low, high) = self.area, self._y_range
        line = self._metrics.height()
        for tick in self._y_ticks:
            y = area.bottom() - (tick.position - low) / (high - low) * area.height()
            if not area.top() - 1.0 <= y <= area.bottom() + 1.0:
                continue
            if self.has_grid and y < area.bottom() - 2.0:
                painter.setPen(self.theme.pen("line"))
                painter.drawLine(QLineF(area.left(), round(y), area.right(), round(y)))
            painter.setPen(self.theme.color("muted"))
            box = QRectF(0.0, y - line / 2.0, area.left() - GAP, line)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight, tick.text)
        if self.y_label:
            painter.drawText(QPointF(GAP / 2.0, self._metrics.ascent() + 1.0), self.y_label)

    def _paint_horizontal(self, painter: QPainter) -> None:
        area, line = self.area, self._metrics.height()
        painter.setPen(self.theme.pen("faint"))
        base = round(area.bottom())
        painter.drawLine(QLineF(area.left(), base, area.right(), base))
        taken = self._paint_emphasis(painter)
        painter.setPen(self.theme.color("muted"))
        for tick in self._x_ticks:
            box = self._below(tick.position, tick.text)
            if not box.intersects(taken):
                painter.drawText(box, Qt.AlignmentFlag.AlignHCenter, tick.text)
        if self.x_label:
            painter.setPen(self.theme.color("text"))
            # It may begin left of the axis: a long one has room there.
            top = area.bottom() + self.room_below + GAP + line * 1.1
            box = QRectF(0.0, top, area.right(), line)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight, self.x_label)

    def _paint_emphasis(self, painter: QPainter) -> QRectF:
        """Paint the number that stands out; return where, with room to its neighbours."""
        low, high = self._x_range
        if self.emphasis is None or not low <= self.emphasis.position <= high:
            return QRectF()
        box = self._below(self.emphasis.position, self.emphasis.text)
        painter.setFont(self._bold)
        painter.setPen(self.theme.color(self.emphasis.color))
        painter.drawText(box, Qt.AlignmentFlag.AlignHCenter, self.emphasis.text)
        painter.setFont(self._font)
        return box.adjusted(-GAP / 2.0, 0.0, GAP / 2.0, 0.0)

    def _below(self, position: float, text: str) -> QRectF:
        """Return where a number of the horizontal axis is written, never beyond the widget."""
        area, (low, high) = self.area, self._x_range
        width = self._metrics.horizontalAdvance(text) + 6.0
        x = area.left() + (position - low) / (high - low) * area.width() - width / 2.0
        x = min(x, self._whole.right() - width)
        return QRectF(x, area.bottom() + self.room_below + GAP, width, self._metrics.height())

    def boundingRect(self) -> QRectF:
        """Return the whole widget."""
        return self._whole

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint lines, numbers and labels."""
        painter.setFont(self._font)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._paint_vertical(painter)
        self._paint_horizontal(painter)
