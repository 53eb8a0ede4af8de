"""How a gradient becomes a step: gradient, memory, theta, rate -> delta, memory.

An optimizer is a factory with keyword arguments that returns two pure functions over a memory, a
NamedTuple in its paper's letters. ``init`` makes the memory for a theta; ``update`` returns the
step to add to theta and the next memory. Both work element by element, so they serve one theta
(n_parameters,) or many (n, n_parameters). The factory's signature is the panel in the window, the
keys in the file and the defaults.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from gdsim.engine.arrays import Array, Memory


class Optimizer(NamedTuple):
    """A rule of descent.

    Attributes
    ----------
    name : str
    init : callable
        ``init(theta) -> memory``.
    update : callable
        ``update(gradient, memory, theta, rate) -> (delta, memory)``; it changes none of them.
    """

    name: str
    init: Callable[[Array], Memory]
    update: Callable[[Array, Memory, Array, float], tuple[Array, Memory]]


class NoMemory(NamedTuple):
    """What an optimizer without a past remembers: nothing."""


def gradient_descent() -> Optimizer:
    """Step straight down the slope: delta = -rate x gradient.

    Where the gradient is negative the loss falls as the value rises, so the value rises.

    References
    ----------
    A.-L. Cauchy, *Methode generale pour la resolution des systemes d'equations simultanees*,
    Comptes rendus 25, 1847.
    """

    def init(_theta: Array) -> NoMemory:
        return NoMemory()

    def update(gradient: Array, memory: Memory, _theta: Array, rate: float) -> tuple[Array, Memory]:
        return -rate * gradient, memory

    return Optimizer("gradient_descent", init, update)


OPTIMIZERS: Mapping[str, Callable[..., Optimizer]] = MappingProxyType(
    {factory.__name__: factory for factory in (gradient_descent,)}
)
"""name -> factory. A new optimizer is one function and one name here."""
