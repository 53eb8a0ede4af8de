"""The loss over a plane: LossPlane, Snapshot, balls -> filled levels, paths, balls to drag."""

from collections.abc import Sequence
from math import isfinite

import numpy as np
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from gdsim.engine.arrays import Array
from gdsim.engine.planes import LossPlane
from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.balls import CURRENT
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.landscape import contour_words as words
from gdsim.views.landscape.ball_field import BallField, Place
from gdsim.views.landscape.map_balls import MapBalls, OnMap, ghost_path, others_on, path_on
from gdsim.views.landscape.map_notes import MapNotes
from gdsim.views.landscape.minima_rings import MinimaRings, lows_of
from gdsim.views.landscape.no_map import NoMap, reason
from gdsim.views.landscape.plane_chooser import PlaneChooser
from gdsim.views.landscape.plane_ground import PlaneGround
from gdsim.views.landscape.plane_values import loss_at
from gdsim.views.plotting.label_room import LabelRoom
from gdsim.views.plotting.marks import Stick
from gdsim.views.plotting.same_map import is_same_map
from gdsim.views.theme import Theme
from gdsim.views.view import Ball, ShownRun

NEAR = 8.0
"""Pixels from a point of the path within which the mouse means it."""


class ContourPlot(BallField):
    """The loss over two parameters or directions, with the way that each ball has gone.

    Attributes
    ----------
    ground : PlaneGround
    balls : MapBalls
    minima : MinimaRings
    notes : MapNotes
    no_map : NoMap
    chooser : PlaneChooser
    plane : LossPlane or None
        The losses that are shown.
    """

    bias_edited = Signal(int, bool)
    parameters_dragged = Signal(object)
    parameters_dropped = Signal(object)
    ball_dropped = Signal(int, object)
    ball_added = Signal(object)
    pair_requested = Signal(object)
    plane_requested = Signal(object)
    heading_changed = Signal(str, str)

    needs = frozenset({"plane"})
    room_right = 76

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Loss over two parameters"), parent)
        self.title, self.caption = words.heading(None, None, is_held=False, can_add=False)
        self.axes.has_grid = False
        self._subject: Subject | None = None
        self._snapshot: Snapshot | None = None
        self._settled: Snapshot | None = None  # the last one that the hand did not ask for
        self._runs: Sequence[ShownRun] = ()
        self._others: Sequence[Ball] = ()
        self._own: Ball | None = None  # the current run as a ball
        self.plane: LossPlane | None = None
        self.ground = PlaneGround(theme, self.scene())
        self._room = LabelRoom(self)
        self.balls, self.minima = MapBalls(self, self._room), MinimaRings(self, self._room)
        self._step = self.add_mark(Stick(theme, "text", 2.0, has_head=True))
        self.notes, self.no_map = MapNotes(self), NoMap(self)
        self.no_map.bias_button.clicked.connect(self._ask_for_bias)
        self.chooser = PlaneChooser(theme)
        self.chooser.pair_requested.connect(self.pair_requested)
        self.chooser.plane_requested.connect(self.plane_requested)
        self.chooser.arrows_button.toggled.connect(self.refresh)
        self.chooser.log_button.clicked.connect(self._on_log)
        self.hand.changed.connect(self._say_heading)

    def corner(self) -> QWidget:
        """Return what chooses the plane and how it is drawn."""
        return self.chooser

    def set_subject(self, subject: Subject) -> None:
        """Prepare for another scenario."""
        if not is_same_map(self._subject, subject):
            self.plane = None
            self.ground.forget()
            self.forget_ranges()
        self._subject, self._runs, self._others, self._own = subject, (), (), None
        self._snapshot = self._settled = None
        self.forget_hands()
        n_axes = np.count_nonzero(~subject.experiment.objective.cut)
        self.chooser.set_names(subject.names, int(n_axes))
        self._say_heading()
        self.refresh()

    def show_plane(self, plane: LossPlane) -> None:
        """Take the losses from here."""
        if self.plane is None or self.plane.pair != plane.pair:
            self.forget_hands()
        if plane.pair is not None:
            self.chooser.set_pair(plane.pair)
        self.plane = plane
        self._say_heading()
        self.refresh()

    def show_plane_progress(self, part: float) -> None:
        """Show how much of a finer plane is done, if that takes long."""
        self.notes.show_progress(part)

    def show_runs(self, runs: Sequence[ShownRun]) -> None:
        """Take the paths of the current run and of the one before it."""
        self._runs = runs

    def show_balls(self, balls: Sequence[Ball]) -> None:
        """Take the balls, the current one first."""
        self._own = balls[0] if balls else None
        self._others = [ball for ball in balls[1:] if not ball.is_hidden]
        self.settle_carried()
        if self._own is None or self._snapshot is None or self._own.epoch == self._snapshot.epoch:
            self.refresh()  # else it comes with the snapshot of that epoch

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show this moment; a dot in the hand stays there."""
        self._snapshot = snapshot
        self.chooser.set_choice(snapshot.look.plane)
        self.hand.settle()
        self.settle_carried()
        if not self.hand.is_busy:
            self._settled = snapshot
        self._say_heading()
        self.refresh()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        for part in (self.ground, self.chooser, self.balls):
            part.restyle(theme)
        super().restyle(theme)

    def csv_text(self) -> str:
        """Return the points of all paths: which curve, x, y; all digits."""
        return super().csv_text() + "".join(line + "\n" for line in self.balls.csv_lines())

    # What BallField asks.

    def can_move(self) -> bool:
        """Whether there is a ball to take: not where it is only a shadow on the plane."""
        return self._is_shown() and self.plane is not None and self.plane.pair is not None

    def can_add(self) -> bool:
        """Whether there can be more balls than one."""
        is_function = self._subject is not None and self._subject.function is not None
        return is_function and self.can_move()

    def dot(self) -> Place:
        """Return where the current ball is: in the hand, or where the run is."""
        if self.hand.value is not None or self._snapshot is None or self.plane is None:
            return super().dot()
        return self._place_of(self._snapshot.theta)

    def spots(self) -> dict[int, QPointF]:
        """Return where the balls that are seen stand, by their places."""
        return {ball: spot.at for ball, spot in self.balls.spots.items()}

    def numbers(self) -> dict[int, int]:
        """Return the place of each ball by its number, from 1 on."""
        own = [] if self._own is None else [self._own]
        return {ball.mark + 1: ball.place for ball in (*own, *self._others)}

    def tell_moved(self, place: Place) -> None:
        """Say that the current ball is moved, live."""
        if self.plane is not None and self.plane.pair is not None:
            self.refresh()
            self.show_hover(self.ring.pos())
            self.parameters_dragged.emit(dict(zip(self.plane.pair, place, strict=True)))

    def tell_dropped(self, place: Place) -> None:
        """Say where the current ball was let go."""
        if self.plane is not None and self.plane.pair is not None:
            self.show_hover(None)
            self.parameters_dropped.emit(dict(zip(self.plane.pair, place, strict=True)))

    def tell_cancelled(self) -> None:
        """Put the current ball back."""
        self._snapshot = self._settled
        self.show_hover(None)
        super().tell_cancelled()

    def tell_put(self, ball: int, place: Place) -> None:
        """Say where another ball was let go."""
        if self.plane is not None and self.plane.pair is not None:
            self.ball_dropped.emit(ball, dict(zip(self.plane.pair, place, strict=True)))

    def tell_wanted(self, place: Place | None) -> None:
        """Say that one more ball is wanted."""
        if self.plane is not None and self.plane.pair is not None:
            values = None if place is None else dict(zip(self.plane.pair, place, strict=True))
            self.ball_added.emit(values)

    def show_hover(self, position: QPointF | None) -> None:
        """Show coordinates, loss and gradient at a place, or nothing."""
        area = self.frame.area.adjusted(-1.0, -1.0, 1.0, 1.0)
        if position is not None and not area.contains(position):
            position = None
        self.balls.hover(None if position is None else self.ball_at(position))
        if position is None or self.plane is None or not self._is_shown():
            self.notes.readout.setVisible(False)
            return
        place = self.hand.value if self.hand.is_dragging else None
        place = place or (self.frame.x_at(position.x()), self.frame.y_at(position.y()))
        at_top = position.y() >= self.frame.area.center().y()
        self.notes.show_readout(self.plane, self.ground, place, at_top=at_top)

    def tip_at(self, position: QPointF) -> str:
        """Explain the balls, the rings of low points, the path."""
        plane, snapshot = self.plane, self._snapshot
        if plane is None or snapshot is None or not self.box.isVisible():
            return ""
        ball = self.ball_at(position)
        if ball == CURRENT:
            return self._dot_tip(plane, snapshot)
        if ball is not None:
            found = next(o for o in self.balls.balls if o.ball and o.ball.place == ball)
            assert found.ball is not None
            can_move = self.can_move()
            return words.ball_tip(plane.labels, found.ball, found.place, can_move=can_move)
        low = self.minima.at(position)
        if low is not None:
            return low.sentence
        offsets = self.balls.path_pixels() - [position.x(), position.y()]
        if not (np.abs(offsets).sum(axis=1) < NEAR).any():
            return ""
        return words.path_tip() if plane.pair is not None else words.shadow_tip()

    # Drawing.

    def draw(self) -> None:
        """Bring bands, paths and marks onto the plot."""
        subject, plane, snapshot = self._subject, self.plane, self._snapshot
        is_shown = self._is_shown()
        for item in (self.box, self.axes):
            item.setVisible(is_shown)
        texts, has_cure = self._why_none()
        self.no_map.say(texts, has_cure=has_cure)
        if not is_shown or plane is None or snapshot is None or subject is None:
            self._hide()
            return
        self._place_plane(plane)
        self._room.clear()
        self._draw_balls(plane, snapshot)
        self.minima.show(lows_of(subject, plane, plane.labels))
        self._draw_step(snapshot)
        self.minima.show_names()
        self.balls.show_names()
        self.notes.show_note(plane, self.ground, snapshot, self.dot())
        self._describe(plane, snapshot)

    def _is_shown(self) -> bool:
        (message, _advice), _has_cure = self._why_none()
        return self.plane is not None and self._snapshot is not None and not message

    def _why_none(self) -> tuple[tuple[str, str], bool]:
        run = self._run()
        n_epochs = run.history.n_epochs if run is not None else 0
        choice = self._snapshot.look.plane if self._snapshot is not None else None
        return reason(self._subject, choice, n_epochs)

    def _hide(self) -> None:
        self.ground.set_shown(is_shown=False)
        self.balls.hide()
        self.minima.hide()
        self.notes.hide()
        for mark in (self.ring, self._step):
            mark.setVisible(False)

    def _place_plane(self, plane: LossPlane) -> None:
        """Lay the bands where they belong, unless they are there."""
        self.axes.x_label, self.axes.y_label = words.axis_labels(plane)
        (left, right), (low, high) = plane.ranges
        self.set_x(left, right)
        self.set_y(low, high)
        room = float(self.theme.px(self.room_right))
        self.ground.lay(plane, self.frame, room)
        self.ground.set_shown(is_shown=True)
        is_wanted = self.chooser.arrows_button.isChecked()
        self.ground.lay_arrows(plane, self.frame, is_wanted=is_wanted)
        levels = self.ground.levels
        self.chooser.log_button.setChecked(levels is not None and levels.is_log)

    def _draw_balls(self, plane: LossPlane, snapshot: Snapshot) -> None:
        """Draw all balls, and the ring of the current one."""
        settled, run = self._settled or snapshot, self._run()
        history = run.history if run is not None else None
        path = path_on(plane.directions, history, settled.epoch, settled.theta)
        shown = [OnMap(self._own, self.dot(), path)]
        shown += others_on(plane.directions, self._others, self.carried)
        held = self.carried.ball if self.carried is not None and self.is_carrying else None
        self.balls.show(shown, held)
        self.balls.show_ghost(ghost_path(plane.directions, self._runs, len(plane.theta)))
        self.ring.setPos(self.balls.spots[CURRENT].at)
        self.ring.setVisible(True)
        halo = "soft" if self.can_move() else ""
        self.ring.set_halo("held" if self.hand.is_held else halo)

    def _draw_step(self, snapshot: Snapshot) -> None:
        """Draw the next step as an arrow, where it is the step from here."""
        x, y = self._place_of(snapshot.new)
        is_here = self.hand.value is None and isfinite(x) and isfinite(y)
        at = self.ring.pos()
        end = self._to_pixels(x, y)
        is_seen = is_here and (end - at).manhattanLength() > 14.0 * self.theme.scale
        self._step.setVisible(is_seen)
        if is_seen:
            self._step.set_line(at, end)

    def _describe(self, plane: LossPlane, snapshot: Snapshot) -> None:
        more = [low.sentence for low in self.minima.lows[:2]]
        others = [one.ball for one in self.balls.balls[1:] if one.ball is not None]
        more += [words.of_others(others), self.notes.note.text]
        self.setAccessibleDescription(
            words.description(plane.labels, self.dot(), snapshot.loss, more)
        )

    # Words and numbers.

    def _run(self) -> ShownRun | None:
        return next((run for run in self._runs if not run.is_ghost and run.mark < 0), None)

    def _place_of(self, theta: Array) -> Place:
        assert self.plane is not None
        x, y = self.plane.place_of(theta)
        return float(x), float(y)

    def _dot_tip(self, plane: LossPlane, snapshot: Snapshot) -> str:
        if plane.pair is None:
            return words.projected_tip(plane.labels, self.dot(), snapshot.loss)
        loss, slope = snapshot.loss, None
        if self.hand.is_busy:
            loss = loss_at(plane, self.dot())
        else:
            i, j = plane.pair
            slope = float(snapshot.gradient[i]), float(snapshot.gradient[j])
        return words.dot_tip(plane.labels, self.dot(), loss, slope)

    def _to_pixels(self, x: float, y: float) -> QPointF:
        """Return where two values stand, at the edge if they lie outside."""
        area = self.frame.area
        at = self.frame.to_pixels(x, y)
        return QPointF(
            min(max(at.x(), area.left()), area.right()), min(max(at.y(), area.top()), area.bottom())
        )

    def _say_heading(self) -> None:
        is_held, can_add = self.hand.is_held, self.can_add()
        plane = self.plane if self._is_shown() else None
        heading = words.heading(self._subject, plane, is_held=is_held, can_add=can_add)
        if heading != (self.title, self.caption):
            self.title, self.caption = heading
            self.heading_changed.emit(*heading)

    def _on_log(self, is_log: bool) -> None:
        """Set levels by powers, or evenly, until another subject comes."""
        self.ground.is_log = is_log
        self.refresh()

    def _ask_for_bias(self) -> None:
        self.bias_edited.emit(0, True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Switch the levels by L, the arrows by G; the rest is about balls."""
        switches = {
            Qt.Key.Key_L: self.chooser.log_button,
            Qt.Key.Key_G: self.chooser.arrows_button,
        }
        if event.key() in switches and not event.modifiers():
            switches[Qt.Key(event.key())].click()
        else:
            super().keyPressEvent(event)
