"""The balls on a curve: where each is and has been -> marks that stay apart, paths, names."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from gdsim.engine.arrays import Array
from gdsim.views.plotting.ball_item import BallItem, CurrentMark
from gdsim.views.plotting.ball_layout import Spot, spots_of
from gdsim.views.plotting.label_layout import around
from gdsim.views.plotting.label_room import LabelRoom
from gdsim.views.plotting.marks import Label
from gdsim.views.plotting.plots import Plot, Stroke
from gdsim.views.slice import ball_words as words
from gdsim.views.slice.ball_paths import NO_PATH
from gdsim.views.slice.on_curve import OnCurve
from gdsim.views.slice.slice_shape import place_of
from gdsim.views.theme import Theme

if TYPE_CHECKING:
    import pyqtgraph as pg

RING = 11.0
"""Half of the current ball's ring, in pixels."""
SAME = 4.0
"""A start nearer than this to its ball is not marked."""
FAR_OUT = 20.0
"""Paths are drawn up to so many ranges beyond the area: painters cannot count farther."""
MANY = 30
"""A path of more points has smaller ones."""


class CurveBalls:
    """All that is drawn of the balls but the ring of the current one; items are made once.

    Parameters
    ----------
    plot : Plot
    room : LabelRoom

    Attributes
    ----------
    balls : list of OnCurve
        The current one first.
    spots : mapping of int to Spot
        Where they are drawn, by their places.
    starts : list of BallItem
        Where they began, in the same order.
    labels : list of Label
        What stands beside them, seen or not.
    """

    def __init__(self, plot: Plot, room: LabelRoom) -> None:
        self._plot, self._room = plot, room
        self._name = ""
        self.balls: list[OnCurve] = []
        self.spots: dict[int, Spot] = {}
        self._hovered: int | None = None
        self._held: int | None = None
        self._current = CurrentMark(plot.theme)
        plot.scene().addItem(self._current)
        self._items: list[BallItem] = []
        self.starts: list[BallItem] = []
        self._lines: list[pg.PlotCurveItem] = []
        self._dots: list[pg.ScatterPlotItem] = []
        self.labels: list[Label] = []

    def restyle(self, theme: Theme) -> None:
        """Take on another theme; labels, lines and dots do so with the plot."""
        self._current.restyle(theme)
        for item in (*self._items, *self.starts):
            item.restyle(theme)

    def hide(self) -> None:
        """Show none."""
        self.balls, self.spots = [], {}
        self._current.setVisible(False)
        for item in (*self._items, *self.starts, *self._lines, *self._dots, *self.labels):
            item.setVisible(False)

    def show(self, name: str, balls: Sequence[OnCurve], held: int | None) -> None:
        """Draw these, the current one first, and keep labels away from them.

        Parameters
        ----------
        name : str
            The parameter's.
        balls : sequence of OnCurve
        held : int or None
            The place of one that the mouse carries.
        """
        self._name, self.balls, self._held = name, list(balls), held
        self._reserve(len(balls))
        theme, frame = self._plot.theme, self._plot.frame
        points = [place_of(frame, one.value, one.loss) for one in balls]
        radii = [RING * theme.scale] + [BallItem.radius(theme)] * (len(balls) - 1)
        spots = spots_of(points, radii, frame.area)
        self.spots = {one.ball.place: spot for one, spot in zip(balls, spots, strict=True)}
        for i, (one, spot) in enumerate(zip(balls, spots, strict=True)):
            self._show_start(i, one, spot)
            if i:
                self._show_path(i, one)
                self._room.keep_around(spot.at, 12.0 * theme.scale)
        for i in range(len(balls), len(self._items)):
            for item in (self._items[i], self.starts[i], self._lines[i], self._dots[i]):
                item.setVisible(False)
        self._show_marks()

    def show_names(self) -> None:
        """Write the names where they fit, and always where a ball has gone."""
        for i, label in enumerate(self.labels):
            is_there = i < len(self.balls)
            if not (is_there and self._show_name(label, self.balls[i], is_current=not i)):
                label.setVisible(False)

    def hover(self, place: int | None) -> None:
        """Show a halo around the ball under the mouse."""
        if place != self._hovered:
            self._hovered = place
            self._show_marks()

    def texts(self) -> list[str]:
        """Return what is written beside the balls."""
        return [label.text for label in self.labels if label.isVisible()]

    def path_of(self, place: int) -> Array:
        """Return value and loss (n, 2) of the epochs of a ball, none for one that is not seen."""
        return next((one.path for one in self.balls if one.ball.place == place), NO_PATH)

    def _show_marks(self) -> None:
        is_alone = len(self.balls) < 2
        for i, one in enumerate(self.balls):
            spot, ball = self.spots[one.ball.place], one.ball
            if not i:
                mark = -1 if is_alone else ball.mark
                self._current.show_at(spot.at, mark, ball.color, spot.way)
                continue
            is_held = ball.place == self._held
            halo = "held" if is_held else "soft" if ball.place == self._hovered else ""
            self._items[i].show_at(spot, ball.mark, ball.color, halo)

    def _show_start(self, i: int, one: OnCurve, spot: Spot) -> None:
        frame, item = self._plot.frame, self.starts[i]
        at = frame.to_pixels(*one.start)
        is_seen = frame.area.adjusted(-1.0, -1.0, 1.0, 1.0).contains(at)
        is_seen = is_seen and (at - spot.foot).manhattanLength() > SAME
        if is_seen and len(self.balls) > 1:
            item.show_at(Spot(at, at, ""), one.ball.mark, one.ball.color)
        else:
            item.setVisible(False)

    def _show_path(self, i: int, one: OnCurve) -> None:
        plot, ball = self._plot, one.ball
        low, high = plot.frame.x_range
        reach = FAR_OUT * (high - low)
        x, y = np.clip(one.path[:, 0], low - reach, high + reach), one.path[:, 1]
        size = 5.0 if len(x) < MANY else 3.5
        plot.set_stroke(self._lines[i], Stroke(ball.color, 1.2, 0.75))
        plot.set_stroke(self._dots[i], Stroke(ball.color, size, 0.9))
        plot.rename(self._lines[i], words.path_name(ball.name, is_line=True))
        plot.rename(self._dots[i], words.path_name(ball.name, is_line=False))
        plot.set_curve(self._lines[i], x, y)
        plot.set_curve(self._dots[i], x[:-1], y[:-1])
        self._room.shun(plot.frame.all_to_pixels(x, y))

    def _show_name(self, label: Label, one: OnCurve, *, is_current: bool) -> bool:
        """Write a name; return whether there was one, and room for it."""
        spot, scale = self.spots[one.ball.place], self._plot.theme.scale
        # The name of the current ball stands before its slope.
        ball = one.ball._replace(name="") if is_current else one.ball
        text = words.beside(ball, self._name, one.value, one.loss, spot.way)
        size = label.set_text(text, "text" if spot.way else "muted")
        near = (16.0 if is_current else 12.0) * scale
        places = around(spot.at, size, near, near + 10.0, near + 22.0)
        if text and spot.way:
            label.move_to(self._room.take(label, places).topLeft())
            return True
        return bool(text) and self._room.place(label, places, stays=True)

    def _reserve(self, n: int) -> None:
        plot = self._plot
        while len(self._items) < n:
            self._items.append(BallItem(plot.theme))
            self.starts.append(BallItem(plot.theme, is_start=True))
            for item in (self._items[-1], self.starts[-1]):
                plot.scene().addItem(item)
            self._lines.append(plot.add_curve("", Stroke("faint"), z=2.2))
            self._dots.append(plot.add_dots("", Stroke("faint", 5.0), z=3.2))
            self.labels.append(plot.add_mark(Label(plot.theme)))
            for shape in (self._lines[-1], self._dots[-1]):
                shape.setVisible(False)
