"""What an epoch costs: the engine beside bare NumPy and scikit-learn -> a table.

Run it by ``python tests/bench/engine.py``; ``--long`` makes the last check 10 million epochs.
Every ratio is the median over interleaved pairs, so that a busy machine slows both sides alike.
"""

import argparse
import random
import resource
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from itertools import pairwise
from math import inf
from statistics import median
from typing import NamedTuple

import numpy as np
from bare_numpy import BARE, RATE
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPRegressor
from threadpoolctl import threadpool_limits

from gdsim.engine.activations import ACTIVATIONS
from gdsim.engine.batches import Batches
from gdsim.engine.collector import Collector
from gdsim.engine.datasets import Dataset, Samples, prepare
from gdsim.engine.descent import Experiment, Settings, State, descend, replay
from gdsim.engine.history import History
from gdsim.engine.initializers import normal, start
from gdsim.engine.losses import LOSSES
from gdsim.engine.network import Layer, Network
from gdsim.engine.objective import NetworkObjective
from gdsim.engine.optimizers import gradient_descent
from gdsim.engine.snapshot import Look, take_snapshot
from gdsim.engine.steps import finish

REPEATS = 15


class Case(NamedTuple):
    """A network, its data, the bare epoch to measure against, and the bars to hold."""

    title: str
    sizes: tuple[int, ...]
    activation: str
    n_rows: int
    batch_size: int | None
    n_epochs: int  # in one timing
    bar_bare: float
    bar_sklearn: float


CASES = {
    "a": Case("3-2-1 sigmoid, 546 rows, full batch", (3, 2, 1), "sigmoid", 546, None, 400, 1.5, 10),
    "b": Case("2-4-2-1 tanh, 250 rows, batches of 10", (2, 4, 2, 1), "tanh", 250, 10, 20, 1.5, 6),
    "c": Case(
        "2-(6 x 8)-1 tanh, 500 rows, full batch", (2, *6 * (8,), 1), "tanh", 500, None, 40, 1.25, 3
    ),
}


# ---- the engine, as the program uses it ----


class Setup(NamedTuple):
    """One case, ready to run."""

    network: Network
    samples: Samples
    experiment: Experiment


def set_up(case: Case, *, shuffle: bool = False) -> Setup:
    """Return the experiment of a case on data drawn for it."""
    n_in, n_out = case.sizes[0], case.sizes[-1]
    rng = np.random.default_rng(1)
    inputs = rng.normal(size=(case.n_rows, n_in))
    targets = np.sin(inputs.sum(axis=1, keepdims=True)) + 0.1 * rng.normal(
        size=(case.n_rows, n_out)
    )
    names = tuple(f"x{i + 1}" for i in range(n_in))
    dataset = Dataset("bench", inputs, targets, names, ("y",))
    samples = prepare(dataset, standardize_inputs=True, standardize_targets=True)
    layers = [Layer(units, ACTIVATIONS[case.activation]) for units in case.sizes[1:-1]]
    network = Network(n_in, [*layers, Layer(n_out, ACTIVATIONS["identity"])])
    objective = NetworkObjective(network, samples.inputs, samples.targets, LOSSES["mse"])
    optimizer = gradient_descent()
    theta = start(network, normal, 1)
    free = np.ones(len(theta), dtype=bool)
    batches = Batches(case.n_rows, case.batch_size, shuffle, 1)
    settings = Settings(optimizer, RATE, batches, free)
    experiment = Experiment(objective, settings, State(0, theta, optimizer.init(theta)), 1)
    return Setup(network, samples, experiment)


def engine(setup: Setup) -> tuple[Callable[[int], object], History]:
    """Return a function that computes and records so many more epochs, and where to."""
    start_state = setup.experiment.start
    n_parameters = len(start_state.theta)
    epochs = descend(setup.experiment, start_state)
    collector = Collector(epochs, 0, n_parameters, time.perf_counter)
    history = History(n_parameters)
    return lambda n_epochs: history.append(collector.take(n_epochs, inf)), history


def bare(key: str, setup: Setup) -> Callable[[int], list[float]]:
    """Return the bare epochs of a case from the same start."""
    network, theta = setup.network, setup.experiment.start.theta
    augmented = theta[network.to_augmented]
    ends = np.cumsum([rows * columns for rows, columns in network.augmented_shapes])
    parts = np.split(augmented, ends[:-1])
    weights = [
        part.reshape(shape).copy()
        for part, shape in zip(parts, network.augmented_shapes, strict=True)
    ]
    epochs: Callable[[int], list[float]]
    epochs = BARE[key](setup.samples.inputs, setup.samples.targets, weights)
    return epochs


def sklearn_fit(case: Case, setup: Setup, n_epochs: int, *, shuffle: bool) -> float:
    """Return the seconds that scikit-learn takes for so many epochs, without its set-up."""
    x, y = setup.samples.inputs.T.copy(), setup.samples.targets[0].copy()

    def fit(max_iter: int) -> float:
        regressor = MLPRegressor(
            hidden_layer_sizes=case.sizes[1:-1],
            activation={"sigmoid": "logistic"}.get(case.activation, case.activation),
            solver="sgd",
            alpha=0.0,
            batch_size=case.batch_size or case.n_rows,
            learning_rate_init=RATE,
            max_iter=max_iter,
            shuffle=shuffle,
            random_state=1,
            tol=1e-300,
            momentum=0.0,
            nesterovs_momentum=False,
            n_iter_no_change=10**9,
        )
        begin = time.perf_counter()
        regressor.fit(x, y)
        return time.perf_counter() - begin

    return fit(n_epochs + 1) - fit(1)


# ---- measuring ----


def seconds(work: Callable[[int], object], n_epochs: int) -> float:
    """Return what one call takes."""
    begin = time.perf_counter()
    work(n_epochs)
    return time.perf_counter() - begin


def interleaved(*works: Callable[[], float]) -> Iterator[tuple[float, ...]]:
    """Yield the seconds of all works, one after another, repeatedly; the first round warms up."""
    for repeat in range(REPEATS + 1):
        found = tuple(work() for work in works)
        if repeat:
            yield found


def report(what: str, value: float, unit: str, bar: float, *, at_least: bool = False) -> bool:
    """Print one line of the table, and whether its bar holds."""
    holds = value >= bar if at_least else value <= bar
    sign = ">=" if at_least else "<="
    print(f"  {what:<58}{value:9.2f} {unit:<4} {sign} {bar:<6g} {'ok' if holds else 'MISSED'}")
    return holds


def compare(key: str) -> list[bool]:
    """Print one case beside bare NumPy and scikit-learn.

    Bare NumPy takes the rows in order, so gdsim does; scikit-learn shuffles them unless told
    otherwise, so gdsim does too. Full batches keep their order in gdsim.
    """
    case = CASES[key]
    setup = set_up(case)
    run, history = engine(setup)
    plain = bare(key, setup)
    check_same(plain, run, history)
    shuffled = engine(set_up(case, shuffle=True))[0]
    n, n_sklearn = case.n_epochs, max(10, case.n_epochs // 4)
    rows = list(
        interleaved(
            lambda: seconds(plain, n) / n,
            lambda: seconds(run, n) / n,
            lambda: seconds(shuffled, n) / n,
            lambda: sklearn_fit(case, setup, n_sklearn, shuffle=True) / n_sklearn,
            lambda: sklearn_fit(case, setup, n_sklearn, shuffle=False) / n_sklearn,
        )
    )
    costs = [1e6 * median(column) for column in zip(*rows, strict=True)]
    print(f"({key}) {case.title}")
    print("  us an epoch: bare {:.1f}, gdsim {:.1f}, shuffled {:.1f}, ".format(*costs), end="")
    print("scikit-learn {:.0f}, unshuffled {:.0f}".format(*costs[3:]))
    most = median(r[3] / r[0] for r in rows)
    print(f"  scikit-learn / bare NumPy is {most:.1f}: more is not to be had from these calls")
    return [
        report("gdsim / bare NumPy", median(r[1] / r[0] for r in rows), "x", case.bar_bare),
        report(
            "scikit-learn / gdsim",
            median(r[3] / r[2] for r in rows),
            "x",
            case.bar_sklearn,
            at_least=True,
        ),
    ]


def check_same(
    plain: Callable[[int], list[float]], run: Callable[[int], object], history: History
) -> None:
    """Stop the bench unless both sides go the same way, so that they do the same work."""
    losses = np.array(plain(20))
    run(20)
    np.testing.assert_allclose(history.series(0, 0, 19, 20).values, losses, rtol=1e-10)


def compare_shuffled() -> list[bool]:
    """Print what drawing a new order for each epoch costs."""
    case = CASES["b"]
    works = [engine(set_up(case, shuffle=shuffle))[0] for shuffle in (False, True)]
    rows = list(
        interleaved(
            lambda: seconds(works[0], case.n_epochs), lambda: seconds(works[1], case.n_epochs)
        )
    )
    print("(b) shuffled")
    return [report("shuffled / unshuffled", median(r[1] / r[0] for r in rows), "x", 1.2)]


def compare_ages() -> list[bool]:
    """Print whether an epoch costs more late in a long run than early."""
    case = CASES["a"]
    setup = set_up(case)
    old, history = engine(setup)
    while history.n_epochs < 200_000:
        old(1000)
    young = [engine(setup)[0] for _ in range(REPEATS + 1)]
    for work in young:
        work(1000)  # up to epoch 1e3
    turns = iter(young)
    rows = list(interleaved(lambda: seconds(next(turns), 1000), lambda: seconds(old, 1000)))
    print(f"(a) after {history.n_epochs} epochs")
    return [report("epoch 2e5 / epoch 1e3", median(r[1] / r[0] for r in rows), "x", 1.1)]


# ---- a very long run ----


def resident_bytes() -> int:
    """Return this process's resident memory; its peak where the system does not tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            pages = int(file.read().split()[1])
            return pages * resource.getpagesize()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def show(setup: Setup, history: History, epoch: int) -> float:
    """Return the seconds from asking for an epoch to having its snapshot."""
    begin = time.perf_counter()
    *_, state = replay(setup.experiment, history.keyframe(epoch), epoch)
    assert state is not None
    look = Look(parameter=0, slice_range=(-3.0, 3.0), with_fit=True)
    finish(take_snapshot(setup.experiment, setup.samples, 0, state, look))
    return time.perf_counter() - begin


def long_run(n_epochs: int) -> list[bool]:
    """Print what a very long run keeps in memory, and how soon any of its epochs is shown."""
    setup = set_up(CASES["a"])
    run, history = engine(setup)
    run(1000)
    before = resident_bytes()
    peak, begin, times = before, time.perf_counter(), []
    while history.n_epochs < n_epochs:
        since = time.perf_counter()
        run(1000)
        times.append(time.perf_counter() - since)
        peak = max(peak, resident_bytes())
    took = time.perf_counter() - begin
    chosen = random.Random(1)
    shown = sorted(show(setup, history, chosen.randrange(history.n_epochs)) for _ in range(200))
    keyframes = history.keyframes.epochs
    gaps = max(after - before for before, after in pairwise(keyframes))
    print(f"(a) {n_epochs} epochs in {took:.0f} s, {len(keyframes)} keyframes at most {gaps} apart")
    tenth = max(1, len(times) // 10)
    growth = median(times[-tenth:]) / median(times[:tenth])
    return [
        report("last tenth / first tenth of the epochs", growth, "x", 1.2),
        report("growth of memory", (peak - before) / 1e6, "MB", 200),
        report("an epoch shown: median of 200", median(shown) * 1e3, "ms", 100),
        report("an epoch shown: slowest of 200", shown[-1] * 1e3, "ms", 100),
    ]


def main() -> int:
    """Print the table; return 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--long", action="store_true", help="10 million epochs instead of 1")
    parser.add_argument("--only", default="abcsgl", help="which parts, by their letters")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore", ConvergenceWarning)
    parts: dict[str, Callable[[], list[bool]]] = {
        **{key: lambda key=key: compare(key) for key in CASES},  # type: ignore[misc]
        "s": compare_shuffled,
        "g": compare_ages,
        "l": lambda: long_run(10_000_000 if arguments.long else 1_000_000),
    }
    with threadpool_limits(1):
        held = [bar for letter in arguments.only for bar in parts[letter]()]
    print(f"{sum(held)} of {len(held)} bars hold")
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
