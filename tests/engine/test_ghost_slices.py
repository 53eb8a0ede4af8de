"""Curves of earlier epochs: each is the slice that was taken then."""

from collections.abc import Callable

import numpy as np
import pytest

from gdsim.engine.ghost_slices import MOST_GHOSTS, earlier_epochs, take_ghost_slices
from gdsim.engine.network import Network
from gdsim.engine.objective import NetworkObjective
from gdsim.engine.steps import finish


@pytest.mark.parametrize("parameter", [0, 5, 12])
def test_each_curve_is_the_loss_with_the_others_held_at_what_they_were(
    make_network: Callable[..., Network],
    make_objective: Callable[..., NetworkObjective],
    parameter: int,
) -> None:
    objective = make_objective(make_network(2, 3, 1))
    thetas = np.random.default_rng(3).normal(size=(2, len(objective.names)))
    moments = list(zip((0, 5), thetas, strict=True))
    found = finish(take_ghost_slices(objective, moments, parameter, (-3.0, 2.0)))
    assert (found.parameter, found.values[0], found.values[-1]) == (parameter, -3.0, 2.0)
    assert [ghost.epoch for ghost in found.slices] == [0, 5]
    for theta, ghost in zip(thetas, found.slices, strict=True):
        for value, loss in zip(found.values, ghost.losses, strict=True):
            moved = theta.copy()
            moved[parameter] = value
            assert loss == pytest.approx(objective.loss(moved), rel=1e-12)


def test_the_thetas_that_are_given_stay_as_they_are(
    make_network: Callable[..., Network], make_objective: Callable[..., NetworkObjective]
) -> None:
    objective = make_objective(make_network(2, 1))
    theta = np.zeros(len(objective.names))
    finish(take_ghost_slices(objective, [(0, theta)], 0, (1.0, 2.0)))
    assert not theta.any()


@pytest.mark.parametrize("epoch", [0, 1, 2, 3, 7, 25, 26, 1000, 10**6])
@pytest.mark.parametrize("width", [1, 4, 64])
def test_earlier_epochs_are_few_known_and_before(epoch: int, width: int) -> None:
    found = earlier_epochs(epoch, width)
    assert list(found) == sorted(set(found))
    assert len(found) <= MOST_GHOSTS
    assert all(e < epoch and e % width == 0 for e in found)
    assert (found[:1] == (0,)) is (epoch > 0)


def test_earlier_epochs_change_seldom_while_a_run_goes_on() -> None:
    sets = {earlier_epochs(epoch) for epoch in range(1, 1001)}
    assert len(sets) <= 12
