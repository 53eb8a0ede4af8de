"""What descent makes small, and its data: ObjectiveSpec -> Subject whose run is still to come."""

from collections.abc import Sequence
from math import nan
from pathlib import Path

import numpy as np

from gdsim.engine.activations import ACTIVATIONS
from gdsim.engine.batches import Batches
from gdsim.engine.datasets import Dataset, Samples, prepare
from gdsim.engine.descent import Experiment, Settings, State
from gdsim.engine.guesses import GuessObjective
from gdsim.engine.losses import LOSSES, Loss
from gdsim.engine.network import Layer, Network
from gdsim.engine.objective import NetworkObjective, Objective
from gdsim.engine.optimizers import OPTIMIZERS
from gdsim.engine.penalties import PENALTIES
from gdsim.scenario import sources
from gdsim.scenario.errors import ScenarioError, shown
from gdsim.scenario.functions import build_function
from gdsim.scenario.names import mask, named
from gdsim.scenario.quantities import quantity
from gdsim.scenario.reaches import function_reaches, guess_reaches, network_reaches
from gdsim.scenario.spec import FunctionSpec, GuessesSpec, NetworkSpec, Scenario
from gdsim.scenario.subject import Subject
from gdsim.scenario.yardsticks import average_loss, best_answer
from gdsim.text import _

MAX_PARAMETERS = 100_000
MAX_GUESSES = 100
"""So many points can still be told apart, each with its guess and its square."""


def bare_subject(scenario: Scenario, folder: Path | None) -> Subject:
    """Return a subject whose start, settings and changes are still to be filled in.

    Parameters
    ----------
    scenario : Scenario
    folder : Path or None
        Where its file lies, for a path to data in it.

    Raises
    ------
    ScenarioError
        If its objective names something unknown, or does not fit its data.
    """
    spec = scenario.objective
    if isinstance(spec, GuessesSpec):
        return _guesses(scenario, spec, folder)
    if isinstance(spec, FunctionSpec):
        return _function(scenario, spec)
    return _network(scenario, spec, folder)


def _network(scenario: Scenario, spec: NetworkSpec, folder: Path | None) -> Subject:
    loss = named(LOSSES, spec.loss, _("loss"))
    samples = _samples(spec, loss, folder)
    train, test = samples.train, samples.test
    network = _layered(spec, loss, samples.dataset)
    penalty = None
    if spec.penalty is not None:
        penalty = named(PENALTIES, spec.penalty.name, _("penalty")), spec.penalty.rate
    cut = mask(network.names, spec.cut, "cut")
    inputs, targets = samples.inputs, samples.targets
    objective = NetworkObjective(network, inputs[:, train], targets[:, train], loss, penalty, cut)
    held_out = None
    if len(test):
        held_out = NetworkObjective(network, inputs[:, test], targets[:, test], loss, None, cut)
    reaches = network_reaches(objective, is_standardized=spec.dataset.standardize)
    return _subject(scenario, objective, samples, held_out)._replace(reaches=reaches)


def _guesses(scenario: Scenario, spec: GuessesSpec, folder: Path | None) -> Subject:
    loss = named(LOSSES, spec.loss, _("loss"))
    _check_guesses(spec, loss)
    dataset = sources.load(spec.dataset, loss, folder)
    _check_points(dataset)
    counts = None
    if spec.counts is not None:
        counts = sources.counts(spec.dataset, spec.counts, folder)
    samples = prepare(dataset, standardize_inputs=False, standardize_targets=False)
    names = GuessObjective(samples.targets[0], loss).names
    objective = GuessObjective(samples.targets[0], loss, mask(names, spec.cut, "cut"))
    reaches = guess_reaches(objective)
    return _subject(scenario, objective, samples, None)._replace(counts=counts, reaches=reaches)


def _function(scenario: Scenario, spec: FunctionSpec) -> Subject:
    objective, facts = build_function(spec)
    best = facts.minima[0] if facts.minima else None
    return Subject(
        scenario,
        _bare(objective),
        None,
        (),
        (),
        nan,
        nan if best is None else best.value,
        None if best is None else np.array(best.place),
        reaches=function_reaches(objective),
        function=facts,
    )


def _subject(
    scenario: Scenario,
    objective: NetworkObjective | GuessObjective,
    samples: Samples,
    held_out: NetworkObjective | None,
) -> Subject:
    best = best_answer(objective)
    return Subject(
        scenario,
        _bare(objective)._replace(held_out=held_out),
        samples,
        tuple(quantity(name) for name in samples.dataset.input_names),
        tuple(quantity(name) for name in samples.dataset.target_names),
        average_loss(objective),
        best.loss,
        best.theta,
    )


def _bare(objective: Objective) -> Experiment:
    """Return a run on ``objective`` without settings, start and goal."""
    rule, batches = OPTIMIZERS["gradient_descent"](), Batches(objective.n_rows)
    nothing = Settings(rule, 0.0, batches, ~objective.cut)
    return Experiment(objective, nothing, State(0, np.zeros(len(objective.names)), ()), 1)


def _samples(spec: NetworkSpec, loss: Loss, folder: Path | None) -> Samples:
    dataset = sources.load(spec.dataset, loss, folder)
    split = spec.dataset.split
    if split is not None and len(dataset.inputs) < 2:
        raise ScenarioError(
            _("One row cannot be split into training and test rows; remove dataset.split.")
        )
    return prepare(
        dataset,
        standardize_inputs=spec.dataset.standardize,
        standardize_targets=spec.dataset.standardize and loss.is_regression,
        held_out=None if split is None else (split.test, split.seed),
    )


def _layered(spec: NetworkSpec, loss: Loss, dataset: Dataset) -> Network:
    layers = [
        Layer(layer.units, named(ACTIVATIONS, layer.activation, _("activation")), layer.bias)
        for layer in spec.layers
    ]
    for number, layer in enumerate(layers[:-1]):
        if layer.activation.is_last_only:
            raise ScenarioError(
                _("{name} may stand in the last layer only; choose another for layer {number}.")
                .format(name=layer.activation.name, number=number + 1)
            )  # fmt: skip
    _check_last(layers[-1], loss, dataset.target_names)
    network = Network(len(dataset.input_names), layers)
    if network.n_parameters > MAX_PARAMETERS:
        raise ScenarioError(
            _("The network has {n} parameters, more than {most}; take fewer units.").format(
                n=network.n_parameters, most=MAX_PARAMETERS
            )
        )
    return network


def _check_last(last: Layer, loss: Loss, targets: Sequence[str]) -> None:
    activation = last.activation
    if loss.goes_with is not None and activation.name != loss.goes_with:
        raise ScenarioError(
            _("The loss {loss} needs the last layer's activation {activation}; choose it there.")
            .format(loss=loss.name, activation=loss.goes_with)
        )  # fmt: skip
    if activation.is_last_only and loss.goes_with != activation.name:
        raise ScenarioError(
            _("The activation {name} needs the loss cross_entropy; choose it or another one.")
            .format(name=activation.name)
        )  # fmt: skip
    if last.units != len(targets):
        raise ScenarioError(
            _("The last layer has {units} units and the targets ({names}) need {n}; change one.")
            .format(units=last.units, n=len(targets), names=shown(", ".join(targets)))
        )  # fmt: skip


def _check_guesses(spec: GuessesSpec, loss: Loss) -> None:
    if not loss.is_regression:
        raise ScenarioError(
            _("The loss {loss} is for classes, and guesses are quantities; choose sse or mse.")
            .format(loss=loss.name)
        )  # fmt: skip
    if spec.penalty is not None:
        raise ScenarioError(_("Guesses have no weights to hold down; remove objective.penalty."))
    if spec.dataset.standardize:
        raise ScenarioError(
            _("Guesses keep the units of the data; set dataset.standardize to false.")
        )
    if spec.dataset.split is not None:
        raise ScenarioError(
            _("Each point has a guess of its own, so none can be held out; remove dataset.split.")
        )


def _check_points(dataset: Dataset) -> None:
    for names, key in ((dataset.input_names, "inputs"), (dataset.target_names, "targets")):
        if len(names) > 1:
            raise ScenarioError(
                _("Guesses need one column in dataset.{key}, not {n} ({names}); name one.").format(
                    key=key, n=len(names), names=shown(", ".join(names))
                )
            )
    if len(dataset.inputs) > MAX_GUESSES:
        raise ScenarioError(
            _("The data have {n} rows, and {most} guesses are the most; use averages.").format(
                n=len(dataset.inputs), most=MAX_GUESSES
            )
        )
