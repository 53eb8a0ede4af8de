"""Starts are drawn from seeds as New start draws them, and each run is a scenario of its own."""

from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from gdsim.engine.arrays import Array, IntArray
from gdsim.engine.restarts import Restarts
from gdsim.engine.steps import finish
from gdsim.scenario import edits, library
from gdsim.scenario.build import build
from gdsim.scenario.crop import Crop, outcomes_of, take_ground
from gdsim.scenario.spec import MAX_SEED, ChangeSpec, Scenario
from gdsim.scenario.starts import (
    BOUNDS,
    GRID,
    NEW_START,
    NORMAL,
    UNIFORM,
    StartsSettings,
    count,
    default_settings,
    distributions,
    numbers_text,
    origin,
    problem,
    scenario_of,
    take_starts,
    trained,
)
from gdsim.scenario.subject import Subject
from tests.scenario.start_cases import function_scenario


def opened(name: str) -> Scenario:
    return library.read(library.find(name)).scenario


def drawn(subject: Subject, **settings: Any) -> tuple[IntArray, Array]:
    return finish(take_starts(subject, default_settings(subject)._replace(**settings)))


@pytest.mark.parametrize("name", ["houses", "xor", "two_moons", "guess_and_error"])
def test_new_starts_have_the_bits_that_the_button_draws(name: str) -> None:
    scenario = replace(opened(name), start=replace(opened(name).start, initializer="normal"))
    subject = build(scenario)
    seeds, starts = drawn(subject, n=4, distribution=NEW_START, first_seed=scenario.start.seed)
    other = replace(scenario, start=replace(scenario.start, parameters=None))
    for seed, start in zip(seeds, starts, strict=True):
        assert seed == other.start.seed
        np.testing.assert_array_equal(build(other).experiment.start.theta, start)
        other = edits.new_start(other)


def test_seeds_begin_anew_after_the_largest() -> None:
    seeds, _starts = drawn(build(opened("houses")), n=3, first_seed=MAX_SEED - 1)
    assert seeds.tolist() == [MAX_SEED - 1, MAX_SEED, 0]


def test_uniform_and_normal_starts_fill_their_range() -> None:
    subject = build(opened("houses"))
    starts = drawn(subject, n=500, distribution=UNIFORM, low=2.0, high=5.0)[1]
    assert starts.min() >= 2.0
    assert starts.max() < 5.0
    assert abs(starts.mean() - 3.5) < 0.05
    starts = drawn(subject, n=500, distribution=NORMAL, deviation=3.0)[1]
    assert abs(starts.std() - 3.0) < 0.1
    assert abs(starts.mean()) < 0.15


def test_what_is_frozen_or_cut_stays_unless_new_start_draws_it() -> None:
    scenario = edits.set_parameters(opened("houses"), {"w2": 0.7}, 0)
    scenario = edits.set_frozen(scenario, "w2", True, 0)
    scenario = edits.set_cut(scenario, "w3", True)
    starts = drawn(build(scenario), n=5, distribution=UNIFORM)[1]
    assert (starts[:, 1] == 0.7).all()
    assert (starts[:, 2] == 0.0).all()
    assert (drawn(build(scenario), n=5, distribution=NEW_START)[1][:, 2] == 0.0).all()


def test_starts_of_a_function_lie_within_its_bounds_or_on_a_grid() -> None:
    subject = build(function_scenario("himmelblau"))
    names = [one.name for one in distributions(subject)]
    assert names[:2] == [BOUNDS, GRID]
    starts = drawn(subject, n=400, distribution=BOUNDS)[1]
    assert (np.abs(starts) <= 5.0).all()
    assert (np.abs(starts.mean(axis=0)) < 0.5).all()
    grid = drawn(subject, n=10, distribution=GRID)[1]
    assert len(grid) == count(subject, default_settings(subject)._replace(n=10, distribution=GRID))
    assert len(np.unique(grid[:, 0])) * len(np.unique(grid[:, 1])) == len(grid) == 9
    line = build(function_scenario("many_wells"))
    (low, high), n = line.function.bounds[0] if line.function else (0.0, 0.0), 8
    points = drawn(line, n=n, distribution=GRID)[1][:, 0]
    np.testing.assert_allclose(np.diff(points), (high - low) / n)
    assert points[0] - low == pytest.approx(high - points[-1])


@pytest.mark.parametrize(
    ("name", "distribution"),
    [("xor", NEW_START), ("xor", UNIFORM), ("xor", NORMAL), ("many_wells", BOUNDS),
     ("many_wells", GRID), ("himmelblau", BOUNDS)],
)  # fmt: skip
def test_the_scenario_of_a_run_begins_where_the_run_did(name: str, distribution: str) -> None:
    scenario = function_scenario(name) if name != "xor" else opened(name)
    subject = build(scenario)
    settings = default_settings(subject)._replace(n=5, distribution=distribution, epochs=30)
    seeds, starts = finish(take_starts(subject, settings))
    for seed, start in zip(seeds, starts, strict=True):
        own = scenario_of(subject, settings, int(seed), start)
        np.testing.assert_array_equal(build(own).experiment.start.theta, start)
        assert own.epochs == 30
        says_all = own.start.parameters is None
        assert says_all == (distribution in (NEW_START, BOUNDS))  # the seed alone


def test_runs_with_batches_take_the_rows_in_one_order() -> None:
    scenario = replace(opened("xor"), batch_size=10)
    subject = build(trained(scenario))
    settings = default_settings(subject)._replace(n=2, epochs=25)
    seeds, starts = finish(take_starts(subject, settings))
    restarts = Restarts(subject.experiment, starts, 25)
    finish(restarts.steps())
    for run, loss in enumerate(restarts.results().losses):
        own = build(scenario_of(subject, settings, int(seeds[run]), starts[run]))
        assert own.scenario.shuffle_seed == scenario.start.seed
        alone = Restarts(own.experiment, starts[[run]], 25)
        finish(alone.steps())
        assert alone.results().losses[0] == pytest.approx(loss, rel=1e-10)
    assert trained(opened("xor")).shuffle_seed is None  # without batches nothing is shuffled


def test_settings_change_on_the_way_in_all_runs_but_jumps_belong_to_one() -> None:
    changes = (
        ChangeSpec(epoch=3, learning_rate=0.2, parameters={"w1": 4.0}),
        ChangeSpec(epoch=5, parameters={"w2": 1.0}),
    )
    scenario = replace(opened("houses"), changes=changes)
    assert trained(scenario).changes == (ChangeSpec(epoch=3, learning_rate=0.2),)


def test_two_runs_of_one_harvest_share_their_origin_and_another_rate_does_not() -> None:
    scenario = opened("houses")
    assert origin(edits.new_start(scenario)) == origin(scenario)
    assert origin(edits.set_goal(scenario, 77)) == origin(scenario)
    assert origin(edits.set_learning_rate(scenario, 0.3, 0)) != origin(scenario)
    assert origin(edits.set_loss(scenario, "mae")) != origin(scenario)


@pytest.mark.parametrize(
    "wrong",
    [{"n": 0}, {"n": 1001}, {"epochs": 0}, {"epochs": 10_001}, {"first_seed": -1},
     {"distribution": "bounds"}, {"distribution": UNIFORM, "low": 2.0, "high": 2.0},
     {"distribution": UNIFORM, "low": float("nan")}, {"distribution": NORMAL, "deviation": 0.0}],
)  # fmt: skip
def test_impossible_settings_are_refused_in_a_sentence(wrong: dict[str, Any]) -> None:
    subject = build(opened("houses"))
    assert problem(subject, default_settings(subject)) == ""
    sentence = problem(subject, default_settings(subject)._replace(**wrong))
    assert sentence.endswith(".")
    assert len(sentence) > 20


def test_an_initializer_that_draws_nothing_is_not_offered() -> None:
    scenario = edits.set_initializer(opened("houses"), "zeros")
    names = [one.name for one in distributions(build(scenario))]
    assert names == [NORMAL, UNIFORM]
    assert default_settings(build(scenario)).distribution == NORMAL


def test_how_starts_are_drawn_is_said_with_its_numbers() -> None:
    subject = build(opened("houses"))
    settings = StartsSettings(n=10, distribution=UNIFORM, low=-0.5, high=2.0, first_seed=4)
    text = numbers_text(subject, settings)
    assert "Uniform" in text
    assert "\N{MINUS SIGN}0.5000 to 2.000" in text
    assert "seeds 4 to 13" in text


def test_runs_on_a_function_are_sorted_by_the_minima_that_they_reach() -> None:
    subject = build(function_scenario("himmelblau", rate=0.01))
    settings = default_settings(subject)._replace(n=60, epochs=150)
    seeds, starts = finish(take_starts(subject, settings))
    ground = finish(take_ground(subject, starts))
    restarts = Restarts(subject.experiment, starts, 150, (0, 1))
    finish(restarts.steps())
    results = restarts.results()
    outcomes = outcomes_of(subject, results)
    assert subject.function is not None
    places = np.array([minimum.place for minimum in subject.function.minima])
    for run, number in enumerate(outcomes.of_run):
        away = np.abs(results.ends[run] - places).max(axis=1)
        if number >= 0:
            assert number == away.argmin()
            assert away[number] <= 0.1
    assert sum(group.n for group in outcomes.groups) > 50
    crop = Crop(settings, subject, seeds, results, outcomes, ground)
    assert crop.scenario(3).start.seed == seeds[3]
    assert ground is not None
    assert np.asarray(ground.losses).shape == (61, 61)
