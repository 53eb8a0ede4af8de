"""Hidden curves: the same from the same seed, as hard as they say, with slopes that are true."""

import numpy as np
import pytest

from gdsim.engine.gradcheck import relative_error
from gdsim.engine.hidden_curves import DIFFICULTIES, HIGH, LOW, TOP, hide_curve

SEEDS = range(1, 41)
STORED = [7.182244267005286, 6.010201783099468, 4.637189396004297]
GRID = np.linspace(LOW, HIGH, 4001)


def bottoms(heights: np.ndarray) -> np.ndarray:
    inside = (heights[1:-1] < heights[:-2]) & (heights[1:-1] <= heights[2:])
    return np.flatnonzero(inside) + 1


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_slopes_are_those_of_the_heights_by_central_differences(difficulty: str) -> None:
    step = np.finfo(float).eps ** (1.0 / 3.0) * 10.0
    for seed in SEEDS:
        curve = hide_curve(difficulty, seed)
        x = np.linspace(LOW + 0.1, HIGH - 0.1, 97)
        rise = curve.heights(x + step) - curve.heights(x - step)
        slopes = curve.slopes(x)
        found = relative_error(slopes, rise / (2.0 * step))
        assert found[np.abs(slopes) > 1.0].max() < 1e-6
        assert np.abs(slopes - rise / (2.0 * step)).max() < 1e-5


def test_a_slope_with_its_sign_turned_is_found_out() -> None:
    curve, step = hide_curve("hard", 1), 1e-5
    x = np.linspace(1.0, 9.0, 50)
    rise = (curve.heights(x + step) - curve.heights(x - step)) / (2.0 * step)
    assert relative_error(-curve.slopes(x), rise).max() > 0.9


@pytest.mark.parametrize(
    ("difficulty", "counts"), [("easy", {1}), ("medium", {2, 3}), ("hard", {5, 6})]
)
def test_a_difficulty_has_as_many_wells_as_it_says(difficulty: str, counts: set[int]) -> None:
    seen = {len(bottoms(hide_curve(difficulty, seed).heights(GRID))) for seed in SEEDS}
    assert seen <= counts
    assert difficulty != "medium" or seen == counts  # both kinds occur


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_the_lowest_place_is_inside_level_and_lower_than_everything_else(difficulty: str) -> None:
    for seed in SEEDS:
        curve = hide_curve(difficulty, seed)
        heights = curve.heights(GRID)
        assert LOW < curve.lowest.place < HIGH
        assert abs(curve.lowest.slope) < 1e-6
        assert curve.lowest.height <= heights.min()
        assert heights.min() - curve.lowest.height < 0.05
        ranked = np.sort(heights[bottoms(heights)])
        assert len(ranked) == 1 or ranked[1] - ranked[0] > 4.0
        assert curve.average == pytest.approx(heights.mean(), abs=0.1)


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_heights_lie_between_0_and_100_but_neither_end_is_always_reached(difficulty: str) -> None:
    curves = [hide_curve(difficulty, seed).heights(GRID) for seed in SEEDS]
    lows, highs = [c.min() for c in curves], [c.max() for c in curves]
    assert min(lows) > 0.0
    assert max(highs) < TOP
    assert max(lows) - min(lows) > 15.0  # so the axis does not tell how low the lowest place is
    assert max(highs) - min(highs) > 15.0


def test_the_deepest_well_of_a_hard_curve_is_the_narrowest() -> None:
    for seed in SEEDS:
        curve = hide_curve("hard", seed)
        deepest = int(np.argmax(curve.depths))
        assert deepest == int(np.argmin(curve.widths))
        assert abs(curve.places[deepest] - curve.lowest.place) < curve.widths[deepest]


def test_the_same_seed_hides_the_same_curve_and_another_one_another() -> None:
    first, second = hide_curve("medium", 7), hide_curve("medium", 7)
    np.testing.assert_array_equal(first.heights(GRID), second.heights(GRID))
    assert np.abs(first.heights(GRID) - hide_curve("medium", 8).heights(GRID)).max() > 1.0
    assert np.abs(first.heights(GRID) - hide_curve("hard", 7).heights(GRID)).max() > 1.0


def test_a_curve_of_a_seed_stays_what_it_is_from_version_to_version() -> None:
    found = [hide_curve(difficulty, 1).lowest.place for difficulty in DIFFICULTIES]
    assert found == pytest.approx(STORED, abs=1e-9)


def test_a_look_beyond_an_end_is_one_at_the_end() -> None:
    curve = hide_curve("easy", 3)
    assert curve.probe(-4.0) == curve.probe(LOW)
    assert curve.probe(99.0) == curve.probe(HIGH)


def test_another_difficulty_is_refused() -> None:
    with pytest.raises(KeyError):
        hide_curve("impossible", 1)
