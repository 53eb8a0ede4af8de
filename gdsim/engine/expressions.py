"""A formula that a person has typed: text -> Expression -> values and derivatives.

text --tokenize--> tokens --parse--> tree --compiled--> steps over NumPy's own functions. No part
of it ever becomes Python code: what is not a number, a known name or a sign is refused.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gdsim.engine.arrays import Array
from gdsim.engine.expression_functions import RULES, Value, differentiate
from gdsim.engine.expression_names import is_variable_name, variables_of
from gdsim.engine.expression_parser import parse_tree
from gdsim.engine.expression_texts import latex_text, plain_text
from gdsim.engine.expression_tokens import ExpressionError
from gdsim.engine.expression_trees import EULER, TWO, Call, Node, Variable, nodes, tidied
from gdsim.text import _

__all__ = ["Expression", "ExpressionError", "is_variable_name", "parse", "variables_of"]

MAX_NODES = 20_000
"""Of a derivative; a formula of 400 tokens stays far below it itself."""


def parse(
    text: str, variables: Sequence[str], constants: Mapping[str, float] | None = None
) -> "Expression":
    """Return the formula ``text`` as a function of ``variables``.

    Parameters
    ----------
    text : str
    variables : sequence of str
        All that it may depend on, in the order in which ``value`` gets them.
    constants : mapping of str to float, optional
        Further names and their values.

    Raises
    ------
    ExpressionError
        If it cannot be read; with a sentence, and the place in the text.
    """
    return Expression(text, tuple(variables), parse_tree(text, variables, constants or {}))


@dataclass(frozen=True)
class Expression:
    """A function of some variables; it never changes, so one serves every thread.

    Where it is not defined its value is NaN, and where it grows beyond all numbers inf; 0^0 is 1,
    and x^n is defined for negative x where n is whole. Its derivative at a kink is the mean of
    the slopes on both sides (0 for |x| at 0), at a jump it is 0; where the function itself is not
    defined the derivative means nothing.

    Attributes
    ----------
    text : str
        As it was typed; of a derivative, as it is printed.
    variables : tuple of str
    tree : Node
    """

    text: str
    variables: tuple[str, ...]
    tree: Node

    @cached_property
    def _program(self) -> "_Program":
        return _Program(self.tree, self.variables)

    def value(self, columns: Sequence[Array]) -> Array:
        """Return the values (n,) at n points.

        Parameters
        ----------
        columns : sequence of ndarray, shape (n,)
            One for each variable.
        """
        return self._program.run(columns)

    def derivative(self, variable: str) -> "Expression":
        """Return the derivative by a variable, simplified a little.

        Raises
        ------
        ExpressionError
            If it would be too long; no formula that a person types comes near.
        """
        tree = differentiate(tidied(self.tree), variable)
        for count, _node in enumerate(nodes(tree)):
            if count > MAX_NODES:
                sentence = _("The derivative of this formula is too long; write it simpler.")
                raise ExpressionError(sentence, 0, len(self.text))
        return Expression(plain_text(tree), self.variables, tree)

    def plain(self) -> str:
        """Return it as tidy text that can be typed again: "x⁴ − 3·x² + x"."""
        return plain_text(self.tree)

    def latex(self) -> str:
        """Return it as LaTeX."""
        return latex_text(self.tree)


class _Program:
    """The tree as steps, each part that occurs several times computed once."""

    def __init__(self, tree: Node, variables: tuple[str, ...]) -> None:
        self._n_variables = len(variables)
        self._first: list[float | None] = [None] * len(variables)  # then numbers, then None
        self._steps: list[tuple[int, Callable[..., Value], tuple[int, ...]]] = []
        self._known: dict[object, int] = {Variable(n): i for i, n in enumerate(variables)}
        with np.errstate(all="ignore"):
            self._result = self._place(tree)
        self._known.clear()

    def run(self, columns: Sequence[Array]) -> Array:
        """Return the values (n,) of the tree at ``columns``."""
        values: list[Value] = list(self._first)  # type: ignore[arg-type]
        values[: self._n_variables] = columns
        with np.errstate(all="ignore"):
            for place, function, arguments in self._steps:
                values[place] = function(*[values[i] for i in arguments])
        result = values[self._result]
        if self._result < self._n_variables or not isinstance(result, np.ndarray):
            return np.full(np.shape(columns[0]), result, dtype=np.float64)
        return result

    def _place(self, node: Node) -> int:
        """Return where the value of ``node`` stands, after adding the steps that lead to it."""
        if isinstance(node, Call):
            arguments = [self._place(argument) for argument in node.arguments]
            return self._called(node, arguments)
        return self._known[node] if isinstance(node, Variable) else self._number(node.value)

    def _number(self, value: float) -> int:
        key = ("number", repr(value))
        if key not in self._known:
            self._known[key] = len(self._first)
            self._first.append(value)
        return self._known[key]

    def _called(self, node: Call, places: list[int]) -> int:
        """Add the steps of one operator or function; sums and products go from left to right."""
        function = RULES[node.name].value
        if node.name == "^" and node.arguments[1] == TWO:
            return self._step("square", np.square, (places[0],))
        if node.name == "^" and node.arguments[0] == EULER:
            return self._step("exp", np.exp, (places[1],))
        if node.name not in "+*":
            return self._step(node.name, function, tuple(places))
        total = places[0]
        for place in places[1:]:
            total = self._step(node.name, function, (total, place))
        return total

    def _step(self, name: str, function: Callable[..., Value], arguments: tuple[int, ...]) -> int:
        """Add a step unless it is known; one of numbers alone is made here and now."""
        key = (name, arguments)
        if key not in self._known:
            numbers = [self._first[i] for i in arguments]
            is_number = all(value is not None for value in numbers)
            self._known[key] = len(self._first)
            self._first.append(float(function(*numbers)) if is_number else None)
            if not is_number:
                self._steps.append((self._known[key], function, arguments))
        return self._known[key]
