"""A derivative in its simplest form: found by sympy in a thread, from our tree, or not at all."""

import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gdsim.engine.expression_functions import FUNCTIONS
from gdsim.engine.expression_texts import plain_text
from gdsim.engine.expressions import Expression, parse, variables_of
from gdsim.views.functions import simplified
from gdsim.views.functions.simplified import Simplifier, simpler, simpler_derivatives
from gdsim.views.typesetting import LOADER, latex_to_svg

ROOT = Path(__file__).parents[2]


def derivative(text: str) -> Expression:
    return parse(text, variables_of(text) or ("x",)).derivative("x")


@pytest.mark.parametrize(
    ("text", "simple"),
    [
        ("sin x cos x", "cos(2·x)"),
        ("x^2/(1+x^2)", "2·x/(x² + 1)²"),
        ("(x^2-1)/(x+1)", "1"),
        ("e^-x x^2", "x·(2 − x)·e^(−x)"),
        ("exp(-x) x^2", "x·(2 − x)·exp(−x)"),
        ("2^x x", "2^x·(x·ln(2) + 1)"),
        ("x^x", "x^x·(ln(x) + 1)"),
        ("x^4/4 - x^3", "x²·(x − 3)"),
        ("(x + 2y - 7)^2 + (2x + y - 5)^2", "10·x + 8·y − 34"),
        ("c0 x sin x + c0 x sin x", "2·c0·(x·cos(x) + sin(x))"),
    ],
)
def test_a_simpler_form_is_found_and_written_like_all_others(text: str, simple: str) -> None:
    found = simpler(derivative(text))
    assert plain_text(found) == simple


@pytest.mark.parametrize(
    "text",
    [
        "x^4 - 3x^2 + x",
        "tanh(x)^2",
        "1/(1+e^-x)",
        "sigmoid(3x)",
        "max(x, x^2)",
        "(1.5 - x + x*y)^2 + (2.25 - x + x*y^2)^2 + (2.625 - x + x*y^3)^2",
        "sin(1)x^2 + exp(exp(exp(exp(1e9))))x",
        "9^9^9^9 x",
        "x/0",
        "x^1e300",
        "x^900",
        "+".join(f"sin({i}x)^{i}" for i in range(1, 20)),
    ],
)
def test_where_no_form_is_clearly_simpler_the_derivative_stays_as_it_is(text: str) -> None:
    own = derivative(text)
    before = time.process_time()
    assert simpler(own) == own.tree
    assert time.process_time() - before < simplified.MOST_SECONDS + 1.0


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_a_simpler_form_has_the_values_of_the_derivative(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(simplified, "MOST_SECONDS", 1.0)
    inner = "x, x^2 - 1" if FUNCTIONS[name].n_arguments == 2 else "x^2 - 1"
    own = derivative(f"x {name}({inner}) + x^2 {name}({inner})")
    x = (np.linspace(-3.0, 3.0, 41),)
    found, expected = Expression("", ("x",), simpler(own)).value(x), own.value(x)
    sound = np.isfinite(expected)
    np.testing.assert_allclose(found[sound], expected[sound], rtol=1e-8, atol=1e-8)


def test_a_form_with_other_values_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    own = derivative("sin x cos x")
    wrong = parse("cos x", ("x",)).tree
    monkeypatch.setattr(simplified, "sympy_forms", lambda _tree: [wrong])
    assert simpler(own) == own.tree


def test_sympy_never_gets_a_text(monkeypatch: pytest.MonkeyPatch) -> None:
    import sympy.parsing.sympy_parser

    texts: list[Any] = []
    monkeypatch.setattr(sympy.parsing.sympy_parser, "parse_expr", lambda *a, **_k: texts.append(a))
    for text in ("sin x cos x + θ", "x^2/(1+x^2)", "x |x| ln(x) + k_1", "2.5x^(1/3) e^x + π x"):
        simpler(derivative(text))
    assert not texts


def test_what_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simplified, "MOST_SECONDS", 0.0)
    own, before = derivative("sin x cos x"), sys.gettrace()
    assert simpler(own) == own.tree
    assert sys.gettrace() is before


def test_only_what_is_simpler_is_told() -> None:
    expression = parse("(x + 2y - 7)^2 + (2x + y - 5)^2 + y x^2", ("x", "y"))
    assert set(simpler_derivatives(expression)) <= {"x", "y"}
    assert simpler_derivatives(parse("x^2", ("x",))) == {}
    written = simpler_derivatives(parse("sin x cos x", ("x",)))["x"]
    assert written.plain == "cos(2·x)"
    assert written.latex == r"\cos\left(2 x\right)"


def test_the_answer_comes_later_from_a_thread_and_is_known_from_then_on(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    names: list[str] = []
    find = simplified.simpler_derivatives

    def found(*args: Any) -> Any:
        names.append(threading.current_thread().name)
        return find(*args)

    monkeypatch.setattr(simplified, "simpler_derivatives", found)
    simplifier = Simplifier()
    expression = parse("k sin x cos x", ("x",), {"k": 2.0})
    with qtbot.waitSignal(simplifier.simplified, timeout=10_000) as told:
        assert simplifier.ask(expression) is None
    assert told.args[0] is expression
    assert told.args[1]["x"].plain == "k·cos(2·x)"
    assert names == [LOADER]
    other = parse("k sin x cos x", ("x",), {"k": 3.0})
    known = simplifier.ask(other)
    assert known == told.args[1]


def test_of_many_the_last_is_answered_alone(qtbot: QtBot) -> None:
    simplifier = Simplifier()
    told: list[Any] = []
    simplifier.simplified.connect(lambda expression, _written: told.append(expression.text))
    for text in ("x^2/(1+x^2)", "x^x", "sin x cos x"):
        simplifier.ask(parse(text, ("x",)))
    qtbot.waitUntil(lambda: bool(told), timeout=10_000)
    simplifier.ask(parse("x^x", ("x",)))
    qtbot.waitUntil(lambda: len(told) == 2, timeout=10_000)
    assert told == ["sin x cos x", "x^x"]


def test_what_is_asked_while_another_is_on_its_way_is_answered_after(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(simplified, "REST_MS", 1)
    simplifier = Simplifier()
    told: list[Any] = []
    simplifier.simplified.connect(lambda expression, _written: told.append(expression.text))
    simplifier.ask(parse("x^2 sin(x) cos(x)/(1 + x^2)", ("x",)))
    qtbot.wait(20)
    simplifier.ask(parse("sin x cos x", ("x",)))
    qtbot.waitUntil(lambda: bool(told), timeout=10_000)
    assert told == ["sin x cos x"]


def test_stopping_or_ending_it_ends_the_thread(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(simplified, "REST_MS", 1)
    monkeypatch.setattr(simplified, "MOST_SECONDS", 60.0)
    monkeypatch.setattr(simplified, "MOST_SIZE", 10_000)

    def loaders() -> list[threading.Thread]:
        return [thread for thread in threading.enumerate() if thread.name == LOADER]

    parent = QObject()
    for end in ("stop", "destroy"):
        simplifier = Simplifier(parent)
        simplifier.ask(parse("*".join(f"(x+sin({i}x))" for i in range(1, 40)), ("x",)))
        qtbot.waitUntil(lambda: bool(loaders()), timeout=5000)
        if end == "stop":
            simplifier.stop()
        else:
            parent.deleteLater()
        qtbot.waitUntil(lambda: not loaders(), timeout=5000)


def test_neither_the_command_line_nor_the_start_loads_sympy() -> None:
    code = (
        "import pkgutil, importlib, sys\n"
        "import gdsim.cli, gdsim.headless, gdsim.listing, gdsim.engine, gdsim.views.functions\n"
        "for package in (gdsim.engine, gdsim.views.functions):\n"
        "    for info in pkgutil.iter_modules(package.__path__, package.__name__ + '.'):\n"
        "        importlib.import_module(info.name)\n"
        "from gdsim.cli import main\n"
        "for arguments in (['list', 'scenarios'], ['run', 'houses', '--epochs', '2', '--quiet']):\n"
        "    assert main(arguments) == 0\n"
        "import gdsim.app.main_window\n"
        "assert not [m for m in sys.modules if m.partition('.')[0] in ('sympy', 'mpmath')]\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_every_function_can_be_typeset(name: str) -> None:
    inner = "x, -1" if FUNCTIONS[name].n_arguments == 2 else "x/2"
    for text in (f"2{name}({inner})^2 + 1e-7", f"x^{name}({inner})"):
        expression = parse(text, ("x",))
        for latex in (expression.latex(), expression.derivative("x").latex()):
            assert latex_to_svg(latex, 16.0, "#000000").startswith(b"<svg")
