"""Many starts in the real window: train, stop, open a run, take that back, keep the best, save."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gdsim.app.main_window import MainWindow
from gdsim.scenario import library
from gdsim.scenario.crop import Crop
from gdsim.session.runner import RunState
from tests.app.conftest import OpenWindow, state_of, view_of
from tests.app.seen_text import texts_of
from tests.session.conftest import settle

Button, Key = Qt.MouseButton, Qt.Key


def crop_of(window: MainWindow) -> Crop | None:
    """Return what the panels show."""
    crop = view_of(window, "starts_table").model.crop
    assert crop is None or isinstance(crop, Crop)
    return crop


def train(qtbot: QtBot, window: MainWindow, n: int, epochs: int = 40) -> Crop:
    """Type number and epochs, press the button and wait until all have been trained."""
    begin(qtbot, window, n, epochs)
    controls = view_of(window, "starts").controls
    qtbot.waitUntil(lambda: not controls.is_running, timeout=20_000)
    crop = crop_of(window)
    assert crop is not None
    return crop


def begin(qtbot: QtBot, window: MainWindow, n: int, epochs: int) -> None:
    """Type number and epochs, and press the button."""
    controls = view_of(window, "starts").controls
    for name, number in (("n", n), ("epochs", epochs)):
        field = controls.fields[name]
        qtbot.mouseDClick(field, Button.LeftButton)
        field.selectAll()
        qtbot.keyClicks(field, str(number))
        qtbot.keyClick(field, Key.Key_Return)
    qtbot.mouseClick(controls.train_button, Button.LeftButton)
    qtbot.waitUntil(lambda: controls.is_running or has_results(window), timeout=5000)


def has_results(window: MainWindow) -> bool:
    """Whether runs are shown."""
    crop = crop_of(window)
    return crop is not None and crop.results is not None


def click_row(qtbot: QtBot, window: MainWindow, row: int) -> int:
    """Click a row of the list; return its run."""
    rows = view_of(window, "starts_table").rows
    index = rows.model().index(row, 0)
    run = int(index.data(Qt.ItemDataRole.UserRole))
    qtbot.mouseClick(rows.viewport(), Button.LeftButton, pos=rows.visualRect(index).center())
    settle(qtbot, window.session)
    return run


def cell(window: MainWindow, row: int, heading: str) -> str:
    """Return what stands in a row under a heading."""
    model = view_of(window, "starts_table").rows.model()
    sides = Qt.Orientation.Horizontal
    names = [str(model.headerData(i, sides)).rstrip(" ↑↓") for i in range(model.columnCount())]
    return str(model.index(row, names.index(heading)).data())


def by_tab(window: MainWindow) -> list[QWidget]:
    """Return what Tab comes to, once around."""
    seen: list[QWidget] = []
    while (focus := QApplication.focusWidget()) not in seen:
        if focus is not None:
            seen.append(focus)
        QTest.keyClick(focus or window, Key.Key_Tab)
    return seen


@pytest.mark.parametrize("n", [1, 10, 100])
def test_as_many_starts_as_typed_are_trained_and_listed_the_best_first(
    open_window: OpenWindow, qtbot: QtBot, n: int
) -> None:
    window = open_window("many_starts")
    crop = train(qtbot, window, n)
    assert crop.results is not None
    assert crop.results.n == n == view_of(window, "starts_table").rows.model().rowCount()
    losses = [float(cell(window, row, "loss")) for row in range(n)]
    assert losses == sorted(losses)
    assert sum(view_of(window, "starts_histogram").plot.bars.counts) == n
    assert f"best: seed {cell(window, 0, 'seed')}" in texts_of(view_of(window, "starts").curves)


def test_a_thousand_starts_can_be_stopped_by_esc_wherever_the_focus_is(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window("many_starts")
    window.setFocus()
    begin(qtbot, window, 1000, 5000)
    qtbot.waitUntil(lambda: has_results(window), timeout=10_000)
    window.setFocus()
    qtbot.keyClick(window, Key.Key_Escape)
    qtbot.waitUntil(lambda: not view_of(window, "starts").controls.is_running, timeout=2000)
    crop = crop_of(window)
    assert crop is not None
    assert crop.results is not None
    assert 0 < crop.results.n == 1000
    assert crop.results.epoch < 5000
    assert view_of(window, "starts").caption.startswith("stopped at epoch")
    assert view_of(window, "starts_table").best_button.isEnabled()


def test_tab_comes_to_every_field_and_the_button_hands_the_focus_on(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window("many_starts")
    controls = view_of(window, "starts").controls
    order = by_tab(window)
    wanted = [controls.fields[name] for name in ("n", "first_seed", "epochs")]
    for widget in (*wanted, controls.distribution, controls.train_button):
        assert widget in order
    controls.change(n=1000, epochs=5000)
    controls.train_button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(controls.train_button, Key.Key_Space)
    qtbot.waitUntil(lambda: controls.is_running)
    assert QApplication.focusWidget() is controls.cancel_button
    qtbot.keyClick(controls.cancel_button, Key.Key_Space)
    qtbot.waitUntil(lambda: not controls.is_running)
    assert QApplication.focusWidget() is controls.train_button


@pytest.mark.parametrize("name", ["many_starts", "houses", "two_moons", "himmelblau", "many_wells"])
def test_an_opened_run_ends_at_the_loss_of_its_row_and_undo_brings_the_old_one_back(
    open_window: OpenWindow, qtbot: QtBot, name: str
) -> None:
    window = open_window(name)
    session = window.session
    window.switch.go_to("starts")
    before, at_first = session.scenario, session.run.history.value(0, 0)
    crop = train(qtbot, window, 5, epochs=20)
    assert crop.results is not None
    run = click_row(qtbot, window, 3)
    assert session.selection.epoch == 20
    assert session.snapshot is not None
    assert session.snapshot.loss == pytest.approx(crop.results.losses[run], rel=1e-9, abs=1e-18)
    assert view_of(window, "starts_table").caption.startswith("open: ")
    window.action("undo").trigger()
    settle(qtbot, session)
    assert session.scenario == before
    assert session.run.history.value(0, 0) == at_first
    assert crop_of(window) is not None, "the runs are still there"


def test_a_click_on_the_run_that_is_open_takes_it_to_its_end(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window("many_starts")
    train(qtbot, window, 5, epochs=200)
    click_row(qtbot, window, 2)
    window.action("first").trigger()
    settle(qtbot, window.session)
    assert window.session.selection.epoch == 0
    click_row(qtbot, window, 2)
    assert window.session.selection.epoch == 200


def test_the_best_is_kept_by_the_button_and_drawn_among_the_runs(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window("many_starts")
    session = window.session
    crop = train(qtbot, window, 10)
    assert crop.results is not None
    qtbot.mouseClick(view_of(window, "starts_table").best_button, Button.LeftButton)
    settle(qtbot, session)
    (kept,) = session.scenario.companions
    assert kept.name == f"best of 10 (seed {cell(window, 0, 'seed')})"
    curves = view_of(window, "curves")
    qtbot.waitUntil(lambda: any("best of 10" in text for text in texts_of(curves)), timeout=5000)
    session.path = tmp_path / "kept.json"
    assert window.documents.save()
    window.documents.open_path(session.path)
    settle(qtbot, session)
    assert window.stack.key == "starts", "the file says where it is looked at"
    assert session.scenario.companions == (kept,)
    qtbot.waitUntil(lambda: any("best of 10" in text for text in texts_of(curves)), timeout=5000)


def test_an_edit_while_runs_are_trained_stops_them_and_says_so(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window("many_starts")
    begin(qtbot, window, 1000, 5000)
    qtbot.waitUntil(lambda: has_results(window), timeout=10_000)
    window.gestures.on_rate_dropped(0.5)
    settle(qtbot, window.session)
    panel = view_of(window, "starts")
    assert not panel.controls.is_running
    assert panel.caption == "from before your last change · train again"
    window.action("undo").trigger()
    settle(qtbot, window.session)
    assert not panel.caption.startswith("from before")


def test_to_train_pauses_the_run_that_plays(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window("many_starts")
    window.action("play").trigger()
    assert state_of(window) is RunState.PLAYING
    crop = train(qtbot, window, 10)
    assert state_of(window) is RunState.PAUSED, "training pauses the run"
    assert crop.results is not None
    assert crop.results.is_complete


def test_guesses_do_not_suit_so_its_example_is_opened(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window("guess_and_error")
    window.switch.go_to("starts")
    settle(qtbot, window.session)
    assert window.stack.key == "starts"
    assert window.session.scenario.title.startswith("Exclusive or")
    assert len(window.session.parked) == 1


def test_another_document_has_runs_of_its_own(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window("many_starts")
    session = window.session
    begin(qtbot, window, 1000, 5000)
    qtbot.waitUntil(lambda: has_results(window), timeout=10_000)
    session.open_beside(library.read(library.builtin_path("himmelblau")))
    settle(qtbot, session)
    window.switch.go_to("starts")
    assert crop_of(window) is None
    assert not view_of(window, "starts").controls.is_running
    assert view_of(window, "starts").paths.messages[0].isVisible()
    train(qtbot, window, 10)
    (other,) = session.parked
    session.resume(other)
    settle(qtbot, session)
    window.switch.go_to("starts")
    crop = crop_of(window)
    assert crop is not None
    assert crop.results is not None
    assert crop.results.n == 1000
    assert not crop.is_running


def test_losses_at_a_known_minimum_are_one_bar_and_counts_are_whole(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window("himmelblau")
    window.switch.go_to("starts")
    train(qtbot, window, 10, epochs=100)
    plot = view_of(window, "starts_histogram").plot
    assert plot.bars.counts.tolist() == [10]
    numbers = [float(tick.text) for tick in plot.axes._y_ticks]  # noqa: SLF001
    assert np.array_equal(numbers, np.round(numbers))


def test_in_projector_mode_the_histogram_can_still_be_read(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window("many_starts")
    window.action("projector").setChecked(True)
    try:
        qtbot.wait(100)
        panel, histogram = view_of(window, "starts"), view_of(window, "starts_histogram")
        controls: Any = panel.controls
        assert histogram.width() > 200
        shown = [controls.fields["n"], controls.distribution, controls.train_button]
        for widget in shown:
            right = widget.mapTo(panel, QPoint(widget.width(), 0)).x()
            assert right <= panel.width()
    finally:
        window.action("projector").setChecked(False)
