"""The worksheet and its key: the same rows, gaps only on the one, seeds on both."""

import csv
import io

import msgspec
import pytest

from gdsim.engine.snapshot import Look, take_snapshot
from gdsim.engine.steps import finish
from gdsim.scenario import library
from gdsim.scenario.arithmetic import of_epoch, of_update
from gdsim.scenario.build import build
from gdsim.scenario.exercise import Cell, Field, Plan, Sheet, Tolerance, new_sheet
from gdsim.scenario.formats import choose_formats
from gdsim.scenario.subject import Subject
from gdsim.scenario.worksheet import Worksheet, make_worksheet


def made(plan: Plan | None = None, title: str | None = None) -> tuple[Subject, Sheet]:
    document = library.read(library.builtin_path("houses"))
    scenario = document.scenario
    if title is not None:
        scenario = msgspec.structs.replace(scenario, title=title)
    subject = build(scenario)
    experiment = subject.experiment
    look = Look(needs=frozenset({"updates"}))
    snapshot = finish(take_snapshot(experiment, subject.samples, 1, experiment.start, look))
    part = of_epoch(snapshot)
    assert of_update(snapshot, 0).new.tolist() == part.new.tolist()
    n = len(subject.names)
    formats = choose_formats([part])
    return subject, new_sheet(part, formats, plan or Plan(), subject.names, range(n), 0)


def worksheet(plan: Plan | None = None, title: str | None = None) -> Worksheet:
    return make_worksheet(*made(plan, title))


def table(text: str) -> tuple[list[str], list[list[str]]]:
    rows = list(csv.reader(io.StringIO(text)))
    gap = rows.index([])
    return rows[gap + 1], rows[gap + 2 :]


def test_the_gaps_of_the_sheet_are_filled_on_the_key_and_nothing_else_differs() -> None:
    sheet = worksheet(Plan(fields=frozenset({Field.NEW})))
    assert len(sheet.rows) == 10
    for row, filled in zip(sheet.rows, sheet.key, strict=True):
        assert row[:4] == filled[:4]
        assert row[4] is None
        assert filled[4] is not None


def test_seeds_stand_on_both() -> None:
    sheet = worksheet()
    for is_key in (False, True):
        text = sheet.csv_text(is_key=is_key)
        assert "seed" in text
    assert dict(sheet.facts)["start"].endswith("seed 1") or "seed" in dict(sheet.facts)["start"]


def test_the_key_can_be_reckoned_from_the_csv_alone() -> None:
    header, rows = table(worksheet().csv_text(is_key=True))
    assert header == ["parameter", "current", "gradient", "learning rate", "new", "working"]
    for row in rows:
        current, gradient, rate, new = map(float, row[1:5])
        places = len(row[4].partition(".")[2])
        assert abs(current - rate * gradient - new) < 1.5 * 10.0**-places


def test_the_csv_of_the_sheet_has_gaps_and_no_working() -> None:
    _header, rows = table(worksheet().csv_text(is_key=False))
    assert {row[4] for row in rows} == {""}
    assert {row[5] for row in rows} == {""}


def test_a_title_that_a_spreadsheet_would_run_is_made_harmless() -> None:
    text = worksheet(title='=HYPERLINK("http://x")').csv_text(is_key=False)
    first = next(csv.reader(io.StringIO(text)))
    assert first[1].startswith("'=")
    for row in csv.reader(io.StringIO(worksheet().csv_text(is_key=True))):
        for text in row:
            if text[:1] in "=+-@" and text:
                float(text)  # a number, or it would have been led by an apostrophe


def test_answers_given_in_the_window_do_not_fill_the_sheet() -> None:
    subject, sheet = made()
    answered = sheet.revealed(sheet.cells)
    assert make_worksheet(subject, answered) == make_worksheet(subject, sheet)


def test_the_working_of_a_gradient_goes_backward() -> None:
    sheet = worksheet(Plan(fields=frozenset({Field.GRADIENT})))
    assert all("/" in line for line in sheet.working)


@pytest.mark.parametrize("field", list(Field))
def test_the_key_prints_what_the_table_prints(field: Field) -> None:
    subject, sheet = made(Plan(fields=frozenset({field})))
    place = 2 if field is Field.GRADIENT else 4
    key = make_worksheet(subject, sheet).key
    assert [row[place] for row in key] == [sheet.printed(Cell(i, field)) for i in range(10)]


def test_sheet_and_key_say_how_near_an_answer_must_come() -> None:
    assert worksheet().note == "Right are new values within 0.0001."
    both = worksheet(plan=Plan(frozenset(Field), tolerance=Tolerance.PERCENT))
    assert both.note == (
        "Right are gradients within 1 % of the true value, new values within 1 % of the true value."
    )


def test_the_loss_is_named_in_words() -> None:
    assert dict(worksheet().facts)["loss"] == "mean squared error (mse)"


def test_a_large_learning_rate_is_a_plain_number_in_the_csv() -> None:
    subject, sheet = made()
    part = sheet.arithmetic._replace(rate=50_000.0)
    sheet = sheet._replace(arithmetic=part, formats=choose_formats([part]))
    _header, rows = table(make_worksheet(subject, sheet).csv_text(is_key=True))
    assert {row[3] for row in rows} == {"50000"}
