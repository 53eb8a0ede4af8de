"""The window from start to end: application, session, main window, event loop, orderly close."""

import gc
import logging
import signal
import socket
import sys
from logging.handlers import RotatingFileHandler
from types import FrameType, TracebackType

from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QApplication
from threadpoolctl import threadpool_limits

import gdsim
from gdsim.app.main_window import MainWindow
from gdsim.app.settings import Settings, state_folder
from gdsim.scenario import library
from gdsim.scenario.errors import ScenarioError
from gdsim.session.session import Session
from gdsim.views import theme

COLLECT_MILLISECONDS = 2000


def run_window(target: str | None) -> int:
    """Open the window on a scenario and return the exit status when it is closed.

    Parameters
    ----------
    target : str or None
        A file, the name of a builtin scenario, or None for the houses network.
    """
    threadpool_limits(1, user_api="blas")  # decides bits, and two threads slow small networks
    try:
        path = library.find(target or library.DEFAULT)
        document = library.read(path)
        _start_log()
        app = make_application()
        session = Session(
            document, path.absolute() if target and library.is_file_name(target) else None
        )
    except ScenarioError as error:
        sys.stderr.write(f"gdsim: {error}\n")
        return 2
    window = MainWindow(session, Settings())
    window.documents.take_up(document)
    _close_on_signals(app, window)
    _collect_in_this_thread(app)
    window.show()
    status = app.exec()
    QGuiApplication.clipboard().clear()  # data left there would outlive Python and crash
    return status


def make_application() -> QApplication:
    """Return the one application object, in the style that looks the same everywhere."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("gdsim")
    app.setApplicationVersion(gdsim.__version__)
    app.setDesktopFileName("gdsim")
    app.setStyle("Fusion")
    font = QFont(app.font())
    font.setPixelSize(theme.BASE_PIXELS)
    app.setFont(font)
    app.setWindowIcon(theme.icon("app", theme.LIGHT.text, 64))
    return app


def _start_log() -> None:
    """Write warnings and faults into the state folder; do without where that is not possible."""
    sys.excepthook = _log_fault
    try:
        folder = state_folder()
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(folder / "gdsim.log", maxBytes=1_000_000, backupCount=3)
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger("gdsim").addHandler(handler)


def _log_fault(
    kind: type[BaseException], fault: BaseException, trace: TracebackType | None
) -> None:
    """Log an exception of a slot; the window lives on."""
    logging.getLogger("gdsim").error("A fault of ours.", exc_info=(kind, fault, trace))
    sys.__excepthook__(kind, fault, trace)


def _close_on_signals(app: QApplication, window: MainWindow) -> None:
    """Let Ctrl+C and SIGTERM close the window as its X does.

    Python writes a byte to a socket when a signal comes, which wakes Qt; the window is then closed
    from the event loop and not in the middle of whatever is going on, such as a paint.
    """
    reader, writer = socket.socketpair()
    for end in (reader, writer):
        end.setblocking(False)
    signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
    notifier = QSocketNotifier(reader.fileno(), QSocketNotifier.Type.Read, app)
    notifier.setProperty("sockets", (reader, writer))

    def close() -> None:
        reader.recv(64)
        window.close_without_asking()

    notifier.activated.connect(close)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave_it_to_the_socket)


def _leave_it_to_the_socket(_number: int, _frame: FrameType | None) -> None:
    """Do nothing, in place of ending the process."""


def _collect_in_this_thread(app: QApplication) -> None:
    """Collect garbage from a timer: elsewhere it could destroy Qt objects in the worker thread."""
    gc.disable()
    timer = QTimer(app, interval=COLLECT_MILLISECONDS)
    timer.timeout.connect(_collect)
    timer.start()


def _collect() -> None:
    gc.collect(1)
