"""The closed form against lstsq, the engine's own gradient, and figures from the literature."""

import csv
from collections.abc import Callable, Sequence

import numpy as np
import pytest

from gdsim import resources
from gdsim.engine.activations import ACTIVATIONS
from gdsim.engine.arrays import Array
from gdsim.engine.closed_form import (
    SQUARED,
    ClosedForms,
    closed_form,
    closed_forms,
    r_squared,
)
from gdsim.engine.datasets import Dataset, Samples, prepare
from gdsim.engine.losses import LOSSES
from gdsim.engine.network import Layer, Network
from gdsim.engine.objective import NetworkObjective

MakeObjective = Callable[..., NetworkObjective]
BEDROOMS = np.arange(1.0, 7.0)
PRICES = np.array([38750.0, 51886.0, 70817.0, 81854.0, 83140.0, 68450.0])


def linear(n_inputs: int, *, bias: bool = True, n_outputs: int = 1) -> Network:
    return Network(n_inputs, [Layer(n_outputs, ACTIVATIONS["identity"], bias)])


def model(
    inputs: Array, targets: Array, *, standardize: bool, bias: bool = True, loss: str = "mse"
) -> tuple[NetworkObjective, Samples]:
    names = tuple(f"x{i}" for i in range(inputs.shape[1]))
    data = Dataset("data", inputs, targets[:, np.newaxis], names, ("y",))
    samples = prepare(data, standardize_inputs=standardize, standardize_targets=standardize)
    network = linear(inputs.shape[1], bias=bias)
    return NetworkObjective(network, samples.inputs, samples.targets, LOSSES[loss]), samples


def forms_of(inputs: Array, targets: Array, **kind: object) -> ClosedForms:
    forms = closed_forms(*model(inputs, targets, **kind))  # type: ignore[arg-type]
    assert forms is not None
    return forms


def windsor(columns: Sequence[str]) -> tuple[Array, Array]:
    with resources.path("datasets", "houses_windsor.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    inputs = np.array([[float(row[name]) for name in columns] for row in rows])
    return inputs, np.array([float(row["price_cad"]) for row in rows])


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("n_outputs", [1, 2])
@pytest.mark.parametrize("loss", SQUARED)
def test_the_gradient_is_zero_there_and_the_loss_is_lstsqs(
    loss: str, n_outputs: int, bias: bool, make_objective: MakeObjective
) -> None:
    objective = make_objective(linear(3, bias=bias, n_outputs=n_outputs), loss, n_rows=20)
    form = closed_form(objective)
    assert form is not None
    assert np.abs(objective.evaluate(form.theta).gradient).max() < 1e-12
    columns = objective.inputs.T
    if bias:
        columns = np.column_stack([columns, np.ones(20)])
    squares = np.linalg.lstsq(columns, objective.targets.T, rcond=None)[1].sum()
    assert form.loss == pytest.approx(squares * objective.loss_function.scale(20), rel=1e-12)
    assert form.loss == pytest.approx(objective.loss(form.theta), rel=1e-12)


@pytest.mark.parametrize("loss", SQUARED)
def test_the_hessian_is_how_the_engines_gradient_changes(
    loss: str, make_objective: MakeObjective
) -> None:
    objective = make_objective(linear(3), loss, n_rows=20)
    form = closed_form(objective)
    assert form is not None
    at = np.array([0.3, -0.2, 0.9, 0.1])
    columns = [
        (objective.evaluate(at + e).gradient - objective.evaluate(at - e).gradient) / 2.0
        for e in np.eye(4)
    ]
    np.testing.assert_allclose(form.hessian, np.column_stack(columns), rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(form.curvatures, np.linalg.eigvalsh(form.hessian), rtol=1e-9)


@pytest.mark.parametrize(("share", "settles"), [(0.99, True), (1.01, False)])
def test_descent_settles_just_below_the_largest_rate_and_not_above(
    share: float, settles: bool
) -> None:
    objective, _samples = model(*windsor(["lot_sqft", "bedrooms"]), standardize=True)
    form = closed_form(objective)
    assert form is not None
    theta = np.array([1.0, -1.0, 0.5])
    first = objective.loss(theta) - form.loss
    for _step in range(800):
        theta = theta - share * form.largest_rate * objective.evaluate(theta).gradient
    gap = objective.loss(theta) - form.loss
    assert (gap < 1e-6 * first) == settles
    assert (gap > 1e3 * first) != settles


def test_windsor_prices_have_the_known_plane() -> None:
    forms = forms_of(*windsor(["lot_sqft", "bedrooms"]), standardize=True)
    np.testing.assert_allclose(forms.raw.theta, [6.053, 10567.352, 5612.6], rtol=1e-4)
    assert r_squared(forms.standardized.loss, 1.0) == pytest.approx(0.370, abs=5e-4)
    assert forms.standardized.condition == pytest.approx(1.358, abs=5e-4)
    assert forms.standardized.largest_rate == pytest.approx(0.868, abs=5e-4)
    assert forms.as_computed.theta == pytest.approx(forms.standardized.theta, rel=1e-12)


def test_half_the_loss_allows_twice_the_rate() -> None:
    half = forms_of(*windsor(["lot_sqft", "bedrooms"]), standardize=True, loss="half_mse")
    assert half.standardized.largest_rate == pytest.approx(1.736, abs=5e-4)


def test_one_slope_on_six_averages_has_the_known_curvature_and_limit() -> None:
    form = forms_of(BEDROOMS[:, np.newaxis], PRICES, standardize=False, bias=False).as_computed
    assert form.curvatures == pytest.approx([2 * 91 / 6])
    assert form.condition == 1.0
    assert form.largest_rate == pytest.approx(0.0659, abs=5e-5)
    assert 1.0 - 0.05 * form.curvatures[0] == pytest.approx(-0.517, abs=5e-4)
    assert form.sums == pytest.approx((6, 21.0, 394897.0, 1508789.0, 91.0, 126649.5, 17.5))
    assert form.theta == pytest.approx([1508789.0 / 91.0])


def test_raw_and_standardized_describe_one_line_if_there_is_a_bias() -> None:
    inputs, targets = windsor(["lot_sqft"])
    computed_raw = forms_of(inputs, targets, standardize=False)
    computed_scaled = forms_of(inputs, targets, standardize=True)
    for one, other in zip(computed_raw[1:3], computed_scaled[1:3], strict=True):
        np.testing.assert_allclose(one.theta, other.theta, rtol=1e-9, atol=1e-12)
        assert one.loss == pytest.approx(other.loss, rel=1e-9)
    slope, intercept = np.polyfit(inputs[:, 0], targets, 1)
    np.testing.assert_allclose(computed_raw.raw.theta, [slope, intercept], rtol=1e-9)
    np.testing.assert_allclose(
        computed_raw.standardized.theta,
        [np.corrcoef(inputs[:, 0], targets)[0, 1], 0.0],
        atol=1e-12,
    )


def test_held_out_rows_have_no_say() -> None:
    inputs, targets = windsor(["lot_sqft"])
    data = Dataset("data", inputs, targets[:, np.newaxis], ("x",), ("y",))
    samples = prepare(data, standardize_inputs=True, standardize_targets=True, held_out=(0.3, 1))
    train = samples.train
    objective = NetworkObjective(
        linear(1), samples.inputs[:, train], samples.targets[:, train], LOSSES["mse"]
    )
    forms = closed_forms(objective, samples)
    assert forms is not None
    expected = np.polyfit(inputs[train, 0], targets[train], 1)
    np.testing.assert_allclose(forms.raw.theta, expected, rtol=1e-9)


def test_columns_of_very_different_size_keep_their_digits() -> None:
    x = np.linspace(1e9, 2e9, 50)
    form = forms_of(x[:, np.newaxis], 3e-9 * x + 2.0, standardize=False).raw
    np.testing.assert_allclose(form.theta, [3e-9, 2.0], rtol=1e-8)
    assert form.curvatures[0] == pytest.approx(
        4 * np.var(x) / (2 * (np.mean(x**2) + 1)), rel=1e-6
    )  # the determinant over the trace


def test_a_constant_column_leaves_a_flat_direction_and_still_an_answer() -> None:
    form = forms_of(np.full((6, 1), 3.0), PRICES, standardize=False).as_computed
    assert form.curvatures[0] == 0.0
    assert form.condition == np.inf
    assert form.theta[0] * 3.0 + form.theta[1] == pytest.approx(PRICES.mean())
    no_columns_at_all = forms_of(np.zeros((6, 1)), PRICES, standardize=False, bias=False)
    assert no_columns_at_all.raw.largest_rate == np.inf
    assert no_columns_at_all.raw.condition == np.inf


def test_fewer_rows_than_parameters_leave_as_many_flat_directions() -> None:
    inputs = np.array([[1.0, 2.0, 4.0], [3.0, -1.0, 5.0]])
    form = forms_of(inputs, np.array([1.0, 2.0]), standardize=False).as_computed
    assert (form.curvatures[:2] == 0.0).all()
    np.testing.assert_allclose(form.curvatures, np.linalg.eigvalsh(form.hessian), atol=1e-12)
    assert form.loss == pytest.approx(0.0, abs=1e-25)


def test_r_squared_is_one_for_the_truth_zero_for_the_average_and_undefined_without_spread() -> None:
    assert r_squared(0.0, 2.0) == 1.0
    assert r_squared(2.0, 2.0) == 0.0
    assert np.isnan(r_squared(0.0, 0.0))


def test_what_is_not_linear_least_squares_has_no_closed_form(
    make_objective: MakeObjective,
) -> None:
    assert closed_form(make_objective(linear(2))) is not None
    assert closed_form(make_objective(linear(2), "mae")) is None
    assert closed_form(make_objective(linear(2), penalty=("l2", 0.1))) is None
    cut = np.array([True, False, False])
    assert closed_form(make_objective(linear(2), cut=cut)) is None
    hidden = Network(1, [Layer(1, ACTIVATIONS["identity"], True)] * 2)
    assert closed_form(make_objective(hidden)) is None
    bent = Network(2, [Layer(1, ACTIVATIONS["tanh"], True)])
    assert closed_form(make_objective(bent)) is None


def test_numbers_whose_squares_overflow_have_no_closed_form() -> None:
    x = np.array([[1e200], [2e200], [3e200]])
    assert closed_forms(*model(x, np.arange(3.0), standardize=False)) is None
