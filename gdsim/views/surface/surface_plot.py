"""The loss over two parameters as a surface to turn: LossPlane, Ball -> a picture in 3-D."""

from collections.abc import Sequence
from math import hypot

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from gdsim.engine.arrays import Array
from gdsim.engine.planes import LossPlane
from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.plotting.log_switch import log_switch
from gdsim.views.plotting.marks import Label, Ring
from gdsim.views.plotting.plots import GRAB
from gdsim.views.surface import surface_words as words
from gdsim.views.surface.camera import Lens, lens_for
from gdsim.views.surface.surface_item import SurfaceItem
from gdsim.views.surface.surface_scene import SurfaceScene
from gdsim.views.surface.turned_plot import TurnedPlot
from gdsim.views.theme import Theme
from gdsim.views.view import Ball

NEAR = 14.0
"""Pixels from a ball or a minimum within which the mouse asks what it is."""
BESIDE, ABOVE, BELOW = 44, 4, 24
"""Pixels for the numbers and names around the box."""
NO_BALL = -2


class SurfacePlot(TurnedPlot):
    """The loss over two parameters as a surface, with the balls on it and their shadows below.

    A click on another ball makes that the current one; L counts heights in powers of ten.

    Attributes
    ----------
    shown : SurfaceScene
    lens : Lens
        How the camera sees it now.
    picture : SurfaceItem
    readout : Label
        The numbers under the mouse.
    note : Label
        What is cut off or missing.
    message : Label
        What stands in the place of a surface that does not exist.
    log_button : FlatButton
    """

    ball_requested = Signal(int)
    heading_changed = Signal(str, str)

    needs = frozenset({"plane"})

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Loss over two parameters, as a surface"), parent)
        self.title, self.caption = words.heading(None, is_held=False)
        self.box.setVisible(False)
        self.shown = SurfaceScene()
        self.lens = Lens(self.camera, (0.0, 0.0), 1.0)
        self._names: tuple[str, ...] = ()
        self._pointed_at = NO_BALL
        self.picture = SurfaceItem(theme)
        self.scene().addItem(self.picture)
        self._hover = self.add_mark(Ring(theme, "text", 3.0, 1.6))
        self.readout = self.add_mark(Label(theme, "text"))
        self.note = self.add_mark(Label(theme, "muted"))
        self.message = self.add_mark(Label(theme, "muted", 1.0))
        self.log_button = log_switch()
        self.log_button.toggled.connect(self._on_log)
        self.menu.addAction(self.log_button.twin())

    def corner(self) -> QWidget:
        """Return the switch to logarithmic heights."""
        return self.log_button

    def set_subject(self, subject: Subject) -> None:
        """Prepare for another scenario; it is looked at from where the one before was."""
        self._names = subject.names
        self.shown.set_subject(subject)
        self.refresh()

    def show_plane(self, plane: LossPlane) -> None:
        """Take the losses from here."""
        self.shown.set_plane(plane)
        self.begin_turning()  # planes may come in a row: only the last one is painted finely
        self._say_heading()
        self.refresh()

    def show_balls(self, balls: Sequence[Ball]) -> None:
        """Show these balls, the current one first."""
        self.shown.set_balls(balls)
        self.refresh()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show this moment of the current ball."""
        self.shown.set_moment(snapshot)
        self.refresh()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self.picture.restyle(theme)
        self.log_button.setFont(theme.font())
        super().restyle(theme)

    def csv_text(self) -> str:
        """Return the losses of the plane and where the balls are: what, x, y, loss."""
        return self.shown.csv_text()

    def png_bytes(self, scale: float = 2.0) -> bytes:
        """Return the surface, finely painted, as a PNG."""
        self.come_to_rest()
        return super().png_bytes(scale)

    def svg_bytes(self) -> bytes:
        """Return the surface, finely painted, as an SVG."""
        self.come_to_rest()
        return super().svg_bytes()

    # What TurnedPlot asks.

    def can_turn(self) -> bool:
        """Whether there is a surface."""
        return self.shown.scale is not None and not self.shown.awaits_path

    def tell_held(self) -> None:
        """Say in the caption which keys do what."""
        self._say_heading()
        self.refresh()

    def takes_click(self, position: QPointF) -> bool:
        """Ask for another ball if one is there."""
        place = self._ball_at(position)
        if place >= 0:
            self.ball_requested.emit(place)
        return place >= 0

    def cursor_at(self, position: QPointF) -> Qt.CursorShape:
        """Return a pointing hand over what can be clicked."""
        if self._ball_at(position) >= 0:
            return Qt.CursorShape.PointingHandCursor
        return super().cursor_at(position)

    def show_hover(self, position: QPointF | None) -> None:
        """Show the numbers at a place of the surface, and a halo on a ball that can be clicked."""
        pointed_at = NO_BALL if position is None else self._ball_at(position)
        if pointed_at != self._pointed_at:
            self._pointed_at = pointed_at
            self._see()
        vertex = -1 if position is None else self._vertex_at(position)
        self._hover.setVisible(vertex >= 0)
        self.readout.setVisible(vertex >= 0)
        if vertex < 0 or self.shown.plane is None or self.shown.fine is None:
            return
        pixel = self.lens.to_pixels(self.shown.fine.vertices[vertex : vertex + 1])[0]
        self._hover.setPos(QPointF(*pixel))
        self.readout.set_text(words.readout(self.shown.plane.labels, *self.shown.point(vertex)))
        self.readout.move_to(QPointF(self.theme.px(8), self.theme.px(4)))

    def tip_at(self, position: QPointF) -> str:
        """Explain the ball or the minimum under the mouse."""
        plane = self.shown.plane
        if plane is None or not self.can_turn():
            return ""
        found = [
            (
                self._distance(position, marked.point),
                words.minimum_tip(plane.labels, marked.minimum),
            )
            for marked in self.shown.minima
        ]
        found += [
            (
                self._distance(position, lines.track.present),
                words.ball_tip(plane.labels, lines.track),
            )
            for lines in self.picture.tracks
            if lines.track.is_here
        ]
        nearest, text = min(found, default=(np.inf, ""))
        return text if nearest <= NEAR * self.theme.scale else ""

    # Drawing.

    def draw(self) -> None:
        """Bring the surface onto the plot."""
        is_shown = self.can_turn()
        self.picture.setVisible(is_shown)
        self._say_message()
        self._say_note()
        can_be_log = not is_shown or self.shown.can_be_log
        self.log_button.setEnabled(can_be_log)
        self.log_button.setToolTip(words.log_tip(can_be_log=can_be_log))
        if is_shown:
            self._see()

    def _see(self) -> None:
        """Look at everything through the camera."""
        area, px = QRectF(self.viewport().rect()), self.theme.px
        room = area.adjusted(px(BESIDE), px(ABOVE), -px(BESIDE), -px(BELOW))
        self.lens = lens_for(
            self.camera, room.x(), room.y(), max(8.0, room.width()), max(8.0, room.height())
        )
        shown, picture = self.shown, self.picture
        if shown.plane is None or shown.scale is None:
            return
        if area != picture.boundingRect():
            picture.set_area(area)
        picture.lens, picture.scenery, picture.minima = self.lens, shown.scenery, shown.minima
        picture.mesh = shown.coarse if self.is_turning else shown.fine
        picture.is_held = self.is_held
        picture.tracks = tuple(
            lines._replace(is_pointed_at=0 <= lines.track.ball.place == self._pointed_at)
            for lines in shown.lines(self.lens)
        )
        picture.update()
        tracks = [lines.track for lines in reversed(picture.tracks)]
        self.setAccessibleDescription(
            words.description(shown.plane.labels, self.camera, shown.extent, tracks)
        )

    def _say_message(self) -> None:
        text = ""
        if self.shown.awaits_path:
            text = words.no_path()
        elif self.shown.plane is None:
            text = words.nothing(self._names)
        elif self.shown.scale is None:
            text = words.no_scale()
        size = self.message.set_text(text)
        center = QPointF(self.viewport().rect().center())
        self.message.move_to(center - QPointF(size.width() / 2.0, size.height() / 2.0))
        if text:
            self.readout.setVisible(False)
            self._hover.setVisible(False)

    def _say_note(self) -> None:
        """Say below, at the right, what is cut off, what is missing and which balls have left."""
        scale, notes = self.shown.scale if self.can_turn() else None, []
        if scale is not None and self.shown.is_cut:
            notes.append(words.flat_note(scale))
        if scale is not None and self.shown.is_filled:
            notes.append(words.filled_note(scale))
        if scale is not None and self.shown.has_holes:
            notes.append(words.hole_note())
        gone = [track for track in reversed(self.shown.tracks) if not track.is_here]
        if scale is not None and gone:
            notes.append(words.gone_note(gone))
        size = self.note.set_text(" · ".join(notes))
        corner = QPointF(self.viewport().rect().bottomRight())
        self.note.move_to(corner - QPointF(size.width() + 4.0, size.height() + 2.0))

    def _say_heading(self) -> None:
        plane = self.shown.plane
        title, caption = words.heading(plane.labels if plane else None, is_held=self.is_held)
        if (title, caption) != (self.title, self.caption):
            self.title, self.caption = title, caption
            self.heading_changed.emit(title, caption)

    # What is under the mouse.

    def _distance(self, position: QPointF, point: Array) -> float:
        x, y = self.lens.to_pixels(point[np.newaxis])[0].tolist()
        return hypot(x - position.x(), y - position.y())

    def _ball_at(self, position: QPointF) -> int:
        """Return the place of the ball there, the nearest one; NO_BALL where there is none."""
        near = [
            (self._distance(position, lines.track.present), lines.track.ball.place)
            for lines in self.picture.tracks
            if lines.track.is_here and self.can_turn()
        ]
        distance, place = min(near, default=(np.inf, NO_BALL))
        return place if distance <= GRAB * self.theme.scale else NO_BALL

    def _vertex_at(self, position: QPointF) -> int:
        """Return the vertex of the fine mesh there that is nearest to the eye, -1 for none."""
        mesh = self.shown.fine
        if mesh is None or not self.can_turn():
            return -1
        vertices = mesh.vertices
        pixels = self.lens.to_pixels(vertices) - [position.x(), position.y()]
        distances = np.hypot(pixels[:, 0], pixels[:, 1])
        reach = max(6.0, 1.2 * self.lens.scale * float(mesh.places[1] - mesh.places[0]))
        near = np.flatnonzero(distances <= reach)
        if not len(near):
            return -1
        _seen, nearness = self.camera.project(vertices[near])
        front = near[nearness >= nearness.max() - 4.0 * (mesh.places[1] - mesh.places[0])]
        return int(front[distances[front].argmin()])

    def _on_log(self, is_log: bool) -> None:
        self.shown.set_log(is_log)
        self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Switch the scale by L; the rest is about turning."""
        if event.key() == Qt.Key.Key_L and not event.modifiers():
            if self.log_button.isEnabled():
                self.log_button.toggle()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Paint quickly while the size changes."""
        if hasattr(self, "picture"):  # pyqtgraph's constructor resizes before there is anything
            self.begin_turning()
        super().resizeEvent(event)
