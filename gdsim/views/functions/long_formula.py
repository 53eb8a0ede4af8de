"""A formula that breaks into lines where it is wider than its place: "f(x)" and LaTeX -> label."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdsim.text import _
from gdsim.views.formula import FormulaLabel
from gdsim.views.functions.formula_lines import broken, extent
from gdsim.views.theme import Theme

MOST_LATEX = 900
"""Letters of LaTeX; longer ones would keep the window waiting, and nobody could read them."""
_SHRINKS = 1.12
"""A formula a little too wide is drawn smaller instead."""


class LongFormula(FormulaLabel):
    """``head = formula``, in as many lines as it takes.

    Parameters
    ----------
    theme : Theme
    size : float
        Times the usual height of text.
    parent : QWidget or None
    """

    def __init__(self, theme: Theme, *, size: float = 1.15, parent: QWidget | None = None) -> None:
        super().__init__(theme, size=size, is_tab_stop=False, parent=parent)
        self._head, self._formula = "", ""
        self._whole = 0  # the width in one line, 0 while it is not known
        self._room = 0  # the width for which the lines were broken last
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.drawn.connect(self._fit)

    def set_equation(self, head: str, formula: str, plain: str) -> None:
        """Show ``head = formula``, both LaTeX; ``plain`` is all of it for copying and readers."""
        if len(formula) > MOST_LATEX:
            formula = rf"\text{{{_('too long to be typeset; copy it as text')}}}"
        if (head, formula) == (self._head, self._formula):
            return
        self._head, self._formula = head, formula
        self._whole = self._room = 0
        self.setToolTip(plain)
        self.set_formula(f"{head}={formula}", plain)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme; in other letters the lines may break elsewhere."""
        if theme.font(1.0) != self.font():
            self._whole = self._room = 0
        super().restyle(theme)
        self.set_formula(f"{self._head}={self._formula}" if self._head else "", self.plain)

    def _fit(self) -> None:
        """Break the formula into lines, once its width is known."""
        if not self._head or not self.is_drawn:
            return
        if not self._whole:
            self._whole = max(1, self.sizeHint().width())
        room = self.width()
        if room == self._room or room < 40:
            return
        self._room = room
        latex = f"{self._head}={self._formula}"
        if self._whole > _SHRINKS * room:
            whole = extent(self._head) + 2.0 + extent(self._formula)
            latex = broken(self._head, self._formula, 1.05 * whole * room / self._whole)
        self.set_formula(latex, self.plain)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break it anew for another width."""
        super().resizeEvent(event)
        self._fit()
