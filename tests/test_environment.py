"""Whatever keeps the window from starting is told in one sentence that names the cure."""

import ctypes
import importlib.machinery
import importlib.metadata
import os
import select
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gdsim import environment

VARIABLES = (
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "WAYLAND_SOCKET",
    "XDG_RUNTIME_DIR",
    "QT_QPA_PLATFORM",
    "QT_QPA_PLATFORM_PLUGIN_PATH",
    "QT_PLUGIN_PATH",
)


@pytest.fixture(autouse=True)
def bare_linux(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start every test on Linux, without a display, without a wish, with a good PySide6."""
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("importlib.metadata.version", lambda _: "6.11.3")
    monkeypatch.setattr("os.geteuid", lambda: 1000)


@pytest.fixture
def lose(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that makes shared libraries disappear."""
    load = ctypes.CDLL

    def lose_libraries(*names: str) -> None:
        def load_or_fail(name: str) -> object:
            if name in names:
                raise OSError(f"{name}: cannot open shared object file")
            return load(name)

        monkeypatch.setattr("ctypes.CDLL", load_or_fail)

    return lose_libraries


@pytest.fixture
def compositor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Listen where a Wayland compositor would, and return its display's name."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind(str(tmp_path / "w"))
        server.listen()
        yield "w"


@pytest.fixture
def x_server() -> Iterator[str]:
    """Start a real X server without a screen and return its display's name."""
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not installed")
    read_end, write_end = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write_end), "-nolisten", "tcp"],
        pass_fds=[write_end],
        stderr=subprocess.DEVNULL,
    )
    os.close(write_end)
    try:
        ready, _, _ = select.select([read_end], [], [], 30)
        assert ready, "Xvfb did not start within 30 s"
        yield ":" + os.read(read_end, 16).decode().strip()
    finally:
        os.close(read_end)
        server.terminate()
        server.wait()


def sentence() -> str:
    """Return the problem, which there must be, after a look at its form."""
    problem = environment.window_problem()
    assert problem is not None
    assert problem.startswith("The window cannot start: ")
    assert "\n" not in problem
    assert ". " not in problem
    assert "{" not in problem
    return problem


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "vnc", "offscreen:size=800x600"])
def test_a_platform_without_a_display_needs_none(
    platform: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    assert environment.window_problem() is None


@pytest.mark.parametrize("version", ["6.12.0", "6.12.1", "7.0.0", "6.9.3"])
def test_a_pyside_outside_the_bounds_is_named_with_the_command_that_replaces_it(
    version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.metadata.version", lambda _: version)
    problem = sentence()
    assert f"PySide6 {version} " in problem
    assert problem.endswith('-m pip install "PySide6-Essentials>=6.10,<6.12"')


@pytest.mark.parametrize("version", ["6.10.0", "6.11.3", "6.11.3.1"])
def test_a_pyside_within_the_bounds_is_taken(version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.metadata.version", lambda _: version)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert environment.window_problem() is None


def test_a_missing_pyside_is_named_with_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    find = importlib.machinery.PathFinder.find_spec

    def not_found(name: str) -> str:
        raise importlib.metadata.PackageNotFoundError(name)

    def find_others(name: str, *where: None) -> object:
        return None if name == "PySide6" else find(name, *where)

    monkeypatch.setattr("importlib.metadata.version", not_found)
    monkeypatch.setattr(importlib.machinery.PathFinder, "find_spec", find_others)
    problem = sentence()
    assert "PySide6 is not installed" in problem
    assert "pip install" in problem
    assert environment.versions()["Qt"] == "not installed"


@pytest.mark.parametrize(("library", "package"), environment.QT_LIBRARIES.items())
def test_a_missing_system_library_is_named_with_its_package(
    library: str, package: str, lose: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    lose(library)
    problem = sentence()
    assert f" {library}, " in problem
    assert problem.endswith(f"sudo apt-get update && sudo apt-get install {package}")


def test_root_is_not_sent_to_sudo(
    lose: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    lose("libEGL.so.1", "libGL.so.1")
    assert sentence().endswith(": apt-get update && apt-get install libgl1 libegl1")


@pytest.mark.parametrize(
    ("platform", "libraries"),
    [("xcb", environment.X_LIBRARIES), ("wayland", environment.WAYLAND_LIBRARIES)],
)
def test_libraries_of_a_display_are_asked_for_only_where_it_is_used(
    platform: str,
    libraries: dict[str, str],
    lose: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lose(*libraries)
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    assert sentence().endswith("apt-get install " + " ".join(libraries.values()))
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert environment.window_problem() is None


@pytest.mark.parametrize("wish", ["", "xcb"])
def test_no_display_is_said_with_what_works_without_one(
    wish: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", wish)
    problem = sentence()
    assert "neither DISPLAY nor WAYLAND_DISPLAY is set" in problem
    assert "ssh -X" in problem
    assert "'gdsim run'" in problem


@pytest.mark.parametrize("variable", ["DISPLAY", "WAYLAND_DISPLAY"])
def test_a_display_that_does_not_answer_is_named(
    variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, ":4242")
    problem = sentence()
    assert f"':4242' that {variable} names cannot be reached" in problem
    assert "'gdsim run'" in problem


def test_a_compositor_that_answers_is_enough(
    compositor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", compositor)
    assert environment.window_problem() is None


@pytest.mark.parametrize("dead_compositor", [None, "gone"])
def test_an_x_server_that_answers_is_enough(
    dead_compositor: str | None, x_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", x_server)
    if dead_compositor is not None:
        monkeypatch.setenv("WAYLAND_DISPLAY", dead_compositor)
    assert environment.window_problem() is None


def test_a_platform_that_qt_does_not_know_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "xbc")
    assert "QT_QPA_PLATFORM asks for 'xbc'" in sentence()
    monkeypatch.setenv("QT_QPA_PLATFORM", "xbc;offscreen")
    assert environment.window_problem() is None


def test_other_systems_are_asked_for_neither_libraries_nor_a_display(
    lose: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    lose(*environment.QT_LIBRARIES)
    assert environment.window_problem() is None
