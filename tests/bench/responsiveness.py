"""How fluent the real main window stays while it trains at full speed.

Run it with ``python tests/bench/responsiveness.py``; ``QT_QPA_PLATFORM=offscreen`` (the default
here) or ``xcb`` on a real X server. It prints a table and asserts nothing.

The bars: lateness of a 10 ms timer at most 25 ms at p99 and 100 ms at most; some part of the window
at least 25 times and every panel at least 10 times a second; the worker's share of the wall time at
least 0.75; an epoch inside a slice at most 1.15 times the cost of one without a window.
"""

import argparse
from collections import Counter
from statistics import median
from time import perf_counter

from window import PLATFORM, close, open_window, percentile, wait  # isort: skip - before Qt

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

from gdsim.engine.collector import Collector
from gdsim.engine.descent import descend
from gdsim.engine.history import History
from gdsim.scenario import library
from gdsim.scenario.build import build
from gdsim.session.worker import SliceReply

WINDOW = 2.0


class Paints(QObject):
    """Counts the paint events of widgets by name."""

    def __init__(self) -> None:
        super().__init__()
        self.counts: Counter[str] = Counter()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.counts[watched.property("bench")] += 1
        return False


class Heartbeat(QObject):
    """A timer of 10 ms that notes how late it comes."""

    def __init__(self) -> None:
        super().__init__()
        self.late: list[float] = []
        self._due = 0.0
        self._timer = QTimer(self, interval=10, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        self._due = perf_counter() + 0.010
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _beat(self) -> None:
        now = perf_counter()
        self.late.append(max(0.0, now - self._due))
        self._due = max(self._due + 0.010, now)


def headless(name: str) -> float:
    """Return the seconds of an epoch without a window, over one window of time."""
    subject = build(library.read(library.builtin_path(name)).scenario)
    experiment = subject.experiment
    n = len(subject.names)
    collector = Collector(descend(experiment, experiment.start), 0, n, perf_counter)
    history = History(n)
    begin = perf_counter()
    while perf_counter() - begin < WINDOW:
        history.append(collector.take(1 << 40, 0.030))
    return (perf_counter() - begin) / history.n_epochs


def canvas_of(view: QWidget) -> QWidget:
    """Return the widget of a view that paints: a plot's or table's viewport, or the view."""
    for child in [view, *view.findChildren(QWidget)]:
        if hasattr(child, "viewport") and child.isVisible():
            canvas: QWidget = child.viewport()
            return canvas
    return view


def measure(name: str, repeats: int) -> None:
    window = open_window(name)
    session = window.session
    paints, beat = Paints(), Heartbeat()
    for key in window.area.panels:
        view = window.area.view(key)
        assert view is not None
        canvas = canvas_of(view)
        canvas.setProperty("bench", key)
        canvas.installEventFilter(paints)
    slices: list[tuple[float, int]] = []

    def note(reply: SliceReply) -> None:
        slices.append((reply.seconds + reply.head_seconds, len(reply.block.losses)))

    session.runner.grown.connect(note)
    session.runner.step(session.scenario.epochs)
    wait(1.0)
    session.runner.set_speed(None)
    alone, shares, ratios, frames, seconds = [], [], [], 0, 0.0
    paints.counts.clear()
    for _i in range(repeats):
        alone.append(headless(name))
        slices.clear()
        session.runner.play()
        wait(0.3)
        slices.clear()
        begin = perf_counter()
        beat.start()
        wait(WINDOW)
        beat.stop()
        wall = perf_counter() - begin
        session.runner.pause()
        work, epochs = sum(s for s, _n in slices), sum(n for _s, n in slices)
        frames, seconds = frames + len(slices), seconds + wall + 0.3
        shares.append(work / wall)
        ratios.append(work / epochs / alone[-1])
        wait(0.2)
    late = [1000 * value for value in beat.late]
    print(f"\n{name} on {PLATFORM}, {repeats} windows of {WINDOW:g} s")
    quantiles = "  ".join(
        f"{title} {percentile(late, share):.1f}{bar}"
        for title, share, bar in (
            ("p50", 0.5, ""),
            ("p95", 0.95, ""),
            ("p99", 0.99, " (25)"),
            ("max", 1.0, " (100)"),
        )
    )
    print(f"  timer lateness ms   {quantiles}")
    print(f"  frames a second     {frames / (repeats * WINDOW):.1f} (25)")
    for key in window.area.panels:
        print(f"    {key:17} {paints.counts[key] / seconds:.1f} (10)")
    print(f"  worker's share      {median(shares):.2f} (0.75)")
    print(f"  epoch in a slice    {median(ratios):.2f} x headless (1.15)")
    print(f"  epoch headless      {1e6 * median(alone):.1f} us")
    close(window)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=["houses"])
    parser.add_argument("--repeats", type=int, default=5)
    arguments = parser.parse_args()
    for name in arguments.names:
        measure(name, arguments.repeats)


if __name__ == "__main__":
    main()
