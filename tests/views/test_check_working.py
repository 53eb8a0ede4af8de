"""Check my working, as a learner does it: with the mouse and with keys, in the cells themselves."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from gdsim.scenario.exercise import Field, Plan, Score, Tolerance, Which
from gdsim.scenario.quantities import MINUS
from gdsim.views.table.epoch_table import EpochTable
from gdsim.views.table.figures import Kind
from gdsim.views.table.table_corner import BY_PARAMETER
from gdsim.views.theme import LIGHT
from tests.views.conftest import Shown
from tests.views.table_case import (
    UPDATES,
    at,
    cell,
    column,
    column_of,
    emitted,
    in_batches,
    make_table,
    tip,
)

LEFT = Qt.MouseButton.LeftButton
NEW = ["−0.20238", "−0.38211", "+0.57937", "+0.21536", "−0.61344"]


@pytest.fixture
def table(qtbot: Any, shown: Shown) -> EpochTable:
    """The houses at epoch 5 with all new values blank."""
    table = make_table(qtbot, shown)
    table.set_checking(True)
    return table


def typed(text: str) -> str:
    """Return a printed number as the keys of a keyboard write it."""
    return text.replace(MINUS, "-")


def answer(qtbot: Any, table: EpochTable, row: int, text: str) -> None:
    """Click the empty new value of a row, type, and press Enter."""
    qtbot.mouseClick(table.grid.viewport(), LEFT, pos=at(table, row, Kind.NEW))
    qtbot.keyClicks(table.check.field, typed(text))
    qtbot.keyClick(table.check.field, Qt.Key.Key_Return)


def test_nothing_tells_a_blank_value(table: EpochTable, shown: Shown) -> None:
    assert set(column(table, Kind.NEW)) == {""}
    truth = f"{shown.snapshot(5).new[2]:.6g}"
    for kind in (Kind.NEW, Kind.PARAMETER, Kind.BAR, Kind.CURRENT):
        assert truth not in tip(table, 2, kind)
        assert "rises" not in tip(table, 2, kind)
    table.copier.copy_table()
    assert truth not in QGuiApplication.clipboard().text()
    assert truth not in table.csv_text()
    QGuiApplication.clipboard().clear()


def test_a_right_answer_is_shown_as_right_in_place_and_counts(
    qtbot: Any, table: EpochTable
) -> None:
    answer(qtbot, table, 0, "-0,20238")
    assert cell(table, 0, Kind.NEW) == NEW[0]
    assert cell(table, 0, Kind.BAR) == "right"
    assert table.check.bar.score.startswith("This sheet 1 of 10")


def test_a_wrong_answer_says_by_how_much_and_stays_to_be_mended(
    qtbot: Any, table: EpochTable
) -> None:
    answer(qtbot, table, 1, "-0.38311")
    assert cell(table, 1, Kind.NEW) == "-0.38311"
    assert cell(table, 1, Kind.BAR) == "0.0010 too small"
    assert "too small" in table.check.bar.message
    qtbot.keyClick(table.check.field, Qt.Key.Key_Escape)
    qtbot.mouseClick(table.grid.viewport(), LEFT, pos=at(table, 1, Kind.NEW))
    assert table.check.field.text() == "-0.38311"
    table.check.field.setText("-0.38211")
    qtbot.keyClick(table.check.field, Qt.Key.Key_Return)
    assert cell(table, 1, Kind.BAR) == "right"


def test_enter_goes_on_to_the_next_blank_and_arrows_both_ways(
    qtbot: Any, table: EpochTable
) -> None:
    answer(qtbot, table, 0, NEW[0])
    field = table.check.field
    assert field.isVisible()
    assert field.geometry().center().y() == pytest.approx(at(table, 1).y(), abs=2)
    qtbot.keyClicks(field, typed(NEW[1]))
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Up)  # back over the solved one, to the last blank
    assert field.isVisible()
    assert column(table, Kind.BAR)[:2] == ["right", "right"]


def test_everything_can_be_done_by_keys(qtbot: Any, table: EpochTable) -> None:
    table.setFocus()
    qtbot.waitUntil(table.grid.hasFocus)
    qtbot.keyClick(table.grid, Qt.Key.Key_Home)
    qtbot.keyClicks(table.grid, "-")  # the first key of an answer
    field = table.check.field
    assert field.text() == "-"
    qtbot.keyClicks(field, "0.20238")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert cell(table, 0, Kind.BAR) == "right"
    qtbot.keyClicks(field, "?")
    assert "new = current − rate × gradient = " in table.check.bar.message
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert cell(table, 1, Kind.NEW) == NEW[1]
    assert cell(table, 1, Kind.BAR) == "revealed"
    assert table.check.bar.score.startswith("This sheet 1 of 10, 1 revealed")
    assert table.grid.hasFocus()


def test_the_tolerance_is_shown_where_one_types(qtbot: Any, table: EpochTable) -> None:
    qtbot.mouseClick(table.grid.viewport(), LEFT, pos=at(table, 2, Kind.NEW))
    assert "right within 1e−5" in table.check.bar.message
    table.set_plan(Plan(tolerance=Tolerance.PERCENT))
    qtbot.mouseClick(table.grid.viewport(), LEFT, pos=at(table, 2, Kind.NEW))
    assert "1 %" in table.check.bar.message


def test_the_menu_chooses_what_is_asked(qtbot: Any, table: EpochTable) -> None:
    def choose(text: str) -> None:
        next(a for a in table.check.bar.menu.actions() if a.text() == text).trigger()

    choose("Gradients")
    assert set(column(table, Kind.GRADIENT)) == {""}
    assert column(table, Kind.NEW)[:2] == NEW[:2]
    choose("Every second row")
    assert [text == "" for text in column(table, Kind.GRADIENT)[:4]] == [False, True, False, True]
    choose("The selected row")
    assert [row for row, text in enumerate(column(table, Kind.GRADIENT)) if not text] == [2]
    choose("Reveal all")
    assert all(column(table, Kind.GRADIENT))
    plan = table.check.plan
    assert plan == Plan(frozenset({Field.GRADIENT}), Which.SELECTED, Tolerance.PLACE)


def test_the_gradient_below_is_out_of_sight_while_gradients_are_asked(table: EpochTable) -> None:
    assert table.check.bar.isVisible()
    assert not table.footer.isVisible()
    table.set_checking(False)
    assert table.footer.isVisible()
    assert not table.check.bar.isVisible()


def test_another_epoch_is_a_new_sheet_and_the_score_of_the_session_stays(
    qtbot: Any, table: EpochTable, shown: Shown
) -> None:
    answer(qtbot, table, 0, NEW[0])
    answer(qtbot, table, 1, "9")
    table.show_snapshot(shown.snapshot(6, parameter=2, needs=UPDATES))
    assert set(column(table, Kind.NEW)) == {""}
    assert not table.check.field.isVisible()
    assert table.check.bar.score == "This sheet 0 of 10 · session 1 of 2"


def test_the_same_epoch_shown_again_keeps_the_answers_and_what_is_being_typed(
    qtbot: Any, table: EpochTable, shown: Shown
) -> None:
    answer(qtbot, table, 0, NEW[0])
    qtbot.keyClicks(table.check.field, "-0.3")
    table.show_snapshot(shown.snapshot(5, parameter=2, needs=UPDATES))
    assert table.check.field.text() == "-0.3"
    assert cell(table, 0, Kind.BAR) == "right"


def test_checking_changes_nothing_and_asks_for_nothing(qtbot: Any, table: EpochTable) -> None:
    log = emitted(table)
    qtbot.mouseClick(table.grid.viewport(), LEFT, pos=at(table, 3, Kind.NEW))
    qtbot.keyClicks(table.check.field, "0.21536")
    qtbot.keyClick(table.check.field, Qt.Key.Key_Return)
    assert not [name for name, _value in log if name != "parameter_hovered"]


def test_with_several_updates_the_first_one_is_checked(qtbot: Any) -> None:
    shown = in_batches()
    table = make_table(qtbot, shown)
    table.set_checking(True)
    assert table.title == "Epoch 5, update 1 of 5"
    assert table.caption == "new = current − rate × gradient"
    update = shown.snapshot(5, needs=UPDATES).updates[0]
    gradient = float(cell(table, 2, Kind.GRADIENT).replace(MINUS, "-"))
    assert gradient == pytest.approx(update.evaluation.gradient[2], abs=1e-4)
    texts = [cell(table, 2, kind).replace(MINUS, "-") for kind in (Kind.CURRENT, Kind.GRADIENT)]
    answer(qtbot, table, 2, repr(float(texts[0]) - 0.05 * float(texts[1])))
    assert cell(table, 2, Kind.BAR) == "right"
    table.set_checking(False)
    assert table.title == "From epoch 5 to 6"
    assert table.caption.startswith("5 updates")


def test_after_checking_the_selected_row_is_in_sight_again(qtbot: Any, table: EpochTable) -> None:
    table.resize(594, 190)
    selected = table.grid.source.selected_line
    table.grid.bar.setValue(table.grid.bar.maximum())
    assert not table.grid.sight[0] <= selected < table.grid.sight[1]
    table.set_checking(False)
    assert table.grid.sight[0] <= selected < table.grid.sight[1]


def test_blanks_follow_the_filter_and_the_order(qtbot: Any, table: EpochTable) -> None:
    table.sort_by(column_of(table, Kind.CURRENT))
    row = column(table, Kind.PARAMETER).index("w3")
    answer(qtbot, table, row, NEW[2])
    assert cell(table, row, Kind.BAR) == "right"


def test_looking_through_the_epochs_ends_checking(table: EpochTable) -> None:
    table.set_mode(BY_PARAMETER)
    assert not table.is_checking
    table.set_checking(True)
    assert table.title == "From epoch 5 to 6"


def test_a_verdict_is_told_by_mark_and_word_in_the_colour_of_text(
    qtbot: Any, table: EpochTable
) -> None:
    answer(qtbot, table, 0, NEW[0])
    qtbot.keyClick(table.check.field, Qt.Key.Key_Escape)
    image = table.grid.viewport().grab().toImage()
    rect = table.grid.visualRect(table.grid.model().index(0, column_of(table, Kind.BAR)))
    hues = {
        image.pixelColor(x, y).hsvSaturation() > 60
        for x in range(rect.left(), rect.right())
        for y in range(rect.top(), rect.bottom())
        if LIGHT.color("card") != image.pixelColor(x, y)
    }
    assert hues <= {False}


def test_another_scenario_puts_the_sheet_away(qtbot: Any, table: EpochTable, shown: Shown) -> None:
    answer(qtbot, table, 0, NEW[0])
    table.set_subject(shown.subject)
    assert not table.check.field.isVisible()
    assert table.check.sheet is None
    table.show_snapshot(shown.snapshot(5, parameter=2))
    assert table.check.sheet is not None
    assert table.check.sheet.score == Score(0, 0, 0, 10)


def test_a_worksheet_asks_what_is_asked_here(table: EpochTable, shown: Shown) -> None:
    table.set_plan(Plan(frozenset({Field.GRADIENT})))
    sheet = table.worksheet_sheet()
    assert sheet is not None
    assert sheet.plan.fields == {Field.GRADIENT}
    table.set_checking(False)
    other = table.worksheet_sheet()
    assert other is not None
    assert other.rows == sheet.rows
