"""One look at the loss is timed once for each loss, by the clock that is handed in."""

from typing import Any

import numpy as np
from pytestqt.qtbot import QtBot

from gdsim.engine.guesses import GuessObjective
from gdsim.engine.losses import LOSSES
from gdsim.scenario import edits
from gdsim.session.jobs import REPEATS, loss_seconds
from gdsim.session.timing import LossTimer
from tests.session.conftest import Open, settle


def answer(job: Any) -> Any:
    while True:
        try:
            next(job)
        except StopIteration as done:
            return done.value


class Clock:
    """Each look at the loss takes a millisecond, but for one that is disturbed."""

    def __init__(self) -> None:
        self.now, self.calls = 0.0, 0

    def __call__(self) -> float:
        self.calls += 1
        return self.now


class SlowLoss(GuessObjective):
    """A loss that moves the clock."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(np.array([1.0, 2.0]), LOSSES["sse"])
        self.clock, self.repeats = clock, 0

    def losses(self, thetas: np.ndarray) -> np.ndarray:
        self.repeats += 1
        self.clock.now += 1e-3 * len(thetas) * (50.0 if self.repeats == 4 else 1.0)
        return super().losses(thetas)


def test_the_time_is_the_median_for_one_loss_by_the_clock_that_is_handed_in() -> None:
    clock = Clock()
    objective = SlowLoss(clock)
    seconds = answer(loss_seconds(objective, np.zeros(2), clock))
    assert np.isclose(seconds, 1e-3)
    assert REPEATS <= objective.repeats < 3 * REPEATS


def test_a_real_loss_takes_some_time(open_session: Open, qtbot: QtBot) -> None:
    session = open_session("houses")
    timer = LossTimer(session)
    told: list[float] = []
    timer.changed.connect(told.append)
    settle(qtbot, session)
    assert told == []
    session.need(frozenset({"loss_seconds"}))
    qtbot.waitUntil(lambda: bool(told))
    assert 1e-8 < told[0] < 0.1
    assert timer.latest == told[0]
    session.apply(edits.set_parameters(session.scenario, {"w3": 0.9}, 0), "w3")
    settle(qtbot, session)
    assert len(told) == 1
    session.apply(edits.add_unit(session.scenario, 0, 3), "add unit")
    assert timer.latest is None
    qtbot.waitUntil(lambda: len(told) == 2)
