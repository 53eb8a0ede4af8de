"""Where something that lies on the picture hides least of it."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPoint, QRect, QSize


def least_hiding(
    size: QSize, spots: Iterable[QPoint], room: QRect, avoid: Sequence[tuple[QRect, float]]
) -> QPoint:
    """Return the spot, moved into ``room`` where it sticks out, at which least is hidden.

    Parameters
    ----------
    size : QSize
        Of what is placed.
    spots : iterable of QPoint
        For its upper left corner, the preferred ones first.
    room : QRect
    avoid : sequence of (QRect, float)
        What is better not hidden, and how much that matters for each pixel.
    """
    right = max(room.left(), room.right() - size.width())
    bottom = max(room.top(), room.bottom() - size.height())
    places = [
        QPoint(min(max(spot.x(), room.left()), right), min(max(spot.y(), room.top()), bottom))
        for spot in spots
    ]

    def hidden(corner: QPoint) -> float:
        own = QRect(corner, size)
        parts = ((own.intersected(area), weight) for area, weight in avoid)
        return sum(w * part.width() * part.height() for part, w in parts if part.isValid())

    return min(places, key=hidden)
