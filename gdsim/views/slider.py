"""A slider with stops: a click goes there at once, keys go from stop to stop."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider, QWidget

_DOWN = (Qt.Key.Key_Left, Qt.Key.Key_Down)
_UP = (Qt.Key.Key_Right, Qt.Key.Key_Up)
_ENDS = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}


class Slider(QSlider):
    """A slider that a person moves to its stops only; a program puts it anywhere.

    Parameters
    ----------
    stops : sequence of int
        Rising positions; the first and last are the ends.
    parent : QWidget or None
    """

    dragged = Signal(int)
    """The stop under the handle, while it is held."""
    dropped = Signal(int)
    """The stop where the handle was let go, or that a key went to."""

    def __init__(self, stops: Sequence[int], parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._stops = tuple(stops)
        self._is_held = False
        self._last: int | None = None  # the stop that the mouse was at
        self._is_moved = False
        self.setRange(self._stops[0], self._stops[-1])
        # By Tab only, so that Space still plays and arrows still step after a click.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def is_held(self) -> bool:
        """Whether the mouse holds the handle."""
        return self._is_held

    def set_position(self, position: int) -> None:
        """Put the handle at ``position``, unless the mouse holds it."""
        if not self._is_held:
            self.setValue(position)

    def _stop_at(self, x: float) -> int:
        """Return the stop nearest to a place on the widget."""
        width = self._handle().width()
        position = QStyle.sliderValueFromPosition(
            self.minimum(), self.maximum(), round(x - width / 2), self.width() - width
        )
        return min(self._stops, key=lambda stop: abs(stop - position))

    def _handle(self) -> QRect:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        return self.style().subControlRect(
            QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, self
        )

    def _drag_to(self, x: float) -> None:
        stop = self._stop_at(x)
        if stop != self._last:
            self._last, self._is_moved = stop, True
            self.setValue(stop)
            self.dragged.emit(stop)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the handle where it is, or move it to the place that was clicked."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        x = event.position().x()
        handle = self._handle()
        self._is_held, self._is_moved, self._last = True, False, None
        if handle.left() <= x <= handle.right():
            self._last = self._stop_at(x)  # a value between two stops stays until it is moved
        else:
            self._drag_to(x)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the handle with the mouse."""
        if self._is_held:
            self._drag_to(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if self._is_held and event.button() == Qt.MouseButton.LeftButton:
            self._is_held = False
            if self._is_moved:
                self.dropped.emit(self.value())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the stop before or after, or to an end."""
        stops, value, key = self._stops, self.value(), event.key()
        if key in _DOWN:
            stop = stops[max(0, bisect_left(stops, value) - 1)]
        elif key in _UP:
            stop = stops[min(len(stops) - 1, bisect_right(stops, value))]
        elif key in _ENDS:
            stop = stops[_ENDS[Qt.Key(key)]]
        else:
            event.ignore()
            return
        if stop != value:
            self.setValue(stop)
            self.dropped.emit(stop)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel alone: who scrolls past does not mean to change anything."""
        event.ignore()
