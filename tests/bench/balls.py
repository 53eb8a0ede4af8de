"""How soon a ball is painted again while it is dragged on the curve, with basins shown.

The real main window on several balls; first the current ball is dragged, which every view follows,
then another one, which the curve alone moves. Printed is the time from a move of the mouse to the
moment when all is painted. The bar: 16 ms at p95.
"""

import sys
from time import perf_counter
from typing import Any

from window import PLATFORM, close, open_window, percentile, wait  # isort: skip - before Qt

from PySide6.QtCore import QEventLoop, QPoint, Qt
from PySide6.QtTest import QTest

MOVES = 200
# As a real event loop does: to turn in circles would take the interpreter from the worker.
WAITING = QEventLoop.ProcessEventsFlag.AllEvents | QEventLoop.ProcessEventsFlag.WaitForMoreEvents
NOW = QEventLoop.ProcessEventsFlag.AllEvents


def moved(viewport: Any, place: QPoint, answers: list[float] | None) -> float:
    """Return the milliseconds until a move, and the answer to it if one comes, are painted."""
    loop, begin = QEventLoop(), perf_counter()
    n = len(answers) if answers is not None else 0
    QTest.mouseMove(viewport, place)
    while answers is not None and len(answers) == n and perf_counter() - begin < 1.0:
        loop.processEvents(WAITING)
    loop.processEvents(NOW)  # the paints
    return 1000.0 * (perf_counter() - begin)


def drag(plot: Any, place: int, answers: list[float] | None) -> list[float]:
    """Drag a ball to and fro; return how long each move took."""
    viewport, start = plot.viewport(), plot.spots()[place].toPoint()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    wait(0.1)
    xs = [start.x() + (i * 7) % 120 - 60 for i in range(MOVES)]
    times = [moved(viewport, QPoint(x, start.y()), answers) for x in xs]
    QTest.keyClick(plot, Qt.Key.Key_Escape)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=start)
    wait(0.2)
    return times


def measure(name: str) -> None:
    window = open_window(name)
    session = window.session
    session.runner.step(10)
    wait(1.0)
    plot: Any = window.area.view("slice")
    plot.setFocus()
    bands = len(plot.function_marks.strip.bands)
    answers: list[float] = []
    session.snapshot_changed.connect(lambda _snapshot: answers.append(perf_counter()))
    print(f"{name} on {PLATFORM}, {MOVES} moves, {len(plot.spots())} balls, {bands} basins")
    for place in plot.spots():
        title = "current ball" if place < 0 else f"ball at place {place}"
        times = drag(plot, place, answers if place < 0 else None)
        print(
            f"  {title:18} ms  p50 {percentile(times, 0.5):.1f}"
            f"  p95 {percentile(times, 0.95):.1f} (16)  max {max(times):.1f}"
        )
    close(window)


if __name__ == "__main__":
    for chosen in sys.argv[1:] or ["two_wells", "many_wells"]:
        measure(chosen)
