"""What the plot of guesses says: differences, the sum, its state in a sentence."""

from gdsim.scenario.quantities import signed, world
from gdsim.text import _
from gdsim.views.guesses.amounts import amount, decimals_of, thousands
from gdsim.views.guesses.guess_points import Points


def title() -> str:
    """Return the title of the panel."""
    return _("Guesses and truth")


def caption(*, is_held: bool) -> str:
    """Return what can be done."""
    if is_held:
        return _("↑ ↓ move · ← → choose · Esc lets go")
    return _("drag a guess")


def differences(points: Points) -> list[str]:
    """Return each difference with its sign: "+50,000"."""
    values = points.differences.differences.tolist()
    return [amount(value, decimals_of([value]), is_signed=True) for value in values]


def brief_differences(points: Points) -> list[str]:
    """Return each difference with its sign as short as may be: "+50k"."""
    return [signed(thousands(value)) for value in points.differences.differences.tolist()]


def total(points: Points, shrunk: int) -> tuple[str, ...]:
    """Return what stands under the big square."""
    value = points.differences.sum_of_squares
    number = amount(value, decimals_of([value]))
    note = _("sum of squares")
    if shrunk > 1:
        note = _("sum, sides at 1/{n}").format(n=f"{shrunk:,}")
    return f"{number} {points.squared.unit}".rstrip(), note


def sentence(points: Points, number: int) -> str:
    """Return one pair in a sentence."""
    guess, truth = float(points.guesses[number]), float(points.truths[number])
    text = _("{name}, {place}: guess {guess}, truth {truth}, difference {difference}").format(
        name=points.names[number],
        place=points.place(number),
        guess=world(guess, points.target),
        truth=world(truth, points.target),
        difference=signed(world(guess - truth, points.target)),
    )
    if points.counts is not None:
        text += f", {points.counts[number]:,.0f} {points.counted}"
    return text + "."


def tip(points: Points, number: int) -> str:
    """Return what a guess says when pointed at."""
    name = points.names[number]
    if points.cut[number]:
        return _("{name} is cut: it stays 0.").format(name=name)
    return (
        sentence(points, number)
        + "\n"
        + _("Drag it up or down to change {name}.").format(name=name)
    )


def description(points: Points) -> str:
    """Return the state in two sentences, for those who cannot see the plot."""
    number, _note = total(points, 1)
    every = _("{n} guesses; the sum of their squared errors is {total}.")
    return every.format(n=points.n_points, total=number) + " " + sentence(points, points.selected)
