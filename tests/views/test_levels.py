"""Which losses have a level line."""

import numpy as np
import pytest

from gdsim.views.landscape.levels import levels_of


@pytest.mark.parametrize(
    ("low", "high", "is_log"),
    [
        (0.4, 1.4, False),
        (0.0, 1e6, False),
        (-3.0, 5.0, False),
        (1e8, 9e9, True),
        (1e-9, 1e12, True),
    ],
)
def test_levels_are_round_rise_and_lie_inside(low: float, high: float, is_log: bool) -> None:
    levels = levels_of(np.linspace(low, high, 50).reshape(5, 10))
    assert levels is not None
    assert levels.is_log is is_log
    assert (levels.edges[0], levels.edges[-1]) == (low, high)
    assert (np.diff(levels.edges) > 0.0).all()
    assert 4 <= len(levels.lines) <= 16
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
    levels = levels_of(np.array([1e-300, 1.0, 1e90]))
    assert levels is not None
    assert levels.is_log
    assert 4 <= len(levels.lines) <= 40
