"""What a hand can point at in the diagram, and how the arrow keys walk from one to the next."""

from enum import Enum, auto
from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import IntArray
from gdsim.engine.network import Network, Place


class Kind(Enum):
    """A sort of thing in the diagram."""

    PARAMETER = auto()
    UNIT = auto()
    ADD_UNIT = auto()
    ADD_LAYER = auto()
    OWN_VALUES = auto()


class Direction(Enum):
    """Where an arrow key points."""

    LEFT = auto()
    RIGHT = auto()
    UP = auto()
    DOWN = auto()


class Target(NamedTuple):
    """One thing in the diagram.

    Attributes
    ----------
    kind : Kind
    first : int
        The position of a parameter in theta, the column of a unit (0 holds the inputs), or the
        layer that is added to.
    second : int
        The number of a unit in its column.
    """

    kind: Kind
    first: int = 0
    second: int = 0


OWN_VALUES = Target(Kind.OWN_VALUES)


def parameter(position: int) -> Target:
    """Return the weight or bias at ``position`` in theta."""
    return Target(Kind.PARAMETER, position)


def unit(column: int, number: int) -> Target:
    """Return a node; column 0 holds the inputs, column 1 the first layer."""
    return Target(Kind.UNIT, column, number)


class Walk:
    """The ways between the things of one network.

    Left and right go from node to edge to node; up and down stay in a column: each unit has its
    bias above it, edges follow one another as their names do.

    Parameters
    ----------
    network : Network

    Attributes
    ----------
    places : tuple of Place
        Where each parameter stands, in the order of theta.
    edges : ndarray of int
        The positions of all weights.
    """

    def __init__(self, network: Network) -> None:
        self.network = network
        found: list[Place] = [Place(0, 0, None)] * network.n_parameters
        for layer, (weights, biases) in enumerate(
            zip(network.weight_index, network.bias_index, strict=True)
        ):
            for row, positions in enumerate(weights.tolist()):
                for source, position in enumerate(positions):
                    found[position] = Place(layer, row, source)
            for row, position in enumerate(biases.tolist()):
                found[position] = Place(layer, row, None)
        self.places = tuple(found)
        self.edges: IntArray = np.concatenate([index.ravel() for index in network.weight_index])

    @property
    def last(self) -> int:
        """The column of the outputs."""
        return len(self.network.layers)

    def exists(self, target: Target) -> bool:
        """Return whether this network has ``target``."""
        if target.kind is Kind.PARAMETER:
            return target.first < self.network.n_parameters
        if target.kind is Kind.UNIT:
            return target.first <= self.last and target.second < self.size(target.first)
        return target.kind is not Kind.ADD_UNIT or target.first < self.last - 1

    def size(self, column: int) -> int:
        """Return how many nodes a column has."""
        network = self.network
        return network.layers[column - 1].units if column else network.n_inputs

    def own_parameters(self, target: Target) -> list[int]:
        """Return what a unit adds up with, its weights and its bias; none for an input."""
        column, number = target.first, target.second
        if not column:
            return []
        weights: list[int] = self.network.weight_index[column - 1][number].tolist()
        biases: list[int] = self.network.bias_index[column - 1][number : number + 1].tolist()
        return weights + biases

    def parameters_of(self, target: Target) -> list[int]:
        """Return all parameters that touch a unit: its weights, its bias, what leaves it."""
        column, number = target.first, target.second
        found = self.own_parameters(target)
        if column < self.last:
            found += self.network.weight_index[column][:, number].tolist()
        return found

    def edges_of(self, target: Target) -> IntArray:
        """Return the positions of the weights that touch a unit."""
        touching = self.parameters_of(target)
        return np.array([p for p in touching if self.places[p].source is not None], dtype=int)

    def step(self, target: Target, direction: Direction, *, is_typed: bool = False) -> Target:
        """Return what lies next to ``target``, or ``target`` itself at the border."""
        if direction in (Direction.UP, Direction.DOWN):
            way = 1 if direction is Direction.DOWN else -1
            column = self._column(target, is_typed)
            position = column.index(target) + way if target in column else 0
            return column[min(max(position, 0), len(column) - 1)]
        return self._sideways(target, 1 if direction is Direction.RIGHT else -1)

    def _column(self, target: Target, is_typed: bool) -> list[Target]:
        if target.kind is Kind.UNIT:
            return self._nodes(target.first, is_typed)
        if target.kind is Kind.ADD_UNIT:
            return self._nodes(target.first + 1, is_typed)
        if target.kind is Kind.OWN_VALUES:
            return self._nodes(0, is_typed)
        if target.kind is Kind.ADD_LAYER:
            return self._edges(self.last - 1)
        place = self.places[target.first]
        if place.source is None:
            return self._nodes(place.layer + 1, is_typed)
        return self._edges(place.layer)

    def _nodes(self, column: int, is_typed: bool) -> list[Target]:
        found = []
        for number in range(self.size(column)):
            if column:
                biases = self.network.bias_index[column - 1][number : number + 1]
                found += [parameter(position) for position in biases.tolist()]
            found.append(unit(column, number))
        if not column and is_typed:
            found.append(OWN_VALUES)
        if 0 < column < self.last:
            found.append(Target(Kind.ADD_UNIT, column - 1))
        return found

    def _edges(self, layer: int) -> list[Target]:
        found = [parameter(p) for p in self.network.weight_index[layer].ravel().tolist()]
        if layer == self.last - 1:
            found.append(Target(Kind.ADD_LAYER, layer))
        return found

    def _sideways(self, target: Target, way: int) -> Target:
        if target.kind is Kind.UNIT:
            return self._edge_beside(target.first, target.second, way) or target
        if target.kind is Kind.PARAMETER:
            layer, row, source = self.places[target.first]
            if source is None:
                return self._edge_beside(layer + 1, row, way) or target
            return unit(layer + 1, row) if way > 0 else unit(layer, source)
        return self._sideways_below(target, way)

    def _edge_beside(self, column: int, number: int, way: int) -> Target | None:
        """Return the edge that leads from a node as straight as possible to the next column."""
        beside = column + way
        if not 0 <= beside <= self.last:
            return None
        other = min(number, self.size(beside) - 1)
        layer, row, source = (column, other, number) if way > 0 else (beside, number, other)
        return parameter(int(self.network.weight_index[layer][row, source]))

    def _sideways_below(self, target: Target, way: int) -> Target:
        """Walk the row of quiet actions below the network."""
        row = [Target(Kind.ADD_UNIT, layer) for layer in range(self.last - 1)]
        row.append(Target(Kind.ADD_LAYER, self.last - 1))
        if target not in row:
            return row[0] if way > 0 else target
        return row[min(max(row.index(target) + way, 0), len(row) - 1)]
