"""What stands on a surface: plane, balls, moment -> scale, meshes, tracks, minima; without Qt.

LossPlane -> HeightScale -> Mesh (coarse, fine);  Ball, Snapshot -> Track
"""

from collections.abc import Sequence

import numpy as np

from gdsim.engine.arrays import Array
from gdsim.engine.directions import FEWEST_POINTS, PATH
from gdsim.engine.planes import LossPlane
from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.subject import Subject
from gdsim.views.plotting.levels import levels_of
from gdsim.views.plotting.same_map import is_same_map
from gdsim.views.surface.camera import Lens
from gdsim.views.surface.floor import Scenery
from gdsim.views.surface.heights import HeightScale, can_be_log, fitted_scale
from gdsim.views.surface.mesh import COARSE, FINE, Mesh, make_mesh, resampled
from gdsim.views.surface.surface_words import name_of
from gdsim.views.surface.track_painting import MarkedMinimum, TrackLines
from gdsim.views.surface.tracks import Track, on_box, seen_way, track_of
from gdsim.views.view import Ball

MANY_MINIMA = 30
"""Of more of them only the lowest are marked."""


class SurfaceScene:
    """Everything of a surface that does not depend on where it is looked at from.

    Attributes
    ----------
    plane : LossPlane or None
    scale : HeightScale or None
        None where there is no plane, or no loss on it that can be shown.
    coarse, fine : Mesh or None
    tracks : tuple of Track
        The current ball's last.
    minima : tuple of MarkedMinimum
    """

    def __init__(self) -> None:
        self._subject: Subject | None = None
        self._balls: tuple[Ball, ...] = ()
        self._moment: Snapshot | None = None
        self._is_log = False
        self.plane: LossPlane | None = None
        self.scale: HeightScale | None = None
        self.coarse: Mesh | None = None
        self.fine: Mesh | None = None
        self.tracks: tuple[Track, ...] = ()
        self.minima: tuple[MarkedMinimum, ...] = ()

    def set_subject(self, subject: Subject) -> None:
        """Begin anew; over one and the same landscape the surface stays."""
        before, self._subject = self._subject, subject
        self._balls, self._moment, self.tracks = (), None, ()
        is_same = before is not None and before.scenario.objective == subject.scenario.objective
        if not is_same and not is_same_map(before, subject):
            self.plane = self.scale = self.coarse = self.fine = None
            self.minima = ()

    def set_plane(self, plane: LossPlane) -> None:
        """Take another plane."""
        if self.plane is None or self.plane.labels != plane.labels:
            self.scale = None
        self.plane = plane
        self._make_meshes()

    def set_log(self, is_log: bool) -> None:
        """Count heights in powers of ten, where that means something."""
        self._is_log = is_log
        self._make_meshes()

    def set_balls(self, balls: Sequence[Ball]) -> None:
        """Take other balls, the current one first; one alone needs no mark to be told by."""
        self._balls = tuple(ball for ball in balls if not ball.is_hidden)
        if len(self._balls) == 1:
            self._balls = (self._balls[0]._replace(mark=-1, color="text"),)
        self._make_tracks()

    def set_moment(self, snapshot: Snapshot) -> None:
        """Take the current ball's place from here, such as while it is dragged elsewhere."""
        self._moment = snapshot
        current = self.tracks[-1] if self.tracks else None
        if current is None or not np.array_equal(current.theta, snapshot.theta):
            self._make_tracks()

    @property
    def awaits_path(self) -> bool:
        """Whether a run's own directions are wanted that it is too short for."""
        subject, moment = self._subject, self._moment
        if subject is None or moment is None or moment.look.plane.kind != PATH:
            return False
        n_epochs = self._balls[0].history.n_epochs if self._balls else 0
        n_axes = np.count_nonzero(~subject.experiment.objective.cut)
        return bool(n_axes > 2) and n_epochs < FEWEST_POINTS

    @property
    def can_be_log(self) -> bool:
        """Whether heights can be counted in powers of ten."""
        return self.plane is not None and can_be_log(self.plane.losses)

    @property
    def scenery(self) -> Scenery | None:
        """What floor and axes say."""
        if self.plane is None or self.scale is None:
            return None
        return Scenery(self.plane.ranges, self.plane.labels, self.scale)

    @property
    def is_cut(self) -> bool:
        """Whether some losses are higher than the surface."""
        if self.plane is None or self.scale is None:
            return False
        with np.errstate(invalid="ignore"):
            high = self.plane.losses > self.scale.highest * (1.0 + 1e-9)
        return bool((high & np.isfinite(self.plane.losses)).any())

    @property
    def is_filled(self) -> bool:
        """Whether some losses are lower than the surface: powers of ten have no end."""
        if self.plane is None or self.scale is None or not self.scale.is_log:
            return False
        with np.errstate(invalid="ignore"):
            return bool((self.plane.losses < self.scale.lowest * (1.0 - 1e-9)).any())

    @property
    def has_holes(self) -> bool:
        """Whether some losses are not finite."""
        return self.plane is not None and not np.isfinite(self.plane.losses).all()

    @property
    def extent(self) -> tuple[float, float]:
        """The least and the largest finite loss."""
        assert self.plane is not None
        losses = self.plane.losses[np.isfinite(self.plane.losses)]
        return (float(losses.min()), float(losses.max())) if losses.size else (np.nan, np.nan)

    def lines(self, lens: Lens) -> tuple[TrackLines, ...]:
        """Return the tracks as they are seen through a lens."""
        mesh = self.fine
        if mesh is None:
            return ()
        return tuple(
            TrackLines(track, *seen_way(track.epochs, mesh, lens.camera)) for track in self.tracks
        )

    def point(self, vertex: int) -> tuple[tuple[float, float], float]:
        """Return the coordinates and the loss at a vertex of the fine mesh."""
        assert self.plane is not None
        row, column = divmod(vertex, FINE)
        (left, right), (low, high) = self.plane.ranges
        place = (
            left + column / (FINE - 1) * (right - left),
            low + row / (FINE - 1) * (high - low),
        )
        with np.errstate(all="ignore"):
            return place, float(resampled(self.plane.losses, FINE)[row, column])

    def csv_text(self) -> str:
        """Return the losses of the plane and where the balls are, with all digits."""
        plane = self.plane
        lines = ["what,x,y,loss"]
        if plane is None:
            return lines[0] + "\n"
        x, y = np.meshgrid(plane.x_values, plane.y_values)
        rows = np.column_stack([x.ravel(), y.ravel(), plane.losses.ravel()]).tolist()
        lines += [f"surface,{a!r},{b!r},{loss!r}" for a, b, loss in rows]
        for track in reversed(self.tracks):
            (a, b), name = track.place, name_of(track).replace('"', '""')
            lines.append(f'"{name}",{a!r},{b!r},{track.loss!r}')
        return "\n".join(lines) + "\n"

    def _make_meshes(self) -> None:
        plane = self.plane
        if plane is None:
            return
        is_log = self._is_log and can_be_log(plane.losses)
        self.scale = fitted_scale(plane.losses, self.scale, is_log=is_log)
        self.coarse = self.fine = None
        if self.scale is not None:
            heights = self.scale.heights(plane.losses)
            tones = _tones(plane.losses)
            self.coarse, self.fine = (make_mesh(heights, tones, n) for n in (COARSE, FINE))
        self._make_minima(plane)
        self._make_tracks()

    def _make_tracks(self) -> None:
        plane, mesh = self.plane, self.fine
        if plane is None or mesh is None:
            self.tracks = ()
            return
        tracks = []
        for ball in self._balls:
            theta, loss, moment = ball.theta, ball.loss, self._moment
            if ball.place < 0 and moment is not None and moment.theta.shape == theta.shape:
                theta, loss = moment.theta, moment.loss
            if theta.shape == plane.theta.shape:
                tracks.append(track_of(ball, theta, loss, plane, mesh))
        self.tracks = tuple(reversed(tracks))

    def _make_minima(self, plane: LossPlane) -> None:
        self.minima = ()
        facts = None if self._subject is None else self._subject.function
        if facts is None or plane.pair is None:
            return
        found = facts.minima
        if len(found) > MANY_MINIMA:
            found = tuple(minimum for minimum in found if minimum.is_global)
        places = np.array([minimum.place for minimum in found]).reshape(len(found), 2)
        points = on_box(np.column_stack(plane.place_of(places)), plane)
        self.minima = tuple(
            MarkedMinimum(np.array([*point, 0.0]), minimum)
            for point, minimum in zip(points, found, strict=True)
            if np.isfinite(point).all()
        )


def _tones(losses: Array) -> Array:
    """Return where losses stand among the colours of the contour, from 0 to 1."""
    levels = levels_of(losses)
    if levels is None:
        return np.zeros_like(losses)
    with np.errstate(invalid="ignore"):
        return np.interp(losses, levels.edges, np.linspace(0.0, 1.0, len(levels.edges)))
