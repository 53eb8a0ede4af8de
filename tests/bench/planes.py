"""What a plane of losses costs: 101 x 101 losses of the 3-2-1 network on 546 rows -> a table.

Run it by ``python tests/bench/planes.py``. The loop beside it takes one theta at a time in bare
NumPy with buffers made once; every ratio is the median over interleaved pairs, so that a busy
machine slows both sides alike.
"""

import os
import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QCoreApplication, QEventLoop
from PySide6.QtWidgets import QApplication
from threadpoolctl import threadpool_limits

from gdsim import resources
from gdsim.engine.planes import LossPlane, take_plane
from gdsim.engine.steps import finish
from gdsim.scenario import codec
from gdsim.scenario.build import build
from gdsim.session.plane_follower import FINE_POINTS, PlaneFollower
from gdsim.session.session import Session

RANGE = (-3.0, 3.0)
REPEATS = 9
MOST_MS = 300.0


def windsor() -> codec.Document:
    """Return the 3-2-1 network on 546 rows."""
    text = resources.path("scenarios", "houses.json").read_text(encoding="utf-8")
    for old, new in (
        ('"name": "houses"', '"name": "houses_windsor"'),
        ('"house_sqft"', '"bathrooms"'),
        ('"price_usd"', '"price_cad"'),
    ):
        text = text.replace(old, new)
    return codec.decode(text, "windsor")


def bare_loop(inputs: np.ndarray, targets: np.ndarray, theta: np.ndarray) -> np.ndarray:
    """Return the losses of the plane of w1 and b1, one after the other."""
    n = inputs.shape[1]
    below = np.vstack([inputs, np.ones((1, n))])
    w1 = np.column_stack([theta[:6].reshape(2, 3), theta[6:8]])
    w2 = theta[8:].reshape(1, 2).copy()
    z, out = np.empty((2, n)), np.empty((1, n))
    values = np.linspace(*RANGE, FINE_POINTS)
    losses = np.empty((FINE_POINTS, FINE_POINTS))
    for row, b in enumerate(values):
        w1[0, 3] = b
        for column, w in enumerate(values):
            w1[0, 0] = w
            np.dot(w1, below, out=z)
            np.negative(z, out=z)
            np.exp(z, out=z)
            np.add(z, 1.0, out=z)
            np.reciprocal(z, out=z)
            np.dot(w2, z, out=out)
            np.subtract(out, targets, out=out)
            losses[row, column] = np.vdot(out, out) / n
    return losses


def milliseconds(work: Callable[[], object]) -> float:
    """Return how long some work takes."""
    begin = perf_counter()
    work()
    return 1000.0 * (perf_counter() - begin)


def in_the_window() -> tuple[float, float]:
    """Return after how many milliseconds the coarse and the fine plane come from the worker."""
    session = Session(windsor())
    loop = QEventLoop()
    follower = PlaneFollower(session)
    came: list[tuple[int, float]] = []
    begin = 0.0

    def note(plane: LossPlane) -> None:
        came.append((len(plane.losses), 1000.0 * (perf_counter() - begin)))
        if len(plane.losses) == FINE_POINTS:
            loop.quit()

    follower.changed.connect(note)
    while session.snapshot is None or session.runner.is_busy:
        QCoreApplication.processEvents()
    begin = perf_counter()
    session.need(frozenset({"plane"}))
    loop.exec()
    session.close()
    return came[0][1], came[-1][1]


def main() -> int:
    """Print the table; return 1 if a bar is missed."""
    threadpool_limits(1)
    _app = QApplication([])
    subject = build(windsor().scenario)
    objective = subject.experiment.objective.twin()
    theta = subject.experiment.start.theta
    assert subject.samples is not None
    inputs, targets = subject.samples.inputs, subject.samples.targets
    plane = finish(take_plane(objective, theta, (0, 6), RANGE, RANGE, FINE_POINTS))
    np.testing.assert_allclose(plane.losses, bare_loop(inputs, targets, theta), rtol=1e-10)
    pairs = [
        (
            milliseconds(
                lambda: finish(take_plane(objective, theta, (0, 6), RANGE, RANGE, FINE_POINTS))
            ),
            milliseconds(lambda: bare_loop(inputs, targets, theta)),
        )
        for _repeat in range(REPEATS)
    ]
    ours, bare = (median(times) for times in zip(*pairs, strict=True))
    ratio = median(a / b for a, b in pairs)
    windows = [in_the_window() for _repeat in range(REPEATS)]
    coarse, fine = (median(times) for times in zip(*windows, strict=True))
    print(f"take_plane, 101 x 101          {ours:7.0f} ms")
    print(f"bare NumPy, one at a time      {bare:7.0f} ms   ({ratio:.2f} of it)")
    print(f"session: coarse plane after    {coarse:7.0f} ms")
    print(f"session: fine plane after      {fine:7.0f} ms   (bar {MOST_MS:.0f})")
    return int(fine > MOST_MS)


if __name__ == "__main__":
    sys.exit(main())
