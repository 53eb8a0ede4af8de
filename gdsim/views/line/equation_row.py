"""The line as an equation with numbers to type: price = 40,486 + 7,237.1 × bedrooms."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from gdsim.engine.arrays import Array
from gdsim.scenario.quantities import TIMES, Quantity, short
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.diagram.editors import parse_quantity
from gdsim.views.line.line_shape import Line, LineModel
from gdsim.views.line.number_field import NumberField
from gdsim.views.text_label import TextLabel
from gdsim.views.theme import Theme

PLAIN = Quantity("", "")
FIELD = 84
"""Width of a field in pixels at scale 1."""


class EquationRow(QWidget):
    """target = intercept + slope x input; under each number the parameter that it comes from.

    Attributes
    ----------
    intercept, slope : NumberField
        In the data's own units.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model: LineModel | None = None
        self._names: tuple[str, ...] = ()
        self.intercept = NumberField(
            _("Intercept"),
            _("The height at 0: type a number, or nudge it by Up and Down. Shifts the line."),
            _read,
        )
        self.slope = NumberField(
            _("Slope"),
            _("The rise per step of the input: type it, or nudge it by Up and Down."),
            _read,
        )
        self._target = TextLabel(theme, elides=True)
        self._plus = TextLabel(theme, "+")
        self._input = TextLabel(theme, elides=True)
        self._bias = TextLabel(theme, color="muted", size=0.84, steady=True)
        self._weight = TextLabel(theme, color="muted", size=0.84, steady=True)
        self._said: dict[TextLabel, str] = {}
        self._wrong: TextLabel | None = None  # under it something is typed that is no number
        self._labels = (self._target, self._plus, self._input, self._bias, self._weight)
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        right = Qt.AlignmentFlag.AlignRight
        parts = (self._target, self.intercept, self._plus, self.slope, self._input)
        for column, part in enumerate(parts):
            grid.addWidget(part, 0, column)
        grid.addWidget(self._bias, 1, 1, right)
        grid.addWidget(self._weight, 1, 3, right)
        self.intercept.message_changed.connect(self._on_message)
        self.slope.message_changed.connect(self._on_message)
        self.restyle(theme)

    def set_subject(self, subject: Subject, model: LineModel | None) -> None:
        """Name the sides of the equation."""
        self._model, self._names = model, subject.names
        self.setVisible(model is not None)
        if model is None:
            return
        has_bias = model.bias is not None
        self._target.set_text(f"{subject.targets[0].axis} =")
        self._input.set_text(f"{TIMES} {subject.inputs[0].axis}")
        # Standardized without a bias there still is a raw intercept, but none to choose.
        self.intercept.setReadOnly(not has_bias)
        for part in (self.intercept, self._plus):
            part.setVisible(has_bias or not model.is_raw)
        self._bias.setVisible(has_bias)

    def set_line(self, line: Line, theta: Array) -> None:
        """Show the numbers of a line, and the parameters ``theta`` (n_parameters,) behind them."""
        model = self._model
        if model is None:
            return
        self.slope.set_number(line.slope)
        self.intercept.set_number(line.intercept)
        places = {self._weight: model.weight, self._bias: model.bias}
        self._said = {
            label: _parameter(self._names[place], float(theta[place]))
            for label, place in places.items()
            if place is not None
        }
        for label, text in self._said.items():
            if label is not self._wrong:
                label.set_text(text)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        for label in self._labels:
            label.restyle(theme)
        for field in (self.intercept, self.slope):
            field.setFont(theme.font())
            field.setFixedSize(theme.px(FIELD), theme.px(28))
        self._grid.setHorizontalSpacing(theme.px(8))
        self._grid.setVerticalSpacing(theme.px(2))

    def _on_message(self, is_wrong: bool) -> None:
        """Say where the parameter stands that what was typed is no number."""
        label = self._bias if self.sender() is self.intercept else self._weight
        self._wrong = label if is_wrong else None
        label.set_color("loss" if is_wrong else "muted")
        label.set_text(_("not a number") if is_wrong else self._said.get(label, ""))


def _parameter(name: str, value: float) -> str:
    return f"{name} {short(value)}"


def _read(text: str) -> float | None:
    return parse_quantity(text, PLAIN)
