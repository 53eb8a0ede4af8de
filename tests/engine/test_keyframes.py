import numpy as np
import pytest

from gdsim.engine import keyframes as keyframes_module
from gdsim.engine.descent import State
from gdsim.engine.keyframes import MIN_KEYFRAMES, Keyframes, n_bytes_of


def states(*epochs: int) -> tuple[State, ...]:
    return tuple(State(epoch, np.full(3, float(epoch)), (np.zeros(3),)) for epoch in epochs)


def test_the_newest_state_by_an_epoch_is_given() -> None:
    kept = Keyframes()
    kept.add(states(0, 10))
    kept.add(states(20))
    assert [kept.at(epoch).epoch for epoch in (0, 9, 10, 19, 20, 1000)] == [0, 0, 10, 10, 20, 20]


def test_before_the_first_there_is_none() -> None:
    kept = Keyframes()
    kept.add(states(5))
    with pytest.raises(LookupError, match="epoch 4"):
        kept.at(4)


def test_what_is_not_newer_is_passed_over() -> None:
    kept = Keyframes()
    kept.add(states(0, 10))
    kept.add(states(10, 5, 12))
    assert kept.epochs == (0, 10, 12)


def test_when_the_budget_is_reached_every_second_one_goes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    size = n_bytes_of(states(0)[0])
    monkeypatch.setattr(keyframes_module, "BUDGET_BYTES", 100 * size)
    kept = Keyframes()
    for epoch in range(1000):
        kept.add(states(epoch))
        assert kept.n_bytes <= 100 * size
    assert len(kept) > 50
    assert set(np.diff(kept.epochs)) == {16}
    assert kept.epochs[0] == 0


def test_however_large_a_state_some_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyframes_module, "BUDGET_BYTES", 1)
    kept = Keyframes()
    kept.add(states(*range(1000)))
    assert MIN_KEYFRAMES // 2 <= len(kept) <= MIN_KEYFRAMES


def test_a_part_goes_on_evenly_and_leaves_the_whole_as_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(keyframes_module, "BUDGET_BYTES", 100 * n_bytes_of(states(0)[0]))
    kept = Keyframes()
    kept.add(states(*range(150)))
    part = kept.before(60)
    part.add(states(*range(60, 100)))
    assert set(np.diff(part.epochs)) == {2}
    assert part.epochs[-1] == 98
    assert kept.epochs[-1] == 148


def test_the_optimizers_memory_counts() -> None:
    small, large = State(0, np.zeros(100), ()), State(0, np.zeros(100), (np.zeros(100), 3))
    assert n_bytes_of(large) - n_bytes_of(small) > 800
