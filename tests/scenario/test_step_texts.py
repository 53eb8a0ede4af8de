"""A step that stands alone in a sentence reconciles in the digits that it prints."""

import numpy as np

from gdsim.scenario.arithmetic import Arithmetic
from gdsim.scenario.formats import reckon
from gdsim.scenario.step_texts import StepTexts, step_texts


def of(current: float, gradient: float, rate: float, **changed: object) -> Arithmetic:
    step = np.array([0.0, -rate * gradient])
    theta = np.array([7e9, current])
    return Arithmetic(
        3,
        theta,
        np.array([1.0, gradient]),
        step,
        theta + step,
        rate,
        np.array([True, True]),
        {"m": theta},
        {"m": theta},
        "gradient_descent",
        1,
    )._replace(**changed)  # type: ignore[arg-type]


def test_it_reads_as_one_would_write_it_and_knows_nothing_of_other_parameters() -> None:
    assert step_texts(of(2.4, 1.344, 0.05), 1) == StepTexts(
        "2.400", "0.05", "1.344", "−0.067", "2.333"
    )


def test_the_digits_of_nearly_all_steps_reconcile_and_of_none_by_more_than_one_unit() -> None:
    random = np.random.default_rng(4)
    off = 0
    for _ in range(2000):
        scale, rate = 10.0 ** random.uniform(-3, 3), 10.0 ** random.uniform(-3, 1)
        current, gradient = (scale * random.normal(size=2)).tolist()
        texts = step_texts(of(current, gradient, rate), 1)
        decimals = len(texts.new.partition(".")[2])
        beside = reckon(texts.current, (texts.rate, texts.gradient), texts.new, decimals).off
        assert beside <= 1
        off += beside
    assert off < 40


def test_a_step_with_a_memory_is_added() -> None:
    part = of(0.5, 3.0, 0.1, method="adam", step=np.array([0.0, -0.001]))
    texts = step_texts(part._replace(new=part.current + part.step), 1)
    assert (texts.current, texts.step, texts.new) == ("0.5000", "−0.0010", "0.4990")


def test_what_is_not_finite_has_words() -> None:
    texts = step_texts(of(1.0, np.inf, 0.1), 1)
    assert (texts.gradient, texts.new) == ("infinite", "−infinite")
