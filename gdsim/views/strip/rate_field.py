"""The learning rate on a slider, which is fast, and in a field, which is exact."""

import re
from math import isfinite, log10

import numpy as np
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from gdsim.scenario.quantities import MINUS
from gdsim.text import _
from gdsim.views.slider import Slider
from gdsim.views.strip.titled_grid import TitledGrid
from gdsim.views.text_label import TextLabel
from gdsim.views.theme import Theme

_GAP = 8  # between slider and field, in pixels at scale 1

# Positions of the slider are hundredths of the power of ten.
_RATES = [float(f"{r}e{power}") for power in range(-5, 1) for r in (1, 3)] + [10.0]
_NUMBER = re.compile(r"([+-]?)(\d+[.,]?\d*|[.,]\d+)([eE][+-]?\d+)?", re.ASCII)


def position_of(rate: float) -> int:
    """Return where on the slider a rate lies; its ends take what lies beyond them."""
    power = log10(min(max(rate, _RATES[0]), _RATES[-1]))
    return round(100.0 * power)


_STOPS = {position_of(rate): rate for rate in _RATES}


def rate_text(rate: float) -> str:
    """Return ``rate`` as it would be typed: shortest, exact, without e where that is readable."""
    if rate == 0.0 or 1e-6 <= rate < 1e7:
        return np.format_float_positional(rate, trim="-")
    return repr(rate)


def parse_rate(text: str) -> float:
    """Return the learning rate that was typed, with a point or a comma for the decimals.

    Raises
    ------
    ValueError
        With a few words that can be shown.
    """
    text = text.strip().replace(MINUS, "-")
    found = _NUMBER.fullmatch(text) if len(text) <= 40 else None
    if not found:
        raise ValueError(_("Type a number, like 0.05"))
    rate = float(text.replace(",", "."))
    if rate < 0.0:
        raise ValueError(_("It must be 0 or more"))
    if not isfinite(rate):
        raise ValueError(_("That is too large"))
    return rate + 0.0  # a plain zero for "-0"


class RateEdit(QLineEdit):
    """The field: Enter hands on a number, Esc brings back the one before."""

    rate_entered = Signal(float)
    message_changed = Signal(str)
    """Why the text is no learning rate; empty once it may be one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rate = 0.0
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setMaxLength(40)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.textEdited.connect(self._forgive)

    def set_rate(self, rate: float) -> None:
        """Show ``rate``, unless something else is being typed."""
        self._rate = rate
        is_typing = self.hasFocus() and self.isModified()
        if not is_typing and self.text() != rate_text(rate):  # else nothing is to be painted
            self.setText(rate_text(rate))
            self.setCursorPosition(0)

    def _forgive(self) -> None:
        self.message_changed.emit("")

    def _restore(self) -> None:
        self.setText(rate_text(self._rate))
        self._forgive()

    def _enter(self) -> bool:
        """Hand on what was typed, or say what is wrong with it."""
        try:
            rate = parse_rate(self.text())
        except ValueError as error:
            self.message_changed.emit(str(error))
            return False
        is_new = rate != self._rate
        self._rate = rate
        self._restore()
        if is_new:
            self.rate_entered.emit(rate)
        return True

    def event(self, event: QEvent) -> bool:
        """Keep Esc for the field while something is typed in it, before the window takes it."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self.isModified()
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter hands the number on, Esc brings back the one before."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
            self.selectAll()
        elif event.key() == Qt.Key.Key_Escape and self.isModified():
            self._restore()
            self.selectAll()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hand on a number that was typed; of anything else go back to the rate in force."""
        super().focusOutEvent(event)
        if self.isModified() and not self._enter():
            self._restore()


class RateField(QWidget):
    """The learning rate: a title, a slider from 0.00001 to 10 and a field.

    Parameters
    ----------
    theme : Theme
    parent : QWidget or None
    """

    rate_dragged = Signal(float)
    """While the slider is held."""
    rate_dropped = Signal(float)
    """When the slider is let go, moved by a key, or a number was typed."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_compact = False
        self._rate = 0.0
        self._title_text = _("LEARNING RATE")
        tip = _("How far each step goes along the gradient.\nChanges the steps from here on.")
        self.title = TextLabel(
            theme, self._title_text, color="muted", size=0.85, bold=True, elides=True
        )
        self.slider = Slider(list(_STOPS))
        self.slider.setAccessibleName(_("Learning rate"))
        self.slider.setToolTip(tip)
        self.slider.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.slider.dragged.connect(self._drag)
        self.slider.dropped.connect(self._drop)
        self.field = RateEdit()
        self.field.setAccessibleName(_("Learning rate"))
        self.field.setToolTip(tip + "\n" + _("Any number from 0 up; Enter sets it."))
        self.field.rate_entered.connect(self._set_and_drop)
        self.field.message_changed.connect(self._show_message)
        self._grid = grid = TitledGrid(self)
        grid.addWidget(self.title, 0, 0, 1, 2)
        grid.addWidget(self.slider, 1, 0)
        grid.setColumnStretch(0, 1)
        grid.addWidget(self.field, 1, 1)
        self.restyle(theme)

    def set_rate(self, rate: float) -> None:
        """Show ``rate``; what a person holds or types stays."""
        if self.slider.is_held:
            return
        self._rate = rate
        self.slider.set_position(position_of(rate))
        self.field.set_rate(rate)

    def set_compact(self, compact: bool) -> None:
        """Leave the slider out where there is no room for it."""
        self.is_compact = compact
        self.slider.setVisible(not compact)
        self._grid.setHorizontalSpacing(0 if compact else self._theme.px(_GAP))
        self._grid.invalidate()
        self.updateGeometry()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.title.restyle(theme)
        self.field.setFont(theme.font())
        self.field.setFixedSize(theme.px(70), theme.px(26))
        self.slider.setMinimumWidth(theme.px(88))
        self.slider.setFixedHeight(theme.px(28))
        self.setMaximumWidth(theme.px(320))
        self._grid.restyle(theme)
        self.set_compact(self.is_compact)

    @property
    def spared(self) -> int:
        """The width that is won by leaving the slider out."""
        with_title = max(self.title.minimumSizeHint().width(), self.field.width())
        wide = self.slider.minimumWidth() + self._theme.px(_GAP) + self.field.width()
        return wide - with_title

    def _drag(self, position: int) -> None:
        self._rate = _STOPS[position]
        self.field.set_rate(self._rate)
        self.rate_dragged.emit(self._rate)

    def _drop(self, position: int) -> None:
        self._set_and_drop(_STOPS[position])

    def _set_and_drop(self, rate: float) -> None:
        self._rate = rate
        self.slider.set_position(position_of(rate))
        self.field.set_rate(rate)
        self.rate_dropped.emit(rate)

    def _show_message(self, message: str) -> None:
        """Say above the field what is wrong with what was typed, or take that back."""
        self.title.set_text(message or self._title_text)
        self.title.set_color("text" if message else "muted")
        self.field.setAccessibleDescription(message)
