"""Can the window start here? Asked before Qt is loaded, because Qt answers no by aborting.

Where a system library or the display is missing, Qt ends the whole process instead of raising
(exit status 134), so everything is tried here first, without Qt::

    window_problem() -> None | one sentence: what is wrong, where, and its cure
"""

import ctypes
import importlib.machinery
import os
import platform
import re
import socket
import sys
from importlib import metadata

import gdsim
from gdsim.text import _

# The same bounds stand in pyproject.toml: 6.12.0 aborts on Python 3.11, because most of its
# methods that return nothing lose a reference to None.
QT_LOWEST = (6, 10)
QT_BELOW = (6, 12)
QT_REQUIREMENT = "PySide6-Essentials>=6.10,<6.12"

# Shared libraries and the package of Debian and Ubuntu that brings each. Newer releases call
# some of them otherwise (libglib2.0-0t64) but still know these names.
QT_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
}
X_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
WAYLAND_LIBRARIES = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}

# Platforms of Qt that need no display server.
_WITHOUT_DISPLAY = {
    "offscreen", "minimal", "minimalegl", "vnc", "linuxfb", "eglfs", "vkkhrdisplay",
}  # fmt: skip


def window_problem() -> str | None:
    """Return one sentence that says why the window cannot start and the cure, or None."""
    problem = _qt_problem()
    if problem is None and sys.platform.startswith("linux"):
        problem = _libraries_problem(QT_LIBRARIES) or _platform_problem()
    return problem


def versions() -> dict[str, str]:
    """Return the versions that a report of a fault should name, without importing any of them."""
    pyside = _pyside_version()
    return {
        "gdsim": gdsim.__version__,
        "Python": platform.python_version(),
        "PySide6": pyside or _("not installed"),
        # PySide6-Essentials carries Qt inside and takes its number from it; a fourth part, where
        # there is one, counts PySide6's own releases over the same Qt.
        "Qt": ".".join(pyside.split(".")[:3]) if pyside else _("not installed"),
        "pyqtgraph": _version("pyqtgraph") or _("not installed"),
        "NumPy": _version("numpy") or _("not installed"),
        "platform": platform.platform(),
    }


def _version(distribution: str) -> str | None:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None


def _pyside_version() -> str | None:
    return _version("PySide6-Essentials") or _version("PySide6")


def _qt_problem() -> str | None:
    version = _pyside_version()
    if version is None:
        if importlib.machinery.PathFinder.find_spec("PySide6") is not None:
            return None  # built from source: without a version there is nothing to judge
        return _(
            "The window cannot start: PySide6 is not installed for {python}; install it with: "
            '{python} -m pip install "{requirement}"'
        ).format(python=sys.executable, requirement=QT_REQUIREMENT)
    release = tuple(int(number) for number in re.findall(r"\d+", version)[:2])
    if QT_LOWEST <= release < QT_BELOW:
        return None
    return _(
        "The window cannot start: PySide6 {version} is installed for {python}, and gdsim works "
        'with 6.10 and 6.11 only; install one of them with: {python} -m pip install "{requirement}"'
    ).format(version=version, python=sys.executable, requirement=QT_REQUIREMENT)


def _libraries_problem(libraries: dict[str, str]) -> str | None:
    missing = [name for name in libraries if not _is_loadable(name)]
    if not missing:
        return None
    sudo = "" if os.geteuid() == 0 else "sudo "
    return _(
        "The window cannot start: Qt needs the system libraries {libraries}, which this machine "
        "lacks; on Debian and Ubuntu install them with: "
        "{sudo}apt-get update && {sudo}apt-get install {packages}"
    ).format(
        libraries=", ".join(missing),
        sudo=sudo,
        packages=" ".join(libraries[name] for name in missing),
    )


def _is_loadable(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _platform_problem() -> str | None:
    """Try Qt's platforms in its order; one that works is enough, else the last one's problem."""
    problem = None
    for name in _platforms():
        problem = _problem_of(name)
        if problem is None:
            return None
    return problem


def _platforms() -> list[str]:
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    if chosen:  # "xcb;offscreen:size=800x600" is a list, what follows a colon are settings
        return [part.partition(":")[0] for part in chosen.split(";")]
    found = [
        name
        for name, variable in (("wayland", "WAYLAND_DISPLAY"), ("xcb", "DISPLAY"))
        if os.environ.get(variable)
    ]
    return found or ["xcb"]


def _problem_of(name: str) -> str | None:
    if name == "xcb":
        return _libraries_problem(X_LIBRARIES) or _x_problem()
    if name.startswith("wayland"):
        return _libraries_problem(WAYLAND_LIBRARIES) or _wayland_problem()
    own_plugins = os.environ.get("QT_QPA_PLATFORM_PLUGIN_PATH") or os.environ.get("QT_PLUGIN_PATH")
    if name in _WITHOUT_DISPLAY or own_plugins:
        return None
    return _(
        "The window cannot start: QT_QPA_PLATFORM asks for {name}, which Qt does not know; "
        "unset it."
    ).format(name=repr(name))


def _x_problem() -> str | None:
    display = os.environ.get("DISPLAY")
    if not display:
        return _(
            "The window cannot start: there is no display, since neither DISPLAY nor "
            "WAYLAND_DISPLAY is set; start gdsim in a terminal of a desktop (over ssh: ssh -X), "
            "or use 'gdsim run', which needs no display."
        )
    return None if _is_x_reachable() else _unreachable("DISPLAY", display)


def _wayland_problem() -> str | None:
    display = os.environ.get("WAYLAND_DISPLAY") or "wayland-0"
    return None if _is_wayland_reachable(display) else _unreachable("WAYLAND_DISPLAY", display)


def _unreachable(variable: str, display: str) -> str:
    return _(
        "The window cannot start: the display {display} that {variable} names cannot be reached; "
        "start gdsim in a terminal of a desktop (over ssh: ssh -X), or use 'gdsim run', which "
        "needs no display."
    ).format(variable=variable, display=repr(display))


def _is_x_reachable() -> bool:
    """Connect to the X server as Qt will, and let go again."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # not ours to judge: the library list above is what names missing packages
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    has_error = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not has_error


def _is_wayland_reachable(display: str) -> bool:
    """Connect to the compositor's socket, which lies in the user's runtime folder."""
    if os.environ.get("WAYLAND_SOCKET"):  # a connection that was opened for us
        return True
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as attempt:
        try:
            attempt.connect(os.path.join(os.environ.get("XDG_RUNTIME_DIR", ""), display))
        except (OSError, ValueError):
            return False
    return True
