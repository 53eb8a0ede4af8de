"""The table of differences: what its cells hold, how they fill step by step, what it says."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gdsim.views.guesses.difference_cells import Column
from gdsim.views.guesses.difference_table import DifferenceTable
from gdsim.views.theme import DARK, LIGHT
from tests.views.guess_case import GuessCase, make_guesses

LEFT = Qt.MouseButton.LeftButton
STEPS = (
    "200,000 − 150,000 = 50,000",
    "50,000 × 50,000 = 2,500,000,000",
    "0 + 2,500,000,000 = 2,500,000,000",
    "100,000 − 200,000 = −100,000",
    "(−100,000) × (−100,000) = 10,000,000,000",
    "2,500,000,000 + 10,000,000,000 = 12,500,000,000",
)


@pytest.fixture
def case() -> GuessCase:
    return make_guesses()


@pytest.fixture
def table(qtbot: QtBot, case: GuessCase) -> DifferenceTable:
    return opened(qtbot, case)


def opened(qtbot: QtBot, case: GuessCase, epoch: int = 0) -> DifferenceTable:
    table = DifferenceTable(LIGHT)
    qtbot.addWidget(table)
    table.resize(560, 300)
    table.set_subject(case.subject)
    table.show_snapshot(case.at(epoch, parameter=2))
    with qtbot.waitActive(table):
        table.show()
        table.activateWindow()
    return table


@pytest.fixture
def said(table: DifferenceTable) -> list[object]:
    said: list[object] = []
    table.parameter_requested.connect(said.append)
    table.csv_requested.connect(lambda: said.append("csv"))
    return said


def row(table: DifferenceTable, number: int) -> list[str]:
    model = table.rows.model()
    return [model.index(number, column).data() for column in Column]


def column(table: DifferenceTable, which: Column) -> list[str]:
    return [row(table, number)[which] for number in range(table.rows.model().rowCount())]


def headings(table: DifferenceTable) -> list[str]:
    header = table.rows.model().headerData
    return [header(column, Qt.Orientation.Horizontal) for column in Column]


def test_all_is_worked_out_at_first_to_the_last_dollar(table: DifferenceTable) -> None:
    assert headings(table) == [
        "bedrooms",
        "guess ($)",
        "truth ($)",
        "difference ($)",
        "square ($²)",
        "sum so far ($²)",
    ]
    assert row(table, 1) == [
        "2",
        "100,000",
        "200,000",
        "−100,000",
        "10,000,000,000",
        "12,500,000,000",
    ]
    assert row(table, 6) == ["sum", "", "", "", "", "115,000,000,000"]
    assert table.sentence.first == (
        "bedrooms 3: 460,000 − 260,000 = 200,000; 200,000² = 40,000,000,000"
    )
    assert table.sentence.second == "The squares add up to 115,000,000,000 $²: this is the loss."


def test_next_fills_one_cell_at_a_time_and_says_what_it_reckoned(table: DifferenceTable) -> None:
    QTest.mouseClick(table.clear_button, LEFT)
    for i, sentence in enumerate(STEPS):
        QTest.mouseClick(table.next_button, LEFT)
        filled = sum(bool(text) for k in range(7) for text in row(table, k)[3:])
        assert filled == i + 1
        assert table.sentence.first == sentence
    assert row(table, 1)[3:] == ["−100,000", "10,000,000,000", "12,500,000,000"]
    assert row(table, 2)[3:] == ["", "", ""]


def test_the_last_step_is_the_sum_and_one_more_begins_anew(table: DifferenceTable) -> None:
    QTest.mouseClick(table.clear_button, LEFT)
    for _step in range(18):
        QTest.keyClick(table.rows, Qt.Key.Key_N)
    assert row(table, 6)[5] == ""
    QTest.keyClick(table.rows, Qt.Key.Key_N)
    assert row(table, 6)[5] == "115,000,000,000"
    QTest.keyClick(table.rows, Qt.Key.Key_N)
    assert table.cells.n_filled == 1
    assert row(table, 6)[5] == ""


def test_all_and_clear_are_offered_when_they_do_something(table: DifferenceTable) -> None:
    assert (table.all_button.isEnabled(), table.clear_button.isEnabled()) == (False, True)
    QTest.mouseClick(table.clear_button, LEFT)
    assert (table.all_button.isEnabled(), table.clear_button.isEnabled()) == (True, False)
    assert table.sentence.first == "Next works out the first difference."
    QTest.mouseClick(table.all_button, LEFT)
    assert column(table, Column.SUM)[-1] == "115,000,000,000"


def test_a_step_selects_the_guess_it_is_about(table: DifferenceTable, said: list[object]) -> None:
    QTest.mouseClick(table.clear_button, LEFT)
    for _step in range(4):
        QTest.mouseClick(table.next_button, LEFT)
    assert said == [0, 1]


def test_cells_and_sentence_follow_the_guesses_live(
    table: DifferenceTable, case: GuessCase
) -> None:
    QTest.mouseClick(table.clear_button, LEFT)
    QTest.mouseClick(table.next_button, LEFT)
    guesses = case.at().theta.copy()
    guesses[0] = 140_000.0
    table.show_snapshot(case.at(parameter=0, guesses=guesses.tolist()))
    assert row(table, 0)[1:] == ["140,000", "150,000", "−10,000", "", ""]
    assert table.sentence.first == "140,000 − 150,000 = −10,000"


def test_an_edit_that_keeps_the_data_keeps_the_steps_and_other_data_begin_full(
    table: DifferenceTable, case: GuessCase
) -> None:
    QTest.mouseClick(table.clear_button, LEFT)
    table.set_subject(case.subject)
    table.show_snapshot(case.at())
    assert table.cells.n_filled == 0
    other = make_guesses([1.0, 2.0], [3.0, 5.0], loss="mse")
    table.set_subject(other.subject)
    assert table.rows.model().rowCount() == 0
    table.show_snapshot(other.at())
    assert column(table, Column.SUM) == ["4", "13", "13"]


def test_digits_that_do_not_reconcile_are_not_called_equal(qtbot: QtBot) -> None:
    table = opened(qtbot, make_guesses(loss="mse"), epoch=1)
    assert row(table, 0)[1:5] == ["198,333.33", "150,000.00", "+48,333.33", "2,336,111,111"]
    sentence = table.cells.sentence(1)
    assert sentence == "48,333.33 × 48,333.33 ≈ 2,336,111,111"


def test_a_mean_says_by_how_many_it_is_divided(qtbot: QtBot) -> None:
    table = opened(qtbot, make_guesses(loss="mse"))
    assert table.sentence.second == (
        "The squares add up to 115,000,000,000 $²; divided by 6 it is the loss, 19,166,666,667."
    )


def test_with_absolute_errors_the_sizes_are_added(qtbot: QtBot) -> None:
    table = opened(qtbot, make_guesses(loss="sum_abs"))
    assert headings(table)[4:] == ["size ($)", "sum so far ($)"]
    assert row(table, 1)[3:] == ["−100,000", "100,000", "150,000"]
    assert table.sentence.second == "The sizes add up to 700,000 $: this is the loss."
    assert table.cells.sentence(4) == "|−100,000| = 100,000"


def test_a_click_on_a_row_asks_for_its_guess_and_the_sum_for_nothing(
    table: DifferenceTable, said: list[object]
) -> None:
    for number in (4, 6):
        middle = table.rows.rowViewportPosition(number) + table.rows.rowHeight(number) // 2
        QTest.mouseClick(table.rows.viewport(), LEFT, pos=QPoint(40, middle))
    assert said == [4]


def test_up_and_down_walk_through_the_rows_and_step_keys_are_left_alone(
    table: DifferenceTable, said: list[object]
) -> None:
    table.rows.setFocus()
    QTest.keyClick(table.rows, Qt.Key.Key_Down)
    QTest.keyClick(table.rows, Qt.Key.Key_Down)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_Home):
        QTest.keyClick(table.rows, key)
    assert said == [3, 4]


def test_the_selected_row_is_the_guess_that_is_looked_at(
    table: DifferenceTable, case: GuessCase, said: list[object]
) -> None:
    table.show_snapshot(case.at(parameter=5))
    assert table.rows.currentIndex().row() == 5
    assert not said


def test_copy_and_csv_hold_every_number_whole(table: DifferenceTable) -> None:
    QTest.mouseClick(table.clear_button, LEFT)
    assert table.csv_text().splitlines()[:2] == [
        "bedrooms,guess,price_usd,difference,square,sum",
        "1,200000,150000,50000,2500000000,2500000000",
    ]
    table.rows.setFocus()
    QTest.keySequence(table.rows, "Ctrl+C")
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[6] == "6\t420000\t420000\t0\t0\t115000000000"
    QGuiApplication.clipboard().clear()


def test_a_cell_says_how_it_came_about(table: DifferenceTable) -> None:
    tip = table.rows.model().index(1, Column.WEIGHT).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "(−100,000) × (−100,000) = 10,000,000,000\n10000000000"
    QTest.mouseClick(table.clear_button, LEFT)
    tip = table.rows.model().index(1, Column.WEIGHT).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "Not worked out yet: Next fills the cells one by one."


@pytest.mark.parametrize("width", [560, 480])
def test_all_columns_fit_by_smaller_text(qtbot: QtBot, table: DifferenceTable, width: int) -> None:
    table.resize(width, 300)
    total = sum(table.rows.columnWidth(column) for column in Column)
    assert total <= table.rows.viewport().width()


@pytest.mark.parametrize("theme", [DARK, LIGHT._replace(scale=1.5)])
def test_showing_and_restyling_say_nothing(
    table: DifferenceTable, case: GuessCase, said: list[Any], theme: Any
) -> None:
    table.show_snapshot(case.at(4, parameter=1))
    table.restyle(theme)
    assert not table.grab().isNull()
    table.set_subject(case.subject)
    assert not said
