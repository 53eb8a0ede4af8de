"""The ways of all runs over the loss of one or two parameters: Crop -> ground, paths, places.

Over one parameter the loss is a curve and a path hops along it; over two it is shown by its level
lines, and a path is seen from above.
"""

from typing import cast

import contourpy
import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QWidget

from gdsim.engine.arrays import Array
from gdsim.engine.planes import LossPlane
from gdsim.engine.restarts import Results
from gdsim.engine.slices import Slice
from gdsim.scenario.crop import Crop
from gdsim.scenario.ranges import HUGE, spanned
from gdsim.text import _
from gdsim.views.plotting.marks import Label, Ring
from gdsim.views.plotting.nearest import nearest
from gdsim.views.plotting.plots import Stroke
from gdsim.views.restarts import restarts_words as words
from gdsim.views.restarts.many_runs_plot import NEAR, ManyRunsPlot
from gdsim.views.theme import Theme

LEVELS = 14
"""Level lines, at losses that cut the ground into equal areas."""
ROOM_BELOW = 0.1
"""Below the lowest point for what stands there, as a part of the curve's height."""
MOST_RINGS = 12
"""Minima that are ringed; of more only the lowest ones are."""


class PathsPlot(ManyRunsPlot):
    """Where each run began, which way it took and where it is.

    Attributes
    ----------
    rings : list of Ring
        Around the minima of a function.
    labels : list of Label
        At each of them the share of the runs that are there.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Paths of all runs over the loss"), parent)
        self._ground = self.add_curve(_("loss"), Stroke("muted", 1.6), z=0.2)
        self._levels = self.add_curve(_("level lines"), Stroke("faint", 1.0, 0.45), z=0.1)
        self._starts = self.add_dots(_("starts"), Stroke("faint", 4.0), z=1.0)
        self._ends = self.add_dots(_("where the runs are"), Stroke("text", 5.5), z=2.0)
        self._best = self.add_curve(_("the best run"), Stroke("loss", 2.2), z=3.0)
        self._best_end = self.add_dots(_("the best run's end"), Stroke("loss", 9.0), z=3.5)
        self._named = self.add_curve(_("the run looked at"), Stroke("text", 1.8), z=4.0)
        self._opened_end = self.add_dots(_("the current run"), Stroke("selection", 9.0), z=3.6)
        self.rings: list[Ring] = []
        self.labels: list[Label] = []
        self._made: object = None  # the ground that is drawn

    def draw_runs(self, crop: Crop, results: Results) -> None:
        """Bring ground, paths and minima onto the plot."""
        ground = crop.ground
        if ground is None or results.paths is None:
            return
        names = crop.subject.names
        self.axes.x_label = names[0]
        self.axes.y_label = names[1] if len(names) > 1 else _("loss")
        if isinstance(ground, Slice):
            self._draw_curve(ground)
        else:
            self._draw_plane(ground)
        x, y = self._paths(results)
        if self.bundle_is_new():
            self.set_bundle(x, y)
        self._draw_places(crop, results, x, y)
        self._draw_minima(crop)
        if self.pointed >= 0:
            end = self._last(x[self.pointed], y[self.pointed])
            self.name_run(self.frame.to_pixels(*end))

    def run_at(self, position: QPointF) -> int:
        """Return the run that is nearest to a place, by its end or its start; -1 for none."""
        results = self.results
        if results is None or results.paths is None or not len(results.shown_epochs):
            return -1
        x, y = self._paths(results)
        ends = np.array([self._last(*pair) for pair in zip(x, y, strict=True)])
        run = nearest(self._pixels(ends[:, 0], ends[:, 1]), position, NEAR)
        return run if run >= 0 else nearest(self._pixels(x[:, 0], y[:, 0]), position, NEAR)

    def _pixels(self, x: Array, y: Array) -> Array:
        return self.frame.all_to_pixels(x, y)

    def _paths(self, results: Results) -> tuple[Array, Array]:
        """Return the paths' points (n, k), (n, k): over one parameter their height is the loss."""
        assert results.paths is not None
        if results.paths.shape[2] == 1:
            return results.paths[:, :, 0], results.curves
        return results.paths[:, :, 0], results.paths[:, :, 1]

    def _draw_curve(self, ground: Slice) -> None:
        self._levels.setVisible(False)
        self.set_x(float(ground.values[0]), float(ground.values[-1]))
        extent = spanned(ground.losses.tolist())
        if extent is not None:
            low, high = extent
            self.fit_y(low - ROOM_BELOW * (high - low), high)
        self.set_curve(self._ground, ground.values, ground.losses)

    def _draw_plane(self, ground: LossPlane) -> None:
        self._ground.setVisible(False)
        (left, right), (low, high) = ground.ranges
        self.set_x(left, right)
        self.set_y(low, high)
        if self._made is not ground:
            self._made = ground
            self.set_curve(self._levels, *level_lines(ground))
        self._levels.setVisible(True)

    def _draw_places(self, crop: Crop, results: Results, x: Array, y: Array) -> None:
        """Show starts and ends, and the runs that stand out."""
        ends = np.array([self._last(*pair) for pair in zip(x, y, strict=True)])
        self.set_curve(self._starts, x[:, 0], y[:, 0])
        goes_on = results.diverged_at < 0
        self.set_curve(self._ends, ends[goes_on, 0], ends[goes_on, 1])
        best, opened, named = results.best, crop.opened, self.pointed
        for dots, run in ((self._best_end, best), (self._opened_end, opened)):
            self.set_curve(dots, *(ends[[run]].T if run >= 0 else np.empty((2, 0))))
        for curve, run in ((self._best, best), (self._named, named)):
            if run >= 0:
                self.set_curve(curve, x[run], y[run])
            else:
                curve.setVisible(False)

    def _last(self, x: Array, y: Array) -> tuple[float, float]:
        """Return the last known point of a path."""
        known = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
        return (float(x[known[-1]]), float(y[known[-1]])) if len(known) else (np.nan, np.nan)

    def _draw_minima(self, crop: Crop) -> None:
        """Ring the minima, and say which share of the runs is at each."""
        facts, outcomes = crop.subject.function, crop.outcomes
        minima = facts.minima[:MOST_RINGS] if facts is not None and outcomes is not None else ()
        while len(self.rings) < len(minima):
            self.rings.append(self.add_mark(Ring(self.theme, "muted", 5.0, 1.6)))
            self.labels.append(self.add_mark(Label(self.theme, "text", 0.88, bold=True)))
        self._clear()
        is_plane = isinstance(crop.ground, LossPlane)
        for number, (ring, minimum) in enumerate(zip(self.rings, minima, strict=False)):
            height = minimum.place[1] if is_plane else minimum.value
            place = self.frame.to_pixels(minimum.place[0], height)
            if self.frame.area.adjusted(-2, -2, 2, 2).contains(place):
                ring.setPos(place)
                ring.setVisible(True)
                self._label(self.labels[number], words.minimum_text(crop, number), place)

    def _label(self, label: Label, text: str, place: QPointF) -> None:
        """Write below a ring, or above it where there is no room."""
        size, area = label.set_text(text), self.frame.area
        x = min(max(place.x() - size.width() / 2.0, area.left()), area.right() - size.width())
        box = QRectF(QPointF(x, place.y() + 9.0), size)
        if box.bottom() > area.bottom():
            box.moveBottom(place.y() - 9.0)
        label.move_to(box.topLeft())

    def _clear(self) -> None:
        for mark in (*self.rings, *self.labels):
            mark.setVisible(False)


def level_lines(plane: LossPlane) -> tuple[Array, Array]:
    """Return all level lines of a plane as one curve with gaps: x (n,), y (n,)."""
    is_seen = np.isfinite(plane.losses) & (np.abs(plane.losses) < HUGE)
    if not is_seen.any():
        return np.empty(0), np.empty(0)
    contours = contourpy.contour_generator(
        plane.x_values,
        plane.y_values,
        np.ma.array(plane.losses, mask=~is_seen),
        line_type=contourpy.LineType.Separate,
    )
    levels = np.unique(np.quantile(plane.losses[is_seen], np.linspace(0.02, 0.97, LEVELS)))
    gap = np.full((1, 2), np.nan)
    lines = (cast("list[Array]", contours.lines(level)) for level in levels)
    parts = [part for some in lines for line in some for part in (line, gap)]
    points = np.vstack([*parts, gap])
    return points[:, 0], points[:, 1]
