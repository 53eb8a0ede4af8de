from itertools import chain

import numpy as np
import pytest

from gdsim.engine.batches import Batches


def rows_of(batches: Batches, epoch: int) -> list[list[int]]:
    numbers = np.arange(batches.n_rows)
    return [
        (numbers if rows is None else numbers[rows]).tolist() for rows in batches.of_epoch(epoch)
    ]


@pytest.mark.parametrize("shuffle", [False, True])
@pytest.mark.parametrize("size", [1, 4, 5, 9, 10])
def test_an_epoch_sees_every_row_once(size: int, shuffle: bool) -> None:
    found = rows_of(Batches(10, size, shuffle, 1), 3)
    assert sorted(chain.from_iterable(found)) == list(range(10))


@pytest.mark.parametrize("shuffle", [False, True])
def test_only_the_last_batch_is_short(shuffle: bool) -> None:
    found = rows_of(Batches(10, 4, shuffle, 1), 0)
    assert [len(rows) for rows in found] == [4, 4, 2]


@pytest.mark.parametrize(("size", "n"), [(None, 1), (1, 10), (4, 3), (5, 2), (10, 1), (99, 1)])
def test_the_number_of_updates_is_the_number_of_batches(size: int | None, n: int) -> None:
    batches = Batches(10, size)
    assert batches.n_updates == n == len(list(batches.of_epoch(0)))
    assert batches.is_full == (n == 1)


def test_without_shuffling_batches_are_rows_in_file_order() -> None:
    assert rows_of(Batches(5, 2), 7) == [[0, 1], [2, 3], [4]]


def test_full_batches_keep_file_order_though_shuffled() -> None:
    assert list(Batches(5, None, True, 1).of_epoch(0)) == [None]
    assert list(Batches(5, 8, True, 1).of_epoch(0)) == [None]


def test_the_order_depends_on_seed_and_epoch_alone() -> None:
    def order(seed: int, epoch: int) -> list[int]:
        return [*chain.from_iterable(rows_of(Batches(20, 3, True, seed), epoch))]

    assert order(1, 4) == order(1, 4)
    assert order(1, 4) != order(1, 5)
    assert order(1, 4) != order(2, 4)
    assert order(1, 4) != list(range(20))
