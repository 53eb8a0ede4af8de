"""Soak: full-speed play with a random edit every 200 ms; what grows that should not?

    python tests/bench/soak.py [SECONDS]      60 unless told

Prints resident memory, threads, timers, descriptors and widgets every tenth of the time. Memory
of the second half must grow by less than 60 MB, of which undo takes what it promises to; nothing
else may grow.
"""

import gc
import os
import random
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if "HOME_OF_SOAK" not in os.environ:
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        os.environ[name] = os.environ["HOME_OF_SOAK"] = tempfile.mkdtemp()

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from threadpoolctl import threadpool_limits

from gdsim.app.main import make_application
from gdsim.app.main_window import MainWindow
from gdsim.app.settings import Settings
from gdsim.scenario import library
from gdsim.scenario.spec import NetworkSpec
from gdsim.session.runner import RunState
from gdsim.session.session import Session

EDIT_MILLISECONDS = 200
MOST_MEGABYTES = 60.0
PAGE = os.sysconf("SC_PAGE_SIZE")


class Figures(NamedTuple):
    """What is looked at."""

    seconds: float
    megabytes: float
    threads: int
    timers: int
    descriptors: int
    widgets: int
    edits: int
    epochs: int


def figures(window: MainWindow, begin: float, edits: int, epochs: int) -> Figures:
    """Return the figures of now."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return Figures(
        monotonic() - begin,
        pages * PAGE / 1e6,
        len(os.listdir("/proc/self/task")),
        len(window.findChildren(QTimer)) + len(window.session.findChildren(QTimer)),
        len(os.listdir("/proc/self/fd")),
        len(QApplication.allWidgets()),
        edits,
        epochs,
    )


class Monkey:
    """Edits at random whatever is open, and plays on at full speed."""

    def __init__(self, window: MainWindow, seed: int) -> None:
        self.window, self.random = window, random.Random(seed)
        self.edits = self.epochs = 0
        window.session.history_grown.connect(self._on_growth)
        self._newest = 0

    def act(self) -> None:
        """Make one edit."""
        edit = self.random.choice(self._choices())
        edit()
        self.edits += 1
        runner = self.window.session.runner
        if runner.state is not RunState.PLAYING:
            if runner.state is RunState.ENDED:
                self.window.gestures.start_anew()
            runner.set_speed(None)
            runner.play()

    def _choices(self) -> list[Callable[[], object]]:
        window, g, pick = self.window, self.window.gestures, self.random
        session = window.session
        spec = session.scenario.objective
        assert isinstance(spec, NetworkSpec)
        layers = spec.layers
        parameter = pick.randrange(len(session.subject.names))
        samples = session.subject.samples
        row = pick.randrange(len(samples.dataset.inputs)) if samples else 0
        choices: list[Callable[[], object]] = [
            lambda: g.on_rate_dropped(pick.choice([0.01, 0.05, 0.2])),
            lambda: g.on_parameter_dragged(parameter, pick.uniform(-2.0, 2.0)),
            lambda: g.on_parameter_dropped(parameter, pick.uniform(-2.0, 2.0)),
            lambda: g.on_parameter_requested(parameter),
            lambda: g.on_row_requested(row),
            lambda: g.on_frozen_edited(parameter, pick.random() < 0.5),
            lambda: g.on_batch_size_edited(pick.choice([None, 10, 50])),
            g.start_anew,
            session.undo_stack.undo,
            session.undo_stack.redo,
            lambda: session.select(epoch=session.selection.epoch // 2),
        ]
        if len(layers) > 1:
            grow = layers[0].units < 6
            choices.append(lambda: g.on_unit_added(0) if grow else g.on_unit_removed(0, 0))
        return choices

    def _on_growth(self) -> None:
        newest = self.window.session.run.newest
        self.epochs += max(0, newest - self._newest)
        self._newest = newest


def main() -> int:
    """Run, print the table, and return 1 if something has grown."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    threadpool_limits(1)
    gc.disable()  # as the program does
    app = make_application()
    window = MainWindow(Session(library.read(library.builtin_path("houses"))), Settings())
    window.resize(1600, 1000)
    window.show()
    monkey = Monkey(window, seed=1)
    begin = monotonic()
    rows: list[Figures] = []
    edit_timer, look_timer = QTimer(interval=EDIT_MILLISECONDS), QTimer()
    edit_timer.timeout.connect(monkey.act)
    look_timer.timeout.connect(
        lambda: rows.append(figures(window, begin, monkey.edits, monkey.epochs))
    )
    edit_timer.start()
    look_timer.start(int(100 * seconds))
    QTimer.singleShot(int(1000 * seconds) + 200, window.close_without_asking)
    app.exec()
    edit_timer.stop()
    look_timer.stop()
    print("  ".join(f"{name:>11}" for name in Figures._fields))
    for row in rows:
        print("  ".join(f"{value:11.0f}" for value in row))
    middle, last = rows[len(rows) // 2], rows[-1]
    grown = last.megabytes - middle.megabytes
    print(f"second half: {grown:+.1f} MB (at most {MOST_MEGABYTES:.0f})")
    same = ("threads", "timers", "descriptors", "widgets")
    more = [name for name in same if getattr(last, name) > getattr(middle, name) + 2]
    print("grown besides:", ", ".join(more) or "nothing")
    print("threads after closing:", threading.active_count())
    return int(bool(more) or grown > MOST_MEGABYTES)


if __name__ == "__main__":
    sys.exit(main())
