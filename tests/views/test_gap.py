"""The gap to the best known answer in the loss plot."""

from math import nan
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gdsim.views.curves.learning_curves import LearningCurves
from gdsim.views.curves.loss_plot import LossPlot
from gdsim.views.theme import LIGHT
from gdsim.views.view import ShownRun
from tests.views.conftest import make_shown

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def line() -> Any:
    """A slope and an intercept, with the least loss that there is."""
    shown = make_shown(1, ((1, "identity", True),))
    samples = shown.subject.samples
    assert samples is not None
    columns = np.column_stack([samples.inputs[0], np.ones(samples.inputs.shape[1])])
    rest = np.linalg.lstsq(columns, samples.targets[0], rcond=None)[1]
    best = float(rest[0]) / len(columns)
    return shown._replace(subject=shown.subject._replace(best_loss=best))


@pytest.fixture
def curves(qtbot: QtBot, line: Any) -> LearningCurves:
    curves = LearningCurves(LIGHT)
    qtbot.addWidget(curves)
    qtbot.addWidget(curves.corner())
    curves.resize(500, 280)
    curves.set_subject(line.subject)
    curves.show_runs([ShownRun("now", line.history)])
    curves.show_snapshot(line.snapshot(5))
    curves.show()
    return curves


def drawn(plot: LossPlot, name: str) -> np.ndarray:
    rows = [r.split(",")[1:] for r in plot.csv_text().splitlines() if r.startswith(f"{name},")]
    return np.array(rows, dtype=float).T


def test_the_gap_is_the_loss_above_the_best_one_in_powers_of_ten(
    curves: LearningCurves, line: Any
) -> None:
    plot = curves.loss_plot
    QTest.mouseClick(plot.gap_button, LEFT)
    assert plot.frame.is_log
    losses = line.history.points([0], 25, 26)[1][0]
    epochs, gaps = drawn(plot, "now")
    np.testing.assert_array_equal(epochs, np.arange(26.0))
    np.testing.assert_allclose(gaps, losses - line.subject.best_loss, rtol=1e-12)
    low, high = plot.frame.y_range
    assert 10.0**low <= gaps.min() <= gaps.max() <= 10.0**high
    text = plot.readout_at(5, QPointF())
    assert text.startswith("epoch 5 · loss ")
    assert f"gap {losses[5] - line.subject.best_loss:.4f}" in text


def test_on_a_quadratic_the_gap_falls_along_a_straight_line(
    curves: LearningCurves, line: Any
) -> None:
    plot = curves.loss_plot
    plot.gap_button.setChecked(True)
    _epochs, gaps = drawn(plot, "now")
    slopes = np.diff(np.log(gaps))
    # One eigenvalue only, since a standardised input is orthogonal to the ones.
    np.testing.assert_allclose(slopes, 2.0 * np.log(1.0 - 0.05 * 2.0), rtol=1e-6)


def test_the_title_says_so_and_back_again(curves: LearningCurves) -> None:
    told: list[str] = []
    curves.heading_changed.connect(lambda title, _caption: told.append(title))
    curves.loss_plot.gap_button.toggle()
    curves.loss_plot.gap_button.toggle()
    assert told == ["Gap to the best answer", "Loss by epoch"]
    assert not curves.loss_plot.frame.is_log


def test_the_key_g_does_the_same(curves: LearningCurves) -> None:
    QTest.keyClick(curves.loss_plot, Qt.Key.Key_G)
    assert curves.loss_plot.is_gap


def test_without_a_best_answer_there_is_no_such_choice(curves: LearningCurves, line: Any) -> None:
    plot = curves.loss_plot
    plot.gap_button.setChecked(True)
    curves.set_subject(line.subject._replace(best_loss=nan))
    assert plot.gap_button.isHidden()
    assert not plot.is_gap
    QTest.keyClick(plot, Qt.Key.Key_G)
    assert not plot.is_gap


def test_a_gap_that_has_closed_is_below_what_is_seen(curves: LearningCurves, line: Any) -> None:
    plot = curves.loss_plot
    last = line.history.value(0, 25)
    curves.set_subject(line.subject._replace(best_loss=last))
    curves.show_runs([ShownRun("now", line.history)])
    curves.show_snapshot(line.snapshot(25))
    plot.gap_button.setChecked(True)
    assert plot.readout_at(25, QPointF()).endswith("gap 0")
    assert len(drawn(plot, "now")[0]) == 26
    assert not plot.grab().isNull()
