"""The balls as rows: Ball -> what is written of each, and the model that lists them."""

from collections.abc import Sequence
from math import isfinite
from typing import Any, NamedTuple

import numpy as np
from PySide6.QtCore import Qt

from gdsim.engine.arrays import Array
from gdsim.scenario.effort import Effort
from gdsim.scenario.quantities import MINUS, fixed, full, short
from gdsim.scenario.subject import FunctionFacts
from gdsim.scenario.typed_numbers import as_typed
from gdsim.text import _
from gdsim.views.effort_words import words_of
from gdsim.views.row_list import Index, RowList
from gdsim.views.view import Ball

ROW = Qt.ItemDataRole.UserRole
NOTHING = "\N{EM DASH}"
MOST_VARIABLES = 2
"""Of more parameters a row could not say where the ball is."""


class Arrival(NamedTuple):
    """When a ball came to where it was to go.

    Attributes
    ----------
    epoch : int or None
        None while it is on its way.
    amount : float or None
        What that took; None where that was not measured.
    """

    epoch: int | None = None
    amount: float | None = None


class BallRow(NamedTuple):
    """What the list says of one ball.

    Attributes
    ----------
    place, mark : int
    name, color : str
    rate : float
    start, now, loss : str
        ``start`` and ``now`` are empty where there are too many parameters.
    arrived, minimum : str
        ``minimum`` is "global" or "local".
    verdict : str
        Stands in place of these two where the run has ended.
    is_current, is_hidden : bool
    sentence, tip : str
        All of it, for screen readers; all digits.
    """

    place: int
    mark: int
    name: str
    color: str
    rate: float
    start: str
    now: str
    loss: str
    arrived: str
    minimum: str
    verdict: str
    is_current: bool
    is_hidden: bool
    sentence: str
    tip: str

    @property
    def rate_text(self) -> str:
        """The learning rate as it is typed."""
        return as_typed(self.rate)


def row_of(
    ball: Ball,
    names: Sequence[str],
    facts: FunctionFacts | None,
    arrival: Arrival,
    effort: Effort,
    largest: float,
) -> BallRow:
    """Return what is written of a ball.

    Parameters
    ----------
    ball : Ball
    names : sequence of str
        Of the parameters.
    facts : FunctionFacts or None
        Of the function; None for a network.
    arrival : Arrival
    effort : Effort
        In what it is counted.
    largest : float
        The largest loss that a ball began with: it decides how many decimals losses have.
    """
    is_short = len(names) <= MOST_VARIABLES
    minimum = ""
    if facts is not None and ball.minimum is not None:
        minimum = _("global") if facts.minima[ball.minimum].is_global else _("local")
    verdict = ""
    if ball.stop is not None and ball.stop.epoch <= ball.epoch + 1 and arrival.epoch is None:
        verdict = _("diverged at {n}").format(n=f"{ball.stop.epoch:,}")
    return BallRow(
        ball.place,
        ball.mark,
        ball.name,
        ball.color,
        ball.rate,
        place_text(ball.start) if is_short else "",
        place_text(ball.theta) if is_short else "",
        loss_text(ball.loss, largest),
        amount_text(arrival, effort),
        minimum,
        verdict,
        ball.place < 0,
        ball.is_hidden,
        _sentence(ball, names, arrival, effort, minimum, verdict),
        _tip(ball, names),
    )


def place_text(theta: Array) -> str:
    """Return where a ball is: three decimals of one variable, two of each of two.

    Beyond 100 it is one of either, beyond 1,000 three digits: a ball that has left for good would
    else have no room in its column.
    """
    decimals = 3 if len(theta) == 1 else 2
    return ", ".join(_coordinate(float(x), decimals) for x in theta)


def _coordinate(x: float, decimals: int) -> str:
    if not abs(x) < 1000.0:
        return short(x, 3)
    return fixed(x, decimals if abs(x) < 100.0 else 1)


def loss_text(loss: float, largest: float) -> str:
    """Return a loss with as many decimals as all others beside it have.

    One that is far smaller or larger has a single digit, "8e−31"; the tip says all of them.
    """
    if not isfinite(loss):
        return NOTHING
    size = abs(largest) if isfinite(largest) else 1.0
    decimals = 3 - (size >= 100.0) - (size >= 1000.0)
    if loss and not 0.5 * 10.0**-decimals <= abs(loss) < 1e5:
        mantissa, exponent = f"{loss:.0e}".split("e")
        return f"{mantissa}e{int(exponent)}".replace("-", MINUS)
    return fixed(loss, decimals)


def amount_text(arrival: Arrival, effort: Effort) -> str:
    """Return when a ball arrived, as a bare number."""
    if arrival.epoch is None or arrival.amount is None:
        return NOTHING
    if effort is Effort.SECONDS:
        return short(arrival.amount, 3)
    return f"{round(arrival.amount):,}"


def amount_phrase(arrival: Arrival, effort: Effort) -> str:
    """Return when a ball arrived, in words."""
    if effort is Effort.EPOCHS or arrival.amount is None:
        return _("at epoch {n}").format(n=f"{arrival.epoch:,}")
    return words_of(effort).amount(arrival.amount)


def _sentence(
    ball: Ball,
    names: Sequence[str],
    arrival: Arrival,
    effort: Effort,
    minimum: str,
    verdict: str,
) -> str:
    parts = [ball.name, _("current") if ball.place < 0 else "", _("hidden") * ball.is_hidden]
    if len(names) <= MOST_VARIABLES:
        parts.append(_("start {place}").format(place=place_text(ball.start)))
    parts.append(_("learning rate {rate}").format(rate=as_typed(ball.rate)))
    if len(names) <= MOST_VARIABLES:
        parts += [
            _("{name} is {value}").format(name=name, value=place_text(np.array([value])))
            for name, value in zip(names, ball.theta, strict=True)
        ]
    if isfinite(ball.loss):
        parts.append(_("loss {loss}").format(loss=short(ball.loss)))
    if verdict:
        parts.append(verdict)
    elif arrival.epoch is not None:
        parts.append(_("arrived {when}").format(when=amount_phrase(arrival, effort)))
        parts.append(_("{kind} minimum").format(kind=minimum) if minimum else "")
    return ", ".join(part for part in parts if part)


def _tip(ball: Ball, names: Sequence[str]) -> str:
    """Return where a ball began and is, with all digits."""
    lines = [_("{name} at epoch {n}").format(name=ball.name, n=f"{ball.epoch:,}")]
    if len(names) <= MOST_VARIABLES:
        lines += [
            _("{name} = {value}, began at {start}").format(name=n, value=full(x), start=full(x0))
            for n, x, x0 in zip(names, ball.theta.tolist(), ball.start.tolist(), strict=True)
        ]
    if isfinite(ball.loss):
        lines.append(_("loss {loss}").format(loss=full(ball.loss)))
    if ball.place >= 0:
        lines.append(_("Click makes it the current ball; Del removes it."))
    return "\n".join(lines)


class BallsModel(RowList[BallRow]):
    """The rows, in the order of their marks or of their arrival."""

    def row_of_mark(self, mark: int) -> int:
        """Return where a ball stands, -1 if it is gone."""
        return next((i for i, row in enumerate(self.rows) if row.mark == mark), -1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what Qt and the painter ask for."""
        if not 0 <= index.row() < len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.sentence
        return row.tip if role == Qt.ItemDataRole.ToolTipRole else None
