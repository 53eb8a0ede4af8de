"""How long a click on a parameter takes until its whole derivation is on the screen.

Clicks all parameters of the houses network through five epochs, by the panel alone: the first
round typesets every formula, the second finds them. Run: python -m tests.bench.chain
"""

import os
import statistics
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from gdsim.engine.snapshot import Snapshot
from gdsim.views.chain.chain_panel import ChainPanel
from gdsim.views.theme import LIGHT, dress
from tests.views.conftest import Shown, make_shown

N_EPOCHS = 5


class Heartbeat:
    """The longest time that the event loop had no turn to spare."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._timer.start(0)

    def begin(self) -> None:
        self.longest, self._last = 0.0, time.perf_counter()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest, self._last = max(self.longest, now - self._last), now


def main() -> None:
    app = QApplication([])
    dress(app, LIGHT)
    shown = make_shown()
    panel = ChainPanel(LIGHT)
    panel.resize(560, 350)
    panel.set_subject(shown.subject)
    panel.show()
    heart = Heartbeat()
    print("round              click: median    longest   block: median    longest   (ms)")
    heart.begin()
    first, block = click(app, panel, heart, at(shown, 0, 0))
    print(f"the very first     {first:13.1f} {first:10.1f} {block:15.1f} {block:10.1f}")
    for name in ("new formulas", "known formulas"):
        times, blocks = [], []
        for epoch in range(N_EPOCHS + 1):
            for parameter in range(len(shown.subject.names)):
                taken, block = click(app, panel, heart, at(shown, epoch, parameter))
                times.append(taken)
                blocks.append(block)
        print(
            f"{name:18} {statistics.median(times):13.1f} {max(times):10.1f}"
            f" {statistics.median(blocks):15.1f} {max(blocks):10.1f}"
        )
    start = time.perf_counter()
    for epoch in range(N_EPOCHS + 1):
        panel.show_snapshot(at(shown, epoch, 2))
    spent = (time.perf_counter() - start) / (N_EPOCHS + 1)
    start = time.perf_counter()
    for epoch in range(N_EPOCHS + 1):
        at(shown, epoch, 2)
    spent -= (time.perf_counter() - start) / (N_EPOCHS + 1)
    print(f"show_snapshot of the same parameter: {1e3 * spent:.2f} ms")
    panel.close()


def at(shown: Shown, epoch: int, parameter: int) -> Snapshot:
    return shown.snapshot(epoch, parameter=parameter, row=3, needs=frozenset({"chain"}))


def click(
    app: QApplication, panel: ChainPanel, heart: Heartbeat, snapshot: Snapshot
) -> tuple[float, float]:
    """Return how long until all is painted, and the longest block on the way."""
    start = time.perf_counter()
    heart.begin()
    panel.show_snapshot(snapshot)
    lines = (panel.row, panel.rows, panel.step)
    while not all(line.equation.is_drawn for line in lines):
        app.processEvents()
    app.processEvents()  # paints
    return 1e3 * (time.perf_counter() - start), 1e3 * heart.longest


if __name__ == "__main__":
    main()
