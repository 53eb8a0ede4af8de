"""What descent makes small: theta -> loss and gradient.

Descent, history, slices and plots know only the protocol ``Objective``. ``NetworkObjective`` is
the loss of a network on its training rows.
"""

from collections.abc import Sequence
from copy import copy
from typing import NamedTuple, Protocol

import numpy as np

from gdsim.engine.arrays import Array, BoolArray, IntArray, Numbers, Rows, count_rows
from gdsim.engine.losses import Loss
from gdsim.engine.network import Network, Workspace
from gdsim.engine.penalties import Penalty

CHUNK = 1 << 15
"""Numbers per buffer when many thetas are evaluated at once: 256 KiB stay in the cache."""

MAX_SPACES = 16
"""Shapes for which buffers are kept: batches, a single row, a map of the inputs, many thetas."""


class Evaluation(NamedTuple):
    """The loss at one theta, its two terms and its gradient (n_parameters,)."""

    loss: float
    data_loss: float
    penalty: float
    gradient: Array


class Objective(Protocol):
    """A loss over parameters that have names.

    It owns scratch buffers: one thread uses it at a time, ``twin`` gives another one.

    Attributes
    ----------
    names : tuple of str
        Of the parameters, in the order of theta.
    cut : ndarray of bool, shape (n_parameters,)
        Which are held at 0 and have no derivative.
    n_rows : int
        How many rows the loss is taken over; 1 for a plain function.
    """

    names: tuple[str, ...]
    cut: BoolArray
    n_rows: int

    def evaluate(self, theta: Array, rows: Rows = None) -> Evaluation:
        """Return loss and gradient at ``theta``; of all rows, or of a batch."""
        ...

    def loss(self, theta: Array) -> float:
        """Return the loss of all rows at ``theta``, with the same bits as ``evaluate``."""
        ...

    def losses(self, thetas: Array) -> Array:
        """Return the losses (n,) of all rows at ``thetas`` (n, n_parameters)."""
        ...

    def gradients(self, thetas: Array, rows: Rows = None) -> tuple[Array, Array]:
        """Return losses (n,) and gradients (n, n_parameters) at ``thetas``; of all rows or some."""
        ...

    def twin(self) -> "Objective":
        """Return another one over the same data with buffers of its own."""
        ...


class NetworkObjective:
    """The loss of a network on a data set, plus a penalty.

    Parameters
    ----------
    network : Network
    inputs : ndarray, shape (n_inputs, n_rows)
    targets : ndarray, shape (n_outputs, n_rows)
    loss_function : Loss
    penalty : (Penalty, rate) or None
    cut : ndarray of bool, shape (n_parameters,), or None
        Parameters held at 0.
    """

    def __init__(
        self,
        network: Network,
        inputs: Array,
        targets: Array,
        loss_function: Loss,
        penalty: tuple[Penalty, float] | None = None,
        cut: BoolArray | None = None,
    ) -> None:
        self.network = network
        self.names = network.names
        self.loss_function = loss_function
        self.penalty = penalty
        self.cut = np.zeros(network.n_parameters, dtype=bool) if cut is None else cut
        self.n_rows = inputs.shape[1]
        # Inputs, a row of ones for the biases, and targets in one array: a batch is one take.
        self._data = np.vstack([inputs, np.ones((1, self.n_rows)), targets])
        self._some_cut = bool(self.cut.any())
        weights = np.concatenate([index.ravel() for index in network.weight_index])
        self._penalised: IntArray = weights[~self.cut[weights]]
        self._spaces: dict[tuple[int | None, ...], Workspace] = {}

    @property
    def inputs(self) -> Array:
        """The inputs (n_inputs, n_rows)."""
        return self._data[: self.network.n_inputs]

    @property
    def targets(self) -> Array:
        """The targets (n_outputs, n_rows)."""
        return self._data[self.network.n_inputs + 1 :]

    def evaluate(self, theta: Array, rows: Rows = None) -> Evaluation:
        """Return loss and gradient at ``theta``; of all rows, or of a batch."""
        space = self._batch(rows)
        data_loss = float(self._forward(theta, space))
        gradient = self.network.backward(space)
        penalty = 0.0
        if self.penalty is not None:
            penalty = float(self._add_penalty(theta, gradient))
        if self._some_cut:
            gradient[self.cut] = 0.0
        return Evaluation(data_loss + penalty, data_loss, penalty, gradient)

    def loss(self, theta: Array) -> float:
        """Return the loss of all rows at ``theta``, with the same bits as ``evaluate``."""
        data_loss = float(self._forward(theta, self._batch(None)))
        return data_loss if self.penalty is None else data_loss + float(self._penalty(theta))

    def losses(self, thetas: Array) -> Array:
        """Return the losses (n,) of all rows at ``thetas`` (n, n_parameters)."""
        losses = np.empty(len(thetas))
        for part in self._chunks(len(thetas)):
            losses[part] = self._forward(thetas[part], self._space(None, part.stop - part.start))
        return losses if self.penalty is None else losses + self._penalty(thetas)

    def gradients(self, thetas: Array, rows: Rows = None) -> tuple[Array, Array]:
        """Return losses (n,) and gradients (n, n_parameters) at ``thetas``; of all rows or some."""
        losses, gradients = np.empty(len(thetas)), np.empty(thetas.shape)
        for part in self._chunks(len(thetas), rows):
            n = part.stop - part.start
            space = self._space(None, n) if rows is None else self._filled(rows, n)
            losses[part] = self._forward(thetas[part], space)
            gradients[part] = self.network.backward(space)
        if self.penalty is not None:
            losses += self._add_penalty(thetas, gradients)
        gradients[:, self.cut] = 0.0
        return losses, gradients

    def twin(self) -> "NetworkObjective":
        """Return another one over the same data with buffers of its own."""
        twin = copy(self)
        twin._spaces = {}  # noqa: SLF001 - our own
        return twin

    def outputs(self, theta: Array, inputs: Array) -> Array:
        """Return what the network answers, (n_outputs, n) to ``inputs`` (n_inputs, n)."""
        return self.values(theta, inputs)[-1][1]

    def values(self, theta: Array, inputs: Array) -> Sequence[tuple[Array, Array]]:
        """Return each layer's pre-activations and activations, (units, n), as new arrays."""
        space = self._space(inputs.shape[1])
        space.inputs[:] = inputs
        self.network.forward(theta, space)
        return [(layer.z.copy(), layer.a.copy()) for layer in space.layers]

    def slopes(self, theta: Array, inputs: Array, targets: Array) -> Sequence[Array]:
        """Return for each layer the loss's derivative by its pre-activations, (units, n).

        ``inputs`` (n_inputs, n) and ``targets`` (n_outputs, n) are taken as one batch.
        """
        space = self._space(inputs.shape[1])
        space.inputs[:] = inputs
        space.targets[:] = targets
        self._forward(theta, space)
        self.network.backward(space)
        return [layer.slope.copy() for layer in space.layers]

    def _forward(self, theta: Array, space: Workspace) -> Numbers:
        """Run forward, return the data loss (...), leave the slope at the last layer."""
        self.network.forward(theta, space)
        last, loss = space.layers[-1], self.loss_function
        scale = loss.scale(space.data.shape[1])
        if loss.goes_with is not None:
            return loss.measure(last.z, space.targets, last.slope, scale)
        value = loss.measure(last.a, space.targets, last.slope, scale)
        if last.z is not last.a:  # with the identity they are one, and its derivative is 1
            last.activation.derivative(last.z, last.a, last.scratch)
            np.multiply(last.slope, last.scratch, out=last.slope)
        return value

    def _penalty(self, thetas: Array) -> Array:
        assert self.penalty is not None
        function, rate = self.penalty
        return function.value(thetas[..., self._penalised], rate)

    def _add_penalty(self, thetas: Array, gradients: Array) -> Array:
        assert self.penalty is not None
        function, rate = self.penalty
        gradients[..., self._penalised] += function.derivative(thetas[..., self._penalised], rate)
        return self._penalty(thetas)

    def _batch(self, rows: Rows) -> Workspace:
        """Return buffers that hold the data of these rows until the next call."""
        return self._space(None) if rows is None else self._filled(rows)

    def _filled(self, rows: IntArray | slice, *lead: int) -> Workspace:
        """Return buffers, for so many thetas, after copying the data of these rows into them."""
        space = self._space(count_rows(rows, self.n_rows), *lead)
        if isinstance(rows, slice):
            space.data[:] = self._data[:, rows]
        else:
            self._data.take(rows, axis=1, out=space.data, mode="clip")
        return space

    def _space(self, n_rows: int | None, *lead: int) -> Workspace:
        """Return buffers for so many rows of any data, or over all rows of ours, made once."""
        key = (n_rows, *lead)
        space = self._spaces.get(key)
        if space is None:
            if len(self._spaces) >= MAX_SPACES:
                self._spaces.clear()
            data = self._data if n_rows is None else np.ones((len(self._data), n_rows))
            space = self._spaces[key] = self.network.workspace(data, lead)
        return space

    def _chunks(self, n: int, rows: Rows = None) -> list[slice]:
        """Cut ``n`` thetas into parts whose buffers stay in the cache."""
        widest = max(layer.units + 1 for layer in self.network.layers)
        size = max(1, CHUNK // (widest * count_rows(rows, self.n_rows)))
        return [slice(i, min(i + size, n)) for i in range(0, n, size)]
