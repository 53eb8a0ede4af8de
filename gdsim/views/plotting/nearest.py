"""Which of many points is under the mouse: pixels, a position, a reach -> a number or -1."""

import numpy as np
from PySide6.QtCore import QPointF

from gdsim.engine.arrays import Array


def nearest(pixels: Array, position: QPointF, reach: float) -> int:
    """Return which of ``pixels`` (n, 2) is nearest to a position; -1 if none is within ``reach``.

    Points that stand nowhere are NaN and never the nearest.
    """
    if not len(pixels):
        return -1
    distances = np.hypot(pixels[:, 0] - position.x(), pixels[:, 1] - position.y())
    distances = np.nan_to_num(distances, nan=np.inf)
    i = int(distances.argmin())
    return i if distances[i] <= reach else -1
