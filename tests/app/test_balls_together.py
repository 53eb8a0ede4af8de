"""Balls in a session: they roll together and change places; undo brings them back."""

from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gdsim.app.gestures import Gestures
from gdsim.app.landscape_gestures import LandscapeGestures
from gdsim.app.present import Present
from gdsim.app.shown_balls import shown_balls
from gdsim.app.shown_runs import all_runs, plotted_runs
from gdsim.engine.history import LOSS
from gdsim.scenario import balls, library
from gdsim.scenario.codec import Document
from gdsim.scenario.spec import FunctionSpec, OptimizerSpec, Scenario, StartSpec
from gdsim.session.session import Session
from gdsim.views.view import Ball
from tests.session.conftest import settle

ALONE = Scenario(
    objective=FunctionSpec(name="two_wells"),
    start=StartSpec(parameters={"x": 2.0}),
    optimizer=OptimizerSpec(learning_rate=0.03),
    epochs=40,
)
THREE = balls.add_ball(balls.add_ball(ALONE, {"x": -2.2}), {"x": 0.4})


class Table:
    """A session with its gestures, and what is to be seen of the balls."""

    def __init__(self, scenario: Scenario) -> None:
        self.session = Session(Document(scenario))
        self.gestures = Gestures(self.session)
        found = [r for r in self.gestures.hands if isinstance(r, LandscapeGestures)]
        self.hand = found[0]
        self.notices: list[str] = []
        self.session.notice.connect(self.notices.append)

    def balls(self) -> list[Ball]:
        return shown_balls(self.session, self.gestures.companions)

    def by_mark(self) -> dict[int, Ball]:
        return {ball.mark: ball for ball in self.balls()}

    def wait(self, qtbot: QtBot) -> None:
        settle(qtbot, self.session)
        qtbot.waitUntil(self._is_together, timeout=5000)

    def _is_together(self) -> bool:
        newest = self.session.run.newest
        return all(b.stop or b.history.n_epochs > newest for b in self.balls())


@pytest.fixture
def table(qtbot: QtBot) -> Iterator[Table]:
    table = Table(THREE)
    table.wait(qtbot)
    yield table
    table.session.close()


def plain_descent(x: float, rate: float, n_epochs: int) -> list[float]:
    """Return where a ball is at each epoch, by a loop of its own."""
    places = [x]
    for _epoch in range(n_epochs):
        x -= rate * (4.0 * x**3 - 6.0 * x + 1.0)
        places.append(x)
    return places


def test_all_balls_go_as_far_as_the_current_one(table: Table, qtbot: QtBot) -> None:
    table.session.runner.step(12)
    table.wait(qtbot)
    for ball in table.balls():
        assert ball.epoch == 12
        expected = plain_descent(float(ball.start[0]), 0.03, 12)[-1]
        assert ball.theta[0] == pytest.approx(expected, rel=1e-12)


def test_looking_back_shows_where_all_of_them_were(table: Table, qtbot: QtBot) -> None:
    table.session.runner.step(12)
    table.wait(qtbot)
    table.session.select(epoch=3)
    for ball in table.balls():
        assert ball.epoch == 3
        assert ball.theta[0] == pytest.approx(plain_descent(float(ball.start[0]), 0.03, 3)[-1])


def test_another_ball_comes_forward_with_its_history_and_that_is_no_edit(
    table: Table, qtbot: QtBot
) -> None:
    table.session.runner.step(12)
    table.wait(qtbot)
    before = table.by_mark()
    other = table.balls()[1]
    table.hand.on_ball_requested(other.place)
    table.wait(qtbot)
    assert table.session.is_saved
    assert table.session.undo_stack.count() == 0
    assert table.session.selection.epoch == 12
    assert table.balls()[0].mark == other.mark
    after = table.by_mark()
    assert after.keys() == before.keys()
    for mark, ball in after.items():
        assert ball.theta.tobytes() == before[mark].theta.tobytes()
    assert table.session.ghost is None or table.gestures.companions.other is None


def test_a_ball_that_was_dragged_rolls_from_there_and_undo_puts_it_back(
    table: Table, qtbot: QtBot
) -> None:
    other = table.balls()[1]
    table.hand.on_ball_dropped(other.place, {0: 1.9})
    table.wait(qtbot)
    assert table.balls()[0].mark == other.mark
    assert table.by_mark()[other.mark].start[0] == 1.9
    table.session.undo_stack.undo()
    table.wait(qtbot)
    assert {m: b.start[0] for m, b in table.by_mark().items()} == {0: 2.0, 1: -2.2, 2: 0.4}


def test_a_ball_dragged_on_its_way_keeps_its_past(table: Table, qtbot: QtBot) -> None:
    table.session.runner.step(6)
    table.wait(qtbot)
    other = table.balls()[1]
    table.hand.on_ball_dropped(other.place, {0: 1.9})
    table.wait(qtbot)
    moved = table.by_mark()[other.mark]
    assert moved.epoch == 6
    assert moved.theta[0] == 1.9
    assert moved.start[0] == other.start[0]


def test_a_new_ball_begins_with_the_others_at_their_starts(table: Table, qtbot: QtBot) -> None:
    table.session.runner.step(6)
    table.wait(qtbot)
    table.hand.on_ball_added({0: -0.7})
    table.wait(qtbot)
    assert table.session.selection.epoch == 0
    assert [ball.epoch for ball in table.balls()] == [0, 0, 0, 0]
    assert table.balls()[0].theta[0] == -0.7


def test_a_ball_without_a_place_goes_where_there_is_most_room(table: Table, qtbot: QtBot) -> None:
    table.hand.on_ball_added(None)
    table.wait(qtbot)
    assert table.balls()[0].start[0] == pytest.approx(-0.9)  # between -2.2 and 0.4


def test_the_eighth_ball_is_the_last(table: Table, qtbot: QtBot) -> None:
    for _i in range(8):
        table.hand.on_ball_added(None)
        table.wait(qtbot)
    assert len(table.balls()) == 8
    assert any("remove one first" in notice for notice in table.notices)


def test_while_the_current_ball_is_dragged_all_views_are_told_where_it_is(
    table: Table, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(table.session.snapshot_changed, timeout=2000) as told:
        table.gestures.on_parameter_dragged(0, 1.131)
    present = Present(table.session, table.gestures.companions, told.args[0])
    ball = present.balls[0]
    assert float(ball.theta[0]) == 1.131
    assert ball.loss == pytest.approx(1.131**4 - 3 * 1.131**2 + 1.131)
    assert ball.minimum == 1
    assert [float(b.theta[0]) for b in present.balls[1:]] == [2.0, -2.2]


def test_another_rate_is_the_rate_of_all_balls(table: Table, qtbot: QtBot) -> None:
    table.gestures.on_rate_dropped(0.01)
    table.wait(qtbot)
    assert {ball.rate for ball in table.balls()} == {0.01}
    table.session.undo_stack.undo()
    table.wait(qtbot)
    assert {ball.rate for ball in table.balls()} == {0.03}


def test_a_race_tells_who_arrived_when(table: Table, qtbot: QtBot) -> None:
    table.hand.on_race_requested((0.01, 0.05, 0.5))
    table.wait(qtbot)
    table.session.runner.step(120)
    table.wait(qtbot)
    racing = {ball.name: ball for ball in table.balls()}
    assert racing.keys() == {"0.01", "0.05", "0.5"}
    slow, quick, wild = racing["0.01"].arrived, racing["0.05"].arrived, racing["0.5"]
    assert slow is not None
    assert quick is not None
    assert quick < slow
    assert wild.stop is not None
    assert wild.arrived is None
    lowest = 1.1309011226299859
    places = np.array(plain_descent(0.4, 0.05, 120))
    losses = places**4 - 3 * places**2 + places
    goal = lowest**4 - 3 * lowest**2 + lowest
    level = goal + 0.01 * (losses[0] - goal)
    assert quick == int(np.flatnonzero(losses <= level)[0])


def test_networks_have_not_arrived_before_they_have_moved(qtbot: QtBot) -> None:
    table = Table(library.read(library.builtin_path("xor")).scenario)
    table.wait(qtbot)
    table.hand.on_race_requested((0.17, 0.5, 1.5))
    table.wait(qtbot)
    assert [ball.arrived for ball in table.balls()] == [None] * 3
    table.session.runner.step(20)
    table.wait(qtbot)
    losses = [ball.history.series(LOSS, 0, 20, 21).values for ball in table.balls()]
    goal = max(float(found.min()) for found in losses)
    level = goal + 0.01 * (losses[0][0] - goal)
    expected = [int(np.flatnonzero(found <= level)[0]) for found in losses]
    assert [ball.arrived for ball in table.balls()] == expected
    assert len(set(expected)) == 3
    assert max(expected) <= 20  # all have come so low, so all have arrived
    table.session.close()


def test_the_run_before_on_another_function_is_not_plotted(table: Table, qtbot: QtBot) -> None:
    def has_ghost() -> bool:
        runs = plotted_runs(all_runs(table.session, table.gestures.companions))
        return any(run.is_ghost for run in runs)

    table.session.runner.step(6)
    table.wait(qtbot)
    table.gestures.on_rate_dropped(0.02)
    table.session.select(epoch=0)
    table.gestures.on_rate_dropped(0.01)
    table.wait(qtbot)
    assert has_ghost()
    table.session.runner.step(6)
    table.wait(qtbot)
    table.hand.on_function_edited("bowl")
    table.wait(qtbot)
    assert not has_ghost()


def test_the_end_of_the_race_leaves_one_ball(table: Table, qtbot: QtBot) -> None:
    table.hand.on_race_requested((0.01, 0.05))
    table.wait(qtbot)
    table.hand.on_race_requested(())
    table.wait(qtbot)
    assert len(table.balls()) == 1


def test_another_function_takes_all_balls_along(table: Table, qtbot: QtBot) -> None:
    table.session.runner.step(6)
    table.wait(qtbot)
    table.hand.on_function_edited("bowl")
    table.wait(qtbot)
    assert len(table.balls()) == 3
    starts = {ball.mark: float(ball.start[0]) for ball in table.balls()}
    assert starts == {0: 2.4, 1: -2.64, 2: 0.48}  # the same part of the way across
    assert all(ball.loss == pytest.approx(ball.theta[0] ** 2) for ball in table.balls())
    table.session.undo_stack.undo()
    table.wait(qtbot)
    assert {m: b.start[0] for m, b in table.by_mark().items()} == {0: 2.0, 1: -2.2, 2: 0.4}


def test_a_typed_function_of_the_same_variable_keeps_bounds_and_starts(
    table: Table, qtbot: QtBot
) -> None:
    table.hand.on_expression_edited("|x| + 1")
    table.wait(qtbot)
    assert table.session.subject.function is not None
    assert table.session.subject.function.bounds == ((-2.5, 2.5),)
    assert {m: b.start[0] for m, b in table.by_mark().items()} == {0: 2.0, 1: -2.2, 2: 0.4}


def test_other_bounds_leave_every_ball_at_its_start(table: Table, qtbot: QtBot) -> None:
    table.hand.on_bounds_edited({"x": (-60.0, 3.0)})
    table.wait(qtbot)
    assert {m: b.start[0] for m, b in table.by_mark().items()} == {0: 2.0, 1: -2.2, 2: 0.4}


def test_another_constant_leaves_every_ball_at_its_start(qtbot: QtBot) -> None:
    stretched = Scenario(
        objective=FunctionSpec(name="stretched_bowl"),
        start=StartSpec(parameters={"x": 2.0, "y": 1.0}),
        optimizer=OptimizerSpec(learning_rate=0.01),
    )
    table = Table(balls.add_ball(stretched, {"x": -1.0, "y": 0.5}))
    table.wait(qtbot)
    assert table.session.subject.function is not None
    name = table.session.subject.function.constants[0][0].name
    table.hand.on_constant_edited(name, 25.0)
    table.wait(qtbot)
    assert sorted(b.start.tolist() for b in table.balls()) == [[-1.0, 0.5], [2.0, 1.0]]
    table.session.close()


def test_a_faulty_function_is_refused_and_changes_nothing(table: Table, qtbot: QtBot) -> None:
    before = table.session.scenario
    table.hand.on_expression_edited("x +")
    assert table.session.scenario == before
    assert len(table.notices) == 1


def test_a_place_without_a_value_is_refused(table: Table, qtbot: QtBot) -> None:
    table.hand.on_expression_edited("ln(x + 3)")
    table.wait(qtbot)
    before = table.session.scenario
    table.hand.on_ball_dropped(table.balls()[1].place, {0: -4.0})
    assert table.session.scenario == before
    assert table.notices


def test_same_start_again_takes_all_balls_back(table: Table, qtbot: QtBot) -> None:
    table.session.runner.step(6)
    table.wait(qtbot)
    table.hand.on_ball_dropped(table.balls()[1].place, {0: 1.9})
    table.wait(qtbot)
    table.gestures.start_again()
    table.wait(qtbot)
    assert table.session.selection.epoch == 0
    assert not any(companion.changes for companion in table.session.scenario.companions)


def test_at_full_speed_the_balls_come_along(table: Table, qtbot: QtBot) -> None:
    table.session.runner.set_speed(None)
    table.session.runner.play()
    qtbot.waitUntil(lambda: not table.session.runner.is_moving, timeout=5000)
    table.wait(qtbot)
    assert {ball.epoch for ball in table.balls()} == {40}


def test_balls_at_one_place_stay_two_balls(table: Table, qtbot: QtBot) -> None:
    table.hand.on_ball_added({0: 0.4})
    table.wait(qtbot)
    table.session.runner.step(10)
    table.wait(qtbot)
    same = [ball for ball in table.balls() if ball.start[0] == 0.4]
    assert len(same) == 2
    assert same[0].theta.tobytes() == same[1].theta.tobytes()
    table.hand.on_ball_requested(same[1].place)
    table.wait(qtbot)
    table.session.runner.step(10)
    table.wait(qtbot)
    assert {ball.epoch for ball in table.balls()} == {20}


def test_after_another_ball_came_forward_undo_leaves_no_run_behind_itself(
    table: Table, qtbot: QtBot
) -> None:
    table.hand.on_ball_removed(1)
    table.hand.on_ball_requested(0)
    table.session.undo_stack.undo()
    table.wait(qtbot)
    ghost = table.session.ghost
    assert ghost is None or ghost.number != table.session.run.number
    assert len(table.balls()) == 3


def test_moves_of_two_balls_are_two_steps_of_undo(table: Table, qtbot: QtBot) -> None:
    table.gestures.on_parameter_dropped(0, 0.5)
    table.wait(qtbot)
    table.hand.on_ball_requested(0)
    table.wait(qtbot)
    table.gestures.on_parameter_dropped(0, 0.6)
    table.wait(qtbot)
    assert table.session.undo_stack.count() == 2


def test_a_ball_like_the_current_one_leaves_no_moment_without_a_snapshot(
    table: Table, qtbot: QtBot
) -> None:
    table.hand.on_ball_added({0: 0.4})
    table.hand.on_ball_requested(2)
    table.hand.on_ball_requested(1)
    table.hand.on_function_edited("bowl")
    table.wait(qtbot)
    assert table.session.snapshot is not None
