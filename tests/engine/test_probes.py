"""The contestants: as many looks for everyone, each by its own rule, and scores that compare."""

import numpy as np
import pytest

from gdsim.engine.hidden_curves import DIFFICULTIES, HIGH, LOW, HiddenCurve, hide_curve
from gdsim.engine.probes import (
    DESCENT,
    FIRST_STEP,
    MANY,
    N_PROBES,
    RANDOM,
    YOU,
    Game,
    descend,
    descend_from_many,
    ended,
    lies_in_deepest,
    looked,
    score,
    search_at_random,
)


def play(difficulty: str, seed: int, places: list[float]) -> tuple[Game, HiddenCurve]:
    """Return a game that has ended after these looks, and its curve."""
    curve, game = hide_curve(difficulty, seed), Game(difficulty, seed)
    for place in places:
        game = looked(game, curve, place)
    return ended(game, curve), curve


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
@pytest.mark.parametrize("n", [1, 2, 3, 4, 7, 10])
def test_everyone_looks_exactly_as_often_as_you(difficulty: str, n: int) -> None:
    game, _curve = play(difficulty, 5, np.linspace(1.0, 9.0, n).tolist())
    assert [one.key for one in game.contestants] == [YOU, DESCENT, RANDOM, MANY]
    assert {len(one.probes) for one in game.contestants} == {n}


def test_every_look_tells_the_height_and_slope_of_the_curve() -> None:
    game, curve = play("hard", 3, [2.0, 4.0, 6.0])
    for one in game.contestants:
        for probe in one.probes:
            assert LOW <= probe.place <= HIGH
            assert probe == curve.probe(probe.place)


def test_descent_steps_downhill_by_a_twentieth_of_the_axis_then_by_its_rate_times_the_slope() -> (
    None
):
    curve = hide_curve("easy", 4)
    looks = descend(curve, 1.0, 6)
    first = looks[1].place - looks[0].place
    assert abs(first) == pytest.approx(FIRST_STEP)
    assert np.sign(first) == -np.sign(looks[0].slope)
    fastest = 0.0
    for before, now, after in zip(looks, looks[1:], looks[2:], strict=False):
        change = abs((now.slope - before.slope) / (now.place - before.place))
        fastest = max(fastest, change)
        expected = min(max(now.place - now.slope / fastest, LOW), HIGH)
        assert after.place == pytest.approx(expected, rel=1e-12)


def test_descent_arrives_on_easy_curves_from_nearly_everywhere() -> None:
    scores = []
    for seed in range(1, 31):
        curve = hide_curve("easy", seed)
        starts = np.linspace(LOW, HIGH, 9).tolist()
        scores += [score(curve, descend(curve, start, N_PROBES)) for start in starts]
    assert np.mean(np.array(scores) > 97.0) > 0.95


def test_descent_uses_heights_for_nothing() -> None:
    curve = hide_curve("medium", 6)
    raised = curve._replace(shift=curve.shift + 40.0)
    there = [probe.place for probe in descend(curve, 2.0, 10)]
    assert [probe.place for probe in descend(raised, 2.0, 10)] == there


def test_random_search_uses_no_slope() -> None:
    places = [p.place for p in search_at_random(hide_curve("easy", 1), "hard", 9, 10)]
    again = [p.place for p in search_at_random(hide_curve("hard", 9), "hard", 9, 10)]
    assert places == again
    assert len(set(places)) == 10


@pytest.mark.parametrize(("n", "shares"), [(10, [4, 3, 3]), (9, [3, 3, 3]), (2, [1, 1]), (1, [1])])
def test_many_starts_share_the_looks_and_each_begins_in_its_own_part(
    n: int, shares: list[int]
) -> None:
    curve = hide_curve("hard", 2)
    looks = descend_from_many(curve, "hard", 2, n)
    first, width = 0, (HIGH - LOW) / len(shares)
    for number, share in enumerate(shares):
        start = looks[first].place
        assert LOW + number * width <= start <= LOW + (number + 1) * width
        assert looks[first : first + share] == descend(curve, start, share)
        first += share
    assert first == n


def test_the_score_is_the_share_of_the_way_from_the_average_to_the_lowest_place() -> None:
    curve = hide_curve("medium", 1)
    half = 0.5 * (curve.average + curve.lowest.height)
    assert score(curve, (curve.lowest,)) == 100.0
    assert score(curve, (curve.lowest._replace(height=curve.average),)) == 0.0
    assert score(curve, (curve.lowest._replace(height=half),)) == pytest.approx(50.0)
    assert score(curve, (curve.lowest._replace(height=99.0),)) == 0.0
    assert score(curve, (curve.lowest._replace(height=99.0), curve.lowest)) == 100.0


def test_a_slope_helps_where_there_is_one_well_and_misleads_where_there_are_many() -> None:
    def means(difficulty: str) -> dict[str, float]:
        games = [play(difficulty, seed, [5.0] * 10)[0] for seed in range(1, 61)]
        rivals = (DESCENT, RANDOM, MANY)
        return {
            key: float(np.mean([game.contestant(key).score for game in games])) for key in rivals
        }

    easy, medium, hard = (means(difficulty) for difficulty in ("easy", "medium", "hard"))
    assert easy[DESCENT] > easy[RANDOM] + 5.0
    assert medium[MANY] > medium[DESCENT] + 5.0
    assert hard[RANDOM] > hard[DESCENT] + 5.0


def test_while_a_game_goes_on_nothing_of_the_curve_is_told_but_the_looks() -> None:
    curve, game = hide_curve("hard", 8), Game("hard", 8)
    for place in (1.0, 2.0):
        game = looked(game, curve, place)
    assert game.probes == (curve.probe(1.0), curve.probe(2.0))
    assert game.n_left == 8
    assert not game.has_ended
    assert (game.contestants, game.lowest, len(game.outline)) == ((), None, 0)
    assert game.winners == ()


def test_there_are_ten_looks_and_not_one_more() -> None:
    curve, game = hide_curve("easy", 1), Game("easy", 1)
    for _i in range(N_PROBES + 3):
        game = looked(game, curve, 5.0)
    assert len(game.probes) == N_PROBES


def test_a_game_ends_once_and_only_after_a_look() -> None:
    curve, game = hide_curve("easy", 1), Game("easy", 1)
    assert ended(game, curve) is game
    over = ended(looked(game, curve, 5.0), curve)
    assert over.has_ended
    assert ended(over, curve) is over
    assert looked(over, curve, 6.0) is over


def test_every_look_and_the_lowest_place_lie_on_the_outline() -> None:
    game, curve = play("hard", 11, [1.0, 3.3, 7.9])
    x, heights = game.outline.T
    for one in game.contestants:
        for probe in one.probes:
            assert heights[x == probe.place] == pytest.approx([probe.height])
    assert heights.min() == pytest.approx(curve.lowest.height)
    between = np.interp(np.linspace(LOW, HIGH, 5001), x, heights)
    assert np.abs(between - curve.heights(np.linspace(LOW, HIGH, 5001))).max() < 0.5
    assert len(x) <= 200  # so that it may be drawn two pixels wide


def test_who_is_lowest_wins_and_half_a_point_is_a_draw() -> None:
    game, _curve = play("easy", 2, [5.0])
    scores = {YOU: 80.0, DESCENT: 80.4, RANDOM: 20.0, MANY: 79.0}
    game = game._replace(
        contestants=tuple(one._replace(score=scores[one.key]) for one in game.contestants)
    )
    assert [one.key for one in game.winners] == [YOU, DESCENT]


def test_a_look_lies_in_the_deepest_well_if_the_way_to_its_bottom_is_downhill() -> None:
    game, curve = play("medium", 12, [5.0])
    assert lies_in_deepest(game, curve.probe(curve.lowest.place + 0.3))
    assert lies_in_deepest(game, curve.lowest)
    assert not lies_in_deepest(game, curve.probe(6.8))  # the bottom of its other well
    assert not lies_in_deepest(Game(), curve.lowest)


def test_rivals_are_the_same_each_time_a_curve_is_played() -> None:
    first, _curve = play("medium", 4, [1.0, 2.0, 3.0])
    second, _curve = play("medium", 4, [9.0, 8.0, 7.0])
    for key in (DESCENT, RANDOM, MANY):
        assert first.contestant(key) == second.contestant(key)
