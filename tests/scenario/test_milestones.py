"""Every change on the way is told with what it was before and what it is from there on."""

from typing import Any

import pytest
from msgspec.structs import replace

from gdsim.scenario import edits
from gdsim.scenario.library import builtin_path, read
from gdsim.scenario.milestones import milestones
from gdsim.scenario.spec import ChangeSpec, Scenario


@pytest.fixture
def houses() -> Scenario:
    return read(builtin_path("houses")).scenario


def test_a_run_that_nobody_touched_has_none(houses: Scenario) -> None:
    assert milestones(houses) == ()


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"learning_rate": 0.1}, "learning rate 0.05 → 0.1"),
        ({"batch_size": 10}, "batches of all rows → 10 rows"),
        ({"parameters": {"w3": 0.4}}, "w3 set to 0.4000"),
        ({"parameters": {"w3": -0.4, "b1": 0.0}}, "w3 set to −0.4000, b1 set to 0"),
        ({"parameters": {f"w{i}": 1.0 for i in range(1, 6)}}, "5 parameters set"),
        ({"frozen": ("w1", "w2")}, "w1, w2 frozen"),
        ({"frozen": ("w1", "w2", "w3", "w4")}, "4 parameters frozen"),
        ({"numbers": {"beta1": 0.8}}, "beta1 0.8"),
        (
            {"learning_rate": 0.2, "parameters": {"w1": 1.0}},
            "learning rate 0.05 → 0.2, w1 set to 1.000",
        ),
        ({}, "nothing that differs from before"),
    ],
)
def test_a_change_says_what_is_new(houses: Scenario, change: dict[str, Any], text: str) -> None:
    scenario = replace(houses, changes=(ChangeSpec(epoch=12, **change),))
    assert milestones(scenario) == ((12, text),)


def test_each_change_is_told_against_the_one_before_it(houses: Scenario) -> None:
    scenario = edits.set_learning_rate(houses, 0.1, 5)
    scenario = edits.set_frozen(scenario, "w1", True, 7)
    scenario = edits.set_learning_rate(scenario, 0.3, 9)
    scenario = edits.set_frozen(scenario, "w1", False, 11)
    scenario = edits.set_batch_size(scenario, 10, 13)
    scenario = edits.set_batch_size(scenario, None, 15)
    assert milestones(scenario) == (
        (5, "learning rate 0.05 → 0.1"),
        (7, "w1 frozen"),
        (9, "learning rate 0.1 → 0.3"),
        (11, "w1 unfrozen"),
        (13, "batches of all rows → 10 rows"),
        (15, "batches of 10 rows → all rows"),
    )


def test_they_stand_in_the_order_of_their_epochs(houses: Scenario) -> None:
    changes = (ChangeSpec(epoch=9, learning_rate=0.2), ChangeSpec(epoch=3, learning_rate=0.1))
    found = milestones(replace(houses, changes=changes))
    assert [milestone.epoch for milestone in found] == [3, 9]
    assert found[1].text == "learning rate 0.1 → 0.2"
