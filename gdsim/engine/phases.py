"""What happens inside an epoch, in order: layers -> forward, loss, backward, update.

Nothing is computed here. A snapshot holds the numbers of all parts of its epoch already; a phase
only says which of them are looked at.
"""

from enum import Enum
from typing import NamedTuple


class Part(Enum):
    """A part of an epoch."""

    FORWARD = "forward"
    LOSS = "loss"
    BACKWARD = "backward"
    UPDATE = "update"


class Phase(NamedTuple):
    """A part of an epoch, and where in the network it happens.

    Attributes
    ----------
    part : Part
    layer : int
        1 for the first layer above the inputs; 0 where the part is of the whole model.
    """

    part: Part
    layer: int = 0


def phases(n_layers: int) -> tuple[Phase, ...]:
    """Return the parts of an epoch in order.

    Parameters
    ----------
    n_layers : int
        Hidden layers and the output layer; 0 for a model without layers, which answers at once.
    """
    layers = range(1, n_layers + 1) if n_layers else (0,)
    return (
        *(Phase(Part.FORWARD, layer) for layer in layers),
        Phase(Part.LOSS),
        *(Phase(Part.BACKWARD, layer) for layer in reversed(layers)),
        Phase(Part.UPDATE),
    )


def following(phase: Phase | None, n_layers: int) -> Phase | None:
    """Return the part after ``phase``, None after the update; the first part after None."""
    return _beside(phase, phases(n_layers))


def preceding(phase: Phase | None, n_layers: int) -> Phase | None:
    """Return the part before ``phase``, None before the first; the update before None."""
    return _beside(phase, phases(n_layers)[::-1])


def _beside(phase: Phase | None, order: tuple[Phase, ...]) -> Phase | None:
    after = order.index(phase) + 1 if phase in order else 0
    return order[after] if after < len(order) else None
