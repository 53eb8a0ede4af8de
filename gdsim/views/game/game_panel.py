"""You against descent: the hidden curve, who looked where, and what can be done."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from gdsim.engine.probes import Game
from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.best_scores import BestScore
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.game import game_words as words
from gdsim.views.game.game_board import GameBoard
from gdsim.views.game.game_controls import GameControls
from gdsim.views.game.game_plot import GamePlot
from gdsim.views.sentence import Sentence
from gdsim.views.theme import Theme

SIDE = 304
"""Pixels of the column at the right."""
STEP_MS = 700
"""Between two looks of the replay."""


class GamePanel(QWidget):
    """A game of ten looks. It needs no document, so it shows nothing of one.

    Attributes
    ----------
    sentence : Sentence
        What has just happened, and what to do.
    plot : GamePlot
    board : GameBoard
    controls : GameControls
    """

    game_requested = Signal(object)
    """(difficulty, seed or None)"""
    probe_requested = Signal(float)
    game_ended = Signal()
    picture_requested = Signal()
    heading_changed = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._game = theme, Game()
        self.title, self.caption = _("You against descent"), ""
        self.sentence, self.plot, self.controls = (
            Sentence(theme),
            GamePlot(theme),
            GameControls(theme),
        )
        self.board = GameBoard(theme, self.plot.frame, SIDE)
        self._timer = QTimer(self)
        self._timer.setInterval(STEP_MS)
        self._timer.timeout.connect(self._replay_next)
        self._grid = QGridLayout(self)
        self._grid.addWidget(self.sentence, 0, 0, 1, 2)
        self._grid.addWidget(self.plot, 1, 0)
        self._grid.addWidget(self.controls, 1, 1)
        self._grid.addWidget(self.board, 2, 0, 1, 2)
        self._grid.setRowStretch(1, 1)
        self._grid.setColumnStretch(0, 1)
        self.setFocusProxy(self.plot)
        self._connect()
        self.restyle(theme)
        self.show_game(self._game)

    def corner(self) -> None:
        """Return nothing: all controls stand beside the curve."""

    def set_subject(self, subject: Subject) -> None:
        """Show nothing of a document."""

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show nothing of a document."""

    def show_game(self, game: Game) -> None:
        """Show what is known of a game."""
        if game is self._game and self.caption:
            return  # the panel has only come to the front again
        self._stop()
        controls = self.controls
        had_focus = controls.done_button.hasFocus() or controls.same_button.hasFocus()
        self._game = game
        for part in (self.plot, self.board, self.controls):
            part.show_game(game)
        if had_focus:  # the button that was pressed is not there any more
            self._next_to_use().setFocus(Qt.FocusReason.OtherFocusReason)
        self._say()
        caption = words.caption(game)
        if caption != self.caption:
            self.caption = caption
            self.heading_changed.emit(self.title, caption)

    def show_best_scores(self, scores: Sequence[BestScore]) -> None:
        """Show the best games of all difficulties, the best first."""
        self.controls.show_best_scores(scores)

    def set_reduced_motion(self, reduced: bool) -> None:
        """Reveal curves at once; a replay still goes from look to look."""
        self.plot.set_reduced_motion(reduced)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme, px = theme, theme.px
        for part in (self.sentence, self.plot, self.board, self.controls):
            part.restyle(theme)
        self.controls.setFixedWidth(px(SIDE))
        self._grid.setContentsMargins(px(8), 0, px(8), 0)
        self._grid.setHorizontalSpacing(px(8))
        self._grid.setVerticalSpacing(px(8))

    def _connect(self) -> None:
        controls, plot = self.controls, self.plot
        controls.game_requested.connect(self.game_requested)
        controls.game_ended.connect(self.game_ended)
        controls.replay_requested.connect(self._toggle_replay)
        controls.step_requested.connect(self._go_to)
        controls.mistake_changed.connect(self._say_mistake)
        plot.probe_requested.connect(self.probe_requested)
        plot.step_requested.connect(self._go_to)
        plot.picture_requested.connect(self.picture_requested)

    def _next_to_use(self) -> QWidget:
        """Return what a person at the keyboard wants next."""
        if not self._game.has_ended:
            return self.plot
        replay = self.controls.replay_button
        return replay if replay.isEnabled() else self.controls.same_button

    def _say(self) -> None:
        texts = words.sentences(self._game)
        self.sentence.set_texts(*texts)
        self.setAccessibleDescription(" ".join(texts))

    def _say_mistake(self, is_mistaken: bool) -> None:
        if is_mistaken:
            self.sentence.set_texts(words.seed_mistake(), "")
        else:
            self._say()

    def _toggle_replay(self) -> None:
        """Begin to replay from the first look, or stop."""
        if self._timer.isActive():
            self._stop()
            return
        self._show_step(1)
        self._timer.start()
        self.controls.set_playing(True)

    def _replay_next(self) -> None:
        step = self.plot.step + 1
        if step > len(self._game.probes):
            self._stop()
            self._show_step(len(self._game.probes), is_replaying=False)
        else:
            self._show_step(step)

    def _go_to(self, step: int) -> None:
        """Show the looks up to this one, at rest; up to the last one, who did best."""
        self._stop()
        self._show_step(step, is_replaying=step < len(self._game.probes))

    def _show_step(self, step: int, *, is_replaying: bool = True) -> None:
        for part in (self.plot, self.board, self.controls):
            part.show_step(step, is_replaying=is_replaying)

    def _stop(self) -> None:
        self._timer.stop()
        self.controls.set_playing(False)

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(self._theme.px(1180), self._theme.px(600))

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop the replay."""
        super().hideEvent(event)
        self._stop()
