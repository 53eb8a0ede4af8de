"""Going from one activity to another, by rail, menu, keys and the start page."""

from pathlib import Path

import pytest
from PySide6.QtCore import SIGNAL, Qt
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from gdsim.app.activities import activities, fitting
from gdsim.app.activity_stack import START
from gdsim.app.main_window import MainWindow
from gdsim.scenario import library
from gdsim.views.rail import Rail
from gdsim.views.start.pictures import PICTURES
from tests.app.conftest import OpenWindow
from tests.session.conftest import settle


def rail_of(window: MainWindow) -> Rail:
    return window.findChildren(Rail)[0]


def click(qtbot: QtBot, window: MainWindow, key: str) -> None:
    qtbot.mouseClick(rail_of(window).buttons[key], Qt.MouseButton.LeftButton)
    settle(qtbot, window.session)


def test_the_program_begins_with_the_network(window: MainWindow) -> None:
    assert window.stack.key == "network"
    assert rail_of(window).current == "network"


def test_an_activity_whose_document_does_not_fit_opens_its_example(
    window: MainWindow, qtbot: QtBot
) -> None:
    houses = window.session.run
    click(qtbot, window, "guess")
    assert window.stack.key == "guess"
    assert window.session.subject.network is None
    click(qtbot, window, "network")
    assert window.session.run is houses


def test_an_activity_that_fits_keeps_the_document(window: MainWindow, qtbot: QtBot) -> None:
    run = window.session.run
    for activity in activities():
        if activity.fits(window.session.scenario):
            click(qtbot, window, activity.key)
            assert window.session.run is run
            assert window.stack.key == activity.key


def test_nothing_is_lost_by_going_round(window: MainWindow, qtbot: QtBot) -> None:
    window.gestures.on_goal_edited(9)
    window.action("step").trigger()
    settle(qtbot, window.session)
    click(qtbot, window, "guess")
    click(qtbot, window, START)
    click(qtbot, window, "network")
    assert window.session.scenario.epochs == 9
    assert window.session.selection.epoch == 1
    window.action("undo").trigger()
    settle(qtbot, window.session)
    assert window.session.scenario.epochs != 9


def test_the_start_page_hides_the_run_and_its_cards_open_activities(
    window: MainWindow, qtbot: QtBot
) -> None:
    click(qtbot, window, START)
    assert window.stack.start_page.isVisible()
    assert not window._transport.isVisible()  # noqa: SLF001 - what is seen
    page = window.stack.start_page
    card = next(c for c in page.cards(page.activities) if c.objectName() == "guess")
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    settle(qtbot, window.session)
    assert window.stack.key == "guess"
    assert window._transport.isVisible()  # noqa: SLF001 - what is seen


def test_the_start_page_has_a_card_with_a_picture_for_every_activity(window: MainWindow) -> None:
    window.switch.go_to(START)
    page = window.stack.start_page
    keys = [card.objectName() for card in page.cards(page.activities)]
    assert keys == [activity.key for activity in activities()]
    assert set(keys) <= set(PICTURES)


def test_an_example_s_card_opens_it_where_it_fits(window: MainWindow, qtbot: QtBot) -> None:
    click(qtbot, window, START)
    page = window.stack.start_page
    card = next(c for c in page.cards(page.examples) if c.objectName() == "errors_cancel")
    card.setFocus()
    qtbot.keyClick(card, Qt.Key.Key_Space)
    settle(qtbot, window.session)
    assert window.stack.key == "guess"
    assert window.session.subject.network is None


def test_the_menu_and_its_keys_lead_to_every_activity(window: MainWindow, qtbot: QtBot) -> None:
    menu = window.menu.submenus["activities"]
    assert [action.data() for action in menu.actions()] == [START, *(a.key for a in activities())]
    for action in menu.actions():
        action.trigger()
        settle(qtbot, window.session)
        assert window.stack.key == action.data()
        assert action.isChecked()
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.stack.key == START


def test_an_opened_file_shows_in_an_activity_that_fits(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window("guess_and_error")
    assert window.stack.key == "guess"
    window.documents.open_example("houses")
    settle(qtbot, window.session)
    assert window.stack.key == "network"


@pytest.mark.parametrize("name", library.scenario_names())
def test_every_example_fits_an_activity(name: str) -> None:
    scenario = library.read(library.builtin_path(name)).scenario
    assert fitting(scenario, "").fits(scenario)


def test_a_hundred_switches_leave_no_connection_behind(window: MainWindow, qtbot: QtBot) -> None:
    session = window.session

    def receivers() -> list[int]:
        return [
            session.receivers(SIGNAL(f"{name}"))
            for name in (
                "subject_changed(PyObject)", "runs_changed()", "history_grown()",
                "snapshot_changed(PyObject)", "selection_changed(PyObject)",
            )
        ]  # fmt: skip

    keys = [START, *(activity.key for activity in activities())]
    for key in keys:
        window.switch.go_to(key)
        settle(qtbot, session)
    before, stacks = receivers(), len(session.undo_group.stacks())
    assert before[1] > 0
    for i in range(100):
        window.switch.go_to(keys[i % len(keys)])
    settle(qtbot, session)
    assert receivers() == before
    assert len(session.undo_group.stacks()) == stacks


def test_closing_asks_for_every_document_that_is_not_saved(
    open_window: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    asked: list[str] = []
    answers = [QMessageBox.StandardButton.Discard, QMessageBox.StandardButton.Cancel]

    def answer(box: QMessageBox) -> int:
        asked.append(box.informativeText() or box.text())
        return answers[len(asked) - 1].value

    monkeypatch.setattr(QMessageBox, "exec", answer)
    window.gestures.on_goal_edited(9)
    settle(qtbot, window.session)
    window.switch.go_to("guess")
    settle(qtbot, window.session)
    window.gestures.on_goal_edited(9)
    settle(qtbot, window.session)
    window.close()
    assert len(asked) == 2
    assert asked[0] != asked[1]
    assert window.isVisible()
    assert window.session.scenario.epochs == 9
    assert len(window.session.parked) == 1
    assert QApplication.activeModalWidget() is None


def test_a_saved_file_opens_in_the_activity_in_which_it_was_saved(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window()
    click(qtbot, window, "runs")
    is_saved = window.session.is_saved
    window.session.save(tmp_path / "mine.json")
    assert is_saved  # looking changes nothing
    click(qtbot, window, "network")
    window.documents.open_path(tmp_path / "mine.json")
    settle(qtbot, window.session)
    assert window.stack.key == "runs"
