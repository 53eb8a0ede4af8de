"""The best games against descent: scores -> a short list for each difficulty, as JSON text."""

from collections.abc import Iterable

import msgspec

N_KEPT = 5
"""How many are kept of each difficulty."""
LONGEST = 10_000
"""Characters of a text that is read at all."""


class BestScore(msgspec.Struct, frozen=True):
    """One game that has ended.

    Attributes
    ----------
    difficulty : str
    score : float
        0 to 100.
    seed : int
        Of the curve.
    date : str
        When it was, as it is shown.
    """

    difficulty: str
    score: float
    seed: int
    date: str


def ranked(scores: Iterable[BestScore]) -> tuple[BestScore, ...]:
    """Return the best few of each difficulty, the best first; of equals the one that came first."""
    counts: dict[str, int] = {}
    kept: list[BestScore] = []
    for score in sorted(scores, key=_rank):
        counts[score.difficulty] = counts.get(score.difficulty, 0) + 1
        if counts[score.difficulty] <= N_KEPT:
            kept.append(score)
    return tuple(kept)


def to_text(scores: Iterable[BestScore]) -> str:
    """Return a list as JSON."""
    return msgspec.json.encode(list(scores)).decode()


def from_text(text: str) -> tuple[BestScore, ...]:
    """Return the list that a text holds; none where it cannot be read."""
    if len(text) > LONGEST:
        return ()
    try:
        scores = msgspec.json.decode(text.encode(), type=list[BestScore])
    except (msgspec.DecodeError, UnicodeEncodeError):
        return ()
    return ranked(score for score in scores if 0.0 <= score.score <= 100.0)


def _rank(score: BestScore) -> float:
    return -score.score
