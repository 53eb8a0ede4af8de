"""What the axes are called along which runs are compared: Effort -> label, tip, an amount."""

from typing import NamedTuple

from gdsim.scenario.effort import Effort
from gdsim.scenario.quantities import short
from gdsim.text import _


class EffortWords(NamedTuple):
    """The words of one axis.

    Attributes
    ----------
    label, tip : str
    one, many : str
        An amount of it, with ``{n}``.
    """

    label: str
    tip: str
    one: str
    many: str

    def amount(self, n: float) -> str:
        """Return how much that is, in words."""
        whole = int(n + 1e-9)
        return (self.one if whole == 1 else self.many).format(n=f"{whole:,}")


class _Seconds(EffortWords):
    def amount(self, n: float) -> str:
        return self.many.format(n=short(n, 3))


def words_of(effort: Effort) -> EffortWords:
    """Return the words of an axis."""
    if effort is Effort.EPOCHS:
        tip = _("Passes over all training rows.")
        return EffortWords(_("epochs"), tip, _("after {n} epoch"), _("after {n} epochs"))
    if effort is Effort.UPDATES:
        tip = _("Steps of the parameters: one for each batch.")
        return EffortWords(_("updates"), tip, _("after {n} update"), _("after {n} updates"))
    if effort is Effort.ROWS:
        tip = _("Training rows that went into gradients, counted every time.")
        return EffortWords(_("rows seen"), tip, _("after {n} row"), _("after {n} rows"))
    if effort is Effort.SECONDS:
        tip = _("Time spent on computing here, without the pauses between epochs.")
        return _Seconds(_("seconds"), tip, "", _("after {n} s"))
    tip = _("How often a gradient was computed: once for each update, whatever its batch.")
    return EffortWords(
        _("gradient evaluations"), tip, _("after {n} gradient"), _("after {n} gradients")
    )
