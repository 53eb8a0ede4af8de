"""Data: a Dataset in the world's units -> Samples as the network sees them, scaled and split.

A dataset holds one sample a row; samples hold one sample a column, since the network multiplies
its weights from the left.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from gdsim.engine import streams
from gdsim.engine.arrays import Array, IntArray, read_only


class Dataset(NamedTuple):
    """Rows of numbers in their own units, and which columns are to be predicted from which.

    Attributes
    ----------
    name : str
        The name by which a scenario asks for it.
    inputs : ndarray, shape (n_samples, n_features)
    targets : ndarray, shape (n_samples, n_targets)
    input_names, target_names : tuple of str
        The columns' names.
    """

    name: str
    inputs: Array
    targets: Array
    input_names: tuple[str, ...]
    target_names: tuple[str, ...]


class Scaler(NamedTuple):
    """Shifts and stretches columns: scaled = (raw - offset) / scale, and back.

    The way back is the same formula turned round, so what comes back differs from what went in by
    rounding alone: at most 2 units in the last place of the larger of raw and offset, signs aside.

    Attributes
    ----------
    offset, scale : ndarray, shape (n_columns,)
    """

    offset: Array
    scale: Array

    def transform(self, raw: Array) -> Array:
        """Return ``raw`` (..., n_columns) in scaled units."""
        return (raw - self.offset) / self.scale

    def inverse(self, scaled: Array) -> Array:
        """Return ``scaled`` (..., n_columns) in the columns' own units."""
        return scaled * self.scale + self.offset


class Samples(NamedTuple):
    """A dataset as the network sees it.

    Attributes
    ----------
    dataset : Dataset
        Where it comes from, in the world's units.
    input_scaler, target_scaler : Scaler
    inputs : ndarray, shape (n_features, n_samples)
        Scaled, all rows in file order.
    targets : ndarray, shape (n_targets, n_samples)
        Scaled likewise.
    train, test : ndarray of int
        The rows to learn from and the rows held out, each in file order.
    """

    dataset: Dataset
    input_scaler: Scaler
    target_scaler: Scaler
    inputs: Array
    targets: Array
    train: IntArray
    test: IntArray


class Plane(NamedTuple):
    """A linear prediction in the data's own units: intercept + sum of coefficient x input."""

    intercept: float
    coefficients: tuple[float, ...]


def unscaled(n_columns: int) -> Scaler:
    """Return the scaler that changes nothing."""
    return Scaler(np.zeros(n_columns), np.ones(n_columns))


def standardizer(columns: Array) -> Scaler:
    """Return the scaler to mean 0 and deviation 1 of ``columns`` (n_samples, n_columns).

    The deviation is the population's (divided by n, not n - 1). A constant column is only centred.
    """
    mean = columns.mean(axis=0)
    deviation = np.sqrt(((columns - mean) ** 2).mean(axis=0))
    is_constant = columns.max(axis=0) == columns.min(axis=0)
    offset = np.where(is_constant, columns[0], mean)
    return Scaler(offset, np.where(is_constant | (deviation == 0.0), 1.0, deviation))


def split(n_samples: int, test: float, seed: int) -> tuple[IntArray, IntArray]:
    """Return the rows to learn from and the rows held out, at least one of each.

    Parameters
    ----------
    n_samples : int
        At least 2.
    test : float
        The share of rows to hold out, between 0 and 1.
    seed : int
        Which rows: the first ones of a random order.
    """
    n_test = min(max(1, round(test * n_samples)), n_samples - 1)
    order = streams.order(seed, (streams.SPLIT,), n_samples)
    return np.sort(order[n_test:]), np.sort(order[:n_test])


def prepare(
    dataset: Dataset,
    *,
    standardize_inputs: bool,
    standardize_targets: bool,
    held_out: tuple[float, int] | None = None,
) -> Samples:
    """Scale and split ``dataset``; only the training rows decide the scales.

    Parameters
    ----------
    dataset : Dataset
    standardize_inputs, standardize_targets : bool
        Whether to bring the columns to mean 0 and deviation 1.
    held_out : (share, seed) or None
        How much to hold out for testing, if anything.
    """
    n_samples = len(dataset.inputs)
    train, test = np.arange(n_samples), np.arange(0)
    if held_out is not None:
        train, test = split(n_samples, *held_out)
    input_scaler = _scaler(dataset.inputs, train, wanted=standardize_inputs)
    target_scaler = _scaler(dataset.targets, train, wanted=standardize_targets)
    return Samples(
        dataset,
        input_scaler,
        target_scaler,
        read_only(np.ascontiguousarray(input_scaler.transform(dataset.inputs).T)),
        read_only(np.ascontiguousarray(target_scaler.transform(dataset.targets).T)),
        train,
        test,
    )


def _scaler(columns: Array, train: IntArray, *, wanted: bool) -> Scaler:
    return standardizer(columns[train]) if wanted else unscaled(columns.shape[1])


def raw_plane(weights: Array, bias: float, inputs: Scaler, target: Scaler) -> Plane:
    """Return in raw units the plane that a single linear unit computes in scaled ones.

    Parameters
    ----------
    weights : ndarray, shape (n_features,)
    bias : float
    inputs, target : Scaler
        Of the features and of the one target.
    """
    slopes = weights / inputs.scale
    scale, offset = float(target.scale[0]), float(target.offset[0])
    intercept = offset + scale * (bias - float(slopes @ inputs.offset))
    return Plane(intercept, tuple((scale * slopes).tolist()))


def line(n: int, noise: float, seed: int) -> Dataset:
    """Return y = 2x + 1 on -1 <= x <= 1, plus ``noise`` times a normal draw."""
    x = np.linspace(-1.0, 1.0, n)
    return _curve("line", x, 2.0 * x + 1.0, noise, seed)


def sine(n: int, noise: float, seed: int) -> Dataset:
    """Return y = sin x on -pi <= x <= pi, plus ``noise`` times a normal draw."""
    x = np.linspace(-np.pi, np.pi, n)
    return _curve("sine", x, np.sin(x), noise, seed)


def xor(n: int, noise: float, seed: int) -> Dataset:
    """Return points around the corners (+-1, +-1); class 1 where exactly one side is positive.

    ``noise`` is the deviation of the points around their corner.
    """
    corner = np.arange(n) % 4
    x1, x2 = np.where(corner % 2, 1.0, -1.0), np.where(corner // 2, 1.0, -1.0)
    return _classes("xor", x1, x2, x1 * x2 < 0, noise, seed)


def two_moons(n: int, noise: float, seed: int) -> Dataset:
    """Return two half circles that reach into each other, one for each class.

    ``noise`` is the deviation of the points around their circle.
    """
    n_upper = (n + 1) // 2
    upper, lower = np.linspace(0.0, np.pi, n_upper), np.linspace(0.0, np.pi, n - n_upper)
    x1 = np.concatenate([np.cos(upper), 1.0 - np.cos(lower)])
    x2 = np.concatenate([np.sin(upper), 0.5 - np.sin(lower)])
    return _classes("two_moons", x1, x2, np.arange(n) >= n_upper, noise, seed)


def _curve(name: str, x: Array, y: Array, noise: float, seed: int) -> Dataset:
    y = y + noise * streams.normals(seed, (streams.NOISE,), len(x))
    return Dataset(name, x[:, np.newaxis], y[:, np.newaxis], ("x",), ("y",))


def _classes(
    name: str, x1: Array, x2: Array, is_second: np.ndarray, noise: float, seed: int
) -> Dataset:
    n = len(x1)
    points = np.column_stack([x1, x2])
    points += noise * streams.normals(seed, (streams.NOISE,), 2 * n).reshape(n, 2)
    return Dataset(name, points, is_second[:, np.newaxis].astype(float), ("x1", "x2"), ("class",))


GENERATORS: Mapping[str, Callable[[int, float, int], Dataset]] = MappingProxyType(
    {"line": line, "sine": sine, "two_moons": two_moons, "xor": xor}
)
"""name -> function of (n, noise, seed). A new one is one function and one row here."""
