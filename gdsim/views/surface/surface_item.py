"""What is seen of a surface: Scene, Lens -> floor with shadows, the surface, the balls on it.

The surface is painted once for each way of looking and kept as a picture; the balls move over it.
"""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QImage, QPaintEngine, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gdsim.views.surface.camera import Lens
from gdsim.views.surface.floor import Scenery, paint_floor
from gdsim.views.surface.mesh import Mesh
from gdsim.views.surface.surface_painting import paint_mesh, picture_of
from gdsim.views.surface.track_painting import (
    MarkedMinimum,
    TrackLines,
    paint_shadows,
    paint_tracks,
)
from gdsim.views.theme import Theme


class Kept(NamedTuple):
    """A picture of a mesh, and what it shows."""

    mesh: Mesh
    lens: Lens
    theme: Theme
    size: QSize
    ratio: float
    image: QImage


class SurfaceItem(QGraphicsItem):
    """The picture of a surface, in the pixels of its scene.

    Attributes
    ----------
    mesh : Mesh or None
        The one that is painted: coarse while it turns.
    lens : Lens or None
    scenery : Scenery or None
    tracks : tuple of TrackLines
        The current ball last, so that it is on top.
    minima : tuple of MarkedMinimum
    is_held : bool
        Whether keys turn it: the floor's edge says so.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._area = QRectF()
        self._kept: Kept | None = None
        self.mesh: Mesh | None = None
        self.lens: Lens | None = None
        self.scenery: Scenery | None = None
        self.tracks: tuple[TrackLines, ...] = ()
        self.minima: tuple[MarkedMinimum, ...] = ()
        self.is_held = False
        self.setVisible(False)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.update()

    def set_area(self, area: QRectF) -> None:
        """Fill the whole plot."""
        self.prepareGeometryChange()
        self._area = area

    def boundingRect(self) -> QRectF:
        """Return the whole plot."""
        return self._area

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint what is behind first."""
        if self.mesh is None or self.lens is None or self.scenery is None:
            return
        lens, theme = self.lens, self._theme
        paint_floor(painter, self.scenery, lens, theme, self._area, is_held=self.is_held)
        paint_shadows(painter, self.tracks, self.minima, lens, theme)
        engine = painter.paintEngine()
        if engine is not None and engine.type() == QPaintEngine.Type.SVG:
            paint_mesh(painter, self.mesh, lens, theme, is_print=True)
        else:
            image = self._picture(self.mesh, lens, painter.device().devicePixelRatioF())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QPointF(), image)
        paint_tracks(painter, self.tracks, lens, theme)

    def _picture(self, mesh: Mesh, lens: Lens, ratio: float) -> QImage:
        """Return the picture of the mesh, the one from before if it is the same."""
        size, kept = self._area.size().toSize().expandedTo(QSize(1, 1)), self._kept
        wanted = (mesh, lens, self._theme, size, ratio)
        if kept is None or kept.mesh is not mesh or kept[1:5] != wanted[1:]:
            image = picture_of(mesh, lens, self._theme, (size.width(), size.height()), ratio)
            kept = self._kept = Kept(*wanted, image)
        return kept.image
