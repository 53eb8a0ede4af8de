"""Numbers that people type are read as they mean them, and nothing else is a number."""

import pytest

from gdsim.scenario.quantities import MINUS, Quantity
from gdsim.scenario.typed_numbers import LONGEST, as_typed, read_number, read_quantity

PRICE = Quantity("price_usd", "price", "$", "")
AREA = Quantity("house_sqft", "house", "", "ft²")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("-0,21", -0.21),
        (f"{MINUS}0.21", -0.21),
        ("\u20130.21", -0.21),
        ("1e-3", 1e-3),
        ("1E-3", 1e-3),
        ("2 × 10^−3", 2e-3),
        ("1.5*10^2", 150.0),
        (" + 0.5 ", 0.5),
        (".5", 0.5),
        ("1 234.5", 1234.5),
        ("1,234.5", 1234.5),
        ("1,234,567", 1234567.0),
        ("0.", 0.0),
    ],
)
def test_a_number_is_read_as_people_write_it(text: str, value: float) -> None:
    assert read_number(text) == value


@pytest.mark.parametrize(
    "text",
    ["", "abc", "1..2", "--1", "nan", "inf", "1e999", "٣", "0x10", "1_000", "1/2"],
)
def test_what_is_no_number_is_none_and_no_error(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize("text", ["1" * (LONGEST + 1), "1 " * LONGEST + "1", "0." + "1" * 200])
def test_a_number_longer_than_the_field_is_refused_and_not_cut(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("text", "of", "value"),
    [
        ("$312,400", PRICE, 312400.0),
        ("1,656 ft²", AREA, 1656.0),
        ("1,656", AREA, 1656.0),
        (f"{MINUS}1,656.5 ft²", AREA, -1656.5),
        ("0,25", AREA, 0.25),
        ("1,65", AREA, 1.65),
        ("12", PRICE, 12.0),
    ],
)
def test_a_quantity_is_read_with_its_units_and_groups(
    text: str, of: Quantity, value: float
) -> None:
    assert read_quantity(text, of) == value


@pytest.mark.parametrize("text", ["", "$", "ft²", "12 kg", "1,2,3"])
def test_other_units_and_lists_are_no_quantity(text: str) -> None:
    assert read_quantity(text, AREA) is None


@pytest.mark.parametrize("value", [0.0, -3.0, 0.25, -1.5e-7, 123456.0, 1e15, 2.5e300])
def test_what_is_offered_to_be_typed_over_reads_as_the_same_number(value: float) -> None:
    assert read_number(as_typed(value)) == value
