"""Which losses have a level line."""

import numpy as np
import pytest

from gdsim.views.plotting.levels import levels_of


def spread(low: float, high: float, *, is_steep: bool) -> np.ndarray:
    """Return a plane of losses, of which most are low where it is steep."""
    parts = np.linspace(0.0, 1.0, 400).reshape(20, 20) ** (6.0 if is_steep else 1.0)
    return low + parts * (high - low)


@pytest.mark.parametrize(
    ("low", "high", "is_steep", "is_log"),
    [
        (0.4, 1.4, True, False),
        (0.4, 40.0, False, False),
        (0.4, 40.0, True, True),
        (0.0, 1e6, True, True),
        (-1e-9, 1e6, True, True),
        (-1e3, 1e6, True, False),
        (-3.0, 5.0, False, False),
        (1e8, 9e9, True, True),
        (1e-9, 1e12, True, True),
    ],
)
def test_levels_are_round_rise_and_lie_inside(
    low: float, high: float, is_steep: bool, is_log: bool
) -> None:
    levels = levels_of(spread(low, high, is_steep=is_steep))
    assert levels is not None
    assert levels.is_log is is_log
    assert (levels.edges[0], levels.edges[-1]) == (low, high)
    assert (np.diff(levels.edges) > 0.0).all()
    assert 4 <= len(levels.lines) <= 16
    if low < 0.0 and is_log:
        return
    for line in levels.lines[levels.lines != 0.0]:
        digits = abs(line) / 10.0 ** np.floor(np.log10(abs(line)) + 1e-9)
        assert digits * 10 == pytest.approx(round(digits * 10), abs=1e-6)


def test_what_is_not_finite_counts_for_nothing() -> None:
    levels = levels_of(np.array([1.0, np.nan, 2.0, np.inf, 1e200]))
    assert levels is not None
    assert (levels.edges[0], levels.edges[-1]) == (1.0, 2.0)
    assert levels_of(np.array([np.nan, np.inf])) is None


def test_a_level_plane_has_one_band() -> None:
    levels = levels_of(np.full((3, 3), 0.5))
    assert levels is not None
    assert len(levels.edges) == 2


def test_losses_whose_quotient_overflows_still_have_levels() -> None:
    levels = levels_of(np.array([1e-300, 1.0, 1e90]), is_log=True)
    assert levels is not None
    assert 4 <= len(levels.lines) <= 40


@pytest.mark.parametrize("is_log", [True, False])
@pytest.mark.parametrize(("low", "high"), [(0.4, 1.4), (0.0, 1e6), (-3.0, 5.0), (1e8, 9e9)])
def test_what_a_person_asks_for_wins(low: float, high: float, is_log: bool) -> None:
    levels = levels_of(spread(low, high, is_steep=not is_log), is_log)
    assert levels is not None
    assert levels.is_log is is_log
    steps = np.diff(levels.lines)
    if is_log:
        assert steps[-1] > 1.4 * steps[0]
    else:
        np.testing.assert_allclose(steps, steps[0], rtol=1e-9)


def test_powers_of_losses_below_0_count_from_the_least_one() -> None:
    levels = levels_of(np.linspace(-3.0, 5.0, 50), is_log=True)
    assert levels is not None
    powers = levels.lines + 3.0
    np.testing.assert_allclose(powers, [float(f"{power:.1e}") for power in powers])


def test_one_point_that_is_as_good_as_0_does_not_take_all_levels() -> None:
    """Such is the middle of Ackley's function: 4e-16, and 3 a point beside it."""
    losses = np.linspace(3.0, 14.0, 400)
    losses[0] = 4e-16
    levels = levels_of(losses)
    assert levels is not None
    assert not levels.is_log
    asked = levels_of(losses, is_log=True)
    assert asked is not None
    assert asked.lines[0] > 1.0
