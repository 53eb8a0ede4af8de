"""The program's command line, called in this process or as another one."""

import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from gdsim import cli
from gdsim.scenario.library import builtin_path

HOUSES: dict[str, Any] = json.loads(builtin_path("houses").read_text())
PROGRAM = [sys.executable, "-m", "gdsim"]
Capture = pytest.CaptureFixture[str]


def saved(path: Path, **changed: object) -> Path:
    path.write_text(json.dumps(HOUSES | changed))
    return path


def table(text: str) -> tuple[list[str], list[list[float]]]:
    header, *rows = csv.reader(io.StringIO(text))
    return header, [[float(cell) for cell in row] for row in rows]


def refused(capsys: Capture, *words: str) -> str:
    assert cli.main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("gdsim: ")
    assert err.count("\n") == 1
    return err.removeprefix("gdsim: ").strip()
