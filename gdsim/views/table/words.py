"""The words of the table: headings, a sentence for each row, what a cell says when pointed at."""

from math import isfinite

from gdsim.scenario.exercise import Verdict
from gdsim.scenario.formats import Format, Formats, reckon
from gdsim.scenario.quantities import MINUS, TIMES, bare, full, short
from gdsim.text import _
from gdsim.views.table.figures import FIELDS, Blank, Column, Figures, Kind, Role


def cell_text(row: Figures, column: Column, formats: Formats) -> str:
    """Return what a cell prints; nothing where the number is hidden or not known yet."""
    kind = column.kind
    if row.note:
        return ""
    if kind is Kind.EPOCH:
        return f"{row.epoch:,}"
    if kind is Kind.PARAMETER:
        return row.batch or row.name
    if kind is Kind.BAR:
        return verdict_text(row)
    if row.is_hidden(kind):
        blank = row.blanks.get(FIELDS[kind]) if kind in FIELDS else None
        return blank.answer.text if blank and blank.answer else ""
    return _number_text(row, column, formats)


def _number_text(row: Figures, column: Column, formats: Formats) -> str:
    value = row.value(column)
    if column.kind is Kind.RATE and row.role is not Role.FREE:
        return "—"
    if value is None:
        return ""
    if column.kind is Kind.RATE:
        return formats.rate(value)
    return (format_of(column, formats) or formats.value).text(value)


def format_of(column: Column, formats: Formats) -> Format | None:
    """Return how the numbers of a column are written, None for one without aligned numbers."""
    if column.kind is Kind.MEMORY:
        return formats.memory.get(column.name, formats.step)
    if column.kind in (Kind.CURRENT, Kind.NEW):
        return formats.value
    if column.kind is Kind.GRADIENT:
        return formats.gradient
    return formats.step if column.kind is Kind.STEP else None


def verdict_text(row: Figures) -> str:
    """Return what became of the row's answers, in words; their marks stand in the cells."""
    return " · ".join(blank.verdict for blank in row.blanks.values() if blank.verdict)


def mark_of(blank: Blank) -> str:
    """Return the mark of an answer: a tick, a cross, or nothing."""
    if blank.answer is None or blank.answer.verdict is Verdict.REVEALED:
        return ""
    return "✓" if blank.answer.verdict is Verdict.RIGHT else "✗"


def heading(column: Column, *, is_plain: bool) -> str:
    """Return the title of a column."""
    if column.kind is Kind.MEMORY:
        return column.name
    return {
        Kind.EPOCH: _("epoch"),
        Kind.PARAMETER: _("parameter"),
        Kind.CURRENT: _("current"),
        Kind.GRADIENT: _("gradient"),
        Kind.RATE: _("× rate") if is_plain else _("rate"),
        Kind.STEP: _("step"),
        Kind.NEW: _("new"),
        Kind.BAR: "",
    }[column.kind]


def heading_tip(column: Column, *, sortable: bool) -> str:
    """Return what a column tells, and what a click on its heading does."""
    if column.kind is Kind.MEMORY:
        tip = _("{name}: what the method remembers after this step").format(name=column.name)
    else:
        tip = {
            Kind.EPOCH: _("The epoch that the step leaves"),
            Kind.PARAMETER: _("What learning can change: weights w and biases b"),
            Kind.CURRENT: _("The value at this epoch"),
            Kind.GRADIENT: _("How steeply the loss of all rows rises along this parameter"),
            Kind.RATE: _("The learning rate: how much of the gradient one step takes"),
            Kind.STEP: _("What is added to the current value"),
            Kind.NEW: _("The value after this epoch's step"),
            Kind.BAR: _("How far the value moves: to the right it rises, to the left it falls"),
        }[column.kind]
    if not sortable:
        return tip
    return tip + "\n" + _("Click to sort; again: reversed; a third time: as before")


def sentence(row: Figures) -> str:
    """Return why and how far the row's value moves, for every method."""
    name = row.batch or row.name
    if row.note:
        return row.note
    if row.is_hidden(Kind.BAR):
        return _("{name}: find the missing number.").format(name=name)
    if row.role is Role.CUT:
        return _("{name} is cut, so it stays 0.").format(name=row.name)
    if row.role is Role.FROZEN:
        return _("{name} is frozen, so it stays as it is.").format(name=row.name)
    if row.gradient is None or row.step is None or not isfinite(row.gradient + row.step):
        return _("{name}: no number to go on with.").format(name=name) if row.gradient else name
    sign = _sign(row.gradient)
    if row.step == 0.0:
        return _("{name}: the gradient is {sign}, and the value stays.").format(
            name=name, sign=sign
        )
    way = _("rises") if row.step > 0.0 else _("falls")
    return _reason(row).format(
        name=name,
        sign=sign,
        way=way,
        step=short(abs(row.step), 3),
        method=row.method.replace("_", " "),
        n=row.n_updates,
    )


def _sign(gradient: float) -> str:
    if gradient == 0.0:
        return _("0")
    return _("negative") if gradient < 0.0 else _("positive")


def _reason(row: Figures) -> str:
    """Return the sentence whose gaps ``sentence`` fills."""
    assert row.gradient is not None
    assert row.step is not None
    if row.gradient * row.step >= 0.0:  # it does not go down its own slope
        if row.n_updates > 1:
            return _(
                "{name}: the gradient of all rows is {sign}, yet in {n} updates together the value "
                "{way} by {step}."
            )
        return _(
            "{name}: the gradient is {sign}, but {method} still moves on from before: the value "
            "{way} by {step}."
        )
    if row.n_updates > 1:
        return _(
            "{name}: the gradient of all rows is {sign}, and in {n} updates the value {way} by "
            "{step}."
        )
    return _("{name}: the gradient is {sign}, so the value {way} by {step}.")


def cell_tip(row: Figures, column: Column, formats: Formats) -> str:
    """Return what a cell says when pointed at: its digits, then the sentence of its row."""
    if row.note:
        return row.note
    kind = column.kind
    if kind in FIELDS and row.is_hidden(kind):
        return _("Type what belongs here, then Enter; ? gives a hint.")
    value = row.value(column)
    lines = []
    if value is not None and kind is not Kind.BAR and not row.is_hidden(kind):
        lines.append(f"{_label(row, column)}: {full(value)}")
    if kind is Kind.MEMORY and column.name in row.before:
        lines.append(_("before: {value}").format(value=full(row.before[column.name])))
    if kind is Kind.NEW and not row.is_hidden(Kind.BAR):
        if row.is_open:
            lines.append(_("Worked out, not taken yet: Step takes it"))
        lines += rounding(row, formats)
    lines.append(sentence(row))
    if row.is_unfolded is False:
        lines.append(_("Right opens its {n} updates").format(n=row.n_updates))
    return "\n".join(lines)


def _label(row: Figures, column: Column) -> str:
    if column.kind is Kind.MEMORY:
        return _("{memory} of {name}").format(memory=column.name, name=row.name)
    label = {
        Kind.CURRENT: _("{name} at epoch {epoch}"),
        Kind.GRADIENT: _("slope of the loss along {name}"),
        Kind.RATE: _("learning rate"),
        Kind.STEP: _("step of {name}"),
        Kind.NEW: _("{name} at epoch {next}"),
    }[column.kind]
    if row.batch and column.kind in (Kind.CURRENT, Kind.NEW):
        label = _("{name} before") if column.kind is Kind.CURRENT else _("{name} after")
    return label.format(name=row.name, epoch=row.epoch, next=row.epoch + 1)


def rounding(row: Figures, formats: Formats) -> list[str]:
    """Return the sentences for a row whose printed digits do not reconcile, if it is one."""
    parts = _parts(row)
    if parts is None:
        return []
    texts = [_number_text(row, Column(kind), formats) for kind in (Kind.CURRENT, *parts, Kind.NEW)]
    reckoning = reckon(texts[0], texts[1:-1], texts[-1], formats.value.decimals)
    if not reckoning.off:
        return []
    values = [full(row.value(Column(kind)) or 0.0) for kind in (Kind.CURRENT, *parts)]
    signs = (MINUS, TIMES) if row.is_plain else ("+",)
    formula = values[0] + "".join(
        f" {sign} {value}" for sign, value in zip(signs, values[1:], strict=True)
    )
    return [
        f"= {formula}",
        _("The rounded digits in sight would give {text}; no digit is adjusted.").format(
            text=bare(formats.value.text(float(reckoning.result)))
        ),
    ]


def is_off(row: Figures, formats: Formats) -> bool:
    """Whether the printed digits of a row do not reconcile."""
    return bool(rounding(row, formats))


def _parts(row: Figures) -> tuple[Kind, ...] | None:
    """Return which columns lead from current to new; None where the printed ones do not."""
    if row.note or row.role is not Role.FREE or row.is_hidden(Kind.BAR):
        return None
    numbers = (row.current, row.gradient, row.rate, row.step, row.new)
    if any(value is None or not isfinite(value) for value in numbers):
        return None
    return (Kind.RATE, Kind.GRADIENT) if row.is_plain else (Kind.STEP,)
