"""The builtin scenarios: each loads, runs and shows its point within its epochs."""

import numpy as np
import pytest

from gdsim import resources
from gdsim.engine.arrays import Array
from gdsim.engine.descent import Stop, StopReason, descend
from gdsim.engine.objective import NetworkObjective
from gdsim.scenario.build import build, raw_answer
from gdsim.scenario.library import DEFAULT, builtin_path, read, scenario_names


class Ran:
    """A builtin scenario after so many epochs."""

    def __init__(self, name: str, last: int | None = None) -> None:
        document = read(builtin_path(name))
        self.notes = document.notes
        self.subject = build(document.scenario)
        self.goal = document.scenario.epochs
        self.losses: list[float] = []
        self.thetas: list[Array] = []
        self.stop: Stop | None = None
        self._run(self.goal if last is None else last)

    def _run(self, last: int) -> None:
        epochs = descend(self.subject.experiment, self.subject.experiment.start)
        with np.errstate(all="ignore"):
            while len(self.losses) <= last:
                try:
                    epoch = next(epochs)
                except StopIteration as end:
                    self.stop = end.value
                    return
                if epoch is not None:
                    self.losses.append(epoch.loss)
                    self.thetas.append(epoch.state.theta)

    def answers(self) -> tuple[Array, Array]:
        """Return the last outputs and the targets."""
        samples, objective = self.subject.samples, self.subject.experiment.objective
        assert samples is not None
        assert isinstance(objective, NetworkObjective)
        return objective.outputs(self.thetas[-1], samples.inputs), samples.targets

    def accuracy(self) -> float:
        outputs, targets = self.answers()
        return float(((outputs > 0.5) == (targets > 0.5)).mean())


def test_the_default_scenario_comes_first_and_every_file_has_its_name() -> None:
    files = {path.stem for path in resources.path("scenarios").iterdir()}
    assert scenario_names()[0] == DEFAULT
    assert set(scenario_names()) == files
    assert len(scenario_names()) == len(files) >= 8


@pytest.mark.parametrize("name", scenario_names())
def test_a_builtin_scenario_has_a_title_no_notes_and_runs(name: str) -> None:
    ran = Ran(name, 5)
    assert not ran.notes
    assert ran.subject.scenario.title
    assert len(ran.losses) == 6
    assert np.isfinite(ran.losses).all()


def test_the_houses_fall_in_five_epochs_as_the_figures_say() -> None:
    ran = Ran("houses")
    assert ran.goal == 25
    first = [1.335, 1.130, 0.974, 0.855, 0.764, 0.695]
    assert ran.losses[:6] == pytest.approx(first, abs=5e-4)
    assert ran.losses[25] == pytest.approx(0.447, abs=5e-4)


def test_one_slope_zigzags_by_the_same_factor_every_epoch() -> None:
    ran = Ran("one_slope")
    samples = ran.subject.samples
    assert samples is not None
    bedrooms, price = samples.dataset.inputs[:, 0], samples.dataset.targets[:, 0]
    best = float(bedrooms @ price / (bedrooms @ bedrooms))
    assert ran.thetas[0].tolist() == [0.0]
    errors = np.array([theta[0] - best for theta in ran.thetas])
    factor = 1.0 - 0.05 * 2.0 * 91.0 / 6.0
    assert factor == pytest.approx(-0.5167, abs=1e-4)
    assert errors[1:] / errors[:-1] == pytest.approx(factor, rel=1e-9)
    plane = raw_answer(ran.subject, ran.thetas[-1])
    assert plane is not None
    assert (plane.intercept, plane.coefficients[0]) == (0.0, ran.thetas[-1][0])


def test_its_prices_are_the_means_of_the_windsor_houses() -> None:
    samples, windsor = Ran("one_slope", 0).subject.samples, resources.path("datasets")
    rows = np.genfromtxt(windsor / "houses_windsor.csv", delimiter=",", names=True)
    assert samples is not None
    for bedrooms, price in zip(samples.dataset.inputs, samples.dataset.targets, strict=True):
        mean = rows["price_cad"][rows["bedrooms"] == bedrooms[0]].mean()
        assert price[0] == pytest.approx(mean, abs=0.5)


def test_an_intercept_fits_better_than_one_slope_alone() -> None:
    slope, both = Ran("one_slope"), Ran("slope_and_intercept")
    assert both.losses[-1] < 0.3 * slope.losses[-1]
    assert both.losses[-1] == pytest.approx(both.subject.best_loss, rel=0.1)


def test_the_stopping_distance_reaches_the_least_squares_line() -> None:
    ran = Ran("stopping_distance")
    assert ran.losses[-1] == pytest.approx(ran.subject.best_loss, rel=1e-3)


def test_the_hidden_layer_follows_the_sine() -> None:
    ran = Ran("sine")
    samples = ran.subject.samples
    assert samples is not None
    outputs = samples.target_scaler.inverse(ran.answers()[0].T)[:, 0]
    wrong = outputs - np.sin(samples.dataset.inputs[:, 0])
    assert np.abs(wrong).max() < 0.25
    assert np.sqrt((wrong**2).mean()) < 0.1
    assert np.diff(ran.losses).max() < 1e-3


@pytest.mark.parametrize("name", ["xor", "two_moons"])
def test_two_classes_that_no_line_can_part_are_told_apart(name: str) -> None:
    ran = Ran(name)
    assert Ran(name, 0).accuracy() < 0.9
    assert ran.accuracy() > 0.95
    assert ran.losses[-1] < 0.2 * ran.losses[0]


def test_the_one_that_diverges_does_so_within_its_epochs() -> None:
    ran = Ran("diverges")
    assert ran.stop is not None
    assert ran.stop.reason is StopReason.DIVERGED
    assert 10 <= ran.stop.epoch <= min(60, ran.goal)
    assert ran.losses == sorted(ran.losses)
