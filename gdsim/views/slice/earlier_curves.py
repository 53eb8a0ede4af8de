"""The curves of earlier epochs, behind that of now: GhostSlices -> pale lines with epochs."""

from typing import TYPE_CHECKING

import numpy as np

from gdsim.engine.ghost_slices import GhostSlice, GhostSlices
from gdsim.text import _
from gdsim.views.plotting.label_layout import around
from gdsim.views.plotting.label_room import LabelRoom
from gdsim.views.plotting.marks import Label
from gdsim.views.plotting.plots import Plot, Stroke

if TYPE_CHECKING:
    import pyqtgraph as pg

PALEST, STRONGEST = 0.3, 0.75
"""The oldest curve and the newest one."""
SENTENCE = 190.0
"""The width of why they differ, in pixels."""
NAMED_AT = (0.94, 0.06, 0.8, 0.2, 0.65, 0.35)
"""Parts of the range at which an epoch may be written beside its curve."""


class EarlierCurves:
    """The lines and their labels on one plot; each is made once.

    Parameters
    ----------
    plot : Plot
    room : LabelRoom

    Attributes
    ----------
    sentence : Label
        Why the curves differ.
    """

    def __init__(self, plot: Plot, room: LabelRoom) -> None:
        self._plot, self._room = plot, room
        self._lines: list[pg.PlotCurveItem] = []
        self._labels: list[Label] = []
        self.sentence = plot.add_mark(Label(plot.theme, "muted"))
        self._ghosts: GhostSlices | None = None
        self._seen: list[GhostSlice] = []

    def show(self, ghosts: GhostSlices | None, epoch: int) -> None:
        """Draw the curves of epochs before ``epoch``; None hides all."""
        self._ghosts = ghosts
        self._seen = [one for one in ghosts.slices if one.epoch < epoch] if ghosts else []
        while len(self._lines) < len(self._seen):
            self._lines.append(self._plot.add_curve("", Stroke("faint"), z=0.4))
            self._labels.append(self._plot.add_mark(Label(self._plot.theme, "muted", 0.78)))
        for line in self._lines[len(self._seen) :]:
            line.setVisible(False)
        for label in (*self._labels, self.sentence):
            label.setVisible(False)
        if ghosts is None:
            return
        for i, (one, line) in enumerate(zip(self._seen, self._lines, strict=False)):
            part = i / max(1, len(self._seen) - 1)
            alpha = PALEST + part * (STRONGEST - PALEST)
            self._plot.set_stroke(line, Stroke("faint", 1.3, alpha))
            self._plot.rename(line, _("loss at epoch {n}").format(n=f"{one.epoch:,}"))
            self._plot.set_curve(line, ghosts.values, one.losses)

    def show_words(self) -> None:
        """Write the epochs where there is room, the oldest first: it differs most."""
        if self._ghosts is None:
            return
        values = self._ghosts.values
        if self._seen:
            text = _("The other parameters move too, so the curve itself moves.")
            self.sentence.set_text(text)
            size = self.sentence.set_room(SENTENCE * self._plot.theme.scale)
            self._room.place(self.sentence, self._room.corners(size))
        for one, label in zip(self._seen, self._labels, strict=False):
            size = label.set_text(_("epoch {n}").format(n=f"{one.epoch:,}"))
            places = []
            for part in NAMED_AT:
                value = float(values[0] + part * (values[-1] - values[0]))
                at = self._plot.frame.to_pixels(value, float(np.interp(value, values, one.losses)))
                if self._plot.frame.area.contains(at):
                    places += around(at, size, 3.0)[:2]
            if places:
                self._room.place(label, places)

    def texts(self) -> list[str]:
        """Return the epochs that are written, the oldest first."""
        return [label.text for label in self._labels if label.isVisible()]
