"""Kept runs in the document: kept, renamed, hidden, deleted, restored; read again as written."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from gdsim.scenario import companions, edits
from gdsim.scenario.codec import Document, decode, encode, to_tree
from gdsim.scenario.companions import as_scenario, is_same_run, place_of
from gdsim.scenario.errors import ScenarioError
from gdsim.scenario.library import builtin_path, read
from gdsim.scenario.spec import MAX_COMPANIONS, MAX_NAME, Scenario

HOUSES = read(builtin_path("houses")).scenario
FASTER = edits.set_learning_rate(HOUSES, 0.2, 8)
WIDER = edits.add_unit(HOUSES, 0, 3)


def kept(*others: Scenario) -> Scenario:
    scenario = HOUSES
    for i, other in enumerate(others):
        scenario = companions.keep_run(scenario, other, f"run {i}", 10 + i)
    return scenario


def test_a_kept_run_says_all_that_decides_it() -> None:
    scenario = kept(FASTER)
    again = as_scenario(scenario, scenario.companions[0])
    assert is_same_run(again, FASTER)
    assert not is_same_run(again, HOUSES)
    assert scenario.companions[0].epochs_kept == 10


def test_keeping_changes_no_number_of_the_current_run() -> None:
    scenario = kept(FASTER, WIDER)
    assert edits.first_affected_epoch(HOUSES, scenario) is None
    assert is_same_run(HOUSES, scenario)


def test_a_kept_run_stays_what_it_is_when_the_current_one_is_edited() -> None:
    scenario = edits.set_loss(edits.add_unit(kept(FASTER), 0, 3), "mae")
    assert is_same_run(as_scenario(scenario, scenario.companions[0]), FASTER)
    file = decode(encode(Document(scenario)), "a.json").scenario
    assert is_same_run(as_scenario(file, file.companions[0]), FASTER)


def test_each_kept_run_has_a_mark_and_a_name_of_its_own() -> None:
    others = [edits.set_learning_rate(HOUSES, 0.01 * i, 3) for i in range(1, 4)]
    scenario = HOUSES
    for other in others:
        scenario = companions.keep_run(scenario, other, "again", 5)
    scenario = companions.delete_run(scenario, 1)
    scenario = companions.keep_run(scenario, FASTER, "again", 5)
    assert [c.mark for c in scenario.companions] == [0, 2, 1]
    assert [c.name for c in scenario.companions] == ["again", "again (3)", "again (2)"]


def test_a_run_is_kept_once_and_no_more_than_fit() -> None:
    with pytest.raises(ScenarioError, match="kept already, as “run 0”"):
        companions.keep_run(kept(FASTER), FASTER, "b", 1)
    full = kept(*(edits.set_learning_rate(HOUSES, 0.1 + i, 3) for i in range(MAX_COMPANIONS)))
    with pytest.raises(ScenarioError, match="8 runs are kept"):
        companions.keep_run(full, FASTER, "b", 1)


def test_a_run_is_renamed_hidden_and_deleted() -> None:
    scenario = kept(FASTER, WIDER)
    assert companions.rename_run(scenario, 1, "  wide ").companions[1].name == "wide"
    assert companions.rename_run(scenario, 1, "  ") == scenario
    assert len(companions.rename_run(scenario, 1, "x" * 200).companions[1].name) == MAX_NAME
    assert companions.hide_run(scenario, 0, True).companions[0].hidden
    assert companions.delete_run(scenario, 0).companions == scenario.companions[1:]


def test_a_restored_run_becomes_the_current_one_and_stays_kept() -> None:
    scenario = kept(FASTER, WIDER)
    restored = companions.restore_run(scenario, 1)
    assert is_same_run(restored, WIDER)
    assert restored.companions == scenario.companions
    assert restored.title == scenario.title
    assert place_of(restored, WIDER) == 1
    assert place_of(restored, HOUSES) is None


def test_kept_runs_are_written_and_read_again() -> None:
    scenario = kept(FASTER, WIDER, edits.set_batch_size(FASTER, None, 12))
    scenario = companions.hide_run(scenario, 0, True)
    text = encode(Document(scenario))
    assert decode(text, "a.json").scenario == scenario
    tree = json.loads(text)
    assert tree["companions"][0]["objective"] is None  # that of the document
    assert tree["companions"][1]["objective"]["layers"][0]["units"] == 3
    assert tree["companions"][2]["changes"][1] == {"epoch": 12, "batch_size": None}


def test_what_a_kept_run_holds_beyond_this_version_survives() -> None:
    tree = to_tree(kept(FASTER))
    tree["companions"][0]["flavor"] = "later"
    tree["companions"][0]["changes"][0]["why"] = 1
    document = decode(json.dumps(tree), "a.json")
    assert len(document.notes) == 2
    again = json.loads(encode(document))
    assert again["companions"][0]["flavor"] == "later"
    assert again["companions"][0]["changes"][0]["why"] == 1


def damaged(change: Callable[[dict[str, Any]], Any]) -> str:
    tree = json.loads(encode(Document(kept(FASTER))))
    change(tree)
    return json.dumps(tree)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda t: t.update(companions={}), "companions"),
        (lambda t: t.update(companions=[1]), r"companions\[0\]"),
        (lambda t: t.update(companions=t["companions"] * 9), "companions"),
        (lambda t: t["companions"][0].pop("name"), "name"),
        (lambda t: t["companions"][0].update(name=""), r"companions\[0\].name"),
        (lambda t: t["companions"][0].update(name="x" * 1000), r"companions\[0\].name"),
        (lambda t: t["companions"][0].update(mark=8), r"companions\[0\].mark"),
        (lambda t: t["companions"][0].update(epochs_kept=1e300), "epochs_kept"),
        (lambda t: t["companions"][0].update(changes=[None]), "changes"),
        (lambda t: t["companions"][0].update(objective={"kind": "x"}), "objective"),
        (
            lambda t: t["companions"][0].update(objective={"kind": "function", "bounds": 3}),
            "bounds",
        ),
        (lambda t: t["companions"][0].update(objective=7), "objective"),
        (lambda t: t["companions"][0]["optimizer"].update(schedule={"a": 1}), "later version"),
    ],
)
def test_a_damaged_kept_run_is_refused_in_a_sentence(
    change: Callable[[dict[str, Any]], Any], place: str
) -> None:
    with pytest.raises(ScenarioError, match=place) as refusal:
        decode(damaged(change), "a.json")
    assert str(refusal.value).endswith(".")
    assert len(str(refusal.value)) < 300


def test_a_file_without_objective_means_that_of_the_document() -> None:
    text = damaged(lambda t: t["companions"][0].pop("objective"))
    scenario = decode(text, "a.json").scenario
    assert scenario.companions[0].objective == HOUSES.objective
    assert decode(text, "a.json").scenario == replace(scenario)
