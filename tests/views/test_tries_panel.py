"""You first: what is seen of tries and of descent, and what the buttons ask for."""

import csv
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gdsim.engine.history import LOSS
from gdsim.scenario.contest import Contest
from gdsim.views.theme import DARK, LIGHT
from gdsim.views.tries.tries_panel import TriesPanel
from gdsim.views.tries.tries_words import passed_at, sentences
from gdsim.views.view import ShownRun

LEFT = Qt.MouseButton.LeftButton
GESTURES = (
    "try_begin_requested",
    "try_descent_requested",
    "try_best_requested",
    "try_again_requested",
)


def contest_of(shown: Any, moves: tuple[float, ...], *, with_descent: bool = False) -> Contest:
    """Return a contest whose tries move w3 by these amounts."""
    objective, start = shown.subject.experiment.objective, shown.subject.experiment.start.theta
    contest = Contest(start).with_loss(start, objective.loss(start), 100)
    for move in moves:
        theta = start.copy()
        theta[2] += move
        contest = contest.with_loss(theta, objective.loss(theta), 100)
    return contest._replace(descent=shown.history) if with_descent else contest


@pytest.fixture
def panel(qtbot: QtBot, shown: Any) -> TriesPanel:
    panel = TriesPanel(LIGHT)
    qtbot.addWidget(panel)
    qtbot.addWidget(panel.corner())
    panel.resize(560, 380)
    panel.set_subject(shown.subject)
    panel.show_runs([ShownRun("", shown.history)])
    panel.show_snapshot(shown.snapshot(0))
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    return panel


@pytest.fixture
def said(panel: TriesPanel) -> list[str]:
    said: list[str] = []
    for name in GESTURES:
        getattr(panel, name).connect(lambda name=name: said.append(name))
    return said


def texts(panel: TriesPanel) -> list[str]:
    plot = panel.plot
    labels = (plot.start_label, plot.hand_label, plot.descent_label, plot.readout)
    return [label.text for label in labels if label.isVisible()]


def test_before_it_begins_the_panel_says_what_to_do(panel: TriesPanel, said: list[str]) -> None:
    assert all(message.isVisible() for message in panel.plot.messages)
    assert "lower loss by hand" in panel.plot.messages[0].text
    assert [b.isVisible() for b in (panel.begin_button, panel.descent_button)] == [True, False]
    QTest.mouseClick(panel.begin_button, LEFT)
    assert said == ["try_begin_requested"]


def test_once_begun_the_start_stands_there_and_the_sentence_asks_for_less(
    panel: TriesPanel, shown: Any
) -> None:
    panel.show_tries(contest_of(shown, ()))
    assert texts(panel) == ["start 1.33"]
    assert panel.sentence.first == "The start has a loss of 1.33. Can you get lower?"
    assert not panel.plot.messages[0].isVisible()
    assert not panel.best_button.isEnabled()
    assert not panel.again_button.isEnabled()


def test_every_try_is_a_point_at_its_number_and_loss(panel: TriesPanel, shown: Any) -> None:
    contest = contest_of(shown, (0.4, 0.9, -0.5))
    panel.show_tries(contest)
    rows = list(csv.reader(panel.plot.csv_text().splitlines()))
    tries = [(float(x), float(y)) for name, x, y in rows if name == "your tries"]
    assert tries == [(0.0, contest.start_loss), *((t.number, t.loss) for t in contest.tries)]
    assert "your best" in texts(panel)[1]
    assert panel.caption == "3 tries"


def test_descent_is_drawn_beside_the_tries_with_both_ends_named(
    panel: TriesPanel, shown: Any
) -> None:
    contest = contest_of(shown, (0.4, 0.9), with_descent=True)
    panel.show_tries(contest)
    rows = list(csv.reader(panel.plot.csv_text().splitlines()))
    descent = [float(y) for name, _x, y in rows if name == "descent"]
    assert descent == shown.history.series(LOSS, 0, 25, 100).values.tolist()
    assert "descent 0.45" in texts(panel)
    best = min(one.loss for one in contest.tries)
    assert panel.sentence.first == f"You: {best:.2f} after 2 tries. Descent: 0.45 after 25 epochs."
    first = next(e for e in range(26) if shown.history.value(LOSS, e) < best)
    assert panel.sentence.second == (
        f"One look at the slope each; it passed your best at epoch {first}. At epoch 2 it had 0.97."
    )
    assert panel.accessibleDescription() == f"{panel.sentence.first} {panel.sentence.second}"


def test_no_label_covers_another(panel: TriesPanel, shown: Any) -> None:
    for moves in ((0.4,), (0.4, 0.9, -0.5), (2.0, 0.1, 0.2, 0.3, 0.35, 0.5, 0.6)):
        for with_descent in (False, True):
            panel.show_tries(contest_of(shown, moves, with_descent=with_descent))
            plot = panel.plot
            labels = (plot.start_label, plot.hand_label, plot.descent_label)
            boxes = [label.box for label in labels if label.isVisible()]
            for i, box in enumerate(boxes):
                assert not any(box.intersects(other) for other in boxes[i + 1 :])
                assert plot.viewport().rect().contains(box.toRect())


def test_a_number_that_is_held_shows_its_loss_beside_the_last_try(
    panel: TriesPanel, shown: Any
) -> None:
    contest = contest_of(shown, (0.4, 0.9))
    panel.show_tries(contest)
    held = shown.snapshot(0)
    theta = held.theta.copy()
    theta[4] = 3.0
    panel.show_snapshot(held._replace(state=held.state._replace(theta=theta), loss=0.9))
    plot = panel.plot
    assert plot.ring.pos() == plot.frame.to_pixels(3.0, 0.9)
    assert "now 0.90" in texts(panel)
    assert len(contest.tries) == 2


def test_the_ring_is_at_the_try_whose_parameters_are_the_start_now(
    panel: TriesPanel, shown: Any
) -> None:
    contest = contest_of(shown, (0.4, 0.9))
    panel.show_tries(contest)
    snapshot = shown.snapshot(0)
    state = snapshot.state._replace(theta=contest.tries[0].theta)
    panel.show_snapshot(snapshot._replace(state=state, loss=contest.tries[0].loss))
    plot = panel.plot
    assert plot.ring.pos() == plot.frame.to_pixels(1.0, contest.tries[0].loss)


def test_the_ring_goes_along_descent(panel: TriesPanel, shown: Any) -> None:
    panel.show_tries(contest_of(shown, (0.4,), with_descent=True))
    snapshot = shown.snapshot(7)
    panel.show_snapshot(snapshot)
    assert panel.plot.ring.pos() == panel.plot.frame.to_pixels(7.0, snapshot.loss)


@pytest.mark.parametrize(
    ("button", "gesture"),
    [
        ("descent_button", "try_descent_requested"),
        ("best_button", "try_best_requested"),
        ("again_button", "try_again_requested"),
    ],
)
def test_each_button_asks_for_its_thing_by_mouse_and_by_key(
    panel: TriesPanel, shown: Any, said: list[str], button: str, gesture: str
) -> None:
    panel.show_tries(contest_of(shown, (0.4,)))
    QTest.mouseClick(getattr(panel, button), LEFT)
    getattr(panel, button).setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(getattr(panel, button), Qt.Key.Key_Space)
    assert said == [gesture, gesture]
    assert getattr(panel, button).toolTip()


def test_l_counts_the_loss_in_powers_of_ten(panel: TriesPanel, shown: Any) -> None:
    panel.show_tries(contest_of(shown, (5.0, 9.0)))
    QTest.keyClick(panel.plot, Qt.Key.Key_L)
    assert panel.log_button.isChecked()
    assert panel.plot.axes.is_log
    QTest.mouseClick(panel.log_button, LEFT)
    assert not panel.plot.axes.is_log


def test_the_mouse_on_a_try_reads_its_number_and_loss(panel: TriesPanel, shown: Any) -> None:
    contest = contest_of(shown, (0.4, 0.9))
    panel.show_tries(contest)
    at = panel.plot.frame.to_pixels(2.0, contest.tries[1].loss)
    QTest.mouseMove(panel.plot.viewport(), at.toPoint())
    QTest.qWait(1)
    assert panel.plot.readout.isVisible()
    assert panel.plot.readout.text.startswith("try 2: ")
    assert f"{contest.tries[1].loss:.17g}" in panel.plot.tip_at(at)


@pytest.mark.parametrize("change", ["subject", "tries", "runs", "snapshot", "theme"])
def test_showing_emits_nothing(panel: TriesPanel, shown: Any, said: list[str], change: str) -> None:
    deeds = {
        "subject": lambda: panel.set_subject(shown.subject),
        "tries": lambda: panel.show_tries(contest_of(shown, (0.4,), with_descent=True)),
        "runs": lambda: panel.show_runs([ShownRun("", shown.history)]),
        "snapshot": lambda: panel.show_snapshot(shown.snapshot(3)),
        "theme": lambda: panel.restyle(DARK),
    }
    deeds[change]()
    assert said == []


def test_a_try_that_beats_descent_is_said_to_be_lower(shown: Any) -> None:
    contest = contest_of(shown, (), with_descent=True)
    contest = contest.with_loss(np.zeros(10), 0.2, 100)
    assert passed_at(contest, 0.2) is None
    second = sentences(contest, 14)[1]
    assert second.startswith("14 looks at the slope each; your best is lower. At epoch 1 it had")


def test_descent_without_tries_asks_for_some(shown: Any) -> None:
    first, second = sentences(contest_of(shown, (), with_descent=True), 1)
    assert first == "Descent: 0.45 after 25 epochs."
    assert second.endswith("Now you: go to epoch 0 and change a number.")


def test_tries_above_the_start_get_a_hint(shown: Any) -> None:
    first, second = sentences(contest_of(shown, (-3.0,)), 1)
    assert first.endswith("after 1 try; the start had 1.33.")
    assert second.startswith("No try has been below the start yet.")
