"""The balls and their race: a row for each, and the buttons that add one or let rates race.

Keys in the list: Enter makes a ball the current one, F2 changes its learning rate, Del removes it,
S sorts by arrival.
"""

from collections.abc import Sequence
from math import inf, isfinite

import numpy as np
from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.balls import MAX_BALLS
from gdsim.scenario.effort import Effort, effort_by
from gdsim.scenario.subject import Subject
from gdsim.scenario.typed_numbers import as_typed
from gdsim.text import _
from gdsim.views.balls import ball_words as words
from gdsim.views.balls.arrival_choice import ArrivalChoice
from gdsim.views.balls.ball_columns import samples, spread
from gdsim.views.balls.ball_heading import BallHeading
from gdsim.views.balls.ball_rows import MOST_VARIABLES, Arrival, BallRow, BallsModel, row_of
from gdsim.views.balls.balls_list import BallsList
from gdsim.views.balls.race_row import RaceRow
from gdsim.views.balls.said_line import SaidLine
from gdsim.views.effort_words import words_of
from gdsim.views.icon_button import IconButton
from gdsim.views.theme import Theme
from gdsim.views.view import Ball, ShownRun

TALL = 160
"""From this height on, at scale 1, there is room for how things stand; messages take theirs."""


class BallsPanel(QWidget):
    """The balls of the document.

    Attributes
    ----------
    title, caption : str
    list : BallsList
    model : BallsModel
    heading : BallHeading
    line : SaidLine
        How the race stands, or what is wrong with what was typed.
    add_button, race_button, end_button : IconButton
    race_row : RaceRow
    choice : ArrivalChoice
        In the corner.
    effort : Effort
        In what arrivals are counted.
    """

    heading_changed = Signal(str, str)
    ball_requested = Signal(int)
    ball_added = Signal(object)
    ball_removed = Signal(int)
    ball_rate_edited = Signal(int, float)
    race_requested = Signal(object)
    method_race_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.caption = _("Balls and race"), ""
        self.effort = Effort.EPOCHS
        self._theme = theme
        self._subject: Subject | None = None
        self._balls: tuple[Ball, ...] = ()
        self._subjects: dict[int, Subject] = {}
        self._told: tuple[str, bool] = "", True
        self._offered: tuple[int, int, bool] | None = None
        self._is_bad_rate = False
        self._shape: tuple[object, ...] = ()
        self.model = BallsModel()
        self.heading, self.line = BallHeading(theme), SaidLine(theme)
        self.list = BallsList(theme, self.model, self)
        self.race_row, self.choice = RaceRow(theme), ArrivalChoice()
        self._make_buttons(theme)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.list)
        self.restyle(theme)

    def corner(self) -> QWidget:
        """Return the choice in what arrivals are counted."""
        return self.choice

    def set_subject(self, subject: Subject) -> None:
        """Prepare for another scenario; nothing is shown of the one before."""
        self._subject = subject
        self._balls, self._subjects = (), {}
        self.choice.set_has_rows(subject.samples is not None)
        self.heading.has_minima = subject.function is not None
        self.model.show_rows(())
        self.list.follow_rows()
        self._tell(())

    def show_snapshot(self, _snapshot: Snapshot) -> None:
        """Leave it: the balls come by themselves."""

    def show_runs(self, runs: Sequence[ShownRun]) -> None:
        """Note what decides the run of each ball, to count what its epochs cost."""
        self._subjects = {id(run.history): run.subject for run in runs if run.subject is not None}

    def show_balls(self, balls: Sequence[Ball]) -> None:
        """List these, the current one first."""
        if self._subject is None:
            return
        was_current = self._current_mark
        self._balls = tuple(balls)
        self._show_rows()
        if self._current_mark != was_current or not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.model.index(self.model.row_of_mark(self._current_mark)))

    def set_effort(self, effort: Effort) -> None:
        """Count arrivals in another measure."""
        self.effort = effort
        self.choice.show_effort(effort)
        self._show_rows()

    def set_sorted(self, is_sorted: bool) -> None:
        """Let the rows stand in the order of their arrival, or of their marks."""
        self.choice.sort_action.setChecked(is_sorted)
        self.heading.set_sorted(is_sorted)
        self._show_rows()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        px = theme.px
        self._column.setContentsMargins(px(4), 0, px(4), px(6))
        self._buttons.setContentsMargins(px(4), 0, px(4), 0)
        self._buttons.setSpacing(px(8))
        self._foot.setFixedHeight(px(32))
        for part in (self.heading, self.list, self.line, self.race_row, *self._all_buttons):
            part.restyle(theme)
        self.choice.setFont(theme.font(0.9))
        self._shape = ()
        self._spread()

    # How it is made.

    def _make_buttons(self, theme: Theme) -> None:
        self.add_button = IconButton(theme, "plus", (28, 30), icon_size=14, text=_("Add a ball"))
        self.add_button.setAccessibleName(_("Add a ball"))
        self.race_button = IconButton(theme, "", (16, 30), text=_("Race"))
        self.race_button.setAccessibleName(_("Race"))
        self.race_button.setToolTip(
            _("Lets several learning rates begin at the start of the current ball.")
        )
        self.end_button = IconButton(theme, "", (16, 30), text=_("End the race"))
        self.end_button.setAccessibleName(_("End the race"))
        self.end_button.setToolTip(_("Leaves only the current ball; Undo brings the others back."))
        self._all_buttons = self.add_button, self.race_button, self.end_button

    def _lay_out(self) -> None:
        bar = QWidget()
        self._buttons = QHBoxLayout(bar)
        for button in self._all_buttons:
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
        self._foot = QWidget()
        self._stack = QStackedLayout(self._foot)
        self._stack.addWidget(bar)
        self._stack.addWidget(self.race_row)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addWidget(self.heading)
        self._column.addWidget(self.list, 1)
        self._column.addWidget(self.line)
        self._column.addWidget(self._foot)

    def _connect(self) -> None:
        self.list.chosen.connect(self._on_chosen)
        self.list.removed.connect(self._on_removed)
        self.list.rate_entered.connect(self._on_rate)
        self.list.message_changed.connect(self._on_rate_message)
        self.list.resized.connect(self._spread)
        self.list.sort_wanted.connect(self._on_sort)
        self.heading.sort_clicked.connect(self._on_sort)
        self.choice.sort_action.toggled.connect(self.set_sorted)
        self.choice.effort_chosen.connect(self.set_effort)
        self.add_button.clicked.connect(self._on_add)
        self.race_button.clicked.connect(self._on_race)
        self.end_button.clicked.connect(self._on_end)
        self.race_row.message_changed.connect(self._say)
        self.race_row.closed.connect(self._close_race)
        self.race_row.race_requested.connect(self._on_rates)
        self.race_row.method_race_requested.connect(self._on_methods)

    # What is shown.

    @property
    def _current_mark(self) -> int:
        return self._balls[0].mark if self._balls else -1

    @property
    def _room(self) -> int:
        """How many balls fit beside the runs that are kept."""
        scenario = self._subject.scenario if self._subject else None
        kept = [c for c in scenario.companions if not c.alongside] if scenario else []
        return MAX_BALLS - len(kept)

    def _arrival(self, ball: Ball) -> Arrival:
        if ball.arrived is None or self._subject is None:
            return Arrival()
        experiment = self._subjects.get(id(ball.history), self._subject).experiment
        epochs = np.array([float(ball.arrived)])
        amount = effort_by(self.effort, experiment, ball.history, epochs)
        return Arrival(ball.arrived, None if amount is None else float(amount[0]))

    def _show_rows(self) -> None:
        subject, balls = self._subject, self._balls
        if subject is None:
            return
        arrivals = [self._arrival(ball) for ball in balls]
        first = [abs(b.history.first_loss) for b in balls if isfinite(b.history.first_loss)]
        largest, names = max(first, default=1.0), subject.names
        rows = [
            row_of(ball, names, subject.function, arrival, self.effort, largest)
            for ball, arrival in zip(balls, arrivals, strict=True)
        ]
        is_sorted = self.choice.sort_action.isChecked()
        order = sorted(range(len(rows)), key=lambda i: _turn(rows[i], arrivals[i], is_sorted))
        self.heading.unit = words_of(self.effort).label
        self._spread()
        self._keep_cursor([rows[i] for i in order])
        self._tell(arrivals)

    def _keep_cursor(self, rows: Sequence[BallRow]) -> None:
        """Show rows; the cursor stays with its ball although that may stand elsewhere now."""
        index = self.list.currentIndex()
        mark = self.model.rows[index.row()].mark if index.isValid() else -1
        self.model.show_rows(rows)
        place = self.model.row_of_mark(mark)
        if place >= 0 and place != self.list.currentIndex().row():
            self.list.setCurrentIndex(self.model.index(place))
        self.list.follow_rows()

    def _spread(self) -> None:
        """Give each column its room, if anything has changed that it depends on."""
        subject = self._subject
        if subject is None:
            return
        facts = subject.function
        labels = tuple(ball.name for ball in self._balls)
        rates = tuple(as_typed(ball.rate) for ball in self._balls)
        room = self.list.viewport().width()
        shape = (room, subject.names, facts.bounds if facts else (), labels, rates)
        if shape == self._shape:
            return
        self._shape = shape
        names = subject.names if len(subject.names) <= MOST_VARIABLES else ()
        texts = samples(subject.names, facts.bounds if facts else (), labels or ("",), rates)
        spans = spread(self._theme, texts, names, float(room))
        self.list.set_spans(spans)
        self.heading.set_spans(spans, names)

    def _tell(self, arrivals: Sequence[Arrival]) -> None:
        """Say how the race stands, and offer what can be done now."""
        balls = self._balls
        facts = self._subject.function if self._subject else None
        text = words.sentence(words.Standing(balls, arrivals, self.effort, facts))
        has_news = any(arrival.epoch is not None for arrival in arrivals)
        has_news |= any(ball.stop is not None for ball in balls)
        self._told = text, not (has_news and len(balls) > 1)
        if not self._has_message:
            self._say("")
        caption = words.caption(balls)
        if caption != self.caption:
            self.caption = caption
            self.heading_changed.emit(self.title, caption)
        self._offer()
        said = ". ".join(row.sentence for row in self.model.rows if row.is_current)
        for told in (self, self.list):
            told.setAccessibleDescription(f"{said}. {text}" if said else text)

    def _offer(self) -> None:
        """Offer what can be done with so many balls."""
        offered = len(self._balls), self._room, words.is_race(self._balls)
        if offered == self._offered:
            return
        self._offered = offered
        is_full = len(self._balls) >= self._room
        self.add_button.setEnabled(not is_full)
        self.add_button.setText(
            _("{n} balls, all that fit").format(n=len(self._balls)) if is_full else _("Add a ball")
        )
        self.add_button.setToolTip(
            _("Remove a ball or a kept run to add another one.")
            if is_full
            else _("Puts one more ball into the widest gap; all begin again at their starts.")
        )
        self.add_button.restyle(self._theme)
        self.end_button.setVisible(words.is_race(self._balls))

    # Messages.

    @property
    def _has_message(self) -> bool:
        return bool(self.race_row.field.accessibleDescription()) or self._is_bad_rate

    def _say(self, message: str) -> None:
        """Say what is wrong, or again how things stand."""
        if message:
            self.line.say(message)
        else:
            self.line.say(self._told[0], is_quiet=self._told[1])
        self.line.setVisible(bool(message) or self.height() >= self._theme.px(TALL))

    def _on_rate_message(self, is_wrong: bool) -> None:
        self._is_bad_rate = is_wrong
        self._say(_("Type a number from 0 up, like 0.05.") if is_wrong else "")

    # Gestures.

    def _on_chosen(self, row: int) -> None:
        place = self.model.rows[row].place
        if place >= 0:
            self.ball_requested.emit(place)

    def _on_removed(self, row: int) -> None:
        if len(self.model.rows) > 1:
            self.ball_removed.emit(self.model.rows[row].place)
        else:
            self._say(_("This is the last ball; add another one first."))

    def _on_rate(self, row: int, rate: float) -> None:
        self.ball_rate_edited.emit(self.model.rows[row].place, rate)

    def _on_sort(self) -> None:
        self.choice.sort_action.toggle()

    def _on_add(self) -> None:
        self.ball_added.emit(None)

    def _on_race(self) -> None:
        if self._balls:
            self._stack.setCurrentWidget(self.race_row)
            self.race_row.open_with(self._balls[0].rate, self._room)

    def _close_race(self) -> None:
        self.race_row.field.setAccessibleDescription("")
        had_focus = self.race_row.isAncestorOf(self.focusWidget() or self)
        self._stack.setCurrentIndex(0)
        self._say("")
        if had_focus:
            self.list.setFocus()

    def _on_rates(self, rates: tuple[float, ...]) -> None:
        self._close_race()
        self.race_requested.emit(rates)

    def _on_methods(self) -> None:
        self._close_race()
        self.method_race_requested.emit()

    def _on_end(self) -> None:
        self.race_requested.emit(())

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(self._theme.px(440), self._theme.px(220))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Spread the columns anew."""
        super().resizeEvent(event)
        self._spread()
        if not self._has_message:
            self._say("")


def _turn(row: BallRow, arrival: Arrival, is_sorted: bool) -> tuple[float, int]:
    """Return by what rows are sorted: those on their way stand behind, the diverged ones last."""
    if not is_sorted:
        return 0.0, row.mark
    late = inf if row.verdict else 1e300
    return (late if arrival.amount is None else arrival.amount), row.mark
