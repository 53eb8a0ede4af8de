"""How soon every view follows while the dot on the loss curve is dragged.

The real main window, all panels shown; the mouse is moved along the slice plot. Printed is the time
from a move to the moment when every visible panel has painted the answer to it, and the longest
time for which the event loop was blocked. The bar for both: 16 ms at p95.
"""

import os
import sys
import tempfile
from pathlib import Path
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_HOME = tempfile.mkdtemp()
for _name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
    os.environ[_name] = _HOME
sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from threadpoolctl import threadpool_limits

from gdsim.app.main import make_application
from gdsim.app.main_window import MainWindow
from gdsim.app.settings import Settings
from gdsim.scenario import library
from gdsim.session.session import Session

MOVES = 200


def wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def measure(name: str) -> None:
    session = Session(library.read(library.builtin_path(name)))
    window = MainWindow(session, Settings())
    window.resize(1600, 1000)
    window.show()
    wait(800)
    session.runner.step(25)
    wait(500)
    plot = window.area.view("slice")
    assert plot is not None
    viewport = plot.viewport()
    dot = plot.dot_position() if hasattr(plot, "dot_position") else None
    place = dot or QPoint(viewport.width() // 2, viewport.height() // 2)
    answers: list[float] = []
    session.snapshot_changed.connect(lambda _snapshot: answers.append(perf_counter()))
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=place)
    wait(100)
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
            loop.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
            longest = max(longest, perf_counter() - before)
        before = perf_counter()
        loop.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)  # the paints
        longest = max(longest, perf_counter() - before)
        times.append(1000 * (perf_counter() - begin))
        blocked.append(1000 * longest)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=place)
    wait(100)
    print(f"{name} on {os.environ['QT_QPA_PLATFORM']}, {MOVES} moves")
    for title, values in (("all views follow", times), ("longest block", blocked)):
        print(
            f"  {title:18} ms  p50 {percentile(values, 0.5):.1f}"
            f"  p95 {percentile(values, 0.95):.1f} (16)  max {max(values):.1f}"
        )
    window.close_without_asking()
    window.deleteLater()
    wait(100)


def main() -> None:
    threadpool_limits(1)
    application = make_application()
    for name in sys.argv[1:] or ["houses", "two_moons"]:
        measure(name)
    application.quit()


if __name__ == "__main__":
    main()
