"""Formula text -> tree, by binding powers (V. Pratt, Top down operator precedence, 1973).

What stands side by side is a product: ``2x``, ``x y``, ``2(x + 1)``, and ``xy`` too where no name
is ``xy``. A function takes brackets, or what is written right behind it: ``sin 2x`` is sin(2·x).
``1/2x`` is read from left to right, (1/2)·x.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from gdsim.engine.expression_functions import FUNCTIONS
from gdsim.engine.expression_names import Vocabulary, resolved, vocabulary_of
from gdsim.engine.expression_tokens import (
    END,
    NAME,
    NUMBER,
    RAISED,
    ExpressionError,
    Token,
    check_count,
    tokenize,
)
from gdsim.engine.expression_trees import Call, Node, Number
from gdsim.text import _

MAX_DEPTH = 40
"""Brackets in brackets, powers of powers, functions of functions."""

Read = TypeVar("Read")

SUM, PRODUCT = 1, 2
_OPERATORS = {"+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT}


def parse_tree(text: str, variables: Sequence[str], constants: Mapping[str, float]) -> Node:
    """Return the tree of a formula, as it was typed.

    Raises
    ------
    ExpressionError
        If it cannot be read; the sentence says why and what to write.
    """
    vocabulary = vocabulary_of(variables, constants)
    tokens = [part for token in tokenize(text) for part in resolved(token, vocabulary)]
    check_count(tokens)
    return _Parser(tokens, vocabulary).tree()


class _Parser:
    """One pass over the tokens of a formula, whose names are all known."""

    def __init__(self, tokens: list[Token], vocabulary: Vocabulary) -> None:
        self._tokens, self._vocabulary = tokens, vocabulary
        self._place = 0
        self._depth = 0
        self._bars = 0  # "|" that are open inside the innermost brackets

    def tree(self) -> Node:
        """Return the tree of all tokens."""
        tree = self._expression(0)
        token = self._next
        if token.kind == END:
            return tree
        if token.text == ")":
            raise _error(_('This ")" has no "(" before it; take it out or open one.'), token)
        if token.text == ",":
            raise self._comma(token)
        raise _error(_('"{sign}" cannot stand here.').format(sign=token.text), token)

    @property
    def _next(self) -> Token:
        return self._tokens[self._place]

    def _take(self) -> Token:
        token = self._next
        self._place += token.kind != END
        return token

    def _expression(self, weakest: int) -> Node:
        """Return what follows, up to an operator that binds no closer than ``weakest``."""
        left = self._operand(weakest)
        while True:
            token = self._next
            is_beside = self._is_operand(token)
            strength = PRODUCT if is_beside else _OPERATORS.get(token.text, 0)
            if strength <= weakest:
                return left
            if is_beside:
                self._check_beside(token)
            else:
                self._take()
            left = _combined("*" if is_beside else token.text, left, self._expression(strength))

    def _is_operand(self, token: Token) -> bool:
        """Whether something begins here that is multiplied by what stands before it."""
        is_bar = token.text == "|" and not self._bars
        return token.kind in (NAME, NUMBER) or token.text in ("(", "√", "∛") or is_bar

    def _check_beside(self, token: Token) -> None:
        """Refuse a number behind something: ``2 3`` and ``x 2`` may be slips for other things."""
        if token.kind == NUMBER:
            sentence = _('Write a sign before {number}: "*" to multiply, "^" for a power.')
            raise _error(sentence.format(number=token.text[:20]), token)

    def _operand(self, weakest: int) -> Node:
        """Return a factor with its powers, or behind a sign all that binds as it does.

        -x·y is -(x·y), and a/-b·c is (a/-b)·c.
        """
        if self._next.text not in ("-", "+"):
            return self._powered()
        sign = self._take()
        inner = self._deeper(sign, lambda: self._expression(max(SUM, weakest)))
        return _negative(inner) if sign.text == "-" else inner

    def _powered(self) -> Node:
        """Return an atom with its powers, the right one first: 2^3^2 is 2^9."""
        base = self._raised(self._atom())
        if self._next.text != "^":
            return base
        sign = self._take()
        return Call("^", (base, self._deeper(sign, self._exponent)))

    def _raised(self, base: Node) -> Node:
        """Return ``base`` with the superscript behind it."""
        if self._next.kind == RAISED:
            base = Call("^", (base, Number(self._take().value)))
        return base

    def _exponent(self) -> Node:
        if self._next.text not in ("-", "+"):
            return self._powered()
        sign = self._take()
        inner = self._deeper(sign, self._exponent)
        return _negative(inner) if sign.text == "-" else inner

    def _atom(self) -> Node:
        """Return a number, a name, a function's value, or what stands in brackets or bars."""
        token = self._take()
        if token.kind == NUMBER:
            return Number(token.value)
        if token.text == "(":
            return self._deeper(token, self._bracketed)
        if token.text == "|":
            return self._deeper(token, self._barred)
        if token.kind == NAME or token.text in ("√", "∛"):
            known = self._vocabulary[token.text]
            if isinstance(known, str):
                return self._call(token, known)
            return known
        raise self._missing(token)

    def _bracketed(self) -> Node:
        return self._arguments(self._tokens[self._place - 1], 1)[0]

    def _arguments(self, opened: Token, most: int) -> list[Node]:
        """Return what stands in the brackets that ``opened`` has begun, up to ``most`` values."""
        bars, self._bars = self._bars, 0
        values = [self._expression(0)]
        while self._next.text == ",":
            comma = self._take()
            if len(values) == most:
                raise self._comma(comma)
            values.append(self._expression(0))
        if self._next.text != ")":
            sentence = _('This "(" is not closed; add a ")".')
            raise _error(sentence, opened)
        self._take()
        self._bars = bars
        return values

    def _barred(self) -> Node:
        opened = self._tokens[self._place - 1]
        self._bars += 1
        inner = self._expression(0)
        if self._next.text != "|":
            raise _error(_('This "|" is not closed; add a second one.'), opened)
        self._take()
        self._bars -= 1
        return Call("abs", (inner,))

    def _call(self, token: Token, name: str) -> Node:
        """Return the value of a function whose name has just been taken."""
        if token.text in ("√", "∛"):
            return Call(name, (self._deeper(token, self._powered),))
        exponent = self._function_exponent(token)
        n = FUNCTIONS[name].n_arguments
        if self._next.text == "(":
            opened = self._take()
            values = self._deeper(opened, lambda: self._arguments(opened, n if n == 1 else 20))
            if n == 2 and len(values) == 1:
                sentence = _("{name} compares two values; write for example {name}(x, 0).")
                raise _error(sentence.format(name=name), token)
        elif n == 1:
            values = [self._deeper(token, lambda: self._beside(token))]
        else:
            sentence = _("{name} needs brackets; write for example {name}(x, 0).")
            raise _error(sentence.format(name=name), token)
        tree = values[0] if n == 2 else Call(name, (values[0],))
        for value in values[1:]:
            tree = Call(name, (tree, value))
        return tree if exponent is None else Call("^", (tree, Number(exponent)))

    def _function_exponent(self, token: Token) -> float | None:
        """Return the 2 of ``sin^2 x`` and ``sin² x``, if there is one."""
        sign = self._next
        if sign.text != "^" and sign.kind != RAISED:
            return None
        power = self._take()
        if sign.text == "^":
            power = self._take()
        if power.value < 0 or power.text == "-":
            sentence = _("Write 1/{name}(x); the inverse functions are asin, acos, atan.")
            raise _error(sentence.format(name=token.text), power)
        if power.kind not in (NUMBER, RAISED):
            sentence = _("Write the power behind the brackets, as in {name}(x)^2.")
            raise _error(sentence.format(name=token.text), sign)
        return power.value

    def _beside(self, function: Token) -> Node:
        """Return what a function without brackets is taken of: ``2x`` in ``sin 2x + 1``."""
        token = self._next
        if token.text == "-":
            self._take()
            return _negative(self._deeper(token, lambda: self._beside(function)))
        if not (self._is_operand(token) or token.text == "|"):
            sentence = _("{name} needs a value; write for example {name}(x).")
            raise _error(sentence.format(name=function.text), function)
        tree = self._powered()
        while self._is_operand(self._next):
            token = self._next
            known = self._vocabulary.get(token.text) if token.kind == NAME else None
            if isinstance(known, str):
                break  # sin x cos x
            if known is None:
                sentence = _("Put what {name} is taken of in brackets, as in {name}(2x).")
                raise _error(sentence.format(name=function.text), function)
            tree = _combined("*", tree, self._powered())
        return tree

    def _deeper(self, token: Token, read: Callable[[], Read]) -> Read:
        """Return what ``read`` returns, one level deeper."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            sentence = _("This formula is nested more than {most} levels deep; write it simpler.")
            raise _error(sentence.format(most=MAX_DEPTH), token)
        found = read()
        self._depth -= 1
        return found

    def _comma(self, comma: Token) -> ExpressionError:
        """Return why there may be no comma here: it may be meant as a decimal point."""
        near = [t for t in self._tokens if t.start + t.length == comma.start and t.kind == NUMBER]
        behind = [t for t in self._tokens if t.start == comma.start + 1 and t.kind == NUMBER]
        if near and behind:
            right = f"{near[0].text}.{behind[0].text}"
            sentence = _("Write a decimal point instead of the comma: {number}.")
            return ExpressionError(sentence.format(number=right[:30]), comma.start, 1)
        return _error(_("A comma stands only between the values of min and max."), comma)

    def _missing(self, token: Token) -> ExpressionError:
        """Return that a value is missing before ``token``."""
        before = self._tokens[self._place - 2] if self._place > 1 else None
        if token.kind == END:
            before = self._tokens[self._place - 1]
            sentence = _('Something is missing behind "{sign}".')
            return ExpressionError(sentence.format(sign=before.text), token.start, 0)
        if token.kind == RAISED:
            return _error(_("There is nothing before this power; write for example x²."), token)
        if token.text == ")" and before is not None and before.text == "(":
            return _error(_("The brackets are empty; write a value between them."), token)
        sentence = _('A value is missing before "{sign}".')
        return _error(sentence.format(sign=token.text), token)


def _combined(sign: str, left: Node, right: Node) -> Node:
    """Return an operator's tree; sums and products of many parts are one node."""
    if sign == "-":
        sign, right = "+", _negative(right)
    if sign in "+*" and isinstance(left, Call) and left.name == sign:
        return Call(sign, (*left.arguments, right))
    return Call(sign, (left, right))


def _negative(tree: Node) -> Node:
    return Number(-tree.value) if isinstance(tree, Number) else Call("neg", (tree,))


def _error(sentence: str, token: Token) -> ExpressionError:
    return ExpressionError(sentence, token.start, token.length)
