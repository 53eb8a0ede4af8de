"""A function that a scenario names or spells out: FunctionSpec -> FunctionObjective, facts."""

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import NamedTuple

from gdsim.engine.expressions import (
    Expression,
    ExpressionError,
    is_variable_name,
    parse,
    variables_of,
)
from gdsim.engine.function_objective import FunctionObjective
from gdsim.engine.functions import FUNCTIONS, Bounds, Constant, Function
from gdsim.engine.minima import find_minima
from gdsim.scenario.errors import ScenarioError, did_you_mean, refuse, shown
from gdsim.scenario.names import named
from gdsim.scenario.quantities import MINUS
from gdsim.scenario.spec import FunctionSpec
from gdsim.scenario.subject import FunctionFacts
from gdsim.text import _

DEFAULT_BOUNDS = (-5.0, 5.0)
"""Of each variable of a typed function."""
MOST_VARIABLES = 2
FARTHEST = 1e9
NARROWEST = 1e-6
"""Bounds are at least so far apart, in units or compared with their size."""
COLUMNS = ("epoch", "loss", "test_loss")
"""What else stands in the table of a run; no variable may be called so."""


class BuiltFunction(NamedTuple):
    """A function ready to descend on, and what is known of it."""

    objective: FunctionObjective
    facts: FunctionFacts


def build_function(spec: FunctionSpec) -> BuiltFunction:
    """Return what ``spec`` says.

    Raises
    ------
    ScenarioError
        If it says nothing, or something that does not fit: one sentence with the place and the
        cure.
    """
    if spec.cut:
        raise ScenarioError(_("A function keeps all its variables; remove objective.cut."))
    if spec.penalty is not None:  # an edit may have put one there
        raise ScenarioError(_("A function has no weights to hold down; remove objective.penalty."))
    known = _known(spec)
    expression = _typed(spec) if known is None else _builtin(spec, known)
    bounds = _bounds(spec, expression.variables, known)
    objective = FunctionObjective(expression, bounds)
    minima = find_minima(objective, bounds)
    if known is None:
        return BuiltFunction(objective, FunctionFacts(expression.plain(), bounds, minima))
    constants = tuple((c, spec.constants.get(c.name, c.default)) for c in known.constants)
    facts = FunctionFacts(_(known.title), bounds, minima, _(known.teaches), constants)
    return BuiltFunction(objective, facts)


def variables_in(spec: FunctionSpec) -> tuple[str, ...]:
    """Return the variables of a function without building it; of one that is faulty, none."""
    if spec.variables is not None:
        return spec.variables
    if spec.name is not None:
        return FUNCTIONS[spec.name].variables if spec.name in FUNCTIONS else ()
    try:
        return variables_of(spec.expression or "") or ("x",)
    except ExpressionError:
        return ()


def bounds_problem(variable: str, low: float, high: float) -> str | None:
    """Return why these cannot be the bounds of a variable, and what to write; None if they can."""
    if not (isfinite(low) and isfinite(high)):
        return _("The bounds of {name} should be finite; write two numbers.").format(name=variable)
    if max(abs(low), abs(high)) > FARTHEST:
        return _("The bounds of {name} should lie within ±1e9; write smaller numbers.").format(
            name=variable
        )
    if high <= low:
        return _(
            "The lower bound of {name} ({low}) should lie below the upper one ({high}); exchange "
            "them."
        ).format(name=variable, low=_plain(low), high=_plain(high))
    if high - low < NARROWEST * max(1.0, abs(low), abs(high)):
        return _("The bounds of {name} are too close to each other; set them apart.").format(
            name=variable
        )
    return None


def _known(spec: FunctionSpec) -> Function | None:
    """Return the built-in function that is meant; None where one is typed."""
    if spec.name is not None and spec.expression is not None:
        raise ScenarioError(
            _("objective has a name and an expression; keep the one that is meant.")
        )
    if spec.name is not None:
        return named(FUNCTIONS, spec.name, _("function"))
    if spec.expression is None:
        raise ScenarioError(
            _('objective needs the "name" of a function or an "expression"; add one.')
        )
    return None


def _builtin(spec: FunctionSpec, known: Function) -> Expression:
    if spec.variables is not None and spec.variables != known.variables:
        raise ScenarioError(
            _("The function {name} has the variables {names}; remove objective.variables.").format(
                name=known.name, names=", ".join(known.variables)
            )
        )
    values = {constant.name: constant.default for constant in known.constants}
    for name, value in spec.constants.items():
        _check_constant(known, name, value)
        values[name] = float(value)
    return parse(known.expression, known.variables, values)


def _check_constant(known: Function, name: str, value: float) -> None:
    constant = _constant_of(known, name)
    if not constant.lowest <= value <= constant.highest:  # nor is NaN
        raise ScenarioError(
            _(
                "objective.constants: {name}, the {text}, should be from {low} to {high}, not "
                "{value}."
            ).format(
                name=name,
                text=_(constant.text),
                low=_plain(constant.lowest),
                high=_plain(constant.highest),
                value=_plain(value),
            )
        )


def _constant_of(known: Function, name: str) -> Constant:
    by_name = {constant.name: constant for constant in known.constants}
    if not by_name:
        raise ScenarioError(
            _("The function {name} has no constants; remove objective.constants.").format(
                name=known.name
            )
        )
    if name not in by_name:
        raise ScenarioError(
            _("The function {function} has no constant {name}; it has {names}.{guess}").format(
                function=known.name,
                name=shown(name),
                names=", ".join(by_name),
                guess=did_you_mean(name, by_name),
            )
        )
    return by_name[name]


def _typed(spec: FunctionSpec) -> Expression:
    text = spec.expression or ""
    if spec.constants:
        raise ScenarioError(
            _("A typed function has no constants; write their values into objective.expression.")
        )
    try:
        variables = spec.variables or variables_of(text) or ("x",)
        _check_variables(variables, is_given=spec.variables is not None)
        expression = parse(text, variables)
        for name in variables:
            expression.derivative(name)  # may be too long
    except ExpressionError as error:
        raise ScenarioError(_faulty(text, error)) from error
    return expression


def _check_variables(variables: Sequence[str], *, is_given: bool) -> None:
    if len(variables) > MOST_VARIABLES:
        raise ScenarioError(
            _("objective.expression has the variables {names}, and two are the most.").format(
                names=shown(", ".join(variables))
            )
        )
    for name in variables:
        if name in COLUMNS or not is_variable_name(name):
            place = "objective.variables" if is_given else "objective.expression"
            raise ScenarioError(
                _('{place}: a variable cannot be called "{name}"; take a letter such as x.').format(
                    place=place, name=shown(name)
                )
            )
    if len(set(variables)) < len(variables):
        raise ScenarioError(
            _("objective.variables names {name} twice; name two different ones.").format(
                name=shown(variables[0])
            )
        )


def _faulty(text: str, error: ExpressionError) -> str:
    """Return what is wrong with a formula: the place as text, since there is no caret."""
    if not text.strip():
        return _("objective.expression is empty; write a formula, for example x^2.")
    piece = text[error.start : error.start + error.length]
    where = _("character {n}").format(n=error.start + 1)
    if error.start >= len(text.rstrip()):
        where = _("its end")
    elif piece.strip():
        where += f" ({shown(piece, limit=30)})"
    return _("objective.expression, at {where}: {sentence}").format(
        where=where, sentence=error.sentence
    )


def _bounds(spec: FunctionSpec, variables: Sequence[str], known: Function | None) -> Bounds:
    usual: Mapping[str, tuple[float, float]] = (
        dict.fromkeys(variables, DEFAULT_BOUNDS)
        if known is None
        else dict(zip(known.variables, known.bounds, strict=True))
    )
    given = spec.bounds or {}
    for name in given:
        if name not in variables:
            raise ScenarioError(
                _("objective.bounds: the function has no variable {name}; it has {names}.").format(
                    name=shown(name), names=", ".join(variables)
                )
            )
    found = []
    for name in variables:
        low, high = given.get(name, usual[name])
        problem = bounds_problem(name, low, high)
        refuse(None if problem is None else f"objective.bounds: {problem}")
        found.append((float(low), float(high)))
    return tuple(found)


def _plain(value: float) -> str:
    return f"{value:g}".replace("-", MINUS)
