"""The balls on a map: where each is and has been -> paths, marks that stay apart, names."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array
from gdsim.engine.directions import Directions
from gdsim.engine.history import LAST, PARAMETERS, History
from gdsim.text import _
from gdsim.views.landscape import contour_words as words
from gdsim.views.landscape.ball_field import Place
from gdsim.views.landscape.current_path import CurrentPath
from gdsim.views.landscape.other_paths import ColoredPath, OtherPaths
from gdsim.views.plotting.ball_item import BallItem, CurrentMark
from gdsim.views.plotting.ball_layout import Spot, spots_of
from gdsim.views.plotting.ball_plot import Carried
from gdsim.views.plotting.label_layout import around
from gdsim.views.plotting.label_room import LabelRoom
from gdsim.views.plotting.marks import Label
from gdsim.views.plotting.plots import Plot
from gdsim.views.theme import Theme
from gdsim.views.view import Ball, ShownRun

PATH_POINTS = 300
MOST_NUMBERS = 60_000
"""Points of a path times parameters, which are projected at every frame."""
APART = 36.0
"""Pixels from the ball from which on the start has a name."""
SAME = 4.0
"""A start nearer than this to its ball is not marked."""
RING = 11.0
"""Half of the current ball's ring, in pixels."""


class OnMap(NamedTuple):
    """A ball as it lies on a map.

    Attributes
    ----------
    ball : Ball or None
        None for a run of which nobody says that it is a ball.
    place : (x, y)
        Where it is, or where the hand has put it.
    path : ndarray, shape (2, n)
        The epochs before, and at last where the run is.
    """

    ball: Ball | None
    place: tuple[float, float]
    path: Array


def path_on(directions: Directions, history: History | None, epoch: int, present: Array) -> Array:
    """Return where a run has been on a plane, up to ``epoch``, where it is ``present``: (2, n)."""
    thetas = present[np.newaxis]
    n = len(present)
    if history is not None and epoch > 0 and history.n_epochs and history.n_parameters == n:
        if directions.pair is not None:
            columns = [PARAMETERS + i for i in directions.pair]
            _epochs, earlier = history.points(columns, epoch - 1, PATH_POINTS)
            return np.hstack([earlier, present[list(directions.pair), np.newaxis]])
        n_points = max(20, min(PATH_POINTS, MOST_NUMBERS // n))
        _epochs, values = history.points(range(PARAMETERS, PARAMETERS + n), epoch - 1, n_points)
        thetas = np.vstack([values.T, present])
    return np.array(directions.place_of(thetas))


def ghost_path(directions: Directions, runs: Sequence[ShownRun], n: int) -> Array | None:
    """Return the path (2, n) of the run before the last edit, if it has ``n`` parameters too."""
    ghost = next((run for run in runs if run.is_ghost and not run.is_hidden), None)
    if ghost is None or ghost.history.n_epochs < 2 or ghost.history.n_parameters != n:
        return None
    newest = ghost.history.buckets[LAST, PARAMETERS:, -1]
    return path_on(directions, ghost.history, ghost.history.n_epochs - 1, newest)


def others_on(
    directions: Directions, balls: Sequence[Ball], carried: Carried[Place] | None
) -> list[OnMap]:
    """Return balls as they lie on a plane; one of them may be in the hand."""
    shown = []
    for ball in balls:
        if len(ball.theta) == len(directions.origin):
            path = path_on(directions, ball.history, ball.epoch, ball.theta)
            place = float(path[0, -1]), float(path[1, -1])
            if carried is not None and carried.ball == ball.place:
                place = carried.to or place
            shown.append(OnMap(ball, place, path))
    return shown


class MapBalls:
    """All that is drawn of the balls but the ring of the current one; items are made once.

    Parameters
    ----------
    plot : Plot
    room : LabelRoom

    Attributes
    ----------
    spots : mapping of int to Spot
        Where the balls are drawn, by their places; the current one's is -1.
    balls : sequence of OnMap
        Those that are shown, the current one first.
    """

    def __init__(self, plot: Plot, room: LabelRoom) -> None:
        self._plot, self._room = plot, room
        self.spots: dict[int, Spot] = {}
        self.balls: Sequence[OnMap] = ()
        self._hovered: int | None = None
        self._held: int | None = None
        self._path, self._paths = CurrentPath(plot), OtherPaths(plot.theme)
        self._current = CurrentMark(plot.theme)
        for item in (self._current, self._paths):
            plot.scene().addItem(item)
        self._start_label = plot.add_mark(Label(plot.theme, "text"))
        self._items: list[BallItem] = []
        self._starts: list[BallItem] = []
        self._labels: list[Label] = []

    def restyle(self, theme: Theme) -> None:
        """Take on another theme; labels, lines and dots do so with the plot."""
        self._current.restyle(theme)
        self._paths.restyle(theme)
        for item in (*self._items, *self._starts):
            item.restyle(theme)

    def hide(self) -> None:
        """Show none."""
        self.balls, self.spots = (), {}
        self._path.hide()
        for item in (self._current, self._paths, self._start_label, *self._labels):
            item.setVisible(False)
        for item in (*self._items, *self._starts):
            item.setVisible(False)

    def show(self, balls: Sequence[OnMap], held: int | None) -> None:
        """Draw these, the current one first, and keep labels away from them.

        Parameters
        ----------
        balls : sequence of OnMap
        held : int or None
            The place of one that the mouse carries.
        """
        self.balls, self._held = balls, held
        self._reserve(len(balls))
        theme, frame = self._plot.theme, self._plot.frame
        points = [frame.to_pixels(*one.place) for one in balls]
        radii = [RING * theme.scale] + [BallItem.radius(theme)] * (len(balls) - 1)
        spots = spots_of(points, radii, frame.area)
        self.spots = {_number(one): spot for one, spot in zip(balls, spots, strict=True)}
        self._show_paths(balls)
        for i, (one, spot) in enumerate(zip(balls, spots, strict=True)):
            self._show_start(i, one, spot)
            self._room.keep_around(spot.at, (20.0 if not i else 12.0) * theme.scale)
        for i in range(len(balls), len(self._items)):
            for items in (self._items, self._starts):
                items[i].setVisible(False)
        self._show_marks()

    def show_ghost(self, path: Array | None) -> None:
        """Draw the path (2, n) of the run before the last edit, or none."""
        self._path.show_ghost(path)

    def show_names(self) -> None:
        """Write the names where they fit, and always where a ball has gone."""
        for label in (self._start_label, *self._labels):
            label.setVisible(False)
        if len(self.balls) == 1:
            self._name_start(self.balls[0])
        for label, one in zip(self._labels, self.balls, strict=False):
            self._show_name(label, one)

    def hover(self, ball: int | None) -> None:
        """Show a halo around the ball under the mouse."""
        if ball != self._hovered:
            self._hovered = ball
            self._show_marks()

    def texts(self) -> list[str]:
        """Return what is written beside the balls."""
        return [label.text for label in self._labels if label.isVisible()]

    def csv_lines(self) -> list[str]:
        """Return the points of the other paths: which curve, x, y; all digits."""
        lines = []
        for one in self.balls[1:]:
            name = words.path_name(_("path"), one.ball.name if one.ball is not None else "")
            points = zip(*one.path.tolist(), strict=True)
            lines += [f"{name},{x!r},{y!r}" for x, y in points]
        return lines

    def path_pixels(self) -> Array:
        """Return the pixels (n, 2) of the current ball's path."""
        return self._pixels(self.balls[0]) if self.balls else np.empty((0, 2))

    def _pixels(self, one: OnMap) -> Array:
        return self._plot.frame.all_to_pixels(*one.path)

    def _show_marks(self) -> None:
        is_alone = len(self.balls) < 2
        for i, one in enumerate(self.balls):
            spot, ball = self.spots[_number(one)], one.ball
            if not i or ball is None:
                mark = -1 if is_alone or ball is None else ball.mark
                color = "text" if ball is None else ball.color
                self._current.show_at(spot.at, mark, color, spot.way)
                continue
            halo = "soft" if ball.place == self._hovered else ""
            halo = "held" if ball.place == self._held else halo
            self._items[i].show_at(spot, ball.mark, ball.color, halo)

    def _show_start(self, i: int, one: OnMap, spot: Spot) -> None:
        frame, item, ball = self._plot.frame, self._starts[i], one.ball
        at = frame.to_pixels(float(one.path[0, 0]), float(one.path[1, 0]))
        is_seen = frame.area.adjusted(-1.0, -1.0, 1.0, 1.0).contains(at)
        is_seen = is_seen and (at - spot.foot).manhattanLength() > SAME
        item.setVisible(False)
        if is_seen and ball is not None and len(self.balls) > 1:
            item.show_at(Spot(at, at, ""), ball.mark, ball.color)

    def _show_paths(self, balls: Sequence[OnMap]) -> None:
        """Draw the paths: strong for the current ball, plainer for the others."""
        own, others = balls[0], []
        name, color = "", "text"
        if len(balls) > 1 and own.ball is not None:
            name, color = own.ball.name, own.ball.color
        self._path.show(own.path, color, name)
        self._room.shun(self._pixels(own))
        for one in balls[1:]:
            pixels = self._pixels(one)
            others.append(ColoredPath(pixels, one.ball.color if one.ball is not None else "text"))
            self._room.shun(pixels)
        self._paths.set_paths(others, self._plot.frame.area)

    def _name_start(self, one: OnMap) -> None:
        frame, scale = self._plot.frame, self._plot.theme.scale
        start = frame.to_pixels(float(one.path[0, 0]), float(one.path[1, 0]))
        if not frame.area.adjusted(-1.0, -1.0, 1.0, 1.0).contains(start):
            return
        if (start - self.spots[_number(one)].at).manhattanLength() > APART * scale:
            size = self._start_label.set_text(_("start"))
            places = around(start, size, 9.0 * scale, 24.0)
            self._start_label.move_to(self._room.take(self._start_label, places).topLeft())

    def _show_name(self, label: Label, one: OnMap) -> None:
        spot, scale = self.spots[_number(one)], self._plot.theme.scale
        is_alone = len(self.balls) < 2 or one.ball is None
        name = "" if is_alone or one.ball is None else one.ball.name
        text = words.beside(name, one.ball, one.place if spot.way else None)
        if not text:
            return
        size = label.set_text(text, "text" if spot.way else "muted")
        near = (23.0 if one is self.balls[0] else 12.0) * scale
        places = around(spot.at, size, near, near + 10.0, near + 22.0)
        if spot.way:
            label.move_to(self._room.take(label, places).topLeft())
        else:
            self._room.place(label, places)

    def _reserve(self, n: int) -> None:
        plot = self._plot
        while len(self._items) < n:
            self._items.append(BallItem(plot.theme))
            self._starts.append(BallItem(plot.theme, is_start=True))
            for item in (self._items[-1], self._starts[-1]):
                plot.scene().addItem(item)
            self._labels.append(plot.add_mark(Label(plot.theme)))


def _number(one: OnMap) -> int:
    return -1 if one.ball is None else one.ball.place
