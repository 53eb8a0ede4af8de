"""The command line when something fails: faults, interruptions, readers that go away."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from gdsim import cli, headless
from tests.command_line import PROGRAM, Capture

pytestmark = pytest.mark.usefixtures("in_folder")


def test_a_fault_of_ours_is_status_1_with_the_traceback_only_on_demand(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise ZeroDivisionError("oh\nno")

    monkeypatch.setattr(headless, "run", fail)
    assert cli.main(["run", "houses"]) == 1
    err = capsys.readouterr().err
    assert err == (
        "gdsim: this is a fault of gdsim itself (ZeroDivisionError: oh\\nno); "
        "add --debug and report what it prints.\n"
    )
    assert cli.main(["run", "houses", "--debug"]) == 1
    assert "Traceback (most recent call last)" in capsys.readouterr().err


def wait_for(condition: Callable[[], object]) -> None:
    end = time.monotonic() + 30.0
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_ctrl_c_ends_a_run_and_leaves_the_old_file(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("old")
    words = ["run", "xor", "--epochs", "100000000", "--csv", "t.csv"]
    with subprocess.Popen([*PROGRAM, *words], stderr=subprocess.PIPE, cwd=tmp_path) as process:
        wait_for(lambda: list(tmp_path.glob(".gdsim-*")))
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert (tmp_path / "t.csv").read_text() == "old"
    assert not list(tmp_path.glob(".gdsim-*"))


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    words = [*PROGRAM, "run", "xor", "--epochs", "100000000", "--csv", "-"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b"epoch,loss,")
        process.stdout.close()
        assert process.wait(30) == 0
        assert process.stderr.read() == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_full_disk_behind_stdout_is_told_in_a_sentence() -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*PROGRAM, "run", "houses"], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 2
    assert done.stderr.startswith(b"gdsim: Writing to stdout failed (No space left")
    assert done.stderr.count(b"\n") == 1


def test_a_terminal_that_lacks_letters_gets_their_codes() -> None:
    environ = os.environ | {"PYTHONIOENCODING": "ascii"}
    out = subprocess.check_output([*PROGRAM, "run", "houses"], env=environ, text=True)
    assert "w1  \\u22120.22" in out


def test_progress_is_shown_only_where_a_person_looks_on(tmp_path: Path) -> None:
    pty = pytest.importorskip("pty")
    leader, follower = pty.openpty()
    termios = pytest.importorskip("termios")
    termios.tcsetwinsize(follower, (24, 80))
    shown = {}
    for words in ([], ["--quiet"]):
        subprocess.run(
            [*PROGRAM, "run", "xor", "--json", "a.json", *words],
            stderr=follower, check=True, cwd=tmp_path,
        )  # fmt: skip
        os.write(follower, b"END\n")
        seen = b""
        while b"END" not in seen:
            seen += os.read(leader, 4096)
        shown[len(words)] = seen.decode()
    os.close(leader)
    os.close(follower)
    assert "100/100" in shown[0]
    assert shown[1].strip() == "END"
