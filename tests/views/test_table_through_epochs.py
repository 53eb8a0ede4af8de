"""The table of one parameter through all epochs: values at once, gradients later."""

import time
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt

from gdsim.engine.descent import State
from gdsim.engine.epoch_rows import EpochRows, take_epoch_rows
from gdsim.engine.history import Block, History
from gdsim.engine.steps import finish
from gdsim.scenario.quantities import MINUS
from gdsim.views.table.epoch_table import EpochTable
from gdsim.views.table.figures import Kind
from gdsim.views.table.table_corner import BY_EPOCH, BY_PARAMETER
from gdsim.views.view import ShownRun
from tests.views.conftest import Shown
from tests.views.table_case import asked, at, cell, column, column_of, emitted, make_table, tip


def rows_of(shown: Shown, first: int, last: int, parameter: int = 2) -> EpochRows:
    experiment = shown.subject.experiment
    return finish(take_epoch_rows(experiment, experiment.start, 0, parameter, (first, last)))


@pytest.fixture
def table(qtbot: Any, shown: Shown) -> EpochTable:
    """The values of w3 at the epochs 0 to 25, of which 5 is selected; gradients are not there."""
    table = make_table(qtbot, shown, (594, 330))
    table.set_mode(BY_PARAMETER)
    return table


def long_history(n_epochs: int, n_parameters: int = 10) -> History:
    history = History(n_parameters)
    rng = np.random.default_rng(1)
    thetas = np.cumsum(rng.normal(scale=1e-3, size=(10_000, n_parameters)), axis=0)
    state = State(0, thetas[0], ())
    for first in range(0, n_epochs, 10_000):
        losses = np.linspace(1.0, 0.5, 10_000)
        history.append(Block(first, losses, losses, thetas, (state._replace(epoch=first),), None))
    return history


def test_it_says_which_parameter_and_marks_the_selected_epoch(table: EpochTable) -> None:
    assert table.title == "w3 through all epochs"
    first, last = table.grid.sight
    assert first <= 5 < last
    assert table.grid.source.selected_line == 5
    assert column(table, Kind.EPOCH)[:3] == ["0", "1", "2"]


def test_a_new_value_is_the_next_epochs_current_one(table: EpochTable) -> None:
    current, new = column(table, Kind.CURRENT), column(table, Kind.NEW)
    assert current[1:] == new[:-1]
    assert all(current)


def test_gradients_are_blank_until_they_come_and_are_then_the_engines(
    table: EpochTable, shown: Shown
) -> None:
    before = column(table, Kind.GRADIENT)
    assert before[5] == cell(table, 5, Kind.GRADIENT) != ""  # it stands in the snapshot
    assert set(before[:5] + before[6:]) == {""}
    table.show_rows(rows_of(shown, 0, 25))
    for epoch, text in enumerate(column(table, Kind.GRADIENT)):
        value = float(text.replace(MINUS, "-"))
        assert abs(value - shown.snapshot(epoch).gradient[2]) <= 0.5e-4
    assert "the gradient is negative, so the value rises" in tip(table, 3, Kind.NEW)


def test_what_is_missing_is_asked_for_once_scrolling_rests(qtbot: Any, table: EpochTable) -> None:
    log: list[tuple[int, int, int]] = []
    table.rows_wanted.connect(lambda *wanted: log.append(wanted))
    table.grid.bar.setValue(table.grid.bar.maximum())
    qtbot.waitUntil(lambda: bool(log), timeout=2000)
    parameter, first, last = log[-1]
    assert parameter == 2
    low, high = table.grid.sight
    assert first <= low < high - 1 <= last <= 25


def test_nothing_is_asked_for_twice_once_it_has_come(
    qtbot: Any, table: EpochTable, shown: Shown
) -> None:
    table.show_rows(rows_of(shown, 0, 25))
    qtbot.wait(80)
    log: list[int] = []
    table.rows_wanted.connect(lambda *_wanted: log.append(1))
    table.show_snapshot(shown.snapshot(6, parameter=2))
    qtbot.wait(80)
    assert log == []


def test_rows_of_another_parameter_or_run_are_not_shown(table: EpochTable, shown: Shown) -> None:
    table.show_rows(rows_of(shown, 0, 25, parameter=4))
    assert column(table, Kind.GRADIENT)[0] == ""
    table.show_rows(rows_of(shown, 0, 25)._replace(run=3))
    assert column(table, Kind.GRADIENT)[0] == ""


def test_a_click_and_arrow_keys_ask_for_an_epoch(qtbot: Any, table: EpochTable) -> None:
    log = emitted(table)
    qtbot.mouseClick(table.grid.viewport(), Qt.MouseButton.LeftButton, pos=at(table, 3))
    qtbot.keyClick(table.grid, Qt.Key.Key_Down)
    qtbot.keyClick(table.grid, Qt.Key.Key_End)
    assert list(asked(log, "epoch_requested")) == [3, 4, 25]
    assert not list(asked(log, "parameter_requested"))


def test_the_selected_epoch_is_kept_in_view_while_epochs_go_by(
    table: EpochTable, shown: Shown
) -> None:
    for epoch in (6, 12, 20, 25, 3):
        table.show_snapshot(shown.snapshot(epoch, parameter=2))
        first, last = table.grid.sight
        assert first <= epoch < last


def test_typing_an_epoch_goes_there(qtbot: Any, table: EpochTable) -> None:
    log = emitted(table)
    table.open_filter()
    field = table.corner().field  # type: ignore[union-attr]
    qtbot.keyClicks(field, "23")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert list(asked(log, "epoch_requested")) == [23]
    first, last = table.grid.sight
    assert first <= 23 < last


def test_the_newest_epoch_can_stand_first(table: EpochTable) -> None:
    number = column_of(table, Kind.EPOCH)
    table.sort_by(number)
    table.grid.bar.setValue(0)
    assert column(table, Kind.EPOCH)[:2] == ["25", "24"]
    table.sort_by(number)
    table.grid.bar.setValue(0)
    assert column(table, Kind.EPOCH)[:2] == ["0", "1"]


def test_the_printed_digits_reconcile_here_too(table: EpochTable, shown: Shown) -> None:
    table.show_rows(rows_of(shown, 0, 25))
    for row in range(table.grid.model().rowCount()):
        kinds = (Kind.CURRENT, Kind.RATE, Kind.GRADIENT, Kind.NEW)
        texts = [cell(table, row, kind).replace(MINUS, "-") for kind in kinds]
        current, rate, gradient, new = map(float, texts)
        unit = 10.0 ** -len(texts[3].partition(".")[2])
        assert abs(current - rate * gradient - new) < 1.5 * unit


def test_a_million_epochs_cost_no_more_than_those_in_sight(qtbot: Any, shown: Shown) -> None:
    table = make_table(qtbot, shown)
    table.show_runs([ShownRun("", long_history(1_000_000))])
    table.set_mode(BY_PARAMETER)
    assert table.grid.bar.maximum() > 999_000
    assert table.grid.model().rowCount() < 20
    costs = []
    for place in np.linspace(0, 999_000, 60).astype(int):
        begin = time.perf_counter()
        table.grid.bar.setValue(int(place))
        table.grid.viewport().grab()
        costs.append(time.perf_counter() - begin)
    assert sorted(costs)[30] < 0.016


def test_back_to_one_epoch_everything_is_as_before(table: EpochTable) -> None:
    table.set_mode(BY_EPOCH)
    assert table.title == "From epoch 5 to 6"
    assert column(table, Kind.PARAMETER)[:2] == ["w1", "w2"]


def test_the_corner_offers_both_ways(qtbot: Any, table: EpochTable) -> None:
    corner: Any = table.corner()
    texts = [action.text() for action in corner._modes.actions()]  # noqa: SLF001 - its menu
    assert texts == ["All parameters of epoch 5", "w3 through all epochs"]
    corner._modes.actions()[0].trigger()  # noqa: SLF001 - its menu
    assert table.mode == BY_EPOCH


def test_copying_gives_the_rows_in_sight_with_all_digits(table: EpochTable, shown: Shown) -> None:
    table.show_rows(rows_of(shown, 0, 25))
    lines = table.csv_text().splitlines()
    epoch, name, current, gradient, rate, new = lines[4].split(",")
    assert (epoch, name) == ("3", "w3")
    assert float(current) - float(rate) * float(gradient) == float(new)
