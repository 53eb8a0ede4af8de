"""What holds for every formula: printed and typed again it is the same; derivatives agree."""

from collections.abc import Callable
from typing import TypeVar

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from gdsim.engine.expression_functions import FUNCTIONS
from gdsim.engine.expression_parser import parse_tree
from gdsim.engine.expression_texts import plain_text
from gdsim.engine.expression_trees import (
    EULER,
    PI,
    Call,
    Node,
    Number,
    Variable,
    nodes,
    tidied,
)
from gdsim.engine.expressions import Expression, ExpressionError, parse, variables_of
from tests.engine.expression_oracle import complex_step, complex_value

X = np.array([-2.3, -1.0, -0.35, 0.0, 0.62, 1.0, 1.9])
Y = np.array([0.7, -1.4, 0.25, 1.0, -0.55, 2.2, 0.0])
STEPS = ("floor", "ceil", "sign", "step")

NUMBERS = st.sampled_from([0.0, 1.0, 2.0, 3.0, 10.0, 0.5, 0.1, 1e-5, 2.5, 1e17, 100.0, -1.0, -2.5])
LEAVES: st.SearchStrategy[Node] = st.one_of(
    NUMBERS.map(Number), st.sampled_from([Variable("x"), Variable("y"), PI, EULER])
)
Made = TypeVar("Made")


def calls(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    names = sorted(FUNCTIONS)
    one = st.sampled_from([name for name in names if FUNCTIONS[name].n_arguments == 1])
    two = st.sampled_from([name for name in names if FUNCTIONS[name].n_arguments == 2])
    return st.one_of(
        st.builds(lambda name, part: Call(name, (part,)), one, parts),
        st.builds(lambda name, u, v: Call(name, (u, v)), two, parts, parts),
        st.builds(
            lambda name, many: Call(name, tuple(many)),
            st.sampled_from(["+", "*"]),
            st.lists(parts, min_size=2, max_size=3),
        ),
        st.builds(lambda u, v: Call("/", (u, v)), parts, parts),
        st.builds(lambda u, n: Call("^", (u, Number(n))), parts, st.sampled_from([2.0, 3.0, -1.0])),
        st.builds(lambda u, v: Call("^", (u, v)), parts, parts),
        st.builds(lambda u: Call("neg", (u,)), parts),
    )


TREES: st.SearchStrategy[Node] = st.recursive(LEAVES, calls, max_leaves=8)


def values(tree: Node) -> np.ndarray:
    return Expression("", ("x", "y"), tree).value((X, Y))


def point_at(i: int) -> dict[str, float]:
    return {"x": float(X[i]), "y": float(Y[i])}


def oracle(read: Callable[..., Made], *arguments: object) -> Made | None:
    """Return what a reading with complex numbers gives, None where they overflow."""
    try:
        found = read(*arguments)
    except (OverflowError, ZeroDivisionError, ValueError):
        return None
    return found if np.isfinite(found) else None  # type: ignore[call-overload]


def is_number(tree: Node) -> bool:
    return isinstance(tree, Number)


def is_smooth(tree: Node, i: int) -> bool:
    """Whether all parts at a point are of a usual size, and away from kinks and jumps."""
    columns = X[i : i + 1], Y[i : i + 1]
    for node in reversed([*nodes(tree)]):  # parts before what they are parts of
        size = abs(float(Expression("", ("x", "y"), node).value(columns)[0]))
        if not size < 1e5 or (size < 1e-5 and not isinstance(node, Number)):
            return False
        if isinstance(node, Call) and node.name in (*STEPS, "min", "max", "^"):
            parts = [Expression("", ("x", "y"), n).value(columns)[0] for n in node.arguments]
            is_tie = len(parts) == 2 and node.name != "^" and abs(parts[0] - parts[1]) < 1e-6
            is_odd = node.name == "^" and parts[0] < 0 and not is_number(node.arguments[1])
            is_edge = node.name in STEPS and abs(parts[0] - np.rint(parts[0])) < 1e-6
            if is_tie or is_odd or is_edge:
                return False
    return True


@settings(deadline=None)
@given(TREES)
def test_what_is_printed_is_read_as_the_same(tree: Node) -> None:
    again = parse_tree(plain_text(tree), ("x", "y"), {})
    np.testing.assert_array_equal(values(again), values(tree))
    written = plain_text(again)
    assert plain_text(parse_tree(written, ("x", "y"), {})) == written


@settings(deadline=None)
@given(TREES)
def test_values_agree_with_complex_arithmetic(tree: Node) -> None:
    found = values(tree)
    for i in np.flatnonzero(np.isfinite(found)).tolist():
        expected = oracle(complex_value, tree, point_at(i)) if is_smooth(tree, i) else None
        if expected is not None:
            assert abs(found[i] - expected) <= 1e-6 * (1.0 + abs(expected)), plain_text(tree)


@settings(deadline=None)
@given(TREES, st.sampled_from(["x", "y"]))
def test_a_derivative_agrees_with_the_complex_step(tree: Node, by: str) -> None:
    derivative = Expression(plain_text(tree), ("x", "y"), tree).derivative(by)
    found, heights = derivative.value((X, Y)), values(tree)
    for i in np.flatnonzero(np.isfinite(found) & np.isfinite(heights)).tolist():
        expected = oracle(complex_step, tree, point_at(i), by) if is_smooth(tree, i) else None
        if expected is not None:
            assert abs(found[i] - expected) <= 1e-6 * (1.0 + abs(expected)), plain_text(tree)


@settings(deadline=None)
@given(TREES)
def test_a_tidied_tree_has_the_same_values(tree: Node) -> None:
    before, after = values(tree), values(tidied(tree))
    for i in np.flatnonzero(np.isfinite(before)).tolist():
        if is_smooth(tree, i):
            assert abs(after[i] - before[i]) <= 1e-6 * (1.0 + abs(before[i])), plain_text(tree)


def check_any(text: str) -> None:
    """Assert that a text is read, or refused with a sentence and its place."""
    error, expression = None, None
    try:
        expression = parse(text, variables_of(text) or ("x",))
    except ExpressionError as refused:
        error = refused
    if expression is not None:
        assert expression.value((X,) * len(expression.variables)).shape == X.shape
    else:
        assert error is not None
        assert error.sentence.endswith((".", "?"))
        assert 0 <= error.start <= len(text)
        assert 0 <= error.length <= len(text) - error.start


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    check_any(text)


@settings(deadline=None)
@given(st.text(alphabet="xy01e2.,+-*/^()| sinlogmax²√π", max_size=25))
def test_what_looks_like_a_formula_is_read_or_refused(text: str) -> None:
    check_any(text)
