"""The window in bad company: signals, odd sizes, other locales, places that cannot be written."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from gdsim.app.main_window import MainWindow
from gdsim.scenario import codec, edits, library
from gdsim.session.runner import RunState
from tests.app.conftest import OpenWindow, state_of
from tests.session.conftest import settle

ROOT = Path(__file__).parents[2]
START = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from gdsim.app.main import make_application, run_window
from gdsim.app.main_window import MainWindow
app = make_application()
def window():
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))
def play():
    window().session.runner.set_speed(None)
    window().session.runner.play()
    QTimer.singleShot(300, lambda: print("ready", flush=True))
"""
END = "\nsys.exit(run_window(TARGET))\n"


def program(body: str, target: Path | None = None, **environment: str) -> "subprocess.Popen[str]":
    """Start the program in a process of its own, with ``body`` run before the event loop."""
    text = START + body + END.replace("TARGET", repr(str(target)) if target else "None")
    return subprocess.Popen(
        [sys.executable, "-X", "faulthandler", "-c", text],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment},
    )


@contextlib.contextmanager
def ended(process: "subprocess.Popen[str]") -> Iterator[None]:
    """Leave nothing of a process behind."""
    with process:  # closes its pipes
        try:
            yield
        finally:
            process.kill()


def complaints(errors: str) -> list[str]:
    """Return what a program wrote to stderr besides what Qt says of its surroundings."""
    known = ("plugin does not support", "ocale", "for more information")
    return [line for line in errors.splitlines() if not any(word in line for word in known)]


# ---- signals ----

MOMENTS = {
    "playing at full speed": "QTimer.singleShot(300, play)",
    "edits not saved": (
        "def edit():\n    window().gestures.start_anew()\n    play()\nQTimer.singleShot(300, edit)"
    ),
    "a menu open": (
        "def menu():\n    play()\n    window().menu.actions()[0].menu().popup(window().pos())\n"
        "QTimer.singleShot(300, menu)"
    ),
    "something is held": (
        "def hold():\n    play()\n    window().gestures.on_parameter_dragged(2, 0.7)\n"
        "QTimer.singleShot(300, hold)"
    ),
    "a dialog open": (
        "QTimer.singleShot(300, play)\n"
        "QTimer.singleShot(450, lambda: window().action('about').trigger())"
    ),
    "the question about unsaved work": (
        "def ask():\n    window().gestures.start_anew()\n    play()\n    window().close()\n"
        "QTimer.singleShot(300, ask)"
    ),
}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_signal_closes_the_window_within_two_seconds(moment: str, number: signal.Signals) -> None:
    process = program(MOMENTS[moment])
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    sleep(0.3)
    begin = monotonic()
    process.send_signal(number)
    with ended(process):
        _out, errors = process.communicate(timeout=3)
    assert monotonic() - begin < 2.0
    assert process.returncode == 0
    assert not complaints(errors)


# ---- screens, locales, homes ----


def ends_well(body: str, target: Path | None = None, **environment: str) -> str:
    """Run the program until it closes itself; return what it printed."""
    process = program(body, target, **environment)
    with ended(process):
        out, errors = process.communicate(timeout=20)
    assert process.returncode == 0, errors
    assert not complaints(errors), errors
    return out


LEAVE = """
def leave():
    print(window().session.selection.epoch, window().session.run.newest)
    window().close_without_asking()
def wait():
    if window().session.selection.epoch < 25:
        QTimer.singleShot(50, wait)  # a busy machine may take its time
    else:
        QTimer.singleShot(600, leave)  # after it has said that it is ready
QTimer.singleShot(200, play)
QTimer.singleShot(250, wait)
"""


@pytest.mark.parametrize("scale", ["1.25", "1.5", "2"])
def test_the_window_plays_at_any_scale(scale: str) -> None:
    assert ends_well(LEAVE, QT_SCALE_FACTOR=scale) == "ready\n25 25\n"


@pytest.mark.parametrize("locale", ["de_DE.UTF-8", "tr_TR.UTF-8", "C"])
def test_files_stay_in_c_format_under_any_locale(locale: str, tmp_path: Path) -> None:
    path = tmp_path / "ähnlich wie ğüş.json"
    body = f"""
from pathlib import Path
from PySide6.QtCore import QLocale
QLocale.setDefault(QLocale({locale.split(".")[0]!r}))
def work():
    window().gestures.on_rate_dropped(0.125)
    window().session.save(Path({str(path)!r}))
    window().close()
QTimer.singleShot(300, work)
"""
    ends_well(body, LC_ALL=locale, LANG=locale)
    assert '"learning_rate": 0.125' in path.read_text(encoding="utf-8")
    assert library.read(path).scenario.optimizer.learning_rate == 0.125


def test_a_home_that_is_no_folder_is_done_without(tmp_path: Path) -> None:
    home = tmp_path / "file"
    home.write_text("", encoding="utf-8")
    names = ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")
    assert ends_well(LEAVE, None, **dict.fromkeys(names, str(home))) == "ready\n25 25\n"


# ---- sizes and haste ----


def test_one_pixel_is_enough_to_go_on(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    window.setMinimumSize(0, 0)
    window.resize(1, 1)
    window.session.runner.set_speed(None)
    for name in ("diverges", "xor", "two_moons", "houses"):
        window.documents.open_example(name)
        window.session.runner.play()
        qtbot.wait(60)
    window.session.runner.pause()
    settle(qtbot, window.session)


def test_play_and_pause_fifty_times_a_second(window: MainWindow, qtbot: QtBot) -> None:
    window.session.runner.set_speed(None)
    for _i in range(100):
        qtbot.keyClick(window, Qt.Key.Key_Space)
        qtbot.wait(10)
    window.session.runner.pause()
    settle(qtbot, window.session)


def test_a_rate_that_explodes_at_once_is_told_and_undone(window: MainWindow, qtbot: QtBot) -> None:
    window.gestures.on_rate_dropped(1e300)
    settle(qtbot, window.session)
    window.action("step").trigger()
    qtbot.waitUntil(lambda: state_of(window) is RunState.ENDED)
    settle(qtbot, window.session)
    assert "diverged at epoch 1" in window.story_text
    window.action("undo").trigger()
    settle(qtbot, window.session)
    assert "diverged" not in window.story_text


def test_a_value_that_makes_the_loss_infinite_is_told(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window("slope_and_intercept")
    window.gestures.on_parameter_dropped(0, 1e200)
    settle(qtbot, window.session)
    assert window.message_text == (
        "w1 = 1e200 throws the loss out of all bounds at once; choose a smaller value."
    )
    assert not window.isWindowModified()


# ---- files ----


def drop(window: MainWindow, path: Path) -> None:
    """Drop a file on the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(QPoint(50, 50)),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)


@pytest.mark.parametrize("kind", ["folder", "binary", "pipe", "nothing", "garbage"])
def test_what_is_no_scenario_is_refused_in_a_sentence(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "dropped thing.json"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "binary":
        path.write_bytes(bytes(range(256)) * 100)
    elif kind == "garbage":
        path.write_text('{"format": "gdsim-scenario", "version": 1, "obj', encoding="utf-8")
    before = window.session.run
    drop(window, path)
    assert window.message_text.endswith(".")
    assert "dropped thing.json" in window.message_text
    assert window.session.run is before
    window.action("step").trigger()
    settle(qtbot, window.session)


def test_a_recent_file_that_is_gone_leaves_the_list(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "ein Häuschen.json"
    path.write_text(codec.encode(library.read(library.builtin_path("xor"))), encoding="utf-8")
    window.documents.open_path(path)
    settle(qtbot, window.session)
    recent = window.menu.submenus["recent"]
    assert [action.data() for action in recent.actions()] == [str(path)]
    path.unlink()
    recent.actions()[0].trigger()
    assert "There is no file" in window.message_text
    assert not recent.actions()


def test_a_file_that_cannot_be_saved_stays_modified(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.session.apply(edits.new_start(window.session.scenario), "new start")
    settle(qtbot, window.session)
    folder = tmp_path / "folder.json"
    folder.mkdir()
    for place in (folder, tmp_path / "no folder" / "a.json", Path("/proc/a.json")):
        monkeypatch.setattr(
            QFileDialog, "getSaveFileName", lambda *_a, place=place, **_k: (str(place), "")
        )
        window.action("save_as").trigger()
        assert place.name in window.message_text
        assert window.isWindowModified()
        assert window.session.path is None


def test_a_full_disk_is_told_and_the_old_file_stays_whole(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.json"
    window.session.save(path)
    whole = path.read_bytes()
    window.session.apply(edits.new_start(window.session.scenario), "new start")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert not window.documents.save()
    assert "the disk is full" in window.message_text
    assert window.isWindowModified()
    assert path.read_bytes() == whole
    assert not list(tmp_path.glob(".gdsim-*"))
