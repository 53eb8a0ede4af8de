"""A formula as a tree of numbers, names and calls, and the operators' smart constructors.

``add``, ``multiply``, ``divide`` and ``power`` build trees that are simplified a little: numbers
are folded, equal terms and equal factors are gathered. They serve derivatives; what was typed
stays as it was typed.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import e, isfinite, log2, pi
from typing import NamedTuple, TypeAlias


class Number(NamedTuple):
    """A number."""

    value: float


class Constant(NamedTuple):
    """A number that has a name: pi, e, or a constant of a built-in function."""

    name: str
    value: float


class Variable(NamedTuple):
    """What the formula is a function of."""

    name: str


class Call(NamedTuple):
    """An operator or a function of one, two or (+ and *) more values.

    Operators are named ``+ * / ^ neg``; a - b is ``+`` of a and ``neg`` of b.
    """

    name: str
    arguments: "tuple[Node, ...]"


Node: TypeAlias = Number | Constant | Variable | Call

Coefficient: TypeAlias = int | Fraction | float
"""Whole numbers and their ratios stay exact, so that 1/3 is not printed with 16 digits."""

ZERO, ONE, TWO = Number(0.0), Number(1.0), Number(2.0)
PI, EULER = Constant("π", pi), Constant("e", e)

LARGEST = 10**9
"""Numerators and denominators beyond this become decimal numbers."""
MOST_BITS = 900
"""A power of numbers is folded if it is between 2^-900 and 2^900."""


def nodes(tree: Node) -> Iterator[Node]:
    """Yield every node of ``tree``, each as often as it occurs."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, Call):
            waiting.extend(node.arguments)


def is_constant(tree: Node) -> bool:
    """Whether no variable occurs in ``tree``."""
    return not any(isinstance(node, Variable) for node in nodes(tree))


def add(*terms: Node) -> Node:
    """Return the sum, equal terms taken together."""
    total: Coefficient = 0
    found: dict[frozenset[tuple[Node, Coefficient]], tuple[Coefficient, dict[Node, Coefficient]]]
    found = {}
    for term in _terms(terms):
        coefficient, powers = _factors(term)
        if not powers:
            total += coefficient
            continue
        key = frozenset(powers.items())
        before, kept = found.get(key, (0, powers))
        found[key] = before + coefficient, kept
    parts = [_product(c, powers) for c, powers in found.values() if c != 0]
    if total != 0 or not parts:
        is_first = total > 0 and parts and isinstance(parts[0], Call) and parts[0].name == "neg"
        parts.insert(0 if is_first else len(parts), number(total))  # 1 − x, x − 1
    return parts[0] if len(parts) == 1 else Call("+", tuple(parts))


def negate(tree: Node) -> Node:
    """Return -tree."""
    return multiply(Number(-1.0), tree)


def subtract(left: Node, right: Node) -> Node:
    """Return left - right."""
    return add(left, negate(right))


def multiply(*factors: Node) -> Node:
    """Return the product, powers of the same base taken together."""
    return _product(*_factors(Call("*", factors)))


def divide(top: Node, bottom: Node) -> Node:
    """Return top / bottom; what stands in both is cancelled."""
    return _product(*_factors(Call("/", (top, bottom))))


def power(base: Node, exponent: Node) -> Node:
    """Return base ^ exponent; 0 ^ 0 is 1, as in IEEE arithmetic."""
    value = coefficient_of(exponent)
    if value is None:
        return ONE if base == ONE else Call("^", (base, exponent))
    if value == 0:
        return ONE
    return _product(*_factors(Call("^", (base, number(value)))))


def tidied(tree: Node) -> Node:
    """Return ``tree`` with its numbers folded and its terms and factors gathered."""
    if not isinstance(tree, Call):
        return tree
    arguments = tuple(tidied(argument) for argument in tree.arguments)
    builders: dict[str, Callable[..., Node]]
    builders = {"+": add, "*": multiply, "/": divide, "^": power, "neg": negate}
    build = builders.get(tree.name)
    return build(*arguments) if build else Call(tree.name, arguments)


def coefficient_of(node: Node) -> Coefficient | None:
    """Return the value of a number or of a ratio of two; None for anything else."""
    if isinstance(node, Number):
        return _exact(node.value)
    if not isinstance(node, Call) or node.name != "/":
        return None
    top, bottom = (coefficient_of(part) for part in node.arguments)
    is_ratio = isinstance(top, int | Fraction) and isinstance(bottom, int | Fraction) and bottom
    return _shortened(Fraction(top) / bottom) if is_ratio else None  # type: ignore[arg-type, operator]


def number(value: Coefficient) -> Node:
    """Return a number as a tree: a whole one, a ratio of two, or a decimal of 15 digits."""
    value = _shortened(value)
    if isinstance(value, float):
        # One unit of the last place, so that 3 x 0.1 is written 0.3.
        return Number(float(f"{value:.15g}") if isfinite(value) else value)
    if isinstance(value, int):
        return Number(float(value))
    return Call("/", (Number(float(value.numerator)), Number(float(value.denominator))))


def _exact(value: float) -> Coefficient:
    is_whole = value.is_integer() and abs(value) <= LARGEST
    return int(value) if is_whole else value


def _shortened(value: Coefficient) -> Coefficient:
    """Return a number in its simplest form: whole, a ratio, or a decimal."""
    if isinstance(value, float):
        return _exact(value)
    if max(abs(value.numerator), value.denominator) > LARGEST:
        return float(value)
    return value.numerator if value.denominator == 1 else value


def _terms(trees: tuple[Node, ...]) -> Iterator[Node]:
    """Yield the terms of sums inside a sum."""
    for tree in trees:
        if isinstance(tree, Call) and tree.name == "+":
            yield from _terms(tree.arguments)
        else:
            yield tree


def _factors(tree: Node) -> tuple[Coefficient, dict[Node, Coefficient]]:
    """Return ``tree`` as a number times powers of bases."""
    coefficient: Coefficient = 1
    powers: dict[Node, Coefficient] = {}
    waiting: list[tuple[Node, Coefficient]] = [(tree, 1)]
    while waiting:
        node, exponent = waiting.pop()
        value = coefficient_of(node)
        folded = None if value is None else _raised(value, exponent)
        inner = None if value is not None else _opened(node, exponent)
        if folded is not None:
            coefficient = _shortened(coefficient * folded)
        elif inner is not None:
            waiting.extend(reversed(inner))
        else:
            powers[node] = _shortened(powers.get(node, 0) + exponent)
    return coefficient, {base: exponent for base, exponent in powers.items() if exponent != 0}


def _opened(node: Node, exponent: Coefficient) -> list[tuple[Node, Coefficient]] | None:
    """Return the factors that a product, quotient, negative or power is made of, if it is one.

    Only a whole exponent may go inside: (x ^ 2) ^ 0.5 is |x|, not x.
    """
    if not isinstance(node, Call) or not _is_whole(exponent):
        return None
    if node.name == "*":
        return [(factor, exponent) for factor in node.arguments]
    if node.name == "neg":
        return [(Number(-1.0), exponent), (node.arguments[0], exponent)]
    if node.name == "/":
        return [(node.arguments[0], exponent), (node.arguments[1], -exponent)]
    inner = coefficient_of(node.arguments[1]) if node.name == "^" else None
    return None if inner is None else [(node.arguments[0], _shortened(inner * exponent))]


def _raised(value: Coefficient, exponent: Coefficient) -> Coefficient | None:
    """Return value ^ exponent for a whole exponent; None where it is no number of a usual size."""
    if value == 1:
        return value
    if not _is_whole(exponent) or not isfinite(value) or (value == 0 and exponent <= 0):
        return None
    whole = int(exponent)
    if value != 0 and abs(whole * log2(abs(float(value)))) > MOST_BITS:
        return None
    if isinstance(value, float) or abs(whole) > MOST_BITS:
        return _shortened(float(value) ** whole)
    return _shortened(Fraction(value) ** whole)


def _is_whole(value: Coefficient) -> bool:
    return isfinite(value) and value == int(value)


def _product(coefficient: Coefficient, powers: dict[Node, Coefficient]) -> Node:
    """Return a number times powers of bases as a tree: a fraction where exponents are negative."""
    if coefficient == 0 or not powers:
        return number(coefficient)
    ordered = sorted(powers.items(), key=_rank)
    tops = [_power(base, exponent) for base, exponent in ordered if exponent > 0]
    bottoms = [_power(base, -exponent) for base, exponent in ordered if not exponent > 0]
    below = coefficient.denominator if isinstance(coefficient, Fraction) else 1
    above: Coefficient = coefficient * below if coefficient > 0 else -coefficient * below
    if above != 1 or not tops:
        tops.insert(0, number(above))
    if below != 1:
        bottoms.insert(0, Number(float(below)))
    tree = _joined(tops)
    if bottoms:
        tree = Call("/", (tree, _joined(bottoms)))
    return Call("neg", (tree,)) if coefficient < 0 else tree


def _rank(factor: tuple[Node, Coefficient]) -> int:
    """Return where a factor is usually written: 2·π·x·cos(x)."""
    return {Number: 0, Constant: 1, Variable: 2}.get(type(factor[0]), 3)


def _joined(factors: list[Node]) -> Node:
    return factors[0] if len(factors) == 1 else Call("*", tuple(factors))


def _power(base: Node, exponent: Coefficient) -> Node:
    return base if exponent == 1 else Call("^", (base, number(exponent)))
