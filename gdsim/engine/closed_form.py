"""The lowest loss of a linear model without descending to it: objective -> ClosedForm.

A squared loss of a linear model is a paraboloid over theta. Its gradient is 0 at one place, which
a linear system gives; its second derivatives, the Hessian, are the same everywhere, and their
eigenvalues (the curvatures) say which learning rates can work.
"""

from math import inf, nan
from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array, IntArray, read_only
from gdsim.engine.datasets import Samples, Scaler, standardizer
from gdsim.engine.objective import NetworkObjective

SQUARED = ("sse", "mse", "half_sse", "half_mse")


class Sums(NamedTuple):
    """What the minimum of a model of one input x and one target y is worked out from.

    Attributes
    ----------
    n : int
        How many rows.
    x, y, xy, xx : float
        The sums of x, y, x times y and x squared.
    centered_xy, centered_xx : float
        The last two again, with the means taken from x and y first.
    """

    n: int
    x: float
    y: float
    xy: float
    xx: float
    centered_xy: float
    centered_xx: float


class ClosedForm(NamedTuple):
    """The minimum of a squared loss of a linear model, and the shape of the loss around it.

    Attributes
    ----------
    theta : ndarray, shape (n_parameters,)
        The least squares answer; one of them where columns depend on each other.
    loss : float
        The least loss.
    hessian : ndarray, shape (n_columns, n_columns)
        Second derivatives of the loss by the parameters of one output: its weights, then its
        bias. Outputs share no parameter, so each has this one.
    curvatures : ndarray, shape (n_columns,)
        Eigenvalues of it, the smallest first; exactly 0 along which nothing is decided.
    sums : Sums or None
        Of the training rows, for one input and one target.
    """

    theta: Array
    loss: float
    hessian: Array
    curvatures: Array
    sums: Sums | None

    @property
    def condition(self) -> float:
        """The largest curvature over the smallest: 1 for a round bowl, much for a long valley."""
        low, high = float(self.curvatures[0]), float(self.curvatures[-1])
        return high / low if low > 0.0 else inf

    @property
    def largest_rate(self) -> float:
        """The learning rate from which on plain descent over all rows no longer settles.

        Along an eigenvector of curvature c a step multiplies the distance to the minimum by
        1 - rate x c, which shrinks it while rate < 2/c (Nocedal and Wright 2006, section 3.3).
        """
        steepest = float(self.curvatures[-1])
        return 2.0 / steepest if steepest > 0.0 else inf


class ClosedForms(NamedTuple):
    """The same model on the same rows in three units.

    Attributes
    ----------
    as_computed : ClosedForm
        In the units of theta.
    raw, standardized : ClosedForm
        With inputs and targets in their own units; with both at mean 0 and deviation 1.
    inputs, targets : Scaler
        From raw to standardized.
    """

    as_computed: ClosedForm
    raw: ClosedForm
    standardized: ClosedForm
    inputs: Scaler
    targets: Scaler


def closed_form(objective: NetworkObjective) -> ClosedForm | None:
    """Return the minimum of ``objective``, None unless it is a plain linear least squares.

    That is one identity layer, a squared loss, no penalty, nothing cut, and numbers small enough
    for their squares to be finite.
    """
    if not is_linear_least_squares(objective):
        return None
    return _closed_form(objective, objective.inputs, objective.targets)


def closed_forms(objective: NetworkObjective, samples: Samples) -> ClosedForms | None:
    """Return the minimum in the units of theta, in raw and in standardized ones, or None.

    Without a bias these are different models: a raw line goes through 0, a standardized one
    through the means.
    """
    as_computed = closed_form(objective)
    if as_computed is None:
        return None
    data, train = samples.dataset, samples.train
    inputs, targets = data.inputs[train], data.targets[train]
    x_scaler, y_scaler = standardizer(inputs), standardizer(targets)
    raw = _closed_form(objective, inputs.T, targets.T)
    standardized = _closed_form(
        objective, x_scaler.transform(inputs).T, y_scaler.transform(targets).T
    )
    if raw is None or standardized is None:
        return None
    return ClosedForms(as_computed, raw, standardized, x_scaler, y_scaler)


def is_linear_least_squares(objective: NetworkObjective) -> bool:
    """Whether the loss is a paraboloid with a closed form for its minimum."""
    layers = objective.network.layers
    is_linear = len(layers) == 1 and layers[0].activation.name == "identity"
    is_squared = objective.loss_function.name in SQUARED
    return is_linear and is_squared and objective.penalty is None and not objective.cut.any()


def r_squared(loss: float, average_loss: float) -> float:
    """Return the share of the targets' variance that a model explains, NaN for constant targets.

    Parameters
    ----------
    loss : float
        Of the model: any squared loss.
    average_loss : float
        The same loss of always answering with the mean target.
    """
    return 1.0 - loss / average_loss if average_loss > 0.0 else nan


def _closed_form(objective: NetworkObjective, inputs: Array, targets: Array) -> ClosedForm | None:
    """Return the minimum for ``inputs`` (n_inputs, n_rows) and ``targets`` (n_outputs, n_rows)."""
    network, loss = objective.network, objective.loss_function
    n_rows = inputs.shape[1]
    columns = inputs.T  # (n_rows, n_columns)
    if network.layers[0].bias:
        columns = np.column_stack([columns, np.ones(n_rows)])
    scale = loss.scale(n_rows)
    with np.errstate(all="ignore"):
        hessian = 2.0 * scale * columns.T @ columns
    if not (np.isfinite(hessian).all() and np.isfinite(targets).all()):
        return None
    try:
        answer, rank = _least_squares(columns, targets.T)  # (n_columns, n_outputs)
        sizes = np.linalg.svd(columns, compute_uv=False)
    except np.linalg.LinAlgError:
        return None
    outputs = (columns @ answer).T
    least = float(loss.measure(outputs, targets, np.empty_like(outputs), scale))
    # The squares of the singular values: the Hessian's own eigenvalues would lose half the digits.
    curvatures = np.zeros(len(hessian))
    curvatures[:rank] = 2.0 * scale * sizes[:rank] ** 2
    return ClosedForm(
        read_only(_in_order(network.weight_index[0], network.bias_index[0], answer)),
        least,
        read_only(hessian),
        read_only(np.sort(curvatures)),
        _sums(inputs, targets),
    )


def _least_squares(columns: Array, targets: Array) -> tuple[Array, int]:
    """Return the weights (n_columns, n_outputs) of least squares, and how many are decided.

    Columns are brought to length 1 first, so that a column of large numbers does not make the
    others count as dependent.
    """
    lengths = np.sqrt((columns * columns).sum(axis=0))
    lengths[lengths == 0.0] = 1.0
    answer, _residuals, rank, _sizes = np.linalg.lstsq(columns / lengths, targets, rcond=None)
    return answer / lengths[:, np.newaxis], int(rank)


def _in_order(weight_index: IntArray, bias_index: IntArray, answer: Array) -> Array:
    """Return ``answer`` (n_columns, n_outputs) in the order of theta."""
    theta = np.empty(weight_index.size + bias_index.size)
    n_inputs = weight_index.shape[1]
    theta[weight_index] = answer[:n_inputs].T
    if bias_index.size:
        theta[bias_index] = answer[n_inputs]
    return theta


def _sums(inputs: Array, targets: Array) -> Sums | None:
    if len(inputs) != 1 or len(targets) != 1:
        return None
    x, y = inputs[0], targets[0]
    plain = (x.sum(), y.sum(), x @ y, x @ x)
    x = x - x.mean()
    return Sums(len(x), *(float(part) for part in (*plain, x @ (y - y.mean()), x @ x)))
