"""What every test gets: a Qt without a screen, a home of its own, and no error that goes unseen."""

import gc
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from threadpoolctl import threadpool_limits

import gdsim

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

# As the program itself does: the number of threads changes bits, and garbage that is collected
# in the worker thread can destroy Qt objects there.
threadpool_limits(1)
gc.disable()


def pytest_collection_finish() -> None:
    """Spare the collector what five thousand tests consist of: it runs after many of them."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings, logs and recent files of a test land in its own folder."""
    home = tmp_path / "home"
    home.mkdir()
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(home))
    return home


@pytest.fixture
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run in a folder of the test's own; children of this process find gdsim from there."""
    monkeypatch.setenv("PYTHONPATH", str(Path(gdsim.__file__).parent.parent))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(autouse=True)
def no_unseen_error(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An exception in a slot or a thread goes to a hook and would be lost; here it fails."""
    seen: list[object] = []
    monkeypatch.setattr(sys, "excepthook", lambda *args: seen.append(args))
    monkeypatch.setattr(threading, "excepthook", lambda args: seen.append(args))
    yield
    assert not seen


@pytest.fixture(autouse=True, scope="module")
def nothing_piles_up() -> Iterator[None]:
    """Windows that tests have closed go between two files, and so does what they wore.

    A style sheet that is left behind makes every widget of all later tests three times as slow.
    """
    yield
    gc.collect()
    if "PySide6.QtWidgets" in sys.modules:
        from PySide6.QtWidgets import QApplication

        app = QApplication.instance()
        if isinstance(app, QApplication) and app.styleSheet():
            undress(app)


def undress(app: "QApplication") -> None:
    """Take the style sheet off, and off each widget that lives on.

    Qt does the second only while `exec` runs. A widget that still counts as dressed is never
    again watched for its end: the next style sheet but one would then reach for it after that.
    """
    for widget in app.allWidgets():
        app.style().unpolish(widget)
    app.setStyleSheet("")


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """No test leaves a window or a thread behind."""
    threads = set(threading.enumerate())
    yield
    if "PySide6.QtWidgets" in sys.modules:
        from PySide6.QtWidgets import QApplication

        if QApplication.topLevelWidgets():
            gc.collect()
        windows = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
        assert not windows, f"windows left open: {windows}"
    for thread in threading.enumerate():
        if thread.name == "formula loader":  # it ends by itself; see gdsim/views/typesetting.py
            thread.join()
    left = {thread for thread in threading.enumerate() if not _is_foreign(thread)}
    assert left <= threads


def _is_foreign(thread: threading.Thread) -> bool:
    """Whether Python only met this thread of Qt's, and keeps its name after its end."""
    return thread.name.startswith("Dummy")
