"""The rail: a button for each activity, by mouse and by keyboard."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gdsim.views.rail import Rail, RailEntry
from gdsim.views.theme import DARK, LIGHT

ENTRIES = (
    RailEntry("start", "start", "Start", "The first page."),
    RailEntry("guess", "guess", "Guess", "Drag guesses."),
    RailEntry("network", "network", "Network", "Touch a network."),
)


@pytest.fixture
def rail(qtbot: QtBot) -> Rail:
    rail = Rail(LIGHT, ENTRIES)
    qtbot.addWidget(rail)
    rail.show()
    qtbot.waitExposed(rail)
    return rail


def test_a_click_asks_for_the_activity(rail: Rail, qtbot: QtBot) -> None:
    with qtbot.waitSignal(rail.activity_requested) as asked:
        qtbot.mouseClick(rail.buttons["guess"], Qt.MouseButton.LeftButton)
    assert asked.args == ["guess"]


def test_marking_one_asks_for_nothing_and_unmarks_the_others(rail: Rail, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(rail.activity_requested):
        rail.set_current("network")
        rail.set_current("start")
        rail.restyle(DARK)
    assert rail.current == "start"
    assert [b.isChecked() for b in rail.buttons.values()] == [True, False, False]


def test_up_and_down_go_round_and_enter_chooses(rail: Rail, qtbot: QtBot) -> None:
    rail.buttons["start"].setFocus()
    qtbot.keyClick(rail.buttons["start"], Qt.Key.Key_Up)
    assert rail.focusWidget() is rail.buttons["network"]
    qtbot.keyClick(rail.buttons["network"], Qt.Key.Key_Down)
    assert rail.focusWidget() is rail.buttons["start"]
    with qtbot.waitSignal(rail.activity_requested) as asked:
        qtbot.keyClick(rail.buttons["start"], Qt.Key.Key_Return)
    assert asked.args == ["start"]


def test_a_click_leaves_space_to_the_window(rail: Rail, qtbot: QtBot) -> None:
    qtbot.mouseClick(rail.buttons["guess"], Qt.MouseButton.LeftButton)
    assert not rail.buttons["guess"].hasFocus()


def test_every_button_says_what_it_is_for(rail: Rail) -> None:
    for entry in ENTRIES:
        button = rail.buttons[entry.key]
        assert button.accessibleName() == entry.word
        assert button.toolTip() == entry.tip


def test_the_chosen_word_fits_in_bold_in_projector_mode(rail: Rail) -> None:
    rail.restyle(LIGHT._replace(scale=1.5))
    for button in rail.buttons.values():
        button.setFont(LIGHT._replace(scale=1.5).font(0.85, bold=True))
        assert button.fontMetrics().horizontalAdvance(button.text()) <= button.width()


def test_where_the_window_is_low_the_words_give_way_to_the_icons(rail: Rail) -> None:
    least = rail.minimumSizeHint().height()
    rail.resize(rail.width(), least)
    assert not any(button.has_word for button in rail.buttons.values())
    rail.resize(rail.width(), 2 * least + 40)
    assert all(button.has_word for button in rail.buttons.values())
