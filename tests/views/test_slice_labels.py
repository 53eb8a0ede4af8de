"""The labels of a slice stand apart, for every parameter and epoch of the examples."""

import time
from itertools import combinations

import pytest
from PySide6.QtCore import QPointF, QRectF
from pytestqt.qtbot import QtBot

from gdsim.engine.collector import Collector
from gdsim.engine.descent import State, descend
from gdsim.engine.history import PARAMETERS, History
from gdsim.engine.snapshot import Look, Snapshot, take_snapshot
from gdsim.scenario.build import build
from gdsim.scenario.library import builtin_path, read
from gdsim.scenario.ranges import slice_range
from gdsim.scenario.subject import Subject
from gdsim.views.slice.slice_plot import SlicePlot
from gdsim.views.theme import LIGHT
from gdsim.views.view import ShownRun

EPOCHS = (0, 1, 2, 3, 5, 8, 13, 20, 25)
RING = 12.0
"""Half of the dot without its halo, in pixels."""


def moment(subject: Subject, state: State, look: Look) -> Snapshot:
    job = take_snapshot(subject.experiment, subject.samples, 0, state, look)
    while True:
        try:
            next(job)
        except StopIteration as done:
            found: Snapshot = done.value
            return found


def states(subject: Subject) -> tuple[History, dict[int, State]]:
    """Return the run of 25 epochs, and its states at the epochs to look at."""
    experiment = subject.experiment
    history = History(len(subject.names))
    start = experiment.start
    collector = Collector(descend(experiment, start), 0, len(subject.names), time.perf_counter)
    history.append(collector.take(26, 100.0))
    kept = {}
    for epoch in descend(experiment, start):
        if epoch is not None:
            kept[epoch.state.epoch] = epoch.state
            if epoch.state.epoch >= max(EPOCHS):
                break
    return history, {epoch: kept[epoch] for epoch in EPOCHS if epoch in kept}


def collisions(plot: SlicePlot) -> list[str]:
    """Return which labels lie over each other, over the dot or beyond the plot."""
    marks, area = plot.slice_marks, plot.frame.area.adjusted(-2.0, -2.0, 2.0, 2.0)
    labels = [label for label in marks.labels() if label.isVisible()]
    at, reach = marks.ring.pos(), QPointF(RING, RING)
    dot = QRectF(at - reach, at + reach)
    found = [f"{a.text} x {b.text}" for a, b in combinations(labels, 2) if a.box.intersects(b.box)]
    found += [f"{a.text} on the dot" for a in labels if a.box.intersects(dot)]
    return found + [f"{a.text} beyond" for a in labels if not area.contains(a.box)]


@pytest.mark.parametrize("size", [(560, 310), (300, 200)])
@pytest.mark.parametrize(
    "name", ["houses", "diverges", "one_slope", "slope_and_intercept", "sine", "two_moons", "xor"]
)
def test_no_label_lies_over_another_or_over_the_dot(
    qtbot: QtBot, name: str, size: tuple[int, int]
) -> None:
    subject = build(read(builtin_path(name)).scenario)
    history, known = states(subject)
    plot = SlicePlot(LIGHT)
    qtbot.addWidget(plot)
    qtbot.addWidget(plot.corner())
    plot.resize(*size)
    plot.set_subject(subject)
    plot.show_runs([ShownRun("now", history)])
    plot.show()
    wrong = []
    for parameter in range(min(len(subject.names), 12)):
        low, high = history.extent(PARAMETERS + parameter)
        extent = None
        for epoch, state in known.items():
            extent = slice_range(extent, float(state.theta[parameter]), low, high)
            plot.show_snapshot(
                moment(subject, state, Look(parameter=parameter, slice_range=extent))
            )
            wrong += [f"{subject.names[parameter]}, {epoch}: {x}" for x in collisions(plot)]
    assert not wrong
