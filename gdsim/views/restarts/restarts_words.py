"""What the panels of many starts say: Crop -> captions, labels, sentences."""

from math import isfinite

from gdsim.engine.outcomes import DIVERGED, NOWHERE, Group, Outcomes
from gdsim.scenario.crop import Crop
from gdsim.scenario.quantities import loss_text, short
from gdsim.scenario.starts import GRID, bounds_of, numbers_text
from gdsim.text import _

LONGEST = 11
"""Characters of a loss in a column."""


def progress(crop: Crop) -> str:
    """Return how far the runs are: "epoch 34 of 200 · about 5 s left"."""
    results = crop.results
    if results is None:
        return _("drawing starts")
    text = _("epoch {epoch} of {goal}").format(
        epoch=f"{results.epoch:,}", goal=f"{results.epochs:,}"
    )
    left = crop.seconds_left
    if crop.is_running and isfinite(left) and left >= 1.0:
        text += " · " + _("about {n} s left").format(n=f"{left:,.0f}")
    return text


def caption(crop: Crop | None) -> str:
    """Return what stands beside the title of the starts."""
    if crop is None:
        return ""
    if crop.is_running:
        return progress(crop)
    if crop.is_outdated:
        return _("from before your last change · train again")
    text = numbers_text(crop.subject, crop.settings)
    results = crop.results
    if results is not None and not results.is_complete:
        return _("stopped at epoch {epoch} · {starts}").format(
            epoch=f"{results.epoch:,}", starts=text
        )
    return text


def run_name(crop: Crop, run: int) -> str:
    """Return how a run is called: by its seed, on a grid by its number."""
    if crop.settings.distribution == GRID:
        return _("start {number}").format(number=f"{run + 1:,}")
    return _("seed {seed}").format(seed=f"{crop.seeds[run]:,}")


def run_text(crop: Crop, run: int) -> str:
    """Return a run and its loss: "seed 17 · 0.0113"."""
    assert crop.results is not None
    at = int(crop.results.diverged_at[run])
    if at >= 0:
        return _("{name} · diverged at {epoch}").format(name=run_name(crop, run), epoch=f"{at:,}")
    loss = row_loss(float(crop.results.losses[run]))
    return _("{name} · {loss}").format(name=run_name(crop, run), loss=loss)


def row_loss(loss: float, digits: int = 4) -> str:
    """Return a loss as it fits a column: a very large one by its first digits."""
    text = loss_text(loss, digits)
    return text if len(text) <= LONGEST else short(loss, digits)


def place_text(names: tuple[str, ...], place: tuple[float, ...]) -> str:
    """Return a place: "x = −1.301", "(3.000, 2.000)"."""
    if len(place) == 1:
        return f"{names[0]} = {short(place[0])}"
    return "(" + ", ".join(short(value) for value in place) + ")"


def group_text(crop: Crop, number: int) -> str:
    """Return what the runs of a group have come to."""
    assert crop.outcomes is not None
    group = crop.outcomes.groups[number]
    if group.place:
        return place_text(crop.subject.names, group.place)
    return losses_text(group)


def losses_text(group: Group) -> str:
    """Return between which losses a group is: "0.0250 to 0.0336"."""
    low, high = row_loss(group.lowest, 3), row_loss(group.highest, 3)
    return low if low == high else _("{low} to {high}").format(low=low, high=high)


def outcome_text(crop: Crop, run: int) -> str:
    """Return what a run has come to, for its row of the table."""
    assert crop.outcomes is not None
    number = int(crop.outcomes.of_run[run])
    if number == DIVERGED:
        return _("diverged")
    if number == NOWHERE:
        return _("at none")
    group = crop.outcomes.groups[number]
    if group.place:
        is_lowest = is_lowest_minimum(crop, number)
        text = place_text(crop.subject.names, group.place)
        return _("{place}, lowest").format(place=text) if is_lowest else text
    return losses_text(group)


def is_lowest_minimum(crop: Crop, number: int) -> bool:
    """Whether a group's minimum is lower than others of the function."""
    facts = crop.subject.function
    if facts is None or all(minimum.is_global for minimum in facts.minima):
        return False
    return number < len(facts.minima) and bool(facts.minima[number].is_global)


def minimum_text(crop: Crop, number: int) -> str:
    """Return what stands at a minimum: the share of the runs there."""
    assert crop.outcomes is not None
    share = percent(crop.outcomes.groups[number].n / max(1, len(crop.outcomes.of_run)))
    return _("lowest, {share}").format(share=share) if is_lowest_minimum(crop, number) else share


def percent(part: float) -> str:
    """Return a share: "62 %", "0.4 %", "< 0.1 %"."""
    whole = 100.0 * part
    if 0.0 < whole < 0.1:
        return "< 0.1 %"
    is_whole = abs(whole - round(whole)) < 0.05
    return f"{whole:.0f} %" if is_whole or whole >= 9.95 else f"{whole:.1f} %"


def summary(crop: Crop) -> str:
    """Return in one sentence what the runs have come to."""
    results, outcomes = crop.results, crop.outcomes
    if results is None or outcomes is None:
        return _("The starts are being drawn.")
    best = results.best
    if best < 0:
        return _("All {n} runs diverged; try a smaller learning rate.").format(n=f"{results.n:,}")
    text = _("{n} runs after {epoch} epochs; the best is {best}.").format(
        n=f"{results.n:,}", epoch=f"{results.epoch:,}", best=run_text(crop, best)
    )
    return " ".join([text, *_of_groups(crop, outcomes, results.n)])


def _of_groups(crop: Crop, outcomes: Outcomes, n: int) -> list[str]:
    said = []
    counted = [(group.n, i, group) for i, group in enumerate(outcomes.groups) if group.n]
    for count, i, group in sorted(counted, key=lambda found: -found[0])[:3]:
        said.append(
            _("{share} come to {what}.").format(
                share=percent(count / n), what=_what(crop, i, group)
            )
        )
    if outcomes.n_diverged:
        said.append(_("{share} diverged.").format(share=percent(outcomes.n_diverged / n)))
    return said


def _what(crop: Crop, number: int, group: Group) -> str:
    if group.place:
        return group_text(crop, number)
    return _("a loss of {loss}").format(loss=group_text(crop, number))


def where_starts_are(crop: Crop) -> str:
    """Return what a share of all places is called: "axis" or "area"; empty for networks."""
    n = len(bounds_of(crop.subject))
    return {1: _("of the axis"), 2: _("of the area")}.get(n, "")
