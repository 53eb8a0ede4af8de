"""Runs are put together by the minimum that they are at, or by losses that agree."""

import numpy as np

from gdsim.engine.arrays import Array
from gdsim.engine.outcomes import DIVERGED, NOWHERE, by_loss, by_minimum
from gdsim.engine.restarts import Results


def results(
    ends: Array, losses: Array, diverged: tuple[int, ...] = (), first: float = 10.0
) -> Results:
    n = len(losses)
    diverged_at = np.full(n, -1)
    diverged_at[list(diverged)] = 3
    return Results(
        ends, ends, np.full(n, first), losses, 5, 5, np.arange(2), np.zeros((n, 2)), None, (),
        np.zeros(n, dtype=int), diverged_at,
    )  # fmt: skip


def test_a_run_belongs_to_the_minimum_that_it_is_beside() -> None:
    ends = np.array([[1.0], [1.04], [-2.0], [0.0], [-2.06], [1.0]])
    losses = np.array([3.0, 3.1, -1.0, 5.0, -0.9, 3.0])
    found = by_minimum(
        results(ends, losses, diverged=(5,)), np.array([[-2.0], [1.0]]), np.array([5.0])
    )
    assert found.of_run.tolist() == [1, 1, 0, NOWHERE, NOWHERE, DIVERGED]
    assert [(group.n, group.place) for group in found.groups] == [(1, (-2.0,)), (2, (1.0,))]
    assert (found.groups[1].lowest, found.groups[1].highest) == (3.0, 3.1)
    assert (found.n_diverged, found.n_nowhere) == (1, 2)


def test_of_two_variables_both_must_be_beside() -> None:
    ends = np.array([[1.0, 2.0], [1.0, 2.4], [1.05, 1.95]])
    found = by_minimum(results(ends, np.zeros(3)), np.array([[1.0, 2.0]]), np.array([10.0, 10.0]))
    assert found.of_run.tolist() == [0, NOWHERE, 0]


def test_without_minima_all_runs_are_nowhere() -> None:
    found = by_minimum(results(np.zeros((3, 1)), np.zeros(3)), np.empty((0, 1)), np.array([1.0]))
    assert found.of_run.tolist() == [NOWHERE] * 3
    assert found.groups == ()


def test_losses_agree_where_no_gap_is_wider_than_a_hundredth_of_the_way_down() -> None:
    losses = np.array([0.35, 0.02, 0.359, 0.03, 0.11, 0.345, 0.0])
    found = by_loss(results(np.zeros((7, 2)), losses, first=1.0))
    assert found.tolerance == 0.01
    assert found.of_run.tolist() == [3, 1, 3, 1, 2, 3, 0]
    assert [group.n for group in found.groups] == [1, 2, 1, 3]
    assert (found.groups[3].lowest, found.groups[3].highest) == (0.345, 0.359)


def test_losses_that_are_one_but_for_rounding_are_one_group() -> None:
    losses = np.full(5, 0.4) + 1e-16 * np.arange(5)
    assert len(by_loss(results(np.zeros((5, 1)), losses, first=0.4)).groups) == 1


def test_runs_that_diverged_are_in_no_group() -> None:
    found = by_loss(results(np.zeros((3, 1)), np.array([1.0, 2.0, 1e9]), diverged=(2,)))
    assert found.of_run.tolist() == [0, 1, DIVERGED]
    assert by_loss(results(np.zeros((1, 1)), np.ones(1), diverged=(0,))).groups == ()
