"""How a grid grows with each parameter: k, p, seconds each -> a bar for each number of parameters.

The height counts zeros: each line of the axis is so many times the one below.
"""

from math import isfinite, log10

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gdsim.scenario.grid_search import (
    DAY,
    UNIVERSE_YEARS,
    YEAR,
    count_text,
    n_combinations,
    superscript,
)
from gdsim.text import _
from gdsim.views.plotting.label_layout import is_over, moved_into
from gdsim.views.plotting.marks import Label
from gdsim.views.plotting.plots import Plot, Stroke
from gdsim.views.theme import Theme

MOST_BARS = 48
GAP = 0.28
"""Between two bars, as a part of their distance."""


class Bars(QGraphicsItem):
    """Upright bars in pixels, the last one strong."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rects: list[QRectF] = []
        self._room = QRectF()
        self.setZValue(1.0)

    def set_rects(self, rects: list[QRectF], room: QRectF) -> None:
        """Paint these, all within ``room``."""
        self.prepareGeometryChange()
        self._rects, self._room = rects, room
        self.update()

    @property
    def rects(self) -> list[QRectF]:
        """Where the bars are."""
        return self._rects

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the room for the bars."""
        return self._room

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint all bars, the last one last."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for i, rect in enumerate(self._rects):
            is_last = i == len(self._rects) - 1
            painter.setBrush(
                self._theme.color("text" if is_last else "faint", 1 if is_last else 0.5)
            )
            radius = min(3.0, rect.width() / 3.0)
            painter.drawRoundedRect(rect, radius, radius)


class GrowthPlot(Plot):
    """Combinations for 1, 2, ... parameters, with times to measure them by and what descent used.

    Attributes
    ----------
    bars : Bars
    total : Label
        Over the last bar.
    used_label : Label
        At the line of descent.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Combinations by number of parameters"), parent)
        self.axes.x_label, self.axes.y_label = _("free parameters"), _("combinations")
        self.axes.x_text, self.axes.y_text = _whole, _power
        self._n_values, self._n_parameters = 10, 0
        self._seconds, self._used = np.nan, 0
        self.bars = Bars(theme)
        self.scene().addItem(self.bars)
        dotted = Stroke("muted", alpha=0.8, style=Qt.PenStyle.DotLine)
        self._lines = [self.add_curve(name, dotted, z=2.0, is_level=True) for name in _names()]
        self._labels = [self.add_mark(Label(theme)) for _name in _names()]
        self._used_line = self.add_curve(_("descent"), Stroke("gradient", 2.0), z=3.0)
        self.total = self.add_mark(Label(theme, "text", 0.92, bold=True))
        self.used_label = self.add_mark(Label(theme, "gradient", 0.92, bold=True))

    def show_grid(self, n_values: int, n_parameters: int) -> None:
        """Show a grid of so many values of each of so many parameters."""
        self._n_values, self._n_parameters = n_values, n_parameters
        self.refresh()

    def show_speed(self, seconds_each: float) -> None:
        """Show how long looks at the loss take; NaN for not yet known."""
        self._seconds = seconds_each
        self.refresh()

    def show_used(self, n_gradients: int) -> None:
        """Show how many gradients descent has used."""
        if n_gradients != self._used:
            self._used = n_gradients
            self.refresh()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self.bars.restyle(theme)
        super().restyle(theme)

    def draw(self) -> None:
        """Bring bars and lines onto the plot."""
        n, step = self._n_parameters, log10(self._n_values)
        has_any = n > 0
        for item in (self.box, self.axes, self.bars):
            item.setVisible(has_any)
        for label in (*self._labels, self.total, self.used_label):
            label.setVisible(False)
        if not has_any:
            return
        self.set_x(0.5, n + 0.5)
        self.set_y(0.0, max(1.0, n * step) * 1.18)
        self._draw_bars(step)
        self._draw_total()
        taken = [self.total.box, self.bars.rects[-1]]
        self._draw_used(taken)
        self._draw_times(taken)

    def tip_at(self, position: QPointF) -> str:
        """Return how many combinations a bar stands for."""
        if not self._n_parameters or not self.frame.area.contains(position):
            return ""
        p = min(max(1, round(self.frame.x_at(position.x()))), self._n_parameters)
        return _("{k} values of each of {p} parameters: {n} combinations").format(
            k=self._n_values, p=p, n=count_text(n_combinations(self._n_values, p), 3)
        )

    def _draw_bars(self, step: float) -> None:
        n, area = self._n_parameters, self.frame.area
        count = min(n, MOST_BARS)
        ends = np.linspace(1.0, n, count) if count > 1 else np.array([1.0])
        pitch = area.width() / n if count == n else area.width() / count
        width = min(pitch * (1.0 - GAP), 40.0 * self.theme.scale)
        rects = []
        for p in ends.tolist():
            top = self.frame.to_pixels(p, p * step)
            rects.append(QRectF(top.x() - width / 2.0, top.y(), width, area.bottom() - top.y()))
        self.bars.set_rects(rects, area.adjusted(-width, -4.0, width, 4.0))

    def _draw_total(self) -> None:
        number = n_combinations(self._n_values, self._n_parameters)
        size = self.total.set_text(count_text(number, 2))
        bar, room = self.bars.rects[-1], QRectF(self.viewport().rect())
        corner = QPointF(bar.center().x() - size.width() / 2.0, bar.top() - size.height() - 2.0)
        self.total.move_to(moved_into(QRectF(corner, size), room).topLeft())

    def _draw_used(self, taken: list[QRectF]) -> None:
        """Draw how many gradients descent has used, on the same scale."""
        x = np.array(self.frame.x_range)
        has_any = self._used >= 1
        height = log10(self._used) if has_any else np.nan
        self.set_curve(self._used_line, x, np.full(2, height))
        if not has_any or height > self.frame.y_range[1]:
            return
        size = self.used_label.set_text(_("descent so far: {n}").format(n=f"{self._used:,}"))
        at = self.frame.to_pixels(float(x[0]), height)
        corner = QPointF(at.x() + 4.0, at.y() - size.height() - 3.0)
        box = moved_into(QRectF(corner, size), self.frame.area)
        self.used_label.move_to(box.topLeft())
        taken.append(box)

    def _draw_times(self, taken: list[QRectF]) -> None:
        """Draw how far one comes in a second, a day, a year, the age of the universe."""
        x, top = np.array(self.frame.x_range), self.frame.y_range[1]
        spans = (1, DAY, YEAR, UNIVERSE_YEARS * YEAR)
        pairs = zip(self._lines, self._labels, _names(), spans, strict=True)
        for line, label, name, seconds in pairs:
            height = log10(seconds / self._seconds) if isfinite(self._seconds) else np.nan
            self.set_curve(line, x, np.full(2, np.nan))
            if not 0.0 < height < top:
                continue
            at = self.frame.to_pixels(float(x[0]), height)
            size = label.set_text(name)
            box = QRectF(QPointF(at.x() + 4.0, at.y() - size.height() - 1.0), size)
            if box.top() >= self.frame.area.top() and not is_over(box, taken):
                self.set_curve(line, x, np.full(2, height))
                label.move_to(box.topLeft())
                taken.append(box)


def _names() -> tuple[str, ...]:
    """Return what the lines of time are called."""
    return _("in a second"), _("in a day"), _("in a year"), _("in the age of the universe")


def _whole(value: float) -> str:
    return f"{round(value):,}" if abs(value - round(value)) < 1e-6 else ""


def _power(value: float) -> str:
    if abs(value - round(value)) > 1e-6:
        return ""
    n = round(value)
    return str(10**n) if n < 3 else f"10{superscript(n)}"
