"""Where rows come from: DatasetSpec -> Dataset of a builtin table, a file, columns or a formula."""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from gdsim import resources
from gdsim.engine.arrays import Array, read_only
from gdsim.engine.datasets import GENERATORS, Dataset
from gdsim.engine.losses import Loss
from gdsim.scenario.classes import check_shares, class_columns
from gdsim.scenario.errors import ScenarioError, did_you_mean, shown
from gdsim.scenario.spec import DatasetSpec
from gdsim.scenario.tables import Table, numbers, read_csv
from gdsim.text import _

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
    name, table, inputs, targets = _chosen(spec, folder)
    _check_names(inputs, targets)
    columns = [_column(table, column) for column in inputs]
    target_names, target_columns = _targets(table, targets, loss)
    return Dataset(
        name, np.column_stack(columns), np.column_stack(target_columns), inputs, target_names
    )


def counts(spec: DatasetSpec, column: str, folder: Path | None) -> Array:
    """Return how many rows of a larger table stand behind each row, (n_samples,).

    Parameters
    ----------
    spec : DatasetSpec
    column : str
        Which of its columns says so.
    folder : Path or None
        Of the scenario's file, from which paths count.

    Raises
    ------
    ScenarioError
        If there is no such column, or it holds something else than counts.
    """
    values = _column(_chosen(spec, folder)[1], column)
    if values.min() < 1.0 or (values != np.floor(values)).any():
        raise ScenarioError(
            _('objective.counts: the column "{name}" should hold whole numbers from 1 up.').format(
                name=shown(column)
            )
        )
    return read_only(values)


def _chosen(
    spec: DatasetSpec, folder: Path | None
) -> tuple[str, Table, tuple[str, ...], tuple[str, ...]]:
    """Return the data's name, its table, and the names of inputs and targets."""
    if spec.source == "generated":
        name = _known(spec.name, GENERATORS, _("generated data set"))
        made = GENERATORS[name](spec.n, spec.noise, spec.seed)
        table = _table_of(made)
        return name, table, spec.inputs or made.input_names, spec.targets or made.target_names
    name, table = _table(spec, folder)
    numeric = tuple(
        name
        for name, column in zip(table.names, table.columns, strict=True)
        if isinstance(column, np.ndarray)
    )
    targets = spec.targets or numeric[-1:]
    return name, table, spec.inputs or tuple(n for n in numeric if n not in targets), targets


def _table(spec: DatasetSpec, folder: Path | None) -> tuple[str, Table]:
    if spec.source == "builtin":
        name = _known(spec.name, catalogue(), _("data set"))
        return name, _builtin(name)
    if spec.source == "inline":
        return "inline", _inline(spec.columns)
    if spec.source == "file":
        path = _resolved(spec.path, folder)
        return path.name, _read(path, _stamp(path))
    raise ScenarioError(
        _('dataset.source "{source}" is not known; write builtin, file, inline or generated.')
        .format(source=shown(spec.source))
    )  # fmt: skip


@lru_cache(maxsize=8)
def _builtin(name: str) -> Table:
    return read_csv(resources.path("datasets", catalogue()[name]["file"]))


@lru_cache(maxsize=2)
def _read(path: Path, _stamp: tuple[int, int] | None) -> Table:
    return read_csv(path)


def _stamp(path: Path) -> tuple[int, int] | None:
    """Return what is new when a file is, so that it is then read again."""
    try:
        status = path.stat()
    except OSError:
        return None  # reading it will tell why
    return status.st_mtime_ns, status.st_size


def refuse_large(spec: DatasetSpec, folder: Path | None, most_bytes: int) -> None:
    """Refuse a data file that is too large to be read while somebody waits.

    Raises
    ------
    ScenarioError
        If ``spec`` names a file of more than ``most_bytes``.
    """
    if spec.source != "file" or folder is None:
        return
    path = _resolved(spec.path, folder)
    if path.is_file() and path.stat().st_size > most_bytes:
        raise ScenarioError(
            _(
                "{file} has more than {most} MB, too many for the window; "
                'keep fewer rows, or use "gdsim run".'
            ).format(file=shown(path.name), most=most_bytes // 1_000_000)
        )


def _resolved(text: str | None, folder: Path | None) -> Path:
    if not text:
        raise ScenarioError(_("dataset.path is missing; name a CSV file beside the scenario."))
    if folder is None:
        raise ScenarioError(
            _("The data file {path} lies beside a scenario that has no place yet; save it first.")
            .format(path=shown(text))
        )  # fmt: skip
    try:
        path = (folder / text).resolve()
        is_inside = path.is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError) as error:  # a ring of links, a NUL
        raise ScenarioError(
            _("dataset.path {path} leads nowhere; name a CSV file beside the scenario.").format(
                path=shown(text)
            )
        ) from error
    if not is_inside:
        raise ScenarioError(
            _("dataset.path {path} leads out of the scenario's folder; move the file into it.")
            .format(path=shown(text))
        )  # fmt: skip
    return path


def _inline(columns: dict[str, tuple[float, ...]] | None) -> Table:
    if not columns:
        raise ScenarioError(_("dataset.columns is missing; give each column a list of numbers."))
    lengths = sorted({len(values) for values in columns.values()})
    if lengths == [0]:
        raise ScenarioError(_("dataset.columns has no rows; give each column numbers."))
    if len(lengths) > 1:
        raise ScenarioError(
            _("dataset.columns has lists of {fewest} and of {most} numbers; make them equal.")
            .format(fewest=lengths[0], most=lengths[-1])
        )  # fmt: skip
    arrays = {name: np.array(values, dtype=float) for name, values in columns.items()}
    return _as_table(arrays, "dataset.columns")


def _table_of(made: Dataset) -> Table:
    names = made.input_names + made.target_names
    columns = np.hstack([made.inputs, made.targets]).T
    return _as_table(dict(zip(names, columns, strict=True)), made.name)


def _as_table(columns: Mapping[str, Array], where: str) -> Table:
    n_rows = len(next(iter(columns.values())))
    return Table(tuple(columns), tuple(columns.values()), n_rows, where)


def _known(name: str | None, known: Sequence[str] | Mapping[str, Any], what: str) -> str:
    if name is None:
        raise ScenarioError(_("dataset.name is missing; name a {what}.").format(what=what))
    if name not in known:
        raise ScenarioError(
            _('There is no {what} "{name}".{guess}').format(
                what=what, name=shown(name), guess=did_you_mean(name, known)
            )
        )
    return name


def _check_names(inputs: tuple[str, ...], targets: tuple[str, ...]) -> None:
    if not inputs or not targets:
        raise ScenarioError(
            _("The data need an input column and a target column of numbers; add the missing one.")
        )
    names = inputs + targets
    twice = [name for i, name in enumerate(names) if name in names[:i]]
    if twice:
        raise ScenarioError(
            _('The column "{name}" is named twice among inputs and targets; name it once.').format(
                name=shown(twice[0])
            )
        )


def _column(table: Table, name: str) -> Array:
    column = numbers(table, name)
    if np.abs(column).max() > LARGEST:
        raise ScenarioError(
            _('The column "{name}" holds numbers beyond 1e100; use larger units.').format(
                name=shown(name)
            )
        )
    return column


def _targets(
    table: Table, names: tuple[str, ...], loss: Loss
) -> tuple[tuple[str, ...], Sequence[Array]]:
    """Return the targets' names and columns; one column of classes becomes one column a class."""
    if not loss.is_regression and len(names) == 1 and names[0] in table.names:
        return class_columns(table, names[0], is_pair=loss.goes_with == "sigmoid")
    columns = [_column(table, name) for name in names]
    if not loss.is_regression:
        check_shares(names, columns)
    return names, columns
