"""The loss along one parameter, all others held: Snapshot, balls -> a curve and what rolls on it.

It is the same for a function of one variable, on whose curve every ball lies, and for a network,
where other runs have curves of their own since their other parameters differ.
"""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QWidget

from gdsim.engine.basins import Basins
from gdsim.engine.ghost_slices import GhostSlices
from gdsim.engine.snapshot import Slice, Snapshot
from gdsim.scenario.balls import CURRENT
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.plotting.marks import Label, Ring
from gdsim.views.slice import ball_words
from gdsim.views.slice import slice_words as words
from gdsim.views.slice.ball_line import BallLine
from gdsim.views.slice.curve_layers import CurveLayers
from gdsim.views.slice.curve_moment import CurveMoment
from gdsim.views.slice.on_curve import OnCurve
from gdsim.views.slice.slice_corner import SliceCorner
from gdsim.views.slice.slice_shape import height_at, losses_to_see
from gdsim.views.theme import Theme
from gdsim.views.view import Ball, ShownRun

LATE_MS = 8
"""After a move of the hand: by then the answer to it has come, unless the network is large."""


class SlicePlot(BallLine):
    """The training loss along the selected parameter, with the dot where the run is.

    While a ball is in the hand the axes stay as they are and its place wins over that of
    snapshots. What the hands do stands at ``BallPlot``.

    Attributes
    ----------
    moment : CurveMoment
        What is shown.
    layers : CurveLayers
        What is drawn of it, among them:
    slice_marks : SliceMarks
        The dot and what stands around it.
    curve_balls : CurveBalls
        The other balls, and what is written beside all of them.
    function_marks : FunctionMarks
        What is known of a function of one variable.
    room : LabelRoom
    message : Label
        What stands in the place of a curve that does not exist.
    readout : Label
        The numbers at the place under the mouse.
    add_action : QAction
        In the context menu: one more ball.
    """

    is_revealed = True
    """Whether the curve and its lowest point are seen, or only the dot on it."""
    has_earlier = True
    """Whether curves of earlier epochs can be shown."""

    parameter_dragged = Signal(int, float)
    parameter_dropped = Signal(int, float)
    parameter_requested = Signal(int)
    ball_dropped = Signal(int, object)
    ball_added = Signal(object)
    heading_changed = Signal(str, str)
    needs_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Loss over one parameter"), parent)
        self.title, self.caption = _("Loss over one parameter"), ""
        self.moment = CurveMoment(self.hand)
        self._ghosts: GhostSlices | None = None
        self._is_touched = False  # whether anything was done to this subject
        self.layers = CurveLayers(self, self.moment)
        self.slice_marks = self.layers.slice_marks
        self.curve_balls = self.layers.curve_balls
        self.function_marks = self.layers.function_marks
        self.room = self.layers.room
        self._ghost = self.add_mark(Ring(theme, "loss", 3.0, 2.0))
        self.readout = self.add_mark(Label(theme, "muted"))
        self.message = self.add_mark(Label(theme, "muted", 1.0))
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.timeout.connect(self.refresh)
        self._corner = SliceCorner(theme)
        self._corner.parameter_requested.connect(self.parameter_requested)
        self._corner.earlier.toggled.connect(self._on_earlier)
        self.add_action = QAction(_("Add a ball"), self)
        self.add_action.setToolTip(_("Puts one more ball where there is room: A, or two clicks."))
        self.add_action.triggered.connect(self._on_add)
        self.add_action.setVisible(False)
        self.menu.addAction(self.add_action)

    @property
    def needs(self) -> frozenset[str]:
        """What the plot wants besides snapshots."""
        basins = {"basins"} if self.can_add() else set()
        earlier = {"ghost_slices"} if self._has_ghosts() else set()
        return frozenset(basins | earlier)

    def corner(self) -> QWidget:
        """Return what chooses the parameter and shows earlier curves."""
        return self._corner

    def set_subject(self, subject: Subject) -> None:
        """Prepare for another scenario."""
        needed = self.needs
        self.moment.set_subject(subject)
        self._ghosts, self._is_touched = None, False
        self.forget_hands()
        self.forget_ranges()
        self.function_marks.set_subject(subject)
        is_function, has_earlier = self.moment.is_function, self.has_earlier
        self._corner.set_subject(subject, is_function=is_function, has_earlier=has_earlier)
        self.add_action.setVisible(self.can_add())
        if needed != self.needs:
            self.needs_changed.emit()
        self.refresh()

    def show_runs(self, runs: Sequence[ShownRun]) -> None:
        """Take the earlier epochs from the current run."""
        history = next((run.history for run in runs if not run.is_ghost), None)
        is_same, self.moment.history = history is self.moment.history, history
        if not is_same:  # else a snapshot will come that says which of its epochs are earlier
            self._ghosts = None
            self.refresh()

    def show_balls(self, balls: Sequence[Ball]) -> None:
        """Show these, the current one first; a snapshot that comes with them draws them."""
        self.moment.balls = tuple(balls)
        self.settle_carried()
        if self.moment.snapshot is not None:
            self._say_heading()
        self._late.start(0)

    def show_basins(self, basins: Basins) -> None:
        """Show along the axis which start leads to which minimum."""
        self.function_marks.show_basins(basins)
        self._late.start(0)

    def show_ghost_slices(self, ghosts: GhostSlices) -> None:
        """Show the curves of earlier epochs."""
        self._ghosts = ghosts
        self._late.start(0)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show this moment; a ball in the hand stays there."""
        if self.moment.leads_elsewhere(snapshot):
            self.forget_hands()
            self.forget_ranges()
        self.moment.show_snapshot(snapshot)
        self._is_touched = self._is_touched or snapshot.epoch > 0
        self._corner.chooser.setCurrentIndex(self.moment.parameter)
        self._say_heading()
        self.refresh()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self.layers.restyle(theme)
        super().restyle(theme)
        self._corner.restyle(theme)

    def draw(self) -> None:
        """Bring curve, paths, balls and words onto the plot."""
        self._late.stop()
        now, is_shown = self.moment, self.moment.is_ready
        for item in (self.box, self.axes):
            item.setVisible(is_shown)
        self._hide_hover()
        self._say_message(words.message(now.name, is_cut=now.is_cut))
        if now.part is None or not is_shown:
            self.layers.hide()
            return
        carried = self.carried
        put = None if carried is None or carried.to is None else (carried.ball, carried.to)
        balls, is_revealed = now.on_curve(put), self.is_revealed
        self._fit(now.part, balls)
        ghosts = self._ghosts if self._has_ghosts() else None
        self.layers.draw_curves(balls, ghosts, is_revealed=is_revealed)
        held, lowest = carried.ball if carried else None, self.lowest_text(now.part)
        self.layers.draw_marks(balls, held, lowest, is_revealed=is_revealed)
        self.slice_marks.ring.set_halo("held" if self.hand.is_held else "soft")
        text = self.layers.draw_words(is_new=not self._is_touched, is_free=now.is_free)
        self.setAccessibleDescription(text)

    def heading(self) -> tuple[str, str]:
        """Return title and caption."""
        now = self.moment
        is_held, n_elsewhere = self.hand.is_held, now.n_elsewhere()
        return words.heading(
            words.Situation(now.name, now.formula, now.is_cut, is_held, n_elsewhere)
        )

    def lowest_text(self, part: Slice) -> str:
        """Return what the lowest point is called."""
        return words.lowest(self.moment.name)

    def tip_at(self, position: QPointF) -> str:
        """Explain what is under the mouse."""
        now = self.moment
        if not now.is_ready:
            return ""
        balls = {one.ball.place: one for one in self.curve_balls.balls}
        place = self.ball_at(position)
        for x, y in self.curve_balls.path_of(CURRENT)[:-1].tolist():
            if (self.frame.to_pixels(x, y) - position).manhattanLength() < 10.0:
                return words.path_tip(now.name, is_one_curve=now.is_one_curve)
        if place == CURRENT:
            return words.dot_tip(now.name, now.dot())
        if place is not None:
            return ball_words.tip(balls[place], now.name)
        return self.function_marks.tip_at(position, now.name) or self.slice_marks.tip_at(position)

    def takes_key(self, event: QKeyEvent) -> bool:
        """Whether a ball, or the switch of the earlier curves, wants this key."""
        is_switch = event.key() == Qt.Key.Key_E and not event.modifiers()
        return (is_switch and self._can_have_ghosts()) or super().takes_key(event)

    # What the hands ask.

    def can_move(self) -> bool:
        """Whether there is a ball to take."""
        return self.moment.is_ready

    def can_add(self) -> bool:
        """Whether there can be more balls: on the curve of a function."""
        return self.moment.is_function and self.is_revealed

    def value(self) -> float:
        """Return where the current ball is."""
        return self.moment.dot().value

    def spots(self) -> dict[int, QPointF]:
        """Return where the balls that are seen stand, by their places."""
        ring = self.slice_marks.ring
        if not ring.isVisible():
            return {}
        return {place: spot.at for place, spot in self.curve_balls.spots.items()} | {
            CURRENT: ring.pos()
        }

    def can_choose(self) -> bool:
        """Whether a number chooses another ball: on one curve, not on those of a network."""
        return self.can_add() and self.can_move()

    def numbers(self) -> dict[int, int]:
        """Return which ball each number key chooses, from 1 on."""
        return {b.mark + 1: b.place for b in self.moment.balls if not b.is_hidden}

    def is_ground(self, position: QPointF) -> bool:
        """Whether a click there brings the current ball: on the plot, or on the strip below."""
        return super().is_ground(position) or self.function_marks.strip.holds(position)

    def free_place(self) -> float:
        """Return the middle of the widest stretch without a ball."""
        places = np.array([one.value for one in self.curve_balls.balls])
        low, high = self.frame.x_range
        places = np.sort(np.concatenate([[low, high], places[(places > low) & (places < high)]]))
        i = int(np.argmax(np.diff(places)))
        return float(places[i] + places[i + 1]) / 2.0

    def tell_moved(self, place: float) -> None:
        """Say that the current ball is moved, live; the answer to that draws the rest."""
        self._is_touched = True
        self._late.start(LATE_MS)  # or this does, if the answer takes long
        self.parameter_dragged.emit(self.moment.parameter, place)

    def tell_dropped(self, place: float) -> None:
        """Say where the current ball was let go."""
        self.parameter_dropped.emit(self.moment.parameter, place)

    def tell_cancelled(self) -> None:
        """Put the current ball back."""
        self.moment.take_back()
        super().tell_cancelled()

    def tell_put(self, ball: int, place: float) -> None:
        """Say where another ball was let go."""
        self._is_touched = True
        self.ball_dropped.emit(ball, {self.moment.parameter: place})

    def tell_wanted(self, place: float | None) -> None:
        """Say that one more ball is wanted, there or wherever there is room."""
        self._is_touched = True
        self.ball_added.emit(None if place is None else {self.moment.parameter: place})

    def hand_changed(self) -> None:
        """Show what is held."""
        if self.moment.snapshot is not None:
            self._say_heading()
        self.refresh()

    def show_hover(self, position: QPointF | None) -> None:
        """Show where on the curve a click would put the ball, and the numbers there."""
        self._hide_hover()
        now, part, marks = self.moment, self.moment.part, self.function_marks
        if position is None or part is None or not (now.is_ready and self.is_revealed):
            return
        self.curve_balls.hover(self.ball_at(position))
        value = self.place_at(position)
        text = marks.strip_words(position, value, now.name, height_at(part, value))
        if text:
            size = self.readout.set_text(text)
            self.readout.move_to(marks.strip_corner(position, size))
        elif self.frame.area.contains(position):
            loss = height_at(part, value)
            at = self.frame.to_pixels(value, loss)
            self._ghost.setPos(at)
            self._ghost.setVisible(self.frame.area.contains(at))
            text = marks.breaks.words_at(position, now.name)
            size = self.readout.set_text(text or words.readout(now.name, value, loss))
            self.readout.move_to(self.room.free_corner(size))

    # What is drawn.

    def _fit(self, part: Slice, balls: Sequence[OnCurve]) -> None:
        """Choose the ranges, which stay while a ball is in the hand."""
        is_new = self.frame.x_range[0] == self.frame.x_range[1]
        is_busy = self.hand.is_busy or self.is_carrying
        if (is_busy and not is_new) or self.moment.subject is None:
            return
        self.axes.x_label = self.moment.name
        self.set_x(float(part.values[0]), float(part.values[-1]))
        places = np.vstack([point for one in balls for point in one.points()])
        is_inside = (places[:, 0] >= part.values[0]) & (places[:, 0] <= part.values[-1])
        average = self.moment.subject.average_loss
        losses = losses_to_see(part, places[is_inside, 1], average)
        if losses is not None:
            self.fit_y(*losses)

    def _can_have_ghosts(self) -> bool:
        subject = self.moment.subject
        return self.has_earlier and subject is not None and len(subject.names) > 1

    def _has_ghosts(self) -> bool:
        return self._can_have_ghosts() and self._corner.earlier.isChecked()

    def _say_heading(self) -> None:
        title, caption = self.heading()
        if (title, caption) != (self.title, self.caption):
            self.title, self.caption = title, caption
            self.heading_changed.emit(title, caption)

    def _say_message(self, text: str) -> None:
        size = self.message.set_text(text)
        center = QPointF(self.viewport().rect().center())
        self.message.move_to(center - QPointF(size.width() / 2.0, size.height() / 2.0))

    def _hide_hover(self) -> None:
        self._ghost.setVisible(False)
        self.readout.setVisible(False)
        self.curve_balls.hover(None)

    def _on_earlier(self) -> None:
        self.needs_changed.emit()
        self.refresh()

    def _on_add(self) -> None:
        if self.can_add() and self.can_move():
            self.hand.finish()
            self.tell_wanted(self.free_place())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Switch the earlier curves, or let the hands have the key."""
        if event.key() == Qt.Key.Key_E and self.takes_key(event):
            self._corner.earlier.toggle()
        else:
            super().keyPressEvent(event)
