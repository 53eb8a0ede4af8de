"""Where rows come from: DatasetSpec -> Dataset of a builtin table, a file, typed columns or a formula."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from gdsim import resources
from gdsim.engine.arrays import Array
from gdsim.engine.datasets import GENERATORS, Dataset
from gdsim.engine.losses import Loss
from gdsim.scenario.errors import ScenarioError, did_you_mean, shown
from gdsim.scenario.spec import DatasetSpec
from gdsim.scenario.tables import Table, numbers, read_csv
from gdsim.text import _

MAX_CLASSES = 20
LARGEST = 1e100
"""Beyond this the squares of errors leave the range of floating-point numbers."""


@lru_cache(maxsize=1)
def catalogue() -> dict[str, dict[str, Any]]:
    """Return the builtin data sets: name -> file, title, about, source."""
    text = resources.path("datasets", "datasets.json").read_text(encoding="utf-8")
    return {entry["name"]: entry for entry in json.loads(text)}


def dataset_names() -> tuple[str, ...]:
    """Return the names of all builtin and generated data sets."""
    return (*catalogue(), *GENERATORS)


def load(spec: DatasetSpec, loss: Loss, folder: Path | None) -> Dataset:
    """Return the rows that ``spec`` asks for, classes as numbers where the loss wants classes.

    Parameters
    ----------
    spec : DatasetSpec
    loss : Loss
    folder : Path or None
        Of the scenario's file, from which paths count.

    Raises
    ------
    ScenarioError
        If there are none, or they do not fit.
    """
    if spec.source == "generated":
        name = _known(spec.name, GENERATORS, _("generated data set"))
        made = GENERATORS[name](spec.n, spec.noise, spec.seed)
        table = _table_of(made)
        inputs, targets = spec.inputs or made.input_names, spec.targets or made.target_names
    else:
        name, table = _table(spec, folder)
        numeric = [n for n, c in zip(table.names, table.columns, strict=True) if isinstance(c, np.ndarray)]
        targets = spec.targets or (numeric[-1:] and (numeric[-1],))
        inputs = spec.inputs or tuple(n for n in numeric if n not in targets)
    _check_columns(inputs, targets)
    columns = [_checked(table, column) for column in inputs]
    target_names, target_columns = _targets(table, targets, loss)
    return Dataset(
        name, np.column_stack(columns), np.column_stack(target_columns), tuple(inputs), target_names
    )


def _table(spec: DatasetSpec, folder: Path | None) -> tuple[str, Table]:
    if spec.source == "builtin":
        name = _known(spec.name, catalogue(), _("data set"))
        return name, _builtin(name)
    if spec.source == "inline":
        return "inline", _inline(spec.columns)
    if spec.source == "file":
        path = _resolve(spec.path, folder)
        stamp = path.stat() if path.is_file() else None
        return path.name, _read(path, (stamp.st_mtime_ns, stamp.st_size) if stamp else None)
    raise ScenarioError(
        _('dataset.source "{source}" is not known; it is builtin, file, inline or generated.').format(
            source=shown(spec.source)
        )
    )


@lru_cache(maxsize=8)
def _builtin(name: str) -> Table:
    return read_csv(resources.path("datasets", catalogue()[name]["file"]))


@lru_cache(maxsize=2)
def _read(path: Path, _stamp: tuple[int, int] | None) -> Table:
    return read_csv(path)


def _resolve(text: str | None, folder: Path | None) -> Path:
    if not text or "\0" in text:
        raise ScenarioError(_('dataset.path is missing; name a CSV file beside the scenario.'))
    if folder is None:
        raise ScenarioError(
            _("The data file {path} cannot be found before the scenario is saved beside it.").format(
                path=shown(text)
            )
        )
    path = (folder / text).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise ScenarioError(
            _("dataset.path {path} leads out of the scenario's folder; move the file into it.").format(
                path=shown(text)
            )
        )
    return path


def _inline(columns: dict[str, tuple[float, ...]] | None) -> Table:
    if not columns:
        raise ScenarioError(_("dataset.columns is missing; give each column a list of numbers."))
    lengths = {len(values) for values in columns.values()}
    if len(lengths) > 1 or 0 in lengths:
        raise ScenarioError(
            _("dataset.columns has lists of different lengths ({lengths}); make them equal.").format(
                lengths=", ".join(str(n) for n in sorted(lengths))
            )
        )
    return _as_table({name: np.array(values) for name, values in columns.items()}, "dataset.columns")


def _table_of(made: Dataset) -> Table:
    names = made.input_names + made.target_names
    columns = np.hstack([made.inputs, made.targets]).T
    return _as_table(dict(zip(names, columns, strict=True)), made.name)


def _as_table(columns: dict[str, Array], where: str) -> Table:
    n = len(next(iter(columns.values())))
    return Table(tuple(columns), tuple(columns.values()), n, where)


def _known(name: str | None, known: Any, what: str) -> str:
    if name in known:
        return str(name)
    raise ScenarioError(
        _('There is no {what} "{name}".{guess}').format(
            what=what, name=shown(name or ""), guess=did_you_mean(name or "", known)
        )
    )


def _check_columns(inputs: tuple[str, ...], targets: tuple[str, ...]) -> None:
    if not inputs or not targets:
        raise ScenarioError(
            _("The data need at least one input column and one target column of numbers.")
        )
    twice = {name for name in inputs + targets if (inputs + targets).count(name) > 1}
    if twice:
        raise ScenarioError(
            _("The column {name} is named twice among inputs and targets; name it once.").format(
                name=shown(min(twice))
            )
        )


def _checked(table: Table, name: str) -> Array:
    column = numbers(table, name)
    if len(column) and np.abs(column).max() > LARGEST:
        raise ScenarioError(
            _("The column {name} holds numbers beyond 1e100; use larger units.").format(
                name=shown(name)
            )
        )
    return column


def _targets(table: Table, names: tuple[str, ...], loss: Loss) -> tuple[tuple[str, ...], list[Array]]:
    """Return the targets' names and columns; one column of classes becomes one column a class."""
    if loss.is_regression:
        return tuple(names), [_checked(table, name) for name in names]
    if len(names) > 1:
        return tuple(names), [_share(name, _checked(table, name)) for name in names]
    column = table.columns[table.names.index(names[0])] if names[0] in table.names else ()
    if isinstance(column, np.ndarray) or not column:
        column = _checked(table, names[0]).tolist()
    classes = sorted(set(column))
    if loss.goes_with == "sigmoid":
        if len(classes) == 2 and isinstance(classes[0], str):
            return (f"{names[0]}={classes[1]}",), [np.array([c == classes[1] for c in column], float)]
        return tuple(names), [_share(names[0], _checked(table, names[0]))]
    if len(classes) > MAX_CLASSES:
        raise ScenarioError(
            _("The column {name} has {n} different values, too many for classes.").format(
                name=shown(names[0]), n=len(classes)
            )
        )
    labels = [c if isinstance(c, str) else f"{c:g}" for c in classes]
    return (
        tuple(f"{names[0]}={label}" for label in labels),
        [np.array([c == wanted for c in column], dtype=float) for wanted in classes],
    )


def _share(name: str, column: Array) -> Array:
    if len(column) and (column.min() < 0.0 or column.max() > 1.0):
        raise ScenarioError(
            _("The column {name} should hold 0 and 1 for this loss; choose a squared one.").format(
                name=shown(name)
            )
        )
    return column
