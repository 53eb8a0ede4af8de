"""Random numbers from a seed and a purpose alone: raw draws -> uniforms, normals, orders.

Only the raw 64-bit draws of PCG64 are taken from NumPy, since their stream is fixed for ever,
while the methods of ``Generator`` may change from version to version.
"""

from math import cos, log, pi, sin, sqrt

import numpy as np
from numpy.typing import NDArray

from gdsim.engine.arrays import Array, IntArray

START, SHUFFLE, NOISE, SPLIT, DIRECTION, GAME = range(6)
"""The purposes: the first number of every key, so that no two purposes share a draw."""


def raw_draws(seed: int, key: tuple[int, ...], n: int) -> NDArray[np.uint64]:
    """Return ``n`` draws of 64 random bits from the stream ``key`` of ``seed``.

    Parameters
    ----------
    seed : int
        Not negative.
    key : tuple of int
        The purpose and what it is for, such as ``(START, layer, unit)``.
    n : int
        How many.

    Returns
    -------
    ndarray of uint64, shape (n,)
    """
    return np.random.PCG64(np.random.SeedSequence(seed, spawn_key=key)).random_raw(n)


def uniforms(seed: int, key: tuple[int, ...], n: int) -> Array:
    """Return ``n`` numbers, shape (n,), evenly spread over 0 <= u < 1."""
    return (raw_draws(seed, key, n) >> np.uint64(11)).astype(np.float64) * 2.0**-53


def normals(seed: int, key: tuple[int, ...], n: int) -> Array:
    """Return ``n`` numbers, shape (n,), of the standard normal distribution.

    By the transform of Box and Muller (1958), two uniforms for every two normals.
    """
    u = uniforms(seed, key, n + n % 2).tolist()
    values: list[float] = []
    for first, second in zip(u[::2], u[1::2], strict=True):
        radius = sqrt(-2.0 * log(1.0 - first))
        values += [radius * cos(2.0 * pi * second), radius * sin(2.0 * pi * second)]
    return np.array(values[:n], dtype=np.float64)


def order(seed: int, key: tuple[int, ...], n: int) -> IntArray:
    """Return the numbers 0 to n-1, shape (n,), in a random order: raw draws, sorted."""
    return np.argsort(raw_draws(seed, key, n), kind="stable")
