"""Where curves break: each kind is found where it is, and smooth curves have none."""

import numpy as np
import pytest

from gdsim.engine.breaks import MOST_BREAKS, Break, find_breaks
from gdsim.engine.expressions import parse
from gdsim.engine.function_objective import FunctionObjective


def breaks(text: str, low: float = -5.0, high: float = 5.0) -> tuple[Break, ...]:
    return find_breaks(FunctionObjective(parse(text, ("x",)), ((low, high),)), low, high)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tan x", [("pole", k * np.pi / 2) for k in (-3, -1, 1, 3)]),
        ("1/x", [("pole", 0.0)]),
        ("1/x^2", [("pole", 0.0)]),
        ("-1/(x - 0.3)^2", [("pole", 0.3)]),
        ("ln|x|", [("pole", 0.0)]),
        ("1/(x^2 - 2)", [("pole", -np.sqrt(2)), ("pole", np.sqrt(2))]),
        ("ln x", [("edge", 0.0)]),
        ("sqrt x", [("edge", 0.0)]),
        ("sqrt(4 - x^2)", [("edge", -2.0), ("edge", 2.0)]),
        ("|x|", [("kink", 0.0)]),
        ("sqrt(x^2)", [("kink", 0.0)]),
        ("sqrt|x|", [("kink", 0.0)]),
        ("|x^2 - 1|", [("kink", -1.0), ("kink", 1.0)]),
        ("max(x, 0)", [("kink", 0.0)]),
        ("min(x^2, (x - 2)^2)", [("kink", 1.0)]),
        ("1e-8|x - 1|", [("kink", 1.0)]),
        ("1e8|x - 1|", [("kink", 1.0)]),
        ("x/|x|", [("jump", 0.0)]),
        ("step(x - 1)", [("jump", 1.0)]),
        ("floor x", [("jump", float(k)) for k in range(-5, 6)]),
        ("floor(x/2) + |sin x|", [("jump", float(k)) for k in (-4, -2, 0, 2, 4)]
         + [("kink", -np.pi), ("kink", np.pi)]),
    ],
)  # fmt: skip
def test_breaks_are_found_where_they_are(text: str, expected: list[tuple[str, float]]) -> None:
    found = [one for one in breaks(text) if abs(one.value) < 5.0]
    expected = sorted((e for e in expected if abs(e[1]) < 5.0), key=lambda e: e[1])
    assert [one.kind for one in found] == [kind for kind, _value in expected]
    assert [one.value for one in found] == pytest.approx([v for _kind, v in expected], abs=1e-9)


@pytest.mark.parametrize(
    "text",
    ["x", "5", "x^2", "x^4 - 3x^2 + x", "sin(20x)", "exp x", "tanh(1000x)", "exp(-1000x^2)",
     "cbrt x", "1/(1 + x^2)", "x^2/10 + exp(4(x - 2))", "sin(x)/x", "1e6 + x^2", "x^7", "atan(50x)",
     "exp(exp x)/1e9"],
)  # fmt: skip
def test_a_smooth_curve_has_none(text: str) -> None:
    assert breaks(text) == ()


def test_whatever_the_range_they_are_the_same() -> None:
    generator = np.random.default_rng(3)
    for _again in range(40):
        low, high = np.sort(generator.uniform(-6.0, 6.0, 2)).tolist()
        kinks = [k * np.pi / 3 for k in range(-6, 7)]
        jumps = [1.0, 4.0]
        expected = sorted(v for v in (*kinks, *jumps) if low < v < high)
        if high - low < 0.5:
            continue
        found = breaks("|sin(3x)| + step(x - 1) - step(x - 4)", low, high)
        assert [one.value for one in found] == pytest.approx(expected, abs=1e-9)


def test_of_too_many_the_first_are_told() -> None:
    assert len(breaks("floor(50x)")) <= MOST_BREAKS
