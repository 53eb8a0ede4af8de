"""Where a surface is looked at from: points (n, 3) -> places on the screen (n, 2), nearness (n,).

The world is a box: x and y go from -1 to 1, z upward from the floor at 0. The camera is far away
(orthographic), so that parallel lines stay parallel and what is nearer is not larger.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array, read_only

BOTTOM, TOP = 0.26, 0.72
"""Between these heights the surface lies; the floor below is for shadows. So flat a box fills a
plot that is wider than high, and its slopes hide little of what is behind them."""
ACROSS = 2.0 * 2.0**0.5
"""What the floor needs across, whatever the yaw."""
SELDOM = 0.95
"""Of its height; the surface seldom goes to the top at the corner that is farthest."""
LOWEST_PITCH, HIGHEST_PITCH = 6.0, 90.0
LEAST_ZOOM, MOST_ZOOM = 0.5, 6.0


class Camera(NamedTuple):
    """The eye: how it is turned, and how large things are.

    Attributes
    ----------
    yaw : float
        Degrees about the upright axis, above -180 and up to 180; at 0 the x axis runs to the
        right and y away from the eye, at 90 the eye looks against the x axis.
    pitch : float
        Degrees above the floor; at 90 the surface is seen from above, as a map.
    zoom : float
    """

    yaw: float = 28.0
    pitch: float = 28.0
    zoom: float = 1.0

    def basis(self) -> Array:
        """Return the screen's right and up and the way to the eye, as rows (3, 3)."""
        return _basis(self.yaw, self.pitch)

    def project(self, points: Array) -> tuple[Array, Array]:
        """Return where points (n, 3) are seen, right and up (n, 2), and how near they are (n,)."""
        seen = points @ self.basis().T
        return seen[:, :2], seen[:, 2]

    def turned(self, yaw: float, pitch: float) -> "Camera":
        """Return it turned by so many degrees; it stays above the floor and upright."""
        turned = (self.yaw + yaw + 180.0) % 360.0 - 180.0
        risen = min(max(self.pitch + pitch, LOWEST_PITCH), HIGHEST_PITCH)
        return self._replace(yaw=turned if turned > -180.0 else 180.0, pitch=risen)

    def zoomed(self, factor: float) -> "Camera":
        """Return it with everything so many times as large, within bounds."""
        return self._replace(zoom=min(max(self.zoom * factor, LEAST_ZOOM), MOST_ZOOM))


class Lens(NamedTuple):
    """A camera and the pixels it fills.

    Attributes
    ----------
    camera : Camera
    center : (float, float)
        The pixel where the middle of the box is seen.
    scale : float
        Pixels for 1 in the world.
    """

    camera: Camera
    center: tuple[float, float]
    scale: float

    def to_pixels(self, points: Array) -> Array:
        """Return the pixels (n, 2) of points (n, 3)."""
        onto, middle = _onto_pixels(self)
        pixels: Array = points @ onto + middle
        return pixels


def lens_for(camera: Camera, left: float, top: float, width: float, height: float) -> Lens:
    """Return the lens that shows the whole box in a rectangle of pixels, at zoom 1.

    The scale does not depend on the yaw, so that nothing grows or shrinks while it turns.
    """
    pitch = np.radians(camera.pitch)
    level, upright = ACROSS * np.sin(pitch), TOP * np.cos(pitch)
    fitting = min(width / ACROSS, height / (level + SELDOM * upright))
    # The floor ends at the lower edge, as long as all is shown.
    middle = top + height - fitting * (level + upright) / 2.0
    return Lens(camera, (left + width / 2.0, float(middle)), max(1.0, float(camera.zoom * fitting)))


@lru_cache(maxsize=8)
def _basis(yaw: float, pitch: float) -> Array:
    yaw, pitch = np.radians([yaw, pitch])
    right = np.array([np.cos(yaw), np.sin(yaw), 0.0])
    away = np.array([-np.sin(yaw), np.cos(yaw), 0.0])
    upright = np.array([0.0, 0.0, 1.0])
    up = np.sin(pitch) * away + np.cos(pitch) * upright
    toward = np.sin(pitch) * upright - np.cos(pitch) * away
    return read_only(np.array([right, up, toward]))


@lru_cache(maxsize=8)
def _onto_pixels(lens: Lens) -> tuple[Array, Array]:
    """Return the matrix (3, 2) and the pixel (2,) that take a point of the world to its pixel."""
    onto = (lens.scale * lens.camera.basis()[:2] * [[1.0], [-1.0]]).T
    return read_only(onto), read_only(np.array(lens.center) - onto[2] * TOP / 2.0)
