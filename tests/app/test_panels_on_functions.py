"""Every panel shows a plain function without a complaint: no data, no network, few numbers."""

import time

import pytest
from pytestqt.qtbot import QtBot

from gdsim.app.activities import activities
from gdsim.engine.collector import Collector
from gdsim.engine.descent import descend, replay
from gdsim.engine.history import History
from gdsim.engine.snapshot import Look, Snapshot, take_snapshot
from gdsim.engine.steps import finish
from gdsim.scenario.build import build
from gdsim.scenario.library import builtin_path, read
from gdsim.scenario.subject import Subject
from gdsim.views.strip.readouts import LossReadout
from gdsim.views.theme import DARK, LIGHT
from gdsim.views.view import ShownRun

PANELS = {panel.key: panel for activity in activities() for panel in activity.panels}
NEEDS = frozenset({"chain", "updates"})


def shown(name: str, epoch: int = 3) -> tuple[Subject, Snapshot, ShownRun]:
    subject = build(read(builtin_path(name)).scenario)
    history = History(len(subject.names))
    epochs = descend(subject.experiment, subject.experiment.start)
    history.append(Collector(epochs, 0, len(subject.names), time.perf_counter).take(21, 10.0))
    *_, state = replay(subject.experiment, subject.experiment.start, epoch)
    assert state is not None
    look = Look(slice_range=(-2.5, 2.5), with_fit=True, needs=NEEDS)
    snapshot = finish(take_snapshot(subject.experiment, subject.samples, 0, state, look))
    return subject, snapshot, ShownRun("now", history, subject=subject)


@pytest.mark.parametrize("name", ["two_wells", "himmelblau"])
@pytest.mark.parametrize("key", PANELS)
def test_a_panel_shows_a_function(qtbot: QtBot, key: str, name: str) -> None:
    subject, snapshot, run = shown(name)
    view = PANELS[key].make_view(LIGHT)
    qtbot.addWidget(view)
    view.resize(560, 340)
    for show in ("set_subject", "show_runs", "show_snapshot", "show_runs", "restyle"):
        value = {"set_subject": subject, "show_runs": [run], "show_snapshot": snapshot}
        if hasattr(view, show):
            getattr(view, show)(value.get(show, DARK))
    assert not view.grab().isNull()
    assert isinstance(getattr(view, "title", ""), str)


def test_the_readout_says_that_the_loss_is_a_height(qtbot: QtBot) -> None:
    subject, snapshot, _run = shown("himmelblau")
    readout = LossReadout(LIGHT)
    qtbot.addWidget(readout)
    readout.set_subject(subject)
    readout.show_snapshot(snapshot)
    assert readout.title.text() == "LOSS"
    assert readout.aside.text() == ""
    assert readout.number.toolTip().startswith("The function's value where the ball is: ")
