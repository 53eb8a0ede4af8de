"""Which minimum each start leads to: against runs of their own, one start at a time."""

from itertools import islice
from typing import Any, NamedTuple

import numpy as np
import pytest

from gdsim.engine.arrays import Array, BoolArray
from gdsim.engine.basins import GONE, NEAR, UNSETTLED, VOID, Basins, take_basins
from gdsim.engine.batches import Batches
from gdsim.engine.descent import Experiment, Settings, State, descend
from gdsim.engine.expressions import parse
from gdsim.engine.function_objective import FunctionObjective
from gdsim.engine.functions import Minimum
from gdsim.engine.minima import find_minima
from gdsim.engine.optimizers import Optimizer, gradient_descent
from gdsim.engine.steps import finish
from tests.engine.runs import heavy_ball

EPOCHS = 500


class Fate(NamedTuple):
    """The way of one start, run alone; it ends where it has diverged."""

    thetas: list[Array]
    has_stopped: bool

    def at(self, epoch: int) -> Array:
        return self.thetas[min(epoch, len(self.thetas) - 1)]


def function(text: str, *bounds: tuple[float, float]) -> FunctionObjective:
    return FunctionObjective(parse(text, ("x", "y")[: len(bounds)]), bounds)


def grid(*bounds: tuple[float, float], n: int = 64) -> Array:
    axes = np.meshgrid(*(np.linspace(low, high, n) for low, high in bounds))
    return np.stack([axis.ravel() for axis in axes], axis=1)


def basins(
    objective: FunctionObjective,
    rate: float,
    starts: Array,
    optimizer: Optimizer | None = None,
    minima: tuple[Minimum, ...] | None = None,
    **more: Any,
) -> Basins:
    known = find_minima(objective, objective.bounds) if minima is None else minima
    steps = take_basins(
        objective, optimizer or gradient_descent(), rate, known, starts, EPOCHS, **more
    )
    return finish(steps)


def fate(
    objective: FunctionObjective, rate: float, start: Array, optimizer: Optimizer, epochs: int
) -> Fate:
    """Run one start by ``descend``."""
    free: BoolArray = np.ones(len(start), dtype=bool)
    settings = Settings(optimizer, rate, Batches(1), free)
    state = State(0, start, optimizer.init(start))
    with np.errstate(all="ignore"):
        run = descend(Experiment(objective, settings, state, epochs), state)
        thetas = [epoch.state.theta for epoch in islice(run, epochs + 1) if epoch]
    return Fate(thetas or [start], len(thetas) <= epochs)


CASES = [
    ("two wells", "x^4 - 3x^2 + x", [(-2.5, 2.5)], 0.05),
    ("two wells, crossing over", "x^4 - 3x^2 + x", [(-2.5, 2.5)], 0.12),
    ("two wells, diverging", "x^4 - 3x^2 + x", [(-2.5, 2.5)], 0.3),
    ("many wells", "x^2/10 + sin(3x)", [(-6.0, 6.0)], 0.1),
    ("plateau", "tanh(x)^2", [(-5.0, 5.0)], 0.5),
    ("inflection", "x^4/4 - x^3", [(-1.5, 4.2)], 0.05),
    ("downhill", "-x + sin x", [(-3.0, 3.0)], 0.1),
    ("logarithm", "x - ln(x)", [(-1.0, 4.0)], 0.5),
    ("himmelblau", "(x^2 + y - 11)^2 + (x + y^2 - 7)^2", [(-5.0, 5.0), (-5.0, 5.0)], 0.01),
    ("saddle", "x^2 - y^2", [(-2.0, 2.0), (-2.0, 2.0)], 0.1),
]


WAYS = [(*case, False) for case in CASES] + [(*case, True) for case in CASES[:4]]


@pytest.mark.parametrize(
    ("text", "bounds", "rate", "with_memory"),
    [way[1:] for way in WAYS],
    ids=[f"{way[0]}{', momentum' * way[-1]}" for way in WAYS],
)
def test_every_start_ends_where_it_ends_when_run_alone(
    text: str, bounds: list[tuple[float, float]], rate: float, with_memory: bool
) -> None:
    objective = function(text, *bounds)
    optimizer = heavy_ball() if with_memory else gradient_descent()
    starts = grid(*bounds, n=21 if len(bounds) == 1 else 5)
    minima = find_minima(objective, objective.bounds)
    found = basins(objective, rate, starts, optimizer, minima)
    low, high = starts.min(axis=0), starts.max(axis=0)
    near = NEAR * (high - low)
    for start, end, minimum in zip(starts, found.ends, found.minimum.tolist(), strict=True):
        alone = fate(objective, rate, start, optimizer, 3 * EPOCHS)
        last = alone.at(3 * EPOCHS)
        if minimum >= 0:
            place = np.array(minima[minimum].place)
            assert (np.abs(last - place) <= near).all()
            assert (np.abs(end - place) <= near).all()
        elif minimum == VOID:
            assert not np.isfinite(objective.gradients(start[np.newaxis])[0]).any()
        elif minimum == GONE:
            assert alone.has_stopped or ((last < low) | (last > high)).any()
        else:
            np.testing.assert_array_equal(end, alone.at(EPOCHS))
            lately = np.array(alone.thetas[EPOCHS - 30 : EPOCHS])
            assert not any((np.abs(lately - m.place) <= 0.5 * near).all() for m in minima)


def test_chaos_that_comes_by_a_minimum_does_not_settle_there() -> None:
    objective = function("x^4 - 3x^2 + x", (-2.5, 2.5))  # both minima throw out at this rate
    found = basins(objective, 0.3, grid((-2.5, 2.5), n=256))
    assert set(found.minimum.tolist()) == {GONE, UNSETTLED}


def test_a_start_that_has_diverged_is_told_from_one_that_is_not_settled() -> None:
    starts = np.array([[-1.0], [1.0]])
    minima = (Minimum((0.0,), 0.0),)
    bowl = function("x^2", (-1.0, 1.0))
    told = [basins(bowl, rate, starts, minima=minima).minimum.tolist() for rate in
            (0.3, 0.99, 0.9999, 1.0, 1.01, 1.2)]  # fmt: skip
    assert told == [[0, 0], [0, 0], [-2, -2], [-2, -2], [-1, -1], [-1, -1]]


def test_jumping_to_and_fro_over_a_kink_is_no_rest() -> None:
    objective = function("|x|", (-3.0, 3.0))
    starts = grid((-3.0, 3.0))
    assert set(basins(objective, 0.4, starts).minimum.tolist()) == {UNSETTLED}
    assert set(basins(objective, 0.01, starts).minimum.tolist()) == {0}


def test_standing_where_no_minimum_is_known_is_not_settled() -> None:
    objective = function("max(x - 1, 0)^2 + max(-1 - x, 0)^2", (-3.0, 3.0))
    found = basins(objective, 0.1, np.array([[-0.5], [0.5], [3.0]]), minima=())
    assert found.minimum.tolist() == [UNSETTLED] * 3
    assert found.ends[:2, 0].tolist() == [-0.5, 0.5]


def test_rolling_on_for_ever_is_leaving_and_resting_outside_is_not() -> None:
    starts = np.linspace(-1.0, 1.0, 5)[:, np.newaxis]
    assert set(basins(function("-x", (-1.0, 1.0)), 0.1, starts).minimum.tolist()) == {GONE}
    beyond = basins(function("(x - 4)^2", (-1.0, 1.0)), 0.1, starts, minima=())
    assert set(beyond.minimum.tolist()) == {UNSETTLED}
    np.testing.assert_allclose(beyond.ends, 4.0)


def test_where_the_function_is_not_defined_a_start_leads_nowhere() -> None:
    objective = function("x - ln(x)", (-1.0, 4.0))
    found = basins(objective, 0.1, np.array([[-1.0], [0.0], [2.0]]))
    assert found.minimum.tolist() == [VOID, VOID, 0]
    assert found.ends[:2, 0].tolist() == [-1.0, 0.0]


def test_where_a_run_diverges_its_end_is_the_last_sound_place() -> None:
    objective = function("x^4", (-3.0, 3.0))
    found = basins(objective, 1.0, np.array([[-3.0], [3.0]]))
    alone = fate(objective, 1.0, np.array([3.0]), gradient_descent(), EPOCHS)
    assert found.minimum.tolist() == [GONE, GONE]
    np.testing.assert_array_equal(found.ends[1], alone.at(EPOCHS))
    assert alone.has_stopped
    assert np.isfinite(found.ends).all()


def test_a_frozen_variable_stays_where_it_is() -> None:
    objective = function("x^2 + y^2", (-1.0, 1.0), (-1.0, 1.0))
    starts = grid((-1.0, 1.0), (-1.0, 1.0), n=5)
    found = basins(objective, 0.2, starts, free=np.array([True, False]))
    np.testing.assert_array_equal(found.ends[:, 1], starts[:, 1])
    assert found.minimum.tolist() == np.where(starts[:, 1] == 0.0, 0, UNSETTLED).tolist()


def test_it_ends_as_soon_as_all_have_settled() -> None:
    objective = function("x^2", (-1.0, 1.0))
    minima = (Minimum((0.0,), 0.0),)
    starts = grid((-1.0, 1.0), n=256)
    steps = take_basins(objective, gradient_descent(), 0.3, minima, starts, 10_000)
    assert sum(1 for _step in steps) <= 30


def test_starts_are_not_changed_and_the_picture_cannot_be() -> None:
    starts = grid((-1.0, 1.0))
    kept = starts.copy()
    found = basins(function("x^2", (-1.0, 1.0)), 0.1, starts)
    np.testing.assert_array_equal(starts, kept)
    with pytest.raises(ValueError, match="read-only"):
        found.ends[0] = 1.0
