"""Final losses in bars, shares of minima, and the list of runs."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from gdsim.engine.outcomes import Outcomes, by_loss
from gdsim.scenario.crop import Crop
from gdsim.scenario.starts import GRID
from gdsim.views.restarts import restarts_words as words
from gdsim.views.restarts.bars import bars_of, wants_powers
from gdsim.views.restarts.shares import ALL, shares_of
from gdsim.views.restarts.starts_histogram import StartsHistogram
from gdsim.views.restarts.starts_model import Kind
from gdsim.views.restarts.starts_table import StartsTable
from gdsim.views.theme import LIGHT
from tests.views.restarts_case import make_crop

Key = Qt.Key


def make(qtbot: QtBot, view_class: Any, crop: Crop | None) -> Any:
    view = view_class(LIGHT)
    qtbot.addWidget(view)
    qtbot.addWidget(view.corner())
    view.resize(452 if view_class is StartsHistogram else 712, 326)
    view.show()
    qtbot.waitExposed(view)
    if crop is not None:
        view.set_subject(crop.subject)
        view.show_harvest(crop)
    return view


def emitted(view: Any, *names: str) -> list[tuple[str, Any]]:
    seen: list[tuple[str, Any]] = []
    for name in names:
        getattr(view, name).connect(lambda *args, name=name: seen.append((name, *args)))
    return seen


@pytest.mark.parametrize("is_log", [False, True])
def test_every_run_that_counts_is_in_the_bar_that_holds_its_loss(is_log: bool) -> None:
    losses = np.abs(np.random.default_rng(3).normal(size=200)) + 1e-3
    counted = np.arange(200) % 7 != 0
    bars = bars_of(losses, counted, is_log=is_log)
    assert bars is not None
    assert bars.counts.sum() == counted.sum()
    assert (bars.of_run[~counted] == -1).all()
    values = np.log10(losses) if is_log else losses
    for run in np.flatnonzero(counted):
        low, high = bars.edges[bars.of_run[run] : bars.of_run[run] + 2]
        assert low - 1e-9 <= values[run] <= high + 1e-9


def test_losses_that_are_all_the_same_are_one_bar() -> None:
    bars = bars_of(np.full(9, 0.4), np.ones(9, dtype=bool), is_log=False)
    assert bars is not None
    assert bars.counts.tolist() == [9]
    assert bars_of(np.ones(3), np.zeros(3, dtype=bool), is_log=False) is None


def test_losses_far_apart_want_powers_of_ten() -> None:
    all_count = np.ones(3, dtype=bool)
    assert wants_powers(np.array([0.001, 0.1, 1.0]), all_count)
    assert not wants_powers(np.array([0.4, 0.5, 1.0]), all_count)
    assert not wants_powers(np.array([-1.0, 0.1, 100.0]), all_count)


def test_a_click_on_a_bar_picks_out_its_runs_and_another_shows_all(qtbot: QtBot) -> None:
    crop = make_crop()
    view = make(qtbot, StartsHistogram, crop)
    plot = view.plot
    bar = int(np.flatnonzero(plot.bars.counts)[-1])
    expected = tuple(np.flatnonzero(plot.bars.of_run == bar).tolist())
    place = plot.item.boxes[bar].center().toPoint()
    seen = emitted(view, "starts_marked")
    qtbot.mouseMove(plot.viewport(), place)
    assert plot.readout.isVisible()
    assert plot.readout.text.startswith(f"{len(expected)} run")
    qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=place)
    marked = np.isin(np.arange(30), expected)
    view.show_harvest(crop._replace(marked=marked))
    assert f"{len(expected)} picked out" in view.caption
    assert plot.item.parts[bar].height() == pytest.approx(plot.item.boxes[bar].height())
    qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert seen == [("starts_marked", expected), ("starts_marked", ())]


def test_bars_are_walked_and_picked_by_keys(qtbot: QtBot) -> None:
    view = make(qtbot, StartsHistogram, make_crop())
    seen = emitted(view, "starts_marked")
    filled = np.flatnonzero(view.plot.bars.counts).tolist()
    qtbot.keyClick(view.plot, Key.Key_Right)
    qtbot.keyClick(view.plot, Key.Key_Right)
    assert view.plot.chosen == filled[min(1, len(filled) - 1)]
    qtbot.keyClick(view.plot, Key.Key_Return)
    runs = tuple(np.flatnonzero(view.plot.bars.of_run == view.plot.chosen).tolist())
    assert seen == [("starts_marked", runs)]
    qtbot.keyClick(view.plot, Key.Key_Escape)
    assert seen[-1] == ("starts_marked", ())


def test_each_minimum_has_its_share_of_the_starts_and_of_the_axis(qtbot: QtBot) -> None:
    crop = make_crop("many_wells")
    view = make(qtbot, StartsHistogram, crop)
    assert crop.outcomes is not None
    assert not view.shares.has_places
    n = len(crop.outcomes.groups)
    minimum = np.repeat(np.arange(n), np.arange(1, n + 1))
    view.show_basins(SimpleNamespace(minimum=minimum))
    assert view.shares.has_places
    assert view.shares.isVisible()
    for row in view.shares.rows:
        if row.group >= 0:
            assert row.part == pytest.approx(crop.outcomes.groups[row.group].n / 30)
            assert row.place_part == pytest.approx((row.group + 1) / len(minimum))
    assert "of the axis" in view.shares.accessibleDescription()
    assert sum(row.is_lowest for row in view.shares.rows) == 1
    view.show_harvest(crop._replace(is_outdated=True))
    assert not view.shares.has_places  # the axis is that of another rate


def test_a_click_on_a_share_picks_out_its_runs(qtbot: QtBot) -> None:
    crop = make_crop("many_wells")
    view = make(qtbot, StartsHistogram, crop)
    shares = view.shares
    assert crop.outcomes is not None
    row = next(i for i, row in enumerate(shares.rows) if row.n)
    place = shares._box(row).center().toPoint()  # noqa: SLF001
    seen = emitted(view, "starts_marked")
    qtbot.mouseClick(shares, Qt.MouseButton.LeftButton, pos=place)
    expected = np.flatnonzero(crop.outcomes.of_run == shares.rows[row].group).tolist()
    assert seen == [("starts_marked", tuple(expected))]
    shares.setFocus()
    qtbot.keyClick(shares, Key.Key_Escape)
    qtbot.mouseMove(shares, QPoint(4, 2))
    qtbot.keyClick(shares, Key.Key_Down)
    qtbot.keyClick(shares, Key.Key_Return)
    first = np.flatnonzero(crop.outcomes.of_run == shares.rows[0].group).tolist()
    assert seen[-1] == ("starts_marked", tuple(first))


def test_small_groups_of_a_network_stand_in_one_row() -> None:
    crop = make_crop()
    assert crop.outcomes is not None
    group = crop.outcomes.groups[0]
    of_run = np.zeros(30, dtype=np.intp)
    of_run[:20] = np.arange(1, 21)
    many = tuple(group._replace(n=10 if i == 0 else 1) for i in range(21))
    rows = shares_of(crop._replace(outcomes=Outcomes(of_run, many, 0.1)), {})
    assert rows[-1].group == ALL
    assert sum(row.n for row in rows) == 30
    assert len(rows) <= 7


def test_runs_are_listed_from_the_best_and_sorted_by_any_column(qtbot: QtBot) -> None:
    crop = make_crop()
    table = make(qtbot, StartsTable, crop)
    model, results = table.model, crop.results
    assert results is not None
    assert model.rows.tolist() == results.order.tolist()
    assert [kind for kind, _i in model.columns] == [Kind.SEED, Kind.LOSS, Kind.NEEDED, Kind.OUTCOME]
    header = table.rows.horizontalHeader()
    click = header.viewport(), Qt.MouseButton.LeftButton
    place = QPoint(header.sectionPosition(0) + 10, header.height() // 2)
    qtbot.mouseClick(*click, pos=place)
    assert crop.seeds[model.rows].tolist() == sorted(crop.seeds.tolist())
    qtbot.mouseClick(*click, pos=place)
    assert crop.seeds[model.rows].tolist() == sorted(crop.seeds.tolist(), reverse=True)
    model.sort_by(2)
    needed = results.epochs_needed[model.rows]
    known = needed[needed >= 0]
    assert (np.diff(known) >= 0).all()
    assert (needed[len(known) :] == -1).all()


def test_a_click_or_enter_opens_a_run(qtbot: QtBot) -> None:
    crop = make_crop()
    table = make(qtbot, StartsTable, crop)
    assert crop.results is not None
    order = crop.results.order.tolist()
    seen = emitted(table, "start_opened", "start_pointed")
    place = table.rows.visualRect(table.model.index(2, 0)).center()
    qtbot.mouseMove(table.rows.viewport(), place)
    qtbot.mouseClick(table.rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert ("start_pointed", order[2]) in seen
    assert ("start_opened", order[2]) in seen
    qtbot.keyClick(table.rows, Key.Key_Down)
    assert seen[-1] == ("start_pointed", order[3])
    qtbot.keyClick(table.rows, Key.Key_Return)
    assert seen[-1] == ("start_opened", order[3])


def test_the_best_is_kept_by_the_button_or_k(qtbot: QtBot) -> None:
    crop = make_crop()
    table = make(qtbot, StartsTable, crop)
    seen = emitted(table, "starts_best_kept")
    table.best_button.click()
    qtbot.keyClick(table, Key.Key_K)
    assert len(seen) == 2
    table.show_harvest(crop._replace(is_running=True))
    assert not table.best_button.isEnabled()


def test_only_runs_that_are_picked_out_are_listed(qtbot: QtBot) -> None:
    crop = make_crop()
    table = make(qtbot, StartsTable, crop._replace(marked=np.arange(30) % 10 == 0))
    assert sorted(table.model.rows.tolist()) == [0, 10, 20]


def test_starts_of_functions_are_listed_and_a_grid_has_numbers_for_seeds(qtbot: QtBot) -> None:
    table = make(qtbot, StartsTable, make_crop("himmelblau"))
    kinds = [kind for kind, _i in table.model.columns]
    assert kinds[:3] == [Kind.SEED, Kind.VALUE, Kind.VALUE]
    table.show_harvest(make_crop("himmelblau", distribution=GRID))
    assert table.model.columns[0][0] is Kind.NUMBER


def test_all_runs_are_copied_with_all_digits(qtbot: QtBot) -> None:
    crop = make_crop()
    table = make(qtbot, StartsTable, crop)
    table.rows.setFocus()
    qtbot.keyClick(table.rows, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 31
    assert lines[0].startswith("seed,start_w1,")
    assert lines[0].endswith(",loss,epochs_needed,outcome")
    assert crop.results is not None
    best = crop.results.best
    cells = lines[1].split(",")
    assert int(cells[0]) == crop.seeds[best]
    assert float(cells[-3]) == crop.results.losses[best]
    assert [float(cell) for cell in cells[1:-3]] == crop.results.starts[best].tolist()
    QGuiApplication.clipboard().clear()


def test_bars_stand_where_their_losses_are(qtbot: QtBot) -> None:
    view = make(qtbot, StartsHistogram, make_crop())
    plot = view.plot
    for i, box in enumerate(plot.item.boxes):
        if plot.bars.counts[i]:
            middle = 0.5 * float(plot.bars.edges[i] + plot.bars.edges[i + 1])
            expected: QPointF = plot.frame.to_pixels(middle, float(plot.bars.counts[i]))
            assert box.center().x() == pytest.approx(expected.x(), abs=1.0)
            assert box.top() == pytest.approx(expected.y(), abs=2.0)


def test_losses_that_differ_by_next_to_nothing_of_the_way_down_are_one_bar() -> None:
    losses, all_count = np.array([0.0, 7.9e-31, 1.6e-22]), np.ones(3, dtype=bool)
    bars = bars_of(losses, all_count, is_log=False, scale=140.0)
    assert bars is not None
    assert bars.counts.tolist() == [3]
    assert bars.edges[0] < 0.0 < bars.edges[-1]
    apart = bars_of(losses, all_count, is_log=True, scale=140.0)
    assert apart is not None
    assert len(apart.counts) > 1


def test_where_all_runs_diverged_the_histogram_says_so_and_offers_no_bars(qtbot: QtBot) -> None:
    crop = make_crop("xor", 6, 20)
    assert crop.results is not None
    diverged = crop.results._replace(
        diverged_at=np.full(6, 4), losses=np.full(6, 5.413021652e11), epochs_needed=np.full(6, -1)
    )
    view = StartsHistogram(LIGHT)
    qtbot.addWidget(view)
    view.resize(460, 330)
    view.show()
    view.show_harvest(crop._replace(results=diverged, outcomes=by_loss(diverged)))
    assert view.plot.message.text == "All runs diverged; try a smaller learning rate."
    assert view.plot.message.isVisible()
    assert view.caption == ""
    assert words.row_loss(5.413021652e11) == "5.413e11"
    assert words.row_loss(12_345_000.0) == "12,345,000"


@pytest.mark.parametrize(
    ("part", "text"), [(0.07, "7 %"), (0.09, "9 %"), (0.0234, "2.3 %"), (0.23, "23 %"), (0, "0 %")]
)
def test_shares_that_are_whole_are_written_so(part: float, text: str) -> None:
    assert words.percent(part) == text
