"""Which start leads where: Basins -> bands along the axis, their shares, what is said of them."""

from collections.abc import Sequence
from math import isnan
from typing import NamedTuple

import numpy as np

from gdsim.engine.basins import GONE, UNSETTLED, VOID, Basins
from gdsim.engine.functions import Minimum
from gdsim.scenario.quantities import short
from gdsim.text import _


class Band(NamedTuple):
    """Neighbouring starts that end alike.

    Attributes
    ----------
    low, high : float
        Their range of values.
    minimum : int
        Which minimum they lead to; GONE, UNSETTLED or VOID for none.
    """

    low: float
    high: float
    minimum: int


def bands_of(basins: Basins) -> tuple[Band, ...]:
    """Return the bands of a function of one variable, from left to right."""
    starts = np.asarray(basins.starts, dtype=float).reshape(len(basins.minimum), -1)[:, 0]
    kinds = np.asarray(basins.minimum)
    if not len(starts):
        return ()
    cuts = np.flatnonzero(kinds[1:] != kinds[:-1]) + 1
    middles = 0.5 * (starts[cuts - 1] + starts[cuts])
    edges = np.concatenate([starts[:1], middles, starts[-1:]]).tolist()
    first = [0, *cuts.tolist()]
    return tuple(
        Band(low, high, int(kinds[i]))
        for low, high, i in zip(edges[:-1], edges[1:], first, strict=True)
    )


def shares_of(bands: Sequence[Band]) -> dict[int, float]:
    """Return which part of the starts that there are leads where, by minimum."""
    whole = sum(band.high - band.low for band in bands if band.minimum != VOID) or 1.0
    shares: dict[int, float] = {}
    for band in bands:
        shares[band.minimum] = shares.get(band.minimum, 0.0) + (band.high - band.low) / whole
    return shares


def texts_of(minimum: int, share: float, n_minima: int) -> tuple[str, ...]:
    """Return what may be written into a band, the longest first."""
    part = _("under 1 %") if share < 0.01 else _("{percent} %").format(percent=f"{share:.0%}"[:-1])
    if minimum == VOID:
        return (_("no value"),)
    if minimum == GONE:
        return _("{part} diverge").format(part=part), part
    if minimum == UNSETTLED:
        return _("{part} do not settle").format(part=part), part
    if n_minima < 2:
        return _("{part} of all starts come here").format(part=part), part
    n = str(minimum + 1)
    return (
        _("{part} of all starts lead to {n}").format(part=part, n=n),
        _("{n} · {part}").format(n=n, part=part),
        n,
    )


def sentence(value: float, loss: float, minimum: int, minima: Sequence[Minimum], name: str) -> str:
    """Return where a ball goes that begins at ``value``, where the loss is ``loss``."""
    start = _("a start at {name} = {value}").format(name=name, value=short(value, 3))
    if isnan(loss) or minimum == VOID:
        return _("{start} has no loss: the function has no value there").format(start=start)
    if minimum == GONE:
        return _("{start} diverges at this learning rate").format(start=start)
    if not 0 <= minimum < len(minima):
        return _("{start} does not settle: it jumps to and fro, or is slow").format(start=start)
    return _("{start} rolls to the minimum at {name} = {end}").format(
        start=start, name=name, end=short(minima[minimum].place[0], 3)
    )
