"""Work that views ask for, as generators: they yield often, and return their answer."""

from collections.abc import Callable, Generator, Sequence
from time import perf_counter
from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array
from gdsim.engine.collector import Collector
from gdsim.engine.descent import Experiment, State, arrive, descend, replay
from gdsim.engine.history import Block, History
from gdsim.engine.objective import Objective
from gdsim.engine.snapshot import Look, Snapshot, take_snapshot
from gdsim.scenario.subject import Subject

GROWTH_SECONDS = 0.25
"""Work for one request: then what is new is shown, and another request may come first."""
STEP_SECONDS = 0.004


def snapshot_at(
    subject: Subject, run: int, keyframe: State, epoch: int, look: Look
) -> Generator[None, None, Snapshot]:
    """Replay from ``keyframe`` to ``epoch``; return the Snapshot there."""
    state = keyframe
    for found in replay(subject.experiment, keyframe, epoch):
        if found is None:
            yield
        else:
            state = found
    return (yield from take_snapshot(subject.experiment, subject.samples, run, state, look))


def state_under(experiment: Experiment, held: State) -> State:
    """Return the state at the epoch of ``held`` that ``experiment`` would have there."""
    return arrive(experiment, held if held.epoch else experiment.start)


class Grown(NamedTuple):
    """More epochs of a run that is not the current one, by its number."""

    run: int
    blocks: tuple[Block, ...]


def grown(
    subject: Subject, run: int, history: History, last: int, seconds: float = GROWTH_SECONDS
) -> Generator[None, None, Grown]:
    """Return a job that computes what comes after ``history``, up to the epoch ``last`` at most."""
    begin = history.n_epochs
    state = history.keyframe(begin - 1) if begin else subject.experiment.start
    return _grown(subject, run, state, begin, last, seconds)


def grown_together(
    jobs: Sequence[Generator[None, None, Grown]],
) -> Generator[None, None, tuple[Grown, ...]]:
    """Carry out several of these jobs one after the other."""
    answers = []
    for job in jobs:
        answers.append((yield from job))
    return tuple(answers)


def _grown(
    subject: Subject, run: int, state: State, begin: int, last: int, most: float
) -> Generator[None, None, Grown]:
    epochs = descend(subject.experiment, state)
    collector = Collector(epochs, state.epoch, len(subject.names), perf_counter)
    blocks: list[Block] = []
    seconds = 0.0
    while collector.next_epoch <= begin or seconds < most:
        block = collector.take(last + 1 - collector.next_epoch, STEP_SECONDS)
        blocks.append(block)
        seconds += block.seconds
        if block.stop is not None or collector.next_epoch > last:
            break
        yield
    return Grown(run, tuple(blocks))


REPEATS = 9
REPEAT_SECONDS = 0.002
"""A repeat takes at least about so long, so that the clock can tell."""
MOST_AT_ONCE = 1 << 12


def loss_seconds(
    objective: Objective, theta: Array, clock: Callable[[], float]
) -> Generator[None, None, float]:
    """Return the seconds that one look at the loss takes, the median of several repeats.

    Parameters
    ----------
    objective : Objective
    theta : ndarray, shape (n_parameters,)
        Where to look.
    clock : callable
        Returns seconds.
    """
    twin, n, times = objective.twin(), 1, list[float]()
    while len(times) < REPEATS:
        thetas = np.tile(theta, (n, 1))
        begin = clock()
        with np.errstate(all="ignore"):
            twin.losses(thetas)
        seconds = clock() - begin
        if seconds < REPEAT_SECONDS and n < MOST_AT_ONCE:
            n, times = 2 * n, []
        else:
            times.append(seconds / n)
        yield
    return sorted(times)[len(times) // 2]
