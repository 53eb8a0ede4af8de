"""What sets one run apart from another, said as a person would say it."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from gdsim.scenario import edits
from gdsim.scenario.differences import differences, suggested_name
from gdsim.scenario.library import builtin_path, read
from gdsim.scenario.spec import PenaltySpec, Scenario, Split

HOUSES = read(builtin_path("houses")).scenario
RATE = edits.set_learning_rate
BATCH = edits.set_batch_size


def with_seed(scenario: Scenario, seed: int) -> Scenario:
    return replace(scenario, start=replace(scenario.start, seed=seed))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda s: RATE(s, 0.1, 20), ("learning rate 0.1 from epoch 20",)),
        (lambda s: RATE(s, 0.1, 0), ("learning rate 0.1",)),
        (lambda s: RATE(RATE(s, 0.1, 2000), 0.05, 3000),
         ("learning rate 0.1 from epoch 2,000", "learning rate 0.05 from epoch 3,000")),
        (lambda s: RATE(RATE(s, 0.5, 0), 0.5, 7), ("learning rate 0.5",)),
        (lambda s: with_seed(s, 3), ("seed 3",)),
        (lambda s: edits.set_parameters(s, {"w3": 0.4}, 12), ("w3 = 0.4 at epoch 12",)),
        (lambda s: edits.set_parameters(s, {"w3": -1.0}, 0), ("w3 = \N{MINUS SIGN}1 at epoch 0",)),
        (lambda s: BATCH(s, 10, 5), ("batches of 10 from epoch 5",)),
        (lambda s: BATCH(BATCH(s, 10, 0), None, 5),
         ("batches of 10", "all rows in a batch from epoch 5")),
        (lambda s: edits.set_frozen(s, "w1", True, 3), ("w1 frozen from epoch 3",)),
        (lambda s: edits.set_shuffle(s, not s.shuffle), ("rows in file order",)),
        (lambda s: edits.set_loss(s, "mae"), ("loss mae",)),
        (lambda s: edits.set_penalty(s, PenaltySpec("l2", 0.01)), ("penalty l2 0.01",)),
        (lambda s: edits.set_activation(s, 0, "tanh"), ("tanh in layer 1",)),
        (lambda s: edits.set_bias(s, 0, False, 3), ("no biases in layer 1",)),
        (lambda s: edits.set_cut(s, "w3", True), ("w3 cut",)),
        (lambda s: edits.set_standardize(s, False), ("raw columns",)),
        (lambda s: edits.set_split(s, Split()), ("20 % of the rows held out",)),
        (lambda s: edits.set_goal(s, 100), ()),
        (lambda s: edits.set_title(s, "x"), ()),
    ],
)  # fmt: skip
def test_one_edit_is_one_phrase(
    change: Callable[[Scenario], Scenario], words: tuple[str, ...]
) -> None:
    base = replace(HOUSES, start=replace(HOUSES.start, parameters=None))
    assert differences(base, change(base)) == words


def test_more_units_are_told_as_the_layers() -> None:
    found = differences(HOUSES, edits.add_unit(HOUSES, 0, 3))
    assert found[0] == "layers 3-1"


def test_the_run_that_an_edit_left_says_what_it_has_itself() -> None:
    faster = RATE(HOUSES, 0.1, 20)
    assert differences(faster, HOUSES) == ("learning rate 0.05 from epoch 20",)
    moved = edits.set_parameters(HOUSES, {"w3": 0.4}, 12)
    assert differences(moved, HOUSES) == ("w3 not set at epoch 12",)


def test_the_same_run_has_no_differences() -> None:
    assert differences(HOUSES, HOUSES) == ()


def test_a_run_is_named_by_its_one_short_difference_else_by_a_letter() -> None:
    assert suggested_name(HOUSES, RATE(HOUSES, 0.1, 0), 2) == "learning rate 0.1"
    assert suggested_name(HOUSES, RATE(HOUSES, 0.1, 12), 2) == "Run C"
    assert suggested_name(HOUSES, HOUSES, 0) == "Run A"


def test_many_parameters_are_counted_so_that_the_settings_stay_in_sight() -> None:
    values = dict.fromkeys(("w1", "w2", "w3", "w4"), 0.5)
    other = RATE(edits.set_parameters(HOUSES, values, 3), 0.1, 7)
    assert differences(HOUSES, other) == (
        "learning rate 0.1 from epoch 7",
        "4 parameters set at epoch 3",
    )
    assert differences(other, HOUSES)[-1] == "4 parameters not set at epoch 3"


def test_what_was_learnt_with_is_said_before_where_it_began() -> None:
    found = differences(HOUSES, BATCH(edits.new_start(HOUSES), 10, 0))
    assert found[:2] == ("batches of 10", "seed 2")
    assert found[2] == "10 parameters as drawn"
