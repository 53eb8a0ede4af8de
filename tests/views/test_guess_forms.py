"""Plain, absolute and squared errors side by side: their sums, their sentences, their slopes."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from gdsim.views.guesses import error_words
from gdsim.views.guesses.error_forms import ErrorForms
from gdsim.views.guesses.error_words import forms
from gdsim.views.guesses.guess_points import Points, take_points
from gdsim.views.theme import DARK, LIGHT
from tests.views.guess_case import GuessCase, make_guesses

LEFT = Qt.MouseButton.LeftButton
TRUTHS = (10.0, 20.0, 30.0, 40.0, 50.0)


def points_of(case: GuessCase, selected: int = 0) -> Points:
    points = take_points(case.subject, case.at().theta, selected)
    assert points is not None
    return points


def off_by(*errors: float, selected: int = 0, loss: str = "sse") -> Points:
    truths = TRUTHS[: len(errors)]
    guesses = [t + e for t, e in zip(truths, errors, strict=True)]
    return points_of(make_guesses(guesses, truths, loss=loss, target="price"), selected)


@pytest.fixture
def case() -> GuessCase:
    return make_guesses()


@pytest.fixture
def view(qtbot: QtBot, case: GuessCase) -> ErrorForms:
    view = ErrorForms(LIGHT)
    qtbot.addWidget(view)
    qtbot.addWidget(view.corner())
    view.resize(800, 230)
    view.set_subject(case.subject)
    view.show_snapshot(case.at(parameter=2))
    view.show()
    return view


@pytest.fixture
def said(view: ErrorForms) -> list[int]:
    said: list[int] = []
    view.parameter_requested.connect(said.append)
    return said


def test_the_three_sums_stand_with_their_units() -> None:
    points = points_of(make_guesses())
    assert [form.total for form in forms(points)] == [
        "−$200,000",
        "$700,000",
        "115,000,000,000 $²",
    ]


@pytest.mark.parametrize(
    ("loss", "notes"),
    [
        ("sse", ["", "", "the loss"]),
        ("half_mse", ["", "", "÷ 10 = loss"]),
        ("sum_abs", ["", "the loss", ""]),
        ("mae", ["", "÷ 5 = loss", ""]),
    ],
)
def test_it_is_said_which_sum_is_the_loss(loss: str, notes: list[str]) -> None:
    points = off_by(4.0, 1.0, -1.0, 1.0, -1.0, loss=loss)
    assert [form.loss_note for form in forms(points)] == notes


@pytest.mark.parametrize(
    ("errors", "sentence"),
    [
        ((2.0, -3.0, 1.0), "The differences cancel to 0 although every guess is wrong."),
        ((2.0, -2.0, 0.0), "The differences cancel to 0 although 2 of 3 guesses are wrong."),
        ((2.0, 3.0, 1.0), "All errors have the same sign, so nothing cancels."),
        ((5.0, -2.0, 0.0), "5 too high and 2 too low cancel: 3 too high remains."),
        ((1.0, -9.0, 0.0), "1 too high and 9 too low cancel: 8 too low remains."),
        ((0.0, 0.0, 0.0), "Every guess is right."),
    ],
)
def test_plain_errors_say_how_far_they_cancel(errors: Any, sentence: str) -> None:
    assert error_words.plain_sentence(off_by(*errors)) == sentence


def test_a_large_error_outweighs_sixteen_of_a_quarter_its_size() -> None:
    points = off_by(4.0, 1.0, -1.0, 1.0, -1.0)
    nbsp = "\N{NO-BREAK SPACE}"
    assert error_words.absolute_sentence(points) == (
        f"Without signs nothing cancels. The largest error, 4, is 50{nbsp}% of the sum."
    )
    assert error_words.squared_sentence(points) == (
        f"One error of 4 weighs as much as 16 errors of 1: 80{nbsp}% of the sum."
    )


def test_errors_of_one_size_weigh_the_same() -> None:
    sentence = error_words.squared_sentence(off_by(3.0, -3.0))
    assert sentence == "All errors are of one size, 3, and weigh the same."
    assert error_words.squared_sentence(off_by(0.0, 0.0)) == ""


@pytest.mark.parametrize(
    ("selected", "texts", "part"),
    [
        (0, ("+1", "+8"), "changes by +1 a unit, its square by +8."),
        (1, ("−1", "−4"), "changes by −1 a unit, its square by −4."),
        (2, ("none", "0"), "a kink and no derivative (descent takes 0)"),
    ],
)
def test_slopes_are_one_and_twice_the_error_but_none_at_the_kink(
    selected: int, texts: tuple[str, str], part: str
) -> None:
    points = off_by(4.0, -2.0, 0.0, selected=selected)
    assert error_words.slope_texts(points) == texts
    assert part in error_words.slope_sentence(points)


def test_the_slopes_are_the_engines_gradient() -> None:
    for loss, which in (("sse", 1), ("sum_abs", 0)):
        case = make_guesses([14.0, 18.0], TRUTHS[:2], loss=loss, target="price")
        for i, slope in enumerate(case.at().gradient):
            text = error_words.slope_texts(points_of(case, i))[which]
            assert float(text.replace("−", "-")) == slope


def test_a_click_on_a_bar_selects_its_guess(view: ErrorForms, said: list[int]) -> None:
    for box in view.places().bars:
        place = QPoint(int(box.left() + 4.5 / 6.0 * box.width()), int(box.center().y()))
        QTest.mouseClick(view, LEFT, pos=place)
    assert said == [4, 4, 4]


def test_the_box_in_the_corner_selects_a_guess_by_keyboard(
    view: ErrorForms, said: list[int]
) -> None:
    chooser = view.corner()
    assert isinstance(chooser, QComboBox)
    assert chooser.currentText() == "g3"
    QTest.keyClick(chooser, Qt.Key.Key_Down)
    assert said == [3]


def test_a_bar_says_its_number_and_a_curve_its_slopes(view: ErrorForms) -> None:
    places = view.places()
    bar = places.bars[2].center()
    bar.setX(places.bars[2].left() + 2.0)
    assert view.tip_at(bar) == "g1, bedrooms 1: squared 2,500,000,000"
    assert view.tip_at(places.curves[0].center()) == (
        "As g3 rises, its absolute error changes by +1 a unit, its square by +400,000."
    )
    assert view.tip_at(places.heads[0].center()).startswith("plain: −$200,000\n$250,000 too high")
    assert view.tip_at(places.words.topRight()) == ""


def test_a_low_panel_gives_the_room_of_the_sentences_to_the_bars(view: ErrorForms) -> None:
    assert view.places().sentences[0].height() > 0.0
    view.resize(800, 130)
    assert view.places().sentences[0].height() == 0.0
    assert view.places().bars[0].height() > 20.0


def test_the_bar_under_the_mouse_has_a_pointing_hand(view: ErrorForms) -> None:
    QTest.mouseMove(view, view.places().bars[1].center().toPoint())
    QTest.qWait(1)
    assert view.cursor().shape() == Qt.CursorShape.PointingHandCursor
    QTest.mouseMove(view, QPoint(2, 2))
    QTest.qWait(1)
    assert view.cursor().shape() == Qt.CursorShape.ArrowCursor


def test_the_state_is_said_in_sentences(view: ErrorForms, case: GuessCase) -> None:
    text = view.accessibleDescription()
    assert text.startswith("plain: −$200,000. $250,000 too high and $450,000 too low cancel:")
    view.show_snapshot(case.at(parameter=5))
    assert "g6 is at the truth" in view.accessibleDescription()


@pytest.mark.parametrize("size", [(800, 230), (560, 560), (240, 160)])
@pytest.mark.parametrize("theme", [LIGHT, DARK, LIGHT._replace(scale=1.5)])
def test_it_is_painted_in_every_size_and_theme(
    view: ErrorForms, case: GuessCase, size: tuple[int, int], theme: Any
) -> None:
    view.restyle(theme)
    view.resize(*size)
    painted = view.grab().toImage()
    view.set_subject(case.subject)  # nothing is shown of the one before
    assert view.grab().toImage() != painted


def test_showing_and_restyling_say_nothing(
    view: ErrorForms, case: GuessCase, shown: Any, said: list[int]
) -> None:
    view.show_snapshot(case.at(4, parameter=1))
    view.restyle(DARK)
    view.set_subject(shown.subject)
    view.show_snapshot(shown.snapshot(1))
    assert view.points is None
    assert not view.grab().isNull()
    assert not said
