"""How soon every view follows while the dot on the loss curve is dragged.

The real main window, all panels shown; the mouse is moved along the slice plot. Printed is the time
from a move to the moment when every visible panel has painted the answer to it, and the longest
time for which the event loop was blocked. The bar for both: 16 ms at p95.
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


def measure(name: str) -> None:
    window = open_window(name)
    session = window.session
    session.runner.step(25)
    wait(0.5)
    plot: Any = window.area.view("slice")
    viewport = plot.viewport()
    dot = plot.dot_position() if hasattr(plot, "dot_position") else None
    place = dot or QPoint(viewport.width() // 2, viewport.height() // 2)
    answers: list[float] = []
    session.snapshot_changed.connect(lambda _snapshot: answers.append(perf_counter()))
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=place)
    wait(0.1)
    times, blocked = [], []
    for i in range(MOVES):
        offset = (i * 7) % 120 - 60
        begin = perf_counter()
        QTest.mouseMove(viewport, QPoint(place.x() + offset, place.y()))
        n = len(answers)
        longest = perf_counter() - begin
        loop = QEventLoop()
        while len(answers) == n and perf_counter() - begin < 1.0:
            before = perf_counter()
            loop.processEvents(WAITING)
            longest = max(longest, perf_counter() - before)
        before = perf_counter()
        loop.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)  # the paints
        longest = max(longest, perf_counter() - before)
        times.append(1000 * (perf_counter() - begin))
        blocked.append(1000 * longest)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=place)
    wait(0.1)
    print(f"{name} on {PLATFORM}, {MOVES} moves")
    for title, values in (("all views follow", times), ("longest block", blocked)):
        print(
            f"  {title:18} ms  p50 {percentile(values, 0.5):.1f}"
            f"  p95 {percentile(values, 0.95):.1f} (16)  max {max(values):.1f}"
        )
    close(window)


if __name__ == "__main__":
    for chosen in sys.argv[1:] or ["houses", "two_moons"]:
        measure(chosen)
