"""Who is connected to whom: parameters known by the nodes they join, not by their number.

Names such as ``w3`` are positions, and positions move when a unit, a layer or an input comes or
goes. A weight is really the pair (unit, what feeds it) and a bias its unit.
"""

from collections.abc import Hashable, Iterator, Sequence
from typing import TypeAlias

Nodes: TypeAlias = list[list[Hashable]]
"""Inputs first, then each layer: what every node is called while the network changes."""


def nodes_of(n_inputs: int, units: Sequence[int]) -> Nodes:
    """Return names for the nodes of a network: (layer, number in it), the inputs as layer 0."""
    return [[(layer, i) for i in range(n)] for layer, n in enumerate((n_inputs, *units))]


def names_after(
    before: Nodes, biases_before: Sequence[bool], after: Nodes, biases_after: Sequence[bool]
) -> dict[str, str]:
    """Return old name -> new name for every parameter that is still there."""
    new = {identity: name for name, identity in _parameters(after, biases_after)}
    return {
        name: new[identity]
        for name, identity in _parameters(before, biases_before)
        if identity in new
    }


def _parameters(nodes: Nodes, biases: Sequence[bool]) -> Iterator[tuple[str, Hashable]]:
    """Yield each parameter's name and what it joins, layer by layer."""
    n_weights = n_biases = 0
    for below, units, bias in zip(nodes[:-1], nodes[1:], biases, strict=True):
        for unit in units:
            for source in below:
                n_weights += 1
                yield f"w{n_weights}", (unit, source)
        for unit in units if bias else ():
            n_biases += 1
            yield f"b{n_biases}", unit
