from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from pytestqt.qtbot import QtBot

from gdsim.views import story_line
from gdsim.views.story_line import StoryLine
from gdsim.views.theme import DARK, LIGHT

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")

SENTENCE = (
    "From epoch 5: the gradient of w3 is about −0.213, below zero, so the next step makes w3 rise "
    "by about 0.05 × 0.213 = 0.0106."
)


class Reader:
    """Stands for QAccessible: a screen reader that writes down what it is told."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def isActive(self) -> bool:  # noqa: N802
        return True

    def updateAccessibility(self, event: object) -> None:  # noqa: N802
        self.heard.append(event.message())  # type: ignore[attr-defined]


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    reader = Reader()
    monkeypatch.setattr(story_line, "QAccessible", reader)
    monkeypatch.setattr(story_line, "_ANNOUNCE_MS", 60)
    return reader


@pytest.fixture
def story(qtbot: QtBot, reader: Reader) -> Iterator[StoryLine]:
    widget = StoryLine(LIGHT)
    qtbot.addWidget(widget)
    widget.resize(1280, 80)
    widget.show()
    yield widget
    for timer in widget.findChildren(QTimer):
        timer.stop()  # it would speak to the next test's reader


def test_a_sentence_that_does_not_fit_wraps_and_stays_whole(story: StoryLine) -> None:
    story.set_story(SENTENCE, "The loss is 0.695.")
    line = story.sentence.fontMetrics().height()
    assert story.sentence.height() < 2 * line
    story.resize(600, 120)
    assert story.sentence.height() >= 2 * line
    assert story.sentence.text() == SENTENCE


def test_the_room_that_a_story_took_is_kept_so_that_nothing_jumps(story: StoryLine) -> None:
    story.resize(600, 120)
    story.set_story(SENTENCE, "")
    height = story.sentence.height()
    story.set_story("Short.", "")
    assert story.sentence.height() == height
    story.resize(1280, 120)
    assert story.sentence.height() < height


def test_a_screen_reader_hears_the_newest_sentence_at_most_once_a_pause(
    qtbot: QtBot, story: StoryLine, reader: Reader
) -> None:
    for epoch in range(5):
        story.set_story(f"From epoch {epoch}.", "")
    assert reader.heard == ["From epoch 0."]
    qtbot.waitUntil(lambda: len(reader.heard) == 2)
    assert reader.heard[-1] == "From epoch 4."


def test_a_story_that_did_not_change_is_not_told_again(
    qtbot: QtBot, story: StoryLine, reader: Reader
) -> None:
    story.set_story("From epoch 0.", "aside")
    qtbot.wait(100)
    story.set_story("From epoch 0.", "aside")
    story.set_story("From epoch 0.", "another aside")
    qtbot.wait(100)
    assert reader.heard == ["From epoch 0."]


def test_a_suggestion_can_be_followed_or_waved_away(qtbot: QtBot, story: StoryLine) -> None:
    assert not story.suggestion.isVisible()
    news: list[str] = []
    story.suggestion_requested.connect(news.append)
    story.suggestion_closed.connect(lambda key: news.append("closed " + key))
    story.set_suggestion("drag the dot on the loss curve", "drag")
    assert story.suggestion.text() == "Try: drag the dot on the loss curve"
    qtbot.mouseClick(story.suggestion, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(story.close_button, Qt.MouseButton.LeftButton)
    assert news == ["drag", "closed drag"]
    assert not story.suggestion.isVisible()


def test_showing_emits_nothing(story: StoryLine) -> None:
    news: list[str] = []
    story.suggestion_requested.connect(news.append)
    story.suggestion_closed.connect(news.append)
    story.set_suggestion("try", "key")
    story.set_suggestion("", "")
    story.set_story(SENTENCE, "")
    story.restyle(DARK._replace(scale=1.5))
    assert news == []


def test_an_offer_takes_no_room_from_the_sentence(qtbot: QtBot, story: StoryLine) -> None:
    story.set_story(SENTENCE, "The loss is 0.695.")
    height, width = story.sizeHint().height(), story.sentence.width()
    story.set_suggestion("type your own house at the inputs", "house")
    qtbot.waitUntil(lambda: story.suggestion.isVisible() and story.suggestion.y() > 0)
    assert (story.sizeHint().height(), story.sentence.width()) == (height, width)
