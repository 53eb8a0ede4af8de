"""What is drawn of a moment, from back to front: curves, paths, balls, marks, words."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt

from gdsim.engine.ghost_slices import GhostSlices
from gdsim.text import _
from gdsim.views.plotting.label_room import LabelRoom
from gdsim.views.plotting.plots import Plot, Stroke
from gdsim.views.slice import slice_words as words
from gdsim.views.slice.curve_balls import CurveBalls
from gdsim.views.slice.curve_moment import CurveMoment
from gdsim.views.slice.earlier_curves import EarlierCurves
from gdsim.views.slice.function_marks import FunctionMarks
from gdsim.views.slice.on_curve import OnCurve
from gdsim.views.slice.slice_marks import SliceMarks, SliceState
from gdsim.views.theme import Theme

MANY = 100
"""A path of more epochs has smaller points."""


class CurveLayers:
    """The layers of one plot, made once.

    Parameters
    ----------
    plot : Plot
    moment : CurveMoment
        What is to be drawn.

    Attributes
    ----------
    slice_marks : SliceMarks
        The current ball and what stands around it.
    curve_balls : CurveBalls
    function_marks : FunctionMarks
    earlier : EarlierCurves
    room : LabelRoom
    """

    def __init__(self, plot: Plot, moment: CurveMoment) -> None:
        self._plot, self._moment = plot, moment
        dashed = Stroke("muted", alpha=0.8, style=Qt.PenStyle.DashLine)
        self._average = plot.add_curve(_("always guessing the average"), dashed, is_level=True)
        self._path = plot.add_curve(_("earlier epochs, joined"), Stroke("faint", 1.2), z=1.0)
        self._curve = plot.add_curve(_("loss"), Stroke("loss", 2.4), z=2.0, stays_wide=True)
        self._path_dots = plot.add_dots(_("earlier epochs"), Stroke("faint", 6.5), z=3.0)
        self.room = LabelRoom(plot)
        self.slice_marks = SliceMarks(plot, self.room)
        self.curve_balls = CurveBalls(plot, self.room)
        self.function_marks = FunctionMarks(plot, self.room)
        self.earlier = EarlierCurves(plot, self.room)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme; curves and labels do so with the plot."""
        self.curve_balls.restyle(theme)
        self.function_marks.restyle(theme)

    def hide(self) -> None:
        """Show nothing but what stands in the plot's box."""
        for marks in (self.slice_marks, self.curve_balls, self.function_marks):
            marks.hide()
        self.earlier.show(None, 0)

    def draw_curves(
        self, balls: Sequence[OnCurve], ghosts: GhostSlices | None, *, is_revealed: bool
    ) -> None:
        """Draw the curve, those of earlier epochs and the path of the current ball."""
        plot, now = self._plot, self._moment
        part, snapshot, subject = now.part, now.snapshot, now.subject
        if part is None or snapshot is None or subject is None:
            return
        if is_revealed:
            plot.set_curve(self._curve, part.values, part.losses)
        else:  # hiding it only to show it again would paint the whole plot
            self._curve.setVisible(False)
        is_along = ghosts is not None and ghosts.parameter == now.parameter
        self.earlier.show(ghosts if is_along else None, snapshot.epoch)
        path, color = balls[0].path, balls[0].ball.color if len(balls) > 1 else "faint"
        plot.set_stroke(self._path, Stroke(color, 1.2))
        plot.set_stroke(self._path_dots, Stroke(color, 6.5 if len(path) < MANY else 4.0))
        plot.set_curve(self._path, path[:, 0], path[:, 1])
        plot.set_curve(self._path_dots, path[:-1, 0], path[:-1, 1])
        level = np.full(2, subject.average_loss)
        plot.set_curve(self._average, np.array(plot.frame.x_range), level)

    def draw_marks(
        self, balls: Sequence[OnCurve], held: int | None, lowest: str, *, is_revealed: bool
    ) -> None:
        """Draw the balls and all other marks; who comes first has the choice of room.

        Parameters
        ----------
        balls : sequence of OnCurve
            The current one first.
        held : int or None
            The place of another one that the mouse carries.
        lowest : str
            What the lowest point is called.
        is_revealed : bool
            Whether more than the current ball is shown.
        """
        now, part = self._moment, self._moment.part
        if part is None:
            return
        self.room.clear()
        self.curve_balls.show(now.name, balls, held)
        self.function_marks.show(part, is_revealed=is_revealed)
        self.slice_marks.show(self._state(balls, lowest, has_lowest=is_revealed))

    def draw_words(self, *, is_new: bool, is_free: bool) -> str:
        """Write what there is room for; return the state in a sentence."""
        now, at = self._moment, self.slice_marks.ring.pos()
        self.function_marks.show_words(at, now.minimum(), now.name, is_new=is_new)
        self.curve_balls.show_names()
        self.earlier.show_words()
        note = self.function_marks.note
        found = f" {note.text}." if note.isVisible() else ""
        return words.description(now.name, now.dot(), is_free=is_free) + found

    def _state(self, balls: Sequence[OnCurve], lowest: str, *, has_lowest: bool) -> SliceState:
        now = self._moment
        assert now.part is not None
        assert now.subject is not None
        nowhere, is_many = (np.nan, np.nan), len(balls) > 1
        return SliceState(
            now.name,
            now.dot(),
            now.is_free,
            now.part.lowest if has_lowest and not now.is_function else nowhere,
            lowest,
            now.subject.average_loss,
            np.column_stack([now.part.values, now.part.losses]),
            balls[0].path,
            "" if is_many else _("earlier epochs"),
            balls[0].ball.name if is_many else "",
        )
