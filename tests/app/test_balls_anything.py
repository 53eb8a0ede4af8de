"""Any gesture about balls, after any, leaves a sound session whose document can be reopened."""

import random
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gdsim.app.shown_balls import shown_balls
from gdsim.engine.functions import FUNCTIONS
from gdsim.engine.history import LOSS, PARAMETERS
from gdsim.scenario import codec
from tests.app.test_balls_together import THREE, Table
from tests.session.conftest import settle
from tests.session.soundness import check, headless

TYPED = ("x^2", "ln x", "1/x", "x^2 + y^2", "sqrt(-1-x^2)", "tan x", "5", "1e308", "-x^2", "x^x")
BOUNDS = ((-1.0, 1.0), (0.0, 3.0), (-1e9, 1e9), (1.0, 1.0), (5.0, -5.0), (-1e300, 1e300))
RATES = (1e-5, 0.03, 0.1, 1.0, 1e6)


def act(table: Table, pick: random.Random) -> None:
    """Do one thing a person could do with balls."""
    session, hand, gestures = table.session, table.hand, table.gestures
    names, place = session.subject.names, pick.randint(-1, 7)
    other, n = max(0, place), len(names)
    values = {i: pick.choice([pick.uniform(-3, 3), 0.0, 1e3, 1e200]) for i in range(n)}
    function = session.subject.function
    assert function is not None
    actions: list[Callable[[], object]] = [
        *[lambda: hand.on_ball_added(pick.choice([None, values]))] * 2,
        lambda: hand.on_ball_dropped(other, values),
        *[lambda: hand.on_ball_requested(other)] * 3,
        lambda: hand.on_race_requested(tuple(pick.sample(RATES, 3))),
        lambda: hand.on_race_requested(()),
        lambda: hand.on_function_edited(pick.choice(list(FUNCTIONS))),
        lambda: hand.on_expression_edited(pick.choice(TYPED)),
        lambda: hand.on_bounds_edited({names[0]: pick.choice(BOUNDS)}),
        lambda: gestures.on_parameters_dragged(values),
        lambda: gestures.on_parameters_dropped(values),
        lambda: gestures.on_parameter_dropped(0, pick.uniform(-2, 2)),
        lambda: gestures.on_rate_dropped(pick.choice(RATES)),
        gestures.start_again,
        gestures.companions.keep_this,
        *[session.undo_stack.undo, session.undo_stack.redo] * 2,
        *[session.runner.play, session.runner.pause, lambda: session.runner.step(9)],
        lambda: session.select(epoch=pick.randint(0, max(0, session.run.newest))),
    ]
    if place < len(session.scenario.companions):
        actions.append(lambda: hand.on_ball_removed(place))
        actions.append(lambda: hand.on_ball_rate_edited(place, pick.choice(RATES)))
    if function.constants:
        constant, _value = function.constants[0]
        actions.append(lambda: hand.on_constant_edited(constant.name, constant.highest))
    pick.choice(actions)()
    if session.run.newest > 3000:
        session.runner.pause()


def check_balls(table: Table) -> None:
    """Assert that all balls are there, told apart, with the numbers that they have alone."""
    session, companions = table.session, table.gestures.companions
    shown = shown_balls(session, companions)
    assert len(shown) == 1 + sum(c.alongside for c in session.scenario.companions)
    assert len({ball.mark for ball in shown}) == len(shown)
    for ball in shown[1:]:
        run = companions.kept[ball.place].run
        assert run is not None
        columns = [LOSS, *range(PARAMETERS, PARAMETERS + len(run.subject.names))]
        epochs, values = run.history.points(columns, run.newest, 1 << 30)
        whole = headless(run)[:, epochs.astype(int)]
        assert np.ascontiguousarray(whole).tobytes() == values.tobytes()
    text = codec.encode(codec.Document(session.scenario))
    assert codec.decode(text, "a file").scenario == session.scenario


@pytest.fixture
def table(qtbot: QtBot) -> Iterator[Table]:
    table = Table(THREE)
    table.wait(qtbot)
    yield table
    table.session.close()


@pytest.mark.parametrize("seed", [1, 2])
def test_any_gesture_about_balls_after_any_leaves_all_sound(
    qtbot: QtBot, table: Table, seed: int
) -> None:
    pick = random.Random(seed)
    for number in range(200):
        act(table, pick)
        if pick.random() < 0.6:
            QTest.qWait(pick.choice([0, 1, 5]))
        if number % 20 == 19:
            table.session.runner.pause()
            table.session.preview(None)
            settle(qtbot, table.session)
            table.wait(qtbot)
            check(table.session)
            check_balls(table)
    table.session.undo_stack.setIndex(0)
    table.wait(qtbot)
    check(table.session)
    assert len(table.balls()) == 3
