"""Guesses: sums that can be followed by hand, gradients checked, descent that shrinks errors."""

from itertools import product

import numpy as np
import pytest

from gdsim.engine.arrays import Array, Rows
from gdsim.engine.gradcheck import central_difference, relative_error
from gdsim.engine.guesses import GUESS_INITIALIZERS, GuessObjective, take_differences
from gdsim.engine.losses import LOSSES
from gdsim.engine.objective import CHUNK
from tests.engine.conftest import MakeExperiment, Record
from tests.engine.runs import losses_of, theta_of

TRUTHS = np.array([150e3, 200e3, 260e3, 330e3, 420e3, 500e3])
ERRORS = np.array([150e3, -100e3, 100e3, -200e3, 100e3, -150e3])
GUESSES = TRUTHS + ERRORS
REGRESSION = sorted(name for name, loss in LOSSES.items() if loss.is_regression)
ROWS: dict[str, Rows] = {"all": None, "slice": slice(1, 3), "index": np.array([4, 0, 3])}
CASES = list(product(REGRESSION, ROWS))


def by_hand(name: str, guesses: list[float], truths: list[float]) -> float:
    """Return the loss by the textbook's formula, point by point."""
    total = 0.0
    for guess, truth in zip(guesses, truths, strict=True):
        error = guess - truth
        total += abs(error) if name in ("mae", "sum_abs") else error**2
    if name.startswith("half"):
        total /= 2
    return total / len(truths) if name in ("mse", "half_mse", "mae") else total


# Differences


def test_the_differences_squares_and_sums_are_those_one_writes_down() -> None:
    found = take_differences(np.array([5.0, 1.0, 4.0]), np.array([3.0, 4.0, 4.0]))
    assert found.differences.tolist() == [2.0, -3.0, 0.0]
    assert found.absolutes.tolist() == [2.0, 3.0, 0.0]
    assert found.squares.tolist() == [4.0, 9.0, 0.0]
    assert found.running_differences.tolist() == [2.0, -1.0, -1.0]
    assert found.running_absolutes.tolist() == [2.0, 5.0, 5.0]
    assert found.running_squares.tolist() == [4.0, 13.0, 13.0]
    assert (found.sum_of_differences, found.sum_of_absolutes, found.sum_of_squares) == (-1, 5, 13)
    assert found.typical_error == pytest.approx((13.0 / 3.0) ** 0.5, rel=1e-15)


def test_dollars_squared_are_exact() -> None:
    assert take_differences(GUESSES, TRUTHS).sum_of_squares == 115_000_000_000.0


def test_a_difference_out_of_all_bounds_is_infinite_without_a_warning() -> None:
    found = take_differences(np.array([1e200, -np.inf]), np.zeros(2))
    assert found.sum_of_squares == np.inf
    assert found.typical_error == np.inf


# The objective


@pytest.mark.parametrize(("name", "rows"), CASES)
def test_the_gradient_is_that_of_central_differences(name: str, rows: str) -> None:
    truths = np.array([0.3, -1.2, 2.0, 0.7, -0.1])
    theta = np.array([1.0, 0.4, -0.5, 0.2, 0.8])
    objective = GuessObjective(truths, LOSSES[name])
    evaluation = objective.evaluate(theta, ROWS[rows])
    expected = central_difference(objective, theta, ROWS[rows])
    assert relative_error(evaluation.gradient, expected).max() < 1e-8


@pytest.mark.parametrize(("name", "rows"), CASES)
def test_the_loss_is_the_textbooks_formula(name: str, rows: str) -> None:
    chosen = slice(None) if ROWS[rows] is None else ROWS[rows]
    evaluation = GuessObjective(TRUTHS, LOSSES[name]).evaluate(GUESSES, ROWS[rows])
    expected = by_hand(name, GUESSES[chosen].tolist(), TRUTHS[chosen].tolist())
    assert evaluation.loss == evaluation.data_loss == pytest.approx(expected, rel=1e-15)
    assert evaluation.penalty == 0.0


def test_a_batch_moves_only_its_own_guesses() -> None:
    gradient = GuessObjective(TRUTHS, LOSSES["sse"]).evaluate(GUESSES, np.array([4, 1])).gradient
    assert gradient.tolist() == [0.0, 2 * ERRORS[1], 0.0, 0.0, 2 * ERRORS[4], 0.0]


def test_a_right_guess_has_no_slope_not_even_at_the_kink() -> None:
    gradient = GuessObjective(TRUTHS, LOSSES["sum_abs"]).evaluate(TRUTHS).gradient
    assert gradient.tolist() == [0.0] * 6


@pytest.mark.parametrize("name", REGRESSION)
def test_many_thetas_at_once_give_what_each_gives_alone(name: str) -> None:
    objective = GuessObjective(TRUTHS, LOSSES[name])
    n = CHUNK // 6 + 5  # more than one part
    thetas = GUESSES + 1000.0 * np.arange(n)[:, np.newaxis]
    losses, gradients = objective.gradients(thetas)
    assert objective.losses(thetas).tolist() == losses.tolist()
    for i in (0, 1, n - 6, n - 1):
        alone = objective.evaluate(thetas[i])
        assert losses[i] == pytest.approx(alone.loss, rel=1e-14)
        assert gradients[i].tolist() == alone.gradient.tolist()


@pytest.mark.parametrize("name", REGRESSION)
def test_the_loss_alone_has_the_bits_of_the_evaluation(name: str) -> None:
    objective = GuessObjective(TRUTHS / 7.0, LOSSES[name])
    assert objective.loss(GUESSES / 3.0) == objective.evaluate(GUESSES / 3.0).loss
    assert objective.twin().loss(GUESSES / 3.0) == objective.loss(GUESSES / 3.0)


def test_a_cut_guess_has_no_derivative() -> None:
    cut = np.array([False, True, False, False, False, False])
    objective = GuessObjective(TRUTHS, LOSSES["sse"], cut)
    theta = np.where(cut, 0.0, GUESSES)
    assert objective.evaluate(theta).gradient[1] == 0.0
    assert objective.evaluate(theta).gradient[0] == 2 * ERRORS[0]
    assert objective.gradients(theta[np.newaxis])[1][0, 1] == 0.0


def test_what_is_evaluated_later_leaves_a_gradient_alone() -> None:
    objective = GuessObjective(TRUTHS, LOSSES["sse"])
    before = objective.evaluate(GUESSES).gradient
    kept = before.tolist()
    objective.evaluate(TRUTHS)
    objective.losses(np.array([TRUTHS, GUESSES]))
    assert before.tolist() == kept


# Descent


def test_each_epoch_takes_the_same_part_of_every_difference(
    make_experiment: MakeExperiment, record: Record
) -> None:
    rate = 0.25  # 1 - 2 x 0.25 is a half: every number is exact
    objective = GuessObjective(TRUTHS, LOSSES["sse"])
    history = record(make_experiment(objective, GUESSES, rate), 8)
    for epoch in range(8):
        assert (theta_of(history, epoch) - TRUTHS).tolist() == (ERRORS * 0.5**epoch).tolist()
    assert losses_of(history)[:8].tolist() == [115e9 * 0.25**epoch for epoch in range(8)]


@pytest.mark.parametrize(("rate", "name"), [(0.1, "sse"), (0.9, "sse"), (0.6, "mse")])
def test_the_part_is_one_less_twice_the_rate_for_a_sum_and_less_for_a_mean(
    make_experiment: MakeExperiment, record: Record, rate: float, name: str
) -> None:
    factor = 1.0 - 2.0 * rate / (1 if name == "sse" else 6)
    objective = GuessObjective(TRUTHS, LOSSES[name])
    history = record(make_experiment(objective, GUESSES, rate), 10)
    for epoch in range(10):
        errors = theta_of(history, epoch) - TRUTHS
        assert errors == pytest.approx(ERRORS * factor**epoch, rel=1e-9)


def test_one_guess_a_batch_ends_where_all_at_once_do_for_a_sum(
    make_experiment: MakeExperiment, record: Record
) -> None:
    objective = GuessObjective(TRUTHS, LOSSES["sse"])
    single = record(make_experiment(objective, GUESSES, 0.1, batch_size=1, shuffle=True), 4)
    whole = record(make_experiment(objective, GUESSES, 0.1), 4)
    assert theta_of(single, 3).tolist() == theta_of(whole, 3).tolist()


# Where guesses start


def start(name: str, truths: Array = TRUTHS, seed: int = 1) -> Array:
    return GUESS_INITIALIZERS[name](truths, seed)


def test_zeros_and_the_mean_are_what_they_say() -> None:
    assert start("zeros").tolist() == [0.0] * 6
    assert start("mean").tolist() == [310e3] * 6


@pytest.mark.parametrize("name", ["normal", "uniform"])
def test_drawn_guesses_are_round_and_hang_on_the_seed(name: str) -> None:
    guesses = start(name)
    assert np.array_equal(guesses, start(name))
    assert not np.array_equal(guesses, start(name, seed=2))
    assert len(set(guesses)) > 1
    assert (guesses % 10_000.0 == 0.0).all()


def test_uniform_guesses_lie_among_the_truths() -> None:
    many = np.array([start("uniform", seed=seed) for seed in range(200)])
    assert many.min() >= TRUTHS.min()
    assert many.max() <= TRUTHS.max()
    assert many.mean() == pytest.approx(325e3, abs=20e3)


def test_normal_guesses_have_the_mean_and_the_deviation_of_the_truths() -> None:
    many = np.array([start("normal", seed=seed) for seed in range(400)])
    assert many.mean() == pytest.approx(TRUTHS.mean(), abs=10e3)
    assert many.std() == pytest.approx(TRUTHS.std(), rel=0.1)


@pytest.mark.parametrize("name", sorted(GUESS_INITIALIZERS))
def test_truths_that_are_all_the_same_can_be_guessed_too(name: str) -> None:
    assert set(start(name, np.full(3, 7.0)).tolist()) <= {0.0, 7.0}
