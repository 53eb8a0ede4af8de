"""What a stranger meets first: the README's commands, the versions, the data files, the bounds."""

import csv
import json
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

import gdsim
from gdsim import environment, resources
from gdsim.text import _

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DATASETS = json.loads(resources.path("datasets", "datasets.json").read_text(encoding="utf-8"))


def readme_commands() -> list[str]:
    blocks: list[str] = re.findall(r"^```sh\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    return blocks[:2]


def python(code: str) -> str:
    """Run `code` in a Python of its own and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_readme_has_two_commands_of_one_line_each() -> None:
    run, test = readme_commands()
    assert run.count("\n") == test.count("\n") == 1
    assert run.endswith(".venv/bin/pip install -e . && .venv/bin/gdsim\n")
    assert test.endswith(".venv/bin/pip install -e '.[test]' && .venv/bin/pytest\n")


def test_ci_runs_the_readmes_test_command_verbatim() -> None:
    _run, test = readme_commands()
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines(keepends=True)
    assert lines.count(test) == 1


def test_both_commands_are_good_shell() -> None:
    for command in readme_commands():
        subprocess.run(["sh", "-n", "-c", command], check=True)


def test_every_system_package_that_the_window_asks_for_is_installed_by_the_readme() -> None:
    lines = (ROOT / "packages.txt").read_text(encoding="utf-8").splitlines()
    listed = {line for line in lines if "#" not in line}
    asked = environment.QT_LIBRARIES | environment.X_LIBRARIES | environment.WAYLAND_LIBRARIES
    assert set(asked.values()) <= listed
    assert {"python3-venv", "fonts-dejavu-core"} <= listed
    for command in readme_commands():
        assert command.count("$(grep -v '#' packages.txt)") == 2


def test_every_file_that_the_readme_links_to_is_there() -> None:
    links = set(re.findall(r"\]\(([^)#:]+)\)", README))
    assert sorted(link for link in links if not (ROOT / link).exists()) == []


def test_the_bound_on_pyside_is_one_bound() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert environment.QT_REQUIREMENT in project["dependencies"]
    (lowest, below) = (".".join(map(str, v)) for v in (environment.QT_LOWEST, environment.QT_BELOW))
    assert f"PySide6-Essentials>={lowest},<{below}" == environment.QT_REQUIREMENT
    assert below == "6.12"


def test_pyside_loses_no_references_to_none() -> None:
    """6.12.0 does on Python 3.11 and then aborts; whoever raises the bound learns it here."""
    lost = python(
        "import sys\n"
        "from PySide6.QtCore import QObject\n"
        "thing = QObject()\n"
        "before = sys.getrefcount(None)\n"
        "for _ in range(300):\n"
        "    thing.setObjectName('a')\n"
        "print(before - sys.getrefcount(None))\n"
    )
    assert int(lost) < 100


def test_versions_are_told_without_importing_what_they_are_of() -> None:
    loaded = python(
        "import sys\n"
        "from gdsim import environment\n"
        "environment.versions()\n"
        "environment.window_problem()\n"
        "print(*sys.modules)\n"
    ).split()
    assert not {"PySide6", "shiboken6", "pyqtgraph", "numpy"} & set(loaded)


def test_versions_are_those_that_run() -> None:
    numpy, qt, pyside, pyqtgraph = python(
        "import numpy, PySide6, PySide6.QtCore, pyqtgraph\n"
        "print(numpy.__version__, PySide6.QtCore.qVersion(), PySide6.__version__,"
        " pyqtgraph.__version__)\n"
    ).split()
    told = environment.versions()
    assert list(told) == ["gdsim", "Python", "PySide6", "Qt", "pyqtgraph", "NumPy", "platform"]
    assert told["gdsim"] == gdsim.__version__
    assert told["Python"] == ".".join(map(str, sys.version_info[:3]))
    assert told["NumPy"] == numpy
    assert told["pyqtgraph"] == pyqtgraph
    assert told["Qt"] == qt
    assert told["PySide6"] == pyside == metadata.version("PySide6-Essentials")


def test_a_missing_data_file_is_told_in_one_sentence() -> None:
    with pytest.raises(FileNotFoundError, match=r"own file 'datasets/none\.csv' is missing in .*:"):
        resources.path("datasets", "none.csv")


def test_every_dataset_file_is_listed_and_every_listed_one_is_there() -> None:
    folder = resources.path("datasets")
    assert {entry["file"] for entry in DATASETS} == {file.name for file in folder.glob("*.csv")}
    assert len({entry["name"] for entry in DATASETS}) == len(DATASETS)


@pytest.mark.parametrize("entry", DATASETS, ids=lambda entry: entry["name"])
def test_a_dataset_names_its_source_and_gives_units_to_columns_that_exist(
    entry: dict[str, object],
) -> None:
    assert list(entry) == ["name", "file", "title", "about", "source", "units"]
    assert entry["file"] == f"{entry['name']}.csv"
    assert all(entry[key] for key in ("title", "about", "source"))
    with resources.path("datasets", str(entry["file"])).open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    units = entry["units"]
    assert isinstance(units, dict)
    assert set(units) <= set(columns)


def test_texts_without_a_translation_stay_as_they_are() -> None:
    assert _("Epoch {epoch}").format(epoch=3) == "Epoch 3"
