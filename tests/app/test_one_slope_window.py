"""The activity "One slope" in the real window: what stands where, what its parts do together."""

import pytest
from pytestqt.qtbot import QtBot

from gdsim.app.main_window import MainWindow
from gdsim.scenario import edits
from tests.app.conftest import OpenWindow, view_of
from tests.session.conftest import settle

LINES = ("one_slope", "one_slope_averages", "slope_and_intercept")


def open_slope(open_window: OpenWindow, qtbot: QtBot, name: str) -> MainWindow:
    window = open_window(name)
    window.switch.go_to("slope")
    settle(qtbot, window.session)
    qtbot.wait(50)  # the docks share the room once the views are made
    return window


@pytest.mark.parametrize("name", LINES)
def test_no_title_is_cut_at_1280_by_800(open_window: OpenWindow, qtbot: QtBot, name: str) -> None:
    window = open_slope(open_window, qtbot, name)
    titles = [panel.bar.title for panel in window.stack.panels.values()]
    assert titles == [panel.bar.accessibleName() for panel in window.stack.panels.values()]


def test_the_best_answer_is_in_sight_on_curve_and_map(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_slope(open_window, qtbot, "slope_and_intercept")
    best = window.session.subject.best_theta
    assert best is not None
    contour = view_of(window, "contour")
    qtbot.waitUntil(lambda: contour.plane is not None, timeout=5000)
    (left, right), (low, high) = contour.frame.x_range, contour.frame.y_range
    assert left < best[0] < right
    assert low < best[1] < high
    assert contour.minima.rings()


def test_the_empty_map_adds_an_intercept_and_undo_takes_it_away(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_slope(open_window, qtbot, "one_slope_averages")
    contour, line = view_of(window, "contour"), view_of(window, "line")
    assert contour.no_map.bias_button.isVisible()
    width = line.width()
    contour.no_map.bias_button.click()
    settle(qtbot, window.session)
    qtbot.waitUntil(lambda: contour.plane is not None, timeout=5000)
    assert window.session.subject.names == ("w1", "b1")
    assert not contour.no_map.bias_button.isVisible()
    assert line.width() == width  # the panels stay where they are
    window.session.undo_stack.undo()
    settle(qtbot, window.session)
    assert contour.no_map.bias_button.isVisible()


def test_a_run_that_was_only_a_start_leaves_no_name_on_the_plot(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_slope(open_window, qtbot, "one_slope_averages")
    curves = view_of(window, "curves")
    line = view_of(window, "line")
    line.parameter_dropped.emit(0, 9000.0)
    settle(qtbot, window.session)
    assert curves.loss_plot.ends.texts == []
    window.session.runner.step(3)
    settle(qtbot, window.session)
    scenario, epoch = window.session.scenario, window.session.selection.epoch
    window.session.apply(edits.set_learning_rate(scenario, 0.01, epoch), "slower")
    settle(qtbot, window.session)
    assert "the run before" in curves.loss_plot.ends.texts


def test_small_print_is_small_inside_the_window(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_slope(open_window, qtbot, "slope_and_intercept")
    form = view_of(window, "closed_form")
    usual = window.font().pixelSize()
    assert form.why.font().pixelSize() < usual


def test_leaving_projector_mode_gives_the_panels_their_shares_back(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_slope(open_window, qtbot, "slope_and_intercept")
    before = view_of(window, "contour").width()
    for _time in range(2):
        window.menu.actions_by_key["projector"].trigger()
        settle(qtbot, window.session)
        qtbot.wait(50)
    assert view_of(window, "contour").width() == pytest.approx(before, abs=24)
