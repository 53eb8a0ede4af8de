"""The start page: cards that open activities, examples and files."""

from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gdsim.views.start import pictures
from gdsim.views.start.start_page import Offer, StartPage
from gdsim.views.theme import DARK, LIGHT, Theme


@pytest.fixture
def page(qtbot: QtBot) -> StartPage:
    page = StartPage(LIGHT)
    qtbot.addWidget(page)
    page.set_activities([Offer("guess", "Guess and error", "Drag guesses.", picture="guess")])
    page.set_examples([Offer("xor", "Exclusive or", "Network 2-3-1", (2, 3, 1))])
    page.set_recent([Path("/somewhere/mine.json")])
    page.resize(1000, 700)
    page.show()
    qtbot.waitExposed(page)
    return page


def test_a_card_asks_for_what_it_shows(page: StartPage, qtbot: QtBot) -> None:
    for grid, signal, wanted in (
        (page.activities, page.activity_requested, "guess"),
        (page.examples, page.example_requested, "xor"),
        (page.recent, page.recent_requested, "/somewhere/mine.json"),
    ):
        (card,) = page.cards(grid)
        with qtbot.waitSignal(signal) as asked:
            qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
        assert asked.args == [wanted]


def test_the_keyboard_alone_opens_a_card(page: StartPage, qtbot: QtBot) -> None:
    (card,) = page.cards(page.activities)
    card.setFocus()
    with qtbot.waitSignal(page.activity_requested):
        qtbot.keyClick(card, Qt.Key.Key_Space)


def test_showing_offers_asks_for_nothing(page: StartPage) -> None:
    spies = [
        QSignalSpy(signal)
        for signal in (page.activity_requested, page.example_requested, page.recent_requested)
    ]
    page.set_activities([])
    page.set_examples([])
    page.set_recent([])
    page.restyle(DARK)
    assert [spy.count() for spy in spies] == [0, 0, 0]


def test_without_recent_files_there_is_no_heading_for_them(page: StartPage) -> None:
    def headings() -> list[str]:
        return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]

    assert "Recent files" in headings()
    page.set_recent([])
    assert "Recent files" not in headings()


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda t: t.name)
@pytest.mark.parametrize("key", pictures.PICTURES)
def test_a_picture_draws_something_and_stays_in_its_box(key: str, theme: Theme) -> None:
    image = QImage(200, 140, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    pictures.draw(key, painter, QRectF(20, 20, 160, 100), theme)
    painter.end()
    drawn = [(x, y) for x in range(200) for y in range(140) if image.pixelColor(x, y).alpha()]
    assert len(drawn) > 100
    assert all(18 <= x <= 182 and 18 <= y <= 122 for x, y in drawn)
