"""Classes as numbers: a column of class names -> one column of 0 and 1 for each class."""

from collections.abc import Sequence
from typing import TypeAlias, TypeVar

import numpy as np

from gdsim.engine.arrays import Array
from gdsim.scenario.errors import ScenarioError, shown
from gdsim.scenario.tables import Table, numbers
from gdsim.text import _

MAX_CLASSES = 20
GAPS = frozenset({"", "na", "n/a", "nan", "null", "?", "-"})
"""Cells that name no class."""

Class = TypeVar("Class", str, float)
Targets: TypeAlias = tuple[tuple[str, ...], Sequence[Array]]
"""Names and columns."""


def class_columns(table: Table, name: str, *, is_pair: bool) -> Targets:
    """Return the columns that a loss for classes learns from, and their names.

    Parameters
    ----------
    table : Table
    name : str
        Its column that holds the classes, as texts or as numbers.
    is_pair : bool
        Whether the loss tells two classes apart by one output: texts then become 0 and 1 in the
        order of the alphabet, numbers are taken as they are. Otherwise each class has its column.

    Raises
    ------
    ScenarioError
        If a cell is a gap, or there are too many classes.
    """
    column = table.columns[table.names.index(name)]
    if isinstance(column, np.ndarray):
        values = numbers(table, name)
        if is_pair:
            check_shares((name,), (values,))
            return (name,), (values,)
        return _one_hot(name, values.tolist())
    _refuse_gaps(column, name)
    classes = sorted(set(column))
    if not is_pair:
        return _one_hot(name, column)
    if len(classes) != 2:
        raise ScenarioError(
            _(
                'The column "{name}" has {n} classes where the loss binary_cross_entropy wants 2; '
                "choose the loss cross_entropy, or another column."
            ).format(name=shown(name), n=len(classes))
        )
    return (f"{name}={classes[1]}",), (_is(column, classes[1]),)


def check_shares(names: Sequence[str], columns: Sequence[Array]) -> None:
    """Check that the columns hold probabilities.

    Raises
    ------
    ScenarioError
        If one does not.
    """
    for name, column in zip(names, columns, strict=True):
        if column.min() < 0.0 or column.max() > 1.0:
            raise ScenarioError(
                _(
                    'The column "{name}" holds numbers beyond 0 and 1, which this loss cannot '
                    "take; choose the loss mse, or another column."
                ).format(name=shown(name))
            )


def _one_hot(name: str, column: Sequence[Class]) -> Targets:
    classes = sorted(set(column))
    if len(classes) > MAX_CLASSES:
        raise ScenarioError(
            _(
                'The column "{name}" has {n} different values, and {most} classes are the most; '
                "choose the loss mse, or another column."
            ).format(name=shown(name), n=len(classes), most=MAX_CLASSES)
        )
    names = tuple(f"{name}={c}" if isinstance(c, str) else f"{name}={c:.12g}" for c in classes)
    return names, [_is(column, c) for c in classes]


def _is(column: Sequence[Class], one: Class) -> Array:
    return np.array([cell == one for cell in column], dtype=float)


def _refuse_gaps(column: Sequence[str], name: str) -> None:
    gap = next((i for i, cell in enumerate(column) if cell.casefold() in GAPS), None)
    if gap is not None:
        raise ScenarioError(
            _(
                'The column "{name}" has a gap in row {row}; '
                "fill it in, delete the row, or choose another column."
            ).format(name=shown(name), row=gap + 1)
        )
