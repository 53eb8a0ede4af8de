"""The zig-zag: which points are seen, what they say, and how they choose an epoch."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from gdsim.engine.flatness import Flatness, Kind
from gdsim.views.landscape.trail_plot import TrailPlot
from gdsim.views.landscape.zigzag import CURVE, ZigZag
from gdsim.views.landscape.zigzag_words import gradient_line
from gdsim.views.theme import DARK, LIGHT
from gdsim.views.view import ShownRun
from tests.views.conftest import make_shown
from tests.views.landscape_case import path_of

LEFT = Qt.MouseButton.LeftButton


def make_view(qtbot: QtBot, shown: Any, epoch: int = 5) -> ZigZag:
    view = ZigZag(LIGHT)
    qtbot.addWidget(view)
    qtbot.addWidget(view.corner())
    view.resize(600, 300)
    view.set_subject(shown.subject)
    view.show_runs([ShownRun("now", shown.history)])
    view.show_path(path_of(shown))
    view.show_snapshot(shown.snapshot(epoch, slice_range=(-3.0, 3.0)))
    with qtbot.waitActive(view):
        view.show()
        view.activateWindow()
    return view


@pytest.fixture
def view(qtbot: QtBot, shown: Any) -> ZigZag:
    return make_view(qtbot, shown)


@pytest.fixture
def slope(qtbot: QtBot) -> ZigZag:
    """One parameter, on the loss curve."""
    view = make_view(qtbot, make_shown(1, ((1, "identity", False),)), 4)
    view.show_page(CURVE)
    return view


def said_by(view: ZigZag) -> list[int]:
    said: list[int] = []
    view.epoch_requested.connect(said.append)
    return said


def at(plot: TrailPlot, i: int) -> QPoint:
    return QPoint(*(round(x) for x in plot.pixels()[i]))


def test_each_epoch_is_a_point_over_the_sum_and_over_the_length(view: ZigZag, shown: Any) -> None:
    path = path_of(shown)
    for plot, values in ((view.sum_plot, path.sums), (view.length_plot, path.lengths)):
        np.testing.assert_array_equal(plot.trail.epochs, np.arange(26.0))
        np.testing.assert_allclose(plot.trail.x, values, rtol=1e-9)
        np.testing.assert_allclose(plot.trail.losses, path.losses, rtol=1e-12)


def test_the_selected_epoch_is_large_and_named_and_later_ones_are_pale(view: ZigZag) -> None:
    plot = view.length_plot
    assert plot.ring.isVisible()
    assert plot.ring.pos().toPoint() == at(plot, 5)
    assert plot.epoch_label.text == "epoch 5"
    rows = plot.csv_text().splitlines()
    assert sum(row.startswith("epochs,") for row in rows) == 6
    assert sum(row.startswith("later epochs,") for row in rows) == 20


def test_the_selected_point_moves_before_the_path_has_come(view: ZigZag, shown: Any) -> None:
    view.set_subject(shown.subject)
    snapshot = shown.snapshot(9)
    view.show_snapshot(snapshot)
    assert view.length_plot.trail.epochs.tolist() == [9.0]
    assert view.length_plot.trail.x[0] == np.linalg.norm(snapshot.gradient)
    assert view.sum_plot.trail.x[0] == snapshot.gradient.sum()


def test_a_click_on_a_point_selects_its_epoch(view: ZigZag) -> None:
    said = said_by(view)
    QTest.mouseClick(view.sum_plot.viewport(), LEFT, pos=at(view.sum_plot, 1))
    QTest.mouseClick(view.length_plot.viewport(), LEFT, pos=at(view.length_plot, 0))
    assert said == [1, 0]


def test_a_click_far_from_every_point_says_nothing(view: ZigZag) -> None:
    said = said_by(view)
    area = view.sum_plot.frame.area
    place = QPoint(round(area.right()) - 5, round(area.bottom()) - 5)
    QTest.mouseClick(view.sum_plot.viewport(), LEFT, pos=place)
    assert said == []


def test_the_mouse_near_a_point_shows_its_numbers_and_a_hand(view: ZigZag, shown: Any) -> None:
    plot, path = view.length_plot, path_of(shown)
    QTest.mouseMove(plot.viewport(), at(plot, 2))
    QTest.qWait(1)
    expected = f"epoch 2 · length of the gradient {path.lengths[2]:.3f} · loss {path.losses[2]:.4f}"
    assert plot.readout.isVisible()
    assert plot.readout.text == expected
    assert plot.viewport().cursor().shape() is Qt.CursorShape.PointingHandCursor
    assert "Click selects this epoch." in plot.tip_at(QPointF(at(plot, 2)))


def test_the_keyboard_goes_from_point_to_point(view: ZigZag) -> None:
    said, plot = said_by(view), view.sum_plot
    plot.setFocus()
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert said == []  # nothing is held yet
    QTest.keyClick(plot, Qt.Key.Key_Return)
    assert plot.readout.isVisible()
    QTest.keyClick(plot, Qt.Key.Key_Right)
    QTest.keyClick(plot, Qt.Key.Key_Left)
    assert said == [6, 4]
    QTest.keyClick(plot, Qt.Key.Key_Escape)
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert said == [6, 4]


def test_a_sum_that_cancels_is_told_with_its_numbers() -> None:
    text = gradient_line(np.array([0.3, -0.29, 0.001]), None)
    assert text.startswith(
        "The sum cancels: +0.301 and −0.290 make +0.0110, though the gradient is"
    )
    assert "0.417 long" in text


def test_otherwise_it_says_why_the_length_is_preferred() -> None:
    assert "is 0 only where every derivative is 0" in gradient_line(np.array([3.0, 4.0]), None)
    assert "now 5.00." in gradient_line(np.array([3.0, 4.0]), None)
    assert "the sum is the slope itself, −2.000" in gradient_line(np.array([-2.0]), None)
    assert "too large" in gradient_line(np.array([np.inf, 1.0]), None)


def test_where_the_gradient_is_zero_it_says_so(view: ZigZag, shown: Any) -> None:
    flat = Flatness(0.0, Kind.SADDLE, np.array([-1.0, 0.5, 2.0]))
    view.show_snapshot(shown.snapshot(5)._replace(flatness=flat))
    expected = (
        "The gradient is 0: descent has stopped, at a saddle: up in 2 of 3 directions, down in 1."
    )
    assert view.line.text() == view.accessibleDescription() == expected
    view.show_page(CURVE)
    assert view.line.text() == expected


def test_the_tabs_change_the_page_and_the_title(view: ZigZag, qtbot: QtBot) -> None:
    told: list[tuple[str, str]] = []
    view.heading_changed.connect(lambda *heading: told.append(heading))
    tab = next(b for b in view.corner().findChildren(QToolButton) if b.text() == "Loss curve")
    QTest.mouseClick(tab, LEFT)
    assert view.page == CURVE
    assert told[-1][0] == view.title == "Zig-zag: w1, step by step"


def test_on_the_curve_every_point_lies_on_the_loss_of_one_parameter(slope: ZigZag) -> None:
    plot = slope.step_plot
    curve = [r.split(",") for r in plot.csv_text().splitlines() if r.startswith("loss,")]
    xs, losses = np.array([[float(a), float(b)] for _name, a, b in curve]).T
    np.testing.assert_allclose(np.interp(plot.trail.x, xs, losses), plot.trail.losses, rtol=2e-3)


def test_each_step_has_its_distance_as_far_as_there_is_room(slope: ZigZag) -> None:
    plot = slope.step_plot
    texts = [label.text for label in plot.distances if label.isVisible()]
    steps = np.abs(np.diff(plot.trail.x[:5]))
    assert texts
    assert set(texts) <= {f"{step:#.3g}" for step in steps}
    assert texts[0] == f"{steps.max():#.3g}"
    boxes = [label.box for label in plot.distances if label.isVisible()]
    for i, box in enumerate(boxes):
        assert not any(box.adjusted(1, 1, -1, -1).intersects(b) for b in boxes[i + 1 :])


def test_several_parameters_have_points_without_one_curve_and_say_why(view: ZigZag) -> None:
    view.show_page(CURVE)
    assert not any(row.startswith("loss,") for row in view.step_plot.csv_text().splitlines())
    assert "do not lie on one curve over w1" in view.line.text()


@pytest.mark.parametrize("page", [0, CURVE])
def test_showing_emits_nothing(view: ZigZag, shown: Any, page: int) -> None:
    said = said_by(view)
    view.show_page(page)
    view.show_snapshot(shown.snapshot(7))
    view.show_path(path_of(shown))
    view.show_runs([ShownRun("now", shown.history)])
    view.restyle(DARK._replace(scale=1.5))
    view.set_subject(shown.subject)
    assert said == []


@pytest.mark.parametrize("bad", [np.nan, np.inf, 1e308])
def test_numbers_that_are_not_finite_are_left_out(view: ZigZag, shown: Any, bad: float) -> None:
    snapshot = shown.snapshot(5)
    gradient = snapshot.gradient.copy()
    gradient[0] = bad
    view.show_snapshot(snapshot._replace(gradient=gradient, loss=bad))
    assert not view.grab().isNull()
