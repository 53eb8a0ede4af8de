"""The window on a real X server, where fonts, focus and painting are not pretended."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def display() -> Iterator[str]:
    """Start an X server without a screen; return its display."""
    reader, writer = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"],
        pass_fds=[writer],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    with os.fdopen(reader) as pipe:
        number = pipe.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait(10)


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="needs Xvfb")
def test_the_window_plays_pauses_and_closes_on_a_real_x_server(display: str) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "xcb", "DISPLAY": display}
    environment.pop("WAYLAND_DISPLAY", None)
    which = "space_plays or step or theme_can or closing_while or fill_the_window"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "tests/app/test_window.py", "-k", which],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout
