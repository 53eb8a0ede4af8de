"""What is said of tries by hand and of descent: Contest -> sentences."""

import numpy as np

from gdsim.engine.history import LOSS
from gdsim.scenario.contest import Contest
from gdsim.scenario.quantities import brief_loss, full
from gdsim.text import _

POINTS = 2000
"""Of descent's curve, where the epoch is looked up at which it passes a try."""


def caption(contest: Contest) -> str:
    """Return what stands beside the title."""
    if not contest.has_begun:
        return ""
    return n_tries(contest) if contest.tries else _("every change at epoch 0 is a try")


def n_tries(contest: Contest) -> str:
    """Return how many tries there were, in words."""
    n = len(contest.tries)
    return _("1 try") if n == 1 else _("{n} tries").format(n=n)


def what_to_do() -> tuple[str, str]:
    """Return the two lines that stand where nothing has begun."""
    return (
        _("Can you find a lower loss by hand than descent does?"),
        _("Press Begin; then drag the dot on the curve, or a number in the network."),
    )


def sentences(contest: Contest, n_updates: int) -> tuple[str, str]:
    """Return the result so far, and what stands behind it.

    Parameters
    ----------
    contest : Contest
    n_updates : int
        How many an epoch takes.
    """
    if not contest.has_begun:
        return "", ""
    if contest.descent is not None and contest.n_epochs:
        return _both(contest), _compared(contest, n_updates)
    best = contest.best
    if best is None:
        first = _("The start has a loss of {loss}. Can you get lower?").format(
            loss=brief_loss(contest.start_loss)
        )
        return first, _("Drag a number and let go: each time you let go is one try.")
    first = _("You: {loss} after {tries}; the start had {start}.").format(
        loss=brief_loss(best.loss), tries=n_tries(contest), start=brief_loss(contest.start_loss)
    )
    if best.loss >= contest.start_loss:
        return first, _("No try has been below the start yet. Try the other way, or less far.")
    return first, _(
        "Your best was try {number}. Go on, or let descent try from the same start."
    ).format(number=best.number)


def _both(contest: Contest) -> str:
    best = contest.best
    you = ""
    if best is not None:
        you = _("You: {loss} after {tries}.").format(
            loss=brief_loss(best.loss), tries=n_tries(contest)
        )
    if contest.has_diverged:
        return f"{you} {_descent_diverged(contest)}".strip()
    text = _("Descent: {loss} after {n} epochs.")
    if contest.n_epochs == 1:
        text = _("Descent: {loss} after {n} epoch.")
    descent = text.format(
        loss=brief_loss(contest.descent_loss(contest.n_epochs)), n=f"{contest.n_epochs:,}"
    )
    return f"{you} {descent}".strip()


def _descent_diverged(contest: Contest) -> str:
    assert contest.descent is not None
    assert contest.descent.stop is not None
    return _("Descent diverged at epoch {n}: its steps are too long here.").format(
        n=f"{contest.descent.stop.epoch:,}"
    )


def _compared(contest: Contest, n_updates: int) -> str:
    """Return what an epoch costs, where descent passes you, and where it is after as many."""
    best, n = contest.best, len(contest.tries)
    if contest.has_diverged:
        return _("A lower learning rate takes shorter steps.")
    looks = _("One look at the slope each")
    if n_updates > 1:
        looks = _("{n} looks at the slope each").format(n=f"{n_updates:,}")
    if best is None:
        return _("{looks}. Now you: go to epoch 0 and change a number.").format(looks=looks)
    passed = passed_at(contest, best.loss)
    if passed is None:
        where = _("your best is lower")
    elif passed == 0:
        where = _("its start is below your best")
    else:
        where = _("it passed your best at epoch {epoch}").format(epoch=f"{passed:,}")
    if not 0 < n < contest.n_epochs:
        return f"{looks}; {where}."
    loss = brief_loss(contest.descent_loss(n))
    return _("{looks}; {where}. At epoch {n} it had {loss}.").format(
        looks=looks, where=where, n=f"{n:,}", loss=loss
    )


def passed_at(contest: Contest, loss: float) -> int | None:
    """Return the first epoch at which descent is below ``loss``, None if it never is."""
    if contest.descent is None or not contest.descent.n_epochs:
        return None
    series = contest.descent.series(LOSS, 0, contest.n_epochs, POINTS)
    below = np.flatnonzero(series.values < loss)
    return int(series.epochs[below[0]]) if len(below) else None


def try_tip(contest: Contest, i: int) -> str:
    """Return the numbers of a try, or of the start where ``i`` is 0."""
    if i == 0:
        return _("Start\nloss = {loss}").format(loss=full(contest.start_loss))
    one = contest.tries[i - 1]
    return _("Your try {number}\nloss = {loss}").format(number=one.number, loss=full(one.loss))


def readout(contest: Contest, i: int) -> str:
    """Return the same in one line, shorter."""
    if i == 0:
        return _("start {loss}").format(loss=brief_loss(contest.start_loss))
    one = contest.tries[i - 1]
    return _("try {number}: {loss}").format(number=one.number, loss=brief_loss(one.loss))


def descent_readout(epoch: int, loss: float) -> str:
    """Return what is said at a point of descent."""
    return _("epoch {epoch}: {loss}").format(epoch=f"{epoch:,}", loss=brief_loss(loss))
