"""Runs kept beside the current one: a run -> CompanionSpec in the document, and back.

All that decides a kept run stands in the document, so it is computed again from it alone, bit for
bit, whatever is edited meanwhile.
"""

from typing import Any

from msgspec.structs import replace

from gdsim.scenario.errors import ScenarioError
from gdsim.scenario.spec import MAX_COMPANIONS, MAX_NAME, CompanionSpec, Scenario
from gdsim.text import _

FIELDS = (
    "objective",
    "start",
    "optimizer",
    "batch_size",
    "shuffle",
    "shuffle_seed",
    "epochs",
    "changes",
)
"""What a companion has of a scenario."""
DECIDING = tuple(name for name in FIELDS if name != "epochs")
"""What decides a run's numbers; the goal only says where Play stops."""


def as_scenario(scenario: Scenario, companion: CompanionSpec) -> Scenario:
    """Return the scenario of a kept run: that of the document with the companion's own fields."""
    own = _fields(companion)
    own["objective"] = companion.objective or scenario.objective
    return replace(scenario, companions=(), **own)


def companion_of(other: Scenario, name: str, epochs_kept: int, mark: int = 0) -> CompanionSpec:
    """Return what keeps the run of ``other``, which had come to ``epochs_kept``."""
    name = name.strip()[:MAX_NAME] or _("run")
    return CompanionSpec(name=name, mark=mark, epochs_kept=max(0, epochs_kept), **_fields(other))


def is_same_run(one: Scenario, other: Scenario) -> bool:
    """Whether two scenarios have the same numbers at every epoch."""
    return all(getattr(one, name) == getattr(other, name) for name in DECIDING)


def place_of(scenario: Scenario, other: Scenario) -> int | None:
    """Return where among the companions the run of ``other`` is kept, None where it is not."""
    for place, companion in enumerate(scenario.companions):
        if is_same_run(as_scenario(scenario, companion), other):
            return place
    return None


def keep_run(scenario: Scenario, other: Scenario, name: str, epochs_kept: int) -> Scenario:
    """Keep the run of ``other`` under ``name``, made unlike those that are taken.

    Raises
    ------
    ScenarioError
        If it is kept already, or no more can be kept.
    """
    kept = scenario.companions
    place = place_of(scenario, other)
    if place is not None:
        raise ScenarioError(
            _("That run is kept already, as “{name}”.").format(name=kept[place].name)
        )
    if len(kept) >= MAX_COMPANIONS:
        raise ScenarioError(
            _("{n} runs are kept, which is all that fit; delete one first.").format(n=len(kept))
        )
    taken = {companion.mark for companion in kept} | {scenario.mark}
    mark = next((mark for mark in range(MAX_COMPANIONS) if mark not in taken), 0)
    name = unlike(name, [companion.name for companion in kept])
    return replace(scenario, companions=(*kept, companion_of(other, name, epochs_kept, mark)))


def rename_run(scenario: Scenario, place: int, name: str) -> Scenario:
    """Give a kept run another name; an empty one leaves it as it is."""
    name = name.strip()[:MAX_NAME]
    return _with(scenario, place, name=name) if name else scenario


def hide_run(scenario: Scenario, place: int, hidden: bool) -> Scenario:
    """Leave a kept run out of the plots, or bring it back."""
    return _with(scenario, place, hidden=hidden)


def delete_run(scenario: Scenario, place: int) -> Scenario:
    """Keep a run no longer."""
    kept = scenario.companions
    return replace(scenario, companions=(*kept[:place], *kept[place + 1 :]))


def restore_run(scenario: Scenario, place: int) -> Scenario:
    """Make a kept run's settings the current ones; it stays kept."""
    restored = as_scenario(scenario, scenario.companions[place])
    return replace(restored, companions=scenario.companions)


def unlike(name: str, taken: list[str]) -> str:
    """Return ``name``, with a number behind it if it is among ``taken``."""
    if name not in taken:
        return name
    for number in range(2, len(taken) + 3):
        ending = f" ({number})"
        other = name[: MAX_NAME - len(ending)] + ending
        if other not in taken:
            return other
    raise AssertionError("there are more numbers than names")


def with_objectives(scenario: Scenario) -> Scenario:
    """Return a scenario whose companions all say their objective, since edits may change its own.

    In a file a companion without one has that of the document.
    """
    kept = tuple(
        replace(c, objective=scenario.objective) if c.objective is None else c
        for c in scenario.companions
    )
    return replace(scenario, companions=kept)


def with_own_marks(scenario: Scenario) -> Scenario:
    """Return a scenario whose balls can be told apart, which those of a file perhaps cannot."""
    marks = {companion.mark for companion in scenario.companions} | {scenario.mark}
    free = [mark for mark in range(MAX_COMPANIONS) if mark not in marks]
    taken, kept = {scenario.mark}, []
    for companion in scenario.companions:
        is_twice = companion.alongside and companion.mark in taken
        own = replace(companion, mark=free.pop(0)) if is_twice and free else companion
        taken.add(own.mark)
        kept.append(own)
    return replace(scenario, companions=tuple(kept))


def without_shared_objectives(scenario: Scenario) -> Scenario:
    """Return a scenario as a file has it: what companions share with it stands there once."""
    kept = tuple(
        replace(c, objective=None) if c.objective == scenario.objective else c
        for c in scenario.companions
    )
    return replace(scenario, companions=kept)


def _fields(of: Scenario | CompanionSpec) -> dict[str, Any]:
    return {name: getattr(of, name) for name in FIELDS}


def _with(scenario: Scenario, place: int, **fields: Any) -> Scenario:
    kept = list(scenario.companions)
    kept[place] = replace(kept[place], **fields)
    return replace(scenario, companions=tuple(kept))
