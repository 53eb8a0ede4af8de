"""From where to where one looks at a function: two fields for each variable."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QWidget

from gdsim.scenario.typed_numbers import as_typed
from gdsim.text import _
from gdsim.views.keys import step_factor
from gdsim.views.number_field import NumberField
from gdsim.views.text_label import TextLabel
from gdsim.views.theme import Theme

MOST_VARIABLES = 2
NARROW = 280
"""Below this width, at scale 1, the variables stand below each other."""
_STEP = 0.1
"""Up and Down move an end by this part of the width."""


class BoundsPair(QWidget):
    """One variable: its name, and the fields of both ends.

    An end that is typed beyond the other one stays there, with a message, until both fit.

    Signals
    -------
    ends_entered(low, high)
    message_changed(str)
        What is wrong with what was typed; empty once it may be right.

    Attributes
    ----------
    fields : (NumberField, NumberField)
        Low and high.
    """

    ends_entered = Signal(float, float)
    message_changed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ends = 0.0, 1.0
        self._typed = [0.0, 1.0]
        self.name = ""
        self.label, self._to = TextLabel(theme), TextLabel(theme, _("to"), color="muted")
        self.fields = _field(), _field()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        for part, share in (
            (self.label, 0),
            (self.fields[0], 1),
            (self._to, 0),
            (self.fields[1], 1),
        ):
            self._row.addWidget(part, share)
        for field in self.fields:
            field.message_changed.connect(self._on_message)
        self.fields[0].number_entered.connect(self._on_low)
        self.fields[1].number_entered.connect(self._on_high)
        self.fields[0].number_nudged.connect(self._nudge_low)
        self.fields[1].number_nudged.connect(self._nudge_high)
        self.restyle(theme)

    def set_ends(self, name: str, low: float, high: float) -> None:
        """Show the bounds of a variable."""
        if name != self.name:
            self.name = name
            self.label.set_text(name)
            tip = _("Where one looks at the function; the starts stay. Up and Down move this end.")
            for field, text in zip(self.fields, (_("{x} from"), _("{x} to")), strict=True):
                field.setAccessibleName(text.format(x=name))
                field.setToolTip(tip)
        if (low, high) == self._ends and [low, high] != self._typed:
            return  # one end was typed and waits for the other
        self._ends, self._typed = (low, high), [low, high]
        for field, value in zip(self.fields, (low, high), strict=True):
            field.set_number(value)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._row.setSpacing(theme.px(6))
        self.label.restyle(theme)
        self._to.restyle(theme)
        for field in self.fields:
            field.setFont(theme.font(0.95))
        self.setMaximumWidth(theme.px(196))

    def _on_low(self, value: float) -> None:
        self._enter(0, value)

    def _on_high(self, value: float) -> None:
        self._enter(1, value)

    def _enter(self, side: int, value: float) -> None:
        self._typed[side] = value
        low, high = self._typed
        if not low < high:
            sentence = _("{x} must go from a lower number to a higher one.")
            self.message_changed.emit(sentence.format(x=self.name))
        elif (low, high) != self._ends:
            self._ends = low, high
            self.message_changed.emit("")
            self.ends_entered.emit(low, high)

    def _on_message(self, is_wrong: bool) -> None:
        self.message_changed.emit(_("Type a number, like −2.5.") if is_wrong else "")

    def _nudge_low(self, direction: float, modifiers: Qt.KeyboardModifier) -> None:
        self._nudge(0, direction * step_factor(modifiers))

    def _nudge_high(self, direction: float, modifiers: Qt.KeyboardModifier) -> None:
        self._nudge(1, direction * step_factor(modifiers))

    def _nudge(self, side: int, n_steps: float) -> None:
        ends = list(self._typed)
        width = self._ends[1] - self._ends[0]
        ends[side] = float(f"{ends[side] + n_steps * _STEP * width:.3g}")
        if ends[0] < ends[1]:
            self.fields[side].set_number(ends[side])
            self._enter(side, ends[side])


class BoundsRow(QWidget):
    """The bounds of all variables, side by side.

    Signals
    -------
    bounds_edited(dict of variable to (low, high))
        Of the variable whose bounds were changed.

    Attributes
    ----------
    pairs : tuple of BoundsPair
    """

    bounds_edited = Signal(object)
    message_changed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pairs = tuple(BoundsPair(theme) for _i in range(MOST_VARIABLES))
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        for pair in self.pairs:
            self._row.addWidget(pair, 100)
            pair.message_changed.connect(self.message_changed)
        self._row.addStretch(1)
        self.pairs[0].ends_entered.connect(self._on_first)
        self.pairs[1].ends_entered.connect(self._on_second)
        self.restyle(theme)

    def set_bounds(self, bounds: Mapping[str, tuple[float, float]]) -> None:
        """Show the bounds of each variable."""
        for pair, name in zip(self.pairs, (*bounds, None, None), strict=False):
            pair.setVisible(name is not None)
            if name is not None:
                pair.set_ends(name, *bounds[name])

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        for pair in self.pairs:
            pair.restyle(theme)
        self._turn()

    def _turn(self) -> None:
        """Put the pairs beside each other, or below where there is little room."""
        is_narrow = self.width() < self._theme.px(NARROW)
        direction = QBoxLayout.Direction
        self._row.setDirection(direction.TopToBottom if is_narrow else direction.LeftToRight)
        self._row.setSpacing(self._theme.px(6 if is_narrow else 16))

    def _on_first(self, low: float, high: float) -> None:
        self.bounds_edited.emit({self.pairs[0].name: (low, high)})

    def _on_second(self, low: float, high: float) -> None:
        self.bounds_edited.emit({self.pairs[1].name: (low, high)})

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._turn()


def _field() -> NumberField:
    field = NumberField("", "", write=as_typed)
    field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    return field
