"""The field that stands over a ball's learning rate while another one is typed."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from gdsim.scenario.typed_numbers import as_typed, read_number
from gdsim.text import _
from gdsim.views.keys import ENTER, step_factor
from gdsim.views.number_field import NumberField

_COMES_BACK = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
_STEP = 1.25
"""Up makes a rate so many times larger, Down smaller."""


def read_rate(text: str) -> float | None:
    """Return the learning rate that was typed, 0 or more, or None."""
    rate = read_number(text)
    return None if rate is None or rate < 0.0 else rate + 0.0


class RateCell(NumberField):
    """Takes one rate at a time: Enter or leaving hands it on, Esc goes away without.

    Signals
    -------
    closed(had_focus)
        It has gone; whether the keys were its own until then.

    Attributes
    ----------
    mark : int
        Of the ball whose rate it is; -1 for none.
    """

    closed = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            _("Learning rate of this ball"),
            _("Any number from 0 up. Enter sets it, Esc leaves it; Up and Down change it."),
            read_rate,
            as_typed,
            parent,
        )
        self.mark = -1
        self.number_nudged.connect(self._nudge)
        self.hide()

    def open_at(self, mark: int, rate: float, place: QRect) -> None:
        """Stand over the rate of a ball and take what is typed."""
        self.mark = mark
        self.setModified(False)
        self.set_number(rate)
        self.setGeometry(place)
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.selectAll()

    def close_up(self) -> None:
        """Go away."""
        if self.mark >= 0:
            self.mark = -1
            self.setModified(False)
            had_focus = self.hasFocus()
            self.hide()
            self.closed.emit(had_focus)

    def _nudge(self, direction: float, modifiers: Qt.KeyboardModifier) -> None:
        rate = read_rate(self.text())
        if rate is not None:
            factor = _STEP ** (direction * step_factor(modifiers))
            self.setText(as_typed(float(f"{rate * factor:.2g}")))
            self.setModified(True)

    def _has_left(self, event: QEvent) -> bool:
        is_out = isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut
        return is_out and event.reason() not in _COMES_BACK  # type: ignore[attr-defined]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go away with Esc, with a number that was entered, and when it is left."""
        is_key = isinstance(event, QKeyEvent)
        if is_key and event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]
            if event.type() == QEvent.Type.KeyPress:
                self.close_up()
            event.accept()
            return True
        taken = super().eventFilter(watched, event)
        is_enter = (
            is_key and event.type() == QEvent.Type.KeyPress and event.key() in ENTER  # type: ignore[attr-defined]
        )
        if (is_enter and not self.isModified()) or self._has_left(event):
            self.close_up()
        return taken
