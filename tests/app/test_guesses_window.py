"""Scenarios of guesses in the real window: every panel shows them, every gesture works on them."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gdsim.app.main_window import MainWindow
from gdsim.engine.arrays import Array
from gdsim.scenario import edits, library
from gdsim.session.story import tell
from gdsim.views.guesses.guess_plot import GuessPlot
from gdsim.views.landscape.slope_loss import SlopeLoss
from gdsim.views.story_line import StoryLine
from gdsim.views.strip.readouts import LossReadout
from tests.app.conftest import OpenWindow
from tests.scenario.guess_runs import READY
from tests.session.conftest import settle

Left = Qt.MouseButton.LeftButton


def theta(window: MainWindow) -> Array:
    snapshot = window.session.snapshot
    assert snapshot is not None
    return snapshot.theta


def step(qtbot: QtBot, window: MainWindow, n_epochs: int = 1) -> None:
    window.session.runner.step(n_epochs)
    settle(qtbot, window.session)


def trigger(qtbot: QtBot, window: MainWindow, key: str) -> None:
    window.menu.actions_by_key[key].trigger()
    settle(qtbot, window.session)


def drag(qtbot: QtBot, window: MainWindow, pixels: float) -> None:
    """Drag the selected guess up, or the dot on a loss curve to the right."""
    plot = window.stack.view("guesses") or window.stack.view("slope_loss")
    assert isinstance(plot, GuessPlot | SlopeLoss)
    if isinstance(plot, GuessPlot):
        assert plot.marks.picture is not None
        dot = plot.marks.picture.columns[window.session.selection.parameter].guess
        way = QPointF(0.0, -pixels)
    else:
        dot, way = plot.slice_marks.ring.pos(), QPointF(pixels, 0.0)
    screen = plot.viewport()
    QTest.mousePress(screen, Left, pos=dot.toPoint())
    for part in (0.3, 0.6, 1.0):
        QTest.mouseMove(screen, (dot + way * part).toPoint())
        QTest.qWait(20)
    QTest.mouseRelease(screen, Left, pos=(dot + way).toPoint())
    settle(qtbot, window.session)


def aside(window: MainWindow) -> str:
    session = window.session
    assert session.snapshot is not None
    return tell(session.subject, session.snapshot, session.run.history, is_new=False).aside


def choices(window: MainWindow, menu: str) -> dict[str, QAction]:
    return {action.data(): action for action in window.menu.submenus[menu].actions()}


@pytest.mark.parametrize("name", [*READY, "one_slope_averages"])
def test_it_opens_steps_and_starts_anew_with_every_panel(
    open_window: OpenWindow, qtbot: QtBot, name: str
) -> None:
    window = open_window(name)
    first = theta(window)
    step(qtbot, window, 3)
    last = len(first) - 1
    window.session.select(parameter=last)
    settle(qtbot, window.session)
    before = theta(window)
    assert (before != first).all()
    drag(qtbot, window, -40.0)
    assert theta(window)[last] < before[last]
    step(qtbot, window, 2)
    trigger(qtbot, window, "undo")
    assert theta(window).tolist() == before.tolist()
    trigger(qtbot, window, "new_start")
    assert theta(window).tolist() != first.tolist()
    trigger(qtbot, window, "projector")
    trigger(qtbot, window, "projector")


def test_the_first_words_and_the_loss_are_about_guesses(open_window: OpenWindow) -> None:
    window = open_window("guess_and_error")
    words = "Press Space: every guess takes its first step towards the truth."
    assert window.story_text.startswith(words)
    readout = window.findChild(LossReadout)
    assert readout is not None
    assert readout.accessibleName() == "Loss 115,000,000,000, typical error $138,444"


def test_what_is_offered_to_try_can_be_done_with_guesses(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window("guess_and_error")
    story = window.findChild(StoryLine)
    assert story is not None
    offer = story.suggestion
    step(qtbot, window, 5)
    assert offer.text() == "Try: drag a guess towards the truth"
    drag(qtbot, window, 30.0)
    assert offer.isHidden()  # what is left needs a network
    window.session.open(library.read(library.builtin_path("houses")), None)
    settle(qtbot, window.session)
    assert offer.isHidden()


def test_a_far_gradient_is_not_called_flat(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window("guess_and_error")
    step(qtbot, window, 10)
    assert "stagnates" not in aside(window)
    step(qtbot, window, 100)
    assert "stagnates" in aside(window)


def test_each_loss_and_each_start_that_is_offered_works(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window("bedrooms")
    for menu in ("loss", "initializer"):
        for action in choices(window, menu).values():
            if action.isEnabled():
                action.trigger()
                settle(qtbot, window.session)
                assert action.isChecked()
                step(qtbot, window, 2)


def test_the_menus_offer_what_applies_and_say_why_not(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window("guess_and_error")
    losses, starts = choices(window, "loss"), choices(window, "initializer")
    assert losses["mae"].isEnabled()
    assert not losses["cross_entropy"].isEnabled()
    assert losses["cross_entropy"].toolTip() == "For classes; guesses are quantities."
    assert [n for n, a in starts.items() if a.isEnabled()] == ["zeros", "normal", "uniform", "mean"]
    assert starts["he"].toolTip() == "For the weights of a network, not for guesses."
    penalties = choices(window, "penalty")
    assert [n for n, a in penalties.items() if a.isEnabled()] == ["none"]
    standardize = window.menu.actions_by_key["standardize"]
    assert not standardize.isEnabled()
    assert standardize.toolTip() == "Guesses keep the units of the data."
    assert not window.menu.actions_by_key["hold_out"].isEnabled()
    houses = library.builtin_path("houses")
    window.session.open(library.read(houses), None)
    settle(qtbot, window.session)
    assert standardize.isEnabled()
    assert standardize.toolTip().startswith("Bring every column")
    assert losses["cross_entropy"].isEnabled()
    assert not starts["mean"].isEnabled()
    assert starts["he"].isEnabled()


def test_what_was_dragged_is_saved_and_found_again(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window("guess_and_error")
    step(qtbot, window, 2)
    drag(qtbot, window, 30.0)
    step(qtbot, window, 2)
    session, kept = window.session, theta(window)
    session.save(tmp_path / "mine.json")
    document = library.read(tmp_path / "mine.json")
    assert document.scenario == session.scenario
    session.open(document, tmp_path / "mine.json")
    settle(qtbot, session)
    step(qtbot, window, 4)
    assert theta(window).tolist() == kept.tolist()


def test_an_edit_that_makes_no_sense_is_refused_with_a_sentence(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    session = open_window("guess_and_error").session
    said: list[str] = []
    session.notice.connect(said.append)
    before = session.scenario
    assert not session.apply(edits.set_standardize(before, standardize=True), "x")
    assert session.scenario == before
    assert said == ["Guesses keep the units of the data; set dataset.standardize to false."]


def test_a_diverging_run_ends_with_a_sentence(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window("guess_and_error")
    session = window.session
    session.apply(edits.set_learning_rate(session.scenario, 10.0, 0), "rate")
    settle(qtbot, session)
    session.runner.step(1000)
    qtbot.waitUntil(lambda: session.run.history.stop is not None)
    session.select(epoch=session.run.newest)
    settle(qtbot, session)
    assert np.isfinite(theta(window)).all()
    assert window.story_text.startswith("The run diverged at epoch")
