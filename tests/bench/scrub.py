"""How fluently the real main window follows the timeline's handle over a recorded run.

Run it with ``python tests/bench/scrub.py``; ``QT_QPA_PLATFORM=offscreen`` (the default here) or
``xcb`` on a real X server. It prints a line and asserts nothing. The bar: 25 frames a second over
100,000 recorded epochs, where a frame is one place of the handle shown in all views, painted.
"""

import argparse
from random import Random
from time import perf_counter

from window import PLATFORM, close, open_window, percentile, wait  # isort: skip - before Qt

from PySide6.QtCore import QEventLoop, QTimer

from gdsim.app.main_window import MainWindow
from gdsim.engine.snapshot import Snapshot


class Scrub:
    """Puts the handle on one epoch after the other, each as soon as the last is painted.

    Parameters
    ----------
    window : MainWindow
    epochs : list of int
    """

    def __init__(self, window: MainWindow, epochs: list[int]) -> None:
        self._session, self._gestures, self._epochs = window.session, window.gestures, epochs
        self._loop = QEventLoop()
        self._begin = self._shown = 0.0
        self.frames: list[float] = []
        self.blocks: list[float] = []

    def run(self) -> float:
        """Return the seconds that it took."""
        begin = perf_counter()
        self._session.snapshot_changed.connect(self._on_snapshot)
        self._next()
        self._loop.exec()
        self._session.snapshot_changed.disconnect(self._on_snapshot)
        return perf_counter() - begin

    def _next(self) -> None:
        if self.frames:
            self.blocks.append(perf_counter() - self._shown)
        self._begin = perf_counter()
        if not self._epochs:
            self._loop.quit()
            return
        self._gestures.on_epoch_dragged(self._epochs.pop())
        self.blocks.append(perf_counter() - self._begin)

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        if snapshot.epoch == self._session.selection.epoch:
            self._shown = perf_counter()
            QTimer.singleShot(0, self._painted)

    def _painted(self) -> None:
        self.frames.append(perf_counter() - self._begin)
        self._next()


def places(n_epochs: int, n_seeks: int) -> list[int]:
    """Return where a hand drags the handle: to and fro over the tape, with jumps."""
    random = Random(1)
    found = []
    for i in range(n_seeks):
        part = abs(2.0 * ((i / 40.0) % 1.0) - 1.0)  # 40 frames to and fro
        found.append(round(n_epochs * part) if i % 5 else random.randrange(n_epochs))
    return [min(epoch, n_epochs - 1) for epoch in found]


def measure(name: str, n_epochs: int, n_seeks: int) -> None:
    window = open_window(name)
    session = window.session
    session.runner.step(n_epochs)
    while session.run.newest < n_epochs and not session.run.has_ended:
        wait(0.2)
    wait(1.0)
    scrub = Scrub(window, places(session.run.newest, n_seeks))
    seconds = scrub.run()
    frames = [1000 * value for value in scrub.frames]
    print(f"\n{name} on {PLATFORM}: {session.run.newest:,} epochs recorded, {n_seeks} seeks")
    print(f"  frames a second   {len(frames) / seconds:.1f} (25)")
    print(
        f"  frame ms          p50 {percentile(frames, 0.5):.1f}  p95 {percentile(frames, 0.95):.1f}"
    )
    print(f"  longest block ms  {1000 * max(scrub.blocks):.1f} (50)")
    close(window)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=["houses"])
    parser.add_argument("--epochs", type=int, default=100_000)
    parser.add_argument("--seeks", type=int, default=200)
    arguments = parser.parse_args()
    for name in arguments.names:
        measure(name, arguments.epochs, arguments.seeks)


if __name__ == "__main__":
    main()
