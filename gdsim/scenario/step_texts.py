"""One step of one parameter where it stands alone: Arithmetic -> digits that reconcile.

As in a table no digit is adjusted; there are only as many of them as it takes.
"""

from math import isfinite
from typing import NamedTuple

from gdsim.scenario.arithmetic import Arithmetic
from gdsim.scenario.formats import Formats, choose_formats, reckon
from gdsim.scenario.quantities import bare

MORE = 3
"""So many more decimals a step that stands alone may have, if they then give its new value."""


class StepTexts(NamedTuple):
    """One step of one parameter, as it is printed."""

    current: str
    rate: str
    gradient: str
    step: str
    new: str


def step_texts(part: Arithmetic, parameter: int) -> StepTexts:
    """Return how the step of one parameter is printed where it stands alone.

    It has the fewest decimals from which its new value follows to the last place.
    """
    alone = part._replace(
        current=part.current[[parameter]],
        gradient=part.gradient[[parameter]],
        step=part.step[[parameter]],
        new=part.new[[parameter]],
        memory={},
    )
    formats = choose_formats([alone])
    found = [_printed(alone, formats, more) for more in range(MORE + 1)]
    return next((texts for texts, is_off in found if not is_off), found[0][0])


def _printed(alone: Arithmetic, formats: Formats, more: int) -> tuple[StepTexts, bool]:
    """Return a step with so many more decimals than usual, and whether its digits are off."""
    value, gradient, step = (
        form._replace(decimals=form.decimals + more)
        for form in (formats.value, formats.gradient, formats.step)
    )
    finer = formats._replace(value=value, gradient=gradient, step=step)
    texts = _texts(alone, finer)
    numbers = alone.current[0], alone.gradient[0], alone.step[0], alone.new[0]
    if not all(map(isfinite, numbers)):
        return texts, False
    taken = (texts.rate, texts.gradient) if alone.is_plain else (texts.step,)
    return texts, reckon(texts.current, taken, texts.new, value.decimals).off > 0


def _texts(alone: Arithmetic, formats: Formats) -> StepTexts:
    return StepTexts(
        bare(formats.value.text(float(alone.current[0]))),
        formats.rate(alone.rate),
        bare(formats.gradient.text(float(alone.gradient[0]))),
        formats.step.text(float(alone.step[0])),
        bare(formats.value.text(float(alone.new[0]))),
    )
