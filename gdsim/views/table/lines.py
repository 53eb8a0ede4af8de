"""Which lines the table of one epoch has: filter, order, unfolded rows -> (parameter, update)."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array, BoolArray
from gdsim.engine.network import Network
from gdsim.text import _
from gdsim.views.table.figures import Role

WHOLE = -1
"""In place of an update's number: the whole epoch."""
NOTE = -2
"""In place of an update's number: a line that says what is not shown."""

_LAYER = re.compile(r"(?:layer\s*|l)(\d+)")
_SIGN = re.compile(r"(<=|>=|<|>|=)\s*([+-]?\d+\.?\d*(?:e[+-]?\d+)?)")
_COMPARED = {
    "<": np.less,
    ">": np.greater,
    "<=": np.less_equal,
    ">=": np.greater_equal,
    "=": np.equal,
}


class Line(NamedTuple):
    """A line: a parameter's position, and an update's number, WHOLE or NOTE."""

    parameter: int
    update: int = WHOLE


def lines_of(
    order: Sequence[int], unfolded: frozenset[int], n_updates: int, n_kept: int
) -> list[Line]:
    """Return the lines of the table.

    Parameters
    ----------
    order : sequence of int
        The parameters that are shown, from top to bottom.
    unfolded : frozenset of int
        Those whose updates are shown below them.
    n_updates, n_kept : int
        How many updates the epoch takes, and how many of them are known.
    """
    if n_kept < 2 or not unfolded:
        return [Line(parameter) for parameter in order]
    found = []
    for parameter in order:
        found.append(Line(parameter))
        if parameter in unfolded:
            found += [Line(parameter, update) for update in range(n_kept)]
            found += [Line(parameter, NOTE)] * (n_kept < n_updates)
    return found


def matching(
    text: str,
    names: Sequence[str],
    roles: Sequence[Role],
    network: Network | None,
    gradient: Array | None,
) -> BoolArray:
    """Return which parameters (n_parameters,) a filter leaves.

    It knows names and their beginnings ("w3", "b"), layers ("layer 2"), roles ("frozen") and the
    gradient's sign or size ("> 0"); several of them, with commas between, are all let through.
    """
    parts = [part.strip().lower() for part in text.split(",") if part.strip()]
    chosen = np.zeros(len(names), dtype=bool)
    for part in parts:
        chosen |= _one(part.replace("−", "-"), names, roles, network, gradient)
    return chosen if parts else ~chosen


def _one(
    part: str,
    names: Sequence[str],
    roles: Sequence[Role],
    network: Network | None,
    gradient: Array | None,
) -> BoolArray:
    words = {_("free"): Role.FREE, _("frozen"): Role.FROZEN, _("cut"): Role.CUT}
    layer, sign = _LAYER.fullmatch(part), _SIGN.fullmatch(part)
    if part in words:
        return np.array([role is words[part] for role in roles], dtype=bool)
    if layer and network is not None:
        return _of_layer(int(layer[1]) - 1, len(names), network)
    if sign and gradient is not None:
        return np.asarray(_COMPARED[sign[1]](gradient, float(sign[2])), dtype=bool)
    lower = [name.lower() for name in names]
    if part in lower:
        return np.array([name == part for name in lower], dtype=bool)
    return np.array([name.startswith(part) for name in lower], dtype=bool)


def _of_layer(layer: int, n: int, network: Network) -> BoolArray:
    chosen = np.zeros(n, dtype=bool)
    if 0 <= layer < len(network.layers):
        chosen[network.weight_index[layer].ravel()] = True
        chosen[network.bias_index[layer]] = True
    return chosen
