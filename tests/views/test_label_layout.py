"""Labels find free places and do not hop about."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF

from gdsim.views.plotting.label_layout import beside, freest, moved_into, spread

AREA = QRectF(0, 0, 200, 100)


def test_labels_at_line_ends_keep_their_order_and_do_not_overlap() -> None:
    placed = spread([50.0, 48.0, 52.0, 5.0], 12.0, 0.0, 100.0)
    assert np.argsort(placed).tolist() == [3, 1, 0, 2]
    assert np.diff(sorted(placed)).min() >= 12.0


def test_labels_at_the_lower_edge_move_up() -> None:
    placed = spread([99.0, 98.0, 97.0], 10.0, 0.0, 100.0)
    assert max(placed) <= 95.0
    assert np.diff(sorted(placed)).min() >= 10.0


def test_a_label_stays_in_the_area_and_off_what_is_taken() -> None:
    anchor, size = QPointF(195, 50), QSizeF(60, 14)
    taken = [QRectF(100, 30, 100, 20)]
    places = beside(anchor, size, 10.0)
    found = moved_into(places[freest(places, AREA, taken)], AREA)
    assert AREA.contains(found)
    assert not found.intersects(taken[0])


def test_a_label_prefers_the_side_without_a_curve() -> None:
    places = beside(QPointF(100, 50), QSizeF(40, 14), 10.0)
    curve = np.column_stack([np.linspace(0, 200, 101), np.full(101, 33.0)])
    chosen = places[freest(places, AREA, [], curve)]
    assert not chosen.top() < 33.0 < chosen.bottom()


def test_a_label_stays_on_its_side_until_another_is_clearly_freer() -> None:
    places = [QRectF(0, 0, 20, 10), QRectF(50, 0, 20, 10)]
    point = np.array([[55.0, 5.0]])
    assert freest(places, AREA, [], point, kept=1) == 1
    assert freest(places, AREA, [], np.repeat(point, 9, axis=0), kept=1) == 0
