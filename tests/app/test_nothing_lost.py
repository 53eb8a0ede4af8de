"""Nothing is lost, and nothing lands elsewhere, when another activity or document comes forward."""

from typing import Any

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gdsim.app.main_window import MainWindow
from gdsim.app.settings import Settings
from gdsim.scenario import library
from gdsim.session.runner import RunState
from gdsim.session.session import Session
from gdsim.views.diagram import targets
from tests.app.conftest import state_of, view_of
from tests.session.conftest import settle

LEFT = Qt.MouseButton.LeftButton


def grab_the_dot(window: MainWindow, qtbot: QtBot) -> tuple[QWidget, QPoint]:
    """Drag the dot of the loss curve to the right; it is still held."""
    plot: Any = view_of(window, "slice")
    begin = plot.slice_marks.ring.pos()
    viewport: QWidget = plot.viewport()
    QTest.mousePress(viewport, LEFT, pos=begin.toPoint())
    end = (begin + QPointF(60.0, 0.0)).toPoint()
    QTest.mouseMove(viewport, (begin + QPointF(30.0, 0.0)).toPoint())
    QTest.mouseMove(viewport, end)
    qtbot.wait(50)
    return viewport, end


def test_a_drag_is_dropped_when_another_activity_comes_forward(
    window: MainWindow, qtbot: QtBot
) -> None:
    session = window.session
    before = session.scenario
    viewport, end = grab_the_dot(window, qtbot)
    window.switch.go_to("runs")
    settle(qtbot, session)
    dropped = session.scenario
    assert dropped != before
    QTest.mouseRelease(viewport, LEFT, pos=end)
    settle(qtbot, session)
    assert session.scenario is dropped


def test_a_drag_never_lands_in_another_document(window: MainWindow, qtbot: QtBot) -> None:
    session = window.session
    viewport, end = grab_the_dot(window, qtbot)
    window.switch.go_to("yes_no")
    penguins = session.scenario
    QTest.mouseRelease(viewport, LEFT, pos=end)
    qtbot.wait(700)  # longer than a hand that is moved by keys waits
    settle(qtbot, session)
    assert session.scenario is penguins
    assert session.parked[0].undo_stack.count() == 1


def test_a_number_turned_by_keys_is_set_in_its_own_document(
    window: MainWindow, qtbot: QtBot
) -> None:
    session = window.session
    plot: Any = view_of(window, "slice")
    QTest.keyClick(plot, Qt.Key.Key_Return)
    QTest.keyClick(plot, Qt.Key.Key_Right)
    window.switch.go_to("yes_no")
    penguins = session.scenario
    qtbot.wait(700)
    settle(qtbot, session)
    assert session.scenario is penguins
    assert session.parked[0].undo_stack.count() == 1


def test_a_weight_that_is_turned_in_the_diagram_never_lands_in_another_document(
    window: MainWindow, qtbot: QtBot
) -> None:
    session = window.session
    diagram: Any = view_of(window, "network")
    at = diagram.area_of(targets.parameter(2)).center()
    QTest.mousePress(diagram, LEFT, pos=at)
    QTest.mouseMove(diagram, at - QPoint(0, 20))
    QTest.mouseMove(diagram, at - QPoint(0, 40))
    qtbot.wait(50)
    window.switch.go_to("yes_no")
    penguins = session.scenario
    QTest.mouseRelease(diagram, LEFT, pos=at - QPoint(0, 40))
    settle(qtbot, session)
    assert session.scenario is penguins
    assert session.parked[0].is_saved


def test_what_was_playing_when_it_was_grabbed_does_not_make_another_document_play(
    window: MainWindow, qtbot: QtBot
) -> None:
    session = window.session
    session.runner.play()
    window.gestures.on_rate_dragged(0.1)
    window.switch.go_to("yes_no")
    settle(qtbot, session)
    window.gestures.on_parameter_dropped(0, 0.5)
    settle(qtbot, session)
    assert state_of(window) is RunState.PAUSED


def test_kept_runs_and_tries_come_back_with_their_document(
    window: MainWindow, qtbot: QtBot
) -> None:
    session, gestures = window.session, window.gestures
    gestures.on_try_begin_requested()
    settle(qtbot, session)
    gestures.on_parameter_dropped(2, 0.9)
    settle(qtbot, session)
    session.runner.step(6)
    settle(qtbot, session)
    session.select(epoch=3)
    settle(qtbot, session)
    gestures.on_rate_dropped(0.2)
    settle(qtbot, session)
    gestures.on_run_keep_requested(True)
    settle(qtbot, session)
    kept, contest = gestures.companions.kept, gestures.tries.contest
    assert len(kept) == len(contest.tries) == 1
    assert kept[0].run is not None
    losses = kept[0].run.history.series(0, 0, 6, 100).values
    for key in ("guess", "yes_no", "guess"):
        window.switch.go_to(key)
        settle(qtbot, session)
        assert gestures.companions.kept == ()
        assert not gestures.tries.contest.has_begun
    houses = next(p for p in session.parked if p.scenario.companions)
    session.resume(houses)
    settle(qtbot, session)
    (again,) = gestures.companions.kept
    assert again.run is not None
    np.testing.assert_array_equal(again.run.history.series(0, 0, 6, 100).values, losses)
    assert gestures.tries.contest is contest


def hide_the_houses(window: MainWindow, qtbot: QtBot) -> None:
    """Work on the houses, then let a network come forward that fits the network's activity too."""
    window.gestures.on_goal_edited(9)
    window.switch.go_to("yes_no")
    window.switch.go_to("network")
    settle(qtbot, window.session)
    assert window.session.scenario.epochs != 9


def test_a_document_that_another_one_covers_comes_back_by_the_menu(
    window: MainWindow, qtbot: QtBot
) -> None:
    menu = window.menu.submenus["open_ones"]
    assert not menu.menuAction().isEnabled()
    hide_the_houses(window, qtbot)
    assert "Ctrl+Tab" in window.message_text
    assert menu.menuAction().isEnabled()
    (action,) = menu.actions()
    assert action.shortcut().toString() == "Ctrl+Tab"
    penguins = window.session.run
    action.trigger()
    settle(qtbot, window.session)
    assert window.session.scenario.epochs == 9
    (action,) = menu.actions()
    action.trigger()
    settle(qtbot, window.session)
    assert window.session.run is penguins


def test_a_document_that_another_one_covers_comes_back_by_its_card(
    window: MainWindow, qtbot: QtBot
) -> None:
    page = window.stack.start_page
    assert not page.cards(page.open)
    hide_the_houses(window, qtbot)
    window.switch.go_to("start")
    (card,) = page.cards(page.open)
    assert "not saved" in card.accessibleDescription()
    qtbot.mouseClick(card, LEFT)
    settle(qtbot, window.session)
    assert window.session.scenario.epochs == 9
    assert window.stack.key == "network"


def test_ctrl_tab_leads_through_all_that_is_open(window: MainWindow, qtbot: QtBot) -> None:
    for key in ("guess", "slope", "yes_no"):
        window.switch.go_to(key)
        settle(qtbot, window.session)
    here = window.session.run.number
    seen = []
    for _press in range(4):
        window.menu.submenus["open_ones"].actions()[0].trigger()
        settle(qtbot, window.session)
        seen.append(window.session.run.number)
    assert len(set(seen)) == 4
    assert seen[-1] == here


def test_undo_in_the_middle_of_a_drag_takes_back_what_was_before_it(
    window: MainWindow, qtbot: QtBot
) -> None:
    session = window.session
    start = session.scenario
    window.gestures.on_rate_dropped(0.2)
    settle(qtbot, session)
    viewport, end = grab_the_dot(window, qtbot)
    window.action("undo").trigger()
    settle(qtbot, session)
    assert session.scenario == start
    QTest.mouseRelease(viewport, LEFT, pos=end)
    settle(qtbot, session)
    assert session.snapshot is not None
    np.testing.assert_array_equal(
        session.snapshot.theta, session.subject.experiment.start.theta
    )  # what is shown is what is open, whether the drag came to something or not


def test_the_first_window_fits_a_small_screen(qapp: object) -> None:
    session = Session(library.read(library.builtin_path("houses")))
    window = MainWindow(session, Settings())
    height = window.height()
    window.show()
    window.close_without_asking()
    window.deleteLater()
    assert height < window.screen().availableSize().height()
