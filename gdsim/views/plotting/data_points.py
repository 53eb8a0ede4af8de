"""Which point a row is: samples and a way to look at them -> x, truth, the rows that are drawn."""

from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array, BoolArray, IntArray
from gdsim.engine.datasets import Samples
from gdsim.engine.snapshot import NetworkValues
from gdsim.scenario.quantities import MINUS, Quantity, world
from gdsim.scenario.ranges import Range, spanned
from gdsim.scenario.subject import Subject
from gdsim.text import _

MAX_ROWS = 1000
"""Rows drawn, two dots each."""
MAX_LINES = 400
"""Rows drawn with a line from truth to prediction; of more the lines would be a haze."""
MARGIN = 0.05
WIDEST = 3.0
"""How far the vertical axis follows predictions that leave the data, in heights of those."""


class Mode(NamedTuple):
    """A way to look at the data.

    Attributes
    ----------
    kind : str
        "input": target over one input; "truth": prediction over truth; "map": prediction as a
        colour over two inputs.
    column : int
        Which input.
    """

    kind: str
    column: int = 0


class Points(NamedTuple):
    """The rows as points of one mode.

    Attributes
    ----------
    x, truth : ndarray, shape (n_samples,)
        Where a row stands: over the horizontal axis, and its first target.
    is_test : ndarray of bool, shape (n_samples,)
        Which rows are held out.
    is_class : bool
        Whether the target says only yes or no, as 1 and 0.
    drawn : ndarray of int
        The rows that are drawn, evenly chosen.
    order : ndarray of int
        All rows from left to right.
    """

    x: Array
    truth: Array
    is_test: BoolArray
    is_class: bool
    drawn: IntArray
    order: IntArray


def modes(subject: Subject) -> list[Mode]:
    """Return the ways to look at the data of a subject, the best one first."""
    samples = subject.samples
    if samples is None or subject.network is None:
        return []
    inputs = samples.dataset.inputs
    columns = [Mode("input", i) for i in range(inputs.shape[1])]
    # The input that tells most of the target shows most of the fit.
    columns.sort(key=lambda mode: -_likeness(inputs[:, mode.column], samples.dataset.targets[:, 0]))
    maps = [Mode("map")] if inputs.shape[1] == 2 else []
    return [*maps, *columns, Mode("truth")]


def points_of(samples: Samples, mode: Mode) -> Points:
    """Return the rows as points."""
    data = samples.dataset
    truth = data.targets[:, 0]
    x = truth if mode.kind == "truth" else data.inputs[:, mode.column]
    n = len(truth)
    is_test = np.zeros(n, dtype=bool)
    is_test[samples.test] = True
    drawn = np.arange(n)
    if n > MAX_ROWS:
        drawn = np.arange(MAX_ROWS) * (n - 1) // (MAX_ROWS - 1)
    is_class = bool(np.isin(truth, (0.0, 1.0)).all())
    return Points(x, truth, is_test, is_class, drawn, np.argsort(x, kind="stable"))


def margined(values: Array, margin: float = MARGIN) -> Range:
    """Return the range of ``values`` with some room on both sides."""
    low, high = spanned((float(values.min()), float(values.max()))) or (0.0, 1.0)
    room = margin * (high - low) if high > low else max(abs(low), 1.0) * 0.25
    return low - room, high + room


def to_see(base: Range, values: Array) -> Range:
    """Return ``base``, widened to ``values`` but not without bound."""
    finite = values[np.isfinite(values)]
    if not len(finite):
        return base
    reach = WIDEST * (base[1] - base[0])
    low = max(float(finite.min()), base[0] - reach)
    high = min(float(finite.max()), base[1] + reach)
    return min(base[0], low), max(base[1], high)


def count_beyond(base: Range, values: Array) -> int:
    """Return how many of ``values`` lie outside what is shown at most, or are not finite."""
    low, high = base
    reach = WIDEST * (high - low)
    with np.errstate(invalid="ignore"):
        return int(np.sum(~((values >= low - reach) & (values <= high + reach))))


def sticks(x: Array, start: Array, end: Array) -> tuple[Array, Array]:
    """Return one curve of upright lines from ``start`` to ``end``, with gaps between them."""
    gap = np.full(len(x), np.nan)
    return np.repeat(x, 3), np.column_stack([start, end, gap]).ravel()


def row_sentence(subject: Subject, mode: Mode, row: int, network: NetworkValues) -> str:
    """Return a row in words: its inputs, its truth, the prediction and by how much it is off."""
    samples = subject.samples
    assert samples is not None
    data, target = samples.dataset, subject.targets[0]
    columns = [mode.column] if mode.kind == "input" else range(min(3, len(subject.inputs)))
    truth, prediction = float(data.targets[row, 0]), float(network.predictions[0, row])
    off = world(prediction - truth, target)
    parts = [_("row {n}").format(n=row + 1)]
    if row in samples.test:
        parts.append(_("held out"))
    parts += [_said(subject.inputs[i], float(data.inputs[row, i])) for i in columns]
    parts += [
        _("{target} {truth}").format(target=target.label, truth=world(truth, target)),
        _("predicted {value}").format(value=world(prediction, target)),
        _("off by {value}").format(value=off if off.startswith(MINUS) else "+" + off),
    ]
    return " · ".join(parts)


def quality(subject: Subject, network: NetworkValues) -> str:
    """Return how good the predictions are, in one figure."""
    if network.accuracy == network.accuracy:
        # Only what is all right is called 100 %.
        return _("{n} % right").format(n=int(100.0 * network.accuracy + 1e-9))
    error = world(network.typical_error, subject.targets[0])
    return _("typical error {error}").format(error=error)


def name_of(quantity: Quantity) -> str:
    """Return a quantity as it is spoken of: what is measured in square feet is an area."""
    if quantity.unit == "ft²" and not quantity.label.endswith("area"):
        return _("{thing} area").format(thing=quantity.label)
    return quantity.label


def _said(quantity: Quantity, value: float) -> str:
    return f"{quantity.label} {world(value, quantity)}"


def _likeness(a: Array, b: Array) -> float:
    """Return the size of the correlation of two columns, 0 where one is constant."""
    a, b = a - a.mean(), b - b.mean()
    size = float(np.sqrt((a @ a) * (b @ b)))
    return abs(float(a @ b)) / size if size > 0.0 else 0.0
