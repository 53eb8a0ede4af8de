from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from gdsim.views.theme import DARK, LIGHT
from gdsim.views.timeline import Timeline

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def timeline(qtbot: QtBot) -> Timeline:
    """Return a tape of 20 computed epochs with a goal of 25, at epoch 5."""
    widget = Timeline(LIGHT)
    qtbot.addWidget(widget)
    widget.set_extent(20, 25)
    widget.set_epoch(5)
    widget.resize(900, 48)
    widget.show()
    return widget


def heard(timeline: Timeline) -> list[tuple[str, int]]:
    news: list[tuple[str, int]] = []
    timeline.epoch_dragged.connect(lambda epoch: news.append(("dragged", epoch)))
    timeline.epoch_requested.connect(lambda epoch: news.append(("requested", epoch)))
    return news


def place(timeline: Timeline, epoch: int) -> QPoint:
    return timeline.place_of(epoch).toPoint()


def test_a_click_on_the_tape_shows_that_epoch(qtbot: QtBot, timeline: Timeline) -> None:
    news = heard(timeline)
    qtbot.mouseClick(timeline, LEFT, pos=place(timeline, 12))
    assert news == [("dragged", 12), ("requested", 12)]
    assert timeline.epoch == 12


def test_dragging_tells_every_epoch_and_letting_go_the_last(
    qtbot: QtBot, timeline: Timeline
) -> None:
    news = heard(timeline)
    qtbot.mousePress(timeline, LEFT, pos=place(timeline, 5))
    for epoch in (6, 7, 6):
        qtbot.mouseMove(timeline, place(timeline, epoch))
    qtbot.mouseRelease(timeline, LEFT, pos=place(timeline, 6))
    assert news == [("dragged", 6), ("dragged", 7), ("dragged", 6), ("requested", 6)]


def test_the_handle_is_grabbed_within_22_pixels_without_a_jump(
    qtbot: QtBot, timeline: Timeline
) -> None:
    timeline.set_extent(2000, 2500)
    timeline.set_epoch(1000)
    news = heard(timeline)
    beside = place(timeline, 1000) + QPoint(20, 0)
    qtbot.mousePress(timeline, LEFT, pos=beside)
    assert news == []
    qtbot.mouseRelease(timeline, LEFT, pos=beside)
    assert timeline.epoch == 1000


def test_only_what_is_computed_can_be_chosen(qtbot: QtBot, timeline: Timeline) -> None:
    news = heard(timeline)
    qtbot.mouseClick(timeline, LEFT, pos=place(timeline, 24))
    assert news[-1] == ("requested", 20)
    qtbot.mouseClick(timeline, LEFT, pos=QPoint(1, 20))
    assert news[-1] == ("requested", 0)


def test_a_held_handle_stays_with_the_mouse_while_the_run_goes_on(
    qtbot: QtBot, timeline: Timeline
) -> None:
    qtbot.mousePress(timeline, LEFT, pos=place(timeline, 10))
    timeline.set_epoch(3)
    assert timeline.epoch == 10
    qtbot.mouseRelease(timeline, LEFT, pos=place(timeline, 10))
    timeline.set_epoch(3)
    assert timeline.epoch == 3


@pytest.mark.parametrize(
    ("key", "epoch"),
    [
        (Qt.Key.Key_Left, 4),
        (Qt.Key.Key_Right, 6),
        (Qt.Key.Key_PageUp, 15),
        (Qt.Key.Key_PageDown, 0),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_End, 20),
    ],
)
def test_keys_choose_an_epoch(qtbot: QtBot, timeline: Timeline, key: Qt.Key, epoch: int) -> None:
    news = heard(timeline)
    qtbot.keyClick(timeline, key)
    assert news == [("requested", epoch)]


def test_a_key_at_the_end_of_the_tape_asks_for_nothing(qtbot: QtBot, timeline: Timeline) -> None:
    timeline.set_epoch(20)
    news = heard(timeline)
    qtbot.keyClick(timeline, Qt.Key.Key_Right)
    assert news == []


@pytest.mark.parametrize(
    "show",
    [
        lambda t: t.set_extent(3, 10),  # shorter than the shown epoch
        lambda t: t.set_extent(10**8, 25),
        lambda t: t.set_epoch(20),
        lambda t: t.set_changes((3, 12)),
        lambda t: t.restyle(DARK._replace(scale=1.5)),
    ],
)
def test_showing_emits_nothing(timeline: Timeline, show: Callable[[Timeline], None]) -> None:
    news = heard(timeline)
    show(timeline)
    timeline.grab()
    assert news == []


def test_a_change_is_marked_under_the_bar_at_its_epoch(timeline: Timeline) -> None:
    below = place(timeline, 15) + QPoint(0, 9)
    before = timeline.grab().toImage().pixelColor(below)
    timeline.set_changes((15,))
    after = timeline.grab().toImage().pixelColor(below)
    assert after.lightness() < before.lightness() - 40


def test_the_bar_is_strong_to_the_epoch_pale_to_the_newest_and_thin_to_the_goal(
    timeline: Timeline,
) -> None:
    image = timeline.grab().toImage()
    strong, pale, thin = (image.pixelColor(place(timeline, epoch)) for epoch in (2, 12, 23))
    assert strong.name() == LIGHT.loss.lower()
    assert strong.saturation() > pale.saturation() > thin.saturation()


def test_screen_readers_find_a_slider_with_its_value_in_words(timeline: Timeline) -> None:
    face = QAccessible.queryAccessibleInterface(timeline)
    assert face.role() == QAccessible.Role.Slider
    assert face.text(QAccessible.Text.Name) == "Epoch"
    assert face.text(QAccessible.Text.Description) == "epoch 5 of 25"
    value = face.valueInterface()
    assert (value.minimumValue(), value.currentValue(), value.maximumValue()) == (0, 5, 20)


def test_a_pixel_of_room_breaks_nothing(timeline: Timeline) -> None:
    timeline.resize(1, 48)
    timeline.grab()


@pytest.mark.parametrize(("newest", "goal"), [(20, 25), (31, 25), (1_000_000, 25), (7, 100_000)])
def test_the_place_never_touches_the_number_at_the_end(
    timeline: Timeline, newest: int, goal: int
) -> None:
    timeline.set_extent(newest, goal)
    timeline.set_epoch(newest)
    width_of = timeline.fontMetrics().horizontalAdvance
    last = max(newest, goal)
    end = timeline.place_of(last).x() + 16 + width_of(f"{last:,}")
    said = f"{newest:,} of {goal:,}" if newest <= goal else f"{newest:,}, goal {goal:,}"
    assert end + 16 <= timeline.width() - 16 - width_of(said)
