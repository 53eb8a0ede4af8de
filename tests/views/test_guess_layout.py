"""Where guesses, squares and curves stand, and how amounts are written: sums without a screen."""

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QRectF, QSizeF

from gdsim.views.guesses import error_layout, guess_layout
from gdsim.views.guesses.amounts import amount, decimals_of, printed, thousands
from gdsim.views.guesses.error_painting import absolute_curve, squared_curve
from gdsim.views.guesses.guess_points import Points, take_points
from gdsim.views.plotting.plot_frame import Frame
from tests.views.guess_case import make_guesses


@pytest.fixture
def points() -> Points:
    case = make_guesses()
    points = take_points(case.subject, case.at().theta, 2)
    assert points is not None
    return points


@pytest.fixture
def frame() -> Frame:
    frame = Frame()
    frame.x_range, frame.y_range = (-0.5, 5.5), (0.0, 500_000.0)
    frame.area = QRectF(50.0, 20.0, 360.0, 250.0)
    return frame


def test_a_square_is_as_high_and_wide_as_its_error(points: Points, frame: Frame) -> None:
    for column, error in zip(
        guess_layout.columns(points, frame), points.differences.absolutes, strict=True
    ):
        side = error / 500_000.0 * 250.0
        assert column.square.width() == pytest.approx(side)
        assert column.square.height() == pytest.approx(side)
        assert column.square.top() == pytest.approx(min(column.guess.y(), column.truth.y()))


def test_squares_stay_on_the_plot_where_they_can(points: Points, frame: Frame) -> None:
    moved = points.moved(5, 250_000.0)
    last = guess_layout.columns(moved, frame)[5].square
    assert last.right() == pytest.approx(guess_layout.columns(moved, frame)[5].guess.x())


def test_the_big_square_has_the_area_of_all_squares_together(points: Points, frame: Frame) -> None:
    small = guess_layout.columns(points, frame)
    room = QRectF(440.0, 20.0, 200.0, 250.0)
    total = guess_layout.total(points.differences.squares, frame, room)
    area = sum(column.square.width() ** 2 for column in small)
    assert total.shrunk == 1
    assert total.square.width() * total.square.height() == pytest.approx(area)
    assert total.square.bottom() == room.bottom()


def test_a_big_square_without_room_is_drawn_at_a_whole_part_of_the_scale(
    points: Points, frame: Frame
) -> None:
    whole = guess_layout.total(points.differences.squares, frame, QRectF(0, 0, 900, 900))
    total = guess_layout.total(points.differences.squares, frame, QRectF(0, 0, 60, 250))
    assert total.shrunk == 3
    assert total.square.width() == pytest.approx(whole.square.width() / 3)
    assert total.square.width() <= 60


def test_the_axis_shows_every_dot_and_zero_where_it_is_near(points: Points) -> None:
    extent = guess_layout.heights_to_see(points)
    assert extent is not None
    assert np.allclose(extent, (0.0, 514_000.0))
    far = points._replace(guesses=points.guesses + 1e7, truths=points.truths + 1e7)
    extent = guess_layout.heights_to_see(far)
    assert extent is not None
    assert extent[0] > 1e7


def test_dragging_goes_by_round_numbers_finer_than_a_pixel() -> None:
    extent, height = (0.0, 500_000.0), 250.0
    values = {guess_layout.snapped(v, extent, height) for v in np.linspace(1.0, 4e5, 999)}
    assert all(value % 1000.0 == 0.0 for value in values)
    assert guess_layout.snapped(-5.0, extent, height) == 0.0
    assert guess_layout.snapped(9e9, extent, height) == 500_000.0


def test_a_key_moves_by_a_nice_step_and_from_between_to_the_next() -> None:
    extent = (0.0, 500_000.0)
    assert guess_layout.nudged(200_000.0, 1, extent) == 205_000.0
    assert guess_layout.nudged(200_000.0, -10, extent) == 150_000.0
    assert guess_layout.nudged(201_234.5, 1, extent) == 205_000.0
    assert guess_layout.nudged(201_234.5, -1, extent) == 200_000.0
    assert guess_layout.nudged(480_000.0, 10, extent) == 500_000.0


@pytest.mark.parametrize("epoch", range(4))
def test_no_difference_covers_another_or_a_dot(frame: Frame, epoch: int) -> None:
    case = make_guesses()
    points = take_points(case.subject, case.at(epoch).theta, 0)
    assert points is not None
    places = guess_layout.columns(points, frame)
    boxes = guess_layout.label_places(places, [QSizeF(50, 15)] * 6, 10.0, frame.area)
    for one, other in combinations(boxes, 2):
        assert not one.intersects(other)
    for box, column in zip(boxes, places, strict=True):
        assert frame.area.contains(box)
        assert not box.contains(column.guess)
        assert not box.contains(column.truth)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (115e9, 0, "115,000,000,000"),
        (-6182.67, 2, "−6,182.67"),
        (-0.001, 2, "0.00"),
        (1e20, 0, "1.00000e20"),
    ],
)
def test_amounts_are_written_to_their_last_digit(value: float, decimals: int, text: str) -> None:
    assert amount(value, decimals) == text


def test_a_plus_stands_before_a_positive_amount_where_it_is_wanted() -> None:
    signs = [amount(value, 0, is_signed=True) for value in (5.0, -5.0, 0.0)]
    assert signs == ["+5", "−5", "0"]


@pytest.mark.parametrize(
    ("values", "decimals"),
    [
        ([1.0, 2.0, 115e9], 0),
        ([210_000.00000000003], 0),
        ([1.5, 200_000.0], 2),
        ([1.5e8], 0),
        ([0.012], 5),
        ([], 0),
    ],
)
def test_a_column_of_whole_numbers_has_no_decimals(values: Any, decimals: int) -> None:
    assert decimals_of(values) == decimals


def test_what_was_printed_can_be_reckoned_with() -> None:
    assert [str(printed(text)) for text in ("−6,182.67", "+5", "1.0e20")] == [
        "-6182.67",
        "5",
        "None",
    ]


def test_short_numbers_count_thousands() -> None:
    texts = [thousands(value) for value in (9603.0, -40e9, 0.0, 16.0, 2.5, 2e15)]
    assert texts == ["9.6k", "−40B", "0", "16", "2.50", "2.00e15"]


@pytest.mark.parametrize("size", [(800.0, 230.0), (560.0, 560.0), (1190.0, 560.0)])
def test_the_parts_of_the_three_errors_do_not_overlap(size: tuple[float, float]) -> None:
    whole = QRectF(0.0, 0.0, *size)
    places = error_layout.lay_out(whole, 14.0, 1.0)
    boxes = [*places.heads, *places.bars, *places.sentences, *places.curves, *places.slopes]
    for one, other in combinations(boxes, 2):
        assert not one.adjusted(0.5, 0.5, -0.5, -0.5).intersects(other)
    for box in (*boxes, places.words):
        assert whole.contains(box)
        assert box.width() > 60.0


def test_bars_of_signed_errors_stand_on_both_sides_of_the_middle() -> None:
    box = QRectF(0.0, 0.0, 100.0, 80.0)
    up, down = error_layout.bar_boxes(np.array([50.0, -25.0]), box, is_signed=True)
    assert (up.top(), up.bottom()) == (0.0, 40.0)
    assert (down.top(), down.bottom()) == (40.0, 60.0)


@pytest.mark.parametrize("make", [absolute_curve, squared_curve])
def test_the_slope_drawn_is_the_derivative_of_the_curve_drawn(make: Any) -> None:
    curve = make(3.0, 1.0)
    there = np.isfinite(curve.slope)
    for x in (-2.2, -0.7, 0.4, 1.9):
        rise = np.interp(x + 0.01, curve.x, curve.y) - np.interp(x - 0.01, curve.x, curve.y)
        slope = np.interp(x, curve.x[there], curve.slope[there])
        assert rise / 0.02 == pytest.approx(slope, abs=0.1)


def test_the_absolute_error_has_a_gap_in_its_slope_and_none_at_the_truth() -> None:
    curve = absolute_curve(3.0, 0.0)
    assert np.isnan(curve.slope).any()
    assert not curve.has_slope
    assert absolute_curve(3.0, 0.5).has_slope
    assert squared_curve(3.0, 0.0).has_slope
