"""A derivative in its simplest form: Expression -> sympy, in a thread of its own -> Written.

What sympy answers is compared with the derivative at some points, and is shown only if it is
clearly shorter.
"""

import sys
import threading
import time
from collections.abc import Callable, Mapping
from types import FrameType
from typing import TypeAlias

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gdsim.engine.expression_functions import FUNCTIONS
from gdsim.engine.expression_texts import latex_text, number_text, plain_text
from gdsim.engine.expression_trees import Call, Constant, Node, Number, nodes
from gdsim.engine.expressions import Expression, ExpressionError
from gdsim.views.functions.equations import Written
from gdsim.views.functions.sympy_trees import load_sympy, sympy_forms
from gdsim.views.typesetting import LOADER

REST_MS, POLL_MS = 500, 40
"""How long a formula must stay before sympy is asked; how often to look for its answer."""
MOST_SIZE = 36
"""Larger derivatives take sympy seconds, and what comes of it is seldom better."""
MOST_SECONDS = 3.0
"""Of the thread's own time."""
WORTH = 0.9
"""A form that is less shorter than this is not worth the change."""
MOST_KNOWN = 200

_Key: TypeAlias = tuple[Node, tuple[str, ...]]
_POINTS = np.linspace(-3.7, 3.3, 29)


class _OverError(BaseException):
    """The time is over; it is not an Exception, which sympy would catch."""


class _Errand:
    """One expression on its way through the thread."""

    def __init__(self, expression: Expression, closing: threading.Event) -> None:
        self.expression = expression
        self.answer: dict[str, Written] | None = None
        self.is_cancelled = False
        self._closing = closing

    def run(self) -> None:
        """Find the answer; None is left where it is not wanted any more."""
        answer = simpler_derivatives(self.expression, self.is_over)
        self.answer = None if self.is_over() else answer

    def is_over(self) -> bool:
        """Whether nobody waits for the answer."""
        return self.is_cancelled or self._closing.is_set()


class Simplifier(QObject):
    """Finds simpler forms while nothing else is waiting for them.

    Signals
    -------
    simplified(expression, {variable: Written})
        Of the expression that was asked for last; a derivative without a simpler form is left out.
    """

    simplified = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted: Expression | None = None
        self._known: dict[_Key, dict[str, Written]] = {}
        self._errand: _Errand | None = None
        self._thread: threading.Thread | None = None
        self._closing = threading.Event()
        self.destroyed.connect(self._closing.set)  # the thread must not outlive us by seconds
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._begin)
        self._poll = QTimer(self, interval=POLL_MS)
        self._poll.timeout.connect(self._look)

    def ask(self, expression: Expression) -> Mapping[str, Written] | None:
        """Return the simpler derivatives by variable if they are known; else they come later."""
        key = _key(expression)
        known = self._known.get(key)
        if self._errand is not None and _key(self._errand.expression) != key:
            self._errand.is_cancelled = True
        self._wanted = None if known is not None else expression
        if self._wanted is not None:
            self._rest.start()
        return known

    def stop(self) -> None:
        """Want no answer any more."""
        self._wanted = None
        self._rest.stop()
        if self._errand is not None:
            self._errand.is_cancelled = True

    @Slot()
    def _begin(self) -> None:
        """Ask for the newest expression, once the thread is free."""
        if self._wanted is None or self._thread is not None:
            return
        self._errand = _Errand(self._wanted, self._closing)
        # It ends by itself in seconds, and the program must not wait for it.
        self._thread = threading.Thread(target=self._errand.run, name=LOADER, daemon=True)
        self._thread.start()
        self._poll.start()

    @Slot()
    def _look(self) -> None:
        """Tell the answer when it has come."""
        errand = self._errand
        if self._thread is None or errand is None or self._thread.is_alive():
            return
        self._thread, self._errand = None, None
        self._poll.stop()
        if errand.answer is not None:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[_key(errand.expression)] = errand.answer
        wanted = self._wanted
        if (
            wanted is not None
            and errand.answer is not None
            and _key(wanted) == _key(errand.expression)
        ):
            self._wanted = None
            self.simplified.emit(wanted, errand.answer)
        elif not self._rest.isActive():
            self._begin()  # another one is wanted by now


def simpler_derivatives(
    expression: Expression, is_over: Callable[[], bool] | None = None
) -> dict[str, Written]:
    """Return the derivatives that have a simpler form; the first time it takes a third of a second.

    It stops after MOST_SECONDS, or when it ``is_over``, so that it may run in a thread, which
    nobody can end.
    """
    written = {}
    for name in expression.variables:
        try:
            derivative = expression.derivative(name)
        except ExpressionError:
            continue
        tree = simpler(derivative, is_over)
        if tree != derivative.tree:
            written[name] = Written(latex_text(tree), plain_text(tree))
    return written


def simpler(expression: Expression, is_over: Callable[[], bool] | None = None) -> Node:
    """Return an expression's tree in its simplest form; the one it has where none is found."""
    if _size(expression.tree) > MOST_SIZE:
        return expression.tree
    load_sympy()
    deadline = time.thread_time() + MOST_SECONDS

    def watch(_frame: FrameType, _event: str, _argument: object) -> None:
        if time.thread_time() > deadline or (is_over is not None and is_over()):
            raise _OverError

    before = sys.gettrace()
    sys.settrace(watch)  # of this thread only: it is called with every call of a function
    try:
        forms = sympy_forms(expression.tree)
    except (_OverError, Exception):  # noqa: BLE001 - the derivative is good as it is
        return expression.tree
    finally:
        sys.settrace(before)
    names = _names(expression.tree)
    best = min(forms, key=_size)
    is_clear = _size(best) <= WORTH * _size(expression.tree) and _names(best) <= names
    return best if is_clear and _is_same(best, expression) else expression.tree


def _names(tree: Node) -> set[str]:
    """Return the functions in a tree: a form that brings in others is not simpler."""
    return {node.name for node in nodes(tree) if isinstance(node, Call) and node.name in FUNCTIONS}


def _key(expression: Expression) -> _Key:
    """Return what decides the form: not the values of constants, which may be dragged."""
    return _unvalued(expression.tree), expression.variables


def _unvalued(tree: Node) -> Node:
    if isinstance(tree, Call):
        return Call(tree.name, tuple(_unvalued(part) for part in tree.arguments))
    return Constant(tree.name, 0.0) if isinstance(tree, Constant) else tree


def _size(tree: Node) -> int:
    """Return how much there is to read: signs, names, and numbers by their length."""
    size = 0
    for node in nodes(tree):
        if isinstance(node, Number):
            size += 1 + len(number_text(node.value)) // 5
        else:
            size += not (isinstance(node, Call) and node.name in "*^")
    return size


def _is_same(tree: Node, expression: Expression) -> bool:
    """Whether a form has the values that it should have, wherever they are finite."""
    shifts = np.arange(len(expression.variables))[:, np.newaxis]
    columns = [_POINTS * 0.6**i + 0.1 * i for i in shifts.ravel()]
    found = Expression("", expression.variables, tree).value(columns)
    expected = expression.value(columns)
    sound = np.isfinite(expected)
    error = np.abs(found[sound] - expected[sound])
    return bool((error <= 1e-8 * (1.0 + np.abs(expected[sound]))).all())
