"""Long work in small steps: a generator that yields often -> its result, or one step of it a time.

Whoever drives such a generator can look at the clock between two steps, and stops it by not
asking for the next one.
"""

from collections.abc import Callable, Generator
from functools import wraps
from typing import ParamSpec, TypeVar

import numpy as np

Arguments = ParamSpec("Arguments")
Step = TypeVar("Step")
Result = TypeVar("Result")


def finish(steps: Generator[object, None, Result]) -> Result:
    """Return the result of ``steps`` after taking all of them, in one go."""
    while True:
        try:
            next(steps)
        except StopIteration as ended:
            result: Result = ended.value
            return result


def quiet(
    begin: Callable[Arguments, Generator[Step, None, Result]],
) -> Callable[Arguments, Generator[Step, None, Result]]:
    """Make the generator function ``begin`` compute without NumPy's warnings.

    A number that overflows becomes inf, and inf is then an answer. The warnings are off only
    while a step is computed, never while whoever drives it has the word.
    """

    @wraps(begin)
    def begin_quietly(
        *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Generator[Step, None, Result]:
        steps = begin(*args, **kwargs)
        while True:
            with np.errstate(all="ignore"):
                try:
                    step = next(steps)
                except StopIteration as ended:
                    result: Result = ended.value
                    return result
            yield step

    return begin_quietly
