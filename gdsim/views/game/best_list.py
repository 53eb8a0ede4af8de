"""The best games of one difficulty: scores -> a few lines, the one just played set off."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdsim.engine.probes import YOU, Game
from gdsim.scenario.best_scores import N_KEPT, BestScore
from gdsim.scenario.quantities import fixed
from gdsim.text import _
from gdsim.views.game import game_words as words
from gdsim.views.theme import Theme

HEADER, ROW = 26, 22


class BestList(QWidget):
    """A heading and up to five lines, painted: place, score, curve, day."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._game = Game()
        self._scores: tuple[BestScore, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.restyle(theme)

    @property
    def lines(self) -> list[tuple[str, str, str, str]]:
        """What is written: place, score, curve and day of each game."""
        return [
            (
                f"{number}.",
                fixed(one.score, 1),
                _("curve {seed}").format(seed=f"{one.seed:,}"),
                _("this game") if self._is_this(one) else one.date,
            )
            for number, one in enumerate(self._of_difficulty(), 1)
        ]

    @property
    def heading(self) -> str:
        """What stands above."""
        name = words.difficulty(self._game.difficulty).lower()
        return _("Your best, {difficulty}").format(difficulty=name)

    def show_game(self, game: Game) -> None:
        """Show the list of this game's difficulty."""
        self._game = game
        self._say()

    def show_best_scores(self, scores: Sequence[BestScore]) -> None:
        """Show another list, of all difficulties."""
        self._scores = tuple(scores)
        self._say()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def _of_difficulty(self) -> list[BestScore]:
        return [one for one in self._scores if one.difficulty == self._game.difficulty][:N_KEPT]

    def _is_this(self, one: BestScore) -> bool:
        game = self._game
        if not game.has_ended or game.is_known or one.seed != game.seed:
            return False
        return one.score == round(game.contestant(YOU).score, 1)

    def _say(self) -> None:
        self.setAccessibleName(self.heading)
        text = "; ".join(" ".join(line) for line in self.lines)
        self.setAccessibleDescription(text or _empty())
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of a whole list."""
        px = self._theme.px
        return QSize(px(240), px(HEADER) + N_KEPT * px(ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Write the lines."""
        theme, px = self._theme, self._theme.px
        painter, align = QPainter(self), Qt.AlignmentFlag
        painter.setFont(theme.font(bold=True))
        painter.setPen(theme.color("text"))
        painter.drawText(QRectF(0.0, 0.0, self.width(), px(HEADER)), 0, self.heading)
        if not self._of_difficulty():
            painter.setFont(theme.font(0.9))
            painter.setPen(theme.color("muted"))
            box = QRectF(0.0, px(HEADER), self.width(), 2 * px(ROW))
            painter.drawText(box, Qt.TextFlag.TextWordWrap, _empty())
        cells = ((0, 20, align.AlignLeft), (20, 46, align.AlignRight), (86, 90, align.AlignLeft))
        for i, (line, one) in enumerate(zip(self.lines, self._of_difficulty(), strict=True)):
            top, height = px(HEADER) + i * px(ROW), px(ROW)
            painter.setFont(theme.font(0.92, bold=self._is_this(one)))
            for text, (left, width, side) in zip(line[:3], cells, strict=True):
                painter.setPen(theme.color("text" if side == align.AlignRight else "muted"))
                box = QRectF(px(left), top, px(width), height)
                painter.drawText(box, side | align.AlignVCenter, text)
            painter.setPen(theme.color("text" if self._is_this(one) else "muted"))
            box = QRectF(px(176), top, self.width() - px(176), height)
            painter.drawText(box, align.AlignRight | align.AlignVCenter, line[3])


def _empty() -> str:
    return _("A game on a curve that is new to you counts, and stands here.")
