"""A constant in a formula: its name, a slider that is fast, a field that is exact."""

from math import log10

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QWidget

from gdsim.engine.functions import Constant
from gdsim.scenario.typed_numbers import as_typed
from gdsim.text import _
from gdsim.views.keys import step_factor
from gdsim.views.number_field import NumberField
from gdsim.views.slider import Slider
from gdsim.views.text_label import TextLabel
from gdsim.views.theme import Theme

N_STOPS = 101
NARROW = 280
"""Below this width, at scale 1, the name stands above the slider."""
_WIDE = 20.0
"""From this ratio of its ends on, a range is gone through in powers of ten."""


def value_at(stop: int, constant: Constant) -> float:
    """Return the constant's value, of two digits, at a stop of the slider."""
    low, high, part = constant.lowest, constant.highest, stop / (N_STOPS - 1)
    if stop in (0, N_STOPS - 1):
        return high if stop else low
    if _is_log(constant):
        return float(f"{low * (high / low) ** part:.2g}")
    return float(f"{low + part * (high - low):.2g}")


def stop_of(value: float, constant: Constant) -> int:
    """Return the stop that is nearest to a value; the ends take what lies beyond them."""
    low, high = constant.lowest, constant.highest
    value = min(max(value, low), high)
    part = (value - low) / (high - low)
    if _is_log(constant):
        part = log10(value / low) / log10(high / low)
    return round(part * (N_STOPS - 1))


def _is_log(constant: Constant) -> bool:
    return constant.lowest > 0.0 and constant.highest / constant.lowest >= _WIDE


class ConstantRow(QWidget):
    """One constant.

    Attributes
    ----------
    slider : Slider
    field : NumberField
    """

    constant_dragged = Signal(str, float)
    constant_edited = Signal(str, float)
    message_changed = Signal(str)

    def __init__(self, theme: Theme, constant: Constant, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._constant, self._value = constant, constant.default
        text = _(constant.text)
        self.label = TextLabel(theme, f"{constant.name}, {text}")
        tip = _("{text}: from {low} to {high}.\nChanges the function; the balls begin again.")
        tip = tip.format(text=text, low=as_typed(constant.lowest), high=as_typed(constant.highest))
        self.slider = Slider(range(N_STOPS))
        self.slider.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.field = NumberField(text, tip, write=as_typed)
        for part in (self.slider, self.field):
            part.setAccessibleName(text)
            part.setToolTip(tip)
        self.slider.dragged.connect(self._on_dragged)
        self.slider.dropped.connect(self._on_dropped)
        self.field.number_entered.connect(self._on_entered)
        self.field.number_nudged.connect(self._on_nudged)
        self.field.message_changed.connect(self._on_message)
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.label)
        self._hand = QHBoxLayout()
        self._hand.addWidget(self.slider, 1)
        self._hand.addWidget(self.field)
        self._row.addLayout(self._hand, 1)
        self.restyle(theme)

    @property
    def constant(self) -> Constant:
        """What it is."""
        return self._constant

    def set_value(self, value: float) -> None:
        """Show a value; what a person holds or types stays."""
        self._value = value
        if not self.slider.is_held:
            self.slider.set_position(stop_of(value, self._constant))
            self.field.set_number(value)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self._hand.setSpacing(theme.px(8))
        self.label.restyle(theme)
        self.field.setFont(theme.font())
        self.field.setFixedWidth(theme.px(60))
        self.slider.setMinimumWidth(theme.px(48))
        self.slider.setFixedHeight(theme.px(28))
        self._turn()

    def _turn(self) -> None:
        """Put the name beside the slider, or above it where there is little room."""
        is_narrow = self.width() < self._theme.px(NARROW)
        direction = QBoxLayout.Direction
        self._row.setDirection(direction.TopToBottom if is_narrow else direction.LeftToRight)
        self._row.setSpacing(self._theme.px(2 if is_narrow else 8))

    def _on_dragged(self, stop: int) -> None:
        self._value = value_at(stop, self._constant)
        self.field.set_number(self._value)
        self.constant_dragged.emit(self._constant.name, self._value)

    def _on_dropped(self, stop: int) -> None:
        self._commit(value_at(stop, self._constant))

    def _on_entered(self, value: float) -> None:
        constant = self._constant
        if constant.lowest <= value <= constant.highest:
            self._commit(value)
            return
        self.field.set_number(self._value)
        sentence = _("{name} goes from {low} to {high}.")
        low, high = as_typed(constant.lowest), as_typed(constant.highest)
        self.message_changed.emit(sentence.format(name=constant.name, low=low, high=high))

    def _on_nudged(self, direction: float, modifiers: Qt.KeyboardModifier) -> None:
        stop = stop_of(self._value, self._constant) + round(direction * step_factor(modifiers))
        self._commit(value_at(min(max(stop, 0), N_STOPS - 1), self._constant))

    def _on_message(self, is_wrong: bool) -> None:
        self.message_changed.emit(_("Type a number, like 20.") if is_wrong else "")

    def _commit(self, value: float) -> None:
        self._value = value
        self.set_value(value)
        self.constant_edited.emit(self._constant.name, value)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._turn()
