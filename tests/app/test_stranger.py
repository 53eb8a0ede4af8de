"""What a person does who never saw the program, with mouse and keyboard, in one go."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from gdsim.app.main_window import MainWindow
from gdsim.engine.history import LOSS
from gdsim.views.diagram import targets
from tests.app.conftest import OpenWindow, view_of
from tests.session.conftest import settle

Key, Left = Qt.Key, Qt.MouseButton.LeftButton


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key) -> None:
    qtbot.keyClick(QApplication.focusWidget() or window, key)
    settle(qtbot, window.session)


def drag(widget: QWidget, start: QPointF, moves: list[QPointF]) -> None:
    """Press, move and release the mouse as a hand does."""
    QTest.mousePress(widget, Left, pos=start.toPoint())
    for place in moves:
        QTest.mouseMove(widget, place.toPoint())
        QTest.qWait(20)
    QTest.mouseRelease(widget, Left, pos=moves[-1].toPoint())


def drag_the_dot(qtbot: QtBot, window: MainWindow, pixels: float) -> None:
    plot = view_of(window, "slice")
    dot = plot.slice_marks.ring.pos()
    drag(plot.viewport(), dot, [dot + QPointF(pixels * i / 5, 0.0) for i in range(1, 6)])
    settle(qtbot, window.session)


def click_diagram(window: MainWindow, target: targets.Target) -> None:
    diagram = view_of(window, "network")
    QTest.mouseClick(diagram, Left, pos=diagram.area_of(target).center())


def type_number(window: MainWindow, text: str) -> None:
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClick(field, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Key.Key_Return)


def losses(window: MainWindow) -> list[float]:
    history = window.session.run.history
    return [float(x) for x in history.points([LOSS], window.session.run.newest, 9999)[1][0]]


def test_a_stranger_plays_drags_edits_adds_undoes_saves_and_finds_it_all_again(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    session = window.session

    # Space: the loss falls.
    session.runner.set_speed(30.0)
    qtbot.keyClick(window, Key.Key_Space)
    qtbot.waitUntil(lambda: session.selection.epoch >= 6, timeout=5000)
    qtbot.keyClick(window, Key.Key_Space)
    settle(qtbot, session)
    fallen = losses(window)
    assert fallen == sorted(fallen, reverse=True)

    # Back and forth.
    epoch = session.selection.epoch
    press(qtbot, window, Key.Key_Left)
    press(qtbot, window, Key.Key_Left)
    press(qtbot, window, Key.Key_Right)
    assert session.selection.epoch == epoch - 1

    # The dot on the loss curve of any weight.
    click_diagram(window, targets.parameter(2))
    settle(qtbot, session)
    assert window.area.panels["slice"].bar.title == "Loss as w3 changes"
    QTest.keyClick(QApplication.focusWidget() or window, Key.Key_Escape)
    before = float(session.snapshot.theta[2]) if session.snapshot else 0.0
    drag_the_dot(qtbot, window, 60.0)
    assert session.snapshot is not None
    assert session.snapshot.theta[2] > before
    assert session.undo_stack.count() == 1
    assert session.scenario.changes[0].epoch == epoch - 1
    press(qtbot, window, Key.Key_Escape)

    # A weight in the diagram.
    click_diagram(window, targets.parameter(0))
    settle(qtbot, session)
    click_diagram(window, targets.parameter(0))
    type_number(window, "-1.5")
    settle(qtbot, session)
    assert session.snapshot.theta[0] == -1.5

    # One more hidden unit.
    click_diagram(window, targets.Target(targets.Kind.ADD_UNIT, 0))
    settle(qtbot, session)
    assert len(session.subject.names) == 15
    assert session.selection.epoch == 0

    # All of it undone: the run is back.
    for _i in range(3):
        window.action("undo").trigger()
        settle(qtbot, session)
    assert not window.action("undo").isEnabled()
    assert losses(window) == fallen
    assert not window.isWindowModified()

    # Saved, reopened, everything there.
    for _i in range(3):
        window.action("redo").trigger()
        settle(qtbot, session)
    session.runner.step(4)
    settle(qtbot, session)
    theta = session.snapshot.theta.tobytes()
    path = tmp_path / "my house.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(path), ""))
    window.action("save").trigger()
    assert json.loads(path.read_text(encoding="utf-8"))["objective"]["layers"][0]["units"] == 3
    window.documents.open_example("sine")
    settle(qtbot, session)
    window.action("open").trigger()
    settle(qtbot, session)
    session.runner.step(4)
    settle(qtbot, session)
    assert session.snapshot.theta.tobytes() == theta


def test_the_dot_can_be_dragged_from_the_keyboard(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    plot = view_of(window, "slice")
    plot.setFocus(Qt.FocusReason.TabFocusReason)
    assert window.session.snapshot is not None
    before = window.session.snapshot.theta[window.session.selection.parameter]
    QTest.keyClick(plot, Key.Key_Return)
    for _i in range(3):
        QTest.keyClick(plot, Key.Key_Left)
    QTest.keyClick(plot, Key.Key_Return)
    settle(qtbot, window.session)
    assert window.session.snapshot is not None
    assert window.session.selection.epoch == 0  # the arrows belonged to the dot
    assert window.session.snapshot.theta[window.session.selection.parameter] < before


def test_play_goes_on_after_the_dot_is_released(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    session = window.session
    session.runner.set_speed(20.0)
    qtbot.keyClick(window, Key.Key_Space)
    qtbot.waitUntil(lambda: session.selection.epoch >= 2)
    plot = view_of(window, "slice")
    dot = plot.slice_marks.ring.pos().toPoint()
    QTest.mousePress(plot.viewport(), Left, pos=dot)
    QTest.mouseMove(plot.viewport(), dot + QPoint(-30, 0))
    held_at = session.selection.epoch
    QTest.qWait(200)
    assert session.selection.epoch == held_at  # grabbing the dot pauses
    QTest.mouseRelease(plot.viewport(), Left, pos=dot + QPoint(-30, 0))
    qtbot.waitUntil(lambda: session.selection.epoch > held_at, timeout=3000)


def test_your_own_house_is_answered_in_dollars(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    click_diagram(window, targets.unit(0, 2))
    type_number(window, "2400")
    settle(qtbot, window.session)
    assert window.session.selection.inputs is not None
    assert window.session.selection.inputs[2] == 2400.0
    network = window.session.snapshot.network if window.session.snapshot else None
    assert network is not None
    assert network.is_typed
    assert 50_000 < network.answer[0] < 800_000
