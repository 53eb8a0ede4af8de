"""How numbers are written: short, signed, in the units of their column, never misleading."""

from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdsim.scenario.quantities import (
    MINUS,
    Quantity,
    brief,
    fixed,
    full,
    quantity,
    short,
    signed,
    world,
)

finite = st.floats(-1e307, 1e307)
DOLLARS, FEET, ROOMS = map(quantity, ("price_usd", "house_sqft", "bedrooms"))


def number(text: str) -> float:
    """Return the number that a text shows, without its units."""
    for unit in ("CA$", "$", " ft²", ","):
        text = text.replace(unit, "")
    return float(text.replace(MINUS, "-"))


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("price_usd", Quantity("price_usd", "price", prefix="$")),
        ("price_cad", Quantity("price_cad", "price", prefix="CA$")),
        ("lot_area_sqft", Quantity("lot_area_sqft", "lot area", unit="ft²")),
        ("distance_ft", Quantity("distance_ft", "distance", unit="ft")),
        ("body_mass_g", Quantity("body_mass_g", "body mass", unit="g")),
        ("_g", Quantity("_g", " g")),
        ("bedrooms", Quantity("bedrooms", "bedrooms")),
    ],
)
def test_the_end_of_a_columns_name_tells_its_unit(column: str, expected: Quantity) -> None:
    assert quantity(column) == expected


def test_an_axis_names_the_unit_once() -> None:
    assert [q.axis for q in (DOLLARS, FEET, ROOMS)] == ["price ($)", "house (ft²)", "bedrooms"]


@given(finite, st.integers(2, 6))
def test_a_short_number_is_right_to_its_digits(value: float, digits: int) -> None:
    assert number(short(value, digits)) == pytest.approx(value, rel=0.5 * 10.0 ** (1 - digits))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1.000"),
        (-0.21294, "−0.2129"),
        (0.00012345, "0.0001234"),
        (0.000012345, "1.234e−5"),
        (123456.7, "123,457"),
        (1234567.0, "1.235e6"),
        (nan, "undefined"),
        (inf, "infinite"),
        (-inf, "−infinite"),
    ],
)
def test_a_short_number_is_written_as_people_write_it(value: float, expected: str) -> None:
    assert short(value) == expected


@given(finite)
def test_a_full_number_comes_back_to_the_bit(value: float) -> None:
    assert number(full(value)) == value


@given(finite, st.integers(0, 6))
def test_a_fixed_number_has_its_places_and_no_minus_before_nothing(value: float, n: int) -> None:
    text = fixed(value, n)
    assert number(text) == pytest.approx(value, rel=1e-3, abs=0.51 * 10.0**-n)
    assert not (text.startswith(MINUS) and number(text) == 0.0)
    if abs(value) < 1e15:
        assert len(text.partition(".")[2]) == n


def test_a_sign_stands_before_every_number_but_nought() -> None:
    texts = [signed(short(value)) for value in (2.0, -2.0, 0.0, nan)]
    assert texts == ["+2.000", "−2.000", "0", "undefined"]


@pytest.mark.parametrize(
    ("value", "of", "expected"),
    [
        (312_400.4, DOLLARS, "$312,400"),
        (-312_400.4, DOLLARS, "−$312,400"),
        (2.5, DOLLARS, "$2.50"),
        (-0.0, DOLLARS, "$0"),
        (1656.0, FEET, "1,656 ft²"),
        (3.0, ROOMS, "3"),
        (3.25, ROOMS, "3.250"),
        (1999.4, quantity("year_built"), "1999"),
        (1999.4, quantity("yearly_pay_usd"), "$1,999"),
        (1e20, FEET, "1.000e20 ft²"),
        (nan, DOLLARS, "undefined"),
    ],
)
def test_a_number_of_the_world_has_its_unit(value: float, of: Quantity, expected: str) -> None:
    assert world(value, of) == expected


@given(finite, st.sampled_from([DOLLARS, FEET, ROOMS]))
def test_a_number_of_the_world_is_near_and_keeps_its_sign(value: float, of: Quantity) -> None:
    text = world(value, of)
    assert number(text) == pytest.approx(value, rel=0.01, abs=1e-12)
    assert text.startswith(MINUS) == (value < 0)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (200_000.0, "$200k"),
        (-1500.0, "−$1.5k"),
        (999_960.0, "$1M"),
        (2_500_000.0, "$2.5M"),
        (3e9, "$3B"),
        (1e15, "$1.000e15"),
        (999.0, "$999"),
        (inf, "infinite"),
    ],
)
def test_a_tick_of_money_is_brief(value: float, expected: str) -> None:
    assert brief(value, DOLLARS) == expected


def test_a_tick_leaves_the_unit_to_the_axis() -> None:
    assert brief(1500.0, FEET) == "1,500"
