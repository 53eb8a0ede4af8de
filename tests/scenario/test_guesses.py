"""Guesses as a document: what a file may say, what is refused, and the scenarios that are ready."""

import json
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from gdsim.engine.guesses import GuessObjective
from gdsim.scenario import edits
from gdsim.scenario.build import build, raw_answer
from gdsim.scenario.codec import Document, decode, encode
from gdsim.scenario.divergence import unsound_start
from gdsim.scenario.errors import ScenarioError
from gdsim.scenario.library import builtin_path, read
from gdsim.scenario.spec import GuessesSpec, NetworkSpec, PenaltySpec, Scenario, Split
from tests.scenario.guess_runs import READY, ran, ready, truths

TREE: dict[str, Any] = {
    "format": "gdsim-scenario",
    "version": 1,
    "objective": {
        "kind": "guesses",
        "dataset": {
            "source": "inline",
            "columns": {"bedrooms": [1, 2, 3], "homes": [9, 8, 7], "price": [10.0, 20.0, 60.0]},
            "inputs": ["bedrooms"],
            "targets": ["price"],
        },
    },
    "start": {"parameters": {"g1": 30.0}},
}


def tree(*path: str, value: Any) -> str:
    """Return the text of a small file with one value changed."""
    changed = json.loads(json.dumps(TREE))
    group = changed
    for key in path[:-1]:
        group = group.setdefault(key, {})
    group[path[-1]] = value
    return json.dumps(changed)


def small(**fields: Any) -> Scenario:
    return replace(decode(json.dumps(TREE), "a").scenario, **fields)


# Files


def test_a_file_of_guesses_needs_little_and_says_the_rest_by_itself() -> None:
    document = decode(json.dumps(TREE), "a")
    objective = document.scenario.objective
    assert isinstance(objective, GuessesSpec)
    assert (objective.loss, objective.counts, objective.penalty) == ("sse", None, None)
    assert not objective.dataset.standardize
    assert document.notes == ()


def test_a_file_without_a_kind_is_a_network_as_ever() -> None:
    text = builtin_path("houses").read_text()
    without = json.loads(text)
    del without["objective"]["kind"]
    assert decode(json.dumps(without), "a").scenario == decode(text, "a").scenario
    assert isinstance(decode(json.dumps(without), "a").scenario.objective, NetworkSpec)


@pytest.mark.parametrize("name", READY)
def test_a_ready_file_comes_back_as_it_was(name: str) -> None:
    text = builtin_path(name).read_text(encoding="utf-8")
    assert encode(decode(text, name)) == text


def test_what_is_edited_comes_back_from_a_file_and_unknown_keys_with_it() -> None:
    document = decode(tree("objective", "colour", value="red"), "a")
    assert document.notes[0].startswith('"objective.colour" is not known here')
    scenario = edits.set_parameters(document.scenario, {"g2": 12.5}, 0)
    scenario = edits.set_parameters(scenario, {"g3": 7.0}, 4)
    scenario = edits.set_frozen(edits.set_loss(scenario, "mae"), "g1", frozen=True, epoch=0)
    again = decode(encode(document._replace(scenario=scenario)), "b")
    assert again.scenario == scenario
    assert again.unknown == document.unknown


# What a file must not say


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        (
            ("objective", "dataset", "targets"),
            ["rent"],
            'dataset.columns has no column "rent", only bedrooms, homes, price.',
        ),
        (
            ("objective", "dataset", "targets"),
            ["homes", "price"],
            "Guesses need one column in dataset.targets, not 2 (homes, price); name one.",
        ),
        (
            ("objective", "dataset", "inputs"),
            ["bedrooms", "homes"],
            "Guesses need one column in dataset.inputs, not 2 (bedrooms, homes); name one.",
        ),
        (
            ("start", "parameters"),
            {"g9": 1.0},
            "start.parameters: there is no parameter g9; the last ones are g2, g3.",
        ),
        (
            ("objective", "frozen"),
            ["w1"],
            "frozen: there is no parameter w1; the last ones are g2, g3.",
        ),
        (
            ("objective", "cut"),
            ["g4"],
            "cut: there is no parameter g4; the last ones are g2, g3.",
        ),
        (
            ("objective", "loss"),
            "cross_entropy",
            "The loss cross_entropy is for classes, and guesses are quantities; "
            "choose sse or mse.",
        ),
        (
            ("objective", "dataset", "standardize"),
            True,
            "Guesses keep the units of the data; set dataset.standardize to false.",
        ),
        (
            ("objective", "dataset", "split"),
            {"test": 0.5},
            "Each point has a guess of its own, so none can be held out; remove dataset.split.",
        ),
        (
            ("start", "initializer"),
            "xavier",
            "The initializer xavier is not for guesses; choose zeros, mean, normal, "
            "uniform.",
        ),
        (
            ("start", "initializer"),
            "men",
            'There is no initializer "men". Did you mean "mean"?',
        ),
        (
            ("objective", "counts"),
            "price_",
            'dataset.columns has no column "price_", only bedrooms, homes, price. '
            'Did you mean "price"?',
        ),
        (
            ("objective", "dataset", "columns"),
            {"bedrooms": [1.0] * 101, "price": [1.0] * 101},
            "The data have 101 rows, and 100 guesses are the most; use averages.",
        ),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_in_one_sentence(
    path: tuple[str, ...], value: object, sentence: str
) -> None:
    scenario = decode(tree(*path, value=value), "a").scenario
    with pytest.raises(ScenarioError) as refusal:
        build(scenario)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize("homes", [[2.5, 1.0, 1.0], [0.0, 1.0, 1.0], [-1.0, 1.0, 1.0]])
def test_counts_that_count_nothing_are_refused(homes: list[float]) -> None:
    text = tree("objective", "counts", value="homes").replace("[9, 8, 7]", json.dumps(homes))
    with pytest.raises(ScenarioError, match="should hold whole numbers from 1 up"):
        build(decode(text, "a").scenario)


def test_a_penalty_is_refused_with_its_place() -> None:
    with pytest.raises(ScenarioError) as refusal:
        decode(tree("objective", "penalty", value={"name": "l2", "rate": 0.1}), "a")
    assert str(refusal.value) == "a: objective.penalty should be null, not a group in braces."


# Edits


@pytest.mark.parametrize(
    "change",
    [
        lambda s: edits.set_standardize(s, standardize=True),
        lambda s: edits.set_split(s, Split()),
        lambda s: edits.set_penalty(s, PenaltySpec("l2", 0.1)),
        lambda s: edits.set_loss(s, "binary_cross_entropy"),
        lambda s: edits.set_initializer(s, "he"),
    ],
)
def test_an_edit_that_makes_no_sense_is_refused_when_it_is_built(change: Any) -> None:
    scenario = small()
    build(scenario)
    with pytest.raises(ScenarioError):
        build(change(scenario))


@pytest.mark.parametrize(
    "change",
    [
        lambda s: edits.add_unit(s, 0, 1),
        lambda s: edits.remove_unit(s, 0, 0, 1),
        lambda s: edits.add_layer(s, 0, 1),
        lambda s: edits.remove_layer(s, 0, 1),
        lambda s: edits.set_bias(s, 0, bias=True, n_inputs=1),
        lambda s: edits.set_activation(s, 0, "tanh"),
        lambda s: edits.set_inputs(s, ["bedrooms"], ["homes"]),
    ],
)
def test_layers_that_are_not_there_cannot_be_edited(change: Any) -> None:
    with pytest.raises(ScenarioError, match="no layers to change here"):
        change(small())


def test_a_new_start_draws_other_guesses_and_forgets_those_set_by_hand() -> None:
    first, second = build(small()), build(edits.new_start(small()))
    assert first.experiment.start.theta[0] == 30.0
    assert not np.array_equal(first.experiment.start.theta[1:], second.experiment.start.theta[1:])
    assert second.experiment.start.theta[0] != 30.0


def test_another_loss_keeps_the_guesses() -> None:
    first, second = build(small()), build(edits.set_loss(small(), "mae"))
    assert first.experiment.start.theta.tolist() == second.experiment.start.theta.tolist()


def test_a_frozen_guess_stays_and_a_cut_one_is_zero() -> None:
    scenario = edits.set_cut(edits.set_frozen(small(), "g1", frozen=True, epoch=0), "g2", cut=True)
    thetas = ran(build(scenario), 3).thetas
    assert thetas[:, 0].tolist() == [30.0] * 4
    assert thetas[:, 1].tolist() == [0.0] * 4
    assert len(set(thetas[:, 2])) == 4
    assert build(scenario).best_loss == 400.0  # the cut guess cannot reach its 20


# The subject


def test_the_subject_holds_the_points_and_their_yardsticks() -> None:
    subject = build(decode(tree("objective", "counts", value="homes"), "a").scenario)
    assert subject.names == ("g1", "g2", "g3")
    assert subject.network is None
    assert subject.samples is not None
    assert subject.samples.dataset.inputs[:, 0].tolist() == [1.0, 2.0, 3.0]
    assert subject.samples.dataset.targets[:, 0].tolist() == [10.0, 20.0, 60.0]
    assert subject.counts is not None
    assert subject.counts.tolist() == [9.0, 8.0, 7.0]
    assert subject.average_loss == 20.0**2 + 10.0**2 + 30.0**2
    assert subject.best_loss == 0.0
    assert raw_answer(subject, subject.experiment.start.theta) is None


@pytest.mark.parametrize("name", ["sse", "mse", "half_mse", "mae"])
def test_always_guessing_the_mean_costs_what_the_yardstick_says(name: str) -> None:
    scenario = edits.set_initializer(edits.set_loss(small(), name), "mean")
    subject = build(scenario)
    objective = subject.experiment.objective
    assert subject.average_loss == objective.loss(subject.experiment.start.theta)


def test_a_slice_of_a_guess_reaches_over_all_truths() -> None:
    assert build(small()).reaches == (50.0, 50.0, 50.0)


def test_a_slice_of_a_network_reaches_as_far_as_its_units_want() -> None:
    assert ready("houses").reaches == (2.0,) * 10
    line = ready("one_slope_averages")
    bedrooms, price = np.arange(1.0, 7.0), truths(line)
    assert line.reaches == pytest.approx((2.0 * price.std() / bedrooms.std(),), rel=1e-12)
    with_bias = read(builtin_path("slope_and_intercept")).scenario
    raw = build(edits.set_standardize(with_bias, standardize=False))
    deviation = truths(raw).std()
    assert raw.reaches[-1] == pytest.approx(2.0 * deviation, rel=1e-12)
    assert build(edits.set_standardize(with_bias, standardize=True)).reaches == (2.0, 2.0)


def test_a_guess_out_of_all_bounds_is_named_at_once() -> None:
    far = build(small(start=replace(small().start, parameters={"g2": 1e200})))
    sentence = unsound_start(far)
    assert sentence is not None
    assert sentence.startswith("g2 = 1e200 throws the loss out of all bounds at once")
    assert isinstance(far.experiment.objective, GuessObjective)
    assert decode(encode(Document(far.scenario)), "a").scenario == far.scenario
