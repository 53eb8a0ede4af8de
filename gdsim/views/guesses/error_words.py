"""What plain, absolute and squared errors say of the same guesses, with their numbers."""

from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array
from gdsim.scenario.quantities import Quantity, signed, world
from gdsim.text import _
from gdsim.views.guesses.amounts import amount, decimals_of, thousands
from gdsim.views.guesses.guess_points import Points

_DUST = 1e-12
"""Relative: what rounding may leave of a sum that cancels."""


class Form(NamedTuple):
    """One way to count errors.

    Attributes
    ----------
    title, formula : str
    values : ndarray, shape (n_points,)
        How much each error counts.
    total : str
        Their sum, with its unit.
    loss_note : str
        How the loss comes from it; "" where it does not.
    sentence : str
    """

    title: str
    formula: str
    values: Array
    total: str
    loss_note: str
    sentence: str


def forms(points: Points) -> tuple[Form, Form, Form]:
    """Return plain, absolute and squared errors."""
    errors = points.differences
    is_absolute = points.loss.name in ("sum_abs", "mae")
    note = _loss_note(points)
    return (
        Form(
            _("plain"),
            _("Σ (guess − truth)"),
            errors.differences,
            _total(errors.sum_of_differences, points.target, is_signed=True),
            "",
            plain_sentence(points),
        ),
        Form(
            _("absolute"),
            _("Σ |guess − truth|"),
            errors.absolutes,
            _total(errors.sum_of_absolutes, points.target),
            note if is_absolute else "",
            absolute_sentence(points),
        ),
        Form(
            _("squared"),
            _("Σ (guess − truth)²"),
            errors.squares,
            _total(errors.sum_of_squares, points.squared),
            "" if is_absolute else note,
            squared_sentence(points),
        ),
    )


def plain_sentence(points: Points) -> str:
    """Return how far errors of opposite signs cancel."""
    values = points.differences.differences
    high, low = float(values[values > 0].sum()), -float(values[values < 0].sum())
    n_wrong = int(np.count_nonzero(values))
    if not n_wrong:
        return _("Every guess is right.")
    if not high or not low:
        return _("All errors have the same sign, so nothing cancels.")
    if abs(high - low) <= _DUST * high:
        if n_wrong == points.n_points:
            return _("The differences cancel to 0 although every guess is wrong.")
        return _("The differences cancel to 0 although {n} of {all} guesses are wrong.").format(
            n=n_wrong, all=points.n_points
        )
    text = _("{high} too high and {low} too low cancel: {left} too low remains.")
    if high > low:
        text = _("{high} too high and {low} too low cancel: {left} too high remains.")
    return text.format(
        high=world(high, points.target),
        low=world(low, points.target),
        left=world(abs(high - low), points.target),
    )


def absolute_sentence(points: Points) -> str:
    """Return what the largest error is of the sum without signs."""
    values = points.differences.absolutes
    if not values.any():
        return ""
    text = _("Without signs nothing cancels. The largest error, {size}, is {share} of the sum.")
    size = world(float(values.max()), points.target)
    return text.format(size=size, share=_percent(values))


def squared_sentence(points: Points) -> str:
    """Return by how much the largest error outweighs the smallest one."""
    sizes = points.differences.absolutes
    wrong = sizes[sizes > 0.0]
    if not len(wrong):
        return ""
    largest, least = float(wrong.max()), float(wrong.min())
    if largest - least <= _DUST * largest:
        return _("All errors are of one size, {size}, and weigh the same.").format(
            size=world(largest, points.target)
        )
    text = _("One error of {large} weighs as much as {n} errors of {small}: {share} of the sum.")
    return text.format(
        large=world(largest, points.target),
        small=world(least, points.target),
        n=_times((largest / least) ** 2),
        share=_percent(points.differences.squares),
    )


def slope_texts(points: Points) -> tuple[str, str]:
    """Return the derivatives by the selected guess, of its absolute and of its squared error."""
    difference = float(points.differences.differences[points.selected])
    squared = signed(thousands(2.0 * difference))
    absolute = signed(amount(float(np.sign(difference)), 0))
    return _("none") if difference == 0.0 else absolute, squared


def explanation() -> str:
    """Return what the curves show."""
    return _(
        "Above: how the error of this one guess counts. Below: its derivative, which descent "
        "follows. The absolute error has a kink at the truth, where its derivative jumps from −1 "
        "to +1. The square is smooth there, and its derivative shrinks with the error."
    )


def slope_sentence(points: Points) -> str:
    """Return the derivatives by the selected guess in a sentence."""
    name = points.names[points.selected]
    difference = float(points.differences.differences[points.selected])
    if difference == 0.0:
        return _(
            "{name} is at the truth: there the absolute error has a kink and no derivative "
            "(descent takes 0), the squared error has slope 0."
        ).format(name=name)
    doubled = 2.0 * difference
    text = _("As {name} rises, its absolute error changes by {one} a unit, its square by {two}.")
    one = signed(amount(float(np.sign(difference)), 0))
    return text.format(
        name=name, one=one, two=amount(doubled, decimals_of([doubled]), is_signed=True)
    )


def bar_tip(points: Points, form: Form, number: int) -> str:
    """Return what a bar says when pointed at."""
    value = float(form.values[number])
    written = amount(value, decimals_of([value]))
    return f"{points.names[number]}, {points.place(number)}: {form.title} {written}"


def description(points: Points) -> str:
    """Return all in sentences, for those who cannot see the picture."""
    parts = [f"{form.title}: {form.total}. {form.sentence}" for form in forms(points)]
    return " ".join([*parts, slope_sentence(points)])


def _total(value: float, of: Quantity, *, is_signed: bool = False) -> str:
    """Return a sum to its last digit, with its unit: "−$100,000"."""
    number = amount(abs(value), decimals_of([value]))
    sign = amount(value, decimals_of([value]), is_signed=is_signed).removesuffix(number)
    return f"{sign}{of.prefix}{number} {of.unit}".rstrip()


def _loss_note(points: Points) -> str:
    divisor = round(1.0 / points.loss.scale(points.n_points))
    return _("the loss") if divisor == 1 else _("÷ {n} = loss").format(n=divisor)


def _percent(values: Array) -> str:
    """Return the share of the largest of ``values`` (n,) in their sum."""
    return f"{100.0 * float(values.max() / values.sum()):.0f}\N{NO-BREAK SPACE}%"


def _times(ratio: float) -> str:
    whole = round(ratio)
    return f"{whole:,}" if abs(ratio - whole) < 1e-9 * ratio or ratio >= 100.0 else f"{ratio:.3g}"
