"""The zig-zag over one parameter: value and loss of each epoch, and how far each step went."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QWidget

from gdsim.engine.arrays import Array
from gdsim.engine.snapshot import Slice
from gdsim.scenario.quantities import full, short
from gdsim.text import _
from gdsim.views.landscape.trail_plot import TrailPlot
from gdsim.views.plotting.marks import Label
from gdsim.views.plotting.plots import Stroke
from gdsim.views.theme import Theme

MOST_LABELS = 12
SHORTEST = 18.0
"""Pixels of a step that has its distance written beside it."""


class StepTrail(TrailPlot):
    """Each epoch at the value that one parameter had then, with the distance of each step.

    Attributes
    ----------
    distances : list of Label
        As many as fit, the longest steps first.
    """

    has_zero = False

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Zig-zag on the loss curve"), "", "text", parent)
        self._slice: Slice | None = None
        self._curve = self.add_curve(_("loss"), Stroke("loss", 2.2, 0.75), z=0.5)
        self.distances = [self.add_mark(Label(theme, "text", 0.84)) for _i in range(MOST_LABELS)]

    def set_curve_behind(self, part: Slice | None) -> None:
        """Show the loss curve behind the points, where there is one for all of them."""
        self._slice = part

    def draw(self) -> None:
        """Bring curve and points onto the plot."""
        super().draw()
        part = self._slice
        if part is None or not self.box.isVisible():
            self._curve.setVisible(False)
        else:
            self.set_curve(self._curve, part.values, part.losses)

    def must_see(self) -> Array:
        """Return the values that the parameter has had, and the best one."""
        extra = [] if self._slice is None else [self._slice.lowest[0]]
        return np.append(self.trail.x, extra)

    def losses_to_see(self) -> Array:
        """Return the losses that there have been, and the least one."""
        extra = [] if self._slice is None else [self._slice.lowest[1]]
        return np.append(self.trail.losses, extra)

    def shunned(self) -> Array:
        """Return the curve in pixels."""
        part = self._slice
        if part is None:
            return np.empty((0, 2))
        return self.frame.all_to_pixels(part.values, part.losses)

    def draw_more(self, taken: list[QRectF]) -> None:
        """Write the distance of each step beside it where there is room, the longest first."""
        for label in self.distances:
            label.setVisible(False)
        pixels, steps = self.pixels(), self._steps()
        for label, i in zip(self.distances, steps, strict=False):
            label.set_text(_distance(abs(float(self.trail.x[i + 1] - self.trail.x[i]))))
            middle = QPointF(*pixels[i : i + 2].mean(axis=0))
            self.place_label(label, middle, taken, is_dear=False)

    def tip_at(self, position: QPointF) -> str:
        """Return the numbers of the point under the mouse, or what a distance is."""
        for label in self.distances:
            if label.isVisible() and label.box.contains(position):
                return _("How far this step moved {name}: {distance}.").format(
                    name=self.axes.x_label, distance=self._whole_distance(label)
                )
        return super().tip_at(position)

    def _whole_distance(self, label: Label) -> str:
        i = self._steps()[self.distances.index(label)]
        return full(abs(float(self.trail.x[i + 1] - self.trail.x[i])))

    def _steps(self) -> list[int]:
        """Return which steps up to the selected epoch are seen as such, the longest first."""
        pixels, epochs = self.pixels(), self.trail.epochs
        n = int(np.searchsorted(epochs, self.epoch, side="right"))
        if n < 2 or len(pixels) < n:
            return []
        lengths = np.nan_to_num(np.hypot(*np.diff(pixels[:n], axis=0).T))
        is_step = (np.diff(epochs[:n]) == 1.0) & (lengths >= SHORTEST * self.theme.scale)
        order = np.argsort(-lengths, kind="stable")
        return [int(i) for i in order if is_step[i]][:MOST_LABELS]


def _distance(size: float) -> str:
    """Return a distance as it is written beside a step."""
    return f"{size:,.0f}" if 1000.0 <= size < 1e7 else short(size, 3)
