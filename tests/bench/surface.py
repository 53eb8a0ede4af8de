"""How long a frame of the surface takes while it turns, and at rest.

Himmelblau's function with three balls on it, 590 x 310 pixels, on a plain screen and on a fine one.
Printed is the time that Python and Qt need from the turn to the painted frame (the bar: 16 ms at
p95 while it turns, with 31 x 31 points), how soon after the last turn the fine surface stands
(61 x 61 points within 150 ms), and what a frame costs in which only the balls have moved (3 ms).
"""

import os
import sys
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(__import__("pathlib").Path(__file__).parents[2]))

import numpy as np
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from gdsim.views.surface.surface_plot import SurfacePlot
from gdsim.views.surface.turned_plot import REST_MS
from gdsim.views.theme import LIGHT
from tests.views.surface_case import ball_on, himmelblau, plane_of

SIZE = 590, 310
FRAMES = 100
STARTS = ((-1.0, -4.3, 0.008, 150), (0.5, -0.5, 0.002, 150), (4.6, 4.4, 0.0005, 150))


def milliseconds(times: list[float]) -> str:
    median, p95 = np.percentile(np.array(times) * 1000.0, [50, 95])
    return f"p50 {median:5.1f}  p95 {p95:5.1f}"


def paint(plot: SurfacePlot, image: QImage) -> None:
    painter = QPainter(image)
    plot.render(painter)
    painter.end()


def measure(plot: SurfacePlot, ratio: int) -> None:
    image = QImage(SIZE[0] * ratio, SIZE[1] * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    turning, fine, moved = [], [], []
    for i in range(FRAMES):
        begin = perf_counter()
        plot.look_from(plot.camera.turned(3.0, 0.5 if i % 40 < 20 else -0.5))
        paint(plot, image)
        turning.append(perf_counter() - begin)
        if i % 5 == 0:
            begin = perf_counter()
            plot.come_to_rest()
            paint(plot, image)
            fine.append(perf_counter() - begin)
            balls = [
                ball_on(himmelblau, (x, y), rate, n, place)
                for place, (x, y, rate, n) in enumerate(STARTS, start=-1)
            ]
            begin = perf_counter()
            plot.show_balls(balls)
            paint(plot, image)
            moved.append(perf_counter() - begin)
    print(f"{ratio} device pixels for each")
    print(f"  while it turns, ms       {milliseconds(turning)}  (16)")
    print(f"  at rest, ms              {milliseconds(fine)}  (150, of which {REST_MS} wait)")
    print(f"  only the balls moved, ms {milliseconds(moved)}")


def main() -> None:
    app = QApplication([])
    plot = SurfacePlot(LIGHT)
    plot.resize(*SIZE)
    plot.show()
    plot.show_plane(plane_of(himmelblau))
    app.processEvents()
    for ratio in (1, 2):
        measure(plot, ratio)
    plot.close()


if __name__ == "__main__":
    main()
