"""How large the learning rate may be, in words: curvatures, rate -> a heading and a paragraph."""

from math import isfinite, isinf

from gdsim.scenario.quantities import MINUS, short
from gdsim.text import _
from gdsim.views.line.standings import Side, Standing

LONG = 10.0
"""From this condition number on the loss is called a long valley."""


def verdict(rate: float, side: Side, *, is_plain: bool) -> str:
    """Return in two or three words what becomes of descent at ``rate``."""
    limit = short(side.form.largest_rate, 3)
    if not is_plain:
        return _("limit {limit}").format(limit=limit)
    if rate >= side.form.largest_rate:
        return _("explodes: the limit is {limit}").format(limit=limit)
    return _("settles: the limit is {limit}").format(limit=limit)


def brief_rate(rate: float) -> str:
    """Return a learning rate without idle zeros."""
    return f"{rate:.4g}".replace("e-0", "e-").replace("-", MINUS)


def heading(now: Standing) -> str:
    """Return what the paragraph is about."""
    form, rate = now.raw.form, brief_rate(now.rate)
    if isinf(form.condition):
        return _("Many lines are equally good")
    if now.rate >= form.largest_rate:
        return _("Why {rate} explodes on raw columns").format(rate=rate)
    if form.condition >= LONG:
        return _("Why raw columns are slow")
    return _("How large the learning rate may be")


def paragraph(now: Standing) -> str:
    """Return why the present learning rate does on raw columns what it does."""
    form = now.raw.form
    if isinf(form.condition):
        return _("All inputs are equal, so slope and intercept can stand in for each other.")
    parts = [_one_curvature(now) if len(form.curvatures) == 1 else _two_curvatures(now)]
    if len(form.curvatures) == 1:
        parts.append(
            _(
                "Without an intercept these are two models: a raw line goes through 0, a "
                "standardized one through the averages."
            )
        )
    if not now.is_plain:
        parts.append(_("All this holds for plain gradient descent over all rows."))
    return " ".join(parts)


def _one_curvature(now: Standing) -> str:
    form, rate = now.raw.form, now.rate
    steepest = float(form.curvatures[-1])
    factor = 1.0 - rate * steepest
    start = _(
        "On raw columns the loss has the curvature {steep}. A step multiplies the distance to the "
        "lowest point by 1 − {rate} · {steep} = {factor}: "
    ).format(steep=short(steepest), rate=brief_rate(rate), factor=short(factor))
    if abs(factor) >= 1.0:
        end = _("it jumps across and lands farther away, each time. Up to {limit} it would settle.")
    elif factor < 0.0:
        end = _("it jumps across, but lands nearer. From {limit} on it would move away.")
    else:
        end = _("it comes nearer from one side. From {limit} on it would move away.")
    return start + end.format(limit=short(form.largest_rate, 3))


def _two_curvatures(now: Standing) -> str:
    form, rate = now.raw.form, now.rate
    flat, steep = float(form.curvatures[0]), float(form.curvatures[-1])
    factor = 1.0 - rate * steep
    if form.condition >= LONG:
        shape = _(
            "On raw columns the loss is a long valley, {steep} steep across and {flat} along: "
            "condition number {condition}. "
        )
    else:
        shape = _(
            "On raw columns the loss has the curvatures {steep} and {flat}: condition number "
            "{condition}. "
        )
    shape = shape.format(steep=short(steep), flat=short(flat), condition=short(form.condition))
    if abs(factor) >= 1.0:
        step = _(
            "A step multiplies the distance across by 1 − {rate} · {steep} = {factor}, and again "
            "and again. Below 2/{steep} = {limit} it would settle, but then it would shrink the "
            "distance along by at most {share} a step. "
        )
        share = 2.0 / form.condition
    else:
        step = _(
            "A step multiplies the distance across by 1 − {rate} · {steep} = {factor}, but it "
            "shrinks the distance along by only {share}. Above 2/{steep} = {limit} it explodes. "
        )
        share = rate * flat
    step = step.format(
        rate=brief_rate(rate),
        steep=short(steep),
        factor=short(factor),
        limit=short(form.largest_rate, 3),
        share=_share(share),
    )
    return shape + step + _rescue(now)


def _rescue(now: Standing) -> str:
    """Return what standardizing does to the curvatures."""
    form = now.standardized.form
    if not isfinite(form.condition):
        return ""
    return _(
        "Standardized, the curvatures are {flat} and {steep}: one rate suits both, up to {limit}."
    ).format(
        flat=short(float(form.curvatures[0]), 3),
        steep=short(float(form.curvatures[-1]), 3),
        limit=short(form.largest_rate, 3),
    )


def _share(share: float) -> str:
    """Return a part of the whole in percent."""
    return _("{n} %").format(n=short(100.0 * share, 2))
