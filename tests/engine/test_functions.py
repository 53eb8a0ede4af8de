"""The table of functions: values, slopes and minima against the literature, written out again here.

The formulas below are Python's own, in complex numbers too, so that nothing of the parser is
trusted: values agree, and derivatives agree with the complex step (Squire and Trapp, 1998) and
with central differences.
"""

import cmath
from collections.abc import Callable
from itertools import product
from math import pi

import numpy as np
import pytest

from gdsim.engine.arrays import Array
from gdsim.engine.batches import Batches
from gdsim.engine.descent import Experiment, Settings, State, descend
from gdsim.engine.expressions import parse
from gdsim.engine.function_objective import FunctionObjective
from gdsim.engine.functions import FUNCTIONS, Function
from gdsim.engine.minima import find_minima
from gdsim.engine.optimizers import gradient_descent

ORACLES: dict[str, Callable[..., complex]] = {
    "bowl": lambda x: x * x,
    "steep_bowl": lambda x: 8 * x * x,
    "two_wells": lambda x: x**4 - 3 * x**2 + x,
    "many_wells": lambda x: x**2 / 10 + cmath.sin(3 * x),
    "plateau": lambda x: cmath.tanh(x) ** 2,
    "cliff": lambda x: x**2 / 10 + cmath.exp(4 * (x - 2)),
    "inflection": lambda x: x**4 / 4 - x**3,
    "absolute_value": lambda x: x if x.real > 0 else -x,
    "sphere": lambda x, y: x**2 + y**2,
    "stretched_bowl": lambda x, y: (x**2 + 20 * y**2) / 2,
    "rosenbrock": lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
    "himmelblau": lambda x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
    "rastrigin": lambda x, y: (
        20 + x**2 + y**2 - 10 * cmath.cos(2 * pi * x) - 10 * cmath.cos(2 * pi * y)
    ),
    "ackley": lambda x, y: (
        -20 * cmath.exp(-0.2 * cmath.sqrt((x**2 + y**2) / 2))
        - cmath.exp((cmath.cos(2 * pi * x) + cmath.cos(2 * pi * y)) / 2)
        + 20
        + cmath.exp(1)
    ),
    "beale": lambda x, y: (
        (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2
    ),
    "booth": lambda x, y: (x + 2 * y - 7) ** 2 + (2 * x + y - 5) ** 2,
    "matyas": lambda x, y: 0.26 * (x**2 + y**2) - 0.48 * x * y,
    "saddle": lambda x, y: x**2 - y**2,
    "monkey_saddle": lambda x, y: x**3 - 3 * x * y**2,
    "well_in_a_plain": lambda x, y: 1 - cmath.exp(-(x**2 + y**2) / 2),
    "three_hump_camel": lambda x, y: 2 * x**2 - 1.05 * x**4 + x**6 / 6 + x * y + y**2,
}
LITERATURE = {
    "rosenbrock": [(-1.2, 1.0, 24.2)],
    "himmelblau": [(0.0, 0.0, 170.0), (-0.270845, -0.923039, 181.617)],
    "rastrigin": [(0.5, 0.5, 40.5), (1.0, 1.0, 2.0)],
    "ackley": [(1.0, 0.0, 2.637531)],
    "beale": [(0.0, 0.0, 14.203125), (3.0, 0.5, 0.0)],
    "booth": [(0.0, 0.0, 74.0)],
    "matyas": [(1.0, 1.0, 0.04)],
    "three_hump_camel": [(1.0, 1.0, 2 - 1.05 + 1 / 6 + 2)],
}
"""Values that stand in the literature, or follow from the formula by hand: (x, y, value)."""

every_row = pytest.mark.parametrize("row", FUNCTIONS.values(), ids=lambda row: row.name)


def objective_of(row: Function) -> FunctionObjective:
    constants = {constant.name: constant.default for constant in row.constants}
    return FunctionObjective(parse(row.expression, row.variables, constants), row.bounds)


def some_places(row: Function) -> Array:
    """Return places (n, p) inside the bounds, none of them round."""
    inner = [np.linspace(low, high, 9)[1:-1] + 0.0137 for low, high in row.bounds]
    return np.array(list(product(*inner)))


def test_every_function_is_written_out_again_here() -> None:
    assert FUNCTIONS.keys() == ORACLES.keys()


@every_row
def test_a_row_has_all_that_is_shown_of_it(row: Function) -> None:
    assert row.title
    assert row.source
    assert row.teaches.endswith(".")
    assert len(row.variables) == len(row.bounds) <= 2
    assert all(low < high for low, high in row.bounds)
    assert 0.0 < row.rate <= 1.0
    assert all(c.lowest <= c.default <= c.highest and c.text for c in row.constants)


@every_row
def test_its_values_are_those_of_the_formula(row: Function) -> None:
    places = some_places(row)
    expected = [ORACLES[row.name](*map(complex, place)).real for place in places.tolist()]
    assert objective_of(row).losses(places) == pytest.approx(np.array(expected), rel=1e-12)


@every_row
def test_its_gradient_is_that_of_the_complex_step(row: Function) -> None:
    places, step = some_places(row), 1e-30
    losses, gradients = objective_of(row).gradients(places)
    for place, gradient in zip(places.tolist(), gradients, strict=True):
        for i in range(len(place)):
            moved = [complex(v, step if i == j else 0.0) for j, v in enumerate(place)]
            exact = ORACLES[row.name](*moved).imag / step
            assert gradient[i] == pytest.approx(exact, rel=1e-9, abs=1e-11)
    assert np.isfinite(losses).all()


@every_row
def test_its_gradient_is_that_of_central_differences(row: Function) -> None:
    objective = objective_of(row)
    for place in some_places(row):
        gradient = objective.evaluate(place).gradient
        for i in range(len(place)):
            step = np.finfo(float).eps ** (1 / 3) * max(1.0, abs(place[i]))
            both = np.repeat(place[np.newaxis], 2, axis=0)
            both[:, i] += (-step, step)
            low, high = objective.losses(both)
            slope = (high - low) / (both[1, i] - both[0, i])
            assert abs(gradient[i] - slope) <= 1e-6 * max(1.0, abs(slope), abs(high))


@pytest.mark.parametrize("name", LITERATURE)
def test_its_values_are_those_of_the_literature(name: str) -> None:
    for x, y, value in LITERATURE[name]:
        found = objective_of(FUNCTIONS[name]).loss(np.array([x, y]))
        assert found == pytest.approx(value, abs=5e-4)


@every_row
def test_its_known_minima_are_minima(row: Function) -> None:
    objective = objective_of(row)
    for minimum in row.minima:
        place = np.array(minimum.place)
        assert objective.loss(place) == pytest.approx(minimum.value, abs=1e-9)
        assert np.abs(objective.evaluate(place).gradient).max() < 1e-6
        around = place + 1e-4 * np.array(list(product((-1, 0, 1), repeat=len(place))))
        assert objective.losses(around).min() >= objective.loss(place) - 1e-12


@every_row
def test_its_known_minima_are_the_ones_that_are_found(row: Function) -> None:
    found = find_minima(objective_of(row), row.bounds)
    known = sorted(minimum.place for minimum in row.minima)
    if row.name in ("rastrigin", "ackley"):  # of many only the lowest is known by name
        found = found[:1]
    assert np.array(sorted(minimum.place for minimum in found)) == pytest.approx(
        np.array(known), abs=1e-6
    )
    lowest = [minimum.value for minimum in row.minima if minimum.is_global]
    assert [m.value for m in found if m.is_global] == pytest.approx(lowest, abs=1e-9)


def test_rastrigin_has_a_hollow_beside_every_pair_of_whole_numbers() -> None:
    row = FUNCTIONS["rastrigin"]
    found = np.array([m.place for m in find_minima(objective_of(row), row.bounds)])
    assert len(found) == 121
    assert sorted(map(tuple, np.round(found).tolist())) == sorted(
        (float(x), float(y)) for x in range(-5, 6) for y in range(-5, 6)
    )


@pytest.mark.parametrize(
    ("name", "start", "n_epochs", "end"),
    [
        ("bowl", (2.5,), 200, (0.0,)),
        ("two_wells", (-0.05,), 100, (-1.3008396,)),
        ("two_wells", (0.4,), 100, (1.1309011,)),
        ("many_wells", (2.7,), 100, (3.5847518,)),
        ("many_wells", (2.5,), 100, (1.5365899,)),
        ("plateau", (2.4,), 60, (0.0,)),
        ("cliff", (2.5,), 500, (-0.0065361,)),
        ("inflection", (1.0,), 100, (3.0,)),
        ("sphere", (2.0, -3.0), 200, (0.0, 0.0)),
        ("himmelblau", (0.5, 0.5), 300, (3.0, 2.0)),
        ("himmelblau", (-0.5, 1.0), 300, (-2.8051181, 3.1313125)),
        ("himmelblau", (-0.5, -0.8), 300, (-3.7793103, -3.2831860)),
        ("himmelblau", (0.5, -2.8), 300, (3.5844283, -1.8481265)),
        ("rosenbrock", (0.5, 0.5), 35_000, (1.0, 1.0)),
        ("beale", (2.0, 0.2), 6000, (3.0, 0.5)),
        ("booth", (0.0, 0.0), 400, (1.0, 3.0)),
        ("matyas", (5.0, -3.0), 800, (0.0, 0.0)),
        ("three_hump_camel", (1.8, -1.0), 200, (1.7475523, -0.8737762)),
    ],
)
def test_descent_at_its_own_rate_reaches_the_minimum(
    name: str, start: tuple[float, ...], n_epochs: int, end: tuple[float, ...]
) -> None:
    row = FUNCTIONS[name]
    assert last_theta(row, start, n_epochs) == pytest.approx(np.array(end), abs=1e-6)


def test_from_the_left_of_the_level_step_descent_never_arrives() -> None:
    x = last_theta(FUNCTIONS["inflection"], (-1.2,), 5000)[0]
    assert -0.01 < x < 0.0


def test_over_the_kink_descent_hops_for_ever() -> None:
    row = FUNCTIONS["absolute_value"]
    ends = [last_theta(row, (2.5,), n)[0] for n in (100, 101, 102)]
    assert ends[0] == pytest.approx(ends[2])
    assert ends[0] * ends[1] < 0.0


def last_theta(row: Function, start: tuple[float, ...], n_epochs: int) -> Array:
    optimizer = gradient_descent()
    theta = np.array(start)
    settings = Settings(optimizer, row.rate, Batches(1), np.ones(len(start), dtype=bool))
    experiment = Experiment(
        objective_of(row), settings, State(0, theta, optimizer.init(theta)), n_epochs
    )
    for epoch in descend(experiment, experiment.start):
        assert epoch is not None
        if epoch.state.epoch == n_epochs:
            return epoch.state.theta
    raise AssertionError("it diverged")
