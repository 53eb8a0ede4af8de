"""The wheel, installed into an environment of its own and used far from the checkout."""

import csv
import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import gdsim

ROOT = Path(__file__).resolve().parents[1]
SIGTERM_BIT = 1 << (signal.SIGTERM - 1)

pytestmark = [pytest.mark.wheel, pytest.mark.slow, pytest.mark.timeout(900)]


class Installation:
    """A fresh environment with the wheel in it, and an empty folder to work in."""

    def __init__(self, folder: Path) -> None:
        self.programs = folder / "environment" / "bin"
        self.elsewhere = folder / "elsewhere"
        home = folder / "home"
        for new in (self.elsewhere, home):
            new.mkdir()
        self.variables = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PYTHON", "XDG_", "COV_", "QT_")) and name != "VIRTUAL_ENV"
        } | {"HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}

    def run(self, program: str, *arguments: str) -> str:
        """Run an installed program away from the checkout and return what it prints."""
        done = subprocess.run(
            [self.programs / program, *arguments],
            cwd=self.elsewhere,
            env=self.variables,
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Build the source archive, the wheel from that, and install it with its dependencies."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--outdir", folder / "dist", ROOT], cwd=folder, check=True
    )
    (wheel,) = (folder / "dist").glob("gdsim-*.whl")
    subprocess.run([sys.executable, "-m", "venv", folder / "environment"], check=True)
    made = Installation(folder)
    made.run("python", "-m", "pip", "install", "--quiet", str(wheel))
    return made


def test_the_version_is_told(installation: Installation) -> None:
    assert gdsim.__version__ in installation.run("gdsim", "--version")


def test_the_data_files_come_from_the_wheel_and_are_all_there(installation: Installation) -> None:
    printed = installation.run(
        "python", "-c", "from gdsim import resources; print(resources.folder())"
    )
    installed = Path(printed.strip())
    assert installed.parts[-3:] == ("site-packages", "gdsim", "_resources")
    assert installed.is_relative_to(installation.programs.parent.resolve())
    originals = [file for file in (ROOT / "resources").rglob("*") if file.is_file()]
    assert originals
    for file in originals:
        copy = installed / file.relative_to(ROOT / "resources")
        assert copy.read_bytes() == file.read_bytes(), copy


def test_the_built_in_scenarios_are_listed(installation: Installation) -> None:
    names = [
        line.split()[0] for line in installation.run("gdsim", "list", "scenarios").splitlines()
    ]
    assert "houses" in names


def test_a_run_without_a_window_writes_its_epochs(installation: Installation) -> None:
    text = installation.run("gdsim", "run", "houses", "--epochs", "5", "--csv", "-")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["epoch"] for row in rows] == ["0", "1", "2", "3", "4", "5"]
    assert float(rows[-1]["loss"]) < float(rows[0]["loss"])


@pytest.mark.parametrize("program", ["gdsim", "gdsim-gui"])
def test_the_window_starts_and_closes_when_asked_to(
    program: str, installation: Installation
) -> None:
    log = installation.elsewhere / f"{program}.log"
    with log.open("wb") as stderr:
        window = subprocess.Popen(
            [installation.programs / program],
            cwd=installation.elsewhere,
            env=installation.variables,
            stderr=stderr,
        )
    try:
        wait_until_it_listens_to_sigterm(window)
        time.sleep(3)  # let it be drawn
        window.terminate()
        assert window.wait(10) == 0, log.read_text()
    finally:
        window.kill()
        window.wait()
    assert "Traceback" not in log.read_text()


def wait_until_it_listens_to_sigterm(process: "subprocess.Popen[bytes]") -> None:
    """Wait until the process has its own answer to SIGTERM, as Linux tells in /proc."""
    status = Path(f"/proc/{process.pid}/status")
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, "it ended by itself"
        caught = next(line for line in status.read_text().splitlines() if line.startswith("SigCgt"))
        if int(caught.split()[1], 16) & SIGTERM_BIT:
            return
        time.sleep(0.1)
    pytest.fail("it did not start within 60 s")
