"""You first: the plot of tries, what comes of them in a sentence, and the buttons of the game."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.contest import Contest
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.icon_button import IconButton
from gdsim.views.plotting.log_switch import log_switch
from gdsim.views.sentence import Sentence
from gdsim.views.theme import Theme
from gdsim.views.tries import tries_words as words
from gdsim.views.tries.tries_plot import TriesPlot
from gdsim.views.view import ShownRun


class TriesPanel(QWidget):
    """A person against descent, from the same start.

    Attributes
    ----------
    plot : TriesPlot
    sentence : Sentence
    begin_button, descent_button, best_button, again_button : IconButton
    log_button : FlatButton
        In the corner; the key L does the same.
    """

    try_begin_requested = Signal()
    try_descent_requested = Signal()
    try_best_requested = Signal()
    try_again_requested = Signal()
    picture_requested = Signal()
    heading_changed = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.caption = _("You first"), ""
        self._theme = theme
        self._contest = Contest()
        self.plot, self.sentence = TriesPlot(theme), Sentence(theme)
        self.begin_button = self._button(
            "by-hand",
            _("Begin"),
            _("Goes to epoch 0 and counts every change you make there as a try."),
            self.try_begin_requested,
        )
        self.descent_button = self._button(
            "play",
            _("Let descent try"),
            _("Puts the start back and plays to the goal; your tries stay on the plot."),
            self.try_descent_requested,
        )
        self.best_button = self._button(
            "keep",
            _("Use my best"),
            _("Makes the parameters of your best try the start; begins a new run."),
            self.try_best_requested,
        )
        self.again_button = self._button(
            "reset",
            _("Start over"),
            _("Puts the start back and forgets your tries and descent's."),
            self.try_again_requested,
        )
        self.log_button = log_switch()
        self.log_button.toggled.connect(self._on_log)
        self._lay_out()
        self.plot.picture_requested.connect(self.picture_requested)
        self.setFocusProxy(self.plot)
        self.restyle(theme)
        self._follow()

    def corner(self) -> QWidget:
        """Return the switch to a logarithmic axis."""
        return self.log_button

    def set_subject(self, subject: Subject) -> None:
        """Prepare for another scenario."""
        self.plot.set_subject(subject)
        self._follow()

    def show_tries(self, contest: Contest) -> None:
        """Show what was tried so far, by hand and by descent."""
        self._contest = contest
        self.plot.show_tries(contest)
        self._follow()

    def show_runs(self, runs: Sequence[ShownRun]) -> None:
        """Note which run is the current one."""
        self.plot.show_runs(runs)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show where the parameters are now."""
        self.plot.show_snapshot(snapshot)
        self._say()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.plot.restyle(theme)
        self.sentence.restyle(theme)
        for button in self._buttons:
            button.restyle(theme)
        self.log_button.setFont(theme.font(0.9))
        px = theme.px
        self._row.setContentsMargins(px(8), 0, px(8), px(8))
        self._row.setSpacing(px(8))

    @property
    def _buttons(self) -> tuple[IconButton, ...]:
        return self.begin_button, self.descent_button, self.best_button, self.again_button

    def _follow(self) -> None:
        """Offer what can be done now."""
        contest = self._contest
        self.begin_button.setVisible(not contest.has_begun)
        self._share_height()
        self._row.setStretch(0, 0 if contest.has_begun else 1)  # Begin stands below what to do
        for button in self._buttons[1:]:
            button.setVisible(contest.has_begun)
        self.best_button.setEnabled(contest.best is not None)
        self.again_button.setEnabled(bool(contest.tries) or contest.descent is not None)
        self._say()

    def _share_height(self) -> None:
        """Leave to the plot, which names the losses too, the room of the sentence."""
        is_tall = self.height() >= self._theme.px(180)
        self.sentence.setVisible(self._contest.has_begun and is_tall)

    def _say(self) -> None:
        texts = words.sentences(self._contest, self.plot.n_updates)
        self.sentence.set_texts(*texts)
        said = texts if self._contest.has_begun else words.what_to_do()
        for told in (self, self.plot):
            told.setAccessibleDescription(" ".join(said))
        caption = words.caption(self._contest)
        if caption != self.caption:
            self.caption = caption
            self.heading_changed.emit(self.title, caption)

    def _button(self, icon: str, text: str, tip: str, signal: SignalInstance) -> IconButton:
        button = IconButton(self._theme, icon, (32, 30), icon_size=16, text=text)
        button.setToolTip(tip)
        button.setAccessibleName(text)
        button.clicked.connect(signal)
        return button

    def _lay_out(self) -> None:
        self._row = QHBoxLayout()
        self._row.addStretch(1)
        for button in self._buttons:
            self._row.addWidget(button)
        self._row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.plot, 1)
        column.addWidget(self.sentence)
        column.addLayout(self._row)

    def _on_log(self, is_log: bool) -> None:
        self.plot.set_logarithmic(is_log=is_log)

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(self._theme.px(560), self._theme.px(380))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._share_height()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Switch the scale by L."""
        if event.key() == Qt.Key.Key_L and not event.modifiers():
            self.log_button.toggle()
        else:
            super().keyPressEvent(event)
