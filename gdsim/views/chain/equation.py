"""One line of a derivation: symbols, the number of each below it, what each is -> text, LaTeX."""

from math import isfinite, isnan
from typing import NamedTuple

from gdsim.scenario.quantities import MINUS, TIMES, full, short
from gdsim.views.chain.symbols import Symbol


class Term(NamedTuple):
    """A symbol, its number below it, and what it is.

    Attributes
    ----------
    operator : str
        Before it: "=", "×", "+", ...; empty for the first.
    symbol : Symbol
    value : float
        NaN for none.
    caption : str
    color : str
        Of the number, by its name in the theme.
    text : str
        How the number is written, where that is not as usual.
    """

    operator: str
    symbol: Symbol
    value: float
    caption: str
    color: str = "text"
    text: str = ""

    @property
    def number(self) -> str:
        """The value as it is written."""
        if self.text:
            return self.text
        if isnan(self.value):
            return ""
        is_count = isfinite(self.value) and self.value.is_integer() and abs(self.value) < 1e6
        if is_count:
            return f"{self.value:.0f}".replace("-", MINUS)
        return short(self.value)


Equation = tuple[Term, ...]


def equation_plain(equation: Equation) -> str:
    """Return an equation's symbols, and below them its numbers, as plain text."""
    symbols_line = " ".join(f"{t.operator} {t.symbol.plain}".strip() for t in equation)
    if not any(term.number for term in equation):
        return symbols_line
    numbers = " ".join(f"{t.operator} {_bracketed(t)}".strip() for t in equation)
    return f"{symbols_line}\n{numbers}"


def _bracketed(term: Term) -> str:
    is_inside = term.operator not in ("", "=")
    return f"({term.number})" if is_inside and term.number.startswith(MINUS) else term.number


def equation_latex(equation: Equation) -> str:
    """Return an equation's symbols as LaTeX."""
    signs = {TIMES: r"\cdot", MINUS: "-", "÷": "/"}
    return " ".join(f"{signs.get(t.operator, t.operator)} {t.symbol.latex}" for t in equation)[1:]


def tip(term: Term) -> str:
    """Return what to say about a term on hover: what it is, with all digits."""
    if not term.number:
        return f"{term.symbol.plain}: {term.caption}"
    return f"{term.symbol.plain} = {full(term.value)}\n{term.caption}"
