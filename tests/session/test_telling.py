"""The sentence of each part of an epoch, with numbers that belong together."""

import re
from typing import Any

import pytest
from msgspec.structs import replace

from gdsim.engine.history import History
from gdsim.engine.phases import Part, Phase, phases
from gdsim.scenario.build import build
from gdsim.scenario.library import builtin_path, read
from gdsim.scenario.quantities import short
from gdsim.scenario.spec import PenaltySpec
from gdsim.session.telling import tell_phase
from tests.views.diagram_case import W3, make_snapshot, make_subject


def told(phase: Phase, subject: Any = None, epoch: int = 5, **look: Any) -> str:
    subject = subject or make_subject(2)
    snapshot = make_snapshot(subject, epoch, **{"parameter": W3, **look})
    return tell_phase(subject, snapshot, phase, History(len(subject.names))).sentence


def numbers(text: str) -> list[float]:
    return [
        float(n.replace("−", "-").replace(",", "")) for n in re.findall(r"−?[\d,]*\d\.\d+", text)
    ]


def test_forward_tells_the_sum_of_the_unit_that_the_selected_weight_leads_to() -> None:
    assert told(Phase(Part.FORWARD, 1)) == (
        "Forward, layer 1: hidden unit 1 adds up 0.05061 × −0.2019 + 5.537 × −0.3848 + "
        "0.4485 × 0.5687 + 1.156 = −0.7299; its sigmoid is 0.3252."
    )


def test_forward_at_the_output_says_what_it_means_in_the_world() -> None:
    assert told(Phase(Part.FORWARD, 2)) == (
        "Forward, layer 2: output price adds up 0.3252 × 2.147 + 0.04950 × −1.757 = 0.6114, "
        "which means $208,628."
    )


def test_the_loss_compares_output_and_truth_of_the_row_and_tells_that_of_all_rows() -> None:
    text = told(Phase(Part.LOSS))
    output, truth, cost, total = numbers(text)
    assert cost == pytest.approx((output - truth) ** 2, rel=5e-3)
    assert total == pytest.approx(make_snapshot(make_subject(2)).loss, rel=1e-3)
    assert text.startswith("Loss: in row 1 the output is ")
    assert "The mean over all 101 rows is" in text


def test_backward_multiplies_the_slope_by_what_the_weight_carries() -> None:
    slope, carried, share, gradient = numbers(told(Phase(Part.BACKWARD, 1)))
    assert share == pytest.approx(slope * carried, rel=2e-3)
    assert gradient == pytest.approx(make_snapshot(make_subject(2)).gradient[W3], rel=1e-3)


def test_a_bias_takes_the_slope_as_it_is() -> None:
    text = told(Phase(Part.BACKWARD, 1), parameter=6)
    assert "which is its part for b1, too" in text


def test_the_mean_of_the_rows_shares_is_the_gradient() -> None:
    subject = make_subject(2)
    shares = []
    for row in range(101):
        values = make_snapshot(subject, 5, parameter=W3, row=row).network
        assert values is not None
        shares.append(values.layers[0].slopes[0] * values.inputs[2])
    gradient = make_snapshot(subject, 5).gradient[W3]
    assert sum(shares) / 101 == pytest.approx(gradient, rel=1e-12)


def test_the_mean_of_the_rows_losses_is_the_loss() -> None:
    subject = make_subject(2)
    losses = [make_snapshot(subject, 5, row=row).network.loss for row in range(101)]  # type: ignore[union-attr]
    assert sum(losses) / 101 == pytest.approx(make_snapshot(subject, 5).loss, rel=1e-12)


def test_the_update_reconciles_in_the_digits_that_it_prints() -> None:
    before, after, again, rate, gradient, result = numbers(told(Phase(Part.UPDATE)))
    assert (before, after) == (again, result)
    assert after == pytest.approx(before + rate * gradient, abs=0.5e-4)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"frozen": ("w3",)}, "Update: w3 is frozen, so it stays 0.5000."),
        ({"cut": ("w3",)}, "Update: w3 is cut, so it stays 0."),
    ],
)
def test_what_is_held_stays(more: dict[str, Any], said: str) -> None:
    assert told(Phase(Part.UPDATE), make_subject(2, **more)) == said


@pytest.mark.parametrize("name", ["houses", "two_moons", "sine", "one_slope", "guess_and_error"])
def test_every_part_of_every_kind_of_scenario_has_a_sentence_in_one_line(name: str) -> None:
    subject = build(read(builtin_path(name)).scenario)
    network = subject.network
    for epoch in (0, 3):
        for parameter in range(len(subject.names)):
            snapshot = make_snapshot(subject, epoch, parameter=parameter)
            for phase in phases(len(network.layers) if network else 0):
                story = tell_phase(subject, snapshot, phase, History(len(subject.names)))
                assert story.sentence.endswith(".")
                assert "{" not in story.sentence
                assert len(story.sentence) < 175
                assert f"of epoch {epoch}" in story.aside


def test_with_batches_the_update_is_told_as_several() -> None:
    scenario = replace(make_subject(2).scenario, batch_size=10)
    assert told(Phase(Part.UPDATE), build(scenario)).startswith("Update: 11 updates, one for each")


def with_penalty(name: str, rate: float) -> Any:
    scenario = make_subject(2).scenario
    objective = replace(scenario.objective, penalty=PenaltySpec(name, rate))
    return build(replace(scenario, objective=objective))


def test_backward_tells_what_the_penalty_adds_to_a_weight_and_that_a_bias_is_free() -> None:
    subject = with_penalty("l2", 0.5)
    said = told(Phase(Part.BACKWARD, 1), subject)
    snapshot = make_snapshot(subject, 5, parameter=W3)
    assert f"with {short(0.5 * float(snapshot.theta[W3]))} from the penalty, is" in said
    assert "penalty" not in told(Phase(Part.BACKWARD, 1), subject, parameter=6)


@pytest.mark.parametrize("rate", [0.05, 3.0, 20_000.0])
@pytest.mark.parametrize("parameter", range(10))
def test_the_update_reconciles_to_the_last_place_at_any_rate(parameter: int, rate: float) -> None:
    subject = make_subject(2)
    snapshot = make_snapshot(subject, 5, parameter=parameter)
    settings = snapshot.settings._replace(rate=rate)
    delta = -rate * snapshot.gradient
    snapshot = snapshot._replace(settings=settings, delta=delta, new=snapshot.theta + delta)
    story = tell_phase(subject, snapshot, Phase(Part.UPDATE), History(10))
    arithmetic = story.sentence.partition("since ")[2].rstrip(".").replace(",", "")
    current, sign, typed, _times, gradient, _is, new = arithmetic.replace("−", "-").split()
    step = float(typed) * float(gradient)
    unit = 10.0 ** -len(new.partition(".")[2])
    assert float(typed) == rate
    assert abs(float(current) + (step if sign == "+" else -step) - float(new)) < 0.501 * unit
