"""A hand takes, moves, drops and lets go, and says each once."""

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gdsim.views.plotting.hand import REST_MS, Hand


@pytest.fixture
def hand(qtbot: QtBot) -> Hand:
    owner = QObject()
    hand = Hand(owner)
    hand.owner = owner  # type: ignore[attr-defined]
    return hand


@pytest.fixture
def said(hand: Hand) -> list[tuple[object, ...]]:
    said: list[tuple[object, ...]] = []
    hand.moved.connect(lambda value: said.append(("moved", value)))
    hand.dropped.connect(lambda value: said.append(("dropped", value)))
    hand.cancelled.connect(lambda: said.append(("cancelled",)))
    return said


def test_a_drag_moves_and_drops(hand: Hand, said: list[object]) -> None:
    hand.press()
    hand.move(1.0)
    hand.move(1.0)
    hand.move(2.0)
    assert hand.is_busy
    hand.release()
    assert said == [("moved", 1.0), ("moved", 2.0), ("dropped", 2.0)]
    assert not hand.is_busy
    assert not hand.is_held


def test_a_click_takes_hold_and_says_nothing(hand: Hand, said: list[object]) -> None:
    hand.press()
    hand.release()
    assert hand.is_held
    assert not said


def test_keys_move_and_after_a_rest_drop(hand: Hand, said: list[object], qtbot: QtBot) -> None:
    hand.hold()
    hand.move(1.0)
    hand.move(1.1)
    assert said == [("moved", 1.0), ("moved", 1.1)]
    with qtbot.waitSignal(hand.dropped, timeout=3 * REST_MS):
        pass
    assert said[2:] == [("dropped", 1.1)]
    assert hand.is_held


def test_escape_puts_it_back(hand: Hand, said: list[object]) -> None:
    hand.press()
    hand.move(1.0)
    hand.cancel()
    hand.release()
    assert said == [("moved", 1.0), ("cancelled",)]
    assert hand.value is None


def test_escape_of_a_hold_without_a_move_just_lets_go(hand: Hand, said: list[object]) -> None:
    hand.hold()
    hand.cancel()
    assert not hand.is_held
    assert not said


def test_a_new_press_drops_what_keys_have_moved(hand: Hand, said: list[object]) -> None:
    hand.hold()
    hand.move(1.0)
    hand.press()
    assert said == [("moved", 1.0), ("dropped", 1.0)]


def test_what_is_shown_wins_only_when_the_hand_is_idle(hand: Hand) -> None:
    hand.press()
    hand.move(1.0)
    hand.settle()
    assert hand.value == 1.0
    hand.release()
    hand.settle()
    assert hand.value is None
