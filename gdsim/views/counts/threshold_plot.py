"""Every row's answer on the way from no to yes, and a threshold to drag between them.

Rows that are truly yes stand above the line, the others below; right of the threshold the network
says yes. So the four corners are the four counts.
"""

from math import hypot

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from gdsim.engine.arrays import Array
from gdsim.engine.verdicts import Verdicts
from gdsim.scenario.yes_no import YesNo
from gdsim.text import _
from gdsim.views.counts import threshold_words as words
from gdsim.views.counts.stacks import Stacks, stacked
from gdsim.views.keys import ENTER, step_factor
from gdsim.views.plotting.hand import Hand
from gdsim.views.plotting.label_layout import moved_into
from gdsim.views.plotting.marks import Label, Ring, Stick
from gdsim.views.plotting.nearest import nearest
from gdsim.views.plotting.plot_frame import NONE
from gdsim.views.plotting.plots import GRAB, Plot, Stroke
from gdsim.views.theme import Theme

FIRST = 0.5
PITCH = 7.0
"""Pixels between two dots, at scale 1."""
CORNER = 22.0
"""Pixels above and below the dots, for what stands in the corners."""
HANDLE = 11.0
"""Pixels from the top to the middle of the handle, so that its halo is whole."""
STEP = 0.01
STILL = 2.0
"""Pixels that a pressed mouse may tremble without moving the line."""
NEAR = 7.0
ARROWS = {Qt.Key.Key_Left: -1.0, Qt.Key.Key_Right: 1.0}


class ThresholdPlot(Plot):
    """Dots of all rows from 0 to 1, and the threshold.

    Wrong answers are crosses. Rows held out are hollow. The mouse drags the threshold and a click
    on a dot selects its row. By keyboard Enter takes hold of the threshold; Left and Right move it
    by 0.01 (Shift: 0.1, Ctrl: 0.001), Esc lets go.

    Signals
    -------
    threshold_moved(float)
        It was moved here; to look, nothing is changed by it.

    Attributes
    ----------
    threshold : float
    ring : Ring
        The handle, atop the line.
    corner_labels : tuple of Label
        Above left and right, below left and right.
    messages : tuple of Label
        What stands there where nothing is asked that is yes or no.
    """

    row_requested = Signal(int)
    threshold_moved = Signal(float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Answers from no to yes"), parent)
        self.axes.has_grid, self.axes.y_text = False, _nothing
        self.axes.x_label = _("output")
        self.threshold = FIRST
        self._asked: YesNo | None = None
        self._outputs: Array = np.empty(0)
        self._row = -1
        self._stacks: Stacks | None = None
        self._verdicts: Verdicts | None = None
        self._pressed_at, self._grip = QPointF(), 0.0
        self._middle = self.add_curve(_("between yes and no"), Stroke("line"), is_level=True)
        size = PITCH - 1.0
        self._kinds = {
            (True, False): self.add_dots(_("right"), Stroke("faint", size), z=1.0),
            (True, True): self.add_dots(_("right, held out"), Stroke("card", size - 1.0), z=2.0),
            (False, False): self.add_dots(_("wrong"), Stroke("loss", size + 2.0), z=3.0),
            (False, True): self.add_dots(_("wrong, held out"), Stroke("card", size + 2.0), z=4.0),
        }
        for (is_right, _is_test), dots in self._kinds.items():
            dots.setSymbol("o" if is_right else "x")
        self.line = self.add_mark(Stick(theme, "text", 2.0))
        self.ring = self.add_mark(Ring(theme, "text", 8.0, 3.0))
        self._row_ring = self.add_mark(Ring(theme, "selection", 5.0, 2.4))
        self._row_ring.setZValue(9.0)
        self.value_label = self.add_mark(Label(theme, "text", 0.92, bold=True))
        self.corner_labels = tuple(self.add_mark(Label(theme, "text", 0.92)) for _i in range(4))
        self.messages = tuple(
            self.add_mark(Label(theme, color, size))
            for color, size in (("text", 1.1), ("muted", 1.0))
        )
        for label, text in zip(self.messages, words.what_it_needs(), strict=True):
            label.set_text(text)
        self.note = self.add_mark(Label(theme))
        self.hand = Hand(self)
        self.hand.moved.connect(self._on_moved)
        self.hand.cancelled.connect(self._on_cancelled)
        self.hand.changed.connect(self._show_halo)
        self._before = FIRST
        self._outline()

    def set_asked(self, asked: YesNo | None) -> None:
        """Prepare for another question."""
        self._asked, self._outputs, self._row = asked, np.empty(0), -1
        self._verdicts = None
        self.hand.forget()
        self.refresh()

    def show_outputs(self, outputs: Array, row: int) -> None:
        """Show the output of every row (n_samples,), and which row is selected."""
        self._outputs, self._row = outputs, row
        self.refresh()

    def set_threshold(self, threshold: float) -> None:
        """Put the threshold there."""
        self.threshold = min(max(threshold, 0.0), 1.0)
        self.refresh()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        super().restyle(theme)
        self._outline()

    def draw(self) -> None:
        """Bring rows and threshold onto the plot."""
        has_any = self._asked is not None and len(self._outputs) > 0
        for item in (self.box, self.axes):
            item.setVisible(has_any)
        marks = (self.line, self.ring, self._row_ring, self.value_label, self.note)
        for mark in (*marks, *self.corner_labels):
            mark.setVisible(False)
        self._draw_messages(is_shown=self._asked is None)
        if not has_any:
            return
        self.set_x(0.0, 1.0)
        if self.frame.y_range == NONE:
            self.set_y(-1.0, 1.0)  # until there is an area
        half = 0.5 * self.frame.area.height()
        self.set_y(-half, half)  # a pixel is one
        self.set_curve(self._middle, np.array([0.0, 1.0]), np.zeros(2))
        self._draw_rows()
        self._draw_corners()
        self._draw_line()

    def show_counts(self, verdicts: Verdicts) -> None:
        """Write the counts of the rows learnt from into the corners."""
        self._verdicts = verdicts
        self._draw_corners()

    def tip_at(self, position: QPointF) -> str:
        """Return what the dot, the threshold or the count under the mouse is."""
        i = self._dot_at(position)
        if self._asked is not None and self._stacks is not None and i >= 0:
            row = int(self._stacks.rows[i])
            n = self._stacks.rows_per_dot
            return words.dot_tip(self._asked, row, float(self._outputs[row]), n)
        for label, tip in zip(self.corner_labels, words.cell_tips(), strict=True):
            if label.isVisible() and label.box.contains(position):
                return tip
        return (
            _("Drag the line: right of it the network says yes.") if self._is_near(position) else ""
        )

    def takes_key(self, event: QKeyEvent) -> bool:
        """Whether the threshold, which is held, wants this key."""
        if event.key() in ENTER:
            return self._can_move()
        is_in_hand = self.hand.is_held or self.hand.is_dragging
        return is_in_hand and (event.key() in ARROWS or event.key() == Qt.Key.Key_Escape)

    def _outline(self) -> None:
        """Draw what is held out hollow, in the colours of the theme."""
        for (is_right, is_test), dots in self._kinds.items():
            if is_test:
                dots.setPen(self.theme.pen("muted" if is_right else "loss", 1.4))

    def _draw_rows(self) -> None:
        assert self._asked is not None
        asked, area, pitch = self._asked, self.frame.area, PITCH * self.theme.scale
        n_columns = max(4, int(area.width() / pitch))
        most = max(2, int((0.5 * area.height() - CORNER * self.theme.scale) / pitch))
        stacks = stacked(self._outputs, asked.is_yes, asked.is_test, n_columns, most)
        self._stacks = stacks
        rows, heights = stacks.rows, self._heights(stacks)
        is_right = (self._outputs[rows] >= self.threshold) == asked.is_yes[rows]
        is_test = asked.is_test[rows]
        for (right, test), dots in self._kinds.items():
            chosen = (is_right == right) & (is_test == test)
            self.set_curve(dots, stacks.x[chosen], heights[chosen])
        size = self.note.set_text(words.legend(asked, stacks.rows_per_dot))
        label_height = self.viewport().height() - size.height() - 2.0
        self.note.move_to(QPointF(area.left() - 3.0, label_height))
        self.note.setVisible(size.width() < area.width() - self.theme.px(56))
        found = np.flatnonzero(rows == self._row)
        if len(found):
            i = int(found[0])
            self._row_ring.setPos(self.frame.to_pixels(stacks.x[i], heights[i]))
            self._row_ring.setVisible(True)

    def _draw_corners(self) -> None:
        if self._verdicts is None or not self.box.isVisible():
            return
        area = self.frame.area
        texts = words.corners(self._verdicts, is_brief=area.width() < self.theme.px(300))
        for i, (label, text) in enumerate(zip(self.corner_labels, texts, strict=True)):
            is_right, is_low = i % 2 == 1, i >= 2
            size = label.set_text(text, "loss" if i in (0, 3) else "text")
            x = area.right() - size.width() if is_right else area.left()
            y = area.bottom() - size.height() - 2.0 if is_low else area.top() + 2.0
            label.move_to(QPointF(x, y))

    def _draw_messages(self, *, is_shown: bool) -> None:
        center = self.viewport().rect().center()
        y = center.y() - 24.0 * self.theme.scale
        for label in self.messages:
            size = label.set_room(self.viewport().width() - 16.0 * self.theme.scale)
            label.move_to(QPointF(center.x() - size.width() / 2.0, y))
            label.setVisible(is_shown)
            y += size.height() + 8.0 * self.theme.scale

    def _heights(self, stacks: Stacks) -> Array:
        """Return how far above the middle the dots are, in pixels."""
        return (stacks.levels - 0.5 * np.sign(stacks.levels)) * PITCH * self.theme.scale

    def _draw_line(self) -> None:
        area = self.frame.area
        x = self.frame.to_pixels(self.threshold, 0.0).x()
        top = QPointF(x, area.top() + HANDLE * self.theme.scale)
        self.line.set_line(top, QPointF(x, area.bottom()))
        self.ring.setPos(top)
        self.ring.setVisible(True)
        size = self.value_label.set_text(words.threshold_text(self.threshold))
        place = QRectF(QPointF(x + 14.0 * self.theme.scale, top.y() - size.height() / 2.0), size)
        room = QRectF(self.viewport().rect())
        if place.right() > room.right():
            place.moveRight(x - 14.0 * self.theme.scale)
        self.value_label.move_to(moved_into(place, room).topLeft())
        self._show_halo()

    def _show_halo(self) -> None:
        self.ring.set_halo("held" if self.hand.is_held else "")

    def _can_move(self) -> bool:
        return self._asked is not None and len(self._outputs) > 0

    def _is_near(self, position: QPointF) -> bool:
        """Whether a press takes the threshold: anywhere along its line."""
        if not self.ring.isVisible():
            return False
        reach = GRAB * self.theme.scale
        offset = position - self.ring.pos()
        is_on_line = abs(offset.x()) <= reach and position.y() <= self.frame.area.bottom()
        return is_on_line or hypot(offset.x(), offset.y()) <= reach

    def _dot_at(self, position: QPointF) -> int:
        """Return which dot is under a pixel, -1 for none."""
        stacks = self._stacks
        if stacks is None or not self.box.isVisible():
            return -1
        pixels = self.frame.all_to_pixels(stacks.x, self._heights(stacks))
        return nearest(pixels, position, 0.7 * NEAR * self.theme.scale)

    def _threshold_at(self, pixel: float) -> float:
        return float(min(max(round(self.frame.x_at(pixel), 3), 0.0), 1.0))

    def _on_moved(self, threshold: float) -> None:
        self.set_threshold(threshold)
        self.threshold_moved.emit(self.threshold)

    def _on_cancelled(self) -> None:
        self.set_threshold(self._before)
        self.threshold_moved.emit(self.threshold)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the threshold, select a row, or bring the threshold here."""
        position = event.position()
        if event.button() != Qt.MouseButton.LeftButton or not self._can_move():
            event.ignore()
            return
        is_near, i = self._is_near(position), self._dot_at(position)
        if i >= 0 and self._stacks is not None and abs(position.x() - self.ring.pos().x()) > NEAR:
            self.row_requested.emit(int(self._stacks.rows[i]))
            return
        if not is_near and not self.frame.area.contains(position):
            self.hand.let_go()
            return
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self._pressed_at, self._before = position, self.threshold
        self._grip = self.ring.pos().x() - position.x() if is_near else 0.0
        self.hand.press()
        if not is_near:
            self.hand.move(self._threshold_at(position.x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the threshold, or show what a press would do."""
        position = event.position()
        if not self.hand.is_dragging:
            is_near, is_dot = self._is_near(position), self._dot_at(position) >= 0
            shape = Qt.CursorShape.OpenHandCursor if is_near else Qt.CursorShape.ArrowCursor
            if is_dot and abs(position.x() - self.ring.pos().x()) > NEAR:
                shape, is_near = Qt.CursorShape.PointingHandCursor, False
            self.viewport().setCursor(shape)
            if not self.hand.is_held:
                self.ring.set_halo("soft" if is_near else "")
        elif self.hand.value is not None or abs(position.x() - self._pressed_at.x()) > STILL:
            self.hand.move(self._threshold_at(position.x() + self._grip))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the threshold be where it is."""
        if event.button() == Qt.MouseButton.LeftButton and self.hand.is_dragging:
            self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
            self.hand.release()
            self.hand.settle()

    def leaveEvent(self, event: QEvent) -> None:
        """Show no halo."""
        self._show_halo()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take hold of the threshold, move it, let it go."""
        key, modifiers = event.key(), event.modifiers()
        if not self.takes_key(event):
            event.ignore()
        elif key in ENTER:
            self._before = self.threshold
            self.hand.let_go() if self.hand.is_held else self.hand.hold()
        elif key == Qt.Key.Key_Escape:
            self.hand.cancel()
        else:
            step = STEP * step_factor(modifiers)
            new = round(self.threshold + step * ARROWS[Qt.Key(key)], 3)
            self.hand.move(min(max(new, 0.0), 1.0))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let go."""
        super().focusOutEvent(event)
        self.hand.let_go()


def _nothing(_value: float) -> str:
    return ""
