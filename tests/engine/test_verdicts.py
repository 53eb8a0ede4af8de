"""The four counts of right and wrong, against counting row by row."""

import numpy as np
import pytest

from gdsim.engine.verdicts import Verdicts, judge, sweep

OUTPUTS = np.array([0.1, 0.4, 0.4, 0.6, 0.8, 0.95])
TRUTH = np.array([False, False, True, False, True, True])


def counted(outputs: np.ndarray, truth: np.ndarray, threshold: float) -> Verdicts:
    """Count one row at a time, as a person would."""
    found = {(True, True): 0, (True, False): 0, (False, False): 0, (False, True): 0}
    for output, is_yes in zip(outputs.tolist(), truth.tolist(), strict=True):
        found[output >= threshold, is_yes] += 1
    return Verdicts(*found.values())


@pytest.mark.parametrize(
    ("threshold", "expected"),
    [
        (0.0, (3, 3, 0, 0)),
        (0.4, (3, 2, 1, 0)),
        (0.5, (2, 1, 2, 1)),
        (0.6, (2, 1, 2, 1)),
        (0.61, (2, 0, 3, 1)),
        (1.0, (0, 0, 3, 3)),
    ],
)
def test_an_output_at_the_threshold_says_yes(
    threshold: float, expected: tuple[int, int, int, int]
) -> None:
    assert judge(OUTPUTS, TRUTH, threshold) == Verdicts(*expected)


def test_accuracy_is_the_share_of_right_answers() -> None:
    verdicts = judge(OUTPUTS, TRUTH, 0.5)
    assert (verdicts.n_right, verdicts.n_rows) == (4, 6)
    assert verdicts.accuracy == 4 / 6


def test_without_rows_there_is_no_accuracy() -> None:
    verdicts = judge(np.empty(0), np.empty(0, dtype=bool), 0.5)
    assert verdicts.n_rows == 0
    assert np.isnan(verdicts.accuracy)


@pytest.mark.parametrize("seed", range(8))
def test_judge_and_sweep_count_as_a_person_does(seed: int) -> None:
    rng = np.random.Generator(np.random.PCG64(seed))
    outputs = np.round(rng.random(60), 2)  # with ties
    truth = rng.random(60) < outputs
    swept = sweep(outputs, truth)
    for threshold in (-1.0, 0.0, *outputs.tolist(), *rng.random(30).tolist(), 1.0, 2.0):
        expected = counted(outputs, truth, threshold)
        assert judge(outputs, truth, threshold) == expected
        assert swept.at(threshold) == expected


def test_a_sweep_of_one_class_has_no_counts_of_the_other() -> None:
    swept = sweep(np.array([0.2, 0.7]), np.array([True, True]))
    assert swept.false_yes.tolist() == [0, 0, 0]
    assert swept.true_no.tolist() == [0, 0, 0]
    assert swept.at(0.5) == Verdicts(1, 0, 0, 1)


def test_an_output_that_is_no_number_says_no_in_a_sweep_too() -> None:
    outputs, truth = np.array([0.2, np.nan, 0.8, np.nan]), np.array([True, False, True, True])
    swept = sweep(outputs, truth)
    for threshold in (0.0, 0.2, 0.5, 0.9, 1.0):
        assert swept.at(threshold) == judge(outputs, truth, threshold)
        assert swept.at(threshold) == counted(outputs, truth, threshold)
    low, high = swept.best_range()
    assert 0.0 <= low < high <= 1.0


def test_a_sweep_without_rows_counts_nothing() -> None:
    assert sweep(np.empty(0), np.empty(0, dtype=bool)).at(0.5) == Verdicts(0, 0, 0, 0)


def test_the_best_range_holds_the_thresholds_with_the_fewest_wrong() -> None:
    low, high = sweep(OUTPUTS, TRUTH).best_range()
    assert (low, high) == (0.6, 0.8)
    wrong = [sum(judge(OUTPUTS, TRUTH, t)[1::2]) for t in np.linspace(0.0, 1.0, 201)]
    assert sum(judge(OUTPUTS, TRUTH, 0.5 * (low + high))[1::2]) == min(wrong)


def test_the_best_range_is_everything_between_two_classes_that_lie_apart() -> None:
    assert sweep(np.array([0.1, 0.2, 0.9]), np.array([False, False, True])).best_range() == (
        0.2,
        0.9,
    )
