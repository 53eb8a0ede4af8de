"""A worksheet and its answer key, from one and the same run: Subject, Sheet -> Worksheet -> CSV.

What both say of the run (seeds, data, network, rate) lets anyone make it again.
"""

import csv
import io
from decimal import InvalidOperation
from typing import NamedTuple

import numpy as np

import gdsim
from gdsim.engine.arrays import Rows
from gdsim.engine.functions import FUNCTIONS
from gdsim.engine.losses import LOSSES
from gdsim.scenario.arithmetic import Arithmetic
from gdsim.scenario.exercise import Cell, Field, Sheet
from gdsim.scenario.files import safe_cell
from gdsim.scenario.formats import number
from gdsim.scenario.quantities import MINUS, TIMES, bare, bracketed
from gdsim.scenario.spec import FunctionSpec, NetworkSpec, ObjectiveSpec, Scenario
from gdsim.scenario.subject import Subject
from gdsim.text import _

MAX_ROWS = 60
"""So many rows fit on a few pages; a larger table is cut and says so."""

BLANK = None
"""A cell for the learner to fill."""

Row = tuple[str | None, ...]


class Worksheet(NamedTuple):
    """What stands on the sheet and on its key.

    Attributes
    ----------
    title, subtitle : str
    facts : tuple of (what, value)
        All that decides the numbers.
    rule : str
        The formula by which a new value comes about.
    tasks : tuple of str
        What to do.
    header : tuple of str
    rows : tuple of Row
        With gaps.
    key : tuple of Row
        The same rows, filled.
    working : tuple of str
        The formula of each row with its numbers.
    note : str
        What else is to be said; may be empty.
    """

    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    rule: str
    tasks: tuple[str, ...]
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    key: tuple[Row, ...]
    working: tuple[str, ...]
    note: str

    def csv_text(self, *, is_key: bool) -> str:
        """Return the sheet or its key as CSV; numbers have the digits of the printed sheet."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        what = _("answer key") if is_key else _("worksheet")
        writer.writerow([_csv_cell(_("title")), _csv_cell(f"{self.title} ({what})")])
        writer.writerow([_csv_cell(_("step")), _csv_cell(self.subtitle)])
        writer.writerows([_csv_cell(name), _csv_cell(value)] for name, value in self.facts)
        writer.writerow([_csv_cell(_("rule")), _csv_cell(self.rule)])
        writer.writerow([])
        writer.writerow([_csv_cell(name) for name in (*self.header, _("working"))])
        for row, filled, working in zip(self.rows, self.key, self.working, strict=True):
            cells = filled if is_key else row
            last = working if is_key else ""
            writer.writerow([*map(_csv_cell, cells), _csv_cell(last)])
        return text.getvalue()


def make_worksheet(subject: Subject, sheet: Sheet) -> Worksheet:
    """Return the worksheet of ``sheet``, on which every blank is open again."""
    blank = sheet._replace(answers={})
    part = sheet.arithmetic
    names = subject.names
    shown = list(range(min(MAX_ROWS, len(names))))
    n_cut = len(names) - len(shown)
    return Worksheet(
        subject.scenario.title or _("Gradient descent"),
        _subtitle(part),
        facts(subject.scenario, part),
        _rule(part),
        _tasks(blank, is_function=subject.function is not None),
        _header(part),
        tuple(_row(blank, row, is_key=False) for row in shown),
        tuple(_row(blank, row, is_key=True) for row in shown),
        tuple(_working(blank, row) for row in shown),
        _note(blank, n_cut),
    )


def _note(sheet: Sheet, n_cut: int) -> str:
    """Return how near an answer must come, and what is left out."""
    notes = []
    if sheet.rows:
        names = {Field.GRADIENT: _("gradients"), Field.NEW: _("new values")}
        reaches = [
            _("{field} within {reach}").format(
                field=names[field], reach=sheet.reach(Cell(sheet.rows[0], field))
            )
            for field in Field
            if field in sheet.plan.fields
        ]
        notes.append(_("Right are {reaches}.").format(reaches=", ".join(reaches)))
    if n_cut:
        notes.append(_("{n} more parameters are left out.").format(n=n_cut))
    return " ".join(notes)


def facts(scenario: Scenario, part: Arithmetic) -> tuple[tuple[str, str], ...]:
    """Return what decides the numbers of a run, as pairs: what it is, and its value."""
    start, optimizer = scenario.start, scenario.optimizer
    found = _problem(scenario.objective)
    found.append((_("start"), f"{start.initializer}, {_('seed')} {start.seed}"))
    if start.parameters:
        by_hand = ", ".join(f"{name} = {value:g}" for name, value in start.parameters.items())
        found.append((_("set by hand"), by_hand.replace("-", MINUS)))
    found.append((_("method"), _method(optimizer.name, optimizer.numbers)))
    found.append((_("learning rate"), f"{part.rate:.6g}".replace("-", MINUS)))
    if scenario.batch_size is not None:
        found.append((_("batch size"), _batches(scenario)))
    if scenario.changes:
        epochs = ", ".join(str(change.epoch) for change in scenario.changes)
        found.append((_("changed on the way"), _("at epoch {epochs}").format(epochs=epochs)))
    found.append((_("made with"), f"gdsim {gdsim.__version__}"))
    return tuple(found)


def _function_facts(function: FunctionSpec) -> list[tuple[str, str]]:
    """Return the formula that descent makes small."""
    known = FUNCTIONS.get(function.name or "")
    formula = (function.expression or "") if known is None else known.expression
    found = [] if known is None else [(_("function"), _(known.title))]
    found.append((_("formula"), formula.replace("-", MINUS)))
    for constant in () if known is None else known.constants:
        value = function.constants.get(constant.name, constant.default)
        found.append((_(constant.text), f"{constant.name} = {value:g}".replace("-", MINUS)))
    return found


def _problem(objective: ObjectiveSpec) -> list[tuple[str, str]]:
    """Return what is learnt, and by which network."""
    if isinstance(objective, FunctionSpec):
        return _function_facts(objective)
    data = objective.dataset
    layers = objective.layers if isinstance(objective, NetworkSpec) else ()
    source = data.name or data.path or data.source
    if data.source == "generated":
        source += f", {_('seed')} {data.seed}"
    columns = ", ".join(data.inputs or ())
    goal = ", ".join(data.targets or ())
    found = [(_("data"), source)]
    if columns and goal:
        found.append((_("learns"), _("{goal} from {columns}").format(goal=goal, columns=columns)))
    shape = ", ".join(
        f"{layer.units} {layer.activation}" + ("" if layer.bias else f" ({_('no bias')})")
        for layer in layers
    )
    found += [(_("layers"), shape)] if shape else []
    found.append((_("loss"), _loss_name(objective.loss)))
    if objective.penalty is not None:
        found.append((_("penalty"), f"{objective.penalty.name} {objective.penalty.rate:g}"))
    if data.standardize:
        found.append((_("columns"), _("standardized")))
    if data.split is not None:
        share = round(100 * data.split.test)
        text = _("{share} % held out, seed {seed}").format(share=share, seed=data.split.seed)
        found.append((_("rows"), text))
    return found


def _loss_name(name: str) -> str:
    """Return a loss as a reader of the sheet knows it, with its name in the file."""
    loss = LOSSES.get(name)
    return name if loss is None else f"{loss.title} ({name})"


def _method(name: str, numbers: dict[str, float]) -> str:
    own = ", ".join(f"{key} {value:g}" for key, value in numbers.items())
    return name.replace("_", " ") + (f" ({own})" if own else "")


def _batches(scenario: Scenario) -> str:
    if not scenario.shuffle:
        return _("{n}, rows in file order").format(n=scenario.batch_size)
    seed = scenario.start.seed if scenario.shuffle_seed is None else scenario.shuffle_seed
    return _("{n}, shuffled with seed {seed}").format(n=scenario.batch_size, seed=seed)


def batch_text(rows: Rows) -> str:
    """Return which rows a batch holds, counted from 1: "rows 1 to 10" or "10 rows"."""
    if isinstance(rows, slice):
        if rows.stop - rows.start == 1:
            return _("row {row}").format(row=rows.stop)
        return _("rows {first} to {last}").format(first=rows.start + 1, last=rows.stop)
    if rows is None:
        return _("all rows")
    if len(rows) == 1:
        return _("row {row}").format(row=int(np.asarray(rows)[0]) + 1)
    return _("{n} rows").format(n=len(rows))


def _subtitle(part: Arithmetic) -> str:
    if part.update is None:
        return _("From epoch {epoch} to epoch {next}").format(epoch=part.epoch, next=part.epoch + 1)
    return _("Epoch {epoch}, update {number}: {batch}").format(
        epoch=part.epoch, number=part.update + 1, batch=batch_text(part.batch)
    )


def _rule(part: Arithmetic) -> str:
    if part.is_plain:
        return _("new = current {minus} learning rate {times} gradient").format(
            minus=MINUS, times=TIMES
        )
    return _("new = current + the step of {method}").format(method=part.method.replace("_", " "))


def _tasks(sheet: Sheet, *, is_function: bool) -> tuple[str, ...]:
    fields = sheet.plan.fields
    tasks = []
    if Field.GRADIENT in fields and Field.NEW in fields:
        text = _("Find each missing gradient by the chain rule, then the new value.")
        if is_function:
            text = _(
                "Differentiate the formula for each missing gradient; then find the new value."
            )
        tasks.append(text)
    elif Field.GRADIENT in fields:
        tasks.append(_("Which gradient has led from the current value to the new one?"))
    else:
        tasks.append(_("Work out each missing new value."))
    tasks.append(_("Does the value rise or fall? Say why the sign of the gradient tells it."))
    return tuple(tasks)


def _header(part: Arithmetic) -> tuple[str, ...]:
    middle = (_("learning rate"),) if part.is_plain else (_("step"),)
    return (_("parameter"), _("current"), _("gradient"), *middle, _("new"))


def _row(sheet: Sheet, row: int, *, is_key: bool) -> Row:
    part, formats = sheet.arithmetic, sheet.formats
    is_free = bool(part.free[row])
    middle = formats.step.text(float(part.step[row]))
    if part.is_plain:
        middle = formats.rate(part.rate) if is_free else _("frozen")
    cells = [
        sheet.printed(Cell(row, field)) if is_key or not sheet.is_asked(Cell(row, field)) else BLANK
        for field in (Field.GRADIENT, Field.NEW)
    ]
    current = formats.value.text(float(part.current[row]))
    return (sheet.names[row], current, cells[0], middle, cells[1])


def _working(sheet: Sheet, row: int) -> str:
    """Return the reckoning of a row with its printed numbers."""
    name, current, gradient, middle, new = _row(sheet, row, is_key=True)
    assert current is not None
    assert gradient is not None
    assert middle is not None
    if not sheet.arithmetic.free[row]:
        return _("{name} stays").format(name=name)
    if not sheet.arithmetic.is_plain:
        return f"{bare(current)} + {bracketed(middle)}"
    if sheet.is_asked(Cell(row, Field.GRADIENT)) and not sheet.is_asked(Cell(row, Field.NEW)):
        return f"({bare(current)} {MINUS} {bracketed(new or '')}) / {middle}"
    return f"{bare(current)} {MINUS} {middle} {TIMES} {bracketed(gradient)}"


def _csv_cell(text: str | None) -> str:
    """Return a cell: a number with a plain minus, or a text that no spreadsheet takes for more."""
    if text is None:
        return ""
    try:
        number(text)
    except InvalidOperation:
        return safe_cell(text)
    return text.replace(MINUS, "-").replace(",", "").removeprefix("+")
