from collections.abc import Callable

import numpy as np
import pytest

from gdsim.engine.datasets import (
    GENERATORS,
    Dataset,
    Scaler,
    line,
    prepare,
    raw_plane,
    sine,
    split,
    standardizer,
    two_moons,
    unscaled,
    xor,
)


@pytest.fixture
def windsor(read_dataset: Callable[..., Dataset]) -> Dataset:
    return read_dataset("houses_windsor", "price_cad", "lot_sqft", "bedrooms")


def test_standardised_columns_have_mean_0_and_population_deviation_1(windsor: Dataset) -> None:
    scaled = standardizer(windsor.inputs).transform(windsor.inputs)
    np.testing.assert_allclose(scaled.mean(axis=0), 0.0, atol=1e-14)
    np.testing.assert_allclose((scaled**2).mean(axis=0), 1.0, rtol=1e-14)


def test_the_way_back_differs_by_two_units_in_the_last_place_at_most() -> None:
    rng = np.random.default_rng(1)
    raw = np.hstack(
        [
            rng.normal(2e5, 8e4, size=(500, 1)),
            rng.normal(0.0, 1e-8, size=(500, 1)),
            rng.normal(1e12, 1.0, size=(500, 1)),
            rng.lognormal(0.0, 5.0, size=(500, 1)),
        ]
    )
    scaler = standardizer(raw)
    error = np.abs(scaler.inverse(scaler.transform(raw)) - raw)
    assert (error <= 2.0 * np.spacing(np.maximum(np.abs(raw), np.abs(scaler.offset)))).all()
    assert error.any()  # so the bound is not met by accident


def test_without_scaling_numbers_stay_as_they_are() -> None:
    raw = np.random.default_rng(1).normal(size=(9, 3))
    np.testing.assert_array_equal(unscaled(3).transform(raw), raw)
    np.testing.assert_array_equal(unscaled(3).inverse(raw), raw)


@pytest.mark.parametrize("value", [0.0, 0.1, -7.3e11, 1e-300])
def test_a_constant_column_is_centred_only(value: float) -> None:
    column = np.full((7, 1), value)
    scaler = standardizer(column)
    assert scaler.scale[0] == 1.0
    np.testing.assert_array_equal(scaler.transform(column), np.zeros((7, 1)))
    np.testing.assert_array_equal(scaler.inverse(np.zeros((7, 1))), column)


def test_one_row_is_centred_only() -> None:
    scaler = standardizer(np.array([[3.0, -4.0]]))
    assert (scaler.offset.tolist(), scaler.scale.tolist()) == ([3.0, -4.0], [1.0, 1.0])


@pytest.mark.parametrize(("share", "n_test"), [(0.2, 20), (0.0, 1), (1.0, 99), (0.333, 33)])
def test_a_split_holds_out_its_share_but_leaves_both_parts_a_row(share: float, n_test: int) -> None:
    train, test = split(100, share, 1)
    assert len(test) == n_test
    assert sorted([*train, *test]) == list(range(100))
    assert (np.diff(train) > 0).all()
    assert (np.diff(test) > 0).all()


def test_a_split_depends_on_its_seed_alone() -> None:
    np.testing.assert_array_equal(split(50, 0.2, 1)[1], split(50, 0.2, 1)[1])
    assert split(50, 0.2, 1)[1].tolist() != split(50, 0.2, 2)[1].tolist()


def test_only_training_rows_decide_the_scales(windsor: Dataset) -> None:
    samples = prepare(
        windsor, standardize_inputs=True, standardize_targets=False, held_out=(0.3, 4)
    )
    assert len(samples.test) == round(0.3 * 546)
    learnt_from = windsor.inputs[samples.train]
    np.testing.assert_array_equal(samples.input_scaler.offset, learnt_from.mean(axis=0))
    np.testing.assert_allclose(samples.inputs[:, samples.train].mean(axis=1), 0.0, atol=1e-13)
    assert np.abs(samples.inputs.mean(axis=1)).max() > 1e-3
    np.testing.assert_array_equal(samples.targets, windsor.targets.T)


def test_samples_hold_one_row_a_column_and_cannot_be_written_to(windsor: Dataset) -> None:
    samples = prepare(windsor, standardize_inputs=True, standardize_targets=True)
    assert samples.inputs.shape == (2, 546)
    np.testing.assert_array_equal(
        samples.inputs[:, 17], samples.input_scaler.transform(windsor.inputs[17])
    )
    with pytest.raises(ValueError, match="read-only"):
        samples.targets[0, 0] = 1.0
    assert samples.test.size == 0


def test_a_plane_says_in_raw_units_what_it_says_in_scaled_ones() -> None:
    rng = np.random.default_rng(2)
    raw = rng.normal(5.0, 3.0, size=(20, 3))
    inputs, target = standardizer(raw), Scaler(np.array([1e5]), np.array([3e4]))
    weights, bias = np.array([0.3, -1.2, 2.0]), 0.7
    plane = raw_plane(weights, bias, inputs, target)
    answers = target.inverse((inputs.transform(raw) @ weights + bias)[:, np.newaxis])
    found = plane.intercept + raw @ np.array(plane.coefficients)
    np.testing.assert_allclose(found, answers[:, 0], rtol=1e-13)


@pytest.mark.parametrize("name", GENERATORS)
@pytest.mark.parametrize("n", [1, 2, 25, 100])
def test_generated_sets_have_as_many_rows_as_asked_for(name: str, n: int) -> None:
    made = GENERATORS[name](n, 0.1, 1)
    assert made.name == name
    assert made.inputs.shape == (n, len(made.input_names))
    assert made.targets.shape == (n, len(made.target_names)) == (n, 1)


@pytest.mark.parametrize("name", GENERATORS)
def test_noise_depends_on_the_seed_alone(name: str) -> None:
    def rows(noise: float, seed: int) -> list[list[float]]:
        made = GENERATORS[name](30, noise, seed)
        return np.hstack([made.inputs, made.targets]).tolist()  # type: ignore[no-any-return]

    assert rows(0.3, 1) == rows(0.3, 1)
    assert rows(0.3, 1) != rows(0.3, 2)
    assert rows(0.0, 1) == rows(0.0, 2)


@pytest.mark.parametrize("make", [line, sine])
def test_the_noise_of_a_curve_is_normal_and_as_wide_as_asked_for(
    make: Callable[[int, float, int], Dataset],
) -> None:
    noise = make(4000, 0.5, 3).targets - make(4000, 0.0, 3).targets
    assert abs(noise.mean()) < 4 * 0.5 / np.sqrt(4000)
    assert noise.std() == pytest.approx(0.5, rel=0.05)


def test_line_and_sine_are_what_they_are_called() -> None:
    np.testing.assert_array_equal(line(3, 0.0, 1).targets[:, 0], [-1.0, 1.0, 3.0])
    np.testing.assert_allclose(
        sine(5, 0.0, 1).targets[:, 0], [0.0, -1.0, 0.0, 1.0, 0.0], atol=1e-15
    )


def test_xor_is_1_where_exactly_one_side_is_positive() -> None:
    made = xor(8, 0.0, 1)
    assert {
        (*point, label) for point, (label,) in zip(made.inputs.tolist(), made.targets, strict=True)
    } == {
        (-1.0, -1.0, 0.0),
        (-1.0, 1.0, 1.0),
        (1.0, -1.0, 1.0),
        (1.0, 1.0, 0.0),
    }


def test_the_moons_are_half_circles_of_one_class_each() -> None:
    made = two_moons(101, 0.0, 1)
    first, second = made.inputs[made.targets[:, 0] == 0], made.inputs[made.targets[:, 0] == 1]
    assert (len(first), len(second)) == (51, 50)
    np.testing.assert_allclose(np.hypot(*first.T), 1.0)
    np.testing.assert_allclose(np.hypot(*(second - [1.0, 0.5]).T), 1.0)
    assert (first[:, 1] >= 0).all()
    assert (second[:, 1] <= 0.5).all()
