"""Files are read only if they are ordinary ones, and written whole or not at all."""

from __future__ import annotations

import codecs
import contextlib
import csv
import errno
import io
import os
import secrets
import stat
from typing import TYPE_CHECKING, Any

import numpy as np

from gdsim.scenario.errors import ScenarioError, shown
from gdsim.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import BinaryIO

    Cell = float | np.floating[Any] | np.integer[Any] | str | None

_FORMULA_STARTS = ("=", "+", "-", "@")


def write_whole(path: Path, data: bytes | str) -> None:
    """Write a file so that it holds either all of the data or what it held before.

    The data go to a new file beside it, which takes its place once it is safely on the disk.
    An existing file keeps its permission bits; through a symbolic link its target is written.

    Parameters
    ----------
    path : Path
        Where to write; the folder must exist.
    data : bytes or str
        All of the new content; text becomes UTF-8, line ends stay as they are.

    Raises
    ------
    ScenarioError
        If it cannot be written; the old file is whole and nothing is left behind.
    """
    with open_whole(path) as file:
        file.write(data.encode() if isinstance(data, str) else data)


@contextlib.contextmanager
def open_whole(path: Path) -> Iterator[BinaryIO]:
    """Open a file to be written bit by bit, with the promises and errors of `write_whole`.

    Where the block ends by an exception the old file stays and the new content is thrown away.
    """
    _refuse_impossible(path)
    try:
        target = path.__class__(os.path.realpath(path))
        with _replacing(target, _permissions(target)) as file:
            yield file
    except UnicodeEncodeError as error:
        raise ScenarioError(
            _("{path} is not written: character {n} is half of a pair; remove it.").format(
                path=_name(path), n=error.start + 1
            )
        ) from error
    except OSError as error:
        raise ScenarioError(_write_failure(path, error)) from error


def read_bytes(path: Path, limit: int) -> bytes:
    """Return the content of an ordinary file, without ever waiting for a pipe or a device.

    Parameters
    ----------
    path : Path
        The file.
    limit : int
        The largest number of bytes that is read.

    Raises
    ------
    ScenarioError
        If the file is missing, cannot be read, is too large, or is not an ordinary file.
    """
    _refuse_impossible(path)
    try:
        _refuse_special(path, path.stat().st_mode)
        # Should a pipe take its place in between, opening it must not wait for a writer.
        with open(path, "rb", opener=_open_at_once) as file:
            status = os.fstat(file.fileno())
            _refuse_special(path, status.st_mode)
            content = file.read(limit + 1) if status.st_size <= limit else None
    except OSError as error:
        raise ScenarioError(_read_failure(path, error)) from error
    if content is None or len(content) > limit:
        raise ScenarioError(
            _("{path} is larger than {limit:g} MB; take a smaller file.").format(
                path=_name(path), limit=limit / 1e6
            )
        )
    return content


def read_text(path: Path, limit: int = 50_000_000) -> str:
    """Return the content of a UTF-8 text file, without its byte-order mark.

    Parameters
    ----------
    path : Path
        The file.
    limit : int
        The largest number of bytes that is read.

    Raises
    ------
    ScenarioError
        As for `read_bytes`, or if the content is not UTF-8 text.
    """
    content = read_bytes(path, limit)
    with contextlib.suppress(UnicodeDecodeError):
        text = content.decode("utf-8-sig")
        if "\0" not in text:
            return text
    raise ScenarioError(
        _("{path} is not a UTF-8 text file; choose another, or save it as UTF-8.").format(
            path=_name(path)
        )
    )


def read_any_text(path: Path, limit: int) -> str:
    """Return the content of a text file in UTF-8, UTF-16 with its mark, or Latin-1.

    Parameters and errors are those of `read_text`, but only damaged UTF-16 is refused.
    """
    content = read_bytes(path, limit)
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        with contextlib.suppress(UnicodeDecodeError):
            return content.decode("utf-16")
        problem = _("{path} begins as UTF-16 text but is damaged; save it again as UTF-8.")
        raise ScenarioError(problem.format(path=_name(path)))
    content = content.removeprefix(codecs.BOM_UTF8)
    for encoding in ("utf-8", "cp1252"):
        with contextlib.suppress(UnicodeDecodeError):
            return content.decode(encoding)
    return content.decode("latin-1")  # which knows every byte


def safe_cell(text: str) -> str:
    """Return the text, led by an apostrophe if a spreadsheet would take it for a formula."""
    return "'" + text if text.lstrip().startswith(_FORMULA_STARTS) else text


def csv_text(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return a table as CSV: commas, decimal points, 17 significant digits, None as a gap."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([_cell(name) for name in header])
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _cell(value: Cell) -> str:
    if isinstance(value, str):
        return safe_cell(value)
    if isinstance(value, float | np.floating):
        return f"{value:.17g}"
    return "" if value is None else str(value)


@contextlib.contextmanager
def _replacing(target: Path, permissions: int | None) -> Iterator[BinaryIO]:
    fresh = target.with_name(f".gdsim-{secrets.token_hex(8)}.tmp")
    try:
        with open(fresh, "xb") as file:
            if permissions is not None:
                os.chmod(fresh, permissions)  # before the content: it may be private
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, target)
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink()  # gone already if it has taken the place
    _fsync_folder(target.parent)


def _fsync_folder(folder: Path) -> None:
    # The new file is in place; a file system that cannot flush folders is no failure.
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _permissions(target: Path) -> int | None:
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return None
    _refuse_special(target, mode)
    if not (mode & 0o222 and os.access(target, os.W_OK)):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return stat.S_IMODE(mode)


def _open_at_once(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _refuse_special(path: Path, mode: int) -> None:
    if stat.S_ISDIR(mode):
        problem = _("{path} is a folder; choose a file.")
    elif not stat.S_ISREG(mode):
        problem = _("{path} is a pipe or a device; choose an ordinary file.")
    else:
        return
    raise ScenarioError(problem.format(path=_name(path)))


def _refuse_impossible(path: Path) -> None:
    with contextlib.suppress(UnicodeEncodeError):
        if b"\0" not in os.fsencode(path):
            return
    raise ScenarioError(
        _('"{path}" cannot be the name of a file; choose another.').format(path=_name(path))
    )


def _read_failure(path: Path, error: OSError) -> str:
    sentences = {
        errno.ENOENT: _("There is no file {path}; check its name and folder."),
        errno.ENOTDIR: _("There is no file {path}; check its name and folder."),
        errno.EACCES: _("{path} may not be read; change its permissions or choose another file."),
    }
    other = _("{path} cannot be read ({reason}); choose another file.")
    sentence = sentences.get(error.errno or 0, other)
    return sentence.format(path=_name(path), reason=error.strerror)


def _write_failure(path: Path, error: OSError) -> str:
    no_folder = _("{path} is not written: there is no folder {folder}; choose another.")
    read_only = _("{path} is not written: the file or its folder is read only; choose another.")
    full = _("{path} is not written: the disk is full; make room or choose another place.")
    too_long = _("{path} is not written: its name is too long; choose a shorter one.")
    sentences = {
        errno.ENOENT: no_folder,
        errno.ENOTDIR: no_folder,
        errno.EACCES: read_only,
        errno.EPERM: read_only,
        errno.EROFS: read_only,
        errno.ENOSPC: full,
        getattr(errno, "EDQUOT", errno.ENOSPC): full,
        errno.ENAMETOOLONG: too_long,
    }
    other = _("{path} is not written ({reason}); choose another place.")
    sentence = sentences.get(error.errno or 0, other)
    return sentence.format(path=_name(path), folder=_name(path.parent), reason=error.strerror)


def _name(path: Path) -> str:
    return shown(str(path), limit=300)
