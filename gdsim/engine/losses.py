"""How wrong the outputs are: outputs, targets -> one number, and its slope by the outputs.

A row's loss is the sum over its outputs; a batch's is the sum or the mean over its rows. Textbooks
put a half before the squares or not; both forms are here, and each says which it is.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array, Numbers

Measure = Callable[[Array, Array, Array, float], Numbers]
"""(outputs, targets, slope, scale) -> scale x loss, and writes its derivative into slope.

Shapes (..., n_outputs, n_rows) -> (...). Outputs are activations, or pre-activations where the
loss names the activation that it goes with.
"""


class Loss(NamedTuple):
    """A loss and its derivative in one function, so that they cannot part.

    Attributes
    ----------
    name, title, formula : str
    measure : Measure
        Of the sum over the rows, without the half.
    half : bool
        Whether a factor 1/2 stands before the sum.
    is_mean : bool
        Whether the sum is divided by the number of rows.
    goes_with : str or None
        The last layer's activation that it needs; it is then worked out from pre-activations.
    is_regression : bool
        Whether targets are quantities, which may be standardised, and not classes.
    """

    name: str
    title: str
    formula: str
    measure: Measure
    half: bool = False
    is_mean: bool = True
    goes_with: str | None = None
    is_regression: bool = True

    def scale(self, n_rows: int) -> float:
        """Return the factor before the sum over ``n_rows`` rows."""
        return (0.5 if self.half else 1.0) / (n_rows if self.is_mean else 1)


def _total(values: Array) -> Numbers:
    total: Numbers = values.sum(axis=(-2, -1))
    return total


def _squared(outputs: Array, targets: Array, slope: Array, scale: float) -> Numbers:
    np.subtract(outputs, targets, out=slope)
    if slope.ndim == 2:
        total: Numbers = np.vdot(slope, slope)
    else:
        total = np.einsum("...ij,...ij", slope, slope)
    np.multiply(slope, 2.0 * scale, out=slope)
    return scale * total


def _absolute(outputs: Array, targets: Array, slope: Array, scale: float) -> Numbers:
    np.subtract(outputs, targets, out=slope)
    loss = scale * _total(np.abs(slope))
    np.sign(slope, out=slope)  # 0 at the kink, where there is no derivative
    np.multiply(slope, scale, out=slope)
    return loss


def _binary_cross_entropy(z: Array, targets: Array, slope: Array, scale: float) -> Numbers:
    loss = scale * _total(np.logaddexp(0.0, z) - targets * z)
    np.negative(z, out=slope)
    np.exp(slope, out=slope)
    np.add(slope, 1.0, out=slope)
    np.reciprocal(slope, out=slope)  # sigmoid(z), the probability
    np.subtract(slope, targets, out=slope)
    np.multiply(slope, scale, out=slope)
    return loss


def _cross_entropy(z: Array, targets: Array, slope: Array, scale: float) -> Numbers:
    shifted = z - z.max(axis=-2, keepdims=True)
    np.exp(shifted, out=slope)
    total = slope.sum(axis=-2, keepdims=True)
    loss = scale * _total(targets * (np.log(total) - shifted))
    np.divide(slope, total, out=slope)  # softmax(z), the probabilities
    np.multiply(slope, targets.sum(axis=-2, keepdims=True), out=slope)
    np.subtract(slope, targets, out=slope)
    np.multiply(slope, scale, out=slope)
    return loss


_ALL = (
    Loss("sse", "sum of squared errors", "sum of (output - target)^2", _squared, is_mean=False),
    Loss("mse", "mean squared error", "1/n x sum of (output - target)^2", _squared),
    Loss(
        "half_sse",
        "half the sum of squared errors",
        "1/2 x sum of (output - target)^2",
        _squared,
        half=True,
        is_mean=False,
    ),
    Loss(
        "half_mse",
        "half the mean squared error",
        "1/(2n) x sum of (output - target)^2",
        _squared,
        half=True,
    ),
    Loss("sum_abs", "sum of absolute errors", "sum of |output - target|", _absolute, is_mean=False),
    Loss("mae", "mean absolute error", "1/n x sum of |output - target|", _absolute),
    Loss(
        "binary_cross_entropy",
        "binary cross-entropy",
        "-1/n x sum of (target ln p + (1 - target) ln(1 - p))",
        _binary_cross_entropy,
        goes_with="sigmoid",
        is_regression=False,
    ),
    Loss(
        "cross_entropy",
        "cross-entropy",
        "-1/n x sum of target_i ln p_i",
        _cross_entropy,
        goes_with="softmax",
        is_regression=False,
    ),
)

LOSSES: Mapping[str, Loss] = MappingProxyType({loss.name: loss for loss in _ALL})
"""name -> loss; combo boxes, files and tests read it."""
