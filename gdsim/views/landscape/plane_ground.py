"""The ground of a map: LossPlane, Frame -> bands, their bar, and arrows where they are wanted."""

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QGraphicsScene

from gdsim.engine.arrays import Array
from gdsim.engine.planes import LossPlane
from gdsim.scenario.ranges import HUGE, Range
from gdsim.text import _
from gdsim.views.landscape.arrows import ArrowField
from gdsim.views.landscape.bands import Bands, ColorBar
from gdsim.views.landscape.plane_values import arrows_on, slopes_of
from gdsim.views.plotting.levels import Levels, levels_of
from gdsim.views.plotting.plot_frame import Frame
from gdsim.views.theme import Theme

EVERY = 34.0
"""Pixels from arrow to arrow."""


class Placed(NamedTuple):
    """Where something lies."""

    x_range: Range
    y_range: Range
    area: QRectF


class PlaneGround:
    """Takes what is dear to make anew only when plane, levels, ranges or size are others.

    Attributes
    ----------
    bar : ColorBar
    arrows : ArrowField
    levels : Levels or None
        Those that are shown; None where no loss of the plane can be.
    is_log : bool or None
        Whether levels go by powers; None for where the losses ask for it.
    has_gaps : bool
        Whether some losses cannot be shown.
    """

    def __init__(self, theme: Theme, scene: QGraphicsScene) -> None:
        self._theme = theme
        self._bands, self.bar = Bands(theme), ColorBar(theme, _("loss"))
        self.arrows = ArrowField(theme)
        for item in (self._bands, self.bar, self.arrows):
            scene.addItem(item)
        self.is_log: bool | None = None
        self.has_gaps = False
        self.levels: Levels | None = None
        self._plane: LossPlane | None = None
        self._slopes: tuple[Array, Array] | None = None
        self._made_as: bool | None = None  # `is_log` when the bands were made
        self._placed: Placed | None = None
        self._arrows_at: Placed | None = None

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        for item in (self._bands, self.bar, self.arrows):
            item.restyle(theme)
        self._placed = self._arrows_at = None

    def forget(self) -> None:
        """Begin anew, as for another subject."""
        self._plane = self._placed = self._arrows_at = self._slopes = self.is_log = None

    def set_shown(self, *, is_shown: bool) -> None:
        """Show bands and bar, or nothing."""
        is_seen = is_shown and self.levels is not None
        for item in (self._bands, self.bar):
            item.setVisible(is_seen)
        if not is_seen:
            self.arrows.setVisible(False)

    def slopes(self, plane: LossPlane) -> tuple[Array, Array]:
        """Return the derivatives at the points of a plane, which are kept."""
        if self._slopes is None or self._plane is not plane:
            self._take(plane)
            self._slopes = slopes_of(plane)
        return self._slopes

    def lay(self, plane: LossPlane, frame: Frame, room: float) -> None:
        """Lay the bands where the frame shows their values, and the bar into ``room`` beside."""
        self._take(plane)
        where = Placed(frame.x_range, frame.y_range, QRectF(frame.area))
        if self._placed == where and self._made_as == self.is_log:
            return
        if self._made_as != self.is_log or self.levels is None:
            self._make(plane)
        self._placed = where
        if self.levels is not None:
            self._bands.place(plane, frame)
            self.bar.place(frame.area, room)

    def lay_arrows(self, plane: LossPlane, frame: Frame, *, is_wanted: bool) -> None:
        """Show arrows, or none."""
        is_seen = is_wanted and self.levels is not None
        self.arrows.setVisible(is_seen)
        where = Placed(frame.x_range, frame.y_range, QRectF(frame.area))
        if is_seen and self._arrows_at != where:
            self._arrows_at = where
            found = arrows_on(plane, self.slopes(plane), frame, EVERY * self._theme.scale)
            self.arrows.set_arrows(found, frame.area)

    def _take(self, plane: LossPlane) -> None:
        """Notice another plane."""
        if plane is not self._plane:
            self._plane, self._placed, self._arrows_at, self._slopes = plane, None, None, None
            with np.errstate(invalid="ignore"):
                is_seen = np.isfinite(plane.losses) & (np.abs(plane.losses) < HUGE)
            self.has_gaps = not is_seen.all()
            self._make(plane)

    def _make(self, plane: LossPlane) -> None:
        self.levels, self._made_as = levels_of(plane.losses, self.is_log), self.is_log
        if self.levels is not None:
            self._bands.set_plane(plane, self.levels)
            self.bar.set_levels(self.levels)
