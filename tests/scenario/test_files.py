"""Files: writing is whole or not at all, reading never waits, exports open safely anywhere."""

from __future__ import annotations

import csv
import errno
import os
import socket
import stat
import threading
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdsim.scenario.errors import ScenarioError, did_you_mean, shown
from gdsim.scenario.files import csv_text, read_bytes, read_text, safe_cell, write_whole

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

needs_fifo = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a folder").mkdir()
    return tmp_path / "a folder"


def failing(number: int) -> Callable[..., None]:
    def fail(*_arguments: object, **_options: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


# Writing


def test_text_is_written_as_utf_8_with_its_own_line_ends(folder: Path) -> None:
    path = folder / "größe 1.json"
    write_whole(path, "ü\r\n")
    assert path.read_bytes() == b"\xc3\xbc\r\n"
    write_whole(path, b"\x00\xff")
    assert path.read_bytes() == b"\x00\xff"
    assert os.listdir(folder) == [path.name]


def test_a_new_file_gets_the_usual_permissions(folder: Path) -> None:
    usual, ours = folder / "usual", folder / "ours"
    usual.touch()
    write_whole(ours, "a")
    assert ours.stat().st_mode == usual.stat().st_mode


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755])
def test_an_existing_file_keeps_its_permissions(folder: Path, mode: int) -> None:
    path = folder / "a"
    path.write_text("old")
    path.chmod(mode)
    write_whole(path, "new")
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert path.read_text() == "new"


@pytest.mark.parametrize("exists", [True, False])
def test_through_a_link_its_target_is_written(folder: Path, exists: bool) -> None:
    (folder / "there").mkdir()
    target, link = folder / "there" / "a", folder / "link"
    if exists:
        target.write_text("old")
    link.symlink_to(target)
    write_whole(link, "new")
    assert link.is_symlink()
    assert target.read_text() == "new"


@pytest.mark.parametrize("step", ["chmod", "fsync", "replace"])
@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOSPC, "the disk is full; make room or choose another place."),
        (errno.EROFS, "the file or its folder is read only; choose another."),
        (errno.EIO, "(Input/output error); choose another place."),
    ],
)
def test_on_failure_the_old_file_is_whole_and_nothing_else_is_left(
    folder: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int, reason: str
) -> None:
    path = folder / "a"
    path.write_text("old")
    monkeypatch.setattr(os, step, failing(number))
    with pytest.raises(ScenarioError) as caught:
        write_whole(path, "new" * 100_000)
    monkeypatch.undo()
    assert str(caught.value).startswith(f"{path} is not written")
    assert str(caught.value).endswith(reason)
    assert path.read_text() == "old"
    assert os.listdir(folder) == ["a"]


def test_an_interruption_leaves_the_old_file_and_nothing_else(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_handle: int) -> None:
        raise KeyboardInterrupt

    path = folder / "a"
    path.write_text("old")
    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert os.listdir(folder) == ["a"]


def test_a_folder_that_cannot_be_flushed_is_no_failure(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync = os.fsync

    def flush_files_only(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", flush_files_only)
    write_whole(folder / "a", "new")
    assert (folder / "a").read_text() == "new"


def test_a_read_only_file_is_not_replaced(folder: Path) -> None:
    path = folder / "a"
    path.write_text("old")
    path.chmod(0o444)
    with pytest.raises(ScenarioError, match="read only"):
        write_whole(path, "new")
    assert path.read_text() == "old"


def test_what_cannot_be_written_is_refused_in_a_sentence(folder: Path) -> None:
    (folder / "loop").symlink_to(folder / "loop")
    (folder / "file").touch()
    for path, sentence in (
        (folder, "is a folder; choose a file."),
        (folder / "none" / "a", f"there is no folder {folder / 'none'}; choose another."),
        (folder / "file" / "a", f"there is no folder {folder / 'file'}; choose another."),
        (folder / ("a" * 300), "its name is too long; choose a shorter one."),
        (folder / "loop", "choose another place."),
        (folder / "a\0b", "cannot be the name of a file; choose another."),
        (folder / "a\ud800", "cannot be the name of a file; choose another."),
    ):
        with pytest.raises(ScenarioError) as caught:
            write_whole(path, "new")
        assert str(caught.value).endswith(sentence)
        assert str(caught.value).isprintable()
    assert sorted(os.listdir(folder)) == ["file", "loop"]


@needs_fifo
def test_a_pipe_is_not_replaced(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    with pytest.raises(ScenarioError, match="is a pipe or a device; choose an ordinary file"):
        write_whole(folder / "pipe", "new")
    assert stat.S_ISFIFO((folder / "pipe").stat().st_mode)


def test_half_a_pair_is_not_written(folder: Path) -> None:
    with pytest.raises(ScenarioError, match="character 3 is half of a pair; remove it"):
        write_whole(folder / "a", "ab\ud800")
    assert os.listdir(folder) == []


def test_many_writers_at_once_leave_one_whole_file(folder: Path) -> None:
    path = folder / "a"
    contents = [str(i) * 100_000 for i in range(8)]
    writers = [threading.Thread(target=write_whole, args=(path, text)) for text in contents]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert path.read_text() in contents
    assert os.listdir(folder) == ["a"]


# Reading


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_utf_8_is_read_with_and_without_its_mark(folder: Path, mark: bytes) -> None:
    path = folder / "a"
    path.write_bytes(mark + "ü\r\n".encode())
    assert read_text(path) == "ü\r\n"


@pytest.mark.parametrize("content", [b"a\xff", b"a\0b", b"\xff\xfea\0"])
def test_what_is_not_utf_8_text_is_refused(folder: Path, content: bytes) -> None:
    path = folder / "a"
    path.write_bytes(content)
    with pytest.raises(ScenarioError) as caught:
        read_text(path)
    assert str(caught.value) == (
        f"{path} is not a UTF-8 text file; choose another, or save it as UTF-8."
    )


def test_a_file_up_to_the_limit_is_read_and_a_larger_one_refused(folder: Path) -> None:
    path = folder / "a"
    path.write_bytes(b"a" * 1_000_000)
    assert read_bytes(path, 1_000_000) == b"a" * 1_000_000
    with pytest.raises(ScenarioError, match=r"is larger than 0\.5 MB; take a smaller file"):
        read_text(path, 500_000)


@needs_fifo
@pytest.mark.timeout(10)
def test_pipes_devices_and_sockets_are_refused_without_waiting(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)  # the name of a socket must be short
    os.mkfifo("pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")
        for path in (folder / "pipe", folder / "socket", folder.__class__("/dev/zero")):
            with pytest.raises(ScenarioError, match="is a pipe or a device; choose an ordinary"):
                read_text(path)


@needs_fifo
@pytest.mark.timeout(10)
def test_a_pipe_that_takes_the_place_of_a_file_is_refused_without_waiting(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "a"
    path.touch()
    opened = os.open

    def swap_and_open(name: str, flags: int) -> int:
        os.unlink(name)
        os.mkfifo(name)
        return opened(name, flags)

    monkeypatch.setattr(os, "open", swap_and_open)
    with pytest.raises(ScenarioError, match="is a pipe or a device"):
        read_text(path)


def test_a_file_that_may_not_be_read_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "a"
    path.touch()
    for number, sentence in (
        (errno.EACCES, "may not be read; change its permissions or choose another file."),
        (errno.EIO, "cannot be read (Input/output error); choose another file."),
    ):
        monkeypatch.setattr(os, "open", failing(number))
        with pytest.raises(ScenarioError) as caught:
            read_text(path)
        monkeypatch.undo()
        assert str(caught.value) == f"{path} {sentence}"


def test_what_is_no_file_is_refused_in_a_sentence(folder: Path) -> None:
    (folder / "file").touch()
    for path, sentence in (
        (folder, "is a folder; choose a file."),
        (folder / "none", "check its name and folder."),
        (folder / "file" / "a", "check its name and folder."),
        (folder / ("a" * 300), "choose another file."),
        (folder / "a\0b", "cannot be the name of a file; choose another."),
        (folder / "a\nb", "check its name and folder."),
    ):
        with pytest.raises(ScenarioError) as caught:
            read_text(path)
        assert str(caught.value).endswith(sentence)
        assert str(caught.value).isprintable()


# Exports


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1"])
def test_a_text_that_a_spreadsheet_would_run_is_disarmed(text: str) -> None:
    assert safe_cell(text) == "'" + text
    assert next(csv.reader([csv_text([text], [])])) == ["'" + text]


@pytest.mark.parametrize("text", ["", "w1", "a=b", "1"])
def test_a_harmless_text_stays(text: str) -> None:
    assert safe_cell(text) == text


def test_cells_are_written_by_kind() -> None:
    rows: list[list[Any]] = [
        [0, -1.5, "a,b", None],
        [np.int64(7), np.float64(0.1), 'say "x"', float("nan")],
        [True, np.float32(0.5), "two\nlines", float("-inf")],
    ]
    assert csv_text(["epoch", "loss", "note", "d_w1"], rows) == (
        "epoch,loss,note,d_w1\n"
        '0,-1.5,"a,b",\n'
        '7,0.10000000000000001,"say ""x""",nan\n'
        'True,0.5,"two\nlines",-inf\n'
    )


@given(st.lists(st.floats(allow_nan=False), min_size=1))
def test_exported_numbers_come_back_exactly(values: list[float]) -> None:
    lines = csv_text(["x"], [[value] for value in values]).splitlines()
    assert [float(line) for line in lines[1:]] == values


# Sentences


def test_the_nearest_name_is_offered_in_its_own_spelling() -> None:
    known = ["identity", "Sigmoid", "tanh"]
    assert did_you_mean("SIGMOD", known) == ' Did you mean "Sigmoid"?'
    assert did_you_mean("sigmoid", known) == ' Did you mean "Sigmoid"?'
    assert did_you_mean("quadratic", known) == ""
    assert did_you_mean("", known) == ""
    assert did_you_mean("x", []) == ""
    assert did_you_mean("tanh" * 1_000_000, known) == ""


def test_texts_from_outside_are_shown_short_and_on_one_line() -> None:
    assert shown("größe 1") == "größe 1"
    assert shown("a\nb\0\ud800") == "a\\nb\\x00\\ud800"
    assert shown("a" * 1_000_000) == "a" * 59 + "…"
