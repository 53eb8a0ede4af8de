"""The line as an equation with numbers to type: price = 40,486 + 7,237.1 × bedrooms."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from gdsim.engine.arrays import Array
from gdsim.scenario.quantities import TIMES, Quantity, short
from gdsim.scenario.subject import Subject
from gdsim.scenario.typed_numbers import read_quantity
from gdsim.text import _
from gdsim.views.line.line_shape import Line, LineModel
from gdsim.views.number_field import NumberField
from gdsim.views.text_label import TextLabel
from gdsim.views.theme import Theme

PLAIN = Quantity("", "")
SHORT = "y =", f"{TIMES} x"
"""The ends of the equation where there is no room for the columns' names."""
FIELD = 88
"""Width of a field in pixels at scale 1."""


class LineEquation(QWidget):
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
        self._target = TextLabel(theme)
        self._plus = TextLabel(theme, "+")
        self._input = TextLabel(theme)
        self._bias = TextLabel(theme, color="muted", size=0.84, steady=True)
        self._weight = TextLabel(theme, color="muted", size=0.84, steady=True)
        self._long = SHORT
        self._has_intercept = True
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
        target, column = subject.targets[0], subject.inputs[0]
        self._long = f"{target.label} =", f"{TIMES} {column.label}"
        self._target.setToolTip(target.axis)
        self._input.setToolTip(column.axis)
        # Standardized without a bias there still is a raw intercept, but none to choose.
        self.intercept.setReadOnly(not has_bias)
        self._has_intercept = has_bias or not model.is_raw
        for part in (self.intercept, self._plus):
            part.setVisible(self._has_intercept)
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

    def fit(self, room: int) -> None:
        """Name the sides by their columns if that fits into ``room`` pixels, else by y and x."""
        texts = self._long if self._width_of(self._long) <= room else SHORT
        self._target.set_text(texts[0])
        self._input.set_text(texts[1])

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        for label in self._labels:
            label.restyle(theme)
        for field in (self.intercept, self.slope):
            field.setFont(theme.font())
            field.setFixedSize(theme.px(FIELD), theme.px(28))
        self._grid.setHorizontalSpacing(theme.px(8))
        self._grid.setVerticalSpacing(theme.px(2))

    def _width_of(self, texts: tuple[str, str]) -> int:
        """Return how wide the equation is with ``texts`` at its ends."""
        fields = 2 if self._has_intercept else 1
        widths = [
            label.width_of(t) for label, t in zip((self._target, self._input), texts, strict=True)
        ]
        widths += [self.slope.minimumWidth()] * fields
        widths += [self._plus.width_of("+")] * (fields - 1)
        return sum(widths) + self._grid.horizontalSpacing() * (len(widths) - 1)

    def _on_message(self, is_wrong: bool) -> None:
        """Say where the parameter stands that what was typed is no number."""
        label = self._bias if self.sender() is self.intercept else self._weight
        self._wrong = label if is_wrong else None
        label.set_color("loss" if is_wrong else "muted")
        label.set_text(_("not a number") if is_wrong else self._said.get(label, ""))

    def minimumSizeHint(self) -> QSize:
        """Let the panel become narrow: the names shorten themselves."""
        return QSize(self._width_of(SHORT), super().minimumSizeHint().height())


def _parameter(name: str, value: float) -> str:
    return f"{name} {short(value)}"


def _read(text: str) -> float | None:
    return read_quantity(text, PLAIN)
