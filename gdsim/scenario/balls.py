"""Runs that go side by side, from starts or at rates of their own: Scenario -> Scenario.

The current run and the companions that are ``alongside`` are the balls. Each has a mark; which of
them is the current one is no edit, so ``exchange`` only lets two of them change places.
"""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from gdsim.scenario import edits
from gdsim.scenario.companions import as_scenario, companion_of, delete_run
from gdsim.scenario.errors import ScenarioError
from gdsim.scenario.spec import (
    MAX_COMPANIONS,
    ChangeSpec,
    CompanionSpec,
    FunctionSpec,
    OptimizerSpec,
    Scenario,
    StartSpec,
)
from gdsim.text import _

CURRENT = -1
"""The place of the current run, which is no companion."""
MAX_BALLS = MAX_COMPANIONS
SHARED = ("optimizer", "batch_size", "shuffle", "shuffle_seed", "epochs")
"""What balls have in common as long as nobody gives one of them its own."""


def places(scenario: Scenario) -> tuple[int, ...]:
    """Return where the balls stand, the current one first."""
    kept = enumerate(scenario.companions)
    return (CURRENT, *(place for place, companion in kept if companion.alongside))


def mark_of(scenario: Scenario) -> int:
    """Return the mark of the current ball: its own, or the first that is free."""
    return _free_mark(scenario) if scenario.mark is None else scenario.mark


def name_of(mark: int) -> str:
    """Return what a ball is called."""
    return _("ball {n}").format(n=mark + 1)


def is_race(scenario: Scenario) -> bool:
    """Whether the balls begin at one place and differ in how they descend."""
    others = [scenario.companions[place] for place in places(scenario)[1:]]
    is_together = bool(others) and all(c.start == scenario.start for c in others)
    return is_together and all(c.optimizer != scenario.optimizer for c in others)


def add_ball(scenario: Scenario, values: Mapping[str, float]) -> Scenario:
    """Put a ball at ``values`` of the parameters by name; it is the current one.

    Raises
    ------
    ScenarioError
        If no more fit.
    """
    _refuse_more(scenario)
    parameters = {**(scenario.start.parameters or {}), **values}
    with_mark = replace(scenario, mark=mark_of(scenario))
    beside = (*scenario.companions, _beside(with_mark))
    return replace(
        scenario,
        start=replace(scenario.start, parameters=parameters),
        changes=_settings_of(scenario.changes),
        mark=_free_mark(with_mark),
        companions=beside,
    )


def remove_ball(scenario: Scenario, place: int) -> Scenario:
    """Take a ball away; where it is the current one, the next takes its place.

    Raises
    ------
    ScenarioError
        If it is the last one.
    """
    others = places(scenario)[1:]
    if not others:
        raise ScenarioError(_("This is the last ball; add another one first."))
    if place == CURRENT:
        scenario, place = exchange(scenario, others[0]), others[0]
    return delete_run(scenario, place)


def move_ball(scenario: Scenario, place: int, values: Mapping[str, float], epoch: int) -> Scenario:
    """Put a ball at ``values`` of the parameters by name, at ``epoch``."""
    if place == CURRENT:
        return edits.set_parameters(scenario, values, epoch)
    own = as_scenario(scenario, scenario.companions[place])
    return _with(scenario, place, edits.set_parameters(own, values, epoch))


def set_rate(scenario: Scenario, place: int, rate: float, epoch: int) -> Scenario:
    """Let one ball learn at a rate of its own from ``epoch`` on."""
    if place == CURRENT:
        return edits.set_learning_rate(scenario, rate, epoch)
    own = as_scenario(scenario, scenario.companions[place])
    return _with(scenario, place, edits.set_learning_rate(own, rate, epoch))


def exchange(scenario: Scenario, place: int) -> Scenario:
    """Make the ball at ``place`` the current one, and the current one the companion there."""
    chosen, mark = scenario.companions[place], mark_of(scenario)
    companions = list(scenario.companions)
    companions[place] = _beside(replace(scenario, mark=mark))
    current = as_scenario(scenario, chosen)
    return replace(current, mark=chosen.mark, companions=tuple(companions))


def entry_name(scenario: Scenario, optimizer: OptimizerSpec) -> str:
    """Return what tells one entry of a race from the others: its method, or its learning rate."""
    kept = [scenario.companions[place].optimizer for place in places(scenario)[1:]]
    if len({one.name for one in (scenario.optimizer, *kept)}) > 1:
        return optimizer.name.replace("_", " ")
    return f"{optimizer.learning_rate:g}"


def race(scenario: Scenario, rates: Sequence[float]) -> Scenario:
    """Let one ball for each of ``rates`` descend from the current start; no rate ends the race.

    Raises
    ------
    ScenarioError
        If there are more rates than marks that are free.
    """
    own = scenario.optimizer
    return race_of(scenario, [replace(own, learning_rate=rate) for rate in sorted(set(rates))])


def race_of(scenario: Scenario, methods: Sequence[OptimizerSpec]) -> Scenario:
    """Let one ball for each of ``methods`` descend from the current start; none ends the race.

    Raises
    ------
    ScenarioError
        If there are more of them than marks that are free.
    """
    kept = tuple(c for c in scenario.companions if not c.alongside)
    alone = replace(scenario, companions=kept, changes=(), mark=None)
    if not methods:
        return replace(alone, changes=scenario.changes)
    if len(methods) > MAX_BALLS - len(kept):
        raise ScenarioError(
            _("{n} balls are too many for a race; {most} fit.").format(
                n=len(methods), most=MAX_BALLS - len(kept)
            )
        )
    taken = {c.mark for c in kept}
    marks = [mark for mark in range(MAX_COMPANIONS) if mark not in taken]
    current = methods.index(scenario.optimizer) if scenario.optimizer in methods else 0
    entries = [
        replace(alone, optimizer=method, mark=mark)
        for method, mark in zip(methods, marks, strict=False)
    ]
    others = tuple(_beside(entry) for i, entry in enumerate(entries) if i != current)
    return replace(entries[current], companions=(*kept, *others))


def restart(scenario: Scenario) -> Scenario:
    """Let all balls begin again where they began, nothing changed on the way."""
    kept = tuple(replace(c, changes=()) if c.alongside else c for c in scenario.companions)
    return replace(scenario, changes=(), companions=kept)


def follow(before: Scenario, after: Scenario) -> Scenario:
    """Return ``after`` with balls that follow the edit from ``before`` to it.

    What they had in common with the current run stays common: the objective, the method, the goal
    and what was changed on the way, but for where each of them is.
    """
    if before.companions != after.companions:
        return after  # an edit of the balls themselves
    kept = tuple(_followed(c, before, after) if c.alongside else c for c in after.companions)
    return replace(after, companions=kept)


def set_function(
    scenario: Scenario,
    spec: FunctionSpec,
    before: Mapping[str, tuple[float, float]],
    after: Mapping[str, tuple[float, float]],
) -> Scenario:
    """Descend on another function; every start keeps its place within the bounds.

    Parameters
    ----------
    scenario : Scenario
    spec : FunctionSpec
    before, after : mapping of variable to (low, high)
        The bounds of the function so far, and of the new one.
    """

    def moved(parameters: Mapping[str, float] | None) -> dict[str, float] | None:
        known = {n: v for n, v in (parameters or {}).items() if n in before and n in after}
        return {n: _scaled(v, before[n], after[n]) for n, v in known.items()} or None

    def on_it(run: Scenario | CompanionSpec) -> Scenario | CompanionSpec:
        start = replace(run.start, parameters=moved(run.start.parameters))
        return replace(run, objective=spec, start=start, changes=())

    kept = tuple(on_it(c) if c.alongside else c for c in scenario.companions)
    return replace(on_it(scenario), companions=kept)  # type: ignore[return-value]


def _scaled(value: float, before: tuple[float, float], after: tuple[float, float]) -> float:
    """Return the value that lies in one range as ``value`` lies in another."""
    if before == after:
        return value
    part = min(max((value - before[0]) / (before[1] - before[0]), 0.0), 1.0)
    return float(f"{after[0] + part * (after[1] - after[0]):.3g}")


def _followed(companion: CompanionSpec, before: Scenario, after: Scenario) -> CompanionSpec:
    fields = {
        name: getattr(after, name)
        for name in SHARED
        if getattr(companion, name) == getattr(before, name) != getattr(after, name)
    }
    old, new = _settings_of(before.changes), _settings_of(after.changes)
    if old != new and _settings_of(companion.changes) == old:
        own = tuple(c for c in companion.changes if c.parameters is not None) if new else ()
        fields["changes"] = _merged(new, own)
    if companion.objective == before.objective != after.objective:
        start = _followed_start(companion, before, after)
        fields |= {"objective": after.objective, "start": start, "changes": ()}
    return replace(companion, **fields)


def _followed_start(companion: CompanionSpec, before: Scenario, after: Scenario) -> StartSpec:
    """Return where a ball begins under another objective."""
    if companion.start == before.start:
        return after.start
    specs = [spec for spec in (before.objective, after.objective) if isinstance(spec, FunctionSpec)]
    if len({(spec.name, spec.expression, spec.variables) for spec in specs}) == 1 < len(specs):
        return companion.start  # another part of the function, or another constant in it
    return replace(companion.start, parameters=None)


def _settings_of(changes: Sequence[ChangeSpec]) -> tuple[ChangeSpec, ...]:
    """Return what was changed on the way, but for where the run was put."""
    bare = [replace(change, parameters=None) for change in changes]
    return tuple(change for change in bare if change != ChangeSpec(epoch=change.epoch))


def _merged(settings: Sequence[ChangeSpec], moves: Sequence[ChangeSpec]) -> tuple[ChangeSpec, ...]:
    by_epoch = {change.epoch: change for change in settings}
    for move in moves:
        here = by_epoch.get(move.epoch, ChangeSpec(epoch=move.epoch))
        by_epoch[move.epoch] = replace(here, parameters=move.parameters)
    return tuple(by_epoch[epoch] for epoch in sorted(by_epoch))


def _beside(scenario: Scenario) -> CompanionSpec:
    """Return the companion that has the run of ``scenario``."""
    mark = scenario.mark or 0
    return replace(companion_of(scenario, name_of(mark), 0, mark), alongside=True)


def _with(scenario: Scenario, place: int, own: Scenario) -> Scenario:
    kept = list(scenario.companions)
    old = kept[place]
    new = companion_of(own, old.name, old.epochs_kept, old.mark)
    kept[place] = replace(new, alongside=old.alongside, hidden=old.hidden)
    return replace(scenario, companions=tuple(kept))


def _free_mark(scenario: Scenario) -> int:
    taken = {companion.mark for companion in scenario.companions} | {scenario.mark}
    return next((mark for mark in range(MAX_COMPANIONS) if mark not in taken), 0)


def _refuse_more(scenario: Scenario) -> None:
    if len(scenario.companions) + 1 >= MAX_BALLS:
        raise ScenarioError(
            _("{n} balls and kept runs are all that fit; remove one first.").format(n=MAX_BALLS)
        )
