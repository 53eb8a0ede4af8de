"""Runs compared: the same losses along epochs, updates, rows, seconds and gradients."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gdsim.engine.history import LOSS, History
from gdsim.scenario.effort import Effort
from gdsim.scenario.quantities import short
from gdsim.views.curves.loss_plot import LossPlot
from gdsim.views.curves.parameters_plot import ParametersPlot
from gdsim.views.runs.compare_plot import ComparePlot
from gdsim.views.theme import DARK, LIGHT
from tests.views.runs_case import Runs, make_runs


@pytest.fixture(scope="module")
def runs() -> Runs:
    return make_runs()


@pytest.fixture
def plot(qtbot: QtBot, runs: Runs) -> ComparePlot:
    plot = ComparePlot(LIGHT)
    qtbot.addWidget(plot)
    plot.resize(640, 340)
    plot.show()
    qtbot.waitExposed(plot)
    assert runs.current.subject is not None
    plot.set_subject(runs.current.subject)
    plot.show_runs(runs.plotted)
    return plot


def lines(plot: ComparePlot) -> dict[str, tuple[Any, Any]]:
    """Return the points of each line as a copied table has them."""
    rows = [line.rsplit(",", 2) for line in plot.csv_text().splitlines()[1:]]
    names = dict.fromkeys(row[0] for row in rows)
    return {
        name: (
            np.array([float(r[1]) for r in rows if r[0] == name]),
            np.array([float(r[2]) for r in rows if r[0] == name]),
        )
        for name in names
    }


@pytest.mark.parametrize(
    ("effort", "per_epoch"),
    [(Effort.EPOCHS, 1), (Effort.UPDATES, 11), (Effort.GRADIENTS, 11), (Effort.ROWS, 546)],
)
def test_each_run_is_drawn_along_what_it_cost(
    plot: ComparePlot, runs: Runs, effort: Effort, per_epoch: int
) -> None:
    assert runs.batches.subject is not None
    n_rows = runs.batches.subject.experiment.settings.batches.n_rows
    per_epoch = {11: -(-n_rows // 50), 546: n_rows}.get(per_epoch, per_epoch)
    plot.set_effort(effort)
    x, y = lines(plot)["batches of 50"]
    assert x.tolist() == [float(per_epoch * k) for k in range(19)]
    expected = [runs.batches.history.value(LOSS, k) for k in range(19)]
    assert y.tolist() == expected
    assert plot.ends.texts == ["this run", "the run before", "batches of 50"]


def test_the_crosshair_reads_every_run_at_the_same_cost(plot: ComparePlot, runs: Runs) -> None:
    plot.set_effort(Effort.UPDATES)
    pixel = plot.frame.to_pixels(20.4, plot.frame.y_range[1]).toPoint()
    QTest.mouseMove(plot.viewport(), QPoint(pixel.x(), round(plot.frame.area.center().y())))
    head, current, before, batches = plot.readout.texts
    assert head == "after 20 updates"
    assert current == "this run " + short(runs.current.history.value(LOSS, 20) or 0.0)
    assert before == "the run before " + short(runs.before.history.value(LOSS, 20) or 0.0)
    assert runs.batches.subject is not None
    per_epoch = runs.batches.subject.experiment.settings.batches.n_updates
    epoch = int(20.4 // per_epoch)
    assert batches == "batches of 50 " + short(runs.batches.history.value(LOSS, epoch) or 0.0)


def test_beyond_its_end_a_run_has_no_value(plot: ComparePlot) -> None:
    found = {run.name: value for run, value in plot.values_at(20.0)}
    assert found["batches of 50"] is None
    assert found["this run"] is not None


def test_a_click_shows_the_epoch_that_the_current_run_had_reached(
    plot: ComparePlot, runs: Runs, qtbot: QtBot
) -> None:
    plot.set_effort(Effort.ROWS)
    assert runs.current.subject is not None
    n_rows = runs.current.subject.experiment.settings.batches.n_rows
    pixel = plot.frame.to_pixels(12.5 * n_rows, plot.frame.y_range[1]).toPoint()
    with qtbot.waitSignal(plot.epoch_requested) as asked:
        QTest.mouseClick(
            plot.viewport(),
            Qt.MouseButton.LeftButton,
            pos=QPoint(pixel.x(), round(plot.frame.area.center().y())),
        )
    assert asked.args == [12]


def test_runs_that_nobody_timed_are_named_on_the_axis_of_seconds(
    plot: ComparePlot, runs: Runs
) -> None:
    old = runs.batches.history
    again = History.restored(old.n_epochs, old.width, old.buckets, old.keyframes.states, old.stop)
    plot.show_runs([runs.current, runs.batches._replace(history=again)])
    plot.set_effort(Effort.SECONDS)
    assert plot.caption == "not timed: batches of 50"
    assert list(lines(plot)) == ["this run"]
    plot.set_effort(Effort.EPOCHS)
    assert plot.caption == ""
    assert len(lines(plot)) == 2


def test_x_takes_the_next_axis_and_l_the_logarithm(plot: ComparePlot) -> None:
    assert plot.axis_button.text().startswith("by epochs")
    QTest.keyClick(plot, Qt.Key.Key_X)
    assert plot.effort is Effort.UPDATES
    assert plot.axis_button.text().startswith("by updates")
    QTest.keyClick(plot, Qt.Key.Key_L)
    assert plot.frame.is_log
    assert plot.log_button.isChecked()


def test_setting_and_showing_is_no_gesture(plot: ComparePlot, runs: Runs) -> None:
    asked: list[int] = []
    plot.epoch_requested.connect(asked.append)
    plot.show_runs(runs.plotted)
    plot.set_effort(Effort.SECONDS)
    plot.restyle(DARK)
    plot.show_runs([])
    assert asked == []


def test_one_run_alone_says_how_to_keep_another(plot: ComparePlot, runs: Runs) -> None:
    plot.show_runs([runs.current._replace(name="")])
    assert plot.ends.texts == []
    assert plot._empty.isVisible()  # noqa: SLF001 - what a person sees
    assert "Ctrl+K" in plot._empty.text  # noqa: SLF001
    assert plot.accessibleDescription().startswith("Loss by epochs; this run: 0.4")


def test_no_tick_stands_between_two_epochs(plot: ComparePlot, runs: Runs) -> None:
    plot.show_runs([runs.current._replace(history=runs.current.history.until(4))])
    write = plot.axes.x_text
    assert write is not None
    assert [write(x) for x in (0.0, 0.5, 1.0, 2.5)] == ["0", "", "1", ""]
    plot.set_effort(Effort.SECONDS)
    assert plot.axes.x_text is None


def test_a_run_alone_has_the_whole_width(plot: ComparePlot, runs: Runs) -> None:
    before = plot.frame.area.width()
    plot.show_runs([runs.current])
    assert plot.frame.area.width() > before + 60
    plot.show_runs(runs.plotted)
    assert plot.frame.area.width() == before


@pytest.mark.parametrize("kind", [LossPlot, ParametersPlot])
def test_the_other_plots_name_the_runs_at_their_ends_too(
    qtbot: QtBot, runs: Runs, shown: Any, kind: type[LossPlot] | type[ParametersPlot]
) -> None:
    plot = kind(LIGHT)
    qtbot.addWidget(plot)
    plot.resize(560, 300)
    plot.show()
    assert runs.current.subject is not None
    plot.set_subject(runs.current.subject)
    plot.show_runs(runs.plotted)
    plot.show_snapshot(shown.snapshot(3, parameter=2))
    assert plot.ends.texts[-2:] == ["the run before", "batches of 50"]
    boxes = [label.box for label in plot.ends.labels if label.isVisible()]
    for i, box in enumerate(boxes):
        assert not any(box.intersects(other) for other in boxes[:i])
    plot.show_runs([runs.current._replace(name="")])
    assert "the run before" not in plot.ends.texts
