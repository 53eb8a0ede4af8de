"""Balls in the document: added, moved, exchanged, raced; what they share stays shared."""

import pytest
from msgspec.structs import replace

from gdsim.scenario import balls, edits
from gdsim.scenario.companions import as_scenario, is_same_run, keep_run
from gdsim.scenario.errors import ScenarioError
from gdsim.scenario.spec import FunctionSpec, OptimizerSpec, Scenario, StartSpec

WELLS = FunctionSpec(name="two_wells")
ALONE = Scenario(
    objective=WELLS,
    start=StartSpec(parameters={"x": 2.0}),
    optimizer=OptimizerSpec(learning_rate=0.05),
)


def several(*starts: float) -> Scenario:
    scenario = ALONE
    for start in starts:
        scenario = balls.add_ball(scenario, {"x": start})
    return scenario


def starts_of(scenario: Scenario) -> dict[int, float]:
    """Return where each ball starts, by its mark."""
    found = {balls.mark_of(scenario): scenario.start}
    found |= {c.mark: c.start for c in scenario.companions if c.alongside}
    return {mark: (start.parameters or {})["x"] for mark, start in found.items()}


def test_a_ball_that_is_added_is_the_current_one_and_the_others_stay() -> None:
    scenario = several(-1.0, 0.5)
    assert starts_of(scenario) == {0: 2.0, 1: -1.0, 2: 0.5}
    assert balls.mark_of(scenario) == 2
    assert balls.places(scenario) == (-1, 0, 1)


def test_a_new_ball_learns_as_the_others_do_but_was_moved_nowhere() -> None:
    moved = edits.set_parameters(edits.set_learning_rate(ALONE, 0.2, 4), {"x": 1.0}, 7)
    scenario = balls.add_ball(moved, {"x": -2.0})
    assert [(c.epoch, c.learning_rate, c.parameters) for c in scenario.changes] == [(4, 0.2, None)]


def test_eight_balls_are_all_that_fit() -> None:
    scenario = several(*(0.1 * i for i in range(7)))
    assert sorted(starts_of(scenario)) == list(range(8))
    with pytest.raises(ScenarioError, match="remove one first"):
        balls.add_ball(scenario, {"x": 0.0})


def test_exchanging_twice_gives_the_same_document() -> None:
    scenario = several(-1.0, 0.5)
    other = balls.exchange(scenario, 0)
    assert starts_of(other) == starts_of(scenario)
    assert balls.mark_of(other) == 0
    assert other.start.parameters == {"x": 2.0}
    assert balls.exchange(other, 0) == scenario


def test_the_current_ball_can_be_removed_and_the_last_one_cannot() -> None:
    scenario = balls.remove_ball(several(-1.0), balls.CURRENT)
    assert starts_of(scenario) == {0: 2.0}
    with pytest.raises(ScenarioError, match="last ball"):
        balls.remove_ball(scenario, balls.CURRENT)


def test_a_ball_beside_is_moved_at_its_start_or_on_its_way() -> None:
    scenario = several(-1.0)
    at_start = balls.move_ball(scenario, 0, {"x": 1.5}, 0)
    assert starts_of(at_start) == {0: 1.5, 1: -1.0}
    later = balls.move_ball(scenario, 0, {"x": 1.5}, 6)
    run = as_scenario(later, later.companions[0])
    assert [(c.epoch, c.parameters) for c in run.changes] == [(6, {"x": 1.5})]
    assert edits.first_affected_epoch(scenario, later) is None  # of the current run


def test_what_balls_share_stays_shared() -> None:
    scenario = several(-1.0)
    for edit in (
        edits.set_learning_rate(scenario, 0.3, 0),
        edits.set_learning_rate(scenario, 0.3, 5),
        edits.set_goal(scenario, 77),
        replace(scenario, objective=FunctionSpec(name="bowl")),
    ):
        after = balls.follow(scenario, edit)
        other = as_scenario(after, after.companions[0])
        assert other.optimizer == after.optimizer
        assert other.changes == after.changes
        assert other.epochs == after.epochs
        assert other.objective == after.objective


def test_a_rate_of_its_own_is_kept() -> None:
    scenario = balls.set_rate(several(-1.0), 0, 0.01, 0)
    after = balls.follow(scenario, edits.set_learning_rate(scenario, 0.3, 0))
    assert after.companions[0].optimizer.learning_rate == 0.01


def test_dragging_the_current_ball_moves_no_other() -> None:
    scenario = balls.move_ball(several(-1.0), 0, {"x": 1.5}, 6)
    for epoch in (0, 3):
        after = balls.follow(scenario, edits.set_parameters(scenario, {"x": 0.2}, epoch))
        assert after.companions == scenario.companions


def test_a_ball_keeps_where_it_was_put_when_the_rate_changes_on_the_way() -> None:
    scenario = balls.move_ball(several(-1.0), 0, {"x": 1.5}, 6)
    after = balls.follow(scenario, edits.set_learning_rate(scenario, 0.3, 4))
    changes = after.companions[0].changes
    assert [(c.epoch, c.learning_rate, c.parameters) for c in changes] == [
        (4, 0.3, None),
        (6, None, {"x": 1.5}),
    ]


def test_a_race_begins_in_one_place_and_its_end_leaves_the_current_ball() -> None:
    scenario = balls.race(several(-1.0), (0.05, 0.5, 0.01))
    assert starts_of(scenario) == {0: -1.0, 1: -1.0, 2: -1.0}
    assert balls.is_race(scenario)
    assert scenario.optimizer.learning_rate == 0.05
    assert balls.mark_of(scenario) == 1  # the marks rise with the rates
    rates = {c.mark: c.optimizer.learning_rate for c in scenario.companions}
    assert rates == {0: 0.01, 2: 0.5}
    ended = balls.race(scenario, ())
    assert balls.places(ended) == (-1,)
    assert ended.start.parameters == {"x": -1.0}


def test_a_race_leaves_room_for_the_runs_that_are_kept() -> None:
    scenario = keep_run(ALONE, edits.set_learning_rate(ALONE, 0.2, 0), "kept", 3)
    scenario = balls.race(scenario, (0.1, 0.2))
    assert [c.name for c in scenario.companions if not c.alongside] == ["kept"]
    with pytest.raises(ScenarioError, match="too many"):
        balls.race(scenario, tuple(0.1 * i for i in range(1, 9)))


def test_balls_that_differ_in_their_starts_are_no_race() -> None:
    assert not balls.is_race(several(-1.0))
    assert not balls.is_race(ALONE)


def test_another_function_keeps_the_place_of_each_start_within_its_bounds() -> None:
    scenario = several(-1.0)
    bowl = FunctionSpec(name="bowl")
    after = balls.set_function(scenario, bowl, {"x": (-2.0, 2.0)}, {"x": (0.0, 8.0)})
    assert starts_of(after) == {0: 8.0, 1: 2.0}
    assert after.objective == bowl
    assert all(companion.objective == bowl for companion in after.companions)


def test_restarting_takes_back_what_was_changed_on_the_way_of_every_ball() -> None:
    scenario = balls.move_ball(several(-1.0), 0, {"x": 1.5}, 6)
    again = balls.restart(edits.set_learning_rate(scenario, 0.3, 4))
    assert not again.changes
    assert not again.companions[0].changes


def test_a_ball_is_the_same_run_whether_it_is_current_or_not() -> None:
    scenario = several(-1.0)
    other = balls.exchange(scenario, 0)
    assert is_same_run(as_scenario(scenario, scenario.companions[0]), other)
