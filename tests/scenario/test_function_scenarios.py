"""The ready scenarios of functions: each shows within its epochs what it is there to show."""

import json
from collections.abc import Callable
from math import cosh, exp, sin, tanh
from pathlib import Path

import numpy as np
import pytest

from gdsim import cli
from gdsim.engine.arrays import Array
from gdsim.engine.collector import Collector
from gdsim.engine.descent import descend
from gdsim.scenario.arrivals import minimum_at
from gdsim.scenario.build import build
from gdsim.scenario.companions import as_scenario
from gdsim.scenario.library import builtin_path, read
from gdsim.scenario.subject import Subject
from tests.command_line import Capture, table

OF_CURVES = ("two_wells", "many_wells", "plateau", "cliff", "absolute_value", "inflection")
OF_LANDSCAPES = ("himmelblau", "rosenbrock", "rastrigin", "stretched_bowl", "saddle")


def balls(name: str) -> list[Subject]:
    """Return the runs of a ready scenario, the current one first."""
    scenario = read(builtin_path(name)).scenario
    return [build(scenario)] + [build(as_scenario(scenario, c)) for c in scenario.companions]


def path(subject: Subject, n_epochs: int | None = None) -> Array:
    """Return theta (n_epochs + 1, p) at every epoch."""
    n = subject.scenario.epochs if n_epochs is None else n_epochs
    epochs = descend(subject.experiment, subject.experiment.start)
    return Collector(epochs, 0, len(subject.names), lambda: 0.0).take(n + 1, 1.0).thetas


@pytest.mark.parametrize("name", OF_CURVES + OF_LANDSCAPES)
def test_its_balls_go_side_by_side_and_can_be_told_apart(name: str) -> None:
    scenario = read(builtin_path(name)).scenario
    assert scenario.activity == ("ball" if name in OF_CURVES else "valleys")
    assert all(c.alongside for c in scenario.companions)
    marks = [scenario.mark, *(c.mark for c in scenario.companions)]
    assert marks == list(range(len(marks)))
    starts = [tuple(s.experiment.start.theta.tolist()) for s in balls(name)]
    assert len(set(starts)) == len(starts) >= 2
    for subject in balls(name):
        facts = subject.function
        assert facts is not None
        for value, (low, high) in zip(subject.experiment.start.theta, facts.bounds, strict=True):
            assert low < value < high
        assert np.isfinite(path(subject)).all()


def test_in_two_wells_each_well_gets_a_ball() -> None:
    found = [minimum_at(s, path(s)[-1]) for s in balls("two_wells")]
    assert found == [0, 1, 1]


def test_of_many_wells_every_ball_finds_another_one_and_one_the_lowest() -> None:
    found = [minimum_at(s, path(s)[-1]) for s in balls("many_wells")]
    assert None not in found
    assert len(set(found)) == len(found)
    assert 0 in found


def test_on_the_plateau_one_ball_falls_late_and_one_hardly_moves() -> None:
    late, soon, never = (path(s)[:, 0] for s in balls("plateau"))
    assert late[10] > 1.8
    assert abs(late[-1]) < 0.01
    assert abs(soon[8]) < 0.01
    assert abs(never[-1] - never[0]) < 0.05


def test_a_ball_on_the_cliff_is_thrown_across_the_valley() -> None:
    thrown, *others = (path(s)[:, 0] for s in balls("cliff"))
    assert thrown[1] - thrown[0] < -5.0
    assert all(np.abs(np.diff(other)).max() < 0.3 for other in others)


def test_over_the_kink_the_balls_hop_by_one_step_for_ever() -> None:
    for subject in balls("absolute_value"):
        last = path(subject)[-4:, 0]
        assert np.abs(np.diff(last)) == pytest.approx(0.4)
        assert (last[:-1] * last[1:] < 0.0).all()


def test_on_the_level_step_one_ball_gets_stuck_half_way() -> None:
    stuck, *others = balls("inflection")
    assert -0.3 < path(stuck)[-1, 0] < 0.0
    assert [minimum_at(s, path(s)[-1]) for s in others] == [0, 0]


def test_each_of_himmelblaus_valleys_gets_a_ball() -> None:
    found = [minimum_at(s, path(s)[-1]) for s in balls("himmelblau")]
    assert sorted(found, key=str) == [0, 1, 2, 3]


def test_down_into_the_bent_valley_is_fast_and_along_it_slow() -> None:
    subject = balls("rosenbrock")[0]
    objective, thetas = subject.experiment.objective, path(subject)
    losses = objective.losses(thetas)
    assert losses[5] < 0.25 * losses[0]
    assert losses[-1] > 0.8 * losses[5]


def test_in_the_egg_box_every_ball_takes_the_nearest_hollow() -> None:
    for subject in balls("rastrigin"):
        thetas = path(subject)
        assert np.round(thetas[-1]) == pytest.approx(np.round(thetas[0]))
        assert minimum_at(subject, thetas[-1]) is not None


def test_across_the_stretched_bowl_it_zigzags_and_along_it_creeps() -> None:
    for subject in balls("stretched_bowl"):
        x, y = path(subject).T
        assert (y[1:10] * y[:9] < 0.0).all()
        assert (np.abs(x[1:]) < np.abs(x[:-1])).all()
        assert abs(x[-1]) > 0.1


def test_on_the_ridge_of_the_saddle_a_ball_stays_and_beside_it_falls() -> None:
    on_it, *beside = (path(s) for s in balls("saddle"))
    assert (on_it[:, 1] == 0.0).all()
    assert abs(on_it[-1, 0]) < 0.01
    assert all(abs(thetas[-1, 1]) > 200.0 * abs(thetas[0, 1]) for thetas in beside)


# Without a window


PLAIN: dict[str, Callable[[float], tuple[float, float]]] = {
    "two_wells": lambda x: (x**4 - 3 * x**2 + x, 4 * x**3 - 6 * x + 1),
    "many_wells": lambda x: (x**2 / 10 + sin(3 * x), x / 5 + 3 * sin(3 * x + np.pi / 2)),
    "plateau": lambda x: (tanh(x) ** 2, 2 * tanh(x) / cosh(x) ** 2),
    "cliff": lambda x: (x**2 / 10 + exp(4 * (x - 2)), x / 5 + 4 * exp(4 * (x - 2))),
    "absolute_value": lambda x: (abs(x), 1.0 if x > 0 else -1.0),
    "inflection": lambda x: (x**4 / 4 - x**3, x**3 - 3 * x**2),
}


@pytest.mark.parametrize("name", OF_CURVES)
def test_gdsim_run_has_the_numbers_of_a_plain_loop(capsys: Capture, name: str) -> None:
    assert cli.main(["run", name, "--csv", "-", "--quiet"]) == 0
    header, rows = table(capsys.readouterr().out)
    assert header == ["epoch", "loss", "x", "d_x"]
    scenario = read(builtin_path(name)).scenario
    assert len(rows) == scenario.epochs + 1
    assert scenario.start.parameters is not None
    x = scenario.start.parameters["x"]
    for epoch, row in enumerate(rows):
        loss, slope = PLAIN[name](x)
        assert row == pytest.approx([epoch, loss, x, slope], rel=1e-9, abs=1e-12)
        x = x - scenario.optimizer.learning_rate * slope


def test_a_typed_function_of_two_variables_runs_as_a_plain_loop(
    capsys: Capture, tmp_path: Path
) -> None:
    file = tmp_path / "typed.json"
    objective = {
        "kind": "function",
        "expression": "(x − 1)² + 2y² + x y",
        "variables": ["y", "x"],
        "bounds": {"x": [-2.5, 2.5]},
    }
    tree = {
        "format": "gdsim-scenario",
        "version": 1,
        "objective": objective,
        "start": {"parameters": {"x": 2.0, "y": -1.0}},
        "optimizer": {"name": "gradient_descent", "learning_rate": 0.1},
        "epochs": 20,
    }
    file.write_text(json.dumps(tree), encoding="utf-8")
    assert cli.main(["run", str(file), "--csv", "-", "--quiet"]) == 0
    header, rows = table(capsys.readouterr().out)
    assert header == ["epoch", "loss", "y", "x", "d_y", "d_x"]
    x, y = 2.0, -1.0
    for epoch, row in enumerate(rows):
        dx, dy = 2 * (x - 1) + y, 4 * y + x
        loss = (x - 1) ** 2 + 2 * y * y + x * y
        assert row == pytest.approx([epoch, loss, y, x, dy, dx], rel=1e-12, abs=1e-14)
        x, y = x - 0.1 * dx, y - 0.1 * dy


def test_the_outcome_as_json_has_no_raw_answer(capsys: Capture) -> None:
    assert cli.main(["run", "himmelblau", "--json", "-", "--quiet"]) == 0
    tree = json.loads(capsys.readouterr().out)
    assert tree["raw"] is None
    assert tree["parameters"] == pytest.approx({"x": 3.0, "y": 2.0}, abs=1e-3)
    assert tree["scenario"]["objective"] == {"kind": "function", "name": "himmelblau", "frozen": []}


def test_a_person_reads_where_it_is_and_where_the_lowest_is(capsys: Capture) -> None:
    assert cli.main(["run", "two_wells", "--quiet", "--epochs", "0"]) == 0
    out = capsys.readouterr().out
    assert "x  −0.0500" in out
    assert "the lowest of 2 minima in the bounds: −3.51391 at x = −1.301" in out


def test_a_run_that_leaves_the_domain_is_told_and_what_there_is_is_written(
    capsys: Capture, tmp_path: Path
) -> None:
    file = tmp_path / "root.json"
    objective = {"kind": "function", "expression": "sqrt x"}
    tree = {"format": "gdsim-scenario", "version": 1, "objective": objective}
    tree |= {"start": {"parameters": {"x": 0.01}}, "epochs": 50}
    file.write_text(json.dumps(tree))
    assert cli.main(["run", str(file), "--csv", "-", "--quiet"]) == 3
    out, err = capsys.readouterr()
    assert len(table(out)[1]) == 1
    assert err.startswith("gdsim: The run ended at epoch 1: a step of x")
    assert err.count("\n") == 1


def test_a_faulty_formula_is_refused_with_file_place_and_cure(
    capsys: Capture, tmp_path: Path
) -> None:
    file = tmp_path / "bad.json"
    objective = {"kind": "function", "expression": "x^2 + foo"}
    file.write_text(json.dumps({"format": "gdsim-scenario", "version": 1, "objective": objective}))
    assert cli.main(["run", str(file)]) == 2
    err = capsys.readouterr().err
    assert "bad.json: objective.expression, at character 7 (foo): " in err
    assert err.count("\n") == 1
