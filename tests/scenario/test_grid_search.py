"""Counting a grid: exact, in words that hold, and never infinite."""

from fractions import Fraction

import pytest

from gdsim.scenario.grid_search import (
    NANO,
    UNIVERSE_YEARS,
    YEAR,
    count_text,
    count_words,
    duration_text,
    n_combinations,
    power_of,
)


def test_a_grid_has_k_to_the_p_points_to_the_last_digit() -> None:
    assert n_combinations(10, 10) == 10_000_000_000
    assert n_combinations(3, 40) == 12157665459056928801
    assert n_combinations(100, 1) == 100


@pytest.mark.parametrize("number", [1, 9, 10, 99, 100, 999, 1000, 12345, 10**15 - 1, 10**15])
def test_powers_of_ten_agree_with_the_decimal_digits(number: int) -> None:
    mantissa, exponent = power_of(number)
    assert 1.0 <= mantissa < 10.0
    size = Fraction(10) ** exponent
    assert abs(Fraction(mantissa) * size / number - 1) <= Fraction(1, 1900)


@pytest.mark.parametrize("n_parameters", [1, 10, 41, 320, 2_000, 5_000])
@pytest.mark.parametrize("n_values", [2, 7, 100])
def test_no_grid_is_too_large_to_be_written(n_values: int, n_parameters: int) -> None:
    number = n_combinations(n_values, n_parameters)
    exponent = power_of(number).exponent
    assert 10**exponent <= number < 10 ** (exponent + 1)
    texts = count_text(number), count_words(number), duration_text(number * 1234)
    assert all(text and "inf" not in text and len(text) < 60 for text in texts)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "1"),
        (1024, "1,024"),
        (10**10, "10,000,000,000"),
        (10**15, "10¹⁵"),
        (1_267_650_600_228_229_401_496_703_205_376, "1.3 × 10³⁰"),
        (999_999_999_999_999_999, "10¹⁸"),
    ],
)
def test_counts_are_written_out_or_with_a_power_of_ten(number: int, text: str) -> None:
    assert count_text(number) == text


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (7, "7"),
        (65_536, "65,536"),
        (10**6, "1 million"),
        (10**10, "10 billion"),
        (1_048_576, "1.05 million"),
        (10**20, "a number with 21 digits"),
        (999_499_999, "999 million"),
        (999_999_999, "1.00 billion"),
        (10**15 - 1, "a number with 15 digits"),
    ],
)
def test_counts_in_words(number: int, words: str) -> None:
    assert count_words(number) == words


@pytest.mark.parametrize(
    ("nanoseconds", "text"),
    [
        (300, "less than a microsecond"),
        (26_400, "26 microseconds"),
        (15_000_000, "15 milliseconds"),
        (999_400, "999 microseconds"),
        (1_400, "1 microsecond"),
        (999_600, "1 millisecond"),
        (1_100_000, "1.1 milliseconds"),
        (999_400_000, "999 milliseconds"),
        (999_700_000, "1 second"),
        (NANO, "1 second"),
        (59_700_000_000, "1 minute"),
        ((3600 - 20) * NANO, "1 hour"),
        ((86_400 - 600) * NANO, "1 day"),
        (59 * NANO, "59 seconds"),
        (60 * NANO, "1 minute"),
        (3 * 3600 * NANO, "3 hours"),
        (100 * 86_400 * NANO, "100 days"),
        (317 * YEAR * NANO, "320 years"),
        (4_400_000_000 * YEAR * NANO, "4.40 billion years"),
        (UNIVERSE_YEARS * YEAR * NANO, "the age of the universe"),
        (52 * UNIVERSE_YEARS * YEAR * NANO, "52 times the age of the universe"),
        (3 * 10**20 * UNIVERSE_YEARS * YEAR * NANO, "3.0 × 10²⁰ times the age of the universe"),
    ],
)
def test_durations_as_a_person_would_say_them(nanoseconds: int, text: str) -> None:
    assert duration_text(nanoseconds) == text
