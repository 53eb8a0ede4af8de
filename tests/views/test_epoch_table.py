"""The table of one epoch: what it prints, what it emits, what it copies."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QWheelEvent
from PySide6.QtWidgets import QApplication

from gdsim.scenario.quantities import MINUS
from gdsim.views.table.by_epoch import ByEpoch
from gdsim.views.table.epoch_table import EpochTable
from gdsim.views.table.figures import Kind, Role
from gdsim.views.table.words import rounding, sentence
from gdsim.views.theme import DARK, LIGHT
from tests.views.conftest import Shown
from tests.views.table_case import (
    asked,
    at,
    cell,
    column,
    column_of,
    emitted,
    held,
    in_batches,
    make_table,
    tip,
)

LEFT = Qt.MouseButton.LeftButton
NUMBERS = (Kind.CURRENT, Kind.GRADIENT, Kind.NEW)


@pytest.fixture
def table(qtbot: Any, shown: Shown) -> EpochTable:
    """The houses network at epoch 5, w3 selected, all ten rows in sight."""
    return make_table(qtbot, shown)


def source_of(shown: Shown) -> ByEpoch:
    source = ByEpoch()
    source.set_subject(shown.subject)
    return source


# What it says.


def test_a_row_reads_current_gradient_rate_and_new(table: EpochTable) -> None:
    kinds = (Kind.PARAMETER, Kind.CURRENT, Kind.GRADIENT, Kind.RATE, Kind.NEW)
    wanted = ["w3", "+0.56873", MINUS + "0.21291", "0.05", "+0.57937"]
    assert [cell(table, 2, kind) for kind in kinds] == wanted


def test_the_heading_names_both_epochs_and_the_rule(table: EpochTable) -> None:
    assert table.title == "From epoch 5 to 6"
    assert table.caption == "new = current − rate × gradient"
    assert table.title in table.grid.accessibleDescription()


def test_with_several_updates_the_caption_says_whose_gradient_it_is(qtbot: Any) -> None:
    table = make_table(qtbot, in_batches())
    assert table.caption == "5 updates; the gradient is that of all rows"
    header = table.grid.model().headerData(column_of(table, Kind.RATE), Qt.Orientation.Horizontal)
    assert header == "rate"


def test_the_numbers_of_a_column_have_the_same_decimals(table: EpochTable) -> None:
    for kind in NUMBERS:
        assert {len(text.partition(".")[2]) for text in column(table, kind)} == {5}, kind


def test_pointing_at_a_number_shows_all_17_digits(table: EpochTable, shown: Shown) -> None:
    gradient = shown.snapshot(5).gradient[2]
    assert f"{gradient:.17g}".replace("-", MINUS) in tip(table, 2, Kind.GRADIENT)


def test_a_sentence_tells_why_and_how_far_the_value_moves(table: EpochTable) -> None:
    said = "w3: the gradient is negative, so the value rises by 0.0106."
    assert said in tip(table, 2, Kind.NEW)
    index = table.grid.model().index(2, 0)
    assert said in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "the gradient is positive, so the value falls" in tip(table, 0, Kind.PARAMETER)


def test_a_row_whose_digits_do_not_reconcile_says_so_with_17_digits_and_only_then(
    shown: Shown,
) -> None:
    source, n_off = source_of(shown), 0
    for epoch in range(25):
        snapshot = shown.snapshot(epoch)
        source.take(snapshot)
        form = source.formats
        for row in range(10):
            texts = [
                form.value.text(snapshot.theta[row]),
                form.gradient.text(snapshot.gradient[row]),
                form.value.text(snapshot.new[row]),
            ]
            current, gradient, new = (float(text.replace(MINUS, "-")) for text in texts)
            off = abs(current - 0.05 * gradient - new) / form.value.unit
            said = " ".join(rounding(source.figures(row), form))
            assert off < 1.5
            assert abs(off - 0.5) < 0.01 or bool(said) == (off > 0.5)
            if said:
                assert f"{snapshot.theta[row]:.17g}".replace("-", MINUS) in said
            n_off += bool(said)
    assert n_off > 0  # or the test above has looked at nothing


def test_a_row_that_is_off_has_a_small_mark_that_others_have_not(
    table: EpochTable, shown: Shown
) -> None:
    source = source_of(shown)
    source.take(shown.snapshot(5, parameter=2))
    index = column_of(table, Kind.NEW)
    image = table.grid.viewport().grab().toImage()
    right = table.grid.columnViewportPosition(index) + table.grid.columnWidth(index) - 3
    marked = []
    for row in range(10):
        y = table.grid.rowViewportPosition(row) + 7
        ground = image.pixelColor(right, y + 12)
        marked.append(image.pixelColor(right, y) != ground)
    assert marked == [bool(rounding(source.figures(row), source.formats)) for row in range(10)]
    assert any(marked)


def test_a_frozen_parameter_has_no_rate_and_stays(table: EpochTable, shown: Shown) -> None:
    table.show_snapshot(held(shown.snapshot(5), 3))
    assert cell(table, 3, Kind.RATE) == "—"
    assert cell(table, 3, Kind.NEW) == cell(table, 3, Kind.CURRENT)
    assert "frozen" in tip(table, 3, Kind.PARAMETER)


def test_a_cut_parameter_is_zero(shown: Shown) -> None:
    objective = shown.subject.experiment.objective.twin()
    objective.cut = np.arange(10) == 5
    experiment = shown.subject.experiment._replace(objective=objective)
    source = source_of(shown._replace(subject=shown.subject._replace(experiment=experiment)))
    snapshot = held(shown.snapshot(5), 5)
    theta = np.where(objective.cut, 0.0, snapshot.theta)
    source.take(snapshot._replace(state=snapshot.state._replace(theta=theta), new=theta))
    row = source.figures(5)
    assert row.role is Role.CUT
    assert (row.rate, row.new) == (None, 0.0)
    assert sentence(row) == "w6 is cut, so it stays 0."


def test_at_the_newest_epoch_the_new_value_is_worked_out_but_not_taken(table: EpochTable) -> None:
    assert "not taken" not in tip(table, 2, Kind.NEW)
    before = table.grid.viewport().grab().toImage()
    table.set_newest(5)
    assert "not taken" in tip(table, 2, Kind.NEW)
    assert table.grid.viewport().grab().toImage() != before


def test_numbers_that_are_not_finite_have_words(table: EpochTable, shown: Shown) -> None:
    snapshot = shown.snapshot(5)
    new = snapshot.new.copy()
    new[:2] = np.inf, np.nan
    table.show_snapshot(snapshot._replace(new=new, delta=new - snapshot.theta))
    assert cell(table, 0, Kind.NEW) == "infinite"
    assert cell(table, 1, Kind.NEW) == "undefined"
    assert tip(table, 0, Kind.NEW)
    table.grid.viewport().grab()


def test_another_subject_shows_nothing_of_the_one_before(table: EpochTable, shown: Shown) -> None:
    table.set_subject(shown.subject)
    assert cell(table, 2, Kind.CURRENT) == ""
    assert table.title == "Number by number"
    assert table.footer.measures == ""
    table.grab()


# How it looks.


def test_a_bar_points_right_in_blue_where_the_value_rises_and_left_in_orange_where_it_falls(
    table: EpochTable,
) -> None:
    image = table.grid.viewport().grab().toImage()
    span = table.grid.visualRect(table.grid.model().index(0, column_of(table, Kind.BAR)))
    middle = span.center().x() + 1
    rises, falls = at(table, 2).y(), at(table, 6).y()
    assert image.pixelColor(middle + 4, rises) == LIGHT.color("positive")
    assert image.pixelColor(middle - 5, falls) == LIGHT.color("negative")


def test_the_selected_row_is_painted_in_halo(table: EpochTable) -> None:
    image = table.grid.viewport().grab().toImage()
    x = table.grid.visualRect(table.grid.model().index(0, column_of(table, Kind.CURRENT))).left()
    assert image.pixelColor(x + 2, at(table, 2).y()) == LIGHT.color("halo")
    assert image.pixelColor(x + 2, at(table, 3).y()) == LIGHT.color("card")


def test_the_columns_stay_where_they_are_while_digits_come_and_go(
    table: EpochTable, shown: Shown
) -> None:
    widths = []
    for epoch in (0, 2, 6, 15, 25):
        table.show_snapshot(shown.snapshot(epoch))
        n = len(table.grid.columns)
        widths.append([table.grid.columnWidth(i) for i in range(n)])
    assert widths.count(widths[0]) == len(widths)


def test_a_large_number_beside_a_tiny_one_stays_in_its_column(
    table: EpochTable, shown: Shown
) -> None:
    snapshot = shown.snapshot(5)
    theta = np.full(10, 7.7e-12)
    theta[0] = -5082.0
    table.show_snapshot(
        snapshot._replace(state=snapshot.state._replace(theta=theta), new=theta, gradient=theta)
    )
    for kind in NUMBERS:
        widest = max(column(table, kind), key=len)
        needed = QFontMetricsF(LIGHT.font()).horizontalAdvance(widest)
        assert table.grid.columnWidth(column_of(table, kind)) >= needed


def test_with_much_room_the_epoch_has_a_column_too(qtbot: Any, shown: Shown) -> None:
    table = make_table(qtbot, shown, (1100, 400))
    assert cell(table, 2, Kind.EPOCH) == "5"


# How it is touched.


def test_a_click_asks_for_the_parameter_of_its_row(qtbot: Any, table: EpochTable) -> None:
    log = emitted(table)
    qtbot.mouseClick(table.grid.viewport(), LEFT, pos=at(table, 4))
    assert ("parameter_requested", 4) in log


def test_arrow_keys_walk_through_the_parameters_even_when_snapshots_come_late(
    qtbot: Any, table: EpochTable, shown: Shown
) -> None:
    table.setFocus()
    qtbot.waitUntil(table.grid.hasFocus)
    log = emitted(table)
    qtbot.keyClick(table.grid, Qt.Key.Key_Down)
    qtbot.keyClick(table.grid, Qt.Key.Key_Down)
    table.show_snapshot(shown.snapshot(5, parameter=3))  # the first answer
    qtbot.keyClick(table.grid, Qt.Key.Key_Down)
    qtbot.keyClick(table.grid, Qt.Key.Key_Up)
    assert list(asked(log, "parameter_requested")) == [3, 4, 5, 4]


def test_left_right_and_space_are_left_to_the_window(qtbot: Any, table: EpochTable) -> None:
    log = emitted(table)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Space):
        qtbot.keyClick(table.grid, key)
    assert log == []


def test_hovering_previews_and_leaving_ends_it(qtbot: Any, table: EpochTable) -> None:
    log = emitted(table)
    qtbot.mouseMove(table.grid.viewport(), at(table, 1))
    qtbot.mouseMove(table.grid.viewport(), at(table, 4))
    table.grid.leaveEvent(None)  # type: ignore[arg-type]
    assert list(asked(log, "parameter_hovered"))[-2:] == [4, -1]


def test_a_selected_row_out_of_sight_is_scrolled_to(qtbot: Any, shown: Shown) -> None:
    table = make_table(qtbot, shown, (594, 190))
    assert table.grid.sight[1] < 10
    table.show_snapshot(shown.snapshot(5, parameter=9))
    first, last = table.grid.sight
    assert last == 10
    assert cell(table, 9 - first, Kind.PARAMETER) == "w8"


def test_the_selected_row_stays_in_sight_where_the_table_becomes_smaller(
    qtbot: Any, shown: Shown
) -> None:
    table = make_table(qtbot, shown, (594, 480))
    table.show_snapshot(shown.snapshot(5, parameter=8))
    table.resize(594, 260)
    first, last = table.grid.sight
    assert last - first < 10
    assert first <= 8 < last
    table.restyle(LIGHT._replace(scale=1.5))
    assert table.grid.sight[1] - table.grid.sight[0] < last - first
    assert table.grid.sight[0] <= 8 < table.grid.sight[1]


def test_the_wheel_scrolls_and_the_bar_follows(qtbot: Any, shown: Shown) -> None:
    table = make_table(qtbot, shown, (594, 190))
    place = QPointF(at(table, 1))
    event = QWheelEvent(
        place,
        place,
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(table.grid.viewport(), event)
    assert table.grid.sight[0] == 3
    assert table.grid.bar.value() == 3
    assert cell(table, 0, Kind.PARAMETER) == "w4"


# What every view promises.


@pytest.mark.parametrize(
    "call",
    [
        lambda table, shown: table.set_subject(shown.subject),
        lambda table, shown: table.show_snapshot(shown.snapshot(7, parameter=9)),
        lambda table, shown: table.set_newest(7),
        lambda table, shown: table.set_hovered(4),
        lambda table, shown: table.set_hovered(None),
        lambda table, shown: table.set_checking(True),
        lambda table, shown: table.set_mode(1),
        lambda table, shown: table.restyle(DARK),
    ],
)
def test_showing_emits_no_gesture(
    table: EpochTable, shown: Shown, call: Callable[[EpochTable, Any], None]
) -> None:
    log = emitted(table)
    call(table, shown)
    table.grab()
    assert log == []
