"""A run without a window: Subject -> epochs, as rows of a CSV table, and the Outcome as JSON."""

from collections.abc import Callable, Iterator
from math import isfinite, nan
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np

from gdsim.engine.arrays import Array
from gdsim.engine.collector import Collector
from gdsim.engine.descent import Stop, descend
from gdsim.engine.guesses import GuessObjective, take_differences
from gdsim.engine.history import Block
from gdsim.scenario.build import raw_answer
from gdsim.scenario.flat_points import place_text
from gdsim.scenario.quantities import HUGE, MINUS, short
from gdsim.scenario.subject import Subject
from gdsim.text import _

SLICE_SECONDS = 0.1
"""How long a block of epochs takes: what is kept in memory, and how often progress is told."""

GOAL = "goal"
"""The stop reason of a run that reached its last epoch."""


class Outcome(NamedTuple):
    """How a run ended.

    Attributes
    ----------
    epoch : int
        The last one reached.
    loss : float
        Of the training rows there; NaN if not even the start has one.
    theta : ndarray, shape (n_parameters,)
    stop : Stop or None
        Why it ended before the goal, if it did.
    seconds : float
        Spent on the epochs, not on what was done with them.
    """

    epoch: int
    loss: float
    theta: Array
    stop: Stop | None
    seconds: float

    @property
    def epochs_per_second(self) -> float:
        """How fast the run was."""
        return self.epoch / self.seconds if self.seconds > 0.0 else 0.0


def run(subject: Subject, goal: int, see: Callable[[Block], object]) -> Outcome:
    """Descend from the start to the epoch ``goal``, or until the run diverges.

    Parameters
    ----------
    subject : Subject
    goal : int
    see : callable
        Is given every block of epochs in turn.
    """
    experiment = subject.experiment
    epochs = descend(experiment, experiment.start)
    collector = Collector(epochs, 0, len(subject.names), perf_counter)
    outcome = Outcome(0, nan, experiment.start.theta, None, 0.0)
    while outcome.stop is None and collector.next_epoch <= goal:
        begin = perf_counter()
        block = collector.take(goal + 1 - collector.next_epoch, SLICE_SECONDS)
        outcome = outcome._replace(
            stop=block.stop, seconds=outcome.seconds + perf_counter() - begin
        )
        if len(block.losses):
            outcome = outcome._replace(
                epoch=collector.next_epoch - 1,
                loss=float(block.losses[-1]),
                theta=block.thetas[-1],
            )
        see(block)
    return outcome


def csv_header(subject: Subject) -> str:
    """Return the first line of the table: epoch, loss, parameters, their derivatives."""
    names = [*subject.names, *(f"d_{name}" for name in subject.names)]
    last = ["test_loss"] if subject.experiment.held_out is not None else []
    return ",".join(["epoch", "loss", *names, *last]) + "\n"


def csv_lines(subject: Subject, block: Block) -> Iterator[str]:
    """Yield a line for each epoch of ``block``.

    The derivatives are those of the loss of all training rows at that epoch, penalty included,
    also of parameters that are frozen.
    """
    objective, has_test = subject.experiment.objective, subject.experiment.held_out is not None
    n_numbers = 1 + 2 * len(subject.names) + has_test
    line = "%d" + ",%.17g" * n_numbers + "\n"
    rows = zip(block.losses, block.thetas, block.test_losses, strict=True)
    for epoch, (loss, theta, test_loss) in enumerate(rows, start=block.first_epoch):
        with np.errstate(all="ignore"):
            gradient = objective.evaluate(theta).gradient
        last = [test_loss] if has_test else []
        yield line % (epoch, loss, *theta.tolist(), *gradient.tolist(), *last)


def report(subject: Subject, scenario: dict[str, Any], outcome: Outcome) -> dict[str, Any]:
    """Return the outcome as the tree that ``--json`` writes; what is not finite becomes None."""
    plane = raw_answer(subject, outcome.theta)
    raw = None
    if plane is not None:
        columns = [quantity.column for quantity in subject.inputs]
        raw = {
            "intercept": _finite(plane.intercept),
            "coefficients": dict(zip(columns, map(_finite, plane.coefficients), strict=True)),
        }
    return {
        "scenario": scenario,
        "epochs": outcome.epoch,
        "loss": _finite(outcome.loss),
        "parameters": dict(zip(subject.names, map(_finite, outcome.theta.tolist()), strict=True)),
        "stop_reason": GOAL if outcome.stop is None else outcome.stop.reason.value,
        "epochs_per_second": outcome.epochs_per_second,
        "raw": raw,
    }


def summary(subject: Subject, outcome: Outcome) -> str:
    """Return the outcome in a few lines for a person."""
    lines = [
        subject.scenario.title,
        _("epoch {epoch}, loss {loss}").format(epoch=outcome.epoch, loss=short(outcome.loss, 6)),
    ]
    objective = subject.experiment.objective
    if isinstance(objective, GuessObjective):
        lines += _points(subject, outcome.theta, objective.targets[0])
    else:
        width = max(len(name) for name in subject.names)
        for name, value in zip(subject.names, outcome.theta.tolist(), strict=True):
            lines.append(f"{name:{width}}  {short(value, 6)}")
        lines += _minima(subject)
    return "\n".join(line for line in lines if line) + "\n"


def _minima(subject: Subject) -> list[str]:
    """Return what is known of a function's minima: the lowest, and how many there are."""
    if subject.function is None or not subject.function.minima:
        return []
    lowest, n = subject.function.minima[0], len(subject.function.minima)
    text = _("the minimum in the bounds: {loss} at {place}")
    if n > 1:
        text = _("the lowest of {n} minima in the bounds: {loss} at {place}")
    return [text.format(n=n, loss=short(lowest.value, 6), place=place_text(subject, lowest.place))]


def _points(subject: Subject, guesses: Array, truths: Array) -> list[str]:
    """Return a table of guesses: a line for each point, the sums last."""
    samples = subject.samples
    assert samples is not None  # guesses are about data
    found = take_differences(guesses, truths)
    heads = [subject.inputs[0].label, _("guess"), _("truth"), _("difference"), _("square")]
    numbers = samples.dataset.inputs[:, 0], guesses, truths, found.differences, found.squares
    columns = [
        ["", *subject.names, _("sum")],
        *([head, *map(_whole, column), ""] for head, column in zip(heads, numbers, strict=True)),
    ]
    columns[-2][-1] = _whole(found.sum_of_differences)
    columns[-1][-1] = _whole(found.sum_of_squares)
    widths = [max(map(len, column)) for column in columns]
    return [
        "  ".join(f"{cell:>{width}}" for cell, width in zip(row, widths, strict=True))
        for row in zip(*columns, strict=True)
    ]


def _whole(value: float) -> str:
    """Return a whole number with all its digits: "115,000,000,000"; any other with twelve."""
    is_whole = value == int(value) and abs(value) < HUGE if isfinite(value) else False
    return (f"{value:,.0f}" if is_whole else f"{value:,.12g}").replace("-", MINUS)


def _finite(value: float) -> float | None:
    return value if isfinite(value) else None
