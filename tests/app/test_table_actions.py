"""What the menus do with the table: worksheets as files, checking, finding."""

import csv
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from gdsim.app.main_window import MainWindow
from gdsim.views.table.figures import Kind
from gdsim.views.table.table_corner import BY_PARAMETER
from tests.app.conftest import OpenWindow, view_of
from tests.session.conftest import settle


def choose(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """Answer the next question for a file."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_kw: (str(path), ""))


def table_of(window: MainWindow) -> Any:
    return view_of(window, "table")


def test_a_worksheet_and_its_key_are_written_as_pdf(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, tmp_path / "sheet.pdf")
    window.action("export_worksheet").trigger()
    for name in ("sheet.pdf", "sheet-key.pdf"):
        assert (tmp_path / name).read_bytes().startswith(b"%PDF")


def test_a_worksheet_and_its_key_are_written_as_csv_of_the_same_run(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, tmp_path / "sheet.csv")
    window.action("export_worksheet").trigger()
    sheet = list(csv.reader((tmp_path / "sheet.csv").read_text().splitlines()))
    key = list(csv.reader((tmp_path / "sheet-key.csv").read_text().splitlines()))
    rows, filled = sheet[sheet.index([]) + 2 :], key[key.index([]) + 2 :]
    assert len(rows) == 10
    for row, answer in zip(rows, filled, strict=True):
        assert row[:4] == answer[:4]
        assert row[4] == ""
        current, gradient, rate, new = map(float, answer[1:5])
        assert abs(current - rate * gradient - new) < 1.5 * 10.0 ** -len(answer[4].split(".")[1])
    facts = dict(row for row in sheet if len(row) == 2)
    assert f"seed {window.session.scenario.start.seed}" in facts["start"]


def test_a_worksheet_that_cannot_be_written_is_said(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, tmp_path / "no such folder" / "sheet.pdf")
    window.action("export_worksheet").trigger()
    assert "no folder" in window.message_text


def test_checking_is_switched_by_the_menu_and_changes_nothing(
    window: MainWindow, qtbot: QtBot
) -> None:
    before = window.session.scenario
    window.action("check_working").trigger()
    table = table_of(window)
    assert table.is_checking
    qtbot.waitUntil(table.grid.hasFocus)
    window.action("check_working").trigger()
    assert not table.is_checking
    assert window.session.scenario is before
    assert window.session.is_saved


def test_finding_opens_the_filter(window: MainWindow, qtbot: QtBot) -> None:
    window.action("filter_table").trigger()
    field = table_of(window).corner().field
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClicks(field, "b1")
    assert table_of(window).grid.model().rowCount() == 1


def test_the_rows_of_a_mini_batch_epoch_open_in_the_window(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window("two_moons")
    table = table_of(window)
    qtbot.waitUntil(lambda: bool(window.session.snapshot and window.session.snapshot.updates))
    settle(qtbot, window.session)
    table.grid.fold_requested.emit(0, True)
    n_updates = window.session.snapshot.n_updates if window.session.snapshot else 0
    assert table.grid.source.n_lines == len(window.session.subject.names) + n_updates
    assert "rows" in table.grid.source.figures(1).batch
    column = next(c for c in table.grid.columns if c.kind is Kind.NEW)
    assert table.grid.source.figures(n_updates).value(column) == pytest.approx(
        table.grid.source.figures(0).new
    )


def test_through_all_epochs_the_gradients_of_what_is_in_sight_come_from_the_worker(
    window: MainWindow, qtbot: QtBot
) -> None:
    table, gestures = table_of(window), window.gestures
    table.rows_wanted.connect(gestures.on_rows_wanted)
    gestures.rows.rows_changed.connect(table.show_rows)
    window.session.runner.step(30)
    settle(qtbot, window.session)
    table.set_mode(BY_PARAMETER)

    def is_filled() -> bool:
        lines = range(*table.grid.sight)
        return all(table.grid.source.figures(line).gradient is not None for line in lines)

    qtbot.waitUntil(is_filled, timeout=3000)
    table.grid.bar.setValue(0)
    qtbot.waitUntil(is_filled, timeout=3000)
    first = table.grid.source.figures(0)
    window.session.select(epoch=0)
    settle(qtbot, window.session)
    snapshot = window.session.snapshot
    assert snapshot is not None
    i = window.session.selection.parameter
    assert (first.current, first.gradient, first.new) == (
        snapshot.theta[i],
        snapshot.gradient[i],
        snapshot.new[i],
    )
