"""The gradients of many thetas on a batch are those of one theta on that batch."""

from collections.abc import Callable

import numpy as np
import pytest

from gdsim.engine import objective as module
from gdsim.engine.arrays import Rows, count_rows
from gdsim.engine.guesses import GuessObjective
from gdsim.engine.losses import LOSSES
from gdsim.engine.network import Network
from gdsim.engine.objective import Objective
from tests.engine.conftest import MakeObjective

ROWS: tuple[Rows, ...] = (None, slice(2, 7), np.array([6, 0, 3]))


@pytest.mark.parametrize("rows", ROWS, ids=["all", "slice", "numbers"])
@pytest.mark.parametrize("kind", ["network", "cut", "guesses"])
def test_many_thetas_see_the_rows_that_one_sees(
    kind: str,
    rows: Rows,
    make_network: Callable[..., Network],
    make_objective: MakeObjective,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    objective: Objective
    if kind == "guesses":
        objective = GuessObjective(np.linspace(-2.0, 3.0, 9), LOSSES["mse"])
    else:
        network = make_network(2, 3, 1)
        cut = np.zeros(13, dtype=bool)
        cut[1] = kind == "cut"
        objective = make_objective(network, n_rows=9, penalty=("l2", 0.1), cut=cut)
    monkeypatch.setattr(module, "CHUNK", 64)  # several parts, the last one shorter
    thetas = np.random.default_rng(2).normal(size=(7, len(objective.names)))
    losses, gradients = objective.gradients(thetas, rows)
    for theta, loss, gradient in zip(thetas, losses, gradients, strict=True):
        alone = objective.evaluate(theta, rows)
        assert loss == pytest.approx(alone.loss, rel=1e-12)
        np.testing.assert_allclose(gradient, alone.gradient, rtol=1e-11, atol=1e-14)


def test_rows_are_counted() -> None:
    assert [count_rows(rows, 9) for rows in ROWS] == [9, 5, 3]
