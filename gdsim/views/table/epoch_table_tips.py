"""The words of the epoch table: its headings, and what a cell says when pointed at."""

from decimal import Decimal
from math import isfinite

from gdsim.scenario.quantities import MINUS, full, short, signed
from gdsim.text import _
from gdsim.views.table.epoch_table_numbers import Column, EpochNumbers, Role


def title(numbers: EpochNumbers) -> str:
    """Return the table's title."""
    if numbers.snapshot is None:
        return _("Number by number")
    epoch = numbers.snapshot.epoch
    return _("From epoch {epoch} to {next}, number by number").format(epoch=epoch, next=epoch + 1)


def caption(numbers: EpochNumbers) -> str:
    """Return the rule by which a new value comes about, or what the gradient here is."""
    s = numbers.snapshot
    if s is None:
        return ""
    if numbers.is_plain:
        return _("new = current − rate × gradient")
    if s.n_updates == 1:
        method = s.settings.optimizer.name.replace("_", " ")
        return _("new = current + the step of {method}").format(method=method)
    return _("{n} updates; the gradient is that of all rows").format(n=s.n_updates)


def heading(numbers: EpochNumbers, column: Column) -> str:
    """Return the title of a column."""
    return {
        Column.PARAMETER: _("parameter"),
        Column.CURRENT: _("current"),
        Column.GRADIENT: _("gradient"),
        Column.RATE: _("× rate") if numbers.is_plain else _("rate"),
        Column.NEW: _("new"),
        Column.STEP: _("step"),
    }[column]


def heading_tip(numbers: EpochNumbers, column: Column) -> str:
    """Return what a column tells."""
    new = _("The value after this epoch's step")
    if numbers.snapshot is not None and numbers.snapshot.n_updates > 1:
        new = _("The value after all {n} updates of this epoch").format(
            n=numbers.snapshot.n_updates
        )
    if numbers.is_newest:
        new += "\n" + _("Worked out, not taken yet: Step takes it")
    return {
        Column.PARAMETER: _("What learning can change: weights w and biases b"),
        Column.CURRENT: _("The value at this epoch"),
        Column.GRADIENT: _("How steeply the loss of all rows rises along this parameter"),
        Column.RATE: _("The learning rate: how much of the gradient one step takes"),
        Column.NEW: new,
        Column.STEP: _("How far the value moves: it rises to the right and falls to the left"),
    }[column]


def cell_tip(numbers: EpochNumbers, row: int, column: Column) -> str:
    """Return what a cell says when pointed at."""
    s, name, role = numbers.snapshot, numbers.names[row], numbers.role(row)
    if s is None:
        return name
    if column is Column.PARAMETER or (column is Column.RATE and role is not Role.FREE):
        return {
            Role.FREE: _("{name}: click to look at it in every panel"),
            Role.FROZEN: _("{name} is frozen: learning leaves it as it is"),
            Role.CUT: _("{name} is cut: it is held at 0"),
        }[role].format(name=name)
    if column is Column.STEP:
        return _step_tip(name, numbers.value(row, column))
    sentence = {
        Column.CURRENT: _("{name} at epoch {epoch}: {value}"),
        Column.GRADIENT: _("Slope of the loss along {name}: {value}"),
        Column.RATE: _("Learning rate: {value}"),
        Column.NEW: _("{name} at epoch {next}: {value}"),
    }[column]
    value = full(numbers.value(row, column))
    tip = sentence.format(name=name, epoch=s.epoch, next=s.epoch + 1, value=value)
    if column is not Column.NEW:
        return tip
    later = [_("Worked out, not taken yet")] if numbers.is_newest else []
    return "\n".join([tip, *later, *_rounding(numbers, row)])


def _step_tip(name: str, delta: float) -> str:
    if delta == 0.0:
        return _("{name} stays as it is").format(name=name)
    if not isfinite(delta):
        return _("The step of {name} is {value}").format(name=name, value=short(delta))
    sentence = _("{name} rises by {value}") if delta > 0.0 else _("{name} falls by {value}")
    return sentence.format(name=name, value=full(abs(delta)))


def _rounding(numbers: EpochNumbers, row: int) -> list[str]:
    """Return the sentences for a row whose printed digits do not reconcile, if it is one."""
    columns = (Column.CURRENT, Column.RATE, Column.GRADIENT, Column.NEW)
    decimals = numbers.format(Column.CURRENT).decimals
    if decimals is None or not numbers.is_plain or numbers.role(row) is not Role.FREE:
        return []
    values = [numbers.value(row, column) for column in columns]
    if not all(isfinite(value) for value in values):
        return []
    current, rate, gradient, new = (_printed(numbers.text(row, column)) for column in columns)
    reckoned = round(current - rate * gradient, decimals)
    if reckoned == new:
        return []
    text = signed(f"{reckoned:f}".replace("-", MINUS))
    return [
        "= {} − {} × {}".format(*(full(value) for value in values[:3])),
        _("The rounded digits in sight would give {text}; no digit is adjusted.").format(text=text),
    ]


def _printed(text: str) -> Decimal:
    return Decimal(text.replace(MINUS, "-"))
