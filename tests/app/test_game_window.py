"""You against descent in the real window: by mouse, by keys, again, and after a restart."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdsim.app.main_window import MainWindow
from gdsim.engine.hidden_curves import DIFFICULTIES
from gdsim.engine.probes import Game
from gdsim.session.runner import RunState
from gdsim.views.game.game_panel import GamePanel
from tests.app.conftest import OpenWindow, state_of, view_of
from tests.app.seen_text import texts_of
from tests.session.conftest import settle

Button, Key = Qt.MouseButton, Qt.Key
PLACES = (5.0, 2.0, 8.0, 1.0, 9.0, 4.0, 6.0, 3.0, 7.0, 5.5)


def game_of(window: MainWindow) -> Game:
    """Return the game that is kept."""
    return window.gestures.game.keeper.game


def open_game(window: MainWindow) -> GamePanel:
    """Go to the game by the rail's key."""
    window.switch.go_to("game")
    panel = view_of(window, "game")
    assert isinstance(panel, GamePanel)
    panel.set_reduced_motion(True)
    return panel


def choose(qtbot: QtBot, panel: GamePanel, difficulty: str, seed: int | None = None) -> None:
    """Click a difficulty and type the number of a curve."""
    qtbot.mouseClick(panel.controls.difficulties[difficulty], Button.LeftButton)
    if seed is not None:
        field = panel.controls.seed_field
        qtbot.mouseDClick(field, Button.LeftButton)
        field.selectAll()
        qtbot.keyClicks(field, str(seed))
        qtbot.keyClick(field, Key.Key_Return)


def look(qtbot: QtBot, panel: GamePanel, place: float) -> None:
    """Click in the plot above a place."""
    plot = panel.plot
    at = QPoint(round(plot.frame.to_pixels(place, 0.0).x()), round(plot.frame.area.center().y()))
    qtbot.mouseMove(plot.viewport(), at)
    qtbot.mouseClick(plot.viewport(), Button.LeftButton, pos=at)


def play(qtbot: QtBot, panel: GamePanel) -> None:
    """Look ten times by mouse."""
    for place in PLACES:
        look(qtbot, panel, place)


def focus_by_tab(window: MainWindow, wanted: Any) -> None:
    """Press Tab until something has the focus."""
    for _press in range(40):
        if QApplication.focusWidget() is wanted:
            return
        QTest.keyClick(QApplication.focusWidget() or window, Key.Key_Tab)
    raise AssertionError(f"Tab does not come to {wanted}")


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_a_game_is_played_by_mouse_to_its_scores(
    window: MainWindow, qtbot: QtBot, difficulty: str
) -> None:
    panel = open_game(window)
    choose(qtbot, panel, difficulty)
    for number, place in enumerate(PLACES, 1):
        assert any(text.startswith(f"{11 - number} look") for text in texts_of(panel.controls))
        look(qtbot, panel, place)
    game = game_of(window)
    assert game.has_ended
    assert [probe.place for probe in game.probes] == pytest.approx(PLACES, abs=0.02)
    scores = [f"{one.score:.0f}" for one in game.contestants]
    assert [text for text in texts_of(panel.board) if text.isdigit()] == scores
    assert any(text.startswith("lowest place") for text in texts_of(panel.plot))
    assert "this game" in texts_of(panel.controls)


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_a_game_is_played_by_keyboard_alone(
    window: MainWindow, qtbot: QtBot, difficulty: str
) -> None:
    panel = open_game(window)
    buttons, plot = panel.controls.difficulties, panel.plot
    focus_by_tab(window, buttons["easy"])
    for key in DIFFICULTIES[1 : DIFFICULTIES.index(difficulty) + 1]:
        qtbot.keyClick(QApplication.focusWidget(), Key.Key_Right)
        assert game_of(window).difficulty == key
    focus_by_tab(window, plot)
    qtbot.keyClick(plot, Key.Key_Home)
    for number in range(1, 11):
        qtbot.keyClick(plot, Key.Key_Return)
        assert len(game_of(window).probes) == number
        qtbot.keyClick(plot, Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert game_of(window).has_ended
    assert [probe.place for probe in game_of(window).probes] == pytest.approx(list(range(10)))
    focus_by_tab(window, panel.controls.replay_button)
    qtbot.keyClick(panel.controls.replay_button, Key.Key_Space)
    assert "look 1 of 10" in texts_of(panel.controls)
    focus_by_tab(window, panel.controls.same_button)
    qtbot.keyClick(panel.controls.same_button, Key.Key_Space)
    assert game_of(window).probes == ()
    assert QApplication.focusWidget() is plot


def test_the_button_ends_a_game_early_and_all_have_looked_as_often(
    window: MainWindow, qtbot: QtBot
) -> None:
    panel = open_game(window)
    assert not panel.controls.done_button.isEnabled()
    for place in PLACES[:4]:
        look(qtbot, panel, place)
    focus_by_tab(window, panel.controls.done_button)
    qtbot.keyClick(panel.controls.done_button, Key.Key_Space)
    assert QApplication.focusWidget() is panel.controls.replay_button
    assert [len(one.probes) for one in game_of(window).contestants] == [4, 4, 4, 4]
    assert "4 looks" in texts_of(panel.controls)


def test_a_replay_goes_from_look_to_look_and_ends(window: MainWindow, qtbot: QtBot) -> None:
    panel = open_game(window)
    for place in PLACES[:3]:
        look(qtbot, panel, place)
    qtbot.mouseClick(panel.controls.done_button, Button.LeftButton)
    qtbot.mouseClick(panel.controls.replay_button, Button.LeftButton)
    seen: list[str] = []

    def has_ended() -> bool:
        new = [t for t in texts_of(panel.controls) if t.startswith("look ") and t not in seen]
        seen.extend(new)
        return panel.controls.replay_button.icon_name == "play"

    qtbot.waitUntil(has_ended, timeout=6000)
    assert seen == [f"look {i} of 3" for i in (1, 2, 3)]
    assert "3 looks" in texts_of(panel.controls)


def test_the_same_number_is_the_same_curve_with_the_same_rivals(
    window: MainWindow, qtbot: QtBot
) -> None:
    panel = open_game(window)
    choose(qtbot, panel, "hard", 77)
    play(qtbot, panel)
    first, listed = game_of(window), window.gestures.game.keeper.best
    choose(qtbot, panel, "easy", 77)
    choose(qtbot, panel, "hard", 77)
    assert "seen before, so it does not count" in panel.caption
    play(qtbot, panel)
    second = game_of(window)
    assert second.contestants[1:] == first.contestants[1:]
    assert second.lowest == first.lowest
    assert window.gestures.game.keeper.best == listed


def test_the_best_games_are_there_after_a_restart(open_window: OpenWindow, qtbot: QtBot) -> None:
    panel = open_game(first := open_window())
    choose(qtbot, panel, "medium", 12)
    play(qtbot, panel)
    score = f"{round(game_of(first).contestant('you').score, 1):.1f}"
    first.close_without_asking()
    again = open_game(open_window("two_wells"))
    choose(qtbot, again, "medium")
    texts = texts_of(again.controls)
    assert score in texts
    assert "curve 12" in texts


def test_a_game_stays_as_it_is_while_one_looks_at_something_else(
    window: MainWindow, qtbot: QtBot
) -> None:
    panel = open_game(window)
    for place in PLACES[:3]:
        look(qtbot, panel, place)
    before, said = game_of(window), texts_of(panel)
    for key in ("network", "valleys", "start", "starts"):
        window.switch.go_to(key)
        settle(qtbot, window.session)
    assert open_game(window) is panel
    assert game_of(window) is before
    qtbot.mouseMove(panel.controls)
    assert set(said) - set(texts_of(panel)) <= {"x = 8.00"}
    look(qtbot, panel, 4.0)
    assert len(game_of(window).probes) == 4


def test_a_run_that_plays_pauses_when_the_game_is_opened(window: MainWindow, qtbot: QtBot) -> None:
    window.action("play").trigger()
    assert state_of(window) is RunState.PLAYING
    open_game(window)
    assert state_of(window) is RunState.PAUSED
    window.switch.go_to("network")
    assert state_of(window) is RunState.PAUSED


@pytest.mark.parametrize("key", ["Space", "Right", "R", "F5", "F7", "Ctrl+R", "Shift+F8"])
def test_keys_of_the_run_do_nothing_where_the_run_is_not_seen(
    window: MainWindow, qtbot: QtBot, key: str
) -> None:
    panel = open_game(window)
    look(qtbot, panel, 5.0)
    scenario, epoch, game = window.session.scenario, window.session.run.newest, game_of(window)
    window.setFocus()
    QTest.keySequence(window, key)
    QTest.keySequence(panel.plot, key)
    settle(qtbot, window.session)
    assert window.session.scenario == scenario
    assert window.session.run.newest == epoch
    assert state_of(window) is RunState.PAUSED
    assert game_of(window) is game
    window.switch.go_to("network")
    window.setFocus()
    QTest.keySequence(window, "F7")
    settle(qtbot, window.session)
    assert window.session.run.newest == epoch + 1, "there it counts again"


def test_undo_takes_back_no_edit_that_is_not_seen(window: MainWindow, qtbot: QtBot) -> None:
    window.gestures.on_rate_dropped(0.3)
    settle(qtbot, window.session)
    open_game(window)
    QTest.keySequence(window, "Ctrl+Z")
    settle(qtbot, window.session)
    assert window.session.scenario.optimizer.learning_rate == 0.3
    window.switch.go_to("network")
    QTest.keySequence(window, "Ctrl+Z")
    settle(qtbot, window.session)
    assert window.session.scenario.optimizer.learning_rate == 0.05
    open_game(window)
    window.switch.go_to("network")
    assert window.action("redo").isEnabled()


def test_the_only_panel_cannot_be_closed(window: MainWindow, qtbot: QtBot) -> None:
    panel = open_game(window)
    dock = window.stack.panels["game"]
    assert not dock.bar.close_button.isVisible()
    assert not dock.toggleViewAction().isEnabled()
    assert "You against descent" in texts_of(dock.bar)
    assert panel.isVisible()
