"""What is said of right and wrong answers: Verdicts -> words and sentences."""

from math import nan

from gdsim.engine.verdicts import Sweep, Verdicts
from gdsim.scenario.quantities import fixed
from gdsim.scenario.yes_no import YesNo
from gdsim.text import _


def caption(asked: YesNo | None) -> str:
    """Return what stands beside the title."""
    if asked is None:
        return ""
    return _("yes means {yes}").format(yes=asked.yes)


def what_it_needs() -> tuple[str, str]:
    """Return what stands where there is nothing to be right or wrong about."""
    return (
        _("This needs a question with two answers."),
        _("Open “Male or female?” under File, Examples: one sigmoid output, targets 0 and 1."),
    )


def threshold_text(threshold: float) -> str:
    """Return a threshold as it is written everywhere."""
    text = fixed(threshold, 3)
    return text.removesuffix("0")


def share_text(verdicts: Verdicts) -> str:
    """Return the share of right answers in percent."""
    share = 100.0 * verdicts.accuracy if verdicts.n_rows else nan
    return f"{share:.1f} %" if share == share else "\N{EN DASH}"


def sentences(
    asked: YesNo, threshold: float, train: Verdicts, test: Verdicts, swept: Sweep
) -> tuple[str, str]:
    """Return the counts in a sentence, and what stands behind it.

    Parameters
    ----------
    asked : YesNo
    threshold : float
    train, test : Verdicts
        Of the rows that are learnt from, and of those held out.
    swept : Sweep
        Of the rows that are learnt from.
    """
    first = _("At {threshold}: {right} of {n} right ({share}). {alarms}, {misses}.").format(
        threshold=threshold_text(threshold),
        right=f"{train.n_right:,}",
        n=f"{train.n_rows:,}",
        share=share_text(train),
        alarms=false_yes_text(train, asked),
        misses=false_no_text(train, asked),
    )
    low, high = swept.best_range()
    least = int(swept.n_wrong.min())
    ends = threshold_text(low), threshold_text(high)
    where = _("at {low}") if ends[0] == ends[1] else _("between {low} and {high}")
    second = _("The fewest wrong, {n}, are {where}.").format(
        n=f"{least:,}", where=where.format(low=ends[0], high=ends[1])
    )
    if test.n_rows:
        second = (
            _("Held out: {right} of {n} right ({share}).").format(
                right=f"{test.n_right:,}", n=f"{test.n_rows:,}", share=share_text(test)
            )
            + f" {second}"
        )
    return first, second


def false_yes_text(verdicts: Verdicts, asked: YesNo) -> str:
    """Return the false positives in words."""
    n = verdicts.false_yes
    text = (
        _("1 false alarm ({no}, called {yes})")
        if n == 1
        else _("{n} false alarms ({no}, called {yes})")
    )
    return text.format(n=f"{n:,}", no=asked.no, yes=asked.yes)


def false_no_text(verdicts: Verdicts, asked: YesNo) -> str:
    """Return the false negatives in words."""
    return _("{n} missed ({yes}, called {no})").format(
        n=f"{verdicts.false_no:,}", yes=asked.yes, no=asked.no
    )


def legend(asked: YesNo, rows_per_dot: int) -> str:
    """Return what the shapes of the dots mean."""
    parts = [_("crosses are wrong")]
    if asked.is_test.any():
        parts.append(_("hollow: held out"))
    if rows_per_dot > 1:
        parts.append(_("a dot is {n} rows").format(n=rows_per_dot))
    return " · ".join(parts)


def corners(verdicts: Verdicts, *, is_brief: bool) -> tuple[str, str, str, str]:
    """Return what stands in the corners: above left and right, below left and right."""
    counts = verdicts.false_no, verdicts.true_yes, verdicts.true_no, verdicts.false_yes
    names = cell_names()
    if is_brief:
        return tuple(f"{n:,}" for n in counts)  # type: ignore[return-value]
    return tuple(f"{n:,} {name}" for n, name in zip(counts, names, strict=True))  # type: ignore[return-value]


def cell_names() -> tuple[str, str, str, str]:
    """Return what the four counts are called, in the order of the corners."""
    return _("missed"), _("found"), _("rightly no"), _("false alarms")


def cell_tips() -> tuple[str, str, str, str]:
    """Return the field's terms for them."""
    return (
        _("False negatives: it was yes, and the network said no."),
        _("True positives: it was yes, and the network said yes."),
        _("True negatives: it was no, and the network said no."),
        _("False positives: it was no, and the network said yes."),
    )


def dot_tip(asked: YesNo, row: int, output: float, n_rows: int) -> str:
    """Return what a dot stands for."""
    truth = asked.yes if asked.is_yes[row] else asked.no
    kind = _(", held out") if asked.is_test[row] else ""
    if n_rows > 1:
        return _("{n} rows around here; the first is row {row}: {truth}").format(
            n=n_rows, row=row + 1, truth=truth
        )
    return _("Row {row}: {truth}{kind}, output {output}\nClick selects this row.").format(
        row=row + 1, truth=truth, kind=kind, output=fixed(output, 4)
    )
