"""The 3-2-1 network worked out in plain Python: parameters of one epoch -> every number of it.

It uses nothing of the engine: lists, loops and the square root.
"""

from csv import DictReader
from math import exp, sqrt
from pathlib import Path
from typing import NamedTuple

RATE = 0.05
INPUTS = ("bedrooms", "lot_sqft", "house_sqft")
NAMES = ("w1", "w2", "w3", "w4", "w5", "w6", "b1", "b2", "w7", "w8")


class Houses:
    """The rows of a file, raw and scaled by mean and population deviation."""

    def __init__(self, path: Path) -> None:
        with path.open(encoding="utf-8") as file:
            rows = [
                [float(row[name]) for name in (*INPUTS, "price_usd")] for row in DictReader(file)
            ]
        self.raw = rows
        self.n = len(rows)
        self.means: list[float] = [sum(column) / self.n for column in zip(*rows, strict=True)]
        self.deviations: list[float] = [
            sqrt(sum((value - mean) ** 2 for value in column) / self.n)
            for column, mean in zip(zip(*rows, strict=True), self.means, strict=True)
        ]
        self.scaled = [
            [(v - m) / d for v, m, d in zip(row, self.means, self.deviations, strict=True)]
            for row in rows
        ]

    def dollars(self, output: float) -> float:
        """Return an output of the network as a price."""
        return output * self.deviations[3] + self.means[3]


class Pass(NamedTuple):
    """What the network makes of one row: sums and activations of the hidden units, the output."""

    sums: list[float]
    hidden: list[float]
    output: float


class Moment(NamedTuple):
    """All numbers of one epoch."""

    theta: dict[str, float]
    loss: float
    gradient: dict[str, float]
    new: dict[str, float]
    rows: list[Pass]
    typical_error: float
    squares: list[float]


def sigmoid(z: float) -> float:
    return 1.0 / (1.0 + exp(-z))


def forward(theta: dict[str, float], row: list[float]) -> Pass:
    sums = [
        sum(theta[f"w{3 * unit + i + 1}"] * row[i] for i in range(3)) + theta[f"b{unit + 1}"]
        for unit in range(2)
    ]
    hidden = [sigmoid(z) for z in sums]
    return Pass(sums, hidden, theta["w7"] * hidden[0] + theta["w8"] * hidden[1])


def moment(theta: dict[str, float], houses: Houses) -> Moment:
    """Work out loss, gradient and update of all rows together."""
    rows = [forward(theta, row) for row in houses.scaled]
    gradient = dict.fromkeys(NAMES, 0.0)
    squares = []
    for row, values in zip(houses.scaled, rows, strict=True):
        error = values.output - row[3]
        squares.append(error * error)
        slope = 2.0 * error / houses.n
        for unit in range(2):
            a = values.hidden[unit]
            gradient[f"w{7 + unit}"] += slope * a
            back = slope * theta[f"w{7 + unit}"] * a * (1.0 - a)
            gradient[f"b{unit + 1}"] += back
            for i in range(3):
                gradient[f"w{3 * unit + i + 1}"] += back * row[i]
    new = {name: theta[name] - RATE * gradient[name] for name in NAMES}
    loss = sum(squares) / houses.n
    return Moment(theta, loss, gradient, new, rows, sqrt(loss) * houses.deviations[3], squares)
