"""What was changed on the way, in words: a Scenario -> the epochs at which, and what."""

from typing import NamedTuple

from msgspec import UNSET

from gdsim.scenario.quantities import short
from gdsim.scenario.spec import ChangeSpec, Scenario
from gdsim.text import _

MOST_NAMES = 3
"""Parameters that are named; of more only how many there are."""
ARROW = "\N{RIGHTWARDS ARROW}"


class Milestone(NamedTuple):
    """An epoch at which something was changed, and what."""

    epoch: int
    text: str


class _Before(NamedTuple):
    """What was in force before a change."""

    rate: float
    batch_size: int | None
    frozen: tuple[str, ...]
    numbers: dict[str, float]


def milestones(scenario: Scenario) -> tuple[Milestone, ...]:
    """Return what was changed on the way, by epoch: "learning rate 0.05 → 0.1, w3 set to 0.4"."""
    optimizer = scenario.optimizer
    frozen: tuple[str, ...] = getattr(scenario.objective, "frozen", ())
    before = _Before(optimizer.learning_rate, scenario.batch_size, frozen, dict(optimizer.numbers))
    found = []
    for change in sorted(scenario.changes, key=_epoch_of):
        found.append(Milestone(change.epoch, ", ".join(_parts(before, change))))
        before = _after(before, change)
    return tuple(found)


def _epoch_of(change: ChangeSpec) -> int:
    return change.epoch


def _after(before: _Before, change: ChangeSpec) -> _Before:
    """Return what is in force from a change on."""
    size = before.batch_size if change.batch_size is UNSET else change.batch_size
    return _Before(
        before.rate if change.learning_rate is None else change.learning_rate,
        size,
        before.frozen if change.frozen is None else change.frozen,
        {**before.numbers, **change.numbers},
    )


def _parts(before: _Before, change: ChangeSpec) -> list[str]:
    after, found = _after(before, change), []
    if after.rate != before.rate:
        found.append(_("learning rate {change}").format(change=_turn(before.rate, after.rate)))
    if after.batch_size != before.batch_size:
        sizes = f"{_size(before.batch_size)} {ARROW} {_size(after.batch_size)}"
        found.append(_("batches of {sizes}").format(sizes=sizes))
    values = change.parameters or {}
    if len(values) > MOST_NAMES:
        found.append(_("{n} parameters set").format(n=len(values)))
    else:
        found += [
            _("{name} set to {value}").format(name=name, value=short(value))
            for name, value in values.items()
        ]
    held = [name for name in after.frozen if name not in before.frozen]
    freed = [name for name in before.frozen if name not in after.frozen]
    for names, pattern in ((held, _("{names} frozen")), (freed, _("{names} unfrozen"))):
        if names:
            found.append(pattern.format(names=_list(names)))
    found += [
        f"{name} {_turn(before.numbers.get(name), value)}" for name, value in change.numbers.items()
    ]
    return found or [_("nothing that differs from before")]


def _turn(old: float | None, new: float) -> str:
    return f"{new:g}" if old is None else f"{old:g} {ARROW} {new:g}"


def _size(size: int | None) -> str:
    return _("all rows") if size is None else _("{n} rows").format(n=size)


def _list(names: list[str]) -> str:
    if len(names) > MOST_NAMES:
        return _("{n} parameters").format(n=len(names))
    return ", ".join(names)
