from collections.abc import Generator
from itertools import count

import numpy as np
import pytest

from gdsim.engine.arrays import Array
from gdsim.engine.collector import KEYFRAME_SECONDS, Collector
from gdsim.engine.descent import Epoch, Experiment, State, Stop, StopReason, descend

N_PARAMETERS = 2


def theta_at(epoch: int) -> Array:
    return np.array([float(epoch), -float(epoch)])


def epochs(n: int | None = None, between: int = 0) -> Generator[Epoch | None, None, Stop]:
    """Make epochs as descend does, with so many updates inside each, and then stop."""
    for epoch in count() if n is None else range(n):
        yield Epoch(State(epoch, theta_at(epoch), ()), 10.0 - epoch, np.nan)
        for _ in range(between):
            yield None
    return Stop(StopReason.DIVERGED, n or 0, 0, 1.0)


class Clock:
    """Tells a time that grows by so many seconds at each look."""

    def __init__(self, step: float) -> None:
        self.now, self.step = 0.0, step

    def __call__(self) -> float:
        self.now += self.step
        return self.now


def test_blocks_carry_on_where_the_last_one_ended() -> None:
    collector = Collector(epochs(), 0, N_PARAMETERS, Clock(0.0))
    first, second = collector.take(3, 1.0), collector.take(2, 1.0)
    assert (first.first_epoch, second.first_epoch) == (0, 3)
    np.testing.assert_array_equal(first.losses, [10.0, 9.0, 8.0])
    np.testing.assert_array_equal(second.thetas, [theta_at(3), theta_at(4)])
    assert second.last is not None
    assert second.last.epoch == 4


def test_no_more_is_taken_once_the_time_is_over() -> None:
    block = Collector(epochs(), 0, N_PARAMETERS, Clock(1.0)).take(1000, 10.0)
    assert len(block.losses) == 10


def test_time_is_looked_at_within_an_epoch_too() -> None:
    collector = Collector(epochs(between=50), 0, N_PARAMETERS, Clock(1.0))
    sizes = [len(collector.take(1000, 10.0).losses) for _ in range(11)]
    assert sizes == [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]


def test_even_without_any_time_every_call_gets_on() -> None:
    collector = Collector(epochs(), 0, N_PARAMETERS, Clock(1.0))
    assert [collector.take(10, 0.0).first_epoch for _ in range(3)] == [0, 1, 2]


def test_an_empty_block_has_the_shape_of_a_full_one() -> None:
    collector = Collector(epochs(between=5), 0, N_PARAMETERS, Clock(1.0))
    collector.take(1, 0.0)
    block = collector.take(1, 0.0)
    assert block.thetas.shape == (0, N_PARAMETERS)
    assert block.losses.shape == (0,)
    assert block.last is None
    assert block.keyframes == ()


def test_keyframes_are_so_much_work_apart_across_blocks() -> None:
    collector = Collector(epochs(), 0, N_PARAMETERS, Clock(KEYFRAME_SECONDS / 3.5))
    kept = [k.epoch for _ in range(20) for k in collector.take(3, 1.0).keyframes]
    assert kept[0] == 0
    assert set(np.diff(kept)) == {4}


def test_the_end_is_told_once_with_the_last_epochs() -> None:
    collector = Collector(epochs(3), 0, N_PARAMETERS, Clock(0.0))
    block = collector.take(10, 1.0)
    assert len(block.losses) == 3
    assert block.stop == Stop(StopReason.DIVERGED, 3, 0, 1.0)
    assert len(collector.take(10, 1.0).losses) == 0


def test_what_is_handed_over_cannot_be_written_to() -> None:
    block = Collector(epochs(), 0, N_PARAMETERS, Clock(0.0)).take(3, 1.0)
    for array in (block.losses, block.test_losses, block.thetas):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1.0


def test_how_the_epochs_are_cut_into_blocks_changes_no_bit(houses_experiment: Experiment) -> None:
    def losses(size: int) -> Array:
        steps = descend(houses_experiment, houses_experiment.start)
        collector = Collector(steps, 0, 10, Clock(0.0))
        return np.concatenate([collector.take(size, 1.0).losses for _ in range(60 // size)])

    np.testing.assert_array_equal(losses(1), losses(20))
