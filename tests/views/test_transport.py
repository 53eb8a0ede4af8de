from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gdsim.engine.batches import Batches
from gdsim.engine.phases import Part, Phase
from gdsim.views.strip.large_number import LargeNumber
from gdsim.views.strip.method_field import MethodField
from gdsim.views.strip.transport import Transport
from gdsim.views.theme import DARK, LIGHT, Theme, style_sheet

# What the screenless platform says of every window that has a least size.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")

Shown = Any  # what the fixture `shown` returns
LEFT = Qt.MouseButton.LeftButton
SIGNALS = (
    "speed_requested",
    "more_requested",
    "goal_edited",
    "rate_dragged",
    "rate_dropped",
    "batch_size_edited",
    "shuffle_edited",
)


@pytest.fixture
def styled(qapp: QApplication) -> Iterator[None]:
    qapp.setStyleSheet(style_sheet(LIGHT))
    yield
    qapp.setStyleSheet("")


@pytest.fixture
def make_strip(qtbot: QtBot, styled: None, shown: Shown) -> Iterator[Callable[..., Transport]]:
    """Return what shows the strip at epoch 5 in a window of its own, with its actions."""
    windows: list[QWidget] = []

    def make(width: int, scale: float = 1.0) -> Transport:
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        return fill(window, shown, LIGHT._replace(scale=scale), width)

    yield make
    windows.clear()


@pytest.fixture
def strip(make_strip: Callable[..., Transport]) -> Transport:
    """Return the strip in a window 1280 wide."""
    return make_strip(1280)


def fill(window: QWidget, shown: Shown, theme: Theme, width: int) -> Transport:
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    transport = Transport(theme, window)
    column.addWidget(transport)
    column.addWidget(QLineEdit(window))
    column.addStretch(1)
    keys = ("R", "Left", "Space", "Right", "", "Ctrl+R")
    texts = ("&Same start again", "&Back", "&Play", "&Step", "25 epochs more", "&New start")
    actions = [QAction(text, window) for text in texts]
    for action, key in zip(actions, keys, strict=True):
        action.setShortcut(QKeySequence(key))
        action.setToolTip(f"Does {action.text()}")
    transport.set_actions(*actions)
    parts = [QAction(text, window) for text in ("Previous part", "Next part")]
    for action, key in zip(parts, (",", "."), strict=True):
        action.setShortcut(QKeySequence(key))
    transport.set_part_actions(*parts)
    transport.set_subject(shown.subject)
    transport.show_snapshot(shown.snapshot(5))
    window.resize(width, 200)
    window.show()
    return transport


def heard(strip: Transport) -> list[tuple[str, object]]:
    """Return a list that fills with what the strip emits."""
    news: list[tuple[str, object]] = []
    for name in SIGNALS:
        getattr(strip, name).connect(lambda value, name=name: news.append((name, value)))
    return news


def visible_parts(strip: Transport) -> list[QWidget]:
    parts = strip.findChildren(QWidget)
    return [w for w in parts if w.isVisible() and not w.findChildren(QWidget) and not w.isWindow()]


def test_it_shows_epoch_loss_error_rate_and_method_of_the_snapshot(strip: Transport) -> None:
    assert strip.epoch.number.text() == "5"
    assert strip.epoch.goal.button.text() == "of 25"
    assert strip.loss.title.text() == "LOSS (mean squared error)"
    assert strip.loss.number.text().startswith("0.6")
    assert strip.loss.aside.text().startswith("typical error $")
    assert strip.rate.field.text() == "0.05"
    assert strip.method.choice.button.text().startswith("Gradient descent, all rows")


@pytest.mark.parametrize("change", ["subject", "snapshot", "state", "speed", "theme", "narrow"])
def test_showing_anything_emits_nothing(strip: Transport, shown: Shown, change: str) -> None:
    news = heard(strip)
    {
        "subject": lambda: strip.set_subject(shown.subject),
        "snapshot": lambda: strip.show_snapshot(shown.snapshot(12)),
        "state": lambda: strip.set_state(True, False, True),
        "speed": lambda: strip.set_speed(None),
        "theme": lambda: strip.restyle(DARK._replace(scale=1.5)),
        "narrow": lambda: strip.resize(700, 60),
    }[change]()
    assert news == []


@pytest.mark.parametrize(
    "name", ["reset", "back", "play", "step", "part_back", "part_next", "more", "new_start"]
)
def test_a_button_triggers_its_action_and_leaves_the_focus_alone(
    qtbot: QtBot, strip: Transport, name: str
) -> None:
    button = getattr(strip, name)
    (field,) = (w for w in strip.window().findChildren(QLineEdit) if w.parent() is strip.window())
    field.setFocus()
    with qtbot.waitSignal(button.action.triggered):
        qtbot.mouseClick(button, LEFT, pos=QPoint(8, button.height() // 2))
    assert field.hasFocus()
    assert button.focusPolicy() == Qt.FocusPolicy.TabFocus


def test_a_tooltip_ends_with_the_key_of_its_action(strip: Transport) -> None:
    assert strip.play.toolTip() == "Does &Play (Space)"
    assert strip.more.toolTip() == "Does 25 epochs more"
    assert strip.play.accessibleName() == "Play"


def test_play_turns_into_pause_and_an_ended_run_leads_nowhere(strip: Transport) -> None:
    strip.set_state(True, True, False)
    assert strip.play.icon_name == "pause"
    strip.set_state(False, False, True)
    assert strip.play.icon_name == "play"
    assert not strip.play.isEnabled()
    assert not strip.back.isEnabled()
    assert strip.reset.isEnabled()


def test_a_button_is_enabled_only_if_its_action_is(strip: Transport) -> None:
    strip.step.action.setEnabled(False)  # type: ignore[union-attr]
    strip.set_state(False, True, False)
    assert not strip.step.isEnabled()
    strip.step.action.setEnabled(True)  # type: ignore[union-attr]
    assert strip.step.isEnabled()


def test_the_parts_of_an_epoch_end_at_the_start_and_at_the_end_of_a_run(
    strip: Transport, shown: Shown
) -> None:
    assert strip.part_back.isEnabled()
    strip.show_snapshot(shown.snapshot(0))
    assert not strip.part_back.isEnabled()
    strip.set_phase(Phase(Part.FORWARD, 2))
    assert strip.part_back.isEnabled()
    strip.set_state(False, True, True)
    assert strip.part_next.isEnabled()
    strip.set_phase(Phase(Part.UPDATE))
    assert not strip.part_next.isEnabled()


def test_the_choices_of_more_ask_for_that_many_epochs_or_for_the_rest(strip: Transport) -> None:
    news = heard(strip)
    for choice in strip.more.choices.actions():
        choice.trigger()
    assert news == [("more_requested", n) for n in (5, 25, 100, 0)]


def test_a_click_at_the_right_end_of_the_speed_asks_for_full_speed(
    qtbot: QtBot, strip: Transport
) -> None:
    news = heard(strip)
    slider = strip.speed.slider
    qtbot.mouseClick(slider, LEFT, pos=QPoint(slider.width() - 4, slider.height() // 2))
    assert news == [("speed_requested", None)]
    assert strip.speed.value.text() in ("full", "full speed")


def test_the_arrow_keys_take_the_speed_from_stop_to_stop(qtbot: QtBot, strip: Transport) -> None:
    news = heard(strip)
    qtbot.keyClick(strip.speed.slider, Qt.Key.Key_Right)
    qtbot.keyClick(strip.speed.slider, Qt.Key.Key_End)
    qtbot.keyClick(strip.speed.slider, Qt.Key.Key_Home)
    assert [value for _, value in news] == [2.0, None, 1.0]


def test_the_goal_is_edited_where_it_stands(qtbot: QtBot, strip: Transport) -> None:
    news = heard(strip)
    goal = strip.epoch.goal
    qtbot.mouseClick(goal.button, LEFT)
    assert goal.field.isVisible()
    assert not goal.button.isVisible()
    qtbot.keyClicks(goal.field, "400")
    qtbot.keyClick(goal.field, Qt.Key.Key_Return)
    assert news == [("goal_edited", 400)]
    assert goal.button.isVisible()
    assert goal.button.text() == "of 400"
    assert not strip.rate.field.hasFocus()  # the keys are free for Space and the arrows again


def test_escape_leaves_the_goal_as_it_was(qtbot: QtBot, strip: Transport) -> None:
    news = heard(strip)
    qtbot.mouseClick(strip.epoch.goal.button, LEFT)
    qtbot.keyClicks(strip.epoch.goal.field, "9")
    qtbot.keyClick(strip.epoch.goal.field, Qt.Key.Key_Escape)
    assert news == []
    assert strip.epoch.goal.button.text() == "of 25"


def test_past_the_goal_the_strip_does_not_say_thirty_of_twenty_five(strip: Transport) -> None:
    strip.epoch.set_epoch(30)
    assert strip.epoch.goal.button.text() == "goal 25"


def test_the_menu_of_the_method_sets_the_batch_size(strip: Transport) -> None:
    news = heard(strip)
    by_size = {action.data(): action for action in strip.method.menu.actions()[:5]}
    by_size[10].trigger()
    assert news == [("batch_size_edited", 10)]
    strip.method.set_batches(Batches(101, 10, shuffle=True))
    assert "10 rows" in strip.method.choice.button.accessibleName()
    assert by_size[10].isChecked()
    by_size[None].trigger()
    assert news[1:] == [("batch_size_edited", None)]
    assert by_size[10].isChecked()  # the model answers, not the menu


def test_another_batch_size_is_typed_where_the_method_stands(
    qtbot: QtBot, strip: Transport
) -> None:
    news = heard(strip)
    strip.method.menu.actions()[4].trigger()
    field = strip.method.choice.field
    assert field.isVisible()
    qtbot.keyClicks(field, "7")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert news == [("batch_size_edited", 7)]


def test_shuffling_can_be_chosen_once_there_are_batches(strip: Transport) -> None:
    assert not strip.method.shuffle.isEnabled()
    strip.method.set_batches(Batches(101, 10, shuffle=True))
    news = heard(strip)
    strip.method.shuffle.trigger()
    assert news == [("shuffle_edited", False)]


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("width", [1, 900, 1000, 1280, 1920])
def test_nothing_overlaps_and_nothing_is_cut_off(
    qtbot: QtBot, make_strip: Callable[..., Transport], width: int, scale: float
) -> None:
    strip = make_strip(width, scale)
    qtbot.wait(1)
    whole = strip.rect()
    boxes = {
        part: part.rect().translated(part.mapTo(strip, QPoint(0, 0)))
        for part in visible_parts(strip)
    }
    for part, box in boxes.items():
        assert whole.contains(box), part
        for other, other_box in boxes.items():
            assert part is other or not box.intersects(other_box), (part, other)


def test_at_1280_pixels_nothing_is_left_out(strip: Transport) -> None:
    assert strip.new_start.is_compact is False
    assert strip.loss.aside.isVisible()
    assert strip.rate.slider.isVisible()
    assert "…" not in strip.method.choice.button.text()


def test_in_projector_size_the_strip_still_fits_1280_pixels(
    make_strip: Callable[..., Transport],
) -> None:
    strip = make_strip(1280, 1.5)
    assert strip.window().width() == 1280


def test_the_strip_comes_back_whole_when_it_gets_its_room_again(
    qtbot: QtBot, strip: Transport
) -> None:
    strip.window().resize(900, 200)
    assert not strip.loss.aside.isVisible()
    strip.window().resize(1280, 200)
    qtbot.waitUntil(strip.loss.aside.isVisible)


def test_the_pulse_is_left_out_with_reduced_motion(strip: Transport) -> None:
    strip.set_reduced_motion(True)
    strip.pulse()
    assert not strip.is_pulsing
    strip.set_reduced_motion(False)
    strip.pulse()
    assert strip.is_pulsing
    strip.set_reduced_motion(True)


def test_every_part_that_takes_the_keys_has_a_name_and_a_tooltip(strip: Transport) -> None:
    for part in strip.findChildren(QWidget):
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isVisible():
            assert part.accessibleName(), part
            assert part.toolTip(), part


def test_a_method_without_room_keeps_its_rows_rather_than_half_a_word(qtbot: QtBot) -> None:
    field = MethodField(LIGHT)
    qtbot.addWidget(field)
    field.set_method("gradient_descent")
    field.set_batches(Batches(101))
    field.resize(field.sizeHint())
    field.show()
    assert field.choice.button.text().startswith("Gradient descent, all rows")
    field.resize(field.sizeHint().width() - 20, field.height())
    assert field.choice.button.text().startswith("all rows")
    assert field.choice.button.accessibleName() == "Gradient descent, all rows"


def test_where_there_is_no_room_a_large_loss_is_told_in_brief(qtbot: QtBot) -> None:
    number = LargeNumber(LIGHT, "loss")
    qtbot.addWidget(number)
    number.set_number("19,293,798,400", "1.929e10")
    whole = number.width()
    number.set_compact(True)
    assert number.text() == "1.929e10"
    assert whole - number.width() == number.spared > 0
    number.set_compact(False)
    assert (number.text(), number.width()) == ("19,293,798,400", whole)


def test_after_a_long_loss_a_short_one_has_no_gap_behind_it(strip: Transport, shown: Shown) -> None:
    width = strip.loss.number.width()
    strip.show_snapshot(shown.snapshot(5)._replace(loss=115e9))
    assert strip.loss.number.width() > width
    strip.set_subject(shown.subject)
    strip.show_snapshot(shown.snapshot(5))
    assert strip.loss.number.width() == width
