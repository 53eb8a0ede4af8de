"""The command line: what it prints where, what it refuses, and when it opens a window."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import gdsim
from gdsim import cli, environment
from tests.command_line import HOUSES, PROGRAM, Capture, refused, saved

pytestmark = pytest.mark.usefixtures("in_folder")


# Versions, help, lists


def test_the_versions_are_told_without_loading_what_they_are_of() -> None:
    code = (
        "import sys; from gdsim.cli import main; status = main(['--version']);"
        "print(status, sorted({'numpy', 'PySide6', 'pyqtgraph'} & set(sys.modules)))"
    )
    out = subprocess.check_output([sys.executable, "-c", code], text=True)
    *versions, last = out.splitlines()
    assert last == "0 []"
    assert versions[0] == f"gdsim {gdsim.__version__}"
    assert [line.split()[0] for line in versions[1:6]] == [
        "Python", "PySide6", "Qt", "pyqtgraph", "NumPy",
    ]  # fmt: skip


@pytest.mark.parametrize("words", [["--help"], ["run", "--help"], ["list", "--help"]])
def test_help_is_on_stdout_and_no_error(capsys: Capture, words: list[str]) -> None:
    assert cli.main(words) == 0
    out, err = capsys.readouterr()
    assert "usage: gdsim" in out
    assert err == ""


def test_python_m_gdsim_is_gdsim() -> None:
    out = subprocess.check_output([*PROGRAM, "--help"], text=True)
    assert "gdsim run FILE|NAME" in out


@pytest.mark.parametrize(
    ("kind", "some"),
    [
        ("scenarios", {"houses", "one_slope", "xor"}),
        ("datasets", {"houses", "penguins", "two_moons"}),
        ("activations", {"identity", "sigmoid", "softmax"}),
        ("losses", {"mse", "half_sse", "cross_entropy"}),
        ("optimizers", {"gradient_descent"}),
        ("functions", {"bowl", "himmelblau", "three_hump_camel"}),
    ],
)
def test_a_list_has_one_a_line_the_name_first(capsys: Capture, kind: str, some: set[str]) -> None:
    assert cli.main(["list", kind]) == 0
    lines = capsys.readouterr().out.splitlines()
    entries = dict(line.split("  ", 1) for line in lines)
    assert some <= entries.keys()
    assert len(entries) == len(lines)
    assert all(entries.values())


def test_the_list_of_everything_has_headings(capsys: Capture) -> None:
    assert cli.main(["list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    headings = [line for line in lines if line.startswith("# ")]
    assert headings == [f"# {kind}" for kind in cli.KINDS]


def test_what_comes_later_is_refused_by_name(capsys: Capture) -> None:
    assert "comes with a later version" in refused(
        capsys, "export", "houses", "--to", "numpy", "-o", "a.py"
    )


# What is refused


def test_a_name_that_is_none_is_refused_with_the_nearest(capsys: Capture) -> None:
    assert refused(capsys, "run", "hosues") == (
        'There is no scenario and no file "hosues". Did you mean "houses"?'
    )
    assert "There are houses, " in refused(capsys, "run", "qqqq")
    assert "There are houses, " in refused(capsys, "run", "")


def test_a_file_stands_before_a_builtin_name_and_a_folder_does_not(
    capsys: Capture, tmp_path: Path
) -> None:
    (tmp_path / "xor").mkdir()
    saved(tmp_path / "sine", title="A file of mine")
    assert cli.main(["run", "sine"]) == 0
    assert capsys.readouterr().out.startswith("A file of mine\n")
    assert cli.main(["run", "xor", "--epochs", "1"]) == 0
    assert "epoch 1, " in capsys.readouterr().out
    assert "is a folder" in refused(capsys, "run", "./xor")
    assert "There is no file xor.json" in refused(capsys, "run", "xor.json")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["run"], "required: FILE | NAME; see gdsim run --help."),
        (["run", "houses", "--epoch", "3"], "unrecognized arguments: --epoch"),
        (["run", "houses", "--epochs", "-1"], "a whole number from 0 to 100000000 is needed"),
        (["run", "houses", "--epochs", "1e3"], "is needed, not 1e3; see gdsim run --help."),
        (["run", "houses", "--epochs", "٣"], "is needed, not ٣"),
        (["run", "houses", "--epochs", "9" * 5000], "is needed, not 99999"),
        (["run", "houses", "--csv", "-", "--json", "-"], "both go to -; send one elsewhere"),
        (["run", "houses", "--csv", "a", "--json", "a"], "both go to a; send one elsewhere"),
        (["run", "houses", "--csv", "no/t.csv"], "there is no folder no; choose another."),
        (["run", "houses", "--json", "."], "is a folder; choose a file."),
        (["list", "lossess"], "invalid choice: 'lossess'"),
        (["houses", "xor"], "unrecognized arguments: xor; see gdsim --help."),
        (["--nonsense"], "unrecognized arguments: --nonsense"),
    ],
)
def test_bad_usage_is_one_sentence(capsys: Capture, words: list[str], expected: str) -> None:
    assert expected in refused(capsys, *words)


@pytest.mark.parametrize("kept", ["a.json", "rows.csv"])
def test_what_is_read_is_not_written_over(capsys: Capture, tmp_path: Path, kept: str) -> None:
    (tmp_path / "rows.csv").write_text("x,y\n1,2\n2,3\n")
    tree = json.loads(json.dumps(HOUSES)) | {"start": {}}
    tree["objective"] |= {
        "dataset": {"source": "file", "path": "rows.csv"},
        "layers": [{"units": 1, "activation": "identity"}],
    }
    (tmp_path / "a.json").write_text(json.dumps(tree))
    before = (tmp_path / kept).read_bytes()
    for option in ("--csv", "--json"):
        message = refused(capsys, "run", "a.json", option, f"../{tmp_path.name}/{kept}")
        assert "is what is read here and is not written over" in message
    assert (tmp_path / kept).read_bytes() == before
    assert cli.main(["run", "a.json"]) == 0


def test_a_scenario_that_does_not_fit_is_refused_by_its_file(
    capsys: Capture, tmp_path: Path
) -> None:
    saved(tmp_path / "a.json", start={"initializer": "norml"})
    assert refused(capsys, "run", "a.json") == (
        'a.json: There is no initializer "norml". Did you mean "normal"?'
    )
    saved(tmp_path / "a.json", epochs="5")
    assert refused(capsys, "run", "a.json") == ('a.json: epochs should be a whole number, not "5".')


# The window


def test_where_no_window_can_be_the_reason_is_told(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "window_problem", lambda: "There is no display; buy one.")
    for command in (cli.main, cli.main_window):
        assert command([]) == 2
        assert capsys.readouterr().err == "gdsim: There is no display; buy one.\n"


def test_a_window_opens_on_what_was_named(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str | None] = []

    def run_window(target: str | None) -> int:
        opened.append(target)
        return 0

    window = type(sys)("gdsim.app.main")
    vars(window)["run_window"] = run_window
    monkeypatch.setitem(sys.modules, "gdsim.app.main", window)
    monkeypatch.setattr(environment, "window_problem", lambda: None)
    assert cli.main([]) == 0
    assert cli.main(["xor"]) == 0
    assert cli.main_window(["./run"]) == 0
    assert opened == [None, "xor", "./run"]


def test_a_window_is_not_opened_on_a_name_that_is_none(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "window_problem", lambda: None)
    assert 'Did you mean "houses"?' in refused(capsys, "hosues")
