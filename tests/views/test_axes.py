"""Few round ticks, written with a true minus."""

from math import log10

import pytest

from gdsim.views.plotting.axes import linear_ticks, log_ticks


def texts(low: float, high: float, n: float = 5) -> list[str]:
    return [tick.text for tick in linear_ticks((low, high), n)]


def test_ticks_stand_at_round_numbers_inside_the_range() -> None:
    assert texts(-2.0, 3.0) == ["−2", "−1", "0", "1", "2", "3"]
    assert texts(0.4, 1.4) == ["0.4", "0.6", "0.8", "1.0", "1.2", "1.4"]


def test_all_ticks_of_an_axis_have_as_many_decimals_as_its_step() -> None:
    assert texts(-0.1, 0.1, 4) == ["−0.10", "−0.05", "0.00", "0.05", "0.10"]


def test_thousands_are_grouped_and_the_very_large_has_powers() -> None:
    assert texts(0.0, 10_000.0, 2) == ["0", "5,000", "10,000"]
    assert texts(0.0, 2e8, 2) == ["0", "1.0e8", "2.0e8"]


def test_a_column_with_units_writes_its_own_ticks() -> None:
    ticks = linear_ticks((0.0, 4e5), 2, lambda value: f"${value / 1e3:.0f}k")
    assert [tick.text for tick in ticks] == ["$0k", "$200k", "$400k"]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (1e-3, 1e3, ["0.001", "0.01", "0.1", "1", "10", "100", "1,000"]),
        (0.4, 6.0, ["0.5", "1", "2", "5"]),
        (1e-8, 1e8, ["1e−6", "0.001", "1", "1,000", "1e6"]),
    ],
)
def test_logarithmic_ticks_are_powers_or_one_two_five(
    low: float, high: float, expected: list[str]
) -> None:
    assert [tick.text for tick in log_ticks((log10(low), log10(high)), 7)] == expected


def test_a_short_logarithmic_range_still_has_ticks() -> None:
    assert len(log_ticks((log10(0.44), log10(0.47)), 5)) >= 2


def test_large_numbers_close_together_have_ticks_that_differ() -> None:
    assert texts(4.583e9, 4.585e9, 4) == [
        "4.5830e9",
        "4.5835e9",
        "4.5840e9",
        "4.5845e9",
        "4.5850e9",
    ]
    for low, high in ((4.58e9, 4.59e9), (-3e7, -2.99e7), (1.00001e-6, 1.00002e-6)):
        found = texts(low, high)
        assert len(set(found)) == len(found)
