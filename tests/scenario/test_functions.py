"""Functions in scenario files: what is written there is built, what does not fit is told why."""

import json
from time import process_time
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from gdsim.engine.collector import Collector
from gdsim.engine.descent import Stop, StopReason, descend
from gdsim.engine.flatness import Kind
from gdsim.engine.function_objective import FunctionObjective
from gdsim.engine.functions import FUNCTIONS
from gdsim.engine.history import History
from gdsim.engine.snapshot import Look, take_snapshot
from gdsim.engine.steps import finish
from gdsim.scenario import edits
from gdsim.scenario.arithmetic import of_epoch
from gdsim.scenario.build import build
from gdsim.scenario.codec import Document, decode, encode, to_tree
from gdsim.scenario.companions import as_scenario
from gdsim.scenario.differences import differences
from gdsim.scenario.divergence import divergence, unsound_start
from gdsim.scenario.errors import ScenarioError
from gdsim.scenario.exercise import Field, Plan, new_sheet
from gdsim.scenario.flat_points import minimum_reached
from gdsim.scenario.formats import choose_formats
from gdsim.scenario.functions import DEFAULT_BOUNDS, bounds_problem
from gdsim.scenario.library import builtin_path, data_path, read
from gdsim.scenario.recording import recall, record
from gdsim.scenario.spec import FunctionSpec, PenaltySpec, Scenario, StartSpec
from gdsim.scenario.subject import Subject
from gdsim.scenario.worksheet import make_worksheet
from tests.scenario.test_codec import houses

TYPED = "x^4 - 3x^2 + x"


def built(x: float | None = None, **function: Any) -> Subject:
    start = StartSpec() if x is None else StartSpec(parameters={"x": x})
    return build(Scenario(objective=FunctionSpec(**function), start=start))


def refusal(**function: Any) -> str:
    with pytest.raises(ScenarioError) as refused:
        built(**function)
    return str(refused.value)


def text_of(**objective: Any) -> str:
    tree = {"format": "gdsim-scenario", "version": 1}
    return json.dumps({**tree, "objective": {"kind": "function", **objective}})


# What is built


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_of_the_table_is_built_by_its_name(name: str) -> None:
    subject, row = built(name=name), FUNCTIONS[name]
    assert subject.names == row.variables
    facts = subject.function
    assert facts is not None
    assert (facts.title, facts.bounds, facts.teaches) == (row.title, row.bounds, row.teaches)
    assert subject.network is None
    assert subject.samples is None
    assert subject.reaches == tuple(0.5 * (high - low) for low, high in row.bounds)
    if row.minima:
        assert subject.best_loss == pytest.approx(row.minima[0].value, abs=1e-9)
        assert subject.best_theta is not None
        objective = subject.experiment.objective
        assert objective.loss(subject.best_theta) == pytest.approx(subject.best_loss, abs=1e-9)
    else:
        assert np.isnan(subject.best_loss)
        assert subject.best_theta is None


def test_a_typed_function_has_the_variables_that_occur_in_it() -> None:
    subject = built(expression="y² + sin x")
    assert subject.names == ("x", "y")
    assert subject.function is not None
    assert subject.function.bounds == (DEFAULT_BOUNDS, DEFAULT_BOUNDS)
    assert subject.function.title == "y² + sin(x)"
    assert built(expression="t^2").names == ("t",)
    assert built(expression="5").names == ("x",)


def test_a_typed_function_is_the_same_as_the_built_in_one() -> None:
    named, typed = built(name="two_wells"), built(expression=TYPED, bounds={"x": (-2.5, 2.5)})
    assert named.function is not None
    assert typed.function is not None
    assert named.function.minima == typed.function.minima
    theta = np.array([0.7])
    losses = [s.experiment.objective.loss(theta) for s in (named, typed)]
    assert losses[0] == losses[1]


def test_bounds_of_one_variable_leave_the_other_ones() -> None:
    facts = built(name="himmelblau", bounds={"y": (0.0, 4.0)}).function
    assert facts is not None
    assert facts.bounds == ((-5.0, 5.0), (0.0, 4.0))
    assert len(facts.minima) == 2


def test_a_constant_changes_the_function() -> None:
    subject = built(name="stretched_bowl", constants={"k": 7.0})
    assert subject.experiment.objective.loss(np.array([1.0, 2.0])) == 0.5 * (1.0 + 7.0 * 4.0)
    assert subject.function is not None
    assert [(c.name, value) for c, value in subject.function.constants] == [("k", 7.0)]


def test_batches_and_shuffling_mean_nothing_for_a_function() -> None:
    spec = FunctionSpec(name="sphere")
    plain = build(Scenario(objective=spec))
    batched = build(Scenario(objective=spec, batch_size=3, shuffle=False))
    assert batched.experiment.settings.batches.is_full
    epochs = [descend(s.experiment, s.experiment.start) for s in (plain, batched)]
    for _epoch in range(20):
        one, other = (next(e) for e in epochs)
        assert one is not None
        assert other is not None
        assert one.state.theta.tolist() == other.state.theta.tolist()


def test_a_frozen_variable_stays() -> None:
    subject = built(name="himmelblau", frozen=("y",))
    epochs = descend(subject.experiment, subject.experiment.start)
    thetas = [e.state.theta for e in (next(epochs) for _ in range(5)) if e is not None]
    assert len({theta[1] for theta in thetas}) == 1
    assert len({theta[0] for theta in thetas}) == 5


def test_starts_are_drawn_in_the_bounds_or_about_0() -> None:
    spec = FunctionSpec(name="three_hump_camel", bounds={"x": (10.0, 11.0)})
    subject = build(Scenario(objective=spec, start=StartSpec(initializer="uniform", seed=5)))
    assert 10.0 <= subject.experiment.start.theta[0] < 11.0
    zeros = build(Scenario(objective=spec, start=StartSpec(initializer="zeros")))
    assert zeros.experiment.start.theta.tolist() == [0.0, 0.0]


# What does not fit


@pytest.mark.parametrize(
    ("function", "sentence"),
    [
        ({}, 'objective needs the "name" of a function or an "expression"; add one.'),
        (
            {"name": "bowl", "expression": "x^2"},
            "objective has a name and an expression; keep the one that is meant.",
        ),
        (
            {"name": "himelblau"},
            'There is no function "himelblau". Did you mean "himmelblau"?',
        ),
        (
            {"name": "bowl", "variables": ("t",)},
            "The function bowl has the variables x; remove objective.variables.",
        ),
        (
            {"expression": "x^2", "variables": ("x", "x")},
            "objective.variables names x twice; name two different ones.",
        ),
        (
            {"expression": "loss^2", "variables": ("loss",)},
            'objective.variables: a variable cannot be called "loss"; take a letter such as x.',
        ),
        (
            {"expression": "x^2", "bounds": {"x": (3.0, -3.0)}},
            "objective.bounds: The lower bound of x (3) should lie below the upper one (−3); "
            "exchange them.",
        ),
        (
            {"expression": "x^2", "bounds": {"y": (0.0, 1.0)}},
            "objective.bounds: the function has no variable y; it has x.",
        ),
        (
            {"expression": "x^2", "bounds": {"x": (0.0, float("inf"))}},
            "objective.bounds: The bounds of x should be finite; write two numbers.",
        ),
        (
            {"expression": "x^2", "bounds": {"x": (0.0, 1e300)}},
            "objective.bounds: The bounds of x should lie within ±1e9; write smaller numbers.",
        ),
        (
            {"expression": "x^2", "bounds": {"x": (1.0, 1.0 + 1e-9)}},
            "objective.bounds: The bounds of x are too close to each other; set them apart.",
        ),
        (
            {"name": "bowl", "constants": {"k": 3.0}},
            "The function bowl has no constants; remove objective.constants.",
        ),
        (
            {"name": "stretched_bowl", "constants": {"q": 3.0}},
            "The function stretched_bowl has no constant q; it has k.",
        ),
        (
            {"name": "stretched_bowl", "constants": {"k": 1e9}},
            "objective.constants: k, the condition number, should be from 1 to 200, not 1e+09.",
        ),
        (
            {"expression": "k x", "constants": {"k": 1.0}},
            "A typed function has no constants; write their values into objective.expression.",
        ),
        (
            {"name": "bowl", "cut": ("x",)},
            "A function keeps all its variables; remove objective.cut.",
        ),
        ({"name": "bowl", "frozen": ("z",)}, "frozen: there is no parameter z, only x."),
        ({"expression": ""}, "objective.expression is empty; write a formula, for example x^2."),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_in_a_sentence(function: dict[str, Any], sentence: str) -> None:
    assert refusal(**function) == sentence


@pytest.mark.parametrize(
    ("expression", "place"),
    [
        ("x^^2", "at character 3 (^)"),
        ("x +", "at its end"),
        ("2 + foo(x)", "at character 5 (foo)"),
        ("x + y + z", "at character 9 (z)"),
        ("(x", "at character 1 (()"),
        ("x; y", "at character 2 (;)"),
    ],
)
def test_of_a_faulty_formula_the_place_is_told(expression: str, place: str) -> None:
    sentence = refusal(expression=expression)
    assert sentence.startswith(f"objective.expression, {place}: ")
    assert sentence.endswith((".", "?"))


@pytest.mark.parametrize(
    "expression",
    ["__import__('os').system('true')", "x.__class__", "lambda: 0", "f'{x}'", "e\uff58p(x)",
     "(" * 10_000, "x" * 100_000, "\x00", "exec(x)", "9**" * 200 + "9", "sin " * 500 + "x",
     "open('a')"],
)  # fmt: skip
def test_hostile_formulas_are_refused_at_once(expression: str) -> None:
    begin = process_time()
    sentence = refusal(expression=expression)
    assert process_time() - begin < 0.1
    assert len(sentence) < 300
    assert "\n" not in sentence


def test_a_network_initializer_is_refused_with_those_that_fit() -> None:
    scenario = Scenario(objective=FunctionSpec(name="bowl"), start=StartSpec(initializer="he"))
    with pytest.raises(ScenarioError, match="not for functions; choose zeros, small_normal"):
        build(scenario)


def test_a_start_that_names_no_variable_is_refused() -> None:
    scenario = Scenario(
        objective=FunctionSpec(name="sphere"), start=StartSpec(parameters={"z": 1.0})
    )
    with pytest.raises(
        ScenarioError, match=r"start.parameters: there is no parameter z, only x, y"
    ):
        build(scenario)


def test_a_penalty_that_an_edit_has_put_there_is_refused() -> None:
    scenario = Scenario(objective=FunctionSpec(name="bowl"))
    with pytest.raises(ScenarioError, match=r"no weights to hold down; remove objective.penalty"):
        build(edits.set_penalty(scenario, PenaltySpec("l2", 0.1)))


def test_bounds_that_are_right_have_no_problem() -> None:
    assert bounds_problem("x", -1e9, 1e9) is None
    assert bounds_problem("x", 0.0, 1e-6) is None
    assert bounds_problem("x", float("nan"), 1.0) is not None


# The file


def test_the_file_of_the_contract_is_read_and_written_as_it_stands() -> None:
    objective = {
        "kind": "function",
        "expression": TYPED,
        "variables": ["x"],
        "bounds": {"x": [-2.5, 2.5]},
    }
    document = decode(text_of(**objective), "a.json")
    assert not document.notes
    assert json.loads(encode(document))["objective"] == {**objective, "frozen": []}
    assert decode(encode(document), "a.json").scenario == document.scenario


def test_what_says_nothing_is_neither_kept_nor_told() -> None:
    empty: dict[str, Any] = {
        "expression": None,
        "variables": None,
        "constants": {},
        "penalty": None,
        "cut": [],
    }
    document = decode(text_of(name="bowl", bounds=None, **empty), "a.json")
    assert not document.notes
    assert to_tree(document.scenario)["objective"].keys() == {"kind", "name", "frozen"}


def test_unknown_keys_of_a_function_survive_and_are_told() -> None:
    document = decode(text_of(name="bowl", boundz={"x": [0, 1]}), "a.json")
    (note,) = document.notes
    assert '"objective.boundz" is not known here' in note
    assert json.loads(encode(document))["objective"]["boundz"] == {"x": [0, 1]}


@pytest.mark.parametrize(
    ("objective", "part"),
    [
        ({"name": 3}, "objective.name should be text or null, not 3."),
        ({"variables": ["x", "y", "z"]}, "objective.variables should be a list"),
        ({"variables": []}, "objective.variables should be a list"),
        ({"bounds": {"x": [1, 2, 3]}},
         "objective.bounds.x should be a list of length 2, not a list of 3."),
        ({"bounds": {"x": "wide"}}, "objective.bounds.x should be a list, not \"wide\"."),
        ({"bounds": [1, 2]}, "objective.bounds should be a group in braces or null"),
        ({"constants": {"k": None}}, "objective.constants.k should be a number, not null."),
        ({"penalty": {"name": "l2", "rate": 1}}, "objective.penalty should be null"),
        ({"frozen": "x"}, "objective.frozen should be a list"),
    ],
)  # fmt: skip
def test_wrong_values_are_told_with_their_place(objective: dict[str, Any], part: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        decode(text_of(**objective), "a.json")
    assert str(refused.value).startswith("a.json: " + part)


def test_a_companion_on_a_function_may_stand_beside_a_network() -> None:
    text = houses("companions", value=[{"name": "ball", "objective": {"kind": "function",
                                        "name": "bowl"}}])  # fmt: skip
    scenario = decode(json.dumps(text), "a.json").scenario
    kept = as_scenario(scenario, scenario.companions[0])
    assert build(kept).names == ("x",)
    assert differences(scenario, kept)[0] == "function bowl"
    assert differences(kept, scenario)[0] == "a network"


def test_no_data_file_belongs_to_a_function() -> None:
    assert data_path(FunctionSpec(name="bowl")) is None


# What is said of it


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (FunctionSpec(name="himmelblau"), ("function himmelblau",)),
        (FunctionSpec(expression="x^2 + y^2"), ("function x^2 + y^2",)),
        (FunctionSpec(name="stretched_bowl", constants={"k": 5.0}), ("k = 5",)),
        (FunctionSpec(name="stretched_bowl", bounds={"x": (0.0, 1.0)}), ("other bounds",)),
        (FunctionSpec(name="stretched_bowl", frozen=("x",)), ("x frozen",)),
        (FunctionSpec(name="stretched_bowl"), ()),
    ],
)
def test_what_sets_functions_apart_is_one_phrase(
    other: FunctionSpec, words: tuple[str, ...]
) -> None:
    scenario = Scenario(objective=FunctionSpec(name="stretched_bowl"))
    assert differences(scenario, replace(scenario, objective=other)) == words


def test_a_start_drawn_otherwise_is_no_matter_of_weights() -> None:
    scenario = Scenario(objective=FunctionSpec(name="bowl"))
    other = replace(scenario, start=replace(scenario.start, initializer="small_normal"))
    assert differences(scenario, other) == ("start: small normal",)


def test_a_start_where_it_has_no_value_is_told() -> None:
    subject = built(x=-1.0, expression="ln x")
    assert (
        unsound_start(subject) == "The function has no value at x = −1.000; choose another place."
    )


def test_a_run_that_leaves_the_domain_ends_and_says_so() -> None:
    scenario = Scenario(
        objective=FunctionSpec(expression="sqrt x"), start=StartSpec(parameters={"x": 0.01})
    )
    subject = build(scenario)
    epochs = descend(subject.experiment, subject.experiment.start)
    with np.errstate(all="ignore"):
        try:
            while True:
                next(epochs)
        except StopIteration as end:
            stop = end.value
    assert isinstance(stop, Stop)
    assert stop.reason is StopReason.DIVERGED
    assert divergence(subject, stop).startswith(f"The run ended at epoch {stop.epoch}: a step of x")


@pytest.mark.parametrize(
    ("name", "place", "sentence"),
    [
        ("two_wells", [-1.3], "The ball is at the lowest minimum, x = −1.301."),
        (
            "two_wells",
            [1.13],
            "The ball is at a local minimum, x = 1.131; the lowest one is at x = −1.301.",
        ),
        (
            "himmelblau",
            [3.0, 2.01],
            "The ball is at the minimum at x = 3.000, y = 2.000, one of 4 that are lowest.",
        ),
    ],
)
def test_the_minimum_that_a_ball_has_come_to_is_named(
    name: str, place: list[float], sentence: str
) -> None:
    assert minimum_reached(built(name=name), np.array(place)) == sentence


def test_away_from_minima_none_is_named() -> None:
    assert minimum_reached(built(name="two_wells"), np.array([0.0])) is None
    assert minimum_reached(built(name="saddle"), np.array([0.0, 0.0])) is None
    assert minimum_reached(build(read(builtin_path("houses")).scenario), np.zeros(10)) is None


def test_the_snapshot_of_a_function_tells_what_kind_of_place_it_is() -> None:
    subject = build(
        Scenario(objective=FunctionSpec(name="saddle"), start=StartSpec(initializer="zeros"))
    )
    job = take_snapshot(subject.experiment, None, 0, subject.experiment.start, Look())
    flatness = finish(job).flatness
    assert flatness is not None
    assert flatness.kind is Kind.SADDLE


def test_a_worksheet_has_the_formula_and_the_reckoning() -> None:
    subject = built(x=2.0, name="two_wells")
    experiment = subject.experiment
    snapshot = finish(take_snapshot(experiment, None, 1, experiment.start, Look()))
    part = of_epoch(snapshot)
    plan = Plan(fields=frozenset({Field.GRADIENT, Field.NEW}))
    sheet = new_sheet(part, choose_formats([part]), plan, subject.names, [0], 0)
    made = make_worksheet(subject, sheet)
    assert ("formula", "x^4 − 3x^2 + x") in made.facts
    assert ("function", "Two wells") in made.facts
    assert made.tasks[0].startswith("Differentiate the formula")
    assert made.key[0][0] == "x"
    assert made.key[0][2] == "+21.000"


def test_a_run_on_a_function_is_saved_and_recalled() -> None:
    subject = built(x=2.0, name="two_wells")
    history = History(1)
    epochs = descend(subject.experiment, subject.experiment.start)
    history.append(Collector(epochs, 0, 1, lambda: 0.0).take(40, 1.0))
    again = recall(record(subject, history), subject)
    assert again.n_epochs == 40
    n = again.n_buckets
    assert np.array_equal(again.buckets[..., :n], history.buckets[..., :n], equal_nan=True)


def test_its_objective_serves_a_second_scenario_and_every_thread() -> None:
    first = built(name="ackley")
    second = build(replace(first.scenario, epochs=7), like=first)
    objective = second.experiment.objective
    assert objective is first.experiment.objective
    assert isinstance(objective, FunctionObjective)
    assert objective.twin() is objective


def test_a_function_is_written_with_every_digit_of_its_bounds() -> None:
    scenario = Scenario(objective=FunctionSpec(expression="x", bounds={"x": (-0.1, 1.0 / 3.0)}))
    assert decode(encode(Document(scenario)), "a").scenario == scenario
