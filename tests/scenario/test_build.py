"""Names become functions: what is built runs as the scenario says, what does not fit is refused."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from gdsim.engine.collector import Collector
from gdsim.engine.descent import Epoch, descend, replay
from gdsim.engine.objective import NetworkObjective
from gdsim.scenario import edits
from gdsim.scenario.build import build, raw_answer
from gdsim.scenario.codec import Document, decode, encode
from gdsim.scenario.errors import ScenarioError
from gdsim.scenario.library import builtin_path, read
from gdsim.scenario.objectives import MAX_PARAMETERS
from gdsim.scenario.spec import (
    ChangeSpec,
    DatasetSpec,
    LayerSpec,
    NetworkSpec,
    OptimizerSpec,
    PenaltySpec,
    Scenario,
    Split,
    StartSpec,
)
from gdsim.scenario.subject import Subject

HOUSES = read(builtin_path("houses")).scenario
WINDSOR = Scenario(
    objective=NetworkSpec(
        DatasetSpec(name="houses_windsor", inputs=("lot_sqft", "bedrooms"), targets=("price_cad",)),
        (LayerSpec(1, "identity"),),
    ),
    optimizer=OptimizerSpec(learning_rate=0.3),
)


def run(subject: Subject, last: int) -> list[Epoch]:
    found: list[Epoch] = []
    with np.errstate(all="ignore"):
        for epoch in descend(subject.experiment, subject.experiment.start):
            if epoch is not None:
                found.append(epoch)
            if len(found) > last:
                break
    return found


def theta(epochs: list[Epoch]) -> bytes:
    return b"".join(epoch.state.theta.tobytes() for epoch in epochs)


def objective_of(subject: Subject) -> NetworkObjective:
    objective = subject.experiment.objective
    assert isinstance(objective, NetworkObjective)
    return objective


def network(scenario: Scenario, **fields: Any) -> Scenario:
    return replace(scenario, objective=replace(scenario.objective, **fields))


# What is built runs as the scenario says


def test_a_subject_holds_what_its_scenario_names() -> None:
    subject = build(HOUSES)
    assert subject.names == ("w1", "w2", "w3", "w4", "w5", "w6", "b1", "b2", "w7", "w8")
    assert [quantity.column for quantity in subject.inputs] == [
        "bedrooms", "lot_sqft", "house_sqft",
    ]  # fmt: skip
    assert (subject.targets[0].prefix, subject.experiment.epochs) == ("$", 25)
    assert subject.average_loss == pytest.approx(1.0)
    assert np.isnan(subject.best_loss)


def test_parameters_set_by_hand_stand_over_the_drawn_ones() -> None:
    drawn = build(replace(HOUSES, start=StartSpec(seed=3))).experiment.start.theta
    one = build(replace(HOUSES, start=StartSpec(seed=3, parameters={"w5": 9.0})))
    expected = drawn.copy()
    expected[4] = 9.0
    assert np.array_equal(one.experiment.start.theta, expected)


def test_a_cut_parameter_is_zero_even_where_it_is_set_by_hand() -> None:
    subject = build(network(HOUSES, cut=("w3",)))
    assert subject.experiment.start.theta[2] == 0.0
    assert all(epoch.state.theta[2] == 0.0 for epoch in run(subject, 3))


def test_changes_act_from_their_epoch_on_in_whatever_order_they_stand() -> None:
    changes = (
        ChangeSpec(epoch=4, frozen=("w1",)),
        ChangeSpec(epoch=2, learning_rate=0.5, parameters={"w8": 0.25}),
    )
    plain, changed = run(build(HOUSES), 6), run(build(replace(HOUSES, changes=changes)), 6)
    assert theta(plain[:2]) == theta(changed[:2])
    assert changed[2].state.theta[9] == 0.25
    assert np.array_equal(changed[2].state.theta[:9], plain[2].state.theta[:9])
    w1 = [epoch.state.theta[0] for epoch in changed]
    assert w1[3] != w1[4] == w1[5] == w1[6]


def test_a_change_of_the_batch_size_changes_the_number_of_updates() -> None:
    subject = build(replace(HOUSES, changes=(ChangeSpec(epoch=3, batch_size=10),)))
    experiment = subject.experiment
    assert experiment.settings_at(2).batches.n_updates == 1
    assert experiment.settings_at(3).batches.n_updates == 11
    back = replace(HOUSES, batch_size=10, changes=(ChangeSpec(epoch=3, batch_size=None),))
    assert build(back).experiment.settings_at(3).batches.n_updates == 1


def test_a_run_its_reopened_file_and_a_replay_agree_to_the_bit() -> None:
    changes = (
        ChangeSpec(epoch=3, learning_rate=0.2, parameters={"w3": 0.4}),
        ChangeSpec(epoch=7, batch_size=None, frozen=("b1",)),
    )
    scenario = replace(HOUSES, batch_size=16, changes=changes)
    first = run(build(scenario), 12)
    again = build(decode(encode(Document(scenario)), "a").scenario)
    assert theta(run(again, 12)) == theta(first)
    for begin, end in [(0, 12), (2, 3), (3, 7), (7, 7), (5, 11)]:
        states = replay(again.experiment, first[begin].state, end)
        state = [state for state in states if state is not None][-1]
        assert state.theta.tobytes() == first[end].state.theta.tobytes()


def test_an_objective_built_before_serves_again_and_gives_the_same_bits() -> None:
    before = build(HOUSES)
    after = edits.set_batch_size(edits.set_learning_rate(HOUSES, 0.3, 0), 7, 2)
    reused, fresh = build(after, like=before), build(after)
    assert reused.experiment.objective is before.experiment.objective
    assert fresh.experiment.objective is not before.experiment.objective
    assert theta(run(reused, 5)) == theta(run(fresh, 5))
    assert reused.scenario == after
    assert before.scenario == HOUSES


def test_another_objective_is_not_taken_for_the_one_built_before() -> None:
    before = build(HOUSES)
    assert build(network(HOUSES, loss="mae"), like=before).experiment.objective is not (
        before.experiment.objective
    )


def test_a_split_holds_rows_out_and_measures_them_without_the_penalty() -> None:
    spec = HOUSES.objective
    assert isinstance(spec, NetworkSpec)
    dataset = replace(spec.dataset, split=Split(test=0.2, seed=3))
    scenario = network(HOUSES, dataset=dataset, penalty=PenaltySpec("l2", 0.5))
    subject = build(scenario)
    samples = subject.samples
    assert samples is not None
    assert (len(samples.train), len(samples.test)) == (81, 20)
    assert objective_of(subject).n_rows == 81
    first = run(subject, 0)[0]
    outputs = objective_of(subject).outputs(first.state.theta, samples.inputs[:, samples.test])
    errors = outputs - samples.targets[:, samples.test]
    assert first.test_loss == pytest.approx(float((errors**2).mean()), rel=1e-12)
    without = build(network(scenario, penalty=None))
    assert run(without, 0)[0].loss < first.loss
    assert run(without, 0)[0].test_loss == first.test_loss


def test_a_batch_larger_than_the_data_is_the_whole_of_it() -> None:
    full = run(build(HOUSES), 4)
    large = run(build(replace(HOUSES, batch_size=1000)), 4)
    assert theta(full) == theta(large)


def test_without_shuffling_the_batches_are_rows_in_file_order() -> None:
    subject = build(replace(HOUSES, batch_size=40, shuffle=False))
    batches = list(subject.experiment.settings.batches.of_epoch(5))
    assert batches == [slice(0, 40), slice(40, 80), slice(80, 101)]


def test_the_order_of_rows_hangs_on_its_own_seed_where_it_has_one() -> None:
    def orders(seed: int, shuffle_seed: int | None) -> list[list[int]]:
        start = StartSpec(seed=seed)
        scenario = replace(HOUSES, batch_size=50, start=start, shuffle_seed=shuffle_seed)
        batches = build(scenario).experiment.settings.batches.of_epoch(0)
        return [list(rows) for rows in batches if isinstance(rows, np.ndarray)]

    assert orders(1, None) != orders(2, None)
    assert orders(1, 7) == orders(2, 7) == orders(7, None)


@pytest.mark.parametrize("standardize", [True, False])
def test_the_answer_in_raw_units_is_the_least_squares_answer(standardize: bool) -> None:
    scenario = edits.set_standardize(WINDSOR, standardize)
    subject = build(scenario)
    samples = subject.samples
    assert samples is not None
    data = samples.dataset
    columns = np.column_stack([np.ones(len(data.inputs)), data.inputs])
    answer = np.linalg.lstsq(columns, data.targets[:, 0], rcond=None)[0]
    assert answer == pytest.approx([5612.6, 6.053, 10567.352], rel=1e-4)
    if standardize:
        theta = run(subject, 300)[-1].state.theta
    else:
        theta = np.array([answer[1], answer[2], answer[0]])
    plane = raw_answer(subject, theta)
    assert plane is not None
    assert [plane.intercept, *plane.coefficients] == pytest.approx(answer, rel=1e-9)
    assert subject.best_loss == pytest.approx(subject.experiment.objective.loss(theta), rel=1e-9)


@pytest.mark.parametrize(
    "layers",
    [
        (LayerSpec(2, "tanh"), LayerSpec(1, "identity")),
        (LayerSpec(1, "sigmoid"),),
    ],
)
def test_there_is_no_raw_answer_with_a_hidden_layer_or_a_bent_output(
    layers: tuple[LayerSpec, ...],
) -> None:
    subject = build(network(WINDSOR, layers=layers))
    assert raw_answer(subject, subject.experiment.start.theta) is None


def test_numbers_that_are_too_large_show_in_the_run_and_warn_nobody() -> None:
    columns: dict[str, tuple[float, ...]] = {"x": (1e100, -1e100, 1e99), "y": (1e100, 0.0, -1e100)}
    dataset = DatasetSpec(source="inline", columns=columns, standardize=False)
    subject = build(network(WINDSOR, dataset=dataset, layers=(LayerSpec(1, "identity"),)))
    collector = Collector(descend(subject.experiment, subject.experiment.start), 0, 2, lambda: 0.0)
    block = collector.take(100, 1.0)
    assert block.stop is not None
    assert block.stop.epoch < 10


# What does not fit is refused


def refusal(scenario: Scenario, folder: Path | None = None) -> str:
    with pytest.raises(ScenarioError) as refused:
        build(scenario, folder)
    message = str(refused.value)
    assert message.isprintable()
    return message


@pytest.mark.parametrize(
    ("scenario", "expected"),
    [
        (network(HOUSES, loss="msee"), 'There is no loss "msee". Did you mean "mse"?'),
        (
            network(HOUSES, layers=(LayerSpec(1, "Sigmod"),)),
            'There is no activation "Sigmod". Did you mean "sigmoid"?',
        ),
        (
            network(HOUSES, penalty=PenaltySpec("L2", 0.1)),
            'There is no penalty "L2". Did you mean "l2"?',
        ),
        (
            replace(HOUSES, start=StartSpec(initializer="glorot")),
            'There is no initializer "glorot".',
        ),
        (
            replace(HOUSES, optimizer=OptimizerSpec("sgd")),
            'There is no optimizer "sgd".',
        ),
        (
            replace(HOUSES, optimizer=OptimizerSpec(numbers={"momentum": 0.9})),
            "The optimizer gradient_descent has no number momentum; remove it.",
        ),
        (
            replace(HOUSES, changes=(ChangeSpec(epoch=2, numbers={"beta1": 0.9}),)),
            "The optimizer gradient_descent has no number beta1; remove it.",
        ),
        (
            network(HOUSES, layers=(LayerSpec(2, "softmax"), LayerSpec(1, "identity"))),
            "softmax may stand in the last layer only; choose another for layer 1.",
        ),
        (
            network(HOUSES, loss="cross_entropy", layers=(LayerSpec(1, "identity"),)),
            'The column "price_usd" has 86 different values, and 20 classes are the most; '
            "choose the loss mse, or another column.",
        ),
        (
            network(HOUSES, layers=(LayerSpec(1, "softmax"),)),
            "The activation softmax needs the loss cross_entropy; choose it or another one.",
        ),
        (
            network(HOUSES, layers=(LayerSpec(3, "identity"),)),
            "The last layer has 3 units and the targets (price_usd) need 1; change one.",
        ),
        (
            network(HOUSES, frozen=("w11",)),
            "frozen: there is no parameter w11; the last ones are w7, w8.",
        ),
        (
            network(HOUSES, cut=("b3",)),
            "cut: there is no parameter b3; the last ones are w7, w8.",
        ),
        (
            replace(HOUSES, start=StartSpec(parameters={"q": 1.0})),
            "start.parameters: there is no parameter q; the last ones are w7, w8.",
        ),
        (
            replace(HOUSES, changes=(ChangeSpec(epoch=2, parameters={"w0": 1.0}),)),
            "changes.parameters: there is no parameter w0; the last ones are w7, w8.",
        ),
        (
            replace(HOUSES, changes=(ChangeSpec(epoch=2, frozen=("w9",)),)),
            "changes.frozen: there is no parameter w9; the last ones are w7, w8.",
        ),
        (
            replace(HOUSES, changes=(ChangeSpec(epoch=2), ChangeSpec(epoch=2))),
            "changes has two entries for epoch 2; make one of them.",
        ),
        (
            replace(HOUSES, start=StartSpec(parameters={"w1": float("inf")})),
            "start.parameters: w1 is not finite; write a finite number.",
        ),
        (
            network(HOUSES, layers=(LayerSpec(256), LayerSpec(256), LayerSpec(256), LayerSpec(1))),
            f"The network has 132865 parameters, more than {MAX_PARAMETERS}; take fewer units.",
        ),
        (
            network(
                WINDSOR,
                dataset=DatasetSpec(
                    source="inline", columns={"x": (1.0,), "y": (2.0,)}, split=Split()
                ),
            ),
            "One row cannot be split into training and test rows; remove dataset.split.",
        ),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)
def test_what_does_not_fit_is_refused_with_its_cure(scenario: Scenario, expected: str) -> None:
    assert refusal(scenario) == expected


@pytest.mark.parametrize(
    ("loss", "activation", "needs"),
    [
        ("binary_cross_entropy", "identity", "sigmoid"),
        ("binary_cross_entropy", "tanh", "sigmoid"),
        ("cross_entropy", "sigmoid", "softmax"),
    ],
)
def test_a_loss_for_classes_names_the_activation_that_it_needs(
    loss: str, activation: str, needs: str
) -> None:
    xor = read(builtin_path("xor")).scenario
    scenario = network(xor, loss=loss, layers=(LayerSpec(2), LayerSpec(1, activation)))
    assert refusal(scenario) == (
        f"The loss {loss} needs the last layer's activation {needs}; choose it there."
    )


# Data in a file beside the scenario


def test_a_data_file_is_found_beside_the_scenario(tmp_path: Path) -> None:
    (tmp_path / "my data").mkdir()
    (tmp_path / "my data" / "größe.csv").write_text("x;y\n1;2,5\n2;3,5\n3;4,5\n")
    tree = json.loads(encode(Document(WINDSOR)))
    tree["objective"]["dataset"] = {"source": "file", "path": "my data/größe.csv"}
    path = tmp_path / "s.json"
    path.write_text(json.dumps(tree))
    subject = build(read(path).scenario, path.parent)
    assert subject.samples is not None
    assert subject.samples.dataset.targets[:, 0].tolist() == [2.5, 3.5, 4.5]
    assert subject.samples.dataset.name == "größe.csv"


def test_a_data_file_that_has_changed_is_read_anew(tmp_path: Path) -> None:
    dataset = DatasetSpec(source="file", path="a.csv")
    scenario = network(WINDSOR, dataset=dataset)
    for n_rows in (3, 4):
        (tmp_path / "a.csv").write_text("x,y\n" + "1,2\n" * n_rows)
        samples = build(scenario, tmp_path).samples
        assert samples is not None
        assert len(samples.train) == n_rows
