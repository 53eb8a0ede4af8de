"""What many starts at once cost: runs side by side in one array beside runs one by one -> a table.

Run it by ``python tests/bench/restarts.py``. Every ratio is the median over interleaved pairs, so
that a busy machine slows both sides alike.
"""

import sys
import time
from math import inf
from statistics import median

import numpy as np
from msgspec.structs import replace
from threadpoolctl import threadpool_limits

from gdsim.engine.arrays import Array
from gdsim.engine.collector import Collector
from gdsim.engine.descent import Experiment, descend
from gdsim.engine.restarts import Restarts
from gdsim.engine.steps import finish
from gdsim.scenario import library
from gdsim.scenario.build import build
from gdsim.scenario.spec import DatasetSpec, NetworkSpec
from gdsim.scenario.starts import default_settings, take_starts
from gdsim.scenario.subject import Subject

REPEATS = 11
BAR = 0.6
"""A run among 256 costs at most this part of what it costs alone."""
NUMBERS = 1, 16, 64, 256, 1000
EPOCHS = {1: 1000, 16: 200, 64: 100, 256: 40, 1000: 10}
"""Of one timing, for so many runs."""


def windsor(batch_size: int | None = None) -> Subject:
    """Return the 3-2-1 network on the 546 Windsor rows."""
    scenario = library.read(library.find("houses")).scenario
    spec = scenario.objective
    assert isinstance(spec, NetworkSpec)
    inputs = ("bedrooms", "lot_sqft", "bathrooms")
    dataset = DatasetSpec(name="houses_windsor", inputs=inputs, targets=("price_cad",))
    return build(replace(scenario, objective=replace(spec, dataset=dataset), batch_size=batch_size))


def alone(experiment: Experiment, n_epochs: int) -> float:
    """Return the seconds an epoch of one run takes, as the program descends."""
    theta = experiment.start.theta
    epochs = descend(experiment, experiment.start)
    collector = Collector(epochs, 0, len(theta), time.perf_counter)
    begin = time.perf_counter()
    collector.take(n_epochs, inf)
    return (time.perf_counter() - begin) / n_epochs


def together(experiment: Experiment, starts: Array, n_epochs: int) -> float:
    """Return the seconds an epoch of one run takes among others."""
    restarts = Restarts(experiment, starts, n_epochs)
    begin = time.perf_counter()
    finish(restarts.steps())
    return (time.perf_counter() - begin) / (n_epochs + 1) / len(starts)


def starts_of(subject: Subject, n: int) -> Array:
    """Return so many starts."""
    return finish(take_starts(subject, default_settings(subject)._replace(n=n)))[1]


def check_same(subject: Subject) -> None:
    """Stop the bench unless both sides go the same way, so that they do the same work."""
    experiment = subject.experiment
    restarts = Restarts(experiment, np.array([experiment.start.theta]), 20)
    finish(restarts.steps())
    collector = Collector(descend(experiment, experiment.start), 0, len(subject.names), lambda: 0.0)
    block = collector.take(21, inf)
    np.testing.assert_allclose(restarts.results().curves[0], block.losses, rtol=1e-10)


def compare(subject: Subject, title: str, *, scale: int = 1) -> float:
    """Print what a run costs among more and more others; return the ratio for 256."""
    check_same(subject)
    print(f"{title}, us a run and epoch")
    found = 1.0
    for n in NUMBERS:
        starts, n_epochs = starts_of(subject, n), max(2, EPOCHS[n] // scale)
        one, ratios, costs = max(20, 1000 // scale), [], []
        for repeat in range(REPEATS + 1):
            single = alone(subject.experiment, one)
            many = together(subject.experiment, starts, n_epochs)
            if repeat:
                ratios.append(many / single)
                costs.append((1e6 * many, 1e6 * single))
        many, single = (median(column) for column in zip(*costs, strict=True))
        spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
        ratio = f"ratio {median(ratios):.2f} ({spread})"
        print(f"  n = {n:<5} {many:8.1f}   alone {single:8.1f}   {ratio}")
        if n == 256:
            found = median(ratios)
    return found


def main() -> int:
    """Print the table; return 1 where the bar is missed."""
    with threadpool_limits(1):
        full = compare(windsor(), "3-2-1 on 546 rows, full batch")
        compare(windsor(10), "3-2-1 on 546 rows, batches of 10", scale=20)
    is_held = full <= BAR
    print(f"256 at once, full batch: {full:.2f} <= {BAR}: {'ok' if is_held else 'MISSED'}")
    return 0 if is_held else 1


if __name__ == "__main__":
    sys.exit(main())
