"""You against descent: one game at a time, and the best ones -> Game, a list of scores.

begin --> look --> look --> ... --> the tenth look, or "I am done" --> the rivals look as often, the
curve is revealed, the score is kept. A game is no part of any document: it cannot be undone, and
documents may come and go meanwhile.
"""

from collections.abc import Callable
from secrets import randbelow

from PySide6.QtCore import QDate, QLocale, QObject, Signal

from gdsim.engine.hidden_curves import DIFFICULTIES, HiddenCurve, hide_curve
from gdsim.engine.probes import MOST_SEEDS, YOU, Game, ended, looked
from gdsim.scenario.best_scores import BestScore, from_text, ranked, to_text


def a_seed() -> int:
    """Return the number of a curve that nobody can know."""
    return 1 + randbelow(MOST_SEEDS)


def today() -> str:
    """Return the date as it is written here."""
    return QLocale().toString(QDate.currentDate(), QLocale.FormatType.ShortFormat)


class GameKeeper(QObject):
    """Knows the hidden curve, and tells of it what has been looked at.

    Signals
    -------
    game_changed(Game)
    best_changed(tuple of BestScore)

    Parameters
    ----------
    parent : QObject or None
    draw_seed : callable
        Returns the seed of a curve that was not asked for by its number.
    date : callable
        Returns the day of a score, as text.

    Attributes
    ----------
    game : Game
    best : tuple of BestScore
        Of all difficulties, the best first.
    """

    game_changed = Signal(object)
    best_changed = Signal(object)

    def __init__(
        self,
        parent: QObject | None = None,
        draw_seed: Callable[[], int] = a_seed,
        date: Callable[[], str] = today,
    ) -> None:
        super().__init__(parent)
        self._draw_seed, self._date = draw_seed, date
        self._known: set[tuple[str, int]] = set()
        self.best: tuple[BestScore, ...] = ()
        self.game = Game()
        self._hidden: HiddenCurve | None = None
        self._begin(DIFFICULTIES[0], draw_seed())

    def begin(self, difficulty: str, seed: int | None = None) -> None:
        """Begin a game on the curve ``seed``, or on another one that is new.

        What was looked at in a game that has not ended is forgotten. Anything but a difficulty, or
        a number from 1 to ``MOST_SEEDS``, is ignored.
        """
        seed = self._draw_seed() if seed is None else seed
        if difficulty not in DIFFICULTIES or not 1 <= seed <= MOST_SEEDS:
            return
        self._begin(difficulty, seed)
        self.game_changed.emit(self.game)

    def probe(self, place: float) -> None:
        """Look at a place; the last look ends the game."""
        game = looked(self.game, self._curve, place)
        if game is self.game:
            return
        self.game = game
        self._known.add((game.difficulty, game.seed))
        if game.n_left:
            self.game_changed.emit(game)
        else:
            self.end()

    def end(self) -> None:
        """Let the rivals look as often, and reveal the curve. Without a look it goes on."""
        game = ended(self.game, self._curve)
        if game is self.game:
            return
        self.game = game
        if not game.is_known:
            self._keep(game)
        self.game_changed.emit(game)

    def load_best(self, text: str) -> None:
        """Take up the list that ``best_text`` returned; a text that cannot be read is no list.

        The curves on it are known.
        """
        self.best = from_text(text)
        self._known |= {(score.difficulty, score.seed) for score in self.best}
        if not self.game.probes:
            self._begin(self.game.difficulty, self.game.seed)
        self.best_changed.emit(self.best)

    def best_text(self) -> str:
        """Return the list of the best as text, for the settings."""
        return to_text(self.best)

    @property
    def _curve(self) -> HiddenCurve:
        """The curve of this game, hidden when it is first needed: most never play."""
        if self._hidden is None:
            self._hidden = hide_curve(self.game.difficulty, self.game.seed)
        return self._hidden

    def _begin(self, difficulty: str, seed: int) -> None:
        self._hidden = None
        self.game = Game(difficulty, seed, is_known=(difficulty, seed) in self._known)

    def _keep(self, game: Game) -> None:
        """Put the score on the list if it is among the best."""
        score = round(game.contestant(YOU).score, 1)
        best = ranked([*self.best, BestScore(game.difficulty, score, game.seed, self._date())])
        if best != self.best:
            self.best = best
            self.best_changed.emit(best)
