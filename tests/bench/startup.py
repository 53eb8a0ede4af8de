"""How long it takes from the command to a window that can be used, beside a bare script.

The bare script imports PySide6 and pyqtgraph and shows one empty plot. The bar: at most 1.5 times
its time. Pairs are interleaved and the median ratio is printed.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).parents[2]


BARE = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
import pyqtgraph
app = QApplication([])
plot = pyqtgraph.PlotWidget()
plot.resize(1280, 800)
plot.show()
QTimer.singleShot(0, app.quit)
app.exec()
"""

# Until every panel of the window shows the start of the houses network.
WINDOW = """
import gc
import sys
gc.disable()  # as the command does before it loads the window
from gdsim.app import main
from gdsim.session.session import Session
def shown(self, snapshot):
    Session_show(self, snapshot)
    if snapshot.look.slice_range is not None:
        from PySide6.QtWidgets import QApplication
        from PySide6.QtCore import QTimer
        QTimer.singleShot(0, QApplication.instance().quit)
Session_show = Session._show
Session._show = shown
main.run_window(None)
"""


def seconds(code: str, environment: dict[str, str]) -> float:
    begin = perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, cwd=ROOT
    )
    taken = perf_counter() - begin
    if done.returncode:
        print(done.stderr)
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=7)
    repeats = parser.parse_args().repeats
    home = tempfile.mkdtemp()
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "HOME": home}
    environment |= {"XDG_CONFIG_HOME": home, "XDG_STATE_HOME": home}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    for code in (BARE, WINDOW):  # once for the caches
        seconds(code, environment)
    pairs = [(seconds(BARE, environment), seconds(WINDOW, environment)) for _i in range(repeats)]
    print(f"bare script          {median(a for a, _b in pairs):.2f} s")
    print(f"gdsim, usable        {median(b for _a, b in pairs):.2f} s")
    print(f"ratio                {median(b / a for a, b in pairs):.2f} (1.5)")


if __name__ == "__main__":
    main()
