"""What goes to stdout and stderr, also where nobody reads, the disk is full or there is none."""

import contextlib
import io
import os
import sys
from collections.abc import Callable, Iterator
from typing import NoReturn, TypeAlias

from gdsim.scenario.errors import ScenarioError
from gdsim.text import _

Write: TypeAlias = Callable[[str], object]


class ReaderGoneError(Exception):
    """Whoever reads stdout has seen enough."""


@contextlib.contextmanager
def stdout() -> Iterator[Write]:
    """Give what writes text to stdout.

    Raises
    ------
    ReaderGoneError
        If nobody reads it any more.
    ScenarioError
        If it cannot be written.
    """
    out = sys.stdout
    if out is None:  # a program without a console
        yield len
        return
    if isinstance(out, io.TextIOWrapper):
        out.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter

    def write(text: str) -> None:
        try:
            out.write(text)
        except OSError as error:
            _give_up(error)

    yield write
    try:
        out.flush()
    except OSError as error:
        _give_up(error)


def complain(sentence: str) -> None:
    """Write a sentence to stderr."""
    if sys.stderr is not None:
        with contextlib.suppress(OSError):
            sys.stderr.write(f"gdsim: {sentence}\n")
            sys.stderr.flush()


def _give_up(error: OSError) -> NoReturn:
    with contextlib.suppress(OSError, ValueError):
        # What is still in the buffer would fail again when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        raise ReaderGoneError from error
    raise ScenarioError(
        _("Writing to stdout failed ({reason}); make room, or send it elsewhere.").format(
            reason=error.strerror
        )
    ) from error
