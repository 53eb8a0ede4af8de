"""A function and its derivatives, typeset: Expression -> f(x) = ..., f'(x) = ...."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gdsim.engine.expressions import Expression, ExpressionError
from gdsim.text import _
from gdsim.views.functions.long_formula import LongFormula
from gdsim.views.theme import Theme

MOST_VARIABLES = 2
PRIME = "\N{PRIME}"


class Written(NamedTuple):
    """A formula in both forms."""

    latex: str
    plain: str


class Equations(QWidget):
    """The function in a line, and a line for each partial derivative.

    Attributes
    ----------
    function : LongFormula
    slopes : tuple of LongFormula
        The derivatives by the first and the second variable.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._variables: tuple[str, ...] = ()
        self.function = LongFormula(theme)
        self.slopes = tuple(LongFormula(theme, size=1.05) for _i in range(MOST_VARIABLES))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for line in (self.function, *self.slopes):
            self._column.addWidget(line)
        self.restyle(theme)

    def show_expression(self, expression: Expression) -> None:
        """Write a function out with its derivatives."""
        self._variables = expression.variables
        names = ", ".join(expression.variables)
        latex, plain = expression.latex(), expression.plain()
        head = rf"\textcolor{{loss}}{{f({names})}}"
        self.function.set_equation(head, latex, f"f({names}) = {plain}")
        for i, line in enumerate(self.slopes):
            has_variable = i < len(expression.variables)
            line.setVisible(has_variable)
            if has_variable:
                name = expression.variables[i]
                self._show_slope(line, name, _derivative(expression, name))

    def show_simplified(self, derivatives: Mapping[str, Written]) -> None:
        """Write derivatives, by variable, in a simpler form that has come later."""
        for line, name in zip(self.slopes, self._variables, strict=False):
            if name in derivatives:
                self._show_slope(line, name, derivatives[name])

    def texts(self) -> Sequence[str]:
        """Return what is written, in plain text."""
        return [line.plain for line in (self.function, *self.slopes) if not line.isHidden()]

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._column.setSpacing(theme.px(4))
        for line in (self.function, *self.slopes):
            line.restyle(theme)

    def _show_slope(self, line: LongFormula, name: str, written: Written) -> None:
        head, plain = rf"\partial f/\partial {name}", f"∂f/∂{name}"
        if len(self._variables) == 1:
            head, plain = f"f'({name})", f"f{PRIME}({name})"
        colored = rf"\textcolor{{gradient}}{{{head}}}"
        line.set_equation(colored, written.latex, f"{plain} = {written.plain}")


def _derivative(expression: Expression, name: str) -> Written:
    try:
        derivative = expression.derivative(name)
    except ExpressionError:
        text = _("too long to print")
        return Written(rf"\text{{{text}}}", text)
    return Written(derivative.latex(), derivative.plain())
