"""Another reading of a formula's tree: Python's complex numbers, one point at a time.

The derivative is the imaginary part of f(x + ih) / h, which has no cancellation (W. Squire and
G. Trapp, Using complex variables to estimate derivatives of real functions, 1998).
"""

import cmath
import math
from collections.abc import Callable, Mapping

from gdsim.engine.expression_trees import Call, Constant, Node, Number

STEP = 1e-30


def _power(base: complex, exponent: complex) -> complex:
    if exponent.imag == 0.0 and exponent.real.is_integer():
        return base ** int(exponent.real)
    return cmath.exp(exponent * cmath.log(base))


def _sum(*terms: complex) -> complex:
    return sum(terms)


def _product(*factors: complex) -> complex:
    return math.prod(factors, start=1.0 + 0.0j)


FUNCTIONS: Mapping[str, Callable[..., complex]] = {
    "+": _sum,
    "*": _product,
    "/": lambda u, v: u / v,
    "^": _power,
    "neg": lambda u: -u,
    "sin": cmath.sin,
    "cos": cmath.cos,
    "tan": cmath.tan,
    "asin": cmath.asin,
    "acos": cmath.acos,
    "atan": cmath.atan,
    "sinh": cmath.sinh,
    "cosh": cmath.cosh,
    "tanh": cmath.tanh,
    "asinh": cmath.asinh,
    "acosh": cmath.acosh,
    "atanh": cmath.atanh,
    "exp": cmath.exp,
    "ln": cmath.log,
    "log10": lambda u: cmath.log(u) / math.log(10.0),
    "log2": lambda u: cmath.log(u) / math.log(2.0),
    "sqrt": cmath.sqrt,
    "cbrt": lambda u: -((-u) ** (1 / 3)) if u.real < 0.0 else u ** (1 / 3),
    "abs": lambda u: u if u.real > 0.0 else -u,
    "sign": lambda u: complex((u.real > 0.0) - (u.real < 0.0)),
    "step": lambda u: complex((1.0 + (u.real > 0.0) - (u.real < 0.0)) / 2.0),
    "floor": lambda u: complex(math.floor(u.real)),
    "ceil": lambda u: complex(math.ceil(u.real)),
    "min": lambda u, v: u if u.real < v.real else v,
    "max": lambda u, v: u if u.real > v.real else v,
    "sigmoid": lambda u: 1.0 / (1.0 + cmath.exp(-u)),
    "relu": lambda u: u if u.real > 0.0 else 0.0 * u,
    "softplus": lambda u: cmath.log(1.0 + cmath.exp(u)),
}


def complex_value(tree: Node, point: Mapping[str, complex]) -> complex:
    """Return the value of ``tree`` where its variables have complex values."""
    if isinstance(tree, Call):
        return FUNCTIONS[tree.name](*(complex_value(part, point) for part in tree.arguments))
    if isinstance(tree, Number | Constant):
        return complex(tree.value)
    return point[tree.name]


def complex_step(tree: Node, point: Mapping[str, float], variable: str) -> float:
    """Return the derivative by ``variable``."""
    moved = {name: complex(value) for name, value in point.items()}
    moved[variable] += STEP * 1j
    return complex_value(tree, moved).imag / STEP
