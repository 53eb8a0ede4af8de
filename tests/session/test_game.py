"""The keeper of the game: what it tells after each gesture, and which scores it keeps."""

from collections.abc import Iterator

import pytest

from gdsim.engine.hidden_curves import hide_curve
from gdsim.engine.probes import MOST_SEEDS, N_PROBES, YOU, Game
from gdsim.scenario.best_scores import BestScore
from gdsim.session.game import GameKeeper, a_seed, today


@pytest.fixture
def keeper() -> GameKeeper:
    seeds: Iterator[int] = iter(range(100, 200))
    return GameKeeper(None, lambda: next(seeds), lambda: "a day")


def told(keeper: GameKeeper) -> list[Game]:
    games: list[Game] = []
    keeper.game_changed.connect(games.append)
    return games


def play(keeper: GameKeeper, *places: float) -> None:
    for place in places:
        keeper.probe(place)
    keeper.end()


def test_an_easy_game_on_a_curve_nobody_knows_is_ready_at_once(keeper: GameKeeper) -> None:
    assert keeper.game == Game("easy", 100)


def test_each_look_is_told_with_the_height_and_slope_there(keeper: GameKeeper) -> None:
    games, curve = told(keeper), hide_curve("medium", 7)
    keeper.begin("medium", 7)
    keeper.probe(2.0)
    keeper.probe(3.0)
    assert [game.probes for game in games] == [
        (),
        (curve.probe(2.0),),
        (curve.probe(2.0), curve.probe(3.0)),
    ]


def test_the_tenth_look_ends_the_game_and_is_told_once(keeper: GameKeeper) -> None:
    games = told(keeper)
    for i in range(N_PROBES + 2):
        keeper.probe(float(i))
    assert len(games) == N_PROBES
    assert [game.has_ended for game in games] == [False] * 9 + [True]


def test_a_game_can_be_ended_before_but_not_without_a_look(keeper: GameKeeper) -> None:
    games = told(keeper)
    keeper.end()
    assert games == []
    play(keeper, 4.0, 5.0)
    assert keeper.game.has_ended
    assert {len(one.probes) for one in keeper.game.contestants} == {2}
    keeper.end()
    assert len(games) == 3


def test_without_a_number_the_curve_is_another_one(keeper: GameKeeper) -> None:
    keeper.begin("hard")
    keeper.begin("hard")
    assert keeper.game == Game("hard", 102)


@pytest.mark.parametrize(
    ("difficulty", "seed"), [("easy", 0), ("easy", -3), ("easy", MOST_SEEDS + 1), ("odd", 5)]
)
def test_what_is_no_curve_is_ignored(keeper: GameKeeper, difficulty: str, seed: int) -> None:
    games, before = told(keeper), keeper.game
    keeper.begin(difficulty, seed)
    assert keeper.game is before
    assert games == []


def test_a_score_is_kept_with_its_curve_and_its_day(keeper: GameKeeper) -> None:
    lists: list[tuple[BestScore, ...]] = []
    keeper.best_changed.connect(lists.append)
    play(keeper, 4.0, 5.0)
    points = round(keeper.game.contestant(YOU).score, 1)
    assert lists == [(BestScore("easy", points, 100, "a day"),)]
    assert keeper.best == lists[0]


def test_a_curve_that_was_seen_before_counts_no_second_time(keeper: GameKeeper) -> None:
    play(keeper, 4.0)
    best = keeper.best
    keeper.begin("easy", 100)
    assert keeper.game.is_known
    play(keeper, keeper.game.seed / 20.0, 3.0)
    assert keeper.best == best


def test_a_look_is_enough_to_know_a_curve(keeper: GameKeeper) -> None:
    keeper.probe(4.0)
    keeper.begin("easy", 100)
    assert keeper.game.is_known
    keeper.begin("hard", 100)
    assert not keeper.game.is_known  # the same number is another curve there


def test_the_list_comes_back_at_the_next_start_and_its_curves_are_known(keeper: GameKeeper) -> None:
    play(keeper, 4.0, 5.0)
    later = GameKeeper(None, lambda: 100, lambda: "another day")
    assert not later.game.is_known
    later.load_best(keeper.best_text())
    assert later.best == keeper.best
    assert later.game.is_known


def test_a_list_that_cannot_be_read_is_empty(keeper: GameKeeper) -> None:
    keeper.load_best("{broken")
    assert keeper.best == ()


def test_the_number_of_a_new_curve_can_be_called_out() -> None:
    assert all(1 <= a_seed() <= MOST_SEEDS for _i in range(200))
    assert today()
