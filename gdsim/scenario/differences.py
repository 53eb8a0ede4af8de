"""What sets one run apart from another, in words: two scenarios -> "learning rate 0.1", ...

Each phrase says what the *other* run has, so it stays true of that run whatever it is compared
with later.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from msgspec import UNSET

from gdsim.scenario.quantities import short
from gdsim.scenario.spec import (
    ChangeSpec,
    DatasetSpec,
    FunctionSpec,
    GuessesSpec,
    NetworkSpec,
    Numbers,
    ObjectiveSpec,
    Scenario,
)
from gdsim.text import _

Settings: TypeAlias = dict[str, Any]
MOST_NAMES = 3
"""Parameters that are named; of more only how many there are."""
LONGEST_NAME = 22
"""A phrase up to this length can name a run beside the end of its line."""


def differences(scenario: Scenario, other: Scenario) -> tuple[str, ...]:
    """Return what the run of ``other`` has and that of ``scenario`` has not; empty if nothing."""
    return (
        *_of_objective(scenario.objective, other.objective),
        *_of_settings(scenario, other),
        *_of_start(scenario, other),
        *_of_moves(scenario, other),
    )


def suggested_name(scenario: Scenario, other: Scenario, number: int) -> str:
    """Return how the run of ``other`` may be called: by its one difference, else "Run A"."""
    found = differences(scenario, other)
    if len(found) == 1 and len(found[0]) <= LONGEST_NAME:
        return found[0]
    return _("Run {letter}").format(letter=chr(ord("A") + number % 26))


def _of_objective(here: ObjectiveSpec, there: ObjectiveSpec) -> Iterator[str]:
    if here == there:
        return
    if isinstance(there, FunctionSpec):
        yield from _of_function(here, there)
    elif isinstance(here, FunctionSpec):
        yield _("a network") if isinstance(there, NetworkSpec) else _("guesses")
    else:
        yield from _of_model(here, there)


def _of_model(here: NetworkSpec | GuessesSpec, there: NetworkSpec | GuessesSpec) -> Iterator[str]:
    """Yield what sets apart two objectives that learn from data."""
    yield from _of_data(here.dataset, there.dataset)
    if isinstance(there, NetworkSpec):
        yield from _of_layers(here, there)
    elif isinstance(here, NetworkSpec):
        yield _("guesses instead of a network")
    if here.loss != there.loss:
        yield _("loss {name}").format(name=there.loss)
    if here.penalty != there.penalty:
        penalty = there.penalty
        yield (
            _("no penalty")
            if penalty is None
            else _("penalty {name} {rate}").format(name=penalty.name, rate=_number(penalty.rate))
        )
    if set(here.cut) != set(there.cut):
        yield _listed(there.cut, _("{names} cut"), _("nothing cut"))


def _of_function(here: ObjectiveSpec, there: FunctionSpec) -> Iterator[str]:
    before = here if isinstance(here, FunctionSpec) else FunctionSpec()
    if (before.name, before.expression) != (there.name, there.expression):
        what = there.expression or (there.name or "").replace("_", " ")
        yield _("function {name}").format(name=what)
    elif before.constants != there.constants:
        for name, value in there.constants.items():
            if before.constants.get(name) != value:
                yield f"{name} = {_number(value)}"
        if set(before.constants) - set(there.constants):
            yield _("usual constants")
    if before.bounds != there.bounds and isinstance(here, FunctionSpec):
        yield _("other bounds") if there.bounds else _("usual bounds")


def _of_data(here: DatasetSpec, there: DatasetSpec) -> Iterator[str]:
    columns = {"standardize", "split", "inputs", "targets"}
    names = [name for name in DatasetSpec.__struct_fields__ if name not in columns]
    if any(getattr(here, name) != getattr(there, name) for name in names):
        yield _("data: {name}").format(name=there.name or there.path or there.source)
    if here.inputs != there.inputs and there.inputs is not None:
        yield _("inputs {names}").format(names=", ".join(there.inputs))
    if here.targets != there.targets and there.targets is not None:
        yield _("targets {names}").format(names=", ".join(there.targets))
    if here.standardize != there.standardize:
        yield _("standardized columns") if there.standardize else _("raw columns")
    if here.split != there.split:
        yield (
            _("no rows held out")
            if there.split is None
            else _("{share} % of the rows held out").format(share=f"{100 * there.split.test:g}")
        )


def _of_layers(here: ObjectiveSpec, there: NetworkSpec) -> Iterator[str]:
    before = here.layers if isinstance(here, NetworkSpec) else ()
    units = [layer.units for layer in there.layers]
    if [layer.units for layer in before] != units:
        yield _("layers {units}").format(units="-".join(map(str, units)))
        return
    for number, (old, new) in enumerate(zip(before, there.layers, strict=True), 1):
        if old.activation != new.activation:
            yield _("{name} in layer {n}").format(name=new.activation, n=number)
        if old.bias != new.bias:
            text = _("biases in layer {n}") if new.bias else _("no biases in layer {n}")
            yield text.format(n=number)


def _of_start(scenario: Scenario, other: Scenario) -> Iterator[str]:
    here, there = scenario.start, other.start
    if here.initializer != there.initializer:
        text = _("initial weights: {name}")
        if isinstance(other.objective, FunctionSpec):
            text = _("start: {name}")
        yield text.format(name=there.initializer.replace("_", " "))
    if here.seed != there.seed:
        yield _("seed {seed}").format(seed=there.seed)
    elif scenario.shuffle_seed != other.shuffle_seed:
        seed = there.seed if other.shuffle_seed is None else other.shuffle_seed
        yield _("shuffled by seed {seed}").format(seed=seed)
    yield from _moves(here.parameters or {}, there.parameters or {}, 0)
    if scenario.shuffle != other.shuffle:
        yield _("shuffled rows") if other.shuffle else _("rows in file order")


def _of_settings(scenario: Scenario, other: Scenario) -> Iterator[str]:
    """Yield each setting where it differs first, and wherever it then becomes another one."""
    here, there = _in_force(scenario), _in_force(other)
    told: Settings = {}  # what was said last, and holds until something else is said
    for epoch in sorted(here.keys() | there.keys()):
        ours, theirs = _at(here, epoch), _at(there, epoch)
        for key, value in theirs.items():
            if value != told.get(key, ours.get(key)):
                yield _since(_SAID.get(key, _own_number)(key, value), epoch)
                told[key] = value


def _of_moves(scenario: Scenario, other: Scenario) -> Iterator[str]:
    """Yield the parameters that are set on the way."""
    here, there = ({c.epoch: c.parameters or {} for c in s.changes} for s in (scenario, other))
    for epoch in sorted(here.keys() | there.keys()):
        yield from _moves(here.get(epoch, {}), there.get(epoch, {}), epoch)


def _moves(here: Numbers, there: Numbers, epoch: int) -> Iterator[str]:
    """Yield what is set to another value at an epoch, and what is not set; many only counted."""
    own = {name: value for name, value in there.items() if here.get(name) != value}
    if len(own) > MOST_NAMES:
        text = _("{n} parameters set at epoch {epoch}")
        yield text.format(n=len(own), epoch=f"{epoch:,}")
    else:
        text = _("{name} = {value} at epoch {epoch}")
        for name, value in own.items():
            yield text.format(name=name, value=_number(value), epoch=f"{epoch:,}")
    without = [name for name in here if name not in there]
    text = _("{names} not set at epoch {epoch}") if epoch else _("{names} as drawn")
    if len(without) > MOST_NAMES:
        yield text.format(names=_("{n} parameters").format(n=len(without)), epoch=f"{epoch:,}")
    else:
        for name in without:
            yield text.format(names=name, epoch=f"{epoch:,}")


def _in_force(scenario: Scenario) -> dict[int, Settings]:
    """Return by epoch what holds from there on, of all that a change may set but parameters."""
    settings: Settings = {
        "optimizer": scenario.optimizer.name,
        "learning_rate": scenario.optimizer.learning_rate,
        "batch_size": scenario.batch_size,
        "frozen": frozenset(scenario.objective.frozen),
        **scenario.optimizer.numbers,
    }
    found = {0: settings}
    for change in sorted(scenario.changes, key=_epoch_of):
        settings = settings | _changed(change)
        found[change.epoch] = settings
    return found


def _changed(change: ChangeSpec) -> Settings:
    settings: Settings = dict(change.numbers)
    if change.learning_rate is not None:
        settings["learning_rate"] = change.learning_rate
    if change.batch_size is not UNSET:
        settings["batch_size"] = change.batch_size
    if change.frozen is not None:
        settings["frozen"] = frozenset(change.frozen)
    return settings


def _at(settings: Mapping[int, Settings], epoch: int) -> Settings:
    return settings[max(e for e in settings if e <= epoch)]


def _since(phrase: str, epoch: int) -> str:
    if not epoch:
        return phrase
    return _("{what} from epoch {epoch}").format(what=phrase, epoch=f"{epoch:,}")


def _own_number(name: str, value: Any) -> str:
    return _("{name} {value}").format(name=name, value=_number(value))


def _of_optimizer(_name: str, value: Any) -> str:
    return _("optimizer {name}").format(name=str(value).replace("_", " "))


def _of_rate(_name: str, value: Any) -> str:
    return _("learning rate {rate}").format(rate=_number(value))


def _of_batches(_name: str, value: Any) -> str:
    return _("all rows in a batch") if value is None else _("batches of {n}").format(n=value)


def _of_frozen(_name: str, value: Any) -> str:
    return _listed(sorted(value), _("{names} frozen"), _("nothing frozen"))


_SAID: Mapping[str, Callable[[str, Any], str]] = {
    "optimizer": _of_optimizer,
    "learning_rate": _of_rate,
    "batch_size": _of_batches,
    "frozen": _of_frozen,
}


def _listed(names: Any, text: str, empty: str) -> str:
    found = list(names)
    few = ", ".join(found[:3]) + ("…" if len(found) > 3 else "")
    return text.format(names=few) if found else empty


def _number(value: float) -> str:
    """Return a number as briefly as it was typed, where that is exact enough."""
    text = f"{value:g}"
    plain = "e" not in text and len(text) <= 6
    return text.replace("-", "\N{MINUS SIGN}") if plain else short(value)


def _epoch_of(change: ChangeSpec) -> int:
    return change.epoch
