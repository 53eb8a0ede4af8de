"""What is said of trying all values, and of what descent has used instead: numbers -> texts."""

from math import isfinite
from typing import NamedTuple

from gdsim.scenario.grid_search import (
    NANO,
    PLAIN,
    count_text,
    count_words,
    duration_text,
    n_combinations,
    power_of,
    superscript,
)
from gdsim.text import _

DIGITS_KEPT = 4


class Used(NamedTuple):
    """What descent has used so far.

    Attributes
    ----------
    epochs, gradients : int
    seconds : float or None
        None where nobody has timed it.
    """

    epochs: int
    gradients: int
    seconds: float | None


class Facing(NamedTuple):
    """The two columns that face each other.

    Attributes
    ----------
    all_looks, all_time, descent_looks, descent_time : str
    """

    all_looks: str
    all_time: str
    descent_looks: str
    descent_time: str


def power_text(n_values: int, n_parameters: int) -> str:
    """Return the grid in a formula: "10¹⁰ = 10,000,000,000"."""
    number = n_combinations(n_values, n_parameters)
    power = f"{n_values}{superscript(n_parameters)}"
    text = count_text(number, DIGITS_KEPT)
    if text == power:
        return power
    sign = "=" if number < PLAIN else "\N{ALMOST EQUAL TO}"
    return f"{power} {sign} {text}"


def lead(n_values: int, n_parameters: int) -> str:
    """Return what is multiplied, in words."""
    if n_parameters == 0:
        return _("No parameter is free to move, so there is nothing to try.")
    values = _("{k} values").format(k=n_values)
    if n_parameters == 1:
        return _("{values} of the one parameter that is free:").format(values=values)
    return _("{values} of each of {p} free parameters, in all combinations:").format(
        values=values, p=f"{n_parameters:,}"
    )


def in_words(n_values: int, n_parameters: int) -> str:
    """Return how many combinations that is, in words."""
    number = n_combinations(n_values, n_parameters)
    if number == 1:
        return _("one combination")
    if number >= PLAIN:
        digits = power_of(number).exponent + 1
        return _("a number of combinations with {n} digits").format(n=f"{digits:,}")
    return _("{n} combinations").format(n=count_words(number))


def facing(n_values: int, n_parameters: int, seconds_each: float, used: Used | None) -> Facing:
    """Return the two columns.

    Parameters
    ----------
    n_values, n_parameters : int
    seconds_each : float
        Of one look at the loss; NaN until it was measured.
    used : Used or None
        By descent; None until something is shown.
    """
    number = n_combinations(n_values, n_parameters)
    time = _("being timed …")
    if isfinite(seconds_each):
        time = duration_text(number * nanoseconds(seconds_each))
    looks = time_used = "\N{EN DASH}"
    if used is not None:
        looks = f"{used.gradients:,}"
        time_used = _time_used(used)
    all_looks = count_text(number)
    return Facing(all_looks, time, looks, time_used)


def nanoseconds(seconds: float) -> int:
    """Return a measured time as a whole number, at least 1."""
    return max(1, round(seconds * NANO))


def speed(seconds_each: float) -> str:
    """Return how fast that is, so that the times can be checked."""
    if not isfinite(seconds_each):
        return ""
    return _("One look at the loss of all rows takes {time} here.").format(
        time=duration_text(nanoseconds(seconds_each))
    )


def rows(columns: Facing, used: Used | None) -> tuple[tuple[str, str, str], ...]:
    """Return what stands in the table: a heading, looks, time."""
    descent = _("descent")
    if used is not None:
        descent = _("descent, {n} epochs so far").format(n=f"{used.epochs:,}")
        if used.epochs == 1:
            descent = _("descent, 1 epoch so far")
    return (
        ("", _("trying all"), descent),
        (_("looks"), columns.all_looks, columns.descent_looks),
        (_("time"), columns.all_time, columns.descent_time),
    )


def description(n_values: int, n_parameters: int, columns: Facing) -> str:
    """Return the state in a sentence."""
    if n_parameters == 0:
        return lead(n_values, 0)
    return _(
        "Trying all takes {n}, {time}. Descent has used {looks} gradients so far, {used}."
    ).format(
        n=in_words(n_values, n_parameters),
        time=columns.all_time,
        looks=columns.descent_looks,
        used=columns.descent_time,
    )


def _time_used(used: Used) -> str:
    if used.gradients == 0:
        return _("no time yet")
    if used.seconds is None:
        return _("not timed")
    return duration_text(max(1, round(used.seconds * NANO)))
