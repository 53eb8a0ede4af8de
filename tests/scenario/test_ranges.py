"""Ranges change in steps, and never to something that cannot be plotted."""

from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdsim.scenario.ranges import (
    growing_end,
    grown_bounds,
    nice_step,
    outward,
    slice_range,
    steady_range,
)

NUMBERS = st.floats(-1e6, 1e6)


@pytest.mark.parametrize(
    ("size", "step"), [(0.8, 1.0), (1.0, 1.0), (1.1, 2.0), (4.0, 5.0), (7.0, 10.0), (0.03, 0.05)]
)
def test_a_nice_step_is_one_two_or_five_times_a_power_of_ten(size: float, step: float) -> None:
    assert nice_step(size) == pytest.approx(step)


def test_a_range_of_one_value_has_room_around_it() -> None:
    low, high = outward(0.0, 0.0)
    assert low < 0.0 < high
    low, high = outward(1e9, 1e9)
    assert low < 1e9 < high


def test_a_range_stays_while_it_covers_what_must_be_seen() -> None:
    first = steady_range(None, 0.4, 1.3)
    assert first is not None
    assert steady_range(first, 0.42, 1.2) == first
    wider = steady_range(first, 0.4, 3.0)
    assert wider is not None
    assert wider[1] >= 3.0


def test_a_range_that_is_far_too_wide_is_made_anew() -> None:
    assert steady_range((0.0, 100.0), 0.4, 1.3) != (0.0, 100.0)


@pytest.mark.parametrize("bad", [nan, inf, -inf, 1e308])
def test_what_cannot_be_plotted_leaves_the_range_as_it_is(bad: float) -> None:
    assert steady_range((0.0, 1.0), 0.0, bad) == (0.0, 1.0)
    assert steady_range((0.0, 1.0), bad, 1.0) == (0.0, 1.0)
    assert slice_range((0.0, 1.0), bad, 0.0, 1.0) == (0.0, 1.0)
    low, high = slice_range(None, 0.0, bad, 1.0)
    assert -3.0 <= low <= -2.0
    assert 2.0 <= high <= 3.0


def test_the_epochs_reach_to_the_goal_and_then_grow_in_steps() -> None:
    ends = [growing_end(25, newest) for newest in (0, 25, 26, 50, 51, 101, 999)]
    assert ends == [25, 25, 50, 50, 100, 200, 1000]


@given(NUMBERS, NUMBERS, NUMBERS)
def test_a_slice_covers_the_path_and_two_to_both_sides_of_the_dot(
    value: float, one: float, other: float
) -> None:
    low, high = slice_range(None, value, min(one, other), max(one, other))
    slack = 1e-9 * max(abs(low), abs(high))
    assert low <= min(one, value - 2.0) + slack
    assert high >= max(other, value + 2.0) - slack


def test_a_slice_keeps_its_range_while_the_dot_has_room() -> None:
    first = slice_range(None, 0.5, 0.4, 0.6)
    assert slice_range(first, 0.52, 0.4, 0.6) == first
    assert slice_range(first, 5.0, 0.4, 5.0) != first
    assert slice_range((-100.0, 100.0), 0.5, 0.4, 0.6) != (-100.0, 100.0)


@pytest.mark.parametrize(
    ("low", "high", "grown"),
    [
        (0.0, 1.0, (-1.0, 3.0)),
        (-1.5, 1.0, (-3.0, 3.0)),
        (-3.5, 5.5, (-5.0, 7.0)),
        (-1e300, inf, (-7.0, 9.0)),
        (nan, nan, (-1.0, 3.0)),
    ],
)
def test_bounds_grow_in_steps_and_not_for_ever(
    low: float, high: float, grown: tuple[float, float]
) -> None:
    assert grown_bounds((-1.0, 3.0), low, high) == grown
