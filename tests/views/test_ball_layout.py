"""Balls that are near each other are drawn apart, those that have left stand at the edge."""

from itertools import combinations
from math import hypot

import pytest
from PySide6.QtCore import QPointF, QRectF

from gdsim.views.plotting.ball_layout import GAP, INSET, held_in, spots_of, way_out

AREA = QRectF(40.0, 10.0, 1000.0, 260.0)
RADIUS = 6.5


def distance(a: QPointF, b: QPointF) -> float:
    return hypot(a.x() - b.x(), a.y() - b.y())


@pytest.mark.parametrize("y", [30.0, 140.0, 255.0])
def test_eight_balls_at_one_place_can_all_be_seen(y: float) -> None:
    points = [QPointF(500.0, y)] * 8
    radii = [11.0] + [RADIUS] * 7
    spots = spots_of(points, radii, AREA)
    assert spots[0].at == points[0]
    for i, k in combinations(range(8), 2):
        assert distance(spots[i].at, spots[k].at) >= radii[i] + radii[k] + GAP - 1e-9
    assert all(spot.foot == points[0] and AREA.contains(spot.at) for spot in spots)


def test_balls_that_stand_apart_stay_where_they_are() -> None:
    points = [QPointF(100.0, 50.0), QPointF(130.0, 50.0), QPointF(100.0, 90.0)]
    spots = spots_of(points, [11.0, RADIUS, RADIUS], AREA)
    assert [spot.at for spot in spots] == points
    assert all(spot.at == spot.foot and not spot.way for spot in spots)


@pytest.mark.parametrize(
    ("point", "way"),
    [
        ((-1e30, 100.0), "left"),
        ((5e6, -1e6), "right"),
        ((300.0, -50.0), "up"),
        ((300.0, 9e9), "down"),
        ((300.0, 100.0), ""),
    ],
)
def test_a_ball_that_has_left_stands_at_the_edge_on_its_side(
    point: tuple[float, float], way: str
) -> None:
    gone = QPointF(*point)
    assert way_out(gone, AREA) == way
    (spot,) = spots_of([gone], [RADIUS], AREA)
    inner = AREA.adjusted(INSET, INSET, -INSET, -INSET)
    assert spot.way == way
    assert inner.adjusted(-0.1, -0.1, 0.1, 0.1).contains(spot.at)
    assert spot.at == held_in(gone, AREA)
