"""The column beside the hidden curve: which curve, how many looks are left, replay, the best."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gdsim.engine.hidden_curves import DIFFICULTIES
from gdsim.engine.probes import MOST_SEEDS, N_PROBES, Game
from gdsim.scenario.best_scores import BestScore
from gdsim.scenario.typed_numbers import read_number
from gdsim.text import _
from gdsim.views.flat_button import FlatButton
from gdsim.views.game import game_words as words
from gdsim.views.game.best_list import BestList
from gdsim.views.game.looks_left import LooksLeft
from gdsim.views.icon_button import IconButton
from gdsim.views.number_field import NumberField
from gdsim.views.slider import Slider
from gdsim.views.text_label import TextLabel
from gdsim.views.theme import Theme


class GameControls(QWidget):
    """Chooses the curve, ends the game, and goes through the looks when it has ended.

    Attributes
    ----------
    difficulties : dict of FlatButton
        One for each difficulty.
    seed_field : NumberField
    new_button, same_button, done_button, replay_button : IconButton
    looks_left : LooksLeft
    slider : Slider
        The looks that are shown.
    best_list : BestList
    """

    game_requested = Signal(object)
    game_ended = Signal()
    replay_requested = Signal()
    step_requested = Signal(int)
    mistake_changed = Signal(bool)
    """Whether what is typed is no number of a curve."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._game = theme, Game()
        self._group = QButtonGroup(self)
        self.difficulties = {key: self._difficulty(key) for key in DIFFICULTIES}
        self.seed_field = NumberField(
            _("Number of the curve"),
            _("Everyone who types this number gets the same curve. Enter begins a new game on it."),
            read_seed,
            write_seed,
        )
        self.new_button = self._button(
            "new-start",
            _("New curve"),
            _("Hides another curve of this difficulty; begins a new game."),
        )
        self.same_button = self._button(
            "reset",
            _("Same curve again"),
            _("Begins again on this curve. Now that you know it, the score is not kept."),
        )
        self.done_button = self._button(
            "",
            _("I am done"),
            _("Ends the game: the others get as many looks as you took, then the curve shows."),
        )
        self.replay_button = self._button(
            "play",
            _("Replay"),
            _("Shows everyone's looks one after the other, the first ones together."),
        )
        self.looks_left, self.best_list = LooksLeft(theme), BestList(theme)
        self.slider = Slider(range(1, N_PROBES + 1))
        self.slider.setAccessibleName(_("Looks that are shown"))
        self.slider.setToolTip(_("Shows everyone's looks up to this one."))
        self._seed_label = TextLabel(theme, _("Curve"), color="muted")
        self._left_label = TextLabel(theme)
        self._best_label = TextLabel(theme, color="muted", size=0.9)
        self._step_label = TextLabel(theme, color="muted", size=0.9)
        self._pages = QStackedWidget()
        self._pages.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._lay_out()
        self.new_button.clicked.connect(self._ask_new)
        self.same_button.clicked.connect(self._ask_same)
        self.done_button.clicked.connect(self.game_ended)
        self.replay_button.clicked.connect(self.replay_requested)
        self._group.idClicked.connect(self._ask_difficulty)
        self.seed_field.number_entered.connect(self._ask_seed)
        self.seed_field.number_nudged.connect(self._nudge_seed)
        self.seed_field.message_changed.connect(self.mistake_changed)
        self.slider.dragged.connect(self.step_requested)
        self.slider.dropped.connect(self.step_requested)
        self.restyle(theme)
        self.show_game(self._game)

    def show_game(self, game: Game) -> None:
        """Show which curve it is and what can be done now."""
        self._game = game
        self.difficulties[game.difficulty].setChecked(True)
        self.seed_field.setModified(False)
        self.seed_field.set_number(float(game.seed))
        self.looks_left.show_game(game)
        self._left_label.set_text(words.looks_left(game))
        self._best_label.set_text(words.lowest_so_far(game))
        self.done_button.setEnabled(bool(game.probes) and not game.has_ended)
        self.best_list.show_game(game)
        self._pages.setCurrentIndex(int(game.has_ended))
        n = max(1, len(game.probes))
        self.slider.setRange(1, n)
        for widget in (self.slider, self.replay_button):
            widget.setEnabled(n > 1)
        self.show_step(n, is_replaying=False)

    def show_step(self, step: int, *, is_replaying: bool) -> None:
        """Show which looks are shown."""
        self.slider.set_position(step)
        n = len(self._game.probes)
        text = _("look {step} of {n}").format(step=step, n=n) if is_replaying else words.n_looks(n)
        self._step_label.set_text(text)

    def set_playing(self, playing: bool) -> None:
        """Show whether the replay is going on."""
        self.replay_button.set_icon("pause" if playing else "play")

    def show_best_scores(self, scores: Sequence[BestScore]) -> None:
        """Show another list of the best."""
        self.best_list.show_best_scores(scores)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme, px = theme, theme.px
        for button in (self.new_button, self.same_button, self.done_button, self.replay_button):
            button.restyle(theme)
        for label in (self._seed_label, self._left_label, self._best_label, self._step_label):
            label.restyle(theme)
        for key in DIFFICULTIES:
            self.difficulties[key].setFont(theme.font())
            self.difficulties[key].setFixedHeight(px(32))
        self.seed_field.setFont(theme.font())
        self.seed_field.setFixedSize(px(72), px(32))
        self._step_label.setFixedWidth(px(88))
        self.slider.setFixedHeight(px(24))
        self.looks_left.restyle(theme)
        self.best_list.restyle(theme)
        self._column.setContentsMargins(px(8), 0, px(8), 0)
        for layout in (self._column, self._curve_row, *self._page_layouts):
            layout.setSpacing(px(8))

    def _difficulty(self, key: str) -> FlatButton:
        tips = {
            "easy": _("One smooth well. Begins a new game."),
            "medium": _("Two or three wells, one of them the deepest. Begins a new game."),
            "hard": _("Many wells; the deepest one is narrow. Begins a new game."),
        }
        button = FlatButton(words.difficulty(key), tips[key], is_switch=True)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._group.addButton(button, DIFFICULTIES.index(key))
        return button

    def _button(self, icon: str, text: str, tip: str) -> IconButton:
        button = IconButton(self._theme, icon, (32, 32), icon_size=16, text=text)
        button.setToolTip(tip)
        button.setAccessibleName(text)
        return button

    def _lay_out(self) -> None:
        segments = QHBoxLayout()
        segments.setSpacing(2)
        for button in self.difficulties.values():
            segments.addWidget(button, 1)
        self._curve_row = QHBoxLayout()
        for widget in (self._seed_label, self.seed_field, self.new_button):
            self._curve_row.addWidget(widget)
        self._curve_row.addStretch(1)
        self._page_layouts: list[QVBoxLayout | QHBoxLayout] = []
        self._pages.addWidget(self._playing_page())
        self._pages.addWidget(self._ended_page())
        self._column = QVBoxLayout(self)
        self._column.addLayout(segments)
        self._column.addLayout(self._curve_row)
        self._column.addSpacing(12)
        self._column.addWidget(self._pages)
        self._column.addSpacing(12)
        self._column.addWidget(self.best_list)
        self._column.addStretch(1)

    def _playing_page(self) -> QWidget:
        dots = QHBoxLayout()
        dots.addWidget(self.looks_left)
        dots.addWidget(self._left_label)
        dots.addStretch(1)
        return self._page(dots, self._best_label, self.done_button)

    def _ended_page(self) -> QWidget:
        replay = QHBoxLayout()
        for widget in (self.replay_button, self.slider, self._step_label):
            replay.addWidget(widget)
        self._page_layouts.append(replay)
        return self._page(replay, self.same_button)

    def _page(self, row: QHBoxLayout, *widgets: QWidget) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        for widget in widgets:
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self._page_layouts += [row, column]
        return page

    def _ask_new(self) -> None:
        self.game_requested.emit((self._game.difficulty, None))

    def _ask_same(self) -> None:
        self.game_requested.emit((self._game.difficulty, self._game.seed))

    def _ask_difficulty(self, number: int) -> None:
        self.game_requested.emit((DIFFICULTIES[number], None))

    def _ask_seed(self, number: float) -> None:
        self.game_requested.emit((self._game.difficulty, round(number)))

    def _nudge_seed(self, direction: float, _modifiers: object) -> None:
        seed = min(max(self._game.seed + round(direction), 1), MOST_SEEDS)
        self.game_requested.emit((self._game.difficulty, seed))


def read_seed(text: str) -> float | None:
    """Return the number of a curve that a person has typed, or None."""
    number = read_number(text.replace(",", ""))
    if number is None or number != round(number) or not 1 <= number <= MOST_SEEDS:
        return None
    return number


def write_seed(number: float) -> str:
    """Return the number of a curve as it stands in its field."""
    return f"{number:.0f}"
