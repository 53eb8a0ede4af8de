"""A window to measure: in a home of its own, offscreen unless told otherwise.

Import it before Qt: it sets the environment that Qt reads.
"""

import os
import tempfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_HOME = tempfile.mkdtemp()
for _name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
    os.environ[_name] = _HOME

from PySide6.QtCore import QEventLoop, QTimer  # noqa: E402 - it reads the environment
from threadpoolctl import threadpool_limits  # noqa: E402

from gdsim.app.main import make_application  # noqa: E402
from gdsim.app.main_window import MainWindow  # noqa: E402
from gdsim.app.settings import Settings  # noqa: E402
from gdsim.scenario import library  # noqa: E402
from gdsim.session.session import Session  # noqa: E402

PLATFORM = os.environ["QT_QPA_PLATFORM"]

threadpool_limits(1)
application = make_application()


def wait(seconds: float) -> None:
    """Let the event loop run."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


def open_window(name: str) -> MainWindow:
    """Return the main window on a builtin scenario, shown at 1600 x 1000."""
    session = Session(library.read(library.builtin_path(name)))
    window = MainWindow(session, Settings())
    window.resize(1600, 1000)
    window.show()
    wait(1.0)
    return window


def close(window: MainWindow) -> None:
    window.close_without_asking()
    window.deleteLater()
    wait(0.2)


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]
