"""The loss over two parameters: LossPlane, Snapshot -> filled levels, the path, a dot to drag."""

from collections.abc import Sequence
from math import isclose, isfinite
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from gdsim.engine.arrays import Array
from gdsim.engine.history import PARAMETERS
from gdsim.engine.planes import LossPlane
from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.ranges import Range
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.landscape import contour_words as words
from gdsim.views.landscape.bands import Bands, ColorBar
from gdsim.views.landscape.dot_plot import DotPlot
from gdsim.views.landscape.levels import levels_of
from gdsim.views.landscape.pair_chooser import PairChooser
from gdsim.views.plotting.label_layout import around, freest, moved_into
from gdsim.views.plotting.marks import Label, Ring, Stick
from gdsim.views.plotting.plots import Stroke
from gdsim.views.theme import Theme
from gdsim.views.view import ShownRun

PATH_POINTS = 300
MANY = 60
"""From so many epochs on their points are small."""
NEAR = 8.0
"""Pixels from a point of the path within which the mouse means it."""
APART = 36.0
"""Pixels from the dot from which on the start has a name."""
SAME = 1e-6
"""The lowest point of a plane is the best answer if its loss is the least to this part."""


class Placed(NamedTuple):
    """Which plane the bands show, and where."""

    plane: LossPlane
    x_range: Range
    y_range: Range
    area: QRectF


class ContourPlot(DotPlot):
    """The loss over two parameters, all others held, with the way that the run has gone.

    Attributes
    ----------
    readout : Label
        The numbers under the mouse or the hand.
    message, advice : Label
        What stands in the place of a map that does not exist.
    bias_button : QPushButton
        Below these: gives a line without an intercept one.
    bar : ColorBar
    plane : LossPlane or None
        The losses that are shown.
    """

    bias_edited = Signal(int, bool)
    parameters_dragged = Signal(object)
    parameters_dropped = Signal(object)
    pair_requested = Signal(object)
    heading_changed = Signal(str, str)

    needs = frozenset({"plane"})
    room_right = 76

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Loss over two parameters"), parent)
        self.title, self.caption = words.heading(None, 0, is_held=False)
        self.axes.has_grid = False
        self._subject: Subject | None = None
        self._snapshot: Snapshot | None = None
        self._settled: Snapshot | None = None  # the last one that the hand did not ask for
        self._run: ShownRun | None = None
        self.plane: LossPlane | None = None
        self._placed: Placed | None = None  # where the bands lie now
        self._bands, self.bar = Bands(theme), ColorBar(theme, _("loss"))
        for item in (self._bands, self.bar):
            self.scene().addItem(item)
        self._casing = self.add_curve(_("path, its edge"), Stroke("card", 4.0, 0.7), z=1.0)
        self._path = self.add_curve(_("path"), Stroke("text", 1.4), z=2.0)
        self._path_casing = self.add_dots(_("epochs, their edge"), Stroke("card", 8.0, 0.7), z=1.5)
        self._path_dots = self.add_dots(_("epochs"), Stroke("text", 5.0), z=3.0)
        self._step = self.add_mark(Stick(theme, "text", 2.0, has_head=True))
        self.lowest = self.add_mark(Ring(theme, "muted", 6.0, 2.0))
        self.lowest.setZValue(18.0)  # below the dot
        self._lowest_label = self.add_mark(Label(theme, "text"))
        self._start_label = self.add_mark(Label(theme, "text"))
        self.readout = self.add_mark(Label(theme, "text"))
        self.message = self.add_mark(Label(theme, "muted", 1.0))
        self.advice = self.add_mark(Label(theme, "muted"))
        self.bias_button = QPushButton(_("Add an intercept"), self)
        self.bias_button.setToolTip(words.bias_tip())
        self.bias_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.bias_button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.bias_button.clicked.connect(self._ask_for_bias)
        self._chooser = PairChooser(theme)
        self._chooser.pair_requested.connect(self.pair_requested)
        self.hand.changed.connect(self._say_heading)

    def corner(self) -> QWidget:
        """Return the boxes that choose the two parameters."""
        return self._chooser

    def set_subject(self, subject: Subject) -> None:
        """Prepare for another scenario."""
        self._subject, self.plane, self._run, self._placed = subject, None, None, None
        self._snapshot = self._settled = None
        self.hand.forget()
        self.forget_ranges()
        self._chooser.set_names(subject.names)
        self._say_heading()
        self.refresh()

    def show_plane(self, plane: LossPlane) -> None:
        """Take the losses from here."""
        if self.plane is None or self.plane.pair != plane.pair:
            self.hand.forget()
        self._chooser.set_pair(plane.pair)
        self.plane = plane
        self._say_heading()
        self.refresh()

    def show_runs(self, runs: Sequence[ShownRun]) -> None:
        """Take the path from the current run."""
        self._run = next((run for run in runs if not run.is_ghost), None)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show this moment; a dot in the hand stays there."""
        self._snapshot = snapshot
        self.hand.settle()
        if not self.hand.is_busy:
            self._settled = snapshot
        self.refresh()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        for item in (self._bands, self.bar, self._chooser):
            item.restyle(theme)
        self._placed = None
        super().restyle(theme)

    # What DotPlot asks.

    def can_move(self) -> bool:
        """Whether there is a dot to take."""
        return self._snapshot is not None and self.plane is not None

    def dot(self) -> tuple[float, float]:
        """Return the values of the two parameters: in the hand, or of the run."""
        if self.hand.value is not None or self._snapshot is None or self.plane is None:
            return super().dot()
        i, j = self.plane.pair
        return float(self._snapshot.theta[i]), float(self._snapshot.theta[j])

    def tell_moved(self, place: tuple[float, float]) -> None:
        """Say that the dot is moved, live."""
        if self.plane is not None:
            self.ring.setPos(self._to_pixels(*place))
            self.show_hover(self.ring.pos())
            self.parameters_dragged.emit(dict(zip(self.plane.pair, place, strict=True)))

    def tell_dropped(self, place: tuple[float, float]) -> None:
        """Say where the dot was let go."""
        if self.plane is not None:
            self.show_hover(None)
            self.parameters_dropped.emit(dict(zip(self.plane.pair, place, strict=True)))

    def tell_cancelled(self) -> None:
        """Put the dot back."""
        self._snapshot = self._settled
        super().tell_cancelled()

    def show_hover(self, position: QPointF | None) -> None:
        """Show coordinates and loss at a place, or nothing."""
        if position is None or self.plane is None or self._snapshot is None:
            self.readout.setVisible(False)
            return
        place = self.hand.value if self.hand.is_dragging else None
        place = place or (self.frame.x_at(position.x()), self.frame.y_at(position.y()))
        size = self.readout.set_text(words.readout(self._names(), place, self._loss_at(place)))
        area = self.frame.area
        corners = [area.topLeft(), QPointF(area.left(), area.bottom() - size.height() - 2.0)]
        is_high = position.y() < area.center().y()
        self.readout.move_to(corners[1 if is_high else 0] + QPointF(6.0, -4.0 if is_high else 6.0))

    def tip_at(self, position: QPointF) -> str:
        """Explain the dot, the ring of the lowest point, the path."""
        if self.plane is None or self._snapshot is None or not self.box.isVisible():
            return ""
        if self.is_near_dot(position):
            loss = self._snapshot.loss
            if self.hand.is_busy:
                loss = self._loss_at(self.dot())
            return words.dot_tip(self._names(), self.dot(), loss)
        offset = position - self.lowest.pos()
        if self.lowest.isVisible() and offset.manhattanLength() < 14.0:
            return words.lowest(self._names(), self.plane.lowest, is_best=self._is_best())
        offsets = self._path_pixels() - [position.x(), position.y()]
        is_on_path = bool((np.abs(offsets).sum(axis=1) < NEAR).any())
        return words.path_tip() if is_on_path else ""

    # Drawing.

    def draw(self) -> None:
        """Bring bands, path and marks onto the plot."""
        plane, snapshot = self.plane, self._snapshot
        is_shown = plane is not None and snapshot is not None
        for item in (self.box, self.axes, self._bands, self.bar):
            item.setVisible(is_shown)
        self._say_message()
        if plane is None or snapshot is None:
            for mark in (self.ring, self.lowest, self._step, self._lowest_label):
                mark.setVisible(False)
            for mark in (self._start_label, self.readout):
                mark.setVisible(False)
            return
        self._place_plane(plane)
        self._draw_path()
        at = self._to_pixels(*self.dot())
        self.ring.setPos(at)
        self.ring.setVisible(True)
        self.ring.set_halo("held" if self.hand.is_held else "soft")
        self._draw_step(snapshot, plane, at)
        self._draw_names(plane, at)
        lowest = words.lowest(self._names(), plane.lowest, is_best=self._is_best())
        self.setAccessibleDescription(
            words.description(self._names(), self.dot(), snapshot.loss, lowest)
        )

    def _place_plane(self, plane: LossPlane) -> None:
        """Lay the bands where they belong, unless they are there."""
        self.axes.x_label, self.axes.y_label = self._names()
        self.set_x(float(plane.x_values[0]), float(plane.x_values[-1]))
        self.set_y(float(plane.y_values[0]), float(plane.y_values[-1]))
        frame = self.frame
        where = Placed(plane, frame.x_range, frame.y_range, QRectF(frame.area))
        before, self._placed = self._placed, where
        if before is not None and before.plane is plane and before[1:] == where[1:]:
            return
        if before is None or before.plane is not plane:
            levels = levels_of(plane.losses)
            if levels is not None:
                self._bands.set_plane(plane, levels)
                self.bar.set_levels(levels)
        self._bands.place(plane, frame)
        self.bar.place(frame.area, float(self.theme.px(self.room_right)))

    def _path_points(self) -> Array:
        """Return where the run has been, up to the selected epoch: (2, n)."""
        snapshot, plane = self._settled or self._snapshot, self.plane
        if snapshot is None or plane is None:
            return np.empty((2, 0))
        present = snapshot.theta[list(plane.pair)][:, np.newaxis]
        if self._run is None or not snapshot.epoch or not self._run.history.n_epochs:
            return present
        columns = [PARAMETERS + i for i in plane.pair]
        _epochs, earlier = self._run.history.points(columns, snapshot.epoch - 1, PATH_POINTS)
        return np.hstack([earlier, present])

    def _path_pixels(self) -> Array:
        """Return the same in pixels, (n, 2)."""
        return self.frame.all_to_pixels(*self._path_points())

    def _draw_path(self) -> None:
        xs, ys = self._path_points()
        self.set_stroke(self._path_dots, Stroke("text", 5.0 if len(xs) < MANY else 2.5))
        self.set_stroke(self._path_casing, Stroke("card", 8.0 if len(xs) < MANY else 4.5, 0.7))
        for curve in (self._casing, self._path):
            self.set_curve(curve, xs, ys)
        for dots in (self._path_casing, self._path_dots):
            self.set_curve(dots, xs[:-1], ys[:-1])

    def _draw_step(self, snapshot: Snapshot, plane: LossPlane, at: QPointF) -> None:
        """Draw the next step as an arrow, where it is the step from here."""
        i, j = plane.pair
        x, y = float(snapshot.new[i]), float(snapshot.new[j])
        is_here = self.hand.value is None and isfinite(x) and isfinite(y)
        end = self._to_pixels(x, y)
        offset = end - at
        is_seen = is_here and offset.manhattanLength() > 14.0 * self.theme.scale
        self._step.setVisible(is_seen)
        if is_seen:
            self._step.set_line(at, end)

    def _draw_names(self, plane: LossPlane, at: QPointF) -> None:
        """Mark the lowest point if it lies inside, and name it and the start."""
        x, y, _loss = plane.lowest
        is_inner = plane.x_values[0] < x < plane.x_values[-1]
        is_inner = bool(is_inner and plane.y_values[0] < y < plane.y_values[-1])
        lowest = self._to_pixels(x, y)
        taken = [self.ring.boundingRect().translated(at).adjusted(12, 12, -12, -12)]
        for mark in (self.lowest, self._lowest_label, self._start_label):
            mark.setVisible(False)
        path, names = self._path_pixels(), []
        start = self._to_pixels(*self._path_points()[:, 0])
        if is_inner:
            self.lowest.setPos(lowest)
            self.lowest.setVisible(True)
            taken.append(self.lowest.boundingRect().translated(lowest).adjusted(14, 14, -14, -14))
            text = _("best answer") if self._is_best() else _("lowest here")
            names.append((self._lowest_label, text, lowest))
        if (start - at).manhattanLength() > APART * self.theme.scale:
            names.append((self._start_label, _("start"), start))
        for label, text, anchor in names:
            places = around(anchor, label.set_text(text), 9.0 * self.theme.scale, 24.0)
            box = moved_into(places[freest(places, self.frame.area, taken, path)], self.frame.area)
            label.move_to(box.topLeft())
            taken.append(box)

    # Words and numbers.

    def _names(self) -> tuple[str, str]:
        assert self._subject is not None
        assert self.plane is not None
        i, j = self.plane.pair
        return self._subject.names[i], self._subject.names[j]

    def _to_pixels(self, x: float, y: float) -> QPointF:
        """Return where two values stand, at the edge if they lie outside."""
        area = self.frame.area
        at = self.frame.to_pixels(x, y)
        return QPointF(
            min(max(at.x(), area.left()), area.right()), min(max(at.y(), area.top()), area.bottom())
        )

    def _loss_at(self, place: tuple[float, float]) -> float:
        """Return the loss between the four points of the grid around a place."""
        plane = self.plane
        assert plane is not None
        x = np.interp(place[0], plane.x_values, np.arange(len(plane.x_values)))
        y = np.interp(place[1], plane.y_values, np.arange(len(plane.y_values)))
        column, row = min(int(x), len(plane.x_values) - 2), min(int(y), len(plane.y_values) - 2)
        part = plane.losses[row : row + 2, column : column + 2]
        with np.errstate(all="ignore"):
            both = part[:, 0] + (x - column) * (part[:, 1] - part[:, 0])
            return float(both[0] + (y - row) * (both[1] - both[0]))

    def _is_best(self) -> bool:
        """Whether the lowest point is the best answer that there is."""
        if self._subject is None or self.plane is None:
            return False
        best, found = self._subject.best_loss, self.plane.lowest[2]
        return isfinite(best) and isclose(best, found, rel_tol=SAME, abs_tol=1e-12)

    def _say_heading(self) -> None:
        names = self._names() if self.plane is not None and self._subject is not None else None
        n = len(self._subject.names) if self._subject is not None else 0
        heading = words.heading(names, n, is_held=self.hand.is_held)
        if heading != (self.title, self.caption):
            self.title, self.caption = heading
            self.heading_changed.emit(*heading)

    def _say_message(self) -> None:
        """Say why there is no map, where there is none."""
        subject, texts, has_cure = self._subject, ("", ""), False
        if subject is not None and np.count_nonzero(~subject.experiment.objective.cut) < 2:
            network = subject.network
            has_cure = network is not None and not any(layer.bias for layer in network.layers)
            texts = words.too_few(subject.names[0]), words.what_to_do(has_cure=has_cure)
        middle = QPointF(self.viewport().rect().center())
        y = middle.y() - self.theme.px(40)
        for label, text in zip((self.message, self.advice), texts, strict=True):
            size = label.set_text(text)
            label.move_to(QPointF(middle.x() - size.width() / 2.0, y))
            y += size.height() + 4.0
        button = self.bias_button
        button.setVisible(has_cure)
        if has_cure:
            button.resize(button.sizeHint())
            button.move(round(middle.x()) - button.width() // 2, round(y) + self.theme.px(8))

    def _ask_for_bias(self) -> None:
        self.bias_edited.emit(0, True)
