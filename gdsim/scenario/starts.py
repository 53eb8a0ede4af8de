"""Many starts of one scenario: settings, seeds -> starts (n, p), and the scenario of each run.

Each run is the run of a scenario that differs in its start alone. So any of them can be opened,
and is then computed again from what stands in the document.
"""

from collections.abc import Generator, Iterator
from math import isfinite, isqrt
from typing import NamedTuple

import numpy as np
from msgspec import UNSET
from msgspec.structs import replace

from gdsim.engine import streams
from gdsim.engine.arrays import Array, IntArray
from gdsim.engine.restarts import most_starts
from gdsim.scenario.build import start_theta
from gdsim.scenario.quantities import short
from gdsim.scenario.ranges import Range, is_plottable
from gdsim.scenario.spec import MAX_SEED, ChangeSpec, Scenario, StartSpec
from gdsim.scenario.subject import Subject
from gdsim.text import _

NEW_START, UNIFORM, NORMAL, BOUNDS, GRID = "new_start", "uniform", "normal", "bounds", "grid"
KEY = (streams.START,)
"""Of the stream that each run draws from; those of New start have longer keys."""
MOST_EPOCHS = 10_000
ALWAYS_THE_SAME = frozenset({"zeros", "mean"})
"""Initializers that draw nothing, so that all starts would be one."""
FEW_EPOCHS, ENOUGH_EPOCHS = 50, 100
"""Where the scenario's goal is nearer than the one, the other is offered."""


class StartsSettings(NamedTuple):
    """How many starts there are and how they are drawn.

    Attributes
    ----------
    n : int
    distribution : str
        Among those of `distributions`.
    low, high : float
        Of the uniform one.
    deviation : float
        Of the normal one.
    first_seed : int
        Run i has the seed first_seed + i.
    epochs : int
        How far each run goes.
    """

    n: int = 100
    distribution: str = NEW_START
    low: float = -1.0
    high: float = 1.0
    deviation: float = 1.0
    first_seed: int = 1
    epochs: int = ENOUGH_EPOCHS


class Distribution(NamedTuple):
    """A way to draw starts: its name, how it is called, what it does, which numbers it takes."""

    name: str
    title: str
    tip: str
    numbers: tuple[str, ...] = ()


def distributions(subject: Subject) -> tuple[Distribution, ...]:
    """Return those that suit a subject, the usual one first."""
    initializer = subject.scenario.start.initializer
    draws = initializer not in ALWAYS_THE_SAME
    new_start = Distribution(
        NEW_START,
        _("New start: {name}").format(name=initializer.replace("_", " ")),
        _("Draws what the button New start draws from each of these seeds."),
    )
    if bounds_of(subject):
        within = _("Draws evenly from everywhere between the bounds of the axes.")
        grid = _("Spreads the starts evenly between the bounds; nothing is left to chance.")
        both = (
            Distribution(BOUNDS, _("Within the bounds"), within),
            Distribution(GRID, _("Even grid"), grid),
        )
        return (*both, new_start) if draws and initializer != "uniform" else both
    free = (
        Distribution(
            NORMAL,
            _("Normal"),
            _("Draws every parameter from a normal distribution around 0."),
            ("deviation",),
        ),
        Distribution(
            UNIFORM,
            _("Uniform"),
            _("Draws every parameter evenly from a range."),
            ("low", "high"),
        ),
    )
    return (new_start, *free) if draws else free


def default_settings(subject: Subject) -> StartsSettings:
    """Return what is offered first for a subject."""
    scenario = subject.scenario
    reach = max((subject.reach(i) for i in range(len(subject.names))), default=1.0)
    scale = 1.0 if reach <= 2.0 else float(f"{reach / 2.0:.2g}")
    epochs = scenario.epochs if scenario.epochs >= FEW_EPOCHS else ENOUGH_EPOCHS
    return StartsSettings(
        min(100, most_starts(len(subject.names))),
        distributions(subject)[0].name,
        -scale,
        scale,
        scale,
        scenario.start.seed,
        min(epochs, MOST_EPOCHS),
    )


def problem(subject: Subject, settings: StartsSettings) -> str:
    """Return why there can be no such starts, in one sentence; empty if there can."""
    most = most_starts(len(subject.names))
    if not 1 <= settings.n <= most:
        return _("From 1 to {most} starts can be trained here; choose such a number.").format(
            most=f"{most:,}"
        )
    if not 1 <= settings.epochs <= MOST_EPOCHS:
        return _("A run can have 1 to {most} epochs here; choose such a number.").format(
            most=f"{MOST_EPOCHS:,}"
        )
    if not 0 <= settings.first_seed <= MAX_SEED:
        return _("Seeds are whole numbers from 0 up; choose another first seed.")
    if settings.distribution not in [one.name for one in distributions(subject)]:
        return _("These starts cannot be drawn that way; choose another distribution.")
    is_range = is_plottable(settings.low) and is_plottable(settings.high)
    if settings.distribution == UNIFORM and not (is_range and settings.low < settings.high):
        return _("The range of the starts must go from a lower to a higher number.")
    if settings.distribution == NORMAL and not (
        isfinite(settings.deviation) and 0.0 < settings.deviation < 1e100
    ):
        return _("The deviation of the starts must be above 0.")
    return ""


def numbers_text(subject: Subject, settings: StartsSettings) -> str:
    """Return in words how the starts are drawn: "normal, deviation 1, seeds 1 to 100"."""
    chosen = {one.name: one for one in distributions(subject)}.get(settings.distribution)
    parts = [chosen.title if chosen else settings.distribution]
    if settings.distribution == UNIFORM:
        parts.append(
            _("{low} to {high}").format(low=short(settings.low), high=short(settings.high))
        )
    elif settings.distribution == NORMAL:
        parts.append(_("deviation {size}").format(size=short(settings.deviation)))
    if settings.distribution != GRID:
        last = seed_of(settings, settings.n - 1)
        parts.append(
            _("seeds {first} to {last}").format(first=f"{settings.first_seed:,}", last=f"{last:,}")
            if settings.n > 1
            else _("seed {first}").format(first=f"{settings.first_seed:,}")
        )
    return ", ".join(parts)


def count(subject: Subject, settings: StartsSettings) -> int:
    """Return how many starts there will be: a grid over two variables may have a few fewer."""
    if settings.distribution == GRID and len(subject.names) == 2:
        n_columns, n_rows = _grid_shape(settings.n)
        return n_columns * n_rows
    return settings.n


def seed_of(settings: StartsSettings, run: int) -> int:
    """Return the seed of a run; on a grid nothing is drawn, so there all have the first one."""
    if settings.distribution == GRID:
        return settings.first_seed
    return (settings.first_seed + run) % (MAX_SEED + 1)


def take_starts(
    subject: Subject, settings: StartsSettings
) -> Generator[None, None, tuple[IntArray, Array]]:
    """Yield None often; return the seeds (n,) and the starts (n, n_parameters)."""
    n = count(subject, settings)
    seeds = np.array([seed_of(settings, run) for run in range(n)], dtype=np.intp)
    starts = np.empty((n, len(subject.names)))
    for run, theta in enumerate(_drawn(subject, settings, n)):
        starts[run] = theta
        yield
    return seeds, starts


def trained(scenario: Scenario) -> Scenario:
    """Return what all runs share: a jump on the way to chosen parameters belongs to one run alone.

    Changes of settings on the way, such as of the learning rate, are made in all runs.
    """
    changes = tuple(replace(change, parameters=None) for change in scenario.changes)
    changes = tuple(c for c in changes if c != ChangeSpec(epoch=c.epoch))
    seed = scenario.start.seed if scenario.shuffle_seed is None else scenario.shuffle_seed
    return replace(
        scenario,
        changes=changes,
        companions=(),
        shuffle_seed=seed if _shuffles(scenario) else scenario.shuffle_seed,
    )


def origin(scenario: Scenario) -> Scenario:
    """Return what decides many runs but for their starts; two scenarios may share it."""
    return replace(
        trained(scenario), title="", activity=None, epochs=1, mark=None, start=StartSpec()
    )


def scenario_of(subject: Subject, settings: StartsSettings, seed: int, start: Array) -> Scenario:
    """Return the scenario of the run with this seed and ``start`` (n_parameters,).

    Where the seed alone draws that start, nothing else is said.
    """
    drawn = StartSpec(initializer=_initializer(subject, settings), seed=seed)
    if not np.array_equal(start_theta(drawn, subject.experiment.objective), start):
        drawn = replace(drawn, parameters=dict(zip(subject.names, start.tolist(), strict=True)))
    return replace(trained(subject.scenario), start=drawn, epochs=settings.epochs)


def bounds_of(subject: Subject) -> tuple[Range, ...]:
    """Return the bounds of a function's variables; empty for anything else."""
    return subject.function.bounds if subject.function is not None else ()


def _drawn(subject: Subject, settings: StartsSettings, n: int) -> Iterator[Array]:
    """Yield the starts; what is frozen stays where the scenario has it, as cut parameters do."""
    experiment = subject.experiment
    objective, free, here = experiment.objective, experiment.settings.free, experiment.start.theta
    grid = _grid(bounds_of(subject), n) if settings.distribution == GRID else None
    initializer = _initializer(subject, settings)
    for run in range(n):
        seed = seed_of(settings, run)
        if settings.distribution == NEW_START:
            yield start_theta(StartSpec(initializer=initializer, seed=seed), objective)
            continue
        if grid is not None:
            drawn = grid[run]
        elif settings.distribution == BOUNDS:
            drawn = start_theta(StartSpec(initializer=initializer, seed=seed), objective)
        else:
            drawn = _draw(settings, seed, len(here))
        yield np.where(free, drawn, here)


def _initializer(subject: Subject, settings: StartsSettings) -> str:
    """Return the initializer that draws the starts, as far as one does."""
    return "uniform" if settings.distribution == BOUNDS else subject.scenario.start.initializer


def _draw(settings: StartsSettings, seed: int, n: int) -> Array:
    """Return ``n`` numbers of the uniform or the normal distribution."""
    if settings.distribution == NORMAL:
        return settings.deviation * streams.normals(seed, KEY, n)
    return settings.low + (settings.high - settings.low) * streams.uniforms(seed, KEY, n)


def _grid(bounds: tuple[Range, ...], n: int) -> Array:
    """Return the middles of ``n`` equal parts of the bounds, (n, n_variables)."""
    shape = (n,) if len(bounds) == 1 else _grid_shape(n)
    axes = [
        low + (high - low) * (np.arange(parts) + 0.5) / parts
        for (low, high), parts in zip(bounds, shape, strict=True)
    ]
    return np.stack([grid.ravel() for grid in np.meshgrid(*axes)], axis=1)


def _grid_shape(n: int) -> tuple[int, int]:
    """Return the columns and rows of a grid of at most ``n`` points, as square as it can be."""
    return n // isqrt(n), isqrt(n)


def _shuffles(scenario: Scenario) -> bool:
    """Whether the order of the rows is drawn and matters, at some epoch."""
    sizes = [scenario.batch_size, *(change.batch_size for change in scenario.changes)]
    return scenario.shuffle and any(size is not None and size is not UNSET for size in sizes)
