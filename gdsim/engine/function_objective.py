"""A function of one or two variables as what descent makes small: theta -> height and slope.

The variables are the parameters. There are no rows, so an epoch is one update.
"""

from collections.abc import Callable, Mapping
from math import isfinite, isnan
from types import MappingProxyType

import numpy as np

from gdsim.engine import initializers, streams
from gdsim.engine.arrays import Array, Rows, read_only
from gdsim.engine.expressions import Expression
from gdsim.engine.functions import Bounds
from gdsim.engine.objective import Evaluation


class FunctionObjective:
    """The value of an expression.

    It keeps no buffers, so that one serves every thread. Where the expression has a value but no
    derivative, as on the tip of a kink, the derivative counts as 0.

    Parameters
    ----------
    expression : Expression
    bounds : Bounds
        Where one looks at it; descent may leave them.

    Attributes
    ----------
    derivatives : tuple of Expression
        By each variable.
    """

    def __init__(self, expression: Expression, bounds: Bounds) -> None:
        self.expression = expression
        self.bounds = bounds
        self.names = expression.variables
        self.derivatives = tuple(expression.derivative(name) for name in self.names)
        self.cut = read_only(np.zeros(len(self.names), dtype=bool))
        self.n_rows = 1

    def evaluate(self, theta: Array, _rows: Rows = None) -> Evaluation:
        """Return height and slope at ``theta``; there are no rows to choose from."""
        columns = tuple(theta[:, np.newaxis])
        loss = float(self.expression.value(columns)[0])
        slopes = [float(derivative.value(columns)[0]) for derivative in self.derivatives]
        if isfinite(loss):
            slopes = [0.0 if isnan(slope) else slope for slope in slopes]
        return Evaluation(loss, loss, 0.0, np.array(slopes))

    def loss(self, theta: Array) -> float:
        """Return the height at ``theta``, with the same bits as ``evaluate``."""
        return float(self.expression.value(tuple(theta[:, np.newaxis]))[0])

    def losses(self, thetas: Array) -> Array:
        """Return the heights (n,) at ``thetas`` (n, n_parameters)."""
        return self.expression.value(tuple(thetas.T))

    def gradients(self, thetas: Array, _rows: Rows = None) -> tuple[Array, Array]:
        """Return heights (n,) and gradients (n, n_parameters) at ``thetas``."""
        columns = tuple(thetas.T)
        losses = self.expression.value(columns)
        gradients = np.empty(thetas.shape)
        for i, derivative in enumerate(self.derivatives):
            gradients[:, i] = derivative.value(columns)
        undefined = np.isnan(gradients)
        if undefined.any():
            gradients[undefined & np.isfinite(losses)[:, np.newaxis]] = 0.0
        return losses, gradients

    def twin(self) -> "FunctionObjective":
        """Return one that another thread may use: this one."""
        return self


def _drawn(draw: initializers.Draw) -> Callable[[Bounds, int], Array]:
    """Return what draws each variable as a network's number, from a stream of its own."""

    def start(bounds: Bounds, seed: int) -> Array:
        keys = [(streams.START, 0, i) for i in range(len(bounds))]
        return np.array([draw(seed, key, 0, 0)[0] for key in keys])

    return start


def uniform(bounds: Bounds, seed: int) -> Array:
    """Return a place drawn evenly over the bounds."""
    low, high = np.array(bounds).T
    drawn = [streams.uniforms(seed, (streams.START, 0, i), 1)[0] for i in range(len(bounds))]
    place: Array = low + (high - low) * np.array(drawn)
    return place


FUNCTION_INITIALIZERS: Mapping[str, Callable[[Bounds, int], Array]] = MappingProxyType(
    {
        "zeros": _drawn(initializers.zeros),
        "small_normal": _drawn(initializers.small_normal),
        "normal": _drawn(initializers.normal),
        "uniform": uniform,
    }
)
"""name -> function of (bounds, seed), which returns theta."""
