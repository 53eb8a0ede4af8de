"""The command line: what it prints where, and the exit status of every outcome."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gdsim
from gdsim import cli, environment, headless, resources
from gdsim.engine.gradcheck import central_difference, relative_error
from gdsim.scenario.build import build
from gdsim.scenario.codec import decode
from gdsim.scenario.library import builtin_path, scenario_names

HOUSES: dict[str, Any] = json.loads(builtin_path("houses").read_text())
PROGRAM = [sys.executable, "-m", "gdsim"]
Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run in a folder of the test's own; children of this process find gdsim from there."""
    monkeypatch.setenv("PYTHONPATH", str(Path(gdsim.__file__).parent.parent))
    monkeypatch.chdir(tmp_path)
    return tmp_path


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
    assert headings == [f"# {kind}" for kind in cli.KINDS if kind != "functions"]


def test_what_comes_later_is_refused_by_name(capsys: Capture) -> None:
    assert "come with a later version" in refused(capsys, "list", "functions")
    assert "comes with a later version" in refused(
        capsys, "export", "houses", "--to", "numpy", "-o", "a.py"
    )


# The table


def test_the_table_has_a_row_per_epoch_with_derivatives_of_the_shown_state(
    capsys: Capture,
) -> None:
    assert cli.main(["run", "houses", "--csv", "-", "--epochs", "5"]) == 0
    out, err = capsys.readouterr()
    header, rows = table(out)
    names = ["w1", "w2", "w3", "w4", "w5", "w6", "b1", "b2", "w7", "w8"]
    assert header == ["epoch", "loss", *names, *(f"d_{name}" for name in names)]
    assert [row[0] for row in rows] == [0, 1, 2, 3, 4, 5]
    losses = [row[1] for row in rows]
    assert losses == pytest.approx([1.335, 1.130, 0.974, 0.855, 0.764, 0.695], abs=5e-4)
    for row, following in pairwise(rows):
        step = np.array(following[2:12]) - np.array(row[2:12])
        assert step == pytest.approx(-0.05 * np.array(row[12:]), rel=1e-9, abs=1e-12)
    assert err == ""


def test_its_derivatives_are_of_all_training_rows_with_the_penalty(
    capsys: Capture, tmp_path: Path
) -> None:
    tree = json.loads(json.dumps(HOUSES)) | {"batch_size": 10}
    tree["objective"] |= {"penalty": {"name": "l2", "rate": 0.3}, "frozen": ["w2"], "cut": ["b1"]}
    tree["objective"]["dataset"]["split"] = {"test": 0.25, "seed": 2}
    path = tmp_path / "a.json"
    path.write_text(json.dumps(tree))
    assert cli.main(["run", "a.json", "--csv", "-", "--epochs", "3"]) == 0
    header, rows = table(capsys.readouterr().out)
    assert header[-1] == "test_loss"
    assert len(header) == 23
    subject = build(decode(json.dumps(tree), "a").scenario)
    objective, held_out = subject.experiment.objective, subject.experiment.held_out
    assert held_out is not None
    for row in rows:
        theta, gradient = np.array(row[2:12]), np.array(row[12:22])
        assert row[1] == objective.loss(theta)
        assert row[-1] == held_out.loss(theta)
        assert relative_error(gradient, central_difference(objective, theta)).max() < 1e-7
        assert gradient[1] != 0.0
        assert gradient[6] == theta[6] == 0.0
    assert {row[3] for row in rows} == {-0.4}


def test_its_numbers_come_back_to_the_bit(capsys: Capture) -> None:
    assert cli.main(["run", "xor", "--csv", "-", "--epochs", "2"]) == 0
    _header, rows = table(capsys.readouterr().out)
    theta = build(decode(builtin_path("xor").read_text(), "a").scenario).experiment.start.theta
    assert rows[0][2 : 2 + len(theta)] == theta.tolist()


def test_a_table_in_a_file_is_the_one_on_stdout_and_whole(capsys: Capture, tmp_path: Path) -> None:
    assert cli.main(["run", "two_moons", "--csv", "-"]) == 0
    out = capsys.readouterr().out
    (tmp_path / "t.csv").write_text("old")
    assert cli.main(["run", "two_moons", "--csv", "t.csv"]) == 0
    assert (tmp_path / "t.csv").read_text() == out
    assert os.listdir(tmp_path / ".").count("t.csv") == 1
    assert capsys.readouterr().out == ""


def test_a_run_with_changes_its_saved_file_and_two_processes_agree_to_the_bit(
    tmp_path: Path,
) -> None:
    changes = [
        {"epoch": 4, "learning_rate": 0.2, "parameters": {"w3": 0.4}},
        {"epoch": 9, "batch_size": 10, "frozen": ["b1"]},
    ]
    first = saved(tmp_path / "first.json", changes=changes, epochs=20)
    run = [*PROGRAM, "run", "--quiet", "--csv", "-"]
    out = subprocess.check_output([*run, str(first)])
    report = json.loads(subprocess.check_output([*PROGRAM, "run", str(first), "--json", "-"]))
    second = tmp_path / "second.json"
    second.write_text(json.dumps(report["scenario"]))
    assert subprocess.check_output([*run, str(second)]) == out
    header, rows = table(out.decode())
    assert rows[4][header.index("w3")] == 0.4
    assert rows[20][header.index("b1")] == rows[9][header.index("b1")]


# The outcome


def test_the_outcome_names_the_last_state(capsys: Capture) -> None:
    assert cli.main(["run", "houses", "--json", "-"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert list(report) == [
        "scenario", "epochs", "loss", "parameters", "stop_reason", "epochs_per_second", "raw",
    ]  # fmt: skip
    assert report["scenario"] == HOUSES
    assert (report["epochs"], report["stop_reason"], report["raw"]) == (25, "goal", None)
    assert report["loss"] == pytest.approx(0.447, abs=5e-4)
    assert list(report["parameters"])[:3] == ["w1", "w2", "w3"]
    assert report["epochs_per_second"] > 100.0


def test_the_outcome_in_raw_units_predicts_from_raw_inputs(capsys: Capture) -> None:
    assert cli.main(["run", "stopping_distance", "--json", "-", "--epochs", "500"]) == 0
    report = json.loads(capsys.readouterr().out)
    rows = np.genfromtxt(
        resources.path("datasets", "stopping_distance.csv"), delimiter=",", skip_header=1
    )
    slope, intercept = np.polyfit(rows[:, 0], rows[:, 1], 1)
    assert report["raw"]["intercept"] == pytest.approx(intercept, rel=1e-6)
    assert report["raw"]["coefficients"] == {"speed_mph": pytest.approx(slope, rel=1e-6)}
    assert report["scenario"]["epochs"] == report["epochs"] == 500


def test_unknown_keys_are_named_on_stderr_and_stay_in_the_outcome(
    capsys: Capture, tmp_path: Path
) -> None:
    saved(tmp_path / "a.json", optimiser={"x": 1})
    assert cli.main(["run", "a.json", "--json", "-"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["scenario"]["optimiser"] == {"x": 1}
    assert err == (
        'gdsim: a.json: "optimiser" is not known here; it is kept, but has no effect. '
        'Did you mean "optimizer"?\n'
    )


def test_without_files_the_outcome_is_told_to_a_person(capsys: Capture) -> None:
    assert cli.main(["run", "houses"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["House price from three numbers", "epoch 25, loss 0.447338"]
    assert [line.split()[0] for line in lines[2:4]] == ["w1", "w2"]
    assert len(lines) == 12


@pytest.mark.parametrize("name", scenario_names())
def test_every_builtin_scenario_runs_by_its_name(capsys: Capture, name: str) -> None:
    assert cli.main(["run", name, "--epochs", "0", "--csv", "-"]) == 0
    assert len(table(capsys.readouterr().out)[1]) == 1


def test_a_run_loads_no_qt() -> None:
    code = (
        "import sys; from gdsim.cli import main; status = main(['run', 'xor', '--json', '-']);"
        "print(status, [m for m in sys.modules if 'PySide' in m or 'pyqtgraph' in m])"
    )
    out = subprocess.check_output([sys.executable, "-c", code], text=True)
    assert out.splitlines()[-1] == "0 []"


# Diverged


def test_a_run_that_diverges_writes_what_there_was_and_says_who_grew(
    capsys: Capture, tmp_path: Path
) -> None:
    assert cli.main(["run", "diverges", "--csv", "t.csv", "--json", "-"]) == 3
    out, err = capsys.readouterr()
    report = json.loads(out)
    _header, rows = table((tmp_path / "t.csv").read_text())
    assert report["stop_reason"] == "diverged"
    assert report["epochs"] == rows[-1][0] == len(rows) - 1
    assert report["loss"] == rows[-1][1]
    epoch = report["epochs"] + 1
    assert err == (
        f"gdsim: The run diverged at epoch {epoch}: w1 changed by 2.4 times its size; "
        "choose a smaller learning rate.\n"
    )


def test_a_start_without_a_loss_has_no_rows_and_null_for_its_loss(
    capsys: Capture, tmp_path: Path
) -> None:
    start = HOUSES["start"] | {"parameters": {"w7": 1e300, "w8": -1e300}}
    saved(tmp_path / "a.json", start=start)
    assert cli.main(["run", "a.json", "--csv", "t.csv", "--json", "-"]) == 3
    out, err = capsys.readouterr()
    report = json.loads(out)
    assert (report["epochs"], report["loss"]) == (0, None)
    assert report["parameters"]["w7"] == 1e300
    assert table((tmp_path / "t.csv").read_text())[1] == []
    assert err == (
        "gdsim: w7 = 1e300 throws the loss out of all bounds at once; choose a smaller value.\n"
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


# Faults, interruptions, readers that go away


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
