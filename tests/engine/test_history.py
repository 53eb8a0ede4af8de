from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdsim.engine import history as history_module
from gdsim.engine.arrays import Array
from gdsim.engine.descent import State, Stop, StopReason
from gdsim.engine.history import LOSS, PARAMETERS, TEST_LOSS, Block, History

N_PARAMETERS = 2
N_COLUMNS = PARAMETERS + N_PARAMETERS
MAX_BUCKETS = 64
ALL = 1 << 20


class Truth(NamedTuple):
    """Every epoch of a run, (n_columns, n)."""

    columns: Array

    def block(self, first: int, end: int, stop: Stop | None = None) -> Block:
        part = self.columns[:, first:end]
        states = tuple(State(e, self.columns[PARAMETERS:, e], ()) for e in range(first, end))
        return Block(
            first,
            part[LOSS],
            part[TEST_LOSS],
            part[PARAMETERS:].T,
            states[:1],
            states[-1] if states else None,
            stop,
        )


def truth(n: int) -> Truth:
    return Truth(np.random.default_rng(n).normal(size=(N_COLUMNS, n)))


def recorded(known: Truth, sizes: list[int], max_buckets: int = MAX_BUCKETS) -> History:
    history = History(N_PARAMETERS, max_buckets)
    first = 0
    for size in sizes:
        history.append(known.block(first, first + size))
        first += size
    return history


block_sizes = st.lists(st.integers(0, 300), min_size=1, max_size=12).filter(any)


def check_buckets(history: History, known: Truth) -> None:
    """Compare every bucket of every column with the epochs that are in it."""
    n, width = history.n_epochs, history.width
    for column in range(N_COLUMNS):
        parts = [known.columns[column, i : min(i + width, n)] for i in range(0, n, width)]
        _, firsts = history.points([column], n - 1, ALL)
        np.testing.assert_array_equal(firsts[0], [part[0] for part in parts])
        for i, part in enumerate(parts):
            values = history.series(column, i * width, min((i + 1) * width, n) - 1, ALL).values
            found = (values[0], min(values), max(values), values[-1])
            assert found == (part[0], min(part), max(part), part[-1])


@given(block_sizes)
@settings(max_examples=100, deadline=None)
def test_buckets_hold_what_brute_force_finds_in_their_epochs(sizes: list[int]) -> None:
    known = truth(sum(sizes))
    history = recorded(known, sizes)
    assert history.n_epochs == sum(sizes)
    assert history.n_buckets == -(-history.n_epochs // history.width) <= MAX_BUCKETS
    assert history.width == 1 or history.n_buckets > MAX_BUCKETS // 2  # no coarser than need be
    check_buckets(history, known)


@given(block_sizes, st.integers(4, 80), st.data())
@settings(max_examples=150, deadline=None)
def test_a_series_keeps_peaks_first_and_last(
    sizes: list[int], n_points: int, data: st.DataObject
) -> None:
    n = sum(sizes)
    known = truth(n)
    history = recorded(known, sizes)
    first = data.draw(st.integers(0, n - 1))
    last = data.draw(st.integers(first, n - 1))
    series = history.series(LOSS, first, last, n_points)
    # Whole buckets: those that hold the first and the last epoch belong to it.
    begin, end = first // history.width * history.width, last // history.width * history.width
    values = known.columns[LOSS, begin : min(end + history.width, n)]
    assert series.values.min() == values.min()
    assert series.values.max() == values.max()
    assert (series.values[0], series.values[-1]) == (values[0], values[-1])
    assert (series.epochs[0], series.epochs[-1]) == (begin, begin + len(values) - 1)
    assert (np.diff(series.epochs) >= 0).all()
    assert len(series.values) <= n_points + 4


@given(block_sizes, st.integers(0, 4000))
@settings(max_examples=100, deadline=None)
def test_until_keeps_the_epochs_before_and_can_go_on_differently(
    sizes: list[int], epoch: int
) -> None:
    n = sum(sizes)
    known = truth(n)
    history = recorded(known, sizes)
    part = history.until(epoch)
    assert part.n_epochs == (n if epoch >= n else epoch // history.width * history.width)
    other = Truth(np.hstack([known.columns[:, : part.n_epochs], 9.0 + truth(500).columns]))
    part.append(other.block(part.n_epochs, part.n_epochs + 500))
    check_buckets(part, other)
    # The history that it was taken from is as it was.
    assert history.n_epochs == n
    same = recorded(known, sizes).series(LOSS, 0, n, ALL).values
    np.testing.assert_array_equal(history.series(LOSS, 0, n, ALL).values, same)


def test_while_it_is_small_every_epoch_stands_by_itself() -> None:
    known = truth(60)
    history = recorded(known, [60])
    for epoch in (0, 17, 59):
        assert history.value(LOSS, epoch) == known.columns[LOSS, epoch]
    series = history.series(PARAMETERS, 10, 19, 100)
    np.testing.assert_array_equal(series.epochs, np.arange(10, 20))
    np.testing.assert_array_equal(series.values, known.columns[PARAMETERS, 10:20])


def test_a_value_within_a_bucket_is_not_guessed() -> None:
    known = truth(1000)
    history = recorded(known, [1000])
    assert history.width == 16
    assert history.value(LOSS, 32) == known.columns[LOSS, 32]
    assert history.value(LOSS, 33) is None
    assert history.value(LOSS, 1000) is None
    assert history.value(LOSS, -1) is None


def test_points_are_values_of_their_epochs() -> None:
    known = truth(1000)
    epochs, values = recorded(known, [1000]).points([LOSS, PARAMETERS + 1], 700, 10)
    assert (len(epochs), epochs[0], epochs[-1]) == (10, 0.0, 688.0)
    np.testing.assert_array_equal(
        values, known.columns[[LOSS, PARAMETERS + 1]][:, epochs.astype(int)]
    )


def test_overlapping_blocks_add_only_what_is_new() -> None:
    known = truth(50)
    history = History(N_PARAMETERS)
    history.append(known.block(0, 30))
    history.append(known.block(20, 50))
    history.append(known.block(10, 25))
    np.testing.assert_array_equal(history.series(LOSS, 0, 49, 50).values, known.columns[LOSS])


def test_a_gap_is_refused() -> None:
    history = History(N_PARAMETERS)
    with pytest.raises(ValueError, match="Epochs 0 to 4 are missing"):
        history.append(truth(9).block(5, 9))


def test_an_empty_history_has_nothing_to_show_and_says_so() -> None:
    history = History(N_PARAMETERS)
    history.append(truth(1).block(0, 0))
    assert history.series(LOSS, 0, 10, 100).values.size == 0
    assert history.points([LOSS], 0, 10)[0].size == 0
    assert np.isnan(history.extent(LOSS)).all()
    with pytest.raises(LookupError):
        history.keyframe(0)


def test_the_extent_passes_over_what_is_not_a_number() -> None:
    known = truth(200)
    known.columns[TEST_LOSS] = np.nan
    known.columns[LOSS, 150] = 40.0
    history = recorded(known, [200])
    assert history.extent(LOSS) == (known.columns[LOSS].min(), 40.0)
    assert np.isnan(history.extent(TEST_LOSS)).all()


def test_the_first_loss_stays_known() -> None:
    known = truth(1000)
    assert recorded(known, [1, 999]).first_loss == known.columns[LOSS, 0]


def test_the_end_of_a_run_is_kept_and_forgotten_with_the_epochs_after_it() -> None:
    known, stop = truth(40), Stop(StopReason.DIVERGED, 40, 1, 3.0)
    history = History(N_PARAMETERS)
    history.append(known.block(0, 40, stop))
    assert history.stop == stop
    assert history.until(40).stop == stop
    assert history.until(39).stop is None


def test_a_keyframe_is_the_newest_one_by_then() -> None:
    history = recorded(truth(100), [10] * 10)
    assert [history.keyframe(epoch).epoch for epoch in (0, 9, 10, 55, 99)] == [0, 0, 10, 50, 90]
    assert history.until(50).keyframe(99).epoch == 40


def test_memory_stays_within_the_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_module, "BUDGET_BYTES", 40_000)
    known = truth(20_000)
    history = recorded(known, [1000] * 20, max_buckets=1 << 15)
    assert history.n_bytes - history.keyframes.n_bytes <= 40_000
    assert history.n_buckets > 64


def test_memory_is_told_with_that_of_the_keyframes() -> None:
    history = recorded(truth(100), [1] * 100)
    assert history.n_bytes > history.keyframes.n_bytes > 100 * 8 * N_PARAMETERS
