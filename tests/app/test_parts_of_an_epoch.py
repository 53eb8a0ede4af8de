"""Looking into an epoch with the keys: . and , and Esc, and what the whole window then shows."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdsim.app.main_window import MainWindow
from gdsim.app.wiring import wire
from gdsim.engine.phases import Part, Phase, phases
from gdsim.session.runner import RunState
from gdsim.views.diagram import targets
from gdsim.views.timeline import Timeline
from tests.app.conftest import OpenWindow, state_of, view_of
from tests.session.conftest import settle

Key = Qt.Key
Press = Callable[[Qt.Key], None]


@pytest.fixture
def press(window: MainWindow, qtbot: QtBot) -> Press:
    """Return what presses a key as a person does, and waits until the window has answered."""

    def press_it(key: Qt.Key) -> None:
        qtbot.keyClick(QApplication.focusWidget() or window, key)
        settle(qtbot, window.session)

    return press_it


def timeline_of(window: MainWindow) -> Timeline:
    found = window.findChild(Timeline)
    assert found is not None
    return found


def test_period_goes_through_the_parts_and_on_to_the_next_epoch(
    window: MainWindow, press: Press
) -> None:
    said = []
    for _phase in phases(2):
        press(Key.Key_Period)
        said.append(window.story_text.split(":")[0])
    assert said == [
        "Forward, layer 1",
        "Forward, layer 2",
        "Loss",
        "Backward, layer 2",
        "Backward, layer 1",
        "Update",
    ]
    press(Key.Key_Period)
    assert window.session.selection.epoch == 1
    assert window.story_text.startswith("Forward, layer 1")


def test_comma_goes_back_and_escape_leaves(window: MainWindow, press: Press) -> None:
    press(Key.Key_Right)
    press(Key.Key_Comma)
    assert (window.session.selection.epoch, window.story_text[:7]) == (0, "Update:")
    press(Key.Key_Escape)
    assert window.session.selection.phase is None
    assert window.story_text.startswith("From epoch 0")


def test_every_view_shows_the_same_part(window: MainWindow, press: Press) -> None:
    press(Key.Key_Period)
    assert view_of(window, "network").caption == "forward, layer 1 of 2: input × weight"
    assert "forward, layer 1 of 2" in timeline_of(window).accessibleDescription()


def test_a_part_is_never_shown_with_the_numbers_of_another_epoch(
    window: MainWindow, press: Press, qtbot: QtBot
) -> None:
    seen: list[tuple[int, Phase | None]] = []

    class Witness(Timeline):
        def set_phase(self, phase: Phase | None) -> None:
            seen.append((self.epoch, phase))

    witness = Witness(window.preferences.theme())
    qtbot.addWidget(witness)
    wiring = wire(window.session, window.gestures, [(witness, 0)])
    witness.show()
    window.session.select(phase=Phase(Part.UPDATE))
    seen.clear()
    press(Key.Key_Period)
    wiring.close()
    assert (0, phases(2)[0]) not in seen
    assert seen[-1] == (1, phases(2)[0])


def test_looking_at_parts_leaves_nothing_to_undo_and_nothing_to_save(
    window: MainWindow, press: Press
) -> None:
    for _i in range(9):
        press(Key.Key_Period)
    for _i in range(4):
        press(Key.Key_Comma)
    assert not window.session.undo_stack.canUndo()
    assert not window.isWindowModified()


def test_the_keys_work_while_a_weight_is_held_in_the_diagram(
    window: MainWindow, press: Press, qtbot: QtBot
) -> None:
    diagram = view_of(window, "network")
    at = diagram.area_of(targets.parameter(2)).center()
    qtbot.mouseClick(diagram, Qt.MouseButton.LeftButton, pos=at)
    settle(qtbot, window.session)
    press(Key.Key_Period)
    assert window.session.selection.phase == phases(2)[0]


def test_a_press_while_playing_pauses_first(window: MainWindow, qtbot: QtBot) -> None:
    window.session.runner.set_speed(None)
    qtbot.keyClick(window, Key.Key_Space)
    qtbot.waitUntil(lambda: window.session.selection.epoch > 1)
    qtbot.keyClick(window, Key.Key_Period)
    assert state_of(window) is RunState.PAUSED
    settle(qtbot, window.session)
    assert window.session.selection.phase == phases(2)[0]


def test_page_keys_go_by_ten_epochs_over_what_is_recorded_and_beyond(
    window: MainWindow, press: Press
) -> None:
    press(Key.Key_PageUp)
    assert (window.session.selection.epoch, window.session.run.newest) == (10, 10)
    press(Key.Key_PageDown)
    assert window.session.selection.epoch == 0
    press(Key.Key_PageUp)
    assert (window.session.selection.epoch, window.session.run.newest) == (10, 10)
    press(Key.Key_Left)
    press(Key.Key_PageDown)
    assert window.session.selection.epoch == 0


def test_the_timeline_leaves_page_up_beyond_the_newest_epoch_to_the_window(
    window: MainWindow, press: Press
) -> None:
    timeline_of(window).setFocus()
    press(Key.Key_PageUp)
    assert (window.session.selection.epoch, window.session.run.newest) == (10, 10)


def test_f_on_a_unit_freezes_its_parameters_in_one_step(
    window: MainWindow, press: Press, qtbot: QtBot
) -> None:
    diagram = view_of(window, "network")
    at = diagram.area_of(targets.unit(1, 0)).center()
    qtbot.mouseClick(diagram, Qt.MouseButton.LeftButton, pos=at)
    press(Key.Key_F)
    session = window.session
    assert set(session.scenario.objective.frozen) == {"w1", "w2", "w3", "b1"}
    assert session.undo_stack.count() == 1
    assert session.undo_stack.undoText() == "freeze hidden unit 1"
    press(Key.Key_F)
    assert session.scenario.objective.frozen == ()


def test_marks_of_changes_reach_the_timeline_with_their_words(
    window: MainWindow, press: Press, qtbot: QtBot
) -> None:
    press(Key.Key_Right)
    window.gestures.on_rate_dropped(0.1)
    settle(qtbot, window.session)
    assert "learning rate 0.05 → 0.1" in timeline_of(window).accessibleDescription()


@pytest.mark.parametrize("name", ["two_moons", "sine", "one_slope", "guess_and_error"])
def test_other_scenarios_have_their_parts_too(
    open_window: OpenWindow, qtbot: QtBot, name: str
) -> None:
    window: Any = open_window(name)
    network = window.session.subject.network
    parts = phases(len(network.layers) if network else 0)
    for phase in parts:
        qtbot.keyClick(window, Key.Key_Period)
        settle(qtbot, window.session)
        assert window.session.selection.phase == phase
        assert window.story_text.lower().startswith(phase.part.value)
        assert not window.grab().isNull()
