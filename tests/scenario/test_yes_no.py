"""Which scenarios ask for yes or no, what the answers are called, and the ready example."""

import numpy as np
import pytest

from gdsim.engine.descent import descend
from gdsim.engine.objective import NetworkObjective
from gdsim.engine.verdicts import judge
from gdsim.scenario.build import build
from gdsim.scenario.library import builtin_path, read
from gdsim.scenario.spec import DatasetSpec, LayerSpec, NetworkSpec, Scenario
from gdsim.scenario.subject import Subject
from gdsim.scenario.yes_no import asks_yes_or_no, yes_no


def subject_of(name: str) -> Subject:
    return build(read(builtin_path(name)).scenario)


def test_classes_in_words_give_the_answers_their_names() -> None:
    subject = subject_of("yes_or_no")
    asked = yes_no(subject)
    assert asked is not None
    assert (asked.yes, asked.no) == ("male", "not male")
    assert (len(asked.is_yes), int(asked.is_yes.sum()), int(asked.is_test.sum())) == (333, 168, 67)
    assert subject.samples is not None
    assert np.flatnonzero(asked.is_test).tolist() == subject.samples.test.tolist()


def test_classes_in_numbers_are_named_by_their_column() -> None:
    asked = yes_no(subject_of("two_moons"))
    assert asked is not None
    assert (asked.yes, asked.no) == ("class 1", "class 0")


@pytest.mark.parametrize("name", ["houses", "guess_and_error", "one_slope"])
def test_quantities_are_no_yes_or_no(name: str) -> None:
    subject = subject_of(name)
    assert yes_no(subject) is None
    assert not asks_yes_or_no(subject.scenario)


def test_a_sigmoid_output_alone_does_not_make_a_question() -> None:
    scenario = Scenario(
        objective=NetworkSpec(
            dataset=DatasetSpec(name="stopping_distance"), layers=(LayerSpec(1, "sigmoid"),)
        )
    )
    assert asks_yes_or_no(scenario)
    assert yes_no(build(scenario)) is None


def test_targets_of_0_and_1_may_be_learnt_with_squared_errors_too() -> None:
    columns: dict[str, tuple[float, ...]] = {
        "x": (0.0, 1.0, 2.0, 3.0),
        "late": (0.0, 0.0, 1.0, 1.0),
    }
    dataset = DatasetSpec(source="inline", columns=columns, targets=("late",))
    scenario = Scenario(objective=NetworkSpec(dataset=dataset, layers=(LayerSpec(1, "sigmoid"),)))
    asked = yes_no(build(scenario))
    assert asked is not None
    assert asked.yes == "late 1"
    assert asked.is_yes.tolist() == [False, False, True, True]


def test_the_example_learns_visibly_within_its_epochs_and_leaves_both_kinds_of_errors() -> None:
    subject = subject_of("yes_or_no")
    objective, asked = subject.experiment.objective, yes_no(subject)
    assert isinstance(objective, NetworkObjective)
    assert asked is not None
    assert subject.samples is not None
    verdicts = []
    for epoch in descend(subject.experiment, subject.experiment.start):
        if epoch is not None:
            outputs = objective.outputs(epoch.state.theta, subject.samples.inputs)[0]
            verdicts.append(judge(outputs, asked.is_yes, 0.5))
        if len(verdicts) > subject.scenario.epochs:
            break
    assert verdicts[0].accuracy < 0.55
    assert 0.65 < verdicts[5].accuracy < 0.8
    assert verdicts[25].accuracy > 0.88
    assert min(verdicts[25].false_yes, verdicts[25].false_no) > 5
