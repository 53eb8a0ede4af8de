"""The epoch table: what it prints, what it emits, what it copies."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication

from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.quantities import MINUS
from gdsim.views.table.epoch_table import EpochTable
from gdsim.views.table.epoch_table_numbers import Column, EpochNumbers, Format, Role, decimals_for
from gdsim.views.table.epoch_table_tips import cell_tip
from gdsim.views.theme import DARK, LIGHT

SIGNALS = ("parameter_requested", "parameter_hovered", "csv_requested")


@pytest.fixture
def table(qtbot: Any, shown: Any) -> EpochTable:
    """The houses network at epoch 5, w3 selected."""
    table = EpochTable(LIGHT)
    qtbot.addWidget(table)
    table.resize(594, 190)
    table.set_subject(shown.subject)
    table.show_snapshot(shown.snapshot(5, parameter=2))
    table.show()
    return table


def cell(table: EpochTable, row: int, column: Column) -> str:
    return str(table.model().index(row, column).data())


def at(table: EpochTable, row: int) -> QPoint:
    return table.visualRect(table.model().index(row, Column.CURRENT)).center()


def held(snapshot: Snapshot, *rows: int) -> Snapshot:
    """The same moment with some parameters frozen."""
    free = snapshot.settings.free.copy()
    free[list(rows)] = False
    return snapshot._replace(
        settings=snapshot.settings._replace(free=free),
        delta=np.where(free, snapshot.delta, 0.0),
        new=np.where(free, snapshot.new, snapshot.theta),
    )


def emitted(table: EpochTable) -> list[tuple[str, Any]]:
    log: list[tuple[str, Any]] = []
    table.parameter_requested.connect(lambda row: log.append(("parameter_requested", row)))
    table.parameter_hovered.connect(lambda row: log.append(("parameter_hovered", row)))
    table.csv_requested.connect(lambda: log.append(("csv_requested", None)))
    return log


def test_a_row_reads_current_gradient_rate_and_new(table: EpochTable) -> None:
    assert [cell(table, 2, column) for column in Column][:5] == [
        "w3",
        "+0.56873",
        MINUS + "0.21291",
        "0.05",
        "+0.57937",
    ]


def test_the_heading_names_both_epochs_and_the_rule(table: EpochTable) -> None:
    assert table.title == "From epoch 5 to 6, number by number"
    assert table.caption == "new = current − rate × gradient"
    assert table.title in table.accessibleDescription()


def test_with_several_updates_the_caption_says_whose_gradient_it_is(
    table: EpochTable, shown: Any
) -> None:
    table.show_snapshot(shown.snapshot(5)._replace(n_updates=25))
    assert table.caption == "25 updates; the gradient is that of all rows"
    header = table.model().headerData(Column.RATE, Qt.Orientation.Horizontal)
    assert header == "rate"


def test_the_numbers_of_a_column_have_the_same_decimals(table: EpochTable) -> None:
    for column in (Column.CURRENT, Column.GRADIENT, Column.NEW):
        tails = {len(cell(table, row, column).partition(".")[2]) for row in range(10)}
        assert tails == {5}, column


def test_pointing_at_a_number_shows_all_17_digits(table: EpochTable, shown: Any) -> None:
    gradient = shown.snapshot(5).gradient[2]
    tip = table.model().index(2, Column.GRADIENT).data(Qt.ItemDataRole.ToolTipRole)
    assert f"{gradient:.17g}".replace("-", MINUS) in tip


def test_a_row_whose_digits_do_not_reconcile_says_so_and_is_not_adjusted(shown: Any) -> None:
    numbers = EpochNumbers()
    numbers.set_subject(shown.subject)
    n_off = 0
    for epoch in range(25):
        snapshot = shown.snapshot(epoch)
        numbers.take(snapshot)
        for row in range(10):
            texts = [numbers.text(row, c) for c in (Column.CURRENT, Column.GRADIENT, Column.NEW)]
            current, gradient, new = (float(text.replace(MINUS, "-")) for text in texts)
            decimals = numbers.format(Column.NEW).decimals
            assert decimals is not None
            off = abs(current - 0.05 * gradient - new) * 10**decimals
            says = "no digit is adjusted" in cell_tip(numbers, row, Column.NEW)
            assert off < 1.6  # one unit of the last place, and half a unit of rounding
            is_tie = abs(off - 0.5) < 0.01
            assert is_tie or says == (off > 0.5)
            assert texts[2] == Format(decimals).text(float(snapshot.new[row]))
            n_off += says
    assert n_off > 0  # or the test above has looked at nothing


def test_a_step_of_the_bar_is_a_share_of_the_largest(shown: Any) -> None:
    numbers = EpochNumbers()
    numbers.set_subject(shown.subject)
    numbers.take(shown.snapshot(5))
    bars = [numbers.bar(row) for row in range(10)]
    assert max(map(abs, bars)) == 1.0
    assert numbers.bar(2) > 0.0 > numbers.bar(0)


def test_a_bar_points_right_in_blue_where_the_value_rises_and_left_in_orange_where_it_falls(
    table: EpochTable,
) -> None:
    image = table.viewport().grab().toImage()
    span = table.visualRect(table.model().index(0, Column.STEP))
    middle = span.center().x() + 1
    rises, falls = at(table, 2).y(), at(table, 6).y()
    assert image.pixelColor(middle + 4, rises) == LIGHT.color("positive")
    assert image.pixelColor(middle - 5, falls) == LIGHT.color("negative")


def test_the_selected_row_is_painted_in_halo(table: EpochTable) -> None:
    image = table.viewport().grab().toImage()
    x = table.visualRect(table.model().index(0, Column.CURRENT)).left() + 2
    assert image.pixelColor(x, at(table, 2).y()) == LIGHT.color("halo")
    assert image.pixelColor(x, at(table, 3).y()) == LIGHT.color("card")


def test_a_click_asks_for_the_parameter_of_its_row(qtbot: Any, table: EpochTable) -> None:
    log = emitted(table)
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at(table, 4))
    assert ("parameter_requested", 4) in log


def test_arrow_keys_walk_through_the_parameters_even_when_snapshots_come_late(
    qtbot: Any, table: EpochTable, shown: Any
) -> None:
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    log = emitted(table)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    table.show_snapshot(shown.snapshot(5, parameter=3))  # the first answer
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Up)
    assert [row for name, row in log if name == "parameter_requested"] == [3, 4, 5, 4]


def test_left_right_and_space_are_left_to_the_window(qtbot: Any, table: EpochTable) -> None:
    log = emitted(table)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Space):
        qtbot.keyClick(table, key)
    assert log == []


def test_hovering_previews_and_leaving_ends_it(qtbot: Any, table: EpochTable) -> None:
    log = emitted(table)
    qtbot.mouseMove(table.viewport(), at(table, 1))
    qtbot.mouseMove(table.viewport(), at(table, 4))
    table.leaveEvent(None)  # type: ignore[arg-type]
    hovers = [row for name, row in log if name == "parameter_hovered"]
    assert hovers[-2:] == [4, -1]


def test_a_frozen_parameter_has_no_rate_and_stays(table: EpochTable, shown: Any) -> None:
    table.show_snapshot(held(shown.snapshot(5), 3))
    assert cell(table, 3, Column.RATE) == "—"
    assert cell(table, 3, Column.NEW) == cell(table, 3, Column.CURRENT)
    tip = table.model().index(3, Column.PARAMETER).data(Qt.ItemDataRole.ToolTipRole)
    assert "frozen" in tip


def test_a_cut_parameter_is_zero(qtbot: Any, shown: Any) -> None:
    numbers = EpochNumbers()
    objective = shown.subject.experiment.objective.twin()
    objective.cut = np.arange(10) == 5
    experiment = shown.subject.experiment._replace(objective=objective)
    numbers.set_subject(shown.subject._replace(experiment=experiment))
    snapshot = held(shown.snapshot(5), 5)
    theta = np.where(objective.cut, 0.0, snapshot.theta)
    numbers.take(snapshot._replace(state=snapshot.state._replace(theta=theta), new=theta))
    assert numbers.role(5) is Role.CUT
    assert numbers.text(5, Column.NEW) == "0"
    assert numbers.text(5, Column.RATE) == "—"


def test_at_the_newest_epoch_the_new_value_is_worked_out_but_not_taken(table: EpochTable) -> None:
    tip = Qt.ItemDataRole.ToolTipRole
    table.set_newest(25)
    assert "not taken" not in table.model().index(2, Column.NEW).data(tip)
    before = table.viewport().grab().toImage()
    table.set_newest(5)
    assert "not taken" in table.model().index(2, Column.NEW).data(tip)
    assert table.viewport().grab().toImage() != before


def test_numbers_that_are_not_finite_have_words(table: EpochTable, shown: Any) -> None:
    snapshot = shown.snapshot(5)
    new = snapshot.new.copy()
    new[:2] = np.inf, np.nan
    table.show_snapshot(snapshot._replace(new=new, delta=new - snapshot.theta))
    assert cell(table, 0, Column.NEW) == "infinite"
    assert cell(table, 1, Column.NEW) == "undefined"
    table.viewport().grab()


def test_copying_a_row_gives_17_digits_between_tabs(
    qtbot: Any, table: EpochTable, shown: Any
) -> None:
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    snapshot = shown.snapshot(5)
    cells = QGuiApplication.clipboard().text().split("\t")
    assert cells[:2] == ["5", "w3"]
    numbers = [float(text) for text in cells[2:]]
    assert numbers == [snapshot.theta[2], snapshot.gradient[2], 0.05, snapshot.new[2]]
    QGuiApplication.clipboard().clear()


def test_copying_the_table_gives_every_row_under_its_heading(table: EpochTable) -> None:
    table.copy_table()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0] == "epoch\tparameter\tcurrent\tgradient\tlearning_rate\tnew"
    assert len(lines) == 11
    assert MINUS not in QGuiApplication.clipboard().text()
    QGuiApplication.clipboard().clear()


def test_the_csv_can_be_computed_with(table: EpochTable, shown: Any) -> None:
    table.show_snapshot(held(shown.snapshot(5), 0))
    header, frozen, free, *others = table.csv_text().splitlines()
    assert header == "epoch,parameter,current,gradient,learning_rate,new"
    assert frozen.split(",")[4] == ""  # no rate applies
    current, gradient, rate, new = map(float, free.split(",")[2:])
    assert current - rate * gradient == new
    assert len(others) == 8


@pytest.mark.parametrize(
    ("values", "decimals"),
    [
        ([0.5, 0.02], 5),
        ([2.0, 1e-9], 3),
        ([123456.0], 0),
        ([3e7], None),
        ([4e-5], None),
        ([0.0], 0),
        ([np.nan, 0.5], 4),
    ],
)
def test_a_column_has_decimals_for_about_four_digits(
    values: list[float], decimals: int | None
) -> None:
    assert decimals_for(np.array(values)) == decimals


def test_what_is_tiny_is_never_written_as_nothing_but_zeros() -> None:
    assert Format(5).text(-1e-9) == MINUS + "1.00e" + MINUS + "9"
    assert Format(5).text(0.0) == "0"
    assert Format(None).text(1.5e7) == "+1.500e7"


def test_decimals_do_not_flicker_between_moments(shown: Any) -> None:
    numbers = EpochNumbers()
    numbers.set_subject(shown.subject)
    seen = []
    for epoch in (0, 5, 10, 25, 10, 0):
        numbers.take(shown.snapshot(epoch))
        seen.append(numbers.format(Column.GRADIENT).decimals)
    assert seen == sorted(seen, key=lambda n: n or 0)


@pytest.mark.parametrize(
    "call",
    [
        lambda table, shown: table.set_subject(shown.subject),
        lambda table, shown: table.show_snapshot(shown.snapshot(7, parameter=9)),
        lambda table, shown: table.set_newest(7),
        lambda table, shown: table.set_hovered(4),
        lambda table, shown: table.set_hovered(None),
        lambda table, shown: table.restyle(DARK),
    ],
)
def test_showing_emits_no_gesture(
    table: EpochTable, shown: Any, call: Callable[[EpochTable, Any], None]
) -> None:
    log = emitted(table)
    call(table, shown)
    table.viewport().grab()
    assert log == []


def test_another_subject_shows_nothing_of_the_one_before(table: EpochTable, shown: Any) -> None:
    table.set_subject(shown.subject)
    assert cell(table, 2, Column.CURRENT) == ""
    assert table.title == "Number by number"
    table.viewport().grab()


def test_the_columns_stay_where_they_are_while_digits_come_and_go(
    table: EpochTable, shown: Any
) -> None:
    widths = []
    for epoch in (0, 2, 6, 15, 25):
        table.show_snapshot(shown.snapshot(epoch))
        widths.append([table.columnWidth(column) for column in Column])
    assert widths.count(widths[0]) == len(widths)


def test_a_large_number_beside_a_tiny_one_stays_in_its_column(
    table: EpochTable, shown: Any
) -> None:
    snapshot = shown.snapshot(5)
    theta = np.full(10, 7.7e-12)
    theta[0] = -5082.0
    table.show_snapshot(
        snapshot._replace(state=snapshot.state._replace(theta=theta), new=theta, gradient=theta)
    )
    needed = QFontMetricsF(LIGHT.font()).horizontalAdvance(f"{MINUS}5082.70e{MINUS}12")
    for column in (Column.CURRENT, Column.GRADIENT, Column.NEW):
        assert table.columnWidth(column) >= needed
