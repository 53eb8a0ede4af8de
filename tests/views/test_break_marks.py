"""Where a curve breaks: gaps stay gaps, and each break is marked and said."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gdsim.views.slice.break_marks import Mark
from gdsim.views.slice.slice_plot import SlicePlot
from gdsim.views.theme import LIGHT
from gdsim.views.view import ShownRun
from tests.views.function_case import make_case

LEFT = Qt.MouseButton.LeftButton


def shown_with(qtbot: QtBot, text: str, start: float) -> SlicePlot:
    case = make_case((start,), rate=0.001, text=text, epochs=5)
    plot = SlicePlot(LIGHT)
    qtbot.addWidget(plot)
    qtbot.addWidget(plot.corner())
    plot.resize(1180, 320)
    plot.set_subject(case.subject)
    plot.show_runs([ShownRun("now", case.histories[0])])
    plot.show_snapshot(case.snapshot(0))
    plot.show()
    plot.grab()
    return plot


def mark_of(plot: SlicePlot, kind: str) -> Mark:
    (mark,) = [mark for mark in plot.function_marks.breaks.marks if mark.what.kind == kind]
    return mark


def hover(plot: SlicePlot, at: QPoint) -> str:
    for place in (at + QPoint(40, -20), at):
        QTest.mouseMove(plot.viewport(), place)
        QTest.qWait(30)
    return plot.readout.text


def test_a_kink_has_a_tick_on_the_curve_and_is_said(qtbot: QtBot) -> None:
    plot = shown_with(qtbot, "|x - 1|", -1.0)
    mark = mark_of(plot, "kink")
    (end,) = mark.ends
    assert (end - plot.frame.to_pixels(1.0, 0.0)).manhattanLength() < 1.0
    text = hover(plot, end.toPoint() + QPoint(2, -3))
    assert text == "kink at x = 1.000: the slope jumps, so there is no derivative here"


def test_a_pole_has_a_line_and_the_curve_does_not_cross_it(qtbot: QtBot) -> None:
    plot = shown_with(qtbot, "1/x", 1.0)
    mark = mark_of(plot, "pole")
    assert mark.x == pytest.approx(plot.frame.to_pixels(0.0, 1.0).x())
    assert "pole at x = 0" in hover(plot, QPoint(round(mark.x), 100))
    rows = [line.split(",") for line in plot.csv_text().splitlines() if line[:5] == "loss,"]
    values = np.array([row[1:] for row in rows], dtype=float)
    left, right = values[values[:, 0] < 0.0, 1], values[values[:, 0] > 0.0, 1]
    assert left.max() < 0.0 < right.min()
    assert np.isnan(values[values[:, 0] == 0.0, 1]).all()


def test_a_pole_does_not_press_the_curve_flat(qtbot: QtBot) -> None:
    plot = shown_with(qtbot, "1/x", 1.0)
    low, high = plot.frame.y_range
    assert -10.0 < low < -0.4
    assert 0.4 < high < 10.0


def test_a_jump_has_an_open_circle_at_both_ends(qtbot: QtBot) -> None:
    plot = shown_with(qtbot, "floor(x) + x", 0.5)
    jumps = [mark for mark in plot.function_marks.breaks.marks if mark.what.kind == "jump"]
    assert {round(mark.what.value) for mark in jumps} == {-2, -1, 0, 1, 2}
    assert [len(mark.ends) for mark in jumps if abs(mark.what.value) < 1.5] == [2, 2, 2]


def test_where_the_curve_begins_is_an_open_circle(qtbot: QtBot) -> None:
    plot = shown_with(qtbot, "sqrt(x)", 1.0)
    (end,) = mark_of(plot, "edge").ends
    assert (end - plot.frame.to_pixels(0.0, 0.0)).manhattanLength() < 1.5
    assert "beyond it has no value" in hover(plot, end.toPoint())


def test_a_ball_carried_into_a_gap_lies_on_the_axis(qtbot: QtBot) -> None:
    plot = shown_with(qtbot, "sqrt(x)", 1.0)
    QTest.mouseClick(plot.viewport(), LEFT, pos=plot.frame.to_pixels(-1.0, 0.5).toPoint())
    assert plot.slice_marks.ring.pos().y() == plot.frame.area.bottom()
    assert not plot.grab().isNull()


def test_a_smooth_curve_has_no_marks(qtbot: QtBot) -> None:
    assert not shown_with(qtbot, "x^4 - 3x^2 + x", 1.0).function_marks.breaks.marks
