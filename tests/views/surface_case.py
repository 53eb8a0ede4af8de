"""Planes of well-known functions and balls that have rolled on them, for the surface to show."""

from collections.abc import Callable
from typing import Any

import numpy as np

from gdsim.engine.arrays import Array
from gdsim.engine.directions import parameter_directions
from gdsim.engine.history import Block, History
from gdsim.engine.planes import LossPlane
from gdsim.views.view import Ball

Function = Callable[[Any, Any], Any]


def himmelblau(x: Any, y: Any) -> Any:
    """Return Himmelblau's function; (3, 2) is one of its four minima, all of value 0."""
    return (x * x + y - 11.0) ** 2 + (x + y * y - 7.0) ** 2


def rosenbrock(x: Any, y: Any) -> Any:
    """Return Rosenbrock's function; its minimum is at (1, 1)."""
    return (1.0 - x) ** 2 + 100.0 * (y - x * x) ** 2


def rastrigin(x: Any, y: Any) -> Any:
    """Return Rastrigin's function; its lowest minimum is at (0, 0)."""
    return 20.0 + x * x + y * y - 10.0 * (np.cos(2 * np.pi * x) + np.cos(2 * np.pi * y))


def saddle(x: Any, y: Any) -> Any:
    """Return a function that falls along y and rises along x."""
    return x * x - y * y


def plane_of(function: Function, reach: float = 5.0, n: int = 101) -> LossPlane:
    """Return a function of x and y from -reach to reach."""
    values = np.linspace(-reach, reach, n)
    x, y = np.meshgrid(values, values)
    with np.errstate(all="ignore"):
        losses = np.asarray(function(x, y), dtype=float) + 0.0 * x
    seen = np.where(np.isfinite(losses), losses, np.inf)
    row, column = divmod(int(np.argmin(seen)), n)
    lowest = float(values[column]), float(values[row]), float(losses[row, column])
    directions = parameter_directions(np.zeros(2), (0, 1), ("x", "y"))
    return LossPlane(directions, np.zeros(2), values, values, losses, lowest)


def ball_on(
    function: Function, start: tuple[float, float], rate: float, n_epochs: int, place: int = -1
) -> Ball:
    """Return a ball that has rolled so far by gradient descent, its slopes from differences."""
    thetas = [np.array(start)]
    for _epoch in range(n_epochs):
        thetas.append(thetas[-1] - rate * _slopes(function, thetas[-1]))
    path = np.array(thetas)
    losses = np.asarray(function(*path.T), dtype=float)
    history = History(2)
    history.append(Block(0, losses, np.full(len(path), np.nan), path, (), None))
    mark = place + 1
    return Ball(
        place,
        mark,
        f"ball {mark + 1}",
        f"run {mark}",
        history,
        n_epochs,
        path[-1],
        float(losses[-1]),
        path[0],
        rate,
    )


def _slopes(function: Function, theta: Array) -> Array:
    step = 1e-6
    moves = np.eye(2) * step
    slopes: Array = np.array(
        [(function(*(theta + m)) - function(*(theta - m))) / (2.0 * step) for m in moves]
    )
    return slopes
