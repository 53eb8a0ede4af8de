"""Our trees and sympy's: tree -> sympy's classes, node by node, -> simpler forms -> trees.

sympy never gets a text. What it need not understand (constants, kinks, large powers) is a letter
to it, so that it computes no number.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from gdsim.engine.expression_trees import (
    EULER,
    Call,
    Node,
    Number,
    Variable,
    is_constant,
    nodes,
    tidied,
)

MOST_POWER = 20
LARGEST = 1e9

_SAME_NAMES = ("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh",
               "acosh", "atanh", "exp", "sqrt")  # fmt: skip


@cache
def load_sympy() -> None:
    """Import sympy, and by a first use what it imports late: about a second, once."""
    import sympy

    x = sympy.Symbol("x", real=True)
    form = sympy.sin(x) * sympy.exp(x) / (1 + x**2)
    sympy.factor(sympy.simplify(form + form.diff(x)))


def sympy_forms(tree: Node) -> list[Node]:
    """Return the forms of a tree that sympy finds simple.

    Raises
    ------
    Exception
        Sympy's own, or LookupError where a form holds what our trees do not have.
    """
    import sympy

    translation = _Translation(sympy, with_e=EULER in nodes(tree))
    there = translation.there(tree)
    found = [sympy.simplify(there)]
    if not there.has(sympy.Float):  # it would divide by numbers of many digits
        found.append(sympy.factor(there))
    return [tidied(translation.back(form)) for form in found]


class _Translation:
    """Between our trees and sympy's; what sympy need not know is a letter, ``c0``, ``c1``, ...."""

    def __init__(self, sympy: Any, *, with_e: bool) -> None:
        self._sympy, self._with_e = sympy, with_e
        self._letters: dict[Node, Any] = {}

    def there(self, tree: Node) -> Any:
        """Return a tree as sympy's."""
        if isinstance(tree, Number) and abs(tree.value) <= LARGEST:
            is_whole = tree.value.is_integer()
            return self._sympy.Integer(int(tree.value)) if is_whole else self._float(tree.value)
        build = self._builder(tree) if isinstance(tree, Call) else None
        if build is None or not isinstance(tree, Call):
            return self._letter(tree)
        return build(*(self.there(part) for part in tree.arguments))

    def back(self, form: Any) -> Node:
        """Return sympy's tree as ours.

        Raises
        ------
        LookupError
            If it holds what we do not have.
        """
        if form.is_Symbol:
            return next(tree for tree, letter in self._letters.items() if letter == form)
        if form.is_Integer or form.is_Float:
            return Number(float(f"{float(form):.15g}"))
        if form.is_Rational:
            return Call("/", (Number(float(form.p)), Number(float(form.q))))
        if form.is_Add:
            return Call("+", tuple(self.back(term) for term in form.as_ordered_terms()))
        if form.is_Mul or form.is_Pow:
            return self._product_back(form)
        if form.func.__name__ == "exp" and self._with_e:
            return Call("^", (EULER, self.back(form.args[0])))
        name = {"Abs": "abs", "log": "ln"}.get(form.func.__name__, form.func.__name__)
        if name not in (*_SAME_NAMES, "abs", "sign", "ln"):
            raise LookupError(name)
        return Call(name, tuple(self.back(part) for part in form.args))

    def _float(self, value: float) -> Any:
        return self._sympy.Float(repr(value))

    def _letter(self, tree: Node) -> Any:
        if tree not in self._letters:
            name = tree.name if isinstance(tree, Variable) else f"c{len(self._letters)}"
            self._letters[tree] = self._sympy.Dummy(name, real=True)  # equal to no other
        return self._letters[tree]

    def _builder(self, tree: Call) -> Callable[..., Any] | None:
        """Return what builds sympy's tree of a call; None for what it need not know."""
        sympy, name = self._sympy, tree.name
        if name in ("+", "*"):
            return sympy.Add if name == "+" else sympy.Mul  # type: ignore[no-any-return]
        if name == "neg":
            return lambda u: -u
        if name == "/":
            return lambda u, v: u / v
        if name == "^" and tree.arguments[0] == EULER:
            return lambda _base, exponent: sympy.exp(exponent)
        if name == "^":
            exponent = tree.arguments[1]
            is_large = isinstance(exponent, Number) and abs(exponent.value) > MOST_POWER
            return None if is_large or is_constant(tree) else sympy.Pow
        if name not in (*_SAME_NAMES, "ln", "abs", "sign") or is_constant(tree):
            return None
        names = {"ln": "log", "abs": "Abs"}
        return getattr(sympy, names.get(name, name))  # type: ignore[no-any-return]

    def _product_back(self, form: Any) -> Node:
        """Return a product or a power, with a fraction bar and its sign before all."""
        if form.as_coeff_Mul()[0].is_negative:
            return Call("neg", (self.back(-form),))
        factors = form.as_ordered_factors()
        below = [f for f in factors if f.is_Pow and f.exp.is_number and f.exp.is_negative]
        if below:
            above = self._sympy.Mul(*(f for f in factors if f not in below))
            bottom = self._sympy.Mul(*(1 / factor for factor in below))
            return Call("/", (self.back(above), self.back(bottom)))
        if form.is_Mul:
            return Call("*", tuple(self.back(part) for part in factors))
        base, exponent = form.args
        if exponent == self._sympy.Rational(1, 2):
            return Call("sqrt", (self.back(base),))
        return Call("^", (self.back(base), self.back(exponent)))
