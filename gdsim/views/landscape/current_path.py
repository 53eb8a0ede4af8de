"""The path of the current ball, and of the run before the last edit: points -> curves on a map."""

import numpy as np
from PySide6.QtCore import Qt

from gdsim.engine.arrays import Array
from gdsim.text import _
from gdsim.views.landscape import contour_words as words
from gdsim.views.plotting.plots import Plot, Stroke

MANY = 60
"""From so many epochs on their points are small."""


class CurrentPath:
    """A line and a dot for each epoch, both on a pale edge; behind them the ghost, dashed."""

    def __init__(self, plot: Plot) -> None:
        self._plot = plot
        dashed = Stroke("card", 1.4, 0.95, Qt.PenStyle.DashLine)
        self._ghost = plot.add_curve(_("path of the run before"), dashed, z=0.8)
        self._edge = plot.add_curve("", Stroke("card", 4.0, 0.7), z=2.0)
        self._line = plot.add_curve("", Stroke("text", 1.4), z=2.4)
        self._dot_edges = plot.add_dots("", Stroke("card", 8.0, 0.7), z=2.2)
        self._dots = plot.add_dots("", Stroke("text", 5.0), z=2.6)
        self.hide()

    def hide(self) -> None:
        """Show none."""
        for item in (self._ghost, self._edge, self._line, self._dot_edges, self._dots):
            item.setVisible(False)

    def show(self, path: Array, color: str, name: str) -> None:
        """Draw a path (2, n), whose last point is where the ball is.

        Parameters
        ----------
        path : ndarray, shape (2, n)
        color : str
        name : str
            Of the ball, for the table of a copied picture; empty where it is the only one.
        """
        plot, (xs, ys) = self._plot, path
        is_few = len(xs) < MANY
        plot.set_stroke(self._line, Stroke(color, 1.4))
        plot.set_stroke(self._dots, Stroke(color, 5.0 if is_few else 2.5))
        plot.set_stroke(self._dot_edges, Stroke("card", 8.0 if is_few else 4.5, 0.7))
        for item, text in ((self._edge, _("path, its edge")), (self._line, _("path"))):
            plot.rename(item, words.path_name(text, name))
            plot.set_curve(item, xs, ys)
        for dots, text in ((self._dot_edges, _("epochs, their edge")), (self._dots, _("epochs"))):
            plot.rename(dots, words.path_name(text, name))
            plot.set_curve(dots, xs[:-1], ys[:-1])

    def show_ghost(self, path: Array | None) -> None:
        """Draw the path (2, n) of the run before the last edit, or none."""
        xs, ys = path if path is not None else np.empty((2, 0))
        self._plot.set_curve(self._ghost, xs, ys)
