"""The ready scenarios of guesses and averages: what each one is there to show, by its numbers."""

from itertools import pairwise

import numpy as np
import pytest

from gdsim import headless, resources
from gdsim.engine.guesses import take_differences
from gdsim.scenario.spec import GuessesSpec
from tests.command_line import table
from tests.scenario.guess_runs import READY, ran, ready, truths


def test_guess_and_error_adds_up_to_115_billion_exactly() -> None:
    subject = ready("guess_and_error")
    theta = subject.experiment.start.theta
    assert subject.experiment.objective.loss(theta) == 115_000_000_000.0
    assert (theta != truths(subject)).all()
    assert isinstance(subject.scenario.objective, GuessesSpec)
    assert subject.scenario.objective.loss == "sse"
    losses = ran(subject, subject.scenario.epochs).losses
    assert losses[0] == 115_000_000_000.0
    assert losses == pytest.approx(115e9 * 0.8 ** (2 * np.arange(len(losses))), rel=1e-9)


def test_in_errors_cancel_every_guess_is_wrong_and_the_sum_is_zero() -> None:
    subject = ready("errors_cancel")
    found = take_differences(subject.experiment.start.theta, truths(subject))
    assert found.sum_of_differences == 0.0
    assert found.absolutes.min() > 0.0


def test_one_large_error_weighs_as_much_as_sixteen_of_the_others_squared() -> None:
    subject = ready("one_large_error")
    found = take_differences(subject.experiment.start.theta, truths(subject))
    assert sorted(found.absolutes / found.absolutes.min()) == [1.0, 1.0, 1.0, 1.0, 4.0]
    assert found.squares.max() / found.squares.min() == 16.0
    assert found.squares.max() / found.sum_of_squares == 0.8
    assert found.absolutes.max() / found.sum_of_absolutes == 0.5


def test_the_means_by_bedrooms_are_those_of_the_windsor_houses() -> None:
    subject = ready("bedrooms")
    houses = np.genfromtxt(
        resources.path("datasets", "houses_windsor.csv"), delimiter=",", names=True
    )
    assert subject.samples is not None
    assert subject.counts is not None
    bedrooms = subject.samples.dataset.inputs[:, 0]
    assert bedrooms.tolist() == sorted(set(houses["bedrooms"]))
    for number, price, count in zip(bedrooms, truths(subject), subject.counts, strict=True):
        prices = houses["price_cad"][houses["bedrooms"] == number]
        assert count == len(prices)
        assert price == round(float(prices.mean()), 2)
    assert subject.counts.sum() == 546


def test_one_slope_on_those_means_swings_by_minus_0_517_a_step() -> None:
    subject = ready("one_slope_averages")
    assert subject.samples is not None
    assert subject.samples.dataset.name == "windsor_by_bedrooms"
    bedrooms = subject.samples.dataset.inputs[:, 0]
    best = float(bedrooms @ truths(subject) / (bedrooms @ bedrooms))
    thetas = ran(subject, 8).thetas[:, 0]
    assert thetas[0] == 0.0
    curvature = 2.0 * 91.0 / 6.0
    factor = 1.0 - 0.05 * curvature
    assert factor == pytest.approx(-0.517, abs=5e-4)
    assert 2.0 / curvature == pytest.approx(0.0659, abs=5e-5)
    assert (thetas[1:] - best) / (thetas[:-1] - best) == pytest.approx(factor, rel=1e-9)


@pytest.mark.parametrize("name", READY)
def test_descent_finds_every_truth_and_the_loss_falls_at_each_epoch(name: str) -> None:
    block = ran(ready(name), 200)
    assert (np.diff(block.losses[:50]) < 0.0).all()
    assert block.thetas[-1] == pytest.approx(truths(ready(name)), rel=1e-9)


# Without a window


def test_the_table_of_a_run_names_the_guesses_and_their_derivatives() -> None:
    subject = ready("guess_and_error")
    header, rows = table(
        headless.csv_header(subject) + "".join(headless.csv_lines(subject, ran(subject, 3)))
    )
    names = [f"g{i}" for i in range(1, 7)]
    assert header == ["epoch", "loss", *names, *(f"d_{name}" for name in names)]
    for row, after in pairwise(rows):
        theta, gradient = np.array(row[2:8]), np.array(row[8:])
        assert gradient == pytest.approx(2.0 * (theta - truths(subject)), rel=1e-12)
        assert np.array(after[2:8]) == pytest.approx(theta - 0.1 * gradient, rel=1e-12)


def test_a_person_reads_each_difference_its_square_and_the_sums() -> None:
    subject = ready("guess_and_error")
    theta = subject.experiment.start.theta
    text = headless.summary(subject, headless.Outcome(0, 115e9, theta, None, 1.0))
    lines = [line.split() for line in text.splitlines()]
    assert lines[2] == ["bedrooms", "guess", "truth", "difference", "square"]
    assert lines[3] == ["g1", "1", "300,000", "150,000", "150,000", "22,500,000,000"]
    assert lines[6] == ["g4", "4", "130,000", "330,000", "−200,000", "40,000,000,000"]
    assert lines[-1] == ["sum", "−100,000", "115,000,000,000"]
