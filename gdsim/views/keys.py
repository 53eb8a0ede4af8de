"""Keys that mean the same in every view: Enter takes hold, Shift and Ctrl change the step."""

from PySide6.QtCore import Qt

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def step_factor(modifiers: Qt.KeyboardModifier) -> float:
    """Return how an arrow key's step is multiplied: 10 with Shift, a tenth with Ctrl, else 1."""
    if modifiers & Qt.KeyboardModifier.ShiftModifier:
        return 10.0
    return 0.1 if modifiers & Qt.KeyboardModifier.ControlModifier else 1.0
