"""What stands below the table, and what is copied out of it."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from gdsim.scenario.quantities import MINUS, short
from gdsim.views.table.epoch_table import EpochTable
from tests.views.conftest import Shown
from tests.views.table_case import (
    emitted,
    held,
    make_table,
)

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def table(qtbot: Any, shown: Shown) -> EpochTable:
    """The houses network at epoch 5, w3 selected, all ten rows in sight."""
    return make_table(qtbot, shown)


# Below the table.


def test_below_stands_the_gradient_with_its_sum_and_its_length(
    table: EpochTable, shown: Shown
) -> None:
    gradient = shown.snapshot(5).gradient
    footer = table.footer
    total, length = float(gradient.sum()), float(np.linalg.norm(gradient))
    assert footer.measures == f"sum {total:.4g} · length {length:.4g} of all 10"
    assert footer.vector_text(200).endswith(", …)")
    assert footer.vector_text(5000).count(",") == 9


def test_sum_and_length_are_of_what_learning_moves(table: EpochTable, shown: Shown) -> None:
    snapshot = held(shown.snapshot(5), 0, 9)
    table.show_snapshot(snapshot)
    moved = snapshot.gradient[1:9]
    assert table.footer.measures.endswith("of the 8 free ones")
    assert f"sum {float(moved.sum()):.4g}"[:8] in table.footer.measures


def test_the_footer_tells_the_whole_gradient_on_hover_and_to_screen_readers(
    table: EpochTable, shown: Shown
) -> None:
    gradient = shown.snapshot(5).gradient
    lines = table.footer.toolTip().splitlines()
    assert len(lines) == 12
    for name, value, line in zip(shown.subject.names, gradient.tolist(), lines[1:], strict=False):
        assert line == f"∂{name}: {short(value)}"
    assert lines[-1] == table.footer.measures
    assert table.footer.accessibleDescription().endswith(table.footer.measures)
    table.footer.clear()
    assert not table.footer.toolTip()


def test_the_whole_vector_can_be_copied(qtbot: Any, table: EpochTable, shown: Shown) -> None:
    qtbot.mouseClick(table.footer.copy_button, LEFT)
    lines = QGuiApplication.clipboard().text().split("\n")
    values = [float(line.split("\t")[1]) for line in lines]
    assert values == shown.snapshot(5).gradient.tolist()
    QGuiApplication.clipboard().clear()


# Copying.


def test_copying_a_row_gives_17_digits_between_tabs(
    qtbot: Any, table: EpochTable, shown: Shown
) -> None:
    qtbot.keyClick(table.grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    snapshot = shown.snapshot(5)
    cells = QGuiApplication.clipboard().text().split("\t")
    assert cells[:2] == ["5", "w3"]
    numbers = [float(text) for text in cells[2:]]
    assert numbers == [snapshot.theta[2], snapshot.gradient[2], 0.05, snapshot.new[2]]
    QGuiApplication.clipboard().clear()


def test_shift_and_arrows_mark_rows_to_copy(qtbot: Any, table: EpochTable) -> None:
    log = emitted(table)
    for _ in range(2):
        qtbot.keyClick(table.grid, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(table.grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert [line.split("\t")[1] for line in lines] == ["w3", "w4", "w5"]
    assert log == []  # marking selects nothing
    QGuiApplication.clipboard().clear()


def test_copying_the_table_gives_every_row_under_its_heading(table: EpochTable) -> None:
    table.copier.copy_table()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0] == "epoch\tparameter\tcurrent\tgradient\tlearning_rate\tnew"
    assert len(lines) == 11
    assert MINUS not in QGuiApplication.clipboard().text()
    QGuiApplication.clipboard().clear()


def test_the_csv_can_be_computed_with(table: EpochTable, shown: Shown) -> None:
    table.show_snapshot(held(shown.snapshot(5), 0))
    header, frozen, free, *others = table.csv_text().splitlines()
    assert header == "epoch,parameter,current,gradient,learning_rate,new"
    assert frozen.split(",")[4] == ""  # no rate applies
    current, gradient, rate, new = map(float, free.split(",")[2:])
    assert current - rate * gradient == new
    assert len(others) == 8
