"""The surface's geometry against numbers worked out by hand and against brute force."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from gdsim.engine.arrays import Array
from gdsim.views.plotting.axes import TEXT_SIZE
from gdsim.views.surface.camera import BOTTOM, TOP, Camera, lens_for
from gdsim.views.surface.floor import Scenery, axes_of, sides
from gdsim.views.surface.heights import HeightScale, can_be_log, fitted_scale
from gdsim.views.surface.mesh import (
    Mesh,
    cells_in_order,
    corners_in_order,
    hidden,
    make_mesh,
    resampled,
)
from gdsim.views.surface.surface_plot import ABOVE, BELOW, BESIDE
from gdsim.views.surface.tracks import on_box, on_surface, seen_way, track_of
from gdsim.views.theme import LIGHT
from tests.views.surface_case import ball_on, himmelblau, plane_of, saddle

POINT = np.array([[1.0, 2.0, 3.0]])


@pytest.mark.parametrize(
    ("yaw", "pitch", "seen", "nearness"),
    [
        (0.0, 90.0, (1.0, 2.0), 3.0),  # a map
        (90.0, 90.0, (2.0, -1.0), 3.0),  # the map turned by a quarter
        (0.0, 0.0, (1.0, 3.0), -2.0),  # along y, from the floor
        (90.0, 0.0, (2.0, 3.0), 1.0),  # against x
        (0.0, 30.0, (1.0, 1.0 + 1.5 * 3**0.5), 1.5 - 3**0.5),
    ],
)
def test_a_point_is_seen_where_geometry_says(
    yaw: float, pitch: float, seen: tuple[float, float], nearness: float
) -> None:
    places, near = Camera(yaw, pitch).project(POINT)
    np.testing.assert_allclose(places[0], seen, atol=1e-12)
    assert near[0] == pytest.approx(nearness)


def test_turning_goes_around_and_stops_above_the_floor_and_overhead() -> None:
    assert Camera(170.0, 30.0).turned(20.0, 0.0).yaw == pytest.approx(-170.0)
    assert Camera(0.0, 30.0).turned(180.0, 0.0).yaw == pytest.approx(180.0)
    assert Camera(0.0, 30.0).turned(0.0, 100.0).pitch == 90.0
    assert 0.0 < Camera(0.0, 30.0).turned(0.0, -100.0).pitch < 10.0
    assert Camera().zoomed(1e9).zoom == 6.0


def test_the_lens_puts_the_middle_of_the_box_into_the_middle_and_counts_pixels_downward() -> None:
    across = 2.0 * 2.0**0.5
    lens = lens_for(Camera(0.0, 90.0), 10.0, 20.0, 100.0 * across, 100.0 * across)
    assert lens.scale == pytest.approx(100.0)
    middle, other = lens.to_pixels(np.array([[0.0, 0.0, TOP / 2.0], [0.5, 0.25, TOP / 2.0]]))
    np.testing.assert_allclose(middle, (10.0 + 50.0 * across, 20.0 + 50.0 * across))
    np.testing.assert_allclose(other - middle, (50.0, -25.0))


def rough_mesh(n: int = 9) -> Mesh:
    rng = np.random.default_rng(4)
    return make_mesh(rng.random((n, n)), np.zeros((n, n)), n)


def covering(point: Array, triangle: Array) -> Array | None:
    """Return the barycentric coordinates (3,) of a point in a triangle; None outside."""
    try:
        rest = np.linalg.solve((triangle[1:] - triangle[0]).T, point - triangle[0])
    except np.linalg.LinAlgError:
        return None
    parts = np.array([1.0 - rest.sum(), *rest])
    return parts if (parts > 1e-9).all() else None


@pytest.mark.parametrize("yaw", [0.0, 28.0, 90.0, 133.0, 180.0, -61.0, -90.0, -170.0])
@pytest.mark.parametrize("pitch", [8.0, 20.0, 70.0])
def test_what_is_painted_later_is_nearer_wherever_quads_cover_each_other(
    yaw: float, pitch: float
) -> None:
    """Against brute force: at each pixel all triangles that hold it, in the order of painting."""
    mesh, camera = rough_mesh(), Camera(yaw, pitch)
    places, nearness = camera.project(mesh.vertices)
    order = corners_in_order(9, camera)
    n_covered = 0
    for pixel in np.random.default_rng(1).uniform(-1.0, 1.0, (25, 2)):
        depths = []
        for a, b, c, d in order.tolist():
            for corners in ([a, b, c], [a, c, d]):
                parts = covering(pixel, places[corners])
                if parts is not None:
                    depths.append(((a, b, c, d), float(parts @ nearness[corners])))
        for (quad, first), (other, second) in pairwise(depths):
            if quad != other:
                n_covered += 1
                assert second >= first - 1e-9
    assert n_covered or pitch == 70.0


@pytest.mark.parametrize("yaw", [10.0, 100.0, -170.0, -80.0])
def test_each_quad_is_painted_once_with_its_own_colors(yaw: float) -> None:
    camera = Camera(yaw, 30.0)
    corners, cells = corners_in_order(5, camera), cells_in_order(5, camera)
    assert sorted(cells.tolist()) == list(range(16))
    first = corners.min(axis=1)
    np.testing.assert_array_equal(cells, first // 5 * 4 + first % 5)


def wall() -> Mesh:
    """Return a floor with a wall of height 1 along y = 0."""
    places = np.linspace(-1.0, 1.0, 41)
    z = np.where(np.abs(places)[:, np.newaxis] < 0.03, 1.0, 0.0) + np.zeros((41, 41))
    nothing = np.zeros((40, 40), dtype=int)
    return Mesh(places, z, nothing, nothing)


@pytest.mark.parametrize(
    ("point", "camera", "expected"),
    [
        ((0.0, 0.5, 0.0), Camera(0.0, 30.0), True),  # the way rises to 0.29 at the wall
        ((0.0, -0.5, 0.0), Camera(0.0, 30.0), False),  # before it
        ((0.0, 0.5, 0.0), Camera(0.0, 75.0), False),  # rises to 1.87
        ((0.0, 0.5, 0.9), Camera(0.0, 30.0), False),  # 0.9 + 0.29
        ((0.0, 0.5, 0.6), Camera(0.0, 30.0), True),
        ((0.0, 0.5, 0.0), Camera(90.0, 30.0), False),  # looks along the wall
        ((0.0, -0.5, 0.0), Camera(180.0, 30.0), True),
        ((0.0, 0.5, 0.0), Camera(0.0, 90.0), False),
    ],
)
def test_a_wall_hides_what_is_behind_it(point: Any, camera: Camera, expected: bool) -> None:
    assert hidden(np.array([point]), wall(), camera).tolist() == [expected]


def test_a_way_behind_a_wall_is_cut_in_two_that_join() -> None:
    way = np.array([[0.0, 0.9, 0.0], [0.0, -0.9, 0.0]])
    # From above the wall: it rises 1, so it hides 1 / tan(60) = 0.577 behind it.
    stretches, is_hidden = seen_way(way, wall(), Camera(0.0, 60.0))
    assert [stretch.is_hidden for stretch in stretches] == [False, True, False]
    assert is_hidden.tolist() == [False, False]
    first, middle, last = (stretch.points[:, 1] for stretch in stretches)
    assert first[0] == pytest.approx(0.9)
    assert middle[0] == pytest.approx(0.577, abs=0.1)
    assert last[-1] == pytest.approx(-0.9)
    assert first[-1] == middle[0]
    assert middle[-1] == last[0]


def test_a_gap_in_a_way_stays_a_gap_and_lone_points_stay() -> None:
    nothing = [np.nan] * 3
    way = np.array([[0.0, -0.5, 0.0], nothing, [0.0, -0.8, 0.0], [0.5, -0.8, 0.0]])
    stretches, is_hidden = seen_way(way, wall(), Camera(0.0, 60.0))
    assert len(stretches[0].points) == 1
    np.testing.assert_allclose(stretches[-1].points[[0, -1]], way[[2, 3]])
    assert all(np.isfinite(stretch.points).all() for stretch in stretches)
    assert len(is_hidden) == 4


def test_heights_are_evenly_spread_flat_beyond_and_open_where_there_is_no_number() -> None:
    losses = np.array([0.0, 5.0, 10.0, 20.0, -3.0, np.nan, np.inf, -np.inf])
    np.testing.assert_array_equal(
        HeightScale(0.0, 10.0).heights(losses), [0, 0.5, 1, 1, 0, np.nan, np.nan, np.nan]
    )
    by_powers = HeightScale(-1.0, 3.0, is_log=True)
    np.testing.assert_allclose(by_powers.heights(np.array([10.0, 0.1, 0.0, 1e9])), [0.5, 0, 0, 1])
    assert by_powers.highest == pytest.approx(1000.0)
    assert [(t.position, t.text) for t in by_powers.ticks(8)] == [
        (0.0, "0.1"),
        (0.25, "1"),
        (0.5, "10"),
        (0.75, "100"),
        (1.0, "1,000"),
    ]


def test_a_scale_holds_all_losses_unless_a_peak_would_flatten_the_rest() -> None:
    scale = fitted_scale(plane_of(himmelblau).losses)
    assert scale is not None
    assert (scale.low, scale.high) == (0.0, 900.0)
    losses = np.linspace(0.0, 1.0, 100)
    losses[-1] = 1e9
    cut = fitted_scale(losses)
    assert cut is not None
    assert 10.0 <= cut.high <= 20.0


def test_a_scale_stays_while_it_will_do() -> None:
    first = fitted_scale(np.array([0.1, 7.8]))
    assert first is not None
    assert fitted_scale(np.array([0.2, 7.4]), first) == first
    assert fitted_scale(np.array([0.2, 9.9]), first) != first
    assert fitted_scale(np.array([0.2, 1.0]), first) != first


def test_powers_of_ten_need_losses_that_are_not_negative() -> None:
    assert can_be_log(plane_of(himmelblau).losses)
    assert not can_be_log(plane_of(saddle).losses)
    assert not can_be_log(np.zeros(4))
    assert fitted_scale(np.array([np.nan, np.inf])) is None


@pytest.mark.parametrize(("m", "n"), [(101, 61), (101, 31), (21, 61), (2, 31)])
def test_a_plane_of_any_size_is_read_straight_between_its_points(m: int, n: int) -> None:
    x, y = np.meshgrid(np.linspace(-1, 1, m), np.linspace(-1, 1, m))
    wanted_x, wanted_y = np.meshgrid(np.linspace(-1, 1, n), np.linspace(-1, 1, n))
    np.testing.assert_allclose(
        resampled(2.0 * x + 3.0 * y, n), 2.0 * wanted_x + 3.0 * wanted_y, atol=1e-12
    )


def test_a_hole_stays_where_it_is() -> None:
    values = np.zeros((5, 5))
    values[2, 2] = np.nan
    np.testing.assert_array_equal(np.isnan(resampled(values, 5)), np.isnan(values))
    assert np.isnan(make_mesh(values, values, 5).heights).sum() == 1


def test_what_faces_the_light_is_brighter_and_the_top_is_at_the_top() -> None:
    x, _y = np.meshgrid(np.linspace(0.0, 1.0, 5), np.linspace(0.0, 1.0, 5))
    rising, falling = (make_mesh(h, h, 5) for h in (x, 1.0 - x))
    assert (rising.shades > falling.shades).all()  # the light comes from the left
    assert (rising.heights.min(), rising.heights.max()) == (BOTTOM, TOP)
    assert (np.diff(rising.tones, axis=1) > 0).all()


def test_points_of_a_plane_stand_on_the_surface_or_nowhere() -> None:
    plane = plane_of(saddle, 2.0, 5)
    scale = fitted_scale(plane.losses)
    assert scale is not None
    mesh = make_mesh(scale.heights(plane.losses), plane.losses, 61)
    places = np.array([[2.0, 0.0], [0.0, 2.0], [0.0, 0.0], [2.5, 0.0], [np.nan, 0.0]])
    np.testing.assert_allclose(on_box(places, plane)[:3], [[1, 0], [0, 1], [0, 0]])
    points = on_surface(places, plane, mesh)
    middle = (BOTTOM + TOP) / 2.0
    reach = (TOP - BOTTOM) / (scale.high - scale.low) * 4.0
    np.testing.assert_allclose(points[:3, 2], [middle + reach, middle - reach, middle], atol=0.01)
    assert np.isnan(points[3:]).all()


def test_a_track_is_the_ball_s_own_history_and_ends_where_it_is() -> None:
    plane = plane_of(himmelblau)
    scale = fitted_scale(plane.losses)
    assert scale is not None
    mesh = make_mesh(scale.heights(plane.losses), plane.losses, 61)
    ball = ball_on(himmelblau, (-1.0, -3.0), 0.008, 20)
    track = track_of(ball, ball.theta, ball.loss, plane, mesh)
    _epochs, path = ball.history.points([2, 3], 20, 50)
    np.testing.assert_allclose(track.epochs[:, :2], path.T / 5.0)
    assert track.place == (ball.theta[0], ball.theta[1])
    moved = track_of(ball, np.array([9.0, 0.0]), 1.0, plane, mesh)
    assert not moved.is_here
    assert np.isfinite(moved.epochs[:-1]).all()


def test_the_axes_stand_before_the_surface_and_the_losses_at_the_left() -> None:
    assert sides(Camera(28.0, 30.0)) == (-1.0, 1.0, (-1.0, -1.0))
    assert sides(Camera(118.0, 30.0)) == (1.0, 1.0, (1.0, -1.0))
    assert sides(Camera(-152.0, 30.0)) == (1.0, -1.0, (1.0, 1.0))
    assert sides(Camera(0.0, 30.0)) == (-1.0, 1.0, (-1.0, -1.0))
    assert sides(Camera(0.0, 90.0))[:2] == (-1.0, -1.0)  # a map has both as a contour has


@pytest.mark.parametrize("names", [("w1", "b1"), ("random direction 1", "random direction 2")])
@pytest.mark.parametrize("size", [(590.0, 310.0), (900.0, 600.0)])
def test_no_text_covers_another_or_leaves_the_plot_from_wherever_it_is_seen(
    qtbot: QtBot, size: tuple[float, float], names: tuple[str, str]
) -> None:
    scenery = Scenery(((-5.0, 5.0), (-2.0, 3.0)), names, HeightScale(0.0, 900.0))
    metrics, whole = QFontMetricsF(LIGHT.font(TEXT_SIZE)), QRectF(0.0, 0.0, *size)
    for yaw in range(-180, 180, 12):
        for pitch in (8.0, 30.0, 60.0, 90.0):
            lens = lens_for(
                Camera(yaw, pitch), BESIDE, ABOVE, size[0] - 2.0 * BESIDE, size[1] - ABOVE - BELOW
            )
            axes = axes_of(scenery, lens, metrics, 1.0, whole)
            boxes = [w.box for axis in axes for w in axis.texts]
            assert set(names) & {w.text for axis in axes for w in axis.texts}
            assert all(whole.contains(box) for box in boxes), (yaw, pitch)
            for i, box in enumerate(boxes):
                room = box.adjusted(1.0, 2.0, -1.0, -2.0)
                assert not any(room.intersects(other) for other in boxes[:i]), (yaw, pitch)


def test_at_first_all_four_valleys_of_himmelblau_are_seen() -> None:
    plane = plane_of(himmelblau)
    scale = fitted_scale(plane.losses)
    assert scale is not None
    mesh = make_mesh(scale.heights(plane.losses), np.zeros((101, 101)), 61)
    bottoms = np.array([(3.0, 2.0), (-2.805, 3.131), (-3.779, -3.283), (3.584, -1.848)])
    assert not hidden(on_surface(bottoms, plane, mesh), mesh, Camera()).any()


@pytest.mark.parametrize("yaw", [28.0, 45.0, 90.0, -45.0])
def test_the_whole_box_is_in_the_plot_and_at_first_fills_two_thirds_of_its_width(
    yaw: float,
) -> None:
    lens = lens_for(Camera(yaw), BESIDE, ABOVE, 590.0 - 2.0 * BESIDE, 310.0 - ABOVE - BELOW)
    corners = [(x, y, z) for x in (-1.0, 1.0) for y in (-1.0, 1.0) for z in (0.0, TOP)]
    x, y = lens.to_pixels(np.array(corners)).T
    assert y.min() >= -1.0
    assert y.max() <= 310.0 - BELOW + 1.0
    assert yaw != Camera().yaw or np.ptp(x) > 590.0 * 2.0 / 3.0
