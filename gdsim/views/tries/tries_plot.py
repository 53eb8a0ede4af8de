"""Tries by hand and descent on one plot: Contest, Snapshot -> diamonds, dots, their labels."""

from collections.abc import Sequence
from math import isfinite

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from gdsim.engine.arrays import Array
from gdsim.engine.history import LOSS, History, Series
from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.contest import Contest
from gdsim.scenario.quantities import brief_loss
from gdsim.scenario.ranges import growing_end, is_plottable, spanned
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.plotting.label_layout import around, freest, moved_into
from gdsim.views.plotting.marks import Label, Ring
from gdsim.views.plotting.nearest import nearest
from gdsim.views.plotting.plots import GRAB, Plot, Stroke
from gdsim.views.theme import Theme
from gdsim.views.tries import tries_words as words
from gdsim.views.view import ShownRun

FEW = 10
"""The axis reaches this far at least, so that the first tries have room."""
MANY = 60
"""From so many epochs on descent's points are small."""
POINTS = 600
WIDE = 320
"""From this many pixels on the line of the average has room for its name."""


class TriesPlot(Plot):
    """The loss of every try, and the loss of descent's epochs, over one axis that counts both.

    Attributes
    ----------
    ring : Ring
        Where the parameters are now: on a try, beside the last one while a number is held, or on
        descent's curve.
    hand_label, descent_label, start_label : Label
    readout : Label
        The numbers of the point under the mouse.
    messages : tuple of Label
        What to do, where nothing has begun.
    """

    room_right = 116

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Loss of your tries and of descent"), parent)
        self.axes.x_label, self.axes.y_label = _("try, or epoch"), _("loss")
        self._subject: Subject | None = None
        self._snapshot: Snapshot | None = None
        self._history: History | None = None
        self._contest = Contest()
        self._series = Series(np.empty(0), np.empty(0))
        dashed = Stroke("muted", alpha=0.8, style=Qt.PenStyle.DashLine)
        dotted = Stroke("text", alpha=0.7, style=Qt.PenStyle.DotLine)
        self._average = self.add_curve(_("always guessing the average"), dashed, is_level=True)
        self._level = self.add_curve(_("your best"), dotted, is_level=True)
        self._descent_line = self.add_curve(_("descent"), Stroke("loss", 2.0), z=1.0)
        self._descent_dots = self.add_dots(_("epochs of descent"), Stroke("loss", 6.0), z=2.0)
        self._hand_line = self.add_curve(_("your tries, joined"), Stroke("text", 1.2, 0.6), z=3.0)
        self._hand_dots = self.add_dots(_("your tries"), Stroke("text", 11.0), z=4.0)
        self._hand_dots.setSymbol("d")
        self.ring = self.add_mark(Ring(theme, "selection", 8.0, 2.6))
        self._average_label = self.add_mark(Label(theme))
        self.hand_label = self.add_mark(Label(theme, "text", 0.92, bold=True))
        self.descent_label = self.add_mark(Label(theme, "loss", 0.92, bold=True))
        self.start_label = self.add_mark(Label(theme))
        self.readout = self.add_mark(Label(theme, "text"))
        self.messages = (
            self.add_mark(Label(theme, "text", 1.1)),
            self.add_mark(Label(theme, "muted", 1.0)),
        )
        for label, text in zip(self.messages, words.what_to_do(), strict=True):
            label.set_text(text)

    def set_subject(self, subject: Subject) -> None:
        """Prepare for another scenario."""
        self._subject, self._snapshot, self._history = subject, None, None
        self.forget_ranges()
        self.refresh()

    def show_tries(self, contest: Contest) -> None:
        """Show what was tried so far."""
        if not contest.has_begun or contest.start is not self._contest.start:
            self.forget_ranges()
        self._contest = contest
        self.refresh()

    def show_runs(self, runs: Sequence[ShownRun]) -> None:
        """Note which run is the current one."""
        self._history = next((run.history for run in runs if not run.is_ghost), None)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show where the parameters are now."""
        self._snapshot = snapshot
        self.refresh()

    def set_logarithmic(self, *, is_log: bool) -> None:
        """Count the loss in powers of ten, or plainly."""
        self.set_log(is_log)
        self.refresh()

    def draw(self) -> None:
        """Bring tries and descent onto the plot."""
        contest = self._contest
        has_any = contest.has_begun and is_plottable(contest.start_loss) and self._fit()
        for item in (self.box, self.axes):
            item.setVisible(has_any)
        marks = self.ring, self._average_label, self.hand_label, self.descent_label
        for mark in (*marks, self.start_label, self.readout):
            mark.setVisible(False)
        self._draw_messages(is_shown=not contest.has_begun)
        if not has_any:
            return
        x, losses = self._hand_points()
        self.set_curve(self._hand_line, x, losses)
        self.set_curve(self._hand_dots, x, losses)
        self._draw_descent()
        self._draw_levels()
        self._draw_ring()
        self._draw_labels()

    @property
    def n_updates(self) -> int:
        """How many updates an epoch takes at the start."""
        return self._subject.experiment.settings.batches.n_updates if self._subject else 1

    def tip_at(self, position: QPointF) -> str:
        """Return the numbers of the try or epoch under the mouse, whole."""
        i = self._try_at(position)
        if i >= 0:
            return words.try_tip(self._contest, i)
        label = self._average_label
        if label.isVisible() and label.box.contains(position):
            return _("The loss of always answering with the average of the targets.")
        return ""

    def _hand_points(self) -> tuple[Array, Array]:
        """Return number and loss of the start and of every try, (n,) each."""
        contest = self._contest
        losses = [contest.start_loss, *(one.loss for one in contest.tries)]
        return np.arange(len(losses), dtype=float), np.array(losses)

    def _held(self) -> tuple[float, float] | None:
        """Return place and loss of parameters that are held and have not been let go."""
        snapshot, contest = self._snapshot, self._contest
        if snapshot is None or snapshot.epoch or contest.knows(snapshot.theta):
            return None
        return float(len(contest.tries) + 1), snapshot.loss

    def _fit(self) -> bool:
        """Choose the ranges; return whether there is anything to see."""
        contest, held = self._contest, self._held()
        _x, losses = self._hand_points()
        seen = [*losses.tolist(), *([held[1]] if held else [])]
        n = len(contest.tries) + 1
        end = growing_end(FEW, n)
        if contest.descent is not None and contest.descent.n_epochs:
            goal = self._subject.scenario.epochs if self._subject else FEW
            end = max(end, growing_end(goal, contest.n_epochs))
            seen += contest.descent.extent(LOSS)
        if self._subject is not None:
            seen.append(self._subject.average_loss)
        found = spanned(value for value in seen if value > 0.0 or not self.frame.is_log)
        if found is None:
            return False
        self.set_x(-0.02 * end, end)
        self.fit_y(*found, margin=0.08)
        return True

    def _draw_descent(self) -> None:
        contest = self._contest
        self._series = Series(np.empty(0), np.empty(0))
        if contest.descent is not None and contest.descent.n_epochs > 1:
            self._series = contest.descent.series(LOSS, 0, contest.n_epochs, POINTS)
        epochs, losses = self._series
        few = len(epochs) < MANY
        self.set_curve(self._descent_line, epochs, losses)
        none = np.empty(0)
        self.set_curve(self._descent_dots, *((epochs[1:], losses[1:]) if few else (none, none)))

    def _draw_levels(self) -> None:
        """Draw the average's loss across, and your best from its try on."""
        (low, high), best = self.frame.x_range, self._contest.best
        average = self._subject.average_loss if self._subject else np.nan
        self.set_curve(self._average, np.array([low, high]), np.full(2, average))
        has_level = best is not None and len(self._series.epochs) > 0
        x = np.array([float(best.number), high]) if best and has_level else np.empty(0)
        self.set_curve(self._level, x, np.full(len(x), best.loss if best else np.nan))
        area = self.frame.area
        y = self.frame.to_pixels(low, average).y()
        if isfinite(average) and area.top() < y < area.bottom() and area.width() >= WIDE:
            text = _("always guessing the average: {loss}").format(loss=brief_loss(average))
            size = self._average_label.set_text(text)
            self._average_label.move_to(
                QPointF(area.right() - size.width(), y - size.height() - 1.0)
            )

    def _draw_ring(self) -> None:
        snapshot, held = self._snapshot, self._held()
        place: tuple[float, float] | None = None
        if held is not None:
            place = held
        elif snapshot is not None and self._history is self._contest.descent and snapshot.epoch:
            place = float(snapshot.epoch), snapshot.loss
        elif snapshot is not None and snapshot.epoch == 0:
            place = self._place_of(snapshot.theta)
        if place is not None:
            at = self.frame.to_pixels(*place)
            self.ring.setPos(at)
            self.ring.setVisible(self.frame.area.adjusted(-9, -9, 9, 9).contains(at))

    def _place_of(self, theta: Array) -> tuple[float, float]:
        """Return where the try with these parameters stands; the start's place for any other."""
        for one in self._contest.tries:
            if np.array_equal(one.theta, theta):
                return float(one.number), one.loss
        return 0.0, self._contest.start_loss

    def _draw_labels(self) -> None:
        """Name your best try, descent's last epoch and the start, where nothing is covered."""
        contest, best, frame = self._contest, self._contest.best, self.frame
        x, losses = self._hand_points()
        between = [frame.all_to_pixels(*self._dense(x, losses))]
        between.append(frame.all_to_pixels(*self._dense(*self._series)))
        points = np.vstack(between)
        points = points[np.isfinite(points).all(axis=1)]
        names: list[tuple[Label, str, QPointF]] = []
        if len(self._series.epochs):
            loss = float(self._series.values[-1])
            end = frame.to_pixels(float(self._series.epochs[-1]), loss)
            text = _("descent {loss}").format(loss=brief_loss(loss))
            names.append((self.descent_label, text, end))
        if best is not None:
            text = _("your best {loss}").format(loss=brief_loss(best.loss))
            names.append((self.hand_label, text, frame.to_pixels(best.number, best.loss)))
        text = _("start {loss}").format(loss=brief_loss(contest.start_loss))
        names.append((self.start_label, text, frame.to_pixels(0.0, contest.start_loss)))
        held = self._held()
        if held is not None:
            self.readout.set_text(_("now {loss}").format(loss=brief_loss(held[1])))
            names.append((self.readout, self.readout.text, frame.to_pixels(*held)))
        self._place(names, points)

    def _place(self, names: list[tuple[Label, str, QPointF]], points: Array) -> None:
        room = QRectF(self.viewport().rect()).adjusted(2, 2, -2, -2)
        room.setBottom(self.frame.area.bottom())
        room.setLeft(self.frame.area.left())
        taken = [self._average_label.box] if self._average_label.isVisible() else []
        if self.ring.isVisible():
            at = self.ring.pos()
            taken.append(QRectF(at.x() - 11.0, at.y() - 11.0, 22.0, 22.0))
        for label, text, anchor in names:
            size = label.set_text(text)
            places = around(anchor, size, 9.0 * self.theme.scale, 20.0)
            if label is self.descent_label:  # at the end of its line, where there is room
                right = anchor + QPointF(12.0 * self.theme.scale, -size.height() / 2.0)
                places.insert(0, QRectF(right, size))
            box = moved_into(places[freest(places, room, taken, points)], room)
            label.move_to(box.topLeft())
            taken.append(box)

    def _dense(self, x: Array, y: Array) -> tuple[Array, Array]:
        """Return a curve with points between its points, so that no label lies on it."""
        if not 1 < len(x) < MANY:
            return x, y
        places = np.linspace(0.0, len(x) - 1.0, 8 * (len(x) - 1) + 1)
        order = np.arange(len(x))
        return np.interp(places, order, x), np.interp(places, order, y)

    def _draw_messages(self, *, is_shown: bool) -> None:
        center = QRectF(self.viewport().rect()).center()
        scale = self.theme.scale
        sizes = [label.set_room(self.viewport().width() - 16.0 * scale) for label in self.messages]
        lowest = self.viewport().height() - sum(size.height() + 8.0 * scale for size in sizes)
        y = min(1.2 * center.y() - 24.0 * scale, lowest)  # rather near to the button below
        for label, size in zip(self.messages, sizes, strict=True):
            label.move_to(QPointF(center.x() - size.width() / 2.0, y))
            label.setVisible(is_shown)
            y += size.height() + 8.0 * scale

    def _try_at(self, position: QPointF) -> int:
        """Return the number of the try under the mouse, -1 if there is none."""
        if not self.box.isVisible():
            return -1
        pixels = self.frame.all_to_pixels(*self._hand_points())
        return nearest(pixels, position, 0.6 * GRAB * self.theme.scale)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the numbers of the try or the epoch under the mouse."""
        position = event.position()
        i, text, at = self._try_at(position), "", QPointF()
        if i >= 0:
            _x, losses = self._hand_points()
            text, at = words.readout(self._contest, i), self.frame.to_pixels(i, losses[i])
        elif len(self._series.epochs) and self.frame.area.contains(position):
            epoch = min(max(round(self.frame.x_at(position.x())), 0), self._contest.n_epochs)
            loss = self._contest.descent_loss(epoch)
            near = self.frame.to_pixels(epoch, loss)
            if (near - position).manhattanLength() < GRAB * self.theme.scale:
                text, at = words.descent_readout(epoch, loss), near
        if not text or self._held() is not None:
            self.leaveEvent(event)
            return
        places = around(at, self.readout.set_text(text), 12.0)
        area = self.frame.area
        self.readout.move_to(moved_into(places[freest(places, area, [])], area).topLeft())

    def leaveEvent(self, event: QEvent) -> None:
        """Show no numbers of a point."""
        if self._held() is None:
            self.readout.setVisible(False)
