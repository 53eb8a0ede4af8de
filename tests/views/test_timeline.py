from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from pytestqt.qtbot import QtBot

from gdsim.engine.phases import Part, Phase
from gdsim.scenario.milestones import Milestone
from gdsim.views.theme import DARK, LIGHT
from gdsim.views.timeline import Timeline
from gdsim.views.timeline_words import Moment

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
        lambda t: t.set_changes((Milestone(3, "w1 frozen"), Milestone(12, "w2 frozen"))),
        lambda t: t.set_phase(Phase(Part.LOSS)),
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
    timeline.set_changes((Milestone(15, "w3 set to 0.4"),))
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
    assert face.text(QAccessible.Text.Description) == "epoch 5 of 25, looking back from 20"
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


CHANGES = (Milestone(4, "learning rate 0.05 → 0.1"), Milestone(12, "w3 set to 0.4"))


@pytest.mark.parametrize(
    ("moment", "place", "aside"),
    [
        (Moment(0, 0, 25), "0 of 25", "the start"),
        (Moment(20, 20, 25), "20 of 25", "the newest epoch"),
        (Moment(12, 40, 25), "12 of 25", "looking back from 40"),
        (Moment(12_000, 40_000, 25), "12,000, goal 25", "looking back from 40,000"),
        (Moment(3, 9, 25, Phase(Part.FORWARD, 1), 2), "3 of 25", "forward, layer 1 of 2"),
        (Moment(3, 9, 25, Phase(Part.FORWARD, 1), 1), "3 of 25", "forward"),
        (Moment(3, 9, 25, Phase(Part.UPDATE), 2), "3 of 25", "update"),
    ],
)
def test_words_tell_the_past_from_the_newest_epoch_and_name_the_part(
    moment: Moment, place: str, aside: str
) -> None:
    assert (moment.place, moment.aside) == (place, aside)


def test_the_bar_stays_where_it_is_when_words_change(timeline: Timeline) -> None:
    before = timeline.place_of(25)
    timeline.set_phase(Phase(Part.LOSS))
    timeline.set_epoch(20)
    assert timeline.place_of(25) == before


def test_the_mouse_over_a_mark_says_what_was_changed_there(
    qtbot: QtBot, timeline: Timeline
) -> None:
    timeline.set_changes(CHANGES)
    qtbot.mouseMove(timeline, place(timeline, 12) + QPoint(2, 8))
    assert timeline.toolTip() == "Changed at epoch 12: w3 set to 0.4\nClick to go there."
    qtbot.mouseMove(timeline, place(timeline, 17) + QPoint(2, 8))
    assert timeline.toolTip().startswith("Click or drag")


def test_a_click_on_a_mark_goes_to_exactly_its_epoch(qtbot: QtBot, timeline: Timeline) -> None:
    timeline.set_extent(100_000, 25)
    timeline.set_changes((Milestone(54_321, "learning rate 0.05 → 0.1"),))
    news = heard(timeline)
    qtbot.mouseClick(timeline, LEFT, pos=place(timeline, 54_321) + QPoint(3, 9))
    assert news == [("requested", 54_321)]


def test_a_change_that_is_not_computed_yet_cannot_be_gone_to(
    qtbot: QtBot, timeline: Timeline
) -> None:
    timeline.set_changes((Milestone(24, "w3 set to 0.4"),))
    news = heard(timeline)
    qtbot.mouseClick(timeline, LEFT, pos=place(timeline, 24) + QPoint(0, 9))
    assert news[-1] == ("requested", 20)


def test_control_and_an_arrow_lead_from_change_to_change(qtbot: QtBot, timeline: Timeline) -> None:
    timeline.set_changes(CHANGES)
    news = heard(timeline)
    control = Qt.KeyboardModifier.ControlModifier
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(timeline, key, control)
    assert news == [("requested", 12), ("requested", 4)]
    assert "learning rate 0.05 → 0.1" in timeline.accessibleDescription()


@pytest.mark.parametrize("key", [Qt.Key.Key_Right, Qt.Key.Key_PageUp])
def test_what_lies_past_the_newest_epoch_is_left_to_the_window(
    timeline: Timeline, key: Qt.Key
) -> None:
    timeline.set_epoch(20)
    event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
    timeline.keyPressEvent(event)
    assert not event.isAccepted()
