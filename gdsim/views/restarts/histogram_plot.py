"""How many runs come to which loss: Crop -> bars that pick out their runs when they are clicked.

Keys: Left and Right go through the bars, Enter picks out the runs of one, Esc picks out all.
"""

from math import floor, log10

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gdsim.engine.restarts import Results
from gdsim.scenario.crop import Crop
from gdsim.scenario.quantities import loss_text
from gdsim.text import _
from gdsim.views.keys import ENTER
from gdsim.views.plotting.axes import brief_power
from gdsim.views.plotting.label_layout import moved_into
from gdsim.views.plotting.marks import Label
from gdsim.views.plotting.plots import Plot
from gdsim.views.restarts.bars import Bars, bars_of, wants_powers
from gdsim.views.theme import Theme

GAP = 1.0
"""Pixels between two bars."""
ONE_BAR = 44.0
"""A bar is at most so wide."""


class BarsItem(QGraphicsItem):
    """The bars, each with the part of it that is picked out."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._area = QRectF()
        self.boxes: list[QRectF] = []
        self.parts: list[QRectF] = []  # what is picked out of each
        self.best = self.hovered = -1
        self.is_any_picked = False
        self.setZValue(0.5)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.update()

    def set_boxes(self, area: QRectF, boxes: list[QRectF], parts: list[QRectF]) -> None:
        """Show these bars."""
        self.prepareGeometryChange()
        self._area, self.boxes, self.parts = QRectF(area), boxes, parts
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the area of the plot."""
        return self._area

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint the bars: the best run's in the loss's colour, what is picked out stronger."""
        theme = self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(Qt.PenStyle.NoPen)
        for i, (box, part) in enumerate(zip(self.boxes, self.parts, strict=True)):
            color = "loss" if i == self.best else "muted"
            strength = 0.25 if self.is_any_picked else 0.6
            painter.setBrush(theme.color(color, strength + 0.2 * (i == self.hovered)))
            painter.drawRect(box)
            if self.is_any_picked:
                painter.setBrush(theme.color(color, 0.9))
                painter.drawRect(part)


class HistogramPlot(Plot):
    """The last losses of all runs that did not diverge.

    Attributes
    ----------
    bars : Bars or None
    chosen : int
        The bar that is looked at, -1 for none.
    is_log : bool
        Whether losses are counted in powers of ten.
    readout : Label
    """

    starts_marked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Final losses"), parent)
        self.axes.x_label, self.axes.y_label = _("loss at the end"), _("runs")
        self.axes.is_count = True
        self.crop: Crop | None = None
        self.bars: Bars | None = None
        self.is_log = False
        self.chosen = -1
        self.item = BarsItem(theme)
        self.scene().addItem(self.item)
        self.readout = self.add_mark(Label(theme, "text", 0.92, bold=True))
        self.message = self.add_mark(Label(theme, "muted", 1.0))

    def show_harvest(self, crop: Crop | None) -> None:
        """Show what many starts have brought so far."""
        self.crop = crop
        self.refresh()

    def set_logarithmic(self, *, is_log: bool) -> None:
        """Count losses in powers of ten, or plainly."""
        if is_log != self.is_log:
            self.is_log = is_log
            self.forget_ranges()
            self.refresh()

    def wants_powers(self) -> bool:
        """Whether powers of ten tell more."""
        results = self._results
        outcomes = None if self.crop is None else self.crop.outcomes
        if results is None or outcomes is None or any(group.place for group in outcomes.groups):
            return False  # how near a run is to a minimum's 0 tells nothing
        return wants_powers(results.losses, results.diverged_at < 0)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self.item.restyle(theme)
        super().restyle(theme)

    def draw(self) -> None:
        """Bring the bars onto the plot."""
        crop, results = self.crop, self._results
        self.bars = None
        if results is not None:
            is_counted = results.diverged_at < 0
            way = np.abs(results.first_losses[is_counted] - results.losses[is_counted])
            scale = float(np.nanmedian(way)) if is_counted.any() else 0.0
            self.bars = bars_of(results.losses, is_counted, is_log=self.is_log, scale=scale)
        has_any = self.bars is not None
        for item in (self.box, self.axes, self.item):
            item.setVisible(has_any)
        self.readout.setVisible(False)
        self.message.set_text(self._empty())
        self._place_message(is_shown=not has_any)
        if crop is None or results is None or self.bars is None:
            self.setAccessibleDescription(self.message.text)
            return
        self._fit(self.bars)
        self._draw_bars(self.bars, crop, results)
        self._draw_readout(self.bars)
        self.setAccessibleDescription(self._sentence(self.bars))

    def takes_key(self, event: QKeyEvent) -> bool:
        """Whether a key is for the bars."""
        wanted = (Qt.Key.Key_Left, Qt.Key.Key_Right)
        if self.bars is None:
            return False
        return event.key() in wanted or (
            self.chosen >= 0 and event.key() in (*ENTER, Qt.Key.Key_Escape)
        )

    @property
    def _results(self) -> Results | None:
        return None if self.crop is None else self.crop.results

    def _fit(self, bars: Bars) -> None:
        is_log = bars.is_log
        self.axes.x_text = _power if is_log else None
        width = (bars.edges[-1] - bars.edges[0]) / len(bars.counts)
        self.set_x(float(bars.edges[0] - 0.5 * width), float(bars.edges[-1] + 0.5 * width))
        highest = float(max(1, bars.counts.max()))
        if not 0.5 * self.frame.y_range[1] <= highest <= self.frame.y_range[1]:
            self.set_y(0.0, 1.15 * highest)

    def _draw_bars(self, bars: Bars, crop: Crop, results: Results) -> None:
        boxes = [self._box(bars, i, int(count)) for i, count in enumerate(bars.counts)]
        parts = [QRectF() for _box in boxes]
        marked = crop.marked
        if marked is not None:
            counts = np.bincount(
                bars.of_run[marked & (bars.of_run >= 0)], minlength=len(bars.counts)
            )
            parts = [self._box(bars, i, int(count)) for i, count in enumerate(counts)]
        self.item.is_any_picked = marked is not None
        self.item.best = int(bars.of_run[results.best]) if results.best >= 0 else -1
        self.item.hovered = self.chosen
        self.item.set_boxes(self.frame.area, boxes, parts)

    def _box(self, bars: Bars, bar: int, count: int) -> QRectF:
        left, right = (self.frame.to_pixels(float(bars.edges[i]), 0.0) for i in (bar, bar + 1))
        top = self.frame.to_pixels(float(bars.edges[bar]), float(count)).y()
        box = QRectF(QPointF(left.x() + GAP / 2.0, top), QPointF(right.x() - GAP / 2.0, left.y()))
        if box.width() > ONE_BAR:
            box = QRectF(box.center().x() - ONE_BAR / 2.0, box.top(), ONE_BAR, box.height())
        if count and box.height() < 2.0:
            box.setTop(box.bottom() - 2.0)  # one run of a thousand is still seen
        return box

    def _draw_readout(self, bars: Bars) -> None:
        if not 0 <= self.chosen < len(bars.counts):
            return
        size = self.readout.set_text(self._text(bars, self.chosen))
        box = self.item.boxes[self.chosen]
        corner = QPointF(box.center().x() - size.width() / 2.0, box.top() - size.height() - 4.0)
        place = self.readout.boundingRect().translated(corner)
        self.readout.move_to(moved_into(place, self.frame.area).topLeft())

    def _text(self, bars: Bars, bar: int) -> str:
        count = int(bars.counts[bar])
        ends = [10.0**edge if bars.is_log else edge for edge in bars.edges[bar : bar + 2]]
        low, high = (loss_text(float(end), 3) for end in ends)
        text = _("{n} runs: {low} to {high}") if count != 1 else _("{n} run: {low} to {high}")
        return text.format(n=f"{count:,}", low=low, high=high)

    def _sentence(self, bars: Bars) -> str:
        highest = int(bars.counts.argmax())
        return _("Most runs in one bar: {bar}.").format(bar=self._text(bars, highest))

    def _empty(self) -> str:
        """Return what to say where there are no bars."""
        results = self._results
        if results is not None and results.best < 0:
            return _("All runs diverged; try a smaller learning rate.")
        if results is not None and self.is_log:
            return _("No loss is above 0, so none has a power of ten; press L.")
        return _("Here you will see how many starts come to which loss.")

    def _place_message(self, *, is_shown: bool) -> None:
        self.message.setVisible(False)
        if is_shown:
            room = self.viewport().rect()
            size = self.message.set_room(room.width() - 40.0)
            x, y = (room.width() - size.width()) / 2.0, (room.height() - size.height()) / 2.0
            self.message.move_to(QPointF(x, y))

    def _bar_at(self, position: QPointF) -> int:
        """Return the bar whose column is under a place, -1 for none."""
        area = self.frame.area
        if self.bars is None or not area.contains(position):
            return -1
        near = [
            i
            for i, box in enumerate(self.item.boxes)
            if self.bars.counts[i] and box.left() - 1.0 <= position.x() <= box.right() + 1.0
        ]
        return near[0] if near else -1

    def _choose(self, bar: int) -> None:
        if bar != self.chosen:
            self.chosen = bar
            self.refresh()

    def _walk(self, step: int) -> None:
        assert self.bars is not None
        filled = np.flatnonzero(self.bars.counts).tolist()
        here = filled.index(self.chosen) + step if self.chosen in filled else 0
        self._choose(filled[min(max(here, 0), len(filled) - 1)])

    def _mark(self, bar: int) -> None:
        """Pick out the runs of a bar; of the one that is picked out, all again."""
        bars, crop = self.bars, self.crop
        assert bars is not None
        assert crop is not None
        runs = np.flatnonzero(bars.of_run == bar)
        is_same = crop.marked is not None and np.array_equal(np.flatnonzero(crop.marked), runs)
        self.starts_marked.emit(() if is_same else tuple(runs.tolist()))

    # What Qt calls.

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say the numbers of the bar under the mouse."""
        bar = self._bar_at(event.position())
        shape = Qt.CursorShape.PointingHandCursor if bar >= 0 else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        self._choose(bar)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick out the runs of a bar; beside the bars, all again."""
        if event.button() != Qt.MouseButton.LeftButton or self.bars is None:
            event.ignore()
            return
        bar = self._bar_at(event.position())
        if bar >= 0:
            self._mark(bar)
        else:
            self.starts_marked.emit(())

    def leaveEvent(self, event: QEvent) -> None:
        """Say no numbers."""
        self._choose(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go through the bars, pick out one, or all."""
        key = event.key()
        if not self.takes_key(event):
            event.ignore()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._walk(1 if key == Qt.Key.Key_Right else -1)
        elif key in ENTER:
            self._mark(self.chosen)
        else:
            self._choose(-1)
            self.starts_marked.emit(())


def _power(exponent: float) -> str:
    """Return a tick of decimal logarithms as the number it stands for."""
    value = 10.0**exponent
    digits = 1 if abs(exponent - round(exponent)) < 1e-6 else 2
    if digits == 1:
        return brief_power(value)
    step = 10.0 ** floor(log10(value))
    return brief_power(round(value / step, 1) * step)
