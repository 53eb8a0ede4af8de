"""Loss and parameters by epoch: what is seen, and what clicks, hovering and keys say."""

from math import nan
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from gdsim.engine.descent import Stop, StopReason
from gdsim.engine.history import Block, History
from gdsim.views.curves.learning_curves import LearningCurves
from gdsim.views.curves.loss_plot import LossPlot
from gdsim.views.curves.parameters_plot import ParametersPlot
from gdsim.views.plotting.plots import Plot
from gdsim.views.theme import DARK, LIGHT
from gdsim.views.view import ShownRun

W3, W7 = 2, 8
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def curves(qtbot: QtBot, shown: Any) -> LearningCurves:
    curves = LearningCurves(LIGHT)
    qtbot.addWidget(curves)
    qtbot.addWidget(curves.corner())
    curves.resize(260, 185)
    curves.set_subject(shown.subject)
    curves.show_runs([ShownRun("now", shown.history)])
    curves.show_snapshot(shown.snapshot(5, parameter=W3))
    with qtbot.waitActive(curves):
        curves.show()
        curves.activateWindow()
    return curves


@pytest.fixture
def loss(curves: LearningCurves) -> LossPlot:
    return curves.loss_plot


@pytest.fixture
def parameters(curves: LearningCurves) -> ParametersPlot:
    curves.show_page(1)
    return curves.parameters_plot


@pytest.fixture
def said(curves: LearningCurves) -> list[tuple[object, ...]]:
    said: list[tuple[object, ...]] = []
    curves.epoch_requested.connect(lambda epoch: said.append(("epoch", epoch)))
    curves.parameter_requested.connect(lambda p: said.append(("parameter", p)))
    return said


def history_of(losses: np.ndarray, test: float = nan, stop: Stop | None = None) -> History:
    history = History(10)
    thetas = np.linspace(-1.0, 1.0, 10 * len(losses)).reshape(-1, 10)
    history.append(Block(0, losses, np.full(len(losses), test), thetas, (), None, stop))
    return history


def column(plot: Plot, epoch: float) -> QPoint:
    area = plot.frame.area
    return QPoint(round(plot.frame.to_pixels(epoch, 1.0).x()), round(area.center().y()))


def line_of(plot: ParametersPlot, shown: Any, parameter: int, epoch: int) -> QPoint:
    value = shown.history.value(2 + parameter, epoch)
    return plot.frame.to_pixels(epoch, value).toPoint()


def points(plot: Plot, name: str) -> np.ndarray:
    lines = plot.csv_text().splitlines()
    rows = [line.split(",")[1:] for line in lines if line.startswith(f"{name},")]
    return np.array(rows, dtype=float)


def test_the_curve_is_strong_up_to_the_selected_epoch(loss: LossPlot, shown: Any) -> None:
    past = points(loss, "loss up to the selected epoch")
    assert past[:, 0].tolist() == [0, 1, 2, 3, 4, 5]
    assert past[:, 1].tolist() == [shown.history.value(0, k) for k in range(6)]
    assert len(points(loss, "now")) == 26
    assert loss.accessibleDescription() == "epoch 5, loss 0.6950, falling"


def test_the_selected_epoch_stands_out_on_the_axis(loss: LossPlot) -> None:
    assert loss.axes.emphasis is not None
    assert loss.axes.emphasis.text == "5"
    assert loss.frame.x_range == (0.0, 25.0)


def test_the_axis_grows_in_steps_past_the_goal(loss: LossPlot) -> None:
    loss.show_runs([ShownRun("now", history_of(np.linspace(1.0, 0.5, 27)))])
    assert loss.frame.x_range == (0.0, 50.0)


def test_a_click_chooses_the_epoch_and_a_drag_each_on_the_way(
    loss: LossPlot, said: list[object]
) -> None:
    QTest.mousePress(loss.viewport(), LEFT, pos=column(loss, 12))
    assert said == [("epoch", 12)]
    for epoch in (13, 13.2, 14):
        QTest.mouseMove(loss.viewport(), column(loss, epoch))
        QTest.qWait(1)
    QTest.mouseRelease(loss.viewport(), LEFT, pos=column(loss, 14))
    assert said == [("epoch", 12), ("epoch", 13), ("epoch", 14)]


def test_an_epoch_that_is_not_computed_yet_cannot_be_chosen(
    loss: LossPlot, shown: Any, said: list[object]
) -> None:
    loss.show_runs([ShownRun("now", shown.history.until(8))])
    QTest.mouseClick(loss.viewport(), LEFT, pos=column(loss, 20))
    assert said == [("epoch", 7)]


def test_hovering_reads_the_exact_loss(loss: LossPlot, shown: Any) -> None:
    QTest.mouseMove(loss.viewport(), column(loss, 12))
    QTest.qWait(1)
    assert loss.readout.isVisible()
    assert loss.readout.text == f"epoch 12 · loss {shown.history.value(0, 12):.4g}"
    assert loss.frame.area.adjusted(-1, -1, 1, 1).contains(loss.readout.box)


def test_arrow_keys_choose_epochs_only_while_the_crosshair_is_held(
    loss: LossPlot, said: list[object]
) -> None:
    loss.setFocus()
    QTest.keyClick(loss, Qt.Key.Key_Right)
    assert not said
    QTest.keyClick(loss, Qt.Key.Key_Return)
    assert loss.readout.text.startswith("epoch 5 · loss 0.6950")
    QTest.keyClick(loss, Qt.Key.Key_Right)
    QTest.keyClick(loss, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(loss, Qt.Key.Key_End)
    assert said == [("epoch", 6), ("epoch", 0), ("epoch", 25)]
    QTest.keyClick(loss, Qt.Key.Key_Escape)
    QTest.keyClick(loss, Qt.Key.Key_Right)
    assert len(said) == 3


def test_key_and_button_switch_to_a_logarithmic_axis_and_back(loss: LossPlot) -> None:
    loss.setFocus()
    before = loss.frame.y_range
    QTest.keyClick(loss, Qt.Key.Key_L)
    assert loss.frame.is_log
    assert loss.frame.y_range[0] < 0.0
    QTest.mouseClick(loss.log_button, LEFT)
    assert not loss.frame.is_log
    assert loss.frame.y_range == before


def test_a_ghost_is_named_and_its_curve_dashed(loss: LossPlot, shown: Any) -> None:
    ghost = ShownRun("before", shown.history, is_ghost=True)
    loss.show_runs([ShownRun("now", shown.history.until(9)), ghost])
    assert len(points(loss, "before")) == 26
    assert len(points(loss, "now")) == 9
    loss.show_runs([ShownRun("now", shown.history)])
    assert len(points(loss, "before")) == 0


def test_held_out_rows_have_a_curve_of_their_own(loss: LossPlot, shown: Any) -> None:
    experiment = shown.subject.experiment
    experiment = experiment._replace(held_out=experiment.objective.twin())
    loss.set_subject(shown.subject._replace(experiment=experiment))
    loss.show_runs([ShownRun("now", history_of(np.linspace(1.0, 0.5, 26), test=0.8))])
    loss.show_snapshot(shown.snapshot(5)._replace(test_loss=0.8))
    assert points(loss, "test loss")[:, 1].tolist() == [0.8] * 26
    assert loss.readout_at(5, loss.frame.area.center()).endswith("test 0.8000")


def test_a_run_that_diverged_says_so_at_its_end(loss: LossPlot, shown: Any) -> None:
    stop = Stop(StopReason.DIVERGED, 12, W3, 8.0)
    history = history_of(10.0 ** np.arange(12.0), stop=stop)
    loss.show_runs([ShownRun("now", history)])
    loss.show_snapshot(shown.snapshot(5)._replace(epoch=11, loss=1e11))
    assert loss.stop_label.isVisible()
    assert loss.stop_label.text == "diverged at epoch 12"
    assert not loss.grab().isNull()


def test_another_run_that_diverged_does_not_flatten_the_others(loss: LossPlot, shown: Any) -> None:
    losses = np.array([1.0, 3.0, 9e9])
    wild = history_of(losses, stop=Stop(StopReason.DIVERGED, 3, 0, 8.0))
    loss.show_runs([ShownRun("now", shown.history), ShownRun("wild", wild, "run 1", mark=1)])
    loss.show_snapshot(shown.snapshot(5, parameter=W3))
    assert loss.frame.y_range[1] < 10.0
    assert loss.ends.texts == ["now", "wild"]
    assert loss.frame.area.contains(loss.ends.labels[1].box.center())


def test_before_the_first_epoch_there_are_no_axes(loss: LossPlot, shown: Any) -> None:
    loss.set_subject(shown.subject)
    assert not loss.axes.isVisible()
    loss.show_runs([ShownRun("now", History(10))])
    QTest.mouseClick(loss.viewport(), LEFT, pos=QPoint(100, 100))
    assert not loss.grab().isNull()


def test_the_tabs_change_title_and_plot(curves: LearningCurves, qtbot: QtBot) -> None:
    assert curves.title == "Loss by epoch"
    tab = next(b for b in curves.corner().findChildren(QToolButton) if b.text() == "Parameters")
    with qtbot.waitSignal(curves.heading_changed) as heading:
        QTest.mouseClick(tab, LEFT)
    assert heading.args == ["Parameters by epoch", ""]
    assert curves.currentWidget() is curves.parameters_plot
    assert tab.isHidden()


def test_only_the_plot_in_front_is_drawn(curves: LearningCurves, shown: Any) -> None:
    drawn: list[str] = []
    curves.parameters_plot.draw = lambda: drawn.append("drawn")  # type: ignore[method-assign]
    curves.show_snapshot(shown.snapshot(6, parameter=W3))
    assert not drawn
    curves.show_page(1)
    assert drawn


def test_hovering_names_the_nearest_line_and_a_click_selects_it(
    parameters: ParametersPlot, shown: Any, said: list[object]
) -> None:
    place = line_of(parameters, shown, W7, 10)
    QTest.mouseMove(parameters.viewport(), place)
    QTest.qWait(1)
    assert parameters.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor
    assert parameters.shown_names() == ["w7", "w3"]
    value = shown.history.value(2 + W7, 10)
    assert parameters.readout.text == f"epoch 10 · w7 {value:.4g}"
    QTest.mouseClick(parameters.viewport(), LEFT, pos=place)
    assert said == [("parameter", W7)]


def test_a_click_beside_the_lines_chooses_the_epoch(
    parameters: ParametersPlot, said: list[object]
) -> None:
    place = QPoint(column(parameters, 10).x(), int(parameters.frame.area.bottom()) - 2)
    QTest.mouseClick(parameters.viewport(), LEFT, pos=place)
    assert said == [("epoch", 10)]


def test_ctrl_click_and_key_pin_at_most_three_lines(
    parameters: ParametersPlot, shown: Any, said: list[object]
) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    for parameter in (W7, 0, 9, 5):
        place = line_of(parameters, shown, parameter, 10)
        QTest.mouseClick(parameters.viewport(), LEFT, control, place)
    assert list(parameters.pinned) == [0, 9, 5]
    parameters.setFocus()
    QTest.keyClick(parameters, Qt.Key.Key_P)
    assert list(parameters.pinned) == [9, 5, W3]
    QTest.keyClick(parameters, Qt.Key.Key_P)
    assert list(parameters.pinned) == [9, 5]
    assert not said


def test_up_and_down_choose_another_parameter_while_the_crosshair_is_held(
    parameters: ParametersPlot, said: list[object]
) -> None:
    parameters.setFocus()
    QTest.keyClick(parameters, Qt.Key.Key_Down)
    assert not said
    QTest.keyClick(parameters, Qt.Key.Key_Return)
    QTest.keyClick(parameters, Qt.Key.Key_Down)
    assert said == [("parameter", W3 + 1)]


def test_names_at_line_ends_do_not_cover_each_other(parameters: ParametersPlot, shown: Any) -> None:
    for parameter in (3, 4, 5):
        parameters.toggle_pin(parameter)
    boxes = [label.box for label in parameters.ends.labels if label.isVisible()]
    assert len(boxes) == 4
    for i, box in enumerate(boxes):
        assert not any(box.intersects(other) for other in boxes[i + 1 :])


@pytest.mark.parametrize("page", [0, 1])
def test_showing_and_restyling_say_nothing(
    curves: LearningCurves, shown: Any, said: list[object], page: int
) -> None:
    curves.show_page(page)
    curves.show_snapshot(shown.snapshot(7, parameter=4))
    curves.show_runs([ShownRun("now", shown.history)])
    curves.restyle(DARK)
    curves.set_subject(shown.subject)
    assert not said
    assert curves.plot.grab().toImage().pixelColor(2, 2).name() == DARK.card.lower()
