"""What is read off a plane between its points: against the functions it was taken of."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from gdsim.engine.directions import Directions, parameter_directions
from gdsim.engine.planes import LossPlane
from gdsim.views.landscape.plane_values import arrows_on, loss_at, slope_at, slopes_of
from gdsim.views.plotting.plot_frame import Frame

Surface = Callable[[np.ndarray, np.ndarray], np.ndarray]
PLAIN = parameter_directions(np.zeros(2), (0, 1), ("x", "y"))
PLACES = ((0.33, -0.71), (-1.99, 0.99), (2.0, -1.0), (0.0, 0.0))


def plane_of(surface: Surface, n: int = 41, directions: Directions = PLAIN) -> LossPlane:
    x, y = np.linspace(-2.0, 2.0, n), np.linspace(-1.0, 1.0, n)
    losses = surface(*np.meshgrid(x, y))
    return LossPlane(directions, np.zeros(2), x, y, losses, (0.0, 0.0, 0.0))


def frame_of(plane: LossPlane) -> Frame:
    frame = Frame()
    (frame.x_range, frame.y_range), frame.area = plane.ranges, QRectF(40.0, 20.0, 400.0, 200.0)
    return frame


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("n", [4, 11, 41])
def test_a_cubic_surface_is_read_exactly(place: tuple[float, float], n: int) -> None:
    def surface(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        losses: np.ndarray = x**3 - 2.0 * x**2 * y + y**3 + 0.5 * x * y - 3.0
        return losses

    wanted = float(surface(*(np.array(value) for value in place)))
    assert loss_at(plane_of(surface, n), place) == pytest.approx(wanted, abs=1e-12)


def test_beside_a_gap_it_is_read_from_what_is_there() -> None:
    plane = plane_of(lambda x, y: 3.0 * x + y)
    plane.losses[:, 25:] = np.inf
    assert loss_at(plane, (0.37, 0.1)) == pytest.approx(3.0 * 0.37 + 0.1)
    assert not np.isfinite(loss_at(plane, (1.5, 0.1)))


@pytest.mark.parametrize("place", PLACES)
def test_the_slope_is_the_derivative(place: tuple[float, float]) -> None:
    plane = plane_of(lambda x, y: x**2 + 5.0 * x * y)
    x, y = place
    found = slope_at(plane, slopes_of(plane), place)
    assert found == pytest.approx((2.0 * x + 5.0 * y, 5.0 * x), abs=0.15)


def test_arrows_point_downhill_as_a_step_would_go() -> None:
    """On axes of different scales that is not at right angles to the level lines."""
    plane = plane_of(lambda x, y: x**2 + 8.0 * y**2)
    frame = frame_of(plane)
    arrows = arrows_on(plane, slopes_of(plane), frame, 34.0)
    assert len(arrows.tails) > 30
    ways = arrows.heads - arrows.tails
    middles = (arrows.heads + arrows.tails) / 2.0
    x = np.array([frame.x_at(pixel) for pixel in middles[:, 0]])
    y = np.array([frame.y_at(pixel) for pixel in middles[:, 1]])
    per_x, per_y = 400.0 / 4.0, -200.0 / 2.0
    wanted = np.column_stack([-2.0 * x * per_x, -16.0 * y * per_y])
    for way, step in zip(ways, wanted, strict=True):
        cosine = way @ step / np.linalg.norm(way) / np.linalg.norm(step)
        assert cosine > 0.999
    lengths = np.linalg.norm(ways, axis=1)
    assert lengths.max() <= 34.0
    assert lengths.min() >= 5.0


def test_on_oblique_axes_arrows_go_where_the_projected_step_goes() -> None:
    """The loss of theta is its squared length, so each step leads straight to theta 0."""
    axes = np.array([[1.0, 0.0, 1.0], [1.0, 2.0, 0.0]])
    directions = Directions(np.zeros(3), (axes[0], axes[1]), ("1", "2"))

    def surface(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        thetas = np.multiply.outer(x, axes[0]) + np.multiply.outer(y, axes[1])
        losses: np.ndarray = (thetas**2).sum(axis=-1)
        return losses

    plane = plane_of(surface, directions=directions)
    frame = frame_of(plane)
    arrows = arrows_on(plane, slopes_of(plane), frame, 34.0)
    zero = frame.to_pixels(0.0, 0.0)
    for tail, head in zip(arrows.tails, arrows.heads, strict=True):
        home = [zero.x(), zero.y()] - (tail + head) / 2.0
        way = head - tail
        assert way @ home / np.linalg.norm(way) / np.linalg.norm(home) > 0.995


def test_a_level_plane_and_one_of_gaps_have_no_arrows() -> None:
    for value in (1.0, np.nan, 1e300):
        plane = plane_of(lambda x, y, v=value: np.full_like(x, v))  # type: ignore[misc]
        assert not len(arrows_on(plane, slopes_of(plane), frame_of(plane), 34.0).tails)


def test_a_cliff_leaves_arrows_on_the_plain() -> None:
    plane = plane_of(lambda x, y: 0.01 * x + np.exp(np.minimum(20.0 * x, 30.0)))
    arrows = arrows_on(plane, slopes_of(plane), frame_of(plane), 34.0)
    assert arrows.tails[:, 0].max() > 300.0
    assert np.isfinite(arrows.heads).all()
