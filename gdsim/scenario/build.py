"""The only place where names become functions: Scenario -> Subject, ready to run."""

from collections.abc import Mapping, Sequence
from inspect import signature
from math import isfinite
from pathlib import Path
from typing import NoReturn, TypeVar

import msgspec
import numpy as np

from gdsim.engine.activations import ACTIVATIONS
from gdsim.engine.arrays import Array, BoolArray, read_only
from gdsim.engine.batches import Batches
from gdsim.engine.datasets import Dataset, Plane, Samples, prepare, raw_plane
from gdsim.engine.descent import Change, Experiment, Settings, State
from gdsim.engine.initializers import INITIALIZERS, start
from gdsim.engine.losses import LOSSES, Loss
from gdsim.engine.network import Layer, Network
from gdsim.engine.objective import NetworkObjective
from gdsim.engine.optimizers import OPTIMIZERS, Optimizer
from gdsim.engine.penalties import PENALTIES
from gdsim.scenario import sources
from gdsim.scenario.errors import ScenarioError, did_you_mean, shown
from gdsim.scenario.quantities import quantity
from gdsim.scenario.spec import ChangeSpec, NetworkSpec, Scenario
from gdsim.scenario.subject import Subject
from gdsim.scenario.yardsticks import average_loss, best_loss
from gdsim.text import _

Known = TypeVar("Known")

MAX_PARAMETERS = 100_000


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
            base = _objective(scenario, folder)
    objective = base.experiment.objective
    assert isinstance(objective, NetworkObjective)
    experiment = base.experiment._replace(
        settings=_settings(scenario, objective), epochs=scenario.epochs, changes=()
    )
    theta = _start(scenario, objective)
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


def _objective(scenario: Scenario, folder: Path | None) -> Subject:
    """Return a subject whose start, settings and changes are still to be filled in."""
    spec = scenario.objective
    loss = _named(LOSSES, spec.loss, _("loss"))
    samples = _samples(spec, loss, folder)
    dataset, train, test = samples.dataset, samples.train, samples.test
    network = _network(spec, loss, dataset)
    penalty = None
    if spec.penalty is not None:
        penalty = _named(PENALTIES, spec.penalty.name, _("penalty")), spec.penalty.rate
    cut = _mask(network.names, spec.cut, "cut")
    inputs, targets = samples.inputs, samples.targets
    objective = NetworkObjective(network, inputs[:, train], targets[:, train], loss, penalty, cut)
    held_out = None
    if len(test):
        held_out = NetworkObjective(network, inputs[:, test], targets[:, test], loss, None, cut)
    nothing = Settings(OPTIMIZERS["gradient_descent"](), 0.0, Batches(len(train)), ~cut)
    start = State(0, np.zeros(network.n_parameters), ())
    return Subject(
        scenario,
        Experiment(objective, nothing, start, 1, (), held_out),
        samples,
        tuple(quantity(name) for name in dataset.input_names),
        tuple(quantity(name) for name in dataset.target_names),
        average_loss(objective),
        best_loss(objective),
    )


def _samples(spec: NetworkSpec, loss: Loss, folder: Path | None) -> Samples:
    dataset = sources.load(spec.dataset, loss, folder)
    split = spec.dataset.split
    if split is not None and len(dataset.inputs) < 2:
        _refuse(_("One row cannot be split into training and test rows; remove dataset.split."))
    return prepare(
        dataset,
        standardize_inputs=spec.dataset.standardize,
        standardize_targets=spec.dataset.standardize and loss.is_regression,
        held_out=None if split is None else (split.test, split.seed),
    )


def _network(spec: NetworkSpec, loss: Loss, dataset: Dataset) -> Network:
    layers = [
        Layer(layer.units, _named(ACTIVATIONS, layer.activation, _("activation")), layer.bias)
        for layer in spec.layers
    ]
    for number, layer in enumerate(layers[:-1]):
        if layer.activation.is_last_only:
            _refuse(
                _("{name} may stand in the last layer only; choose another for layer {number}.")
                .format(name=layer.activation.name, number=number + 1)
            )  # fmt: skip
    _check_last(layers[-1], loss, dataset.target_names)
    network = Network(len(dataset.input_names), layers)
    if network.n_parameters > MAX_PARAMETERS:
        _refuse(
            _("The network has {n} parameters, more than {most}; take fewer units.").format(
                n=network.n_parameters, most=MAX_PARAMETERS
            )
        )
    return network


def _check_last(last: Layer, loss: Loss, targets: Sequence[str]) -> None:
    activation = last.activation
    if loss.goes_with is not None and activation.name != loss.goes_with:
        _refuse(
            _("The loss {loss} needs the last layer's activation {activation}; choose it there.")
            .format(loss=loss.name, activation=loss.goes_with)
        )  # fmt: skip
    if activation.is_last_only and loss.goes_with != activation.name:
        _refuse(
            _("The activation {name} needs the loss cross_entropy; choose it or another one.")
            .format(name=activation.name)
        )  # fmt: skip
    if last.units != len(targets):
        _refuse(
            _("The last layer has {units} units and the targets ({names}) need {n}; change one.")
            .format(units=last.units, n=len(targets), names=shown(", ".join(targets)))
        )  # fmt: skip


def _settings(scenario: Scenario, objective: NetworkObjective) -> Settings:
    return Settings(
        _optimizer(scenario, scenario.optimizer.numbers),
        scenario.optimizer.learning_rate,
        _batches(scenario, objective.n_rows, scenario.batch_size),
        _free(objective, scenario.objective.frozen, "frozen"),
    )


def _optimizer(scenario: Scenario, own: Mapping[str, float]) -> Optimizer:
    name = scenario.optimizer.name
    factory = _named(OPTIMIZERS, name, _("optimizer"))
    known = signature(factory).parameters
    for number in own:
        if number not in known:
            _refuse(
                _("The optimizer {name} has no number {number}; remove it.").format(
                    name=name, number=shown(number)
                )
                + did_you_mean(number, known)
            )
    return factory(**own)


def _batches(scenario: Scenario, n_rows: int, size: int | None) -> Batches:
    seed = scenario.start.seed if scenario.shuffle_seed is None else scenario.shuffle_seed
    return Batches(n_rows, size, scenario.shuffle, seed)


def _start(scenario: Scenario, objective: NetworkObjective) -> Array:
    draw = _named(INITIALIZERS, scenario.start.initializer, _("initializer"))
    theta = start(objective.network, draw, scenario.start.seed)
    given = scenario.start.parameters or {}
    for position, value in _positions(objective.names, given, "start.parameters"):
        theta[position] = value
    theta[objective.cut] = 0.0
    return read_only(theta)


def _changes(
    scenario: Scenario, objective: NetworkObjective, settings: Settings
) -> tuple[Change, ...]:
    changes: list[Change] = []
    own = dict(scenario.optimizer.numbers)
    for spec in sorted(scenario.changes, key=_epoch_of):
        if changes and changes[-1].epoch == spec.epoch:
            _refuse(
                _("changes has two entries for epoch {epoch}; make one of them.").format(
                    epoch=spec.epoch
                )
            )
        own |= spec.numbers
        settings = _changed(scenario, objective, settings, spec, own)
        given = spec.parameters or {}
        parameters = _positions(objective.names, given, "changes.parameters")
        moved = tuple((i, value) for i, value in parameters if not objective.cut[i])
        changes.append(Change(spec.epoch, settings, moved))
    return tuple(changes)


def _changed(
    scenario: Scenario,
    objective: NetworkObjective,
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


def _named(registry: Mapping[str, Known], name: str, what: str) -> Known:
    if name not in registry:
        _refuse(
            _('There is no {what} "{name}".{guess}').format(
                what=what, name=shown(name), guess=did_you_mean(name, registry)
            )
        )
    return registry[name]


def _positions(
    names: Sequence[str], given: Mapping[str, float], where: str
) -> list[tuple[int, float]]:
    position = {name: i for i, name in enumerate(names)}
    found = []
    for name, value in given.items():
        if name not in position:
            _refuse(_no_parameter(name, names, where))
        if not isfinite(value):
            _refuse(
                _("{where}: {name} is not finite; write a finite number.").format(
                    where=where, name=name
                )
            )
        found.append((position[name], float(value)))
    return found


def _free(objective: NetworkObjective, frozen: Sequence[str], where: str) -> BoolArray:
    # It is shared by all epochs.
    return read_only(~(_mask(objective.names, frozen, where) | objective.cut))


def _mask(names: Sequence[str], chosen: Sequence[str], where: str) -> BoolArray:
    for name in chosen:
        if name not in names:
            _refuse(_no_parameter(name, names, where))
    return np.array([name in chosen for name in names], dtype=bool)


def _no_parameter(name: str, names: Sequence[str], where: str) -> str:
    return _("{where}: the network has no parameter {name}; its last ones are {last}.").format(
        where=where, name=shown(name), last=", ".join(names[-2:])
    )


def _refuse(sentence: str) -> NoReturn:
    raise ScenarioError(sentence)


def _epoch_of(change: ChangeSpec) -> int:
    return change.epoch
