"""A hand on a handle: press, move, release, arrow keys -> a place that is moved, dropped or let go.

- FREE --press--> DRAGGING --release after a move--> FREE: dropped
- DRAGGING --release without a move--> HELD: a click takes hold
- FREE --Enter--> HELD --arrow keys--> HELD: moved; dropped after a rest
- DRAGGING or HELD --Esc--> FREE: cancelled if it had moved
"""

from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

REST_MS = 600
"""After this long without a key a handle moved by keys is taken as dropped."""


class Hand(QObject):
    """What one hand does with one handle, whose place is a number, or several on a plane.

    Attributes
    ----------
    value : float, tuple of float or None
        Where the hand has put it; None where it has not been moved.
    is_dragging, is_held : bool
        By the mouse; by the keyboard, which then moves it with the arrow keys.
    """

    moved = Signal(object)
    dropped = Signal(object)
    cancelled = Signal()
    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.value: Any = None
        self.is_dragging = self.is_held = False
        self._is_unsettled = False  # moved and not yet dropped
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.drop)

    @property
    def is_busy(self) -> bool:
        """Whether the hand's place wins over any other."""
        return self.is_dragging or self._is_unsettled

    def press(self) -> None:
        """Begin to drag."""
        self.drop()
        self.is_dragging = True
        self.changed.emit()

    def move(self, value: Any) -> None:
        """Move the handle, by mouse or keys."""
        if value == self.value:
            return
        self.value, self._is_unsettled = value, True
        if not self.is_dragging:
            self._rest.start()
        self.moved.emit(value)

    def release(self, *, is_click: bool = False, waits: bool = False) -> None:
        """End a drag; a click takes hold: nothing was moved, or the handle has jumped to it.

        One that ``waits`` is dropped only after a rest: a second click may take it back.
        """
        self.is_dragging = False
        self.is_held = is_click or not self._is_unsettled
        if waits and self._is_unsettled:
            self._rest.start()
        else:
            self.drop()
        self.changed.emit()

    def hold(self) -> None:
        """Take hold by the keyboard."""
        self.is_held = True
        self.changed.emit()

    def toggle(self) -> None:
        """Take hold by Enter; drop what is held already, and keep hold of it."""
        if self.is_held:
            self.drop()
        else:
            self.hold()

    def drop(self) -> None:
        """Commit where the handle is, if it was moved; a held one stays held."""
        self._rest.stop()
        if self._is_unsettled and self.value is not None:
            self._is_unsettled = False
            self.dropped.emit(self.value)

    def let_go(self) -> None:
        """Drop, and hold no longer."""
        self.drop()
        if self.is_held:
            self.is_held = False
            self.changed.emit()

    def finish(self) -> None:
        """Drop and let go, even in the middle of a drag, since something else comes forward."""
        self.is_dragging = False
        self.is_held = False
        self.drop()
        self.changed.emit()

    def cancel(self) -> None:
        """Put the handle back where it was, and hold no longer."""
        was_moved = self._is_unsettled
        self.forget()
        self.changed.emit()
        if was_moved:
            self.cancelled.emit()

    def forget(self) -> None:
        """Hold nothing, as for another subject; nothing is said."""
        self._rest.stop()
        self.value = None
        self.is_dragging = self.is_held = self._is_unsettled = False

    def settle(self) -> None:
        """Leave the place to what is shown, unless the hand is busy."""
        if not self.is_busy:
            self.value = None
