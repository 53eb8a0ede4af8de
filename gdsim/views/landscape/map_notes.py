"""Words on a map and below it: numbers under the mouse, a note, how far a finer map is."""

from PySide6.QtCore import QElapsedTimer, QPointF
from PySide6.QtGui import QFontMetricsF

from gdsim.engine.planes import LossPlane
from gdsim.engine.snapshot import Snapshot
from gdsim.views.landscape import contour_words as words
from gdsim.views.landscape.plane_ground import PlaneGround
from gdsim.views.landscape.plane_values import loss_at, slope_at
from gdsim.views.plotting.axes import TEXT_SIZE
from gdsim.views.plotting.marks import Label, Stick
from gdsim.views.plotting.plots import Plot

PATIENCE_MS = 500
"""A plane that takes longer shows how far it is."""
APART, INSIDE = 12.0, 4.0
"""Pixels between a note and the name of an axis; what has no room beside it stands on the map."""


class MapNotes:
    """Two labels and a line.

    Attributes
    ----------
    readout : Label
        The numbers under the mouse or the hand.
    note : Label
        Below the axis: how far the run is off a plane that does not hold it, or what a gap is.
    warning : Label
        Above a plane of directions: that it is not the landscape.
    progress : Stick
        Along the upper edge, as long as a part of the work that is done.
    """

    def __init__(self, plot: Plot) -> None:
        self._plot = plot
        self._since = QElapsedTimer()
        self.readout = plot.add_mark(Label(plot.theme, "text"))
        self.readout.setZValue(30.0)  # it is passing, so it may cover what stays
        self.note = plot.add_mark(Label(plot.theme, "muted"))
        self.warning = plot.add_mark(Label(plot.theme, "muted"))
        self.progress = plot.add_mark(Stick(plot.theme, "muted", 2.0))

    def hide(self) -> None:
        """Show nothing."""
        for mark in (self.readout, self.note, self.warning, self.progress):
            mark.setVisible(False)

    def show_readout(
        self, plane: LossPlane, ground: PlaneGround, place: tuple[float, float], *, at_top: bool
    ) -> None:
        """Show coordinates, loss and gradient at a place."""
        area = self._plot.frame.area
        slope = slope_at(plane, ground.slopes(plane), place)
        self.readout.set_text(words.readout(plane.labels, place, loss_at(plane, place), slope))
        height = self.readout.set_room(area.width() - 12.0).height()
        y = area.top() + 6.0 if at_top else area.bottom() - height - 6.0
        self.readout.move_to(QPointF(area.left() + 6.0, y))

    def show_note(
        self, plane: LossPlane, ground: PlaneGround, snapshot: Snapshot, place: tuple[float, float]
    ) -> None:
        """Say around a plane what it leaves out, and how far the run is off it.

        Where some losses have no colour, that is said instead.
        """
        text = words.plane_note(plane, snapshot.theta, snapshot.loss, loss_at(plane, place))
        if ground.has_gaps:
            text = words.gap_note(is_empty=ground.levels is None)
        self._place_note(text)
        self._place_warning(words.warning(plane))

    def _place_note(self, text: str) -> None:
        """Stand below the plot at the left, or on the map if the axis' name needs that room."""
        plot, area, size = self._plot, self._plot.frame.area, self.note.set_text(text)
        place = QPointF(2.0, plot.viewport().height() - size.height() - 1.0)
        name = self._width_of(plot.axes.x_label)
        if place.x() + size.width() + APART > area.right() - name:
            place = QPointF(area.left() + INSIDE, area.bottom() - size.height() - INSIDE)
        self.note.move_to(place)

    def _place_warning(self, text: str) -> None:
        """Stand above the plot at the right, or on the map if the axis' name needs that room."""
        area, size = self._plot.frame.area, self.warning.set_text(text)
        place = QPointF(area.right() - size.width(), 0.0)
        if place.x() - APART < self._width_of(self._plot.axes.y_label):
            place = QPointF(place.x() - INSIDE, area.top() + INSIDE)
        self.warning.move_to(place)

    def _width_of(self, text: str) -> float:
        """Return how wide the name of an axis is."""
        return QFontMetricsF(self._plot.theme.font(TEXT_SIZE)).horizontalAdvance(text)

    def show_progress(self, part: float) -> None:
        """Show how much of a finer plane is done, if that takes long; nothing from 1 on."""
        area = self._plot.frame.area
        if part >= 1.0:
            self._since.invalidate()
            self.progress.setVisible(False)
        elif not self._since.isValid():
            self._since.start()
        elif self._since.elapsed() >= PATIENCE_MS and self._plot.box.isVisible():
            end = QPointF(area.left() + part * area.width(), area.top())
            self.progress.set_line(area.topLeft(), end)
