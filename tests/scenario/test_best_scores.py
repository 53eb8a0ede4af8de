"""The list of the best: ranked, short, and read back from any text without harm."""

import pytest

from gdsim.scenario.best_scores import N_KEPT, BestScore, from_text, ranked, to_text


def score(points: float, difficulty: str = "easy", seed: int = 1) -> BestScore:
    return BestScore(difficulty, points, seed, "a day")


def test_the_best_come_first_and_five_of_each_difficulty_are_kept() -> None:
    many = [score(float(i), "easy", i) for i in range(9)] + [score(3.0, "hard")]
    kept = ranked(many)
    assert [one.score for one in kept if one.difficulty == "easy"] == [8.0, 7.0, 6.0, 5.0, 4.0]
    assert [one.score for one in kept if one.difficulty == "hard"] == [3.0]
    assert N_KEPT == 5


def test_of_equal_scores_the_earlier_one_stands_first() -> None:
    assert [one.seed for one in ranked([score(5.0, seed=1), score(5.0, seed=2)])] == [1, 2]


def test_a_list_comes_back_from_its_text() -> None:
    best = ranked([score(88.5), score(12.0, "hard", 77)])
    assert from_text(to_text(best)) == best


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not json",
        "{}",
        "[1, 2]",
        '[{"difficulty": "easy"}]',
        '[{"difficulty": "easy", "score": NaN, "seed": 1, "date": ""}]',
        '[{"difficulty": "easy", "score": 101.0, "seed": 1, "date": ""}]',
        "[" * 9_000,
        "\ud800",
        "[]" + " " * 20_000,
    ],
)
def test_a_text_that_is_no_list_of_scores_is_an_empty_list(text: str) -> None:
    assert from_text(text) == ()
