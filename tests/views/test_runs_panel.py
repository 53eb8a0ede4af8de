"""The list of runs: what it says of each, and every deed by mouse and by key."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from gdsim.views.runs.run_rows import ROW
from gdsim.views.runs.runs_panel import RunsPanel
from gdsim.views.theme import DARK, LIGHT
from tests.views.runs_case import Runs, make_runs

GESTURES = (
    "run_keep_requested",
    "run_name_edited",
    "run_hidden_edited",
    "run_restore_requested",
    "run_delete_requested",
)
Said = list[tuple[Any, ...]]


@pytest.fixture(scope="module")
def runs() -> Runs:
    return make_runs()


@pytest.fixture
def panel(qtbot: QtBot, runs: Runs) -> RunsPanel:
    panel = RunsPanel(LIGHT)
    qtbot.addWidget(panel)
    panel.resize(480, 330)
    panel.show()
    panel.show_all_runs(list(runs))
    qtbot.waitExposed(panel)
    return panel


def heard(panel: RunsPanel) -> Said:
    said: Said = []
    for name in GESTURES:
        signal = getattr(panel, name)
        signal.connect(lambda *args, name=name: said.append((name, *args)))
    return said


def choose(panel: RunsPanel, row: int) -> None:
    box = panel.list.visualRect(panel.model.index(row))
    place = QPoint(box.left() + 60, box.center().y())
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)


def sentences(panel: RunsPanel) -> list[str]:
    role = Qt.ItemDataRole.AccessibleTextRole
    return [panel.model.data(panel.model.index(i), role) for i in range(panel.model.rowCount())]


def test_each_run_says_its_name_its_epochs_its_loss_and_what_is_different(
    panel: RunsPanel,
) -> None:
    current, before, batches, hidden = sentences(panel)
    assert current.startswith("this run, epoch 25, loss 0.4")
    assert before.startswith("the run before, learning rate 0.05 from epoch 8, epoch 25")
    assert batches.startswith("batches of 50, batches of 50, learning rate 0.05 from epoch 8")
    assert hidden.startswith("wild, learning rate 0.5, epoch 30")
    assert hidden.endswith("hidden")
    assert panel.caption == "2 of 8 kept"


def test_showing_runs_and_restyling_is_no_gesture(panel: RunsPanel, runs: Runs) -> None:
    said = heard(panel)
    panel.show_all_runs([runs.current])
    panel.show_all_runs(list(runs))
    panel.restyle(DARK)
    assert said == []


def test_the_button_keeps_the_run_that_is_chosen(panel: RunsPanel) -> None:
    said = heard(panel)
    choose(panel, 0)
    panel.buttons["keep"].click()
    choose(panel, 1)
    panel.buttons["keep"].click()
    assert said == [("run_keep_requested", False), ("run_keep_requested", True)]
    choose(panel, 2)
    assert not panel.buttons["keep"].isEnabled()


def test_the_eye_hides_and_shows(panel: RunsPanel) -> None:
    said = heard(panel)
    for row in (2, 3):
        box = panel.list.visualRect(panel.model.index(row))
        place = QPoint(box.right() - 18, box.center().y())
        QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert said == [("run_hidden_edited", 0, True), ("run_hidden_edited", 1, False)]


@pytest.mark.parametrize(
    ("key", "gesture"),
    [
        (Qt.Key.Key_H, ("run_hidden_edited", 0, True)),
        (Qt.Key.Key_Return, ("run_restore_requested", 0)),
        (Qt.Key.Key_Delete, ("run_delete_requested", 0)),
        (Qt.Key.Key_K, None),
    ],
)
def test_every_deed_has_a_key(
    panel: RunsPanel, key: Qt.Key, gesture: tuple[Any, ...] | None
) -> None:
    said = heard(panel)
    choose(panel, 1)
    QTest.keyClick(panel.list, Qt.Key.Key_Down)
    QTest.keyClick(panel.list, key)
    assert said == ([] if gesture is None else [gesture])


def test_f2_renames_in_place(panel: RunsPanel, qtbot: QtBot) -> None:
    said = heard(panel)
    choose(panel, 3)
    QTest.keyClick(panel.list, Qt.Key.Key_F2)
    field = panel.list.findChild(QLineEdit)
    assert field is not None
    assert field.text() == "wild"
    field.setText("the fast one")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(said))
    assert said == [("run_name_edited", 1, "the fast one")]


def test_the_runs_that_are_not_kept_have_no_name_to_change(panel: RunsPanel) -> None:
    choose(panel, 1)
    QTest.keyClick(panel.list, Qt.Key.Key_F2)
    assert panel.list.findChild(QLineEdit) is None
    assert not panel.buttons["rename"].isEnabled()


def test_keys_that_mean_nothing_here_are_left_to_the_window(panel: RunsPanel) -> None:
    said = heard(panel)
    choose(panel, 2)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_R, Qt.Key.Key_Right, Qt.Key.Key_B):
        QTest.keyClick(panel.list, key)
    assert said == []
    assert panel.list.currentIndex().row() == 2


def test_the_choice_stays_with_its_run_when_others_go(panel: RunsPanel, runs: Runs) -> None:
    choose(panel, 3)
    panel.show_all_runs([runs.current, runs.batches, runs.hidden])
    assert panel.chosen is not None
    assert panel.chosen.name == "wild"
    assert panel.chosen.place == 1


def test_an_empty_list_says_what_to_do(panel: RunsPanel, runs: Runs) -> None:
    panel.show_all_runs([runs.current])
    assert "Ctrl+K" in panel.hint.text()
    assert panel.hint.isVisible()
    panel.show_all_runs([runs.current, runs.batches])
    assert not panel.hint.isVisible()
    panel.show_all_runs([runs.current, runs.before])
    assert "run before your last edit" in panel.hint.text()


def test_a_note_stands_in_place_of_the_differences(panel: RunsPanel, runs: Runs) -> None:
    note = "computed up to epoch 3 of 18"
    panel.show_all_runs([runs.current, runs.batches._replace(note=note)])
    assert panel.model.index(1).data(ROW).about == note


def test_a_narrow_panel_leaves_out_the_words_of_its_buttons(panel: RunsPanel) -> None:
    assert not panel.buttons["keep"].is_compact
    panel.resize(240, 300)
    assert panel.buttons["keep"].is_compact
    assert panel.buttons["keep"].accessibleName() == "Keep"
