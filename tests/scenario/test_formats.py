"""Printed digits reconcile: over many scales, by an oracle that knows only the printed texts."""

from fractions import Fraction
from typing import NamedTuple

import numpy as np
import pytest

from gdsim.engine.arrays import Array
from gdsim.scenario.arithmetic import Arithmetic, remembered
from gdsim.scenario.formats import Format, Formats, choose_formats, reckon
from gdsim.scenario.quantities import MINUS


def arithmetic(
    current: Array, gradient: Array, rate: float, step: Array | None = None
) -> Arithmetic:
    delta = -rate * gradient if step is None else step
    method = "gradient_descent" if step is None else "other"
    free = np.ones(len(current), dtype=bool)
    return Arithmetic(0, current, gradient, delta, current + delta, rate, free, {}, {}, method, 1)


def printed(row: int, part: Arithmetic, formats: Formats) -> tuple[str, str, str, str]:
    return (
        formats.value.text(part.current[row]),
        formats.rate(part.rate),
        formats.gradient.text(part.gradient[row]),
        formats.value.text(part.new[row]),
    )


def exact(text: str) -> Fraction:
    """Read a printed number without floating point."""
    return Fraction(text.replace(MINUS, "-"))


def tables() -> list[Arithmetic]:
    """Return 1,250 tables of 10 rows over many scales, rates and steps."""
    random = np.random.default_rng(3)
    found = []
    for _ in range(1250):
        n = 10
        scale = 10.0 ** random.uniform(-9, 9)
        steepness = 10.0 ** random.uniform(-9, 9)
        spread = 10.0 ** random.uniform(-3, 0, n)
        rate = float(random.choice([0.05, 0.1, 1.0, 3.0, 10.0, 1e-5, 1 / 3, 0.0123456789]))
        if random.random() < 0.3:  # steps that cancel the value nearly
            current = scale * random.normal(size=n)
            gradient = current * (1.0 + 1e-4 * random.normal(size=n)) / rate
        else:
            current = scale * spread * random.normal(size=n)
            gradient = steepness * random.permutation(spread) * random.normal(size=n)
        found.append(arithmetic(current, gradient, rate))
    return found


def test_over_12500_rows_the_digits_are_never_more_than_one_unit_off_and_the_mark_is_right() -> (
    None
):
    n_rows = n_off = 0
    for part in tables():
        formats = choose_formats([part])
        unit = Fraction(1) / Fraction(10) ** formats.value.decimals
        for row in range(10):
            current, rate, gradient, new = printed(row, part, formats)
            beside = abs(exact(current) - exact(rate) * exact(gradient) - exact(new)) / unit
            reckoning = reckon(current, (rate, gradient), new, formats.value.decimals)
            assert beside < Fraction(3, 2), (part, row)
            assert reckoning.off == (1 if beside > Fraction(1, 2) else 0)
            n_rows, n_off = n_rows + 1, n_off + reckoning.off
    assert n_rows == 12500
    assert 1000 < n_off < 11000  # or nothing has been looked at


def test_no_digit_is_adjusted_each_is_its_own_number_rounded_once() -> None:
    for part in tables()[:200]:
        formats = choose_formats([part])
        for row in range(10):
            for value in (part.current[row], part.new[row]):
                text = formats.value.text(value)
                assert abs(exact(text) - Fraction(float(value))) <= Fraction(formats.value.unit) / 2


def test_with_another_method_current_and_step_give_new_within_a_unit() -> None:
    random = np.random.default_rng(5)
    n_off = 0
    for _ in range(300):
        current = 10.0 ** random.uniform(-6, 7) * random.normal(size=10)
        step = 10.0 ** random.uniform(-6, 7) * random.normal(size=10)
        part = arithmetic(current, random.normal(size=10), 0.1, step)
        formats = choose_formats([part])
        for row in range(10):
            current_text, _rate, _gradient, new = printed(row, part, formats)
            step_text = formats.step.text(step[row])
            off = reckon(current_text, (step_text,), new, formats.value.decimals).off
            assert off <= 1
            n_off += off
    assert n_off > 100


def test_the_promise_holds_while_formats_are_kept_from_moment_to_moment() -> None:
    random = np.random.default_rng(7)
    theta, formats = random.normal(size=10), None
    for _ in range(400):
        part = arithmetic(theta, theta * random.uniform(0.1, 1.0, 10), 1.0 / 3.0)
        formats = choose_formats([part], formats)
        for row in range(10):
            current, rate, gradient, new = printed(row, part, formats)
            assert reckon(current, (rate, gradient), new, formats.value.decimals).off <= 1
        theta = part.new if abs(theta).max() > 1e-7 else random.normal(size=10)


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        (0.05, "0.05"),
        (3.0, "3"),
        (1e-5, f"1e{MINUS}5"),
        (2.5e-7, f"2.5e{MINUS}7"),
        (0.0, "0"),
        (50_000.0, "50,000"),
        (123_456.5, "123456.5"),
    ],
)
def test_a_rate_is_printed_as_it_is_typed(rate: float, text: str) -> None:
    part = arithmetic(np.array([0.5, 0.02]), np.array([0.3, -70.0]), rate)
    assert choose_formats([part]).rate(rate) == text


def test_what_is_tiny_is_never_written_as_nothing_but_zeros() -> None:
    assert Format(5).text(-1e-9) == MINUS + "1.00e" + MINUS + "9"
    assert Format(5).text(0.0) == "0"
    assert Format(-4, 7).text(1.5e7) == "+1.500e7"


def test_large_numbers_share_a_power_of_ten_so_that_their_last_places_are_one() -> None:
    part = arithmetic(np.array([1.2345e7, 2.0e6]), np.array([1e7, 1e6]), 1.0)
    form = choose_formats([part]).value
    assert form.text(1.2345e7).endswith("e7")
    assert form.text(2.0e6).startswith("+0.2")


def test_only_what_has_a_number_for_each_parameter_counts_as_remembered() -> None:
    class Adam(NamedTuple):
        steps: int
        m: Array
        table: Array

    memory = Adam(3, np.ones(4), np.ones((4, 4)))
    assert list(remembered(memory, 4)) == ["m"]
    assert remembered((), 4) == {}


def test_reckoning_by_hand() -> None:
    result = reckon("+0.56873", ("0.05", MINUS + "0.21291"), "+0.57937", 5)
    assert str(result.result) == "0.57938"
    assert result.off == 1
    assert reckon("+0.56873", ("0.05", MINUS + "0.21291"), "+0.57938", 5).off == 0


def test_a_rate_with_many_digits_is_printed_with_as_many_as_the_last_place_needs() -> None:
    part = arithmetic(np.array([0.5, 0.02]), np.array([0.3, -70.0]), 0.01234567890123)
    formats = choose_formats([part])
    error = abs(float(formats.rate(part.rate)) - part.rate)
    assert error * 70.0 <= 0.05 * formats.value.unit
    assert len(formats.rate(part.rate)) < 16
