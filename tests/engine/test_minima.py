"""Minima of any function: smooth ones, kinks and floors are found, what is none is not."""

from time import process_time

import numpy as np
import pytest

from gdsim.engine.expressions import parse, variables_of
from gdsim.engine.function_objective import FunctionObjective
from gdsim.engine.functions import Minimum
from gdsim.engine.minima import find_minima


def minima(text: str, low: float = -5.0, high: float = 5.0) -> tuple[Minimum, ...]:
    names = variables_of(text)
    bounds = ((low, high),) * len(names)
    return find_minima(FunctionObjective(parse(text, names), bounds), bounds)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("x^2", [0.0]),
        ("(x - 1.2345678)^2", [1.2345678]),
        ("x^4", [0.0]),
        ("|x - pi|", [np.pi]),
        ("sqrt|x|", [0.0]),
        ("||x| - 1|", [-1.0, 1.0]),
        ("x^3 - 3x", [1.0]),
        ("x ln x", [np.exp(-1.0)]),
        ("max(0, |x| - 1)", [0.0]),
        ("floor(x)^2", [0.5]),
        ("min(x^2, (x - 2)^2)", [0.0, 2.0]),
        ("10^8 x^2", [0.0]),
        ("1e-8 (x - 1)^2", [1.0]),
    ],
)
def test_the_minima_of_a_curve_are_found(text: str, places: list[float]) -> None:
    found = sorted(minimum.place[0] for minimum in minima(text))
    assert found == pytest.approx(places, abs=6e-3 if "floor" in text else 1e-7)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("x^2 + y^2", [(0.0, 0.0)]),
        ("|x| + |y - 1|", [(0.0, 1.0)]),
        ("sqrt((x - 2)^2 + y^2)", [(2.0, 0.0)]),
        ("max(|x|, |y|)", [(0.0, 0.0)]),
        ("x^4 + y^4", [(0.0, 0.0)]),
        ("(x^2 - 1)^2 + y^2", [(-1.0, 0.0), (1.0, 0.0)]),
        ("(x - 2y)^2", [(0.0, 0.0)]),
        ("x^2 + (x y)^2", [(0.0, 0.0)]),
    ],
)
def test_the_minima_of_a_landscape_are_found(text: str, places: list[tuple[float, float]]) -> None:
    found = sorted(minimum.place for minimum in minima(text))
    assert np.array(found) == pytest.approx(np.array(places), abs=1e-5)


@pytest.mark.parametrize(
    "text",
    ["x", "x^3", "1/x", "-1/x^2", "ln|x|", "tan x", "x - floor x", "floor x", "step(x - 1)", "-x^2",
     "exp(-x)", "sqrt x", "x^2 - y^2", "x + y", "-1/(x^2 + y^2)", "floor x + floor y", "0x + 0y"],
)  # fmt: skip
def test_where_there_is_no_minimum_none_is_found(text: str) -> None:
    assert minima(text) == ()


def test_the_lowest_comes_first_and_is_called_global() -> None:
    found = minima("x^4 - 3x^2 + x", -2.5, 2.5)
    assert [minimum.is_global for minimum in found] == [True, False]
    assert found[0].value < found[1].value


def test_a_minimum_is_not_global_where_the_function_is_lower_at_the_bounds() -> None:
    (found,) = minima("x^3 - 3x")
    assert not found.is_global
    assert minima("x^3 - 3x", -1.5, 3.0)[0].is_global


def test_equal_minima_are_all_global() -> None:
    assert [m.is_global for m in minima("cos x", -12.0, 12.0)] == [True, True, True, True]


def test_round_places_are_told_in_round_numbers() -> None:
    assert minima("(x - 0.3)^2")[0].place == (0.3,)
    assert minima("x^2 + y^2")[0] == Minimum((0.0, 0.0), 0.0)


def test_too_many_to_be_told_apart_are_none() -> None:
    assert minima("sin(40x) + sin(40y)") == ()


@pytest.mark.parametrize(
    "text", ["x^4 - 3x^2 + x", "20 + x^2 + y^2 - 10cos(2pi x) - 10cos(2pi y)", "tan x", "|x| + |y|"]
)
def test_finding_them_takes_no_longer_than_a_frame_or_two(text: str) -> None:
    minima(text)
    seconds = []
    for _again in range(5):
        begin = process_time()
        minima(text)
        seconds.append(process_time() - begin)
    assert min(seconds) < 0.03
