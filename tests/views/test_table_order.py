"""Filter, order, unfolded updates, and the columns of an optimizer's memory."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from gdsim.scenario.quantities import MINUS
from gdsim.views.table.by_epoch import ByEpoch
from gdsim.views.table.epoch_table import EpochTable
from gdsim.views.table.figures import Kind
from gdsim.views.table.table_menu import TableMenu
from gdsim.views.table.words import sentence
from tests.engine.runs import heavy_ball
from tests.views.conftest import Shown, make_shown
from tests.views.table_case import (
    UPDATES,
    at,
    cell,
    column,
    column_of,
    in_batches,
    make_table,
    tip,
    with_settings,
)

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def table(qtbot: Any, shown: Shown) -> EpochTable:
    """The houses network at epoch 5, w3 selected, all ten rows in sight."""
    return make_table(qtbot, shown)


def source_of(shown: Shown) -> ByEpoch:
    source = ByEpoch()
    source.set_subject(shown.subject)
    return source


# Filter and order.


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("w3", ["w3"]),
        ("b", ["b1", "b2"]),
        ("layer 2", ["w7", "w8"]),
        ("l2, b1", ["b1", "w7", "w8"]),
        ("< 0", ["w2", "w3", "w4", "b2"]),
        ("> 0.5", ["w7", "w8"]),
        ("frozen", []),
        ("nothing of this kind", []),
        ("", ["w1", "w2", "w3", "w4", "w5", "w6", "b1", "b2", "w7", "w8"]),
    ],
)
def test_a_filter_leaves_some_parameters(
    qtbot: Any, table: EpochTable, text: str, names: list[str]
) -> None:
    table.open_filter()
    corner = table.corner()
    assert corner is not None
    field = corner.field  # type: ignore[attr-defined]
    qtbot.keyClicks(field, text)
    assert column(table, Kind.PARAMETER) == names
    table.grab()


def test_escape_closes_the_filter_and_shows_everything(qtbot: Any, table: EpochTable) -> None:
    table.open_filter()
    field = table.corner().field  # type: ignore[union-attr]
    qtbot.keyClicks(field, "w3")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert len(column(table, Kind.PARAMETER)) == 10


def test_a_heading_sorts_up_then_down_then_as_before(qtbot: Any, table: EpochTable) -> None:
    number = column_of(table, Kind.GRADIENT)
    header = table.grid.horizontalHeader()
    place = QPoint(table.grid.columnViewportPosition(number) + 20, 10)
    natural = column(table, Kind.GRADIENT)

    def numbers() -> list[float]:
        return [float(text.replace(MINUS, "-")) for text in column(table, Kind.GRADIENT)]

    qtbot.mouseClick(header.viewport(), LEFT, pos=place)
    assert numbers() == sorted(numbers())
    heading = table.grid.model().headerData(number, Qt.Orientation.Horizontal)
    assert heading == "gradient ↑"
    qtbot.mouseClick(header.viewport(), LEFT, pos=place)
    assert numbers() == sorted(numbers(), reverse=True)
    qtbot.mouseClick(header.viewport(), LEFT, pos=place)
    assert column(table, Kind.GRADIENT) == natural


def test_the_order_is_kept_while_epochs_go_by(table: EpochTable, shown: Shown) -> None:
    table.sort_by(column_of(table, Kind.CURRENT))
    table.show_snapshot(shown.snapshot(20, parameter=2))
    values = [float(text.replace(MINUS, "-")) for text in column(table, Kind.CURRENT)]
    assert values == sorted(values)


def test_the_menu_sorts_for_those_without_a_mouse(qtbot: Any, table: EpochTable) -> None:
    menu = table.findChild(TableMenu)
    assert menu is not None
    menu.aboutToShow.emit()
    sorting = next(action.menu() for action in menu.actions() if action.text() == "Sort by")
    texts = [action.text() for action in sorting.actions()]  # type: ignore[attr-defined]
    assert texts == ["parameter", "current", "gradient", "new", "size of the step"]
    sorting.actions()[1].trigger()  # type: ignore[attr-defined]
    values = [float(text.replace(MINUS, "-")) for text in column(table, Kind.CURRENT)]
    assert values == sorted(values)


def test_the_rate_which_is_the_same_for_all_sorts_nothing(table: EpochTable) -> None:
    before = column(table, Kind.PARAMETER)
    table.sort_by(column_of(table, Kind.RATE))
    assert column(table, Kind.PARAMETER) == before
    assert table.grid.source.order is None


# Updates inside an epoch.


def test_a_row_opens_into_its_updates_and_closes_again(qtbot: Any) -> None:
    shown = in_batches()
    table = make_table(qtbot, shown)
    table.setFocus()
    qtbot.waitUntil(table.grid.hasFocus)
    qtbot.keyClick(table.grid, Qt.Key.Key_Right)
    names = column(table, Kind.PARAMETER)
    assert names[2:8] == ["w3", "rows 1 to 25", "rows 26 to 50", "rows 51 to 75",
                          "rows 76 to 100", "row 101"]  # fmt: skip
    new = column(table, Kind.NEW)
    assert column(table, Kind.CURRENT)[4:8] == new[3:7]  # each goes on where the last one ended
    assert new[7] == new[2]
    qtbot.keyClick(table.grid, Qt.Key.Key_Left)
    assert len(column(table, Kind.PARAMETER)) == 10


def test_every_update_reconciles_to_one_unit(qtbot: Any) -> None:
    table = make_table(qtbot, in_batches(10), (594, 500))
    qtbot.mouseClick(table.grid.viewport(), LEFT, pos=QPoint(12, at(table, 2).y()))
    kinds = (Kind.CURRENT, Kind.RATE, Kind.GRADIENT, Kind.NEW)
    n_updates = 0
    for row, name in enumerate(column(table, Kind.PARAMETER)):
        if "row" in name:
            texts = [cell(table, row, kind).replace(MINUS, "-") for kind in kinds]
            current, rate, gradient, new = map(float, texts)
            unit = 10.0 ** -len(texts[3].partition(".")[2])
            assert abs(current - rate * gradient - new) < 1.5 * unit
            n_updates += 1
    assert n_updates == 11


def test_what_is_not_kept_is_said(qtbot: Any) -> None:
    shown = in_batches(1)
    table = make_table(qtbot, shown)
    snapshot = shown.snapshot(5, parameter=2, needs=UPDATES)
    table.show_snapshot(snapshot._replace(updates=snapshot.updates[:3]))
    table.grid.fold_requested.emit(2, True)
    assert "first 3 of 101 updates" in table.grid.source.figures(6).note
    table.grab()


def test_left_steps_back_where_there_is_nothing_to_close(qtbot: Any) -> None:
    table = make_table(qtbot, in_batches())
    log: list[int] = []
    table.grid.fold_requested.connect(lambda line, _unfold: log.append(line))
    qtbot.keyClick(table.grid, Qt.Key.Key_Left)
    assert log == []


# Optimizers with a memory.


def test_the_memory_of_an_optimizer_has_columns_and_the_step_reconciles(qtbot: Any) -> None:
    shown = with_settings(make_shown(), optimizer=heavy_ball())
    table = make_table(qtbot, shown)
    snapshot = shown.snapshot(5)
    names = [column.name for column in table.grid.columns if column.kind is Kind.MEMORY]
    assert names == ["v"]
    assert table.caption == "new = current + the step of heavy ball"
    memory = float(cell(table, 2, Kind.MEMORY).replace(MINUS, "-"))
    assert abs(memory - snapshot.next_memory[1][2]) < 1e-3
    before = f"{snapshot.state.memory[1][2]:.17g}".replace("-", MINUS)
    assert before in tip(table, 2, Kind.MEMORY)
    for row in range(10):
        kinds = (Kind.CURRENT, Kind.STEP, Kind.NEW)
        current, step, new = (float(cell(table, row, k).replace(MINUS, "-")) for k in kinds)
        places = len(cell(table, row, Kind.NEW).partition(".")[2])
        assert abs(current + step - new) < 1.5 * 10.0**-places


def test_a_step_against_the_slope_is_explained_by_what_is_remembered() -> None:
    source = source_of(make_shown())
    shown = with_settings(make_shown(), optimizer=heavy_ball())
    snapshot = shown.snapshot(5)
    gradient = -np.abs(snapshot.gradient)
    source.take(snapshot._replace(gradient=gradient, delta=gradient, new=snapshot.theta + gradient))
    assert "heavy ball still moves on from before" in sentence(source.figures(0))
