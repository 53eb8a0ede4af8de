"""How a long formula is broken: at the signs of its outermost sum, and nowhere else."""

import pytest

from gdsim.engine.expressions import parse
from gdsim.engine.functions import FUNCTIONS
from gdsim.views.functions.formula_lines import broken, extent, terms
from gdsim.views.typesetting import latex_to_svg


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        ("x", ["x"]),
        ("-x+1", ["-x", "+1"]),
        (r"x^{2}-3 x+\left(y-1\right)^{2}", ["x^{2}", "-3 x", r"+\left(y-1\right)^{2}"]),
        (r"\frac{a+b}{c-d}-e^{-x+1}", [r"\frac{a+b}{c-d}", "-e^{-x+1}"]),
        (r"2 \cdot -x", [r"2 \cdot -x"]),
    ],
)
def test_terms_are_those_of_the_outermost_sum(latex: str, expected: list[str]) -> None:
    assert terms(latex) == expected


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_letter_is_lost_when_a_function_is_broken(name: str) -> None:
    function = FUNCTIONS[name]
    constants = {constant.name: constant.default for constant in function.constants}
    latex = parse(function.expression, function.variables, constants).latex()
    assert "".join(terms(latex)) == latex
    text = broken("f", latex, 12.0)
    bare = text.removeprefix(r"\begin{aligned} f &= ").removesuffix(r" \end{aligned}")
    assert bare.replace(r" \\ &\quad ", "").removeprefix("f=") == latex
    assert latex_to_svg(text, 16.0, "#000000").startswith(b"<svg")


def test_what_fits_stays_in_one_line() -> None:
    assert broken("f", "x+1", 40.0) == "f=x+1"


def test_what_is_raised_is_narrower() -> None:
    assert extent("x^{yyyy}") < extent("xyyyy")
    assert extent(r"\cos\left(x\right)") > extent("x") + 3.0
