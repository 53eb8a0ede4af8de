"""The strip of basins: which start leads where, as bands, words and a picture that is kept."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gdsim.engine.basins import GONE, UNSETTLED, VOID, Basins
from gdsim.views.slice.basin_bands import Band, bands_of, sentence, shares_of, texts_of
from gdsim.views.slice.slice_plot import SlicePlot
from gdsim.views.theme import LIGHT
from gdsim.views.view import ShownRun
from tests.views.function_case import FunctionCase, make_case

LEFT = Qt.MouseButton.LeftButton


def basins(kinds: list[int], extent: tuple[float, float] = (0.0, 10.0)) -> Basins:
    starts = np.linspace(*extent, len(kinds))[:, np.newaxis]
    return Basins(starts, starts, np.array(kinds), 100)


@pytest.fixture
def case() -> FunctionCase:
    return make_case((2.2, -2.0, 0.9))


@pytest.fixture
def plot(qtbot: QtBot, case: FunctionCase) -> SlicePlot:
    plot = SlicePlot(LIGHT)
    qtbot.addWidget(plot)
    qtbot.addWidget(plot.corner())
    plot.resize(1180, 320)
    plot.set_subject(case.subject)
    plot.show_runs([ShownRun("now", case.histories[0])])
    plot.show_basins(case.basins())
    plot.show_balls(case.balls(0))
    plot.show_snapshot(case.snapshot(0))
    plot.show()
    plot.grab()
    return plot


def over(plot: SlicePlot, x: float) -> QPoint:
    at = plot.frame.to_pixels(x, plot.frame.y_range[0])
    return QPoint(round(at.x()), round(plot.function_marks.strip.pos().y()) + 7)


def test_neighbours_that_end_alike_are_one_band() -> None:
    bands = bands_of(basins([0, 0, 1, 1, 1, 0, GONE, GONE, UNSETTLED, UNSETTLED, UNSETTLED]))
    assert [(band.low, band.high, band.minimum) for band in bands] == [
        (0.0, 1.5, 0),
        (1.5, 4.5, 1),
        (4.5, 5.5, 0),
        (5.5, 7.5, GONE),
        (7.5, 10.0, UNSETTLED),
    ]
    assert shares_of(bands) == pytest.approx({0: 0.25, 1: 0.3, GONE: 0.2, UNSETTLED: 0.25})


def test_every_start_lies_in_the_band_of_its_own_end(case: FunctionCase) -> None:
    found = case.basins()
    bands = bands_of(found)
    for start, kind in zip(found.starts[:, 0], found.minimum, strict=True):
        own = [band.minimum for band in bands if band.low <= start <= band.high]
        assert kind in own


def test_all_starts_that_end_alike_are_one_band_from_end_to_end() -> None:
    assert bands_of(basins([0] * 5)) == (Band(0.0, 10.0, 0),)


def test_where_the_function_has_no_value_there_are_no_starts_to_count() -> None:
    shares = shares_of(bands_of(basins([VOID] * 5 + [0] * 4 + [GONE])))
    assert shares[0] + shares[GONE] == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("kind", "share", "n", "first"),
    [
        (0, 0.54, 2, "54 % of all starts lead to 1"),
        (0, 1.0, 1, "100 % of all starts come here"),
        (3, 0.004, 5, "under 1 % of all starts lead to 4"),
        (GONE, 0.2, 2, "20 % diverge"),
        (UNSETTLED, 0.2, 2, "20 % do not settle"),
        (VOID, 0.5, 2, "no value"),
    ],
)
def test_shares_are_written_in_words(kind: int, share: float, n: int, first: str) -> None:
    texts = texts_of(kind, share, n)
    assert texts[0] == first
    assert [len(text) for text in texts] == sorted([len(t) for t in texts], reverse=True)


def test_the_strip_says_where_each_start_leads_and_is_asked_for(plot: SlicePlot) -> None:
    assert plot.needs == {"basins"}
    assert plot.function_marks.strip.texts == [
        "54 % of all starts lead to 1",
        "46 % of all starts lead to 2",
    ]


@pytest.mark.parametrize(("x", "end"), [(-1.8, "−1.30"), (1.2, "1.13")])
def test_hovering_says_where_a_start_rolls_to(plot: SlicePlot, x: float, end: str) -> None:
    QTest.mouseMove(plot.viewport(), over(plot, x))
    QTest.qWait(1)
    assert plot.readout.isVisible()
    start, rest = plot.readout.text.split(" rolls to ")
    assert float(start.split("= ")[1].replace("−", "-")) == pytest.approx(x, abs=0.01)
    assert rest == f"the minimum at x = {end}"
    assert plot.frame.area.contains(plot.readout.box)
    tip = plot.tip_at(QPointF(over(plot, x)))
    assert tip.startswith("Which minimum a ball comes to that begins here")


def test_starts_without_an_end_are_said_so(case: FunctionCase) -> None:
    facts = case.subject.function
    assert facts is not None
    say = [sentence(1.2, 0.5, kind, facts.minima, "x") for kind in (GONE, UNSETTLED)]
    say.append(sentence(1.2, np.nan, GONE, facts.minima, "x"))
    assert say == [
        "a start at x = 1.20 diverges at this learning rate",
        "a start at x = 1.20 does not settle: it jumps to and fro, or is slow",
        "a start at x = 1.20 has no loss: the function has no value there",
    ]


def test_the_picture_is_painted_once_and_again_when_it_changes(
    plot: SlicePlot, monkeypatch: Any, case: FunctionCase
) -> None:
    strip, painted = plot.function_marks.strip, list[float]()
    original = strip._pictured  # noqa: SLF001 - to count

    def counted(ratio: float) -> Any:
        painted.append(ratio)
        return original(ratio)

    monkeypatch.setattr(strip, "_pictured", counted)
    start = plot.spots()[0].toPoint()
    QTest.mousePress(plot.viewport(), LEFT, pos=start)
    for step in range(5):
        QTest.mouseMove(plot.viewport(), start + QPoint(10 * step, 0))
        QTest.qWait(1)
        plot.grab()
    assert not painted
    QTest.mouseRelease(plot.viewport(), LEFT, pos=start)
    plot.show_basins(basins([0, 1, GONE], case.extent))
    QTest.qWait(1)
    plot.grab()
    assert painted
    assert strip.texts


def test_the_numbers_of_the_axis_stand_below_the_strip(plot: SlicePlot) -> None:
    strip = plot.function_marks.strip
    bottom = strip.pos().y() + strip.boundingRect().height()
    assert strip.pos().y() > plot.frame.area.bottom()
    assert bottom <= plot.frame.area.bottom() + plot.axes.room_below + 6.0


def test_another_subject_takes_the_strip_away(plot: SlicePlot, shown: Any) -> None:
    plot.set_subject(shown.subject)
    plot.show_snapshot(shown.snapshot(0, parameter=2, slice_range=(-2.0, 3.0)))
    assert not plot.function_marks.strip.isVisible()
    assert plot.axes.room_below == 0.0
    assert not plot.needs
