"""The curves of earlier epochs behind the one of now: on demand, with their epochs, and said."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gdsim.engine.ghost_slices import GhostSlices, earlier_epochs, take_ghost_slices
from gdsim.engine.history import FIRST, PARAMETERS
from gdsim.engine.steps import finish
from gdsim.views.slice.slice_plot import SlicePlot
from gdsim.views.theme import LIGHT
from gdsim.views.view import ShownRun

W3 = 2
RANGE = (-2.0, 3.0)


@pytest.fixture
def plot(qtbot: QtBot, shown: Any) -> SlicePlot:
    plot = SlicePlot(LIGHT)
    qtbot.addWidget(plot)
    qtbot.addWidget(plot.corner())
    plot.resize(560, 310)
    plot.set_subject(shown.subject)
    plot.show_runs([ShownRun("now", shown.history)])
    plot.show_snapshot(shown.snapshot(25, parameter=W3, slice_range=RANGE))
    plot.corner().show()
    with qtbot.waitActive(plot):
        plot.show()
        plot.activateWindow()
    plot.setFocus()
    return plot


def ghosts_of(shown: Any, epoch: int, parameter: int = W3) -> GhostSlices:
    columns = shown.history.buckets[FIRST, PARAMETERS:]
    moments = [(e, columns[:, e].copy()) for e in earlier_epochs(epoch)]
    objective = shown.subject.experiment.objective.twin()
    return finish(take_ghost_slices(objective, moments, parameter, RANGE))


def button(plot: SlicePlot) -> Any:
    return plot.corner().earlier  # type: ignore[attr-defined]


def names(plot: SlicePlot) -> set[str]:
    lines = plot.csv_text().splitlines()
    return {line.split(",")[0] for line in lines if line.startswith("loss at epoch")}


def test_they_are_asked_for_only_while_the_switch_is_on(plot: SlicePlot) -> None:
    changes: list[frozenset[str]] = []
    plot.needs_changed.connect(lambda: changes.append(plot.needs))
    assert not plot.needs
    QTest.mouseClick(button(plot), Qt.MouseButton.LeftButton)
    QTest.mouseClick(button(plot), Qt.MouseButton.LeftButton)
    assert changes == [{"ghost_slices"}, frozenset()]


def test_the_key_e_switches_too(plot: SlicePlot) -> None:
    QTest.keyClick(plot, Qt.Key.Key_E)
    assert button(plot).isChecked()
    QTest.keyClick(plot, Qt.Key.Key_E)
    assert not button(plot).isChecked()


def test_each_curve_is_drawn_and_named(plot: SlicePlot, shown: Any) -> None:
    QTest.keyClick(plot, Qt.Key.Key_E)
    plot.show_ghost_slices(ghosts_of(shown, 25))
    plot.refresh()
    assert names(plot) == {f"loss at epoch {n}" for n in (0, 1, 2, 5, 10, 20)}
    sentence = plot.layers.earlier.sentence
    assert sentence.isVisible()
    assert sentence.text == "The other parameters move too, so the curve itself moves."
    texts = plot.layers.earlier.texts()
    assert texts[0] == "epoch 0"
    assert len(texts) >= 4


def test_nothing_is_drawn_while_the_switch_is_off_or_of_another_parameter(
    plot: SlicePlot, shown: Any
) -> None:
    plot.show_ghost_slices(ghosts_of(shown, 25))
    plot.refresh()
    assert not names(plot)
    QTest.keyClick(plot, Qt.Key.Key_E)
    plot.show_ghost_slices(ghosts_of(shown, 25, 4))
    plot.refresh()
    assert not names(plot)


def test_looking_back_leaves_out_what_is_later(plot: SlicePlot, shown: Any) -> None:
    QTest.keyClick(plot, Qt.Key.Key_E)
    plot.show_ghost_slices(ghosts_of(shown, 25))
    plot.show_snapshot(shown.snapshot(3, parameter=W3, slice_range=RANGE))
    assert names(plot) == {f"loss at epoch {n}" for n in (0, 1, 2)}


def test_another_run_takes_them_away(plot: SlicePlot, shown: Any) -> None:
    QTest.keyClick(plot, Qt.Key.Key_E)
    plot.show_ghost_slices(ghosts_of(shown, 25))
    plot.show_runs([ShownRun("now", shown.history.until(25))])
    assert not names(plot)
