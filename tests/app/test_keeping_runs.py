"""Branches in the window: keep the other run, see both futures, hide, restore, reopen."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gdsim.app.main_window import MainWindow
from gdsim.scenario import edits
from gdsim.views.runs.compare_plot import ComparePlot
from gdsim.views.runs.runs_panel import RunsPanel
from gdsim.views.theme import LIGHT
from tests.app.conftest import view_of
from tests.session.conftest import settle


class Beside:
    """The two views of runs, wired to the window beside its own."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.panel, self.plot = RunsPanel(LIGHT), ComparePlot(LIGHT)
        for view in (self.panel, self.plot):
            qtbot.addWidget(view)
            view.resize(520, 320)
            view.show()
            window._wiring.add(view, 0)  # noqa: SLF001 - as the window adds its own

    @property
    def names(self) -> list[str]:
        return [row.name for row in self.panel.model.rows]


@pytest.fixture
def beside(window: MainWindow, qtbot: QtBot) -> Beside:
    return Beside(window, qtbot)


def branch(window: MainWindow, qtbot: QtBot) -> None:
    """Run to 10, go back to 5, learn faster from there, run to 9."""
    session = window.session
    session.runner.step(10)
    settle(qtbot, session)
    session.select(epoch=5)
    window.gestures.on_rate_dropped(0.3)
    settle(qtbot, session)
    session.runner.step(4)
    settle(qtbot, session)


def test_ctrl_k_keeps_the_other_run_on_every_plot(
    window: MainWindow, beside: Beside, qtbot: QtBot
) -> None:
    branch(window, qtbot)
    assert beside.names == ["this run", "the run before"]
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    if not window.session.scenario.companions:  # no window is active offscreen
        window.action("keep_other").trigger()
    assert beside.names == ["this run", "Run A"]
    curves: Any = view_of(window, "curves")
    assert curves.loss_plot.ends.texts == ["this run", "Run A"]
    assert beside.plot.ends.texts == ["this run", "Run A"]


def test_a_kept_run_is_hidden_shown_and_deleted_with_undo(
    window: MainWindow, beside: Beside, qtbot: QtBot
) -> None:
    branch(window, qtbot)
    window.action("keep_other").trigger()
    beside.panel.list.setCurrentIndex(beside.panel.model.index(1))
    beside.panel.buttons["hide"].click()
    assert beside.plot.ends.texts == []
    assert beside.names == ["this run", "Run A"]
    assert beside.panel.buttons["hide"].text() == "Show"
    beside.panel.buttons["hide"].click()
    beside.panel.buttons["delete"].click()
    assert beside.names == ["this run", "the run before"]
    window.session.undo_stack.undo()
    assert beside.names == ["this run", "Run A"]


def test_restoring_shows_its_epochs_at_once(
    window: MainWindow, beside: Beside, qtbot: QtBot
) -> None:
    branch(window, qtbot)
    window.action("keep_other").trigger()
    beside.panel.list.setCurrentIndex(beside.panel.model.index(1))
    beside.panel.buttons["restore"].click()
    assert window.session.run.newest == 10
    assert window.session.scenario.changes == ()
    assert beside.names == ["this run", "the run before", "Run A"]
    settle(qtbot, window.session)
    assert beside.panel.model.rows[2].about == "the same as this run"


def test_a_file_with_its_run_opens_with_every_epoch(
    window: MainWindow, beside: Beside, qtbot: QtBot, tmp_path: Path
) -> None:
    branch(window, qtbot)
    window.action("keep_other").trigger()
    window.session.apply(edits.set_title(window.session.scenario, "mine"), "title")
    window.session.path = tmp_path / "a.json"
    window.action("save_run").setChecked(True)
    assert window.documents.save()
    window.documents.open_example("two_moons")
    settle(qtbot, window.session)
    assert beside.names == ["this run"]
    window.documents.open_path(tmp_path / "a.json")
    qtbot.waitUntil(lambda: window.session.run.newest == 9, timeout=5000)
    qtbot.waitUntil(lambda: "computed up to" not in beside.panel.model.rows[1].about)
    settle(qtbot, window.session)
    assert beside.names == ["this run", "Run A"]
    assert beside.panel.model.rows[1].epochs == "epoch 10"
    window.action("save_run").setChecked(False)
    assert window.documents.save()
    assert '"recording"' not in (tmp_path / "a.json").read_text()
