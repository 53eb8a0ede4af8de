"""The closed form on paper: derivation, both units side by side, rates, and why they explode."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from gdsim.engine.closed_form import Sums, closed_forms
from gdsim.engine.losses import LOSSES
from gdsim.engine.objective import NetworkObjective
from gdsim.scenario.subject import Subject
from gdsim.views.formula import FormulaLabel
from gdsim.views.line.closed_form_panel import EVERY_MS, ClosedFormPanel
from gdsim.views.line.derivation import Names, derivation, digits, sums_line
from gdsim.views.line.line_shape import model_of
from gdsim.views.line.rate_lanes import free_place, rate_range
from gdsim.views.line.rate_words import heading, paragraph, verdict
from gdsim.views.line.standings import Standing, standing
from gdsim.views.line.units_table import DASH, rows_of
from gdsim.views.theme import DARK, LIGHT
from gdsim.views.typesetting import latex_to_svg
from tests.views.line_case import line_snapshot, line_subject, with_hidden_layer


@pytest.fixture
def panel(qtbot: QtBot) -> ClosedFormPanel:
    return make_panel(qtbot, line_subject())


def make_panel(qtbot: QtBot, subject: Subject) -> ClosedFormPanel:
    panel = ClosedFormPanel(LIGHT)
    qtbot.addWidget(panel)
    qtbot.addWidget(panel.corner())
    panel.resize(420, 560)
    panel.show()
    panel.set_subject(subject)
    return panel


def now_of(subject: Subject, *theta: float) -> Standing:
    objective, model = subject.experiment.objective, model_of(subject)
    assert isinstance(objective, NetworkObjective)
    assert subject.samples is not None
    assert model is not None
    forms = closed_forms(objective, subject.samples)
    assert forms is not None
    return standing(subject, model, forms, line_snapshot(subject, theta) if theta else None)


def plain(subject: Subject) -> list[str]:
    objective = subject.experiment.objective
    assert isinstance(objective, NetworkObjective)
    form = now_of(subject).raw.form
    names = Names("w1", "b1" if len(form.theta) > 1 else None)
    return [step.plain for step in derivation(names, objective.loss_function, form)]


# The derivation.


def test_one_slope_is_derived_in_three_lines_that_end_in_the_datas_numbers() -> None:
    assert plain(line_subject(bias=False)) == [
        "L = 1/n Σ (w1 xᵢ − yᵢ)²",
        "dL/dw1 = 2/n Σ xᵢ (w1 xᵢ − yᵢ) = 0",
        "w1 = Σ xᵢyᵢ / Σ xᵢ² = 1,508,789 / 91 = 16,580.1",
    ]


def test_slope_and_intercept_are_derived_from_two_derivatives() -> None:
    assert plain(line_subject()) == [
        "L = 1/n Σ (w1 xᵢ + b1 − yᵢ)²",
        "∂L/∂w1 = 2/n Σ xᵢ (w1 xᵢ + b1 − yᵢ) = 0",
        "∂L/∂b1 = 2/n Σ (w1 xᵢ + b1 − yᵢ) = 0",
        "w1 = Σ (xᵢ − x̄)(yᵢ − ȳ) / Σ (xᵢ − x̄)² = 126,649.5 / 17.5 = 7,237.11",
        "b1 = ȳ − w1 x̄ = 65,816.2 − 7,237.11 · 3.5 = 40,486.3",
    ]


@pytest.mark.parametrize(
    ("loss", "first", "second"),
    [
        ("sse", "L = Σ (", "dL/dw1 = 2 Σ xᵢ ("),
        ("mse", "L = 1/n Σ (", "dL/dw1 = 2/n Σ xᵢ ("),
        ("half_sse", "L = 1/2 Σ (", "dL/dw1 = Σ xᵢ ("),
        ("half_mse", "L = 1/(2n) Σ (", "dL/dw1 = 1/n Σ xᵢ ("),
    ],
)
def test_each_loss_has_its_own_factor(loss: str, first: str, second: str) -> None:
    lines = plain(line_subject(bias=False, loss=loss))
    assert lines[0].startswith(first)
    assert lines[1].startswith(second)


@pytest.mark.parametrize("bias", [None, "b1"])
@pytest.mark.parametrize("loss", ["sse", "mse", "half_sse", "half_mse"])
def test_every_formula_can_be_typeset(loss: str, bias: str | None) -> None:
    form = now_of(line_subject(bias=bias is not None)).raw.form
    for scale in (1.0, -1e-7, 1e9):
        assert form.sums is not None
        sums = Sums(6, *(scale * value for value in form.sums[1:]))
        for step in derivation(Names("w1", bias), LOSSES[loss], form._replace(sums=sums)):
            assert latex_to_svg(step.latex, 16.0, "#000000").startswith(b"<svg")


def test_negative_factors_stand_in_parentheses() -> None:
    form = now_of(line_subject()).raw.form
    sums = Sums(2, -4.0, 2.0, -10.0, 10.0, -6.0, 2.0)
    last = derivation(Names("w1", "b1"), LOSSES["mse"], form._replace(sums=sums))[-1]
    assert last.plain.endswith("= 1 − (−3) · (−2) = −5")


def test_inputs_that_are_all_equal_give_no_numbers() -> None:
    form = now_of(line_subject()).raw.form
    same = Sums(3, 6.0, 9.0, 18.0, 12.0, 0.0, 0.0)
    last = derivation(Names("w1", "b1"), LOSSES["mse"], form._replace(sums=same))[-1]
    assert last.plain == "b1 = ȳ − w1 x̄"


def test_the_sums_to_check_by_hand_are_printed_without_rounding_noise() -> None:
    form = now_of(line_subject()).raw.form
    assert form.sums is not None
    line = sums_line(form.sums, has_bias=True).replace("\N{NO-BREAK SPACE}", " ")
    assert line == "n = 6 · Σx = 21 · Σy = 394,897 · Σxy = 1,508,789 · Σx² = 91"
    scaled = now_of(line_subject(standardize=True)).standardized.form
    assert scaled.sums is not None
    line = sums_line(scaled.sums, has_bias=True).replace("\N{NO-BREAK SPACE}", " ")
    assert line == "n = 6 · Σx = 0 · Σy = 0 · Σxy = 4.6655246 · Σx² = 6"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-21.0, "−21"),
        (126649.5, "126,650"),
        (17.5, "17.5"),
        (0.05, "0.05"),
        (-0.5357961, "−0.535796"),
        (2.5619972e9, "2.56200e9"),
        (1e-9, "1.00000e−9"),
    ],
)
def test_numbers_keep_six_digits_and_no_idle_zero(value: float, text: str) -> None:
    assert digits(value) == text


# Both units.


def test_both_units_tell_of_the_same_line() -> None:
    subject = line_subject()
    now = now_of(subject, 5000.0, 30000.0)
    assert now.raw.is_used
    assert now.standardized.now is not None
    x, y = np.arange(1.0, 7.0), np.array([38750.0, 51886.0, 70817.0, 81854.0, 83140.0, 68450.0])
    scaled = (30000.0 + 5000.0 * x - y.mean()) / y.std()
    slope, height = np.polyfit((x - x.mean()) / x.std(), scaled, 1)
    np.testing.assert_allclose(now.standardized.now.theta, [slope, height])
    loss = float(np.mean((scaled - (y - y.mean()) / y.std()) ** 2))
    assert now.standardized.now.loss == pytest.approx(loss)
    assert now.raw.gap / y.var() == pytest.approx(now.standardized.gap)


def test_a_run_in_standardized_units_is_told_in_raw_ones() -> None:
    raw = now_of(line_subject(), 5000.0, 30000.0)
    assert raw.standardized.now is not None
    back = now_of(line_subject(standardize=True), *raw.standardized.now.theta.tolist())
    assert back.standardized.is_used
    assert back.raw.now is not None
    np.testing.assert_allclose(back.raw.now.theta, [5000.0, 30000.0])
    assert back.raw.gap == pytest.approx(raw.raw.gap)


def test_without_a_bias_the_other_units_are_another_model() -> None:
    now = now_of(line_subject(bias=False), 10000.0)
    assert now.standardized.now is None
    rows = rows_of(now, ["w1"])
    assert rows[0].cells == ("10,000", "16,580", DASH, "0.7776")
    assert "two models" in paragraph(now)


def test_the_table_has_parameters_loss_gap_and_curvatures() -> None:
    rows = rows_of(now_of(line_subject(), 7237.114, 40486.267), ["w1", "b1"])
    assert [row.name for row in rows] == ["w1", "b1", "loss", "gap", "curvatures"]
    assert rows[0].cells == ("7237", "7237", "0.7776", "0.7776")
    assert rows[1].cells[1::2] == ("40,486", "0")
    assert rows[4].cells == ("", "0.365 to 32.0", "", "2.00")


# Learning rates.


def test_the_paragraph_tells_what_the_rate_does() -> None:
    slow = now_of(line_subject())
    assert heading(slow) == "Why raw columns are slow"
    assert "condition number 87.60" in paragraph(slow)
    assert "1 − 0.05 · 31.97 = −0.5984" in paragraph(slow)
    explodes = now_of(line_subject(rate=0.07))
    assert heading(explodes) == "Why 0.07 explodes on raw columns"
    assert "1 − 0.07 · 31.97 = −1.238" in paragraph(explodes)
    assert "Below 2/31.97 = 0.0626 it would settle" in paragraph(explodes)
    one = now_of(line_subject(bias=False))
    assert "1 − 0.05 · 30.33 = −0.5167: it jumps across, but lands nearer" in paragraph(one)


def test_verdicts_compare_the_rate_with_each_limit() -> None:
    now = now_of(line_subject(rate=0.07))
    assert verdict(now.rate, now.raw, is_plain=True) == "explodes: the limit is 0.0626"
    assert verdict(now.rate, now.standardized, is_plain=True) == "settles: the limit is 1.00"
    assert verdict(now.rate, now.raw, is_plain=False) == "limit 0.0626"


def test_the_lanes_reach_over_all_rates() -> None:
    assert rate_range(now_of(line_subject())) == (-2.0, 1.0)
    assert rate_range(now_of(line_subject(rate=0.0))) == (-2.0, 1.0)


@pytest.mark.parametrize("limit", [100.0, 150.0, 250.0, 399.0])
@pytest.mark.parametrize("mark", [100.0, 140.0, 300.0, 400.0])
def test_words_on_a_lane_are_not_crossed_by_the_rate(limit: float, mark: float) -> None:
    x = free_place(90.0, 6.0, (100.0, 400.0), limit, mark)
    assert x >= 100.0
    assert x + 90.0 <= 400.0
    assert not x < mark < x + 90.0


# The panel.


def test_the_panel_shows_derivation_table_and_paragraph(panel: ClosedFormPanel) -> None:
    panel.show_snapshot(line_snapshot(line_subject(), (5000.0, 30000.0)))
    text = panel.plain_text()
    for part in ("7,237.11 · 3.5 = 40,486.3", "Why raw columns are slow", "condition number"):
        assert part in text
    assert panel.caption == "x: bedrooms, y: price (CA$)"
    assert panel.table.rows[0].cells[0] == "5000"
    assert panel.lanes.accessibleDescription() == (
        "The learning rate is 0.05. raw: settles: the limit is 0.0626; "
        "standardized: settles: the limit is 1.00."
    )


def test_the_formulas_are_typeset_once_and_stay_while_descent_goes_on(
    qtbot: QtBot, panel: ClosedFormPanel
) -> None:
    formulas = [f for f in panel.findChildren(FormulaLabel) if f.isVisible()]
    assert len(formulas) == 5
    qtbot.waitUntil(lambda: all(f.is_drawn for f in formulas), timeout=20000)
    panel.show_snapshot(line_snapshot(line_subject(), (1.0, 1.0)))
    panel.set_subject(line_subject(rate=0.01))
    assert all(f.is_drawn for f in formulas)


def test_numbers_change_at_most_eight_times_a_second_and_end_right(
    qtbot: QtBot, panel: ClosedFormPanel
) -> None:
    subject = line_subject()
    for slope in (1000.0, 2000.0, 3000.0):
        panel.show_snapshot(line_snapshot(subject, (slope, 0.0)))
    assert panel.table.rows[0].cells[0] == "1000"
    qtbot.waitUntil(lambda: panel.table.rows[0].cells[0] == "3000", timeout=4 * EVERY_MS)


@pytest.mark.parametrize("bias", [True, False])
def test_it_is_whole_at_420_by_560_and_has_two_columns_where_there_is_room(
    qtbot: QtBot, bias: bool
) -> None:
    panel = make_panel(qtbot, line_subject(bias=bias))
    formulas = [f for f in panel.findChildren(FormulaLabel) if f.isVisible()]
    qtbot.waitUntil(lambda: all(f.is_drawn for f in formulas), timeout=20000)
    QTest.qWait(20)
    area = panel.findChild(QScrollArea)
    assert isinstance(area, QScrollArea)
    assert area.verticalScrollBar().maximum() == 0
    assert panel.table.mapTo(panel, QPoint()).x() < 20
    panel.resize(1000, 400)
    qtbot.waitUntil(lambda: panel.table.mapTo(panel, QPoint()).x() > 400, timeout=1000)
    panel.resize(420, 560)
    qtbot.waitUntil(lambda: panel.table.mapTo(panel, QPoint()).x() < 20, timeout=1000)


@pytest.mark.parametrize(
    ("standardize", "text"), [(False, "Standardize"), (True, "Use raw columns")]
)
def test_the_button_asks_for_the_other_units(qtbot: QtBot, standardize: bool, text: str) -> None:
    panel = make_panel(qtbot, line_subject(standardize=standardize))
    said: list[bool] = []
    panel.standardize_requested.connect(said.append)
    assert panel.units_button.text() == text
    panel.units_button.click()
    assert said == [not standardize]


def test_what_has_no_closed_form_gets_a_sentence(panel: ClosedFormPanel) -> None:
    for subject in (with_hidden_layer(line_subject()), line_subject(loss="mae")):
        panel.set_subject(subject)
        assert panel.message.isVisible()
        assert not panel.table.isVisible()
        assert not panel.units_button.isEnabled()
    panel.set_subject(line_subject())
    assert not panel.message.isVisible()
    assert panel.table.isVisible()


def test_all_of_it_is_copied_as_text(panel: ClosedFormPanel) -> None:
    panel.copy_text()
    assert QApplication.clipboard().text() == panel.plain_text()
    QApplication.clipboard().clear()


def test_what_only_shows_says_nothing(panel: ClosedFormPanel) -> None:
    said: list[Any] = []
    panel.standardize_requested.connect(said.append)
    for theta in ((0.0, 0.0), (1e300, -1e300)):
        panel.show_snapshot(line_snapshot(line_subject(), theta))
        QTest.qWait(EVERY_MS + 10)
    panel.restyle(DARK)
    panel.set_subject(line_subject(standardize=True))
    panel.restyle(LIGHT._replace(scale=1.5))
    panel.grab()
    QTest.keyClick(panel, Qt.Key.Key_Tab)
    assert said == []
