"""What the chain panel says: names, factors that multiply to the slope, sums, checks, steps."""

from math import isnan, prod

import numpy as np
import pytest
from msgspec.structs import replace

from gdsim.engine.chains import Chain
from gdsim.engine.descent import replay
from gdsim.engine.snapshot import Look, Snapshot, take_snapshot
from gdsim.engine.steps import finish
from gdsim.scenario.build import build
from gdsim.scenario.quantities import MINUS
from gdsim.scenario.spec import LayerSpec, NetworkSpec, PenaltySpec, Scenario, Split
from gdsim.scenario.subject import Subject
from gdsim.views.chain.checks import aligned, checks, verdict
from gdsim.views.chain.derivation import Derivation, derive
from gdsim.views.chain.equation import Equation, Term, equation_latex, equation_plain, tip
from gdsim.views.chain.symbols import Symbol
from tests.views.conftest import Shown, make_shown
from tests.views.diagram_case import make_subject

NEED = frozenset({"chain"})
DEEP = ((4, "tanh", True), (3, "sigmoid", True), (1, "identity", True))


def taken(shown: Shown, parameter: int, **look: object) -> tuple[Derivation, Chain, Snapshot]:
    snapshot = shown.snapshot(5, parameter=parameter, **{"row": 3, "needs": NEED, **look})
    assert snapshot.chain is not None
    return derive(shown.subject, snapshot, snapshot.chain), snapshot.chain, snapshot


def rebuilt(**changes: object) -> Shown:
    """The houses network with other settings of its objective."""
    scenario: Scenario = make_subject(2).scenario
    assert isinstance(scenario.objective, NetworkSpec)
    subject: Subject = build(replace(scenario, objective=replace(scenario.objective, **changes)))

    def snapshot(epoch: int, **look: object) -> Snapshot:
        *_, state = replay(subject.experiment, subject.experiment.start, epoch)
        assert state is not None
        looked = Look(**look)  # type: ignore[arg-type]
        return finish(take_snapshot(subject.experiment, subject.samples, 0, state, looked))

    return Shown(subject, None, snapshot)  # type: ignore[arg-type]


def right(equation: Equation) -> float:
    """The product of the right side."""
    return prod(term.value for term in equation[1:])


@pytest.mark.parametrize("parameter", range(10))
def test_the_factors_of_every_parameter_multiply_to_its_slope(parameter: int, shown: Shown) -> None:
    derivation, chain, _snapshot = taken(shown, parameter)
    assert chain.row is not None
    assert derivation.row[0].value == chain.row.slope
    assert right(derivation.row) == pytest.approx(chain.row.slope, rel=1e-12)


@pytest.mark.parametrize("parameter", range(35))
def test_the_factors_multiply_to_the_slope_in_a_deep_network(parameter: int) -> None:
    shown = make_shown(3, DEEP)
    assert len(shown.subject.names) == 35
    derivation, chain, _snapshot = taken(shown, parameter)
    assert chain.row is not None
    assert right(derivation.row) == pytest.approx(chain.row.slope, rel=1e-12)


def test_a_weight_of_the_houses_reads_as_in_a_book(shown: Shown) -> None:
    derivation, _chain, _snapshot = taken(shown, 2)
    assert equation_plain(derivation.row).splitlines()[0] == (
        "∂Lᵢ/∂w3 = 2 (ŷ − y) × w7 × a1 (1 − a1) × x3"
    )
    assert equation_latex(derivation.row) == (
        r"\frac{\partial L_i}{\partial w_{3}} = 2(\hat{y}-y) \cdot w_{7} \cdot a_{1}(1-a_{1})"
        r" \cdot x_{3}"
    )
    captions = [term.caption for term in derivation.row]
    assert captions == ["row 4", "slope of the loss", "weight", "slope of sigmoid", "input house"]


def test_a_bias_multiplies_one(shown: Shown) -> None:
    derivation, _chain, _snapshot = taken(shown, 6)
    assert (derivation.row[-1].number, derivation.row[-1].caption) == ("1", "for a bias")


def test_a_weight_of_the_output_has_two_factors(shown: Shown) -> None:
    derivation, _chain, _snapshot = taken(shown, 8)
    assert [term.symbol.plain for term in derivation.row[1:]] == ["2 (ŷ − y)", "a1"]
    assert derivation.row[-1].caption == "hidden unit 1"


def test_a_sum_over_paths_is_written_out() -> None:
    derivation, chain, _snapshot = taken(make_shown(3, DEEP), 1)
    assert chain.row is not None
    assert derivation.row[1].caption == "sum over 3 paths"
    written = derivation.row_note.removeprefix("The sum: ").partition(" = ")[0]
    products = [
        [float(factor.strip("()").replace("−", "-")) for factor in product.split(" × ")]
        for product in written.split(" + ")
    ]
    deltas = chain.row.layers[1].deltas
    np.testing.assert_allclose(products, np.column_stack([chain.weights_above, deltas]), rtol=5e-3)


def test_a_sum_over_many_paths_is_cut_short() -> None:
    shown = make_shown(3, ((2, "tanh", True), (9, "sigmoid", True), (1, "identity", True)))
    derivation, _chain, _snapshot = taken(shown, 1)
    assert derivation.row_note.count("×") == 3
    assert "+ … = " in derivation.row_note


def test_the_sum_over_all_rows_gives_the_gradient(shown: Shown) -> None:
    derivation, chain, snapshot = taken(shown, 2)
    gradient, total, n = (term.value for term in derivation.rows)
    assert total / n == gradient == pytest.approx(snapshot.gradient[2], rel=1e-12)
    assert chain.row is not None
    assert derivation.rows_note.startswith("Row 4 adds −1.507 ÷ 101 = −0.01492")


def test_a_penalty_is_a_term_of_its_own_and_none_of_a_bias() -> None:
    shown = rebuilt(penalty=PenaltySpec("l2", 0.1))
    derivation, _chain, snapshot = taken(shown, 1)
    gradient, total, n, penalty = (term.value for term in derivation.rows)
    assert penalty == pytest.approx(0.1 * snapshot.theta[1])
    assert total / n + penalty == pytest.approx(gradient)
    assert derivation.rows[-1].symbol.plain == "λ w2"
    assert len(taken(shown, 6)[0].rows) == 3


def test_a_sum_is_not_divided() -> None:
    derivation, _chain, _snapshot = taken(rebuilt(loss="sse"), 2)
    assert len(derivation.rows) == 2
    assert "to the sum" in derivation.rows_note


def test_a_held_out_row_is_said_to_add_nothing() -> None:
    spec = make_subject(2).scenario.objective
    assert isinstance(spec, NetworkSpec)
    shown = rebuilt(dataset=replace(spec.dataset, split=Split(0.2, 1)))
    assert shown.subject.samples is not None
    row = int(shown.subject.samples.test[0])
    derivation, chain, _snapshot = taken(shown, 2, row=row)
    assert chain.row is not None
    assert not chain.row.is_training
    assert derivation.rows_note == (
        f"Row {row + 1} is held out for testing, so it adds nothing to this sum."
    )
    assert right(derivation.row) == pytest.approx(chain.row.slope)


def test_typed_inputs_have_symbols_but_no_numbers(shown: Shown) -> None:
    derivation, _chain, _snapshot = taken(shown, 2, inputs=(3.0, 5000.0, 1500.0))
    assert all(isnan(term.value) for term in derivation.row)
    assert derivation.row_note.startswith("Typed inputs have no true answer")
    assert "\n" not in equation_plain(derivation.row)
    assert derivation.rows[0].number


def test_a_cut_parameter_has_no_numbers_and_no_step() -> None:
    derivation, chain, _snapshot = taken(rebuilt(cut=("w3",)), 2)
    assert not derivation.row[0].number
    assert derivation.update == ()
    assert derivation.update_note == "w3 is cut: it counts as 0 and has no derivative."
    assert derivation.row_note == derivation.rows_note == ""
    assert verdict(chain, "w3").is_good


def test_a_frozen_parameter_has_a_slope_but_no_step() -> None:
    derivation, _chain, _snapshot = taken(rebuilt(frozen=("w3",)), 2)
    assert derivation.row[0].number
    assert derivation.update == ()
    assert "frozen" in derivation.update_note


def test_the_step_is_rate_times_gradient(shown: Shown) -> None:
    derivation, _chain, _snapshot = taken(shown, 2)
    new, now, rate, gradient = (term.value for term in derivation.update)
    assert now - rate * gradient == pytest.approx(new, rel=1e-14)
    assert derivation.update[2].number == "0.05"
    assert derivation.update_note == (
        "Negative gradient: a larger w3 means less loss, so w3 rises by 0.01065."
    )


def test_a_positive_gradient_is_said_to_make_it_fall(shown: Shown) -> None:
    derivation, _chain, _snapshot = taken(shown, 8)
    assert derivation.update_note.startswith(
        "Positive gradient: a smaller w7 means less loss, so w7 falls by"
    )


def test_the_updates_of_batches_are_one_step(shown: Shown) -> None:
    snapshot = shown.snapshot(5, parameter=2, needs=NEED)._replace(n_updates=12)
    assert snapshot.chain is not None
    derivation = derive(shown.subject, snapshot, snapshot.chain)
    assert derivation.update[-1].caption == "step of 12 updates"
    assert "In 12 updates" in derivation.update_note


def test_a_step_uphill_is_put_down_to_the_method(shown: Shown) -> None:
    snapshot = shown.snapshot(5, parameter=2, needs=NEED)
    assert snapshot.chain is not None
    optimizer = snapshot.settings.optimizer._replace(name="momentum")
    uphill = snapshot._replace(
        settings=snapshot.settings._replace(optimizer=optimizer), delta=-snapshot.delta
    )
    derivation = derive(shown.subject, uphill, snapshot.chain)
    assert derivation.update[-1].caption == "step by momentum"
    assert "What momentum remembers wins: w3 falls" in derivation.update_note


@pytest.mark.parametrize(
    ("last", "loss", "factor"),
    [
        ("identity", "half_mse", "(ŷ − y)"),
        ("identity", "mae", "sign(ŷ − y)"),
        ("sigmoid", "mse", "2 (ŷ − y)"),
    ],
)
def test_the_loss_has_the_slope_of_its_form(last: str, loss: str, factor: str) -> None:
    layers = (LayerSpec(2, "sigmoid"), LayerSpec(1, last, False))
    derivation, chain, _snapshot = taken(rebuilt(layers=layers, loss=loss), 8)
    assert derivation.row[1].symbol.plain == factor
    assert chain.row is not None
    assert right(derivation.row) == pytest.approx(chain.row.slope, rel=1e-12)


def test_the_three_ways_stand_with_their_differences(shown: Shown) -> None:
    _derivation, chain, _snapshot = taken(shown, 2)
    first, second, third = checks(chain)
    assert float(first.number.replace("−", "-")) == pytest.approx(chain.by_chain, abs=1e-14)
    assert first.apart == ""
    assert second.number[:14] == first.number[:14]
    assert third.digits
    assert third.rest
    assert first.number.startswith(third.digits)
    assert third.apart.endswith("apart")
    assert verdict(chain, "w3") == ("all three agree", True)


def test_a_wrong_engine_and_a_kink_are_told_apart(shown: Shown) -> None:
    _derivation, chain, _snapshot = taken(shown, 2)
    wrong = verdict(chain._replace(by_engine=-chain.by_engine), "w3")
    kink = verdict(chain._replace(by_difference=2 * chain.by_difference), "w3")
    infinite = verdict(chain._replace(by_chain=np.inf), "w3")
    assert not wrong.is_good
    assert not kink.is_good
    assert not infinite.is_good
    assert "engine differ" in wrong.text
    assert "kink" in kink.text
    assert "finite" in infinite.text


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ((0.25, -0.5), ("0.25000000000000", "−0.50000000000000")),
        ((123.0, 1.0), ("123.000000000000", "1.000000000000")),
        ((0.0, 0.0), ("0.00000000000000", "0.00000000000000")),
        ((2e-9, 1e-9), ("2.00000000000000e-9".replace("-", "−"), "1.00000000000000e−9")),
        ((3e12,), ("3.00000000000000e12",)),
        ((float("inf"), 1.0), ("infinite", "1.000")),
    ],
)
def test_numbers_share_their_decimals(values: tuple[float, ...], texts: tuple[str, ...]) -> None:
    assert aligned(values) == texts


def test_a_term_says_all_its_digits_on_hover() -> None:
    term = Term("=", Symbol("w_{3}", "w3"), 0.1, "weight")
    assert tip(term) == "w3 = 0.10000000000000001\nweight"
    assert tip(term._replace(value=float("nan"))) == "w3: weight"


def test_a_snapshot_has_a_chain_only_when_asked(shown: Shown) -> None:
    assert shown.snapshot(5, parameter=2).chain is None
    chain = shown.snapshot(5, parameter=2, needs=NEED).chain
    assert chain is not None
    assert chain.parameter == 2


@pytest.mark.parametrize("parameter", range(10))
def test_the_step_reconciles_in_the_digits_that_it_prints(parameter: int, shown: Shown) -> None:
    derivation, _chain, _snapshot = taken(shown, parameter)
    new, now, rate, gradient = (
        float(term.number.replace(MINUS, "-")) for term in derivation.update
    )
    decimals = len(derivation.update[0].number.partition(".")[2])
    assert len(derivation.update[1].number.partition(".")[2]) == decimals
    assert abs(now - rate * gradient - new) < 0.501 * 10.0**-decimals
