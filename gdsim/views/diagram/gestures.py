"""What hands and keys mean in the diagram: mouse drags as objects, keys as a table."""

from enum import Enum, auto
from typing import NamedTuple

from PySide6.QtCore import QPointF, Qt

from gdsim.views.diagram.targets import Direction, Target

PIXELS_PER_UNIT = 100.0
"""How far a number is dragged upwards to grow by 1."""


class Press(NamedTuple):
    """A mouse button held down on something, or on empty ground.

    Attributes
    ----------
    target : Target or None
    at : QPointF
        In the widget.
    was_held : bool
        Whether the target was already chosen before, so that a click means more.
    offset : QPointF
        How the picture was panned.
    value : float
        The parameter's number, for a drag.
    is_drag : bool
        Whether the mouse has moved far enough.
    """

    target: Target | None
    at: QPointF
    was_held: bool
    offset: QPointF
    value: float = 0.0
    is_drag: bool = False

    def value_at(self, position: QPointF, modifiers: Qt.KeyboardModifier) -> float:
        """Return the number that a drag to ``position`` means: up is more, ten times with Shift."""
        factor = 10.0 if modifiers & Qt.KeyboardModifier.ShiftModifier else 1.0
        change = (self.at.y() - position.y()) / PIXELS_PER_UNIT * factor
        return float(f"{self.value + change:.12g}")


class Command(Enum):
    """What a key asks for."""

    EDIT = auto()
    TYPE = auto()
    RAISE = auto()
    LOWER = auto()
    FREEZE = auto()
    CUT = auto()
    REMOVE = auto()
    LET_GO = auto()


ARROWS = {
    Qt.Key.Key_Left: Direction.LEFT,
    Qt.Key.Key_Right: Direction.RIGHT,
    Qt.Key.Key_Up: Direction.UP,
    Qt.Key.Key_Down: Direction.DOWN,
}

KEYS = {
    Qt.Key.Key_Return: Command.EDIT,
    Qt.Key.Key_Enter: Command.EDIT,
    Qt.Key.Key_F2: Command.EDIT,
    Qt.Key.Key_PageUp: Command.RAISE,
    Qt.Key.Key_PageDown: Command.LOWER,
    Qt.Key.Key_F: Command.FREEZE,
    Qt.Key.Key_X: Command.CUT,
    Qt.Key.Key_C: Command.CUT,
    Qt.Key.Key_Delete: Command.REMOVE,
    Qt.Key.Key_Escape: Command.LET_GO,
}

NUDGES = (Command.RAISE, Command.LOWER)


def command(key: int, modifiers: Qt.KeyboardModifier, text: str) -> Direction | Command | None:
    """Return what a key means while something is held; None where it is not the diagram's."""
    plain = modifiers & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
    known = Qt.Key(key)
    found = KEYS.get(known)
    if found in NUDGES and not plain & ~Qt.KeyboardModifier.ControlModifier:
        return found
    if plain != Qt.KeyboardModifier.NoModifier:
        return None
    # Not "." and ",": they go through the parts of the epoch, and a 0 may stand before them.
    if len(text) == 1 and text in "0123456789-−":
        return Command.TYPE
    return ARROWS.get(known) or found
