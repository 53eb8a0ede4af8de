from collections.abc import Generator

import numpy as np

from gdsim.engine.steps import finish, quiet


def growing(n: int) -> Generator[float, None, float]:
    value = np.float64(1e300)
    for _ in range(n):
        value = value * value
        yield float(value)
    return float(value)


def test_the_result_is_what_the_generator_returns() -> None:
    def counting() -> Generator[None, None, str]:
        yield
        yield
        return "done"

    assert finish(counting()) == "done"


def test_inside_a_quiet_generator_overflow_is_an_answer() -> None:
    assert finish(quiet(growing)(3)) == np.inf


def test_between_the_steps_of_a_quiet_generator_warnings_are_as_they_were() -> None:
    before = np.geterr()
    steps = quiet(growing)(3)
    next(steps)
    assert np.geterr() == before
    assert before["over"] != "ignore"


def test_a_quiet_generator_yields_what_it_wraps() -> None:
    assert list(quiet(growing)(2)) == [np.inf, np.inf]
