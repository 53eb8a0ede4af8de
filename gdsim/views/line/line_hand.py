"""A hand on the line: presses, moves and keys -> one parameter of theta moved, dropped, let go."""

from enum import Enum
from math import isfinite

from PySide6.QtCore import QObject, Qt, Signal

from gdsim.engine.arrays import Array
from gdsim.scenario.ranges import Range
from gdsim.views.keys import step_factor
from gdsim.views.line.line_shape import Line, LineModel
from gdsim.views.plotting.hand import Hand

STEP = 0.01
"""Of the plot's height: how far a key moves the held end of the line."""


class Handle(Enum):
    """What a hand on the line does with it."""

    TURN = "turn"
    SHIFT = "shift"


class LineHand(QObject):
    """What one hand does with a line; it turns it or shifts it, never both at once.

    Attributes
    ----------
    handle : Handle
        What it does now.
    model : LineModel or None
    hand : Hand
    """

    moved = Signal(int, float)
    dropped = Signal(int, float)
    cancelled = Signal()
    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.handle = Handle.TURN
        self.model: LineModel | None = None
        self._theta: Array | None = None
        self._settled: Array | None = None  # the last one that the hand did not ask for
        self.hand = Hand(self)
        self.hand.moved.connect(self._tell_moved)
        self.hand.dropped.connect(self._tell_dropped)
        self.hand.cancelled.connect(self._tell_cancelled)
        self.hand.changed.connect(self.changed)

    @property
    def theta(self) -> Array | None:
        """The parameters (n_parameters,) with the hand's own in its place."""
        parameter = self.parameter(self.handle)
        if self._theta is None or self.hand.value is None or parameter is None:
            return self._theta
        theta = self._theta.copy()
        theta[parameter] = self.hand.value
        return theta

    @property
    def line(self) -> Line | None:
        """The line of these, None if there is none."""
        theta = self.theta
        return None if theta is None or self.model is None else self.model.line(theta)

    @property
    def held(self) -> Handle | None:
        """What the hand is doing, None if it is free."""
        hand = self.hand
        return self.handle if hand.is_held or hand.is_dragging or hand.is_busy else None

    def set_model(self, model: LineModel | None) -> None:
        """Hold nothing, for another line."""
        self.hand.forget()
        self.handle, self.model = Handle.TURN, model
        self._theta = self._settled = None

    def set_theta(self, theta: Array) -> None:
        """Take over what is shown; a parameter in the hand stays there."""
        self._theta = theta
        self.hand.settle()
        if not self.hand.is_busy:
            self._settled = theta

    def parameter(self, handle: Handle) -> int | None:
        """Return where in theta stands what a handle changes."""
        if self.model is None:
            return None
        return self.model.weight if handle is Handle.TURN else self.model.bias

    def choose(self, handle: Handle) -> None:
        """Do something else with the line from now on."""
        if handle is self.handle or self.parameter(handle) is None:
            return
        self.hand.drop()
        self._theta = self.theta  # what was dropped; the snapshot that says so is still to come
        is_held = self.hand.is_held
        self.hand.forget()
        self.handle = handle
        if is_held:
            self.hand.hold()

    def press(self, handle: Handle) -> None:
        """Begin to drag."""
        self.choose(handle)
        self.hand.press()

    def end_drag(self) -> None:
        """Drop what was dragged from elsewhere, and hold nothing."""
        self.hand.release()
        self.hand.let_go()

    def put(self, handle: Handle, value: float) -> None:
        """Set what a handle changes at once; a value that is infinite or undefined does nothing."""
        if isfinite(value):
            self.choose(handle)
            self.hand.move(value)
            self.hand.drop()

    def move_through(self, x: float, y: float, width: float) -> None:
        """Bring the line through a point of a plot that is ``width`` wide, in the data's units."""
        theta, model = self.theta, self.model
        if theta is None or model is None:
            return
        if self.handle is Handle.SHIFT:
            self.hand.move(model.bias_through(x, y, theta))
        else:
            self.hand.move(model.weight_through(model.lever(x, width), y, theta))

    def nudge(
        self, direction: float, modifiers: Qt.KeyboardModifier, x_range: Range, y_range: Range
    ) -> None:
        """Move by a step: a hundredth of the height; ten times that with Shift, Ctrl a tenth."""
        line, model = self.line, self.model
        if line is None or model is None or self.hand.is_dragging:
            return
        share = direction * STEP * step_factor(modifiers)
        (left, right), x = x_range, model.pivot
        if self.handle is Handle.TURN:  # it lifts the end that is far from the pivot
            x = right if abs(right - x) >= abs(left - x) else left
        y = line.at(x) + share * (y_range[1] - y_range[0])
        self.move_through(x, y, right - left)

    def _tell_moved(self, value: float) -> None:
        parameter = self.parameter(self.handle)
        if parameter is not None:
            self.moved.emit(parameter, value)

    def _tell_dropped(self, value: float) -> None:
        parameter = self.parameter(self.handle)
        if parameter is not None:
            self.dropped.emit(parameter, value)

    def _tell_cancelled(self) -> None:
        self._theta = self._settled
        self.cancelled.emit()
