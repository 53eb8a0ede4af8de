"""Many runs at once are the runs that descent makes one by one, and none disturbs another."""

from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pytest

from gdsim.engine import restarts as module
from gdsim.engine.arrays import Array, Rows
from gdsim.engine.batches import Batches
from gdsim.engine.descent import Change, Experiment, State
from gdsim.engine.guesses import GuessObjective
from gdsim.engine.history import LOSS, PARAMETERS
from gdsim.engine.losses import LOSSES
from gdsim.engine.network import Network
from gdsim.engine.objective import Evaluation, NetworkObjective
from gdsim.engine.restarts import Restarts, Results, epochs_needed, most_starts
from gdsim.engine.steps import finish
from tests.engine.conftest import MakeExperiment, MakeObjective, Record
from tests.engine.runs import heavy_ball, linear

EPOCHS = 30


class Alone(NamedTuple):
    """One run by itself: losses, the end, the epoch it did not reach."""

    losses: Array
    end: Array
    diverged_at: int


@pytest.fixture
def make_alone(record: Record) -> Callable[[Experiment, Array], Alone]:
    """Run from a start of its own, by ``descend``."""

    def run(experiment: Experiment, theta: Array) -> Alone:
        state = State(0, theta, experiment.settings.optimizer.init(theta))
        history = record(experiment._replace(start=state), EPOCHS + 1)
        last = history.n_epochs - 1
        losses = np.array([history.value(LOSS, epoch) for epoch in range(last + 1)], dtype=float)
        end = [history.value(PARAMETERS + i, last) for i in range(len(theta))]
        at = -1 if history.stop is None else history.stop.epoch
        return Alone(losses, np.array(end, dtype=float), at)

    return run


def together(
    experiment: Experiment, starts: Array, epochs: int = EPOCHS, **more: object
) -> Results:
    restarts = Restarts(experiment, starts, epochs, **more)  # type: ignore[arg-type]
    finish(restarts.steps())
    return restarts.results()


def drawn(n: int, n_parameters: int) -> Array:
    return np.random.default_rng(7).normal(size=(n, n_parameters))


@pytest.fixture
def objective(
    make_network: Callable[..., Network], make_objective: MakeObjective
) -> NetworkObjective:
    return make_objective(make_network(2, 3, 1), penalty=("l2", 0.01), n_rows=11)


@pytest.mark.parametrize(
    "kind", ["full", "batches", "shuffled", "frozen", "rate", "moved", "memory", "sized", "guesses"]
)
def test_each_run_is_the_one_that_descent_makes_of_its_start(
    kind: str,
    objective: NetworkObjective,
    make_experiment: MakeExperiment,
    make_alone: Callable[[Experiment, Array], Alone],
) -> None:
    experiment = make_kind(kind, objective, make_experiment)
    starts = drawn(9, len(experiment.start.theta))
    results = together(experiment, starts)
    assert results.is_complete
    assert results.epoch == EPOCHS
    for run, theta in enumerate(starts):
        alone = make_alone(experiment, theta)
        np.testing.assert_allclose(results.curves[run], alone.losses, rtol=1e-9)
        np.testing.assert_allclose(results.ends[run], alone.end, rtol=1e-8, atol=1e-12)
        assert results.losses[run] == results.curves[run, -1]


def make_kind(kind: str, objective: NetworkObjective, make: MakeExperiment) -> Experiment:
    """Return an experiment with one thing that a run can have."""
    theta = np.zeros(len(objective.names))
    free = np.ones(len(theta), dtype=bool)
    if kind == "guesses":
        truths = np.array([1.0, -2.0, 0.5, 3.0, 2.0])
        guesses = GuessObjective(truths, LOSSES["mse"])
        return make(guesses, np.zeros(5), 0.3, batch_size=2, shuffle=True)
    if kind == "frozen":
        free[[0, 4]] = False
        return make(objective, theta, 0.1, free=free)
    if kind in ("batches", "shuffled"):
        return make(objective, theta, 0.1, batch_size=4, shuffle=kind == "shuffled")
    experiment = make(objective, theta, 0.1)
    settings = experiment.settings
    if kind == "memory":
        settings = settings._replace(optimizer=heavy_ball(), rate=0.01)
        start = State(0, theta, settings.optimizer.init(theta))
        jump = Change(11, settings, ((1, 0.4),))  # which starts the memory anew
        return experiment._replace(settings=settings, start=start, changes=(jump,))
    changes = {
        "rate": (Change(4, settings._replace(rate=0.02)), Change(20, settings._replace(rate=0.3))),
        "moved": (Change(5, settings, ((2, 1.5), (0, -0.3))),),
        "sized": (Change(6, settings._replace(batches=Batches(11, 3, True, 2))),),
    }
    return experiment._replace(changes=changes.get(kind, ()))


def test_a_run_that_diverges_stays_where_it_was_last_sound_and_touches_no_other(
    make_experiment: MakeExperiment, make_alone: Callable[[Experiment, Array], Alone]
) -> None:
    experiment = make_experiment(Quartic(), np.zeros(1), 0.1)
    starts = np.array([[0.5], [40.0], [-1.2], [9.0], [0.0]])
    results = together(experiment, starts)
    for run, theta in enumerate(starts):
        alone = make_alone(experiment, theta)
        assert results.diverged_at[run] == alone.diverged_at
        np.testing.assert_allclose(results.ends[run], alone.end, rtol=1e-9)
        known = np.isfinite(results.curves[run])
        assert known.sum() == len(alone.losses)
        np.testing.assert_allclose(results.curves[run][known], alone.losses, rtol=1e-9)
    assert (results.diverged_at >= 0).tolist() == [False, True, False, True, False]
    assert np.isfinite(results.losses).all()
    assert np.isfinite(results.ends).all()
    quiet = together(experiment, starts[[0, 2, 4]])
    np.testing.assert_array_equal(quiet.curves, results.curves[[0, 2, 4]])
    assert results.order[-2:].tolist() in ([1, 3], [3, 1])
    assert results.best == int(results.losses[[0, 2, 4]].argmin() * 2)


class Quartic:
    """x^4: with a fixed rate descent diverges from far and comes to rest from near."""

    names: tuple[str, ...] = ("x",)
    n_rows = 1
    cut = np.zeros(1, dtype=bool)

    def evaluate(self, theta: Array, rows: Rows = None) -> Evaluation:
        loss = self.loss(theta)
        return Evaluation(loss, loss, 0.0, 4.0 * theta**3)

    def loss(self, theta: Array) -> float:
        return float(theta[0] ** 4)

    def losses(self, thetas: Array) -> Array:
        return thetas[:, 0] ** 4

    def gradients(self, thetas: Array, rows: Rows = None) -> tuple[Array, Array]:
        return self.losses(thetas), 4.0 * thetas**3

    def twin(self) -> "Quartic":
        return self


def test_all_runs_diverged_leave_no_best(make_experiment: MakeExperiment) -> None:
    results = together(make_experiment(Quartic(), np.zeros(1), 0.1), np.array([[50.0], [70.0]]))
    assert results.best == -1
    assert (results.epochs_needed == -1).all()


def test_work_taken_in_parts_gives_the_same_bits(
    objective: NetworkObjective, make_experiment: MakeExperiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment = make_experiment(objective, np.zeros(13), 0.1, batch_size=4, shuffle=True)
    starts = drawn(20, 13)
    whole = together(experiment, starts)
    monkeypatch.setattr(module, "WORK", 11 * 13 * 3)  # three runs a part
    restarts = Restarts(experiment, starts, EPOCHS)
    seen = []
    for _step in restarts.steps():
        if restarts.epoch >= 0:
            seen.append(restarts.results())
    np.testing.assert_allclose(restarts.results().ends, whole.ends, rtol=1e-12)
    assert all(a.epoch <= b.epoch for a, b in pairwise(seen))
    for part in seen[:: len(seen) // 7]:
        k = part.epoch + 1
        assert part.curves.shape == (20, k)
        np.testing.assert_allclose(part.curves, whole.curves[:, :k], rtol=1e-12)
        np.testing.assert_array_equal(part.losses, part.curves[:, -1])


def test_curves_and_paths_share_at_most_121_epochs_of_a_long_run(
    make_experiment: MakeExperiment,
) -> None:
    objective = linear(np.array([[1.0, 2.0]]), np.array([[0.5, 1.2]]))
    experiment = make_experiment(objective, np.zeros(2), 0.05)
    starts = drawn(3, 2)
    results = together(experiment, starts, 2500, watched=(0, 1))
    assert len(results.shown_epochs) == 121
    assert results.shown_epochs[[0, -1]].tolist() == [0, 2500]
    assert results.paths is not None
    assert results.paths.shape == (3, 121, 2)
    np.testing.assert_array_equal(results.paths[:, 0], starts)
    np.testing.assert_array_equal(results.paths[:, -1], results.ends)
    losses = np.array([objective.losses(path) for path in results.paths])
    np.testing.assert_allclose(losses, results.curves, rtol=1e-12)
    assert together(experiment, starts, 7).paths is None


def test_epochs_needed_is_the_first_epoch_at_which_99_percent_of_the_way_was_done() -> None:
    epochs = np.arange(6)
    losses = np.array(
        [
            [10.0, 6.0, 1.05, 0.09, 0.02, 0.0],  # 0.1 is the mark
            [5.0, 5.0, 5.0, 5.0, 5.0, 5.0],  # nothing to do
            [1.0, 2.0, 3.0, 3.0, 3.0, 4.0],  # up
            [8.0, 0.0, 9.0, 0.0, 0.0, 0.0],  # the first time counts
            [1.0, 0.5, np.nan, np.nan, np.nan, np.nan],
        ]
    )
    found = epochs_needed(epochs, losses, np.array([-1, -1, -1, -1, 2]))
    assert found.tolist() == [3, -1, -1, 1, -1]


def test_few_starts_are_trained_of_many_parameters() -> None:
    assert most_starts(10) == 1000
    assert most_starts(2500) == 400
    assert most_starts(100_000) == 10
    assert most_starts(10**9) == 1


def test_what_is_handed_out_cannot_be_changed_and_does_not_change(
    objective: NetworkObjective, make_experiment: MakeExperiment
) -> None:
    restarts = Restarts(make_experiment(objective, np.zeros(13), 0.1), drawn(4, 13), 10)
    steps = restarts.steps()
    while restarts.epoch < 3:
        next(steps)
    early = restarts.results()
    kept = early.ends.copy()
    finish(steps)
    np.testing.assert_array_equal(early.ends, kept)
    assert restarts.results().epoch == 10
    for array in (early.ends, early.curves, early.losses, early.starts):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1.0
