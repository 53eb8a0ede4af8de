"""Time is shared as promised: epochs when they are due, frames within their budget."""

import pytest

from gdsim.engine.snapshot import Look
from gdsim.session.pace import DERIVED_SECONDS, FRAME_SECONDS, SHORTEST_SLICE, TURNS, Frames, Pace


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_epochs_are_due_one_by_one_at_their_speed() -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.speed = 2.0
    pace.restart()
    assert pace.due(9) == 0
    clock.now += 0.5
    assert pace.due(9) == 1
    pace.took(1)
    assert pace.due(9) == 0
    assert pace.milliseconds_to_wait() == pytest.approx(500, abs=2)


def test_no_more_epochs_are_due_than_lie_ahead() -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.speed = 60.0
    clock.now += 10.0
    assert pace.due(7) == 7
    pace.speed = None
    assert pace.due(7) == 7
    assert pace.milliseconds_to_wait() is None


def test_one_frame_in_three_has_a_snapshot_at_full_speed() -> None:
    frames = Frames(Clock())
    looks = [frames.begin(Look(), is_fast=True) is not None for _i in range(2 * TURNS)]
    assert looks == [True, False, False] * 2


def test_every_frame_has_one_otherwise() -> None:
    frames = Frames(Clock())
    assert all(frames.begin(Look(), is_fast=False) is not None for _i in range(4))


def test_a_slice_and_the_drawing_make_a_frame() -> None:
    frames = Frames(Clock())
    for _i in range(50):
        frames.drew(0.010)
    assert frames.slice_seconds == pytest.approx(FRAME_SECONDS - 0.010, abs=1e-3)
    for _i in range(50):
        frames.drew(0.5)
    assert frames.slice_seconds == SHORTEST_SLICE


def test_dear_pictures_come_seldom_but_come_again() -> None:
    clock = Clock()
    frames = Frames(clock)
    look = Look(slice_range=(0.0, 1.0), with_fit=True)
    assert frames.begin(look, is_fast=True) == look
    frames.derived(0.050)
    given = 0
    for _i in range(300):
        clock.now += FRAME_SECONDS
        found = frames.begin(look, is_fast=True)
        given += found is not None and found.with_fit
    seconds = 300 * FRAME_SECONDS
    assert 5 <= given <= seconds / DERIVED_SECONDS


def test_requests_get_a_fifth_of_the_time() -> None:
    frames = Frames(Clock())
    asked = spent = 0.0
    for _i in range(1000):
        frames.computed(0.020)
        asked += 0.020
        if frames.may_answer():
            frames.answered(0.008)
            spent += 0.008
    assert 0.1 < spent / (asked + spent) < 0.25
