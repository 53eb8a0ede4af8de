"""A line for each run on one plot: runs, a column of their histories -> curves and their ends."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from gdsim.engine.arrays import Array
from gdsim.text import _
from gdsim.views.plotting.line_ends import LineEnd, end_of
from gdsim.views.plotting.plots import Plot, Stroke
from gdsim.views.plotting.run_marks import stroke_of
from gdsim.views.view import ShownRun

if TYPE_CHECKING:
    import pyqtgraph as pg


def along_epochs(_run: ShownRun, epochs: Array) -> Array:
    """Return the epochs as they are, for a plot along them."""
    return epochs


class RunLines:
    """The lines; each is made once and used again.

    Parameters
    ----------
    plot : Plot
    z : float
        How high they lie.
    """

    def __init__(self, plot: Plot, z: float = 0.5) -> None:
        self._plot, self._z = plot, z
        self._curves: list[pg.PlotCurveItem] = []

    def draw(
        self,
        runs: Sequence[ShownRun],
        column: int,
        place: Callable[[ShownRun, Array], Array | None] = along_epochs,
    ) -> list[LineEnd]:
        """Draw a column of each run; return where the lines end.

        ``place`` says where epochs (n,) stand on the horizontal axis; a run of which it does not
        know that is left out.
        """
        plot = self._plot
        while len(self._curves) < len(runs):
            self._curves.append(plot.add_curve("", Stroke("faint"), z=self._z))
        n_points = max(64, round(plot.frame.area.width()))
        ends = []
        for run, curve in zip(runs, self._curves, strict=False):
            epochs, values = run.history.series(column, 0, run.history.n_epochs - 1, n_points)
            x = place(run, epochs)
            if x is None or not len(x):
                curve.setVisible(False)
                continue
            is_current = run.color == "loss"
            plot.set_stroke(curve, stroke_of(run, 2.0 if is_current else 1.4))
            curve.setZValue(self._z + (2.0 if is_current else 0.0))
            plot.rename(curve, run.name or _("this run"))
            plot.set_curve(curve, x, values)
            ends.append(end_of(run, plot.frame.to_pixels(float(x[-1]), float(values[-1]))))
        for curve in self._curves[len(runs) :]:
            curve.setVisible(False)
        return ends
