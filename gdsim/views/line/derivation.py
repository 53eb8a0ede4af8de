r"""The closed form of a line on paper: ClosedForm, names -> formulas with the same in plain words.

loss -> its derivatives set to 0 -> solved -> with the numbers of the data.
"""

from math import floor, log10
from typing import NamedTuple

from gdsim.engine.closed_form import ClosedForm, Sums
from gdsim.engine.losses import Loss
from gdsim.scenario.quantities import MINUS, short
from gdsim.text import _
from gdsim.views.formula import latex_number

TINY = 1e-12
"""A spread that is smaller beside its sum is one of equal numbers."""
MORE = 8
"""Digits of a sum: more than of what is worked out from it."""


class Step(NamedTuple):
    """One formula of a derivation.

    Attributes
    ----------
    caption : str
        What is done here; empty where it goes on from the step before.
    latex, plain : str
    """

    caption: str
    latex: str
    plain: str


class Names(NamedTuple):
    """The names of the parameters of a line; ``bias`` is None where there is none."""

    weight: str
    bias: str | None


def derivation(names: Names, loss: Loss, form: ClosedForm) -> list[Step]:
    """Return the way from the loss to the numbers of its minimum.

    Parameters
    ----------
    names : Names
    loss : Loss
        One of squares.
    form : ClosedForm
        Of one input and one target.
    """
    assert form.sums is not None
    steps = [_loss(names, loss), *_derivatives(names, loss)]
    if names.bias is None:
        return steps + _solved_slope(names, form.sums)
    return steps + _solved_both(names, names.bias, form.sums)


def sums_line(sums: Sums, *, has_bias: bool) -> str:
    """Return the sums that a person needs to check the numbers."""
    parts = [("n", float(sums.n))]
    if has_bias:
        parts += [("Σx", sums.x), ("Σy", sums.y)]
    parts += [("Σxy", sums.xy), ("Σx²", sums.xx)]
    said = [f"{name} = {digits(_tidy(value, sums), MORE)}" for name, value in parts]
    return " · ".join(part.replace(" ", "\N{NO-BREAK SPACE}") for part in said)


def digits(value: float, n: int = 6) -> str:
    """Return a number as a check by hand needs it: ``n`` digits, none of them an idle zero."""
    size = abs(value)
    if value == int(value) and size < 1e9:
        text = f"{size:,.0f}"
    elif 1.0 <= size < 1e7:
        text = f"{size:,.{max(0, n - 1 - floor(log10(size)))}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        text = short(size, n)
        text = text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text
    return MINUS + text if value < 0.0 else text


def symbol(name: str) -> str:
    """Return a parameter's name in LaTeX: ``w_{1}``."""
    return f"{name[0]}_{{{name[1:]}}}"


def _model(names: Names) -> tuple[str, str]:
    """Return a row's prediction, in LaTeX and in words."""
    latex, plain = f"{symbol(names.weight)} x_i", f"{names.weight} xᵢ"
    if names.bias is None:
        return latex, plain
    return f"{latex} + {symbol(names.bias)}", f"{plain} + {names.bias}"


def _factor(loss: Loss, *, is_derivative: bool) -> tuple[str, str]:
    """Return what stands before the sum of a loss or of its derivative."""
    top = (1 if loss.half else 2) if is_derivative else 1
    bottom = 2 if loss.half and not is_derivative else 1
    if loss.is_mean:
        below = "n" if bottom == 1 else f"{bottom}n"
        plain = f"{top}/{below}" if bottom == 1 else f"{top}/({below})"
        return rf"\frac{{{top}}}{{{below}}}", f"{plain} "
    if bottom == 1:
        return (str(top), f"{top} ") if top != 1 else ("", "")
    return rf"\frac{{{top}}}{{{bottom}}}", f"{top}/{bottom} "


def _loss(names: Names, loss: Loss) -> Step:
    (latex, plain), (before, said) = _model(names), _factor(loss, is_derivative=False)
    return Step(
        _("the loss"),
        rf"\textcolor{{loss}}{{L}} = {before}\sum ({latex} - y_i)^2",
        f"L = {said}Σ ({plain} − yᵢ)²",
    )


def _derivatives(names: Names, loss: Loss) -> list[Step]:
    (latex, plain), (before, said) = _model(names), _factor(loss, is_derivative=True)
    steps: list[Step] = []
    d = "d" if names.bias is None else r"\partial"
    spoken = "d" if names.bias is None else "∂"
    for name, inner, word in ((names.weight, "x_i ", "xᵢ "), (names.bias, "", "")):
        if name is not None:
            slope = rf"\frac{{{d} L}}{{{d} {symbol(name)}}}"
            steps.append(
                Step(
                    "" if steps else _("its slope is 0"),
                    rf"\textcolor{{gradient}}{{{slope}}} = {before}\sum {inner}({latex} - y_i) = 0",
                    f"{spoken}L/{spoken}{name} = {said}Σ {word}({plain} − yᵢ) = 0",
                )
            )
    return steps


def _solved_slope(names: Names, sums: Sums) -> list[Step]:
    name = names.weight
    latex = rf"{symbol(name)} = \frac{{\sum x_i y_i}}{{\sum x_i^2}}"
    plain = f"{name} = Σ xᵢyᵢ / Σ xᵢ²"
    if sums.xx == 0.0:
        return [Step(_("solved"), latex, plain)]
    value = digits(sums.xy / sums.xx)
    top, bottom = digits(sums.xy, MORE), digits(sums.xx, MORE)
    fraction = rf"\frac{{{latex_number(top)}}}{{{latex_number(bottom)}}}"
    return [
        Step(
            _("solved"),
            f"{latex} = {fraction} = {latex_number(value)}",
            f"{plain} = {top} / {bottom} = {value}",
        )
    ]


def _solved_both(names: Names, bias: str, sums: Sums) -> list[Step]:
    w, b = symbol(names.weight), symbol(bias)
    latex = rf"{w} = \frac{{\sum (x_i - \bar x)(y_i - \bar y)}}{{\sum (x_i - \bar x)^2}}"
    plain = f"{names.weight} = Σ (xᵢ − x̄)(yᵢ − ȳ) / Σ (xᵢ − x̄)²"
    below, below_said = rf"{b} = \bar y - {w} \bar x", f"{bias} = ȳ − {names.weight} x̄"
    if sums.centered_xx > TINY * sums.xx:
        slope = sums.centered_xy / sums.centered_xx
        mean_x, mean_y = _tidy(sums.x, sums) / sums.n, _tidy(sums.y, sums) / sums.n
        top, bottom = digits(sums.centered_xy, MORE), digits(sums.centered_xx, MORE)
        value, height = digits(slope), digits(mean_y - slope * mean_x)
        fraction = rf"\frac{{{latex_number(top)}}}{{{latex_number(bottom)}}}"
        latex += f" = {fraction} = {latex_number(value)}"
        plain += f" = {top} / {bottom} = {value}"
        product, said = _product(value, digits(mean_x))
        below += f" = {latex_number(digits(mean_y))} - {product} = {latex_number(height)}"
        below_said += f" = {digits(mean_y)} − {said} = {height}"
    return [Step(_("solved"), latex, plain), Step("", below, below_said)]


def _tidy(value: float, sums: Sums) -> float:
    """Return a sum of x or y; of standardized columns without what is only rounding."""
    is_standardized = max(abs(sums.xx - sums.n), abs(sums.x)) < 1e-9 * sums.n
    return 0.0 if is_standardized and abs(value) < 1e-9 * sums.n else value


def _product(*factors: str) -> tuple[str, str]:
    """Return a product in LaTeX and in words, negative factors in parentheses."""
    latex = [f"({latex_number(f)})" if f.startswith(MINUS) else latex_number(f) for f in factors]
    plain = [f"({f})" if f.startswith(MINUS) else f for f in factors]
    return r" \cdot ".join(latex), " · ".join(plain)
