"""The window as a person uses it: keys, mouse, menus, files."""

import gc
import json
from pathlib import Path
from time import monotonic

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gdsim.app.main_window import MainWindow
from gdsim.app.wiring import wire
from gdsim.engine.history import LOSS
from gdsim.scenario import library
from gdsim.session.runner import RunState
from gdsim.views.plotting.plots import Plot
from tests.app.conftest import OpenWindow, state_of, view_of
from tests.session.conftest import settle

Key = Qt.Key


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key) -> None:
    """Press a key as a person does: whatever has the focus gets it first."""
    qtbot.keyClick(QApplication.focusWidget() or window, key)
    settle(qtbot, window.session)


def click_panel(qtbot: QtBot, widget: QWidget, where: QPointF) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=where.toPoint())


def test_space_plays_and_space_pauses(window: MainWindow, qtbot: QtBot) -> None:
    window.session.runner.set_speed(60.0)
    qtbot.keyClick(window, Key.Key_Space)
    assert state_of(window) is RunState.PLAYING
    qtbot.waitUntil(lambda: window.session.selection.epoch >= 3)
    qtbot.keyClick(window, Key.Key_Space)
    assert state_of(window) is RunState.PAUSED


def test_right_steps_and_left_steps_back_and_home_and_end_go_to_the_ends(
    window: MainWindow, qtbot: QtBot
) -> None:
    for _i in range(3):
        press(qtbot, window, Key.Key_Right)
    assert window.session.selection.epoch == 3
    press(qtbot, window, Key.Key_Left)
    assert window.session.selection.epoch == 2
    press(qtbot, window, Key.Key_Home)
    assert window.session.selection.epoch == 0
    press(qtbot, window, Key.Key_End)
    assert window.session.selection.epoch == 3


def test_f_keys_do_the_same_from_anywhere(window: MainWindow, qtbot: QtBot) -> None:
    field = window.findChild(QWidget, "rate_number") or window
    field.setFocus()
    qtbot.keyClick(window, Key.Key_F7)
    settle(qtbot, window.session)
    assert window.session.selection.epoch == 1
    qtbot.keyClick(window, Key.Key_F7, Qt.KeyboardModifier.ShiftModifier)
    settle(qtbot, window.session)
    assert window.session.selection.epoch == 0


def test_the_play_button_keeps_space_for_playing(window: MainWindow, qtbot: QtBot) -> None:
    play = window.findChild(QWidget, "play")
    assert play is not None
    window.session.runner.set_speed(20.0)
    qtbot.mouseClick(play, Qt.MouseButton.LeftButton)
    assert state_of(window) is RunState.PLAYING
    qtbot.keyClick(QApplication.focusWidget() or window, Key.Key_Space)
    assert state_of(window) is RunState.PAUSED


def test_same_start_again_goes_back_to_epoch_0(window: MainWindow, qtbot: QtBot) -> None:
    window.action("more").trigger()
    settle(qtbot, window.session)
    assert window.session.selection.epoch == 25
    press(qtbot, window, Key.Key_R)
    assert window.session.selection.epoch == 0
    assert window.session.run.newest == 25


def test_new_start_draws_another_and_undo_brings_the_run_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    session = window.session
    window.action("more").trigger()
    settle(qtbot, session)
    before = session.run.history.value(LOSS, 25)
    window.action("new_start").trigger()
    settle(qtbot, session)
    assert session.scenario.start.seed == 2
    assert session.run.newest == 0
    window.action("undo").trigger()
    settle(qtbot, session)
    assert session.run.history.value(LOSS, 25) == before


def test_every_action_has_a_tip_and_every_shortcut_is_used_once(window: MainWindow) -> None:
    seen: dict[str, str] = {}
    for key, action in window.menu.actions_by_key.items():
        assert action.text()
        assert action.statusTip()
        for shortcut in action.shortcuts():
            text = shortcut.toString()
            assert text not in seen, (text, key, seen[text])
            seen[text] = key


def test_the_story_tells_what_the_next_step_does(window: MainWindow, qtbot: QtBot) -> None:
    assert "Space" in window.story_text
    press(qtbot, window, Key.Key_Right)
    name = window.session.subject.names[window.session.selection.parameter]
    assert window.story_text.startswith(f"From epoch 1: the gradient of {name}")


def test_a_divergence_is_told_in_words(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window("diverges")
    window.session.runner.set_speed(None)
    qtbot.keyClick(window, Key.Key_Space)
    qtbot.waitUntil(lambda: state_of(window) is RunState.ENDED)
    settle(qtbot, window.session)
    assert "diverged at epoch" in window.story_text
    assert "nan" not in window.story_text.lower()
    assert not window.action("play").isEnabled()


def test_saving_and_opening_again_restores_everything(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = window.session
    path = tmp_path / "mine.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(path), ""))
    window.action("more").trigger()
    settle(qtbot, session)
    view = view_of(window, "network")
    view.parameter_dropped.emit(2, 1.25)
    settle(qtbot, session)
    assert window.isWindowModified()
    window.action("save").trigger()
    assert not window.isWindowModified()
    assert json.loads(path.read_text())["changes"] == [{"epoch": 25, "parameters": {"w3": 1.25}}]
    theta = session.snapshot.theta if session.snapshot else np.empty(0)
    window.documents.open_example("xor")
    settle(qtbot, session)
    assert "Exclusive" in window.windowTitle()
    window.documents.open_path(path)
    session.runner.step(25)
    settle(qtbot, session)
    assert session.snapshot is not None
    assert session.snapshot.theta.tobytes() == theta.tobytes()
    assert path in recent_files(window)


def recent_files(window: MainWindow) -> list[Path]:
    """Return the recent files that the menu offers."""
    return [Path(action.data()) for action in window.menu.submenus["recent"].actions()]


@pytest.mark.parametrize("ending", [".png", ".svg", ".csv"])
@pytest.mark.parametrize("key", ["slice", "data", "curves"])
def test_every_plot_can_be_saved_as_a_picture_and_as_a_table(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str, ending: str
) -> None:
    path = tmp_path / f"plot{ending}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(path), ""))
    view = view_of(window, key)
    plot = view if isinstance(view, Plot) else view.findChild(Plot)
    plot.picture_requested.emit()
    beginning = {".png": b"\x89PNG", ".svg": b"<?xml", ".csv": b""}[ending]
    content = path.read_bytes()
    assert content.startswith(beginning)
    assert len(content) > 50


def answer_with(name: str) -> None:
    """Press a button of the message box that is about to open."""

    def press_it() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        button = box.button(getattr(QMessageBox.StandardButton, name))
        assert isinstance(button, QPushButton)
        button.click()

    QTimer.singleShot(50, press_it)


def test_closing_asks_once_about_unsaved_work(window: MainWindow, qtbot: QtBot) -> None:
    window.action("new_start").trigger()
    settle(qtbot, window.session)
    answer_with("Cancel")
    window.close()
    assert window.isVisible()
    answer_with("Discard")
    window.close()
    assert not window.isVisible()


def test_clean_work_is_closed_without_a_question(window: MainWindow) -> None:
    window.close()
    assert not window.isVisible()


@pytest.mark.parametrize("playing", [True, False])
def test_closing_while_running_is_quick(
    open_window: OpenWindow, qtbot: QtBot, playing: bool
) -> None:
    window = open_window("two_moons")
    window.session.runner.set_speed(None)
    if playing:
        window.session.runner.play()
        qtbot.wait(100)
    begin = monotonic()
    window.close()
    assert monotonic() - begin < 2.0


def drop(window: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)  # Qt delivers drops only while a real drag is under way


def test_a_dropped_scenario_opens(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "größe 1.json"
    window.session.save(path)
    window.session.path = None
    drop(window, path)
    settle(qtbot, window.session)
    assert window.session.path == path


@pytest.mark.parametrize("kind", ["folder", "binary", "cut", "missing"])
def test_whatever_else_is_dropped_is_told_in_a_sentence_and_loses_nothing(
    window: MainWindow, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "thing.json"
    if kind == "folder":
        path.mkdir()
    elif kind == "binary":
        path.write_bytes(bytes(range(256)))
    elif kind == "cut":
        path.write_text('{"format": "gdsim-scenario", "version": 1, "obj')
    run = window.session.run
    drop(window, path)
    assert window.session.run is run
    assert "thing.json" in window.message_text
    assert "\n" not in window.message_text


def test_the_theme_can_be_changed_and_is_remembered(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    light = window.grab().toImage().pixelColor(640, 795)
    window.preferences.set_theme("dark")
    qtbot.wait(50)
    dark = window.grab().toImage().pixelColor(640, 795)
    assert light.lightnessF() > 0.8
    assert dark.lightnessF() < 0.3
    window.close()
    other = open_window()
    assert other.preferences.theme().name == "dark"
    other.preferences.set_theme("light")


def test_a_closed_panel_comes_back_by_reset_layout_and_shows_the_present(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.area.panels["table"].close()
    press(qtbot, window, Key.Key_Right)
    window.action("reset_layout").trigger()
    qtbot.waitUntil(lambda: window.area.panels["table"].isVisible())
    view = view_of(window, "table")
    assert view.title.startswith("From epoch 1 to 2")


def test_a_double_click_lets_a_panel_fill_the_window_and_escape_brings_the_others_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    panel = window.area.panels["slice"]
    before = panel.width()
    qtbot.mouseDClick(panel.titleBarWidget(), Qt.MouseButton.LeftButton, pos=QPoint(60, 20))
    qtbot.waitUntil(lambda: panel.width() > 1.5 * before)
    assert not window.area.panels["network"].isVisible()
    qtbot.keyClick(QApplication.focusWidget() or window, Key.Key_Escape)
    qtbot.waitUntil(lambda: window.area.panels["network"].isVisible())


def test_selecting_a_parameter_anywhere_changes_it_everywhere(
    window: MainWindow, qtbot: QtBot
) -> None:
    table = view_of(window, "table")
    table.parameter_requested.emit(4)
    settle(qtbot, window.session)
    assert window.session.selection.parameter == 4
    assert window.area.panels["slice"].bar.title == "Loss as w5 changes"
    assert "w5" in window.story_text or window.session.selection.epoch == 0


def test_wiring_100_times_leaves_no_connection_behind(window: MainWindow) -> None:
    session = window.session
    views = [window.area.view(key) for key in window.area.panels]
    count = _receivers(session)
    for _i in range(100):
        wire(session, window.gestures, [(view, 0) for view in views if view]).close()
    gc.collect()
    assert _receivers(session) == count


def _receivers(session: object) -> list[int]:
    return [
        session.receivers(signal)  # type: ignore[attr-defined]
        for signal in ("2snapshot_changed(PyObject)", "2runs_changed()", "2history_grown()")
    ]


def test_everything_that_takes_the_focus_has_a_name(window: MainWindow) -> None:
    nameless = [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (widget.accessibleName() or getattr(widget, "text", str)())
        and not widget.parent().accessibleName()  # type: ignore[union-attr]
    ]
    assert not nameless


def test_tab_reaches_every_part_of_the_window(window: MainWindow, qtbot: QtBot) -> None:
    window.setFocus()
    reached = set()
    for _i in range(120):
        qtbot.keyClick(QApplication.focusWidget() or window, Key.Key_Tab)
        widget = QApplication.focusWidget()
        while widget is not None and widget is not window:
            reached.add(widget)
            widget = widget.parentWidget()
    for key in window.area.panels:
        assert window.area.view(key) in reached, key


def test_data_too_large_to_read_at_once_are_refused_and_nothing_is_lost(
    window: MainWindow, tmp_path: Path
) -> None:
    text = library.builtin_path("stopping_distance").read_text(encoding="utf-8")
    tree = json.loads(text)
    tree["objective"]["dataset"] |= {"source": "file", "path": "large.csv"}
    (tmp_path / "large.csv").write_text("x,y\n" + "1,2\n" * 2_600_000)
    path = tmp_path / "large.json"
    path.write_text(json.dumps(tree))
    run = window.session.run
    window.documents.open_path(path)
    assert window.session.run is run
    assert "large.csv has more than 10 MB" in window.message_text


def test_full_screen_follows_the_window_manager(window: MainWindow, qtbot: QtBot) -> None:
    window.showFullScreen()
    qtbot.waitUntil(window.action("full_screen").isChecked)
    window.showNormal()
    qtbot.waitUntil(lambda: not window.action("full_screen").isChecked())


def test_the_rate_slider_holds_the_run_while_it_is_dragged(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.session.runner.set_speed(20.0)
    window.session.runner.play()
    qtbot.waitUntil(lambda: window.session.selection.epoch >= 2)
    window.gestures.on_rate_dragged(0.1)
    assert state_of(window) is RunState.PAUSED
    window.gestures.on_rate_dropped(0.1)
    assert state_of(window) is RunState.PLAYING
    qtbot.waitUntil(lambda: window.session.selection.epoch >= 4)
    assert window.session.scenario.changes[0].learning_rate == 0.1


def test_the_menu_of_examples_is_filled_once_when_it_is_first_seen(window: MainWindow) -> None:
    menu = window.menu.submenus["examples"]
    for _i in range(2):
        menu.aboutToShow.emit()
    assert [action.data() for action in menu.actions()] == list(library.scenario_names())
    next(action for action in menu.actions() if action.data() == "xor").trigger()
    assert window.session.scenario == library.read(library.builtin_path("xor")).scenario
