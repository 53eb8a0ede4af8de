"""The line turned and shifted by mouse, keys, knob and typing: what is seen and what is said."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.subject import Subject
from gdsim.views.line.line_hand import Handle
from gdsim.views.line.line_panel import LinePanel
from gdsim.views.plotting.hand import REST_MS
from gdsim.views.theme import DARK, LIGHT
from tests.views.line_case import line_snapshot, line_subject, with_hidden_layer

LEFT = Qt.MouseButton.LeftButton
START = (5000.0, 30000.0)


def show(qtbot: QtBot, subject: Subject, theta: tuple[float, ...]) -> LinePanel:
    panel = LinePanel(LIGHT)
    qtbot.addWidget(panel)
    qtbot.addWidget(panel.corner())
    panel.resize(610, 400)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    panel.set_subject(subject)
    panel.show_snapshot(line_snapshot(subject, theta))
    return panel


@pytest.fixture
def panel(qtbot: QtBot) -> LinePanel:
    return show(qtbot, line_subject(), START)


@pytest.fixture
def said(panel: LinePanel) -> list[tuple[object, ...]]:
    return listen(panel)


def listen(panel: LinePanel) -> list[tuple[object, ...]]:
    said: list[tuple[object, ...]] = []
    panel.parameter_dragged.connect(lambda p, v: said.append(("dragged", p, v)))
    panel.parameter_dropped.connect(lambda p, v: said.append(("dropped", p, v)))
    panel.drag_cancelled.connect(lambda: said.append(("cancelled",)))
    panel.row_requested.connect(lambda row: said.append(("row", row)))
    return said


def place(panel: LinePanel, x: float, y: float) -> QPoint:
    return panel.plot.frame.to_pixels(x, y).toPoint()


def ring(panel: LinePanel, handle: Handle) -> QPoint:
    return panel.plot.handles.rings[handle].pos().toPoint()


def drag(panel: LinePanel, start: QPoint, by: QPoint) -> None:
    view = panel.plot.viewport()
    QTest.mousePress(view, LEFT, pos=start)
    QTest.mouseMove(view, start + by / 2)
    QTest.qWait(1)
    QTest.mouseMove(view, start + by)
    QTest.qWait(1)
    QTest.mouseRelease(view, LEFT, pos=start + by)


def heights(panel: LinePanel, pixels: float) -> float:
    """Return how much of the vertical axis so many pixels are."""
    low, high = panel.plot.frame.y_range
    return pixels * (high - low) / panel.plot.frame.area.height()


def test_dragging_the_far_end_turns_the_line_about_zero(
    panel: LinePanel, said: list[tuple[Any, ...]]
) -> None:
    start = ring(panel, Handle.TURN)
    x = panel.plot.frame.x_at(panel.plot.handles.rings[Handle.TURN].pos().x())
    drag(panel, start, QPoint(0, -40))
    assert [name for name, *_rest in said] == ["dragged", "dragged", "dropped"]
    kind, parameter, slope = said[-1]
    assert (kind, parameter) == ("dropped", 0)
    assert slope == pytest.approx(5000.0 + heights(panel, 40.0) / x, rel=0.01)
    line = panel.plot.hand.line
    assert line is not None
    assert line.intercept == 30000.0


def test_dragging_the_handle_at_zero_shifts_the_line(
    panel: LinePanel, said: list[tuple[Any, ...]]
) -> None:
    drag(panel, ring(panel, Handle.SHIFT), QPoint(0, -30))
    assert said[-1][:2] == ("dropped", 1)
    assert said[-1][2] == pytest.approx(30000.0 + heights(panel, 30.0), rel=0.01)


@pytest.mark.parametrize(("x", "parameter"), [(1.5, 1), (4.5, 0)])
def test_the_line_itself_can_be_grabbed_and_does_what_the_nearer_handle_does(
    panel: LinePanel, said: list[tuple[Any, ...]], x: float, parameter: int
) -> None:
    start = place(panel, x, START[1] + START[0] * x)
    drag(panel, start, QPoint(0, 24))
    assert said[-1][:2] == ("dropped", parameter)
    line = panel.plot.hand.line
    assert line is not None
    lowered = START[1] + START[0] * x - heights(panel, 24.0)
    assert line.at(x) == pytest.approx(lowered, abs=heights(panel, 2.0))


def test_without_a_bias_there_is_one_handle_and_the_line_stays_pinned(qtbot: QtBot) -> None:
    panel = show(qtbot, line_subject(bias=False), (15000.0,))
    said: list[Any] = listen(panel)
    assert not panel.plot.handles.rings[Handle.SHIFT].isVisible()
    assert "always through 0" in panel.plot.handles.texts()
    assert panel.equation.intercept.isHidden()
    drag(panel, place(panel, 1.0, 15000.0), QPoint(0, -10))
    assert said[-1][:2] == ("dropped", 0)


def test_in_standardized_units_the_line_turns_about_the_average_and_says_theta(
    qtbot: QtBot,
) -> None:
    panel = show(qtbot, line_subject(standardize=True), (0.5, 0.0))
    said: list[Any] = listen(panel)
    pivot = panel.plot.frame.to_pixels(3.5, 65816.17)
    ring_at = panel.plot.handles.rings[Handle.SHIFT].pos()
    assert (ring_at - pivot).manhattanLength() < 2.0
    drag(panel, ring(panel, Handle.TURN), QPoint(0, 20))
    line = panel.plot.hand.line
    assert line is not None
    assert line.at(3.5) == pytest.approx(65816.17, rel=1e-6)
    assert said[-1][:2] == ("dropped", 0)
    assert 0.0 < said[-1][2] < 0.5


def test_a_line_that_is_out_of_sight_comes_to_the_hand(qtbot: QtBot) -> None:
    panel = show(qtbot, line_subject(bias=False), (1e6,))
    said: list[Any] = listen(panel)
    target = place(panel, 6.0, 60000.0)
    view, start = panel.plot.viewport(), ring(panel, Handle.TURN)
    QTest.mousePress(view, LEFT, pos=start)
    QTest.mouseMove(view, target)
    QTest.qWait(1)
    QTest.mouseRelease(view, LEFT, pos=target)
    assert abs(said[-1][2]) < 1e6


def test_esc_puts_the_line_back(panel: LinePanel, said: list[tuple[Any, ...]]) -> None:
    view, start = panel.plot.viewport(), ring(panel, Handle.TURN)
    QTest.mousePress(view, LEFT, pos=start)
    QTest.mouseMove(view, start - QPoint(0, 40))
    QTest.qWait(1)
    panel.plot.setFocus()
    QTest.keyClick(panel.plot, Qt.Key.Key_Escape)
    line = panel.plot.hand.line
    assert line is not None
    assert line.slope == 5000.0
    assert [name for name, *_rest in said] == ["dragged", "cancelled"]


def test_up_and_down_turn_the_line_and_drop_it_after_a_rest(
    qtbot: QtBot, panel: LinePanel, said: list[tuple[Any, ...]]
) -> None:
    panel.plot.setFocus()
    QTest.keyClick(panel.plot, Qt.Key.Key_Up)
    QTest.keyClick(panel.plot, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(panel.plot, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    steps = np.diff([5000.0, *(value for _name, _parameter, value in said)])
    right = panel.plot.frame.x_range[1]
    low, high = panel.plot.frame.y_range
    np.testing.assert_allclose(steps * right / (high - low), [0.01, 0.1, 0.001], rtol=1e-6)
    qtbot.waitUntil(lambda: said[-1][0] == "dropped", timeout=4 * REST_MS)


def test_left_and_right_choose_what_the_arrow_keys_move(
    panel: LinePanel, said: list[tuple[Any, ...]]
) -> None:
    panel.plot.setFocus()
    QTest.keyClick(panel.plot, Qt.Key.Key_Return)
    QTest.keyClick(panel.plot, Qt.Key.Key_Right)
    QTest.keyClick(panel.plot, Qt.Key.Key_Down)
    assert said[-1][:2] == ("dragged", 1)
    assert said[-1][2] < 30000.0
    QTest.keyClick(panel.plot, Qt.Key.Key_Left)
    assert said[-1][:2] == ("dropped", 1)
    shifted = said[-1][2]
    QTest.keyClick(panel.plot, Qt.Key.Key_Up)
    line = panel.plot.hand.line
    assert line is not None
    assert line.intercept == shifted


def test_the_needle_lies_as_the_line_does_and_turns_it(
    panel: LinePanel, said: list[tuple[Any, ...]]
) -> None:
    dial, frame = panel.dial, panel.plot.frame
    ends = [frame.to_pixels(x, START[1] + START[0] * x) for x in (0.0, 6.0)]
    rise = (ends[0].y() - ends[1].y()) / (ends[1].x() - ends[0].x())
    assert np.tan(np.radians(dial.tilt)) == pytest.approx(rise, rel=1e-3)
    center = dial.rect().center()
    QTest.mousePress(dial, LEFT, pos=center + QPoint(20, 0))
    QTest.mouseMove(dial, center + QPoint(20, -20))
    QTest.qWait(1)
    QTest.mouseRelease(dial, LEFT, pos=center + QPoint(20, -20))
    assert [entry[:2] for entry in said] == [("dragged", 0), ("dropped", 0)]
    assert said[-1][2] > 5000.0
    assert dial.tilt == pytest.approx(panel.plot.tilt)


def test_keys_turn_the_needle_by_degrees(panel: LinePanel, said: list[tuple[Any, ...]]) -> None:
    before = panel.dial.tilt
    panel.dial.setFocus()
    QTest.keyClick(panel.dial, Qt.Key.Key_Up)
    QTest.keyClick(panel.dial, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert panel.dial.tilt == pytest.approx(before - 9.0)
    assert [entry[:2] for entry in said] == [("dragged", 0)] * 2


def test_esc_puts_the_needle_back(panel: LinePanel, said: list[tuple[Any, ...]]) -> None:
    dial, center = panel.dial, panel.dial.rect().center()
    before = dial.tilt
    dial.setFocus()
    QTest.mousePress(dial, LEFT, pos=center + QPoint(20, 0))
    QTest.mouseMove(dial, center + QPoint(20, 20))
    QTest.qWait(1)
    QTest.keyClick(dial, Qt.Key.Key_Escape)
    assert said[-1] == ("cancelled",)
    assert dial.tilt == pytest.approx(before)


def test_slope_and_intercept_are_typed_in_the_datas_units(qtbot: QtBot) -> None:
    panel = show(qtbot, line_subject(standardize=True), (0.5, 0.1))
    said: list[Any] = listen(panel)
    slope, intercept = panel.equation.slope, panel.equation.intercept
    slope.setFocus()
    slope.selectAll()
    QTest.keyClicks(slope, "7,237.1")
    QTest.keyClick(slope, Qt.Key.Key_Return)
    line = panel.plot.hand.line
    assert line is not None
    assert line.slope == pytest.approx(7237.1)
    assert [entry[:2] for entry in said] == [("dragged", 0), ("dropped", 0)]
    intercept.setFocus()
    intercept.selectAll()
    QTest.keyClicks(intercept, "40486")
    QTest.keyClick(intercept, Qt.Key.Key_Return)
    line = panel.plot.hand.line
    assert line is not None
    assert line.intercept == pytest.approx(40486.0)
    assert line.slope == pytest.approx(7237.1)
    assert said[-1][:2] == ("dropped", 1)


def test_what_is_no_number_is_said_and_forgotten(
    panel: LinePanel, said: list[tuple[Any, ...]]
) -> None:
    field = panel.equation.slope
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "steep")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert "not a number" in texts(panel.equation)
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "5,000"
    assert "not a number" not in texts(panel.equation)
    assert said == []


def texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel)]


def test_arrow_keys_in_a_field_nudge_the_line(
    panel: LinePanel, said: list[tuple[Any, ...]]
) -> None:
    panel.equation.intercept.setFocus()
    QTest.keyClick(panel.equation.intercept, Qt.Key.Key_Up)
    assert said[-1][:2] == ("dragged", 1)
    assert said[-1][2] > 30000.0


def test_a_click_on_a_dot_selects_its_row(panel: LinePanel, said: list[tuple[Any, ...]]) -> None:
    QTest.mouseClick(panel.plot.viewport(), LEFT, pos=place(panel, 5.0, 83140.0))
    assert said == [("row", 4)]


def test_errors_and_best_line_are_switched_in_the_corner(panel: LinePanel) -> None:
    x, y = panel.plot.picture.errors.getData()
    assert np.nanmax(np.abs(y[0::3] - y[1::3])) == pytest.approx(31854.0)  # of 4 bedrooms
    panel.errors_button.click()
    assert not panel.plot.picture.errors.isVisible()
    assert "best line" not in panel.plot.handles.texts()
    panel.best_button.click()
    assert "best line" in panel.plot.handles.texts()
    x, y = panel.plot.picture.best.getData()
    assert np.diff(y) / np.diff(x) == pytest.approx(7237.114, rel=1e-6)


def test_the_caption_says_how_good_the_line_is(qtbot: QtBot) -> None:
    subject = line_subject()
    panel = show(qtbot, subject, (7237.114285714286, 40486.26666666667))
    prices = np.array([38750.0, 51886.0, 70817.0, 81854.0, 83140.0, 68450.0])
    errors = np.polyval(np.polyfit(np.arange(1, 7), prices, 1), np.arange(1, 7)) - prices
    share = 1.0 - (errors**2).mean() / prices.var()
    assert panel.caption == f"R² {share:.3f} · typical error CA$9,994"
    description = panel.plot.accessibleDescription()
    assert description.startswith("price is CA$40,486 plus CA$7,237 per bedroom; R² 0.605")
    assert panel.plot.handles.texts() == ["turn", "shift"]


def test_a_loss_without_squares_has_no_r_squared_and_no_best_line(qtbot: QtBot) -> None:
    panel = show(qtbot, line_subject(loss="mae"), START)
    assert "R²" not in panel.caption
    assert not panel.best_button.isEnabled()


def test_a_network_that_is_no_line_is_said_so_and_takes_no_gesture(
    qtbot: QtBot, panel: LinePanel, said: list[tuple[Any, ...]]
) -> None:
    subject = with_hidden_layer(line_subject())
    panel.set_subject(subject)
    panel.show_snapshot(line_snapshot(subject, (0.1,) * 7))
    assert panel.plot.message.isVisible()
    assert not panel.dial.isEnabled()
    assert panel.equation.isHidden()
    drag(panel, panel.plot.rect().center(), QPoint(0, 30))
    panel.plot.setFocus()
    QTest.keyClick(panel.plot, Qt.Key.Key_Up)
    assert said == []
    panel.set_subject(line_subject())
    assert not panel.plot.message.isVisible()


def test_while_it_is_dragged_answers_do_not_move_the_line(
    panel: LinePanel, said: list[tuple[Any, ...]]
) -> None:
    view, start = panel.plot.viewport(), ring(panel, Handle.TURN)
    before = panel.plot.frame.y_range
    QTest.mousePress(view, LEFT, pos=start)
    QTest.mouseMove(view, start - QPoint(0, 40))
    QTest.qWait(1)
    held = said[-1][2]
    panel.show_snapshot(line_snapshot(line_subject(), (99000.0, 30000.0)))
    line = panel.plot.hand.line
    assert line is not None
    assert line.slope == held
    assert panel.plot.frame.y_range == before
    QTest.mouseRelease(view, LEFT, pos=start - QPoint(0, 40))


def snapshots() -> list[Snapshot]:
    subject = line_subject()
    return [line_snapshot(subject, theta) for theta in (START, (0.0, 0.0), (1e300, -1e300))]


@pytest.mark.parametrize("snapshot", snapshots(), ids=["near", "zero", "huge"])
def test_what_only_shows_says_nothing(panel: LinePanel, snapshot: Snapshot) -> None:
    said = listen(panel)
    panel.show_snapshot(snapshot)
    panel.restyle(DARK)
    panel.restyle(LIGHT._replace(scale=1.5))
    panel.plot.set_errors(False)
    panel.plot.set_best(True)
    panel.dial.set_tilt(30.0)
    panel.set_subject(line_subject(standardize=True))
    panel.grab()
    QTest.qWait(1)
    assert said == []


def texts_of(panel: LinePanel) -> list[str]:
    return [label.text() for label in panel.equation.findChildren(QLabel) if label.isVisible()]


def test_the_equation_names_the_columns_or_y_and_x_but_cuts_no_word(panel: LinePanel) -> None:
    assert {"price =", "× bedrooms"} <= set(texts_of(panel))
    panel.resize(panel.equation.minimumSizeHint().width() + 110, 400)
    QTest.qWait(1)
    assert {"y =", "× x"} <= set(texts_of(panel))
    assert panel.dial.isVisible()
    panel.resize(610, 400)
    QTest.qWait(1)
    assert {"price =", "× bedrooms"} <= set(texts_of(panel))


def test_where_there_is_little_room_the_knob_goes_and_the_fields_stay(panel: LinePanel) -> None:
    panel.resize(panel.minimumSizeHint().width(), 400)
    QTest.qWait(1)
    assert not panel.dial.isVisible()
    for field in (panel.equation.intercept, panel.equation.slope):
        assert field.isVisible()
        corner = field.mapTo(panel, field.rect().bottomRight())
        assert panel.rect().contains(corner)
    panel.resize(610, 400)
    QTest.qWait(1)
    assert panel.dial.isVisible()


def test_a_narrow_panel_keeps_r_squared_in_its_caption(panel: LinePanel) -> None:
    assert "typical error" in panel.caption
    panel.resize(420, 400)
    QTest.qWait(1)
    assert panel.caption.startswith("R² ")
    assert "typical error" not in panel.caption
