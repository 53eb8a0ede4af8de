"""The point under the mouse is found by its distance, wherever the others stand."""

import numpy as np
from PySide6.QtCore import QPointF

from gdsim.views.plotting.nearest import nearest

PIXELS = np.array([[10.0, 10.0], [np.nan, 12.0], [30.0, 10.0], [30.0, 10.0]])


def test_the_nearest_point_within_reach_is_found_and_of_equals_the_first() -> None:
    assert nearest(PIXELS, QPointF(12.0, 11.0), 5.0) == 0
    assert nearest(PIXELS, QPointF(29.0, 10.0), 5.0) == 2


def test_nothing_is_found_beyond_the_reach_or_among_no_points() -> None:
    assert nearest(PIXELS, QPointF(20.0, 10.0), 9.9) == -1
    assert nearest(PIXELS, QPointF(20.0, 10.0), 10.0) == 0
    assert nearest(np.empty((0, 2)), QPointF(0.0, 0.0), 1e9) == -1


def test_a_point_without_a_place_hides_no_other() -> None:
    assert nearest(PIXELS[1:], QPointF(30.0, 12.0), 5.0) == 1
    assert nearest(PIXELS[1:2], QPointF(30.0, 12.0), 1e9) == -1
