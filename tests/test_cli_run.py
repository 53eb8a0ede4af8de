"""A run without a window: its table, its outcome, and what is told when it diverges."""

import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from gdsim import cli, resources
from gdsim.engine.gradcheck import central_difference, relative_error
from gdsim.scenario.build import build
from gdsim.scenario.codec import decode
from gdsim.scenario.library import builtin_path, scenario_names
from tests.command_line import HOUSES, PROGRAM, Capture, saved, table

pytestmark = pytest.mark.usefixtures("in_folder")


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
