"""A line as the data's units see it: theta, scalers -> slope, heights, and back to theta.

Theta holds the line in the units that are computed with; the plot and the fields show it in the
data's own. A weight turns the line about the place where the scaled input is 0 (the pivot); a
bias shifts it up and down.
"""

from math import atan, degrees, isfinite, radians, tan
from typing import NamedTuple

from gdsim.engine.arrays import Array
from gdsim.engine.objective import NetworkObjective
from gdsim.scenario.ranges import Range
from gdsim.scenario.subject import Subject

STEEPEST = 88.0
"""Degrees on the screen: a line turns no farther, since an upright one has no slope."""
SHORTEST = 0.15
"""The least lever with which a line is turned, as a part of the plot's width."""


class Line(NamedTuple):
    """y = intercept + slope x, in the data's own units."""

    slope: float
    intercept: float

    def at(self, x: float) -> float:
        """Return the height at ``x``."""
        return self.intercept + self.slope * x


class LineModel(NamedTuple):
    """A model of one input and one target whose parameters are a line's.

    Attributes
    ----------
    weight : int
        Where the slope stands in theta.
    bias : int or None
        Where the intercept stands; None for a line that only turns.
    x_offset, x_scale, y_offset, y_scale : float
        scaled = (raw - offset) / scale.
    """

    weight: int
    bias: int | None
    x_offset: float
    x_scale: float
    y_offset: float
    y_scale: float

    @property
    def is_raw(self) -> bool:
        """Whether theta is in the data's own units."""
        return (self.x_offset, self.x_scale, self.y_offset, self.y_scale) == (0.0, 1.0, 0.0, 1.0)

    @property
    def pivot(self) -> float:
        """The input about which the line turns."""
        return self.x_offset

    def line(self, theta: Array) -> Line:
        """Return the line of ``theta`` (n_parameters,)."""
        slope = self.slope_of(float(theta[self.weight]))
        height = self.y_offset + self.y_scale * self._bias_of(theta)
        return Line(slope, height - slope * self.x_offset)

    def slope_of(self, weight: float) -> float:
        """Return the slope of a weight."""
        return weight * self.y_scale / self.x_scale

    def weight_of(self, slope: float) -> float:
        """Return the weight of a slope."""
        return slope * self.x_scale / self.y_scale

    def bias_with(self, intercept: float, theta: Array) -> float:
        """Return the bias that brings the line of ``theta`` to this height at input 0."""
        return self.bias_through(0.0, intercept, theta)

    def weight_through(self, x: float, y: float, theta: Array) -> float:
        """Return the weight that turns the line of ``theta`` through a point off the pivot."""
        lever = (x - self.x_offset) / self.x_scale
        return ((y - self.y_offset) / self.y_scale - self._bias_of(theta)) / lever

    def bias_through(self, x: float, y: float, theta: Array) -> float:
        """Return the bias that shifts the line of ``theta`` through a point."""
        lever = (x - self.x_offset) / self.x_scale
        return (y - self.y_offset) / self.y_scale - float(theta[self.weight]) * lever

    def lever(self, x: float, width: float) -> float:
        """Return ``x``, brought away from the pivot where a turn about it would be wild."""
        least = SHORTEST * width
        if abs(x - self.pivot) >= least:
            return x
        return self.pivot + (least if x >= self.pivot else -least)

    def _bias_of(self, theta: Array) -> float:
        return 0.0 if self.bias is None else float(theta[self.bias])


def model_of(subject: Subject) -> LineModel | None:
    """Return what turns ``subject``'s theta into a line, None if it has not one straight line."""
    objective, samples = subject.experiment.objective, subject.samples
    if not isinstance(objective, NetworkObjective) or samples is None:
        return None
    network = objective.network
    is_one = len(network.layers) == 1 and network.n_inputs == network.n_outputs == 1
    if not is_one or network.layers[0].activation.name != "identity" or objective.cut[0]:
        return None
    biases = [int(i) for i in network.bias_index[0] if not objective.cut[i]]
    x, y = samples.input_scaler, samples.target_scaler
    return LineModel(
        int(network.weight_index[0][0, 0]),
        biases[0] if biases else None,
        *(float(part[0]) for part in (x.offset, x.scale, y.offset, y.scale)),
    )


def visible_part(line: Line, x_range: Range, y_range: Range) -> Range | None:
    """Return from where to where a line runs within a rectangle, None if it misses it."""
    low, high = x_range
    if not (isfinite(line.slope) and isfinite(line.intercept)):
        return None
    if line.slope == 0.0:
        return x_range if y_range[0] <= line.intercept <= y_range[1] else None
    ends = sorted((y - line.intercept) / line.slope for y in y_range)
    low, high = max(low, ends[0]), min(high, ends[1])
    return (low, high) if low <= high else None


def tilt_of(slope: float, aspect: float) -> float:
    """Return a slope's angle on the screen in degrees.

    Parameters
    ----------
    slope : float
    aspect : float
        Pixels of one unit of y over pixels of one unit of x.
    """
    return degrees(atan(slope * aspect))


def slope_at(tilt: float, aspect: float) -> float:
    """Return the slope of an angle on the screen, as ``tilt_of``; at most a steep one."""
    return tan(radians(min(max(tilt, -STEEPEST), STEEPEST))) / aspect
