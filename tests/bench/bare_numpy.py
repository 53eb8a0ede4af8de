"""The descents of the engine's bench in bare NumPy.

Buffers are made once, and nothing is recorded but the loss.
"""

from collections.abc import Callable

import numpy as np

from gdsim.engine.arrays import Array

RATE = 0.01


def bare_a(x: Array, y: Array, theta: list[Array]) -> Callable[[int], list[float]]:
    """One hidden sigmoid layer, all rows at once, every call written out."""
    n = x.shape[1]
    w1, w2 = theta  # (2, 4), (1, 3): the bias is a weight on an input of ones
    x1 = np.vstack([x, np.ones((1, n))])
    x1_t = x1.T
    a1 = np.ones((3, n))
    a1_t, hidden, w2_t = a1.T, a1[:2], w2[:, :2].T
    z1, slope1, derivative = np.empty((2, n)), np.empty((2, n)), np.empty((2, n))
    slope2 = np.empty((1, n))
    g1, g2 = np.empty_like(w1), np.empty_like(w2)

    def epochs(n_epochs: int) -> list[float]:
        losses = []
        for _ in range(n_epochs):
            np.dot(w1, x1, out=z1)
            np.negative(z1, out=hidden)
            np.exp(hidden, out=hidden)
            np.add(hidden, 1.0, out=hidden)
            np.reciprocal(hidden, out=hidden)
            np.dot(w2, a1, out=slope2)
            np.subtract(slope2, y, out=slope2)
            losses.append(float(np.vdot(slope2, slope2)) / n)
            np.multiply(slope2, 2.0 / n, out=slope2)
            np.dot(slope2, a1_t, out=g2)
            np.dot(w2_t, slope2, out=slope1)
            np.subtract(1.0, hidden, out=derivative)
            np.multiply(derivative, hidden, out=derivative)
            np.multiply(slope1, derivative, out=slope1)
            np.dot(slope1, x1_t, out=g1)
            np.multiply(g1, RATE, out=g1)
            np.subtract(w1, g1, out=w1)
            np.multiply(g2, RATE, out=g2)
            np.subtract(w2, g2, out=w2)
        return losses

    return epochs


def bare_b(x: Array, y: Array, theta: list[Array]) -> Callable[[int], list[float]]:
    """Two hidden tanh layers, batches of 10 in order, and each epoch's loss of all rows."""
    n, size = x.shape[1], 10
    w1, w2, w3 = theta  # (4, 3), (2, 5), (1, 3)
    x1 = np.vstack([x, np.ones((1, n))])
    cuts = [slice(i, i + size) for i in range(0, n, size)]
    batches = [(x1[:, cut], x1[:, cut].T, y[:, cut]) for cut in cuts]
    a1, a2 = np.ones((5, size)), np.ones((3, size))
    a1_t, a2_t, hidden1, hidden2 = a1.T, a2.T, a1[:4], a2[:2]
    w2_t, w3_t = w2[:, :4].T, w3[:, :2].T
    z1, slope1, derivative1 = (np.empty((4, size)) for _ in range(3))
    z2, slope2, derivative2 = (np.empty((2, size)) for _ in range(3))
    slope3 = np.empty((1, size))
    g1, g2, g3 = np.empty_like(w1), np.empty_like(w2), np.empty_like(w3)
    all1, all2, all3 = np.ones((5, n)), np.ones((3, n)), np.empty((1, n))
    all_z1, all_z2, all_hidden1, all_hidden2 = (
        np.empty((4, n)),
        np.empty((2, n)),
        all1[:4],
        all2[:2],
    )

    def full_loss() -> float:
        np.dot(w1, x1, out=all_z1)
        np.tanh(all_z1, out=all_hidden1)
        np.dot(w2, all1, out=all_z2)
        np.tanh(all_z2, out=all_hidden2)
        np.dot(w3, all2, out=all3)
        np.subtract(all3, y, out=all3)
        loss: float = np.vdot(all3, all3) / n
        return loss

    def epochs(n_epochs: int) -> list[float]:
        losses = []
        for _ in range(n_epochs):
            losses.append(full_loss())
            for batch, batch_t, targets in batches:
                np.dot(w1, batch, out=z1)
                np.tanh(z1, out=hidden1)
                np.dot(w2, a1, out=z2)
                np.tanh(z2, out=hidden2)
                np.dot(w3, a2, out=slope3)
                np.subtract(slope3, targets, out=slope3)
                np.vdot(slope3, slope3)  # the batch's loss
                np.multiply(slope3, 2.0 / size, out=slope3)
                np.dot(slope3, a2_t, out=g3)
                np.dot(w3_t, slope3, out=slope2)
                np.multiply(hidden2, hidden2, out=derivative2)
                np.subtract(1.0, derivative2, out=derivative2)
                np.multiply(slope2, derivative2, out=slope2)
                np.dot(slope2, a1_t, out=g2)
                np.dot(w2_t, slope2, out=slope1)
                np.multiply(hidden1, hidden1, out=derivative1)
                np.subtract(1.0, derivative1, out=derivative1)
                np.multiply(slope1, derivative1, out=slope1)
                np.dot(slope1, batch_t, out=g1)
                for weights, gradient in ((w1, g1), (w2, g2), (w3, g3)):
                    np.multiply(gradient, RATE, out=gradient)
                    np.subtract(weights, gradient, out=weights)
        return losses

    return epochs


def bare_c(x: Array, y: Array, theta: list[Array]) -> Callable[[int], list[float]]:
    """Any number of hidden tanh layers, all rows at once."""
    n = x.shape[1]
    inputs = [np.vstack([x, np.ones((1, n))])] + [np.ones((len(w) + 1, n)) for w in theta[:-1]]
    hidden = [a[:-1] for a in inputs[1:]]
    z = [np.empty((len(w), n)) for w in theta]
    slopes = [np.empty((len(w), n)) for w in theta]
    derivatives = [np.empty((len(w), n)) for w in theta]
    gradients = [np.empty_like(w) for w in theta]
    forward = list(zip(theta[:-1], inputs[:-1], z[:-1], hidden, strict=True))
    backward = [
        (slopes[i], inputs[i].T, gradients[i], theta[i][:, :-1].T, slopes[i - 1], hidden[i - 1],
         derivatives[i - 1])
        for i in range(len(theta) - 1, 0, -1)
    ]  # fmt: skip
    last, first_t = slopes[-1], inputs[0].T

    def epochs(n_epochs: int) -> list[float]:
        losses = []
        for _ in range(n_epochs):
            for weights, below, sums, above in forward:
                np.dot(weights, below, out=sums)
                np.tanh(sums, out=above)
            np.dot(theta[-1], inputs[-1], out=last)
            np.subtract(last, y, out=last)
            losses.append(float(np.vdot(last, last)) / n)
            np.multiply(last, 2.0 / n, out=last)
            for slope, below_t, gradient, weights_t, lower, values, derivative in backward:
                np.dot(slope, below_t, out=gradient)
                np.dot(weights_t, slope, out=lower)
                np.multiply(values, values, out=derivative)
                np.subtract(1.0, derivative, out=derivative)
                np.multiply(lower, derivative, out=lower)
            np.dot(slopes[0], first_t, out=gradients[0])
            for weights, gradient in zip(theta, gradients, strict=True):
                np.multiply(gradient, RATE, out=gradient)
                np.subtract(weights, gradient, out=weights)
        return losses

    return epochs


BARE = {"a": bare_a, "b": bare_b, "c": bare_c}
