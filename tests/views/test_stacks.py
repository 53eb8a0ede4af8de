"""Rows as stacked dots: every row counted once, on its own side."""

import numpy as np
import pytest

from gdsim.views.counts.stacks import stacked


def rows(seed: int, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.Generator(np.random.PCG64(seed))
    return rng.random(n), rng.random(n) < 0.5, rng.random(n) < 0.2


def test_each_row_is_a_dot_in_its_column_on_its_side() -> None:
    outputs, is_yes, is_test = rows(1, 60)
    dots = stacked(outputs, is_yes, is_test, 20, 50)
    assert sorted(dots.rows.tolist()) == list(range(60))
    assert dots.rows_per_dot == 1
    assert (np.sign(dots.levels) == np.where(is_yes[dots.rows], 1, -1)).all()
    assert np.abs(dots.x - outputs[dots.rows]).max() <= 0.5 / 20
    assert len({(x, level) for x, level in zip(dots.x, dots.levels, strict=True)}) == 60


def test_held_out_rows_stand_on_the_others() -> None:
    outputs, is_test = np.full(5, 0.3), np.array([True, False, False, True, False])
    dots = stacked(outputs, np.ones(5, dtype=bool), is_test, 10, 50)
    height = dict(zip(dots.rows.tolist(), dots.levels.tolist(), strict=True))
    assert sorted(height.values()) == [1, 2, 3, 4, 5]
    assert {height[0], height[3]} == {4, 5}


@pytest.mark.parametrize("most", [1, 3, 10])
def test_many_rows_share_dots_so_that_no_column_is_too_high(most: int) -> None:
    outputs, is_yes, is_test = rows(2, 5000)
    dots = stacked(outputs, is_yes, is_test, 30, most)
    assert np.abs(dots.levels).max() <= most
    per_dot = dots.rows_per_dot
    column = np.minimum((outputs * 30).astype(int), 29)
    tallest = np.bincount(2 * column + is_yes).max()
    assert per_dot == -(-tallest // most)


def test_what_lies_outside_or_is_undefined_stands_at_an_end() -> None:
    outputs = np.array([-3.0, 7.0, np.nan, 1.0])
    dots = stacked(outputs, np.zeros(4, dtype=bool), np.zeros(4, dtype=bool), 10, 9)
    assert dict(zip(dots.rows.tolist(), dots.x.tolist(), strict=True)) == {
        0: 0.05,
        1: 0.95,
        2: 0.05,
        3: 0.95,
    }


def test_no_rows_are_no_dots() -> None:
    none = np.empty(0, dtype=bool)
    assert len(stacked(np.empty(0), none, none, 10, 5).rows) == 0
