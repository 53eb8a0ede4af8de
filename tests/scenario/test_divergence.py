"""Why a run ended, in one sentence with its cure."""

import numpy as np
import pytest

from gdsim.engine.collector import Collector
from gdsim.engine.descent import Stop, arrive, descend
from gdsim.scenario import edits
from gdsim.scenario.build import build
from gdsim.scenario.divergence import divergence, unsound_change, unsound_start
from gdsim.scenario.library import builtin_path, read
from gdsim.scenario.spec import PenaltySpec, Scenario
from gdsim.scenario.subject import Subject


def scenario(name: str = "slope_and_intercept") -> Scenario:
    return read(builtin_path(name)).scenario


def stop_of(subject: Subject) -> Stop:
    experiment = subject.experiment
    epochs = descend(experiment, experiment.start)
    stop = Collector(epochs, 0, len(subject.names), lambda: 0.0).take(100_000, 1.0).stop
    assert stop is not None
    return stop


def test_a_rate_that_is_too_large_names_who_jumped() -> None:
    subject = build(scenario("diverges"))
    sentence = divergence(subject, stop_of(subject))
    assert sentence.startswith("The run diverged at epoch ")
    assert sentence.endswith("times its size; choose a smaller learning rate.")


def test_a_start_that_has_no_loss_names_the_parameter() -> None:
    subject = build(edits.set_parameters(scenario(), {"w1": -1e200}, 0))
    expected = "w1 = −1e200 throws the loss out of all bounds at once; choose a smaller value."
    assert divergence(subject, stop_of(subject)) == expected
    assert unsound_start(subject) == expected


def test_a_penalty_that_has_no_loss_is_named_where_no_parameter_is_large() -> None:
    penalty = PenaltySpec("l2", 1.7e308)
    start = edits.set_parameters(scenario(), {"w1": 500.0}, 0)
    subject = build(edits.set_penalty(start, penalty))
    sentence = unsound_start(subject)
    assert sentence is not None
    assert "smaller penalty" in sentence


def test_a_sound_start_has_no_problem() -> None:
    assert unsound_start(build(scenario())) is None


@pytest.mark.parametrize(("value", "ends"), [(1e200, True), (1e12, True), (3.0, False)])
def test_a_change_that_ends_the_run_is_told_before_and_after(value: float, ends: bool) -> None:
    new = edits.set_parameters(edits.set_goal(scenario(), 5), {"w1": value}, 2)
    subject = build(new)
    state = arrive(subject.experiment, subject.experiment.start)._replace(epoch=2)
    sentence = unsound_change(subject, state)
    assert (sentence is not None) == ends
    if ends:
        told = divergence(subject, stop_of(subject))
        assert told.startswith("The run diverged at epoch 2, where w1 is set to 1e")
        assert told.endswith("choose a smaller value.")


def test_asking_leaves_the_worker_s_buffers_alone() -> None:
    subject = build(scenario())
    objective, theta = subject.experiment.objective, subject.experiment.start.theta
    before = objective.evaluate(theta).gradient.copy()
    gradient = objective.evaluate(theta).gradient
    unsound_start(subject)
    assert np.array_equal(gradient, before)
