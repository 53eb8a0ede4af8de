"""Check my working: what is asked, what counts as right, what a hint gives away."""

from fractions import Fraction

import numpy as np

from gdsim.scenario.arithmetic import Arithmetic
from gdsim.scenario.exercise import (
    Cell,
    Field,
    Plan,
    Score,
    Sheet,
    Tolerance,
    Verdict,
    Which,
    new_sheet,
)
from gdsim.scenario.formats import choose_formats
from gdsim.scenario.quantities import MINUS

NEW, GRADIENT = Field.NEW, Field.GRADIENT
CURRENT = np.array([-0.20186, -0.384812, 0.568734, 0.21282])
SLOPES = np.array([0.010431, -0.05399, -0.212907, -0.05071])


def step(rate: float = 0.05, method: str = "gradient_descent") -> Arithmetic:
    free = np.array([True, True, True, False])
    delta = np.where(free, -rate * SLOPES, 0.0)
    return Arithmetic(5, CURRENT, SLOPES, delta, CURRENT + delta, rate, free, {}, {}, method, 1)


def make(plan: Plan | None = None, part: Arithmetic | None = None, selected: int = 2) -> Sheet:
    part = part or step()
    names = ("w1", "w2", "w3", "w4")
    return new_sheet(part, choose_formats([part]), plan or Plan(), names, range(4), selected)


def test_frozen_rows_are_not_asked() -> None:
    assert make().rows == (0, 1, 2)
    assert not make().is_asked(Cell(3, NEW))


def test_the_plan_chooses_rows_and_columns() -> None:
    assert make(Plan(which=Which.SELECTED)).cells == [Cell(2, NEW)]
    assert make(Plan(which=Which.EVERY_SECOND)).rows == (1,)
    both = make(Plan(fields=frozenset(Field), which=Which.SELECTED))
    assert both.cells == [Cell(2, GRADIENT), Cell(2, NEW)]
    assert make(Plan(which=Which.SELECTED), selected=3).cells == []


def test_what_the_printed_digits_give_is_right_for_every_row_and_rate() -> None:
    random = np.random.default_rng(2)
    for _ in range(200):
        n = 10
        current, slopes = random.normal(size=n), random.normal(size=n) * 10 ** random.uniform(-3, 1)
        rate = float(random.choice([0.05, 1.0, 3.0, 0.01]))
        part = Arithmetic(
            0, current, slopes, -rate * slopes, current - rate * slopes, rate,
            np.ones(n, dtype=bool), {}, {}, "gradient_descent", 1,
        )  # fmt: skip
        sheet = new_sheet(part, choose_formats([part]), Plan(), "abcdefghij", range(n), 0)
        for row in range(n):
            printed = [
                Fraction(text.replace(MINUS, "-"))
                for text in (
                    sheet.formats.value.text(current[row]),
                    sheet.formats.rate(rate),
                    sheet.formats.gradient.text(slopes[row]),
                )
            ]
            answer = repr(float(printed[0] - printed[1] * printed[2]))
            done = sheet.answered(Cell(row, NEW), answer)
            assert done.answers[Cell(row, NEW)].verdict is Verdict.RIGHT, (answer, row)


def test_a_gradient_worked_back_from_the_printed_digits_is_right() -> None:
    sheet = make(Plan(fields=frozenset({GRADIENT})))
    for row in sheet.rows:
        current, new = (
            float(sheet.formats.value.text(value[row]).replace(MINUS, "-"))
            for value in (sheet.arithmetic.current, sheet.arithmetic.new)
        )
        cell = Cell(row, GRADIENT)
        done = sheet.answered(cell, str((current - new) / 0.05))
        assert done.answers[cell].verdict is Verdict.RIGHT
        assert f"/ {0.05}" in sheet.hint(cell)


def test_two_units_off_is_off_and_says_by_how_much() -> None:
    sheet = make()
    cell = Cell(2, NEW)
    unit = sheet.formats.value.unit
    done = sheet.answered(cell, str(round(0.568734 + 0.05 * 0.212907, 5) + 3 * unit))
    assert done.answers[cell].verdict is Verdict.OFF
    assert done.verdict_text(cell).endswith("too large")
    assert sheet.answered(cell, "-7").verdict_text(cell).endswith("too small")
    assert done.is_hidden(cell)  # the true value stays out of sight


def test_a_percent_is_wider_than_a_unit_of_the_last_place() -> None:
    cell = Cell(2, NEW)
    narrow, wide = make(), make(Plan(tolerance=Tolerance.PERCENT))
    assert narrow.answered(cell, "0.5800").answers[cell].verdict is Verdict.OFF
    assert wide.answered(cell, "0.5800").answers[cell].verdict is Verdict.RIGHT
    assert wide.answered(cell, "0.5900").answers[cell].verdict is Verdict.OFF


def test_the_score_counts_right_and_revealed_and_a_right_answer_cannot_be_revealed() -> None:
    sheet = make().answered(Cell(0, NEW), make().printed(Cell(0, NEW)))
    sheet = sheet.answered(Cell(1, NEW), "9").revealed(sheet.cells)
    assert sheet.score == Score(right=1, revealed=2, tried=3, blanks=3)
    assert sheet.score.text() == "1 of 3, 2 revealed"
    assert sheet.answers[Cell(0, NEW)].verdict is Verdict.RIGHT
    assert Score(1, 0, 1, 3).plus(Score(2, 1, 3, 3)).text() == "3 of 6, 1 revealed"


def test_an_answer_can_be_mended_and_taken_back() -> None:
    cell = Cell(0, NEW)
    wrong = make().answered(cell, "5")
    assert wrong.answered(cell, " ").answers == {}
    assert wrong.answered(cell, wrong.printed(cell)).score.right == 1
    assert wrong.answered(cell, "five").verdict_text(cell) == "not a number"


def test_a_sheet_is_not_changed_by_answers() -> None:
    sheet = make()
    sheet.answered(Cell(0, NEW), "5")
    sheet.revealed(sheet.cells)
    assert sheet.answers == {}


def test_a_hint_never_holds_the_answer() -> None:
    for fields in (frozenset({NEW}), frozenset({GRADIENT}), frozenset(Field)):
        sheet = make(Plan(fields=fields))
        for cell in sheet.cells:
            for hidden in sheet.cells:
                if hidden.row == cell.row:
                    digits = sheet.printed(hidden).strip("+" + MINUS)
                    assert digits not in sheet.hint(cell)


def test_the_hint_of_a_new_value_is_the_formula_with_its_numbers() -> None:
    sheet = make()
    form = sheet.formats
    numbers = f"{form.value.text(CURRENT[2])[1:]} {MINUS} 0.05 × ({form.gradient.text(SLOPES[2])})"
    assert sheet.hint(Cell(2, NEW)).endswith(numbers)


def test_with_another_method_the_step_is_given() -> None:
    sheet = make(part=step(method="drifting"))
    assert "current + step" in sheet.hint(Cell(0, NEW))
    assert "chain rule" in make(Plan(fields=frozenset({GRADIENT})), step(method="drifting")).hint(
        Cell(0, GRADIENT)
    )


def test_what_is_not_finite_is_not_asked() -> None:
    part = step()
    sheet = make(part=part._replace(new=np.array([np.nan, np.inf, 1.0, 1.0])))
    assert sheet.rows == (2,)
