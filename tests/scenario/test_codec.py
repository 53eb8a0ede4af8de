"""Scenario files: what is written is read again, and whatever else is read gets one sentence."""

import json
import os
import time
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import UNSET

from gdsim import resources
from gdsim.scenario.codec import Document, decode, encode, to_tree
from gdsim.scenario.errors import ScenarioError
from gdsim.scenario.library import read
from gdsim.scenario.spec import (
    ChangeSpec,
    DatasetSpec,
    LayerSpec,
    NetworkSpec,
    OptimizerSpec,
    PenaltySpec,
    Scenario,
    Split,
    StartSpec,
)

SCENARIOS = sorted(resources.path("scenarios").glob("*.json"))
HOUSES = json.loads(resources.path("scenarios", "houses.json").read_text())


def houses(*path: str | int, value: Any) -> dict[str, Any]:
    """Return the houses scenario's tree with one value replaced."""
    tree: dict[str, Any] = deepcopy(HOUSES)
    group: Any = tree
    for key in path[:-1]:
        group = group[key]
    group[path[-1]] = value
    return tree


def sentence(text: str) -> str:
    with pytest.raises(ScenarioError) as refusal:
        decode(text, "a.json")
    message = str(refusal.value)
    assert message.startswith("a.json: ")
    assert message.endswith(".")
    assert message.isprintable()
    assert len(message) < 400
    return message.removeprefix("a.json: ")


# What is written is read again


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_a_builtin_scenario_is_written_as_it_stands(path: Path) -> None:
    text = path.read_text()
    document = decode(text, path.name)
    assert not document.notes
    assert encode(document) == text


names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=5)
numbers = st.floats(allow_nan=False, allow_infinity=False)
rates = st.floats(0.0, 1e300)
parameters = st.none() | st.dictionaries(names, numbers, max_size=3)
datasets = st.one_of(
    st.builds(DatasetSpec, name=st.sampled_from(["houses", "penguins"])),
    st.builds(DatasetSpec, source=st.just("file"), path=names),
    st.builds(
        DatasetSpec,
        source=st.just("inline"),
        columns=st.dictionaries(names, st.lists(numbers, max_size=3).map(tuple), max_size=3),
    ),
    st.builds(
        DatasetSpec,
        source=st.just("generated"),
        name=st.just("xor"),
        n=st.integers(2, 100_000),
        noise=rates,
        seed=st.integers(0, 2**53 - 1),
        split=st.none() | st.builds(Split, test=st.floats(0.01, 0.99)),
    ),
)
changes = st.builds(
    ChangeSpec,
    epoch=st.integers(1, 10**9),
    learning_rate=st.none() | rates,
    batch_size=st.just(UNSET) | st.none() | st.integers(1, 100),
    frozen=st.none() | st.lists(names, max_size=2).map(tuple),
    parameters=parameters,
)
scenarios = st.builds(
    Scenario,
    title=st.text(st.characters(codec="utf-8"), max_size=9),
    objective=st.builds(
        NetworkSpec,
        datasets,
        st.lists(st.builds(LayerSpec, st.integers(1, 256)), min_size=1, max_size=3).map(tuple),
        penalty=st.none() | st.builds(PenaltySpec, st.just("l2"), rates),
        cut=st.lists(names, max_size=2).map(tuple),
    ),
    start=st.builds(StartSpec, parameters=parameters),
    optimizer=st.builds(OptimizerSpec, learning_rate=rates),
    batch_size=st.none() | st.integers(1, 1000),
    shuffle=st.booleans(),
    changes=st.lists(changes, max_size=3).map(tuple),
)


@given(scenarios)
def test_every_scenario_comes_back_from_its_file(scenario: Scenario) -> None:
    text = encode(Document(scenario))
    assert decode(text, "a") == Document(scenario)


def test_only_format_version_and_objective_are_required() -> None:
    tree = {key: HOUSES[key] for key in ("format", "version", "objective")}
    scenario = decode(json.dumps(tree), "a").scenario
    assert (scenario.epochs, scenario.optimizer.learning_rate, scenario.shuffle) == (5, 0.05, True)


def test_a_change_names_only_what_it_changes() -> None:
    given = {"epoch": 3, "learning_rate": None, "frozen": None, "batch_size": None}
    document = decode(json.dumps(houses("changes", value=[given])), "a")
    assert not document.notes
    assert to_tree(document.scenario)["changes"] == [{"epoch": 3, "batch_size": None}]


def test_a_number_that_is_not_finite_is_not_saved() -> None:
    scenario = decode(json.dumps(houses("start", "parameters", "w1", value=0.0)), "a").scenario
    assert scenario.start.parameters is not None
    scenario.start.parameters["w1"] = float("nan")
    with pytest.raises(ScenarioError, match=r"not saved because a number in it is not finite"):
        encode(Document(scenario))


# Unknown keys


def test_unknown_keys_survive_and_are_named_with_the_nearest_known_one() -> None:
    tree = houses("objective", "layers", 1, "activaton", value={"deep": [1, {"x": None}]})
    tree["optimizer"]["learning_rat"] = 7
    tree["zzz"] = "é"
    document = decode(json.dumps(tree), "a")
    assert sorted(document.notes) == [
        '"objective.layers[1].activaton" is not known here; it is kept, but has no effect. '
        'Did you mean "activation"?',
        '"optimizer.learning_rat" is not known here; it is kept, but has no effect. '
        'Did you mean "learning_rate"?',
        '"zzz" is not known here; it is kept, but has no effect.',
    ]
    assert json.loads(encode(document)) == tree
    assert decode(encode(document), "a") == document


def test_a_key_that_means_nothing_for_this_source_is_kept_too() -> None:
    tree = houses("objective", "dataset", "noise", value=0.5)
    document = decode(json.dumps(tree), "a")
    assert json.loads(encode(document)) == tree
    assert len(document.notes) == 1


def test_unknown_keys_of_a_layer_that_is_gone_go_with_it() -> None:
    document = decode(json.dumps(houses("objective", "layers", 1, "color", value="red")), "a")
    one_layer = json.loads(encode(Document(document.scenario)))
    one_layer["objective"]["layers"].pop()
    smaller = decode(json.dumps(one_layer), "a").scenario
    assert json.loads(encode(document._replace(scenario=smaller))) == one_layer


def test_many_unknown_keys_are_counted_after_the_first_ones() -> None:
    tree = HOUSES | {f"key{i}": i for i in range(100_000)}
    begin = time.perf_counter()
    notes = decode(json.dumps(tree), "a").notes
    assert time.perf_counter() - begin < 2.0
    assert len(notes) == 11
    assert notes[-1].startswith("99990 more keys are not known here")


# Whatever else is read gets one sentence


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_a_file_cut_at_any_byte_is_refused(path: Path) -> None:
    text = path.read_text().rstrip()
    for n in range(len(text)):
        sentence(text[:n])


values = st.recursive(
    st.none() | st.booleans() | st.integers() | numbers | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=5,
)


def places(tree: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    pairs = tree.items() if isinstance(tree, dict) else enumerate(tree)
    found: list[tuple[str | int, ...]] = []
    for key, value in pairs:
        found.append((*path, key))
        if isinstance(value, dict | list):
            found += places(value, (*path, key))
    return found


CHANGED = houses("changes", value=[{"epoch": 2, "frozen": ["w1"], "parameters": {"w1": 1.0}}])


@settings(max_examples=400)
@given(st.sampled_from(places(CHANGED)), values)
def test_any_value_anywhere_is_taken_or_refused_in_a_sentence(
    path: tuple[str | int, ...], value: Any
) -> None:
    tree = deepcopy(CHANGED)
    group: Any = tree
    for key in path[:-1]:
        group = group[key]
    group[path[-1]] = value
    text = json.dumps(tree)
    try:
        document = decode(text, "a.json")
    except ScenarioError:
        sentence(text)
    else:
        assert encode(decode(encode(document), "a")) == encode(document)


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        (("epochs",), 0, "epochs should be a whole number of at least 1, not 0."),
        (("epochs",), 2.5, "epochs should be a whole number, not 2.5."),
        (("batch_size",), True, "batch_size should be a whole number or null, not true."),
        (("shuffle",), 1, "shuffle should be true or false, not 1."),
        (("title",), ["x"], "title should be text, not a list of 1."),
        (
            ("objective", "layers", 0, "units"),
            300,
            "objective.layers[0].units should be a whole number of at most 256, not 300.",
        ),
        (
            ("objective", "layers"),
            [],
            "objective.layers should be a list of length 1 or more, not an empty list.",
        ),
        (("objective", "layers", 1), {}, '"units" is missing in objective.layers[1]; add it.'),
        (
            ("objective", "dataset", "split"),
            {"test": 1},
            "objective.dataset.split.test should be a number below 1, not 1.",
        ),
        (
            ("objective", "dataset", "columns"),
            {"x": [1], "y": [1, "2"]},
            'objective.dataset.columns.y[1] should be a number, not "2".',
        ),
        (
            ("start", "parameters", "w3"),
            "0.5",
            'start.parameters.w3 should be a number, not "0.5".',
        ),
        (
            ("optimizer", "learning_rate"),
            -1,
            "optimizer.learning_rate should be a number of at least 0, not -1.",
        ),
        (("optimizer",), "adam", 'optimizer should be a group in braces, not "adam".'),
        (
            ("changes",),
            [{"epoch": 1, "parameters": {"w1": 0, "w2": None}}],
            "changes[0].parameters.w2 should be a number, not null.",
        ),
        (
            ("objective", "kind"),
            "netwrok",
            'objective.kind should be "network", "guesses" or "function"; correct it.',
        ),
        (("version",), "1", '"version" should be a whole number; write 1.'),
        (
            ("version",),
            2,
            "a newer gdsim wrote it (format 2, this one reads 1); update gdsim.",
        ),
    ],
)
def test_a_wrong_value_is_told_with_its_place(
    path: tuple[str | int, ...], value: object, expected: str
) -> None:
    assert sentence(json.dumps(houses(*path, value=value))) == expected


@pytest.mark.parametrize(
    ("path", "value", "what"),
    [
        (("optimizer", "name"), "adam", 'optimizer.name "adam"'),
        (("optimizer", "schedule"), {"name": "step"}, '"optimizer.schedule"'),
        (("optimizer", "clip"), 1.0, '"optimizer.clip"'),
        (("stop",), {"loss": 0.1}, '"stop"'),
    ],
)
def test_what_a_later_version_brings_is_refused_by_name(
    path: tuple[str | int, ...], value: object, what: str
) -> None:
    expected = what + " comes with a later version of gdsim; leave it out for now."
    assert sentence(json.dumps(houses(*path, value=value))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "it is empty; choose another file."),
        (" \n", "it is empty; choose another file."),
        ('{"a": 1 2}', "line 1, column 9 is not valid JSON (expecting ',' delimiter"),
        ('{\n"a', "line 2, column 1 is not valid JSON (unterminated string); mend it"),
        ('{"a": {"b": 1, "c": 2, "b": 3}}', 'the key "b" stands twice in one group; delete one.'),
        ('{"a": NaN}', "NaN is not a finite number; write one."),
        ('{"a": -Infinity}', "-Infinity is not a finite number; write one."),
        ('{"a": 1e999}', "the number 1e999 is too large; write a smaller one."),
        ('{"a": 1' + "0" * 5000 + "}", "the number 1000000000000000000… is too large"),
        ("[" * 100_000, "its brackets are nested too deeply; choose another file."),
        ('{"a":' * 100_000, "its brackets are nested too deeply; choose another file."),
        ("[" * 200 + "]" * 200, "its brackets are nested too deeply; choose another file."),
        ('"' + "a" * 50_000_000 + '"', "it is far too long; choose another file."),
        ("7", "it is no scenario, which begins with a brace; choose another file."),
        ("[1, 2]", "it is no scenario, which begins with a brace; choose another file."),
        ('{"name": "left-pad", "version": "1.3.0"}', "it is no scenario, which says"),
        ('{"type": "FeatureCollection", "features": []}', "it is no scenario, which says"),
        ('{"cells": [], "nbformat": 4}', "it is no scenario, which says"),
        ('{"format": "gdsim-scenario"}', '"version" should be a whole number; write 1.'),
        ('{"format": ["gdsim-scenario"], "version": 1}', "it is no scenario, which says"),
        ('{"format": "gdsim-scenario", "version": 1}', '"objective" is missing in the file'),
    ],
    ids=lambda text: text[:20],
)
def test_what_is_no_scenario_is_refused_at_once(text: str, expected: str) -> None:
    begin = time.perf_counter()
    assert sentence(text).startswith(expected)
    assert time.perf_counter() - begin < 1.0


def test_half_a_pair_of_characters_is_refused_since_no_file_can_hold_it() -> None:
    text = json.dumps(houses("title", value="\ud83d"))
    assert sentence(text) == "it holds half of a pair of characters (such as \\ud800); delete it."
    whole = json.dumps(houses("title", value="\U0001f600"))
    assert decode(whole, "a").scenario.title == "\U0001f600"


def test_a_key_twice_among_very_many_is_found_in_time() -> None:
    keys = [*range(300_000), 299_999]
    text = "{" + ",".join(f'"k{key}":0' for key in keys) + "}"
    begin = time.perf_counter()
    assert sentence(text) == 'the key "k299999" stands twice in one group; delete one.'
    assert time.perf_counter() - begin < 2.0


# Files


def test_a_scenario_is_read_with_a_byte_order_mark_and_any_name(tmp_path: Path) -> None:
    path = tmp_path / "größe mit Platz"
    path.write_text(json.dumps(HOUSES), encoding="utf-8-sig")
    assert read(path).scenario.title == HOUSES["title"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is not a UTF-8 text file"),
        ("{}".encode("utf-16"), "is not a UTF-8 text file"),
        (b"{}\0", "is not a UTF-8 text file"),
        (b"", "it is empty"),
    ],
)
def test_a_file_of_another_kind_is_refused_by_its_name(
    tmp_path: Path, content: bytes, expected: str
) -> None:
    path = tmp_path / "b.json"
    path.write_bytes(content)
    with pytest.raises(ScenarioError, match=expected) as refusal:
        read(path)
    assert str(path) in str(refusal.value)


def test_a_folder_a_pipe_and_nothing_are_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path, expected in [
        (tmp_path, "is a folder"),
        (pipe, "is a pipe or a device"),
        (tmp_path / "x.json", "There is no file"),
        (Path("a\0b.json"), "cannot be the name of a file"),
    ]:
        with pytest.raises(ScenarioError, match=expected):
            read(path)
