"""How long epochs took: known where they were timed, cut with the run, thinned as it grows."""

import numpy as np
import pytest

from gdsim.engine.stopwatch import MOST_MARKS, Stopwatch


def timed(n: int, seconds: float) -> Stopwatch:
    watch = Stopwatch()
    for epoch in range(1, n + 1):
        watch.add(epoch, seconds)
    return watch


def test_seconds_add_up_block_by_block() -> None:
    watch = Stopwatch()
    watch.add(10, 1.0)
    watch.add(30, 4.0)
    found = watch.at(np.array([0.0, 5.0, 10.0, 20.0, 30.0]))
    assert found is not None
    assert found.tolist() == [0.0, 0.5, 1.0, 3.0, 5.0]


def test_work_that_reached_no_new_epoch_counts_for_the_next() -> None:
    watch = Stopwatch()
    watch.add(2, 1.0)
    watch.add(2, 0.5)
    watch.add(3, 0.5)
    found = watch.at(np.array([2.0, 3.0]))
    assert found is not None
    assert found.tolist() == [1.5, 2.0]


def test_a_copy_ends_where_it_is_cut_and_leaves_the_original_alone() -> None:
    watch = timed(10, 1.0)
    part = watch.until(4)
    part.add(5, 100.0)
    assert np.asarray(part.at(np.array([4.0, 5.0]))).tolist() == [4.0, 104.0]
    assert np.asarray(watch.at(np.array([4.0, 5.0]))).tolist() == [4.0, 5.0]
    assert np.asarray(watch.until(0).at(np.array([0.0]))).tolist() == [0.0]


def test_it_stays_small_and_exact_for_even_work() -> None:
    watch = timed(20_000, 0.25)
    assert len(vars(watch)["_epochs"]) <= MOST_MARKS
    found = watch.at(np.array([0.0, 1234.0, 20_000.0]))
    assert found == pytest.approx(np.array([0.0, 308.5, 5000.0]))


def test_what_nobody_timed_is_not_guessed() -> None:
    watch = Stopwatch(is_known=False)
    watch.add(5, 1.0)
    assert watch.at(np.array([1.0])) is None
    assert watch.until(3).at(np.array([1.0])) is None
