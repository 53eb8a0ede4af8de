"""A thinned history holds all epochs of the whole one, in fewer and wider buckets."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdsim.engine.history import LOSS, PARAMETERS, History
from tests.engine.test_history import N_PARAMETERS, Truth, check_buckets, recorded, truth


def whole(n: int) -> tuple[Truth, History]:
    known = truth(n)
    return known, recorded(known, [97] * (n // 97) + [n % 97], max_buckets=4096)


@settings(max_examples=40, deadline=None)
@given(n=st.integers(1, 900), n_buckets=st.integers(64, 200))
def test_every_bucket_of_it_is_right(n: int, n_buckets: int) -> None:
    known, history = whole(n)
    part = history.thinned(n_buckets, 1000)
    assert part.n_epochs == n
    assert part.n_buckets <= n_buckets
    check_buckets(part, known)
    assert history.width == 1


def test_it_grows_on_as_any_history() -> None:
    known = truth(3000)
    history = recorded(known, [1111], max_buckets=4096).thinned(100, 10)
    for first in range(1111, 3000, 500):
        history.append(known.block(first, min(first + 500, 3000)))
    check_buckets(history, known)
    assert history.n_buckets <= 100


@pytest.mark.parametrize("n_most", [2, 3, 10, 500])
def test_the_first_and_the_newest_keyframe_stay(n_most: int) -> None:
    _known, history = whole(900)
    epochs = history.keyframes.epochs
    thin = history.thinned(4096, n_most).keyframes.epochs
    assert (thin[0], thin[-1]) == (epochs[0], epochs[-1])
    assert len(thin) <= n_most + 1
    assert set(thin) <= set(epochs)


def test_a_restored_history_answers_as_the_one_it_was_made_of() -> None:
    known, history = whole(500)
    again = History.restored(
        500, history.width, history.buckets, history.keyframes.states, history.stop
    )
    check_buckets(again, known)
    assert again.first_loss == history.first_loss
    assert again.seconds_at(np.zeros(1)) is None
    for column in range(PARAMETERS + N_PARAMETERS):
        assert again.extent(column) == history.extent(column)
    again.append(known.block(499, 500))
    assert again.n_epochs == 500


def test_taking_over_another_history_shares_nothing_with_it() -> None:
    known, history = whole(500)
    mine = recorded(known, [3])
    mine.take_over(history)
    assert mine.n_epochs == 500
    check_buckets(mine, known)
    mine.append(truth(501).block(500, 501))
    assert history.n_epochs == 500
    assert mine.value(LOSS, 499) == history.value(LOSS, 499)
