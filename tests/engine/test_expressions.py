"""A formula is read as a person means it, printed so that it can be typed again, and computed."""

from math import e, log, pi

import numpy as np
import pytest

from gdsim.engine.expression_functions import FUNCTIONS, SPELLINGS
from gdsim.engine.expressions import Expression, ExpressionError, parse, variables_of
from tests.engine.expression_oracle import complex_step, complex_value

X = np.array([-1.7, -0.6, 0.3, 0.8, 2.4])
Y = np.array([0.4, -1.1, 2.3, 1.9, 0.7])


def at(text: str, x: float, y: float = 0.0) -> float:
    return float(parse(text, ("x", "y")).value((np.array([x]), np.array([y])))[0])


def slope(text: str, x: float, y: float = 0.0, by: str = "x") -> float:
    derivative = parse(text, ("x", "y")).derivative(by)
    return float(derivative.value((np.array([x]), np.array([y])))[0])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("x^2", "x²"),
        ("x**2", "x²"),
        ("x²", "x²"),
        ("x⁻¹⁰", "x⁻¹⁰"),
        ("x^-1", "x⁻¹"),
        ("2x", "2·x"),
        ("2 x", "2·x"),
        ("2·x", "2·x"),
        ("2×x÷3", "2·x/3"),
        ("2∙x\u22153", "2·x/3"),
        ("x − 1 \u2013 2 - 3", "x − 1 − 2 − 3"),
        ("2(x+1)", "2·(x + 1)"),
        ("(x+1)(x-1)", "(x + 1)·(x − 1)"),
        ("x(x+1)", "x·(x + 1)"),
        ("(x+1)x", "(x + 1)·x"),
        ("x y", "x·y"),
        ("xy", "x·y"),
        ("2xy^2", "2·x·y²"),
        ("pix", "π·x"),
        ("2π", "2·π"),
        ("2PI", "2·π"),
        ("2ex", "2·e·x"),
        ("2e3x", "2000·x"),
        ("1e-3", "0.001"),
        ("1e−30", "1e−30"),
        (".5", "0.5"),
        ("5.", "5"),
        ("sin x", "sin(x)"),
        ("SIN x", "sin(x)"),
        ("sinx", "sin(x)"),
        ("xsin(x)", "x·sin(x)"),
        ("sin 2x", "sin(2·x)"),
        ("sin 2πx + 1", "sin(2·π·x) + 1"),
        ("sin -x", "sin(−x)"),
        ("sin x^2", "sin(x²)"),
        ("sin(x)^2", "sin(x)²"),
        ("sin^2 x", "sin(x)²"),
        ("sin²x", "sin(x)²"),
        ("sin² 2x", "sin(2·x)²"),
        ("sin x cos x", "sin(x)·cos(x)"),
        ("sin x/2", "sin(x)/2"),
        ("sin (x) y", "sin(x)·y"),
        ("ln sin x", "ln(sin(x))"),
        ("log x", "ln(x)"),
        ("arctan x", "atan(x)"),
        ("σ(x)", "sigmoid(x)"),
        ("√x", "√x"),
        ("√2x", "√2·x"),
        ("√x²", "√(x²)"),
        ("√(x+1)", "√(x + 1)"),
        ("∛x", "∛x"),
        ("|x|", "|x|"),
        ("2|x|", "2·|x|"),
        ("|x||y|", "|x|·|y|"),
        ("||x|-1|", "abs(|x| − 1)"),
        ("|x(|y|+1)|", "abs(x·(|y| + 1))"),
        ("|x|²", "|x|²"),
        ("e^x", "e^x"),
        ("e^-x", "e^(−x)"),
        ("e^-x²", "e^(−x²)"),
        ("e^2x", "e²·x"),
        ("-x^2", "−x²"),
        ("(-x)^2", "(−x)²"),
        ("(-2)^2", "(−2)²"),
        ("2^3^2", "2^(3²)"),
        ("(2^3)^2", "(2³)²"),
        ("1/2x", "1/2·x"),
        ("1/(2x)", "1/(2·x)"),
        ("x/y/2", "x/y/2"),
        ("x/(y/2)", "x/(y/2)"),
        ("x-(y-2)", "x − (y − 2)"),
        ("x--2", "x + 2"),
        ("-(-x)", "−(−x)"),
        ("x/-y*2", "x/(−y)·2"),
        ("+x", "x"),
        ("x^y^-2", "x^(y⁻²)"),
        ("max(x, 0, y)", "max(max(x, 0), y)"),
        ("min(1,5)", "min(1, 5)"),
        (" x\t+\n1\u00a0", "x + 1"),
    ],
)
def test_what_a_person_writes_is_read_as_it_is_meant(typed: str, meant: str) -> None:
    expression = parse(typed, ("x", "y"))
    assert expression.plain() == meant
    again = parse(meant, ("x", "y"))
    np.testing.assert_allclose(again.value((X, Y)), expression.value((X, Y)), rtol=1e-15)
    assert again.plain() == meant


@pytest.mark.parametrize(
    ("text", "x", "value"),
    [
        ("x/-x*2", 3.0, -2.0),
        ("-x^2", 3.0, -9.0),
        ("2^3^2", 0.0, 512.0),
        ("e^-x", 1.0, 1.0 / e),
        ("1/2x", 3.0, 1.5),
        ("2 - 3 - 4", 0.0, -5.0),
        ("12/2/3", 0.0, 2.0),
        ("sin 2x", pi / 4, 1.0),
        ("log(x)", e, 1.0),
        ("log10(x)", 1000.0, 3.0),
        ("log2(x)", 8.0, 3.0),
        ("||x|-1|", -3.0, 2.0),
        ("√2x", 3.0, 3.0 * 2.0**0.5),
        ("step(x)", 0.0, 0.5),
        ("softplus(x)", 1000.0, 1000.0),
        ("sigmoid(x)", -1000.0, 0.0),
        ("softplus(x)", 0.0, log(2.0)),
    ],
)
def test_a_value_is_the_one_of_pencil_and_paper(text: str, x: float, value: float) -> None:
    assert at(text, x) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize(
    ("text", "x", "value"),
    [
        ("1/x", 0.0, np.inf),
        ("log(x)", -1.0, np.nan),
        ("log(x)", 0.0, -np.inf),
        ("sqrt(x)", -1.0, np.nan),
        ("x^0.5", -4.0, np.nan),
        ("x^3", -2.0, -8.0),
        ("x^-2", -2.0, 0.25),
        ("x^2.0", -3.0, 9.0),
        ("x^x", 0.0, 1.0),
        ("0^0", 5.0, 1.0),
        ("9**9**9**9", 0.0, np.inf),
        ("exp(exp(exp(exp(1e9))))", 0.0, np.inf),
        ("asin(x)", 2.0, np.nan),
        ("x/x", 0.0, np.nan),
        ("cbrt(x)", -8.0, -2.0),
    ],
)
def test_where_it_is_not_defined_a_value_is_nan_or_infinite(
    text: str, x: float, value: float
) -> None:
    assert at(text, x) == pytest.approx(value, rel=1e-15, nan_ok=True)


@pytest.mark.parametrize("spelling", sorted(SPELLINGS))
def test_every_function_and_its_derivative_agree_with_complex_steps(spelling: str) -> None:
    name = SPELLINGS[spelling]
    inner = ["0.3x + 0.2y", "x - y^2"][: FUNCTIONS[name].n_arguments]
    expression = parse(f"3{spelling}({', '.join(inner)}) + 1", ("x", "y"))
    places = X + 6.0 if name == "acosh" else X
    values = expression.value((places, Y))
    slopes = {name: expression.derivative(name).value((places, Y)) for name in ("x", "y")}
    checked = 0
    for i in np.flatnonzero(np.isfinite(values)):
        point = {"x": float(places[i]), "y": float(Y[i])}
        assert values[i] == pytest.approx(complex_value(expression.tree, point).real, rel=1e-14)
        for by in ("x", "y"):
            expected = complex_step(expression.tree, point, by)
            assert slopes[by][i] == pytest.approx(expected, rel=1e-12, abs=1e-14)
        checked += 1
    assert checked >= 3


@pytest.mark.parametrize(
    ("text", "derivative"),
    [
        ("x^4 - 3x^2 + x", "4·x³ − 6·x + 1"),
        ("0.1*3x^2", "0.6·x"),
        ("x^2/2", "x"),
        ("x/3", "1/3"),
        ("x^(1/3)", "1/(3·x^(2/3))"),
        ("1/x", "−1/x²"),
        ("sin x cos x", "cos(x)² − sin(x)²"),
        ("sin(x^2)", "2·x·cos(x²)"),
        ("e^-x", "−e^(−x)"),
        ("2^x", "2^x·ln(2)"),
        ("x^x", "x·x^(x − 1) + x^x·ln(x)"),
        ("ln(x^2)", "2/x"),
        ("tanh 3x", "3·(1 − tanh(3·x)²)"),
        ("|x|", "sign(x)"),
        ("max(x, 0)", "step(x)"),
        ("y", "0"),
        ("(x+1)(x-1)", "2·x"),
        ("x y", "y"),
        ("9**9**9**9", "0"),
        ("(2x)^2000", "2000·2^2000·x^1999"),
    ],
)
def test_a_derivative_is_written_as_one_would_write_it(text: str, derivative: str) -> None:
    found = parse(text, ("x", "y")).derivative("x")
    assert found.plain() == found.text == derivative


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("|x|", 0.0),
        ("relu(x)", 0.5),
        ("max(x, 0)", 0.5),
        ("min(3x, x)", 2.0),
        ("||x| - 1| + x", 1.0),
        ("sign(x)", 0.0),
        ("floor(x)", 0.0),
        ("x|x|", 0.0),
    ],
)
def test_at_a_kink_the_derivative_is_the_mean_of_both_sides(text: str, value: float) -> None:
    assert slope(text, 0.0) == value


def test_a_power_has_its_derivative_for_negative_bases_too() -> None:
    assert slope("x^3", -2.0) == 12.0
    assert slope("x^0", -2.0) == 0.0
    assert slope("x^1", 0.0) == 1.0
    assert slope("x^2", 0.0) == 0.0
    assert slope("x^y", -2.0, 3.0) == 12.0
    assert np.isnan(slope("x^y", -2.0, 3.0, by="y"))


def test_a_constant_expression_has_a_value_at_every_point() -> None:
    value = parse("2pi", ("x",)).value((X,))
    assert value.dtype == np.float64
    np.testing.assert_array_equal(value, np.full(5, 2.0 * pi))


def test_the_variable_alone_is_a_copy() -> None:
    value = parse("x", ("x",)).value((X,))
    value[0] = 99.0
    assert X[0] == -1.7


def test_points_are_computed_alike_alone_and_together() -> None:
    expression = parse("sin(3x) exp(-x^2/2) + tanh(x y)^3/(1 + x^4)", ("x", "y"))
    rng = np.random.Generator(np.random.PCG64(1))
    x, y = rng.normal(size=(2, 1001))
    together = expression.value((x, y))
    alone = [expression.value((x[i : i + 1], y[i : i + 1]))[0] for i in range(1001)]
    np.testing.assert_array_equal(together, alone)


def test_constants_have_values_and_keep_their_names() -> None:
    expression = parse("a x^2 + k_1 y", ("x", "y"), {"a": 3.0, "k_1": -2.0})
    assert float(expression.value((np.array([2.0]), np.array([1.0])))[0]) == 10.0
    assert expression.plain() == "a·x² + k_1·y"
    assert expression.derivative("x").plain() == "2·a·x"


def test_ones_own_names_go_before_the_built_in_ones() -> None:
    assert float(parse("e + 1", ("e",)).value((np.array([1.0]),))[0]) == 2.0


def test_an_expression_never_changes() -> None:
    expression = parse("x^2", ("x",))
    with pytest.raises(AttributeError):
        expression.text = "x^3"  # type: ignore[misc]
    assert expression == Expression("x^2", ("x",), expression.tree)


@pytest.mark.parametrize(
    ("text", "variables"),
    [
        ("x^2", ("x",)),
        ("y + x", ("x", "y")),
        ("sin t", ("t",)),
        ("xy", ("x", "y")),
        ("2x1 + x2", ("x1", "x2")),
        ("θ² + x_1", ("x_1", "θ")),
        ("e^(2pi)", ()),
        ("xsin(y)", ("x", "y")),
    ],
)
def test_the_variables_are_found_in_the_formula(text: str, variables: tuple[str, ...]) -> None:
    assert variables_of(text) == variables


def test_constants_are_not_taken_for_variables() -> None:
    assert variables_of("a x^2 + b y", ("a", "b")) == ("x", "y")


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("x^4 - 3x^2 + x", "x^{4}-3 x^{2}+x"),
        ("sin^2(x)/2", r"\frac{\sin^{2}\left(x\right)}{2}"),
        ("e^-x", "e^{-x}"),
        ("exp(x)^2", r"\left(e^{x}\right)^{2}"),
        ("sqrt(x+1)", r"\sqrt{x+1}"),
        ("|x|", r"\left|x\right|"),
        ("-x/2", r"-\frac{x}{2}"),
        ("2*3x", r"2 \cdot 3 x"),
        ("1e-5 x_1", r"10^{-5} x_{1}"),
        ("π θ", r"\pi \theta"),
        ("relu(x)", r"\mathrm{relu}\left(x\right)"),
        ("x^(1/3)", r"x^{\frac{1}{3}}"),
        ("1e40^2", r"\left(10^{40}\right)^{2}"),
        ("floor(x)", r"\lfloor x \rfloor"),
        ("(-x)^2", r"\left(-x\right)^{2}"),
        ("x - -1e40", r"x+10^{40}"),
        ("max(x, -1)^2", r"\mathrm{max}^{2}\left(x, -1\right)"),
        ("3x cos(x) sin x", r"3 x \, \cos\left(x\right) \, \sin\left(x\right)"),
        ("x - 1/2", r"x-\frac{1}{2}"),
        ("2.5e12 x", r"2.5\times 10^{12} x"),
    ],
)
def test_latex_is_written_as_in_a_book(text: str, latex: str) -> None:
    variables = ("x", "x_1", "θ")
    assert parse(text, variables).latex() == latex


def test_an_error_names_its_place_in_the_typed_text() -> None:
    with pytest.raises(ExpressionError) as caught:
        parse("2×x + sni(x)", ("x",))
    assert str(caught.value) == caught.value.sentence
    assert "2×x + sni(x)"[caught.value.start :][: caught.value.length] == "sni"
    assert 'Did you mean "sin"?' in caught.value.sentence
