"""A line in the data's units: against the plane that the engine prints, and back to theta."""

from math import inf, nan

import numpy as np
import pytest

from gdsim.scenario.build import raw_answer
from gdsim.views.line.line_picture import reaching
from gdsim.views.line.line_shape import (
    STEEPEST,
    Line,
    LineModel,
    model_of,
    slope_at,
    tilt_of,
    visible_part,
)
from tests.views.line_case import line_subject, with_hidden_layer


def model(*, standardize: bool = False, bias: bool = True) -> LineModel:
    found = model_of(line_subject(standardize=standardize, bias=bias))
    assert found is not None
    return found


@pytest.mark.parametrize("standardize", [True, False])
@pytest.mark.parametrize("bias", [True, False])
def test_the_line_is_the_plane_that_the_engine_prints(standardize: bool, bias: bool) -> None:
    subject = line_subject(standardize=standardize, bias=bias)
    theta = np.array([0.7, -0.3][: 1 + bias])
    answer = raw_answer(subject, theta)
    assert answer is not None
    line = model(standardize=standardize, bias=bias).line(theta)
    assert line.slope == pytest.approx(answer.coefficients[0])
    assert line.intercept == pytest.approx(answer.intercept)


@pytest.mark.parametrize("standardize", [True, False])
def test_a_handle_brings_the_line_through_the_mouse(standardize: bool) -> None:
    found, theta = model(standardize=standardize), np.array([0.4, 0.2])
    turned, shifted = theta.copy(), theta.copy()
    turned[0] = found.weight_through(5.0, 70000.0, theta)
    shifted[1] = found.bias_through(2.0, 40000.0, theta)
    assert found.line(turned).at(5.0) == pytest.approx(70000.0)
    pivot = found.pivot
    assert found.line(turned).at(pivot) == pytest.approx(found.line(theta).at(pivot))
    assert found.line(shifted).at(2.0) == pytest.approx(40000.0)
    assert found.line(shifted).slope == pytest.approx(found.line(theta).slope)


def test_slope_and_intercept_go_back_to_theta() -> None:
    found, theta = model(standardize=True), np.array([0.4, 0.2])
    line = found.line(theta)
    assert found.weight_of(line.slope) == pytest.approx(0.4)
    assert found.bias_with(line.intercept, theta) == pytest.approx(0.2)
    assert found.pivot == 3.5
    assert not found.is_raw
    assert model().is_raw


def test_near_the_pivot_the_lever_keeps_a_length() -> None:
    found = model()
    assert found.lever(0.01, 10.0) == 1.5
    assert found.lever(-0.01, 10.0) == -1.5
    assert found.lever(4.0, 10.0) == 4.0


def test_only_a_single_linear_unit_of_one_input_is_a_line() -> None:
    subject = line_subject()
    assert model_of(with_hidden_layer(subject)) is None
    assert model_of(subject) is not None
    bias = model(bias=False).bias
    assert bias is None


@pytest.mark.parametrize(
    ("line", "part"),
    [
        (Line(0.0, 5.0), (0.0, 10.0)),
        (Line(0.0, 11.0), None),
        (Line(1.0, 0.0), (0.0, 10.0)),
        (Line(2.0, 0.0), (0.0, 5.0)),
        (Line(-1.0, 15.0), (5.0, 10.0)),
        (Line(1.0, 20.0), None),
        (Line(inf, 0.0), None),
        (Line(1.0, nan), None),
    ],
)
def test_what_is_seen_of_a_line(line: Line, part: object) -> None:
    assert visible_part(line, (0.0, 10.0), (0.0, 10.0)) == part


@pytest.mark.parametrize("slope", [-3000.0, -3.0, 0.0, 0.2, 5000.0])
def test_an_angle_on_the_screen_and_back(slope: float) -> None:
    aspect = 0.005
    assert slope_at(tilt_of(slope, aspect), aspect) == pytest.approx(slope)
    assert tilt_of(1.0, 1.0) == pytest.approx(45.0)
    assert slope_at(90.0, 1.0) == slope_at(STEEPEST, 1.0)


def test_the_plot_reaches_to_a_pivot_that_is_not_too_far() -> None:
    assert reaching((1.0, 6.0), 0.0)[0] == pytest.approx(-0.1)
    assert reaching((2000.0, 2020.0), 0.0) == (2000.0, 2020.0)
