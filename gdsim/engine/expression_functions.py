"""What a formula may call: each function with its value and its derivative, side by side.

A derivative is one tree for each argument, the chain rule's outer part. At a kink it is the mean
of the slopes on both sides: 0 for |x| at 0, 1/2 for relu(x) and max(x, 0) there. At a jump it is
0, the slope beside it.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from gdsim.engine.expression_trees import (
    EULER,
    ONE,
    TWO,
    ZERO,
    Call,
    Node,
    Number,
    add,
    divide,
    multiply,
    negate,
    power,
    subtract,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from gdsim.engine.arrays import Array, Numbers

Value: TypeAlias = "Array | Numbers | float"


class Function(NamedTuple):
    """A function of one or two values and its partial derivatives.

    Attributes
    ----------
    name : str
        As it is typed.
    value : callable
        On float64 arrays; NaN where it is not defined.
    partials : callable
        ``partials(*arguments)`` returns the derivative by each argument, as trees.
    n_arguments : int
    latex : str
        The command, or the name in upright letters.
    also : tuple of str
        Other ways to write it.
    """

    name: str
    value: Callable[..., Value]
    partials: Callable[..., tuple[Node, ...]]
    n_arguments: int = 1
    latex: str = ""
    also: tuple[str, ...] = ()


def call(name: str, *arguments: Node) -> Node:
    """Return a function of trees."""
    return ONE if name == "ln" and arguments == (EULER,) else Call(name, arguments)


def _square(u: Node) -> Node:
    return power(u, TWO)


def _inverse(u: Node) -> Node:
    return divide(ONE, u)


def _inverse_root(u: Node) -> Node:
    return divide(ONE, call("sqrt", u))


def _sigmoid(z: Value) -> Value:
    # Exact to 2e-16 without cases for the sign; exp may overflow to inf, which gives the right 0.
    return np.reciprocal(np.add(np.exp(np.negative(z)), 1.0))


def _softplus(z: Value) -> Value:
    return np.logaddexp(z, 0.0)


def _step(u: Value) -> Value:
    return np.heaviside(u, 0.5)


def _relu(u: Value) -> Value:
    return np.maximum(u, 0.0)


def _d_ln(u: Node) -> tuple[Node, ...]:
    return (_inverse(u),)


def _d_log10(u: Node) -> tuple[Node, ...]:
    return (_inverse(multiply(u, call("ln", Number(10.0)))),)


def _d_log2(u: Node) -> tuple[Node, ...]:
    return (_inverse(multiply(u, call("ln", TWO))),)


def _d_zero(_u: Node) -> tuple[Node, ...]:
    return (ZERO,)


def _d_sigmoid(u: Node) -> tuple[Node, ...]:
    value = call("sigmoid", u)
    return (multiply(value, subtract(ONE, value)),)


def _d_max(u: Node, v: Node) -> tuple[Node, ...]:
    return call("step", subtract(u, v)), call("step", subtract(v, u))


def _d_min(u: Node, v: Node) -> tuple[Node, ...]:
    return call("step", subtract(v, u)), call("step", subtract(u, v))


def _d_power(u: Node, v: Node) -> tuple[Node, ...]:
    by_base = multiply(v, power(u, subtract(v, ONE)))
    return by_base, multiply(power(u, v), call("ln", u))


def _d_product(*factors: Node) -> tuple[Node, ...]:
    return tuple(multiply(*factors[:i], *factors[i + 1 :]) for i in range(len(factors)))


def _d_quotient(u: Node, v: Node) -> tuple[Node, ...]:
    return _inverse(v), negate(divide(u, _square(v)))


_OPERATORS = (
    Function("+", np.add, lambda *terms: (ONE,) * len(terms), 2),
    Function("*", np.multiply, _d_product, 2),
    Function("/", np.true_divide, _d_quotient, 2),
    Function("^", np.power, _d_power, 2),
    Function("neg", np.negative, lambda _u: (Number(-1.0),)),
)

_FUNCTIONS = (
    Function("sin", np.sin, lambda u: (call("cos", u),), latex=r"\sin"),
    Function("cos", np.cos, lambda u: (negate(call("sin", u)),), latex=r"\cos"),
    Function("tan", np.tan, lambda u: (_inverse(_square(call("cos", u))),), latex=r"\tan"),
    Function(
        "asin",
        np.arcsin,
        lambda u: (_inverse_root(subtract(ONE, _square(u))),),
        latex=r"\arcsin",
        also=("arcsin",),
    ),
    Function(
        "acos",
        np.arccos,
        lambda u: (negate(_inverse_root(subtract(ONE, _square(u)))),),
        latex=r"\arccos",
        also=("arccos",),
    ),
    Function(
        "atan",
        np.arctan,
        lambda u: (_inverse(add(ONE, _square(u))),),
        latex=r"\arctan",
        also=("arctan",),
    ),
    Function("sinh", np.sinh, lambda u: (call("cosh", u),), latex=r"\sinh"),
    Function("cosh", np.cosh, lambda u: (call("sinh", u),), latex=r"\cosh"),
    Function("tanh", np.tanh, lambda u: (subtract(ONE, _square(call("tanh", u))),), latex=r"\tanh"),
    Function("asinh", np.arcsinh, lambda u: (_inverse_root(add(_square(u), ONE)),)),
    Function("acosh", np.arccosh, lambda u: (_inverse_root(subtract(_square(u), ONE)),)),
    Function("atanh", np.arctanh, lambda u: (_inverse(subtract(ONE, _square(u))),)),
    Function("exp", np.exp, lambda u: (call("exp", u),), latex=r"\exp"),
    Function("ln", np.log, _d_ln, latex=r"\ln", also=("log",)),
    Function("log10", np.log10, _d_log10, latex=r"\log_{10}"),
    Function("log2", np.log2, _d_log2, latex=r"\log_{2}"),
    Function("sqrt", np.sqrt, lambda u: (_inverse(multiply(TWO, call("sqrt", u))),), also=("√",)),
    Function(
        "cbrt",
        np.cbrt,
        lambda u: (_inverse(multiply(Number(3.0), _square(call("cbrt", u)))),),
        also=("∛",),
    ),
    Function("abs", np.absolute, lambda u: (call("sign", u),)),
    Function("sign", np.sign, _d_zero, also=("sgn",)),
    Function("step", _step, _d_zero),
    Function("floor", np.floor, _d_zero),
    Function("ceil", np.ceil, _d_zero),
    Function("min", np.minimum, _d_min, 2),
    Function("max", np.maximum, _d_max, 2),
    Function("sigmoid", _sigmoid, _d_sigmoid, latex=r"\sigma", also=("σ", "logistic")),
    Function("relu", _relu, lambda u: (call("step", u),)),
    Function("softplus", _softplus, lambda u: (call("sigmoid", u),)),
)

FUNCTIONS: Mapping[str, Function] = MappingProxyType({f.name: f for f in _FUNCTIONS})
"""name -> function, as a person types it. ``log`` is the natural logarithm, as in NumPy."""

SPELLINGS: Mapping[str, str] = MappingProxyType(
    {spelling: f.name for f in _FUNCTIONS for spelling in (f.name, *f.also)}
)
"""Every way to write a function -> its name."""

RULES: Mapping[str, Function] = MappingProxyType({f.name: f for f in (*_OPERATORS, *_FUNCTIONS)})
"""name -> function or operator: all that a tree can call."""


def differentiate(tree: Node, variable: str) -> Node:
    """Return the derivative of ``tree`` by a variable, by the chain rule."""
    if not isinstance(tree, Call):
        return ONE if tree == (variable,) else ZERO
    inner = [differentiate(argument, variable) for argument in tree.arguments]
    if all(part == ZERO for part in inner):
        return ZERO
    outer = RULES[tree.name].partials(*tree.arguments)
    moving = [(o, i) for o, i in zip(outer, inner, strict=True) if i != ZERO]
    return add(*(multiply(o, i) for o, i in moving))
