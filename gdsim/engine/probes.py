"""A person against descent, with few looks at a hidden curve: seed, places -> probes, scores.

Everyone has the same number of looks, and a look is height and slope at one place. All that is
random here comes from the seed, so a game can be played again and gives the same rivals.
"""

from math import nan
from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array
from gdsim.engine.hidden_curves import DIFFICULTIES, HIGH, LOW, HiddenCurve, Probe
from gdsim.engine.optimizers import OPTIMIZERS
from gdsim.engine.streams import GAME, uniforms

N_PROBES = 10
MOST_SEEDS = 9_999
"""A curve's number is from 1 to this, so that it can be called out in a class."""
N_STARTS = 3
FIRST_STEP = 0.05 * (HIGH - LOW)
"""What descent's first step covers, whatever the slope is there."""
YOU, DESCENT, RANDOM, MANY = "you", "descent", "random", "many"
_KEYS = {DESCENT: 1, RANDOM: 2, MANY: 3}
"""The streams of the rivals: numbers of a key, after the difficulty; 0 is the curve's."""
EQUAL = 0.5
"""Scores that differ by no more than this are a draw."""
_OUTLINE = 150


class Contestant(NamedTuple):
    """Who looked where, and what came of it.

    Attributes
    ----------
    key : str
        ``YOU``, ``DESCENT``, ``RANDOM`` or ``MANY``.
    probes : tuple of Probe
        In the order of the looks.
    score : float
        0 to 100; see `score`.
    """

    key: str
    probes: tuple[Probe, ...]
    score: float

    @property
    def best(self) -> Probe:
        """The lowest look, of equals the first."""
        return lowest_of(self.probes)


class Game(NamedTuple):
    """All that may be known of a game: while it goes on, only one's own looks.

    Attributes
    ----------
    difficulty : str
    seed : int
    probes : tuple of Probe
        Your looks so far.
    contestants : tuple of Contestant
        Once it has ended: you, then the rivals, each with as many looks as you took.
    lowest : Probe or None
        The lowest place of the curve, once it has ended.
    average : float
        The curve's mean height, which scores 0.
    outline : ndarray, shape (n, 2)
        The curve, once it has ended: places and heights. Every look lies on it.
    is_known : bool
        Whether this curve was seen before, so that the score is none to be kept.
    """

    difficulty: str = DIFFICULTIES[0]
    seed: int = 1
    probes: tuple[Probe, ...] = ()
    contestants: tuple[Contestant, ...] = ()
    lowest: Probe | None = None
    average: float = nan
    outline: Array = np.empty((0, 2))
    is_known: bool = False

    @property
    def has_ended(self) -> bool:
        """Whether the curve is revealed."""
        return self.lowest is not None

    @property
    def n_left(self) -> int:
        """How many looks are left."""
        return 0 if self.has_ended else N_PROBES - len(self.probes)

    @property
    def winners(self) -> tuple[Contestant, ...]:
        """Who scored most; several where it is a draw."""
        most = max((one.score for one in self.contestants), default=nan)
        return tuple(one for one in self.contestants if one.score >= most - EQUAL)

    def contestant(self, key: str) -> Contestant:
        """Return one of those who took part in a game that has ended."""
        return next(found for found in self.contestants if found.key == key)


def lowest_of(probes: tuple[Probe, ...]) -> Probe:
    """Return the lowest of at least one look, of equals the first."""
    return min(probes, key=_height_of)


def score(curve: HiddenCurve, probes: tuple[Probe, ...]) -> float:
    """Return how much of the way from the average height to the lowest was found, 0 to 100.

    100 (average - best) / (average - lowest), cut off at 0. So curves of other heights compare,
    and a single look at random scores about 0.
    """
    reach = curve.average - curve.lowest.height
    part = (curve.average - lowest_of(probes).height) / reach
    return 100.0 * min(max(part, 0.0), 1.0)


def looked(game: Game, curve: HiddenCurve, place: float) -> Game:
    """Return the game after one more look; the same game if none is left."""
    if not game.n_left:
        return game
    return game._replace(probes=(*game.probes, curve.probe(place)))


def ended(game: Game, curve: HiddenCurve) -> Game:
    """Return the game with its curve revealed, after the rivals took as many looks as you.

    It stays as it is if it has ended already, or if there was no look.
    """
    if game.has_ended or not game.probes:
        return game
    n, difficulty, seed = len(game.probes), game.difficulty, game.seed
    everyone = {
        YOU: game.probes,
        DESCENT: descend(curve, _start(difficulty, seed), n),
        RANDOM: search_at_random(curve, difficulty, seed, n),
        MANY: descend_from_many(curve, difficulty, seed, n),
    }
    contestants = tuple(Contestant(key, p, score(curve, p)) for key, p in everyone.items())
    seen = [probe.place for probes in everyone.values() for probe in probes]
    looks = np.array([*seen, curve.lowest.place])
    x = np.unique(np.concatenate([_bends(curve), looks]))
    return game._replace(
        contestants=contestants,
        lowest=curve.lowest,
        average=curve.average,
        outline=np.column_stack([x, curve.heights(x)]),
    )


def descend(curve: HiddenCurve, start: float, n: int) -> tuple[Probe, ...]:
    """Look ``n`` times along plain gradient descent from ``start``.

    It knows nothing of the curve but its looks, so it finds its learning rate from them: the first
    step covers a twentieth of the axis; from then on the rate is 1 over the fastest change of the
    slope, per unit of place, between two looks in a row so far. That is the largest rate that
    cannot overshoot, as far as descent can know. A step beyond an end of the axis stops there.
    """
    optimizer = OPTIMIZERS["gradient_descent"]()
    probes = [curve.probe(start)]
    memory = optimizer.init(np.array([start]))
    rate, fastest = FIRST_STEP / max(abs(probes[0].slope), 1e-9), 0.0
    while len(probes) < n:
        last = probes[-1]
        theta = np.array([last.place])
        delta, memory = optimizer.update(np.array([last.slope]), memory, theta, rate)
        probe = curve.probe(float(theta[0] + delta[0]))
        probes.append(probe)
        if probe.place != last.place:
            change = abs((probe.slope - last.slope) / (probe.place - last.place))
            fastest = max(fastest, change)
            rate = 1.0 / fastest if fastest else rate
    return tuple(probes)


def search_at_random(curve: HiddenCurve, difficulty: str, seed: int, n: int) -> tuple[Probe, ...]:
    """Look at ``n`` places drawn evenly over the axis; the slopes are not used."""
    u = uniforms(seed, _key(difficulty, RANDOM), n)
    return tuple(curve.probe(place) for place in (LOW + (HIGH - LOW) * u).tolist())


def descend_from_many(curve: HiddenCurve, difficulty: str, seed: int, n: int) -> tuple[Probe, ...]:
    """Share ``n`` looks among three starts, the first ones getting what is left over.

    Each start is drawn in its own third of the axis and then descends by itself. With fewer looks
    than starts there are as many starts as looks.
    """
    n_starts = min(N_STARTS, n)
    u = uniforms(seed, _key(difficulty, MANY), N_STARTS)[:n_starts]
    starts = LOW + (HIGH - LOW) * (np.arange(n_starts) + u) / n_starts
    shares = [n // n_starts + (i < n % n_starts) for i in range(n_starts)]
    parts = [descend(curve, x, share) for x, share in zip(starts.tolist(), shares, strict=True)]
    return tuple(probe for part in parts for probe in part)


def lies_in_deepest(game: Game, probe: Probe) -> bool:
    """Whether downhill from a look, in a game that has ended, lies the lowest place."""
    if game.lowest is None:
        return False
    x, heights = game.outline.T
    first, last = sorted((probe.place, game.lowest.place))
    between = heights[(x >= first) & (x <= last)]
    return bool(between.max(initial=-np.inf) <= probe.height + 1e-9)


def _bends(curve: HiddenCurve) -> Array:
    """Return places (n,) that straight pieces between them follow the curve, closest at bends."""
    grid = np.linspace(LOW, HIGH, 2001)
    density = np.sqrt(np.abs(np.gradient(curve.slopes(grid), grid)))
    density += 0.5 * density.mean()
    passed = np.concatenate([[0.0], np.cumsum(0.5 * (density[1:] + density[:-1]))])
    return np.interp(np.linspace(0.0, float(passed[-1]), _OUTLINE), passed, grid)


def _start(difficulty: str, seed: int) -> float:
    return LOW + (HIGH - LOW) * float(uniforms(seed, _key(difficulty, DESCENT), 1)[0])


def _key(difficulty: str, contestant: str) -> tuple[int, int, int]:
    return GAME, DIFFICULTIES.index(difficulty), _KEYS[contestant]


def _height_of(probe: Probe) -> float:
    return probe.height
