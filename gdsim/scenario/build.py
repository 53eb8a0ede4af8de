"""The only place where a scenario becomes a run: Scenario -> Subject, ready to run."""

from collections.abc import Mapping, Sequence
from inspect import signature
from pathlib import Path
from typing import TypeVar

import msgspec
import numpy as np

from gdsim.engine.arrays import Array, BoolArray, read_only
from gdsim.engine.batches import Batches
from gdsim.engine.datasets import Plane, raw_plane
from gdsim.engine.descent import Change, Settings, State
from gdsim.engine.function_objective import FUNCTION_INITIALIZERS, FunctionObjective
from gdsim.engine.guesses import GUESS_INITIALIZERS, GuessObjective
from gdsim.engine.initializers import INITIALIZERS, start
from gdsim.engine.objective import NetworkObjective, Objective
from gdsim.engine.optimizers import OPTIMIZERS, Optimizer
from gdsim.scenario.errors import ScenarioError, did_you_mean, shown
from gdsim.scenario.names import mask, named, positions
from gdsim.scenario.objectives import bare_subject
from gdsim.scenario.spec import ChangeSpec, Scenario, StartSpec
from gdsim.scenario.subject import Subject
from gdsim.text import _

Draw = TypeVar("Draw")


def build(scenario: Scenario, folder: Path | None = None, like: Subject | None = None) -> Subject:
    """Return what ``scenario`` describes.

    Parameters
    ----------
    scenario : Scenario
    folder : Path or None
        Where its file lies, for a path to data in it.
    like : Subject or None
        One built before: where its objective is the same it serves again.

    Raises
    ------
    ScenarioError
        If a name is not known or things do not fit: one sentence with the place and the cure.
    """
    spec = scenario.objective
    if like is not None and like.scenario.objective == spec:
        base = like
    else:
        with np.errstate(all="ignore"):  # numbers that are too large show in the run
            base = bare_subject(scenario, folder)
    objective = base.experiment.objective
    experiment = base.experiment._replace(
        settings=_settings(scenario, objective), epochs=scenario.epochs, changes=()
    )
    theta = start_theta(scenario.start, objective)
    optimizer = experiment.settings.optimizer
    experiment = experiment._replace(start=State(0, theta, optimizer.init(theta)))
    experiment = experiment._replace(changes=_changes(scenario, objective, experiment.settings))
    return base._replace(scenario=scenario, experiment=experiment)


def raw_answer(subject: Subject, theta: Array) -> Plane | None:
    """Return intercept and coefficients in the data's own units, where they say all.

    That is for one target, an identity output and no hidden layer; None elsewhere.
    """
    network, samples = subject.network, subject.samples
    if network is None or samples is None or len(network.layers) > 1 or network.n_outputs > 1:
        return None
    if network.layers[0].activation.name != "identity":
        return None
    weights = theta[network.weight_index[0][0]]
    bias = float(theta[network.bias_index[0][0]]) if network.layers[0].bias else 0.0
    return raw_plane(weights, bias, samples.input_scaler, samples.target_scaler)


def _settings(scenario: Scenario, objective: Objective) -> Settings:
    return Settings(
        _optimizer(scenario, scenario.optimizer.numbers),
        scenario.optimizer.learning_rate,
        _batches(scenario, objective.n_rows, scenario.batch_size),
        _free(objective, scenario.objective.frozen, "frozen"),
    )


def _optimizer(scenario: Scenario, own: Mapping[str, float]) -> Optimizer:
    name = scenario.optimizer.name
    factory = named(OPTIMIZERS, name, _("optimizer"))
    known = signature(factory).parameters
    for number in own:
        if number not in known:
            raise ScenarioError(
                _("The optimizer {name} has no number {number}; remove it.").format(
                    name=name, number=shown(number)
                )
                + did_you_mean(number, known)
            )
    return factory(**own)


def _batches(scenario: Scenario, n_rows: int, size: int | None) -> Batches:
    seed = scenario.start.seed if scenario.shuffle_seed is None else scenario.shuffle_seed
    return Batches(n_rows, size, scenario.shuffle, seed)  # a function has one row: all, always


def start_theta(spec: StartSpec, objective: Objective) -> Array:
    """Return where a run begins, (n_parameters,): what is drawn, and set over it."""
    theta = _drawn(spec, objective)
    given = spec.parameters or {}
    for position, value in positions(objective.names, given, "start.parameters"):
        theta[position] = value
    theta[objective.cut] = 0.0
    return read_only(theta)


def _drawn(spec: StartSpec, objective: Objective) -> Array:
    """Return what the initializer draws, (n_parameters,)."""
    if isinstance(objective, GuessObjective):
        guess = _initializer(GUESS_INITIALIZERS, spec.initializer, _("guesses"))
        return guess(objective.targets[0], spec.seed)
    if isinstance(objective, FunctionObjective):
        place = _initializer(FUNCTION_INITIALIZERS, spec.initializer, _("functions"))
        return place(objective.bounds, spec.seed)
    assert isinstance(objective, NetworkObjective)
    draw = _initializer(INITIALIZERS, spec.initializer, _("networks"))
    return start(objective.network, draw, spec.seed)


def _initializer(fitting: Mapping[str, Draw], name: str, what: str) -> Draw:
    """Return an initializer that fits; one that is for something else is told what would."""
    others = INITIALIZERS.keys() | GUESS_INITIALIZERS.keys() | FUNCTION_INITIALIZERS.keys()
    if name in others - fitting.keys():
        raise ScenarioError(
            _("The initializer {name} is not for {what}; choose {known}.").format(
                name=name, what=what, known=", ".join(fitting)
            )
        )
    return named(fitting, name, _("initializer"))


def _changes(scenario: Scenario, objective: Objective, settings: Settings) -> tuple[Change, ...]:
    changes: list[Change] = []
    own = dict(scenario.optimizer.numbers)
    for spec in sorted(scenario.changes, key=_epoch_of):
        if changes and changes[-1].epoch == spec.epoch:
            raise ScenarioError(
                _("changes has two entries for epoch {epoch}; make one of them.").format(
                    epoch=spec.epoch
                )
            )
        own |= spec.numbers
        settings = _changed(scenario, objective, settings, spec, own)
        given = spec.parameters or {}
        parameters = positions(objective.names, given, "changes.parameters")
        moved = tuple((i, value) for i, value in parameters if not objective.cut[i])
        changes.append(Change(spec.epoch, settings, moved))
    return tuple(changes)


def _changed(
    scenario: Scenario,
    objective: Objective,
    settings: Settings,
    spec: ChangeSpec,
    own: Mapping[str, float],
) -> Settings:
    if spec.numbers:
        settings = settings._replace(optimizer=_optimizer(scenario, own))
    if spec.learning_rate is not None:
        settings = settings._replace(rate=spec.learning_rate)
    if spec.batch_size is not msgspec.UNSET:
        batches = _batches(scenario, objective.n_rows, spec.batch_size)
        settings = settings._replace(batches=batches)
    if spec.frozen is not None:
        settings = settings._replace(free=_free(objective, spec.frozen, "changes.frozen"))
    return settings


def _free(objective: Objective, frozen: Sequence[str], where: str) -> BoolArray:
    # It is shared by all epochs.
    return read_only(~(mask(objective.names, frozen, where) | objective.cut))


def _epoch_of(change: ChangeSpec) -> int:
    return change.epoch
