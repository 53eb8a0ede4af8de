"""The plot of guesses: what is seen, and what dragging, clicking and keys say."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from gdsim.views.guesses.guess_marks import Picture
from gdsim.views.guesses.guess_plot import GuessPlot
from gdsim.views.plotting.hand import REST_MS
from gdsim.views.theme import DARK, LIGHT
from tests.views.guess_case import GUESSES, GuessCase, make_guesses

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def case() -> GuessCase:
    return make_guesses(counts=[2, 136, 301, 95, 10, 2])


@pytest.fixture
def plot(qtbot: QtBot, case: GuessCase) -> GuessPlot:
    return opened(qtbot, case)


def opened(qtbot: QtBot, case: GuessCase) -> GuessPlot:
    plot = GuessPlot(LIGHT)
    qtbot.addWidget(plot)
    qtbot.addWidget(plot.corner())
    plot.resize(600, 300)
    plot.set_subject(case.subject)
    plot.show_snapshot(case.at(parameter=2))
    with qtbot.waitActive(plot):
        plot.show()
        plot.activateWindow()
    return plot


@pytest.fixture
def said(plot: GuessPlot) -> list[tuple[object, ...]]:
    said: list[tuple[object, ...]] = []
    plot.parameter_dragged.connect(lambda p, v: said.append(("dragged", p, v)))
    plot.parameter_dropped.connect(lambda p, v: said.append(("dropped", p, v)))
    plot.drag_cancelled.connect(lambda: said.append(("cancelled",)))
    plot.parameter_requested.connect(lambda p: said.append(("requested", p)))
    return said


def picture(plot: GuessPlot) -> Picture:
    assert plot.marks.picture is not None
    return plot.marks.picture


def guess(plot: GuessPlot, number: int) -> QPoint:
    return picture(plot).columns[number].guess.toPoint()


def press(plot: GuessPlot, place: QPoint) -> None:
    QTest.mousePress(plot.viewport(), LEFT, pos=place)


def move(plot: GuessPlot, place: QPoint) -> None:
    QTest.mouseMove(plot.viewport(), place)
    QTest.qWait(1)


def release(plot: GuessPlot, place: QPoint) -> None:
    QTest.mouseRelease(plot.viewport(), LEFT, pos=place)


def drag(plot: GuessPlot, number: int, by: int) -> QPoint:
    start = guess(plot, number)
    press(plot, start)
    move(plot, start + QPoint(0, by))
    return start + QPoint(0, by)


def test_each_guess_and_truth_stands_at_its_price(plot: GuessPlot) -> None:
    shown = picture(plot)
    for i, column in enumerate(shown.columns):
        assert column.guess == plot.frame.to_pixels(i, GUESSES[i])
        assert column.truth == plot.frame.to_pixels(i, float(shown.points.truths[i]))


def test_differences_carry_their_sign_as_text(plot: GuessPlot) -> None:
    texts = [text for text, _box in picture(plot).labels]
    assert texts == ["+50k", "−100k", "+200k", "−150k", "−200k", "0"]
    plot.resize(1100, 300)
    texts = [text for text, _box in picture(plot).labels]
    assert texts == ["+50,000", "−100,000", "+200,000", "−150,000", "−200,000", "0"]


def test_the_sum_is_written_to_the_last_dollar(plot: GuessPlot) -> None:
    assert picture(plot).total_texts == ("115,000,000,000 $²", "sum of squares")


def test_a_big_square_that_is_drawn_smaller_says_so(qtbot: QtBot) -> None:
    plot = opened(qtbot, make_guesses([0.0] * 6))
    shown = picture(plot)
    assert shown.total is not None
    assert shown.total.shrunk > 1
    assert shown.total_texts[1] == f"sum, sides at 1/{shown.total.shrunk}"
    assert shown.whole.contains(shown.total.square)


def test_the_button_hides_the_squares_and_gives_their_room_to_the_plot(plot: GuessPlot) -> None:
    width, button = plot.frame.area.width(), plot.corner()
    assert isinstance(button, QToolButton)
    QTest.mouseClick(button, LEFT)
    assert picture(plot).total is None
    assert plot.frame.area.width() > width
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert picture(plot).total is not None


def test_dragging_moves_the_guess_at_once_and_drops_it_at_the_end(
    plot: GuessPlot, said: list[Any]
) -> None:
    target = drag(plot, 0, -40)
    value = said[-1][2]
    assert said == [("requested", 0), ("dragged", 0, value)]
    assert value == pytest.approx(plot.frame.y_at(target.y()), abs=1500.0)
    assert value % 500.0 == 0.0
    assert abs(guess(plot, 0).y() - target.y()) <= 1
    assert picture(plot).points.differences.differences[0] == value - 150_000.0
    release(plot, target)
    assert said[2:] == [("dropped", 0, value)]


def test_a_guess_in_the_hand_keeps_its_place_and_the_axis_too(
    plot: GuessPlot, case: GuessCase
) -> None:
    target, extent = drag(plot, 0, -60), plot.frame.y_range
    plot.show_snapshot(case.at(9, parameter=0))
    assert abs(guess(plot, 0).y() - target.y()) <= 1
    assert plot.frame.y_range == extent
    release(plot, target)
    plot.show_snapshot(case.at(9, parameter=0))
    assert guess(plot, 0) == plot.frame.to_pixels(0, case.at(9).theta[0]).toPoint()


def test_a_guess_is_taken_22_pixels_around_it_without_a_jump(
    plot: GuessPlot, said: list[Any]
) -> None:
    near = guess(plot, 2) + QPoint(15, -15)
    press(plot, near)
    release(plot, near)
    assert not said
    press(plot, near)
    move(plot, near + QPoint(0, 20))
    release(plot, near + QPoint(0, 20))
    expected = plot.frame.y_at(plot.frame.to_pixels(0, GUESSES[2]).y() + 20)
    assert said[-1] == ("dropped", 2, pytest.approx(expected, abs=1500.0))


def test_a_click_elsewhere_in_a_column_brings_its_guess_there(
    plot: GuessPlot, said: list[Any]
) -> None:
    place = QPoint(guess(plot, 1).x() + 4, int(plot.frame.area.top()) + 30)
    QTest.mouseClick(plot.viewport(), LEFT, pos=place)
    value = pytest.approx(plot.frame.y_at(place.y()), abs=1500.0)
    assert said == [("requested", 1), ("dragged", 1, value), ("dropped", 1, value)]


def test_a_click_beside_the_plot_says_nothing(plot: GuessPlot, said: list[Any]) -> None:
    QTest.mouseClick(plot.viewport(), LEFT, pos=QPoint(590, 150))
    assert not said


def test_escape_puts_a_dragged_guess_back(plot: GuessPlot, said: list[Any]) -> None:
    plot.setFocus()
    start = guess(plot, 2)
    target = drag(plot, 2, 50)
    QTest.keyClick(plot, Qt.Key.Key_Escape)
    release(plot, target)
    assert said[-1] == ("cancelled",)
    assert guess(plot, 2) == start


@pytest.mark.parametrize(
    ("key", "modifier", "value"),
    [
        (Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier, 465_000.0),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier, 455_000.0),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier, 510_000.0),
    ],
)
def test_enter_holds_a_guess_and_up_and_down_move_it(
    plot: GuessPlot,
    said: list[Any],
    key: Qt.Key,
    modifier: Qt.KeyboardModifier,
    value: float,
) -> None:
    plot.setFocus()
    QTest.keyClick(plot, key, modifier)
    assert not said
    QTest.keyClick(plot, Qt.Key.Key_Return)
    assert plot.caption == "↑ ↓ move · ← → choose · Esc lets go"
    QTest.keyClick(plot, key, modifier)
    assert said == [("dragged", 2, value)]
    QTest.keyClick(plot, Qt.Key.Key_Return)
    assert said[1:] == [("dropped", 2, value)]


def test_left_and_right_choose_a_guess_while_one_is_held(plot: GuessPlot, said: list[Any]) -> None:
    plot.setFocus()
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert not said  # a step of the run
    QTest.keyClick(plot, Qt.Key.Key_Return)
    QTest.keyClick(plot, Qt.Key.Key_Up)
    QTest.keyClick(plot, Qt.Key.Key_Right)
    QTest.keyClick(plot, Qt.Key.Key_Down)
    assert said == [
        ("dragged", 2, 465_000.0),
        ("dropped", 2, 465_000.0),
        ("requested", 3),
        ("dragged", 3, 175_000.0),
    ]


def test_a_guess_moved_by_keys_is_dropped_after_a_rest(plot: GuessPlot, qtbot: QtBot) -> None:
    QTest.mouseClick(plot.viewport(), LEFT, pos=guess(plot, 2))
    with qtbot.waitSignal(plot.parameter_dropped, timeout=3 * REST_MS):
        QTest.keyClick(plot, Qt.Key.Key_Up)


def test_a_selection_made_elsewhere_is_followed(
    plot: GuessPlot, case: GuessCase, said: list[Any]
) -> None:
    plot.show_snapshot(case.at(parameter=4))
    assert picture(plot).points.selected == 4
    plot.setFocus()
    QTest.keyClick(plot, Qt.Key.Key_Return)
    QTest.keyClick(plot, Qt.Key.Key_Up)
    assert said == [("dragged", 4, 195_000.0)]


def test_an_older_selection_on_its_way_does_not_undo_a_newer_wish(
    plot: GuessPlot, case: GuessCase
) -> None:
    QTest.mouseClick(plot.viewport(), LEFT, pos=guess(plot, 5))
    plot.show_snapshot(case.at(parameter=2))
    assert picture(plot).points.selected == 5


def test_a_cut_guess_cannot_be_moved(qtbot: QtBot) -> None:
    plot = opened(qtbot, make_guesses(cut=[i == 1 for i in range(6)]))
    said: list[Any] = []
    plot.parameter_dragged.connect(lambda p, v: said.append((p, v)))
    drag(plot, 1, -30)
    assert not said
    assert plot.tip_at(picture(plot).columns[1].guess) == "g2 is cut: it stays 0."


def test_a_guess_under_the_mouse_has_a_hand_and_says_its_numbers(plot: GuessPlot) -> None:
    move(plot, guess(plot, 1))
    assert plot.viewport().cursor().shape() == Qt.CursorShape.OpenHandCursor
    assert picture(plot).pointed == 1
    assert plot.tip_at(picture(plot).columns[1].guess) == (
        "g2, bedrooms 2: guess $100,000, truth $200,000, difference −$100,000, 136 houses.\n"
        "Drag it up or down to change g2."
    )
    move(plot, QPoint(5, 5))
    assert picture(plot).pointed == -1


def test_the_state_is_said_in_sentences(plot: GuessPlot) -> None:
    assert plot.accessibleDescription() == (
        "6 guesses; the sum of their squared errors is 115,000,000,000 $². "
        "g3, bedrooms 3: guess $460,000, truth $260,000, difference +$200,000, 301 houses."
    )


def test_the_points_are_copied_with_all_digits(plot: GuessPlot) -> None:
    lines = plot.csv_text().splitlines()
    assert lines[0] == "bedrooms,guess,price_usd,difference,square"
    assert lines[1] == "1,200000,150000,50000,2500000000"
    assert len(lines) == 7


@pytest.mark.parametrize("theme", [LIGHT, DARK, LIGHT._replace(scale=1.5)])
def test_many_points_are_drawn_in_every_theme(qtbot: QtBot, theme: Any) -> None:
    truths = np.linspace(50_000.0, 120_000.0, 12)
    plot = opened(qtbot, make_guesses((truths * 1.1).tolist(), truths.tolist(), target="price_cad"))
    plot.restyle(theme)
    plot.resize(600, 300)
    assert not plot.grab().isNull()
    texts = [text for text, _box in picture(plot).labels]
    assert texts[2] == "+6.27k"


def test_a_scenario_without_guesses_shows_nothing(plot: GuessPlot, shown: Any) -> None:
    plot.set_subject(shown.subject)
    plot.show_snapshot(shown.snapshot(1))
    assert plot.marks.picture is None
    assert plot.csv_text() == ""


def test_showing_and_restyling_say_nothing(
    plot: GuessPlot, case: GuessCase, said: list[Any]
) -> None:
    plot.show_snapshot(case.at(4, parameter=1))
    plot.set_hovered(3)
    plot.restyle(DARK)
    plot.set_subject(case.subject)
    assert not said
